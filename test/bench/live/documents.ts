import type { Subscription } from './crowd-commands.ts'

/** What subscribers of the bench ask for. The change that is sent is a UserModified each time. */

const userFields = ['id', 'directoryId', 'externalId', 'userName', 'displayName', 'email', 'active', 'version']

const followUsers = (fields: readonly string[]): string => `subscription FollowUsers($after: ChangeCursor, $filter: ChangeFilter) {
  changes(after: $after, filter: $filter) {
    __typename
    ... on Checkpoint { previousCursor cursor at isLive }
    ... on ChangeBatch {
      previousCursor
      cursor
      changes {
        __typename
        revision
        at
        actor { kind id label }
        ... on UserModified { before { ...Fields } after { ...Fields } attributes }
      }
    }
  }
}
fragment Fields on UserState { ${fields.join(' ')} }`

/** Everything about the change, as a dashboard asks. */
export const everything: Subscription = { query: followUsers(userFields) }

/** That there was a change. */
export const fewFields: Subscription = {
  query: `subscription Notice($after: ChangeCursor, $filter: ChangeFilter) {
  changes(after: $after, filter: $filter) {
    __typename
    ... on Checkpoint { previousCursor cursor isLive }
    ... on ChangeBatch { previousCursor cursor changes { revision } }
  }
}`,
}

/** Documents of which each selects other fields of a user. */
export function distinctDocuments(count: number): Subscription[] {
  return subsets(userFields, count).map((fields) => ({ query: followUsers(['id', ...fields]) }))
}

const otherKinds = [
  'USER_CREATED',
  'USER_DEACTIVATED',
  'USER_REACTIVATED',
  'USER_DELETED',
  'GROUP_CREATED',
  'GROUP_MODIFIED',
  'GROUP_DELETED',
  'MEMBERSHIP_CHANGED',
  'SPEND_LIMIT_SET',
  'SPEND_LIMIT_CLEARED',
  'DIRECTORY_CREATED',
  'DIRECTORY_MODIFIED',
  'API_KEY_ISSUED',
  'API_KEY_REVOKED',
]

/** One document with variables of which each is another one; all let the change through. */
export function distinctVariables(count: number): Subscription[] {
  return subsets(otherKinds, count).map((kinds) => ({ ...everything, variables: { filter: { kinds: ['USER_MODIFIED', ...kinds] } } }))
}

/** By the bits of their number. */
function subsets(all: readonly string[], count: number): string[][] {
  if (count > 2 ** all.length) throw new Error(`Of ${all.length} there are not ${count} subsets.`)
  return Array.from({ length: count }, (_, number) => all.filter((_, bit) => (number & (1 << bit)) !== 0))
}
