import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { approximateBytes } from './change-size.ts'
import type { ChangeMessage } from './change-stream.ts'
import { positionOf } from './recent-changes.ts'
import type { Feeds, Joined } from './team-feed.ts'

/**
 * All who follow one team live through one filter. What the feed brings is handed on once for all of them: each message comes with the
 * members that it is for. Members whose last messages stood at different positions make cohorts, and one message later are one.
 */
export type ChangeGroup<Member> = {
  /** What the group has heard of by now. */
  head(): Position
  /**
   * Takes in a member that has everything up to `head()` and whose last message stood at `position`. Answers how to leave; nothing is
   * sent to a member that has left. Undefined when the group has ended.
   */
  attach(member: Member, position: Position): (() => void) | undefined
  size(): number
  /** It takes nobody in any more. */
  isClosed(): boolean
  close(): void
}

export type Sent = Promise<boolean | void> | boolean | void

export type ChangeGroupOptions<Member> = {
  feeds: Feeds
  teamId: string
  /** Pure and quick. */
  accepts(change: Change): boolean
  /**
   * One message for these members. The next one waits until it resolves. When it fails the group ends with that fault. False: it was nothing to them, they were
   * sent nothing, and the next message follows on from where they stand.
   */
  send(message: ChangeMessage, members: readonly Member[]): Sent
  /** Nothing comes any more, after a ResyncRequired or, with an error, because of a fault. */
  end(members: readonly Member[], error?: unknown): void
  /** What is committed faster than it can be sent piles up; the members are let go, to come again and resume. */
  onOverflow(members: readonly Member[]): void
  /** Changes that come within this time after a message went out go together in the next one. A lone change does not wait. */
  coalesceMilliseconds?: number
  /** A Checkpoint at the latest this long after the last message. */
  idleMilliseconds?: number
  maxPendingChanges?: number
  maxPendingBytes?: number
}

type Entry<Member> = { member: Member; cohort: Cohort<Member> }
/** Members whose last message stood at the same position. */
type Cohort<Member> = { position: Position; entries: Set<Entry<Member>> }

const batchBounds = { count: 500, bytes: 1024 * 1024 }

