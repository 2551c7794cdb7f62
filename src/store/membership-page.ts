import { comparisonKey } from '../domain/attributes.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { ReadDatabase } from './database.ts'

/** A membership seen from one side: `parentId` is the group or user that was asked for, `id` the user or group at the other end. */
export type MembershipOf = { parentId: string; id: string; addedAt: Date }

export type MembershipPage = {
  of: 'groups' | 'users'
  parentIds: readonly string[]
  /** Those with a greater id at the other end. */
  after: string | undefined
  limit: number
  /** Of groups only: members whose userName, displayName or email contains this. */
  search: string | undefined
}

/** One page of memberships of each parent, in order of the id at the other end, in one statement; never more than `limit` rows of a parent are read from a group without search. */
export async function findMembershipPages(
  database: ReadDatabase,
  { of, parentIds, after, limit, search }: MembershipPage,
): Promise<Map<string, MembershipOf[]>> {
  const { parent, other } = sides[of]
  const rows = await database.$queryRaw<MembershipOf[]>`
    SELECT parent.id AS "parentId", page.id, page.added_at AS "addedAt"
    FROM unnest(${[...parentIds]}::uuid[]) AS parent (id)
    CROSS JOIN LATERAL (
      SELECT ${other} AS id, added_at FROM memberships ${searched(search)}
      WHERE ${parent} = parent.id ${after === undefined ? Prisma.empty : Prisma.sql`AND ${other} > ${after}::uuid`}
      ORDER BY ${other} LIMIT ${limit}
    ) AS page
    ORDER BY parent.id, page.id`
  const pages = new Map<string, MembershipOf[]>(parentIds.map((id) => [id, []]))
  for (const row of rows) pages.get(row.parentId)!.push(row)
  return pages
}

export async function countMemberships(
  database: ReadDatabase,
  { of, parentIds, search }: Pick<MembershipPage, 'of' | 'parentIds' | 'search'>,
): Promise<Map<string, number>> {
  const { parent } = sides[of]
  const rows = await database.$queryRaw<{ parentId: string; count: bigint }[]>`
    SELECT ${parent} AS "parentId", count(*) AS count FROM memberships ${searched(search)} WHERE ${parent} = ANY(${[...parentIds]}::uuid[]) GROUP BY 1`
  const counts = new Map(parentIds.map((id) => [id, 0]))
  for (const { parentId, count } of rows) counts.set(parentId, Number(count))
  return counts
}

const sides = {
  groups: { parent: Prisma.sql`memberships.group_id`, other: Prisma.sql`memberships.user_id` },
  users: { parent: Prisma.sql`memberships.user_id`, other: Prisma.sql`memberships.group_id` },
}

function searched(search: string | undefined): Prisma.Sql {
  if (search === undefined) return Prisma.empty
  const key = comparisonKey(search)
  return Prisma.sql`JOIN users ON users.id = memberships.user_id AND
    (strpos(users.user_name_key, ${key}) > 0 OR strpos(lower(users.display_name), ${key}) > 0 OR strpos(lower(users.email), ${key}) > 0)`
}
