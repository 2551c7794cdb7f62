import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createChangePruner, type ChangePruner, type ChangePrunerOptions } from '../../src/commands/prune-changes.ts'
import { createInProcessWakeUp } from '../../src/realtime/wake-up.ts'
import { readChangesAfter, readHead } from '../../src/store/change-log.ts'
import { findLogEnds, pruneLog, type LogEnd } from '../../src/store/change-retention.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { openFeeds, openLiveLog, openReader, quietLog, upTo, type LiveLog, type Writer } from '../realtime/live-log.ts'
import { createRowCounter } from '../support/count-rows.ts'
import { eventually } from '../support/server-process.ts'

let log: LiveLog
let sql: pg.Client
let writer: Writer
const closers: (() => Promise<void>)[] = []
const countRows = createRowCounter(() => log.url)

// A pass is over every team, so each test has a database of its own.
beforeEach(async () => {
  log = await openLiveLog()
  sql = new pg.Client({ connectionString: log.url })
  await sql.connect()
  writer = log.writer({ publish() {} })
})
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await sql.end()
  await log.close()
})

/** A node that prunes when it is told to; another one has its own connections. */
function pruner(options: Partial<ChangePrunerOptions> = {}): ChangePruner {
  const made = createChangePruner({
    database: log.database,
    keptDays: 365,
    keptEntries: 1_000_000,
    log: quietLog,
    firstPassMilliseconds: 3_600_000,
    ...options,
  })
  closers.push(() => made.close())
  return made
}

function connect(name: string): Database {
  const url = new URL(log.url)
  url.searchParams.set('application_name', name)
  const database = openDatabase({ url: url.href, poolSize: 3, log: quietLog })
  closers.push(() => database.$disconnect())
  return database
}

/** A team whose log has so many changes. */
async function teamWith(changes: number): Promise<string> {
  const teamId = await log.createTeam()
  if (changes > 1) await writer.write(teamId, changes - 1)
  return teamId
}

/** Appends changes as they were written so many days ago, one for each number. */
async function leave(teamId: string, daysAgo: readonly number[]): Promise<void> {
  await sql.query(
    `WITH written AS (
      INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_label, data)
      SELECT $1, revision + number, gen_random_uuid(), now() - make_interval(days => days), 'UserCreated', 'SYSTEM', 'test', '{}'
      FROM team_heads, unnest($2::int[]) WITH ORDINALITY AS old (days, number) WHERE team_id = $1 RETURNING revision, id
    )
    UPDATE team_heads SET (revision, change_id) = (SELECT revision, id FROM written ORDER BY revision DESC LIMIT 1) WHERE team_id = $1`,
    [teamId, daysAgo],
  )
}

/** A team with a log of its own making: one change for each number, that many days old. */
async function teamAged(daysAgo: readonly number[]): Promise<string> {
  const teamId = await log.createTeam()
  await sql.query('BEGIN')
  await sql.query('DELETE FROM changes WHERE team_id = $1', [teamId])
  await sql.query('UPDATE team_heads SET revision = 0 WHERE team_id = $1', [teamId])
  await leave(teamId, daysAgo)
  await sql.query('COMMIT')
  return teamId
}

const revisionsOf = async (teamId: string): Promise<number[]> =>
  (await readChangesAfter(log.database, teamId, 0, 10_000)).map(({ revision }) => revision)

/** Holds a row that is to go, so that the statement that removes it waits in the middle of its piece. */
async function hold(teamId: string, revision: number): Promise<{ release(): Promise<void> }> {
  const holder = new pg.Client({ connectionString: log.url })
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM changes WHERE team_id = $1 AND revision = $2 FOR UPDATE', [teamId, revision])
  return {
    async release() {
      await holder.query('ROLLBACK')
      await holder.end()
    },
  }
}

