import { DomainError } from './errors.ts'

const currencies = new Set(Intl.supportedValuesOf('currency'))

export function checkCurrency(code: string): string {
  if (!currencies.has(code)) throw new DomainError('INVALID_INPUT', `"${code}" is not a currency code of ISO 4217, such as EUR.`)
  return code
}

/** An amount in minor units: a whole number from 0 to 2^53 - 1. */
export function checkAmountMinor(amountMinor: number): number {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) {
    throw new DomainError(
      'INVALID_INPUT',
      `amountMinor must be a whole number from 0 to 9007199254740991 in minor units; got ${amountMinor}.`,
    )
  }
  return amountMinor
}

/** For sentences: `EUR 12.50`; null is unlimited. */
export function amountText(amountMinor: number | null, currency: string): string {
  if (amountMinor === null) return 'without limit'
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return `${currency} ${(amountMinor / 10 ** digits).toFixed(digits)}`
}
