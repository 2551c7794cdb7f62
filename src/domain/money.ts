import { DomainError } from './errors.ts'

const currencies = new Set(Intl.supportedValuesOf('currency'))

export function checkCurrency(code: string): string {
  if (!currencies.has(code)) throw new DomainError('INVALID_INPUT', `"${code}" is not a currency code of ISO 4217, such as EUR.`)
  return code
}

// ISO 4217, where it is not 2. A table of our own: Intl follows what people write (CLDR), which is another number for some currencies.
const unusualMinorUnitDigits: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)] as const)),
)

/** How many digits of an amount in minor units stand after the point. */
export function minorUnitDigits(currency: string): number {
  return unusualMinorUnitDigits.get(currency) ?? 2
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

/** What a caller says of the amounts that it sends, so that one who means something else is refused. */
export type StatedCurrency = { currency?: string | undefined; minorUnitDigits?: number | undefined }

/** Refuses amounts of another currency than the team's, or of a caller who counts its minor units otherwise. `what`: such as "This limit". */
export function checkStatedCurrency(what: string, stated: StatedCurrency, team: { name: string; currency: string }): void {
  if (stated.currency !== undefined && stated.currency !== team.currency) {
    throw new DomainError(
      'CURRENCY_MISMATCH',
      `${what} is in ${stated.currency}; team ${team.name} is billed in ${team.currency}. Send the amount in ${team.currency}.`,
    )
  }
  const digits = minorUnitDigits(team.currency)
  if (stated.minorUnitDigits !== undefined && stated.minorUnitDigits !== digits) {
    throw new DomainError(
      'CURRENCY_MISMATCH',
      `${what} has minor units of ${stated.minorUnitDigits} digits; those of ${team.currency} have ${digits}. ${amountText(10 ** digits, team.currency)} is amountMinor ${10 ** digits}.`,
    )
  }
}

/** For people: `EUR 12.50`, `JPY 1250`; null is unlimited. Exact up to the largest amount. */
export function amountText(amountMinor: number | null, currency: string): string {
  if (amountMinor === null) return 'without limit'
  const digits = minorUnitDigits(currency)
  if (digits === 0) return `${currency} ${amountMinor}`
  // By its digits: a division would round the largest ones.
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  return `${currency} ${amountMinor < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
