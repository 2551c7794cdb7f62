import type { Actor } from '../domain/change.ts'
import type { DomainError } from '../domain/errors.ts'
import { signInRefused } from '../domain/sign-in-refusal.ts'
import { bindAdministrator, lockAdministrator } from '../store/administrator.ts'
import { deleteLinkSessions } from '../store/session.ts'
import {
  deleteSsoConnection,
  findTeamConnections,
  forgetProvenPeople,
  setSsoState,
  ssoConnectionState,
  updateSsoConnection,
  type SsoConnection,
} from '../store/sso-connection.ts'
import type { Transaction } from '../store/database.ts'
import { lockTeam } from '../store/team.ts'
import type { Command, Outcome } from '../store/transaction.ts'
import { checkSsoPlan } from './set-up-sso.ts'
import { eachOutcome } from './outcome.ts'

/**
 * `connectionId`: the one that an administrator, the actor, has really signed in through. `administratorId`: their entry in the list; null for
 * somebody who is an administrator by the mapped group, which is enough only for a connection that was in use before. `sessionId`: the session that
 * they got by it.
 */
export type ActivateSsoInput = { teamId: string; actor: Actor; connectionId: string; administratorId: string | null; sessionId: string }

/**
 * A pending connection becomes active, as does one that its provider's failures made inactive; a replacement takes the place of the connection
 * in use. One that is inactive by hand stays so. `isActive` says what came of it.
 */
export const activateSso: Command<ActivateSsoInput, { isActive: boolean }> = {
  name: 'activateSso',
  position: 8,
  run(transaction, inputs) {
    return eachOutcome(inputs, async (input) => {
      const { teamId, actor, connectionId, administratorId } = input
      const team = await lockTeam(transaction, teamId)
      const isListed = administratorId !== null && (await lockAdministrator(transaction, teamId, administratorId)) !== undefined
      const { current, replacement } = await findTeamConnections(transaction, teamId)
      if (replacement?.id === connectionId) {
        if (!isListed) throw notListed()
        checkSsoPlan(team!)
        return takeOver(transaction, input, current, replacement)
      }
      if (!team || current?.id !== connectionId) throw gone()
      if (team.ssoState === 'ACTIVE') return { value: { isActive: true }, changes: [] }
      if (team.ssoState === 'PENDING' && !isListed) throw notListed()
      if (current.isHeld) return { value: { isActive: false }, changes: [] }
      const stateReason = `${actor.label} signed in through it.`
      await updateSsoConnection(transaction, current.id, activated(stateReason, current.verifiedAt))
      await setSsoState(transaction, teamId, 'ACTIVE')
      await deleteLinkSessions(transaction, teamId)
      const change = { kind: 'SsoConnectionActivated', actor, data: { ssoConnection: ssoConnectionState(current) } } as const
      return { value: { isActive: true }, changes: [change] }
    })
  },
}

/** From this commit on nobody is signed in by what the old provider said. */
async function takeOver(
  transaction: Transaction,
  { teamId, actor, administratorId, sessionId }: ActivateSsoInput,
  current: SsoConnection | undefined,
  replacement: SsoConnection,
): Promise<Outcome<{ isActive: boolean }>> {
  if (current) await deleteSsoConnection(transaction, current.id)
  const stateReason = `${actor.label} signed in through it, in place of ${current?.issuer ?? 'none'}.`
  await updateSsoConnection(transaction, replacement.id, { ...activated(stateReason, null), isReplacement: false })
  await setSsoState(transaction, teamId, 'ACTIVE')
  if (administratorId !== null && actor.id !== null) await bindAdministrator(transaction, administratorId, actor.id)
  await forgetProvenPeople(transaction, teamId, { administratorId, sessionId })
  const after = ssoConnectionState(replacement)
  return {
    value: { isActive: true },
    changes: [
      { kind: 'SsoConnectionSet', actor, data: { before: current ? ssoConnectionState(current) : null, after } },
      { kind: 'SsoConnectionActivated', actor, data: { ssoConnection: after } },
    ],
  }
}

function activated(stateReason: string, verifiedAt: Date | null) {
  const now = new Date()
  return { stateReason, stateSince: now, verifiedAt: verifiedAt ?? now, failureCount: 0, lastError: null, lastErrorAt: null }
}

function notListed(): DomainError {
  return signInRefused('NOT_LISTED', 'Only an administrator who is in the list of the team can prove an SSO connection. Ask one of them.')
}

function gone(): DomainError {
  return signInRefused('SET_UP_ANEW', 'Single sign-on was set up anew while you were signing in. Sign in again.')
}
