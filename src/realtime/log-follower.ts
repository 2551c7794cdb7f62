import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { readChangesAfter, readHead } from '../store/change-log.ts'
import type { ReadDatabase } from '../store/database.ts'
import { approximateBytes } from './change-size.ts'
import type { LogReads } from './log-reads.ts'
import { createRecentChanges, isSamePosition, positionOf, type RecentChanges, type RecentChangesBounds } from './recent-changes.ts'
import type { Wake } from './wake-message.ts'
import type { Log } from './wake-up.ts'

/** REPLACED: the log is not the one followed so far. PRUNED: it no longer has what comes next. */
export type LostReason = 'REPLACED' | 'PRUNED'

/**
 * Follows one team's log by its wakes and, where they leave something out, by reading it. Hands on every change once, in revision
 * order and without a hole, whatever wakes are lost, doubled, late or out of order.
 */
export type LogFollower = {
  /** Reads the head and starts from there; wakes heard before are not lost. Rejects when the head cannot be read for some seconds. */
  open(): Promise<void>
  /** What has been handed on so far. */
  position(): Position
  recent: RecentChanges
  hear(wake: Wake): void
  /** A head read from the database, and `then`, the position when that read began. */
  noteHead(head: Position, then: Position): void
  /** Reads from the log what lies between a position and the recent changes; callers at the same time share the reads. */
  reachBack(revision: number): Promise<void>
  /** How many revisions it has heard of and not yet handed on. */
  behind(): number
  /** Nothing is handed on afterwards. */
  close(): Promise<void>
}

export type LogFollowerOptions = {
  teamId: string
  database: ReadDatabase
  reads: LogReads
  log: Log
  bounds: RecentChangesBounds
  /** Called in order, in one turn with the move of the position; must not throw. */
  onChanges(changes: readonly Change[]): void
  /** The follower goes on from `head`; what lies before it is not handed on. */
  onLost(reason: LostReason, head: Position): void
  onHole(): void
}

const pageSize = 200
const heldBounds = { count: 1_000, bytes: 4 * 1024 * 1024 }

