import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { readChangeCursor, useEffectiveLimit } from '../../components/effective-limit.ts'
import { Explanation } from '../../components/explanation.tsx'
import { Page, Section } from '../../components/page.tsx'
import { SpendToDate } from '../../components/spend-to-date.tsx'
import { EmptyState, ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { OwnFactsFragment } from '../../gql/graphql.ts'
import { useFollowing, useLive } from '../../live/live-context.tsx'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useViewer } from '../../session.tsx'
import { OwnGroups } from './own-groups.tsx'
import { OwnHistory } from './own-history.tsx'
import './me.css'

export const ownFacts = graphql(`
  fragment OwnFacts on User {
    id
    userName
    displayName
    effectiveSpendLimit {
      ...LimitExplanation
    }
    groups(first: 200) {
      totalCount
      edges {
        addedAt
        node {
          id
          displayName
        }
      }
    }
  }
`)

const OwnPage = graphql(`
  query OwnPage($id: ID!) {
    node(id: $id) {
      __typename
      ...OwnFacts
    }
  }
`)

const OwnMemberships = graphql(`
  subscription OwnMemberships($userId: ID!, $after: ChangeCursor) {
    membershipChanges(userId: $userId, after: $after) {
      __typename
      ... on Checkpoint {
        previousCursor
        cursor
        isLive
      }
      ... on ChangeBatch {
        previousCursor
        cursor
        changes {
          __typename
        }
      }
      ... on ResyncRequired {
        reason
      }
      ... on InvalidInputError {
        message
      }
      ... on NotFoundError {
        message
      }
    }
  }
`)

/** What the reader may spend and why: all that a member sees of the team. */
export function MePage() {
  const { user } = useViewer()
  return user ? <OwnPageOf userId={user.id} /> : <NoUser />
}

/** What is told of neither subscription, such as a limit that does not decide, is asked for. */
const refreshMilliseconds = 30_000

function OwnPageOf({ userId }: { userId: string }) {
  const { refresher } = useLive()
  useFollowing(`membershipChanges ${userId}`, {
    document: OwnMemberships,
    variables: { userId },
    async loadSnapshot({ signal }) {
      const cursor = await readChangeCursor(signal)
      refresher.touch(['memberships', 'limits'])
      return cursor
    },
    onChanges: () => refresher.touch(['memberships', 'limits']),
  })
  const { data, error, refetch } = useLiveQuery({
    document: OwnPage,
    variables: { id: userId },
    topics: ['users', 'memberships', 'limits', 'groups', 'set-up'],
    everyMilliseconds: refreshMilliseconds,
  })
  const own = data?.node?.__typename === 'User' ? data.node : undefined
  if (own) return <Own own={own} />
  if (data) return <NoUser />
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
}

function Own({ own }: { own: OwnFactsFragment }) {
  const t = useTranslations('me')
  const { refresher } = useLive()
  const limit = useEffectiveLimit(own.id, own.effectiveSpendLimit, () => refresher.touch(['limits']))
  return (
    <Page title={t('title')} lead={`${own.displayName ?? own.userName} – ${t('lead')}`}>
      <Section title={t('limitTitle')}>
        <Explanation limit={limit} isOwn />
      </Section>
      <div className="columns me-columns">
        <Section title={t('spendTitle')}>
          <SpendToDate userId={own.id} />
        </Section>
        <OwnGroups groups={own.groups} />
      </div>
      <OwnHistory userId={own.id} groups={own.groups} />
    </Page>
  )
}

function NoUser() {
  const t = useTranslations('me')
  return (
    <Page title={t('title')}>
      <EmptyState
        title={t('noUserTitle')}
        action={
          <Link className="button button-secondary" to="/people">
            {t('toPeople')}
          </Link>
        }
      >
        {t('noUser')}
      </EmptyState>
    </Page>
  )
}
