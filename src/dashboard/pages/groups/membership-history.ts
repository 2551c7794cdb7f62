import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { TeamChange } from '../../live/change-facts.ts'
import { useTeamChanges } from '../../live/live-context.tsx'

const MembershipHistory = graphql(`
  query MembershipHistory($groupId: ID!, $last: Int!, $before: String) {
    team {
      changes(last: $last, before: $before, filter: { groupId: $groupId, kinds: [MEMBERSHIP_CHANGED, GROUP_CREATED] }) {
        nodes {
          ...ChangeFacts
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`)

/** The creation is where the count begins. */
export type MembershipChange = Extract<TeamChange, { __typename: 'MembershipChanged' | 'GroupCreated' }>

const pageSize = 50

/** The changes of a group's members, the newest first: pages of the log, and what has happened since the first of them was read. */
export function useMembershipHistory(groupId: string) {
  const [news, setNews] = useState<readonly MembershipChange[]>([])
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['membershipHistory', groupId],
    queryFn: async ({ pageParam, signal }) =>
      (await ask(MembershipHistory, { groupId, last: pageSize, before: pageParam }, signal)).team!.changes,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasPreviousPage ? pageInfo.startCursor : null),
    // The changes that come bring it up to date for as long as it is shown; it is not kept beyond that.
    staleTime: Infinity,
    gcTime: 0,
  })
  useTeamChanges((changes) => {
    if (changes === null) {
      setNews([])
      void refetch()
      return
    }
    const own = changes.filter((change) => isOf(change, groupId))
    if (own.length > 0) setNews((before) => [...own.toReversed(), ...before])
  })
  const changes = useMemo(() => data && merged(news, data.pages), [news, data])
  return {
    changes,
    error: data ? null : error,
    hasMore: hasNextPage,
    isLoading: isFetching,
    loadMore: () => void fetchNextPage(),
    retry: () => void refetch(),
  }
}

function isOf(change: TeamChange, groupId: string): change is MembershipChange {
  return (change.__typename === 'MembershipChanged' || change.__typename === 'GroupCreated') && change.group.id === groupId
}

/** Each once: what was read may have come as a change, too. */
function merged(news: readonly MembershipChange[], pages: readonly { nodes: readonly TeamChange[] }[]): MembershipChange[] {
  const read = pages.flatMap(({ nodes }) => nodes.toReversed()) as MembershipChange[]
  const newest = read[0]?.revision ?? 0
  return [...news.filter(({ revision }) => revision > newest), ...read]
}
