import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Change } from '../../src/domain/change.ts'
import { positionOf } from '../../src/realtime/recent-changes.ts'
import type { Feeds, FeedsOptions } from '../../src/realtime/team-feed.ts'
import { createInProcessWakeUp, createRedisWakeUp, type WakeUp } from '../../src/realtime/wake-up.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { newId } from '../../src/store/id.ts'
import { redisUrl, startRedis } from '../support/redis.ts'
import {
  openFeeds,
  openLiveLog,
  openReader,
  pruneTo,
  quietLog,
  restoreTo,
  seeded,
  tamperedWakeUp,
  upTo,
  watchedDatabase,
  type LiveLog,
  type Reader,
} from './live-log.ts'

let log: LiveLog
const ends: (() => Promise<void>)[] = []

beforeAll(async () => {
  log = await openLiveLog()
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})
afterAll(() => log.close())

/** A node: feeds, the wake-up that they hear, a writer that uses it, and a database whose reads are counted. */
function openNode({
  inner = createInProcessWakeUp(),
  source = log.database,
  ...options
}: Partial<FeedsOptions> & { inner?: WakeUp; source?: Database } = {}) {
  const wakeUp = tamperedWakeUp(inner)
  const watched = watchedDatabase(source)
  const feeds: Feeds = openFeeds({ database: watched.database, wakeUp, ...options })
  ends.push(
    () => wakeUp.close(),
    () => feeds.close(),
  )
  const follow = async (teamId: string): Promise<Reader> => {
    const reader = await openReader(feeds, watched.database, { teamId })
    await reader.next()
    return reader
  }
  return { ...watched, feeds, wakeUp, follow, ...log.writer(wakeUp) }
}

const connected = (wakeUp: WakeUp) => vi.waitFor(() => expect(wakeUp.state().isConnected).toBe(true), { timeout: 10_000, interval: 5 })

describe('wakes that go wrong', () => {
  test('a change whose wake comes next is handed on without a database read', async () => {
    const teamId = await log.createTeam()
    const { follow, write, reads } = openNode()
    const reader = await follow(teamId)
    const before = reads()
    for (let revision = 2; revision <= 20; revision++) {
      await write(teamId)
      await reader.upTo(revision)
    }
    expect(reader.revisions()).toEqual(upTo(1, 20))
    expect(reads()).toBe(before)
  })

  test('a hole that a lost wake leaves is read from the log before the next change is handed on', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp, feeds } = openNode()
    const reader = await follow(teamId)
    wakeUp.tamper(() => {})
    await write(teamId, 3)
    wakeUp.tamper(undefined)
    await write(teamId)
    await reader.upTo(5)
    expect(reader.revisions()).toEqual(upTo(1, 5))
    expect(feeds.lag().holes).toBe(1)
  })

  test('a hole longer than a page of the log is read to its end', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp } = openNode()
    const reader = await follow(teamId)
    wakeUp.tamper(() => {})
    await write(teamId, 1_500)
    wakeUp.tamper(undefined)
    await write(teamId)
    await reader.upTo(1_502)
    expect(reader.revisions()).toEqual(upTo(1, 1_502))
  })

  test('a wake that comes twice, or late, is dropped', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp, reads } = openNode()
    const inner = wakeUp.publish
    const reader = await follow(teamId)
    const late: (readonly Change[])[] = []
    wakeUp.tamper((team, changes) => {
      wakeUp.tamper(undefined)
      inner(team, changes)
      inner(team, changes)
      late.push(changes)
    })
    await write(teamId, 2)
    await write(teamId)
    await reader.upTo(4)
    const before = reads()
    inner(teamId, late[0]!)
    await write(teamId)
    await reader.upTo(5)
    expect(reader.revisions()).toEqual(upTo(1, 5))
    expect(reads()).toBe(before)
  })

  test('wakes out of order are put in order', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp } = openNode()
    const reader = await follow(teamId)
    const kept: (readonly Change[])[] = []
    wakeUp.tamper((_, changes) => void kept.push(changes))
    for (let round = 0; round < 10; round++) await write(teamId, 2)
    wakeUp.tamper(undefined)
    for (const changes of kept.reverse()) wakeUp.publish(teamId, changes)
    await reader.upTo(21)
    await write(teamId)
    await reader.upTo(22)
    expect(reader.revisions()).toEqual(upTo(1, 22))
  })

  test('wakes that arrive while a hole is read are handed on after it, without another read', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp, reads } = openNode()
    const reader = await follow(teamId)
    const kept: (readonly Change[])[] = []
    wakeUp.tamper((_, changes) => void kept.push(changes))
    for (let round = 0; round < 4; round++) await write(teamId)
    const before = reads()
    // The first is lost; the read that the second causes cannot be back before the others have arrived.
    wakeUp.tamper(undefined)
    for (const changes of kept.slice(1)) wakeUp.publish(teamId, changes)
    await reader.upTo(5)
    expect(reader.revisions()).toEqual(upTo(1, 5))
    expect(reads() - before).toBe(1)
  })

  test('a wake without its changes makes the feed read them', async () => {
    const teamId = await log.createTeam()
    const redis = createRedisWakeUp({ url: redisUrl(), prefix: `test-${newId()}:`, log: quietLog })
    const { follow, write, feeds } = openNode({ inner: redis })
    await connected(redis)
    const reader = await follow(teamId)
    await write(teamId, 4, 100_000)
    await reader.upTo(5)
    expect(reader.revisions()).toEqual(upTo(1, 5))
    expect(feeds.lag().holes).toBe(1)
  })

  test('a wake for a revision that the log does not have is nothing but a read', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp, feeds } = openNode()
    const reader = await follow(teamId)
    const [change] = await write(teamId)
    wakeUp.publish(teamId, [{ ...change!, id: newId(), revision: 1_000_000 }])
    await vi.waitFor(() => expect(feeds.lag()).toMatchObject({ holes: 1, revisionsBehind: 0 }))
    await write(teamId)
    await reader.upTo(3)
    expect(reader.revisions()).toEqual([2, 3])
  })
})

