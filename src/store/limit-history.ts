import type { Position } from '../domain/change-cursor.ts'
import type { Change, MemberRef } from '../domain/change.ts'
import {
  decide,
  decidingKinds,
  decisionOf,
  emptyLimitFacts,
  enter,
  explain,
  hasUnknownSetting,
  isSameDecision,
  presenceOf,
  undo,
  usersAffectedBy,
  type Decision,
  type LimitFacts,
  type PastSpendLimit,
} from '../domain/limit-history.ts'
import type { SpendLimit } from '../domain/spend-limit.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { readHead, toChange, type RawChangeRow } from './change-log.ts'
import { plannedAnew, type ReadDatabase, type Sql } from './database.ts'

/** Whose limits are asked about: these users, the members of these groups, or everybody of the team. */
export type LimitScope = { userIds?: readonly string[]; membersOf?: readonly string[]; everybody?: boolean; groupIds?: readonly string[] }

/** Facts as they were at `head`, and what to undo to get back from there: the newest first. */
export type ReadLimitFacts = { facts: LimitFacts; head: Position; later: readonly Change[] }

/** So many users are looked for in the log by name; for more, all of it is read. */
const mostNamed = 200

/**
 * What decides the limits of these users, exactly as at the head that it answers, with the changes between `after` and there. Rows and head come in one
 * statement, so it needs no transaction; what is committed meanwhile is read from the log, which is never edited. Undefined when the team's log
 * ends before `after`: it is another one. TOO_FAR, before anything of the log is read, when the head is more than `mostBehind` revisions ahead.
 */
export async function readLimitFacts(
  database: ReadDatabase,
  teamId: string,
  scope: LimitScope,
  after: Position,
  mostBehind = Infinity,
): Promise<ReadLimitFacts | 'TOO_FAR' | undefined> {
  let head = await readHead(database, teamId)
  if (!head || head.revision < after.revision) return undefined
  if (head.revision - after.revision > mostBehind) return 'TOO_FAR'
  const isNamed = !scope.everybody && !scope.membersOf?.length && (scope.userIds?.length ?? 0) <= mostNamed
  const named = isNamed ? (scope.userIds ?? []) : undefined
  let later = await readDecidingChanges(database, teamId, { after: after.revision, upTo: head.revision, userIds: named })
  for (;;) {
    const wanted = wantedBy(scope, later)
    const { facts, head: readAt } = await readLimitRows(database, teamId, wanted)
    if (readAt.revision - after.revision > mostBehind) return 'TOO_FAR'
    if (readAt.revision > head.revision) {
      // Committed since the log was read.
      const range = { after: head.revision, upTo: readAt.revision, userIds: named }
      later = [...(await readDecidingChanges(database, teamId, range)), ...later]
      head = readAt
      // It may bring a group or somebody whose facts are not among the rows.
      const more = wantedBy(scope, later)
      if (hasMore(more.userIds, wanted.userIds) || hasMore(more.groupIds, wanted.groupIds)) continue
    }
    return { facts, head, later }
  }
}

function hasMore(some: readonly string[], than: readonly string[]): boolean {
  const known = new Set(than)
  return some.some((id) => !known.has(id))
}

type Wanted = { userIds: string[]; membersOf: readonly string[]; everybody: boolean; groupIds: string[] }

/** Members that left since, and groups that were left since, have to be read too. */
function wantedBy(scope: LimitScope, later: readonly Change[]): Wanted {
  const userIds = new Set(scope.userIds)
  const groupIds = new Set(scope.groupIds)
  const membersOf = scope.membersOf ?? []
  for (const change of later) {
    if (change.kind !== 'MembershipChanged') continue
    const { group, removedUserIds } = change.data
    if (membersOf.includes(group.id)) for (const id of removedUserIds) userIds.add(id)
  }
  for (const id of groupsLeftIn(later, scope.everybody || membersOf.length > 0 ? undefined : userIds)) groupIds.add(id)
  return { userIds: [...userIds], membersOf, everybody: scope.everybody ?? false, groupIds: [...groupIds] }
}

