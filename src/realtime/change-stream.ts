import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { readChangesAfter, readHead } from '../store/change-log.ts'
import type { ReadDatabase } from '../store/database.ts'
import { approximateBytes } from './change-size.ts'
import { changesFollowing, type LostReason } from './log-follower.ts'
import { isSamePosition, positionOf } from './recent-changes.ts'
import type { Feeds, Joined } from './team-feed.ts'

export type ResyncReason = 'PRUNED' | 'REPLACED' | 'AHEAD'

/** `previous` of each message is `position` of the message before it on that stream. */
export type ChangeMessage =
  /** `isLive`: it has caught up with the log; what is committed from then on comes as it is committed. */
  | { type: 'Checkpoint'; previous: Position; position: Position; at: Date; isLive: boolean }
  | { type: 'ChangeBatch'; previous: Position; position: Position; changes: Change[] }
  /** The last message of its stream; `position` is the head, for information. */
  | { type: 'ResyncRequired'; reason: ResyncReason; position: Position }

export type ChangeStreamOptions = {
  teamId: string
  /** Follow from here; from now on without it. */
  after?: Position
  /** Which changes the reader gets; the position moves past the others all the same. Pure and quick. */
  accepts(change: Change): boolean
  /** A Checkpoint at the latest this long after the last message. */
  idleMilliseconds?: number
  /** What may wait for a reader that follows live; a reader that still replays holds one page at most. */
  maxBufferedChanges?: number
  maxBufferedBytes?: number
  /** The reader is too slow; the stream has ended. Whoever follows again from its last position misses nothing. */
  onOverflow(): void
}

export type ChangeStream = {
  /**
   * Once the reader has everything up to the head of the feed and has been told so: the position of the last message, and the head.
   * Whoever follows the feed from that head in the same turn misses nothing, and nothing comes twice. Undefined before that.
   */
  settled(): { position: Position; head: Position } | undefined
  /** Whether it has read the log for itself alone, because the feed's memory did not reach there. */
  hasReadLog(): boolean
  next(): Promise<IteratorResult<ChangeMessage, undefined>>
  /** Leaves the feed at once; a next() that waits resolves as done. */
  return(): Promise<IteratorResult<ChangeMessage, undefined>>
  throw(error?: unknown): Promise<IteratorResult<ChangeMessage, undefined>>
  [Symbol.asyncIterator](): ChangeStream
}

const done: IteratorResult<ChangeMessage, undefined> = { done: true, value: undefined }
const batchBounds = { count: 500, bytes: 1024 * 1024 }
const smallestPage = 25

/**
 * One subscriber's way through a team's log: an opening Checkpoint, then every accepted change after it, in order, each once.
 * It has joined the feed when this resolves, so nothing committed later can be missed. While it replays it takes page after page from
 * the feed's memory or from the log, at the reader's pace; it is live once it has caught up with the feed, and only then does it buffer.
 */
