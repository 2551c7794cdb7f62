import type { Change, ChangeKind, NewChange } from './change.ts'
import {
  effectiveSpendLimit,
  type Candidate,
  type EffectiveSpendLimit,
  type EffectiveValue,
  type SpendLimit,
  type SpendLimitState,
} from './spend-limit.ts'

/** Kinds of change that may make another value of somebody's effective limit. */
export const decidingKinds = [
  'UserCreated',
  'UserDeactivated',
  'UserReactivated',
  'UserDeleted',
  'MembershipChanged',
  'SpendLimitSet',
  'SpendLimitCleared',
  'SpendLimitExpired',
  'DirectoryDeleted',
] as const satisfies readonly ChangeKind[]

const deciding: ReadonlySet<ChangeKind> = new Set(decidingKinds)

/**
 * What decides the limits of some users of a team (or of all), at one place of its log. It is rolled back from change to change by `undo`. An
 * override counts until the log says that it does not: what time alone has ended shows only where a moment is given.
 */
export type LimitFacts = {
  teamId: string
  currency: string
  /** Users that facts are kept of; undefined: all. */
  tracked: ReadonlySet<string> | undefined
  /** Tracked users that are there. */
  users: Map<string, { active: boolean }>
  /** Of tracked users, and only groups that ever had a limit need be in it. */
  groupsOf: Map<string, Set<string>>
  membersOf: Map<string, Set<string>>
  groupNames: Map<string, string>
  /** Limits that are set, by the id of their target. */
  limits: Map<string, SpendLimit>
  /** Groups whose limits are known: set, or known to be none. */
  knownGroups: Set<string>
  /** Whoever is not there was perhaps one of its users: a directory's deletion does not say who they were. */
  lostTo: Change<'DirectoryDeleted'> | undefined
  /** Not there for certain, whatever `lostTo` says. */
  absent: Set<string>
}

/** What has to be another for the effective limit to have changed. Which of equal limits decided it is not in it. */
export type Decision = EffectiveValue

export function emptyLimitFacts(teamId: string, currency: string, tracked: ReadonlySet<string> | undefined): LimitFacts {
  return {
    teamId,
    currency,
    tracked,
    users: new Map(),
    groupsOf: new Map(),
    membersOf: new Map(),
    groupNames: new Map(),
    limits: new Map(),
    knownGroups: new Set(),
    lostTo: undefined,
    absent: new Set(),
  }
}

/** Makes the facts from after a change those from before it. Changes that decide no limit leave them as they are. */
export function undo(facts: LimitFacts, change: Change): void {
  switch (change.kind) {
    case 'UserCreated': {
      const { id } = change.data.user
      if (!tracks(facts, id)) return
      forgetUser(facts, id)
      facts.absent.add(id)
      return
    }
    case 'UserDeleted': {
      const { id, active } = change.data.user
      if (!tracks(facts, id)) return
      forgetUser(facts, id)
      facts.users.set(id, { active })
      return
    }
    case 'UserDeactivated':
    case 'UserReactivated': {
      const { id, active } = change.data.before
      if (facts.users.has(id)) facts.users.set(id, { active })
      return
    }
    case 'MembershipChanged': {
      const { group, addedUserIds, removedUserIds } = change.data
      if (!facts.groupNames.has(group.id)) facts.groupNames.set(group.id, group.displayName)
      for (const id of addedUserIds) if (tracks(facts, id)) leave(facts, id, group.id)
      for (const id of removedUserIds) if (tracks(facts, id)) enter(facts, id, group.id)
      return
    }
    case 'GroupModified':
      facts.groupNames.set(change.data.before.id, change.data.before.displayName)
      return
    case 'GroupDeleted':
      facts.groupNames.set(change.data.group.id, change.data.group.displayName)
      return
    case 'SpendLimitSet': {
      const { before, after } = change.data
      if (before) putLimit(facts, before)
      else facts.limits.delete(after.target.id)
      return
    }
    case 'SpendLimitCleared':
    case 'SpendLimitExpired':
      putLimit(facts, change.data.before)
      return
    case 'DirectoryDeleted':
      // Those who are there are of other directories. Of the others nothing is known from here back, until the log speaks of them.
      facts.lostTo = change
      facts.absent.clear()
      return
    default:
  }
}