/** Groups that some of these users (or any) left: before that, their limits counted. */
function groupsLeftIn(changes: readonly Change[], userIds: ReadonlySet<string> | undefined): Set<string> {
  const groupIds = new Set<string>()
  for (const change of changes) {
    if (change.kind !== 'MembershipChanged') continue
    const { group, removedUserIds } = change.data
    if (userIds ? removedUserIds.some((id) => userIds.has(id)) : removedUserIds.length > 0) groupIds.add(group.id)
  }
  return groupIds
}

type Rows = {
  revision: bigint | null
  changeId: string
  currency: string
  users: [string, boolean][] | null
  held: [string, string][] | null
  limits: LimitRow[] | null
  names: Record<string, string> | null
}
type LimitRow = {
  id: string
  target_team_id: string | null
  group_id: string | null
  user_id: string | null
  amount_minor: number | null
  version: number
  set_at: string
  set_by: string
  expires_at: string | null
}

// One statement, so that all of it is of the one head. A group that never had a limit has no row in spend_limits and takes no part.
async function readLimitRows(database: ReadDatabase, teamId: string, wanted: Wanted): Promise<{ facts: LimitFacts; head: Position }> {
  const { userIds, membersOf, everybody, groupIds } = wanted
  const rows = await database.$queryRaw<Rows[]>`${everybody || userIds.length + membersOf.length > 20 ? plannedAnew : Prisma.empty}
    WITH asked AS MATERIALIZED (
      SELECT id, active FROM users WHERE team_id = ${teamId}::uuid AND ${whoIsAsked(wanted)}
    ), held AS MATERIALIZED (
      SELECT memberships.user_id, memberships.group_id FROM asked JOIN memberships ON memberships.user_id = asked.id
        JOIN spend_limits ON spend_limits.group_id = memberships.group_id
    ), in_groups AS MATERIALIZED (
      SELECT group_id FROM held UNION SELECT unnest(${groupIds}::uuid[]) ${everybody ? ofAllGroups(teamId) : Prisma.empty}
    ), counting AS (
      SELECT * FROM spend_limits WHERE target_team_id = ${teamId}::uuid
      UNION ALL SELECT spend_limits.* FROM asked JOIN spend_limits ON spend_limits.user_id = asked.id
      UNION ALL SELECT spend_limits.* FROM in_groups JOIN spend_limits ON spend_limits.group_id = in_groups.group_id
    )
    SELECT team_heads.revision, team_heads.change_id AS "changeId", teams.currency,
      (SELECT json_agg(json_build_array(id, active)) FROM asked) AS users,
      (SELECT json_agg(json_build_array(user_id, group_id)) FROM held) AS held,
      (SELECT json_agg(counting) FROM counting WHERE is_set AND team_id = ${teamId}::uuid) AS limits,
      (SELECT json_object_agg(groups.id, groups.display_name) FROM in_groups JOIN groups ON groups.id = in_groups.group_id) AS names
    FROM teams LEFT JOIN team_heads ON team_heads.team_id = teams.id WHERE teams.id = ${teamId}::uuid`
  const row = rows[0]
  if (!row || row.revision === null) throw new Error(`team ${teamId} has no head`)
  const asked = [...userIds, ...(row.users ?? []).map(([id]) => id)]
  const facts = emptyLimitFacts(teamId, row.currency, everybody ? undefined : new Set(asked))
  for (const [id, active] of row.users ?? []) facts.users.set(id, { active })
  for (const [userId, groupId] of row.held ?? []) {
    enter(facts, userId, groupId)
    facts.knownGroups.add(groupId)
  }
  for (const groupId of groupIds) facts.knownGroups.add(groupId)
  for (const limit of row.limits ?? []) {
    const read = toLimit(teamId, limit)
    facts.limits.set(read.target.id, read)
  }
  for (const [id, name] of Object.entries(row.names ?? {})) facts.groupNames.set(id, name)
  return { facts, head: { revision: Number(row.revision), changeId: row.changeId } }
}

/** Somebody may have been a member of any of them. */
const ofAllGroups = (teamId: string): Sql =>
  Prisma.sql`UNION SELECT group_id FROM spend_limits WHERE team_id = ${teamId}::uuid AND group_id IS NOT NULL`

