import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { LimitOfRowFragment } from '../../gql/graphql.ts'
import { topicsOfChange, type Topic } from '../../live/topics.ts'
import { useTeamChanges, useWindowedList } from '../../live/live-context.tsx'
import type { ListPage, ListRequest, ListSnapshot, WindowedList } from '../../live/windowed-list.ts'
import type { LimitKind } from './search.ts'

export const limitOfRow = graphql(`
  fragment LimitOfRow on SpendLimit {
    id
    version
    isUnlimited
    expiresAt
    setAt
    setBy
    targetId
    amount {
      ...MoneyFacts
    }
  }
`)

const AllLimits = graphql(`
  query AllLimits($first: Int!, $after: String, $withTotal: Boolean!) {
    team {
      spendLimits(first: $first, after: $after) {
        totalCount @include(if: $withTotal)
        pageInfo {
          startCursor
          endCursor
          hasNextPage
        }
        edges {
          cursor
          node {
            ...LimitOfRow
            target {
              __typename
              ... on Group {
                id
                groupName: displayName
                memberCount
              }
              ... on User {
                id
                userName
                displayName
              }
            }
          }
        }
      }
    }
  }
`)

const GroupLimits = graphql(`
  query GroupLimits($first: Int!, $after: String, $before: String, $search: String, $withTotal: Boolean!) {
    team {
      groups(first: $first, after: $after, before: $before, search: $search, filter: { hasSpendLimit: true }) {
        totalCount @include(if: $withTotal)
        pageInfo {
          startCursor
          endCursor
          hasNextPage
        }
        nodes {
          id
          displayName
          memberCount
          spendLimit {
            ...LimitOfRow
          }
        }
      }
    }
  }
`)

const PersonalLimits = graphql(`
  query PersonalLimits($first: Int!, $after: String, $before: String, $search: String, $withTotal: Boolean!) {
    team {
      spendReport(first: $first, after: $after, before: $before, search: $search, filter: { sources: [USER] }) {
        totalCount @include(if: $withTotal)
        pageInfo {
          startCursor
          endCursor
          hasNextPage
        }
        nodes {
          user {
            id
            userName
            displayName
            spendLimit {
              ...LimitOfRow
            }
          }
        }
      }
    }
  }
`)

/** A limit that is set, with whose it is. `name`: null once that was deleted, and for the team. */
export type LimitRow = {
  /** Of the limit. */
  id: string
  /** Of whose limit it is. */
  targetId: string
  kind: 'TEAM' | 'GROUP' | 'USER'
  name: string | null
  memberCount: number | null
  limit: LimitOfRowFragment
}

const topics: readonly Topic[] = ['limits', 'groups', 'users']

/** The limits that are set: all of them as they were made, or those of groups or of people by name. */
export function useLimits(kind: LimitKind | undefined, search: string): { list: WindowedList<LimitRow>; snapshot: ListSnapshot<LimitRow> } {
  const { list, snapshot } = useWindowedList<LimitRow>(`${kind ?? 'all'} ${search}`, {
    load: (request) => loadLimits(kind, search, request),
  })
  useTeamChanges((changes) => {
    const isAboutLimits = changes?.some(({ __typename }) => topicsOfChange(__typename).some((topic) => topics.includes(topic))) ?? true
    if (isAboutLimits) list.touch()
  })
  return { list, snapshot }
}

/** The first ones, on the screen or not. */
export async function readFirstLimits(kind: LimitKind | undefined, search: string, most: number): Promise<LimitRow[]> {
  const rows: LimitRow[] = []
  const { signal } = new AbortController()
  let after: string | null = null
  for (;;) {
    const page: ListPage<LimitRow> = await loadLimits(kind, search, { after, before: null, first: 200, withTotal: false, signal })
    rows.push(...page.rows)
    after = page.endCursor
    if (!page.hasNextPage || rows.length >= most) return rows.slice(0, most)
  }
}

function loadLimits(kind: LimitKind | undefined, search: string, request: ListRequest): Promise<ListPage<LimitRow>> {
  if (kind === 'groups') return loadGroupLimits(search, request)
  return kind === 'people' ? loadPersonalLimits(search, request) : loadAllLimits(request)
}

async function loadAllLimits({ after, before, first, withTotal, signal }: ListRequest): Promise<ListPage<LimitRow>> {
  const { team } = await ask(AllLimits, { first, after, withTotal }, signal)
  const { edges, pageInfo, totalCount } = team!.spendLimits
  // The field knows no `before`: limits are in the order of their ids, which as texts are in the same.
  const kept = before ? edges.filter(({ node }) => node.id < before.id) : edges
  return {
    rows: kept.map(({ node }) => ({ id: node.id, targetId: node.targetId, limit: node, ...targetOf(node.target) })),
    startCursor: kept[0]?.cursor ?? null,
    endCursor: kept.at(-1)?.cursor ?? null,
    hasNextPage: kept.length === edges.length && pageInfo.hasNextPage,
    totalCount,
  }
}

type Target =
  | { __typename: 'Team' }
  | { __typename: 'Group'; groupName: string; memberCount: number }
  | { __typename: 'User'; userName: string; displayName: string | null }

function targetOf(target: Target | null): Pick<LimitRow, 'kind' | 'name' | 'memberCount'> {
  switch (target?.__typename) {
    case 'Team':
      return { kind: 'TEAM', name: null, memberCount: null }
    case 'User':
      return { kind: 'USER', name: target.displayName ?? target.userName, memberCount: null }
    case 'Group':
      return { kind: 'GROUP', name: target.groupName, memberCount: target.memberCount }
    case undefined:
      return { kind: 'GROUP', name: null, memberCount: null }
  }
}

async function loadGroupLimits(search: string, { after, before, first, withTotal, signal }: ListRequest): Promise<ListPage<LimitRow>> {
  const { team } = await ask(GroupLimits, { first, after, before: before?.cursor ?? null, search, withTotal }, signal)
  const { nodes, pageInfo, totalCount } = team!.groups
  const rows = nodes.flatMap(({ id, displayName, memberCount, spendLimit }): LimitRow[] =>
    spendLimit ? [{ id: spendLimit.id, targetId: id, kind: 'GROUP', name: displayName, memberCount, limit: spendLimit }] : [],
  )
  return { ...pageInfo, totalCount, rows }
}

async function loadPersonalLimits(search: string, { after, before, first, withTotal, signal }: ListRequest): Promise<ListPage<LimitRow>> {
  const { team } = await ask(PersonalLimits, { first, after, before: before?.cursor ?? null, search, withTotal }, signal)
  const { nodes, pageInfo, totalCount } = team!.spendReport
  const rows = nodes.flatMap(({ user: { id, userName, displayName, spendLimit } }): LimitRow[] =>
    spendLimit
      ? [{ id: spendLimit.id, targetId: id, kind: 'USER', name: displayName ?? userName, memberCount: null, limit: spendLimit }]
      : [],
  )
  return { ...pageInfo, totalCount, rows }
}
