import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { liveBarNames } from '../options.ts'
import { hasProc } from '../processes.ts'
import type { Suite } from '../suite.ts'
import { distinctDocuments, distinctVariables, everything, fewFields } from './documents.ts'
import { openLiveSuite } from './live-suite.ts'
import { beginAt, lostUpTo, take } from './order.ts'
import { splitAtRevision } from './peer-control.ts'
import { typeDefs } from './peer-schema.ts'
import { isRead, statementReader } from './statement-count.ts'

describe('what a subscriber was told is counted', () => {
  const tell = (from: number | undefined, numbers: readonly number[], target: number) => {
    const order = beginAt(from)
    const news = numbers.filter((number) => take(order, number))
    return { news: news.length, lost: lostUpTo(order, target), duplicates: order.duplicates, outOfOrder: order.outOfOrder }
  }
  test.each([
    ['everything in order', 3, [4, 5, 6], 6, { news: 3, lost: 0, duplicates: 0, outOfOrder: 0 }],
    ['the first number says where it begins', undefined, [4, 5], 5, { news: 2, lost: 0, duplicates: 0, outOfOrder: 0 }],
    ['one is passed over', 3, [4, 6], 6, { news: 2, lost: 1, duplicates: 0, outOfOrder: 0 }],
    ['the last has not come', 3, [4, 5], 7, { news: 2, lost: 2, duplicates: 0, outOfOrder: 0 }],
    ['one comes late', 3, [5, 4], 5, { news: 2, lost: 0, duplicates: 0, outOfOrder: 1 }],
    ['one comes twice', 3, [4, 4, 5], 5, { news: 2, lost: 0, duplicates: 1, outOfOrder: 0 }],
    ['one comes late and again', 3, [5, 4, 4], 5, { news: 2, lost: 0, duplicates: 1, outOfOrder: 1 }],
  ])('%s', (_, from, numbers, target, expected) => {
    expect(tell(from, numbers, target)).toEqual(expected)
  })
})

describe('statements are counted on the wire', () => {
  const string = (text: string) => Buffer.from(`${text}\0`)
  const message = (type: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts)
    const head = Buffer.alloc(type.length + 4, type)
    head.writeUInt32BE(body.length + 4, type.length)
    return Buffer.concat([head, body])
  }
  const start = message('', Buffer.from([0, 3, 0, 0]), string('user'), string('me'), Buffer.from([0]))
  const tls = message('', Buffer.from([4, 210, 22, 47]))
  const none = Buffer.alloc(6)
  const conversation = Buffer.concat([
    tls,
    start,
    message('Q', string('BEGIN')),
    message('P', string('named'), string('SELECT 1'), Buffer.alloc(2)),
    message('B', string(''), string('named'), none),
    message('E', string(''), Buffer.alloc(4)),
    message('S'),
    message('B', string(''), string('named'), none),
    message('E', string(''), Buffer.alloc(4)),
    message('P', string(''), string('UPDATE t SET a = 1'), Buffer.alloc(2)),
    message('B', string(''), string(''), none),
    message('E', string(''), Buffer.alloc(4)),
    message('S'),
  ])
  test.each([1, 3, 7, 1000])('in pieces of %i bytes', (size) => {
    const executed: string[] = []
    const read = statementReader((text) => executed.push(text))
    for (let at = 0; at < conversation.length; at += size) read(conversation.subarray(at, at + size))
    expect(executed).toEqual(['BEGIN', 'SELECT 1', 'SELECT 1', 'UPDATE t SET a = 1'])
  })
  test.each([
    ['SELECT 1', true],
    [' WITH a AS (SELECT 1) SELECT * FROM a', true],
    ['WITH a AS (UPDATE t SET b = 1 RETURNING *) SELECT * FROM a', false],
    ['INSERT INTO t SELECT 1', false],
    ['BEGIN', false],
  ])('%s is a read: %s', (text, expected) => {
    expect(isRead(text)).toBe(expected)
  })
})

describe('what subscribers ask for', () => {
  const productSchema = buildSchema(readFileSync(path.join(import.meta.dirname, '../../../schema.graphql'), 'utf8'))
  const peerSchema = buildSchema(typeDefs)
  test.each([
    ['everything', [everything]],
    ['few fields', [fewFields]],
    ['distinct documents', distinctDocuments(100)],
    ['distinct variables', distinctVariables(1_000)],
  ])('%s: the product and its peers understand it', (_, subscriptions) => {
    for (const query of new Set(subscriptions.map((subscription) => subscription.query))) {
      expect(validate(productSchema, parse(query))).toEqual([])
      expect(validate(peerSchema, parse(query))).toEqual([])
    }
  })
  test('what is to be distinct is', () => {
    expect(new Set(distinctDocuments(100).map(({ query }) => query)).size).toBe(100)
    expect(new Set(distinctVariables(10_000).map(({ variables }) => JSON.stringify(variables))).size).toBe(10_000)
  })
  test('only the revision of a message changes', () => {
    expect(splitAtRevision('{"changes":[{"revision":12,"version":3}]}')).toEqual(['{"changes":[{"revision":', ',"version":3}]}'])
    expect(() => splitAtRevision('{"type":"ping"}')).toThrow('There is no revision')
  })
})

// Whether it works, not how fast it is: figures of so short passes say nothing.
describe.runIf(hasProc)('npm run bench -- live among few', () => {
  const options = {
    rounds: 1,
    seconds: 0.05,
    isQuick: true,
    mostMovement: Infinity,
    pauseSeconds: 0.5,
    teamCounts: [2],
    usersPerTeam: 20,
  } as const
  let suite: Suite
  beforeAll(async () => {
    suite = await openLiveSuite({ ...options, names: [...liveBarNames], subscriberCounts: [20] }, () => {})
  }, 120_000)
  afterAll(() => suite.stop(), 120_000)

  test.each(liveBarNames)('%s is measured, and nothing is lost, doubled or out of order', { timeout: 120_000 }, async (name) => {
    const { rows, checks } = await suite.bars.find((bar) => bar.name === name)!.measure()
    expect(rows).not.toEqual([])
    for (const row of rows) {
      expect(row.product.median, row.name).not.toBeNaN()
      if (row.bar !== undefined) expect(row.isMet, row.name).toBeDefined()
    }
    expect(checks).not.toEqual([])
    expect(checks.filter(({ holds }) => !holds)).toEqual([])
  })
})
