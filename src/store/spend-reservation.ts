import type { SpendLabels, SpendReservation } from '../domain/spend.ts'
import { Prisma, type SpendReservation as SpendReservationRow } from '../generated/prisma/client.ts'
import { plannedAnew, type ReadDatabase, type Sql } from './database.ts'
import { toPeriodKey } from './spend-entry.ts'

type Row = Omit<SpendReservationRow, 'actorKind' | 'actorId' | 'actorLabel'>

export function toSpendReservation(row: Row): SpendReservation {
  const { id, teamId, userId, idempotencyKey, amountMinor, period, labels, createdAt, expiresAt, state, closedAt } = row
  return {
    id,
    teamId,
    userId,
    idempotencyKey,
    amountMinor: Number(amountMinor),
    period: toPeriodKey(period),
    labels: labels as SpendLabels,
    createdAt,
    expiresAt,
    state: state as SpendReservation['state'],
    closedAt,
  }
}

export type ReservationsOfUser = { teamId: string; userId: string; onlyOpen: boolean }

/** The newest first. `after`: the id of one. */
export async function readSpendReservations(
  database: ReadDatabase,
  { onlyOpen, ...of }: ReservationsOfUser,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<SpendReservation[]> {
  if (onlyOpen) {
    const rows = await database.$queryRaw<Row[]>`${openOf(of)}
      SELECT id, team_id AS "teamId", user_id AS "userId", idempotency_key AS "idempotencyKey", amount_minor AS "amountMinor", period, labels,
        created_at AS "createdAt", expires_at AS "expiresAt", state, closed_at AS "closedAt"
      FROM open WHERE ${after === undefined ? Prisma.sql`TRUE` : Prisma.sql`id < ${after}::uuid`} ORDER BY id DESC LIMIT ${limit}`
    return rows.map(toSpendReservation)
  }
  const rows = await database.spendReservation.findMany({
    where: { ...of, ...(after === undefined ? {} : { id: { lt: after } }) },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(toSpendReservation)
}

export async function countSpendReservations(database: ReadDatabase, { onlyOpen, ...of }: ReservationsOfUser): Promise<number> {
  if (!onlyOpen) return database.spendReservation.count({ where: of })
  const [counted] = await database.$queryRaw<{ count: bigint }[]>`${openOf(of)} SELECT count(*) AS count FROM open`
  return Number(counted!.count)
}

// As the index of those that are open is of them (spend_reservations_open), and by itself: not along the ids of all that ever were.
function openOf({ teamId, userId }: Omit<ReservationsOfUser, 'onlyOpen'>): Sql {
  return Prisma.sql`${plannedAnew} WITH of_user AS MATERIALIZED (
      SELECT * FROM spend_reservations WHERE user_id = ${userId}::uuid AND state = 'OPEN' AND expires_at > now()
    ), open AS (SELECT * FROM of_user WHERE team_id = ${teamId}::uuid)`
}

/** Those with these ids, by id. */
export async function findSpendReservations(
  database: ReadDatabase,
  teamId: string,
  ids: readonly string[],
): Promise<Map<string, SpendReservation>> {
  const rows = await database.spendReservation.findMany({ where: { teamId, id: { in: [...ids] } } })
  return new Map(rows.map((row) => [row.id, toSpendReservation(row)]))
}
