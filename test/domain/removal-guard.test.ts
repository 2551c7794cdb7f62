import { describe, expect, it } from 'vitest'
import { countRemovals, type RemovalGuard } from '../../src/domain/removal-guard.ts'

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 24, 12) + minutes * 60_000)
const fresh: RemovalGuard = { removalsPerHour: 3, counted: 0, since: null, pausedAt: null }
const counted = (count: number, sinceMinutes: number): RemovalGuard => ({ ...fresh, counted: count, since: at(sinceMinutes) })

describe('a guard of three removals in an hour', () => {
  it.each([
    ['begins its hour with the first removal', fresh, 1, 7, counted(1, 7)],
    ['counts what comes within the hour', counted(1, 0), 2, 59, counted(3, 0)],
    ['pauses when one more would be too many, and does not count that one', counted(3, 0), 1, 30, { ...counted(3, 0), pausedAt: at(30) }],
    ['pauses for one request that is too much by itself', fresh, 4, 5, { ...fresh, pausedAt: at(5) }],
    ['begins a new hour when the old one is over', counted(3, 0), 2, 60, counted(2, 60)],
    ['forgets the old hour also where it pauses', counted(3, 0), 4, 60, { ...fresh, pausedAt: at(60) }],
    ['stays paused after the hour', { ...counted(3, 0), pausedAt: at(30) }, 1, 600, { ...counted(3, 0), pausedAt: at(30) }],
    ['takes no notice of a request that removes nothing', counted(3, 0), 0, 90, counted(3, 0)],
    [
      'goes by a lower limit at once',
      { ...counted(5, 0), removalsPerHour: 4 },
      1,
      1,
      { ...counted(5, 0), removalsPerHour: 4, pausedAt: at(1) },
    ],
  ])('%s', (_, guard, removals, minutes, expected) => {
    expect(countRemovals(guard, removals, at(minutes))).toEqual(expected)
  })
})
