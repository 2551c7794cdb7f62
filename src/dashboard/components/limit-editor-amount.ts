/** Why a text is no amount. */
export type AmountProblem = 'empty' | 'notAnAmount' | 'negative' | 'tooManyDigits' | 'tooLarge'

type Currency = { currency: string; minorUnitDigits: number }

/**
 * An amount as the region writes it, in minor units. It is exact, and nothing is rounded or guessed: a separator in a place where the region does not
 * put it is no amount, because 1.50 is one and a half here and a hundred and fifty there.
 */
export function parseAmount(
  text: string,
  locale: string,
  { currency, minorUnitDigits }: Currency,
): { amountMinor: number } | { problem: AmountProblem } {
  const { decimal, group } = separatorsOf(locale)
  const typed = withoutCurrency(text, currency).replaceAll('’', "'")
  if (typed === '') return { problem: 'empty' }
  if (/^[-−]/.test(typed)) return { problem: 'negative' }
  const [written = '', fraction = '', ...more] = typed.split(decimal)
  const whole = written.replaceAll(' ', group)
  if (more.length > 0 || !isGrouped(whole, group) || !/^\d*$/.test(fraction)) return { problem: 'notAnAmount' }
  if (fraction.length > minorUnitDigits) return { problem: 'tooManyDigits' }
  const amount = BigInt(whole.replaceAll(group, '') + fraction.padEnd(minorUnitDigits, '0'))
  return amount > BigInt(Number.MAX_SAFE_INTEGER) ? { problem: 'tooLarge' } : { amountMinor: Number(amount) }
}

/** Its sign or its code may stand before or after, as whoever copies an amount has it. */
function withoutCurrency(text: string, currency: string): string {
  const plain = text.replaceAll(/\s/g, ' ').replaceAll(/[\p{Cf}]/gu, '')
  return plain.replace(new RegExp(`^ *(\\p{Sc}|${currency}) *| *(\\p{Sc}|${currency}) *$`, 'giu'), '').trim()
}

/** Without the currency, and so that parseAmount reads the same again. */
export function amountText(amountMinor: number, locale: string, digits: number): string {
  const text = String(amountMinor).padStart(digits + 1, '0')
  const exact = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  const minimumFractionDigits = amountMinor % 10 ** digits === 0 ? 0 : digits
  // The text goes in as it is: a number would round the largest ones.
  return new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits: digits }).format(exact as Intl.StringNumericLiteral)
}

function separatorsOf(locale: string): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(-1_234_567.8)
  const found = (type: Intl.NumberFormatPartTypes): string => (parts.find((part) => part.type === type)?.value ?? '').replace('’', "'")
  return { decimal: found('decimal') || '.', group: found('group').trim() || ' ' }
}

/** Digits in groups of three (of two in India, but for the last), or without groups. */
function isGrouped(whole: string, group: string): boolean {
  if (/^\d+$/.test(whole)) return true
  const [first = '', ...rest] = whole.split(group)
  const last = rest.at(-1)
  return /^\d{1,3}$/.test(first) && last !== undefined && /^\d{3}$/.test(last) && rest.every((part) => /^\d{2,3}$/.test(part))
}
