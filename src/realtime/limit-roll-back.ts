import type { Change } from '../domain/change.ts'
import {
  decide,
  isSameDecision,
  presenceOf,
  undo,
  usersAffectedBy,
  type ChangedDecision,
  type LimitFacts,
} from '../domain/limit-history.ts'

/** Facts of the head on their way back, with what they do not know, because a directory was deleted with its users, groups and their limits. */
export type Rolled = {
  facts: LimitFacts
  /** Groups whose limits and members are known: those that stand, and those whose own deletion the log has. */
  known: Set<string>
  lostDirectories: Set<string>
  /** Of those directories: that they were there is known again, and not which limits their groups had. */
  lostUsers: Set<string>
}

export function beginRollBack(facts: LimitFacts): Rolled {
  return { facts, known: new Set(facts.groupNames.keys()), lostDirectories: new Set(), lostUsers: new Set() }
}

export function rollBack({ facts, known, lostDirectories, lostUsers }: Rolled, change: Change): void {
  if (change.kind === 'DirectoryDeleted') lostDirectories.add(change.data.directory.id)
  if (change.kind === 'GroupDeleted') known.add(change.data.group.id)
  if (change.kind === 'UserDeleted' && lostDirectories.has(change.data.user.directoryId)) lostUsers.add(change.data.user.id)
  undo(facts, change)
}

/** Rolls the change back, and says whose limit was another after it, in order of user id. LOST when a directory that was deleted later may have had users whose limit it was. */
export function decideOne(rolled: Rolled, cause: Change): ChangedDecision[] | 'LOST' {
  const { facts } = rolled
  let isLost = facts.lostTo !== undefined && isOfLost(rolled, cause)
  const affected = [...usersAffectedBy(facts, cause)].map((userId) => ({ userId, after: decide(facts, userId) }))
  rollBack(rolled, cause)
  const changed: ChangedDecision[] = []
  for (const { userId, after } of affected) {
    if (isUnknown(rolled, userId)) isLost = true
    const before = decide(facts, userId)
    if (!isSameDecision(before, after)) changed.push({ userId, before, after })
  }
  return isLost ? 'LOST' : changed.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
}

function isUnknown({ facts, lostUsers }: Rolled, userId: string): boolean {
  return lostUsers.has(userId) || presenceOf(facts, userId) === 'UNKNOWN'
}

/** Whether a directory that was deleted later had, or may have had, users whose limit the change made another. */
function isOfLost(rolled: Rolled, change: Change): boolean {
  switch (change.kind) {
    case 'UserCreated':
    case 'UserDeleted':
      return rolled.lostDirectories.has(change.data.user.directoryId)
    case 'UserDeactivated':
    case 'UserReactivated':
      return rolled.lostDirectories.has(change.data.after.directoryId)
    case 'MembershipChanged':
      // Whether the group had a limit is not known either.
      return [...change.data.addedUserIds, ...change.data.removedUserIds].some((id) => isUnknown(rolled, id))
    default:
      return limitTargetOf(change, 'TEAM').length > 0 || limitTargetOf(change, 'GROUP').some((id) => !rolled.known.has(id))
  }
}

/** About how many users a change concerns. */
export function affectedBy(facts: LimitFacts, change: Change): number {
  if (change.kind === 'MembershipChanged') return 1 + change.data.addedUserIds.length + change.data.removedUserIds.length
  if (limitTargetOf(change, 'TEAM').length > 0) return 1 + facts.users.size
  const [groupId] = limitTargetOf(change, 'GROUP')
  return 1 + (groupId === undefined ? 0 : (facts.membersOf.get(groupId)?.size ?? 0))
}

export function limitTargetOf(change: Change, kind: 'TEAM' | 'GROUP' | 'USER'): string[] {
  if (change.kind !== 'SpendLimitSet' && change.kind !== 'SpendLimitCleared' && change.kind !== 'SpendLimitExpired') return []
  const { target } = change.kind === 'SpendLimitSet' ? change.data.after : change.data.before
  return target.kind === kind ? [target.id] : []
}
