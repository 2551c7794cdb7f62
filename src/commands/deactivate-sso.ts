import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findTeamConnections, setSsoState, ssoConnectionState, updateSsoConnection, type SsoConnection } from '../store/sso-connection.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

/**
 * By hand, with a reason of the administrator's; or because the provider failed: then nothing happens if the run of failures was broken meanwhile,
 * or the connection is another one by now.
 */
export type DeactivateSsoInput = { teamId: string; actor: Actor } & (
  | { cause: 'BY_HAND'; reason: string | undefined }
  | { cause: 'FAILURES'; connectionId: string; leastFailures: number }
)

/** Takes the connection out of use: SCIM is served no more from this commit on. Inactive by hand it stays so until reactivateSso. */
export const deactivateSso: Command<DeactivateSsoInput, SsoConnection> = {
  name: 'deactivateSso',
  position: 8,
  run(transaction, inputs) {
    return eachOutcome(inputs, async (input) => {
      const { teamId, actor } = input
      const team = await lockTeam(transaction, teamId)
      if (!team) throw notFound(`Team ${toId('team', teamId)}`)
      const { current } = await findTeamConnections(transaction, teamId)
      if (!current) throw new DomainError('INVALID_INPUT', 'The team has no SSO connection. setUpSso makes one.')
      const isByHand = input.cause === 'BY_HAND'
      if (!isByHand && (team.ssoState !== 'ACTIVE' || !isBroken(current, input))) return { value: current, changes: [] }
      if (team.ssoState === 'PENDING')
        throw new DomainError('INVALID_INPUT', 'The SSO connection is pending: nobody has signed in through it yet, so it is not in use.')
      if (isByHand && current.isHeld) return { value: current, changes: [] }
      const reason = isByHand ? reasonByHand(actor, input.reason) : reasonOfFailures(current)
      const state = { stateReason: reason, stateSince: new Date(), isHeld: isByHand }
      await updateSsoConnection(transaction, current.id, state)
      await setSsoState(transaction, teamId, 'INACTIVE')
      return {
        value: { ...current, ...state },
        changes: [{ kind: 'SsoConnectionDeactivated', actor, data: { ssoConnection: ssoConnectionState(current), reason } }],
      }
    })
  },
}

function isBroken(current: SsoConnection, { connectionId, leastFailures }: { connectionId: string; leastFailures: number }): boolean {
  return current.id === connectionId && current.failureCount >= leastFailures
}

function reasonByHand(actor: Actor, given: string | undefined): string {
  const reason = given?.trim() ?? ''
  if (reason.length > 500 || /\p{Cc}/u.test(reason) || !reason.isWellFormed())
    throw new DomainError('INVALID_INPUT', 'reason must be one line of at most 500 characters.')
  return `Deactivated by ${actor.label}${reason === '' ? '.' : `: ${reason}`}`
}

function reasonOfFailures({ failureCount, lastError }: SsoConnection): string {
  return `The identity provider failed ${failureCount} times in a row; the last time: ${lastError ?? 'unknown.'}`
}
