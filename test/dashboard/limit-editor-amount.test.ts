import { expect, test } from 'vitest'
import { amountText, parseAmount } from '../../src/dashboard/components/limit-editor-amount.ts'

const EUR = { currency: 'EUR', minorUnitDigits: 2 }
const JPY = { currency: 'JPY', minorUnitDigits: 0 }
const BHD = { currency: 'BHD', minorUnitDigits: 3 }

test.each([
  ['1,250.50', 'en-GB', EUR, 125050],
  ['1250.5', 'en-GB', EUR, 125050],
  ['0', 'en-GB', EUR, 0],
  ['.5', 'en-GB', EUR, 'notAnAmount'],
  ['€500', 'en-GB', EUR, 50000],
  ['500 EUR', 'en-GB', EUR, 50000],
  ['500 USD', 'en-GB', EUR, 'notAnAmount'],
  ['1,50', 'en-GB', EUR, 'notAnAmount'],
  ['1.250,50', 'de-DE', EUR, 125050],
  ['1250,5', 'de-DE', EUR, 125050],
  ['1.250,50 €', 'de-DE', EUR, 125050],
  ['1.50', 'de-DE', EUR, 'notAnAmount'],
  ['1.500', 'de-DE', EUR, 150000],
  ['1.500', 'en-GB', EUR, 'tooManyDigits'],
  ['12,34,567', 'en-IN', EUR, 123456700],
  ['1’250.50', 'de-CH', EUR, 125050],
  ['1 250,50', 'de-AT', EUR, 125050],
  ['1,250', 'ja-JP', JPY, 1250],
  ['12.5', 'ja-JP', JPY, 'tooManyDigits'],
  ['1.234', 'en-GB', BHD, 1234],
  ['1,234', 'de-DE', BHD, 1234],
  ['1.2345', 'en-GB', BHD, 'tooManyDigits'],
  ['', 'en-GB', EUR, 'empty'],
  ['  ', 'en-GB', EUR, 'empty'],
  ['-1', 'en-GB', EUR, 'negative'],
  ['−1', 'de-DE', EUR, 'negative'],
  ['1O0', 'en-GB', EUR, 'notAnAmount'],
  ['5k', 'en-GB', EUR, 'notAnAmount'],
  ['1e3', 'en-GB', EUR, 'notAnAmount'],
  ['1.2.3', 'en-GB', EUR, 'notAnAmount'],
  ['90071992547409.91', 'en-GB', EUR, 9007199254740991],
  ['90071992547409.92', 'en-GB', EUR, 'tooLarge'],
] as const)('"%s" in %s is what it says, or is refused', (text, locale, currency, expected) => {
  const parsed = parseAmount(text, locale, currency)
  expect('amountMinor' in parsed ? parsed.amountMinor : parsed.problem).toBe(expected)
})

test.each(['en-GB', 'de-DE', 'de-CH', 'de-AT', 'ko-KR', 'en-IN'])('What is written in %s is read as the same amount', (locale) => {
  for (const currency of [EUR, JPY, BHD])
    for (const amountMinor of [0, 1, 10, 999, 1000, 123456789, Number.MAX_SAFE_INTEGER])
      expect(parseAmount(amountText(amountMinor, locale, currency.minorUnitDigits), locale, currency)).toEqual({ amountMinor })
})
