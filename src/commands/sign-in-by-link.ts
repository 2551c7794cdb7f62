import { DomainError } from '../domain/errors.ts'
import { signInRefused } from '../domain/sign-in-refusal.ts'
import { bindAdministrator, lockAdministrator } from '../store/administrator.ts'
import { besideLog, type BesideLog, type Database } from '../store/database.ts'
import { newId } from '../store/id.ts'
import { findPerson, holdUser, insertPerson, updatePerson } from '../store/person.ts'
import { hashSecret } from '../store/secret.ts'
import { findTeamOfSignInCode, takeSignInCode } from '../store/sign-in-code.ts'
import { holdTeam } from '../store/team.ts'
import { linkRefusal } from './issue-sign-in-link.ts'
import { startSession, type NewSession, type StartedSession } from './start-session.ts'

export type SignInByLinkInput = Omit<NewSession, 'teamId' | 'personId' | 'connectionId'> & { code: string }

/**
 * Lets in whom a one-time link was made for. Throws SIGN_IN_REFUSED when the link is unknown, used or too old, and when the team's single sign-on is
 * active by now; a link is used up by whatever came of it.
 */
export async function signInByLink(database: Database, input: SignInByLinkInput): Promise<StartedSession> {
  const result = await besideLog(database, (transaction) => useLink(transaction, input))
  // A refusal is committed too: it has used the code up.
  if (result instanceof DomainError) throw result
  return result
}

async function useLink(transaction: BesideLog, { code, ...browser }: SignInByLinkInput): Promise<StartedSession | DomainError> {
  const hash = hashSecret(code)
  // The team first, as the commands on its list lock it; its single sign-on cannot become active in this moment.
  const teamId = await findTeamOfSignInCode(transaction, hash)
  const team = teamId === undefined ? undefined : await holdTeam(transaction, teamId)
  const taken = await takeSignInCode(transaction, hash)
  if (!team || !taken) return usedUp
  const isVoid = linkRefusal(team)
  if (isVoid) return signInRefused('LINK_PAST_SSO', isVoid.message, team.name)
  const entry = await lockAdministrator(transaction, team.id, taken.administratorId)
  if (!entry) return usedUp
  const now = new Date()
  const known = entry.personId === null ? undefined : await findPerson(transaction, entry.personId)
  const user = known?.userId ? await holdUser(transaction, team.id, known.userId) : undefined
  if (user && !user.active)
    return signInRefused(
      'DEACTIVATED',
      `Your user in the directory of team ${team.name} is deactivated. Ask another administrator of ${team.name}.`,
      team.name,
    )
  const personId = known?.id ?? newId()
  if (known) await updatePerson(transaction, { id: personId, lastSignedInAt: now })
  else {
    const created = { id: personId, teamId: team.id, issuer: null, subject: null, email: entry.email, matchingValue: null, userId: null }
    await insertPerson(transaction, { ...created, createdAt: now, lastSignedInAt: now })
    await bindAdministrator(transaction, entry.id, personId)
  }
  return startSession(transaction, { ...browser, teamId: team.id, personId, connectionId: null }, now)
}

const usedUp = signInRefused(
  'LINK_OVER',
  'This link does not work any more: a sign-in link works once, within 15 minutes. Ask for a new one, or sign in through single sign-on.',
)
