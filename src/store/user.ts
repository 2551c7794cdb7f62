import type { Attributes } from '../domain/attributes.ts'
import type { MemberRef, NewChange } from '../domain/change.ts'
import { userKeys, type User } from '../domain/user.ts'
import { Prisma, type User as UserRow } from '../generated/prisma/client.ts'
import type { ReadDatabase, Sql, Transaction } from './database.ts'
import { isAdmitted } from './directory.ts'
import { newId } from './id.ts'

/** Which users a read is about. */
export type UserWhere = Prisma.UserWhereInput

export type StoredUser = Omit<UserRow, 'displayNameKey' | 'emailKeys'>

export function toUser(row: StoredUser): User {
  return { ...row, attributes: row.attributes as Attributes }
}

export const userColumns =
  Prisma.raw(`id, team_id AS "teamId", directory_id AS "directoryId", user_name AS "userName", user_name_key AS "userNameKey",
  external_id AS "externalId", display_name AS "displayName", email, active, attributes, version, created_at AS "createdAt", last_modified_at AS "lastModifiedAt"`)

export async function findUser(database: ReadDatabase, directoryId: string, id: string): Promise<User | undefined> {
  const rows = await database.$queryRaw<
    StoredUser[]
  >`SELECT ${userColumns} FROM users WHERE id = ${id}::uuid AND directory_id = ${directoryId}::uuid`
  return rows[0] && toUser(rows[0])
}

/** Users of the team, by id. */
export async function findUsers(database: ReadDatabase, teamId: string, ids: readonly string[]): Promise<Map<string, User>> {
  const rows = await database.$queryRaw<StoredUser[]>`
    SELECT ${userColumns} FROM users WHERE id = ANY(${[...new Set(ids)]}::uuid[]) AND team_id = ${teamId}::uuid`
  return new Map(rows.map((row) => [row.id, toUser(row)]))
}

/**
 * Users of the team that no other transaction may change or delete until this one ends, by id; locked in order of id. Those of other
 * teams are neither seen nor waited for. `forDeletion` also keeps others from making them members.
 */
export async function lockUsers(
  transaction: Transaction,
  teamId: string,
  ids: readonly string[],
  { forDeletion = false } = {},
): Promise<Map<string, User>> {
  const strength = forDeletion ? Prisma.sql`FOR UPDATE` : Prisma.sql`FOR NO KEY UPDATE`
  const rows = await transaction.$queryRaw<StoredUser[]>`
    SELECT ${userColumns} FROM users WHERE id = ANY(${[...new Set(ids)]}::uuid[]) AND team_id = ${teamId}::uuid ORDER BY id ${strength}`
  return new Map(rows.map((row) => [row.id, toUser(row)]))
}

/**
 * Keeps users from being deleted until this transaction ends; taken before their groups, as a deletion takes them. Of `newcomers` only
 * those who are not in the group yet.
 */
export async function holdUsers(
  transaction: Transaction,
  teamId: string,
  ids: readonly string[],
  newcomers: readonly { groupId: string; userIds: readonly string[] }[] = [],
): Promise<void> {
  const wanted = newcomers.filter(({ userIds }) => userIds.length > 0)
  if (ids.length + wanted.length === 0) return
  const sets = [
    Prisma.sql`SELECT id FROM unnest(${`{${ids.join(',')}}`}::uuid[]) AS named (id)`,
    ...wanted.map(
      ({ groupId, userIds }) => Prisma.sql`SELECT id FROM unnest(${`{${userIds.join(',')}}`}::uuid[]) AS named (id)
        WHERE NOT EXISTS (SELECT FROM memberships WHERE group_id = ${groupId}::uuid AND user_id = named.id)`,
    ),
  ]
  await transaction.$executeRaw`
    SELECT FROM users WHERE id = ANY (ARRAY(${Prisma.join(sets, ' UNION ')})) AND team_id = ${teamId}::uuid ORDER BY id FOR KEY SHARE`
}

