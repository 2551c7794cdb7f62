import type { Actor, ActorKind } from '../domain/change.ts'
import { spendBounds, type SpendEntry, type SpendLabels, type SpendPeriod, type SpendReservation, type Standing } from '../domain/spend.ts'
import type { SpendLimitSource } from '../domain/spend-limit.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Sql, Transaction } from './database.ts'
import { effectiveLimitsOf } from './effective-limit.ts'
import { periodOf, startOf } from './spend-period.ts'

// Entries, reservations and totals: lock, read, write, a statement each, whatever the number of users, entries and reservations. What is looked up is so
// one by one along its own index (LATERAL, and nothing else to choose by), so that a plan that was made for a small table is right for a large one.

function reservationsById(teamId: string, ids: readonly string[]): Sql {
  return Prisma.sql`(SELECT r.* FROM unnest(${[...ids]}::uuid[]) AS named (id)
    CROSS JOIN LATERAL (SELECT * FROM spend_reservations s WHERE s.id = named.id LIMIT 1) AS r WHERE r.team_id = ${teamId}::uuid)`
}

function reservationsByKey(teamId: string, keys: readonly string[]): Sql {
  return Prisma.sql`(SELECT r.* FROM unnest(${[...keys]}::text[]) AS named (key)
    CROSS JOIN LATERAL (SELECT * FROM spend_reservations s WHERE s.team_id = ${teamId}::uuid AND s.idempotency_key = named.key LIMIT 1) AS r)`
}

function entriesById(teamId: string, ids: readonly string[]): Sql {
  return Prisma.sql`(SELECT e.* FROM unnest(${[...ids]}::uuid[]) AS named (id)
    CROSS JOIN LATERAL (SELECT * FROM spend_entries s WHERE s.id = named.id LIMIT 1) AS e WHERE e.team_id = ${teamId}::uuid)`
}

function entriesByKey(teamId: string, keys: readonly string[]): Sql {
  return Prisma.sql`(SELECT e.* FROM unnest(${[...keys]}::text[]) AS named (key)
    CROSS JOIN LATERAL (SELECT * FROM spend_entries s WHERE s.team_id = ${teamId}::uuid AND s.idempotency_key = named.key LIMIT 1) AS e)`
}

/** A user at a moment; null: now, by the clock of the database. */
export type Moment = { userId: string; at: Date | null }
/** A user and a month (YYYY-MM): one row of spend_totals. */
export type Place = { userId: string; period: string }

export type Locked = {
  /** In the order of the moments: the month of each. Undefined: no such user in the team. Null: too long ago, or too far ahead. */
  periods: (string | null | undefined)[]
  places: Place[]
}

/**
 * Locks the totals of all months that are written to, in one order, and makes those that are not there yet: months of users at moments, and those of
 * reservations and entries. What a second writer then reads of these months is what the first one has left.
 */
