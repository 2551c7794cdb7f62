import type { Attributes } from '../domain/attributes.ts'
import type { GroupRef } from '../domain/change.ts'
import type { Group } from '../domain/group.ts'
import { Prisma, type Group as GroupRow } from '../generated/prisma/client.ts'
import type { ReadDatabase, Transaction } from './database.ts'

/** Which groups a read is about. */
export type GroupWhere = Prisma.GroupWhereInput

export type StoredGroup = Omit<GroupRow, 'uniqueNameKey'>

export function toGroup(row: StoredGroup): Group {
  return { ...row, attributes: row.attributes as Attributes }
}

export const groupColumns =
  Prisma.raw(`id, team_id AS "teamId", directory_id AS "directoryId", display_name AS "displayName", display_name_key AS "displayNameKey",
  external_id AS "externalId", attributes, member_count AS "memberCount", version, created_at AS "createdAt", last_modified_at AS "lastModifiedAt"`)

export async function findGroup(database: ReadDatabase, directoryId: string, id: string): Promise<Group | undefined> {
  const rows = await database.$queryRaw<
    StoredGroup[]
  >`SELECT ${groupColumns} FROM groups WHERE id = ${id}::uuid AND directory_id = ${directoryId}::uuid`
  return rows[0] && toGroup(rows[0])
}

/** Groups of the team whose row no other transaction may change until this one ends, by id; locked in order of id. */
export async function lockGroups(transaction: Transaction, teamId: string, ids: readonly string[]): Promise<Map<string, Group>> {
  const rows = await transaction.$queryRaw<StoredGroup[]>`
    SELECT ${groupColumns} FROM groups WHERE id = ANY(${[...new Set(ids)]}::uuid[]) AND team_id = ${teamId}::uuid ORDER BY id FOR NO KEY UPDATE`
  return new Map(rows.map((row) => [row.id, toGroup(row)]))
}

/** What a group is called, kept from being deleted until the transaction ends. */
export async function holdGroupRef(transaction: Transaction, teamId: string, id: string): Promise<GroupRef | undefined> {
  const rows = await transaction.$queryRaw<GroupRef[]>`
    SELECT id, display_name AS "displayName" FROM groups WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR KEY SHARE`
  return rows[0]
}

const recordset =
  Prisma.raw(`AS r (id uuid, "teamId" uuid, "directoryId" uuid, "displayName" text, "displayNameKey" text, "externalId" text,
  attributes jsonb, "memberCount" int, version int, "createdAt" timestamptz, "lastModifiedAt" timestamptz)`)

/**
 * Ids of the groups that were really inserted: one whose displayName is taken is left out, unless its directory allows repeated names.
 * The directory's row is held: READ COMMITTED reads it again after waiting for whoever modifies it.
 */
export async function insertGroups(transaction: Transaction, groups: readonly Group[]): Promise<Set<string>> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    INSERT INTO groups (id, team_id, directory_id, display_name, display_name_key, unique_name_key, external_id, attributes, member_count, version, created_at, last_modified_at)
    SELECT r.id, "teamId", "directoryId", "displayName", "displayNameKey", CASE WHEN NOT directories.allows_repeated_group_names THEN "displayNameKey" END,
      "externalId", attributes, "memberCount", r.version, "createdAt", "lastModifiedAt"
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) ${recordset} JOIN directories ON directories.id = "directoryId" ORDER BY "displayNameKey"
    FOR KEY SHARE OF directories
    ON CONFLICT (directory_id, unique_name_key) DO NOTHING
    RETURNING id`
  return new Set(rows.map((row) => row.id))
}

/** Writes groups that this transaction has locked. */
export async function updateGroups(transaction: Transaction, groups: readonly Group[]): Promise<void> {
  if (groups.length === 0) return
  await transaction.$executeRaw`
    UPDATE groups SET display_name = r."displayName", display_name_key = r."displayNameKey", external_id = r."externalId",
      unique_name_key = CASE WHEN unique_name_key IS NOT NULL THEN r."displayNameKey" END,
      attributes = r.attributes, member_count = r."memberCount", version = r.version, last_modified_at = r."lastModifiedAt"
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) ${recordset}
    WHERE groups.id = r.id`
}

/** Deletes groups whose memberships and limits are gone already. */
export async function deleteGroups(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.$executeRaw`DELETE FROM groups WHERE id = ANY(${[...ids]}::uuid[])`
}

/** Which groups hold these names in a directory, so that no other may have them: id by key. None where names may repeat. */
export async function findGroupNames(transaction: Transaction, directoryId: string, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await transaction.$queryRaw<{ id: string; key: string }[]>`
    SELECT id, unique_name_key AS key FROM groups WHERE directory_id = ${directoryId}::uuid AND unique_name_key = ANY(${[...keys]}::text[])`
  return new Map(rows.map(({ key, id }) => [key, id]))
}

/** Whether the name of a group that this transaction has locked may be that of another one: the row itself says so. */
export async function mayRepeatName(transaction: Transaction, id: string): Promise<boolean> {
  const rows = await transaction.$queryRaw<unknown[]>`SELECT FROM groups WHERE id = ${id}::uuid AND unique_name_key IS NULL`
  return rows.length > 0
}

/** Names that several groups of a directory have, at most `limit`. */
export async function findRepeatedNames(transaction: Transaction, directoryId: string, limit: number): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ name: string }[]>`
    SELECT min(display_name) AS name FROM groups WHERE directory_id = ${directoryId}::uuid
    GROUP BY display_name_key HAVING count(*) > 1 ORDER BY name LIMIT ${limit}`
  return rows.map(({ name }) => name)
}

/** Makes the names of all groups of a directory that this transaction has locked unique, or lets them repeat. */
export async function setNamesUnique(transaction: Transaction, directoryId: string, isUnique: boolean): Promise<void> {
  await transaction.$executeRaw`
    UPDATE groups SET unique_name_key = CASE WHEN ${isUnique} THEN display_name_key END WHERE directory_id = ${directoryId}::uuid`
}
