import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { LimitValueFactsFragment } from '../gql/graphql.ts'
import type { Topic } from '../live/topics.ts'
import { Button } from './button.tsx'
import { DateTime } from './date-time.tsx'
import { LimitStep } from './limit-step.tsx'
import { Section } from './page.tsx'
import { ErrorState, Loading } from './states.tsx'

export type LimitSteps<Cause> = {
  nodes: readonly {
    revision: number
    at: string
    from: LimitValueFactsFragment | null
    to: LimitValueFactsFragment | null
    cause: Cause | null
  }[]
  pageInfo: { endCursor: string | null; hasNextPage: boolean }
}

export type LimitHistoryProps<Cause> = {
  /** Of whom, and who reads it. */
  queryKey: readonly string[]
  /** The newest first; null when there is nobody any more. */
  read(after: string | null, signal: AbortSignal): Promise<LimitSteps<Cause> | null>
  renderCause(cause: Cause | null): ReactNode
  title: string
  empty: string
  more: string
}

const topics: readonly Topic[] = ['users', 'memberships', 'limits']

/** How somebody's effective limit became what it is: what it was and became, when, and by which change. */
export function LimitHistory<Cause>({ queryKey, read, renderCause, title, empty, more }: LimitHistoryProps<Cause>) {
  const history = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined),
    meta: { topics },
  })
  const steps = history.data?.pages.flatMap((page) => page?.nodes ?? [])
  return (
    <Section title={title}>
      {!steps && (history.error ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : <Loading />)}
      {steps?.length === 0 && <p className="hint">{empty}</p>}
      {steps && steps.length > 0 && (
        <ol className="limit-steps" aria-label={title}>
          {steps.map(({ revision, at, from, to, cause }) => (
            <li key={revision}>
              <LimitStep from={from} to={to} />
              <span>{renderCause(cause)}</span>
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
            {more}
          </Button>
        </div>
      )}
    </Section>
  )
}
