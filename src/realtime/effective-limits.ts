import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Position } from '../domain/change-cursor.ts'
import type { Change, MemberRef } from '../domain/change.ts'
import {
  countDecisions,
  decide,
  explain,
  hasUnknownSetting,
  isSameDecision,
  undo,
  type ChangedDecision,
  type Decision,
  type DecisionCounts,
  type LimitFacts,
  type PastSpendLimit,
} from '../domain/limit-history.ts'
import { readChangeId, readHead } from '../store/change-log.ts'
import type { ReadDatabase } from '../store/database.ts'
import {
  findGroupsWithLimits,
  readAllLimitFacts,
  readDecidingChanges,
  readDecidingChangesAfter,
  readLimitFacts,
  readMemberRefs,
  readSettings,
  type LimitScope,
  type ReadLimitFacts,
} from '../store/limit-history.ts'
import { createReadLine } from '../store/read-line.ts'
import { approximateBytes } from './change-size.ts'
import { affectedBy, beginRollBack, decideOne, limitTargetOf, rollBack, type Rolled } from './limit-roll-back.ts'
import { positionOf } from './recent-changes.ts'
import type { Feeds } from './team-feed.ts'

/** What some changes were to one user: `before` the first and `after` the last of them. */
export type UserTurn = {
  before: Decision | undefined
  after: Decision | undefined
  /** With its reasons; undefined when the user is not there, or not any more. */
  value: PastSpendLimit | undefined
  /** The newest of the changes after which the value was another than before it. */
  cause: Change | undefined
  currency: string
}

/** What one change was to all users of the team. */
export type TeamTurn = {
  cause: Change
  counts: DecisionCounts
  /** In order of user id. */
  changed: readonly ChangedDecision[]
  /** Names of the first `namedUsers` of them. */
  named: ReadonlyMap<string, MemberRef>
  currency: string
}

export const namedUsers = 200

/**
 * What changes of the log make of effective limits, read and computed once for all who follow a team on this node. A change says what it did, and not what it
 * means for whom: that is read from the rows, rolled back to the change when the database has gone on.
 */
export type EffectiveLimits = {
  /** `changes`: those up to `position` that `mayDecideFor` lets through, none left out between. */
  ofUser(teamId: string, userId: string, position: Position, changes: readonly Change[]): Promise<UserTurn>
  /**
   * For each of the changes of `decidingKinds`, none left out between, what it was; those that were nothing to anybody are left out. LOST: it cannot be told
   * any more, because a directory was deleted since, or too much has happened.
   */
  ofTeam(teamId: string, changes: readonly Change[]): Promise<readonly TeamTurn[] | 'LOST'>
}

type Request = {
  userId: string
  position: Position
  changes: readonly Change[]
  turn: UserTurn
  resolve(turn: UserTurn): void
  reject(error: unknown): void
}

export type EffectiveLimitsOptions = {
  database: ReadDatabase
  feeds: Pick<Feeds, 'read'>
  /** How far behind the head what changes were to a team is still told, in revisions. */
  mostBehind?: number
  /** From so far behind the head on, many changes are computed at once: what lies between them and the head is read for all of them together. */
  farBehind?: number
  /** About how much of what changes were is remembered. */
  rememberedBytes?: number
}

/** So long a read is tried again. Whoever follows has to come again after that. */
const patienceMilliseconds = 20_000

/** Fewer than the reads of the log that run at a time (team-feed.ts), which stay for those who only follow it. */
const readsAtOnce = 3
/** A computation from far behind holds the facts of a whole team. */
const farAtOnce = 2
/** What is computed at once from far behind, at most: changes, their bytes, and users whose limits they may have made others. */
const mostAhead = { count: 10_000, bytes: 16 * 1024 * 1024, users: 100_000 }

