import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { useLimitText } from '../../components/money.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'
import { VirtualTable, type Column } from '../../components/virtual-table.tsx'
import { PeopleFilters } from './people-filters.tsx'
import { usePeopleList, type PersonRow } from './people-list.ts'
import './people.css'

export function PeoplePage() {
  const t = useTranslations('people')
  const search = useSearch({ from: '/administration/people' })
  const navigate = useNavigate()
  const { list, snapshot } = usePeopleList(search)
  const columns = useColumns()
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="people-toolbar">
        <PeopleFilters search={search} />
        {snapshot.total !== undefined && <p className="hint number people-count">{t('count', { count: snapshot.total })}</p>}
      </div>
      <Found of={JSON.stringify(search)} count={snapshot.total} />
      <VirtualTable
        label={t('title')}
        list={list}
        snapshot={snapshot}
        columns={columns}
        onOpen={({ id }) => void navigate({ to: '/people/$userId', params: { userId: id } })}
        empty={isFiltered ? <NothingFound /> : <NobodyYet />}
      />
    </Page>
  )
}

/** A screen reader hears how many a search has found, not each who comes and goes. */
function Found({ of, count }: { of: string; count: number | undefined }) {
  const t = useTranslations('people')
  const [told, setTold] = useState<{ of: string; count: number }>()
  if (count !== undefined && told?.of !== of) setTold({ of, count })
  return (
    <span className="visually-hidden" role="status">
      {told && t('count', { count: told.count })}
    </span>
  )
}

function NothingFound() {
  const t = useTranslations('people')
  return (
    <EmptyState
      title={t('nothingFoundTitle')}
      action={
        <Link className="button button-secondary" to="/people">
          {t('clearFilters')}
        </Link>
      }
    >
      {t('nothingFound')}
    </EmptyState>
  )
}

function NobodyYet() {
  const t = useTranslations('people')
  return (
    <EmptyState
      title={t('nobodyTitle')}
      action={
        <Link className="button button-primary" to="/set-up">
          {t('toSetUp')}
        </Link>
      }
    >
      {t('nobody')}
    </EmptyState>
  )
}

function useColumns(): Column<PersonRow>[] {
  const t = useTranslations('people')
  const common = useTranslations('common')
  return useMemo(
    () => [
      { key: 'name', title: t('name'), width: 'minmax(9rem, 2fr)', cell: (row) => <Name row={row} /> },
      { key: 'userName', title: t('userName'), width: 'minmax(8rem, 1.6fr)', isSecondary: true, cell: ({ userName }) => userName },
      { key: 'email', title: t('email'), width: 'minmax(8rem, 1.8fr)', isSecondary: true, cell: ({ email }) => email ?? '–' },
      {
        key: 'state',
        title: t('state'),
        width: '6.5rem',
        isSecondary: true,
        cell: ({ active }) => <Badge tone={active ? 'good' : 'neutral'}>{common(active ? 'active' : 'inactive')}</Badge>,
      },
      { key: 'limit', title: t('limit'), width: 'minmax(8rem, 1.4fr)', cell: (row) => <Limit row={row} /> },
    ],
    [t, common],
  )
}

/** The row itself is what the keyboard opens; the link is for the pointer, and for another tab. */
function Name({ row }: { row: PersonRow }) {
  const t = useTranslations('common')
  return (
    <span className="people-name">
      <Link to="/people/$userId" params={{ userId: row.id }} tabIndex={-1}>
        {row.displayName ?? row.userName}
      </Link>
      <span className="hint people-narrow">
        {row.userName}
        {!row.active && ` · ${t('inactive')}`}
      </span>
    </span>
  )
}

function Limit({ row: { effectiveSpendLimit: limit } }: { row: PersonRow }) {
  const explanation = useTranslations('explanation')
  const limitText = useLimitText()
  const target = limit.decidedBy?.target
  const source = target?.__typename === 'Group' ? target.displayName : explanation('source', { source: limit.source })
  return (
    <span className="people-limit">
      <span className="number">{limitText(limit)}</span>
      <span className="hint people-source">{source}</span>
    </span>
  )
}
