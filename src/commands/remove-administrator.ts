import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import {
  countAdministrators,
  deleteAdministrator,
  isAnybodyInAdministratorGroup,
  lockAdministrator,
  type Administrator,
} from '../store/administrator.ts'
import { deleteSessionsWithoutUser } from '../store/session.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type RemoveAdministratorInput = { teamId: string; actor: Actor; administratorId: string }

/**
 * Takes somebody off the list. The last one stays, unless somebody gets in as an administrator by the mapped group: a team is never left without.
 */
export const removeAdministrator: Command<RemoveAdministratorInput, Administrator> = {
  name: 'removeAdministrator',
  position: 10,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, administratorId }) => {
      const team = await lockTeam(transaction, teamId)
      const administrator = team && (await lockAdministrator(transaction, teamId, administratorId))
      if (!administrator) throw notFound(`Administrator ${toId('administrator', administratorId)}`)
      const isLast = (await countAdministrators(transaction, teamId)) === 1
      if (isLast && !(team.ssoState === 'ACTIVE' && (await isAnybodyInAdministratorGroup(transaction, teamId))))
        throw new DomainError(
          'FORBIDDEN',
          `${administrator.email} is the last administrator of team ${team.name}, and nobody gets in as one by a group. Add another administrator first.`,
        )
      await deleteAdministrator(transaction, administratorId)
      // Whoever is a user of the directory goes on as a member. For the others there is nothing to come back to, also when they are listed again.
      if (administrator.personId !== null) await deleteSessionsWithoutUser(transaction, administrator.personId)
      const { id, email } = administrator
      return { value: administrator, changes: [{ kind: 'AdministratorRemoved', actor, data: { administrator: { id, email } } }] }
    })
  },
}
