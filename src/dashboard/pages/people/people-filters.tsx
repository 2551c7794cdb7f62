import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { SearchField, Select } from '../../components/fields.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { given } from '../../search-params.ts'
import { GroupPicker } from './group-picker.tsx'
import type { PeopleSearch } from './search.ts'
import { useTypedText } from '../../components/use-typed-text.ts'

const PeopleDirectories = graphql(`
  query PeopleDirectories {
    team {
      directories {
        id
        name
      }
    }
  }
`)

/** Search and filters; they stand in the address. What is typed takes the place of what was typed, each choice is a step of the history. */
export function PeopleFilters({ search }: { search: PeopleSearch }) {
  const t = useTranslations('people')
  const navigate = useNavigate()
  const choose = (changed: { [Name in keyof PeopleSearch]?: PeopleSearch[Name] | undefined }, replace = false): void =>
    void navigate({ to: '/people', search: given({ ...search, ...changed }), replace })
  const [typed, setTyped] = useTypedText(search.search ?? '', (text) => choose({ search: text === '' ? undefined : text }, true))
  return (
    <div className="toolbar" role="search" aria-label={t('filters')}>
      <SearchField label={t('search')} value={typed} onChange={setTyped} />
      <Select
        label={t('state')}
        isLabelHidden
        value={search.state ?? 'all'}
        choices={[
          { value: 'all', label: t('stateAll') },
          { value: 'active', label: t('stateActive') },
          { value: 'inactive', label: t('stateInactive') },
        ]}
        onChange={(state) => choose({ state: state === 'all' ? undefined : state })}
      />
      <MembershipFilter search={search} onChoose={choose} />
      <DirectoryFilter directory={search.directory} onChoose={(directory) => choose({ directory })} />
    </div>
  )
}

type Membership = 'any' | 'none' | 'group'

function MembershipFilter({
  search,
  onChoose,
}: {
  search: PeopleSearch
  onChoose(changed: { group: string | undefined; groups: 'none' | undefined }): void
}) {
  const t = useTranslations('people')
  const [isPicking, setIsPicking] = useState(false)
  const isOfGroup = search.group !== undefined || isPicking
  const value: Membership = isOfGroup ? 'group' : (search.groups ?? 'any')
  const choices: { value: Membership; label: string }[] = [
    { value: 'any', label: t('groupsAny') },
    { value: 'none', label: t('groupsNone') },
    { value: 'group', label: t('groupsOne') },
  ]
  return (
    <>
      <Select
        label={t('membership')}
        isLabelHidden
        value={value}
        choices={choices}
        onChange={(membership) => {
          setIsPicking(membership === 'group')
          if (membership !== 'group') onChoose({ group: undefined, groups: membership === 'none' ? 'none' : undefined })
        }}
      />
      {isOfGroup && (
        <GroupPicker
          group={search.group}
          onPick={(group) => {
            setIsPicking(false)
            onChoose({ group, groups: undefined })
          }}
        />
      )}
    </>
  )
}

/** Where there is one directory there is nothing to choose. */
function DirectoryFilter({ directory, onChoose }: { directory: string | undefined; onChoose(directory: string | undefined): void }) {
  const t = useTranslations('people')
  const { data } = useLiveQuery({ document: PeopleDirectories, variables: {}, topics: ['set-up'] })
  const directories = data?.team?.directories ?? []
  if (directories.length < 2 && directory === undefined) return null
  return (
    <Select
      label={t('directory')}
      isLabelHidden
      value={directory ?? 'all'}
      choices={[{ value: 'all', label: t('directoriesAll') }, ...directories.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(chosen) => onChoose(chosen === 'all' ? undefined : chosen)}
    />
  )
}
