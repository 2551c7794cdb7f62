import type { Attributes } from '../domain/attributes.ts'
import type { MemberRef } from '../domain/change.ts'
import type { User } from '../domain/user.ts'
import { Prisma, type User as UserRow } from '../generated/prisma/client.ts'
import type { ReadDatabase, Transaction } from './database.ts'

/** Which users a read is about. */
export type UserWhere = Prisma.UserWhereInput

export function toUser(row: UserRow): User {
  return { ...row, attributes: row.attributes as Attributes }
}

export const userColumns =
  Prisma.raw(`id, team_id AS "teamId", directory_id AS "directoryId", user_name AS "userName", user_name_key AS "userNameKey",
  external_id AS "externalId", display_name AS "displayName", email, active, attributes, version, created_at AS "createdAt", last_modified_at AS "lastModifiedAt"`)

export async function findUser(database: ReadDatabase, directoryId: string, id: string): Promise<User | undefined> {
  const rows = await database.$queryRaw<
    UserRow[]
  >`SELECT ${userColumns} FROM users WHERE id = ${id}::uuid AND directory_id = ${directoryId}::uuid`
  return rows[0] && toUser(rows[0])
}

/** Users that no other transaction may change or delete until this one ends, by id; locked in order of id. */
export async function lockUsers(transaction: Transaction, ids: readonly string[]): Promise<Map<string, User>> {
  const rows = await transaction.$queryRaw<UserRow[]>`
    SELECT ${userColumns} FROM users WHERE id = ANY(${[...new Set(ids)]}::uuid[]) ORDER BY id FOR UPDATE`
  return new Map(rows.map((row) => [row.id, toUser(row)]))
}

const recordset = Prisma.raw(`AS r (id uuid, "teamId" uuid, "directoryId" uuid, "userName" text, "userNameKey" text, "externalId" text,
  "displayName" text, email text, active boolean, attributes jsonb, version int, "createdAt" timestamptz, "lastModifiedAt" timestamptz)`)

/** Ids of the users that were really inserted: one whose userName is taken is left out. */
export async function insertUsers(transaction: Transaction, users: readonly User[]): Promise<Set<string>> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, external_id, display_name, email, active, attributes, version, created_at, last_modified_at)
    SELECT id, "teamId", "directoryId", "userName", "userNameKey", "externalId", "displayName", email, active, attributes, version, "createdAt", "lastModifiedAt"
    FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb) ${recordset}
    ON CONFLICT (directory_id, user_name_key) DO NOTHING
    RETURNING id`
  return new Set(rows.map((row) => row.id))
}

/** Writes users that this transaction has locked. */
export async function updateUsers(transaction: Transaction, users: readonly User[]): Promise<void> {
  if (users.length === 0) return
  await transaction.$executeRaw`
    UPDATE users SET user_name = r."userName", user_name_key = r."userNameKey", external_id = r."externalId", display_name = r."displayName",
      email = r.email, active = r.active, attributes = r.attributes, version = r.version, last_modified_at = r."lastModifiedAt"
    FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb) ${recordset}
    WHERE users.id = r.id`
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