export function createEffectiveLimits({
  database,
  feeds,
  mostBehind = 50_000,
  farBehind = 500,
  rememberedBytes = 64 * 1024 * 1024,
}: EffectiveLimitsOptions): EffectiveLimits {
  const waiting = new Map<string, Request[]>()
  /** By team: one computation after the other, so that the next finds what the one before it has remembered. */
  const turns = new Map<string, Promise<unknown>>()
  const remembered = createMemory(rememberedBytes)
  const line = createReadLine({ atOnce: readsAtOnce })
  const farLine = createReadLine({ atOnce: farAtOnce })

  /** One at a time of a team, whatever it is for. */
  const read = <T>(teamId: string, act: () => Promise<T>): Promise<T> =>
    line.run(teamId, () => feeds.read(act, { signal: AbortSignal.timeout(patienceMilliseconds) }))

  function ofUser(teamId: string, userId: string, position: Position, changes: readonly Change[]): Promise<UserTurn> {
    return new Promise((resolve, reject) => {
      const turn: UserTurn = { before: undefined, after: undefined, value: undefined, cause: undefined, currency: '' }
      const request = { userId, position, changes, turn, resolve, reject }
      const queue = waiting.get(teamId)
      if (queue) queue.push(request)
      else {
        waiting.set(teamId, [request])
        void answerAll(teamId)
      }
    })
  }

  /** All who ask in the same turn, and all who ask while others are answered, share one read. */
  async function answerAll(teamId: string): Promise<void> {
    for (;;) {
      await nextTurn()
      const requests = waiting.get(teamId)!
      if (requests.length === 0) return void waiting.delete(teamId)
      waiting.set(teamId, [])
      try {
        await answer(teamId, requests)
        for (const { resolve, turn } of requests) resolve(turn)
      } catch (error) {
        for (const { reject } of requests) reject(error)
      }
    }
  }

  async function answer(teamId: string, requests: readonly Request[]): Promise<void> {
    const inOrder = requests.toSorted((a, b) => b.position.revision - a.position.revision)
    const scope = { userIds: [...new Set(requests.map(({ userId }) => userId))], groupIds: groupsLeftBy(requests) }
    const found = await readFacts(teamId, scope, inOrder.at(-1)!.position)
    // Whoever comes again is told the value that is.
    if (found === 'TOO_FAR') throw new Error(`followers of team ${teamId} are more than ${mostBehind} revisions behind`)
    const { facts, later } = found
    const byRevision = new Map<number, { change: Change; of: Request[] }>()
    for (const change of later) byRevision.set(change.revision, { change, of: [] })
    for (const request of requests) {
      for (const change of request.changes) {
        const entry = byRevision.get(change.revision)
        if (entry) entry.of.push(request)
        else byRevision.set(change.revision, { change, of: [request] })
      }
    }
    let begun = 0
    const beginThose = (from: number): void => {
      for (; begun < inOrder.length && inOrder[begun]!.position.revision >= from; begun++) begin(facts, inOrder[begun]!)
    }
    for (const { change, of } of [...byRevision.values()].toSorted((a, b) => b.change.revision - a.change.revision)) {
      beginThose(change.revision)
      const after = of.map(({ userId }) => decide(facts, userId))
      undo(facts, change)
      for (const [index, { userId, turn }] of of.entries()) {
        turn.before = decide(facts, userId)
        if (!isSameDecision(turn.before, after[index])) turn.cause ??= change
      }
    }
    beginThose(0)
    await completeSettings(teamId, requests)
  }

  /** Where a limit was overwritten since, who had set it is in the log. */
  async function completeSettings(teamId: string, requests: readonly Request[]): Promise<void> {
    const candidates = requests
      .flatMap(({ turn }) => turn.value?.candidates ?? [])
      .filter(({ spendLimit }) => hasUnknownSetting(spendLimit))
    if (candidates.length === 0) return
    const limits = await read(teamId, () =>
      readSettings(
        database,
        teamId,
        candidates.map(({ spendLimit }) => spendLimit),
      ),
    )
    for (const [index, candidate] of candidates.entries()) candidate.spendLimit = limits[index]!
    for (const { turn } of requests) {
      const { value } = turn
      if (!value?.decidedBy) continue
      const { id } = value.decidedBy
      turn.value = { ...value, decidedBy: value.candidates.find(({ spendLimit }) => spendLimit.id === id)!.spendLimit }
    }
  }

  async function readFacts(teamId: string, scope: LimitScope, position: Position): Promise<ReadLimitFacts | 'TOO_FAR'> {
    const found = await read(teamId, () => readLimitFacts(database, teamId, scope, position, mostBehind))
    if (!found) throw new Error(`the log of team ${teamId} ends before revision ${position.revision}, which was heard of`)
    return found
  }

  async function ofTeam(teamId: string, changes: readonly Change[]): Promise<readonly TeamTurn[] | 'LOST'> {
    const before = turns.get(teamId)
    const mine = (before ?? Promise.resolve()).then(() => turnsOfTeam(teamId, changes))
    const settled = mine.catch(() => {})
    turns.set(teamId, settled)
    try {
      return await mine
    } finally {
      if (turns.get(teamId) === settled) turns.delete(teamId)
    }
  }

  async function turnsOfTeam(teamId: string, changes: readonly Change[]): Promise<readonly TeamTurn[] | 'LOST'> {
    const known = new Map<string, TeamTurn | undefined>()
    for (const { id } of changes) if (remembered.has(id)) known.set(id, remembered.get(id))
    const first = changes.findIndex(({ id }) => !known.has(id))
    if (first >= 0) {
      const last = changes.findLastIndex(({ id }) => !known.has(id))
      const made = await computeTurns(teamId, changes.slice(first, last + 1))
      if (made === 'LOST') return made
      for (const { cause, turn } of made) {
        known.set(cause.id, turn)
        remembered.add(cause.id, turn)
      }
    }
    return changes.flatMap(({ id }) => known.get(id) ?? [])
  }

  async function computeTurns(teamId: string, changes: readonly Change[]): Promise<MadeTurn[] | 'LOST'> {
    const { revision } = changes.at(-1)!
    const head = await read(teamId, () => readHead(database, teamId))
    if (!head || head.revision < revision) throw new Error(`the log of team ${teamId} ends before revision ${revision}, which was heard of`)
    const behind = head.revision - revision
    if (behind > mostBehind) return 'LOST'
    return behind > farBehind ? farLine.run(teamId, () => computeFar(teamId, changes)) : computeNear(teamId, changes)
  }

  /** Only whom the changes concern is read, and what happened since. */
  async function computeNear(teamId: string, changes: readonly Change[]): Promise<MadeTurn[] | 'LOST'> {
    const position = positionOf(changes.at(-1)!)
    const memberships = new Set(changes.flatMap((change) => (change.kind === 'MembershipChanged' ? [change.data.group.id] : [])))
    const withLimits = await read(teamId, () => findGroupsWithLimits(database, [...memberships]))
    for (const id of groupsOfLimits(changes)) withLimits.add(id)
    let found: ReadLimitFacts | 'TOO_FAR'
    for (;;) {
      found = await readFacts(teamId, scopeOf(changes, withLimits), position)
      if (found === 'TOO_FAR') return 'LOST'
      // Deleted since with their limits, which they still had.
      const more = [...groupsOfLimits(found.later)].filter((id) => memberships.has(id) && !withLimits.has(id))
      if (more.length === 0) break
      for (const id of more) withLimits.add(id)
    }
    const { later } = found
    // Whose users they were is not known: with everybody's facts it can be told which changes had nothing to do with them.
    if ([...changes.slice(1), ...later].some(({ kind }) => kind === 'DirectoryDeleted'))
      return farLine.run(teamId, () => computeFar(teamId, changes))
    const rolled = beginRollBack(found.facts)
    const { facts } = rolled
    for (const change of later) rollBack(rolled, change)
    const decided = await decideBack(rolled, changes)
    return decided === 'LOST' ? decided : withNames(teamId, facts.currency, decided, refsOf([...changes, ...later]))
  }

  /**
   * Of a replay from far behind: everybody's limits are rolled back from the head, page by page and keeping none of it, and what the changes that
   * follow were is computed in the same go. It is remembered, so that the next pages of the replay need no read.
   */
  async function computeFar(teamId: string, changes: readonly Change[]): Promise<MadeTurn[] | 'LOST'> {
    const last = changes.at(-1)!
    const following = await readAhead(teamId, last.revision)
    const { facts, head } = await read(teamId, () => readAllLimitFacts(database, teamId))
    if (head.revision - last.revision > mostBehind) return 'LOST'
    const all = [...changes, ...following.slice(0, countAhead(facts, following))]
    const rolled = beginRollBack(facts)
    // Of those who have gone since, who they were.
    const refs = new Map<string, MemberRef>()
    const from = all.at(-1)!.revision
    let size = firstPage
    for (let upTo = head.revision; upTo > from;) {
      const range = { after: Math.max(from, upTo - size), upTo, userIds: undefined }
      const page = await read(teamId, () => readDecidingChanges(database, teamId, range))
      for (const change of page) {
        if (change.kind === 'UserDeleted') refs.set(change.data.user.id, change.data.user)
        rollBack(rolled, change)
      }
      upTo = range.after
      size = nextPage(size, page)
    }
    // Whoever prunes the log takes the oldest first: as long as this one is there, none was missing after it.
    if ((await read(teamId, () => readChangeId(database, teamId, last.revision))) !== last.id) return 'LOST'
    const decided = await decideBack(rolled, all, changes.length)
    return decided === 'LOST' ? decided : withNames(teamId, facts.currency, decided, refsOf(all, refs))
  }

  /** Changes after a revision, the oldest first, as many as may be computed at once. */
  async function readAhead(teamId: string, after: number): Promise<Change[]> {
    const ahead: Change[] = []
    let [bytes, size] = [0, firstPage]
    while (ahead.length < mostAhead.count && bytes < mostAhead.bytes) {
      const from = ahead.at(-1)?.revision ?? after
      const limit = size
      const page = await read(teamId, () => readDecidingChangesAfter(database, teamId, from, limit))
      ahead.push(...page)
      for (const change of page) bytes += approximateBytes(change)
      if (page.length < limit) break
      size = nextPage(size, page)
    }
    return ahead
  }

  /** The newest first. LOST when what one of the first `needed` changes was cannot be known; of the others those that cannot are left out. */
  async function decideBack(rolled: Rolled, changes: readonly Change[], needed = changes.length): Promise<Decided[] | 'LOST'> {
    const made: Decided[] = []
    let decisions = 0
    for (let index = changes.length - 1; index >= 0; index--) {
      const cause = changes[index]!
      const changed = decideOne(rolled, cause)
      if (changed !== 'LOST') made.push({ cause, changed })
      else if (index < needed) return changed
      decisions += affectedBy(rolled.facts, cause)
      if (decisions < decisionsPerTurn) continue
      decisions = 0
      await nextTurn()
    }
    return made
  }

  /** With how the first of each are called now; of those who are gone as the log has it. */
  async function withNames(
    teamId: string,
    currency: string,
    decided: readonly Decided[],
    refs: Map<string, MemberRef>,
  ): Promise<MadeTurn[]> {
    const ids = [...new Set(decided.flatMap(({ changed }) => changed.slice(0, namedUsers).map(({ userId }) => userId)))]
    for (let from = 0; from < ids.length; from += namesAtOnce) {
      const some = ids.slice(from, from + namesAtOnce)
      for (const ref of await read(teamId, () => readMemberRefs(database, teamId, some))) refs.set(ref.id, ref)
    }
    return decided.map(({ cause, changed }) => {
      // What was nothing to anybody is not told. Whom a directory's deletion ended it does not say.
      if (changed.length === 0 && cause.kind !== 'DirectoryDeleted') return { cause, turn: undefined }
      return { cause, turn: { cause, changed, counts: countDecisions(changed), named: namesOf(changed, refs), currency } }
    })
  }

  return { ofUser, ofTeam }
}

