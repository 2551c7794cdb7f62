import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Money, useLimitText } from '../../components/money.tsx'
import { usePercentText } from '../../components/percent-text.ts'
import type { Column } from '../../components/virtual-table.tsx'
import type { ReportRow } from './report-list.ts'
import { UsedBar } from './used-bar.tsx'

export function useReportColumns(nearPercent: number): Column<ReportRow>[] {
  const t = useTranslations('limits')
  return useMemo(
    () => [
      { key: 'name', title: t('columns.person'), width: 'minmax(0, 2fr)', cell: (row) => <Person row={row} /> },
      { key: 'limit', title: t('columns.limit'), width: 'minmax(0, 1.5fr)', cell: (row) => <AppliedLimit row={row} /> },
      {
        key: 'spent',
        title: t('columns.spent'),
        width: 'minmax(4.75rem, 1fr)',
        isNumber: true,
        cell: (row) => <Spent row={row} />,
      },
      {
        key: 'reserved',
        title: t('columns.reserved'),
        width: 'minmax(0, 0.8fr)',
        isNumber: true,
        isSecondary: true,
        cell: ({ reserved }) => (reserved.amountMinor === 0 ? <span className="hint">–</span> : <Money money={reserved} />),
      },
      {
        key: 'remaining',
        title: t('columns.remaining'),
        width: 'minmax(0, 1fr)',
        isNumber: true,
        isSecondary: true,
        cell: ({ remaining }) => (remaining ? <Money money={remaining} /> : <span className="hint">–</span>),
      },
      {
        key: 'used',
        title: t('columns.used'),
        width: 'minmax(3.5rem, 1.4fr)',
        isSecondary: true,
        cell: ({ user, usedPercent }) => <UsedBar percent={user.active ? usedPercent : null} nearPercent={nearPercent} />,
      },
      {
        key: 'state',
        title: t('columns.state'),
        width: 'minmax(0, 1.2fr)',
        isSecondary: true,
        cell: (row) => <State row={row} nearPercent={nearPercent} />,
      },
    ],
    [t, nearPercent],
  )
}

function Person({ row: { user } }: { row: ReportRow }) {
  const name = user.displayName ?? user.userName
  return (
    <span className="limits-two-lines">
      <Link to="/people/$userId" params={{ userId: user.id }}>
        {name}
      </Link>
      {name !== user.userName && <span className="hint">{user.userName}</span>}
    </span>
  )
}

/** On a narrow screen the used part stands under it, for want of a column. */
function Spent({ row: { user, spent, usedPercent } }: { row: ReportRow }) {
  const percentText = usePercentText()
  return (
    <span className="limits-two-lines">
      <Money money={spent} />
      {user.active && usedPercent !== null && <span className="hint limits-narrow">{percentText(usedPercent)}</span>}
    </span>
  )
}

/** The limit that applies, and under it where it comes from. */
function AppliedLimit({ row: { limit, decidedBy } }: { row: ReportRow }) {
  const t = useTranslations('limits')
  const limitText = useLimitText()
  const group = decidedBy?.target?.__typename === 'Group' ? decidedBy.target : undefined
  return (
    <span className="limits-two-lines">
      <span className="number">{limitText(limit)}</span>
      <span className="hint">
        {group ? (
          <Link to="/groups/$groupId" params={{ groupId: group.id }}>
            {group.displayName}
          </Link>
        ) : (
          t(`sources.${limit.source}`)
        )}
      </span>
    </span>
  )
}

function State({ row: { user, limit, isBlocked, usedPercent, spent }, nearPercent }: { row: ReportRow; nearPercent: number }) {
  const t = useTranslations('limits')
  if (!user.active) return <Badge tone="neutral">{t('states.inactive')}</Badge>
  if (isBlocked) {
    const isOver = limit.amount !== null && spent.amountMinor > limit.amount.amountMinor
    return <Badge tone="bad">{t(isOver ? 'states.over' : limit.amount?.amountMinor === 0 ? 'states.zero' : 'states.used')}</Badge>
  }
  if (usedPercent !== null && usedPercent >= nearPercent) return <Badge tone="warning">{t('states.near')}</Badge>
  return <span className="hint">{t(limit.isUnlimited ? 'states.unlimited' : 'states.free')}</span>
}
