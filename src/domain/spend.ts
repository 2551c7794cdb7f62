import type { Actor } from './change.ts'
import { amountText } from './money.ts'
import type { EffectiveValue, SpendLimitSource } from './spend-limit.ts'

// Amounts are whole numbers of minor units of the team's currency, from 0 to 2^53 - 1 unless it says otherwise. Ids are bare UUIDs.

/** A calendar month in the team's time zone. */
export type SpendPeriod = {
  /** YYYY-MM */
  key: string
  startsAt: Date
  /** The first moment of the next one, when spend begins at 0 again. */
  resetsAt: Date
}

/** At most 20; names of 1 to 64 characters, values of up to 256. */
export type SpendLabels = Record<string, string>

export type SpendEntry = {
  id: string
  teamId: string
  userId: string
  /** Of a CORRECTION, `amountMinor` is the difference to what was counted before, and may be negative. */
  kind: 'SPEND' | 'CORRECTION'
  idempotencyKey: string
  amountMinor: number
  at: Date
  /** YYYY-MM */
  period: string
  labels: SpendLabels
  reason: string | null
  correctsId: string | null
  reservationId: string | null
  recordedAt: Date
  recordedBy: Actor
}

export type SpendReservation = {
  id: string
  teamId: string
  userId: string
  idempotencyKey: string
  amountMinor: number
  /** YYYY-MM; what is settled counts in it, whenever that is. */
  period: string
  labels: SpendLabels
  createdAt: Date
  expiresAt: Date
  /** An open one holds nothing back once it has expired. */
  state: 'OPEN' | 'SETTLED' | 'RELEASED'
  closedAt: Date | null
}

/** How one user stands in a month. */
export type Standing = {
  userId: string
  currency: string
  period: SpendPeriod
  limit: EffectiveValue & {
    /** The limit that decided; of several equal ones that with the lowest target id. Null when none did. */
    limitId: string | null
  }
  spentMinor: number
  /** By reservations that are open and have not expired. */
  reservedMinor: number
}

export type SpendDenial = 'INACTIVE_USER' | 'LIMIT_IS_ZERO' | 'LIMIT_EXCEEDED'

export type SpendDecision = Standing & {
  requestedMinor: number
  isAllowed: boolean
  /** Null when allowed. */
  denial: SpendDenial | null
  /** For people. */
  reason: string
  /** What may still be spent, this request apart; never negative; null is without limit. */
  remainingMinor: number | null
}

/** What may still be spent in the month; null is without limit. */
export function remainingOf({ limit, spentMinor, reservedMinor }: Pick<Standing, 'limit' | 'spentMinor' | 'reservedMinor'>): number | null {
  return limit.amountMinor === null ? null : Math.max(0, limit.amountMinor - spentMinor - reservedMinor)
}

/** How many percent of the limit are spent; of a limit of 0 it is 100 once something is, and 0 before. Null is without limit. */
export function usedPercentOf({ limit, spentMinor }: Pick<Standing, 'limit' | 'spentMinor'>): number | null {
  if (limit.amountMinor === null) return null
  if (limit.amountMinor === 0) return spentMinor > 0 ? 100 : 0
  return (spentMinor * 100) / limit.amountMinor
}

/** Whether an amount may be spent as things stand. An amount of 0 asks whether anything is left. */
export function decide(standing: Standing, requestedMinor: number): SpendDecision {
  const remainingMinor = remainingOf(standing)
  const denial = denialOf(standing, requestedMinor, remainingMinor)
  const decided = { requestedMinor, remainingMinor, denial, isAllowed: denial === null }
  return { ...standing, ...decided, reason: reasonOf(standing, decided) }
}

function denialOf({ limit }: Standing, requestedMinor: number, remainingMinor: number | null): SpendDenial | null {
  if (limit.source === 'INACTIVE_USER') return 'INACTIVE_USER'
  if (limit.amountMinor === 0) return 'LIMIT_IS_ZERO'
  return remainingMinor !== null && (remainingMinor === 0 || requestedMinor > remainingMinor) ? 'LIMIT_EXCEEDED' : null
}

const limitsBySource: Record<SpendLimitSource, string> = {
  USER: "the user's own limit",
  GROUP: 'the limit of a group',
  TEAM: "the team's limit",
  NONE: 'no limit',
  INACTIVE_USER: 'no limit',
}

type Decided = Pick<SpendDecision, 'requestedMinor' | 'remainingMinor' | 'denial'>