describe('the opening of a feed', () => {
  test('reads the head only when the wake-up listens: what is committed in between is not missed', async () => {
    const teamId = await log.createTeam()
    const inner = createInProcessWakeUp()
    const subscribed = Promise.withResolvers<void>()
    // As a bus that has not yet acknowledged: nothing arrives before.
    const unready: WakeUp = {
      ...inner,
      watch(team, listener) {
        const watch = subscribed.promise.then(() => inner.watch(team, listener))
        return { ready: subscribed.promise, stop: () => void watch.then(({ stop }) => stop()) }
      },
    }
    const { follow, write } = openNode({ inner: unready })
    const following = follow(teamId)
    await write(teamId, 2)
    subscribed.resolve()
    const reader = await following
    expect(reader.position().revision).toBe(3)
    await write(teamId)
    await reader.upTo(4)
  })

  test('keeps wakes that arrive before the head has been read', async () => {
    const teamId = await log.createTeam()
    const { follow, write, reads, holdAnswers } = openNode()
    const { answers, release } = holdAnswers()
    const following = follow(teamId)
    await vi.waitFor(() => expect(answers()).toBe(1))
    await write(teamId, 2)
    release()
    const reader = await following
    await reader.upTo(3)
    expect(reads()).toBe(1)
  })

  test('is shared by all who join at the same time, and tried again after it failed', async () => {
    const teamId = await log.createTeam()
    const { follow, reads, failWith, feeds } = openNode()
    failWith(new Error('the database is away'))
    const failing = await Promise.allSettled([follow(teamId), follow(teamId)])
    expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(feeds.lag()).toMatchObject({ teams: 0, listeners: 0 })
    failWith(undefined)
    const before = reads()
    await Promise.all(upTo(0, 20).map(() => follow(teamId)))
    expect(reads() - before).toBe(1)
    expect(feeds.lag()).toMatchObject({ teams: 1, listeners: 20 })
  })
})