export function createLogFollower({ teamId, database, reads, log, bounds, onChanges, onLost, onHole }: LogFollowerOptions): LogFollower {
  const recent = createRecentChanges(bounds)
  const held = createHeldChanges()
  const closing = new AbortController()
  const { signal } = closing
  let position: Position | undefined
  /** The newest revision heard of. */
  let target = 0
  /** Something does not fit our history: nothing is handed on until the log has confirmed our position. */
  let isSuspect = false
  let catchingUp: Promise<void> | undefined
  let reachingBack: Promise<void> | undefined
  let wanted = Infinity

  const readPage = (revision: number, limit: number): Promise<Change[]> =>
    reads.read(() => readChangesAfter(database, teamId, revision, limit), { signal, isUrgent: true })
  const readLogHead = (tries?: number): Promise<Position | undefined> =>
    reads.read(() => readHead(database, teamId), { signal, isUrgent: true, tries })

  function hear(wake: Wake): void {
    if (signal.aborted) return
    target = Math.max(target, wake.revision)
    if (isNext(wake)) return handOn(wake.changes)
    for (const change of wake.changes) {
      if (!position || change.revision > position.revision) held.add(change)
      // A second time, or late: already handed on. But another change with its revision means another log.
      else if ((recent.idAt(change.revision) ?? change.id) !== change.id) isSuspect = true
    }
    advance()
  }

  function isNext({ changes }: Wake): boolean {
    return position !== undefined && !catchingUp && !isSuspect && changes[0]?.revision === position.revision + 1
  }

  function advance(): void {
    if (!position || catchingUp || signal.aborted) return
    handOnHeld()
    if (!isSuspect && target <= position.revision) return
    onHole()
    catchingUp = catchUp().then(
      () => {
        catchingUp = undefined
        // What arrived since its last look.
        advance()
      },
      (error: unknown) => {
        catchingUp = undefined
        // The next wake or head check tries again.
        if (!signal.aborted) log.error({ err: error, teamId }, 'Following a change log failed')
      },
    )
  }

  function handOnHeld(): void {
    if (!isSuspect && position) handOn(held.takeAfter(position.revision))
  }

  function handOn(changes: readonly Change[]): void {
    const last = changes.at(-1)
    if (!last) return
    position = positionOf(last)
    recent.append(changes)
    onChanges(changes)
  }

  /** Nothing else moves the position while this runs: one reader per team, so no change comes twice or early. */
  async function catchUp(): Promise<void> {
    let emptyReads = 0
    while (isSuspect || target > position!.revision) {
      const from = position!
      const heard = target
      isSuspect = false
      // From our own change on: one statement says whether it is still there and what follows it.
      const rows = await readPage(from.revision - 1, pageSize + 1)
      const following = changesFollowing(from, rows)
      if (typeof following === 'string') {
        await startAnew(following)
        continue
      }
      if (rows.length === 0) {
        const head = await readLogHead()
        if (!head || head.revision < from.revision || (head.revision === from.revision && head.changeId !== from.changeId))
          await startAnew('REPLACED')
        else if (head.revision > from.revision && ++emptyReads > 1) await startAnew('PRUNED')
        // Committed between the two reads; the next one sees it.
        else target = Math.max(target, head.revision)
        continue
      }
      emptyReads = 0
      if (signal.aborted) return
      handOn(following)
      held.dropUpTo(position!.revision)
      handOnHeld()
      // Heard of, but not in the log: a message that nobody should have sent.
      if (rows.length <= pageSize && target === heard && position!.revision < target) {
        target = position!.revision
        held.clear()
      }
    }
  }

  async function startAnew(reason: LostReason): Promise<void> {
    const head = (await readLogHead()) ?? position!
    if (signal.aborted) return
    held.clear()
    position = head
    recent.reset(head)
    target = Math.max(target, head.revision)
    isSuspect = false
    onLost(reason, head)
  }

  async function readBack(): Promise<void> {
    while (recent.base().revision > wanted && recent.hasRoom()) {
      const { revision } = recent.base()
      const first = Math.max(1, revision - pageSize)
      const rows = await reads.read(() => readChangesAfter(database, teamId, first - 1, revision - first + 1), { signal })
      if (signal.aborted || !recent.prepend(rows) || recent.base().revision >= revision) return
    }
  }

  return {
    async open() {
      const head = await readLogHead(5)
      if (!head) throw new Error(`team ${teamId} has no change log`)
      position = head
      recent.reset(head)
      target = Math.max(target, head.revision)
      held.dropUpTo(head.revision)
      advance()
    },
    position: () => position!,
    recent,
    hear,
    noteHead(head, then) {
      target = Math.max(target, head.revision)
      if (head.revision < then.revision || (head.revision === then.revision && !isSamePosition(head, then))) isSuspect = true
      advance()
    },
    reachBack(revision) {
      wanted = Math.min(wanted, revision)
      reachingBack ??= readBack().finally(() => {
        reachingBack = undefined
        wanted = Infinity
      })
      return reachingBack
    },
    behind: () => Math.max(0, target - (position?.revision ?? target)),
    async close() {
      closing.abort()
      await Promise.allSettled([catchingUp, reachingBack])
    },
  }
}

/** Of rows from the log that begin at `from` or later: what follows `from` without a hole, or why nothing can. */
export function changesFollowing(from: Position, rows: readonly Change[]): readonly Change[] | LostReason {
  const first = rows[0]
  if (!first) return []
  if (first.revision === from.revision && first.id !== from.changeId) return 'REPLACED'
  // Our own change may have been pruned; as long as the next one is there, nothing is missing.
  const following = first.revision === from.revision ? rows.slice(1) : rows
  const isDense = following.every((change, index) => change.revision === from.revision + 1 + index)
  return isDense ? following : 'PRUNED'
}

/** Changes that arrived before their turn. Bounded: what does not fit is read from the log later. */
function createHeldChanges() {
  const held = new Map<number, Change>()
  let bytes = 0
  function remove(change: Change): void {
    held.delete(change.revision)
    bytes -= approximateBytes(change)
  }
  return {
    add(change: Change): void {
      if (held.has(change.revision) || held.size >= heldBounds.count || bytes >= heldBounds.bytes) return
      held.set(change.revision, change)
      bytes += approximateBytes(change)
    },
    takeAfter(revision: number): Change[] {
      const next: Change[] = []
      for (let change = held.get(revision + 1); change; change = held.get(change.revision + 1)) {
        next.push(change)
        remove(change)
      }
      return next
    },
    dropUpTo(revision: number): void {
      for (const change of held.values()) if (change.revision <= revision) remove(change)
    },
    clear(): void {
      held.clear()
      bytes = 0
    },
  }
}
