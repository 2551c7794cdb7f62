import type { Attributes } from '../domain/attributes.ts'
import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError, notAdmitted } from '../domain/errors.ts'
import { groupColumns, groupState, type Group, type MemberChange } from '../domain/group.ts'
import { toId } from '../domain/id.ts'
import { findDirectory } from '../store/directory.ts'
import { findGroupNames, insertGroups, updateGroups } from '../store/group.ts'
import { newId } from '../store/id.ts'
import type { Transaction } from '../store/database.ts'
import type { Outcome } from '../store/transaction.ts'
import { changeMembers, checkMembersKnown, type MemberRequest } from './change-members.ts'
import { admitting, type Admission } from './admitting.ts'
import { eachOutcome } from './outcome.ts'

export type CreateGroupInput = Admission & {
  teamId: string
  directoryId: string
  actor: Actor
  attributes: Attributes
  members: MemberChange
  refusesUnknownMembers: boolean
  /** A bare UUID from newId, when others refer to the group already. */
  id?: string
}
export type GroupResult = { group: Group; /** Named as members, but no users of the directory. */ unknownMembers: string[] }

/** RFC 7644 §3.3. Refuses a displayName that another group of the directory has, because identity providers match groups by name. */
export const createGroup = admitting<CreateGroupInput, GroupResult>({
  name: 'createGroup',
  position: 30,
  async run(transaction, inputs) {
    const now = new Date()
    const checked = await eachOutcome(inputs, async ({ teamId, directoryId, attributes, members, refusesUnknownMembers, id = newId() }) => {
      if (refusesUnknownMembers) await checkMembersKnown(transaction, directoryId, members)
      const times = { createdAt: now, lastModifiedAt: now }
      const group: Group = {
        id,
        teamId,
        directoryId,
        attributes,
        memberCount: 0,
        version: 1,
        ...times,
        ...groupColumns(attributes),
      }
      return { value: group, changes: [] }
    })
    const inserted = await insertGroups(
      transaction,
      checked.flatMap((outcome) => ('error' in outcome ? [] : outcome.value)),
    )
    const groups = new Map<string, Group>()
    const requests: MemberRequest[] = []
    for (const [index, outcome] of checked.entries()) {
      if ('error' in outcome || !inserted.has(outcome.value.id)) continue
      const { members, actor } = inputs[index]!
      groups.set(outcome.value.id, outcome.value)
      // Nobody is in a new group, so what replaces all adds; and that is one statement for all groups.
      requests.push({ groupId: outcome.value.id, members: { ...members, replaceAll: false, remove: [] }, actor })
    }
    const filled = new Map((await changeMembers(transaction, groups, requests, now)).map((result) => [result.group.id, result]))
    const outcomes: Outcome<GroupResult>[] = []
    for (const [index, outcome] of checked.entries()) {
      if ('error' in outcome) {
        outcomes.push(outcome)
        continue
      }
      const result = filled.get(outcome.value.id)
      if (!result) {
        outcomes.push({ error: await displayNameTaken(transaction, outcome.value) })
        continue
      }
      const { group, change, unknownMembers } = result
      const created: NewChange = { kind: 'GroupCreated', actor: inputs[index]!.actor, data: { group: groupState(outcome.value) } }
      outcomes.push({ value: { group, unknownMembers }, changes: change ? [created, change] : [created] })
    }
    await updateGroups(
      transaction,
      [...groups.values()].filter((group) => group.version > 1),
    )
    return outcomes
  },
})

export async function displayNameTaken(transaction: Transaction, group: Group): Promise<DomainError> {
  const holder = (await findGroupNames(transaction, group.directoryId, [group.displayNameKey])).get(group.displayNameKey)
  // A directory that was deleted in between takes no group either.
  if (!holder && !(await findDirectory(transaction, group.teamId, group.directoryId))) return notAdmitted()
  const who = holder ? `the group with id ${toId('group', holder)}` : 'another group'
  return new DomainError('NOT_UNIQUE', `displayName "${group.displayName}" belongs to ${who} of this directory already.`)
}