/** Puts a tracked user into a group. */
export function enter(facts: LimitFacts, userId: string, groupId: string): void {
  setOf(facts.groupsOf, userId).add(groupId)
  setOf(facts.membersOf, groupId).add(userId)
}

function leave(facts: LimitFacts, userId: string, groupId: string): void {
  facts.groupsOf.get(userId)?.delete(groupId)
  facts.membersOf.get(groupId)?.delete(userId)
}

function forgetUser(facts: LimitFacts, userId: string): void {
  for (const groupId of facts.groupsOf.get(userId) ?? []) facts.membersOf.get(groupId)?.delete(userId)
  facts.groupsOf.delete(userId)
  facts.users.delete(userId)
}

function tracks({ tracked }: LimitFacts, userId: string): boolean {
  return tracked === undefined || tracked.has(userId)
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key)
  if (!set) sets.set(key, (set = new Set()))
  return set
}

function putLimit(facts: LimitFacts, state: SpendLimitState): void {
  const { id, target, amountMinor, version, expiresAt } = state
  const { teamId } = facts
  const known = facts.limits.get(target.id)
  const { setAt, setBy } = known?.id === id && known.version === version ? known : unknownSetting
  const limit = { id, teamId, target, isSet: true, amountMinor, version, setAt, setBy }
  facts.limits.set(target.id, { ...limit, expiresAt: expiresAt == null ? null : new Date(expiresAt) })
}

/** A change does not carry who had set a limit before it, and when. */
const unknownSetting = { setAt: new Date(0), setBy: '' }

export function hasUnknownSetting({ setAt }: SpendLimit): boolean {
  return setAt.getTime() === 0
}

/** `UNKNOWN`: a directory was deleted later, and it may have been of that. */
export function presenceOf({ users, lostTo, absent }: LimitFacts, userId: string): 'THERE' | 'ABSENT' | 'UNKNOWN' {
  if (users.has(userId)) return 'THERE'
  return lostTo && !absent.has(userId) ? 'UNKNOWN' : 'ABSENT'
}

const inactive: Decision = { isUnlimited: false, amountMinor: 0, source: 'INACTIVE_USER' }
const undecided: Decision = { isUnlimited: true, amountMinor: null, source: 'NONE' }

/** The value of domain/spend-limit.ts without the reasons, for many users; undefined for one that is not there. Overrides count until the log ends them. */
export function decide(facts: LimitFacts, userId: string): Decision | undefined {
  const user = facts.users.get(userId)
  if (!user) return undefined
  if (!user.active) return inactive
  const { limits, teamId } = facts
  const deciding = limits.get(userId) ?? highestOfGroups(facts, userId) ?? limits.get(teamId)
  if (!deciding) return undecided
  const { amountMinor, target } = deciding
  return { isUnlimited: amountMinor === null, amountMinor, source: target.kind }
}

function highestOfGroups({ limits, groupsOf }: LimitFacts, userId: string): SpendLimit | undefined {
  let highest: SpendLimit | undefined
  for (const groupId of groupsOf.get(userId) ?? []) {
    const limit = limits.get(groupId)
    if (limit && (!highest || (limit.amountMinor ?? Infinity) > (highest.amountMinor ?? Infinity))) highest = limit
  }
  return highest
}

export function isSameDecision(a: Decision | undefined, b: Decision | undefined): boolean {
  return a === b || (a?.amountMinor === b?.amountMinor && a?.source === b?.source)
}

export type PastCandidate = EffectiveSpendLimit['candidates'][number] & { groupName: string | null }
/** An effective limit as it was. */
export type PastSpendLimit = Omit<EffectiveSpendLimit, 'candidates'> & { candidates: PastCandidate[] }

