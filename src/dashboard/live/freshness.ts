import type { LiveState } from '../../client/live-state.ts'

/** How fresh what is on the screen is: the least fresh of all that is followed. `since`: milliseconds since 1970, the last moment proven up to date. */
export type Freshness =
  | { name: 'live' }
  | { name: 'connecting' }
  | { name: 'catchingUp'; since: number }
  | { name: 'stale'; since: number; reason: string; retryAt?: number }
  /** The browser itself knows of no network. */
  | { name: 'offline'; since: number }
  /** Nothing comes any more. */
  | { name: 'ended'; reason: string }

const rank: Record<Freshness['name'], number> = { live: 0, connecting: 1, catchingUp: 2, stale: 3, offline: 4, ended: 5 }

/** What is shown for the states of all followings. Without any it is `live`: nothing on the screen could be behind. */
export function freshnessOf(states: Iterable<LiveState>, isOnline: boolean): Freshness {
  let least: Freshness = { name: 'live' }
  for (const state of states) {
    const freshness = ofState(state, isOnline)
    const isLess = rank[freshness.name] > rank[least.name]
    const isOlder = freshness.name === least.name && 'since' in freshness && 'since' in least && freshness.since < least.since
    if (isLess || isOlder) least = freshness
  }
  return least
}

function ofState(state: LiveState, isOnline: boolean): Freshness {
  switch (state.name) {
    case 'live':
      return { name: 'live' }
    case 'connecting':
      return isOnline ? { name: 'connecting' } : { name: 'offline', since: state.since }
    case 'catchingUp':
      return { name: 'catchingUp', since: state.since }
    case 'stale': {
      const { since, reason, retryAt } = state
      return isOnline ? { name: 'stale', since, reason, ...(retryAt === undefined ? {} : { retryAt }) } : { name: 'offline', since }
    }
    case 'ended':
      return { name: 'ended', reason: state.reason }
  }
}
