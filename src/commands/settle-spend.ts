import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { amountText, checkAmountMinor } from '../domain/money.ts'
import { mostMinor, problemOfLabels, settlementKey, type SpendEntry } from '../domain/spend.ts'
import { newId } from '../store/id.ts'
import { reservationOf, standingOf, type SpendBook } from './spend-book.ts'
import type { SettleSpendInput, SpendChangeResults } from './spend-change.ts'

export function checkSettling({ amountMinor, labels }: SettleSpendInput): void {
  if (amountMinor !== undefined) checkAmountMinor(amountMinor)
  const problem = problemOfLabels(labels)
  if (problem !== undefined) throw new DomainError('INVALID_INPUT', problem)
}

/**
 * What was really spent of a reservation: a fact, also when it is more than was reserved, and when the reservation has expired. It counts in the reservation's month.
 * The entry has the labels of the reservation and those of the settlement, which go first.
 */
export function settleSpend(book: SpendBook, input: SettleSpendInput, index: number): SpendChangeResults['SETTLE'] {
  checkSettling(input)
  const { teamId, actor, reservationId } = input
  const reservation = book.reservation(reservationId)
  const account = book.account(reservation)
  const amountMinor = input.amountMinor ?? reservation.amountMinor
  const idempotencyKey = settlementKey(reservationId)
  if (reservation.state !== 'OPEN') {
    const entry = book.entryByKey(idempotencyKey)
    if (reservation.state === 'SETTLED' && entry?.amountMinor === amountMinor)
      return { reservation: reservationOf(reservation), entry, standing: standingOf(account) }
    const how = entry ? `settled with ${amountText(entry.amountMinor, book.team.currency)}` : 'released'
    throw new DomainError(
      'RESERVATION_CLOSED',
      `Reservation ${toId('spendReservation', reservationId)} was ${how}. ${entry ? 'Correct its entry' : 'Record the spend by itself'}.`,
      { reservation: reservationOf(reservation) },
    )
  }
  const labels = { ...reservation.labels, ...input.labels }
  const problem = problemOfLabels(labels)
  if (problem !== undefined) throw new DomainError('INVALID_INPUT', `With those of the reservation: ${problem}`)
  if (amountMinor > mostMinor - account.spentMinor)
    throw new DomainError('INVALID_INPUT', `The user's spend of ${reservation.period} would be above ${mostMinor}.`)
  book.close(reservation, 'SETTLED')
  const entry: SpendEntry = {
    id: newId(),
    teamId,
    userId: reservation.userId,
    kind: 'SPEND',
    idempotencyKey,
    amountMinor,
    at: book.now,
    period: reservation.period,
    labels,
    reason: null,
    correctsId: null,
    reservationId,
    recordedAt: book.recordedAt,
    recordedBy: actor,
  }
  book.enter(entry, index)
  return { reservation: reservationOf(reservation), entry, standing: standingOf(account) }
}