function whoIsAsked({ userIds, membersOf, everybody }: Wanted): Sql {
  if (everybody) return Prisma.sql`TRUE`
  if (membersOf.length === 0) return Prisma.sql`id = ANY(${userIds}::uuid[])`
  return Prisma.sql`id IN (
    SELECT unnest(${userIds}::uuid[]) UNION SELECT user_id FROM memberships WHERE group_id = ANY(${[...membersOf]}::uuid[]))`
}

function toLimit(teamId: string, row: LimitRow): SpendLimit {
  const target =
    row.user_id !== null
      ? ({ kind: 'USER', id: row.user_id } as const)
      : row.group_id !== null
        ? ({ kind: 'GROUP', id: row.group_id } as const)
        : ({ kind: 'TEAM', id: teamId } as const)
  return {
    id: row.id,
    teamId,
    target,
    isSet: true,
    amountMinor: row.amount_minor,
    version: row.version,
    setAt: new Date(row.set_at),
    setBy: row.set_by,
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
  }
}

/** Which of these groups have, or once had, a limit. */
export async function findGroupsWithLimits(database: ReadDatabase, groupIds: readonly string[]): Promise<Set<string>> {
  if (groupIds.length === 0) return new Set()
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT group_id AS id FROM spend_limits WHERE group_id = ANY(${[...groupIds]}::uuid[])`
  return new Set(rows.map(({ id }) => id))
}

/** How users of the team are called now; those who are gone are left out. */
export async function readMemberRefs(database: ReadDatabase, teamId: string, ids: readonly string[]): Promise<MemberRef[]> {
  return database.$queryRaw<MemberRef[]>`
    SELECT id, user_name AS "userName", display_name AS "displayName" FROM users WHERE id = ANY(${[...ids]}::uuid[]) AND team_id = ${teamId}::uuid`
}

/** What decides the limits of everybody who is there, as at the head that it answers; nobody's changes have to be known to go back from there. */
export async function readAllLimitFacts(database: ReadDatabase, teamId: string): Promise<{ facts: LimitFacts; head: Position }> {
  return readLimitRows(database, teamId, { userIds: [], membersOf: [], everybody: true, groupIds: [] })
}

/** Changes after a revision that decide anybody's limit, the oldest first, at most `limit`. */
export async function readDecidingChangesAfter(database: ReadDatabase, teamId: string, after: number, limit: number): Promise<Change[]> {
  const rows = await database.change.findMany({
    where: { teamId, revision: { gt: after }, kind: { in: [...decidingKinds] } },
    orderBy: { revision: 'asc' },
    take: limit,
  })
  return rows.map(toChange)
}

type Range = { after: number; upTo: number; userIds: readonly string[] | undefined }

/**
 * Changes after a revision and up to another that decide limits of these users (or of any), or what their groups are called: the newest first. All
 * changes of the limits of groups are among them, whichever groups the users are in.
 */
export async function readDecidingChanges(database: ReadDatabase, teamId: string, { after, upTo, userIds }: Range): Promise<Change[]> {
  if (upTo <= after) return []
  const rows = await database.$queryRaw<RawChangeRow[]>`
    SELECT team_id AS "teamId", revision, id, at, kind, actor_kind AS "actorKind", actor_id AS "actorId", actor_label AS "actorLabel", data
    FROM changes WHERE team_id = ${teamId}::uuid AND revision > ${after} AND revision <= ${upTo}
      AND (kind IN ('GroupModified', 'GroupDeleted', 'DirectoryDeleted') OR ${whereAbout(userIds)})
    ORDER BY revision DESC`
  return rows.map(toChange)
}

const ofLimits = Prisma.sql`kind IN ('SpendLimitSet', 'SpendLimitCleared', 'SpendLimitExpired')`
const ofUsers = Prisma.sql`kind IN ('UserCreated', 'UserDeactivated', 'UserReactivated', 'UserDeleted')`

function whereAbout(userIds: readonly string[] | undefined): Sql {
  if (userIds === undefined) return Prisma.sql`${ofLimits} OR ${ofUsers} OR kind = 'MembershipChanged'`
  const ids = [...userIds]
  return Prisma.sql`${ofLimits} AND (user_id IS NULL OR user_id = ANY(${ids}::uuid[])) OR ${ofUsers} AND user_id = ANY(${ids}::uuid[])
      OR kind = 'MembershipChanged' AND (data->'addedUserIds' ?| ${ids}::text[] OR data->'removedUserIds' ?| ${ids}::text[])`
}

/** So far back from the head the past of limits is told, and so far from there a cause is looked for, in revisions. */
export type HistoryBounds = { fromHead: number; forCause: number }
export const historyBounds: HistoryBounds = { fromHead: 250_000, forCause: 100_000 }
/** Of members there are many, and each may ask for themselves. */
export const memberHistoryBounds: HistoryBounds = { fromHead: 20_000, forCause: 20_000 }

export type PastLimit = PastSpendLimit & {
  /** The change that made it so; undefined when time alone did, or none was found as far back as was looked. */
  cause: Change | undefined
}
export type PastLimits = {
  limits: Map<string, PastLimit>
  /** Those who were not there, because of whom nobody can know. */
  lostTo: Change<'DirectoryDeleted'> | undefined
}

/**
 * What applied to each of a few users at a position of the log, `at` being the time of its change, and what made it so. Those that were not there are left
 * out. The log after the position is needed; what lies before it only for the causes.
 */
export async function readPastLimits(
  database: ReadDatabase,
  teamId: string,
  userIds: readonly string[],
  { position, at }: { position: Position; at: Date },
  { forCause }: HistoryBounds,
): Promise<PastLimits | undefined> {
  const walk = createWalk(database, teamId, userIds, position, forCause)
  const facts = await walk.begin()
  if (!facts) return undefined
  const past: PastLimits = { limits: new Map(), lostTo: facts.lostTo }
  const open = new Map<string, Decision>()
  for (const id of userIds) {
    const effective = explain(facts, id, at)
    if (!effective) continue
    past.limits.set(id, { ...effective, cause: undefined })
    const decision = decide(facts, id)!
    // What the log has not told of yet has no change that made it so.
    if (isSameDecision(decision, decisionOf(effective))) open.set(id, decision)
  }
  if (open.size === 0) return past
  await walk.back((turns) => {
    for (const { userId, change, before } of turns) {
      const decision = open.get(userId)
      if (!decision || isSameDecision(before, decision)) continue
      past.limits.get(userId)!.cause = change
      open.delete(userId)
    }
    return open.size > 0
  })
  return past
}

export type LimitTurn = { cause: Change; before: Decision | undefined; after: Decision | undefined }
export type LimitTurns = {
  /** The newest first. */
  turns: LimitTurn[]
  lostTo: Change<'DirectoryDeleted'> | undefined
  /** Whether the log was read to its beginning, or as far as it goes. */
  isComplete: boolean
  /** Whether the user was seen at all. */
  wasSeen: boolean
}

/** The changes at or before the position after which one user's effective limit was another than before: at most `most`, the newest first. */
export async function readLimitTurns(
  database: ReadDatabase,
  teamId: string,
  userId: string,
  position: Position,
  most: number,
  { forCause }: HistoryBounds,
): Promise<LimitTurns | undefined> {
  const walk = createWalk(database, teamId, [userId], position, forCause)
  const facts = await walk.begin()
  if (!facts) return undefined
  let turns: LimitTurn[] = []
  let wasSeen = facts.users.has(userId)
  const isComplete = await walk.back((made, isAnew) => {
    if (isAnew) turns = []
    for (const { change, before, after } of made) {
      wasSeen = true
      if (!isSameDecision(before, after)) turns.push({ cause: change, before, after })
    }
    return turns.length < most
  })
  return { turns: turns.slice(0, most), lostTo: facts.lostTo, isComplete, wasSeen }
}

/** What a change was to one of the users. */
type Turn = { userId: string; change: Change; before: Decision | undefined; after: Decision | undefined }

const firstWindow = 1_000
const largestWindow = 20_000

/**
 * Goes back in the log from a position, window by window. A user who left a group further back had its limit then: it is read with the rows,
 * and the way is gone again from the start.
 */
function createWalk(database: ReadDatabase, teamId: string, userIds: readonly string[], position: Position, furthest: number) {
  const groupIds = new Set<string>()
  const asked = new Set(userIds)
  let facts: LimitFacts | undefined

  async function begin(): Promise<LimitFacts | undefined> {
    const read = await readLimitFacts(database, teamId, { userIds, groupIds: [...groupIds] }, position)
    if (!read || read === 'TOO_FAR') return (facts = undefined)
    facts = read.facts
    for (const change of read.later) undo(facts, change)
    return facts
  }

  /**
   * Hands on what each window's changes were to the users, the newest first, until that answers false; `isAnew`: from the start again, what was handed on before
   * does not count. Answers whether it came to the beginning of the log.
   */
  async function back(take: (turns: readonly Turn[], isAnew: boolean) => boolean): Promise<boolean> {
    const windows: Change[][] = []
    let [upTo, size] = [position.revision, firstWindow]
    const last = Math.max(0, position.revision - furthest)
    while (upTo > last) {
      const after = Math.max(last, upTo - size)
      const changes = await readDecidingChanges(database, teamId, { after, upTo, userIds })
      windows.push(changes)
      const unknown = [...groupsLeftIn(changes, asked)].filter((id) => !facts!.knownGroups.has(id))
      const isAnew = unknown.length > 0
      if (isAnew) {
        for (const id of unknown) groupIds.add(id)
        if (!(await begin())) return false
      }
      for (const [index, window] of (isAnew ? windows : [changes]).entries()) {
        if (!take(turnsIn(facts!, window), isAnew && index === 0)) return false
      }
      ;[upTo, size] = [after, Math.min(size * 4, largestWindow)]
    }
    return upTo === 0
  }

  return { begin, back }
}

/** Undoes the changes, and says what each was to whom it may have concerned. */
function turnsIn(facts: LimitFacts, changes: readonly Change[]): Turn[] {
  const turns: Turn[] = []
  for (const change of changes) {
    const affected = [...usersAffectedBy(facts, change)].map((userId) => ({ userId, change, after: decide(facts, userId) }))
    undo(facts, change)
    for (const one of affected) {
      // Whoever is not known about before was there all the same.
      if (presenceOf(facts, one.userId) !== 'UNKNOWN') turns.push({ ...one, before: decide(facts, one.userId) })
    }
  }
  return turns
}

/**
 * Who had set these limits, and when, where a later change of the same limit has overwritten it: from the log, by limit id; what the log has no more is
 * left out.
 */
export async function readSettings(database: ReadDatabase, teamId: string, limits: readonly SpendLimit[]): Promise<SpendLimit[]> {
  const open = limits.filter(hasUnknownSetting)
  if (open.length === 0) return [...limits]
  const rows = await database.$queryRaw<{ id: string; version: number; at: Date; label: string }[]>`
    SELECT data->'after'->>'id' AS id, (data->'after'->>'version')::int AS version, at, actor_label AS label FROM changes
    WHERE team_id = ${teamId}::uuid AND kind = 'SpendLimitSet' AND data->'after'->>'id' = ANY(${open.map(({ id }) => id)})`
  return limits.map((limit) => {
    const row = hasUnknownSetting(limit) ? rows.find(({ id, version }) => id === limit.id && version === limit.version) : undefined
    return row ? { ...limit, setAt: row.at, setBy: row.label } : limit
  })
}

/** A position that is in the team's log as it is, with the time of its change; or why it cannot be gone back to. */
export type Placed = { position: Position; at: Date } | { reason: 'PRUNED' | 'REPLACED' | 'AHEAD' | 'TOO_FAR'; head: Position }

/** Undefined when there is no such team. */
export async function place(
  database: ReadDatabase,
  teamId: string,
  position: Position,
  { fromHead }: HistoryBounds,
): Promise<Placed | undefined> {
  const { revision, changeId } = position
  const head = await readHead(database, teamId)
  // Before the first change stands the team itself: of that the first change is needed.
  const where = { teamId_revision: { teamId, revision: Math.max(1, revision) } }
  const at = await database.change.findUnique({ where, select: { id: true, at: true } })
  if (!head) return undefined
  if (revision > head.revision) return { reason: 'AHEAD', head }
  if (!at) return { reason: 'PRUNED', head }
  if (changeId !== (revision === 0 ? teamId : at.id)) return { reason: 'REPLACED', head }
  return head.revision - revision > fromHead ? { reason: 'TOO_FAR', head } : { position, at: at.at }
}
