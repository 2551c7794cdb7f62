import type { Position } from '../../src/domain/change-cursor.ts'
import type { ChangeKind } from '../../src/domain/change.ts'
import type { GroupState } from '../../src/domain/group.ts'
import type { UserState } from '../../src/domain/user.ts'

/** What of a user, a group or a limit a subscriber is told; ids are bare UUIDs. */
export type UserForm = Omit<UserState, 'directoryId'>
export type GroupForm = Omit<GroupState, 'directoryId'>
export type LimitForm = { targetId: string; amountMinor: number | null; version: number }

/** A change in the one form in which the log and what subscribers were sent are compared. */
export type ChangeForm = {
  kind: string
  user?: UserForm
  group?: GroupForm
  limit?: LimitForm
  added?: string[]
  removed?: string[]
}

export type SentChange = { revision: number; form: ChangeForm }

/** `__typename` of the changes after which nothing of the subject is left. */
export const deletions: readonly string[] = ['UserDeleted', 'GroupDeleted', 'SpendLimitCleared', 'SpendLimitExpired'] satisfies ChangeKind[]

// The data of a log row and the JSON of a subscription, neither of which has types here.
// oxlint-disable-next-line typescript/no-explicit-any -- two wires
type Json = any

const users = ['UserCreated', 'UserModified', 'UserDeactivated', 'UserReactivated', 'UserDeleted']
const groups = ['GroupCreated', 'GroupModified', 'GroupDeleted', 'MembershipChanged']
const limits = ['SpendLimitSet', 'SpendLimitCleared', 'SpendLimitExpired']

export function formOfRow(kind: string, data: Json): ChangeForm {
  if (users.includes(kind)) return { kind, user: userForm(data.user ?? data.after) }
  if (groups.includes(kind)) {
    const group = groupForm(data.group ?? data.after)
    return kind === 'MembershipChanged' ? { kind, group, added: data.addedUserIds, removed: data.removedUserIds } : { kind, group }
  }
  if (limits.includes(kind)) {
    const { target, amountMinor, version } = kind === 'SpendLimitSet' ? data.after : data.before
    return { kind, limit: { targetId: target.id, amountMinor, version } }
  }
  return { kind }
}

/** The selection that `formOfSent` reads. */
export const changeSelection = `
  __typename
  revision
  ... on UserCreated { user { ...U } }
  ... on UserModified { user: after { ...U } }
  ... on UserDeactivated { user: after { ...U } }
  ... on UserReactivated { user: after { ...U } }
  ... on UserDeleted { user { ...U } }
  ... on GroupCreated { group { ...G } }
  ... on GroupModified { group: after { ...G } }
  ... on GroupDeleted { group { ...G } }
  ... on MembershipChanged { group { ...G } addedUserIds removedUserIds }
  ... on SpendLimitSet { limit: after { ...L } }
  ... on SpendLimitCleared { limit: before { ...L } }
  ... on SpendLimitExpired { limit: before { ...L } }`

export const changeFragments = `
  fragment U on UserState { id externalId userName displayName email active version }
  fragment G on GroupState { id externalId displayName memberCount version }
  fragment L on SpendLimitState { targetId isUnlimited amount { amountMinor } version }`

export function formOfSent(change: Json): ChangeForm {
  const { __typename: kind, user, group, limit, addedUserIds, removedUserIds } = change
  if (user) return { kind, user: userForm({ ...user, id: bareId(user.id) }) }
  if (addedUserIds)
    return {
      kind,
      group: groupForm({ ...group, id: bareId(group.id) }),
      added: addedUserIds.map(bareId),
      removed: removedUserIds.map(bareId),
    }
  if (group) return { kind, group: groupForm({ ...group, id: bareId(group.id) }) }
  if (limit)
    return { kind, limit: { targetId: bareId(limit.targetId), amountMinor: limit.amount?.amountMinor ?? null, version: limit.version } }
  return { kind }
}

export function bareId(id: string): string {
  return id.slice(id.indexOf('-') + 1)
}

function userForm({ id, externalId, userName, displayName, email, active, version }: UserForm): UserForm {
  return { id, externalId, userName, displayName, email, active, version }
}

function groupForm({ id, externalId, displayName, memberCount, version }: GroupForm): GroupForm {
  return { id, externalId, displayName, memberCount, version }
}

/** Two numbers of 32 bits that stand for a text (cyrb53's mixing). */
export function digestOf(text: string): readonly [number, number] {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return [high >>> 0, low >>> 0]
}

/** A number that stands for a whole change, everything in it and its version. */
export function contentOf(form: ChangeForm): number {
  const [high, low] = digestOf(JSON.stringify(form))
  return (high & 0x1f_ffff) * 2 ** 32 + low
}

export function formatPosition({ revision, changeId }: Position): string {
  return `${revision} (${changeId})`
}
