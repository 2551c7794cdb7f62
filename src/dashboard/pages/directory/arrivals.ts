import type { TeamChange } from '../../live/change-facts.ts'

export type Arrival = { revision: number; at: string; kind: 'person' | 'group' | 'members'; id: string; name: string; count: number }

/** What has happened in one second of the server's clock. `at` is that second, in milliseconds since 1970. */
type Second = { at: number; people: number; changes: number }

/** What has come to a directory since somebody began to look. */
export type Arrivals = {
  people: number
  groups: number
  members: number
  /** Deactivated and deleted people, deleted groups and members that were taken out. */
  removed: number
  /** Of the last minute, oldest first; seconds without changes are not in it. */
  seconds: readonly Second[]
  /** Newest first. */
  recent: readonly Arrival[]
  /** By how much the clock here is ahead of the server's, at most: the least that was seen of a change that came. */
  clockLead: number | undefined
  /** Something happened that the log does not tell any more: there may have been more. */
  isPartial: boolean
}

export const noArrivals: Arrivals = {
  people: 0,
  groups: 0,
  members: 0,
  removed: 0,
  seconds: [],
  recent: [],
  clockLead: undefined,
  isPartial: false,
}

const windowSeconds = 60
export const mostRecent = 8

/** The arrivals with these changes; those of other directories leave them as they were. */
export function withChanges(
  before: Arrivals,
  changes: readonly TeamChange[] | null,
  { directoryId, receivedAt }: { directoryId: string; receivedAt: number },
): Arrivals {
  if (changes === null) return { ...before, isPartial: true }
  const own = changes.map((change) => ({ change, effect: effectOf(change, directoryId) })).filter(({ effect }) => effect !== undefined)
  if (own.length === 0) return before
  const after = { ...before, seconds: [...before.seconds], recent: [...before.recent] }
  for (const { change, effect } of own) {
    const { people = 0, groups = 0, members = 0, removed = 0, arrival } = effect!
    after.people += people
    after.groups += groups
    after.members += members
    after.removed += removed
    if (arrival) after.recent.unshift({ revision: change.revision, at: change.at, ...arrival })
    const at = Date.parse(change.at)
    count(after.seconds, at, people)
    after.clockLead = Math.min(after.clockLead ?? Infinity, receivedAt - at)
  }
  after.recent.length = Math.min(after.recent.length, mostRecent)
  const oldest = serverNow(after, receivedAt) - windowSeconds * 1000
  after.seconds = after.seconds.filter(({ at }) => at > oldest)
  return after
}

/** The server's time, as far as changes have told it. */
function serverNow({ clockLead = 0 }: Pick<Arrivals, 'clockLead'>, now: number): number {
  return now - clockLead
}

function count(seconds: Second[], at: number, people: number): void {
  const second = Math.floor(at / 1000) * 1000
  const last = seconds.findLast((one) => one.at === second)
  if (last) seconds[seconds.indexOf(last)] = { at: second, people: last.people + people, changes: last.changes + 1 }
  else seconds.push({ at: second, people, changes: 1 })
}

type Effect = {
  people?: number
  groups?: number
  members?: number
  removed?: number
  arrival?: Omit<Arrival, 'revision' | 'at'>
}

/** What a change is to the directory; undefined when it is not about what the identity provider keeps there. */
function effectOf(change: TeamChange, directoryId: string): Effect | undefined {
  switch (change.__typename) {
    case 'UserCreated':
      return change.user.directoryId === directoryId ? { people: 1, arrival: personOf(change.user) } : undefined
    case 'UserReactivated':
      return change.userAfter.directoryId === directoryId ? { people: 1, arrival: personOf(change.userAfter) } : undefined
    case 'UserModified':
      return change.userAfter.directoryId === directoryId ? {} : undefined
    case 'UserDeactivated':
      return change.userAfter.directoryId === directoryId ? { removed: 1 } : undefined
    case 'UserDeleted':
      return change.user.directoryId === directoryId ? { removed: 1 } : undefined
    case 'GroupCreated':
      return change.group.directoryId === directoryId ? { groups: 1, arrival: groupOf(change.group) } : undefined
    case 'GroupModified':
      return change.groupAfter.directoryId === directoryId ? {} : undefined
    case 'GroupDeleted':
      return change.group.directoryId === directoryId ? { removed: 1 } : undefined
    case 'MembershipChanged':
      return change.group.directoryId === directoryId ? membersOf(change) : undefined
    default:
      return undefined
  }
}

function personOf({ id, displayName, userName }: { id: string; displayName: string | null; userName: string }): Effect['arrival'] & object {
  return { kind: 'person', id, name: displayName ?? userName, count: 1 }
}

function groupOf({ id, displayName }: { id: string; displayName: string }): Effect['arrival'] & object {
  return { kind: 'group', id, name: displayName, count: 1 }
}

function membersOf({ group, addedCount, removedCount }: Extract<TeamChange, { __typename: 'MembershipChanged' }>): Effect {
  const { id, displayName } = group
  const effect = { members: addedCount, removed: removedCount }
  return addedCount === 0 ? effect : { ...effect, arrival: { kind: 'members', id, name: displayName, count: addedCount } }
}

type Rate = { unit: 'second' | 'minute'; changes: number }

/** Of the last ten seconds, where that is at least one in a second; else of the last minute. */
export function rateOf(arrivals: Arrivals, now: number): Rate {
  const lately = sum(arrivals, now, 10)
  const perSecond = lately.changes / lately.span
  return perSecond >= 1
    ? { unit: 'second', changes: Math.round(perSecond) }
    : { unit: 'minute', changes: sum(arrivals, now, windowSeconds).changes }
}

/** How long it takes until so many more people have come, at the rate of the last minute; undefined while nobody comes. */
export function secondsUntil(arrivals: Arrivals, people: number, now: number): number | undefined {
  const end = serverNow(arrivals, now)
  const first = arrivals.seconds[0]?.at
  if (first === undefined) return undefined
  const { people: came } = sum(arrivals, now, windowSeconds)
  const span = Math.min(windowSeconds, Math.max(5, (end - first) / 1000))
  return came === 0 ? undefined : Math.ceil((people * span) / came)
}

/** Of whole seconds, so that it is of a little more than was asked for: `span` says of how much. */
function sum(arrivals: Arrivals, now: number, seconds: number): { people: number; changes: number; span: number } {
  const end = serverNow(arrivals, now)
  const start = Math.floor(end / 1000 - seconds) * 1000
  let people = 0
  let changes = 0
  for (const second of arrivals.seconds) {
    if (second.at < start) continue
    people += second.people
    changes += second.changes
  }
  return { people, changes, span: (end - start) / 1000 }
}

/** Changes of each of the last `windowSeconds` seconds, oldest first. */
export function secondBySecond(arrivals: Arrivals, now: number): number[] {
  const last = Math.floor(serverNow(arrivals, now) / 1000)
  const bySecond = new Map(arrivals.seconds.map(({ at, changes }) => [at / 1000, changes]))
  return Array.from({ length: windowSeconds }, (_, index) => bySecond.get(last - windowSeconds + 1 + index) ?? 0)
}
