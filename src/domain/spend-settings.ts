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