export async function lockTotals(
  transaction: Transaction,
  teamId: string,
  wanted: { moments: readonly Moment[]; reservationIds: readonly string[]; entryIds: readonly string[] },
): Promise<Locked> {
  const moments = wanted.moments.map(({ userId, at }, ord) => ({ ord, u: userId, at }))
  const rows = await transaction.$queryRaw<{ periods: Record<string, string | null> | null; places: [string, string][] | null }[]>`
    WITH moment AS MATERIALIZED (
      SELECT m.ord, m.u AS user_id,
        CASE WHEN m.at IS NULL OR m.at BETWEEN now() - make_interval(hours => ${spendBounds.oldestDays * 24}) AND now() + make_interval(mins => ${spendBounds.aheadMinutes})
          THEN ${periodOf(Prisma.sql`COALESCE(m.at, now())`, Prisma.sql`teams.time_zone`)} END AS period
      FROM jsonb_to_recordset(${JSON.stringify(moments)}::jsonb) AS m (ord int, u uuid, at timestamptz)
      CROSS JOIN LATERAL (SELECT team_id FROM users WHERE users.id = m.u LIMIT 1) AS u JOIN teams ON teams.id = ${teamId}::uuid
      WHERE u.team_id = ${teamId}::uuid
    ), place AS MATERIALIZED (
      SELECT user_id, period FROM moment WHERE period IS NOT NULL
      UNION SELECT user_id, period FROM ${reservationsById(teamId, wanted.reservationIds)} AS r
      UNION SELECT user_id, period FROM ${entriesById(teamId, wanted.entryIds)} AS e
    ), locked AS (
      INSERT INTO spend_totals (user_id, period, team_id)
      SELECT user_id, period, ${teamId}::uuid FROM place ORDER BY user_id, period
      -- A row that is there is locked, and not written.
      ON CONFLICT (user_id, period) DO UPDATE SET team_id = spend_totals.team_id WHERE FALSE
    )
    SELECT (SELECT jsonb_object_agg(ord, to_char(period, 'YYYY-MM')) FROM moment) AS periods,
      (SELECT jsonb_agg(jsonb_build_array(user_id, to_char(period, 'YYYY-MM'))) FROM place) AS places`
  const { periods, places } = rows[0]!
  return {
    periods: wanted.moments.map((_, ord) => periods?.[ord]),
    places: (places ?? []).map(([userId, period]) => ({ userId, period })),
  }
}

export type LedgerTeam = { name: string; currency: string; thresholdPercents: number[] }
/** A user's month as it is written to; `user` is null when the user was deleted. */
export type Account = Standing & {
  user: { id: string; userName: string; displayName: string | null } | null
  thresholdsReached: number[]
  isCurrent: boolean
}

export type Ledger = {
  team: LedgerTeam
  /** When the transaction began, which is what "now" is to months and expiry. */
  now: Date
  /** The clock now that the totals are locked: grows with the order of the writers of a month. */
  recordedAt: Date
  /** Users that are there, whether or not they have an account here. */
  accounts: Account[]
  entriesByKey: SpendEntry[]
  /** Entries of keys of corrections; `setTo`: what the entry counted as once this correction was made. */
  correctionsByKey: { entry: SpendEntry; setTo: number }[]
  entriesById: CorrectableEntry[]
  reservations: KeptReservation[]
}
/** `counts`: what an entry and its corrections are together; `correctedAt`: when the last of them was recorded. */
export type CorrectableEntry = { entry: SpendEntry; counts: number; correctedAt: Date | null }
export type KeptReservation = SpendReservation & { reservedBy: Actor }

export type LedgerQuestion = {
  places: readonly Place[]
  entryKeys: readonly string[]
  correctionKeys: readonly string[]
  entryIds: readonly string[]
  reservationKeys: readonly string[]
  reservationIds: readonly string[]
}