/** What a change was to the team; undefined: nothing to anybody. */
type MadeTurn = { cause: Change; turn: TeamTurn | undefined }
type Decided = { cause: Change; changed: ChangedDecision[] }

const firstPage = 500
const largestPage = 2_000
const pageBytes = 4 * 1024 * 1024
const namesAtOnce = 10_000
const decisionsPerTurn = 20_000

/** Large changes in small pages, so that what is held stays bounded. */
function nextPage(size: number, changes: readonly Change[]): number {
  let bytes = 0
  for (const change of changes) bytes += approximateBytes(change)
  if (bytes > pageBytes) return Math.max(10, Math.floor(size / 2))
  return bytes < pageBytes / 4 ? Math.min(largestPage, size * 2) : size
}

/** How many of the changes may be computed together, by how many users they may concern. */
function countAhead(facts: LimitFacts, changes: readonly Change[]): number {
  let users = 0
  const count = changes.findIndex((change) => (users += affectedBy(facts, change)) > mostAhead.users)
  return count < 0 ? changes.length : count
}

function refsOf(changes: readonly Change[], refs = new Map<string, MemberRef>()): Map<string, MemberRef> {
  for (const change of changes) for (const ref of refsIn(change)) refs.set(ref.id, ref)
  return refs
}

function begin(facts: LimitFacts, { userId, turn }: Request): void {
  turn.currency = facts.currency
  turn.value = explain(facts, userId)
  turn.after = decide(facts, userId)
  turn.before = turn.after
}

