import type { TeamGate } from '../domain/plan.ts'
import type { StalenessFacts } from '../domain/staleness.ts'
import type { ReadDatabase } from './database.ts'

/** How far back in the log the end of the plan is looked for. */
const mostRevisions = 200_000

/** Of a team that exists. While it is on the right plan, the log is not looked at. */
export async function findStalenessFacts(database: ReadDatabase, teamId: string): Promise<StalenessFacts | undefined> {
  const rows = await database.$queryRaw<(TeamGate & Omit<StalenessFacts, 'team'>)[]>`
    SELECT teams.name, teams.plan, teams.local_sso AS "localSso", teams.sso_state AS "ssoState", sso.state_since AS "ssoSince",
      CASE WHEN teams.plan <> 'ENTERPRISE' THEN (
        SELECT at FROM changes WHERE changes.team_id = teams.id AND kind = 'TeamPlanSet' AND data->>'before' = 'ENTERPRISE'
          AND revision > (SELECT revision FROM team_heads WHERE team_heads.team_id = teams.id) - ${mostRevisions}
        ORDER BY revision DESC LIMIT 1
      ) END AS "planSince"
    FROM teams LEFT JOIN sso_connections sso ON sso.team_id = teams.id AND NOT sso.is_replacement
    WHERE teams.id = ${teamId}::uuid`
  const row = rows[0]
  if (!row) return undefined
  const { planSince, ssoSince, ...team } = row
  return { team, planSince, ssoSince }
}
