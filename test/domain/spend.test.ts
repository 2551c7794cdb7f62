import { describe, expect, test } from 'vitest'
import {
  areSameLabels,
  decide,
  problemOfKey,
  problemOfLabels,
  problemOfMoment,
  thresholdsReached,
  type SpendLabels,
  type Standing,
} from '../../src/domain/spend.ts'
import type { SpendLimitSource } from '../../src/domain/spend-limit.ts'

const most = Number.MAX_SAFE_INTEGER

function standing(amountMinor: number | null, source: SpendLimitSource, spentMinor = 0, reservedMinor = 0): Standing {
  const period = { key: '2026-11', startsAt: new Date('2026-10-31T23:00:00Z'), resetsAt: new Date('2026-11-30T23:00:00Z') }
  return {
    userId: 'u',
    currency: 'EUR',
    period,
    limit: { isUnlimited: amountMinor === null, amountMinor, source, limitId: null },
    spentMinor,
    reservedMinor,
  }
}

describe('a decision', () => {
  test.each([
    { of: standing(1_000, 'TEAM', 400, 100), requested: 500, denial: null, remaining: 500 },
    { of: standing(1_000, 'TEAM', 400, 100), requested: 501, denial: 'LIMIT_EXCEEDED', remaining: 500 },
    // An amount of 0 asks whether anything is left.
    { of: standing(1_000, 'TEAM', 400, 100), requested: 0, denial: null, remaining: 500 },
    { of: standing(1_000, 'TEAM', 900, 100), requested: 0, denial: 'LIMIT_EXCEEDED', remaining: 0 },
    { of: standing(1_000, 'TEAM', 900, 100), requested: 1, denial: 'LIMIT_EXCEEDED', remaining: 0 },
    // Facts are recorded beyond a limit: what is left is never below 0.
    { of: standing(1_000, 'GROUP', 5_000, 0), requested: 1, denial: 'LIMIT_EXCEEDED', remaining: 0 },
    { of: standing(0, 'USER'), requested: 0, denial: 'LIMIT_IS_ZERO', remaining: 0 },
    { of: standing(0, 'INACTIVE_USER'), requested: 0, denial: 'INACTIVE_USER', remaining: 0 },
    { of: standing(null, 'NONE', most, most), requested: most, denial: null, remaining: null },
    { of: standing(null, 'GROUP', 5, 5), requested: 1, denial: null, remaining: null },
    { of: standing(most, 'USER', most - 1, 0), requested: 1, denial: null, remaining: 1 },
    { of: standing(most, 'USER', most, most), requested: 1, denial: 'LIMIT_EXCEEDED', remaining: 0 },
  ])(
    '$requested at $of.spentMinor + $of.reservedMinor of $of.limit.amountMinor ($of.limit.source): $denial',
    ({ of, requested, denial, remaining }) => {
      const { reason, ...decision } = decide(of, requested)
      expect(decision).toEqual({ ...of, requestedMinor: requested, denial, isAllowed: denial === null, remainingMinor: remaining })
      expect(reason).toMatch(denial === null ? /^Allowed: .+\.$/ : /^Denied: .+\.$/)
    },
  )

  test('says why it is denied, with what is left, what is used and when spend begins anew', () => {
    expect(decide(standing(5_000, 'GROUP', 4_500, 200), 1_000).reason).toBe(
      'Denied: EUR 10.00 is more than the EUR 3.00 that is left of EUR 50.00, the limit of a group: EUR 45.00 is spent and EUR 2.00 is reserved. The next month begins at 2026-11-30T23:00:00.000Z.',
    )
  })
})

describe('thresholds', () => {
  test.each([
    { of: standing(100, 'TEAM', 49), before: [], reached: [] },
    { of: standing(100, 'TEAM', 50), before: [], reached: [50] },
    { of: standing(100, 'TEAM', 100), before: [50], reached: [80, 100] },
    { of: standing(100, 'TEAM', 100), before: [50, 80, 100], reached: [] },
    // 50 % of 3 is reached by 2.
    { of: standing(3, 'TEAM', 1), before: [], reached: [] },
    { of: standing(3, 'TEAM', 2), before: [], reached: [50] },
    { of: standing(0, 'TEAM', 0), before: [], reached: [] },
    { of: standing(0, 'TEAM', 1), before: [], reached: [50, 80, 100] },
    { of: standing(0, 'INACTIVE_USER', 1), before: [], reached: [] },
    { of: standing(null, 'NONE', most), before: [], reached: [] },
  ])('$of.spentMinor of $of.limit.amountMinor ($of.limit.source) after $before reaches $reached', ({ of, before, reached }) => {
    expect(thresholdsReached(of, [50, 80, 100], before)).toEqual(reached)
  })
})

describe('keys, labels and times', () => {
  test('are kept as they are or refused with a sentence', () => {
    for (const key of ['k', 'x'.repeat(200), 'é 🙂', 'reservations:1']) expect(problemOfKey(key)).toBeUndefined()
    for (const key of ['', 'x'.repeat(201), 'a\u0000', 'a\n', '\ud800', 'reservation:1'])
      expect(problemOfKey(key)).toMatch(/^idempotencyKey .+\.$/)
    for (const labels of [{}, { a: '' }, { ['x'.repeat(64)]: 'x'.repeat(256) }]) expect(problemOfLabels(labels)).toBeUndefined()
    const wrong: SpendLabels[] = [{ '': 'x' }, { ['x'.repeat(65)]: 'x' }, { a: 'x'.repeat(257) }, { a: '\u0000' }]
    for (const labels of wrong) expect(problemOfLabels(labels)).toMatch(/\.$/)
    expect(problemOfMoment(null)).toBeUndefined()
    for (const at of [Number.NaN, 8.64e15, -8.64e15]) expect(problemOfMoment(new Date(at))).toMatch(/400 days back/)
  })

  test('labels are the same in any order, and only then', () => {
    expect(areSameLabels({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
    const others: SpendLabels[] = [{}, { a: '1' }, { a: '1', b: '3' }, { a: '1', c: '2' }]
    for (const other of others) expect(areSameLabels({ a: '1', b: '2' }, other)).toBe(false)
  })
})
