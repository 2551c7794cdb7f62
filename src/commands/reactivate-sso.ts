import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findTeamConnections, setSsoState, ssoConnectionState, updateSsoConnection, type SsoConnection } from '../store/sso-connection.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'
import { checkSsoPlan } from './set-up-sso.ts'

export type ReactivateSsoInput = { teamId: string; actor: Actor }

/** Puts an inactive connection, which somebody has signed in through before, to use again. */
export const reactivateSso: Command<ReactivateSsoInput, SsoConnection> = {
  name: 'reactivateSso',
  position: 8,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor }) => {
      const team = await lockTeam(transaction, teamId)
      if (!team) throw notFound(`Team ${toId('team', teamId)}`)
      checkSsoPlan(team)
      const { current } = await findTeamConnections(transaction, teamId)
      if (!current) throw new DomainError('INVALID_INPUT', 'The team has no SSO connection. setUpSso makes one.')
      if (team.ssoState === 'ACTIVE') return { value: current, changes: [] }
      if (team.ssoState !== 'INACTIVE')
        throw new DomainError(
          'INVALID_INPUT',
          'The SSO connection is pending. It becomes active when a listed administrator signs in through it.',
        )
      const state = { stateReason: `Reactivated by ${actor.label}.`, stateSince: new Date(), isHeld: false, failureCount: 0 }
      await updateSsoConnection(transaction, current.id, state)
      await setSsoState(transaction, teamId, 'ACTIVE')
      return {
        value: { ...current, ...state },
        changes: [{ kind: 'SsoConnectionActivated', actor, data: { ssoConnection: ssoConnectionState(current) } }],
      }
    })
  },
}
