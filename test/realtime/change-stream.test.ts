import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Position } from '../../src/domain/change-cursor.ts'
import type { Change } from '../../src/domain/change.ts'
import { openChangeStream } from '../../src/realtime/change-stream.ts'
import { positionOf } from '../../src/realtime/recent-changes.ts'
import type { Feeds, FeedsOptions } from '../../src/realtime/team-feed.ts'
import { createInProcessWakeUp } from '../../src/realtime/wake-up.ts'
import { readHead } from '../../src/store/change-log.ts'
import { newId } from '../../src/store/id.ts'
import { openFeeds, openLiveLog, openReader, pruneTo, restoreTo, tamperedWakeUp, upTo, watchedDatabase, type LiveLog } from './live-log.ts'

let log: LiveLog
const opened: Feeds[] = []

beforeAll(async () => {
  log = await openLiveLog()
})
afterEach(async () => {
  for (const feeds of opened.splice(0)) await feeds.close()
})
afterAll(() => log.close())

/** A node: feeds, the wake-up that they hear, a writer that uses it, and a database whose reads are counted. */
function openNode(options: Partial<FeedsOptions> = {}) {
  const wakeUp = tamperedWakeUp(createInProcessWakeUp())
  const watched = watchedDatabase(log.database)
  const feeds = openFeeds({ database: watched.database, wakeUp, ...options })
  opened.push(feeds)
  return { ...watched, feeds, wakeUp, ...log.writer(wakeUp) }
}

/** A team whose log has `count` changes, and their positions by revision. */
async function createTeam(count = 1): Promise<{ teamId: string; at(revision: number): Position }> {
  const teamId = await log.createTeam()
  const { write } = log.writer({ publish() {} })
  for (let written = 1; written < count; written += 1_000) await write(teamId, Math.min(1_000, count - written))
  const rows = await log.database.change.findMany({ where: { teamId }, select: { revision: true, id: true } })
  const ids = new Map(rows.map((row) => [Number(row.revision), row.id]))
  return { teamId, at: (revision) => ({ revision, changeId: ids.get(revision)! }) }
}

const anyDate = expect.any(Date) as Date

describe('the opening of a stream', () => {
  test('without a position it begins with a Checkpoint at the head, and brings what is committed from then on', async () => {
    const { teamId, at } = await createTeam(3)
    const { feeds, database, write } = openNode()
    const reader = await openReader(feeds, database, { teamId })
    await write(teamId)
    expect(await reader.next()).toEqual({ type: 'Checkpoint', previous: at(3), position: at(3), at: anyDate, isLive: false })
    await reader.upTo(4)
    expect(reader.revisions()).toEqual([4])
  })

  test('with a position it begins with a Checkpoint exactly there', async () => {
    const { teamId, at } = await createTeam(5)
    const { feeds, database } = openNode()
    const reader = await openReader(feeds, database, { teamId, after: at(2) })
    expect(await reader.next()).toEqual({ type: 'Checkpoint', previous: at(2), position: at(2), at: anyDate, isLive: false })
    await reader.upTo(5)
    expect(reader.revisions()).toEqual([3, 4, 5])
  })

  test('what is committed between the opening and the first read is not missed', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write } = openNode({ ringSize: 3 })
    const reader = await openReader(feeds, database, { teamId })
    for (let revision = 2; revision <= 10; revision++) await write(teamId)
    await reader.upTo(10)
    expect(reader.revisions()).toEqual(upTo(1, 10))
  })

  test('a position at exactly the head has nothing to replay and goes live', async () => {
    const { teamId, at } = await createTeam(4)
    const { feeds, database, write } = openNode()
    const reader = await openReader(feeds, database, { teamId, after: at(4) })
    await reader.next()
    await write(teamId)
    await reader.upTo(5)
    expect(reader.revisions()).toEqual([5])
  })

  test('before the first change stands the team itself', async () => {
    const { teamId } = await createTeam(3)
    const { feeds, database } = openNode()
    const reader = await openReader(feeds, database, { teamId, after: { revision: 0, changeId: teamId } })
    await reader.upTo(3)
    expect(reader.revisions()).toEqual([1, 2, 3])
  })

  test('a team without a log is refused', async () => {
    const { feeds, database } = openNode()
    await expect(openReader(feeds, database, { teamId: newId() })).rejects.toThrow('has no change log')
    expect(feeds.lag()).toMatchObject({ teams: 0, listeners: 0 })
  })
})

