import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { LimitStep } from '../../components/limit-step.tsx'
import { useLimitText } from '../../components/money.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { OwnCauseFragment, OwnFactsFragment } from '../../gql/graphql.ts'
import type { Topic } from '../../live/topics.ts'

export const ownCause = graphql(`
  fragment OwnCause on Change {
    __typename
    ... on MembershipChanged {
      addedCount
      group {
        id
        displayName
      }
    }
    ... on SpendLimitSet {
      after {
        targetId
        isUnlimited
        amount {
          ...MoneyFacts
        }
      }
    }
    ... on SpendLimitCleared {
      before {
        targetId
      }
    }
  }
`)

const OwnLimitHistory = graphql(`
  query OwnLimitHistory($id: ID!, $after: ChangeCursor) {
    node(id: $id) {
      ... on User {
        id
        effectiveSpendLimitChanges(first: 10, after: $after) {
          nodes {
            revision
            at
            from {
              ...LimitValueFacts
            }
            to {
              ...LimitValueFacts
            }
            cause {
              ...OwnCause
            }
          }
          pageInfo {
            endCursor
            hasNextPage
          }
        }
      }
    }
  }
`)

const topics: readonly Topic[] = ['users', 'memberships', 'limits']

/** How the reader's limit became what it is. Who did it, and what else it changed, is not theirs to see. */
export function OwnHistory({ userId, groups }: { userId: string; groups: OwnFactsFragment['groups'] }) {
  const t = useTranslations('me')
  const history = useInfiniteQuery({
    queryKey: [String(OwnLimitHistory), userId],
    queryFn: ({ pageParam, signal }) => ask(OwnLimitHistory, { id: userId, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam({ node }) {
      const pageInfo = node && 'effectiveSpendLimitChanges' in node ? node.effectiveSpendLimitChanges.pageInfo : undefined
      return pageInfo?.hasNextPage ? pageInfo.endCursor : undefined
    },
    meta: { topics },
  })
  const steps = history.data?.pages.flatMap(({ node }) =>
    node && 'effectiveSpendLimitChanges' in node ? node.effectiveSpendLimitChanges.nodes : [],
  )
  const groupName = (id: string): string => groups.edges.find(({ node }) => node.id === id)?.node.displayName ?? t('aGroup')
  return (
    <Section title={t('historyTitle')}>
      {!steps && (history.error ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : <Loading />)}
      {steps?.length === 0 && <p className="hint">{t('noHistory')}</p>}
      {steps && steps.length > 0 && (
        <ol className="limit-steps" aria-label={t('historyTitle')}>
          {steps.map(({ revision, at, from, to, cause }) => (
            <li key={revision}>
              <LimitStep from={from} to={to} />
              <Cause cause={cause} groupName={groupName} />
              <span className="hint">
                <DateTime at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {history.hasNextPage && (
        <div>
          <Button onPress={() => void history.fetchNextPage()} isPending={history.isFetchingNextPage}>
            {t('moreHistory')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function Cause({ cause, groupName }: { cause: OwnCauseFragment | null; groupName(id: string): string }) {
  const t = useTranslations('me')
  const limitText = useLimitText()
  switch (cause?.__typename) {
    case 'MembershipChanged':
      return t(cause.addedCount > 0 ? 'joined' : 'left', { group: cause.group.displayName })
    case 'SpendLimitSet':
      return t('set', { ...whose(cause.after.targetId), group: groupName(cause.after.targetId), value: limitText(cause.after) })
    case 'SpendLimitCleared':
      return t('cleared', { ...whose(cause.before.targetId), group: groupName(cause.before.targetId) })
    case 'SpendLimitExpired':
      return t('expired')
    default:
      return t('causeUnknown')
  }
}

function whose(targetId: string): { whose: 'USER' | 'TEAM' | 'GROUP' } {
  return { whose: targetId.startsWith('user-') ? 'USER' : targetId.startsWith('team-') ? 'TEAM' : 'GROUP' }
}
