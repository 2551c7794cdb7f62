import { setTimeout as pause } from 'node:timers/promises'
import { findLogEnds, pruneLog, type Retention } from '../store/change-retention.ts'
import type { Database } from '../store/database.ts'

export type ChangePruner = {
  /** Removes what may go of every team, oldest first; one pass at a time. Rejects when the database fails; what went until then is gone. */
  prune(): Promise<Pruned>
  stats(): ChangePrunerStats
  /** Resolves when nothing runs any more: at the latest after the statement that is under way. */
  close(): Promise<void>
}

/** `isWhole`: every team was seen to; otherwise another node was at it, or this one is stopping. */
export type Pruned = { changes: number; isWhole: boolean }

/** Of this node, since its start. `lastWholePassAt`: when the last pass that saw to every team ended, in milliseconds since 1970. */
export type ChangePrunerStats = { changes: number; failedPasses: number; lastWholePassAt: number | undefined }

export type ChangePrunerOptions = Retention & {
  database: Database
  log: { info(details: object, message: string): void; warn(details: object, message: string): void }
  /** What one statement removes at most. */
  pieceChanges?: number
  pieceBytes?: number
  /** Between two passes; about, so that not all nodes begin at once. */
  passMilliseconds?: number
  firstPassMilliseconds?: number
}

type Due = { teamId: string; from: number }

const teamsPerLook = 1_000
/** So many logs take turns; the others come after them. */
const mostDue = 10_000

/**
 * Shortens the change logs now and then (docs/decisions/0011): piece by piece, the teams taking turns so that a small log does not wait for a large
 * one, with rests in between so that the database is free for at least half of the time. It keeps no notes: a pass that was
 * killed is gone on with by the next one, on whichever node.
 */
export function createChangePruner({
  database,
  log,
  pieceChanges = 1_000,
  pieceBytes = 8 * 1024 * 1024,
  passMilliseconds = 600_000,
  // Soon, but not while a node starts.
  firstPassMilliseconds = Math.min(60_000, passMilliseconds),
  ...retention
}: ChangePrunerOptions): ChangePruner {
  const closing = new AbortController()
  const { signal } = closing
  const stats: ChangePrunerStats = { changes: 0, failedPasses: 0, lastWholePassAt: undefined }
  let underWay: Promise<Pruned> | undefined
  let timer: NodeJS.Timeout | undefined

  function prune(): Promise<Pruned> {
    underWay ??= pass().finally(() => (underWay = undefined))
    return underWay
  }

  async function pass(): Promise<Pruned> {
    const before = stats.changes
    const isWhole = await pruneAll()
    const changes = stats.changes - before
    if (isWhole) stats.lastWholePassAt = Date.now()
    if (changes > 0) log.info({ changes }, 'Old changes were removed from the change log')
    return { changes, isWhole }
  }

  async function pruneAll(): Promise<boolean> {
    let after: string | undefined
    for (let isEnd = false; !isEnd;) {
      const due: Due[] = []
      while (!isEnd && due.length < mostDue) {
        if (signal.aborted) return false
        const ends = await findLogEnds(database, retention, after, teamsPerLook)
        for (const { teamId, oldest, isDue } of ends) if (isDue) due.push({ teamId, from: oldest })
        after = ends.at(-1)?.teamId
        isEnd = ends.length < teamsPerLook
      }
      if (!(await pruneInTurns(due))) return false
    }
    return true
  }

  /** One piece of each, then the next piece of those that have more. */
  async function pruneInTurns(all: readonly Due[]): Promise<boolean> {
    for (let due = all; due.length > 0;) {
      const more: Due[] = []
      for (const { teamId, from } of due) {
        if (signal.aborted) return false
        const beganAt = performance.now()
        const piece = await pruneLog(database, retention, { teamId, from, limit: pieceChanges, limitBytes: pieceBytes })
        if (piece.isElsewhere) return false
        stats.changes += piece.changes
        if (piece.more !== undefined) more.push({ teamId, from: piece.more })
        await rest(Math.max(performance.now() - beganAt, (piece.changes / pieceChanges) * 50))
      }
      due = more
    }
    return true
  }

  /** Ends early when the node stops. */
  async function rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal, ref: false }).catch(() => {})
  }

  function schedule(milliseconds: number): void {
    timer = setTimeout(run, milliseconds * (0.75 + Math.random() / 2)).unref()
  }

  function run(): void {
    prune()
      .catch((error: unknown) => {
        stats.failedPasses++
        log.warn({ err: error }, 'Old changes could not be removed from the change log; they stay until the next pass')
      })
      .finally(() => {
        if (!signal.aborted) schedule(passMilliseconds)
      })
  }

  schedule(firstPassMilliseconds)
  return {
    prune,
    stats: () => ({ ...stats }),
    async close() {
      clearTimeout(timer)
      closing.abort()
      await underWay?.catch(() => {})
    },
  }
}
