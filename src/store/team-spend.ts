import { Prisma } from '../generated/prisma/client.ts'
import { plannedAnew, type ReadDatabase } from './database.ts'
import { periodOf } from './spend-period.ts'

/** What all users of a team spent in a month. Amounts are minor units of the team's currency, at most 2^53 - 1. */
export type TeamSpend = {
  /** YYYY-MM */
  period: string
  /** The month has not begun to the team. */
  isFuture: boolean
  currency: string
  spentMinor: number
  /** The part of it that was spent by users who are not there any more. */
  spentByDeletedUsersMinor: number
}

type Row = Omit<TeamSpend, 'spentMinor' | 'spentByDeletedUsersMinor'> & {
  teamId: string
  spentMinor: bigint
  spentByDeletedUsersMinor: bigint
}

/** By team. `period`: YYYY-MM; without it the current month of each. */
export async function readTeamSpends(
  database: ReadDatabase,
  teamIds: readonly string[],
  period: string | undefined,
): Promise<Map<string, TeamSpend>> {
  const month = period === undefined ? Prisma.sql`this_month` : Prisma.sql`${`${period}-01`}::date`
  const sum = (where: Prisma.Sql) =>
    Prisma.sql`LEAST(COALESCE(sum(total.spent_minor) ${where}, 0), ${Number.MAX_SAFE_INTEGER}::bigint)::bigint`
  const rows = await database.$queryRaw<Row[]>`${plannedAnew}
    SELECT team.id AS "teamId", to_char(team.period, 'YYYY-MM') AS period, team.period > team.this_month AS "isFuture", team.currency,
      ${sum(Prisma.empty)} AS "spentMinor", ${sum(Prisma.sql`FILTER (WHERE u.id IS NULL)`)} AS "spentByDeletedUsersMinor"
    FROM (
      SELECT id, currency, this_month, ${month} AS period FROM (
        SELECT id, currency, ${periodOf(Prisma.sql`now()`, Prisma.sql`time_zone`)} AS this_month FROM teams WHERE id = ANY(${[...teamIds]}::uuid[])
      ) AS asked
    ) AS team
    LEFT JOIN spend_totals total ON total.team_id = team.id AND total.period = team.period
    LEFT JOIN users u ON u.id = total.user_id
    GROUP BY team.id, team.period, team.this_month, team.currency`
  return new Map(
    rows.map(({ teamId, spentMinor, spentByDeletedUsersMinor, ...row }) => [
      teamId,
      { ...row, spentMinor: Number(spentMinor), spentByDeletedUsersMinor: Number(spentByDeletedUsersMinor) },
    ]),
  )
}
