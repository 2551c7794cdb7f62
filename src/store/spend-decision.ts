import type { Standing } from '../domain/spend.ts'
import type { SpendLimitSource } from '../domain/spend-limit.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { batchReads } from './batched-read.ts'
import type { ReadDatabase } from './database.ts'
import { effectiveLimitsOf } from './effective-limit.ts'
import { periodOf, startOf } from './spend-period.ts'

/** `teamId` null: whichever team the user is of, a scratch team apart. `period`: YYYY-MM; without it the current month. Ids are bare UUIDs. */
export type StandingKey = { teamId: string | null; userId: string; period?: string | undefined }

/** `asOf` by the clock of the database. `isCurrent`: of the month that it is then; in another the limit is nevertheless the one that applies now. */
export type ReadStanding = Standing & { teamId: string; asOf: Date; isCurrent: boolean }
export type FindStanding = (key: StandingKey) => Promise<ReadStanding | undefined>

/** As many as ask at a time share a statement, whatever their teams. Nothing is kept: each answer is as of the last commit. */
export function createStandingFinder(database: ReadDatabase): FindStanding {
  return batchReads((keys: readonly StandingKey[]) => readStandings(database, keys))
}

type Row = {
  ord: number
  userId: string
  teamId: string
  currency: string
  period: Date
  isCurrent: boolean
  startsAt: Date
  resetsAt: Date
  asOf: Date
  source: SpendLimitSource
  amountMinor: bigint | null
  limitId: string | null
  spentMinor: bigint
  reservedMinor: bigint
}

/** In the order of the keys; undefined where there is no such user. Each user costs a few looks into indexes, and one more for each group that they are in. */
export async function readStandings(database: ReadDatabase, keys: readonly StandingKey[]): Promise<(ReadStanding | undefined)[]> {
  const asked = keys.map(({ teamId, userId, period }, ord) => ({ ord, u: userId, t: teamId, p: period && `${period}-01` }))
  // As JSON, whose length the planner does not see: it keeps one plan for all lengths. Planning this takes longer than answering it.
  const rows = await database.$queryRaw<Row[]>`
    SELECT asked.ord, u.id AS "userId", u.team_id AS "teamId", month.currency, month.period, month.is_current AS "isCurrent", month.starts_at AS "startsAt",
      month.resets_at AS "resetsAt", now() AS "asOf", applied.source, applied.amount_minor AS "amountMinor", applied.limit_id AS "limitId",
      COALESCE(total.spent_minor, 0) AS "spentMinor", reserved.amount_minor AS "reservedMinor"
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS asked (ord int, u uuid, t uuid, p date)
    -- One user after the other, each by keys alone, however many the planner thinks there are.
    JOIN LATERAL (
      SELECT id, team_id, active FROM users WHERE id = asked.u AND (asked.t IS NULL OR team_id = asked.t) LIMIT 1
    ) AS u ON TRUE
    JOIN LATERAL (
      SELECT currency, period, period = this_month AS is_current, ${startOf(Prisma.sql`period`, Prisma.sql`time_zone`)} AS starts_at,
        ${startOf(Prisma.sql`(period + interval '1 month')`, Prisma.sql`time_zone`)} AS resets_at
      FROM (
        SELECT currency, time_zone, this_month, COALESCE(asked.p, this_month) AS period
        FROM (
          SELECT currency, time_zone, is_scratch, ${periodOf(Prisma.sql`now()`, Prisma.sql`time_zone`)} AS this_month FROM teams WHERE id = u.team_id LIMIT 1
        ) AS team WHERE asked.t IS NOT NULL OR NOT is_scratch OFFSET 0
      ) AS team
    ) AS month ON TRUE
    JOIN LATERAL (${effectiveLimitsOf(Prisma.sql`SELECT u.id, u.team_id, u.active`)} LIMIT 1) AS applied ON TRUE
    LEFT JOIN LATERAL (
      SELECT spent_minor FROM spend_totals WHERE user_id = u.id AND period = month.period LIMIT 1
    ) AS total ON TRUE
    CROSS JOIN LATERAL (
      SELECT LEAST(COALESCE(sum(amount_minor), 0), 9007199254740991)::bigint AS amount_minor FROM spend_reservations
      WHERE user_id = u.id AND period = month.period AND state = 'OPEN' AND expires_at > now()
    ) AS reserved`
  const standings = keys.map((): ReadStanding | undefined => undefined)
  for (const row of rows) standings[row.ord] = toStanding(row)
  return standings
}

function toStanding({ userId, teamId, currency, period, startsAt, resetsAt, isCurrent, asOf, source, limitId, ...row }: Row): ReadStanding {
  const amountMinor = row.amountMinor === null ? null : Number(row.amountMinor)
  return {
    userId,
    teamId,
    currency,
    period: { key: period.toISOString().slice(0, 7), startsAt, resetsAt },
    limit: { isUnlimited: amountMinor === null, amountMinor, source, limitId },
    spentMinor: Number(row.spentMinor),
    reservedMinor: Number(row.reservedMinor),
    asOf,
    isCurrent,
  }
}
