import { isDeepStrictEqual } from 'node:util'
import { DomainError } from './errors.ts'
import type { SpendLimitSource } from './spend-limit.ts'

/** What a team's months and thresholds are. */
export type SpendSettings = {
  /** IANA name, such as Europe/Berlin. */
  timeZone: string
  /** Ascending, each from 1 to 1000, at most ten; none: no notices. */
  thresholdPercents: number[]
}

/** What a SpendThresholdReached carries: as things were when the spend was recorded. */
export type SpendThreshold = {
  user: { id: string; userName: string; displayName: string | null }
  /** YYYY-MM */
  period: string
  /** The highest that was reached now, and all that were reached now, ascending. */
  percent: number
  percents: number[]
  spentMinor: number
  limitMinor: number
  currency: string
  source: SpendLimitSource
}

export const defaultSpendSettings: SpendSettings = { timeZone: 'UTC', thresholdPercents: [50, 80, 100] }

/** A name as IANA writes it. The database has to know it, too (store/spend-settings.ts): it is who works out months. */
export function checkTimeZone(timeZone: string): string {
  if (!isIanaName(timeZone) || !isKnownHere(timeZone)) throw unknownTimeZone(timeZone)
  return timeZone
}

export function unknownTimeZone(timeZone: string): DomainError {
  return new DomainError('INVALID_INPUT', `"${timeZone.slice(0, 100)}" is not a time zone of IANA, such as Europe/Berlin or UTC.`)
}

// Offsets such as +01:00 are no names; Intl takes them, and PostgreSQL reads their sign the other way round.
function isIanaName(timeZone: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(timeZone)
}

function isKnownHere(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}

const mostThresholds = 10
const highestPercent = 1000

/** Different whole percents of a limit, in any order; answers them ascending. */
export function checkThresholdPercents(percents: readonly number[]): number[] {
  if (percents.length > mostThresholds || new Set(percents).size < percents.length || !percents.every(isPercent)) {
    throw new DomainError(
      'INVALID_INPUT',
      `thresholdPercents are at most ${mostThresholds} different whole numbers from 1 to ${highestPercent}; got ${JSON.stringify(percents.slice(0, 20))}.`,
    )
  }
  return percents.toSorted((a, b) => a - b)
}

function isPercent(percent: number): boolean {
  return Number.isInteger(percent) && percent >= 1 && percent <= highestPercent
}

/** Names of the settings that differ. Empty: nothing really changed. */
export function changedSpendSettings(before: SpendSettings, after: SpendSettings): (keyof SpendSettings)[] {
  return (['timeZone', 'thresholdPercents'] as const).filter((name) => !isDeepStrictEqual(before[name], after[name]))
}
