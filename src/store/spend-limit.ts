import type { Candidate, SpendLimit, SpendLimitTarget } from '../domain/spend-limit.ts'
import type { SpendLimit as SpendLimitRow } from '../generated/prisma/client.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { ReadDatabase, Transaction } from './database.ts'
import { counts } from './effective-limit.ts'

export function toSpendLimit(row: SpendLimitRow): SpendLimit {
  const { id, teamId, isSet, version, setAt, setBy, expiresAt } = row
  return {
    id,
    teamId,
    target: targetOf(row),
    isSet,
    amountMinor: row.amountMinor === null ? null : Number(row.amountMinor),
    version,
    setAt,
    setBy,
    expiresAt,
  }
}

function targetOf(row: SpendLimitRow): SpendLimitTarget {
  if (row.userId !== null) return { kind: 'USER', id: row.userId }
  if (row.groupId !== null) return { kind: 'GROUP', id: row.groupId }
  return { kind: 'TEAM', id: row.teamId }
}

/** The limit of each target, set or cleared, by target id; locked to the end of the transaction. */
export async function lockSpendLimits(transaction: Transaction, targets: readonly SpendLimitTarget[]): Promise<Map<string, SpendLimit>> {
  const ids = [...new Set(targets.map((target) => target.id))]
  const rows = await transaction.$queryRaw<SpendLimitRow[]>`
    SELECT id, team_id AS "teamId", target_team_id AS "targetTeamId", group_id AS "groupId", user_id AS "userId", is_set AS "isSet",
      amount_minor AS "amountMinor", version, set_at AS "setAt", set_by AS "setBy", expires_at AS "expiresAt"
    FROM spend_limits
    WHERE target_team_id = ANY(${ids}::uuid[]) OR group_id = ANY(${ids}::uuid[]) OR user_id = ANY(${ids}::uuid[])
    ORDER BY id FOR UPDATE`
  return new Map(rows.map(toSpendLimit).map((limit) => [limit.target.id, limit]))
}

/** Limits of groups, by group id, where they have one. Those of held groups stay as they are: whoever changes one holds its group. */
export async function findLimitsOfGroups(transaction: Transaction, groupIds: readonly string[]): Promise<Map<string, SpendLimit>> {
  const rows = await transaction.spendLimit.findMany({ where: { groupId: { in: [...groupIds] }, isSet: true } })
  return new Map(rows.map((row) => [row.groupId!, toSpendLimit(row)]))
}

const recordset = Prisma.raw(`AS r (id uuid, "teamId" uuid, "targetTeamId" uuid, "groupId" uuid, "userId" uuid, "isSet" boolean,
  "amountMinor" bigint, version int, "setAt" timestamptz, "setBy" text, "expiresAt" timestamptz)`)

/** Writes limits whose targets this transaction has locked: any number in one statement. */
export async function saveSpendLimits(transaction: Transaction, limits: readonly SpendLimit[]): Promise<void> {
  if (limits.length === 0) return
  const rows = limits.map(({ target, ...limit }) => ({
    ...limit,
    targetTeamId: target.kind === 'TEAM' ? target.id : null,
    groupId: target.kind === 'GROUP' ? target.id : null,
    userId: target.kind === 'USER' ? target.id : null,
  }))
  await transaction.$executeRaw`
    INSERT INTO spend_limits (id, team_id, target_team_id, group_id, user_id, is_set, amount_minor, version, set_at, set_by, expires_at)
    SELECT id, "teamId", "targetTeamId", "groupId", "userId", "isSet", "amountMinor", version, "setAt", "setBy", "expiresAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) ${recordset}
    ON CONFLICT (id) DO UPDATE SET is_set = excluded.is_set, amount_minor = excluded.amount_minor, version = excluded.version,
      set_at = excluded.set_at, set_by = excluded.set_by, expires_at = excluded.expires_at`
}

/** The moment that `counts` compares with in this transaction, to the millisecond. */
export async function readTransactionTime(transaction: Transaction): Promise<Date> {
  const rows = await transaction.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', now()) AS now`
  return rows[0]!.now
}

/** For a WHERE of Prisma: limits that are set and have not expired. By this node's clock, where everything else goes by the database's. */
export function countingNow(): { isSet: true; OR: [{ expiresAt: null }, { expiresAt: { gt: Date } }] } {
  return { isSet: true, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] }
}

export type ExpiredOverride = { teamId: string; userId: string }

/**
 * Overrides of other teams than `besides` that have expired while the log does not know, the oldest first, and in how many milliseconds
 * the next one of any team will.
 */