/** Resolves once the group follows the feed. Rejects when the team's log cannot be read for some seconds. */
export async function openChangeGroup<Member>(options: ChangeGroupOptions<Member>): Promise<ChangeGroup<Member>> {
  const { feeds, teamId, accepts, send, end, onOverflow } = options
  const { coalesceMilliseconds = 4, idleMilliseconds = 15_000 } = options
  const { maxPendingChanges = 50_000, maxPendingBytes = 32 * 1024 * 1024 } = options

  const cohorts = new Set<Cohort<Member>>()
  /** Those that stand still, by their position. One that is just being sent to is found again once it has arrived. */
  const standing = new Map<string, Cohort<Member>>()
  /** Accepted and not yet sent. */
  let pending: Change[] = []
  let pendingBytes = 0
  let resync: ChangeMessage | undefined
  let isSending = false
  let isClosed = false
  /** When the members were last sent something, and when there was last something to do. */
  let sentAt = performance.now()
  let workedAt = sentAt
  let timer: NodeJS.Timeout | undefined

  /** What the feed tells before this function has gone on after joining it. */
  const early: (() => void)[] = []
  let isJoined = false
  const inTime = (act: () => void): void => void (isJoined ? act() : early.push(act))
  const joined: Joined = await feeds.join(teamId, {
    changes: (changes) => inTime(() => take(changes)),
    replaced: (reason, head) => inTime(() => lose(reason, head)),
    closed: () => inTime(close),
  })
  /** Everything up to here was heard; what of it was accepted and not yet sent is pending. */
  let passed = joined.position
  const idling = setInterval(() => void checkIdle(), idleMilliseconds / 4).unref()
  isJoined = true
  for (const act of early) act()

  function take(changes: readonly Change[]): void {
    if (isClosed || resync) return
    try {
      for (const change of changes) {
        // The feed is dense; what it handed on before this group's position is in its members' own streams.
        if (change.revision <= passed.revision) continue
        passed = positionOf(change)
        if (cohorts.size === 0 || !accepts(change)) continue
        pending.push(change)
        pendingBytes += approximateBytes(change)
      }
    } catch (error) {
      return fail(error)
    }
    if (pending.length > maxPendingChanges || pendingBytes > maxPendingBytes) return finish(onOverflow)
    schedule()
  }

  function lose(reason: 'REPLACED' | 'PRUNED', head: Position): void {
    if (isClosed) return
    pending = []
    pendingBytes = 0
    resync ??= { type: 'ResyncRequired', reason, position: head }
    work()
  }

  /** At once when nothing was sent just now, so that a lone change does not wait; else together with what else comes in that time. */
  function schedule(): void {
    if (pending.length === 0 || isSending || timer) return
    const pause = coalesceMilliseconds - (performance.now() - workedAt)
    if (pause <= 0) work()
    else timer = setTimeout(work, pause)
  }

  /** One message after the other: nothing else sends while this runs, so no member gets anything out of order. */
  function work(): void {
    if (isSending) return
    isSending = true
    clearTimeout(timer)
    timer = undefined
    goOn()
  }

  /** Without a wait where nothing has to be waited for: a change goes out in the turn in which it is heard of. */
  function goOn(): void {
    while (pending.length > 0 && !resync && !isClosed) {
      const sending = sendPending()
      if (sending) return void sending.then(goOn)
    }
    if (resync && !isClosed) return void sendResync(resync)
    isSending = false
    workedAt = performance.now()
    schedule()
  }

  function sendPending(): Promise<void> | void {
    const changes = pending.splice(0, batchLength())
    for (const change of changes) pendingBytes -= approximateBytes(change)
    const position = pending.length === 0 ? passed : positionOf(changes.at(-1)!)
    if (cohorts.size > 1) return sendToCohorts(changes, position)
    const [cohort] = cohorts
    return cohort && sendChanges(cohort, changes, position)
  }

  async function sendToCohorts(changes: readonly Change[], position: Position): Promise<void> {
    // Who comes while these are sent to has all of it.
    const present = [...cohorts]
    for (const cohort of present) await sendChanges(cohort, changes, position)
  }

  function sendChanges(cohort: Cohort<Member>, changes: readonly Change[], position: Position): Promise<void> | void {
    const { revision: had } = cohort.position
    // A member that came meanwhile has had the first of them already, and perhaps all.
    const own = changes[0]!.revision > had ? changes : changes.filter(({ revision }) => revision > had)
    if (own.length > 0) return sendTo(cohort, { type: 'ChangeBatch', previous: cohort.position, position, changes: [...own] })
  }

  function sendTo(cohort: Cohort<Member>, message: Extract<ChangeMessage, { previous: Position }>): Promise<void> | void {
    const members = membersOf([cohort])
    // Before it goes out: who comes to this position meanwhile is not among its members.
    standing.delete(keyOf(cohort.position))
    cohort.position = message.position
    const arrive = (isSent: boolean | void): void => {
      if (isSent === false) cohort.position = message.previous
      else sentAt = performance.now()
      stand(cohort)
    }
    try {
      const sending = members.length > 0 ? send(message, members) : undefined
      if (sending instanceof Promise) return sending.then(arrive, fail)
      arrive(sending)
    } catch (error) {
      return fail(error)
    }
  }

  async function sendResync(message: ChangeMessage): Promise<void> {
    try {
      await send(message, membersOf(cohorts))
    } catch (error) {
      return fail(error)
    }
    finish((left) => end(left))
  }

  async function checkIdle(): Promise<void> {
    if (isSending || pending.length > 0 || cohorts.size === 0 || performance.now() - sentAt < idleMilliseconds * 0.75) return
    isSending = true
    try {
      const position = passed
      const at = new Date()
      const present = [...cohorts]
      for (const cohort of present) await sendTo(cohort, { type: 'Checkpoint', previous: cohort.position, position, at, isLive: true })
    } finally {
      goOn()
    }
  }

  function batchLength(): number {
    let count = 0
    let bytes = 0
    while (count < pending.length && count < batchBounds.count) {
      bytes += approximateBytes(pending[count]!)
      if (count > 0 && bytes > batchBounds.bytes) break
      count++
    }
    return count
  }

  /** Is found again at its position; with another one that stands there already it becomes one, the smaller going to the larger. */
  function stand(cohort: Cohort<Member>): void {
    if (!cohorts.has(cohort)) return
    const key = keyOf(cohort.position)
    const other = standing.get(key)
    if (!other || other === cohort) return void standing.set(key, cohort)
    const [smaller, larger] = cohort.entries.size < other.entries.size ? [cohort, other] : [other, cohort]
    for (const entry of smaller.entries) {
      entry.cohort = larger
      larger.entries.add(entry)
    }
    cohorts.delete(smaller)
    standing.set(key, larger)
  }

  function drop(cohort: Cohort<Member>): void {
    cohorts.delete(cohort)
    const key = keyOf(cohort.position)
    if (standing.get(key) === cohort) standing.delete(key)
  }

  function membersOf(some: Iterable<Cohort<Member>>): Member[] {
    const members: Member[] = []
    for (const { entries } of some) for (const { member } of entries) members.push(member)
    return members
  }

  function fail(error: unknown): void {
    finish((members) => end(members, error))
  }

  function finish(tell: (members: readonly Member[]) => void): void {
    const members = membersOf(cohorts)
    close()
    tell(members)
  }

  function close(): void {
    isClosed = true
    clearInterval(idling)
    clearTimeout(timer)
    pending = []
    cohorts.clear()
    standing.clear()
    joined.leave()
  }

  function attach(member: Member, position: Position): (() => void) | undefined {
    if (isClosed) return undefined
    let cohort = standing.get(keyOf(position))
    if (!cohort) {
      cohort = { position, entries: new Set() }
      cohorts.add(cohort)
      standing.set(keyOf(position), cohort)
    }
    const entry: Entry<Member> = { member, cohort }
    cohort.entries.add(entry)
    return () => {
      entry.cohort.entries.delete(entry)
      if (entry.cohort.entries.size === 0) drop(entry.cohort)
    }
  }

  return {
    head: () => passed,
    attach,
    isClosed: () => isClosed,
    size: () => cohorts.values().reduce((sum, { entries }) => sum + entries.size, 0),
    close,
  }
}

function keyOf({ revision, changeId }: Position): string {
  return `${revision}:${changeId}`
}