const recordColumns = Prisma.raw(`id uuid, "teamId" uuid, "directoryId" uuid, "userName" text, "userNameKey" text, "externalId" text,
  "displayName" text, "displayNameKey" text, email text, "emailKeys" text[], active boolean, attributes jsonb, version int, "createdAt" timestamptz, "lastModifiedAt" timestamptz`)
const recordValues =
  Prisma.raw(`id, "teamId", "directoryId", "userName", "userNameKey", "externalId", "displayName", "displayNameKey", email, "emailKeys", active, attributes, version,
  "createdAt", "lastModifiedAt"`)
const insertColumns =
  Prisma.raw(`id, team_id, directory_id, user_name, user_name_key, external_id, display_name, display_name_key, email, email_keys, active, attributes, version,
  created_at, last_modified_at`)

function toRecords(users: readonly User[]): string {
  return JSON.stringify(users.map((user) => ({ ...user, ...userKeys(user.attributes) })))
}

/** Ids of the users that were really inserted: one whose userName is taken is left out. */
export async function insertUsers(transaction: Transaction, users: readonly User[]): Promise<Set<string>> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    INSERT INTO users (${insertColumns})
    SELECT ${recordValues} FROM jsonb_to_recordset(${toRecords(users)}::jsonb) AS r (${recordColumns}) ORDER BY "userNameKey"
    ON CONFLICT (directory_id, user_name_key) DO NOTHING
    RETURNING id`
  return new Set(rows.map((row) => row.id))
}

/** What became of a user to insert; `holder` has the userName already, if that could be seen. */
export type InsertedUser = { isInserted: boolean; holder: { id: string; active: boolean } | null }

/**
 * The CTEs of appendInOneStatement for users to insert, each with its change. Each has an InsertedUser as its result, unless its
 * token is not admitted any more. */
export function insertingUsers(rows: readonly { user: User; change: NewChange<'UserCreated'>; tokenId: string | undefined }[]): Sql {
  const users = rows.map(({ user, change: { actor, data }, tokenId }, ord) => {
    const change = { ord, changeId: newId(), actorKind: actor.kind, actorId: actor.id, actorLabel: actor.label, data, tokenId }
    return { ...user, ...userKeys(user.attributes), ...change }
  })
  return Prisma.sql`
    input AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb) AS r (${recordColumns},
        ord int, "changeId" uuid, "actorKind" text, "actorId" uuid, "actorLabel" text, data jsonb, "tokenId" uuid)
      WHERE ${isAdmitted(Prisma.sql`"tokenId"`)}
    ), inserted AS (
      INSERT INTO users (${insertColumns})
      SELECT ${recordValues} FROM input ${rows.length > 1 ? Prisma.sql`ORDER BY "userNameKey"` : Prisma.empty}
      ON CONFLICT (directory_id, user_name_key) DO NOTHING
      RETURNING id, directory_id
    ), newcomers AS (
      SELECT directory_id, count(*)::int AS users FROM inserted GROUP BY directory_id
    ), change AS (
      SELECT ord, "changeId" AS id, 'UserCreated' AS kind, "actorKind" AS actor_kind, "actorId" AS actor_id, "actorLabel" AS actor_label,
        input.id AS user_id, NULL::uuid AS group_id, data
      FROM input JOIN inserted ON inserted.id = input.id
    ), result AS (
      SELECT ord, jsonb_build_object('isInserted', inserted.id IS NOT NULL, 'holder', CASE WHEN inserted.id IS NULL THEN (
        SELECT jsonb_build_object('id', id, 'active', active) FROM users
        WHERE directory_id = input."directoryId" AND user_name_key = input."userNameKey") END) AS value
      FROM input LEFT JOIN inserted ON inserted.id = input.id
    )`
}

const updatedColumns =
  Prisma.raw(`user_name = r."userName", user_name_key = r."userNameKey", external_id = r."externalId", display_name = r."displayName",
  display_name_key = r."displayNameKey", email = r.email, email_keys = r."emailKeys", active = r.active, attributes = r.attributes,
  version = r.version, last_modified_at = r."lastModifiedAt"`)

/** Writes users that this transaction has locked. */
export async function updateUsers(transaction: Transaction, users: readonly User[]): Promise<void> {
  if (users.length === 0) return
  await transaction.$executeRaw`
    UPDATE users SET ${updatedColumns}
    FROM jsonb_to_recordset(${toRecords(users)}::jsonb) AS r (${recordColumns})
    WHERE users.id = r.id`
}

/** A user as it was read, and as it shall be; `ord` numbers the request, `change` is what it made. */
export type UserRevision = { ord: number; user: User; version: number; tokenId: string | undefined; change: NewChange }

/**
 * The CTEs of appendInOneStatement for users that were read without a lock. A user that is not at `version` any more, or whose token
 * is not admitted any more, or who would be deactivated where a guard counts that, stays as it is and has no result; no two revisions may be
 * of one user.
 */
export function revisingUsers(revisions: readonly UserRevision[]): Sql {
  const rows = revisions.map(({ ord, user, version, tokenId, change: { kind, actor, data } }) => {
    const change = { ord, changeId: newId(), kind, actorKind: actor.kind, actorId: actor.id, actorLabel: actor.label, data, tokenId }
    return { ...user, ...userKeys(user.attributes), was: version, ...change }
  })
  // In order of their ids, as everywhere; one row needs no order.
  const held = Prisma.sql`SELECT input.* FROM input JOIN users ON users.id = input.id AND users.version = input.was ORDER BY users.id FOR NO KEY UPDATE OF users`
  return Prisma.sql`
    input AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (${recordColumns},
        was int, ord int, "changeId" uuid, kind text, "actorKind" text, "actorId" uuid, "actorLabel" text, data jsonb, "tokenId" uuid)
      WHERE ${isAdmitted(Prisma.sql`"tokenId"`, Prisma.sql`kind = 'UserDeactivated'`)}
    ), held AS (${rows.length > 1 ? held : Prisma.sql`SELECT * FROM input`}), updated AS (
      UPDATE users SET ${updatedColumns} FROM held AS r WHERE users.id = r.id AND users.version = r.was
      RETURNING users.id
    ), change AS (
      SELECT ord, "changeId" AS id, kind, "actorKind" AS actor_kind, "actorId" AS actor_id, "actorLabel" AS actor_label,
        updated.id AS user_id, NULL::uuid AS group_id, data
      FROM updated JOIN input USING (id)
    ), result AS (SELECT ord, TRUE AS value FROM change)`
}

/** Deletes users whose memberships and limits are gone already. */
export async function deleteUsers(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.$executeRaw`DELETE FROM users WHERE id = ANY(${[...ids]}::uuid[])`
}

/** Who holds these user names in a directory: id by key. */
export async function findUserNames(
  transaction: Transaction,
  directoryId: string,
  keys: readonly string[],
): Promise<Map<string, { id: string; active: boolean }>> {
  const rows = await transaction.$queryRaw<{ id: string; key: string; active: boolean }[]>`
    SELECT id, user_name_key AS key, active FROM users WHERE directory_id = ${directoryId}::uuid AND user_name_key = ANY(${[...keys]}::text[])`
  return new Map(rows.map(({ key, id, active }) => [key, { id, active }]))
}

/** Names for display, in the order of the ids; an id that is gone is left out. */
export async function findMemberRefs(transaction: Transaction, ids: readonly string[]): Promise<MemberRef[]> {
  if (ids.length === 0) return []
  return transaction.$queryRaw<MemberRef[]>`
    SELECT users.id, user_name AS "userName", display_name AS "displayName"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS named (id, ordinality) JOIN users ON users.id = named.id ORDER BY ordinality`
}
