import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { GroupRowFragment } from '../../gql/graphql.ts'
import type { TeamChange } from '../../live/change-facts.ts'
import { useTeamChanges, useWindowedList } from '../../live/live-context.tsx'
import { topicsOfChange } from '../../live/topics.ts'
import type { ListPage, ListRequest, WindowedList } from '../../live/windowed-list.ts'
import type { GroupsSearch } from './search.ts'

export const groupRow = graphql(`
  fragment GroupRow on Group {
    id
    displayName
    memberCount
    lastModifiedAt
    directory {
      id
      name
    }
    spendLimit {
      ...CurrentLimitFacts
    }
  }
`)

const GroupList = graphql(`
  query GroupList($first: Int!, $after: String, $before: String, $search: String, $filter: GroupFilter, $withTotal: Boolean!) {
    team {
      groups(first: $first, after: $after, before: $before, search: $search, filter: $filter) {
        nodes {
          ...GroupRow
        }
        pageInfo {
          hasNextPage
          startCursor
          endCursor
        }
        totalCount @include(if: $withTotal)
      }
    }
  }
`)

export type GroupRow = GroupRowFragment

/** The groups that the filters let through, kept in step with the changes of the team. */
export function useGroupList(filters: GroupsSearch) {
  const windowed = useWindowedList<GroupRow>(JSON.stringify(filters), { load: (request) => loadGroups(filters, request) })
  useTeamChanges((changes) => {
    if (changes === null) windowed.list.touch()
    else follow(windowed.list, changes)
  })
  return windowed
}

async function loadGroups({ search, limit, directory }: GroupsSearch, request: ListRequest): Promise<ListPage<GroupRow>> {
  const { first, after, before, withTotal, signal } = request
  const filter = { ...(directory && { directoryId: directory }), ...(limit && { hasSpendLimit: limit === 'with' }) }
  const variables = { first, after, before: before?.cursor ?? null, search: search ?? null, filter, withTotal }
  const { team } = await ask(GroupList, variables, signal)
  const { nodes, pageInfo, totalCount } = team!.groups
  return { rows: nodes, ...pageInfo, totalCount }
}

/** What a change tells of a row is shown at once; which rows there are, and in which order, is read again. */
function follow(list: WindowedList<GroupRow>, changes: readonly TeamChange[]): void {
  for (const change of changes) {
    if (change.__typename === 'MembershipChanged') revise(list, change.group)
    else if (change.__typename === 'GroupModified') revise(list, change.groupAfter)
    else if (change.__typename === 'GroupDeleted') list.revise(change.group.id, () => null)
  }
  if (changes.some(({ __typename }) => topicsOfChange(__typename).some(isAboutRows))) list.touch()
}

function revise(
  list: WindowedList<GroupRow>,
  { id, displayName, memberCount }: { id: string; displayName: string; memberCount: number },
): void {
  list.revise(id, (row) => ({ ...row, displayName, memberCount }))
}

function isAboutRows(topic: string): boolean {
  return topic === 'groups' || topic === 'memberships' || topic === 'limits'
}
