import { Check } from 'lucide-react'
import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { SearchField } from '../../components/fields.tsx'
import { useLimitText } from '../../components/money.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import type { BulkTarget } from './bulk-edit.ts'
import { CheckBox } from './check-box.tsx'
import { useTypedText } from '../../components/use-typed-text.ts'

const PickGroups = graphql(`
  query PickGroups($search: String, $filter: GroupFilter) {
    team {
      groups(first: 50, search: $search, filter: $filter) {
        totalCount
        nodes {
          id
          displayName
          memberCount
          spendLimit {
            ...LimitOfRow
          }
        }
      }
    }
  }
`)

type PickerProps = { chosen: ReadonlyMap<string, BulkTarget>; onChange(chosen: ReadonlyMap<string, BulkTarget>): void; without?: string }

/** Groups, found by name, of which several are chosen. What is chosen stays so while another name is looked for. */
export function GroupPicker({ chosen, onChange, without }: PickerProps) {
  const t = useTranslations('limits')
  const [search, setSearch] = useState('')
  const [typed, setTyped] = useTypedText(search, setSearch)
  const [onlyWithout, setOnlyWithout] = useState(true)
  const variables = { search, filter: onlyWithout ? { hasSpendLimit: false } : null }
  const { data, error, refetch } = useLiveQuery({ document: PickGroups, variables, topics: ['groups', 'limits'], keepsPrevious: true })
  const groups = data?.team?.groups
  return (
    <div className="limits-picker">
      <div className="toolbar">
        <SearchField label={t('searchGroups')} value={typed} onChange={setTyped} />
        <CheckBox isSelected={onlyWithout} onChange={setOnlyWithout}>
          {t('picker.onlyWithout')}
        </CheckBox>
      </div>
      {groups ? (
        <GroupChoices groups={groups.nodes.filter(({ id }) => id !== without)} chosen={chosen} onChange={onChange} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      {groups && groups.totalCount > groups.nodes.length && (
        <p className="hint">{t('picker.more', { count: groups.totalCount - groups.nodes.length })}</p>
      )}
      <div className="row">
        <span role="status">{t('picker.chosen', { count: chosen.size })}</span>
        <span className="hint limits-chosen">{[...chosen.values()].map(({ name }) => name).join(', ')}</span>
        {chosen.size > 0 && (
          <Button look="quiet" onPress={() => onChange(new Map())}>
            {t('selectNone')}
          </Button>
        )}
      </div>
    </div>
  )
}

type Group = { id: string; displayName: string; memberCount: number; spendLimit: BulkTarget['limit'] }

function GroupChoices({ groups, chosen, onChange }: { groups: readonly Group[] } & Pick<PickerProps, 'chosen' | 'onChange'>) {
  const t = useTranslations('limits')
  const limitText = useLimitText()
  const choose = (ids: ReadonlySet<unknown>): void => {
    const kept = [...chosen].filter(([id]) => ids.has(id) || !groups.some((group) => group.id === id))
    const more = groups
      .filter(({ id }) => ids.has(id))
      .map(({ id, displayName, spendLimit }): [string, BulkTarget] => [id, { kind: 'GROUP', id, name: displayName, limit: spendLimit }])
    onChange(new Map([...kept, ...more]))
  }
  return (
    <ListBox
      className="limits-choices"
      aria-label={t('groups')}
      selectionMode="multiple"
      selectedKeys={[...chosen.keys()]}
      onSelectionChange={(keys) => choose(keys === 'all' ? new Set(groups.map(({ id }) => id)) : keys)}
      renderEmptyState={() => <p className="limits-nothing">{t('picker.nothing')}</p>}
    >
      {groups.map(({ id, displayName, memberCount, spendLimit }) => (
        <ListBoxItem key={id} id={id} className="menu-item limits-choice" textValue={displayName}>
          <span className="checkbox-box" aria-hidden="true">
            <Check size={14} strokeWidth={3} />
          </span>
          <span className="limits-choice-name">{displayName}</span>
          <span className="hint">{`${t('members', { count: memberCount })} · ${limitText(spendLimit)}`}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
