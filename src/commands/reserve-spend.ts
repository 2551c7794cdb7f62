import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { checkAmountMinor, checkStatedCurrency } from '../domain/money.ts'
import { areSameLabels, decide, mostMinor, problemOfKey, problemOfLabels, spendBounds, type SpendReservation } from '../domain/spend.ts'
import { newId } from '../store/id.ts'
import type { KeptReservation } from '../store/spend-ledger.ts'
import type { PeriodOf } from './record-spend.ts'
import { reservationOf, standingOf, type SpendBook } from './spend-book.ts'
import type { ReserveSpendInput, SpendChangeResults } from './spend-change.ts'

export function checkReserving({ idempotencyKey, amountMinor, expiresInSeconds, labels }: ReserveSpendInput): void {
  checkAmountMinor(amountMinor)
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > spendBounds.expirySeconds)
    throw new DomainError(
      'INVALID_INPUT',
      `expiresInSeconds is a whole number from 1 to ${spendBounds.expirySeconds}; got ${expiresInSeconds}.`,
    )
  const problem = problemOfKey(idempotencyKey) ?? problemOfLabels(labels)
  if (problem !== undefined) throw new DomainError('INVALID_INPUT', problem)
}

/**
 * Holds an amount back from the user's limit until it is settled, released or has expired. The month's total is locked: what is spent and held back, this
 * included, is never more than the limit that applies now. The decision is that of `decide`, also for an amount of 0: denied when nothing is left.
 * Under a key that was used before, the same reservation for as long as it is held; then RESERVATION_CLOSED.
 */
export function reserveSpend(book: SpendBook, input: ReserveSpendInput, periodOf: PeriodOf): SpendChangeResults['RESERVE'] {
  checkReserving(input)
  checkStatedCurrency('This reservation', input, book.team)
  const { teamId, actor, userId, idempotencyKey, amountMinor, expiresInSeconds, labels } = input
  const existing = book.reservationByKey(idempotencyKey)
  if (existing) {
    if (!isSame(existing, input)) {
      throw new DomainError(
        'IDEMPOTENCY_CONFLICT',
        `Another reservation was made under the key "${idempotencyKey}". One key names one reservation for good.`,
      )
    }
    const end = endOf(existing, book.now)
    if (end !== undefined) {
      throw new DomainError(
        'RESERVATION_CLOSED',
        `Reservation ${toId('spendReservation', existing.id)} ${end}, so nothing is held back under the key "${idempotencyKey}". To reserve again use a new key.`,
        { reservation: reservationOf(existing) },
      )
    }
    return { reservation: reservationOf(existing), standing: standingOf(book.account(existing)) }
  }
  const period = periodOf({ userId, at: null })
  const account = period ? book.account({ userId, period }) : undefined
  if (!period || !account?.user) throw notFound(`User ${toId('user', userId)}`)
  const decision = decide(standingOf(account), amountMinor)
  if (!decision.isAllowed) throw new DomainError('SPEND_DENIED', decision.reason, { decision })
  if (amountMinor > mostMinor - account.spentMinor - account.reservedMinor)
    throw new DomainError('INVALID_INPUT', `What the user has spent and reserved in ${period} would be above ${mostMinor}.`)
  const reservation: KeptReservation = {
    id: newId(),
    teamId,
    userId,
    idempotencyKey,
    amountMinor,
    period,
    labels,
    createdAt: book.now,
    expiresAt: new Date(book.now.getTime() + expiresInSeconds * 1000),
    state: 'OPEN',
    closedAt: null,
    reservedBy: actor,
  }
  book.reserve(reservation)
  return { reservation: reservationOf(reservation), standing: standingOf(account) }
}

/** Why it holds nothing back any more; undefined while it does. */
function endOf({ state, expiresAt }: SpendReservation, now: Date): string | undefined {
  if (state === 'OPEN') return expiresAt > now ? undefined : 'has expired'
  return state === 'SETTLED' ? 'was settled' : 'was released'
}

function isSame(existing: SpendReservation, { userId, amountMinor, expiresInSeconds, labels }: ReserveSpendInput): boolean {
  return (
    existing.userId === userId &&
    existing.amountMinor === amountMinor &&
    existing.expiresAt.getTime() - existing.createdAt.getTime() === expiresInSeconds * 1000 &&
    areSameLabels(existing.labels, labels)
  )
}
