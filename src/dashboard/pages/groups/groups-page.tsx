import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { SearchField, Select } from '../../components/fields.tsx'
import { LimitEditing } from '../../components/limit-editing.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'
import { useTypedText } from '../../components/use-typed-text.ts'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { Button } from '../../components/button.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useGroupColumns } from './group-columns.tsx'
import { useGroupList, type GroupRow } from './group-list.ts'
import './groups.css'
import type { GroupsSearch } from './search.ts'

const DirectoriesOfGroups = graphql(`
  query DirectoriesOfGroups {
    team {
      directories {
        id
        name
      }
    }
  }
`)

const route = getRouteApi('/administration/groups')

/** Every group that the identity provider pushed, as it is now. */
export function GroupsPage() {
  const t = useTranslations('groups')
  const format = useFormatter()
  const filters = route.useSearch()
  const navigate = useNavigate({ from: '/groups' })
  const { data } = useLiveQuery({ document: DirectoriesOfGroups, variables: {}, topics: ['set-up'] })
  const directories = data?.team?.directories ?? []
  const { list, snapshot } = useGroupList(filters)
  const columns = useGroupColumns(directories.length > 1)
  const open = useCallback(({ id }: GroupRow) => void navigate({ to: '/groups/$groupId', params: { groupId: id } }), [navigate])
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Filters filters={filters} directories={directories} />
      <p className="hint number groups-count" role="status">
        {snapshot.total !== undefined && t('count', { count: snapshot.total, number: format.number(snapshot.total) })}
      </p>
      <div className="group-table">
        <LimitEditing>
          <VirtualTable
            label={t('title')}
            list={list}
            snapshot={snapshot}
            columns={columns}
            onOpen={open}
            empty={<NoGroups isFiltered={Object.keys(filters).length > 0} />}
          />
        </LimitEditing>
      </div>
    </Page>
  )
}

function NoGroups({ isFiltered }: { isFiltered: boolean }) {
  const t = useTranslations('groups')
  const navigate = useNavigate({ from: '/groups' })
  if (isFiltered)
    return (
      <EmptyState
        title={t('noMatchTitle')}
        action={<Button onPress={() => void navigate({ search: {}, replace: true })}>{t('clearFilters')}</Button>}
      >
        {t('noMatch')}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t('emptyTitle')}
      action={
        <Link className="button button-primary" to="/set-up">
          {t('toSetUp')}
        </Link>
      }
    >
      {t('empty')}
    </EmptyState>
  )
}

const anyDirectory = 'any'

function Filters({ filters, directories }: { filters: GroupsSearch; directories: readonly { id: string; name: string }[] }) {
  const t = useTranslations('groups')
  const navigate = useNavigate({ from: '/groups' })
  const change = (fields: { [Name in keyof GroupsSearch]: GroupsSearch[Name] | undefined }): void => {
    void navigate({ search: withoutEmpty({ ...filters, ...fields }), replace: true })
  }
  const [search, setSearch] = useTypedText(filters.search ?? '', (text) => change({ search: text === '' ? undefined : text }))
  return (
    <div className="toolbar">
      <SearchField label={t('search')} value={search} onChange={setSearch} />
      <Select
        label={t('limitFilter')}
        isLabelHidden
        value={filters.limit ?? 'any'}
        onChange={(limit) => change({ limit: limit === 'any' ? undefined : limit })}
        choices={[
          { value: 'any', label: t('limitAny') },
          { value: 'with', label: t('limitWith') },
          { value: 'without', label: t('limitWithout') },
        ]}
      />
      {directories.length > 1 && (
        <Select
          label={t('directory')}
          isLabelHidden
          value={filters.directory ?? anyDirectory}
          onChange={(directory) => change({ directory: directory === anyDirectory ? undefined : directory })}
          choices={[{ value: anyDirectory, label: t('directoryAny') }, ...directories.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </div>
  )
}

function withoutEmpty(fields: { [Name in keyof GroupsSearch]: GroupsSearch[Name] | undefined }): GroupsSearch {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as GroupsSearch
}
