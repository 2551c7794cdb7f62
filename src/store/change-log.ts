import type { Position } from '../domain/change-cursor.ts'
import { changeKinds, subjectOf, type ActorKind, type Change, type ChangeKind, type NewChange } from '../domain/change.ts'
import { Prisma, type Change as ChangeRow } from '../generated/prisma/client.ts'
import type { Database, ReadDatabase, Sql, Transaction } from './database.ts'
import { newId } from './id.ts'

// A log always has a change: a team begins with TeamCreated.

/**
 * Takes the team's counter and appends `changes` with the next revisions, in their order.
 * Holds the counter row to the commit: the last thing that a transaction does, and no I/O after it but the commit.
 */
export async function appendChanges(transaction: Transaction, teamId: string, changes: readonly NewChange[]): Promise<Change[]> {
  const rows = changes.map((change) => {
    const { userId, groupId } = subjectOf(change)
    const { actor } = change
    return { id: newId(), k: change.kind, ak: actor.kind, ai: actor.id, al: actor.label, u: userId, g: groupId, d: change.data }
  })
  const lastId = rows.at(-1)!.id
  // The clock is read while the counter is held, so that times never run against revisions.
  const appended = await transaction.$queryRaw<{ first: bigint; at: Date }[]>`
    WITH head AS (
      UPDATE team_heads SET revision = revision + ${changes.length}, change_id = ${lastId}::uuid
      WHERE team_id = ${teamId}::uuid
      RETURNING revision - ${changes.length} AS before, date_trunc('milliseconds', clock_timestamp()) AS at
    ), appended AS (
      INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_id, actor_label, user_id, group_id, data)
      SELECT ${teamId}::uuid, head.before + c.ordinality, c.id, head.at, c.k, c.ak, c.ai, c.al, c.u, c.g, c.d
      FROM head, ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS (id uuid, k text, ak text, ai uuid, al text, u uuid, g uuid, d jsonb)) WITH ORDINALITY AS c (id, k, ak, ai, al, u, g, d, ordinality)
    )${counting(changes)}
    SELECT before + 1 AS first, at FROM head`
  const head = appended[0]
  if (!head) throw new Error(`team ${teamId} has no head`)
  const first = Number(head.first)
  return changes.map((change, index) => ({ ...change, id: rows[index]!.id, teamId, revision: first + index, at: head.at }))
}

/** A CTE that keeps the counts of directories; nothing when no user or group came or went. After the head, so that it is serial. */
function counting(changes: readonly NewChange[]): Sql {
  const more = new Map<string, { users: number; groups: number }>()
  for (const { kind, data } of changes) {
    const count = kind === 'UserCreated' || kind === 'GroupCreated' ? 1 : kind === 'UserDeleted' || kind === 'GroupDeleted' ? -1 : 0
    if (count === 0) continue
    const isUser = kind === 'UserCreated' || kind === 'UserDeleted'
    const { directoryId } = isUser ? data.user : (data as { group: { directoryId: string } }).group
    const counts = more.get(directoryId) ?? { users: 0, groups: 0 }
    if (isUser) counts.users += count
    else counts.groups += count
    more.set(directoryId, counts)
  }
  if (more.size === 0) return Prisma.empty
  const counts = [...more.values()]
  return Prisma.sql`, counted AS (
      UPDATE directory_counts SET user_count = user_count + users, group_count = group_count + groups
      FROM head, unnest(${[...more.keys()]}::uuid[], ${counts.map(({ users }) => users)}::int[], ${counts.map(({ groups }) => groups)}::int[]) AS more (id, users, groups)
      WHERE directory_id = more.id
    )`
}

/**
 * The same in one statement that commits by itself. `ctes` do the work and define `change`, a row for each change in the order of `ord`
 * (id, kind, actor_kind, actor_id, actor_label, user_id, group_id, data), and `result (ord, value)`; with `addsUsers` also
 * `newcomers (directory_id, users)`, how many users came to each directory. What they write, the counter and the
 * log succeed or fail together, in one trip to the database.
 */
export async function appendInOneStatement(
  database: Database,
  teamId: string,
  { ctes, mostChanges, addsUsers = false }: Ctes,
): Promise<Appended> {
  const rows = await database.$queryRaw<{ first: bigint | null; at: Date; ids: string[]; results: Record<string, unknown> | null }[]>`
    WITH ${ctes}, ${mostChanges === 1 ? appendOne(teamId) : appendMany(teamId)}${addsUsers ? countingUsers : Prisma.empty}
    SELECT (SELECT first FROM head) AS first, (SELECT at FROM head) AS at, (SELECT array_agg(id${mostChanges === 1 ? Prisma.empty : Prisma.sql` ORDER BY ord`}) FROM change) AS ids,
      (SELECT jsonb_object_agg(ord, value) FROM result) AS results`
  const { first, at, ids, results } = rows[0]!
  return {
    first: Number(first ?? 0),
    at,
    ids: first === null ? [] : ids,
    results: new Map(Object.entries(results ?? {}).map(([ord, value]) => [Number(ord), value])),
  }
}

