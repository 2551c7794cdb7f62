import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { reservationOf, standingOf, type SpendBook } from './spend-book.ts'
import type { ReleaseSpendInput, SpendChangeResults } from './spend-change.ts'

/** Nothing was spent: what the reservation held back may be spent otherwise. Again is the same answer. */
export function releaseSpend(book: SpendBook, { reservationId }: ReleaseSpendInput): SpendChangeResults['RELEASE'] {
  const reservation = book.reservation(reservationId)
  if (reservation.state === 'SETTLED') {
    throw new DomainError(
      'RESERVATION_CLOSED',
      `Reservation ${toId('spendReservation', reservationId)} was settled. Correct its entry to take the spend back.`,
      { reservation: reservationOf(reservation) },
    )
  }
  if (reservation.state === 'OPEN') book.close(reservation, 'RELEASED')
  return { reservation: reservationOf(reservation), standing: standingOf(book.account(reservation)) }
}