describe('the replay', () => {
  test('brings every change after the position once and in order, from a log far longer than memory, and then goes on live', async () => {
    const { teamId, at } = await createTeam(5_000)
    const { feeds, database, write } = openNode({ ringSize: 100 })
    const reader = await openReader(feeds, database, { teamId, after: at(1) })
    await reader.upTo(2_000)
    await write(teamId, 700)
    await reader.upTo(5_700)
    await write(teamId)
    await reader.upTo(5_701)
    expect(reader.revisions()).toEqual(upTo(1, 5_701))
  })

  test('keeps pace with writers that go on all the while', async () => {
    const { teamId, at } = await createTeam(2_000)
    const { feeds, database, write } = openNode({ ringSize: 50 })
    const reader = await openReader(feeds, database, { teamId, after: at(1) })
    const writing = (async () => {
      for (let round = 0; round < 100; round++) await write(teamId, 3)
    })()
    await reader.upTo(2_300)
    await writing
    expect(reader.revisions()).toEqual(upTo(1, 2_300))
  })

  test("reads at its reader's pace: one that stands still holds one page and reads no further", async () => {
    const { teamId, at } = await createTeam(3_000)
    const { feeds, database, write, reads } = openNode({ ringSize: 10 })
    const onOverflow = vi.fn()
    const reader = await openReader(feeds, database, { teamId, after: at(1), onOverflow, maxBufferedChanges: 5 })
    await reader.upTo(50)
    const before = reads()
    for (let round = 0; round < 20; round++) await write(teamId, 5)
    expect(reads()).toBe(before)
    await reader.upTo(3_100)
    expect(reader.revisions()).toEqual(upTo(1, 3_100))
    expect(onOverflow).not.toHaveBeenCalled()
  })

  test('carries large changes in small batches', async () => {
    const { teamId, at } = await createTeam(1)
    const { feeds, database, write } = openNode()
    for (let round = 0; round < 6; round++) await write(teamId, 5, 100_000)
    const reader = await openReader(feeds, database, { teamId, after: at(1) })
    await reader.upTo(31)
    const batches = reader.messages.flatMap((message) => (message.type === 'ChangeBatch' ? [message.changes.length] : []))
    expect(Math.max(...batches)).toBeLessThanOrEqual(11)
    expect(reader.revisions()).toEqual(upTo(1, 31))
  })

  test('from a position within memory makes no database read', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write, reads } = openNode()
    const first = await openReader(feeds, database, { teamId })
    const written = await write(teamId, 900)
    await first.upTo(901)
    await first.stream.return()
    const before = reads()
    const resumed = await Promise.all(
      [0, 1, 450, 899].map((index) => openReader(feeds, database, { teamId, after: positionOf(written[index]!) })),
    )
    for (const reader of resumed) await reader.upTo(901)
    expect(resumed.map((reader) => reader.changes.length)).toEqual([899, 898, 449, 0])
    expect(reads()).toBe(before)
  })

  test('of two hundred streams that come back at once costs reads for the team, not for each of them', async () => {
    const { teamId, at } = await createTeam(900)
    const { feeds, database, reads } = openNode()
    const readers = await Promise.all(upTo(0, 200).map((index) => openReader(feeds, database, { teamId, after: at(index * 4) })))
    await Promise.all(readers.map((reader) => reader.upTo(900)))
    expect(readers.map((reader) => reader.changes.length)).toEqual(upTo(0, 200).map((index) => 900 - index * 4))
    expect(reads()).toBeLessThanOrEqual(8)
  })

  test('of a position that this node has not heard of yet goes on from there', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, wakeUp, write } = openNode()
    const watching = await openReader(feeds, database, { teamId })
    wakeUp.tamper(() => {})
    const [, last] = await write(teamId, 2)
    const reader = await openReader(feeds, database, { teamId, after: positionOf(last!) })
    expect(await reader.next()).toMatchObject({ type: 'Checkpoint', position: { revision: 3 } })
    const nextMessage = reader.next()
    wakeUp.tamper(undefined)
    await write(teamId)
    expect(await nextMessage).toMatchObject({ type: 'ChangeBatch', changes: [{ revision: 4 }] })
    await watching.upTo(4)
    expect(watching.revisions()).toEqual([2, 3, 4])
  })
})