/** The value with its reasons. `at`: overrides that had expired then do not count; without it they count until the log ends them. */
export function explain(facts: LimitFacts, userId: string, at?: Date): PastSpendLimit | undefined {
  const user = facts.users.get(userId)
  if (!user) return undefined
  const { limits, teamId, groupsOf, groupNames, currency } = facts
  const targets = [userId, ...(groupsOf.get(userId) ?? []), teamId]
  const candidates = targets.flatMap((target): Candidate[] => {
    const spendLimit = limits.get(target)
    if (!spendLimit || (at && spendLimit.expiresAt && spendLimit.expiresAt <= at)) return []
    return [spendLimit.target.kind === 'GROUP' ? { spendLimit, groupName: groupNames.get(target) ?? '' } : { spendLimit }]
  })
  const effective = effectiveSpendLimit(user, candidates, currency)
  return {
    ...effective,
    candidates: effective.candidates.map((candidate) => {
      const { kind, id } = candidate.spendLimit.target
      return { ...candidate, groupName: kind === 'GROUP' ? (groupNames.get(id) ?? '') : null }
    }),
  }
}

export function decisionOf({ isUnlimited, amountMinor, source }: EffectiveSpendLimit | PastSpendLimit): Decision {
  return { isUnlimited, amountMinor, source }
}

export function isDeciding(change: Pick<NewChange, 'kind'>): boolean {
  return deciding.has(change.kind)
}

/** Tracked users whose decision the change may have made another. The facts are those from after it. */
export function usersAffectedBy(facts: LimitFacts, change: Change): Iterable<string> {
  switch (change.kind) {
    case 'UserCreated':
    case 'UserDeleted':
      return trackedOf(facts, [change.data.user.id])
    case 'UserDeactivated':
    case 'UserReactivated':
      return trackedOf(facts, [change.data.after.id])
    case 'MembershipChanged': {
      const { group, addedUserIds, removedUserIds } = change.data
      // A group without a limit takes no part.
      return facts.limits.has(group.id) ? trackedOf(facts, [...addedUserIds, ...removedUserIds]) : []
    }
    case 'SpendLimitSet':
    case 'SpendLimitCleared':
    case 'SpendLimitExpired': {
      const { target } = change.kind === 'SpendLimitSet' ? change.data.after : change.data.before
      if (target.kind === 'USER') return trackedOf(facts, [target.id])
      return target.kind === 'GROUP' ? (facts.membersOf.get(target.id) ?? []) : facts.users.keys()
    }
    default:
      return []
  }
}

function trackedOf(facts: LimitFacts, userIds: string[]): string[] {
  return facts.tracked === undefined ? userIds : userIds.filter((id) => tracks(facts, id))
}

const membersByChange = new WeakMap<Change, ReadonlySet<string>>()

/**
 * Whether a change can have made another value of this user's limit, or ended the user. Cheap, and may say yes where it did not: which groups the user
 * is in is not asked.
 */
export function mayDecideFor(userId: string, change: Change): boolean {
  switch (change.kind) {
    case 'UserCreated':
    case 'UserDeleted':
      return change.data.user.id === userId
    case 'UserDeactivated':
    case 'UserReactivated':
      return change.data.after.id === userId
    case 'MembershipChanged': {
      // Asked once for each who follows some user: of ten thousand members a list is too slow.
      let members = membersByChange.get(change)
      if (!members) membersByChange.set(change, (members = new Set([...change.data.addedUserIds, ...change.data.removedUserIds])))
      return members.has(userId)
    }
    case 'SpendLimitSet':
    case 'SpendLimitCleared':
    case 'SpendLimitExpired': {
      const { target } = change.kind === 'SpendLimitSet' ? change.data.after : change.data.before
      return target.kind !== 'USER' || target.id === userId
    }
    case 'DirectoryDeleted':
      return true
    default:
      return false
  }
}

/** How many users a change made what of. `raised` and `lowered` are of those who were there before and after; `zero`: the amount became 0. */
export type DecisionCounts = { changed: number; raised: number; lowered: number; zero: number; unlimited: number }
export type ChangedDecision = { userId: string; before: Decision | undefined; after: Decision | undefined }

export function countDecisions(changed: readonly ChangedDecision[]): DecisionCounts {
  const counts = { changed: changed.length, raised: 0, lowered: 0, zero: 0, unlimited: 0 }
  for (const { before, after } of changed) {
    if (before && after) {
      const [from, to] = [before.amountMinor ?? Infinity, after.amountMinor ?? Infinity]
      if (to > from) counts.raised++
      if (to < from) counts.lowered++
    }
    if (after?.amountMinor === 0 && before?.amountMinor !== 0) counts.zero++
    if (after?.isUnlimited && !before?.isUnlimited) counts.unlimited++
  }
  return counts
}
