import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { GroupPicker, type FoundGroup } from '../../components/group-picker.tsx'
import { useAct } from '../../live/use-act.ts'

const SetUpAdministratorGroup = graphql(`
  query SetUpAdministratorGroup {
    team {
      administratorGroup {
        id
        displayName
        memberCount
        directory {
          name
        }
      }
      administratorGroupWarning
    }
  }
`)

const MapAdministratorGroup = graphql(`
  mutation MapAdministratorGroup($input: SetAdministratorGroupInput!) {
    setAdministratorGroup(input: $input) {
      __typename
      ... on SetAdministratorGroupSuccess {
        changeCursor
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

/** The group whose members are administrators. `null` asks whether none should be any more. */
export function AdministratorGroup() {
  const t = useTranslations('setUp.access')
  const common = useTranslations('common')
  const [asked, setAsked] = useState<FoundGroup | null | undefined>()
  const { data, error, refetch } = useLiveQuery({
    document: SetUpAdministratorGroup,
    variables: {},
    topics: ['set-up', 'groups', 'memberships', 'users'],
  })
  if (!data?.team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const { administratorGroup: group, administratorGroupWarning: warning } = data.team
  return (
    <Section title={t('group')}>
      <p className="hint">{t('groupHint')}</p>
      {group ? (
        <div className="row spread">
          <p>
            <Link to="/groups/$groupId" params={{ groupId: group.id }}>
              {group.displayName}
            </Link>{' '}
            <span className="hint">{common('groupDetail', { count: group.memberCount, directory: group.directory.name })}</span>
          </p>
          <Button onPress={() => setAsked(null)}>{t('groupNone')}</Button>
        </div>
      ) : (
        <p>{t('noGroup')}</p>
      )}
      {warning !== null && (
        <Callout tone="warning" title={t('groupWarning')}>
          <p lang="en">{warning}</p>
        </Callout>
      )}
      <GroupPicker label={t('chooseGroup')} onChoose={setAsked} />
      {asked !== undefined && <MapDialog group={asked} onClose={() => setAsked(undefined)} />}
    </Section>
  )
}

function MapDialog({ group, onClose }: { group: FoundGroup | null; onClose(): void }) {
  const t = useTranslations('setUp.access')
  const act = useAct(async () => {
    const { setAdministratorGroup } = await ask(MapAdministratorGroup, { input: { groupId: group?.id ?? null } })
    orRefused(setAdministratorGroup, 'SetAdministratorGroupSuccess')
    notify({ tone: 'success', text: group ? t('groupSet', { group: group.displayName }) : t('groupUnset') })
    onClose()
  })
  return (
    <ConfirmDialog
      title={group ? t('groupTitle', { group: group.displayName }) : t('groupNoneTitle')}
      label={group ? t('groupConfirm') : t('groupNone')}
      isOpen
      isDangerous={!group}
      isPending={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t(group ? 'groupMeaning' : 'groupNoneMeaning')}</p>
    </ConfirmDialog>
  )
}