function groupsLeftBy(requests: readonly Request[]): string[] {
  const groupIds = new Set<string>()
  for (const { changes } of requests)
    for (const change of changes) if (change.kind === 'MembershipChanged') groupIds.add(change.data.group.id)
  return [...groupIds]
}

function groupsOfLimits(changes: readonly Change[]): Set<string> {
  return new Set(changes.flatMap((change) => limitTargetOf(change, 'GROUP')))
}

/** Everybody whom one of the changes may have concerned. Members who come to or leave a group that never had a limit are not among them. */
function scopeOf(changes: readonly Change[], withLimits: ReadonlySet<string>): LimitScope {
  const userIds = new Set<string>()
  for (const change of changes) {
    if (change.kind === 'UserCreated' || change.kind === 'UserDeleted') userIds.add(change.data.user.id)
    if (change.kind === 'UserDeactivated' || change.kind === 'UserReactivated') userIds.add(change.data.after.id)
    if (change.kind === 'MembershipChanged' && withLimits.has(change.data.group.id))
      for (const id of [...change.data.addedUserIds, ...change.data.removedUserIds]) userIds.add(id)
    for (const id of limitTargetOf(change, 'USER')) userIds.add(id)
  }
  return {
    userIds: [...userIds],
    membersOf: [...groupsOfLimits(changes)],
    everybody: changes.some((change) => limitTargetOf(change, 'TEAM').length > 0),
    groupIds: [...withLimits],
  }
}

