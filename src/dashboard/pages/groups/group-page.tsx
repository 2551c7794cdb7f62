import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { LimitEditing } from '../../components/limit-editing.tsx'
import { LimitEditor } from '../../components/limit-editor.tsx'
import { NotFound } from '../../components/not-found.tsx'
import { Page, Section } from '../../components/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useTeamChanges } from '../../live/live-context.tsx'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { GroupDeletion } from './group-deletion.tsx'
import type { GroupOfPage } from './group-of-page.ts'
import { GroupHistory } from './group-history.tsx'
import { GroupLimit } from './group-limit.tsx'
import { GroupMembers } from './group-members.tsx'
import './groups.css'

const GroupById = graphql(`
  query GroupById($id: ID!) {
    node(id: $id) {
      __typename
      ...GroupFactsOfPage
    }
    team {
      administratorGroup {
        id
      }
    }
  }
`)

const route = getRouteApi('/administration/groups/$groupId')

export function GroupPage() {
  const { groupId } = route.useParams()
  return <OneGroup key={groupId} groupId={groupId} />
}

function OneGroup({ groupId }: { groupId: string }) {
  const variables = { id: groupId }
  const { data, error, refetch } = useLiveQuery({ document: GroupById, variables, topics: ['groups', 'memberships', 'limits', 'set-up'] })
  const found = data?.node?.__typename === 'Group' ? data.node : undefined
  const { group, isDeleted } = useLastKnown(groupId, found, data !== undefined && !found)
  if (group && isDeleted) return <Deleted group={group} />
  if (group) return <Shown group={group} isOfAdministrators={data?.team?.administratorGroup?.id === groupId} />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return data ? <NotFound /> : <Loading />
}

/** What the page showed last; a group that goes while it is open leaves its name behind. */
function useLastKnown(groupId: string, found: GroupOfPage | undefined, isMissing: boolean) {
  const [last, setLast] = useState(found)
  const [isTold, setIsTold] = useState(false)
  if (found && found !== last) setLast(found)
  useTeamChanges((changes) => {
    const ended = changes?.some(
      (change) =>
        (change.__typename === 'GroupDeleted' && change.group.id === groupId) ||
        (change.__typename === 'DirectoryDeleted' && change.directory.id === last?.directory.id),
    )
    if (ended) setIsTold(true)
  })
  return { group: found ?? last, isDeleted: isTold || isMissing }
}

function Deleted({ group }: { group: GroupOfPage }) {
  const t = useTranslations('groups')
  return (
    <Page title={group.displayName}>
      <div role="alert">
        <EmptyState
          title={t('deletedTitle')}
          action={
            <span className="row">
              <Link className="button button-primary" to="/groups">
                {t('allGroups')}
              </Link>
              <Link className="button button-secondary" to="/activity" search={{ group: group.id }}>
                {t('whatHappened')}
              </Link>
            </span>
          }
        >
          {t('deleted', { name: group.displayName })}
        </EmptyState>
      </div>
    </Page>
  )
}

function Shown({ group, isOfAdministrators }: { group: GroupOfPage; isOfAdministrators: boolean }) {
  const t = useTranslations('groups')
  return (
    <Page
      title={group.displayName}
      lead={
        <>
          <Link to="/groups">{t('title')}</Link> · {group.directory.name}
        </>
      }
      actions={
        <>
          <Link className="button button-secondary" to="/people" search={{ group: group.id }}>
            {t('asPeople')}
          </Link>
          <Link className="button button-secondary" to="/activity" search={{ group: group.id }}>
            {t('whatHappened')}
          </Link>
        </>
      }
    >
      {isOfAdministrators && <Callout title={t('administrators')}>{t('administratorsHint')}</Callout>}
      <Facts group={group} />
      <GroupLimit group={group} />
      <GroupMembers group={group} />
      <GroupHistory group={group} />
      <GroupDeletion group={group} />
    </Page>
  )
}

function Facts({ group }: { group: GroupOfPage }) {
  const t = useTranslations('groups')
  const format = useFormatter()
  return (
    <Section title={t('facts')}>
      <dl className="facts group-facts">
        <div className="fact">
          <dt>{t('members')}</dt>
          <dd>{format.number(group.memberCount)}</dd>
        </div>
        <div className="fact">
          <dt>{t('limitPerMonth')}</dt>
          <dd>
            <LimitEditing>
              <LimitEditor target={{ kind: 'GROUP', id: group.id, name: group.displayName }} current={group.spendLimit} />
            </LimitEditing>
          </dd>
        </div>
        <div className="fact">
          <dt>{t('created')}</dt>
          <dd className="group-fact-small">
            <DateTime at={group.createdAt} />
          </dd>
        </div>
        <div className="fact">
          <dt>{t('lastChanged')}</dt>
          <dd className="group-fact-small">
            <DateTime at={group.lastModifiedAt} />
          </dd>
        </div>
        {group.externalId !== null && (
          <div className="fact">
            <dt>{t('externalId')}</dt>
            <dd className="group-fact-small">
              <code>{group.externalId}</code>
            </dd>
          </div>
        )}
      </dl>
    </Section>
  )
}
