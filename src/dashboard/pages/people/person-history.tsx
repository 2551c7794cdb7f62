import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ChangeSentence } from '../../components/change-sentence.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { LimitStep } from '../../components/limit-step.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { Topic } from '../../live/topics.ts'

const PersonLimitHistory = graphql(`
  query PersonLimitHistory($id: ID!, $after: ChangeCursor) {
    node(id: $id) {
      ... on User {
        id
        effectiveSpendLimitChanges(first: 20, after: $after) {
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
              ...ChangeFacts
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

/** How somebody's effective limit became what it is: what it was and became, when, and by which change. */
export function PersonHistory({ userId }: { userId: string }) {
  const t = useTranslations('people')
  const history = useInfiniteQuery({
    queryKey: [String(PersonLimitHistory), userId],
    queryFn: ({ pageParam, signal }) => ask(PersonLimitHistory, { id: userId, after: pageParam }, signal),
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
  return (
    <Section title={t('historyTitle')}>
      {!steps && (history.error ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : <Loading />)}
      {steps?.length === 0 && <p className="hint">{t('noHistory')}</p>}
      {steps && steps.length > 0 && (
        <ol className="limit-steps" aria-label={t('historyTitle')}>
          {steps.map(({ revision, at, from, to, cause }) => (
            <li key={revision}>
              <LimitStep from={from} to={to} />
              <span>{cause ? <ChangeSentence change={cause} /> : t('causeUnknown')}</span>
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
