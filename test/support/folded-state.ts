import type {
  FollowChangesSubscription,
  GroupStateFieldsFragment,
  SpendLimitStateFieldsFragment,
  UserStateFieldsFragment,
} from './gql/graphql.ts'

/** A change as the subscriber asks for it. */
export type SeenChange = Extract<FollowChangesSubscription['changes'], { __typename: 'ChangeBatch' }>['changes'][number]

/** A team as somebody knows it who only heard of its changes. */
export type Folded = {
  users: Map<string, UserStateFieldsFragment>
  groups: Map<string, GroupStateFieldsFragment>
  /** Ids of users by id of group. */
  members: Map<string, Set<string>>
  /** By id of the target. */
  limits: Map<string, SpendLimitStateFieldsFragment>
}

export function fold(folded: Folded, change: SeenChange): void {
  switch (change.__typename) {
    case 'UserCreated':
      folded.users.set(change.user.id, change.user)
      break
    case 'UserModified':
    case 'UserDeactivated':
    case 'UserReactivated':
      folded.users.set(change.after.id, change.after)
      break
    case 'UserDeleted':
      folded.users.delete(change.user.id)
      break
    case 'GroupCreated':
      folded.groups.set(change.group.id, change.group)
      folded.members.set(change.group.id, new Set())
      break
    case 'GroupModified':
      folded.groups.set(change.groupAfter.id, change.groupAfter)
      break
    case 'GroupDeleted':
      folded.groups.delete(change.group.id)
      folded.members.delete(change.group.id)
      break
    case 'MembershipChanged': {
      folded.groups.set(change.group.id, change.group)
      const members = folded.members.get(change.group.id) ?? new Set()
      for (const id of change.removedUserIds) members.delete(id)
      for (const id of change.addedUserIds) members.add(id)
      folded.members.set(change.group.id, members)
      break
    }
    case 'SpendLimitSet':
      folded.limits.set(change.limit.targetId, change.limit)
      break
    case 'SpendLimitCleared':
      folded.limits.delete(change.cleared.targetId)
      break
    case 'SpendLimitExpired':
      folded.limits.delete(change.expired.targetId)
      break
    case 'DirectoryDeleted':
      endDirectory(folded, change.directory.id)
      break
    default:
  }
}

/** All that was in the directory goes with it, and nothing else. */
function endDirectory({ users, groups, members, limits }: Folded, directoryId: string): void {
  for (const [id, user] of users) if (user.directoryId === directoryId && users.delete(id)) limits.delete(id)
  for (const [id, group] of groups) {
    if (group.directoryId !== directoryId || !groups.delete(id)) continue
    members.delete(id)
    limits.delete(id)
  }
}