function reasonOf(standing: Standing, { requestedMinor, remainingMinor, denial }: Decided): string {
  const { limit, spentMinor, reservedMinor, currency, period } = standing
  const money = (amountMinor: number | null): string => amountText(amountMinor, currency)
  const source = limitsBySource[limit.source]
  switch (denial) {
    case null:
      if (limit.source === 'NONE') return 'Allowed: no limit applies to the user.'
      return remainingMinor === null
        ? `Allowed: ${source} is unlimited.`
        : `Allowed: ${money(remainingMinor)} is left of ${money(limit.amountMinor)}, ${source}.`
    case 'INACTIVE_USER':
      return 'Denied: the user is inactive and may spend nothing.'
    case 'LIMIT_IS_ZERO':
      return `Denied: ${source} is ${money(0)}, so nothing may be spent.`
    case 'LIMIT_EXCEEDED': {
      const left =
        remainingMinor === 0 ? 'nothing is left' : `${money(requestedMinor)} is more than the ${money(remainingMinor)} that is left`
      const used = `${money(spentMinor)} is spent${reservedMinor === 0 ? '' : ` and ${money(reservedMinor)} is reserved`}`
      return `Denied: ${left} of ${money(limit.amountMinor)}, ${source}: ${used}. The next month begins at ${period.resetsAt.toISOString()}.`
    }
  }
}

/** What one request may bring, and when spend may have been. */
export const spendBounds = {
  entries: 1_000,
  oldestDays: 400,
  aheadMinutes: 5,
  expirySeconds: 86_400,
  labels: 20,
  keyLength: 200,
  reasonLength: 500,
}

/** The largest amount of an entry, and of all that a user spends and reserves in a month. */
export const mostMinor = Number.MAX_SAFE_INTEGER

/** The entry that settles a reservation has this key, so that it is there once. Keys of callers never begin so. */
export function settlementKey(reservationId: string): string {
  return `${reservedPrefix}${reservationId}`
}
const reservedPrefix = 'reservation:'

/** Why this is no idempotency key; undefined when it is one. */
export function problemOfKey(key: string): string | undefined {
  if (key.length === 0 || key.length > spendBounds.keyLength || !isText(key))
    return `idempotencyKey has 1 to ${spendBounds.keyLength} characters, none of them a control character.`
  return key.startsWith(reservedPrefix)
    ? `idempotencyKey must not begin with "${reservedPrefix}": such entries settle reservations.`
    : undefined
}

/** Why this is no amount; undefined when it is one. */
export function problemOfAmount(amountMinor: number): string | undefined {
  if (Number.isSafeInteger(amountMinor) && amountMinor >= 0) return undefined
  return `amountMinor must be a whole number from 0 to ${mostMinor} in minor units; got ${amountMinor}.`
}

/** Why this is no reason for a correction; undefined when it is one. */
export function problemOfReason(reason: string): string | undefined {
  if (reason.trim().length > 0 && reason.length <= spendBounds.reasonLength && isText(reason)) return undefined
  return `reason has 1 to ${spendBounds.reasonLength} characters, none of them a control character.`
}

/** Why these are no labels; undefined when they are. */
export function problemOfLabels(labels: SpendLabels): string | undefined {
  const entries = Object.entries(labels)
  if (entries.length === 0) return undefined
  if (entries.length > spendBounds.labels) return `There are ${entries.length} labels; at most ${spendBounds.labels} are kept.`
  for (const [name, value] of entries) {
    if (name.length === 0 || name.length > 64 || !isText(name))
      return 'The name of a label has 1 to 64 characters, none of them a control character.'
    if (typeof value !== 'string' || value.length > 256 || !isText(value))
      return `The value of label "${name}" is text of at most 256 characters, none of them a control character.`
  }
  return undefined
}

/** Why this cannot have been the moment of spend, whatever the day; undefined when it can. What is too old or ahead only the database's clock tells. */
export function problemOfMoment(at: Date | null): string | undefined {
  if (at === null) return undefined
  const year = at.getUTCFullYear()
  return year >= 1970 && year <= 9999 ? undefined : outOfTime
}
export const outOfTime = `"at" is at most ${spendBounds.oldestDays} days back and ${spendBounds.aheadMinutes} minutes ahead.`

/** Text that PostgreSQL keeps as it is. */
function isText(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text)
}

export function areSameLabels(a: SpendLabels, b: SpendLabels): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
}

/**
 * The percents that spend has come to and that no change has told of in this month, ascending. An unlimited or inactive user has none; a limit of 0 is
 * reached by whatever is spent.
 */
export function thresholdsReached(
  { limit, spentMinor }: Pick<Standing, 'limit' | 'spentMinor'>,
  percents: readonly number[],
  reachedBefore: readonly number[],
): number[] {
  const { amountMinor, source } = limit
  if (amountMinor === null || source === 'INACTIVE_USER' || spentMinor === 0) return []
  return percents.filter((percent) => !reachedBefore.includes(percent) && hasReached(spentMinor, percent, amountMinor))
}

/** In whole numbers: the largest amounts times 100 are beyond what a double can tell apart. */
export function hasReached(spentMinor: number, percent: number, limitMinor: number): boolean {
  return BigInt(spentMinor) * 100n >= BigInt(percent) * BigInt(limitMinor)
}
