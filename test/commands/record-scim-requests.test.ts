import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScimRequestRecorder, type NewScimRequest } from '../../src/commands/record-scim-requests.ts'
import { fromId } from '../../src/domain/id.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { newScimRequestId } from '../../src/store/scim-request.ts'
import { eventually } from '../support/server-process.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

let sql: pg.Client
let database: Database
beforeAll(async () => {
  sql = new pg.Client({ connectionString: app.database.url })
  await sql.connect()
  database = app.node.app.database
})
afterAll(() => sql?.end())

const newDirectory = async (): Promise<string> => fromId('directory', (await app.newTeam()).directoryId)!

const entry = (directoryId: string, more: Partial<NewScimRequest> = {}): NewScimRequest => ({
  directoryId,
  at: new Date(),
  method: 'GET',
  path: '/Users',
  provider: null,
  userAgent: null,
  status: 200,
  scimType: null,
  detail: null,
  ignored: [],
  tolerated: [],
  durationMilliseconds: 1.5,
  revisions: [],
  ...more,
})

type Row = { id: string; status: number; path: string }
const rowsOf = async (directoryId: string): Promise<Row[]> =>
  (await sql.query<Row>('SELECT id, status, path FROM scim_requests WHERE directory_id = $1 ORDER BY id', [directoryId])).rows

/** Rows as an earlier process left them. */
async function leave(directoryId: string, count: number, { status = 200, daysAgo = 0 } = {}): Promise<void> {
  const last = Date.now() - daysAgo * 86_400_000 - 60_000
  const ids = Array.from({ length: count }, (_, index) => v7({ msecs: last - count + index }))
  await sql.query(
    `INSERT INTO scim_requests (id, directory_id, at, method, path, status, ignored, tolerated, duration_milliseconds, revisions)
    SELECT id, $1, now() - make_interval(days => $4::int), 'GET', '/' || number, $3, '{}', '{}', 1, '{}'
    FROM unnest($2::uuid[]) WITH ORDINALITY AS one (id, number)`,
    [directoryId, ids, status, daysAgo],
  )
}

function recorder(options: { database?: Database; keptEntries?: number } = {}) {
  const warnings: object[] = []
  const made = createScimRequestRecorder({
    database: options.database ?? database,
    keptDays: 7,
    keptEntries: options.keptEntries ?? 10_000,
    log: { warn: (details) => void warnings.push(details) },
  })
  return { ...made, warnings }
}

describe('Requests are recorded', () => {
  it('in the order in which they came, thousands at once, with everything that is known of them', async () => {
    const directoryId = await newDirectory()
    const { record, close, warnings } = recorder()
    for (let index = 0; index < 1_500; index++) record(entry(directoryId, { path: `/${index}` }))
    const full = entry(directoryId, {
      provider: 'OKTA',
      userAgent: 'A',
      scimType: 'uniqueness',
      detail: 'd "ü"',
      ignored: ['a', 'b,"c"'],
      tolerated: ['t'],
      revisions: [1, 2],
    })
    record(full)
    await close()
    const rows = await rowsOf(directoryId)
    expect(rows.slice(0, 1_500).map(({ path }) => path)).toEqual(Array.from({ length: 1_500 }, (_, index) => `/${index}`))
    expect(await database.scimRequest.findUnique({ where: { id: rows.at(-1)!.id } })).toEqual({
      ...full,
      id: rows.at(-1)!.id,
      revisions: [1n, 2n],
    })
    expect(warnings).toEqual([])
  })

  it('where their directory is there, beside others whose directory is not', async () => {
    const directoryId = await newDirectory()
    const { record, close, warnings } = recorder()
    record(entry('01900000-0000-7000-8000-000000000000'))
    record(entry(directoryId))
    await close()
    expect(await rowsOf(directoryId)).toHaveLength(1)
    expect(warnings).toEqual([])
  })

  it('up to a bound: beyond it they are lost and counted, and who asks is told that it is crowded', async () => {
    const directoryId = await newDirectory()
    const { record, close, isCrowded, warnings } = recorder()
    expect(isCrowded()).toBe(false)
    const taken = Array.from({ length: 5_000 }, () => record(entry(directoryId))).filter(Boolean).length
    expect(taken).toBeLessThan(5_000)
    expect(isCrowded()).toBe(true)
    await close()
    expect(await rowsOf(directoryId)).toHaveLength(taken)
    expect(warnings).toEqual([{ lost: 5_000 - taken }])
  })

  it('not after the end', async () => {
    const directoryId = await newDirectory()
    const { record, close } = recorder()
    await close()
    expect(record(entry(directoryId))).toBe(false)
    expect(await rowsOf(directoryId)).toEqual([])
  })

  it('when the database that was away is there again', async () => {
    const directoryId = await newDirectory()
    const door = await closedDoor(app.database.url)
    const away = openDatabase({ url: door.url, poolSize: 1, log: { error: () => {} } })
    const { record, close, warnings } = recorder({ database: away })
    try {
      record(entry(directoryId))
      await eventually('a write has failed', () => warnings.length > 0)
      await door.open()
      await close()
      expect(await rowsOf(directoryId)).toHaveLength(1)
    } finally {
      await away.$disconnect()
      await door.close()
    }
  })

  it('but for those that the database refuses, which hold nothing else up', async () => {
    const directoryId = await newDirectory()
    const { record, close, warnings } = recorder()
    record(entry(directoryId, { status: Number.NaN }))
    await eventually('a write has failed', () => warnings.length > 0)
    record(entry(directoryId))
    await close()
    expect(await rowsOf(directoryId)).toHaveLength(1)
  })
})

