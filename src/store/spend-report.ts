import { comparisonKey } from '../domain/attributes.ts'
import type { EffectiveValue, SpendLimitSource } from '../domain/spend-limit.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { plannedAnew, type Database, type ReadDatabase, type Sql } from './database.ts'
import { effectiveLimitsOf, effectiveLimitsOfMany } from './effective-limit.ts'
import { periodOf } from './spend-period.ts'

/** One user of a team in the report of a month. Amounts are minor units of the team's currency; null is without limit. */
export type SpendReportRow = {
  teamId: string
  userId: string
  userName: string
  displayName: string | null
  email: string | null
  active: boolean
  /** What applies now, whichever month the report is of. */
  limit: EffectiveValue
  limitId: string | null
  spentMinor: number
  /** By reservations of the month that are open and have not expired. */
  reservedMinor: number
  remainingMinor: number | null
  /** To four digits; of a limit of 0 it is 0 when nothing is spent, and 100 when something is. Null without limit. */
  usedPercent: number | null
  /** As much is spent as the limit is, or more. */
  isBlocked: boolean
}

/** Users that meet all that is given. Ids are bare UUIDs. */
export type SpendReportFilter = {
  directoryId?: string | undefined
  active?: boolean | undefined
  /** Members of it. */
  groupId?: string | undefined
  isInNoGroup?: boolean | undefined
  /** Part of userName, displayName or email, without regard to case. */
  search?: string | undefined
  sources?: readonly SpendLimitSource[] | undefined
  /** More than so many percent of the limit are spent. */
  overPercent?: number | undefined
  isBlocked?: boolean | undefined
  isUnlimited?: boolean | undefined
}

export const spendReportOrders = ['USER_NAME', 'LIMIT', 'SPENT', 'REMAINING', 'USED_PERCENT'] as const
export type SpendReportOrder = { field: (typeof spendReportOrders)[number]; isDescending: boolean }

/** `period`: YYYY-MM. */
export type SpendReportQuery = { teamId: string; period: string; filter: SpendReportFilter; order: SpendReportOrder }

/** A place in the order: the key of a row as text, and its user's id, which breaks ties. */
export type ReportPlace = { key: string; userId: string }

/** Whether text can be the key of a row in an order. */
export function isReportKey(field: SpendReportOrder['field'], key: string): boolean {
  return field === 'USER_NAME' || /^-?\d{1,22}(\.\d{1,4})?$/.test(key)
}

/** The month that it is to the team, YYYY-MM. */
export async function currentPeriod(database: ReadDatabase, teamId: string): Promise<string> {
  const rows = await database.$queryRaw<{ period: string }[]>`
    SELECT to_char(${periodOf(Prisma.sql`now()`, Prisma.sql`time_zone`)}, 'YYYY-MM') AS period FROM teams WHERE id = ${teamId}::uuid`
  return rows[0]!.period
}

export type ReportPage = { after?: ReportPlace | undefined; before?: ReportPlace | undefined; limit: number; isBackward: boolean }

/** One page in one statement, in the order of the report; a backward page is the last of its range. Keys are those of the rows' places. */
export async function readReportPage(
  database: ReadDatabase,
  query: SpendReportQuery,
  page: ReportPage,
): Promise<{ row: SpendReportRow; key: string }[]> {
  const rows = await database.$queryRaw<StoredRow[]>`${plannedAnew} ${pageSql(query, page)}`
  const found = rows.map((row) => ({ row: toRow(query.teamId, row), key: row.key }))
  return page.isBackward ? found.reverse() : found
}

/** How many users meet each filter. Filters that are of the same users are counted in one statement: what is slow is to work those users out. */
export async function countReportRows(
  database: ReadDatabase,
  { teamId, period }: Pick<SpendReportQuery, 'teamId' | 'period'>,
  filters: readonly SpendReportFilter[],
): Promise<number[]> {
  const counts = new Map<SpendReportFilter, number>()
  const groups = Map.groupBy(filters, (filter) => JSON.stringify(ofUsers(filter)))
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const counted = await countOfSameUsers(database, { teamId, period }, group)
      for (const [index, filter] of group.entries()) counts.set(filter, counted[index]!)
    }),
  )
  return filters.map((filter) => counts.get(filter)!)
}

