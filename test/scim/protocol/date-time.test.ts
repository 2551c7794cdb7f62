import { describe, expect, it } from 'vitest'
import { parseDateTime } from '../../../src/scim/protocol/date-time.ts'

const noon = BigInt(Date.UTC(2026, 10, 24, 12)) * 1_000_000n

describe('a dateTime [R43 §2.3.5]', () => {
  it.each([
    ['2026-11-24T12:00:00Z', noon],
    ['2026-11-24t12:00:00z', noon],
    ['2026-11-24T12:00:00', noon],
    ['2026-11-24T14:00:00+02:00', noon],
    ['2026-11-24T06:30:00-05:30', noon],
    ['2026-11-24T12:00:00.5Z', noon + 500_000_000n],
    ['2026-11-24T12:00:00.1234567Z', noon + 123_456_700n],
    ['2026-11-24T12:00:00.1234567891Z', noon + 123_456_789n],
    ['2024-02-29T00:00:00Z', BigInt(Date.UTC(2024, 1, 29)) * 1_000_000n],
  ])('%s', (text, nanoseconds) => {
    expect(parseDateTime(text)).toBe(nanoseconds)
  })

  it.each([
    '',
    'today',
    '2026-11-24',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-11-24T24:30:00Z',
    '2026-11-24T12:00:60Z',
    '2026-11-24T12:00Z',
  ])('%j is none', (text) => {
    expect(parseDateTime(text)).toBeUndefined()
  })
})
