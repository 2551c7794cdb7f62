import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Position } from '../../src/domain/change-cursor.ts'
import type { Change } from '../../src/domain/change.ts'
import { openChangeGroup, type ChangeGroup, type ChangeGroupOptions } from '../../src/realtime/change-group.ts'
import type { ChangeMessage } from '../../src/realtime/change-stream.ts'
import { positionOf } from '../../src/realtime/recent-changes.ts'
import type { FeedListener, Feeds } from '../../src/realtime/team-feed.ts'
import { createInProcessWakeUp } from '../../src/realtime/wake-up.ts'
import { openFeeds, openLiveLog, tamperedWakeUp, type LiveLog } from './live-log.ts'

let log: LiveLog

beforeAll(async () => {
  log = await openLiveLog()
})
afterAll(() => log.close())

let opened = 0

type Sent = { message: ChangeMessage; members: string[] }

type WhileJoining = (listener: { heard: number }, write: () => Promise<readonly Change[]>) => Promise<void>

async function open(options: Partial<ChangeGroupOptions<string>> = {}, whileJoining?: WhileJoining) {
  const wakeUp = tamperedWakeUp(createInProcessWakeUp())
  const real = openFeeds({ database: log.database, wakeUp })
  onTestFinished(() => real.close())
  const teamId = await log.createTeam()
  const writer = log.writer(wakeUp)
  const feed: { listener?: FeedListener; heard: number } = { heard: 0 }
  const feeds: Feeds = {
    ...real,
    async join(team, listener) {
      feed.listener = listener
      const joined = await real.join(team, {
        ...listener,
        changes(changes) {
          feed.heard++
          listener.changes(changes)
        },
      })
      await whileJoining?.(feed, () => writer.write(teamId))
      return joined
    },
  }
  const sent: Sent[] = []
  const ended: { members: readonly string[]; error?: unknown }[] = []
  const overflowed: string[] = []
  const group: ChangeGroup<string> = await openChangeGroup<string>({
    feeds,
    teamId,
    accepts: () => true,
    send: (message, members) => void sent.push({ message, members: [...members] }),
    end: (members, error) => void ended.push({ members, error }),
    onOverflow: (members) => void overflowed.push(...members),
    ...options,
  })
  opened = performance.now()
  return { feed, teamId, wakeUp, group, sent, ended, overflowed, write: (count?: number) => writer.write(teamId, count) }
}

const revisionsOf = ({ message }: Sent): number[] => (message.type === 'ChangeBatch' ? message.changes.map(({ revision }) => revision) : [])
const settled = (sent: Sent[], count: number): Promise<void> => vi.waitFor(() => expect(sent.length).toBeGreaterThanOrEqual(count))
const last = (changes: readonly Change[]): Position => positionOf(changes.at(-1)!)