describe('the messages', () => {
  test('what is waiting comes as one batch of at most 500 changes', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write } = openNode()
    const reader = await openReader(feeds, database, { teamId })
    await reader.next()
    const waiting = reader.next()
    await write(teamId)
    await waiting
    for (let round = 0; round < 6; round++) await write(teamId, 100)
    const sizes: number[] = []
    while (sizes.length < 2) {
      const message = await reader.next()
      if (message.type === 'ChangeBatch') sizes.push(message.changes.length)
    }
    expect(sizes).toEqual([500, 100])
  })

  test('the position moves past changes that the filter leaves out, with a Checkpoint when the time is up', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write } = openNode()
    const reader = await openReader(feeds, database, { teamId, accepts: () => false, idleMilliseconds: 30 })
    await reader.next()
    const waiting = reader.next()
    const written = await write(teamId, 3)
    await waiting
    await reader.upTo(4)
    expect(reader.messages.at(-1)).toEqual({
      type: 'Checkpoint',
      previous: expect.anything(),
      position: positionOf(written[2]!),
      at: anyDate,
      isLive: true,
    })
    expect(reader.changes).toEqual([])
  })

  test('a batch names the changes that the filter lets through and the position past those it leaves out', async () => {
    const { teamId, at } = await createTeam(10)
    const { feeds, database, write } = openNode()
    const accepts = (change: Change): boolean => change.revision % 4 === 0
    const reader = await openReader(feeds, database, { teamId, after: at(1), accepts })
    await reader.next()
    expect(await reader.next()).toMatchObject({
      type: 'ChangeBatch',
      previous: at(1),
      position: at(10),
      changes: [{ revision: 4 }, { revision: 8 }],
    })
    expect(await reader.next()).toMatchObject({ type: 'Checkpoint', previous: at(10), position: at(10), isLive: true })
    const waiting = reader.next()
    const written = await write(teamId, 4)
    expect(await waiting).toMatchObject({
      type: 'ChangeBatch',
      previous: at(10),
      position: positionOf(written[3]!),
      changes: [{ revision: 12 }],
    })
  })

  test('a filter that lets nothing through in a long replay still brings Checkpoints on the way', async () => {
    const { teamId, at } = await createTeam(3_000)
    const { feeds, database } = openNode({ ringSize: 10 })
    const reader = await openReader(feeds, database, { teamId, after: at(1), accepts: () => false, idleMilliseconds: 1 })
    await reader.upTo(3_000)
    expect(reader.messages.length).toBeGreaterThan(3)
    expect(reader.messages.every(({ type }) => type === 'Checkpoint')).toBe(true)
  })

  test('a quiet team gives a Checkpoint as a sign of life each idle time', async () => {
    const { teamId, at } = await createTeam(2)
    const { feeds, database } = openNode()
    const reader = await openReader(feeds, database, { teamId, idleMilliseconds: 20 })
    for (let count = 0; count < 4; count++)
      expect(await reader.next()).toEqual({ type: 'Checkpoint', previous: at(2), position: at(2), at: anyDate, isLive: true })
    expect(
      reader.messages
        .slice(1)
        .every((message, index) => message.type === 'Checkpoint' && timeOf(message) - timeOf(reader.messages[index]!) >= 15),
    ).toBe(true)
  })

  test('a reader that asks for several messages at once gets them in order', async () => {
    const { teamId, at } = await createTeam(1_200)
    const { feeds, database } = openNode()
    const stream = await openChangeStream(feeds, database, { teamId, after: at(1), accepts: () => true, onOverflow() {} })
    const results = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()])
    let position = at(1)
    for (const { value } of results) {
      if (value?.type !== 'Checkpoint' && value?.type !== 'ChangeBatch') throw new Error('no message')
      expect(value.previous).toEqual(position)
      position = value.position
    }
  })
})