async function countOfSameUsers(
  database: ReadDatabase,
  { teamId, period }: Pick<SpendReportQuery, 'teamId' | 'period'>,
  filters: readonly SpendReportFilter[],
): Promise<number[]> {
  const filter = ofUsers(filters[0]!)
  const order = { field: 'USER_NAME', isDescending: false } as const
  const counted = filters.some(isComputed) ? rowsSql({ teamId, period, filter, order }) : usersSql({ teamId, filter })
  const counts = filters.map((one) => Prisma.sql`count(*) FILTER (WHERE ${whereComputed(one)})`)
  const rows = await database.$queryRaw<{ counts: bigint[] }[]>`
    ${plannedAnew} SELECT ARRAY[${Prisma.join(counts)}] AS counts FROM (${counted}) AS row`
  return rows[0]!.counts.map(Number)
}

/** The part of a filter that is known before anything is worked out. */
function ofUsers({ directoryId, active, groupId, isInNoGroup, search }: SpendReportFilter): SpendReportFilter {
  return { directoryId, active, groupId, isInNoGroup, search }
}

/** A row with the group whose limit applies, in words; null when it is another one's. */
export type ExportedRow = SpendReportRow & { decidedByGroup: DecidingGroup | null }
type DecidingGroup = { id: string; name: string }

/** What decides is told by few limits, so each is looked up once. */
async function addGroups(
  database: Pick<ReadDatabase, '$queryRaw'>,
  rows: readonly StoredRow[],
  known: Map<string, DecidingGroup | null>,
): Promise<void> {
  const asked = new Set<string>()
  for (const { source, limitId } of rows) {
    if (limitId === null || known.has(limitId)) continue
    known.set(limitId, null)
    if (source === 'GROUP') asked.add(limitId)
  }
  if (asked.size === 0) return
  const found = await database.$queryRaw<(DecidingGroup & { limitId: string })[]>`
    SELECT l.id AS "limitId", g.id, g.display_name AS name FROM spend_limits l JOIN groups g ON g.id = l.group_id WHERE l.id = ANY(${[...asked]}::uuid[])`
  for (const { limitId, id, name } of found) known.set(limitId, { id, name })
}

/**
 * The whole report, so many rows at a time, all of one moment: `write` is given them one after the other, and holds the next ones back. After
 * `milliseconds` it is over, whatever is left: a snapshot that is held keeps old rows from being cleaned up, and a connection from others.
 *
 * `signal` ends it at once, in the middle of a statement too: then it throws.
 */
export async function streamReport(
  database: Database,
  query: SpendReportQuery,
  { rowsAtOnce, milliseconds, signal }: { rowsAtOnce: number; milliseconds: number; signal: AbortSignal },
  write: (rows: readonly ExportedRow[]) => Promise<void>,
): Promise<void> {
  await database.$transaction(
    async (snapshot) => {
      const stop = await cancelledBy(signal, database, snapshot)
      try {
        signal.throwIfAborted()
        // All of it is wanted, not the first rows soon.
        await snapshot.$executeRaw`SET LOCAL cursor_tuple_fraction = 1`
        await snapshot.$executeRaw`${plannedAnew} DECLARE spend_report NO SCROLL CURSOR FOR ${pageSql(query, { isBackward: false })}`
        const groups = new Map<string, DecidingGroup | null>()
        for (;;) {
          signal.throwIfAborted()
          const rows = await snapshot.$queryRaw<StoredRow[]>`FETCH ${Prisma.raw(String(rowsAtOnce))} FROM spend_report`
          await addGroups(snapshot, rows, groups)
          const groupOf = ({ limitId }: StoredRow) => (limitId === null ? null : groups.get(limitId)!)
          if (rows.length > 0) await write(rows.map((row) => ({ ...toRow(query.teamId, row), decidedByGroup: groupOf(row) })))
          if (rows.length < rowsAtOnce) return
        }
      } finally {
        await stop()
      }
    },
    { isolationLevel: 'RepeatableRead', timeout: milliseconds },
  )
}

/**
 * From here on the signal ends the statement that a transaction is at. Whoever leaves the transaction calls what is answered first, so that
 * the end of its statement never is that of the next one on the connection.
 */
async function cancelledBy(signal: AbortSignal, database: Database, transaction: ReadDatabase): Promise<() => Promise<void>> {
  const [connection] = await transaction.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  let cancelling: Promise<unknown> | undefined
  const cancel = (): void => {
    // It ends at its next rows otherwise.
    cancelling = database.$queryRaw`SELECT pg_cancel_backend(${connection!.pid}::int)`.catch(() => {})
  }
  signal.addEventListener('abort', cancel, { once: true })
  return async () => {
    signal.removeEventListener('abort', cancel)
    await cancelling
  }
}

