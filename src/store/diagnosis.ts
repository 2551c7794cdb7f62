import { comparisonKey, lookUpKey } from '../domain/attributes.ts'
import type { Deletion, DirectoryDeletion, FoundUser } from '../domain/diagnosis.ts'
import type { Provider } from '../domain/directory.ts'
import type { FoundGroup } from '../domain/group-diagnosis.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { ReadDatabase, Sql } from './database.ts'
import type { ScimRequest } from './scim-request.ts'

// Questions of an administrator who looks for a cause: rare, each a bounded read of the own team. Ids are bare UUIDs.

const userColumns = Prisma.sql`users.id, users.directory_id AS "directoryId", directories.name AS "directoryName", directories.provider, user_name AS "userName", email,
  external_id AS "externalId", users.display_name AS "displayName", active,
  (SELECT count(*)::int FROM memberships WHERE memberships.user_id = users.id) AS "groupCount"`
const groupColumns = Prisma.sql`groups.id, groups.directory_id AS "directoryId", directories.name AS "directoryName", directories.provider, groups.display_name AS "displayName",
  member_count AS "memberCount", EXISTS (SELECT FROM spend_limits WHERE spend_limits.group_id = groups.id AND is_set) AS "hasLimit"`

const mostMatches = 20
/** So many names are compared with the wanted one. */
const mostCandidates = 500

export async function findUserById(database: ReadDatabase, teamId: string, id: string): Promise<FoundUser | undefined> {
  const rows = await findUsers(database, Prisma.sql`users.team_id = ${teamId}::uuid AND users.id = ${id}::uuid`, Prisma.empty)
  return rows[0]
}

/** Users with this userName, externalId or e-mail address, in all directories of the team. */
export function findUsersByName(database: ReadDatabase, teamId: string, name: string): Promise<FoundUser[]> {
  const inTeam = Prisma.sql`directory_id IN (SELECT id FROM directories WHERE team_id = ${teamId}::uuid)`
  return findUsers(
    database,
    Prisma.sql`users.id IN (
      SELECT id FROM users WHERE ${inTeam} AND user_name_key = ${comparisonKey(name)}
      UNION SELECT id FROM users WHERE ${inTeam} AND external_id = ${name}
      UNION SELECT id FROM users WHERE ${inTeam} AND email_keys @> ARRAY[${lookUpKey(name)}]
    )`,
    Prisma.sql`ORDER BY users.id LIMIT ${mostMatches}`,
  )
}

/** Users of other directories of the team who share the userName or an e-mail address with this one. */
export function findNamesakes(database: ReadDatabase, teamId: string, userId: string): Promise<FoundUser[]> {
  return findUsers(
    database,
    Prisma.sql`users.id IN (
      SELECT other.id FROM users own JOIN users other ON other.team_id = own.team_id AND other.directory_id <> own.directory_id
      WHERE own.id = ${userId}::uuid AND own.team_id = ${teamId}::uuid AND (other.user_name_key = own.user_name_key OR other.email_keys && own.email_keys)
    )`,
    Prisma.sql`ORDER BY users.id LIMIT ${mostMatches}`,
  )
}

/** Users whose names may be close to this one; domain/close-names.ts says which are. */
export function findUsersLike(database: ReadDatabase, teamId: string, name: string): Promise<FoundUser[]> {
  const key = comparisonKey(name)
  const within = `%${escapeLike(key.split('@')[0]!)}%`
  return findUsers(
    database,
    Prisma.sql`users.team_id = ${teamId}::uuid
      AND (left(user_name_key, 2) = ${key.slice(0, 2)} OR left(lower(email), 2) = ${key.slice(0, 2)} OR user_name_key LIKE ${within} OR email ILIKE ${within} OR display_name_key LIKE ${within})`,
    Prisma.sql`ORDER BY user_name_key LIKE ${within} DESC, abs(length(user_name_key) - ${key.length}), users.id LIMIT ${mostCandidates}`,
  )
}

function findUsers(database: ReadDatabase, where: Sql, order: Sql): Promise<FoundUser[]> {
  return database.$queryRaw<(FoundUser & { provider: Provider })[]>`
    SELECT ${userColumns} FROM users JOIN directories ON directories.id = users.directory_id WHERE ${where} ${order}`
}

export async function findGroupById(database: ReadDatabase, teamId: string, id: string): Promise<FoundGroup | undefined> {
  const rows = await findGroups(database, Prisma.sql`groups.team_id = ${teamId}::uuid AND groups.id = ${id}::uuid`, Prisma.empty)
  return rows[0]
}

