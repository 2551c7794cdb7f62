import type { TeamCommands } from '../commands/team-commands.ts'
import type { Actor } from '../domain/change.ts'
import { toId } from '../domain/id.ts'
import type { Database } from '../store/database.ts'
import { clearFailures, countFailure, keepError, type SignInConnection } from '../store/sso-connection.ts'
import type { SignInFailure } from './sign-in-failure.ts'

type Log = { warn(details: object, message: string): void }
export type ProviderHealth = {
  /** Keeps what was wrong for administrators; a run of the provider's own failures takes the connection out of use. */
  failed(connection: SignInConnection, failure: SignInFailure): Promise<void>
  succeeded(connection: SignInConnection): Promise<void>
}

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Single sign-on' }

/** What is known of the providers by the sign-ins through them. Counts are beside the log; what follows from them is a change. */
export function createProviderHealth(options: {
  database: Database
  commands: Pick<TeamCommands, 'deactivateSso'>
  failuresUntilInactive: number
  /** At most one failure of a connection counts in so long: how many sign in, or try to, says nothing of how long an outage is. */
  failureIntervalSeconds?: number
  log: Log
}): ProviderHealth {
  const { database, commands, failuresUntilInactive: leastFailures, failureIntervalSeconds: interval = 60, log } = options
  // Sign-ins that met the same failure, because they waited for one answer together.
  const counted = new WeakSet<SignInFailure>()
  return {
    async failed({ id, teamId, isReplacement, team }, failure) {
      if (failure.kind === 'PERSON' || counted.has(failure)) return
      counted.add(failure)
      log.warn({ err: failure, team: toId('team', teamId), ssoConnection: toId('ssoConnection', id) }, 'An identity provider failed')
      if (failure.kind === 'UNCLEAR') return keepError(database, id, failure.message, interval)
      const failures = await countFailure(database, id, failure.message, interval)
      if (isReplacement || team.ssoState !== 'ACTIVE' || failures === undefined || failures < leastFailures) return
      await commands.deactivateSso({ teamId, actor, cause: 'FAILURES', connectionId: id, leastFailures })
    },
    succeeded: ({ id, failureCount, lastError }) =>
      failureCount > 0 || lastError !== null ? clearFailures(database, id) : Promise.resolve(),
  }
}