type StoredRow = {
  id: string
  userName: string
  displayName: string | null
  email: string | null
  active: boolean
  source: SpendLimitSource
  limitMinor: bigint | null
  limitId: string | null
  spentMinor: bigint
  reservedMinor: bigint
  remainingMinor: bigint | null
  usedPercent: number | null
  isBlocked: boolean
  key: string
}

function toRow(teamId: string, { id, limitMinor, source, key: _, ...row }: StoredRow): SpendReportRow {
  const amountMinor = limitMinor === null ? null : Number(limitMinor)
  return {
    ...row,
    teamId,
    userId: id,
    limit: { source, amountMinor, isUnlimited: amountMinor === null },
    spentMinor: Number(row.spentMinor),
    reservedMinor: Number(row.reservedMinor),
    remainingMinor: row.remainingMinor === null ? null : Number(row.remainingMinor),
  }
}

function pageSql(query: SpendReportQuery, page: Omit<ReportPage, 'limit'> & { limit?: number }): Sql {
  const { order, filter } = query
  const isDescending = order.isDescending !== page.isBackward
  const bounds = (key: Sql, id: Sql): Sql => {
    const [after, before] = order.isDescending ? [Prisma.sql`<`, Prisma.sql`>`] : [Prisma.sql`>`, Prisma.sql`<`]
    const beyond = (place: ReportPlace | undefined, than: Sql): Sql[] =>
      place ? [Prisma.sql`(${key}, ${id}) ${than} (${place.key}::${keyTypes[order.field]}, ${place.userId}::uuid)`] : []
    return Prisma.join([Prisma.sql`TRUE`, ...beyond(page.after, after), ...beyond(page.before, before)], ' AND ')
  }
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`
  const limit = page.limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${page.limit}`
  const shown = (rows: Sql): Sql => Prisma.sql`SELECT id, user_name AS "userName", display_name AS "displayName", email, active, source,
      limit_minor AS "limitMinor", limit_id AS "limitId", spent_minor AS "spentMinor", reserved_minor AS "reservedMinor", remaining_minor AS "remainingMinor",
      used_percent::float8 AS "usedPercent", is_blocked AS "isBlocked", key::text AS key
    FROM (${rows}) AS row`
  if (order.field === 'USER_NAME' && page.limit !== undefined && !isComputed(filter)) {
    // The page is found by its names alone: nobody else has to be looked at.
    const users = Prisma.sql`SELECT * FROM (${usersSql(query)}) AS u WHERE ${bounds(Prisma.sql`user_name`, Prisma.sql`id`)}
      ORDER BY user_name ${direction}, id ${direction} ${limit}`
    return Prisma.sql`${shown(rowsSql(query, users))} ORDER BY row.key ${direction}, id ${direction}`
  }
  return Prisma.sql`${shown(rowsSql(query))} WHERE ${whereComputed(filter)} AND ${bounds(Prisma.sql`row.key`, Prisma.sql`id`)}
    ORDER BY row.key ${direction}, id ${direction} ${limit}`
}

const keyTypes: Record<SpendReportOrder['field'], Sql> = {
  USER_NAME: Prisma.sql`text`,
  LIMIT: Prisma.sql`numeric`,
  SPENT: Prisma.sql`numeric`,
  REMAINING: Prisma.sql`numeric`,
  USED_PERCENT: Prisma.sql`numeric`,
}

// Never null: without limit is more than any amount, and has no part of it used.
const unlimited = Prisma.sql`1::bigint << 60`
const keys: Record<SpendReportOrder['field'], Sql> = {
  USER_NAME: Prisma.sql`user_name`,
  LIMIT: Prisma.sql`COALESCE(limit_minor, ${unlimited})::numeric`,
  SPENT: Prisma.sql`spent_minor::numeric`,
  REMAINING: Prisma.sql`COALESCE(remaining_minor, ${unlimited})::numeric`,
  USED_PERCENT: Prisma.sql`COALESCE(used_percent, -1)::numeric`,
}

/** Users of the team that the filter is of, before anything of them is worked out. */
function usersSql({ teamId, filter }: Pick<SpendReportQuery, 'teamId' | 'filter'>): Sql {
  return Prisma.sql`SELECT users.id, users.team_id, users.active, users.user_name, users.display_name, users.email FROM users WHERE ${whereUsers(teamId, filter)}`
}