function refsIn(change: Change): MemberRef[] {
  switch (change.kind) {
    case 'UserCreated':
    case 'UserDeleted':
      return [change.data.user]
    case 'UserDeactivated':
    case 'UserReactivated':
      return [change.data.after]
    case 'MembershipChanged':
      return [...change.data.added, ...change.data.removed]
    default:
      return []
  }
}

function namesOf(changed: readonly ChangedDecision[], names: ReadonlyMap<string, MemberRef>): Map<string, MemberRef> {
  const named = new Map<string, MemberRef>()
  for (const { userId } of changed.slice(0, namedUsers)) {
    const ref = names.get(userId)
    if (ref) named.set(userId, { id: ref.id, userName: ref.userName, displayName: ref.displayName })
  }
  return named
}

/** What changes were, by the id of the change; what was added first is forgotten first. */
function createMemory(mostBytes: number) {
  const known = new Map<string, { turn: TeamTurn | undefined; bytes: number }>()
  let size = 0
  return {
    has: (changeId: string) => known.has(changeId),
    get: (changeId: string) => known.get(changeId)?.turn,
    add(changeId: string, turn: TeamTurn | undefined) {
      if (known.has(changeId)) return
      const bytes = 100 + (turn ? approximateBytes(turn.cause) + turn.changed.length * 250 + turn.named.size * 150 : 0)
      known.set(changeId, { turn, bytes })
      size += bytes
      for (const [id, oldest] of known) {
        if (size <= mostBytes) break
        known.delete(id)
        size -= oldest.bytes
      }
    },
  }
}