/** What is there, as of the last commit: after lockTotals, so that nobody else is writing to these months. Undefined: no such team. */
export async function readLedger(transaction: Transaction, teamId: string, question: LedgerQuestion): Promise<Ledger | undefined> {
  const { places } = question
  const rows = await transaction.$queryRaw<RawLedger[]>`
    WITH team AS MATERIALIZED (
      SELECT id, name, currency, time_zone, threshold_percents, ${periodOf(Prisma.sql`now()`, Prisma.sql`time_zone`)} AS period
      FROM teams WHERE id = ${teamId}::uuid
    ), entry AS MATERIALIZED (
      SELECT e.*, corrections.* FROM ${entriesById(teamId, question.entryIds)} AS e CROSS JOIN LATERAL (
        SELECT e.amount_minor + COALESCE(sum(c.amount_minor), 0) AS counts, max(c.recorded_at) AS corrected_at FROM spend_entries c WHERE c.corrects_id = e.id
      ) AS corrections
    ), correction AS MATERIALIZED (
      SELECT e.*, (SELECT amount_minor FROM spend_entries c WHERE c.id = e.corrects_id)
        + (SELECT sum(amount_minor) FROM spend_entries c WHERE c.corrects_id = e.corrects_id AND c.recorded_at <= e.recorded_at) AS set_to
      FROM ${entriesByKey(teamId, question.correctionKeys)} AS e
    ), reservation AS MATERIALIZED (
      SELECT * FROM ${reservationsById(teamId, question.reservationIds)} AS r UNION ALL SELECT * FROM ${reservationsByKey(teamId, question.reservationKeys)} AS r
    ), place AS MATERIALIZED (
      SELECT user_id, (month || '-01')::date AS period
      FROM unnest(${places.map(({ userId }) => userId)}::uuid[], ${places.map(({ period }) => period)}::text[]) AS named (user_id, month)
      UNION SELECT user_id, period FROM reservation UNION SELECT user_id, period FROM entry UNION SELECT user_id, period FROM correction
    ), month AS (
      SELECT m.period, ${startOf(Prisma.sql`m.period`, Prisma.sql`time_zone`)} AS starts_at,
        ${startOf(Prisma.sql`(m.period + interval '1 month')`, Prisma.sql`time_zone`)} AS resets_at
      FROM (SELECT DISTINCT period FROM place) AS m, team
    ), person AS MATERIALIZED (
      SELECT u.* FROM (SELECT DISTINCT user_id FROM place) AS named CROSS JOIN LATERAL (
        SELECT id, team_id, active, user_name, display_name FROM users WHERE users.id = named.user_id LIMIT 1) AS u
      WHERE u.team_id = ${teamId}::uuid
    ), applied AS MATERIALIZED (
      ${effectiveLimitsOf(Prisma.sql`SELECT id, team_id, active FROM person`)}
    ), account AS (
      SELECT place.user_id AS u, to_char(place.period, 'YYYY-MM') AS p, COALESCE(total.spent_minor, 0) AS s, COALESCE(total.thresholds_reached, '{}') AS t,
        (SELECT LEAST(COALESCE(sum(amount_minor), 0), ${Number.MAX_SAFE_INTEGER}::bigint) FROM spend_reservations r
          WHERE r.user_id = place.user_id AND r.period = place.period AND r.state = 'OPEN' AND r.expires_at > now()) AS r
      FROM place LEFT JOIN LATERAL (
        SELECT spent_minor, thresholds_reached FROM spend_totals t WHERE t.user_id = place.user_id AND t.period = place.period LIMIT 1) AS total ON TRUE
    )
    SELECT date_trunc('milliseconds', now()) AS now, date_trunc('milliseconds', clock_timestamp()) AS "recordedAt",
      (SELECT jsonb_build_object('name', name, 'currency', currency, 'thresholdPercents', threshold_percents) FROM team) AS team,
      (SELECT to_char(period, 'YYYY-MM') FROM team) AS "currentPeriod",
      (SELECT jsonb_agg(jsonb_build_object('key', to_char(period, 'YYYY-MM'), 'startsAt', starts_at, 'resetsAt', resets_at)) FROM month) AS months,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'userName', user_name, 'displayName', display_name, 'source', source, 'amountMinor', amount_minor, 'limitId', limit_id))
        FROM person JOIN applied ON applied.user_id = person.id) AS people,
      (SELECT jsonb_agg(to_jsonb(account)) FROM account) AS accounts,
      (SELECT jsonb_agg(to_jsonb(e)) FROM ${entriesByKey(teamId, question.entryKeys)} AS e) AS "entriesByKey",
      (SELECT jsonb_agg(to_jsonb(entry)) FROM entry) AS "entriesById",
      (SELECT jsonb_agg(to_jsonb(correction)) FROM correction) AS "correctionsByKey",
      (SELECT jsonb_agg(to_jsonb(reservation)) FROM reservation) AS reservations`
  const { team, now, recordedAt, ...raw } = rows[0]!
  if (!team) return undefined
  return {
    team,
    now,
    recordedAt,
    accounts: accountsOf(raw, team.currency),
    entriesByKey: (raw.entriesByKey ?? []).map(toEntry),
    correctionsByKey: (raw.correctionsByKey ?? []).map((row) => ({ entry: toEntry(row), setTo: row.set_to })),
    entriesById: (raw.entriesById ?? []).map((row) => ({
      entry: toEntry(row),
      counts: row.counts,
      correctedAt: row.corrected_at === null ? null : new Date(row.corrected_at),
    })),
    reservations: (raw.reservations ?? []).map(toReservation),
  }
}

