import type { LiveState, StaleReason } from '../../client/live-state.ts'

/** How fresh what is on the screen is: the least fresh of all that is followed and read. `since`: milliseconds since 1970, the last moment proven up to date. */
export type Freshness =
  | { name: 'live' }
  | { name: 'connecting' }
  | { name: 'catchingUp'; since: number }
  | { name: 'stale'; since: number; reason: StaleReason | 'silent' | 'readFailed'; retryAt?: number }
  /** The browser itself knows of no network. */
  | { name: 'offline'; since: number; retryAt?: number }
  /** Nothing comes any more. */
  | { name: 'ended'; reason: string }

/** What on the screen has not been read again since a change. */
export type Lag = {
  /** The change that it lacks; milliseconds since 1970. */
  since: number
  /** For how long that has stood on the screen. */
  waitingMilliseconds: number
  /** It was tried, and could not be read. */
  hasFailed: boolean
}

/** A time on both clocks: that of the day is shown and can be set back, the other one measures how long something takes. */
export type Moment = { day: number; clock: number }

export function moment(): Moment {
  return { day: Date.now(), clock: performance.now() }
}

export function lagSince({ day, clock }: Moment, hasFailed: boolean): Lag {
  return { since: day, waitingMilliseconds: performance.now() - clock, hasFailed }
}

export function later(one: Moment, other: Moment): Moment {
  return one.clock >= other.clock ? one : other
}

export function earlier(one: Moment, other: Moment): Moment {
  return one.clock <= other.clock ? one : other
}

export type FreshnessFacts = {
  states: readonly LiveState[]
  /** Whether the browser knows of a network. */
  isOnline: boolean
  now: number
  /** When the server was last heard. */
  heardAt: number
  /** Since when everything that is followed is live, without regard to what is read again. */
  liveSince: number
  lag: Lag | null
}

const rank: Record<Freshness['name'], number> = { live: 0, connecting: 1, catchingUp: 2, stale: 3, offline: 4, ended: 5 }

/** A socket that is silent for longer is given up by the client (a ping after 12 s, a pong within 5 s): then nothing runs here, as in a computer that slept. */
const silentMilliseconds = 20_000
/** Reading again takes its time, also while all is well. */
const readingMilliseconds = 3_000

/** Whoever was heard in the future was heard before the clock was set back: that proves nothing. */
export function isSilent(now: number, heardAt: number): boolean {
  return Math.abs(now - heardAt) > silentMilliseconds
}

/** What is shown for all facts. Where nothing is followed and nothing lags it is `live`: nothing on the screen could be behind. */
export function freshnessOf(facts: FreshnessFacts): Freshness {
  let least = ofLag(facts)
  for (const state of facts.states) least = lessFresh(least, ofState(state, facts))
  return least
}

function lessFresh(one: Freshness, other: Freshness): Freshness {
  if (rank[other.name] !== rank[one.name]) return rank[other.name] > rank[one.name] ? other : one
  return 'since' in one && 'since' in other && other.since < one.since ? other : one
}

function ofState(state: LiveState, { isOnline, now, heardAt }: FreshnessFacts): Freshness {
  switch (state.name) {
    case 'live':
      if (!isOnline) return { name: 'offline', since: heardAt }
      return isSilent(now, heardAt) ? { name: 'stale', since: Math.min(heardAt, now), reason: 'silent' } : { name: 'live' }
    case 'connecting':
      return isOnline ? { name: 'connecting' } : { name: 'offline', since: state.since }
    case 'catchingUp':
      return isOnline ? { name: 'catchingUp', since: state.since } : { name: 'offline', since: state.since }
    case 'stale': {
      const { since, reason, retryAt } = state
      const retry = retryAt === undefined ? {} : { retryAt }
      return isOnline ? { name: 'stale', since, reason, ...retry } : { name: 'offline', since, ...retry }
    }
    case 'ended':
      return { name: 'ended', reason: state.reason }
  }
}

/** What came while nothing was live is behind until it is read; what comes while all is live only when that takes long. */
function ofLag({ lag, liveSince }: FreshnessFacts): Freshness {
  if (!lag) return { name: 'live' }
  if (lag.hasFailed) return { name: 'stale', since: lag.since, reason: 'readFailed' }
  const isBehind = lag.since <= liveSince || lag.waitingMilliseconds > readingMilliseconds
  return isBehind ? { name: 'catchingUp', since: lag.since } : { name: 'live' }
}

export function largerLag(one: Lag | null, other: Lag | null): Lag | null {
  if (!one || !other) return one ?? other
  return {
    since: Math.min(one.since, other.since),
    waitingMilliseconds: Math.max(one.waitingMilliseconds, other.waitingMilliseconds),
    hasFailed: one.hasFailed || other.hasFailed,
  }
}
