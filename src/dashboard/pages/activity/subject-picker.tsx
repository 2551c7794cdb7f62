import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { nameOfPerson } from '../../components/change-statement.ts'
import { SearchPicker } from '../../components/search-picker.tsx'
import { useSettled } from '../../components/use-settled.ts'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'

const FoundUsers = graphql(`
  query FoundUsers($search: String) {
    team {
      users(search: $search, first: 8, orderBy: DISPLAY_NAME) {
        nodes {
          id
          userName
          displayName
        }
      }
    }
  }
`)

const FoundGroups = graphql(`
  query FoundGroups($search: String) {
    team {
      groups(search: $search, first: 8) {
        nodes {
          id
          displayName
        }
      }
    }
  }
`)

export function UserPicker({ onPick }: { onPick(id: string): void }) {
  const t = useTranslations('activity')
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim())
  const { data, error, isFetching } = useLiveQuery({ document: FoundUsers, variables: { search }, topics: ['users'], keepsPrevious: true })
  const found = (data?.team?.users.nodes ?? []).map((user) => {
    const name = nameOfPerson(user)
    return name === user.userName ? { id: user.id, name } : { id: user.id, name, detail: user.userName }
  })
  return (
    <SearchPicker
      label={t('person')}
      placeholder={t('anyPerson')}
      found={found}
      isLoading={isFetching}
      error={error}
      search={typed}
      onSearch={setTyped}
      onChoose={onPick}
    />
  )
}

export function GroupPicker({ onPick }: { onPick(id: string): void }) {
  const t = useTranslations('activity')
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim())
  const { data, error, isFetching } = useLiveQuery({
    document: FoundGroups,
    variables: { search },
    topics: ['groups'],
    keepsPrevious: true,
  })
  const found = (data?.team?.groups.nodes ?? []).map(({ id, displayName }) => ({ id, name: displayName }))
  return (
    <SearchPicker
      label={t('group')}
      placeholder={t('anyGroup')}
      found={found}
      isLoading={isFetching}
      error={error}
      search={typed}
      onSearch={setTyped}
      onChoose={onPick}
    />
  )
}
