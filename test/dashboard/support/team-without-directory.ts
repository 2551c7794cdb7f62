import { toId } from '../../../src/domain/id.ts'
import type { Plan } from '../../../src/domain/plan.ts'
import type { StartedApp } from '../../support/start-app.ts'

const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const

/** A team as it is before its first directory; with `localSso` single sign-on counts as active. Answers its id. */
export async function createTeamWithoutDirectory(
  { app }: Pick<StartedApp, 'app'>,
  { name = 'Acme', plan = 'ENTERPRISE' as Plan, localSso = true } = {},
): Promise<string> {
  const team = await app.commands.createTeam({ actor, name, plan, currency: 'EUR', localSso, isDemonstration: false })
  return toId('team', team.value.id)
}
