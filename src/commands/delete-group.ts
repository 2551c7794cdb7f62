import { membersNamed, type Actor, type NewChange } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { groupState, type Group } from '../domain/group.ts'
import { toId } from '../domain/id.ts'
import { spendLimitState } from '../domain/spend-limit.ts'
import { deleteGroups, lockGroups } from '../store/group.ts'
import { removeOtherMembers } from '../store/membership.ts'
import { deleteSpendLimits, lockSpendLimits } from '../store/spend-limit.ts'
import { findAdministratorGroup, findTeam } from '../store/team.ts'
import { findMemberRefs } from '../store/user.ts'
import { checkVersion, type VersionMatch } from './match-version.ts'
import { admitting, type Admission } from './admitting.ts'
import { eachOutcome } from './outcome.ts'
import { guardRemovals } from './removal-guard.ts'

export type DeleteGroupInput = Admission & { teamId: string; directoryId: string; id: string; actor: Actor; ifMatch?: VersionMatch }

/** RFC 7644 §3.6. All members leave first, then the limit goes, then the group: one change each. Users are never deleted with a group. */
export const deleteGroup = admitting<DeleteGroupInput, null>({
  name: 'deleteGroup',
  position: 40,
  lockFirst: async (transaction, inputs) => void (await guardRemovals(transaction, inputs)),
  async run(transaction, inputs) {
    const now = new Date()
    const removals = await guardRemovals(transaction, inputs)
    const groups = await lockGroups(
      transaction,
      inputs[0]!.teamId,
      inputs.map((input) => input.id),
    )
    // After the groups are held: whoever maps one of them has done so by now, or waits and finds it gone.
    const administratorGroupId = await findAdministratorGroup(transaction, inputs[0]!.teamId)
    const limits = await lockSpendLimits(
      transaction,
      [...groups.keys()].map((id) => ({ kind: 'GROUP', id })),
    )
    const outcomes = await eachOutcome(inputs, async (input) => {
      const { teamId, directoryId, id, actor, ifMatch } = input
      const group = groups.get(id)
      if (!group || group.directoryId !== directoryId) throw notFound(`Group ${toId('group', id)}`)
      checkVersion(`Group ${toId('group', id)}`, group.version, ifMatch)
      const paused = removals.count(input, group.memberCount)
      if (paused) return paused
      groups.delete(id)
      const changes: NewChange[] = []
      const removedUserIds = await removeOtherMembers(transaction, id, [])
      let emptied: Group = group
      if (removedUserIds.length > 0) {
        emptied = { ...group, memberCount: 0, version: group.version + 1, lastModifiedAt: now }
        const removed = await findMemberRefs(transaction, removedUserIds.slice(0, membersNamed))
        changes.push({
          kind: 'MembershipChanged',
          actor,
          data: { group: groupState(emptied), addedUserIds: [], removedUserIds, added: [], removed },
        })
      }
      const limit = limits.get(id)
      if (limit) await deleteSpendLimits(transaction, [limit])
      if (limit?.isSet) {
        const { currency } = (await findTeam(transaction, teamId))!
        changes.push({ kind: 'SpendLimitCleared', actor, data: { before: spendLimitState(limit, currency) } })
      }
      if (id === administratorGroupId)
        changes.push({ kind: 'AdministratorGroupSet', actor, data: { before: { id, displayName: group.displayName }, after: null } })
      changes.push({ kind: 'GroupDeleted', actor, data: { group: groupState(emptied) } })
      await deleteGroups(transaction, [id])
      return { value: null, changes }
    })
    await removals.save()
    return outcomes
  },
})
