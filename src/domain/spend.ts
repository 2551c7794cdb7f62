import type { Actor } from './change.ts'
import type { EffectiveValue } from './spend-limit.ts'

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

export type SpendDenial = 'INACTIVE_USER' | 'BLOCKED' | 'LIMIT_EXCEEDED'

export type SpendDecision = Standing & {
  requestedMinor: number
  isAllowed: boolean
  /** Null when allowed. BLOCKED: the limit is 0. */
  denial: SpendDenial | null
  /** For people. */
  reason: string
  /** What may still be spent, this request apart; never negative; null is without limit. */
  remainingMinor: number | null
}
