import { useState } from 'react'
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ErrorText } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useTypedText } from '../../components/use-typed-text.ts'

const PickableGroups = graphql(`
  query PickableGroups($search: String) {
    team {
      groups(search: $search, first: 30) {
        nodes {
          id
          displayName
          memberCount
        }
      }
    }
  }
`)

const PickedGroup = graphql(`
  query PickedGroup($id: ID!) {
    node(id: $id) {
      ... on Group {
        id
        displayName
      }
    }
  }
`)

/** One of any number of groups: found by a part of its name. */
export function GroupPicker({ group, onPick }: { group: string | undefined; onPick(group: string): void }) {
  const { data } = useLiveQuery({
    document: PickedGroup,
    variables: { id: group ?? '' },
    topics: ['groups'],
    isEnabled: group !== undefined,
  })
  const picked = data?.node && 'displayName' in data.node ? data.node : undefined
  // Begun anew with the name of what is picked, whoever picked it.
  return <Picker key={`${group} ${picked?.displayName}`} group={group} name={picked?.displayName ?? ''} onPick={onPick} />
}

function Picker({ group, name, onPick }: { group: string | undefined; name: string; onPick(group: string): void }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const [search, setSearch] = useState('')
  const [typed, setTyped] = useTypedText(name, (text) => setSearch(text === name ? '' : text))
  const { data, error, isFetching } = useLiveQuery({
    document: PickableGroups,
    variables: { search: search || null },
    topics: ['groups'],
    keepsPrevious: true,
  })
  const groups = data?.team?.groups.nodes ?? []
  const emptyText = isFetching ? common('searching') : error ? <ErrorText error={error} /> : t('groupsNotFound')
  return (
    <ComboBox
      className="field people-picker"
      aria-label={t('group')}
      items={groups}
      inputValue={typed}
      onInputChange={setTyped}
      selectedKey={group ?? null}
      onSelectionChange={(key) => key !== null && onPick(String(key))}
      menuTrigger="focus"
      allowsEmptyCollection
    >
      <div className="people-picker-input">
        <Input className="input" placeholder={t('groupPlaceholder')} />
        <Button className="button button-quiet icon-button" aria-label={t('groupsShow')}>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Popover className="popover">
        <ListBox className="menu" renderEmptyState={() => <p className="hint people-picker-empty">{emptyText}</p>}>
          {(one: { id: string; displayName: string; memberCount: number }) => (
            <ListBoxItem id={one.id} textValue={one.displayName} className="menu-item spread">
              <span>{one.displayName}</span>
              <span className="hint number">{t('members', { count: one.memberCount })}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
