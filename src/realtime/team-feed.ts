import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { readHeads } from '../store/change-log.ts'
import type { ReadDatabase } from '../store/database.ts'
import { createLogFollower, type LogFollower, type LostReason } from './log-follower.ts'
import { createLogReads, type LogReads } from './log-reads.ts'
import type { Log, WakeUp, Watch } from './wake-up.ts'

/** Called in the turn in which the feed learns of it; must be quick, and a listener that throws is taken off the feed. */
export type FeedListener = {
  /** The changes that follow those handed on before (at first: `position`), in order, each once. */
  changes(changes: readonly Change[]): void
  /** What the listener was given may not be in the log, or something is missing after it: it must start anew from `head`. */
  replaced(reason: LostReason, head: Position): void
  /** Nothing comes any more: the node is stopping. */
  closed(): void
}

export type Joined = {
  /** Everything after this is handed to the listener. */
  position: Position
  /** What has been handed on by now. */
  head(): Position
  /** Changes after `position` from memory; REPLACED when the position is of another log; undefined when memory does not reach there. */
  recall(position: Position, limit: number): readonly Change[] | 'REPLACED' | undefined
  /** Loads what memory may hold back to there; callers at one time share the reads. Resolves to whether it reaches there now. */
  reachBack(position: Position): Promise<boolean>
  leave(): void
}

export type FeedLag = {
  /** Watched teams, and the listeners on them. */
  teams: number
  listeners: number
  /** Revisions heard of and not yet handed on: the most of any team. */
  revisionsBehind: number
  millisecondsSinceHeadCheck: number
  isDatabaseFailing: boolean
  /** Since the start: reads of the log because of a hole, and logs that were found replaced or pruned past us. */
  holes: number
  lostLogs: number
}

export type Feeds = {
  /** Resolves once nothing after `position` can pass the listener by. Rejects when the team's log cannot be read for some seconds. */
  join(teamId: string, listener: FeedListener): Promise<Joined>
  /** The node's line for reads of the log; see LogReads. */
  read: LogReads['read']
  lag(): FeedLag
  close(): Promise<void>
}

export type FeedsOptions = {
  database: ReadDatabase
  wakeUp: WakeUp
  log: Log
  headCheckMilliseconds?: number
  /** How many of each watched team's newest changes stay in memory, and how many bytes of them. */
  ringSize?: number
  ringBytes?: number
  /** How long a feed outlives its last listener, so that a mass reconnect finds it in place. */
  lingerMilliseconds?: number
}

type Feed = {
  teamId: string
  follower: LogFollower
  watch: Watch
  opened: Promise<void>
  isOpen: boolean
  listeners: Set<FeedListener>
  /** Listeners, and those who are joining. */
  users: number
  linger?: NodeJS.Timeout
}

const withoutWakeUpMilliseconds = 500
const readsAtOnce = 4
const teamsPerHeadCheck = 10_000

