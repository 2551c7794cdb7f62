import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { amountText, minorUnitDigits } from '../../src/domain/money.ts'

describe('amounts', () => {
  test.each([
    ['EUR', 1250, 'EUR 12.50'],
    ['EUR', 5, 'EUR 0.05'],
    ['EUR', 0, 'EUR 0.00'],
    ['EUR', -5, 'EUR -0.05'],
    ['EUR', Number.MAX_SAFE_INTEGER, 'EUR 90071992547409.91'],
    ['JPY', 1250, 'JPY 1250'],
    ['BHD', 1250, 'BHD 1.250'],
    ['CLF', 1, 'CLF 0.0001'],
    // Of these, Intl shows other numbers of digits than ISO 4217 has.
    ['HUF', 1250, 'HUF 12.50'],
    ['IQD', 1250, 'IQD 1.250'],
    ['UYI', 1250, 'UYI 1250'],
  ])('%s %i reads %s', (currency, amountMinor, text) => {
    expect(amountText(amountMinor, currency)).toBe(text)
  })

  it('reads back as what it was, to the last unit, in every currency', () => {
    const currency = fc.constantFrom(...Intl.supportedValuesOf('currency'))
    fc.assert(
      fc.property(fc.maxSafeNat(), currency, (amountMinor, code) => {
        const [name, number] = amountText(amountMinor, code).split(' ') as [string, string]
        const [, digits = ''] = number.split('.')
        expect([name, digits.length, BigInt(number.replace('.', ''))]).toEqual([code, minorUnitDigits(code), BigInt(amountMinor)])
      }),
      { numRuns: 500 },
    )
  })
})
