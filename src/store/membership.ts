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
