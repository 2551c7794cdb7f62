import { describe, expect, test } from 'vitest'
import { checkThresholdPercents, checkTimeZone } from '../../src/domain/spend-settings.ts'

const invalid = expect.objectContaining({ code: 'INVALID_INPUT' })

describe('spend settings', () => {
  test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Pacific/Apia'])('%s is a time zone', (name) => {
    expect(checkTimeZone(name)).toBe(name)
  })

  test.each(['', 'Mars/Base', '+01:00', '-05', 'GMT+1x', 'Europe/', 'Europe/Berlin ', "UTC'; --", '\u0000'])('%j is none', (name) => {
    expect(() => checkTimeZone(name)).toThrow(invalid)
  })

  test.each([
    [[], []],
    [[100], [100]],
    [
      [100, 50, 1000, 1],
      [1, 50, 100, 1000],
    ],
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ],
  ])('percents %j are kept as %j', (given, kept) => {
    expect(checkThresholdPercents(given)).toEqual(kept)
  })

  test.each([[[0]], [[1001]], [[-5]], [[1.5]], [[50, 50]], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]], [[Number.NaN]]])(
    'percents %j are refused',
    (given) => {
      expect(() => checkThresholdPercents(given)).toThrow(invalid)
    },
  )
})