export async function findExpiredOverrides(
  database: ReadDatabase,
  most: number,
  besides: readonly string[],
): Promise<{ expired: ExpiredOverride[]; nextInMilliseconds: number | undefined }> {
  const rows = await database.$queryRaw<{ teamId: string; userId: string; milliseconds: number }[]>`
    (SELECT team_id AS "teamId", user_id AS "userId", 0::float8 AS milliseconds
      FROM spend_limits WHERE is_set AND expires_at <= now() AND team_id <> ALL(${[...besides]}::uuid[]) ORDER BY expires_at LIMIT ${most})
    UNION ALL
    (SELECT team_id, user_id, EXTRACT(EPOCH FROM expires_at - now())::float8 * 1000
      FROM spend_limits WHERE is_set AND expires_at > now() ORDER BY expires_at LIMIT 1)`
  const next = rows.find(({ milliseconds }) => milliseconds > 0)
  return {
    expired: rows.filter((row) => row !== next).map(({ teamId, userId }) => ({ teamId, userId })),
    nextInMilliseconds: next?.milliseconds,
  }
}

/** Removes the rows of targets that are being deleted; ids never come back, so no version can restart. */
export async function deleteSpendLimits(transaction: Transaction, limits: readonly SpendLimit[]): Promise<void> {
  if (limits.length > 0) await transaction.spendLimit.deleteMany({ where: { id: { in: limits.map((limit) => limit.id) } } })
}

/** What decides what one user may spend, as of a revision of the team. `candidates`: every limit that may apply. */
export type UserLimits = { active: boolean; currency: string; revision: number; candidates: Candidate[] }

/**
 * Of each of these users what decides, by user id: their activity, the limits that count (their own, those of their groups, and the team's), and the
 * revision that all of it is of. One statement, so that it is exactly that revision's, whoever is writing.
 */
export async function findUserLimits(database: ReadDatabase, teamId: string, userIds: readonly string[]): Promise<Map<string, UserLimits>> {
  const ids = [...new Set(userIds)]
  const rows = await database.$queryRaw<UserLimitsRow[]>`
    SELECT asked.id AS "forUser", COALESCE(users.active, FALSE) AS active, teams.currency, team_heads.revision, l.id, l.team_id AS "teamId", l.target_team_id AS "targetTeamId",
      l.group_id AS "groupId", l.user_id AS "userId", l.is_set AS "isSet", l.amount_minor AS "amountMinor", l.version, l.set_at AS "setAt", l.set_by AS "setBy",
      l.expires_at AS "expiresAt", l.group_name AS "groupName"
    FROM unnest(${ids}::uuid[]) AS asked (id)
    JOIN teams ON teams.id = ${teamId}::uuid
    JOIN team_heads ON team_heads.team_id = teams.id
    LEFT JOIN users ON users.id = asked.id AND users.team_id = ${teamId}::uuid
    LEFT JOIN (
      SELECT applies.user_id AS for_user, spend_limits.*, groups.display_name AS group_name FROM (
        SELECT user_id, id AS limit_id FROM spend_limits WHERE user_id = ANY(${ids}::uuid[])
        UNION ALL
        SELECT memberships.user_id, spend_limits.id FROM memberships JOIN spend_limits ON spend_limits.group_id = memberships.group_id
          WHERE memberships.user_id = ANY(${ids}::uuid[])
        UNION ALL
        SELECT own.id, spend_limits.id FROM unnest(${ids}::uuid[]) AS own (id) JOIN spend_limits ON spend_limits.target_team_id = ${teamId}::uuid
      ) AS applies
      JOIN spend_limits ON spend_limits.id = applies.limit_id AND ${counts(Prisma.sql`spend_limits`)} AND spend_limits.team_id = ${teamId}::uuid
      LEFT JOIN groups ON groups.id = spend_limits.group_id
    ) AS l ON l.for_user = users.id`
  const found = new Map<string, UserLimits>()
  for (const { forUser, active, currency, revision, groupName, ...row } of rows) {
    let limits = found.get(forUser)
    if (!limits) found.set(forUser, (limits = { active, currency, revision: Number(revision), candidates: [] }))
    if (row.id !== null)
      limits.candidates.push({ spendLimit: toSpendLimit(row as SpendLimitRow), ...(groupName === null ? {} : { groupName }) })
  }
  return found
}

type UserLimitsRow = { [Name in keyof SpendLimitRow]: SpendLimitRow[Name] | null } & {
  forUser: string
  active: boolean
  currency: string
  revision: bigint
  groupName: string | null
}

/** Every limit that may apply to each of these users, by user id: the users' own, those of their groups, and the team's. */
export async function findCandidates(
  database: ReadDatabase,
  teamId: string,
  userIds: readonly string[],
): Promise<Map<string, Candidate[]>> {
  const found = await findUserLimits(database, teamId, userIds)
  return new Map(userIds.map((id) => [id, found.get(id)?.candidates ?? []]))
}