/** JSON, so that one row is all that Prisma looks at. Amounts are whole numbers that a double holds exactly. */
type RawLedger = {
  now: Date
  recordedAt: Date
  team: LedgerTeam | null
  currentPeriod: string
  months: { key: string; startsAt: string; resetsAt: string }[] | null
  people: RawPerson[] | null
  accounts: { u: string; p: string; s: number; t: number[]; r: number }[] | null
  entriesByKey: RawEntry[] | null
  entriesById: (RawEntry & { counts: number; corrected_at: string | null })[] | null
  correctionsByKey: (RawEntry & { set_to: number })[] | null
  reservations: RawReservation[] | null
}
type RawPerson = {
  id: string
  userName: string
  displayName: string | null
  source: SpendLimitSource
  amountMinor: number | null
  limitId: string | null
}
type RawEntry = {
  id: string
  team_id: string
  user_id: string
  kind: SpendEntry['kind']
  idempotency_key: string
  amount_minor: number
  at: string
  period: string
  labels: SpendLabels
  reason: string | null
  corrects_id: string | null
  reservation_id: string | null
  recorded_at: string
  actor_kind: ActorKind
  actor_id: string | null
  actor_label: string
}
type RawReservation = {
  id: string
  team_id: string
  user_id: string
  idempotency_key: string
  amount_minor: number
  period: string
  labels: SpendLabels
  created_at: string
  expires_at: string
  state: SpendReservation['state']
  closed_at: string | null
  actor_kind: ActorKind
  actor_id: string | null
  actor_label: string
}

function accountsOf(
  { months, people, accounts, currentPeriod }: Pick<RawLedger, 'months' | 'people' | 'accounts' | 'currentPeriod'>,
  currency: string,
): Account[] {
  const periods = new Map<string, SpendPeriod>(
    (months ?? []).map(({ key, startsAt, resetsAt }) => [key, { key, startsAt: new Date(startsAt), resetsAt: new Date(resetsAt) }]),
  )
  const peopleById = new Map((people ?? []).map((person) => [person.id, person]))
  return (accounts ?? []).map(({ u, p, s, t, r }) => {
    const person = peopleById.get(u)
    return {
      userId: u,
      currency,
      period: periods.get(p)!,
      limit: person ? limitOf(person) : gone,
      spentMinor: s,
      reservedMinor: r,
      user: person ? { id: u, userName: person.userName, displayName: person.displayName } : null,
      thresholdsReached: t,
      isCurrent: p === currentPeriod,
    }
  })
}

/** Who was deleted may spend as little as who is inactive; what they had reserved can be settled. */
const gone: Standing['limit'] = { isUnlimited: false, amountMinor: 0, source: 'INACTIVE_USER', limitId: null }

function limitOf({ source, amountMinor, limitId }: RawPerson): Standing['limit'] {
  return { isUnlimited: amountMinor === null, amountMinor, source, limitId }
}

function toEntry(row: RawEntry): SpendEntry {
  return {
    id: row.id,
    teamId: row.team_id,
    userId: row.user_id,
    kind: row.kind,
    idempotencyKey: row.idempotency_key,
    amountMinor: row.amount_minor,
    at: new Date(row.at),
    period: row.period.slice(0, 7),
    labels: row.labels,
    reason: row.reason,
    correctsId: row.corrects_id,
    reservationId: row.reservation_id,
    recordedAt: new Date(row.recorded_at),
    recordedBy: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
  }
}

function toReservation(row: RawReservation): KeptReservation {
  return {
    id: row.id,
    teamId: row.team_id,
    userId: row.user_id,
    idempotencyKey: row.idempotency_key,
    amountMinor: row.amount_minor,
    period: row.period.slice(0, 7),
    labels: row.labels,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    state: row.state,
    closedAt: row.closed_at === null ? null : new Date(row.closed_at),
    reservedBy: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
  }
}

