import type { GroupCount, SpendTeam } from './spend-context.ts'

// The limits: what a question or a write comes down to in the database, on the product's own tables.

/** `\set number`, and the SQL of that user's id. */
const user = ({ population, inGroups }: SpendTeam, groups: GroupCount): { choose: string; id: string } => {
  const { from, count } = inGroups[groups]
  return {
    choose: `\\set number random(${from}, ${from + count - 1})\n`,
    id: `('${population.idPrefix}' || lpad(to_hex(:number::int), 12, '0'))::uuid`,
  }
}

/** All limits that may apply to one user. */
export function candidatesOf(team: SpendTeam, groups: GroupCount): string {
  const { choose, id } = user(team, groups)
  return `${choose}SELECT l.id, l.amount_minor, l.version, l.set_at, l.set_by, display_name FROM memberships JOIN spend_limits l USING (group_id) JOIN groups ON groups.id = group_id WHERE memberships.user_id = ${id} AND l.is_set
UNION ALL SELECT l.id, l.amount_minor, l.version, l.set_at, l.set_by, NULL FROM spend_limits l WHERE l.user_id = ${id} AND l.is_set
UNION ALL SELECT l.id, l.amount_minor, l.version, l.set_at, l.set_by, NULL FROM spend_limits l WHERE l.target_team_id = '${team.teamId}' AND l.is_set;\n`
}

const insertEntries = (team: SpendTeam, rows: string): string =>
  `INSERT INTO spend_entries (id, team_id, user_id, kind, idempotency_key, amount_minor, at, period, recorded_at, actor_kind, actor_label)
SELECT uuidv7(), '${team.teamId}', user_id, 'SPEND', 'bench-' || nextval('bench_number'), 1, now(), date_trunc('month', now())::date, now(), 'API_KEY', 'bench' FROM ${rows};\n`
const upsertTotals = (team: SpendTeam, rows: string): string =>
  `INSERT INTO spend_totals (user_id, period, team_id, spent_minor) SELECT user_id, date_trunc('month', now())::date, '${team.teamId}', count(*) FROM ${rows} GROUP BY user_id ORDER BY user_id
ON CONFLICT (user_id, period) DO UPDATE SET spent_minor = spend_totals.spent_minor + excluded.spent_minor;\n`

/** A batch of entries and their totals, as one transaction. Four trips. */
export function recordBatch(team: SpendTeam, entries: number): string {
  const { from, count } = team.inGroups[10]
  // The same users for both statements: they follow from one number. Users of a batch do not repeat.
  const rows = `(SELECT ('${team.population.idPrefix}' || lpad(to_hex(${from} + (:number::int + place) % ${count}), 12, '0'))::uuid AS user_id FROM generate_series(1, ${entries}) place) AS batch`
  return `\\set number random(0, ${count - 1})\nBEGIN;\n${insertEntries(team, rows)}${upsertTotals(team, rows)}COMMIT;\n`
}

/** A reservation, and then its settlement: two transactions. */
export function reserveAndSettle(team: SpendTeam): string {
  const { choose, id } = user(team, 10)
  const row = `(SELECT ${id} AS user_id) AS batch`
  const lock = `INSERT INTO spend_totals (user_id, period, team_id) VALUES (${id}, date_trunc('month', now())::date, '${team.teamId}') ON CONFLICT (user_id, period) DO UPDATE SET spent_minor = spend_totals.spent_minor;\n`
  return `${choose}BEGIN;
${lock}SELECT COALESCE(sum(amount_minor), 0) FROM spend_reservations WHERE user_id = ${id} AND period = date_trunc('month', now())::date AND state = 'OPEN' AND expires_at > now();
INSERT INTO spend_reservations (id, team_id, user_id, idempotency_key, amount_minor, period, created_at, expires_at, state, actor_kind, actor_label)
SELECT uuidv7(), '${team.teamId}', ${id}, 'bench-' || nextval('bench_number'), 1, date_trunc('month', now())::date, now(), now() + interval '5 minutes', 'OPEN', 'API_KEY', 'bench' RETURNING id AS reservation \\gset
COMMIT;
BEGIN;
${lock}UPDATE spend_reservations SET state = 'SETTLED', closed_at = now() WHERE id = :reservation::uuid;
${insertEntries(team, row)}${upsertTotals(team, row)}COMMIT;\n`
}

/** What a preview of a limit for everybody comes down to: of each user what applies now, beside what would. */
export function previewAggregate({ teamId, everybody }: SpendTeam, amountMinor: number): string {
  return `WITH best AS (SELECT m.user_id, max(l.amount_minor) AS now, max(CASE WHEN l.group_id = '${everybody.uuid}' THEN ${amountMinor} ELSE l.amount_minor END) AS then
  FROM memberships m JOIN spend_limits l ON l.group_id = m.group_id AND l.is_set WHERE l.team_id = '${teamId}' GROUP BY m.user_id)
SELECT count(*) FILTER (WHERE own.id IS NULL AND best.then > best.now), count(*) FILTER (WHERE own.id IS NULL AND best.then < best.now), count(*)
FROM memberships JOIN users ON users.id = memberships.user_id JOIN best ON best.user_id = users.id LEFT JOIN spend_limits own ON own.user_id = users.id AND own.is_set
WHERE memberships.group_id = '${everybody.uuid}' AND users.active;\n`
}

/** The same of a report: the hundred of a team who have spent most, with what applies to them. */
export function reportTop({ teamId }: SpendTeam): string {
  return `SELECT t.user_id, u.user_name, t.spent_minor FROM spend_totals t JOIN users u ON u.id = t.user_id
WHERE t.team_id = '${teamId}' AND t.period = date_trunc('month', now())::date ORDER BY t.spent_minor DESC, t.user_id LIMIT 100;\n`
}
