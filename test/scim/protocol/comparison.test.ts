import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCodePoints } from '../../../src/scim/protocol/comparison.ts'

describe('the order of text', () => {
  it('rule 62: is that of its UTF-8, by which PostgreSQL orders under "C"', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', '\uFFFD', '\uE000', '\u{10000}', '\u{1F600}', '\u{1F601}') }),
    )
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
      { numRuns: 1_000 },
    )
  })
})
