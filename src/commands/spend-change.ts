import type { Actor } from '../domain/change.ts'
import type { SpendEntry, SpendLabels, SpendReservation, Standing } from '../domain/spend.ts'

// Amounts are minor units of the team's currency. A key names one thing for good, in its team.

export type NewSpendEntry = {
  userId: string
  idempotencyKey: string
  amountMinor: number
  /** Null: now. */
  at: Date | null
  labels: SpendLabels
}

export type RecordSpendInput = {
  teamId: string
  actor: Actor
  /** When given, must be the team's. */
  currency?: string | undefined
  /** At most 1,000. Each is recorded or refused by itself. */
  entries: readonly NewSpendEntry[]
}

/** In the order of the entries. DUPLICATE: the same was recorded under this key before, and counts once. */
export type RecordedSpend =
  | { outcome: 'RECORDED' | 'DUPLICATE'; idempotencyKey: string; entry: SpendEntry }
  | { outcome: 'REFUSED'; idempotencyKey: string; code: 'NOT_FOUND' | 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT'; message: string }

export type CorrectSpendInput = {
  teamId: string
  actor: Actor
  entryId: string
  idempotencyKey: string
  /** What the entry should have been; 0 takes it back. */
  amountMinor: number
  reason: string
}

export type ReserveSpendInput = {
  teamId: string
  actor: Actor
  userId: string
  idempotencyKey: string
  amountMinor: number
  currency?: string | undefined
  /** From 1 to 86,400. */
  expiresInSeconds: number
  labels: SpendLabels
}

export type SettleSpendInput = {
  teamId: string
  actor: Actor
  reservationId: string
  /** What was really spent, be it more or less; undefined: what was reserved. */
  amountMinor?: number | undefined
  labels: SpendLabels
}

export type ReleaseSpendInput = { teamId: string; actor: Actor; reservationId: string }

/** What may happen to spend. All inputs of a commit are done together, so that many concurrent requests cost one. */
export type SpendChange =
  | ({ kind: 'RECORD' } & RecordSpendInput)
  | ({ kind: 'CORRECT' } & CorrectSpendInput)
  | ({ kind: 'RESERVE' } & ReserveSpendInput)
  | ({ kind: 'SETTLE' } & SettleSpendInput)
  | ({ kind: 'RELEASE' } & ReleaseSpendInput)

export type SpendChangeResults = {
  RECORD: RecordedSpend[]
  CORRECT: { entry: SpendEntry; standing: Standing }
  /** `standing` with this reservation in it. */
  RESERVE: { reservation: SpendReservation; standing: Standing }
  SETTLE: { reservation: SpendReservation; entry: SpendEntry; standing: Standing }
  RELEASE: { reservation: SpendReservation; standing: Standing }
}
export type SpendChangeResult = SpendChangeResults[keyof SpendChangeResults]
