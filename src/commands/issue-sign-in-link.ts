import { lookUpKey } from '../domain/attributes.ts'
import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findAdministratorByEmail, insertAdministrator, type Administrator } from '../store/administrator.ts'
import { newSecret } from '../store/secret.ts'
import { insertSignInCode } from '../store/sign-in-code.ts'
import { lockTeam, type Team } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { checkEmail, newAdministrator } from './add-administrator.ts'
import { eachOutcome } from './outcome.ts'

export type IssueSignInLinkInput = { teamId: string; actor: Actor; email: string }
/** `code` is shown this once. */
export type IssuedSignInLink = { administrator: Administrator; code: string; expiresAt: Date }

const lifetimeMilliseconds = 15 * 60_000

/** A code that lets one administrator in, once and within 15 minutes, before single sign-on does; lists them first when they are not listed. */
export const issueSignInLink: Command<IssueSignInLinkInput, IssuedSignInLink> = {
  name: 'issueSignInLink',
  position: 9,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, ...input }) => {
      const team = await lockTeam(transaction, teamId)
      if (!team) throw notFound(`Team ${toId('team', teamId)}`)
      const refusal = linkRefusal(team)
      if (refusal) throw refusal
      const email = checkEmail(input.email)
      const changes: NewChange[] = []
      let administrator = await findAdministratorByEmail(transaction, teamId, lookUpKey(email))
      if (!administrator) {
        administrator = newAdministrator({ teamId, actor, email })
        await insertAdministrator(transaction, administrator)
        changes.push({ kind: 'AdministratorAdded', actor, data: { administrator: { id: administrator.id, email } } })
      }
      const { secret: code, hash } = newSecret('signInCode')
      const expiresAt = new Date(Date.now() + lifetimeMilliseconds)
      await insertSignInCode(transaction, { hash, teamId, administratorId: administrator.id, expiresAt })
      const state = { id: administrator.id, email: administrator.email }
      changes.push({ kind: 'SignInLinkIssued', actor, data: { administrator: state, expiresAt: expiresAt.toISOString() } })
      return { value: { administrator, code, expiresAt }, changes }
    })
  },
}

/** Once people sign in at their identity provider, nobody gets in past it. SSO that is active for local use alone signs nobody in. */
export function linkRefusal({ name, ssoState }: Pick<Team, 'name' | 'ssoState'>): DomainError | undefined {
  if (ssoState !== 'ACTIVE') return undefined
  return new DomainError(
    'FORBIDDEN',
    `Single sign-on of team ${name} is active, so a one-time link lets nobody in. Sign in through it; when nobody can, let the platform key deactivate it first.`,
  )
}