const waitingNode = async (name: string): Promise<number | undefined> =>
  (await sql.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'", [name]))
    .rows[0]?.pid

describe('A change leaves the log', () => {
  test('when so many newer ones of its team are kept; the logs of other teams stay as they are', async () => {
    const [busy, quiet] = [await teamWith(250), await teamWith(100)]
    expect(await pruner({ keptEntries: 100 }).prune()).toEqual({ changes: 150, isWhole: true })
    expect(await revisionsOf(busy)).toEqual(upTo(150, 250))
    expect(await revisionsOf(quiet)).toEqual(upTo(0, 100))
  })

  test('when it is older than the days, in every team, also where nothing is written any more', async () => {
    const [one, other] = [await teamAged([90, 31, 30, 29, 1]), await teamAged([40, 35, 2])]
    expect(await pruner({ keptDays: 30 }).prune()).toEqual({ changes: 5, isWhole: true })
    expect(await revisionsOf(one)).toEqual([4, 5])
    expect(await revisionsOf(other)).toEqual([3])
  })

  test('by whichever of the two rules comes first', async () => {
    const [byAge, byCount] = [await teamAged([9, 9, 9, 1, 1]), await teamAged([9, 1, 1, 1, 1])]
    expect(await pruner({ keptDays: 5, keptEntries: 3 }).prune()).toMatchObject({ changes: 5 })
    expect(await revisionsOf(byAge)).toEqual([4, 5])
    expect(await revisionsOf(byCount)).toEqual([3, 4, 5])
  })

  test('but never the newest one of its team, however old, so that a cursor at the head is provable for ever', async () => {
    const teamId = await teamAged([500, 450, 400])
    expect(await pruner({ keptDays: 1, keptEntries: 1 }).prune()).toMatchObject({ isWhole: true })
    expect(await revisionsOf(teamId)).toEqual([3])
    expect(await readHead(log.database, teamId)).toMatchObject({ revision: 3 })
    await writer.write(teamId)
    expect(await revisionsOf(teamId)).toEqual([3, 4])
  })

  test('never before an older one, also when the clock was set back while they were written', async () => {
    const teamId = await teamAged([50, 20, 45, 45, 10])
    await pruner({ keptDays: 30 }).prune()
    expect(await revisionsOf(teamId)).toEqual([2, 3, 4, 5])
  })

  test('and a second pass over the same logs finds nothing more to do', async () => {
    const teamId = await teamWith(120)
    const { prune, stats } = pruner({ keptEntries: 100 })
    await prune()
    const before = stats().changes
    expect(await prune()).toEqual({ changes: 0, isWhole: true })
    expect(stats().changes).toBe(before)
    expect(await revisionsOf(teamId)).toEqual(upTo(20, 120))
  })
})

describe('Pruning goes in pieces', () => {
  test('of so many changes, and of so many bytes but always at least one change', async () => {
    const teamId = await log.createTeam()
    await writer.write(teamId, 4)
    await writer.write(teamId, 5, 20_000)
    await writer.write(teamId, 1)
    const retention = { keptDays: 365, keptEntries: 1 }
    const piece = { teamId, limitBytes: 1_000_000, limit: 3 }
    expect(await pruneLog(log.database, retention, { ...piece, from: 1 })).toEqual({ isElsewhere: false, changes: 3, more: 4 })
    expect(await pruneLog(log.database, retention, { ...piece, from: 4, limitBytes: 1 })).toEqual({
      isElsewhere: false,
      changes: 1,
      more: 5,
    })
    expect(await pruneLog(log.database, retention, { ...piece, from: 5, limit: 10 })).toEqual({
      isElsewhere: false,
      changes: 6,
      more: undefined,
    })
    expect(await revisionsOf(teamId)).toEqual([11])
  })

  test('in which the teams take turns: a small log does not wait for the end of a large one', async () => {
    const [large, small] = [await teamWith(300), await teamWith(110)]
    const held = await hold(large, 15)
    const { prune } = pruner({ database: connect('turns'), keptEntries: 100, pieceChanges: 10 })
    const pass = prune()
    // The large log, whose team is the older one, is at its second piece: the small one is done by then.
    await eventually('the second piece waits', async () => (await waitingNode('turns')) !== undefined)
    expect(await revisionsOf(large)).toEqual(upTo(10, 300))
    expect(await revisionsOf(small)).toEqual(upTo(10, 110))
    await held.release()
    await pass
    expect(await revisionsOf(large)).toEqual(upTo(200, 300))
  })

  test('that touch the rows which they remove and no others: neither the rest of the log nor other logs', async () => {
    const [teamId] = [await teamWith(5_000), await teamWith(5_000)]
    await sql.query('ANALYZE changes')
    const touched = await countRows(() =>
      pruneLog(log.database, { keptDays: 365, keptEntries: 1 }, { teamId, from: 1, limit: 100, limitBytes: 1e9 }),
    )
    // Each row is looked at, found again, and deleted.
    expect(touched['changes']).toBeGreaterThanOrEqual(300)
    expect(touched['changes']).toBeLessThan(450)
  })

  test('after a look for what is due that reads one row of each log, however long', async () => {
    const teams = [await teamWith(2_000), await teamWith(3_000), await teamWith(5)]
    await sql.query('ANALYZE changes')
    let ends: LogEnd[] = []
    const touched = await countRows(async () => {
      ends = await findLogEnds(log.database, { keptDays: 365, keptEntries: 2_500 }, undefined, 1_000)
    })
    expect(ends).toEqual(
      teams.map((teamId, index) => ({ teamId, oldest: 1, isDue: index === 1 })).sort((a, b) => (a.teamId < b.teamId ? -1 : 1)),
    )
    expect(touched['changes']).toBe(3)
  })

  test('and a process that stops in the middle leaves a log without a hole, which the next pass goes on with', async () => {
    const teamId = await teamWith(400)
    const held = await hold(teamId, 35)
    const stopping = pruner({ database: connect('stopping'), keptEntries: 100, pieceChanges: 10 })
    const pass = stopping.prune()
    await eventually('a piece waits', async () => (await waitingNode('stopping')) !== undefined)
    const closed = stopping.close()
    await held.release()
    await closed
    expect(await pass).toMatchObject({ isWhole: false })
    expect(await revisionsOf(teamId)).toEqual(upTo(40, 400))
    expect(await stopping.prune()).toEqual({ changes: 0, isWhole: false })
    await pruner({ keptEntries: 100 }).prune()
    expect(await revisionsOf(teamId)).toEqual(upTo(300, 400))
  })

  test('and one that is killed within a statement has removed nothing of that piece', async () => {
    const teamId = await teamWith(400)
    const held = await hold(teamId, 35)
    const killed = pruner({ database: connect('killed'), keptEntries: 100, pieceChanges: 10 })
    const pass = killed.prune().catch((error: unknown) => error)
    await eventually('a piece waits', async () => (await waitingNode('killed')) !== undefined)
    await sql.query('SELECT pg_terminate_backend($1)', [await waitingNode('killed')])
    expect(await pass).toBeInstanceOf(Error)
    await held.release()
    expect(await revisionsOf(teamId)).toEqual(upTo(30, 400))
    expect(await killed.prune()).toMatchObject({ isWhole: true })
    expect(await revisionsOf(teamId)).toEqual(upTo(300, 400))
  })
})

describe('The database itself', () => {
  test('refuses to remove changes from the middle of a log, whoever asks', async () => {
    const teamId = await teamWith(20)
    const remove = (condition: string): Promise<unknown> => sql.query(`DELETE FROM changes WHERE team_id = $1 AND ${condition}`, [teamId])
    await expect(remove('revision = 7')).rejects.toThrow('a change log has no holes')
    await expect(remove('revision BETWEEN 2 AND 5')).rejects.toThrow('a change log has no holes')
    await expect(remove('revision IN (1, 3)')).rejects.toThrow('a change log has no holes')
    expect(await revisionsOf(teamId)).toEqual(upTo(0, 20))
    await remove('revision <= 5')
    expect(await revisionsOf(teamId)).toEqual(upTo(5, 20))
  })
})

describe('While old changes are being removed', () => {
  test('8 writers commit and readers read, also of that team: nobody waits for what the removal has locked', async () => {
    const teamId = await teamWith(300)
    const held = await hold(teamId, 50)
    const pass = pruner({ database: connect('removing'), keptEntries: 100, pieceChanges: 100 }).prune()
    // From here on it has locked 49 rows, and stays so until the end of the test.
    await eventually('the removal waits', async () => (await waitingNode('removing')) !== undefined)

    const writers = Array.from({ length: 8 }, () => log.writer({ publish() {} }))
    await Promise.all(writers.map(async ({ write }) => [await write(teamId, 5), await write(teamId)]))
    expect((await readHead(log.database, teamId))?.revision).toBe(348)
    expect((await readChangesAfter(log.database, teamId, 0, 1_000)).map(({ revision }) => revision)).toEqual(upTo(0, 348))
    expect(await waitingNode('removing')).toBeDefined()

    await held.release()
    await pass
    expect(await revisionsOf(teamId)).toEqual(upTo(248, 348))
  })

  test('another node leaves it alone, and each change is removed and counted once', async () => {
    const teamId = await teamWith(300)
    const held = await hold(teamId, 50)
    const first = pruner({ database: connect('first node'), keptEntries: 100, pieceChanges: 100 })
    const pass = first.prune()
    await eventually('the first node is at it', async () => (await waitingNode('first node')) !== undefined)
    const second = pruner({ database: connect('second node'), keptEntries: 100 })
    expect(await second.prune()).toEqual({ changes: 0, isWhole: false })
    await held.release()
    expect(await pass).toMatchObject({ changes: 200, isWhole: true })
  })

  test('by four nodes at any moment, together they remove exactly what may go', async () => {
    const teams = [await teamWith(400), await teamWith(250), await teamWith(100)]
    const nodes = ['a', 'b', 'c', 'd'].map((name) => pruner({ database: connect(name), keptEntries: 100, pieceChanges: 7 }))
    const untilWhole = async ({ prune, stats }: ChangePruner): Promise<number> => {
      while (!(await prune()).isWhole);
      return stats().changes
    }
    const removed = await Promise.all(nodes.map(untilWhole))
    expect(removed.reduce((sum, changes) => sum + changes)).toBe(300 + 150)
    expect(await Promise.all(teams.map(revisionsOf))).toEqual([upTo(300, 400), upTo(150, 250), upTo(0, 100)])
  })

  test('a pass that the database fails is counted, and the next one does the work', async () => {
    const teamId = await teamWith(150)
    const database = connect('refused')
    const warnings: string[] = []
    const { stats } = pruner({
      database,
      keptEntries: 100,
      log: { info() {}, warn: (_, message) => void warnings.push(message) },
      firstPassMilliseconds: 1,
      passMilliseconds: 1,
    })
    const isDone = async (): Promise<boolean> => (await revisionsOf(teamId)).length === 100
    await sql.query('ALTER TABLE changes RENAME TO changes_away')
    try {
      await eventually('a pass has failed', () => stats().failedPasses > 0)
    } finally {
      await sql.query('ALTER TABLE changes_away RENAME TO changes')
    }
    expect(warnings[0]).toContain('they stay until the next pass')
    await eventually('a later pass has removed them', isDone)
    await eventually('the pass is whole', () => stats().lastWholePassAt !== undefined)
  })
})

describe('A reader', () => {
  test('that follows live is not disturbed, one that comes from the oldest kept change misses nothing, and one from before it has to start anew', async () => {
    const wakeUp = createInProcessWakeUp()
    const live = log.writer(wakeUp)
    const teamId = await teamWith(300)
    const openNode = () => {
      const feeds = openFeeds({ database: log.database, wakeUp })
      closers.push(() => feeds.close())
      return (after?: { revision: number; changeId: string }) => openReader(feeds, log.database, { teamId, ...(after ? { after } : {}) })
    }
    const positions = (await readChangesAfter(log.database, teamId, 0, 1_000)).map(({ revision, id }) => ({ revision, changeId: id }))
    const at = (revision: number) => positions[revision - 1]!

    const atHead = await openNode()()
    await atHead.next()
    const { prune } = pruner({ keptEntries: 100 })
    expect(await prune()).toMatchObject({ changes: 200, isWhole: true })
    await live.write(teamId, 3)
    await atHead.upTo(303)
    expect(atHead.revisions()).toEqual([301, 302, 303])

    const follow = openNode()
    const fromOldest = await follow(at(201))
    await fromOldest.upTo(303)
    expect(fromOldest.revisions()).toEqual(upTo(201, 303))

    // Its own change is not there to prove that it is of this log.
    const fromBefore = await openNode()(at(200))
    expect(await fromBefore.next()).toMatchObject({ type: 'ResyncRequired', reason: 'PRUNED', position: { revision: 303 } })
    const fromNothing = await openNode()({ revision: 0, changeId: teamId })
    expect(await fromNothing.next()).toMatchObject({ type: 'ResyncRequired', reason: 'PRUNED' })
  })
})
