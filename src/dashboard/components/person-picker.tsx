import { useState } from 'react'
import { graphql } from '../gql/gql.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { SearchPicker, type PickerTexts } from './search-picker.tsx'
import { useSettled } from './use-settled.ts'

const FindPeople = graphql(`
  query FindPeople($search: String) {
    team {
      users(search: $search, first: 20) {
        nodes {
          id
          userName
          displayName
        }
      }
    }
  }
`)

export function PersonPicker({ onChoose, ...texts }: PickerTexts & { onChoose(userId: string): void }) {
  const [search, setSearch] = useState('')
  const variables = { search: useSettled(search.trim()) || null }
  const { data, error, isFetching } = useLiveQuery({ document: FindPeople, variables, topics: ['users'], keepsPrevious: true })
  const found = (data?.team?.users.nodes ?? []).map(({ id, userName, displayName }) =>
    displayName === null || displayName === userName ? { id, name: userName } : { id, name: displayName, detail: userName },
  )
  return (
    <SearchPicker
      {...texts}
      found={found}
      isLoading={isFetching}
      error={error}
      search={search}
      onSearch={setSearch}
      onChoose={(id) => {
        setSearch('')
        onChoose(id)
      }}
    />
  )
}