describe('Requests are kept', () => {
  it('up to a number in each directory, failed ones and others apart, the newest; other directories keep theirs', async () => {
    const [directoryId, quiet] = [await newDirectory(), await newDirectory()]
    await leave(quiet, 300)
    await leave(directoryId, 300)
    await leave(directoryId, 300, { status: 404 })
    const { record, close } = recorder({ keptEntries: 100 })
    record(entry(directoryId, { path: '/newest' }))
    await close()
    const rows = await rowsOf(directoryId)
    expect(rows.filter(({ status }) => status === 404).map(({ path }) => path)).toEqual(
      Array.from({ length: 50 }, (_, index) => `/${index + 251}`),
    )
    expect(rows.filter(({ status }) => status === 200).map(({ path }) => path)).toEqual([
      ...Array.from({ length: 49 }, (_, index) => `/${index + 252}`),
      '/newest',
    ])
    expect(await rowsOf(quiet)).toHaveLength(300)
  })

  it('as long as they are young, in every directory', async () => {
    const [busy, silent] = [await newDirectory(), await newDirectory()]
    await leave(silent, 2_500, { daysAgo: 8 })
    await leave(silent, 3, { daysAgo: 6 })
    const { record, close } = recorder()
    record(entry(busy))
    await close()
    expect(await rowsOf(silent)).toHaveLength(3)
    expect(await rowsOf(busy)).toHaveLength(1)
  })

  it('alike when several nodes prune at once, and while another transaction reads what is to go', async () => {
    const directoryId = await newDirectory()
    await leave(directoryId, 900)
    const nodes = Array.from({ length: 4 }, () => recorder({ keptEntries: 100 }))
    await sql.query('BEGIN')
    await sql.query('SELECT FROM scim_requests WHERE directory_id = $1 ORDER BY id LIMIT 1 FOR SHARE', [directoryId])
    for (const { record } of nodes) record(entry(directoryId))
    await Promise.all(nodes.map(({ close }) => close()))
    await sql.query('COMMIT')
    for (const { warnings } of nodes) expect(warnings).toEqual([])
    // The one that was held stays until the next time.
    expect((await rowsOf(directoryId)).length).toBeLessThanOrEqual(54)
    const last = recorder({ keptEntries: 100 })
    last.record(entry(directoryId))
    await last.close()
    expect(await rowsOf(directoryId)).toHaveLength(50)
  })
})

describe('The id of a request', () => {
  it('grows, also within a millisecond', () => {
    const ids = Array.from({ length: 10_000 }, newScimRequestId)
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
  })
})

/** A port that leads to a server, once it is opened. */
async function closedDoor(url: string): Promise<{ url: string; open(): Promise<void>; close(): Promise<void> }> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {}).on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  const door = new URL(url)
  door.hostname = '127.0.0.1'
  door.port = String(port)
  return {
    url: door.href,
    async open() {
      await once(server.listen(port, '127.0.0.1'), 'listening')
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await once(server.close(), 'close')
    },
  }
}
