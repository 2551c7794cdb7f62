import { useQuery } from '@tanstack/react-query'
import { ask } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import { nameOfPerson, targetKind } from './change-statement.ts'

const SubjectName = graphql(`
  query SubjectName($id: ID!) {
    node(id: $id) {
      __typename
      ... on User {
        userName
        displayName
      }
      ... on Group {
        groupName: displayName
      }
    }
  }
`)

const FormerUserName = graphql(`
  query FormerUserName($id: ID!) {
    team {
      changes(last: 1, filter: { userId: $id, kinds: [USER_CREATED, USER_MODIFIED, USER_DEACTIVATED, USER_REACTIVATED, USER_DELETED] }) {
        nodes {
          __typename
          ... on UserDeleted {
            user {
              userName
              displayName
            }
          }
          ... on UserCreated {
            user {
              userName
              displayName
            }
          }
          ... on UserModified {
            after {
              userName
              displayName
            }
          }
          ... on UserDeactivated {
            after {
              userName
              displayName
            }
          }
          ... on UserReactivated {
            after {
              userName
              displayName
            }
          }
        }
      }
    }
  }
`)

const FormerGroupName = graphql(`
  query FormerGroupName($id: ID!) {
    team {
      changes(last: 1, filter: { groupId: $id, kinds: [GROUP_CREATED, GROUP_MODIFIED, GROUP_DELETED, MEMBERSHIP_CHANGED] }) {
        nodes {
          __typename
          ... on GroupDeleted {
            group {
              displayName
            }
          }
          ... on GroupCreated {
            group {
              displayName
            }
          }
          ... on MembershipChanged {
            group {
              displayName
            }
          }
          ... on GroupModified {
            after {
              displayName
            }
          }
        }
      }
    }
  }
`)

/** `name` is null when even the log does not know it any more. */
export type Subject = { name: string | null; isDeleted: boolean }

const keptMilliseconds = 60_000

/** How a user or group is called; of a deleted one how it was called last. Undefined before it is known. */
export function useSubject(id: string | null): Subject | undefined {
  const { data } = useQuery({
    queryKey: ['subject', id],
    queryFn: ({ signal }) => readSubject(id!, signal),
    enabled: id !== null,
    staleTime: keptMilliseconds,
  })
  return data
}

async function readSubject(id: string, signal: AbortSignal): Promise<Subject> {
  const { node } = await ask(SubjectName, { id }, signal)
  if (node?.__typename === 'User') return { name: nameOfPerson(node), isDeleted: false }
  if (node?.__typename === 'Group') return { name: node.groupName, isDeleted: false }
  const name = targetKind(id) === 'group' ? await readFormerGroup(id, signal) : await readFormerUser(id, signal)
  return { name, isDeleted: true }
}

async function readFormerUser(id: string, signal: AbortSignal): Promise<string | null> {
  const { team } = await ask(FormerUserName, { id }, signal)
  const [change] = team?.changes.nodes ?? []
  if (!change) return null
  if ('user' in change) return nameOfPerson(change.user)
  return 'after' in change ? nameOfPerson(change.after) : null
}

async function readFormerGroup(id: string, signal: AbortSignal): Promise<string | null> {
  const { team } = await ask(FormerGroupName, { id }, signal)
  const [change] = team?.changes.nodes ?? []
  if (!change) return null
  if ('group' in change) return change.group.displayName
  return 'after' in change ? change.after.displayName : null
}
