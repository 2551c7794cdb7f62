import type { Group } from '../domain/group.ts'
import type { User } from '../domain/user.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { findFolding, toSql, type Condition, type Folding, type Searched } from './condition.ts'
import { plannedAnew, type ReadDatabase, type Sql } from './database.ts'
import { groupColumns, toGroup, type StoredGroup } from './group.ts'
import { afterSql, isNullable, keySql, noKey, orderSql, type Place, type SortKey } from './order.ts'
import { toUser, userColumns, type StoredUser } from './user.ts'

/** Which resources of one kind are wanted, and what they are sorted by. */
export type Wanted = { condition: Condition | undefined; key: SortKey | undefined }

export type PageRequest = {
  directoryId: string
  isDescending: boolean
  /** After a place, at the same cost wherever it is; or after so many of those that match. */
  from: { after: Place } | { offset: number }
  limit: number
}

/**
 * One page. `last` is the place of its last resource, `hasMore` whether more come after it. `total` is how many match in all,
 * undefined where only counting would tell.
 */
export type Page<Resource> = { resources: Resource[]; last: Place | undefined; hasMore: boolean; total: number | undefined }

/** Users in one statement. */
export async function searchUsers(database: ReadDatabase, wanted: Wanted, request: PageRequest): Promise<Page<User>> {
  return toPage(await searchTable<StoredUser>(database, 'users', userColumns, wanted, request), request, toUser)
}

/** Groups in one statement. */
export async function searchGroups(database: ReadDatabase, wanted: Wanted, request: PageRequest): Promise<Page<Group>> {
  return toPage(await searchTable<StoredGroup>(database, 'groups', groupColumns, wanted, request), request, toGroup)
}

type Table = Searched['table']

const tables: Record<Table, Sql> = { users: Prisma.sql`users`, groups: Prisma.sql`groups` }

type Keyed<Row> = Row & { sortKey: string | null; total: number | null }

async function searchTable<Row extends { id: string }>(
  database: ReadDatabase,
  table: Table,
  columns: Sql,
  wanted: Wanted,
  { directoryId, isDescending, from, limit }: PageRequest,
): Promise<Keyed<Row>[]> {
  const [arm] = await armsOf(database, { [table]: wanted }, directoryId)
  const { searched, key } = arm!
  const sortKey = key && keySql(key, searched)
  // First the ids, then no more rows than the page has: whoever skips many rows or sorts them does not read them.
  return database.$queryRaw<Keyed<Row>[]>`${plannedAnew}
    SELECT ${columns}, ${sortKey ? Prisma.sql`(${sortKey})::text` : Prisma.sql`NULL`} AS "sortKey",
      ${wanted.condition ? Prisma.sql`NULL` : storedCount([table], directoryId)} AS total
    FROM ${tables[table]} AS resource WHERE resource.id = ANY(ARRAY(SELECT id FROM (${pageOf(arm!, key?.as, isDescending, from, limit + 1)}) AS page))
    ORDER BY ${orderSql(sortKey, Prisma.sql`resource.id`, isDescending)}`
}

type Arm = Wanted & { searched: Searched }

/** Id and key of the matches that the page has, in its order. Where others have a key and these have none, theirs is null. */
function pageOf(arm: Arm, as: SortKey['as'] | undefined, isDescending: boolean, from: PageRequest['from'], limit: number): Sql {
  const key = as && { sql: Prisma.sql`key`, as, isNullable: !arm.key || isNullable(arm.key) }
  const after = 'after' in from ? Prisma.sql` WHERE ${afterSql(key, Prisma.sql`id`, from.after, isDescending)}` : Prisma.empty
  return Prisma.sql`SELECT * FROM (${matchesOf(arm, as)}) AS match${after} ${inOrder(as, isDescending)} LIMIT ${limit}${offsetSql(from)}`
}

function inOrder(as: SortKey['as'] | undefined, isDescending: boolean): Sql {
  return Prisma.sql`ORDER BY ${orderSql(as && Prisma.sql`key`, Prisma.sql`id`, isDescending)}`
}

function offsetSql(from: PageRequest['from']): Sql {
  return 'offset' in from && from.offset > 0 ? Prisma.sql` OFFSET ${from.offset}` : Prisma.empty
}

function matchesOf({ searched, condition, key }: Arm, as: SortKey['as'] | undefined): Sql {
  const kind = Prisma.raw(`'${searched.table}' AS "table"`)
  const from = Prisma.sql`FROM ${tables[searched.table]} AS resource WHERE ${whereSql(searched, condition)}`
  if (as === undefined) return Prisma.sql`SELECT ${kind}, resource.id ${from}`
  const value = key ? keySql(key, searched) : noKey(as)
  // A key that is worked out is worked out once for each row; one that is a column stays in reach of its index.
  const once = key && isNullable(key) ? Prisma.sql` OFFSET 0` : Prisma.empty
  return Prisma.sql`SELECT ${kind}, resource.id, ${value} AS key ${from}${once}`
}

function whereSql(searched: Searched, condition: Condition | undefined): Sql {
  const inDirectory = Prisma.sql`resource.directory_id = ${searched.directoryId}::uuid`
  return condition ? Prisma.sql`${inDirectory} AND ${toSql(condition, searched)}` : inDirectory
}

function toPage<Row extends { id: string }, Resource>(
  rows: readonly Keyed<Row>[],
  { from, limit }: PageRequest,
  toResource: (row: Row) => Resource,
): Page<Resource> {
  const hasMore = rows.length > limit
  const kept = hasMore ? rows.slice(0, limit) : rows
  const last = kept.at(-1)
  return {
    resources: kept.map(({ sortKey: _, total: __, ...row }) => toResource(row as unknown as Row)),
    last: last && { id: last.id, key: last.sortKey },
    hasMore,
    total: rows[0]?.total ?? totalByItself(from, rows.length, hasMore),
  }
}

