import { describe, expect, test } from 'vitest'
import { closedLoop } from './load.ts'
import { liveBarNames, parseOptions, scimBarNames } from './options.ts'
import { parsePgbench } from './pgbench.ts'
import { check, formatBars, formatRows, isKept, toFigureRow, toRow } from './report.ts'
import { measureRounds, movementOf, type LimitPass } from './rounds.ts'
import { percentile, spreadOf } from './statistics.ts'

describe('figures', () => {
  test.each([
    [[3], 50, 3],
    [[1, 2, 3, 4], 50, 2.5],
    [[4, 1, 3, 2], 0, 1],
    [[4, 1, 3, 2], 100, 4],
    [[1, 2, 3, 4, 5], 99, 4.96],
  ])('of %j the %i-th percentile', (values, percent, expected) => {
    expect(percentile(values, percent)).toBeCloseTo(expected)
  })
  test('a spread is the median and its noise', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 })
  })
})

describe('a round is limit, product, limit again', () => {
  const pass = (limit: number): LimitPass => ({ decides: ['limit'], figures: { limit, other: limit * 10 } })
  const measure = (count: number, limits: number[]) => {
    let product = 0
    return measureRounds(count, { limit: async () => pass(limits.shift()!), product: async () => ++product }, () => {})
  }
  test('the limit of a round is the mean of its passes', async () => {
    expect(await measure(2, [100, 120, 90, 110])).toEqual({
      kept: [
        { limit: { limit: 110, other: 1100 }, product: 1 },
        { limit: { limit: 100, other: 1000 }, product: 2 },
      ],
      voidCount: 0,
    })
  })
  test('a limit that moved by more than 1.5 voids the round, and it is measured anew', async () => {
    expect(await measure(1, [100, 151, 100, 66, 100, 150])).toEqual({
      kept: [{ limit: { limit: 125, other: 1250 }, product: 3 }],
      voidCount: 2,
    })
  })
  test('a machine that never holds still is given up', async () => {
    expect(await measure(2, Array.from({ length: 6 }, () => [1, 9]).flat())).toEqual({ kept: [], voidCount: 6 })
  })
  test('of several limits the one that moved most decides', async () => {
    const several = (a: number, b: number): LimitPass => ({ decides: ['a', 'b'], figures: { a, b } })
    expect(movementOf(several(100, 100), several(110, 40))).toBe(2.5)
  })
  test('movement has no direction', () => {
    expect(movementOf(pass(50), pass(100))).toBe(2)
    expect(movementOf(pass(100), pass(50))).toBe(2)
  })
})

describe('bars', () => {
  test.each([
    [{ number: '9', atMost: 3 }, 3, true],
    [{ number: '9', atMost: 3 }, 3.01, false],
    [{ number: 'create', atLeast: 0.2 }, 0.2, true],
    [{ number: 'create', atLeast: 0.2 }, 0.19, false],
    [{ number: 'create', atLeast: 0.2 }, NaN, false],
  ])('%j at %d', (bar, ratio, kept) => {
    expect(isKept(bar, ratio)).toBe(kept)
  })
  test('the ratio of a row is the median of the ratios of its rounds', () => {
    const row = toRow({
      name: 'x',
      unit: '/s',
      against: 'y',
      voidRounds: 1,
      bar: { number: '1', atLeast: 0.5 },
      pairs: [
        { product: 50, limit: 100 },
        { product: 30, limit: 100 },
        { product: 90, limit: 100 },
      ],
    })
    expect(row).toMatchObject({ ratio: { median: 0.5, min: 0.3, max: 0.9 }, isMet: true, rounds: 3, voidRounds: 1 })
    expect(formatRows([row])).toContain(
      '| x    | 50.0/s (30.0–90.0) | y       | 100/s (100–100) | 0.50× (0.30–0.90) | 1: ≥ 0.5× met | 3 + 1 void |',
    )
  })
  test('a figure with nothing beside it is held against a figure', () => {
    const row = toFigureRow({ name: 'x', unit: 'µs', figures: [5, 9, 6], voidRounds: 0, bar: { number: '12', atMost: 6 } })
    expect(row).toMatchObject({ product: { median: 6 }, isMet: true })
    expect(formatRows([row])).toContain('| x    | 6.00 µs (5.00–9.00) |         |       |       | 12: ≤ 6 µs met | 3      |')
  })
  test('those that are missed are named', () => {
    const row = (name: string, figure: number) =>
      toFigureRow({ name, unit: 'MiB', figures: [figure], voidRounds: 0, bar: { number: '15', atMost: 250 } })
    const unjudged = toFigureRow({ name: 'c', unit: 'MiB', figures: [1], voidRounds: 0 })
    expect(formatBars([row('a', 200), row('b', 300), unjudged])).toBe('1 of 2 bars are met.\n  15: ≤ 250 MiB MISSED: b')
  })
  test('without a round no bar is met', () => {
    const row = toRow({ name: 'x', unit: 'ms', against: 'y', voidRounds: 9, bar: { number: '9', atMost: 3 }, pairs: [] })
    expect(row.isMet).toBe(false)
    expect(formatRows([row])).toContain('every round was void')
  })
  test('a check compares what is there', () => {
    expect(check('x', { a: 1 }, { a: 1 }).holds).toBe(true)
    expect(check('x', 3, undefined).holds).toBe(false)
  })
})

