import type { Actor } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { holdsAdministratorGroup } from '../store/directory.ts'
import type { Transaction } from '../store/database.ts'

/** Whoever may write the directory of the mapped administrator group decides who is an administrator. That is nothing for an API key. */
export async function refuseKeyToAdministrators(transaction: Transaction, actor: Actor, directoryId: string): Promise<void> {
  if (actor.kind !== 'API_KEY' || !(await holdsAdministratorGroup(transaction, directoryId))) return
  throw new DomainError(
    'FORBIDDEN',
    'The group whose members are administrators is in this directory, so a credential for it is given by a signed-in administrator or the platform key.',
  )
}
