import { toId, type IdKind } from '../domain/id.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { inSnapshot, plannedAnew, type Database, type ReadDatabase, type Sql } from './database.ts'

/**
 * Everything that is derived is worked out again from what it is derived from, and compared. Limits that apply are not among it: they are
 * never stored.
 */
export const verificationChecks = [
  'DIRECTORY_COUNT',
  'MEMBER_COUNT',
  'SPEND_TOTAL',
  'THRESHOLDS',
  'SETTLEMENT',
  'CORRECTION',
  'CHANGE_LOG',
  'LIMIT_TARGET',
  'MEMBERSHIP',
  'DIRECTORY',
] as const
export type VerificationCheck = (typeof verificationChecks)[number]

/** `subjectId`: of what is wrong, with its kind. `message`: what is there and what should be, for people. */
export type Finding = { teamId: string; check: VerificationCheck; subjectId: string; message: string }

/** So many findings of one check and team are told one by one. */
export const mostFindings = 100

export type VerifyOptions = {
  /** A bare UUID; without it all teams are looked at, those of tests of connections apart. */
  teamId?: string | undefined
  /** For each team. */
  milliseconds: number
}

/**
 * Team by team, each in one snapshot, so that what is written meanwhile is never half of what is compared. Memory is bounded: sums are worked out by the database, and of
 * one check no more than `mostFindings` come back.
 */
export async function* verifyTeams(
  database: Database,
  { teamId, milliseconds }: VerifyOptions,
): AsyncGenerator<{ teamId: string; findings: Finding[] }> {
  for await (const id of teamId === undefined ? allTeams(database) : [teamId])
    yield { teamId: id, findings: await inSnapshot(database, milliseconds, (snapshot) => verifyTeam(snapshot, id)) }
}

const teamsAtOnce = 500

async function* allTeams(database: ReadDatabase): AsyncGenerator<string> {
  for (let after: string | undefined; ;) {
    const teams: { id: string }[] = await database.team.findMany({
      where: { isScratch: false, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: teamsAtOnce,
      select: { id: true },
    })
    for (const { id } of teams) yield id
    after = teams.at(-1)?.id
    if (teams.length < teamsAtOnce) return
  }
}

type Row = { id: string; message: string; total: bigint }

async function verifyTeam(snapshot: ReadDatabase, teamId: string): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { check, kind, differences } of checksOf(Prisma.sql`${teamId}::uuid`)) {
    const rows = await snapshot.$queryRaw<
      Row[]
    >`${plannedAnew} SELECT id::text, message, count(*) OVER () AS total FROM (${differences}) AS difference
      ORDER BY id, message LIMIT ${mostFindings}`
    const finding = (id: string, message: string): Finding => ({ teamId, check, subjectId: toId(kind, id), message })
    findings.push(...rows.map(({ id, message }) => finding(id, message)))
    const unsaid = Number(rows[0]?.total ?? 0n) - rows.length
    if (unsaid > 0) findings.push(finding(rows.at(-1)!.id, `And ${unsaid} more of this kind.`))
  }
  return findings
}

type Check = {
  check: VerificationCheck
  /** Of the ids. */
  kind: IdKind
  /** A SELECT of id and message, a row for each difference. */
  differences: Sql
}

