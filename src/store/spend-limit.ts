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

/** Writes limits whose targets this transaction has locked. */
export async function saveSpendLimit(transaction: Transaction, limit: SpendLimit): Promise<void> {
  const { id, teamId, target, isSet, amountMinor, version, setAt, setBy, expiresAt } = limit
  const state = { isSet, amountMinor: amountMinor === null ? null : BigInt(amountMinor), version, setAt, setBy, expiresAt }
  await transaction.spendLimit.upsert({
    where: { id },
    create: {
      id,
      teamId,
      ...state,
      targetTeamId: target.kind === 'TEAM' ? target.id : null,
      groupId: target.kind === 'GROUP' ? target.id : null,
      userId: target.kind === 'USER' ? target.id : null,
    },
    update: state,
  })
}

/** Removes the rows of targets that are being deleted; ids never come back, so no version can restart. */
export async function deleteSpendLimits(transaction: Transaction, limits: readonly SpendLimit[]): Promise<void> {
  if (limits.length > 0) await transaction.spendLimit.deleteMany({ where: { id: { in: limits.map((limit) => limit.id) } } })
}

/** Every limit that may apply to each of these users, by user id: the users' own, those of their groups, and the team's. */
export async function findCandidates(
  database: ReadDatabase,
  teamId: string,
  userIds: readonly string[],
): Promise<Map<string, Candidate[]>> {
  const rows = await database.$queryRaw<(SpendLimitRow & { forUser: string; groupName: string | null })[]>`
    SELECT l.id, l.team_id AS "teamId", l.target_team_id AS "targetTeamId", l.group_id AS "groupId", l.user_id AS "userId", l.is_set AS "isSet",
      l.amount_minor AS "amountMinor", l.version, l.set_at AS "setAt", l.set_by AS "setBy", l.expires_at AS "expiresAt", applies.user_id AS "forUser", groups.display_name AS "groupName"
    FROM (
      SELECT users.id AS user_id, spend_limits.id AS limit_id FROM users JOIN spend_limits ON spend_limits.user_id = users.id
        WHERE users.id = ANY(${[...userIds]}::uuid[])
      UNION ALL
      SELECT memberships.user_id, spend_limits.id FROM memberships JOIN spend_limits ON spend_limits.group_id = memberships.group_id
        WHERE memberships.user_id = ANY(${[...userIds]}::uuid[])
      UNION ALL
      SELECT users.id, spend_limits.id FROM users JOIN spend_limits ON spend_limits.target_team_id = users.team_id
        WHERE users.id = ANY(${[...userIds]}::uuid[])
    ) AS applies
    JOIN spend_limits l ON l.id = applies.limit_id AND ${counts(Prisma.sql`l`)} AND l.team_id = ${teamId}::uuid
    LEFT JOIN groups ON groups.id = l.group_id`
  const candidates = new Map<string, Candidate[]>(userIds.map((id) => [id, []]))
  for (const { forUser, groupName, ...row } of rows) {
    candidates.get(forUser)?.push({ spendLimit: toSpendLimit(row), ...(groupName === null ? {} : { groupName }) })
  }
  return candidates
}
