import { isSsoActive, type TeamGate } from './plan.ts'

/** That directories are no longer kept in step, since when, and why; for people. `since` is null when the log does not reach back to it. */
export type Staleness = { since: Date | null; reason: string }

export type StalenessFacts = {
  team: TeamGate
  /** When the plan was last taken from ENTERPRISE. */
  planSince: Date | null
  /** When the SSO connection came to be in its state; null without one. */
  ssoSince: Date | null
}

/**
 * What was last synchronised stays in force when the plan or the SSO connection lapses, limits included: an SSO hiccup must not change anybody's budget.
 * Whoever asks what applies has to know that the directory behind the answer stands still. null: it is served (invariant 6).
 */
export function staleness({ team, planSince, ssoSince }: StalenessFacts): Staleness | null {
  const lacks: { since: Date | null; what: string }[] = []
  if (team.plan !== 'ENTERPRISE')
    lacks.push({ since: planSince, what: `team ${team.name} is on the plan ${team.plan}, and SCIM needs ENTERPRISE` })
  if (!isSsoActive(team)) {
    const state = team.ssoState === null ? 'there is no SSO connection' : `the SSO connection of team ${team.name} is ${team.ssoState}`
    lacks.push({ since: ssoSince, what: `${state}, and SCIM needs an active one` })
  }
  if (lacks.length === 0) return null
  const since = lacks.map((lack) => lack.since).filter((time) => time !== null)
  return {
    // The first one stopped it; the others only keep it so.
    since: since.length === lacks.length ? new Date(Math.min(...since.map(Number))) : null,
    reason: `The directory is no longer kept in step with the identity provider: ${lacks.map(({ what }) => what).join('; ')}. What was last synchronised stays in force, limits included.`,
  }
}
