import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { LimitEditor } from '../../components/limit-editor.tsx'
import type { Column } from '../../components/virtual-table.tsx'
import type { Outcome } from './bulk-edit.ts'
import { CheckBox } from './check-box.tsx'
import type { LimitRow } from './limits-list.ts'
import { useOutcomeText } from './outcome-text.ts'
import { useLimitName, type Selection } from './selection.ts'

export function useLimitColumns(selection: Selection, refusals: ReadonlyMap<string, Outcome>): Column<LimitRow>[] {
  const t = useTranslations('limits')
  const nameOf = useLimitName()
  return [
    {
      key: 'select',
      // The column is as wide as a box: there is no room for a word.
      title: '✓',
      width: '1.75rem',
      cell: (row) => (
        <CheckBox
          aria-label={t('select', { name: nameOf(row) })}
          excludeFromTabOrder
          isSelected={selection.has(row)}
          onChange={() => selection.toggle(row)}
        />
      ),
    },
    {
      key: 'name',
      title: t('columns.whose'),
      width: 'minmax(0, 2fr)',
      cell: (row) => <Target row={row} refusal={refusals.get(row.targetId)} />,
    },
    {
      key: 'limit',
      title: t('columns.limit'),
      width: 'minmax(7.5rem, 1.4fr)',
      cell: (row) => <LimitEditor target={{ kind: row.kind, id: row.targetId, name: nameOf(row) }} current={row.limit} />,
    },
    {
      key: 'expires',
      title: t('columns.expires'),
      width: 'minmax(0, 1.2fr)',
      isSecondary: true,
      cell: ({ limit }) => (limit.expiresAt === null ? <span className="hint">{t('stays')}</span> : <DateTime at={limit.expiresAt} />),
    },
    {
      key: 'set',
      title: t('columns.set'),
      width: 'minmax(0, 1.6fr)',
      isSecondary: true,
      cell: ({ limit }) => (
        <span className="limits-two-lines">
          <span>{limit.setBy}</span>
          <span className="hint">
            <DateTime at={limit.setAt} />
          </span>
        </span>
      ),
    },
  ]
}

function Target({ row, refusal }: { row: LimitRow; refusal: Outcome | undefined }) {
  const t = useTranslations('limits')
  const nameOf = useLimitName()
  const outcomeText = useOutcomeText()
  const { kind, name, targetId, memberCount } = row
  const link =
    name === null ? (
      <span>{nameOf(row)}</span>
    ) : kind === 'GROUP' ? (
      <Link to="/groups/$groupId" params={{ groupId: targetId }}>
        {name}
      </Link>
    ) : (
      <Link to="/people/$userId" params={{ userId: targetId }}>
        {name}
      </Link>
    )
  return (
    <span className="limits-two-lines">
      {link}
      {refusal ? (
        <span title={outcomeText(refusal)}>
          <Badge tone="bad">{t('notChanged')}</Badge> <span className="hint">{outcomeText(refusal)}</span>
        </span>
      ) : (
        <span className="hint">{memberCount === null ? t(`targets.${kind}`) : t('groupOf', { count: memberCount })}</span>
      )}
    </span>
  )
}
