import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { TeamChange } from '../../live/change-facts.ts'
import { useTeamChanges } from '../../live/live-context.tsx'
import type { ListSnapshot } from '../../live/windowed-list.ts'
import { useViewer } from '../../session.tsx'
import { mostAtOnce, type BulkTarget } from './bulk-edit.ts'
import type { LimitRow } from './limits-list.ts'

export type Selection = {
  count: number
  has(row: LimitRow): boolean
  toggle(row: LimitRow): void
  /** These instead of what was selected, as many as the API takes at once. */
  set(rows: readonly LimitRow[]): void
  /** Only those of what is selected. */
  keep(targetIds: ReadonlySet<string>): void
  /** As they are on the screen now, else as they were when they were selected. */
  targets(shown: ListSnapshot<LimitRow>): BulkTarget[]
}

/** Which limits are to be changed together, however they were found. What is not a limit any more is not selected any more; begun anew when `key` is another. */
export function useSelection(key: string): Selection {
  const nameOf = useLimitName()
  const [kept, setKept] = useState<{ key: string; rows: ReadonlyMap<string, LimitRow> }>({ key, rows: new Map() })
  const rows = kept.key === key ? kept.rows : new Map<string, LimitRow>()
  const replace = (next: Iterable<[string, LimitRow]>): void => setKept({ key, rows: new Map(next) })
  useTeamChanges((changes) => {
    const gone = new Set(changes?.flatMap(endedTargets))
    if ([...rows.keys()].some((id) => gone.has(id))) replace([...rows].filter(([id]) => !gone.has(id)))
  })
  return {
    count: rows.size,
    has: ({ targetId }) => rows.has(targetId),
    toggle(row) {
      const next = new Map(rows)
      if (!next.delete(row.targetId) && next.size < mostAtOnce) next.set(row.targetId, row)
      replace(next)
    },
    set: (chosen) => replace(chosen.slice(0, mostAtOnce).map((row) => [row.targetId, row])),
    keep: (targetIds) => replace([...rows].filter(([id]) => targetIds.has(id))),
    targets(shown) {
      if (rows.size === 0) return []
      const now = new Map(loadedRows(shown).map((row) => [row.targetId, row]))
      return [...rows.values()].map((row) => {
        const { targetId, kind, limit } = now.get(row.targetId) ?? row
        return { kind, id: targetId, name: nameOf(row), limit }
      })
    },
  }
}

/** Whose limit a change has ended. */
function endedTargets(change: TeamChange): string[] {
  switch (change.__typename) {
    case 'SpendLimitCleared':
      return [change.cleared.targetId]
    case 'SpendLimitExpired':
      return [change.expired.targetId]
    case 'GroupDeleted':
      return [change.group.id]
    case 'UserDeleted':
      return [change.user.id]
    default:
      return []
  }
}

function loadedRows(shown: ListSnapshot<LimitRow>): LimitRow[] {
  return Array.from({ length: shown.count }, (_, index) => shown.rowAt(index)).filter((row) => row !== undefined)
}

/** Whose limit it is, in words. */
export function useLimitName(): (row: Pick<LimitRow, 'kind' | 'name' | 'targetId'>) => string {
  const t = useTranslations('limits')
  const { team } = useViewer()
  return ({ kind, name, targetId }) => (kind === 'TEAM' ? t('teamNamed', { name: team.name }) : (name ?? targetId))
}
