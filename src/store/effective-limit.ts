import type { SpendLimitTarget } from '../domain/spend-limit.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Sql } from './database.ts'

// The rule of domain/spend-limit.ts in SQL, in two forms: for a few users, and for a whole team or a large group. test/store/effective-limit.test.ts holds
// all three against each other.

/** Whether a row of spend_limits, by its alias, is a limit now: one that is set and has not expired. */
export function counts(limit: Sql): Sql {
  return Prisma.sql`(${limit}.is_set AND (${limit}.expires_at IS NULL OR ${limit}.expires_at > now()))`
}

/**
 * What if: limits that were set or taken away, and memberships that came or went, all of one team. A group that is deleted is one whose limit is taken
 * away: nothing else of it counts.
 */
export type Hypothesis = {
  /** `amountMinor`: null is unlimited, as in a limit. */
  limits?: readonly { target: SpendLimitTarget; isSet: boolean; amountMinor: number | null }[]
  memberships?: { groupId: string; addedUserIds: readonly string[]; removedUserIds: readonly string[] }
}

const asItIs: Hypothesis = {}

/**
 * A SELECT of what applies to each of a few users: user_id, source, amount_minor (null: without limit) and limit_id (null: none decided; of
 * several equal winners that with the lowest group id). `users`: a SELECT of id, team_id and active. It costs a look at each group of each of them.
 * A limit that only `supposing` knows has no id.
 */
export function effectiveLimitsOf(users: Sql, supposing: Hypothesis = asItIs): Sql {
  return Prisma.sql`
    SELECT u.id AS user_id, ${whatApplies(Prisma.sql`own`, Prisma.sql`best`, Prisma.sql`standard`)}
    FROM (${users}) AS u
    LEFT JOIN ${limitsOf('USER', supposing)} AS own ON own.target_id = u.id
    LEFT JOIN LATERAL (
      SELECT l.id, l.target_id, l.amount_minor FROM ${membershipsOf(supposing)} AS m
      -- Each group's by its key, however few limits there were when this was planned.
      CROSS JOIN LATERAL (SELECT * FROM ${limitsOf('GROUP', supposing)} AS l WHERE l.target_id = m.group_id LIMIT 1) AS l
      WHERE m.user_id = u.id
      ORDER BY l.amount_minor DESC NULLS FIRST, l.target_id LIMIT 1
    ) AS best ON TRUE
    LEFT JOIN ${limitsOf('TEAM', supposing)} AS standard ON standard.target_id = u.team_id`
}

/** Of one team: all its users, or those of a SELECT of id, team_id and active. */
export type ManyUsers = { teamId: string; users?: Sql }

/**
 * The same for many users of one team. Its limited groups are put in order once, and each user's best is the least of their ranks: hash joins over the
 * memberships of limited groups alone, nothing for each user. Plan it anew (database.ts): what is best depends on who is asked for.
 */
export function effectiveLimitsOfMany(many: ManyUsers, supposing: Hypothesis = asItIs): Sql {
  return manySql(many, [{ prefix: '', supposing }])
}

/** What applies to each of many users and what would, in one pass: user_id, then before_… and after_… as above. */
export function effectiveLimitsBeforeAndAfter(many: ManyUsers, supposing: Hypothesis): Sql {
  return manySql(many, [
    { prefix: 'before_', supposing: asItIs },
    { prefix: 'after_', supposing },
  ])
}

type Side = { prefix: '' | 'before_' | 'after_'; supposing: Hypothesis }

function manySql({ teamId, users }: ManyUsers, sides: readonly Side[]): Sql {
  const named = (name: string, { prefix }: Side): Sql => Prisma.raw(`${prefix}${name}`)
  const ofTeam = Prisma.sql`team_id = ${teamId}::uuid`
  const ranked = sides.map(
    (side) => Prisma.sql`${named('ranked', side)} AS MATERIALIZED (
      SELECT id, target_id, amount_minor, row_number() OVER (ORDER BY amount_minor DESC NULLS FIRST, target_id) AS rank
      FROM ${limitsOf('GROUP', side.supposing, ofTeam)} AS l
    )`,
  )
  const [first, second] = sides as [Side, Side | undefined]
  const ranks = second
    ? Prisma.sql`(SELECT COALESCE(b.target_id, a.target_id) AS target_id, b.rank AS ${named('rank', first)}, a.rank AS ${named('rank', second)}
        FROM ${named('ranked', first)} b FULL JOIN ${named('ranked', second)} a ON a.target_id = b.target_id)`
    : Prisma.sql`(SELECT target_id, rank FROM ${named('ranked', first)})`
  const supposed = sides.find(({ supposing }) => supposing.memberships)?.supposing
  const least = sides.map((side) => {
    const has = supposed
      ? side.supposing.memberships
        ? Prisma.sql` FILTER (WHERE m.then)`
        : Prisma.sql` FILTER (WHERE m.now)`
      : Prisma.empty
    return Prisma.sql`min(r.${named('rank', side)})${has} AS ${named('rank', side)}`
  })
  // All are of this team anyway: its groups have no other members.
  const ofSubjects = users ? Prisma.sql`JOIN subject ON subject.id = m.user_id` : Prisma.empty
  const outcomes = sides.map((side) => whatApplies(named('own', side), named('best', side), named('standard', side), side.prefix))
  const joins = sides.map(
    (side) => Prisma.sql`
    LEFT JOIN ${named('ranked', side)} AS ${named('best', side)} ON ${named('best', side)}.rank = least.${named('rank', side)}
    LEFT JOIN ${limitsOf('USER', side.supposing, ofTeam)} AS ${named('own', side)} ON ${named('own', side)}.target_id = u.id
    LEFT JOIN ${limitsOf('TEAM', side.supposing, ofTeam)} AS ${named('standard', side)} ON ${named('standard', side)}.target_id = u.team_id`,
  )
  return Prisma.sql`
    WITH subject AS (${users ?? Prisma.sql`SELECT id, team_id, active FROM users WHERE ${ofTeam}`}),
    ${Prisma.join(ranked)},
    least AS (
      SELECT m.user_id, ${Prisma.join(least)}
      FROM ${ranks} AS r JOIN ${flaggedMemberships(supposed)} AS m ON m.group_id = r.target_id ${ofSubjects}
      GROUP BY m.user_id
    )
    SELECT u.id AS user_id, ${Prisma.join(outcomes)}
    FROM subject AS u LEFT JOIN least ON least.user_id = u.id ${Prisma.join(joins, ' ')}`
}

