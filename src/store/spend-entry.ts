import type { ActorKind } from '../domain/change.ts'
import { settlementKey, type SpendEntry, type SpendLabels } from '../domain/spend.ts'
import { Prisma, type SpendEntry as SpendEntryRow } from '../generated/prisma/client.ts'
import type { ReadDatabase } from './database.ts'
import { periodOf } from './spend-period.ts'

export function toSpendEntry(row: SpendEntryRow): SpendEntry {
  const { actorKind, actorId, actorLabel, amountMinor, period, labels, kind, ...same } = row
  return {
    ...same,
    kind: kind as SpendEntry['kind'],
    amountMinor: Number(amountMinor),
    period: toPeriodKey(period),
    labels: labels as SpendLabels,
    recordedBy: { kind: actorKind as ActorKind, id: actorId, label: actorLabel },
  }
}

/** YYYY-MM of a month as it is stored. */
export function toPeriodKey(firstDay: Date): string {
  return firstDay.toISOString().slice(0, 7)
}

/** A month as it is stored, of YYYY-MM. */
export function fromPeriodKey(period: string): Date {
  return new Date(`${period}-01T00:00:00Z`)
}

/** Without a user it is read as it was recorded: then a `kind` or a `label` that few have needs a `period`, or the whole ledger is looked at. */
export type SpendEntryFilter = {
  teamId: string
  userId?: string | undefined
  /** YYYY-MM */
  period?: string | undefined
  kind?: SpendEntry['kind'] | undefined
  label?: { name: string; value: string } | undefined
}

type Where = Prisma.SpendEntryWhereInput

/** Entries of a user come by month and then as they were recorded, those of a team as they were recorded: so there is an index for each. */
export type SpendEntryPosition = { id: string; /** YYYY-MM; of one user's. */ period: string }
export type SpendEntryPage = { after?: SpendEntryPosition | undefined; limit: number }

/** The newest first. */
export async function readSpendEntries(
  database: ReadDatabase,
  filter: SpendEntryFilter,
  { after, limit }: SpendEntryPage,
): Promise<SpendEntry[]> {
  const isOfUser = filter.userId !== undefined
  const rows = await database.spendEntry.findMany({
    where: { AND: [matching(filter), after === undefined ? {} : isOfUser ? olderOfUser(after) : { id: { lt: after.id } }] },
    orderBy: isOfUser ? [{ period: 'desc' }, { id: 'desc' }] : [{ id: 'desc' }],
    take: limit,
  })
  return rows.map(toSpendEntry)
}

export function countSpendEntries(database: ReadDatabase, filter: SpendEntryFilter): Promise<number> {
  return database.spendEntry.count({ where: matching(filter) })
}

// The first bound on the column alone lets an index find them.
function olderOfUser({ id, period }: SpendEntryPosition): Where {
  const month = fromPeriodKey(period)
  return { period: { lte: month }, OR: [{ period: { lt: month } }, { id: { lt: id } }] }
}

function matching({ teamId, userId, period, kind, label }: SpendEntryFilter): Where {
  return {
    teamId,
    ...(userId === undefined ? {} : { userId }),
    ...(period === undefined ? {} : { period: fromPeriodKey(period) }),
    // Nothing is recorded before its month has begun, though long after it has ended.
    ...(period === undefined || userId !== undefined ? {} : { id: { gte: firstIdOf(period) } }),
    ...(kind === undefined ? {} : { kind }),
    ...(label === undefined ? {} : { labels: { path: [label.name], equals: label.value } }),
  }
}

/** Smaller than the id of any entry of a month, in whatever time zone: ids begin with when they were made (RFC 9562 §5.7), and clocks are not days wrong. */
function firstIdOf(period: string): string {
  const milliseconds = Math.max(0, fromPeriodKey(period).getTime() - 2 * 86_400_000)
  const time = milliseconds.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}

/** Those with these ids, by id. */
export async function findSpendEntries(database: ReadDatabase, teamId: string, ids: readonly string[]): Promise<Map<string, SpendEntry>> {
  const rows = await database.spendEntry.findMany({ where: { teamId, id: { in: [...ids] } } })
  return new Map(rows.map((row) => [row.id, toSpendEntry(row)]))
}

/** By the id of the reservation that they settle. */
export async function findSettlements(
  database: ReadDatabase,
  teamId: string,
  reservationIds: readonly string[],
): Promise<Map<string, SpendEntry>> {
  const rows = await database.spendEntry.findMany({ where: { teamId, idempotencyKey: { in: reservationIds.map(settlementKey) } } })
  return new Map(rows.map((row) => [row.reservationId!, toSpendEntry(row)]))
}

/** So many corrections of one entry are shown. */
export const mostCorrections = 100

/** The oldest first, by the id of the entry that they correct. */
export async function findCorrections(
  database: ReadDatabase,
  teamId: string,
  entryIds: readonly string[],
): Promise<Map<string, SpendEntry[]>> {
  const ids = await database.$queryRaw<{ id: string }[]>`
    SELECT found.id FROM unnest(${[...entryIds]}::uuid[]) AS corrected (id)
    CROSS JOIN LATERAL (SELECT id FROM spend_entries WHERE corrects_id = corrected.id ORDER BY id LIMIT ${mostCorrections}) AS found`
  const found = await findSpendEntries(
    database,
    teamId,
    ids.map(({ id }) => id),
  )
  const corrections = new Map<string, SpendEntry[]>()
  for (const entry of [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
    corrections.set(entry.correctsId!, [...(corrections.get(entry.correctsId!) ?? []), entry])
  return corrections
}

/** Which of these were recorded in a later month than they count in. */
export async function findLateEntries(database: ReadDatabase, teamId: string, ids: readonly string[]): Promise<Map<string, true>> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT entry.id FROM spend_entries entry JOIN teams ON teams.id = entry.team_id
    WHERE entry.id = ANY(${[...ids]}::uuid[]) AND entry.team_id = ${teamId}::uuid
      AND ${periodOf(Prisma.sql`entry.recorded_at`, Prisma.sql`teams.time_zone`)} > entry.period`
  return new Map(rows.map(({ id }) => [id, true]))
}
