import type { ReadDatabase, Transaction } from './database.ts'

/** One user of one group, as they are wanted. */
export type Pair = { groupId: string; userId: string }

/** User ids by group id. */
export type MembersByGroup = Map<string, string[]>

/**
 * Adds the pairs that are not there yet; only users of the group's own directory. Answers what was really added.
 * One statement whatever the number; it neither reads nor locks other members of the group.
 */
export async function addMembers(transaction: Transaction, pairs: readonly Pair[], at: Date): Promise<MembersByGroup> {
  if (pairs.length === 0) return new Map()
  return byGroup(
    await transaction.$queryRaw<GroupedMembers[]>`
    WITH added AS (
      INSERT INTO memberships (group_id, user_id, added_at)
      SELECT groups.id, users.id, ${at}
      FROM unnest(${pairs.map((pair) => pair.groupId)}::uuid[], ${pairs.map((pair) => pair.userId)}::uuid[]) AS pair (group_id, user_id)
      JOIN groups ON groups.id = pair.group_id
      JOIN users ON users.id = pair.user_id AND users.directory_id = groups.directory_id
      ORDER BY users.id
      ON CONFLICT DO NOTHING
      RETURNING group_id, user_id
    )
    SELECT group_id AS "groupId", array_agg(user_id ORDER BY user_id) AS "userIds" FROM added GROUP BY group_id`,
  )
}

/** Removes the pairs that are there. Answers what was really removed. */
export async function removeMembers(transaction: Transaction, pairs: readonly Pair[]): Promise<MembersByGroup> {
  if (pairs.length === 0) return new Map()
  return byGroup(
    await transaction.$queryRaw<GroupedMembers[]>`
    WITH removed AS (
      DELETE FROM memberships USING unnest(${pairs.map((pair) => pair.groupId)}::uuid[], ${pairs.map((pair) => pair.userId)}::uuid[]) AS pair (group_id, user_id)
      WHERE memberships.group_id = pair.group_id AND memberships.user_id = pair.user_id
      RETURNING memberships.group_id, memberships.user_id
    )
    SELECT group_id AS "groupId", array_agg(user_id ORDER BY user_id) AS "userIds" FROM removed GROUP BY group_id`,
  )
}

/** Removes every member of one group but these: the set difference is PostgreSQL's. Answers what was really removed. */
export async function removeOtherMembers(transaction: Transaction, groupId: string, keep: readonly string[]): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ userIds: string[] | null }[]>`
    WITH removed AS (
      DELETE FROM memberships WHERE group_id = ${groupId}::uuid
        AND NOT EXISTS (SELECT FROM unnest(${[...keep]}::uuid[]) AS keep (id) WHERE keep.id = memberships.user_id)
      RETURNING user_id
    )
    SELECT array_agg(user_id ORDER BY user_id) AS "userIds" FROM removed`
  return rows[0]?.userIds ?? []
}

/** How many of these are members of the group. */
export async function countMembersAmong(transaction: Transaction, groupId: string, userIds: readonly string[]): Promise<number> {
  if (userIds.length === 0) return 0
  const rows = await transaction.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM memberships WHERE group_id = ${groupId}::uuid AND user_id = ANY(${[...userIds]}::uuid[])`
  return rows[0]!.count
}

/** `absentUserIds` were wanted, and are neither new members nor were they members before: nobody of the directory, unless another writer added them just now. */
export type ReplacedMembers = { addedUserIds: string[]; removedUserIds: string[]; absentUserIds: string[] }

/** Makes the members of a group, whose row is locked, exactly these users. PostgreSQL takes the difference, and only that is written or returned. */
export async function replaceMembers(
  transaction: Transaction,
  group: { id: string; directoryId: string },
  userIds: readonly string[],
  at: Date,
): Promise<ReplacedMembers> {
  const rows = await transaction.$queryRaw<{ [Name in keyof ReplacedMembers]: string[] | null }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT id FROM unnest(${uuidArray(userIds)}::uuid[]) AS wanted (id)
    ), missing AS MATERIALIZED (
      SELECT id FROM wanted WHERE NOT EXISTS (SELECT FROM memberships WHERE group_id = ${group.id}::uuid AND user_id = wanted.id)
    ), removed AS (
      DELETE FROM memberships WHERE group_id = ${group.id}::uuid AND NOT EXISTS (SELECT FROM wanted WHERE wanted.id = user_id) RETURNING user_id
    ), added AS (
      INSERT INTO memberships (group_id, user_id, added_at)
      SELECT ${group.id}::uuid, users.id, ${at}
      FROM missing JOIN users ON users.id = missing.id AND users.directory_id = ${group.directoryId}::uuid ORDER BY users.id
      ON CONFLICT DO NOTHING
      RETURNING user_id
    )
    SELECT (SELECT array_agg(user_id ORDER BY user_id) FROM added) AS "addedUserIds",
      (SELECT array_agg(user_id ORDER BY user_id) FROM removed) AS "removedUserIds",
      (SELECT array_agg(id) FROM missing WHERE NOT EXISTS (SELECT FROM added WHERE user_id = missing.id)) AS "absentUserIds"`
  const { addedUserIds, removedUserIds, absentUserIds } = rows[0]!
  return { addedUserIds: addedUserIds ?? [], removedUserIds: removedUserIds ?? [], absentUserIds: absentUserIds ?? [] }
}

