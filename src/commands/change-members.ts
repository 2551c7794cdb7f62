import { membersNamed, type Actor, type MemberRef, type NewChange } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { groupState, type Group, type MemberChange } from '../domain/group.ts'
import { toId } from '../domain/id.ts'
import { addMembers, findKnownUsers, removeMembers, replaceMembers, type Pair, type ReplacedMembers } from '../store/membership.ts'
import type { Transaction } from '../store/database.ts'
import { findMemberRefs } from '../store/user.ts'

export type MemberRequest = { groupId: string; members: MemberChange; actor: Actor }
export type MemberResult = {
  /** As the request left it. */ group: Group
  change?: NewChange
  /** Named, but no user of the directory; the others were applied. */ unknownMembers: string[]
}

/**
 * Applies member changes to groups that this transaction has locked, and keeps `groups` up to date.
 * Only the rows that are named are read or written, whatever the size of the group. Two requests may name the same group
 * when they name different users and neither replaces all. A request that changes nothing makes no change.
 */
export async function changeMembers(
  transaction: Transaction,
  groups: Map<string, Group>,
  requests: readonly MemberRequest[],
  now: Date,
): Promise<MemberResult[]> {
  const changing = requests.filter((request) => !request.members.replaceAll)
  const removed = await removeMembers(transaction, pairsOf(changing, 'remove'))
  const added = await addMembers(transaction, pairsOf(changing, 'add'), now)
  const replaced = new Map<MemberRequest, ReplacedMembers>()
  for (const request of requests) {
    const { groupId, members } = request
    if (members.replaceAll) replaced.set(request, await replaceMembers(transaction, groups.get(groupId)!, members.add, now))
  }

  const addedSets = new Map([...added].map(([groupId, ids]) => [groupId, new Set(ids)]))
  const removedSets = new Map([...removed].map(([groupId, ids]) => [groupId, new Set(ids)]))
  const deltas = requests.map((request) => {
    const { groupId, members } = request
    return (
      replaced.get(request) ?? {
        addedUserIds: members.add.filter((id) => addedSets.get(groupId)?.has(id)),
        removedUserIds: members.remove.filter((id) => removedSets.get(groupId)?.has(id)),
      }
    )
  })
  const refs = await nameMembers(transaction, deltas)

  const results: MemberResult[] = []
  for (const [index, { groupId, members, actor }] of requests.entries()) {
    const { addedUserIds, removedUserIds } = deltas[index]!
    // An id that was not added is either a member already or nobody.
    const absent = replaced.get(requests[index]!)?.absentUserIds ?? (addedUserIds.length < members.add.length ? members.add : [])
    const unknownMembers = [...members.unknown, ...(await findUnknown(transaction, groups.get(groupId)!.directoryId, absent))]
    if (addedUserIds.length + removedUserIds.length === 0) {
      results.push({ group: groups.get(groupId)!, unknownMembers })
      continue
    }
    const before = groups.get(groupId)!
    const memberCount = before.memberCount + addedUserIds.length - removedUserIds.length
    const group: Group = { ...before, memberCount, version: before.version + 1, lastModifiedAt: now }
    groups.set(groupId, group)
    const names = (ids: readonly string[]): MemberRef[] => ids.slice(0, membersNamed).flatMap((id) => refs.get(id) ?? [])
    const data = { group: groupState(group), addedUserIds, removedUserIds, added: names(addedUserIds), removed: names(removedUserIds) }
    results.push({ group, change: { kind: 'MembershipChanged', actor, data }, unknownMembers })
  }
  return results
}

/** A strict directory refuses a request that names a member it does not know; nothing of it is applied. */
export async function checkMembersKnown(transaction: Transaction, directoryId: string, members: MemberChange): Promise<void> {
  const known = members.add.length > 0 ? await findKnownUsers(transaction, directoryId, members.add) : new Set()
  const unknown = [...members.unknown, ...members.add.filter((id) => !known.has(id)).map((id) => toId('user', id))]
  if (unknown.length > 0) {
    throw new DomainError('UNKNOWN_MEMBERS', `These members are no users of this directory: ${unknown.join(', ')}. Nothing was changed.`)
  }
}

async function findUnknown(transaction: Transaction, directoryId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return []
  const known = await findKnownUsers(transaction, directoryId, userIds)
  return userIds.filter((id) => !known.has(id)).map((id) => toId('user', id))
}

function pairsOf(requests: readonly MemberRequest[], which: 'add' | 'remove'): Pair[] {
  return requests.flatMap(({ groupId, members }) => members[which].map((userId) => ({ groupId, userId })))
}

async function nameMembers(
  transaction: Transaction,
  deltas: readonly { addedUserIds: string[]; removedUserIds: string[] }[],
): Promise<Map<string, MemberRef>> {
  const ids = deltas.flatMap((delta) => [...delta.addedUserIds.slice(0, membersNamed), ...delta.removedUserIds.slice(0, membersNamed)])
  return new Map((await findMemberRefs(transaction, [...new Set(ids)])).map((ref) => [ref.id, ref]))
}