export async function openChangeStream(feeds: Feeds, database: ReadDatabase, options: ChangeStreamOptions): Promise<ChangeStream> {
  const { teamId, accepts, onOverflow } = options
  const { idleMilliseconds = 15_000, maxBufferedChanges = 10_000, maxBufferedBytes = 8 * 1024 * 1024 } = options

  let state: 'replaying' | 'live' | 'ended' = 'replaying'
  let queue: Change[] = []
  let queuedBytes = 0
  let resync: ChangeMessage | undefined
  let failure: { error: unknown } | undefined
  let reading: AbortController | undefined
  let pageSize = 100
  let signal: (() => void) | undefined
  let leave = (): void => {}

  const joined: Joined = await feeds.join(teamId, {
    changes: follow,
    replaced: lose,
    closed: end,
  })
  leave = joined.leave
  /** The position of the last message. */
  let sent = options.after ?? joined.position
  /** Everything up to here has been taken from the log; what of it was accepted and not yet sent is in the queue. */
  let passed = sent
  /** Whether `after` is known to be a position of this log. */
  let isProven = options.after === undefined
  let isOpened = false
  /** Whether the reader has been told that it has caught up. */
  let isToldLive = false
  let hasReadLog = false
  let sentAt = performance.now()

  /** Live changes from the feed. While replaying they are left alone: memory or the log has them when their turn comes. */
  function follow(changes: readonly Change[]): void {
    if (state !== 'live' || resync) return
    take(changes)
    if (signal) {
      // A reader that waits is not slow; and one whose filter let nothing through need not wake up.
      if (queue.length > 0 || failure || isReplaying()) signal()
    } else if (queue.length > maxBufferedChanges || queuedBytes > maxBufferedBytes) {
      end()
      onOverflow()
    }
  }

  /** The revision is checked before the filter is asked, so that a filter can hide no hole. */
  function take(changes: readonly Change[]): void {
    let last: Change | undefined
    try {
      for (const change of changes) {
        const { revision } = last ?? passed
        if (change.revision <= revision) {
          if (change.revision === passed.revision && change.id !== passed.changeId) return requireResync('REPLACED', joined.head())
          continue
        }
        if (change.revision > revision + 1) {
          // Never past a hole: what is missing is read like everything that a replay reads.
          state = 'replaying'
          return
        }
        last = change
        if (!accepts(change)) continue
        queue.push(change)
        queuedBytes += approximateBytes(change)
      }
    } catch (error) {
      failure = { error }
    } finally {
      if (last) passed = positionOf(last)
    }
  }

  function lose(reason: LostReason, head: Position): void {
    if (reason === 'REPLACED' || state === 'ended') return requireResync(reason, head)
    // The feed's own place is pruned. This reader may stand after it, or read faster than that: the log says whether it can go on.
    state = 'replaying'
    signal?.()
  }

  function requireResync(reason: ResyncReason, head: Position): void {
    if (state === 'ended') return
    resync ??= { type: 'ResyncRequired', reason, position: head }
    queue = []
    queuedBytes = 0
    signal?.()
  }

  function end(): void {
    if (state === 'ended') return
    state = 'ended'
    queue = []
    reading?.abort()
    leave()
    signal?.()
  }

  function nextMessage(): ChangeMessage | undefined {
    if (!isProven && !resync) proveFromMemory()
    if (resync) {
      end()
      return resync
    }
    if (!isProven) return undefined
    if (!isOpened) {
      isOpened = true
      // At the reader's own position, whatever has been read after it by now.
      return checkpoint(sent)
    }
    while (state === 'replaying' && queue.length === 0 && !reading && replayFromMemory());
    if (resync || failure) return undefined
    if (queue.length > 0) return batch()
    return idleFor() >= idleMilliseconds || (state === 'live' && !isToldLive) ? checkpoint(passed) : undefined
  }

  function proveFromMemory(): void {
    const known = joined.recall(passed, 0)
    if (known === 'REPLACED') requireResync('REPLACED', joined.head())
    isProven = known !== undefined && known !== 'REPLACED'
  }

  /** One step of the replay that needs no read; false when there is none. In one turn with the feed, so going live leaves no gap. */
  function replayFromMemory(): boolean {
    if (passed.revision >= joined.head().revision) {
      // Ahead of the feed is possible: the log was read a moment before the feed heard of its end.
      state = 'live'
      if (passed.revision === joined.head().revision && !isSamePosition(passed, joined.head())) requireResync('REPLACED', joined.head())
      return false
    }
    const changes = joined.recall(passed, batchBounds.count)
    if (changes === undefined) return false
    if (changes === 'REPLACED') {
      requireResync('REPLACED', joined.head())
      return false
    }
    take(changes)
    return !failure
  }

  function startReading(): void {
    reading = new AbortController()
    const { signal: aborted } = reading
    readOn(aborted)
      .catch((error: unknown) => {
        // Only its own end stops a read; anything else is a fault that the reader must hear of.
        if (!aborted.aborted) failure = { error }
      })
      .finally(() => {
        reading = undefined
        signal?.()
      })
  }

  /** One page of the log, into the queue. Nothing else moves `passed` meanwhile. */
  async function readOn(aborted: AbortSignal): Promise<void> {
    if (await joined.reachBack(passed).catch(() => false)) return
    const feedHead = joined.head()
    hasReadLog = true
    const rows = await feeds.read(() => readChangesAfter(database, teamId, passed.revision - 1, pageSize + 1), { signal: aborted })
    const following = changesFollowing(passed, rows)
    const isConfirmed = isProven || rows[0]?.id === passed.changeId
    // The feed was past us before this read began: a log that has nothing there has lost it.
    const isCutOff = isProven && following.length === 0 && feedHead.revision > passed.revision
    if (typeof following === 'string' || !isConfirmed || isCutOff) {
      const head = (await feeds.read(() => readHead(database, teamId), { signal: aborted })) ?? feedHead
      const refusal = isConfirmed ? undefined : refuseCursor(teamId, passed, rows, head)
      const reason = refusal ?? (typeof following === 'string' ? following : isCutOff ? 'REPLACED' : undefined)
      if (reason) return requireResync(reason, head)
    }
    aborted.throwIfAborted()
    if (typeof following === 'string') return
    isProven = true
    take(following)
    pageSize = nextPageSize(pageSize, following)
  }

  function checkpoint(position: Position): ChangeMessage {
    const isLive = position.revision >= joined.head().revision
    isToldLive ||= isLive
    return sending({ type: 'Checkpoint', previous: sent, position, at: new Date(), isLive })
  }

  function batch(): ChangeMessage {
    let count = 0
    let bytes = 0
    while (count < queue.length && count < batchBounds.count) {
      const size = approximateBytes(queue[count]!)
      if (count > 0 && bytes + size > batchBounds.bytes) break
      bytes += size
      count++
    }
    const changes = queue.splice(0, count)
    queuedBytes -= bytes
    return sending({ type: 'ChangeBatch', previous: sent, position: queue.length === 0 ? passed : positionOf(changes.at(-1)!), changes })
  }

  function sending(message: ChangeMessage): ChangeMessage {
    sent = message.position
    sentAt = performance.now()
    return message
  }

  const idleFor = (): number => performance.now() - sentAt

  /** Resolves when there may be something to send: news, the end, or the time for a sign of life. */
  function somethingToSend(): Promise<void> {
    return new Promise((resolve) => {
      const remaining = isOpened ? Math.max(1, idleMilliseconds - idleFor()) : idleMilliseconds
      const timer = setTimeout(() => signal?.(), remaining).unref()
      signal = () => {
        signal = undefined
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function produce(): Promise<IteratorResult<ChangeMessage, undefined>> {
    while (!isEnded()) {
      const message = nextMessage()
      if (message) return { done: false, value: message }
      if (failure) {
        end()
        throw failure.error
      }
      if (resync) continue
      if (!reading && isReplaying()) startReading()
      await somethingToSend()
    }
    return done
  }

  function settled(): { position: Position; head: Position } | undefined {
    if (!isToldLive || queue.length > 0 || resync || failure) return undefined
    while (isReplaying() && queue.length === 0 && !reading && replayFromMemory());
    if (state !== 'live' || queue.length > 0 || resync || failure) return undefined
    return isSamePosition(passed, joined.head()) ? { position: sent, head: passed } : undefined
  }

  const isReplaying = (): boolean => state === 'replaying'
  const isEnded = (): boolean => state === 'ended'
  if (isEnded()) joined.leave()

  // One after the other, even if the reader asks for several at once.
  let turn: Promise<unknown> = Promise.resolve()
  const stream: ChangeStream = {
    settled,
    hasReadLog: () => hasReadLog,
    next() {
      const result = turn.then(produce)
      turn = result.catch(() => {})
      return result
    },
    async return() {
      end()
      return done
    },
    async throw(error) {
      end()
      throw error
    },
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}

/** Why a client's position cannot be followed when its change is not in the rows read from there; undefined when it can. */
function refuseCursor(teamId: string, after: Position, rows: readonly Change[], head: Position): ResyncReason | undefined {
  if (after.revision > head.revision) return 'AHEAD'
  // The log may have been emptied by hand; the head still names its newest change.
  if (after.revision === head.revision) return isSamePosition(after, head) ? undefined : 'REPLACED'
  if (rows[0]?.revision === after.revision) return 'REPLACED'
  // Before the first change stands the team itself.
  if (after.revision === 0 && after.changeId !== teamId) return 'REPLACED'
  return after.revision === 0 && rows[0]?.revision === 1 ? undefined : 'PRUNED'
}

/** Large changes in small pages, so that what a replay holds stays bounded. */
function nextPageSize(pageSize: number, changes: readonly Change[]): number {
  let bytes = 0
  for (const change of changes) bytes += approximateBytes(change)
  if (bytes > 4 * batchBounds.bytes) return Math.max(smallestPage, Math.floor(pageSize / 2))
  return bytes < batchBounds.bytes ? Math.min(batchBounds.count, pageSize * 2) : pageSize
}
