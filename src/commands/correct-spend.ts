import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { checkAmountMinor } from '../domain/money.ts'
import { mostMinor, problemOfKey, problemOfReason, type SpendEntry } from '../domain/spend.ts'
import { newId } from '../store/id.ts'
import { standingOf, type SpendBook } from './spend-book.ts'
import type { CorrectSpendInput, SpendChangeResults } from './spend-change.ts'

export function checkCorrection({ idempotencyKey, amountMinor, reason }: CorrectSpendInput): void {
  checkAmountMinor(amountMinor)
  const problem = problemOfKey(idempotencyKey) ?? problemOfReason(reason)
  if (problem !== undefined) throw new DomainError('INVALID_INPUT', problem)
}

/** An entry beside the one that was wrong, of the difference and in the same month. The first one stays as it was reported. */
export function correctSpend(book: SpendBook, input: CorrectSpendInput, index: number): SpendChangeResults['CORRECT'] {
  checkCorrection(input)
  const { teamId, actor, entryId, idempotencyKey, amountMinor, reason } = input
  const { entry: corrected, counts, correctedAt } = book.entry(entryId)
  const account = book.account(corrected)
  const existing = book.entryByKey(idempotencyKey)
  if (existing) {
    if (existing.correctsId === entryId && existing.reason === reason && book.setTo(existing.id) === amountMinor)
      return { entry: existing, standing: standingOf(account) }
    throw new DomainError(
      'IDEMPOTENCY_CONFLICT',
      `Another entry was recorded under the key "${idempotencyKey}". One key names one entry for good.`,
    )
  }
  if (corrected.correctsId !== null) {
    throw new DomainError(
      'INVALID_INPUT',
      `${toId('spendEntry', entryId)} is a correction itself. Correct the entry that it is of: ${toId('spendEntry', corrected.correctsId)}.`,
    )
  }
  const difference = amountMinor - counts
  if (difference > mostMinor - account.spentMinor)
    throw new DomainError('INVALID_INPUT', `The user's spend of ${corrected.period} would be above ${mostMinor}.`)
  const entry: SpendEntry = {
    id: newId(),
    teamId,
    userId: corrected.userId,
    kind: 'CORRECTION',
    idempotencyKey,
    amountMinor: difference,
    at: corrected.at,
    period: corrected.period,
    labels: {},
    reason,
    correctsId: entryId,
    reservationId: null,
    recordedAt: after(correctedAt, book.recordedAt),
    recordedBy: actor,
  }
  book.enter(entry, index)
  return { entry, standing: standingOf(account) }
}

/** Corrections of an entry follow each other in time, also those of one commit: each says what the entry was from then on. */
function after(last: Date | null, now: Date): Date {
  return last !== null && last >= now ? new Date(last.getTime() + 1) : now
}