const countingUsers = Prisma.sql`, sized AS (
      UPDATE directory_counts SET user_count = user_count + users FROM head, newcomers WHERE directory_counts.directory_id = newcomers.directory_id
    )`

/** `mostChanges`: what the CTEs can make at most; one needs no numbering. */
export type Ctes = { ctes: Sql; mostChanges: number; addsUsers?: boolean | undefined }

// The clock is read while the counter is held, so that times never run against revisions.
function appendMany(teamId: string): Sql {
  return Prisma.sql`
    counted AS MATERIALIZED (
      SELECT count(*)::int AS changes, array_agg(id ORDER BY ord) AS ids FROM change
    ), head AS (
      UPDATE team_heads SET revision = team_heads.revision + counted.changes, change_id = counted.ids[counted.changes]
      FROM counted WHERE team_id = ${teamId}::uuid AND counted.changes > 0
      RETURNING team_heads.revision - counted.changes + 1 AS first, date_trunc('milliseconds', clock_timestamp()) AS at
    ), appended AS (
      INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_id, actor_label, user_id, group_id, data)
      SELECT ${teamId}::uuid, head.first - 1 + row_number() OVER (ORDER BY ord), id, head.at, kind, actor_kind, actor_id, actor_label, user_id, group_id, data
      FROM head, change
    )`
}

function appendOne(teamId: string): Sql {
  return Prisma.sql`
    head AS (
      UPDATE team_heads SET revision = team_heads.revision + 1, change_id = change.id
      FROM change WHERE team_id = ${teamId}::uuid
      RETURNING team_heads.revision AS first, date_trunc('milliseconds', clock_timestamp()) AS at
    ), appended AS (
      INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_id, actor_label, user_id, group_id, data)
      SELECT ${teamId}::uuid, head.first, id, head.at, kind, actor_kind, actor_id, actor_label, user_id, group_id, data FROM head, change
    )`
}

/** `ids` of the changes from revision `first` on; `results` by `ord`. */
export type Appended = { first: number; at: Date; ids: readonly string[]; results: ReadonlyMap<number, unknown> }

export async function readHead(database: ReadDatabase, teamId: string): Promise<Position | undefined> {
  const row = await database.teamHead.findUnique({ where: { teamId } })
  return row ? { revision: Number(row.revision), changeId: row.changeId } : undefined
}

/** Heads of many teams in one query, by team id. */
export async function readHeads(database: ReadDatabase, teamIds: readonly string[]): Promise<Map<string, Position>> {
  // One array, whatever their number: one text of SQL, one prepared statement.
  const rows = await database.$queryRaw<{ teamId: string; revision: bigint; changeId: string }[]>`
    SELECT team_id AS "teamId", revision, change_id AS "changeId" FROM team_heads WHERE team_id = ANY(${[...teamIds]}::uuid[])`
  return new Map(rows.map((row) => [row.teamId, { revision: Number(row.revision), changeId: row.changeId }]))
}

/** Changes after `revision`, oldest first, at most `limit`. */
export async function readChangesAfter(database: ReadDatabase, teamId: string, revision: number, limit: number): Promise<Change[]> {
  const rows = await database.change.findMany({ where: { teamId, revision: { gt: revision } }, orderBy: { revision: 'asc' }, take: limit })
  return rows.map(toChange)
}

/** Changes by team and revision; one that is not in the log any more is left out. */
export async function readChangesAt(database: ReadDatabase, places: readonly { teamId: string; revision: number }[]): Promise<Change[]> {
  const rows = await database.$queryRaw<RawChangeRow[]>`
    SELECT team_id AS "teamId", revision, id, at, kind, actor_kind AS "actorKind", actor_id AS "actorId", actor_label AS "actorLabel", data
    FROM changes WHERE (team_id, revision) IN (
      SELECT * FROM unnest(${places.map(({ teamId }) => teamId)}::uuid[], ${places.map(({ revision }) => revision)}::bigint[])
    )`
  return rows.map(toChange)
}

/** The id of the change that has this revision, or undefined when the log has none there. */
export async function readChangeId(database: ReadDatabase, teamId: string, revision: number): Promise<string | undefined> {
  const row = await database.change.findUnique({ where: { teamId_revision: { teamId, revision } }, select: { id: true } })
  return row?.id
}

/**
 * `kinds`, `userId`, `groupId` and `directoryId` narrow together; ids are bare UUIDs. A DirectoryDeleted stands for the end of all that was in the
 * directory, and there is no other change that would tell of it: it passes as each kind of change that it stands for, and whichever user or group is
 * asked for, because which were in the directory is not known any more.
 */
export type ChangeFilter = {
  kinds?: readonly ChangeKind[]
  userId?: string
  groupId?: string
  /** Who did it, for the audit: one of these kinds, and this one. */
  actorKinds?: readonly ActorKind[]
  actor?: ActorRef
}
export type ActorRef = { kind: ActorKind; id: string }