/**
 * Those of the users who are there, and cannot be deleted before this transaction ends. Whom somebody is about to delete, which with a whole directory takes
 * minutes, is not among them: spend does not wait for that.
 */
export async function holdUsersThere(transaction: Transaction, teamId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE id = ANY(${[...ids]}::uuid[]) AND team_id = ${teamId}::uuid ORDER BY id FOR KEY SHARE SKIP LOCKED`
  return new Set(rows.map(({ id }) => id))
}

export type LedgerWrites = {
  entries: readonly SpendEntry[]
  /** New ones, and those whose state changes. */
  reservations: readonly KeptReservation[]
  /** Totals as they shall be; their rows are locked. */
  accounts: readonly Account[]
}

/** Writes what was decided. A key that a second writer took in the meantime fails it all with 23505, and the executor decides anew. */
export async function writeLedger(
  transaction: Transaction,
  teamId: string,
  { entries, reservations, accounts }: LedgerWrites,
): Promise<void> {
  const entryRows = entries.map((entry) => ({ ...entry, ...actorColumns(entry.recordedBy), period: `${entry.period}-01` }))
  const reservationRows = reservations.map((it) => ({ ...it, ...actorColumns(it.reservedBy), period: `${it.period}-01` }))
  const totals = accounts.map(({ userId: u, period, spentMinor: s, thresholdsReached: t }) => ({ u, p: `${period.key}-01`, s, t }))
  await transaction.$executeRaw`
    WITH entry AS (
      INSERT INTO spend_entries (id, team_id, user_id, kind, idempotency_key, amount_minor, at, period, labels, reason, corrects_id, reservation_id,
        recorded_at, actor_kind, actor_id, actor_label)
      SELECT id, ${teamId}::uuid, "userId", kind, "idempotencyKey", "amountMinor", at, period, labels, reason, "correctsId", "reservationId",
        "recordedAt", "actorKind", "actorId", "actorLabel"
      FROM jsonb_to_recordset(${JSON.stringify(entryRows)}::jsonb) AS e (id uuid, "userId" uuid, kind text, "idempotencyKey" text, "amountMinor" bigint,
        at timestamptz, period date, labels jsonb, reason text, "correctsId" uuid, "reservationId" uuid, "recordedAt" timestamptz, "actorKind" text,
        "actorId" uuid, "actorLabel" text)
      -- Two writers of the same keys meet at the same one first.
      ORDER BY "idempotencyKey"
    ), reservation AS (
      INSERT INTO spend_reservations (id, team_id, user_id, idempotency_key, amount_minor, period, labels, created_at, expires_at, state, closed_at,
        actor_kind, actor_id, actor_label)
      SELECT id, ${teamId}::uuid, "userId", "idempotencyKey", "amountMinor", period, labels, "createdAt", "expiresAt", state, "closedAt",
        "actorKind", "actorId", "actorLabel"
      FROM jsonb_to_recordset(${JSON.stringify(reservationRows)}::jsonb) AS r (id uuid, "userId" uuid, "idempotencyKey" text, "amountMinor" bigint,
        period date, labels jsonb, "createdAt" timestamptz, "expiresAt" timestamptz, state text, "closedAt" timestamptz, "actorKind" text,
        "actorId" uuid, "actorLabel" text)
      ORDER BY "idempotencyKey"
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, closed_at = excluded.closed_at
    )
    INSERT INTO spend_totals (user_id, period, team_id, spent_minor, thresholds_reached)
    SELECT u, p, ${teamId}::uuid, s, t FROM jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) AS t (u uuid, p date, s bigint, t int[])
    ON CONFLICT (user_id, period) DO UPDATE SET spent_minor = excluded.spent_minor, thresholds_reached = excluded.thresholds_reached`
}

function actorColumns({ kind, id, label }: Actor): { actorKind: string; actorId: string | null; actorLabel: string } {
  return { actorKind: kind, actorId: id, actorLabel: label }
}