describe('A group', () => {
  test('hands each change on once, for all of its members', async () => {
    const { group, sent, write } = await open()
    const head = group.head()
    group.attach('a', head)
    group.attach('b', head)
    const written = await write()
    await settled(sent, 1)
    expect(sent).toEqual([
      { message: { type: 'ChangeBatch', previous: head, position: last(written), changes: written }, members: ['a', 'b'] },
    ])
  })

  test('sends a lone change in the turn in which it is heard of', async () => {
    const { group, sent, write, wakeUp, teamId } = await open({ coalesceMilliseconds: 5 })
    group.attach('a', group.head())
    const heldBack: (readonly Change[])[] = []
    wakeUp.tamper((_, committed) => heldBack.push(committed))
    await write()
    // The time in which a change would wait for others is long over.
    await vi.waitFor(() => expect(performance.now() - opened).toBeGreaterThan(5))
    wakeUp.tamper(undefined)
    wakeUp.publish(teamId, heldBack[0]!)
    // The wake-up itself takes one microtask.
    await Promise.resolve()
    expect(sent.map(revisionsOf)).toEqual([[2]])
  })

  test('puts what comes right after a message into one next message, in order', async () => {
    const { group, sent, write } = await open({ coalesceMilliseconds: 400 })
    group.attach('a', group.head())
    for (let count = 0; count < 6; count++) await write()
    await vi.waitFor(() => expect(sent.flatMap(revisionsOf)).toEqual([2, 3, 4, 5, 6, 7]))
    expect(sent.length).toBeLessThan(6)
    const positions = sent.map(({ message }) => message.position.revision)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  })

  test('leaves members where they stand when a message was nothing to them: the next one follows on from there, and with whoever else stands there', async () => {
    const told: Sent[] = []
    const send = async (message: ChangeMessage, members: readonly string[]): Promise<boolean> => {
      if (message.position.revision < 4) return false
      told.push({ message, members: [...members] })
      return true
    }
    const { group, write } = await open({ send, coalesceMilliseconds: 0 })
    const head = group.head()
    group.attach('a', head)
    await write()
    await write()
    await vi.waitFor(() => expect(group.head().revision).toBe(3))
    group.attach('b', head)
    await write()
    await settled(told, 1)
    expect(told.map(({ message, members }) => ({ previous: (message as { previous: Position }).previous, members }))).toEqual([
      { previous: head, members: ['a', 'b'] },
    ])
    await write()
    await settled(told, 2)
    expect(told[1]).toMatchObject({ message: { previous: told[0]!.message.position }, members: ['a', 'b'] })
  })

  test('moves members on by a Checkpoint when it is quiet, also past messages that were nothing to them', async () => {
    const told: Sent[] = []
    const send = async (message: ChangeMessage, members: readonly string[]): Promise<boolean> => {
      if (message.type === 'ChangeBatch') return false
      told.push({ message, members: [...members] })
      return true
    }
    const { group, write } = await open({ send, idleMilliseconds: 200 })
    const head = group.head()
    group.attach('a', head)
    const written = await write()
    await vi.waitFor(() => expect(told.at(-1)?.message.position).toEqual(last(written)))
    const positions = told.map(({ message }) => message.position)
    const previous = told.map(({ message }) => (message as { previous: Position }).previous)
    expect(previous).toEqual([head, ...positions.slice(0, -1)])
  })

  test('gives a member that comes later only what comes after it', async () => {
    const { group, sent, write } = await open({ coalesceMilliseconds: 0 })
    group.attach('early', group.head())
    const first = await write()
    await settled(sent, 1)
    group.attach('late', group.head())
    const second = await write()
    await settled(sent, 2)
    expect(sent[0]!.members).toEqual(['early'])
    expect(sent[1]).toEqual({
      message: { type: 'ChangeBatch', previous: last(first), position: last(second), changes: second },
      members: ['early', 'late'],
    })
  })

  test('tells members that stood at different positions each from where it was, and all together afterwards', async () => {
    const { group, sent, write } = await open({ coalesceMilliseconds: 0, accepts: ({ revision }) => revision % 2 === 1 })
    const before = group.head()
    group.attach('a', before)
    const leftOut = await write()
    await vi.waitFor(() => expect(group.head()).toEqual(last(leftOut)))
    group.attach('b', group.head())
    group.attach('c', group.head())
    const accepted = await write()
    await settled(sent, 2)
    const batch = { type: 'ChangeBatch', position: last(accepted), changes: accepted }
    expect(sent).toEqual([
      { message: { ...batch, previous: before }, members: ['a'] },
      { message: { ...batch, previous: last(leftOut) }, members: ['b', 'c'] },
    ])
    const [, second] = [await write(), await write()]
    await settled(sent, 3)
    expect(sent[2]).toEqual({
      message: { type: 'ChangeBatch', previous: last(accepted), position: last(second), changes: second },
      members: expect.toSatisfy((members: string[]) => members.toSorted().join() === 'a,b,c'),
    })
  })

  test('sends nothing to a member that has left, and goes on for the others', async () => {
    const { group, sent, write } = await open({ coalesceMilliseconds: 0 })
    const leave = group.attach('a', group.head())!
    group.attach('b', group.head())
    leave()
    await write()
    await settled(sent, 1)
    expect(sent[0]!.members).toEqual(['b'])
    expect(group.size()).toBe(1)
  })

  test('waits for a message to be sent before it sends the next, and a member that comes meanwhile gets neither twice', async () => {
    const gates: (() => void)[] = []
    const sent: Sent[] = []
    const { group, write } = await open({
      coalesceMilliseconds: 0,
      send(message, members) {
        sent.push({ message, members: [...members] })
        return new Promise((resolve) => gates.push(resolve))
      },
    })
    group.attach('a', group.head())
    const first = await write()
    await settled(sent, 1)
    const second = await write()
    await vi.waitFor(() => expect(group.head()).toEqual(last(second)))
    group.attach('b', group.head())
    expect(sent.length).toBe(1)
    gates.shift()!()
    await settled(sent, 2)
    expect(sent[1]).toEqual({
      message: { type: 'ChangeBatch', previous: last(first), position: last(second), changes: second },
      members: ['a'],
    })
    gates.shift()!()
    const third = await write()
    await settled(sent, 3)
    expect(sent[2]).toMatchObject({ message: { previous: last(second), changes: third } })
    expect(sent[2]!.members.toSorted()).toEqual(['a', 'b'])
    gates.shift()!()
  })

  test('gives a sign of life when it is quiet, up to where it has heard', async () => {
    const { group, sent, write } = await open({ idleMilliseconds: 40, accepts: () => false })
    const before = group.head()
    group.attach('a', before)
    const leftOut = await write()
    await vi.waitFor(() => expect(sent.at(-1)?.message).toMatchObject({ type: 'Checkpoint', position: last(leftOut), isLive: true }))
    expect(sent[0]!.message).toMatchObject({ previous: before })
  })

  test('asks for a new beginning when the log is another one, once, and ends', async () => {
    const { group, sent, ended, wakeUp, write, teamId } = await open({ coalesceMilliseconds: 0 })
    group.attach('a', group.head())
    group.attach('b', group.head())
    const written = await write()
    await settled(sent, 1)
    // Another change with a revision that was handed on: a log that was restored and written on.
    await log.database.$executeRawUnsafe('ALTER TABLE changes DISABLE TRIGGER changes_are_never_edited')
    await log.database
      .$executeRaw`UPDATE changes SET id = gen_random_uuid() WHERE team_id = ${teamId}::uuid AND revision = ${written[0]!.revision}`
    await log.database
      .$executeRaw`UPDATE team_heads SET change_id = (SELECT id FROM changes WHERE team_id = ${teamId}::uuid AND revision = ${written[0]!.revision}) WHERE team_id = ${teamId}::uuid`
    await log.database.$executeRawUnsafe('ALTER TABLE changes ENABLE TRIGGER changes_are_never_edited')
    wakeUp.publish(teamId, [{ ...written[0]!, id: '01a20000-0000-7000-8000-000000000000' }])
    await vi.waitFor(() => expect(ended.length).toBe(1))
    expect(sent[1]).toMatchObject({ message: { type: 'ResyncRequired', reason: 'REPLACED' }, members: ['a', 'b'] })
    expect(ended).toEqual([{ members: ['a', 'b'], error: undefined }])
    expect(group.attach('c', group.head())).toBeUndefined()
  })

  test('ends with the fault when even the demand for a new beginning cannot be sent', async () => {
    const fault = new Error('cannot be sent')
    const { group, ended, feed } = await open({
      send() {
        throw fault
      },
    })
    group.attach('a', group.head())
    feed.listener!.replaced('REPLACED', group.head())
    await vi.waitFor(() => expect(ended).toEqual([{ members: ['a'], error: fault }]))
  })

  test('misses nothing that the feed tells in the moment in which it is joined', async () => {
    let written: readonly Change[] = []
    const { group, sent, write } = await open({}, async (listener, writeNow) => {
      written = await writeNow()
      await vi.waitFor(() => expect(listener.heard).toBe(1))
    })
    expect(group.head()).toEqual(last(written))
    group.attach('a', group.head())
    const next = await write()
    await settled(sent, 1)
    expect(sent[0]).toMatchObject({ message: { previous: last(written), changes: next } })
  })

  test('ends with the fault of a filter that throws, and takes nobody in afterwards', async () => {
    const fault = new Error('a filter that throws')
    const { group, ended, write } = await open({
      accepts() {
        throw fault
      },
    })
    group.attach('a', group.head())
    await write()
    await vi.waitFor(() => expect(ended).toEqual([{ members: ['a'], error: fault }]))
    expect(group.attach('b', group.head())).toBeUndefined()
  })

  test('lets its members go when more piles up than it may keep', async () => {
    const { group, overflowed, write } = await open({ maxPendingChanges: 3, send: () => new Promise(() => {}) })
    group.attach('a', group.head())
    await write()
    await write(4)
    await vi.waitFor(() => expect(overflowed).toEqual(['a']))
  })
})
