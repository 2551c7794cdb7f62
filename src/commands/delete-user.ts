import type { Actor, NewChange } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { groupState, type Group } from '../domain/group.ts'
import { toId } from '../domain/id.ts'
import { isExpiredAt, spendLimitState, type SpendLimit } from '../domain/spend-limit.ts'
import { userState, type User } from '../domain/user.ts'
import { lockGroups, updateGroups } from '../store/group.ts'
import { findGroupsOfUsers, removeFromAllGroups } from '../store/membership.ts'
import { deleteSpendLimits, lockSpendLimits, readTransactionTime } from '../store/spend-limit.ts'
import { findTeam } from '../store/team.ts'
import { deleteUsers, lockUsers } from '../store/user.ts'
import { checkVersion, type VersionMatch } from './match-version.ts'
import { admitting, type Admission } from './admitting.ts'
import { expiry } from './change-spend-limits.ts'
import { eachOutcome } from './outcome.ts'
import { guardRemovals } from './removal-guard.ts'

export type DeleteUserInput = Admission & { teamId: string; directoryId: string; id: string; actor: Actor; ifMatch?: VersionMatch }

/** RFC 7644 §3.6. The user leaves every group first, then loses an own limit, then is gone: one change each. */
export const deleteUser = admitting<DeleteUserInput, null>({
  name: 'deleteUser',
  position: 20,
  lockFirst: async (transaction, inputs) => void (await guardRemovals(transaction, inputs)),
  async run(transaction, inputs) {
    const now = new Date()
    const removals = await guardRemovals(transaction, inputs)
    const users = await lockUsers(
      transaction,
      inputs[0]!.teamId,
      inputs.map((input) => input.id),
      { forDeletion: true },
    )
    const gone = new Map<string, User>()
    const checked = await eachOutcome(inputs, (input) => {
      const { directoryId, id, ifMatch } = input
      const user = users.get(id)
      if (!user || user.directoryId !== directoryId || gone.has(id)) throw notFound(`User ${toId('user', id)}`)
      checkVersion(`User ${toId('user', id)}`, user.version, ifMatch)
      const paused = removals.count(input, 1)
      if (paused) return paused
      gone.set(id, user)
      return { value: user, changes: [] }
    })
    await removals.save()
    if (gone.size === 0) return checked.map((outcome) => ('error' in outcome ? outcome : { value: null, changes: [] }))

    const ids = [...gone.keys()]
    const groups = await lockGroups(transaction, inputs[0]!.teamId, await findGroupsOfUsers(transaction, ids))
    const left = await removeFromAllGroups(transaction, ids)
    const limits = await lockSpendLimits(
      transaction,
      ids.map((id) => ({ kind: 'USER', id })),
    )
    await deleteSpendLimits(transaction, [...limits.values()])
    const databaseTime = limits.values().some(({ expiresAt }) => expiresAt !== null) ? await readTransactionTime(transaction) : now
    const currency = limits.size > 0 ? (await findTeam(transaction, inputs[0]!.teamId))!.currency : ''
    const outcomes = checked.map((outcome, index) => {
      if ('error' in outcome) return outcome
      const user = outcome.value
      const { actor } = inputs[index]!
      const removed = [{ id: user.id, userName: user.userName, displayName: user.displayName }]
      const changes: NewChange[] = []
      for (const { groupId } of left.filter((pair) => pair.userId === user.id)) {
        const before = groups.get(groupId)!
        const group: Group = { ...before, memberCount: before.memberCount - 1, version: before.version + 1, lastModifiedAt: now }
        groups.set(groupId, group)
        changes.push({
          kind: 'MembershipChanged',
          actor,
          data: { group: groupState(group), addedUserIds: [], removedUserIds: [user.id], added: [], removed },
        })
      }
      const limit = limits.get(user.id)
      if (limit?.isSet) changes.push(endOf(limit, { actor, currency, at: databaseTime }))
      changes.push({ kind: 'UserDeleted', actor, data: { user: userState(user) } })
      return { value: null, changes }
    })
    await updateGroups(transaction, [...groups.values()])
    await deleteUsers(transaction, ids)
    return outcomes
  },
})

/** An override that had run out before was none any more: nobody clears it. */
function endOf(limit: SpendLimit, { actor, currency, at }: { actor: Actor; currency: string; at: Date }): NewChange {
  const data = { before: spendLimitState(limit, currency) }
  return isExpiredAt(limit, at) ? { kind: 'SpendLimitExpired', actor: expiry, data } : { kind: 'SpendLimitCleared', actor, data }
}