function whereUsers(teamId: string, { directoryId, active, groupId, isInNoGroup, search }: SpendReportFilter): Sql {
  const conditions = [Prisma.sql`users.team_id = ${teamId}::uuid`]
  if (directoryId !== undefined) conditions.push(Prisma.sql`users.directory_id = ${directoryId}::uuid`)
  if (active !== undefined) conditions.push(Prisma.sql`users.active = ${active}`)
  if (groupId !== undefined) conditions.push(Prisma.sql`users.id IN (SELECT user_id FROM memberships WHERE group_id = ${groupId}::uuid)`)
  if (isInNoGroup !== undefined) {
    const has = isInNoGroup ? Prisma.sql`NOT EXISTS` : Prisma.sql`EXISTS`
    conditions.push(Prisma.sql`${has} (SELECT FROM memberships WHERE user_id = users.id)`)
  }
  if (search !== undefined && search !== '') {
    const contains = `%${search.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(
      Prisma.sql`(strpos(users.user_name_key, ${comparisonKey(search)}) > 0 OR users.display_name ILIKE ${contains} OR users.email ILIKE ${contains})`,
    )
  }
  return Prisma.join(conditions, ' AND ')
}

function isComputed({ sources, overPercent, isBlocked, isUnlimited }: SpendReportFilter): boolean {
  return sources !== undefined || overPercent !== undefined || isBlocked !== undefined || isUnlimited !== undefined
}

/** Of rows of `rowsSql`. */
function whereComputed({ sources, overPercent, isBlocked, isUnlimited }: SpendReportFilter): Sql {
  const conditions = [Prisma.sql`TRUE`]
  if (sources !== undefined) conditions.push(Prisma.sql`source = ANY(${[...sources]}::text[])`)
  // Of a limit of 0 whatever is spent is more than any part of it.
  if (overPercent !== undefined)
    conditions.push(Prisma.sql`limit_minor IS NOT NULL AND spent_minor * 100::numeric > ${String(overPercent)}::numeric * limit_minor`)
  if (isBlocked !== undefined) conditions.push(Prisma.sql`is_blocked = ${isBlocked}`)
  if (isUnlimited !== undefined) conditions.push(Prisma.sql`(limit_minor IS NULL) = ${isUnlimited}`)
  return Prisma.join(conditions, ' AND ')
}

/** Every row with its sort key, or those of a few `users`, worked out one by one. */
function rowsSql(query: SpendReportQuery, users?: Sql): Sql {
  const { teamId, period, filter, order } = query
  const isWholeTeam = Object.values(filter).every((value) => value === undefined)
  const month = Prisma.sql`${`${period}-01`}::date`
  const some = Prisma.sql`SELECT id, team_id, active FROM u`
  const effective = users ? effectiveLimitsOf(some) : effectiveLimitsOfMany(isWholeTeam ? { teamId } : { teamId, users: some })
  const amount = Prisma.sql`LEAST(COALESCE(sum(amount_minor), 0), ${Number.MAX_SAFE_INTEGER}::bigint)::bigint AS reserved_minor FROM spend_reservations`
  const isHeld = Prisma.sql`period = ${month} AND state = 'OPEN' AND expires_at > now()`
  const reserved = users
    ? Prisma.sql`LEFT JOIN LATERAL (SELECT ${amount} WHERE user_id = u.id AND ${isHeld}) AS reserved ON TRUE`
    : Prisma.sql`LEFT JOIN (SELECT user_id, ${amount} WHERE team_id = ${teamId}::uuid AND ${isHeld} GROUP BY user_id) AS reserved ON reserved.user_id = u.id`
  return Prisma.sql`
    WITH u AS (${users ?? usersSql(query)})
    SELECT *, ${keys[order.field]} AS key FROM (
      SELECT *, CASE WHEN limit_minor IS NOT NULL THEN GREATEST(0, limit_minor - spent_minor - reserved_minor) END AS remaining_minor,
        CASE limit_minor WHEN 0 THEN CASE WHEN spent_minor > 0 THEN 100 ELSE 0 END ELSE round(spent_minor * 100::numeric / limit_minor, 4) END AS used_percent,
        (limit_minor IS NOT NULL AND spent_minor >= limit_minor) AS is_blocked
      FROM (
        SELECT u.id, u.user_name, u.display_name, u.email, u.active, effective.source, effective.amount_minor AS limit_minor, effective.limit_id,
          COALESCE(total.spent_minor, 0) AS spent_minor, COALESCE(reserved.reserved_minor, 0) AS reserved_minor
        FROM u JOIN (${effective}) AS effective ON effective.user_id = u.id
        LEFT JOIN spend_totals total ON total.user_id = u.id AND total.period = ${month}
        ${reserved}
      ) AS found
    ) AS worked_out`
}