/** A page that is the last one tells the total by itself, where it is known how many came before it. */
function totalByItself(from: PageRequest['from'], length: number, hasMore: boolean): number | undefined {
  if (hasMore || 'after' in from || (length === 0 && from.offset > 0)) return undefined
  return from.offset + length
}

/** One kind of resource in a search for both, by its table. */
export type WantedOfAll = Record<Table, Wanted>
export type Found = { table: 'users'; resource: User } | { table: 'groups'; resource: Group }

/** Users and groups in one order: one statement for the page, and one for each kind that is on it. */
export async function searchAll(database: ReadDatabase, wanted: WantedOfAll, request: PageRequest): Promise<Page<Found>> {
  const { directoryId, isDescending, from, limit } = request
  const arms = await armsOf(database, wanted, directoryId)
  const as = (wanted.users.key ?? wanted.groups.key)?.as
  // As many of each kind as the page could have, each in its order, so that no arm reads more than that.
  const [before, rest] = 'offset' in from ? [{ offset: 0 }, from.offset] : [from, 0]
  const pages = arms.map((arm) => Prisma.sql`(${pageOf(arm, as, isDescending, before, rest + limit + 1)})`)
  const page = Prisma.sql`${plannedAnew} SELECT "table", id, ${as ? Prisma.sql`key::text` : Prisma.sql`NULL`} AS "sortKey", NULL AS total
    FROM (${Prisma.join(pages, ' UNION ALL ')}) AS match ${inOrder(as, isDescending)} LIMIT ${limit + 1}${offsetSql(from)}`
  const keyed = await database.$queryRaw<Keyed<{ id: string; table: Table }>[]>`${page}`
  const { resources, ...more } = toPage(keyed, request, ({ id, table }) => ({ id, table }))
  const [users, groups] = await Promise.all([
    findRows<StoredUser>(database, 'users', userColumns, directoryId, resources),
    findRows<StoredGroup>(database, 'groups', groupColumns, directoryId, resources),
  ])
  const found = resources.flatMap(({ id, table }): Found[] => {
    // What was deleted in the meantime is in neither.
    const user = users.get(id)
    const group = groups.get(id)
    if (table === 'users') return user ? [{ table, resource: toUser(user) }] : []
    return group ? [{ table, resource: toGroup(group) }] : []
  })
  return { ...more, resources: found }
}

async function findRows<Row extends { id: string }>(
  database: ReadDatabase,
  table: Table,
  columns: Sql,
  directoryId: string,
  resources: readonly { id: string; table: Table }[],
): Promise<Map<string, Row>> {
  const ids = resources.flatMap((resource) => (resource.table === table ? resource.id : []))
  if (ids.length === 0) return new Map()
  const rows = await database.$queryRaw<
    Row[]
  >`SELECT ${columns} FROM ${tables[table]} WHERE directory_id = ${directoryId}::uuid AND id = ANY(${ids}::uuid[])`
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many match: read where it is kept, counted only under a condition. */
export async function countMatches(database: ReadDatabase, wanted: Partial<WantedOfAll>, directoryId: string): Promise<number> {
  const arms = await armsOf(database, wanted, directoryId)
  const total = arms.some(({ condition }) => condition)
    ? Prisma.join(
        arms.map(
          ({ searched, condition }) =>
            Prisma.sql`(SELECT count(*) FROM ${tables[searched.table]} AS resource WHERE ${whereSql(searched, condition)})`,
        ),
        ' + ',
      )
    : storedCount(
        arms.map(({ searched }) => searched.table),
        directoryId,
      )
  const rows = await database.$queryRaw<{ total: bigint | number | null }[]>`${plannedAnew} SELECT ${total} AS total`
  return Number(rows[0]?.total ?? 0)
}

async function armsOf(database: ReadDatabase, wanted: Partial<WantedOfAll>, directoryId: string): Promise<Arm[]> {
  const kinds = (['users', 'groups'] as const).flatMap((table) => (wanted[table] ? { table, wanted: wanted[table] } : []))
  const folding = await foldingFor(
    database,
    kinds.map((kind) => kind.wanted),
  )
  return kinds.map((kind) => ({ searched: { table: kind.table, directoryId, folding }, ...kind.wanted }))
}

function storedCount(of: readonly Table[], directoryId: string): Sql {
  const columns = Prisma.join(
    of.map((table) => (table === 'users' ? Prisma.sql`user_count` : Prisma.sql`group_count`)),
    ' + ',
  )
  return Prisma.sql`(SELECT ${columns} FROM directory_counts WHERE directory_id = ${directoryId}::uuid)`
}

/** The sort key that a resource has now, as text; undefined when there is no such resource. */
export async function readSortKey(
  database: ReadDatabase,
  wanted: Partial<WantedOfAll>,
  directoryId: string,
  id: string,
): Promise<string | null | undefined> {
  const arms = (await armsOf(database, wanted, directoryId)).filter(({ key }) => key)
  if (arms.length === 0) return undefined
  const keys = arms.map(
    ({ searched, key }) => Prisma.sql`SELECT (${keySql(key!, searched)})::text AS key FROM ${tables[searched.table]} AS resource
      WHERE resource.id = ${id}::uuid AND resource.directory_id = ${directoryId}::uuid`,
  )
  const rows = await database.$queryRaw<{ key: string | null }[]>`${plannedAnew} ${Prisma.join(keys, ' UNION ALL ')}`
  return rows[0]?.key
}

async function foldingFor(database: ReadDatabase, wanted: readonly Wanted[]): Promise<Folding> {
  return wanted.some(({ condition, key }) => condition ?? key) ? findFolding(database) : Prisma.empty
}
