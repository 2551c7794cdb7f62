import { lookUpKey } from '../domain/attributes.ts'
import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findAdministratorByEmail, insertAdministrator, type Administrator } from '../store/administrator.ts'
import { newId } from '../store/id.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type AddAdministratorInput = { teamId: string; actor: Actor; email: string }

/** Lists somebody as an administrator by their e-mail address. Again: nothing changes. */
export const addAdministrator: Command<AddAdministratorInput, Administrator> = {
  name: 'addAdministrator',
  position: 7,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, ...input }) => {
      if (!(await lockTeam(transaction, teamId))) throw notFound(`Team ${toId('team', teamId)}`)
      const email = checkEmail(input.email)
      const known = await findAdministratorByEmail(transaction, teamId, lookUpKey(email))
      if (known) return { value: known, changes: [] }
      const administrator = newAdministrator({ teamId, actor, email })
      await insertAdministrator(transaction, administrator)
      return {
        value: administrator,
        changes: [{ kind: 'AdministratorAdded', actor, data: { administrator: { id: administrator.id, email } } }],
      }
    })
  },
}

/** An entry that means nobody yet: whoever has this address verified at the identity provider. */
export function newAdministrator({ teamId, actor, email }: AddAdministratorInput): Administrator {
  const emailKey = lookUpKey(email)
  return { id: newId(), teamId, email, emailKey, personId: null, addedAt: new Date(), addedBy: actor.label }
}

export function checkEmail(text: string): string {
  const email = text.trim()
  // RFC 5321 §4.5.3.1: at most 254 characters. What is before the @ is the mail server's own.
  if (email.length > 254 || !/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email) || !email.isWellFormed())
    throw new DomainError('INVALID_INPUT', 'email must be an e-mail address such as ada@acme.example, of at most 254 characters.')
  return email
}
