import type { Random } from '../simulate/random.ts'
import type { Accepts } from './audit.ts'
import { bareId } from './change-form.ts'
import type { SoakTeam } from './soak-team.ts'

/** `field`: the subscription with its arguments. `variables`: those beside `after`. `selects`: of each change, besides what is compared. */
export type Wish = {
  field: string
  declares: string
  variables: Record<string, unknown>
  accepts: Accepts
  groupId?: string
  selects?: string
}

export const everything: Wish = { field: 'changes(after: $after)', declares: '', variables: {}, accepts: () => true }

const kindsOf: readonly (readonly [string, string])[] = [
  ['USER_CREATED', 'UserCreated'],
  ['USER_MODIFIED', 'UserModified'],
  ['USER_DEACTIVATED', 'UserDeactivated'],
  ['USER_REACTIVATED', 'UserReactivated'],
  ['USER_DELETED', 'UserDeleted'],
  ['GROUP_CREATED', 'GroupCreated'],
  ['GROUP_MODIFIED', 'GroupModified'],
  ['GROUP_DELETED', 'GroupDeleted'],
  ['MEMBERSHIP_CHANGED', 'MembershipChanged'],
  ['SPEND_LIMIT_SET', 'SpendLimitSet'],
  ['SPEND_LIMIT_CLEARED', 'SpendLimitCleared'],
  ['SPEND_LIMIT_EXPIRED', 'SpendLimitExpired'],
  ['API_KEY_REVOKED', 'ApiKeyRevoked'],
]

const filtered = { field: 'changes(after: $after, filter: $filter)', declares: ', $filter: ChangeFilter' }

export function wishForKinds(random: Random): Wish {
  const chosen = random.sample(kindsOf, 1 + random.below(4))
  const names = new Set(chosen.map(([, name]) => name))
  return { ...filtered, variables: { filter: { kinds: chosen.map(([kind]) => kind) } }, accepts: ({ kind }) => names.has(kind) }
}

export function wishForGroup(random: Random, team: SoakTeam): Wish {
  if (team.groups.size === 0) return wishForKinds(random)
  const id = random.pick([...team.groups])
  const groupId = bareId(id)
  return { ...filtered, variables: { filter: { groupId: id } }, accepts: (change) => change.groupId === groupId, groupId }
}

const isMembership: Accepts = ({ kind }) => kind === 'MembershipChanged'

export function wishForAllMemberships(): Wish {
  return { field: 'membershipChanges(after: $after)', declares: '', variables: {}, accepts: isMembership }
}

// The ids ten times over: what a stalled connection is owed soon is more than the system keeps for it.
const manyTimes = Array.from({ length: 10 }, (_, time) => `added${time}: addedUserIds removed${time}: removedUserIds`).join(' ')

export function wishForTooMuch(): Wish {
  return { ...wishForAllMemberships(), selects: `... on MembershipChanged { ${manyTimes} }` }
}

export function wishForMemberships(random: Random, team: SoakTeam): Wish {
  if (random.below(3) === 1 && team.groups.size > 0) {
    const id = random.pick([...team.groups])
    const groupId = bareId(id)
    return {
      field: 'membershipChanges(after: $after, groupId: $groupId)',
      declares: ', $groupId: ID',
      variables: { groupId: id },
      accepts: (change) => isMembership(change) && change.groupId === groupId,
      groupId,
    }
  }
  return wishForAllMemberships()
}
