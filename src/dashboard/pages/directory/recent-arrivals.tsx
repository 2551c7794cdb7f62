import { Link } from '@tanstack/react-router'
import { UserRound, UserRoundPlus, UsersRound } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { RecentArrivalsQuery } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Ago } from './ago.tsx'
import { mostRecent, type Arrival, type Arrivals } from './arrivals.ts'

const RecentlyArrived = graphql(`
  query RecentArrivals($directoryId: ID!) {
    team {
      changes(last: 8, filter: { actorId: $directoryId, kinds: [USER_CREATED, GROUP_CREATED] }) {
        nodes {
          __typename
          revision
          at
          ... on UserCreated {
            user {
              id
              userName
              displayName
            }
          }
          ... on GroupCreated {
            group {
              id
              displayName
            }
          }
        }
      }
    }
  }
`)

const icons = { person: UserRound, group: UsersRound, members: UserRoundPlus } as const satisfies Record<Arrival['kind'], unknown>

/** Who came last: before somebody looked, and since. */
export function RecentArrivals({ directoryId, arrivals }: { directoryId: string; arrivals: Arrivals }) {
  const t = useTranslations('directory')
  const { data, error, refetch } = useLiveQuery({ document: RecentlyArrived, variables: { directoryId }, topics: [] })
  const known = new Set(arrivals.recent.map(({ revision }) => revision))
  const before = (data?.team?.changes.nodes ?? []).map(toArrival).filter((arrival) => arrival !== undefined)
  const shown = [...arrivals.recent, ...before.toReversed().filter(({ revision }) => !known.has(revision))].slice(0, mostRecent)
  if (shown.length === 0) {
    if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
    return <p className="hint">{t('nothingYet')}</p>
  }
  return (
    <ol className="recent" aria-label={t('recent')}>
      {shown.map((arrival) => (
        <RecentArrival key={arrival.revision} arrival={arrival} />
      ))}
    </ol>
  )
}

function RecentArrival({ arrival: { kind, id, name, at, count } }: { arrival: Arrival }) {
  const t = useTranslations('directory')
  const Icon = icons[kind]
  return (
    <li className="recent-arrival">
      <Icon aria-hidden size={16} />
      <span className="recent-name">
        {kind === 'person' ? (
          <Link to="/people/$userId" params={{ userId: id }}>
            {name}
          </Link>
        ) : (
          <Link to="/groups/$groupId" params={{ groupId: id }}>
            {name}
          </Link>
        )}{' '}
        <span className="hint">{t(`arrived.${kind}`, { count })}</span>
      </span>
      <span className="hint">
        <Ago at={at} />
      </span>
    </li>
  )
}

type Node = NonNullable<RecentArrivalsQuery['team']>['changes']['nodes'][number]

function toArrival(node: Node): Arrival | undefined {
  const { revision, at } = node
  if (node.__typename === 'UserCreated') {
    const { id, userName, displayName } = node.user
    return { revision, at, kind: 'person', id, name: displayName ?? userName, count: 1 }
  }
  return node.__typename === 'GroupCreated'
    ? { revision, at, kind: 'group', id: node.group.id, name: node.group.displayName, count: 1 }
    : undefined
}
