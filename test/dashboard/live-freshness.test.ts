import { describe, expect, test } from 'vitest'
import type { LiveState } from '../../src/client/live-state.ts'
import { freshnessOf, largerLag, type Freshness, type FreshnessFacts, type Lag } from '../../src/dashboard/live/freshness.ts'

const now = 1_000_000
const heardAt = now - 1_000
const facts = { isOnline: true, now, heardAt, liveSince: now - 60_000, lag: null }
const of = (states: LiveState[], other: Partial<FreshnessFacts> = {}): Freshness => freshnessOf({ ...facts, states, ...other })

const states = {
  connecting: { name: 'connecting', since: 10 },
  catchingUp: { name: 'catchingUp', since: 20 },
  live: { name: 'live' },
  stale: { name: 'stale', since: 30, reason: 'connectionLost', detail: 'closed with 1006' },
  waiting: { name: 'stale', since: 30, reason: 'noAnswer', detail: 'no answer', attempt: 2, retryAt: 99 },
  stopped: { name: 'ended', reason: 'stopped' },
  rejected: { name: 'ended', reason: 'rejected', error: new Error('no') },
} as const satisfies Record<string, LiveState>

/** Every state of a following, with a network and without. */
const table: Record<keyof typeof states, { online: Freshness; offline: Freshness }> = {
  connecting: { online: { name: 'connecting' }, offline: { name: 'offline', since: 10 } },
  catchingUp: { online: { name: 'catchingUp', since: 20 }, offline: { name: 'offline', since: 20 } },
  live: { online: { name: 'live' }, offline: { name: 'offline', since: heardAt } },
  stale: { online: { name: 'stale', since: 30, reason: 'connectionLost' }, offline: { name: 'offline', since: 30 } },
  waiting: {
    online: { name: 'stale', since: 30, reason: 'noAnswer', retryAt: 99 },
    offline: { name: 'offline', since: 30, retryAt: 99 },
  },
  stopped: { online: { name: 'ended', reason: 'stopped' }, offline: { name: 'ended', reason: 'stopped' } },
  rejected: { online: { name: 'ended', reason: 'rejected' }, offline: { name: 'ended', reason: 'rejected' } },
}

describe('What the screen says of a following', () => {
  test.each(Object.entries(table))('that is %s', (name, { online, offline }) => {
    const state = states[name as keyof typeof states]
    expect(of([state])).toEqual(online)
    expect(of([state], { isOnline: false })).toEqual(offline)
  })

  test('is the least fresh of all, and of two alike the older', () => {
    const order: LiveState[] = [states.live, states.connecting, states.catchingUp, states.stale, states.rejected]
    for (const [index, state] of order.entries()) expect(of(order.slice(0, index + 1)).name).toBe(state.name)
    expect(of([{ ...states.stale, since: 50 }, states.stale, { ...states.stale, since: 40 }])).toMatchObject({ since: 30 })
    expect(of([])).toEqual({ name: 'live' })
  })

  test('is not "live" when the server was not heard for longer than a living socket is silent, as after a sleep', () => {
    expect(of([states.live], { heardAt: now - 20_000 })).toEqual({ name: 'live' })
    expect(of([states.live], { heardAt: now - 20_001 })).toEqual({ name: 'stale', since: now - 20_001, reason: 'silent' })
    // The clock was set back.
    expect(of([states.live], { heardAt: now + 20_001 })).toEqual({ name: 'stale', since: now, reason: 'silent' })
  })
})

describe('What is read again counts', () => {
  const lag = (other: Partial<Lag>): Lag => ({ since: now - 500, waitingMilliseconds: 500, hasFailed: false, ...other })

  test('when it takes long', () => {
    expect(of([states.live], { lag: lag({ waitingMilliseconds: 3_000 }) })).toEqual({ name: 'live' })
    expect(of([states.live], { lag: lag({ waitingMilliseconds: 3_001 }) })).toEqual({ name: 'catchingUp', since: now - 500 })
  })

  test('at once when it failed', () => {
    expect(of([states.live], { lag: lag({ hasFailed: true }) })).toEqual({ name: 'stale', since: now - 500, reason: 'readFailed' })
  })

  test('at once when the change came before the following was live again', () => {
    expect(of([states.live], { lag: lag({}), liveSince: now - 400 })).toEqual({ name: 'catchingUp', since: now - 500 })
    expect(of([states.live], { lag: lag({}), liveSince: now - 600 })).toEqual({ name: 'live' })
  })

  test('less than a lost connection', () => {
    expect(of([states.stale], { lag: lag({ hasFailed: true }) })).toMatchObject({ since: 30, reason: 'connectionLost' })
    expect(of([states.rejected], { lag: lag({ hasFailed: true }) })).toMatchObject({ name: 'ended' })
  })

  test('as the largest of all', () => {
    expect(largerLag(null, null)).toBeNull()
    expect(largerLag(lag({}), null)).toEqual(lag({}))
    expect(largerLag(lag({ since: 5 }), lag({ waitingMilliseconds: 900, hasFailed: true }))).toEqual({
      since: 5,
      waitingMilliseconds: 900,
      hasFailed: true,
    })
  })
})
