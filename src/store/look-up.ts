import { longestKey } from '../domain/attributes.ts'
import type { Group } from '../domain/group.ts'
import type { User } from '../domain/user.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { batchReads } from './batched-read.ts'
import type { ReadDatabase, Sql } from './database.ts'
import { isAdmitted } from './directory.ts'
import { groupColumns, toGroup, type StoredGroup } from './group.ts'
import { findGroups, type GroupOfUser } from './membership.ts'
import { toUser, userColumns, type StoredUser } from './user.ts'

/** What identity providers find a resource by before they write it. Each is a question that an index answers. */
export type UserKey = 'id' | 'userName' | 'externalId' | 'email'
export type GroupKey = 'id' | 'displayName' | 'externalId'

/** `key` as the store keeps it: a bare UUID, a comparison key, a folded address. `tokenId` has to be admitted in the moment of the read. */
export type LookUp = { directoryId: string; tokenId: string; key: string }

/** In order of creation, `mostFound` of them at most; undefined: the token or the gate has ended. */
export type Found<Resource> = Resource[] | undefined

/** A user with the groups that they are in, when these were asked for. */
export type UserWithGroups = { user: User; groups: GroupOfUser[] | undefined }

export type LookUps = {
  users(by: UserKey, lookUp: LookUp, withGroups: boolean): Promise<Found<UserWithGroups>>
  groups(by: GroupKey, lookUp: LookUp): Promise<Found<Group>>
  /** Of a user whom the caller may see. */
  groupsOfUser(userId: string): Promise<GroupOfUser[]>
}

/** A look-up that found so many may have more: whoever needs them all has to search. */
export const mostFound = 100

/**
 * Look-ups that share statements: as many requests as come at a time are one question to the database, whatever their directories. A
 * token is looked at in the same statement, so a read costs one trip.
 */
export function createLookUps(database: ReadDatabase): LookUps {
  const users = (by: UserKey, withGroups: boolean) =>
    batchReads(async (lookUps: readonly LookUp[]): Promise<Found<UserWithGroups>[]> => {
      const selected = withGroups ? Prisma.sql`${userColumns}, ${groupsOfUser} AS groups` : userColumns
      const rows = await read<StoredUser & { groups?: GroupOfUser[] | null }>(database, lookUps, selected, userSources[by])
      return rows.map((each) => each?.map(({ groups, ...row }) => ({ user: toUser(row), groups: withGroups ? (groups ?? []) : undefined })))
    })
  const groups = (by: GroupKey) =>
    batchReads(async (lookUps: readonly LookUp[]): Promise<Found<Group>[]> => {
      const rows = await read<StoredGroup>(database, lookUps, groupColumns, groupSources[by])
      return rows.map((each) => each?.map(toGroup))
    })
  const userReads = mapValues(userSources, (by) => ({ plain: users(by, false), withGroups: users(by, true) }))
  const groupReads = mapValues(groupSources, groups)
  return {
    users: (by, lookUp, withGroups) => (withGroups ? userReads[by].withGroups : userReads[by].plain)(lookUp),
    groups: (by, lookUp) => groupReads[by](lookUp),
    // One at a time: they are read beside a write, which takes longer, so that sharing costs nobody anything.
    groupsOfUser: batchReads(
      async (userIds: readonly string[]) => {
        const found = await findGroups(database, userIds)
        return userIds.map((id) => found.get(id) ?? [])
      },
      { atOnce: 1 },
    ),
  }
}

type Source = { table: Sql; condition: Sql }

const users = (condition: Sql): Source => ({ table: Prisma.sql`users`, condition })
const groups = (condition: Sql): Source => ({ table: Prisma.sql`groups`, condition })
const byId = Prisma.sql`resource.id = asked.key::uuid`
const byExternalId = Prisma.sql`resource.external_id = asked.key`

const userSources: Record<UserKey, Source> = {
  id: users(byId),
  userName: users(Prisma.sql`resource.user_name_key = asked.key`),
  externalId: users(byExternalId),
  // An address of any type.
  email: users(Prisma.sql`resource.id = ANY (ARRAY(SELECT keyed.id FROM users AS keyed WHERE keyed.email_keys @> ARRAY[asked.key]))`),
}

const groupSources: Record<GroupKey, Source> = {
  id: groups(byId),
  displayName: groups(Prisma.sql`resource.display_name_key = asked.key`),
  externalId: groups(byExternalId),
}

const groupsOfUser = Prisma.sql`(
  SELECT jsonb_agg(jsonb_build_object('id', groups.id, 'displayName', groups.display_name) ORDER BY groups.id)
  FROM memberships JOIN groups ON groups.id = memberships.group_id WHERE memberships.user_id = resource.id)`

/** Rows by look-up; undefined for one that is not admitted. */
async function read<Row>(
  database: ReadDatabase,
  lookUps: readonly LookUp[],
  selected: Sql,
  { table, condition }: Source,
): Promise<(Row[] | undefined)[]> {
  const rows = await database.$queryRaw<(Row & { ord: bigint; isAdmitted: boolean; id: string | null })[]>`
    SELECT asked.ord, asked.is_admitted AS "isAdmitted", found.*
    FROM (
      SELECT ord, directory_id, key, ${isAdmitted(Prisma.sql`token_id`)} AS is_admitted
      FROM unnest(${lookUps.map((each) => each.directoryId)}::uuid[], ${lookUps.map((each) => each.key)}::text[], ${lookUps.map((each) => each.tokenId)}::uuid[])
        WITH ORDINALITY AS asked (directory_id, key, token_id, ord) OFFSET 0
    ) AS asked LEFT JOIN LATERAL (
      SELECT * FROM (
        -- By the key's own index, whatever the planner thinks of the order.
        SELECT ${selected} FROM ${table} AS resource
        WHERE asked.is_admitted AND resource.directory_id = asked.directory_id AND ${condition} OFFSET 0
      ) AS matching ORDER BY id LIMIT ${mostFound}
    ) AS found ON TRUE`
  const answers = lookUps.map((): Row[] | undefined => undefined)
  for (const { ord, isAdmitted: admitted, ...row } of rows) {
    if (!admitted) continue
    const found = (answers[Number(ord) - 1] ??= [])
    if (row.id !== null) found.push(row as unknown as Row)
  }
  return answers
}

function mapValues<Key extends string, Value, Mapped>(record: Record<Key, Value>, map: (key: Key) => Mapped): Record<Key, Mapped> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, map(key as Key)])) as Record<Key, Mapped>
}

/** Whether a text can be a key at all: what is longer is not in the index as a whole. */
export function isKey(text: string): boolean {
  return text.length < longestKey && text.isWellFormed() && !text.includes('\u0000')
}
