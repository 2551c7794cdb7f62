import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Badge, Callout } from '../../components/badge.tsx'
import { NotFound } from '../../components/not-found.tsx'
import { Page, Section } from '../../components/page.tsx'
import { SpendToDate } from '../../components/spend-to-date.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { PersonFactsFragment } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { PersonFacts } from './person-facts.tsx'
import { PersonGroups } from './person-groups.tsx'
import { PersonHistory } from './person-history.tsx'
import { PersonLimit } from './person-limit.tsx'
import './people.css'

export const personFacts = graphql(`
  fragment PersonFacts on User {
    id
    userName
    displayName
    email
    externalId
    active
    createdAt
    lastModifiedAt
    directory {
      id
      name
    }
    spendLimit {
      version
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
    }
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
          spendLimit {
            isUnlimited
            amount {
              ...MoneyFacts
            }
          }
        }
      }
    }
  }
`)

const Person = graphql(`
  query Person($id: ID!) {
    node(id: $id) {
      __typename
      ...PersonFacts
    }
  }
`)

export function PersonPage() {
  const { userId } = useParams({ from: '/administration/people/$userId' })
  return <PersonOf key={userId} userId={userId} />
}

function PersonOf({ userId }: { userId: string }) {
  const { data, error, refetch } = useLiveQuery({
    document: Person,
    variables: { id: userId },
    // What is set up decides whether the directory is kept in step.
    topics: ['users', 'memberships', 'limits', 'groups', 'set-up'],
  })
  const found = data?.node?.__typename === 'User' ? data.node : undefined
  const [known, setKnown] = useState<PersonFactsFragment>()
  if (found && found !== known) setKnown(found)
  if (found) return <Shown person={found} />
  if (data) return known ? <Deleted person={known} /> : <NotFound />
  return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
}

const nameOf = ({ displayName, userName }: PersonFactsFragment): string => displayName ?? userName

function Shown({ person }: { person: PersonFactsFragment }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const { id, active, userName, email } = person
  return (
    <Page
      title={nameOf(person)}
      lead={
        <span className="row">
          <Badge tone={active ? 'good' : 'bad'}>{common(active ? 'active' : 'inactive')}</Badge>
          <span>{email === null || email === userName ? userName : `${userName} · ${email}`}</span>
        </span>
      }
      actions={
        <>
          <Link className="button button-secondary" to="/set-up" search={{ topic: 'questions', user: id }}>
            {t('whyNot')}
          </Link>
          <ToActivity userId={id} />
        </>
      }
    >
      <PersonLimit person={person} name={nameOf(person)} />
      <div className="columns person-columns">
        <Section title={t('spendTitle')}>
          <SpendToDate userId={id} />
        </Section>
        <div className="stack">
          <PersonGroups person={person} />
          <PersonFacts person={person} />
        </div>
      </div>
      <PersonHistory userId={id} />
    </Page>
  )
}

function ToActivity({ userId }: { userId: string }) {
  const t = useTranslations('people')
  return (
    <Link className="button button-secondary" to="/activity" search={{ user: userId }}>
      {t('toActivity')}
    </Link>
  )
}

/** Deleted while somebody looked. */
function Deleted({ person }: { person: PersonFactsFragment }) {
  const t = useTranslations('people')
  return (
    <Page title={nameOf(person)} lead={person.userName} actions={<ToActivity userId={person.id} />}>
      <div role="alert">
        <Callout tone="warning" title={t('deletedTitle')}>
          <span>{t('deleted')}</span>
        </Callout>
      </div>
      <p>
        <Link className="button button-primary" to="/people">
          {t('toPeople')}
        </Link>
      </p>
    </Page>
  )
}