/** Groups with this displayName or externalId, in all directories of the team. */
export function findGroupsByName(database: ReadDatabase, teamId: string, name: string): Promise<FoundGroup[]> {
  const inTeam = Prisma.sql`directory_id IN (SELECT id FROM directories WHERE team_id = ${teamId}::uuid)`
  return findGroups(
    database,
    Prisma.sql`groups.id IN (
      SELECT id FROM groups WHERE ${inTeam} AND display_name_key = ${comparisonKey(name)}
      UNION SELECT id FROM groups WHERE ${inTeam} AND external_id = ${name}
    )`,
    Prisma.sql`ORDER BY groups.id LIMIT ${mostMatches}`,
  )
}

export function findGroupsLike(database: ReadDatabase, teamId: string, name: string): Promise<FoundGroup[]> {
  const key = comparisonKey(name)
  const within = `%${escapeLike(key)}%`
  return findGroups(
    database,
    Prisma.sql`groups.team_id = ${teamId}::uuid AND (left(display_name_key, 2) = ${key.slice(0, 2)} OR display_name_key LIKE ${within})`,
    Prisma.sql`ORDER BY display_name_key LIKE ${within} DESC, abs(length(display_name_key) - ${key.length}), groups.id LIMIT ${mostCandidates}`,
  )
}

function findGroups(database: ReadDatabase, where: Sql, order: Sql): Promise<FoundGroup[]> {
  return database.$queryRaw<(FoundGroup & { provider: Provider })[]>`
    SELECT ${groupColumns} FROM groups JOIN directories ON directories.id = groups.directory_id WHERE ${where} ${order}`
}

/** Limited groups of the user's directory that the user is not in: the first of them, and how many there are. */
export async function findLimitedGroupsWithout(
  database: ReadDatabase,
  userId: string,
  limit: number,
): Promise<{ groups: { id: string; displayName: string }[]; count: number }> {
  const rows = await database.$queryRaw<{ id: string; displayName: string; count: bigint }[]>`
    SELECT groups.id, groups.display_name AS "displayName", count(*) OVER () AS count
    FROM users JOIN groups ON groups.directory_id = users.directory_id JOIN spend_limits ON spend_limits.group_id = groups.id AND spend_limits.is_set
    WHERE users.id = ${userId}::uuid AND NOT EXISTS (SELECT FROM memberships WHERE memberships.user_id = users.id AND memberships.group_id = groups.id)
    ORDER BY groups.display_name, groups.id LIMIT ${limit}`
  return { groups: rows.map(({ id, displayName }) => ({ id, displayName })), count: Number(rows[0]?.count ?? 0n) }
}

/** How far back in the log a cause is looked for. */
const mostRevisions = 200_000

function lately(teamId: string): Sql {
  return Prisma.sql`revision > (SELECT revision FROM team_heads WHERE team_id = ${teamId}::uuid) - ${mostRevisions}`
}

/** The newest deletion of a user or group with this id, or of one that had this name then. */
export async function findDeletion(
  database: ReadDatabase,
  teamId: string,
  kind: 'UserDeleted' | 'GroupDeleted',
  wanted: { id: string } | { name: string },
): Promise<Deletion | null> {
  const subject = kind === 'UserDeleted' ? Prisma.sql`user_id` : Prisma.sql`group_id`
  const name = kind === 'UserDeleted' ? Prisma.sql`data->'user'->>'userName'` : Prisma.sql`data->'group'->>'displayName'`
  const which = 'id' in wanted ? Prisma.sql`${subject} = ${wanted.id}::uuid` : Prisma.sql`lower(${name}) = lower(${wanted.name})`
  const rows = await database.$queryRaw<Deletion[]>`
    SELECT at, actor_label AS by FROM changes
    WHERE team_id = ${teamId}::uuid AND ${lately(teamId)} AND kind = ${kind} AND ${which}
    ORDER BY revision DESC LIMIT 1`
  return rows[0] ?? null
}

const mostDirectoryDeletions = 3

/** The newest deletions of directories: they stand for those of all users and groups in them, whom the log does not name one by one. */
export function findDirectoryDeletions(database: ReadDatabase, teamId: string): Promise<DirectoryDeletion[]> {
  return database.$queryRaw<DirectoryDeletion[]>`
    SELECT at, actor_label AS by, data->'directory'->>'name' AS name, (data->>'userCount')::int AS "userCount", (data->>'groupCount')::int AS "groupCount" FROM changes
    WHERE team_id = ${teamId}::uuid AND ${lately(teamId)} AND kind = 'DirectoryDeleted'
    ORDER BY revision DESC LIMIT ${mostDirectoryDeletions}`
}

