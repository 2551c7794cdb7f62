import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { PersonRowFragment, UserFilter } from '../../gql/graphql.ts'
import type { TeamChange } from '../../live/change-facts.ts'
import { useTeamChanges, useWindowedList } from '../../live/live-context.tsx'
import { topicsOfChange, type Topic } from '../../live/topics.ts'
import type { ListPage, ListRequest, ListSnapshot, WindowedList } from '../../live/windowed-list.ts'
import type { PeopleSearch } from './search.ts'

export type PersonRow = PersonRowFragment

export const personRow = graphql(`
  fragment PersonRow on User {
    id
    userName
    displayName
    email
    active
    effectiveSpendLimit {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
      decidedBy {
        id
        target {
          __typename
          ... on Group {
            id
            displayName
          }
        }
      }
    }
  }
`)

const People = graphql(`
  query People($search: String, $filter: UserFilter, $after: String, $before: String, $first: Int, $withTotal: Boolean!) {
    team {
      users(search: $search, filter: $filter, after: $after, before: $before, first: $first, orderBy: USER_NAME) {
        nodes {
          ...PersonRow
        }
        pageInfo {
          startCursor
          endCursor
          hasNextPage
        }
        totalCount @include(if: $withTotal)
      }
    }
  }
`)

/** Of groups: the name of the one that decides. */
const topics: readonly Topic[] = ['users', 'groups', 'memberships', 'limits']

/** The people who meet the search, in order of their user name, as far as somebody looks. */
export function usePeopleList(search: PeopleSearch): { list: WindowedList<PersonRow>; snapshot: ListSnapshot<PersonRow> } {
  const { list, snapshot } = useWindowedList<PersonRow>(JSON.stringify(search), { load: (request) => loadPeople(search, request) })
  useTeamChanges((changes) => {
    if (changes?.some(({ __typename }) => topicsOfChange(__typename).some((topic) => topics.includes(topic))) === false) return
    for (const change of changes ?? []) revise(list, search, change)
    list.touch()
  })
  return { list, snapshot }
}

function filterOf({ state, group, groups, directory }: PeopleSearch): UserFilter {
  return {
    ...(state === undefined ? {} : { active: state === 'active' }),
    ...(group === undefined ? {} : { groupId: group }),
    ...(groups === undefined ? {} : { isInNoGroup: true }),
    ...(directory === undefined ? {} : { directoryId: directory }),
  }
}

async function loadPeople(search: PeopleSearch, { after, before, first, withTotal, signal }: ListRequest): Promise<ListPage<PersonRow>> {
  const variables = { search: search.search ?? null, filter: filterOf(search), after, before: before?.cursor ?? null, first, withTotal }
  const { team } = await ask(People, variables, signal)
  if (!team) throw new Error('The team cannot be read.')
  const { nodes, pageInfo, totalCount } = team.users
  return { rows: nodes, ...pageInfo, totalCount }
}

/** What the change itself tells is shown at once; the rest comes with what is read again. */
function revise(list: WindowedList<PersonRow>, search: PeopleSearch, change: TeamChange): void {
  switch (change.__typename) {
    case 'UserModified':
    case 'UserDeactivated':
    case 'UserReactivated': {
      const { id, userName, displayName, email, active } = change.userAfter
      const isLeftOut = search.state !== undefined && active !== (search.state === 'active')
      list.revise(id, (row) => (isLeftOut ? null : { ...row, userName, displayName, email, active }))
      return
    }
    case 'UserDeleted':
      list.revise(change.user.id, () => null)
      return
    default:
  }
}