const timeOf = (message: object): number => ('at' in message ? (message.at as Date).getTime() : 0)

describe('a slow reader', () => {
  test.for([
    ['changes', { maxBufferedChanges: 20 }, 5],
    ['bytes', { maxBufferedBytes: 20_000 }, 1_000],
  ] as const)(
    'whose waiting %s pass the bound is cut off, delays nobody, and misses nothing when it comes back',
    async ([, bounds, nameLength]) => {
      const { teamId } = await createTeam(1)
      const { feeds, database, write } = openNode()
      const onOverflow = vi.fn()
      const slow = await openReader(feeds, database, { teamId, onOverflow, ...bounds })
      const fast = await openReader(feeds, database, { teamId })
      await Promise.all([slow.next(), fast.next()])
      const both = Promise.all([slow.next(), fast.next()])
      await write(teamId)
      await both
      for (let round = 0; round < 30; round++) {
        await write(teamId, 1, nameLength)
        await fast.upTo(round + 3)
      }
      expect(onOverflow).toHaveBeenCalledTimes(1)
      expect(feeds.lag().listeners).toBe(1)
      expect(await slow.stream.next()).toEqual({ done: true, value: undefined })
      expect(fast.revisions()).toEqual(upTo(1, 32))

      const resumed = await openReader(feeds, database, { teamId, after: slow.position() })
      await resumed.upTo(32)
      expect([...slow.revisions(), ...resumed.revisions()]).toEqual(upTo(1, 32))
    },
  )

  test('is not one that takes in time what has gathered, however much it is in all', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write } = openNode()
    const onOverflow = vi.fn()
    const reader = await openReader(feeds, database, { teamId, onOverflow, maxBufferedChanges: 20, maxBufferedBytes: 20_000 })
    await reader.next()
    let waiting = reader.next()
    for (let round = 0; round < 30; round++) {
      const written = await write(teamId)
      await waiting
      await write(teamId, 8, 1_000)
      await reader.upTo(written[0]!.revision + 8)
      waiting = reader.next()
    }
    await reader.stream.return()
    await expect(waiting).rejects.toThrow('ended')
    expect(reader.revisions()).toEqual(upTo(1, 271))
    expect(onOverflow).not.toHaveBeenCalled()
  })

  test('is not one that waits: a burst larger than the bound reaches it whole', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write } = openNode()
    const onOverflow = vi.fn()
    const reader = await openReader(feeds, database, { teamId, onOverflow, maxBufferedChanges: 20 })
    await reader.next()
    const following = reader.upTo(1_001)
    await write(teamId, 1_000)
    await following
    expect(reader.revisions()).toEqual(upTo(1, 1_001))
    expect(onOverflow).not.toHaveBeenCalled()
  })
})