function checksOf(team: Sql): Check[] {
  return [
    {
      check: 'DIRECTORY_COUNT',
      kind: 'directory',
      differences: Prisma.sql`
        SELECT d.id, format('Says %s users and %s groups; there are %s and %s.', COALESCE(kept.user_count::text, 'no'), COALESCE(kept.group_count::text, 'no'), there.users, there.groups) AS message
        FROM directories d LEFT JOIN directory_counts kept ON kept.directory_id = d.id
        CROSS JOIN LATERAL (
          SELECT (SELECT count(*) FROM users WHERE users.directory_id = d.id) AS users, (SELECT count(*) FROM groups WHERE groups.directory_id = d.id) AS groups
        ) AS there
        WHERE d.team_id = ${team} AND (kept.user_count, kept.group_count) IS DISTINCT FROM (there.users, there.groups)`,
    },
    {
      check: 'MEMBER_COUNT',
      kind: 'group',
      differences: Prisma.sql`
        SELECT g.id, format('Says %s members; there are %s.', g.member_count, COALESCE(there.members, 0)) AS message
        FROM groups g LEFT JOIN (
          SELECT m.group_id, count(*) AS members FROM memberships m JOIN groups ON groups.id = m.group_id WHERE groups.team_id = ${team} GROUP BY m.group_id
        ) AS there ON there.group_id = g.id
        WHERE g.team_id = ${team} AND g.member_count <> COALESCE(there.members, 0)`,
    },
    {
      // A total of 0 without entries is a row that writers met at.
      check: 'SPEND_TOTAL',
      kind: 'user',
      differences: Prisma.sql`
        SELECT user_id AS id, CASE WHEN total.team_id IS NULL THEN format('Has entries of %s in %s and no total.', there.minor, to_char(period, 'YYYY-MM'))
          ELSE format('Total of %s is %s; its entries make %s.', to_char(period, 'YYYY-MM'), total.spent_minor, COALESCE(there.minor, 0)) END AS message
        FROM (SELECT user_id, period, team_id, spent_minor FROM spend_totals WHERE team_id = ${team}) AS total
        FULL JOIN (SELECT user_id, period, sum(amount_minor) AS minor FROM spend_entries WHERE team_id = ${team} GROUP BY user_id, period) AS there
          USING (user_id, period)
        WHERE total.team_id IS NULL OR total.spent_minor <> COALESCE(there.minor, 0)`,
    },
    {
      // domain/spend-settings.ts. Which of them the team has may have changed since. What the log tells of is marked; and what is marked the log tells of, where
      // it reaches back to before the month began in any time zone.
      check: 'THRESHOLDS',
      kind: 'user',
      differences: Prisma.sql`
        SELECT user_id AS id, CASE WHEN kept.is_malformed THEN format('Thresholds of %s are %s: not different percents from 1 to 1000.', period, kept.percents)
          ELSE format('Thresholds of %s are %s; the log tells of %s.', period, there.kept, there.told) END AS message
        FROM (
          SELECT user_id, to_char(period, 'YYYY-MM') AS period, thresholds_reached AS percents,
            cardinality(thresholds_reached) <> (SELECT count(DISTINCT percent) FROM unnest(thresholds_reached) AS percent WHERE percent BETWEEN 1 AND 1000) AS is_malformed
          FROM spend_totals WHERE team_id = ${team}
        ) AS kept
        FULL JOIN (
          SELECT user_id, data->>'period' AS period, array_agg(DISTINCT percent::int ORDER BY percent::int) AS percents
          FROM changes CROSS JOIN LATERAL jsonb_array_elements_text(data->'percents') AS percent
          WHERE team_id = ${team} AND kind = 'SpendThresholdReached' GROUP BY user_id, data->>'period'
        ) AS told USING (user_id, period)
        CROSS JOIN LATERAL (SELECT COALESCE(kept.percents, '{}') AS kept, COALESCE(told.percents, '{}') AS told) AS there
        LEFT JOIN (SELECT revision, at FROM changes WHERE team_id = ${team} ORDER BY revision LIMIT 1) AS oldest ON TRUE
        WHERE kept.is_malformed OR NOT there.told <@ there.kept OR (
          NOT there.kept <@ there.told AND (oldest.revision = 1 OR oldest.at < (period || '-01')::timestamp AT TIME ZONE 'UTC' - interval '1 day')
        )`,
    },
    {
      check: 'SETTLEMENT',
      kind: 'spendReservation',
      differences: Prisma.sql`
        SELECT r.id, CASE WHEN there.entries = 0 THEN 'Is settled and has no entry.' WHEN there.entries > 1 THEN format('Has %s entries; one settles it.', there.entries)
          WHEN r.state <> 'SETTLED' THEN format('Is %s and has an entry.', r.state) ELSE 'Its entry is of another user or month.' END AS message
        FROM spend_reservations r LEFT JOIN (
          SELECT reservation_id, count(*) AS entries, (array_agg(user_id))[1] AS user_id, (array_agg(period))[1] AS period
          FROM spend_entries WHERE team_id = ${team} AND kind = 'SPEND' AND reservation_id IS NOT NULL GROUP BY reservation_id
        ) AS found ON found.reservation_id = r.id
        CROSS JOIN LATERAL (SELECT COALESCE(found.entries, 0) AS entries) AS there
        WHERE r.team_id = ${team} AND (
          there.entries <> CASE r.state WHEN 'SETTLED' THEN 1 ELSE 0 END OR (there.entries = 1 AND (found.user_id, found.period) <> (r.user_id, r.period))
        )
        UNION ALL
        SELECT e.reservation_id, format('Does not exist, and entry %s settles it.', e.id) FROM spend_entries e
        WHERE e.team_id = ${team} AND e.reservation_id IS NOT NULL AND NOT EXISTS (SELECT FROM spend_reservations r WHERE r.id = e.reservation_id AND r.team_id = ${team})`,
    },
    {
      check: 'CORRECTION',
      kind: 'spendEntry',
      differences: Prisma.sql`
        SELECT c.id, 'Corrects what is no entry of the same user and month, or a correction itself.' AS message
        FROM spend_entries c LEFT JOIN spend_entries e ON e.id = c.corrects_id AND e.team_id = c.team_id AND e.kind = 'SPEND'
        WHERE c.team_id = ${team} AND c.kind = 'CORRECTION' AND (e.user_id, e.period) IS DISTINCT FROM (c.user_id, c.period)`,
    },
    {
      // It may begin anywhere: its oldest changes are pruned.
      check: 'CHANGE_LOG',
      kind: 'team',
      differences: Prisma.sql`
        SELECT ${team} AS id, format('Revisions %s to %s are missing.', revision + 1, next - 1) AS message
        FROM (SELECT revision, lead(revision) OVER (ORDER BY revision) AS next FROM changes WHERE team_id = ${team}) AS log WHERE next <> revision + 1
        UNION ALL
        SELECT ${team}, format('The head is revision %s with change %s; the newest change is revision %s with change %s.', COALESCE(head.revision::text, 'none'),
          COALESCE(head.change_id::text, 'none'), COALESCE(newest.revision::text, 'none'), COALESCE(newest.id::text, 'none'))
        FROM (VALUES (1)) AS one LEFT JOIN team_heads head ON head.team_id = ${team}
        LEFT JOIN (SELECT revision, id FROM changes WHERE team_id = ${team} ORDER BY revision DESC LIMIT 1) AS newest ON TRUE
        WHERE head.revision IS NULL OR (head.revision, head.change_id) IS DISTINCT FROM (newest.revision, newest.id)`,
    },
    {
      check: 'LIMIT_TARGET',
      kind: 'spendLimit',
      differences: Prisma.sql`
        SELECT l.id, format('Its target %s is not there, or of another team.', COALESCE(l.user_id, l.group_id, l.target_team_id)) AS message
        FROM spend_limits l LEFT JOIN users u ON u.id = l.user_id LEFT JOIN groups g ON g.id = l.group_id LEFT JOIN teams t ON t.id = l.target_team_id
        WHERE l.team_id = ${team} AND COALESCE(u.team_id, g.team_id, t.id) IS DISTINCT FROM ${team}`,
    },
    {
      check: 'MEMBERSHIP',
      kind: 'group',
      differences: Prisma.sql`
        SELECT g.id, format('Its member %s is of another directory or team.', m.user_id) AS message
        FROM groups g JOIN memberships m ON m.group_id = g.id LEFT JOIN users u ON u.id = m.user_id
        WHERE g.team_id = ${team} AND (u.directory_id, u.team_id) IS DISTINCT FROM (g.directory_id, g.team_id)`,
    },
    {
      check: 'DIRECTORY',
      kind: 'directory',
      differences: Prisma.sql`
        SELECT d.id, 'Is of one team, and users or groups in it are of another.' AS message FROM directories d
        WHERE d.team_id = ${team} AND (
          EXISTS (SELECT FROM users WHERE users.directory_id = d.id AND users.team_id <> d.team_id)
          OR EXISTS (SELECT FROM groups WHERE groups.directory_id = d.id AND groups.team_id <> d.team_id)
        )
        UNION
        SELECT d.id, 'Is of another team, and users or groups of this one are in it.' FROM directories d
        JOIN (SELECT directory_id FROM users WHERE team_id = ${team} UNION SELECT directory_id FROM groups WHERE team_id = ${team}) AS own ON own.directory_id = d.id
        WHERE d.team_id <> ${team}`,
    },
  ]
}