/** Columns of what applies to a user `u` (id, team_id, active), given their own, their groups' best and the team's standard limit by their aliases. */
function whatApplies(own: Sql, best: Sql, standard: Sql, prefix = ''): Sql {
  return Prisma.sql`
    CASE WHEN NOT u.active THEN 'INACTIVE_USER' WHEN ${own}.target_id IS NOT NULL THEN 'USER' WHEN ${best}.target_id IS NOT NULL THEN 'GROUP'
      WHEN ${standard}.target_id IS NOT NULL THEN 'TEAM' ELSE 'NONE' END AS ${Prisma.raw(`${prefix}source`)},
    CASE WHEN NOT u.active THEN 0 WHEN ${own}.target_id IS NOT NULL THEN ${own}.amount_minor WHEN ${best}.target_id IS NOT NULL THEN ${best}.amount_minor
      ELSE ${standard}.amount_minor END AS ${Prisma.raw(`${prefix}amount_minor`)},
    CASE WHEN NOT u.active THEN NULL WHEN ${own}.target_id IS NOT NULL THEN ${own}.id WHEN ${best}.target_id IS NOT NULL THEN ${best}.id
      ELSE ${standard}.id END AS ${Prisma.raw(`${prefix}limit_id`)}`
}

const targetColumns = { USER: Prisma.sql`user_id`, GROUP: Prisma.sql`group_id`, TEAM: Prisma.sql`target_team_id` }

/** The limits of one kind of target: id, target_id, amount_minor. Those of a hypothesis take the place of what is there. */
function limitsOf(kind: SpendLimitTarget['kind'], { limits = [] }: Hypothesis, where = Prisma.sql`TRUE`): Sql {
  const column = targetColumns[kind]
  const supposed = limits.filter(({ target }) => target.kind === kind)
  const isThere = Prisma.sql`
    SELECT l.id, l.${column} AS target_id, l.amount_minor FROM spend_limits l WHERE l.${column} IS NOT NULL AND ${counts(Prisma.sql`l`)} AND ${where}`
  if (supposed.length === 0) return Prisma.sql`(${isThere})`
  const rows = supposed.flatMap(({ target, isSet, amountMinor }) => (isSet ? [{ target_id: target.id, amount_minor: amountMinor }] : []))
  return Prisma.sql`(${isThere} AND l.${column} <> ALL(${supposed.map(({ target }) => target.id)}::uuid[])
    UNION ALL SELECT (SELECT id FROM spend_limits WHERE ${column} = s.target_id), s.target_id, s.amount_minor
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (target_id uuid, amount_minor bigint))`
}

/** Memberships as they are or would be: group_id, user_id. */
function membershipsOf(supposing: Hypothesis): Sql {
  return supposing.memberships
    ? Prisma.sql`(SELECT group_id, user_id FROM ${flaggedMemberships(supposing)} AS flagged WHERE flagged.then)`
    : Prisma.sql`memberships`
}

/** Memberships that are or would be, with `now` and `then`. One that is there and is added would be there twice, which changes nothing. */
function flaggedMemberships(supposing: Hypothesis | undefined): Sql {
  if (!supposing?.memberships) return Prisma.sql`(SELECT group_id, user_id, TRUE AS now, TRUE AS then FROM memberships)`
  const { groupId, addedUserIds, removedUserIds } = supposing.memberships
  return Prisma.sql`(
    SELECT group_id, user_id, TRUE AS now, NOT (group_id = ${groupId}::uuid AND user_id = ANY(${[...removedUserIds]}::uuid[])) AS then FROM memberships
    UNION ALL SELECT ${groupId}::uuid, added.id, FALSE, TRUE FROM unnest(${[...addedUserIds]}::uuid[]) AS added (id))`
}