describe('ResyncRequired', () => {
  test('AHEAD: the position is after the head of the log', async () => {
    const { teamId, at } = await createTeam(3)
    const { feeds, database } = openNode()
    const reader = await openReader(feeds, database, { teamId, after: { revision: 4, changeId: newId() } })
    expect(await reader.next()).toEqual({ type: 'ResyncRequired', reason: 'AHEAD', position: at(3) })
    expect(await reader.stream.next()).toEqual({ done: true, value: undefined })
    expect(feeds.lag().listeners).toBe(0)
  })

  test.for([
    ['in memory', 1_000],
    ['no longer in memory', 2],
  ] as const)('REPLACED: another change has the revision, %s', async ([, ringSize]) => {
    const { teamId, at } = await createTeam(30)
    const { feeds, database } = openNode({ ringSize })
    for (const revision of [0, 1, 15, 30]) {
      const reader = await openReader(feeds, database, { teamId, after: { revision, changeId: newId() } })
      expect(await reader.next()).toEqual({ type: 'ResyncRequired', reason: 'REPLACED', position: at(30) })
      expect(await reader.stream.next()).toEqual({ done: true, value: undefined })
    }
  })

  test('PRUNED: the log has nothing at the revision any more, but later changes', async () => {
    const { teamId, at } = await createTeam(30)
    await pruneTo(log.database, teamId, 20)
    const { feeds, database } = openNode()
    for (const after of [at(1), at(20), { revision: 0, changeId: teamId }]) {
      const reader = await openReader(feeds, database, { teamId, after })
      expect(await reader.next()).toEqual({ type: 'ResyncRequired', reason: 'PRUNED', position: at(30) })
    }
    const reader = await openReader(feeds, database, { teamId, after: at(21) })
    await reader.upTo(30)
    expect(reader.revisions()).toEqual(upTo(21, 30))
  })

  test('PRUNED: pruning overtakes a replay', async () => {
    const { teamId, at } = await createTeam(2_000)
    const { feeds, database } = openNode({ ringSize: 10 })
    const reader = await openReader(feeds, database, { teamId, after: at(1) })
    await reader.upTo(50)
    await pruneTo(log.database, teamId, 1_500)
    const messages = [await reader.next()]
    while (messages.at(-1)!.type !== 'ResyncRequired') messages.push(await reader.next())
    expect(messages.at(-1)).toEqual({ type: 'ResyncRequired', reason: 'PRUNED', position: at(2_000) })
    expect(reader.revisions()).toEqual(upTo(1, reader.changes.length + 1))
  })

  test('is not asked for when the head itself was pruned and nothing came after it', async () => {
    const { teamId, at } = await createTeam(30)
    await pruneTo(log.database, teamId, 30)
    const { feeds, database, write } = openNode()
    const reader = await openReader(feeds, database, { teamId, after: at(30) })
    await reader.next()
    const waiting = reader.next()
    await write(teamId)
    await waiting
    expect(reader.revisions()).toEqual([31])
  })

  test('REPLACED: a replay finds that the log was taken back to before its position', async () => {
    const { teamId, at } = await createTeam(2_000)
    const { feeds, database } = openNode({ ringSize: 10 })
    const reader = await openReader(feeds, database, { teamId, after: at(1) })
    await reader.upTo(900)
    const reached = reader.position().revision
    await restoreTo(log.database, teamId, 40)
    let message = await reader.next()
    while (message.type === 'ChangeBatch') message = await reader.next()
    expect(message).toEqual({ type: 'ResyncRequired', reason: 'REPLACED', position: at(40) })
    expect(reached).toBeGreaterThan(40)
  })
})