export type ChangePage = { after?: number; before?: number; limit: number; isBackward: boolean; filter: ChangeFilter }

/** One page of the log in log order; a backward page is the newest of its range. */
export async function readChangePage(database: ReadDatabase, teamId: string, page: ChangePage): Promise<Change[]> {
  const { after, before, limit, isBackward, filter } = page
  const rows = await database.$queryRaw<RawChangeRow[]>`
    SELECT team_id AS "teamId", revision, id, at, kind, actor_kind AS "actorKind", actor_id AS "actorId", actor_label AS "actorLabel", data
    FROM changes WHERE ${whereChanges(teamId, { ...filter, after, before })}
    ORDER BY revision ${isBackward ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${limit}`
  const changes = rows.map(toChange)
  return isBackward ? changes.reverse() : changes
}

export async function countChanges(database: ReadDatabase, teamId: string, filter: ChangeFilter): Promise<number> {
  const rows = await database.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS count FROM changes WHERE ${whereChanges(teamId, filter)}`
  return Number(rows[0]?.count ?? 0n)
}

function whereChanges(
  teamId: string,
  { after, before, kinds, userId, groupId, actorKinds, actor }: ChangeFilter & { after?: number; before?: number },
): Prisma.Sql {
  const conditions = [Prisma.sql`team_id = ${teamId}::uuid`]
  if (after !== undefined) conditions.push(Prisma.sql`revision > ${after}`)
  if (before !== undefined) conditions.push(Prisma.sql`revision < ${before}`)
  if (kinds) conditions.push(Prisma.sql`kind = ANY(${kindsToldBy(kinds)}::text[])`)
  if (groupId !== undefined) conditions.push(Prisma.sql`(group_id = ${groupId}::uuid OR kind = 'DirectoryDeleted')`)
  if (userId !== undefined) {
    conditions.push(Prisma.sql`(user_id = ${userId}::uuid OR kind = 'DirectoryDeleted' OR kind = 'MembershipChanged' AND
      (data->'addedUserIds' ? ${userId} OR data->'removedUserIds' ? ${userId}))`)
  }
  if (actor) conditions.push(Prisma.sql`actor_id = ${actor.id}::uuid AND actor_kind = ${actor.kind}`)
  if (actorKinds) conditions.push(Prisma.sql`actor_kind = ANY(${[...actorKinds]}::text[])`)
  // In the words of the index changes_by_actor, which has what people and programs did and nothing of what identity providers push.
  if (isOfPeopleAndPrograms(actor, actorKinds)) conditions.push(Prisma.sql`actor_kind <> 'DIRECTORY'`)
  return Prisma.join(conditions, ' AND ')
}

function isOfPeopleAndPrograms(actor: ActorRef | undefined, actorKinds: readonly ActorKind[] | undefined): boolean {
  return (actor !== undefined && actor.kind !== 'DIRECTORY') || (actorKinds !== undefined && !actorKinds.includes('DIRECTORY'))
}

/** What a DirectoryDeleted stands for. */
const endsOfDirectory: readonly ChangeKind[] = ['UserDeleted', 'GroupDeleted', 'MembershipChanged', 'SpendLimitCleared']

function kindsToldBy(kinds: readonly ChangeKind[]): readonly ChangeKind[] {
  return kinds.some((kind) => endsOfDirectory.includes(kind)) ? [...kinds, 'DirectoryDeleted'] : kinds
}

/** Whether a change passes the filter; the same rule as `readChangePage` has in SQL. */
export function matchesChangeFilter(filter: ChangeFilter, change: Change): boolean {
  if (filter.kinds && !kindsToldBy(filter.kinds).includes(change.kind)) return false
  if (filter.actor && (change.actor.id !== filter.actor.id || change.actor.kind !== filter.actor.kind)) return false
  if (filter.actorKinds && !filter.actorKinds.includes(change.actor.kind)) return false
  if (change.kind === 'DirectoryDeleted') return true
  const { userId, groupId } = subjectOf(change)
  if (filter.groupId !== undefined && groupId !== filter.groupId) return false
  if (filter.userId === undefined || userId === filter.userId) return true
  if (change.kind !== 'MembershipChanged') return false
  return change.data.addedUserIds.includes(filter.userId) || change.data.removedUserIds.includes(filter.userId)
}

export type RawChangeRow = Omit<ChangeRow, 'userId' | 'groupId'>

export function toChange(row: RawChangeRow): Change {
  if (!changeKinds.includes(row.kind as ChangeKind))
    throw new Error(`change ${row.id} is of kind ${row.kind}, which this version does not know`)
  return {
    id: row.id,
    teamId: row.teamId,
    revision: Number(row.revision),
    at: row.at,
    actor: { kind: row.actorKind, id: row.actorId, label: row.actorLabel },
    kind: row.kind,
    data: row.data,
    // What appendChanges wrote is what is read here: the log is never edited.
  } as unknown as Change
}