describe('the head check', () => {
  test('finds the last change when its wake was lost, or its node died between commit and publish', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp } = openNode({ headCheckMilliseconds: 20 })
    const reader = await follow(teamId)
    wakeUp.tamper(() => {})
    await write(teamId, 2)
    await reader.upTo(3)
    await write(teamId)
    await reader.upTo(4)
    expect(reader.revisions()).toEqual([2, 3, 4])
  })

  test('is one query for all watched teams of the node', async () => {
    const teams = await Promise.all(upTo(0, 20).map(() => log.createTeam()))
    const { follow, wakeUp, write, database } = openNode({ headCheckMilliseconds: 20 })
    const readers = await Promise.all(teams.map(follow))
    wakeUp.tamper(() => {})
    const asked = vi.spyOn(database.teamHead, 'findMany')
    const rawAsked = vi.spyOn(database, '$queryRaw')
    for (const teamId of teams) await write(teamId)
    asked.mockClear()
    rawAsked.mockClear()
    await Promise.all(readers.map((reader) => reader.upTo(2)))
    expect(asked.mock.calls.length + rawAsked.mock.calls.length).toBeLessThanOrEqual(3)
  })

  test('never takes a change that was handed on while it read for a log that was taken back', async () => {
    const teamId = await log.createTeam()
    const { follow, write, feeds, holdAnswers, reads } = openNode({ headCheckMilliseconds: 10 })
    const reader = await follow(teamId)
    const { answers, release } = holdAnswers()
    await vi.waitFor(() => expect(answers()).toBe(1))
    await write(teamId)
    await reader.upTo(2)
    release()
    // The next check comes after the one whose answer was late.
    const before = reads()
    await vi.waitFor(() => expect(reads()).toBeGreaterThan(before))
    expect(reader.revisions()).toEqual([2])
    expect(feeds.lag()).toMatchObject({ lostLogs: 0, holes: 0 })
  })

  test('and the wakes between them hand on every change once when they run without a pause', async () => {
    const teamId = await log.createTeam()
    const { follow, write, feeds } = openNode({ headCheckMilliseconds: 1 })
    const reader = await follow(teamId)
    for (let revision = 2; revision <= 200; revision++) {
      await write(teamId)
      await reader.upTo(revision)
    }
    expect(reader.revisions()).toEqual(upTo(1, 200))
    expect(feeds.lag().lostLogs).toBe(0)
  })
})

describe('a log that was replaced', () => {
  test('is noticed by the head check when it ends before what was handed on', async () => {
    const teamId = await log.createTeam()
    const { follow, write } = openNode({ headCheckMilliseconds: 20 })
    const reader = await follow(teamId)
    const written = await write(teamId, 9)
    await reader.upTo(10)
    await restoreTo(log.database, teamId, 4)
    expect(await reader.next()).toEqual({ type: 'ResyncRequired', reason: 'REPLACED', position: positionOf(written[2]!) })
  })

  test('is noticed when other changes have reached the same revision again', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp } = openNode({ headCheckMilliseconds: 20 })
    const reader = await follow(teamId)
    await write(teamId, 9)
    await reader.upTo(10)
    wakeUp.tamper(() => {})
    await log.database.$transaction(async (transaction) => {
      const last = await transaction.change.findUniqueOrThrow({ where: { teamId_revision: { teamId, revision: 10 } } })
      const id = newId()
      await transaction.change.delete({ where: { teamId_revision: { teamId, revision: 10 } } })
      await transaction.change.create({ data: { ...last, id, data: {} } })
      await transaction.teamHead.update({ where: { teamId }, data: { changeId: id } })
    })
    expect(await reader.next()).toMatchObject({ type: 'ResyncRequired', reason: 'REPLACED', position: { revision: 10 } })
  })

  test('is noticed by a wake with another change for a known revision, before anything of it is handed on', async () => {
    const teamId = await log.createTeam()
    const { follow, write, feeds } = openNode()
    const reader = await follow(teamId)
    await write(teamId, 9)
    await reader.upTo(10)
    await restoreTo(log.database, teamId, 7)
    // All three wakes of the new history, also the one that would be next by its number, come before the log has answered.
    await write(teamId)
    await write(teamId, 6)
    expect(await reader.next()).toMatchObject({ type: 'ResyncRequired', reason: 'REPLACED' })
    expect(reader.revisions()).toEqual(upTo(1, 10))
    expect(feeds.lag().lostLogs).toBe(1)
  })

  test('is followed by a new stream from its head', async () => {
    const teamId = await log.createTeam()
    const { follow, write } = openNode({ headCheckMilliseconds: 20 })
    const reader = await follow(teamId)
    await write(teamId, 9)
    await reader.upTo(10)
    await restoreTo(log.database, teamId, 4)
    await reader.next()
    const again = await follow(teamId)
    expect(again.position().revision).toBe(4)
    await write(teamId, 2)
    await again.upTo(6)
    expect(again.revisions()).toEqual([5, 6])
  })

  test('is not suspected when old changes were pruned, also the head', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp, feeds } = openNode()
    const reader = await follow(teamId)
    await write(teamId, 9)
    await reader.upTo(10)
    await pruneTo(log.database, teamId, 10)
    wakeUp.tamper(() => {})
    await write(teamId)
    wakeUp.tamper(undefined)
    await write(teamId)
    await reader.upTo(12)
    expect(reader.revisions()).toEqual(upTo(1, 12))
    expect(feeds.lag().lostLogs).toBe(0)
  })

  test('PRUNED is told when the log has lost what comes next', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp } = openNode()
    const reader = await follow(teamId)
    wakeUp.tamper(() => {})
    await write(teamId, 9)
    await pruneTo(log.database, teamId, 8)
    wakeUp.tamper(undefined)
    await write(teamId)
    expect(await reader.next()).toMatchObject({ type: 'ResyncRequired', reason: 'PRUNED', position: { revision: 11 } })
  })
})

