import type { EffectiveValue, SpendLimit, SpendLimitSource, SpendLimitTarget } from '../domain/spend-limit.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { plannedAnew, type ReadDatabase, type Sql } from './database.ts'
import { effectiveLimitsBeforeAndAfter, type Hypothesis } from './effective-limit.ts'
import { countingNow, toSpendLimit } from './spend-limit.ts'
import { periodOf } from './spend-period.ts'

/** What would become of the users in reach of a change. Nothing is written. Counts are of users. */
export type SpendLimitPreview = {
  teamId: string
  /** The team's revision that all of it is of. */
  revision: number
  /** More may be spent: a higher amount, or no limit any more. */
  raisedCount: number
  loweredCount: number
  /** In reach, and the amount stays. */
  unchangedCount: number
  /** Something may be spent this month now, and nothing then. */
  becomesBlockedCount: number
  unblockedCount: number
  becomesUnlimitedCount: number
  /** The largest differences first; at most `mostExamples`. */
  examples: PreviewExample[]
}
export type PreviewExample = { userId: string; before: EffectiveValue; after: EffectiveValue }

export const mostExamples = 100
/** User ids that one preview of members may name. */
export const mostMembersPreviewed = 10_000

/** Who a change can touch: all of the team, the members of a group, or users by id. */
export type Reach = { kind: 'TEAM' } | { kind: 'MEMBERS'; groupId: string } | { kind: 'USERS'; userIds: readonly string[] }

/** Who has to be asked when the limit of a target changes: nobody else's value can. */
export function reachOf({ kind, id }: SpendLimitTarget): Reach {
  switch (kind) {
    case 'TEAM':
      return { kind }
    case 'GROUP':
      return { kind: 'MEMBERS', groupId: id }
    case 'USER':
      return { kind: 'USERS', userIds: [id] }
  }
}

type Row = {
  revision: bigint
  raised: bigint
  lowered: bigint
  unchanged: bigint
  becomesBlocked: bigint
  unblocked: bigint
  becomesUnlimited: bigint
  examples: ExampleRow[] | null
}
type ExampleRow = {
  user_id: string
  before_source: SpendLimitSource
  before_minor: number | null
  after_source: SpendLimitSource
  after_minor: number | null
}

/** In one statement, so all of it is of one moment: of the `revision` that it answers. */
export async function previewSpendLimits(
  database: ReadDatabase,
  teamId: string,
  reach: Reach,
  supposing: Hypothesis,
): Promise<SpendLimitPreview> {
  const users = usersIn(teamId, reach)
  const [row] = await database.$queryRaw<Row[]>`${plannedAnew}
    WITH month AS (SELECT ${periodOf(Prisma.sql`now()`, Prisma.sql`time_zone`)} AS period FROM teams WHERE id = ${teamId}::uuid),
    effect AS MATERIALIZED (
      SELECT user_id, before_source, before_amount_minor, after_source, after_amount_minor,
        ${size(Prisma.sql`after_amount_minor`)} - ${size(Prisma.sql`before_amount_minor`)} AS difference,
        ${isBlocked(Prisma.sql`before_amount_minor`)} AS is_blocked, ${isBlocked(Prisma.sql`after_amount_minor`)} AS would_be_blocked
      FROM (${effectiveLimitsBeforeAndAfter(users === undefined ? { teamId } : { teamId, users }, supposing)}) AS effective
      LEFT JOIN (
        SELECT user_id, spent_minor FROM spend_totals WHERE team_id = ${teamId}::uuid AND period = (SELECT period FROM month)
      ) AS total USING (user_id)
    ), example AS (
      SELECT user_id, before_source, before_amount_minor AS before_minor, after_source, after_amount_minor AS after_minor, difference FROM effect
      WHERE difference <> 0 ORDER BY abs(difference) DESC, user_id LIMIT ${mostExamples}
    )
    SELECT (SELECT revision FROM team_heads WHERE team_id = ${teamId}::uuid) AS revision,
      count(*) FILTER (WHERE difference > 0) AS raised, count(*) FILTER (WHERE difference < 0) AS lowered,
      count(*) FILTER (WHERE difference = 0) AS unchanged,
      count(*) FILTER (WHERE would_be_blocked AND NOT is_blocked) AS "becomesBlocked",
      count(*) FILTER (WHERE is_blocked AND NOT would_be_blocked) AS unblocked,
      count(*) FILTER (WHERE after_amount_minor IS NULL AND before_amount_minor IS NOT NULL) AS "becomesUnlimited",
      (SELECT json_agg(example ORDER BY abs(difference) DESC, user_id) FROM example) AS examples
    FROM effect`
  return {
    teamId,
    revision: Number(row!.revision),
    raisedCount: Number(row!.raised),
    loweredCount: Number(row!.lowered),
    unchangedCount: Number(row!.unchanged),
    becomesBlockedCount: Number(row!.becomesBlocked),
    unblockedCount: Number(row!.unblocked),
    becomesUnlimitedCount: Number(row!.becomesUnlimited),
    examples: (row!.examples ?? []).map((example) => ({
      userId: example.user_id,
      before: toValue(example.before_source, example.before_minor),
      after: toValue(example.after_source, example.after_minor),
    })),
  }
}

