import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ListSnapshot } from '../../live/windowed-list.ts'
import { useViewer } from '../../session.tsx'
import { mostAtOnce, type BulkTarget } from './bulk-edit.ts'
import type { LimitRow } from './limits-list.ts'

export type Selection = {
  count: number
  has(row: LimitRow): boolean
  toggle(row: LimitRow): void
  /** All that are loaded, as far as the API takes so many at once. */
  selectLoaded(rows: ListSnapshot<LimitRow>): void
  clear(): void
  /** Only those of what is selected. */
  keep(targetIds: ReadonlySet<string>): void
  /** As they are on the screen now, else as they were when they were selected. */
  targets(rows: ListSnapshot<LimitRow>): BulkTarget[]
}

/** Which limits are to be changed together; begun anew when `key` is another. */
export function useSelection(key: string, shown: ListSnapshot<LimitRow>): Selection {
  const nameOf = useLimitName()
  const [kept, setKept] = useState<{ key: string; rows: ReadonlyMap<string, LimitRow> }>({ key, rows: new Map() })
  const rows = kept.key === key ? kept.rows : new Map<string, LimitRow>()
  const set = (next: ReadonlyMap<string, LimitRow>): void => setKept({ key, rows: next })
  return {
    // Who has no limit any more, where the whole list is known, cannot be selected any more either.
    count: [...rows.values()].filter((row) => isThere(row, shown)).length,
    has: ({ targetId }) => rows.has(targetId),
    toggle(row) {
      const next = new Map(rows)
      if (!next.delete(row.targetId) && next.size < mostAtOnce) next.set(row.targetId, row)
      set(next)
    },
    selectLoaded(snapshot) {
      const loaded = loadedRows(snapshot).slice(0, mostAtOnce)
      set(new Map(loaded.map((row) => [row.targetId, row])))
    },
    clear: () => set(new Map()),
    keep: (targetIds) => set(new Map([...rows].filter(([id]) => targetIds.has(id)))),
    targets(snapshot) {
      const now = new Map(loadedRows(snapshot).map((row) => [row.targetId, row]))
      return [...rows.values()]
        .filter((row) => isThere(row, snapshot))
        .map((row) => {
          const { targetId, kind, limit } = now.get(row.targetId) ?? row
          return { kind, id: targetId, name: nameOf(row), limit }
        })
    },
  }
}

function isThere(row: LimitRow, snapshot: ListSnapshot<LimitRow>): boolean {
  return !snapshot.isComplete || loadedRows(snapshot).some(({ targetId }) => targetId === row.targetId)
}

function loadedRows(snapshot: ListSnapshot<LimitRow>): LimitRow[] {
  return Array.from({ length: snapshot.count }, (_, index) => snapshot.rowAt(index)).filter((row) => row !== undefined)
}

/** Whose limit it is, in words. */
export function useLimitName(): (row: Pick<LimitRow, 'kind' | 'name' | 'targetId'>) => string {
  const t = useTranslations('limits')
  const { team } = useViewer()
  return ({ kind, name, targetId }) => (kind === 'TEAM' ? t('teamNamed', { name: team.name }) : (name ?? targetId))
}
