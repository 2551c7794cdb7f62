import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { approximateBytes } from './change-size.ts'

/**
 * The newest changes of one team, without a hole, from just after `base()` up to the position that its follower has reached.
 * Bounded by count and by bytes. It can prove for each position that it covers whether that position is of this log.
 */
export type RecentChanges = {
  base(): Position
  /** Forgets everything; what comes next follows `head`. */
  reset(head: Position): void
  /** The next changes, in order. */
  append(changes: readonly Change[]): void
  /** Older changes, the last of them the one at `base()`. False when they do not fit there: then nothing is changed. */
  prepend(changes: readonly Change[]): boolean
  /** At most `limit` changes after the position; REPLACED when another change has that revision; undefined when it is not covered. */
  after(position: Position, limit: number): readonly Change[] | 'REPLACED' | undefined
  idAt(revision: number): string | undefined
  hasRoom(): boolean
}

export type RecentChangesBounds = { count: number; bytes: number }

export function createRecentChanges(bounds: RecentChangesBounds): RecentChanges {
  let base: Position = { revision: 0, changeId: '' }
  let kept: Change[] = []
  let bytes = 0

  function evict(): void {
    let evicted = 0
    while (evicted < kept.length && (kept.length - evicted > bounds.count || bytes > bounds.bytes))
      bytes -= approximateBytes(kept[evicted++]!)
    if (evicted === 0) return
    base = positionOf(kept[evicted - 1]!)
    kept.splice(0, evicted)
  }

  function idAt(revision: number): string | undefined {
    return revision === base.revision ? base.changeId : kept[revision - base.revision - 1]?.id
  }

  return {
    base: () => base,
    reset(head) {
      base = head
      kept = []
      bytes = 0
    },
    append(changes) {
      for (const change of changes) {
        kept.push(change)
        bytes += approximateBytes(change)
      }
      evict()
    },
    prepend(changes) {
      const [first, ...older] = changes
      const last = older.at(-1)
      if (
        !first ||
        !last ||
        last.revision !== base.revision ||
        last.id !== base.changeId ||
        last.revision - first.revision !== older.length
      )
        return false
      base = positionOf(first)
      kept = [...older, ...kept]
      for (const change of older) bytes += approximateBytes(change)
      evict()
      return true
    },
    after(position, limit) {
      const id = idAt(position.revision)
      if (id === undefined) return undefined
      if (id !== position.changeId) return 'REPLACED'
      const from = position.revision - base.revision
      return kept.slice(from, from + limit)
    },
    idAt,
    hasRoom: () => kept.length < bounds.count && bytes < bounds.bytes,
  }
}

export function positionOf(change: Change): Position {
  return { revision: change.revision, changeId: change.id }
}

export function isSamePosition(a: Position, b: Position): boolean {
  return a.revision === b.revision && a.changeId === b.changeId
}