/** One text, whatever the number: an array of thousands as a parameter costs more than the work that is done with it. */
export function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}

/** Removes users from all their groups. Answers the groups that each one left, in order of group id. */
export async function removeFromAllGroups(transaction: Transaction, userIds: readonly string[]): Promise<Pair[]> {
  return transaction.$queryRaw<Pair[]>`
    WITH removed AS (
      DELETE FROM memberships WHERE user_id = ANY(${[...userIds]}::uuid[]) RETURNING group_id, user_id
    )
    SELECT group_id AS "groupId", user_id AS "userId" FROM removed ORDER BY group_id, user_id`
}

/** The groups that these users are in. */
export async function findGroupsOfUsers(database: ReadDatabase | Transaction, userIds: readonly string[]): Promise<string[]> {
  const rows = await database.$queryRaw<{ groupId: string }[]>`
    SELECT DISTINCT group_id AS "groupId" FROM memberships WHERE user_id = ANY(${[...userIds]}::uuid[])`
  return rows.map((row) => row.groupId)
}

/** Which of these ids are users of the directory. */
export async function findKnownUsers(transaction: Transaction, directoryId: string, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await transaction.$queryRaw<{ ids: string[] | null }[]>`
    SELECT array_agg(id) AS ids FROM users WHERE directory_id = ${directoryId}::uuid AND id = ANY(${[...userIds]}::uuid[])`
  return new Set(rows[0]?.ids)
}

export type Member = { id: string; userName: string; displayName: string | null }

/** Members of groups, by group id, each in order of user id. */
export async function findMembers(database: ReadDatabase, groupIds: readonly string[]): Promise<Map<string, Member[]>> {
  const rows = await database.$queryRaw<{ groupId: string; members: Member[] }[]>`
    SELECT group_id AS "groupId", jsonb_agg(jsonb_build_object('id', users.id, 'userName', user_name, 'displayName', display_name) ORDER BY users.id) AS members
    FROM memberships JOIN users ON users.id = user_id WHERE group_id = ANY(${[...groupIds]}::uuid[]) GROUP BY group_id`
  return new Map(rows.map((row) => [row.groupId, row.members]))
}

/** Members in order of user id, as texts that need no parsing: the ids, 36 characters each, and their names as JSON strings, one a line. */
export type MemberTexts = { ids: string; names: string }

/** The same for answers that tell all members: rows of thousands cost more than all else about them. */
export async function findMemberTexts(database: ReadDatabase, groupIds: readonly string[]): Promise<Map<string, MemberTexts>> {
  const rows = await database.$queryRaw<(MemberTexts & { groupId: string })[]>`
    SELECT group_id AS "groupId", string_agg(user_id::text, '') AS ids, string_agg(to_json(name)::text, E'\n') AS names
    FROM (
      SELECT group_id, user_id, COALESCE(display_name, user_name) AS name FROM memberships JOIN users ON users.id = user_id
      WHERE group_id = ANY(${[...groupIds]}::uuid[]) ORDER BY group_id, user_id
    ) AS member GROUP BY group_id`
  return new Map(rows.map(({ groupId, ...texts }) => [groupId, texts]))
}

export type GroupOfUser = { id: string; displayName: string }

/** Groups of users, by user id, each in order of group id. */
export async function findGroups(database: ReadDatabase, userIds: readonly string[]): Promise<Map<string, GroupOfUser[]>> {
  const rows = await database.$queryRaw<{ userId: string; groups: GroupOfUser[] }[]>`
    SELECT user_id AS "userId", jsonb_agg(jsonb_build_object('id', groups.id, 'displayName', display_name) ORDER BY groups.id) AS groups
    FROM memberships JOIN groups ON groups.id = group_id WHERE user_id = ANY(${[...userIds]}::uuid[]) GROUP BY user_id`
  return new Map(rows.map((row) => [row.userId, row.groups]))
}

type GroupedMembers = { groupId: string; userIds: string[] }

function byGroup(rows: readonly GroupedMembers[]): MembersByGroup {
  return new Map(rows.map((row) => [row.groupId, row.userIds]))
}
