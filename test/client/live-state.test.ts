import { describe, expect, test } from 'vitest'
import { nextState, type LiveEvent, type LiveState } from '../../src/client/live-state.ts'

const error = new Error('why')

const states = {
  connecting: { name: 'connecting', since: 10 },
  catchingUp: { name: 'catchingUp', since: 20 },
  live: { name: 'live' },
  stale: { name: 'stale', since: 30, reason: 'connectionLost', detail: 'closed', attempt: 2, retryAt: 99 },
  ended: { name: 'ended', reason: 'unauthorized', error },
} as const satisfies { [Name in LiveState['name']]: Extract<LiveState, { name: Name }> }

const events = {
  'a Checkpoint that has caught up': { type: 'checkpoint', isLive: true, at: 50 },
  'a Checkpoint that has not': { type: 'checkpoint', isLive: false, at: 50 },
  changes: { type: 'changes' },
  'an interruption': { type: 'interrupted', reason: 'gap', detail: 'missing', heardAt: 40 },
  'a wait': { type: 'waiting', attempt: 3, retryAt: 200 },
  'a snapshot': { type: 'snapshot', at: 60 },
  'the end': { type: 'ended', reason: 'stopped' },
} as const satisfies Record<string, LiveEvent>

const live = { name: 'live' } as const
const stopped = { name: 'ended', reason: 'stopped' } as const
const interrupted = (since: number) => ({ name: 'stale', since, reason: 'gap', detail: 'missing' }) as const

/** What each state becomes by each event; `same`: the very same object, so that nobody is told. */
const table = {
  connecting: {
    'a Checkpoint that has caught up': live,
    'a Checkpoint that has not': { name: 'catchingUp', since: 10 },
    changes: { name: 'catchingUp', since: 10 },
    'an interruption': interrupted(10),
    'a wait': 'same',
    'a snapshot': { name: 'connecting', since: 60 },
    'the end': stopped,
  },
  catchingUp: {
    'a Checkpoint that has caught up': live,
    'a Checkpoint that has not': 'same',
    changes: 'same',
    'an interruption': interrupted(20),
    'a wait': 'same',
    'a snapshot': { name: 'catchingUp', since: 60 },
    'the end': stopped,
  },
  live: {
    'a Checkpoint that has caught up': 'same',
    'a Checkpoint that has not': { name: 'catchingUp', since: 50 },
    changes: 'same',
    // Since the server was last heard, not since the loss was noticed.
    'an interruption': interrupted(40),
    'a wait': 'same',
    'a snapshot': { name: 'catchingUp', since: 60 },
    'the end': stopped,
  },
  stale: {
    'a Checkpoint that has caught up': live,
    'a Checkpoint that has not': { name: 'catchingUp', since: 30 },
    changes: { name: 'catchingUp', since: 30 },
    // One interruption after another does not make the view any younger.
    'an interruption': interrupted(30),
    'a wait': { ...states.stale, attempt: 3, retryAt: 200 },
    'a snapshot': { name: 'catchingUp', since: 60 },
    'the end': stopped,
  },
  ended: {
    'a Checkpoint that has caught up': 'same',
    'a Checkpoint that has not': 'same',
    changes: 'same',
    'an interruption': 'same',
    'a wait': 'same',
    'a snapshot': 'same',
    'the end': 'same',
  },
} satisfies Record<LiveState['name'], Record<keyof typeof events, LiveState | 'same'>>

describe.each(Object.entries(table))('A following that is %s', (name, row) => {
  const state: LiveState = states[name as keyof typeof states]

  test.each(Object.entries(row))('after %s', (event, expected) => {
    const next = nextState(state, events[event as keyof typeof events])
    if (expected === 'same') expect(next).toBe(state)
    else expect(next).toEqual(expected)
  })
})

test('The end says why, as its error does', () => {
  expect(nextState(states.live, { type: 'ended', reason: 'refused', error })).toEqual({ name: 'ended', reason: 'refused', error })
})
