import { membersNamed, type Actor, type ChangeDataByKind } from '../domain/change.ts'
import type { Group } from '../domain/group.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Sql } from './database.ts'
import { isAdmitted } from './directory.ts'
import { newId } from './id.ts'

export type MemberDelta = {
  tokenId: string | undefined
  directoryId: string
  groupId: string
  actor: Actor
  add: readonly string[]
  remove: readonly string[]
}

/** The group after the request, and the change that the request made, if it made one. */
export type MemberDeltaResult = {
  group: Group
  data: ChangeDataByKind['MembershipChanged'] | null
  /** To be added, but no users of the directory. */ unknownUserIds: string[]
}

/**
 * The CTEs of appendInOneStatement for members that come and go. No two requests may name the same user of the same group; many may
 * name the same group, and each gets the state that it led to, in the order of the requests. Of the group only its own row and the
 * named members are read or written. A group that is not there has no result, nor has
 * a request whose token is not admitted any more, or that removes members where a guard counts that.
 */
export function changingMembers(deltas: readonly MemberDelta[], now: Date): Sql {
  const [only, ...others] = deltas
  if (only && others.length === 0) return changingMembersOfOne(only, now)
  const requests = deltas.map(({ tokenId, directoryId, groupId, actor, remove }, ord) => {
    const change = { changeId: newId(), actorKind: actor.kind, actorId: actor.id, actorLabel: actor.label }
    return { ord, tokenId, directoryId, groupId, removes: remove.length > 0, ...change }
  })
  const pairs = (which: 'add' | 'remove'): Sql => {
    const named = deltas.flatMap((delta, ord) => delta[which].map((userId) => ({ ord, groupId: delta.groupId, userId })))
    return Prisma.sql`SELECT * FROM unnest(${named.map((pair) => pair.ord)}::int[], ${named.map((pair) => pair.groupId)}::uuid[], ${named.map((pair) => pair.userId)}::uuid[])
      AS pair (ord, group_id, user_id)`
  }
  return Prisma.sql`
    request AS (
      SELECT r.* FROM jsonb_to_recordset(${JSON.stringify(requests)}::jsonb)
        AS r (ord int, "directoryId" uuid, "groupId" uuid, "changeId" uuid, "actorKind" text, "actorId" uuid, "actorLabel" text, "tokenId" uuid, removes boolean)
      JOIN groups ON groups.id = r."groupId" AND groups.directory_id = r."directoryId"
      WHERE ${isAdmitted(Prisma.sql`"tokenId"`, Prisma.sql`removes`)}
    ), to_add AS (${pairs('add')}), to_remove AS (${pairs('remove')}), added AS (
      INSERT INTO memberships (group_id, user_id, added_at)
      SELECT to_add.group_id, users.id, ${now}
      FROM to_add JOIN request USING (ord) JOIN users ON users.id = to_add.user_id AND users.directory_id = request."directoryId"
      ORDER BY to_add.group_id, users.id
      -- Before the groups, as everywhere; the foreign key would take the same lock after them.
      FOR KEY SHARE OF users
      ON CONFLICT DO NOTHING
      RETURNING group_id, user_id
    ), removed AS (
      DELETE FROM memberships USING to_remove JOIN request USING (ord)
      WHERE memberships.group_id = to_remove.group_id AND memberships.user_id = to_remove.user_id
      RETURNING memberships.group_id, memberships.user_id
    ), moved AS (
      SELECT ord, TRUE AS comes, user_id FROM added JOIN to_add USING (group_id, user_id)
      UNION ALL SELECT ord, FALSE, user_id FROM removed JOIN to_remove USING (group_id, user_id)
    ), named AS (
      SELECT ord, comes, user_id, row_number() OVER (PARTITION BY ord, comes ORDER BY user_id) AS place FROM moved
    ), delta AS (
      SELECT ord, count(*) FILTER (WHERE comes) AS comes, count(*) FILTER (WHERE NOT comes) AS goes,
        ${idsOf(true)} AS added_ids, ${idsOf(false)} AS removed_ids, ${refsOf(true)} AS added_refs, ${refsOf(false)} AS removed_refs
      FROM named LEFT JOIN users ON users.id = user_id AND place <= ${membersNamed} GROUP BY ord
    ), total AS (
      SELECT "groupId", sum(comes - goes)::int AS more, count(*)::int AS times FROM delta JOIN request USING (ord) GROUP BY "groupId"
    ), updated AS (
      UPDATE groups SET member_count = member_count + more, version = version + times, last_modified_at = ${now}
      FROM (
        SELECT total.* FROM total JOIN groups ON groups.id = total."groupId" ORDER BY groups.id FOR NO KEY UPDATE OF groups
      ) AS total
      WHERE groups.id = total."groupId"
      RETURNING groups.*
    ), state AS (
      SELECT * FROM updated
      UNION ALL SELECT * FROM groups WHERE id IN (SELECT "groupId" FROM request) AND id NOT IN (SELECT id FROM updated)
    ), after AS (
      SELECT request.*, state.external_id, state.display_name, state.display_name_key, state.team_id, state.attributes, state.created_at, state.last_modified_at,
        state.member_count - COALESCE(sum(delta.comes - delta.goes) OVER later, 0)::int AS member_count,
        state.version - (count(delta.ord) OVER later)::int AS version
      FROM request JOIN state ON state.id = request."groupId" LEFT JOIN delta USING (ord)
      WINDOW later AS (PARTITION BY request."groupId" ORDER BY ord ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
    ), change AS (
      SELECT ord, "changeId" AS id, 'MembershipChanged' AS kind, "actorKind" AS actor_kind, "actorId" AS actor_id, "actorLabel" AS actor_label,
        NULL::uuid AS user_id, "groupId" AS group_id, jsonb_build_object(
          'group', jsonb_build_object('id', "groupId", 'directoryId', "directoryId", 'externalId', external_id, 'displayName', display_name,
            'memberCount', member_count, 'version', version),
          'addedUserIds', added_ids, 'removedUserIds', removed_ids, 'added', added_refs, 'removed', removed_refs) AS data
      FROM after JOIN delta USING (ord)
    ), unknown AS (
      SELECT ord, jsonb_agg(user_id) AS user_ids FROM to_add JOIN request USING (ord)
      WHERE NOT EXISTS (SELECT FROM users WHERE users.id = user_id AND users.directory_id = request."directoryId") GROUP BY ord
    ), result AS (
      SELECT ord, jsonb_build_object('data', data, 'unknownUserIds', COALESCE(unknown.user_ids, '[]'), 'group', jsonb_build_object('id', "groupId", 'teamId', team_id, 'directoryId', "directoryId",
        'displayName', display_name, 'displayNameKey', display_name_key, 'externalId', external_id, 'attributes', attributes, 'memberCount', member_count,
        'version', version, 'createdAt', created_at, 'lastModifiedAt', last_modified_at)) AS value
      FROM after LEFT JOIN (SELECT ord, data FROM change) AS made USING (ord) LEFT JOIN unknown USING (ord)
    )`
}