describe('PostgreSQL away', () => {
  test('a hole waits for the database and is then read; nothing is skipped, and the process lives', async () => {
    const teamId = await log.createTeam()
    const { follow, write, wakeUp, failWith, feeds } = openNode({ headCheckMilliseconds: 20 })
    const reader = await follow(teamId)
    failWith(new Error('the database is away'))
    wakeUp.tamper(() => {})
    await write(teamId)
    wakeUp.tamper(undefined)
    await write(teamId)
    await vi.waitFor(() => expect(feeds.lag()).toMatchObject({ isDatabaseFailing: true, revisionsBehind: 2 }))
    await write(teamId)
    failWith(undefined)
    await reader.upTo(4)
    expect(reader.revisions()).toEqual([2, 3, 4])
    expect(feeds.lag()).toMatchObject({ isDatabaseFailing: false, revisionsBehind: 0 })
  })

  test('a replay waits for the database and then goes on where it was', async () => {
    const teamId = await log.createTeam()
    const { write, database, failWith, feeds } = openNode({ ringSize: 5 })
    const [first] = await write(teamId, 1_500)
    const reader = await openReader(feeds, database, { teamId, after: positionOf(first!) })
    await reader.upTo(50)
    const reached = reader.position().revision
    failWith(new Error('the database is away'))
    const following = reader.upTo(1_501)
    await vi.waitFor(() => expect(feeds.lag().isDatabaseFailing).toBe(true))
    failWith(undefined)
    await following
    expect(reached).toBeLessThan(1_501)
    expect(reader.revisions()).toEqual(upTo(2, 1_501))
  })

  test('live delivery goes on from the wakes alone', async () => {
    const teamId = await log.createTeam()
    const { follow, write, failWith } = openNode()
    const reader = await follow(teamId)
    failWith(new Error('the database is away'))
    await write(teamId, 2)
    await reader.upTo(3)
    expect(reader.revisions()).toEqual([2, 3])
  })

  test('connections that the server cuts are no more than a delay', async () => {
    const teamId = await log.createTeam()
    const source = openDatabase({ url: `${log.url}?application_name=node`, poolSize: 3, log: quietLog })
    ends.push(() => source.$disconnect())
    const { follow, write, wakeUp } = openNode({ headCheckMilliseconds: 10, source })
    const reader = await follow(teamId)
    wakeUp.tamper(() => {})
    let cut = 0
    for (let round = 0; round < 5; round++) {
      await write(teamId)
      cut += (
        await log.database.$queryRaw<
          unknown[]
        >`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'node'`
      ).length
      await reader.upTo(round + 2)
    }
    expect(reader.revisions()).toEqual(upTo(1, 6))
    expect(cut).toBeGreaterThan(0)
  })
})