function usersIn(teamId: string, reach: Reach): Sql | undefined {
  switch (reach.kind) {
    case 'TEAM':
      return undefined
    case 'MEMBERS':
      return Prisma.sql`SELECT users.id, team_id, active FROM memberships JOIN users ON users.id = user_id
        WHERE group_id = ${reach.groupId}::uuid AND team_id = ${teamId}::uuid`
    case 'USERS':
      return Prisma.sql`SELECT id, team_id, active FROM users WHERE id = ANY(${[...reach.userIds]}::uuid[]) AND team_id = ${teamId}::uuid`
  }
}

// Without limit is more than any amount: amounts end at 2^53 - 1.
function size(amountMinor: Sql): Sql {
  return Prisma.sql`COALESCE(${amountMinor}, 1::bigint << 60)`
}

// Nothing is left of the month's limit. An inactive user's is 0. What is reserved may yet be released, and does not count here.
function isBlocked(amountMinor: Sql): Sql {
  return Prisma.sql`(${amountMinor} IS NOT NULL AND COALESCE(spent_minor, 0) >= ${amountMinor})`
}

function toValue(source: SpendLimitSource, amountMinor: number | null): EffectiveValue {
  return { source, amountMinor, isUnlimited: amountMinor === null }
}

/** Of these users those that are not in the directory of the group; undefined when the team has no such group. */
export async function findStrangers(
  database: ReadDatabase,
  teamId: string,
  groupId: string,
  userIds: readonly string[],
): Promise<string[] | undefined> {
  const rows = await database.$queryRaw<{ strangers: string[] }[]>`
    SELECT ARRAY(
      SELECT asked.id::text FROM unnest(${[...userIds]}::uuid[]) AS asked (id)
      WHERE NOT EXISTS (SELECT FROM users WHERE users.id = asked.id AND users.directory_id = groups.directory_id)
    ) AS strangers
    FROM groups WHERE id = ${groupId}::uuid AND team_id = ${teamId}::uuid`
  return rows[0]?.strangers
}

/** The limit of a target, when it has one that counts now; undefined when the team has no such target. */
export async function findTargetLimit(
  database: ReadDatabase,
  teamId: string,
  target: SpendLimitTarget,
): Promise<{ limit: SpendLimit | undefined } | undefined> {
  const column = { TEAM: 'targetTeamId', GROUP: 'groupId', USER: 'userId' } as const
  const [isThere, row] = await Promise.all([
    isTargetOf(database, teamId, target),
    database.spendLimit.findFirst({ where: { teamId, [column[target.kind]]: target.id, ...countingNow() } }),
  ])
  return isThere ? { limit: row ? toSpendLimit(row) : undefined } : undefined
}

async function isTargetOf({ group, user }: ReadDatabase, teamId: string, { kind, id }: SpendLimitTarget): Promise<boolean> {
  const query = { where: { id, teamId }, select: { id: true } } as const
  switch (kind) {
    case 'TEAM':
      return id === teamId
    case 'GROUP':
      return (await group.findFirst(query)) !== null
    case 'USER':
      return (await user.findFirst(query)) !== null
  }
}
