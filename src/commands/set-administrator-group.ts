import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { countAdministrators, isAnybodyInAdministratorGroup } from '../store/administrator.ts'
import { holdGroupRef } from '../store/group.ts'
import { lockTeam, updateAdministratorGroup } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

/** `groupId` null: only who is listed is an administrator. */
export type SetAdministratorGroupInput = { teamId: string; actor: Actor; groupId: string | null }

/** Makes the active members of one group administrators, beside those who are listed, for as long as they are in it. */
export const setAdministratorGroup: Command<SetAdministratorGroupInput, null> = {
  name: 'setAdministratorGroup',
  position: 11,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, groupId }) => {
      const team = await lockTeam(transaction, teamId)
      if (!team) throw notFound(`Team ${toId('team', teamId)}`)
      const after = groupId === null ? null : await holdGroupRef(transaction, teamId, groupId)
      if (after === undefined) throw notFound(`Group ${toId('group', groupId!)}`)
      const { administratorGroupId } = team
      if (administratorGroupId === groupId) return { value: null, changes: [] }
      const before = administratorGroupId === null ? null : ((await holdGroupRef(transaction, teamId, administratorGroupId)) ?? null)
      if ((await countAdministrators(transaction, teamId)) === 0 && !(await isAnybodyInAdministratorGroup(transaction, teamId, groupId)))
        throw new DomainError(
          'FORBIDDEN',
          `Nobody is listed as an administrator of team ${team.name}, so the group is the only way in. List somebody first, or map a group that has an active member.`,
        )
      await updateAdministratorGroup(transaction, teamId, groupId)
      return { value: null, changes: [{ kind: 'AdministratorGroupSet', actor, data: { before, after } }] }
    })
  },
}
