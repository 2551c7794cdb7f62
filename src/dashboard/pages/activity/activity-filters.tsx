import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { useChangeKindText } from '../../components/change-sentence.tsx'
import type { Subject } from '../../components/change-subject.ts'
import { Select } from '../../components/fields.tsx'
import { useActorName } from './actor-name.ts'
import { changeKinds } from './change-kinds.ts'
import { actorKinds, type ActivitySearch } from './search.ts'
import { GroupPicker } from '../../components/group-picker.tsx'
import { PersonPicker } from '../../components/person-picker.tsx'

const all = 'all'

/** What is shown, kept in the address. */
export function ActivityFilters({
  search,
  user,
  group,
}: {
  search: ActivitySearch
  user?: Subject | undefined
  group?: Subject | undefined
}) {
  const t = useTranslations('activity')
  const actorText = useTranslations('changes')
  const kindText = useChangeKindText()
  const navigate = useNavigate({ from: '/activity' })
  /** The id, until it is known how it is called. */
  const nameOf = (subject: Subject | undefined, id: string): string => (subject ? (subject.name ?? t('somebodyDeleted')) : id)
  const choose = (chosen: Partial<Record<keyof ActivitySearch, string | undefined>>): void => {
    // Another filter, another list: a place in it is of no use.
    void navigate({
      to: '/activity',
      search: (before: ActivitySearch) => ({ ...before, at: undefined, ...(chosen as ActivitySearch) }),
      replace: true,
    })
  }
  return (
    <div className="toolbar activity-filters" role="search" aria-label={t('filters')}>
      {search.user === undefined ? (
        <PersonPicker label={t('person')} placeholder={t('anyPerson')} onChoose={(id) => choose({ user: id })} />
      ) : (
        <Chosen label={t('person')} name={nameOf(user, search.user)} onClear={() => choose({ user: undefined })} />
      )}
      {search.group === undefined ? (
        <GroupPicker label={t('group')} placeholder={t('anyGroup')} onChoose={({ id }) => choose({ group: id })} />
      ) : (
        <Chosen label={t('group')} name={nameOf(group, search.group)} onClear={() => choose({ group: undefined })} />
      )}
      <Select
        label={t('kind')}
        value={changeKinds.some(({ kind }) => kind === search.kind) ? search.kind! : all}
        choices={[
          { value: all, label: t('allKinds') },
          ...changeKinds.map(({ kind, typename }) => ({ value: kind, label: kindText(typename) })),
        ]}
        onChange={(kind) => choose({ kind: kind === all ? undefined : kind })}
      />
      {search.actor === undefined ? (
        <Select
          label={t('by')}
          value={search.actorKind ?? all}
          choices={[
            { value: all, label: t('byAnybody') },
            ...actorKinds.map((kind) => ({ value: kind, label: actorText(`actors.${kind}`) })),
          ]}
          onChange={(kind) => choose({ actorKind: kind === all ? undefined : kind })}
        />
      ) : (
        <ChosenActor id={search.actor} onClear={() => choose({ actor: undefined })} />
      )}
    </div>
  )
}

function ChosenActor({ id, onClear }: { id: string; onClear(): void }) {
  const t = useTranslations('activity')
  return <Chosen label={t('by')} name={useActorName(id) ?? id} onClear={onClear} />
}

/** What was chosen, and how to let go of it. */
function Chosen({ label, name, onClear }: { label: string; name: string; onClear(): void }) {
  const t = useTranslations('activity')
  return (
    <div className="field">
      <span className="label">{label}</span>
      <Button className="activity-chosen" aria-label={t('clearFilter', { label, name })} onPress={onClear}>
        <span>{name}</span>
        <X aria-hidden size={14} />
      </Button>
    </div>
  )
}
