import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { DateTime } from '../../components/date-time.tsx'
import { LimitEditor } from '../../components/limit-editor.tsx'
import type { Column } from '../../components/virtual-table.tsx'
import type { GroupRow } from './group-list.ts'

export function useGroupColumns(hasDirectories: boolean): Column<GroupRow>[] {
  const t = useTranslations('groups')
  const format = useFormatter()
  return useMemo(() => {
    const directory: Column<GroupRow> = {
      key: 'directory',
      title: t('directory'),
      width: 'minmax(0, 1.5fr)',
      isSecondary: true,
      cell: (group) => group.directory.name,
    }
    return [
      {
        key: 'name',
        title: t('group'),
        width: 'minmax(0, 3fr)',
        cell: ({ id, displayName, memberCount }) => (
          <span className="group-cell">
            <Link to="/groups/$groupId" params={{ groupId: id }} className="group-name" title={displayName}>
              {displayName}
            </Link>
            <span className="hint">{t('memberCount', { count: memberCount })}</span>
          </span>
        ),
      },
      ...(hasDirectories ? [directory] : []),
      {
        key: 'members',
        title: t('members'),
        width: 'minmax(4.5rem, 1fr)',
        isNumber: true,
        isSecondary: true,
        cell: ({ memberCount }) => format.number(memberCount),
      },
      {
        key: 'limit',
        title: t('limit'),
        width: 'minmax(7.5rem, 1.8fr)',
        cell: ({ id, displayName, spendLimit }) => <LimitEditor target={{ kind: 'GROUP', id, name: displayName }} current={spendLimit} />,
      },
      {
        key: 'modified',
        title: t('lastChanged'),
        width: 'minmax(0, 1.6fr)',
        isSecondary: true,
        cell: ({ lastModifiedAt }) => <DateTime at={lastModifiedAt} />,
      },
    ]
  }, [t, format, hasDirectories])
}
