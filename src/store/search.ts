import type { Group } from '../domain/group.ts'
import type { User } from '../domain/user.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { toSql, type Condition } from './condition.ts'
import type { ReadDatabase } from './database.ts'
import { groupColumns, toGroup, type StoredGroup } from './group.ts'
import { toUser, userColumns, type StoredUser } from './user.ts'

/** One page of a search: `total` counts all that match, `resources` are those from `offset` on, in order of creation (by id). */
export type Page<Resource> = { total: number; resources: Resource[] }
export type PageRequest = { directoryId: string; condition: Condition | undefined; offset: number; limit: number }

export async function searchUsers(database: ReadDatabase, request: PageRequest): Promise<Page<User>> {
  const { total, rows } = await searchPage<StoredUser>(database, 'users', userColumns, request)
  return { total, resources: rows.map(toUser) }
}

export async function searchGroups(database: ReadDatabase, request: PageRequest): Promise<Page<Group>> {
  const { total, rows } = await searchPage<StoredGroup>(database, 'groups', groupColumns, request)
  return { total, resources: rows.map(toGroup) }
}

const tables = { users: Prisma.sql`users`, groups: Prisma.sql`groups` }

async function searchPage<Row>(
  database: ReadDatabase,
  table: 'users' | 'groups',
  columns: Prisma.Sql,
  request: PageRequest,
): Promise<{ total: number; rows: Row[] }> {
  const { directoryId, condition, offset, limit } = request
  const where = Prisma.sql`resource.directory_id = ${directoryId}::uuid${condition ? Prisma.sql` AND ${toSql(condition, table)}` : Prisma.empty}`
  const count = async (): Promise<number> =>
    Number(
      (await database.$queryRaw<{ total: bigint }[]>`SELECT count(*) AS total FROM ${tables[table]} AS resource WHERE ${where}`)[0]
        ?.total ?? 0n,
    )
  if (limit === 0) return { total: await count(), rows: [] }
  const rows = await database.$queryRaw<Row[]>`
    SELECT ${columns} FROM ${tables[table]} AS resource WHERE ${where} ORDER BY resource.id LIMIT ${limit} OFFSET ${offset}`
  // A page that is not full is the last one: it tells the total by itself, which spares look-ups the count.
  const isLast = rows.length < limit && (rows.length > 0 || offset === 0)
  return { total: isLast ? offset + rows.length : await count(), rows }
}
