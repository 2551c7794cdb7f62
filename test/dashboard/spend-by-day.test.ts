import { expect, test } from 'vitest'
import { spendByDay } from '../../src/dashboard/components/spend-by-day.ts'

const facts = { timeZone: 'Europe/Berlin', startsAt: '2026-10-31T23:00:00.000Z', spentMinor: 1_000, hasMore: false }
const entry = (at: string, amountMinor: number) => ({ at, amount: { amountMinor } })
const now = new Date('2026-11-04T11:00:00Z')

test('The course of a month adds up day by day, in the days of the team’s time zone, to the whole of it', () => {
  // The newest first, as the API has them: 23:30 in UTC is the next day in Berlin, and a correction takes something back.
  const entries = [
    entry('2026-11-04T09:00:00Z', -200),
    entry('2026-11-02T23:30:00Z', 700),
    entry('2026-11-02T10:00:00Z', 100),
    entry('2026-10-31T23:00:00Z', 400),
  ]
  expect(spendByDay(entries, facts, now)).toEqual([
    { day: '2026-11-01', spentMinor: 400 },
    { day: '2026-11-02', spentMinor: 500 },
    { day: '2026-11-03', spentMinor: 1_200 },
    { day: '2026-11-04', spentMinor: 1_000 },
  ])
})

test('Of entries that are not all there the course begins with the oldest of them', () => {
  const entries = [entry('2026-11-04T09:00:00Z', 300), entry('2026-11-03T09:00:00Z', 200)]
  expect(spendByDay(entries, { ...facts, hasMore: true }, now)).toEqual([
    { day: '2026-11-03', spentMinor: 700 },
    { day: '2026-11-04', spentMinor: 1_000 },
  ])
})

test('An entry of this month with a time outside of its days counts on the nearest of them', () => {
  // The zone of the team was another when it was recorded.
  expect(spendByDay([entry('2026-10-31T22:00:00Z', 1_000)], facts, now)[0]).toEqual({ day: '2026-11-01', spentMinor: 1_000 })
})