/**
 * The same for one request, which is the usual number. Without numbering, windows and sorts, and without what the request does not ask
 * for, it costs the database a third.
 */
function changingMembersOfOne({ tokenId, directoryId, groupId, actor, add, remove }: MemberDelta, now: Date): Sql {
  const refs = (moved: Sql): Sql => Prisma.sql`COALESCE((
    SELECT jsonb_agg(jsonb_build_object('id', named.id, 'userName', user_name, 'displayName', display_name))
    FROM (SELECT id FROM ${moved} LIMIT ${membersNamed}) AS named JOIN users ON users.id = named.id), '[]')`
  const ids = (moved: Sql): Sql => Prisma.sql`COALESCE((SELECT jsonb_agg(id) FROM ${moved}), '[]')`
  const count = (moved: Sql): Sql => Prisma.sql`(SELECT count(*) FROM ${moved})::int`
  const [none, zero] = [Prisma.sql`'[]'::jsonb`, Prisma.sql`0`]
  const [added, removed] = [Prisma.sql`added`, Prisma.sql`removed`]
  const adding = Prisma.sql`added AS (
      INSERT INTO memberships (group_id, user_id, added_at)
      SELECT asked.id, users.id, ${now} FROM asked JOIN users ON users.id = ANY(${[...add]}::uuid[]) AND users.directory_id = asked.directory_id
      ${add.length > 1 ? Prisma.sql`ORDER BY users.id` : Prisma.empty}
      FOR KEY SHARE OF users
      ON CONFLICT DO NOTHING
      RETURNING user_id AS id
    ),`
  const removing = Prisma.sql`removed AS (
      DELETE FROM memberships WHERE group_id = (SELECT id FROM asked) AND user_id = ANY(${[...remove]}::uuid[])
      RETURNING user_id AS id
    ),`
  const unknown = Prisma.sql`CASE WHEN comes = ${add.length} THEN '[]' ELSE COALESCE((
      SELECT jsonb_agg(named.id) FROM unnest(${[...add]}::uuid[]) AS named (id)
      WHERE NOT EXISTS (SELECT FROM users WHERE users.id = named.id AND users.directory_id = ${directoryId}::uuid)), '[]') END`
  const admitted = isAdmitted(Prisma.sql`${tokenId ?? null}::uuid`, remove.length > 0 ? Prisma.sql`TRUE` : undefined)
  return Prisma.sql`
    asked AS MATERIALIZED (
      SELECT * FROM groups WHERE id = ${groupId}::uuid AND directory_id = ${directoryId}::uuid AND ${admitted}
    ), ${add.length > 0 ? adding : Prisma.empty} ${remove.length > 0 ? removing : Prisma.empty} delta AS MATERIALIZED (
      SELECT ${add.length > 0 ? count(added) : zero} AS comes, ${remove.length > 0 ? count(removed) : zero} AS goes
    ), updated AS (
      UPDATE groups SET member_count = member_count + comes - goes, version = version + 1, last_modified_at = ${now}
      FROM delta WHERE groups.id = ${groupId}::uuid AND comes + goes > 0
      RETURNING groups.*
    ), change AS MATERIALIZED (
      SELECT 0 AS ord, ${newId()}::uuid AS id, 'MembershipChanged' AS kind, ${actor.kind}::text AS actor_kind, ${actor.id}::uuid AS actor_id,
        ${actor.label}::text AS actor_label, NULL::uuid AS user_id, updated.id AS group_id, jsonb_build_object(
          'group', jsonb_build_object('id', updated.id, 'directoryId', directory_id, 'externalId', external_id, 'displayName', display_name,
            'memberCount', member_count, 'version', version),
          'addedUserIds', ${add.length > 0 ? ids(added) : none}, 'removedUserIds', ${remove.length > 0 ? ids(removed) : none},
          'added', ${add.length > 0 ? refs(added) : none}, 'removed', ${remove.length > 0 ? refs(removed) : none}) AS data
      FROM updated
    ), result AS (
      SELECT 0 AS ord, jsonb_build_object('data', (SELECT data FROM change), 'unknownUserIds', ${add.length > 0 ? unknown : none},
        'group', jsonb_build_object('id', state.id, 'teamId', team_id, 'directoryId', directory_id, 'displayName', display_name,
          'displayNameKey', display_name_key, 'externalId', external_id, 'attributes', attributes, 'memberCount', member_count,
          'version', version, 'createdAt', created_at, 'lastModifiedAt', last_modified_at)) AS value
      FROM delta, (SELECT * FROM updated UNION ALL SELECT * FROM asked WHERE NOT EXISTS (SELECT FROM updated)) AS state
    )`
}

/** What changingMembers made of request `ord`; undefined when there is no such group. */
export function memberDeltaResult(results: ReadonlyMap<number, unknown>, ord: number): MemberDeltaResult | undefined {
  const value = results.get(ord) as MemberDeltaResult | undefined
  if (!value) return undefined
  const { createdAt, lastModifiedAt } = value.group
  // Out of JSON: times are texts.
  return { ...value, group: { ...value.group, createdAt: new Date(createdAt), lastModifiedAt: new Date(lastModifiedAt) } }
}

function idsOf(comes: boolean): Sql {
  return Prisma.sql`COALESCE(jsonb_agg(user_id ORDER BY user_id) FILTER (WHERE comes = ${comes}), '[]')`
}

function refsOf(comes: boolean): Sql {
  return Prisma.sql`COALESCE(jsonb_agg(jsonb_build_object('id', user_id, 'userName', user_name, 'displayName', display_name) ORDER BY user_id)
    FILTER (WHERE comes = ${comes} AND users.id IS NOT NULL), '[]')`
}
