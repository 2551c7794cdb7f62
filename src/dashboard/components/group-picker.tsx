import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { graphql } from '../gql/gql.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { SearchPicker, type PickerTexts } from './search-picker.tsx'
import { useSettled } from './use-settled.ts'

const FindGroups = graphql(`
  query FindGroups($search: String) {
    team {
      groups(search: $search, first: 20) {
        nodes {
          id
          displayName
          memberCount
          directory {
            name
          }
        }
      }
    }
  }
`)

export type FoundGroup = { id: string; displayName: string }

export function GroupPicker({ onChoose, ...texts }: PickerTexts & { onChoose(group: FoundGroup): void }) {
  const t = useTranslations('common')
  const [search, setSearch] = useState('')
  const variables = { search: useSettled(search.trim()) || null }
  const { data, error, isFetching } = useLiveQuery({ document: FindGroups, variables, topics: ['groups'], keepsPrevious: true })
  const groups = data?.team?.groups.nodes ?? []
  return (
    <SearchPicker
      {...texts}
      found={groups.map(({ id, displayName, memberCount, directory }) => ({
        id,
        name: displayName,
        detail: t('groupDetail', { count: memberCount, directory: directory.name }),
      }))}
      isLoading={isFetching}
      error={error}
      search={search}
      onSearch={setSearch}
      onChoose={(id) => {
        setSearch('')
        const group = groups.find((one) => one.id === id)
        if (group) onChoose(group)
      }}
    />
  )
}
