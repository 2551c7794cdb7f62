import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { ask } from '../api.ts'
import type { TypedDocumentString } from '../gql/graphql.ts'
import { useLagWhile } from './live-context.tsx'
import type { Topic } from './topics.ts'

type LiveQueryOptions<Data, Variables> = {
  document: TypedDocumentString<Data, Variables>
  variables: Variables
  /** Asked again when a change is about one of them. */
  topics: readonly Topic[]
  /** Asked again so often, for what is not in the change log. */
  everyMilliseconds?: number
  isEnabled?: boolean
  /** Whether the answer to other variables stays on the screen until this one comes. */
  keepsPrevious?: boolean
}

/** A query that stays true: it is asked again when changes are about it. The key is the document and its variables. */
export function useLiveQuery<Data, Variables>(options: LiveQueryOptions<Data, Variables>): UseQueryResult<Data> {
  const { document, variables, topics, everyMilliseconds, isEnabled = true, keepsPrevious = false } = options
  const result = useQuery({
    queryKey: [String(document), variables],
    queryFn: ({ signal }) => ask(document, variables, signal),
    meta: { topics },
    enabled: isEnabled,
    ...(everyMilliseconds === undefined ? {} : { refetchInterval: everyMilliseconds }),
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<Data>
  // The answer to another question is on the screen.
  useLagWhile(result.isPlaceholderData)
  return result
}
