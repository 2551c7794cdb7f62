import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../load.ts'
import { scimBarNames } from '../options.ts'
import type { Pgbench } from '../pgbench.ts'
import type { BarReport } from '../report.ts'
import type { Suite } from '../suite.ts'
import { isGroup, isOnly, isPage, isResource, nextCursorOf, type Judge } from './requests.ts'
import { openScimSuite } from './scim-suite.ts'

describe('an answer is judged', () => {
  const page = '{"totalResults":201,"itemsPerPage":100,"Resources":[{"id":"user-1"},{"id":"user-2"}]}'
  const isPageOf = (first: string, last: string, total: number) => isPage({ first: `user-${first}`, last: `user-${last}`, total })
  const cases: [what: string, judge: Judge, answer: Answer, problem: string | undefined][] = [
    ['the user asked for', isResource('user-1'), { status: 200, text: '{"id":"user-1"}' }, undefined],
    ['another user', isResource('user-1'), { status: 200, text: '{"id":"user-10"}' }, 'not user-1'],
    ['a refusal', isResource('user-1'), { status: 404, text: '{"id":"user-1"}' }, '404'],
    ['the one that was looked for', isOnly('user-1'), { status: 200, text: '{"totalResults":1,"Resources":[{"id":"user-1"}]}' }, undefined],
    ['nobody', isOnly('user-1'), { status: 200, text: '{"totalResults":0,"Resources":[]}' }, 'not user-1 alone'],
    [
      'two',
      isOnly('user-1'),
      { status: 200, text: '{"totalResults":2,"Resources":[{"id":"user-1"},{"id":"user-2"}]}' },
      'not user-1 alone',
    ],
    ['the page asked for', isPageOf('1', '2', 201), { status: 200, text: page }, undefined],
    ['another page', isPageOf('2', '3', 201), { status: 200, text: page }, 'not the page from user-2 to user-3'],
    ['another total', isPageOf('1', '2', 200), { status: 200, text: page }, 'of 200'],
    ['all members', isGroup('group-1', 2), { status: 200, text: '{"id":"group-1","members":[{"$ref":"a"},{"$ref":"b"}]}' }, undefined],
    ['a member less', isGroup('group-1', 2), { status: 200, text: '{"id":"group-1","members":[{"$ref":"a"}]}' }, '1 members instead of 2'],
  ]
  test.each(cases)('%s', (_, judge, answer, problem) => {
    const seen = judge(answer)
    if (problem === undefined) expect(seen).toBeUndefined()
    else expect(seen).toContain(problem)
  })
  test('a walk does not go on after the last page', () => {
    expect(nextCursorOf({ status: 200, text: '{"nextCursor":"abc"}' })).toBe('abc')
    expect(() => nextCursorOf({ status: 200, text: '{"Resources":[]}' })).toThrow('There is no nextCursor in 200')
  })
})

/** The scripts of pgbench, once each, where there is none: the least of what is random, and one figure for all. */
function runOnce(databaseUrl: string): Pgbench {
  return {
    async run(script) {
      const values = new Map<string, string>()
      const statements = script.replace(/^\\set (\w+) random\((\d+), \d+\)$/gm, (_, name: string, least: string) => {
        values.set(name, least)
        return ''
      })
      const client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      try {
        await client.query(statements.replace(/(?<!:):(\w+)/g, (_, name: string) => values.get(name)!))
      } finally {
        await client.end()
      }
      return { perSecond: 100, latencyMs: 1 }
    },
  }
}

// Whether it works, not how fast it is: figures of so short passes say nothing.
describe('npm run bench -- scim in a tiny world', () => {
  const options = { suite: 'scim', rounds: 1, seconds: 0.05, jsonFile: undefined, isQuick: true } as const
  const quiet = (): void => {}
  let suite: Suite
  beforeAll(async () => {
    suite = await openScimSuite({ ...options, names: [...scimBarNames], userCounts: [300] }, runOnce, quiet)
  }, 120_000)
  afterAll(() => suite.stop())

  test.each(scimBarNames)('%s is measured, and nothing is lost or wrong', { timeout: 60_000 }, async (name) => {
    const { rows, checks }: BarReport = await suite.bars.find((bar) => bar.name === name)!.measure()
    expect(rows).not.toEqual([])
    for (const row of rows) expect(row.product.median, row.name).not.toBeNaN()
    expect(checks).not.toEqual([])
    expect(checks.filter(({ holds }) => !holds)).toEqual([])
  })
})
