import { Prisma } from '../generated/prisma/client.ts'
import type { Sql } from './database.ts'

// The rule of domain/spend-limit.ts in SQL, for many users at once. test/store/effective-limit.test.ts holds the two against each other.

/** Whether a row of spend_limits, by its alias, is a limit now: one that is set and has not expired. */
export function counts(limit: Sql): Sql {
  return Prisma.sql`(${limit}.is_set AND (${limit}.expires_at IS NULL OR ${limit}.expires_at > now()))`
}

/** Columns of what applies to a user `u` (id, team_id, active), given their `own`, their groups' `best` and the team's `standard` limit. */
const whatApplies = Prisma.sql`
  CASE WHEN NOT u.active THEN 'INACTIVE_USER' WHEN own.id IS NOT NULL THEN 'USER' WHEN best.id IS NOT NULL THEN 'GROUP'
    WHEN standard.id IS NOT NULL THEN 'TEAM' ELSE 'NONE' END AS source,
  CASE WHEN NOT u.active THEN 0 WHEN own.id IS NOT NULL THEN own.amount_minor WHEN best.id IS NOT NULL THEN best.amount_minor
    ELSE standard.amount_minor END AS amount_minor,
  CASE WHEN NOT u.active THEN NULL ELSE COALESCE(own.id, best.id, standard.id) END AS limit_id`

/**
 * A SELECT of what applies to each of a few users: user_id, source, amount_minor (null: without limit) and limit_id (null: none decided; of
 * several equal winners that with the lowest group id). `users`: a SELECT of id, team_id and active. It costs a look at each group of each of them.
 */
export function effectiveLimitsOf(users: Sql): Sql {
  return Prisma.sql`
    SELECT u.id AS user_id, ${whatApplies}
    FROM (${users}) AS u
    LEFT JOIN spend_limits own ON own.user_id = u.id AND ${counts(Prisma.sql`own`)}
    LEFT JOIN LATERAL (
      SELECT l.id, l.amount_minor FROM memberships JOIN spend_limits l ON l.group_id = memberships.group_id
      WHERE memberships.user_id = u.id AND ${counts(Prisma.sql`l`)}
      ORDER BY l.amount_minor DESC NULLS FIRST, l.group_id LIMIT 1
    ) AS best ON TRUE
    LEFT JOIN spend_limits standard ON standard.target_team_id = u.team_id AND ${counts(Prisma.sql`standard`)}`
}
