import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ask } from '../../api.ts'
import type { TypedDocumentString } from '../../gql/graphql.ts'
import { useTeamChanges } from '../../live/live-context.tsx'
import { topicsOfChange, type Topic } from '../../live/topics.ts'
import type { TeamChange } from '../../live/change-facts.ts'

const reportTopics: readonly Topic[] = ['users', 'memberships', 'limits', 'spend']

/** Whether a change may be about what the spend report says. */
export function isAboutReport(changes: readonly TeamChange[] | null): boolean {
  return changes === null || changes.some(({ __typename }) => topicsOfChange(__typename).some((topic) => reportTopics.includes(topic)))
}

/**
 * Figures that are worked out of the whole team. While they are seen they are asked for again soon after a change that is about them, and as spend is
 * no change, every so often. In a large team that churns the server has four times as long a pause as it took to answer.
 */
export function useCalmQuery<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { everyMilliseconds, leastPauseMilliseconds, isSeen }: { everyMilliseconds: number; leastPauseMilliseconds: number; isSeen: boolean },
): UseQueryResult<Data> {
  const queryKey = [String(document), variables]
  const client = useQueryClient()
  const result = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(document, variables, signal),
    refetchInterval: isSeen && everyMilliseconds,
    placeholderData: keepPreviousData,
  }) as UseQueryResult<Data>
  const askAgain = useRef<() => Promise<unknown>>(result.refetch)
  const calm = useRef<Calm>(undefined)
  const isMissed = useRef(false)
  useEffect(() => {
    askAgain.current = async () => {
      // The first answer cannot be asked for anew: it is waited for, and asked for again after it.
      const state = client.getQueryState(queryKey)
      const isFirstAnswer = state?.data === undefined && state?.fetchStatus === 'fetching'
      await result.refetch()
      if (isFirstAnswer) await result.refetch()
    }
  })
  useEffect(() => {
    const created = createCalm(() => askAgain.current(), leastPauseMilliseconds)
    calm.current = created
    return () => created.stop()
  }, [leastPauseMilliseconds])
  const { dataUpdatedAt } = result
  useEffect(() => {
    if (!isSeen || dataUpdatedAt === 0) return
    if (isMissed.current || Date.now() - dataUpdatedAt > everyMilliseconds) calm.current?.want()
    isMissed.current = false
  }, [isSeen, dataUpdatedAt, everyMilliseconds])
  useTeamChanges((changes) => {
    if (!isAboutReport(changes)) return
    if (isSeen) calm.current?.want()
    else isMissed.current = true
  })
  return result
}

export type Calm = { want(): void; stop(): void }

/** Does something when it is wanted, at once at first; what is wanted meanwhile is done once more after a pause. */
export function createCalm(act: () => Promise<unknown>, leastMilliseconds: number): Calm {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isActing = false
  let isWanted = false
  let isStopped = false
  let nextAt = 0

  async function run(): Promise<void> {
    timer = undefined
    isWanted = false
    isActing = true
    const began = Date.now()
    await act().catch(() => {})
    isActing = false
    nextAt = Date.now() + Math.max(leastMilliseconds, 4 * (Date.now() - began))
    schedule()
  }
  function schedule(): void {
    if (isStopped || isActing || timer !== undefined || !isWanted) return
    timer = setTimeout(() => void run(), Math.max(0, nextAt - Date.now()))
  }
  return {
    want() {
      isWanted = true
      schedule()
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