/** The last deactivation of each of these users, by their id. */
export async function findDeactivations(
  database: ReadDatabase,
  teamId: string,
  userIds: readonly string[],
): Promise<Map<string, Deletion>> {
  if (userIds.length === 0) return new Map()
  const rows = await database.$queryRaw<(Deletion & { userId: string })[]>`
    SELECT DISTINCT ON (user_id) user_id AS "userId", at, actor_label AS by FROM changes
    WHERE team_id = ${teamId}::uuid AND ${lately(teamId)} AND kind = 'UserDeactivated' AND user_id = ANY(${[...userIds]}::uuid[])
    ORDER BY user_id, revision DESC`
  return new Map(rows.map(({ userId, ...deactivation }) => [userId, deactivation]))
}

const mostFailures = 200
const mostNaming = 50

/** The newest refused requests of these directories, and older ones that name one of these texts in their path or their answer; newest first. */
export async function findFailures(
  database: ReadDatabase,
  directoryIds: readonly string[],
  names: readonly string[],
): Promise<ScimRequest[]> {
  const patterns = names.map((name) => `%${escapeLike(name)}%`)
  const rows = await database.$queryRaw<RequestRow[]>`
    SELECT ${requestColumns} FROM scim_requests WHERE id IN (
      (SELECT id FROM scim_requests WHERE directory_id = ANY(${[...directoryIds]}::uuid[]) AND status >= 400 ORDER BY id DESC LIMIT ${mostFailures})
      UNION
      (SELECT id FROM scim_requests WHERE directory_id = ANY(${[...directoryIds]}::uuid[]) AND status >= 400
        AND (path ILIKE ANY(${patterns}::text[]) OR detail ILIKE ANY(${patterns}::text[])) ORDER BY id DESC LIMIT ${mostNaming})
    ) ORDER BY id DESC`
  return rows.map(toRequest)
}

/**
 * Requests that named members of these groups, newest first: of the newest of their directories in which something was let pass those about one of them,
 * and of each such group the newest one after unknown members in which nothing was. A PATCH that changed the group and none of its members named none.
 */
export async function findMemberRequests(
  database: ReadDatabase,
  teamId: string,
  groups: readonly FoundGroup[],
): Promise<(ScimRequest & { groupId: string })[]> {
  if (groups.length === 0) return []
  const rows = await database.$queryRaw<(RequestRow & { groupId: string })[]>`
    WITH noted AS MATERIALIZED (SELECT request.*, "group".id AS "groupId" FROM (
      SELECT ${requestColumns} FROM scim_requests WHERE directory_id = ANY(${groups.map(({ directoryId }) => directoryId)}::uuid[]) AND cardinality(tolerated) > 0 ORDER BY id DESC LIMIT 500
    ) AS request CROSS JOIN unnest(${groups.map(({ id }) => id)}::uuid[]) AS "group" (id)
    WHERE request.path LIKE '%' || "group".id || '%' OR EXISTS (
      SELECT FROM changes WHERE changes.team_id = ${teamId}::uuid AND changes.revision = ANY(request.revisions) AND changes.group_id = "group".id
    )), unknown AS (
      SELECT DISTINCT ON ("groupId") id, "directoryId", "groupId" FROM noted
      WHERE array_to_string(tolerated, ' ') LIKE '%Members that are no users of this directory%' ORDER BY "groupId", id DESC
    )
    SELECT * FROM noted
    UNION ALL
    SELECT request.*, unknown."groupId" FROM unknown CROSS JOIN LATERAL (
      SELECT ${requestColumns} FROM scim_requests WHERE directory_id = unknown."directoryId" AND scim_requests.id > unknown.id
        AND method IN ('PUT', 'PATCH') AND status BETWEEN 200 AND 299 AND cardinality(tolerated) = 0 AND path LIKE '%' || unknown."groupId" || '%'
        AND (method = 'PUT' OR cardinality(revisions) = 0 OR EXISTS (
          SELECT FROM changes WHERE changes.team_id = ${teamId}::uuid AND changes.revision = ANY(scim_requests.revisions)
            AND changes.kind = 'MembershipChanged' AND changes.group_id = unknown."groupId"
        )) ORDER BY scim_requests.id DESC LIMIT 1
    ) AS request
    ORDER BY id DESC`
  return rows.map(({ groupId, ...row }) => ({ ...toRequest(row), groupId }))
}

const requestColumns = Prisma.raw(
  ['id', 'at', 'method', 'path', 'provider', 'status', 'detail', 'ignored', 'tolerated', 'revisions']
    .map((name) => `"${name}"`)
    .join(', ') +
    ', directory_id AS "directoryId", user_agent AS "userAgent", scim_type AS "scimType", duration_milliseconds AS "durationMilliseconds"',
)
type RequestRow = Omit<ScimRequest, 'revisions'> & { revisions: bigint[] }

function toRequest(row: RequestRow): ScimRequest {
  return { ...row, revisions: row.revisions.map(Number) }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