describe('with Redis between the nodes', () => {
  test('a change committed on one node reaches the streams of the other without a database read', async () => {
    const teamId = await log.createTeam()
    const prefix = `test-${newId()}:`
    const [here, there] = [1, 2].map(() => openNode({ inner: createRedisWakeUp({ url: redisUrl(), prefix, log: quietLog }) })) as [
      Node,
      Node,
    ]
    await Promise.all([connected(here.wakeUp), connected(there.wakeUp)])
    const readers = [await here.follow(teamId), await there.follow(teamId)]
    const before = there.reads()
    await here.write(teamId, 3)
    await Promise.all(readers.map((reader) => reader.upTo(4)))
    await there.write(teamId, 3)
    await Promise.all(readers.map((reader) => reader.upTo(7)))
    for (const reader of readers) expect(reader.revisions()).toEqual(upTo(1, 7))
    expect(readers[1]!.changes).toEqual(readers[0]!.changes)
    expect(there.reads()).toBe(before)
  })

  test('both nodes write at once and every stream gets 1…n', async () => {
    const teamId = await log.createTeam()
    const prefix = `test-${newId()}:`
    const nodes = [1, 2].map(() => openNode({ inner: createRedisWakeUp({ url: redisUrl(), prefix, log: quietLog }) }))
    await Promise.all(nodes.map((node) => connected(node.wakeUp)))
    const readers = await Promise.all([...nodes, ...nodes].map((node) => node.follow(teamId)))
    await Promise.all(nodes.flatMap((node) => upTo(0, 100).map(() => node.write(teamId))))
    await Promise.all(readers.map((reader) => reader.upTo(201)))
    for (const reader of readers) expect(reader.revisions()).toEqual(upTo(1, 201))
  })

  test('with Redis down delivery goes on by reading the log, and back on the bell when Redis returns', async () => {
    const redis = await startRedis()
    ends.push(() => redis.stop())
    const teamId = await log.createTeam()
    const prefix = `test-${newId()}:`
    const [here, there] = [1, 2].map(() =>
      openNode({ headCheckMilliseconds: 600_000, inner: createRedisWakeUp({ url: redis.url, prefix, log: quietLog }) }),
    ) as [Node, Node]
    await Promise.all([connected(here.wakeUp), connected(there.wakeUp)])
    const reader = await there.follow(teamId)
    await here.write(teamId)
    await reader.upTo(2)
    for (let round = 0; round < 2; round++) {
      const start = reader.position().revision
      await redis.stop()
      await vi.waitFor(() => expect(there.wakeUp.state().isConnected).toBe(false), { timeout: 10_000, interval: 5 })
      const writtenAt = performance.now()
      await here.write(teamId, 2)
      expect(performance.now() - writtenAt).toBeLessThan(1_000)
      await reader.upTo(start + 2)
      await redis.restart()
      await Promise.all([connected(here.wakeUp), connected(there.wakeUp)])
      await here.write(teamId)
      await reader.upTo(start + 3)
    }
    expect(reader.revisions()).toEqual(upTo(1, reader.position().revision))
  })

  test('what was committed while Redis restarted is there once it is back, without waiting for a head check', async () => {
    const redis = await startRedis()
    ends.push(() => redis.stop())
    const teamId = await log.createTeam()
    const inner = createRedisWakeUp({ url: redis.url, prefix: `test-${newId()}:`, log: quietLog })
    // Told to be connected all the time, the feed has only the report of the gap to go by.
    const { follow } = openNode({ inner: { ...inner, state: () => ({ ...inner.state(), isConnected: true }) } })
    await connected(inner)
    const reader = await follow(teamId)
    await redis.stop()
    await log.writer({ publish() {} }).write(teamId, 2)
    await redis.restart()
    await reader.upTo(3)
    expect(reader.revisions()).toEqual([2, 3])
  })

  test('a feed opens while Redis is away, and follows by the log', async () => {
    const teamId = await log.createTeam()
    const { follow } = openNode({ inner: createRedisWakeUp({ url: 'redis://127.0.0.1:1', prefix: 'test:', log: quietLog }) })
    const reader = await follow(teamId)
    await log.writer({ publish() {} }).write(teamId, 2)
    await reader.upTo(3)
    expect(reader.revisions()).toEqual([2, 3])
  })
})

describe('many streams, many writers, a bus that lies', () => {
  test.for([1, 2, 3])(
    '50 streams each get 1…n while 4 writers write and wakes are lost, doubled, late and swapped (seed %i)',
    async (seed) => {
      const random = seeded(seed)
      const teamId = await log.createTeam()
      const inner = createInProcessWakeUp()
      const { feeds, wakeUp, database } = openNode({ inner, headCheckMilliseconds: 25, ringSize: 20 })
      const late: (readonly Change[])[] = []
      wakeUp.tamper((team, changes) => {
        const dice = random()
        if (dice < 0.2) return
        if (dice < 0.4) late.push(changes)
        else inner.publish(team, changes)
        if (dice > 0.8) inner.publish(team, changes)
        if (late.length > 0 && random() < 0.3) inner.publish(team, late.splice(Math.floor(random() * late.length), 1)[0]!)
      })
      const count = 4 * 60
      const writing = Promise.all(
        upTo(0, 4).map(async () => {
          const { write } = log.writer(wakeUp)
          for (let round = 0; round < 60; round++) await write(teamId)
        }),
      )
      const readers = upTo(0, 50).map(async () => {
        const all: number[] = []
        let after = { revision: 0, changeId: teamId }
        while (after.revision < count + 1) {
          // A reader that goes away at random and comes back with its last position.
          const reader = await openReader(feeds, database, { teamId, after })
          const leaveAt = Math.min(count + 1, after.revision + 1 + Math.floor(random() * 100))
          await reader.upTo(leaveAt)
          await reader.stream.return()
          all.push(...reader.revisions())
          after = reader.position()
        }
        return all
      })
      for (const revisions of await Promise.all(readers)) expect(revisions).toEqual(upTo(0, count + 1))
      await writing
      expect(feeds.lag()).toMatchObject({ listeners: 0, lostLogs: 0 })
    },
  )
})

type Node = ReturnType<typeof openNode>
