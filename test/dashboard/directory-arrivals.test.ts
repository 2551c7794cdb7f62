import { describe, expect, test } from 'vitest'
import type { TeamChange } from '../../src/dashboard/live/change-facts.ts'
import {
  mostRecent,
  noArrivals,
  rateOf,
  secondBySecond,
  secondsUntil,
  withChanges,
  type Arrivals,
} from '../../src/dashboard/pages/directory/arrivals.ts'
import { expiryOf, rotationOf, stateOf, type Credential } from '../../src/dashboard/pages/directory/credential.ts'
import { changedByOthers, withEdited, type Settings } from '../../src/dashboard/pages/directory/settings.ts'
import { wholeNumberIn } from '../../src/dashboard/pages/directory/whole-number.ts'

const now = Date.parse('2026-11-28T12:00:00Z')
let revision = 0

/** A change as the subscription tells it; what no test looks at is left out. */
function change(facts: object, secondsAgo = 0): TeamChange {
  return { revision: ++revision, at: new Date(now - secondsAgo * 1000).toISOString(), ...facts } as TeamChange
}

const user = (id: string, directoryId = 'dir-1') => ({ id, directoryId, userName: `${id}@acme.example`, displayName: null })
const created = (id: string, secondsAgo = 0, directoryId = 'dir-1'): TeamChange =>
  change({ __typename: 'UserCreated', user: user(id, directoryId) }, secondsAgo)

function after(changes: readonly TeamChange[] | null, before: Arrivals = noArrivals, receivedAt = now): Arrivals {
  return withChanges(before, changes, { directoryId: 'dir-1', receivedAt })
}

describe('What arrives is counted', () => {
  test('people, groups and members, and who goes, of this directory alone', () => {
    const group = { id: 'group-1', directoryId: 'dir-1', displayName: 'Engineers' }
    const arrivals = after([
      created('one'),
      created('two', 0, 'dir-2'),
      change({ __typename: 'UserReactivated', userAfter: user('three') }),
      change({ __typename: 'UserDeactivated', userAfter: user('three') }),
      change({ __typename: 'GroupCreated', group }),
      change({ __typename: 'MembershipChanged', group, addedCount: 5, removedCount: 2 }),
      change({ __typename: 'SpendLimitSet' }),
    ])
    expect(arrivals).toMatchObject({ people: 2, groups: 1, members: 5, removed: 3 })
    expect(arrivals.recent.map(({ name }) => name)).toEqual(['Engineers', 'Engineers', 'three@acme.example', 'one@acme.example'])
  })

  test('Changes of others leave it as it was, and a lost part of the log is said', () => {
    expect(after([created('two', 0, 'dir-2')])).toBe(noArrivals)
    expect(after(null)).toEqual({ ...noArrivals, isPartial: true })
  })

  test('Only the last minute and the newest names are kept', () => {
    const many = Array.from({ length: 100 }, (_, index) => created(`user-${index}`, 99 - index))
    const arrivals = after(many)
    expect(arrivals.people).toBe(100)
    expect(arrivals.seconds.length).toBe(60)
    expect(arrivals.recent.map(({ id }) => id)).toEqual(Array.from({ length: mostRecent }, (_, index) => `user-${99 - index}`))
  })
})

describe('The rate', () => {
  test('is by the second when it is fast and by the minute when it is slow', () => {
    const fast = after(Array.from({ length: 300 }, (_, index) => created(`user-${index}`, index / 30)))
    expect(rateOf(fast, now)).toEqual({ unit: 'second', changes: 30 })
    const slow = after([created('one', 50), created('two', 30)])
    expect(rateOf(slow, now)).toEqual({ unit: 'minute', changes: 2 })
    expect(rateOf(slow, now + 61_000)).toEqual({ unit: 'minute', changes: 0 })
  })

  test('is of when things happened: what is caught up with late, under a clock that is wrong, makes no burst', () => {
    const lead = 3_600_000
    const live = after([created('one', 45)], noArrivals, now - 45_000 + lead)
    const late = after([created('two', 30), created('three', 20)], live, now + lead)
    expect(late.clockLead).toBe(lead)
    expect(rateOf(late, now + lead)).toEqual({ unit: 'minute', changes: 3 })
    expect(secondBySecond(late, now + lead).flatMap((changes, index) => (changes > 0 ? [59 - index] : []))).toEqual([45, 30, 20])
  })

  test('says how long the rest takes, and nothing while nobody comes', () => {
    const arrivals = after(Array.from({ length: 60 }, (_, index) => created(`user-${index}`, 59 - index)))
    expect(secondsUntil(arrivals, 120, now)).toBeCloseTo(119, -1)
    expect(secondsUntil(arrivals, 120, now + 120_000)).toBeUndefined()
    expect(secondsUntil(noArrivals, 120, now)).toBeUndefined()
  })
})

describe('Tokens', () => {
  const token = (id: string, more: Partial<Credential> = {}): Credential => ({
    id,
    label: id,
    createdAt: `2026-01-0${id}T00:00:00Z`,
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
    ...more,
  })

  test.each<[string, Credential[], string, string?]>([
    ['nothing is valid', [token('1', { revokedAt: '2026-02-01T00:00:00Z' })], 'issue'],
    ['one is valid', [token('1')], 'issue'],
    ['the new one was not used yet', [token('1', { lastUsedAt: '2026-02-01T00:00:00Z' }), token('2')], 'wait'],
    ['the new one is in use', [token('2', { lastUsedAt: '2026-02-01T00:00:00Z' }), token('1')], 'revoke', '1'],
  ])('are rotated in three steps: %s', (_, tokens, step, old) => {
    const rotation = rotationOf(tokens, now)
    expect([rotation.step, rotation.step === 'revoke' ? rotation.old.id : undefined]).toEqual([step, old])
  })

  test('end when they are revoked, or when their time is over', () => {
    expect(stateOf(token('1', { expiresAt: '2026-11-28T12:00:00Z' }), now)).toBe('expired')
    expect(stateOf(token('1', { expiresAt: '2026-11-28T12:00:01Z' }), now)).toBe('valid')
    expect([expiryOf('never', now), expiryOf('90', now)]).toEqual([null, '2027-02-26T12:00:00.000Z'])
  })
})

describe('Edited settings', () => {
  const seen: Settings = {
    name: 'Okta',
    provider: 'OKTA',
    isStrict: false,
    allowsRepeatedGroupNames: false,
    requestsPerSecond: null,
    removalsPerHour: null,
  }

  test('are what differs from what was seen; what is back as it was is not edited', () => {
    const edit = withEdited({ version: 1, seen, draft: {} }, { name: 'Acme', removalsPerHour: 5 })!
    expect(edit.draft).toEqual({ name: 'Acme', removalsPerHour: 5 })
    expect(withEdited(edit, { name: 'Okta' })!.draft).toEqual({ removalsPerHour: 5 })
    expect(withEdited(edit, { name: 'Okta', removalsPerHour: null })).toBeUndefined()
    expect(changedByOthers(edit, { ...seen, isStrict: true })).toEqual(['isStrict'])
  })

  test.each([
    ['1200', 1200],
    ['1,200', 1200],
    ['1.200', 1200],
    ['1 200 000', 1_200_000],
    ['1.5', Number.NaN],
    ['0', Number.NaN],
    ['-3', Number.NaN],
    ['', Number.NaN],
    ['ten', Number.NaN],
  ])('A number is read as people write it: "%s"', (text, number) => {
    expect(wholeNumberIn(text)).toBe(number)
  })
})