describe('the end of a stream', () => {
  const ended = { done: true, value: undefined }

  test('return() before the first next() leaves the feed', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database } = openNode()
    const { stream } = await openReader(feeds, database, { teamId })
    expect(feeds.lag().listeners).toBe(1)
    expect(await stream.return()).toEqual(ended)
    expect(feeds.lag().listeners).toBe(0)
    expect(await stream.next()).toEqual(ended)
  })

  test('return() while next() waits ends it and leaves the feed at once', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database } = openNode()
    const reader = await openReader(feeds, database, { teamId })
    await reader.next()
    const waiting = reader.stream.next()
    const returned = reader.stream.return()
    expect(feeds.lag().listeners).toBe(0)
    expect(await Promise.all([returned, waiting])).toEqual([ended, ended])
  })

  test('return() while the log is read, or cannot be read, does not wait for it', async () => {
    const { teamId, at } = await createTeam(50)
    const { feeds, database, failWith } = openNode({ ringSize: 5 })
    const readers = await Promise.all([1, 2].map((revision) => openReader(feeds, database, { teamId, after: at(revision) })))
    const reading = readers[0]!.stream.next()
    await readers[0]!.stream.return()
    failWith(new Error('the database is away'))
    const trying = readers[1]!.stream.next()
    await vi.waitFor(() => expect(feeds.lag().isDatabaseFailing).toBe(true))
    await readers[1]!.stream.return()
    expect(await Promise.all([reading, trying])).toEqual([ended, ended])
    expect(feeds.lag().listeners).toBe(0)
  })

  test('throw() leaves the feed and passes the error on', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database } = openNode()
    const { stream } = await openReader(feeds, database, { teamId })
    await expect(stream.throw(new Error('enough'))).rejects.toThrow('enough')
    expect(feeds.lag().listeners).toBe(0)
  })

  test('a filter that fails ends its own stream with the error, and no other', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, write } = openNode()
    const accepts = (): boolean => {
      throw new Error('a broken filter')
    }
    const [broken, sound] = [await openReader(feeds, database, { teamId, accepts }), await openReader(feeds, database, { teamId })]
    await Promise.all([broken.next(), sound.next()])
    const failing = broken.stream.next().catch((error: unknown) => error)
    const waiting = sound.next()
    await write(teamId)
    expect(await failing).toEqual(new Error('a broken filter'))
    await waiting
    expect(sound.revisions()).toEqual([2])
    expect(await broken.stream.next()).toEqual(ended)
    expect(feeds.lag().listeners).toBe(1)
  })

  test('a feed without streams is closed after its linger time, and not before', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database, reads } = openNode({ lingerMilliseconds: 50 })
    const first = await openReader(feeds, database, { teamId })
    await first.stream.return()
    const before = reads()
    const second = await openReader(feeds, database, { teamId })
    expect(reads()).toBe(before)
    await second.stream.return()
    await vi.waitFor(() => expect(feeds.lag().teams).toBe(0))
  })

  test('when the node stops, waiting readers are told that it is over', async () => {
    const { teamId } = await createTeam(1)
    const { feeds, database } = openNode()
    const reader = await openReader(feeds, database, { teamId })
    await reader.next()
    const waiting = reader.stream.next()
    await feeds.close()
    expect(await waiting).toEqual(ended)
    await expect(openReader(feeds, database, { teamId })).rejects.toThrow('closed')
  })

  test('a thousand streams come and go and leave nothing behind', async () => {
    const { teamId, at } = await createTeam(20)
    const { feeds, database, write } = openNode()
    const kept = await openReader(feeds, database, { teamId })
    await kept.next()
    const writing = (async () => {
      for (let round = 0; round < 20; round++) await write(teamId)
    })()
    await Promise.all(
      upTo(0, 1_000).map(async (index) => {
        const reader = await openReader(feeds, database, { teamId, after: at(1 + (index % 20)) })
        for (let count = 0; count < index % 3; count++) await reader.next()
        if (index % 2) void reader.stream.next()
        await reader.stream.return()
      }),
    )
    await writing
    await kept.upTo(40)
    expect(feeds.lag()).toMatchObject({ teams: 1, listeners: 1, revisionsBehind: 0 })
    expect(await readHead(database, teamId)).toEqual(kept.position())
  })
})

test('a feed that was overtaken by pruning does not take those along whom the log still serves', async () => {
  const { teamId, at } = await createTeam(6)
  const { feeds, database } = openNode({ ringSize: 1 })
  let lose = (): void => {}
  const overtaken: typeof feeds = {
    ...feeds,
    join(team, listener) {
      lose = () => listener.replaced('PRUNED', at(6))
      return feeds.join(team, listener)
    },
  }
  const reader = await openReader(overtaken, database, { teamId, after: at(2) })
  expect(await reader.next()).toMatchObject({ type: 'Checkpoint', position: at(2) })
  lose()
  await reader.upTo(6)
  expect(reader.revisions()).toEqual([3, 4, 5, 6])
})