describe('pgbench', () => {
  const output =
    'number of failed transactions: 0 (0.000%)\nlatency average = 0.694 ms\ninitial connection time = 4.1 ms\ntps = 1440.513251 (without initial connection time)\n'
  test('is read', () => {
    expect(parsePgbench(output)).toEqual({ perSecond: 1440.513251, latencyMs: 0.694 })
  })
  test.each([output.replace('transactions: 0', 'transactions: 3'), 'nothing'])('does not count when it failed', (text) => {
    expect(() => parsePgbench(text)).toThrow('pgbench did not succeed')
  })
})

test('a closed loop counts what was asked and what was wrong', async () => {
  let asked = 0
  const load = await closedLoop(4, 0.05, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return ++asked === 7 ? 'wrong' : undefined
  })
  expect(load.count).toBe(asked)
  expect(load.latenciesMs).toHaveLength(asked)
  expect(load.problems).toEqual(['wrong'])
})

describe('the command line', () => {
  test('measures a few figures without a name', () => {
    expect(parseOptions([])).toEqual({
      suite: 'default',
      names: ['create-users', 'look-up-user', 'add-member'],
      rounds: 3,
      seconds: 3,
      jsonFile: undefined,
    })
  })
  test('measures the whole SCIM door among 10,000 and among 1,000,000 users', () => {
    expect(parseOptions(['scim'])).toEqual({
      suite: 'scim',
      names: scimBarNames,
      rounds: 3,
      seconds: 2,
      jsonFile: undefined,
      userCounts: [10_000, 1_000_000],
      isQuick: false,
    })
  })
  test('is quick among 10,000 users alone', () => {
    expect(parseOptions(['scim', '--quick'])).toMatchObject({ rounds: 1, seconds: 1, userCounts: [10_000], isQuick: true })
  })
  test('measures live delivery to 100, 1,000, 5,000 and 10,000 subscribers', () => {
    expect(parseOptions(['live'])).toEqual({
      suite: 'live',
      names: liveBarNames,
      rounds: 3,
      seconds: 3,
      jsonFile: undefined,
      subscriberCounts: [100, 1_000, 5_000, 10_000],
      isQuick: false,
    })
  })
  test('measures spend in a small and in a large team', () => {
    expect(parseOptions(['spend', 'record', 'decision'])).toEqual({
      suite: 'spend',
      names: ['decision', 'record'],
      rounds: 3,
      seconds: 3,
      jsonFile: undefined,
      userCounts: [1_000, 100_000],
    })
  })
  test('measures the dashboard in a team of 100,000, and its memory for 20 minutes', () => {
    expect(parseOptions(['dashboard'])).toEqual({
      suite: 'dashboard',
      names: ['interaction', 'memory'],
      rounds: 3,
      seconds: 3,
      jsonFile: undefined,
      users: 100_000,
      minutes: 20,
    })
  })
  test('measures bars in their own order, whatever the order of their names', () => {
    expect(parseOptions(['scim', 'memory', 'sizes'])).toMatchObject({ names: ['sizes', 'memory'] })
  })
  test.each([
    [['everything'], 'There is no "everything"'],
    [['scim', 'add-member'], 'There is no "add-member"'],
    [['--rounds', '1.5'], '--rounds is "1.5"; expected a whole number'],
    [['--seconds', 'x'], '--seconds is "x"'],
    [['scim', '--users', '1000000,10000'], '--users is "1000000,10000"; expected whole numbers'],
    [['scim', '--users', '5'], '--users is "5"'],
    [['scim', '--subscribers', '100'], '--subscribers is for "npm run bench -- live"'],
    [['live', '--subscribers', '1000,100'], '--subscribers is "1000,100"; expected whole numbers'],
    [['live', '--users', '1000'], '--users is for "npm run bench -- scim"'],
    [['live', '--minutes', '5'], '--minutes is for "npm run bench -- dashboard"'],
    [['--quick'], '--quick and --users are for "npm run bench -- scim" and spend'],
  ])('%j is refused with a sentence', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message)
  })
})
