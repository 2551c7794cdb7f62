import { useEffect, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { nameOfPerson } from '../../components/change-statement.ts'
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
  const search = useSettled(typed)
  const { data } = useLiveQuery({ document: FoundUsers, variables: { search }, topics: ['users'], keepsPrevious: true })
  const found = (data?.team?.users.nodes ?? []).map((user) => ({ id: user.id, name: nameOfPerson(user), hint: user.userName }))
  return <Picker label={t('person')} placeholder={t('anyPerson')} found={found} typed={typed} onType={setTyped} onPick={onPick} />
}

export function GroupPicker({ onPick }: { onPick(id: string): void }) {
  const t = useTranslations('activity')
  const [typed, setTyped] = useState('')
  const search = useSettled(typed)
  const { data } = useLiveQuery({ document: FoundGroups, variables: { search }, topics: ['groups'], keepsPrevious: true })
  const found = (data?.team?.groups.nodes ?? []).map(({ id, displayName }) => ({ id, name: displayName }))
  return <Picker label={t('group')} placeholder={t('anyGroup')} found={found} typed={typed} onType={setTyped} onPick={onPick} />
}

type Found = { id: string; name: string; hint?: string }
type PickerProps = {
  label: string
  placeholder: string
  found: readonly Found[]
  typed: string
  onType(text: string): void
  onPick(id: string): void
}

/** One of many, found by a part of its name; the server looks for it. */
function Picker({ label, placeholder, found, typed, onType, onPick }: PickerProps) {
  const t = useTranslations('activity')
  return (
    <ComboBox
      className="field activity-picker"
      items={found}
      inputValue={typed}
      onInputChange={onType}
      onSelectionChange={(key) => key !== null && onPick(String(key))}
      menuTrigger="focus"
      allowsEmptyCollection
    >
      <Label className="label">{label}</Label>
      <Input className="input" placeholder={placeholder} />
      <Popover className="popover">
        <ListBox className="menu" renderEmptyState={() => <p className="hint activity-nothing">{t('nobodyFound')}</p>}>
          {({ id, name, hint }: Found) => (
            <ListBoxItem id={id} textValue={name} className="menu-item activity-found">
              <span>{name}</span>
              {hint !== undefined && hint !== name && <span className="hint">{hint}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

const settleMilliseconds = 200

/** What was typed, once nothing more is. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), settleMilliseconds)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