/** One feed per watched team on this node, however many streams follow the team. */
export function createFeeds({
  database,
  wakeUp,
  log,
  headCheckMilliseconds = 1_000,
  ringSize = 1_000,
  ringBytes = 4 * 1024 * 1024,
  lingerMilliseconds = 5_000,
}: FeedsOptions): Feeds {
  const feeds = new Map<string, Feed>()
  const reads = createLogReads({ atOnce: readsAtOnce, log })
  const closing = new AbortController()
  const endings = new Set<Promise<void>>()
  let holes = 0
  let lostLogs = 0
  let headsCheckedAt = performance.now()
  let checking: Promise<void> | undefined
  let mustCheckAgain = false

  function open(teamId: string): Feed {
    const listeners = new Set<FeedListener>()
    const follower = createLogFollower({
      teamId,
      database,
      reads,
      log,
      bounds: { count: ringSize, bytes: ringBytes },
      onChanges: (changes) => tellAll(feed, (listener) => listener.changes(changes)),
      onLost(reason, head) {
        lostLogs++
        log.warn(
          { teamId, reason, revision: head.revision },
          'The change log no longer continues what was followed; its streams must start anew',
        )
        tellAll(feed, (listener) => listener.replaced(reason, head))
      },
      onHole: () => holes++,
    })
    // First the wake-up, then the head: what is committed after the head was read is heard of.
    const watch = wakeUp.watch(teamId, follower.hear)
    const feed: Feed = { teamId, follower, watch, opened: watch.ready.then(follower.open), isOpen: false, listeners, users: 0 }
    feeds.set(teamId, feed)
    feed.opened.then(
      () => (feed.isOpen = true),
      () => end(feed),
    )
    return feed
  }

  function tellAll(feed: Feed, tell: (listener: FeedListener) => void): void {
    // A copy: who joins because of this has a position after it.
    const present = [...feed.listeners]
    for (const listener of present) {
      if (!feed.listeners.has(listener)) continue
      try {
        tell(listener)
      } catch (error) {
        feed.listeners.delete(listener)
        log.error({ err: error, teamId: feed.teamId }, 'A listener of the feed failed and was taken off it')
      }
    }
  }

  async function join(teamId: string, listener: FeedListener): Promise<Joined> {
    closing.signal.throwIfAborted()
    const feed = feeds.get(teamId) ?? open(teamId)
    feed.users++
    clearTimeout(feed.linger)
    try {
      await feed.opened
      closing.signal.throwIfAborted()
    } catch (error) {
      release(feed)
      throw error
    }
    feed.listeners.add(listener)
    const { follower } = feed
    let isJoined = true
    return {
      position: follower.position(),
      head: follower.position,
      recall: follower.recent.after,
      async reachBack(position) {
        const distance = follower.position().revision - position.revision
        if (distance < 0 || distance >= ringSize) return false
        await follower.reachBack(position.revision)
        return follower.recent.idAt(position.revision) !== undefined
      },
      leave() {
        feed.listeners.delete(listener)
        if (isJoined) release(feed)
        isJoined = false
      },
    }
  }

  function release(feed: Feed): void {
    feed.users--
    if (feed.users === 0 && feeds.get(feed.teamId) === feed) feed.linger = setTimeout(() => end(feed), lingerMilliseconds).unref()
  }

  function end(feed: Feed): void {
    if (feeds.get(feed.teamId) === feed) feeds.delete(feed.teamId)
    clearTimeout(feed.linger)
    feed.watch.stop()
    const ending = feed.follower.close().finally(() => endings.delete(ending))
    endings.add(ending)
  }

  /** Heals lost wakes, a crash between commit and publish, and times without Redis: one query for all watched teams of the node. */
  function checkHeads(): void {
    if (checking) {
      // The query that runs may have read before what made us ask.
      mustCheckAgain = true
      return
    }
    checking = readAndNoteHeads()
      .catch((error: unknown) => {
        if (!closing.signal.aborted) log.error({ err: error }, 'The heads of the watched teams could not be checked')
      })
      .finally(() => {
        checking = undefined
        if (mustCheckAgain && !closing.signal.aborted) checkHeads()
      })
  }

  async function readAndNoteHeads(): Promise<void> {
    mustCheckAgain = false
    const watched = [...feeds.values()].filter((feed) => feed.isOpen)
    for (let from = 0; from < watched.length; from += teamsPerHeadCheck) {
      const some = watched.slice(from, from + teamsPerHeadCheck)
      // Noted before the read: a wake that arrives during it moves the position past the head that it returns.
      const positions = some.map((feed) => feed.follower.position())
      const teamIds = some.map((feed) => feed.teamId)
      const heads = await reads.read(() => readHeads(database, teamIds), { signal: closing.signal, isUrgent: true })
      for (const [index, { teamId, follower }] of some.entries()) {
        const head = heads.get(teamId)
        if (head) follower.noteHead(head, positions[index]!)
      }
    }
    headsCheckedAt = performance.now()
  }

  const ticking = setInterval(
    () => {
      const isDue = performance.now() - headsCheckedAt >= headCheckMilliseconds * 0.9
      if (!checking && (isDue || !wakeUp.state().isConnected)) checkHeads()
    },
    Math.min(withoutWakeUpMilliseconds, headCheckMilliseconds),
  ).unref()
  wakeUp.onGap(() => {
    if (!closing.signal.aborted) checkHeads()
  })

  return {
    join,
    read: reads.read,
    lag() {
      const all = [...feeds.values()]
      return {
        teams: all.length,
        listeners: all.reduce((sum, feed) => sum + feed.listeners.size, 0),
        revisionsBehind: all.reduce((most, feed) => Math.max(most, feed.follower.behind()), 0),
        millisecondsSinceHeadCheck: Math.round(performance.now() - headsCheckedAt),
        isDatabaseFailing: reads.isFailing(),
        holes,
        lostLogs,
      }
    },
    async close() {
      clearInterval(ticking)
      closing.abort(new Error('The feeds are closed'))
      for (const feed of feeds.values()) {
        tellAll(feed, (listener) => listener.closed())
        end(feed)
      }
      await Promise.allSettled([checking, ...endings])
      await reads.settled()
    },
  }
}
