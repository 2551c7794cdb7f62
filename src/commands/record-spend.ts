import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { checkStatedCurrency } from '../domain/money.ts'
import {
  areSameLabels,
  mostMinor,
  outOfTime,
  problemOfAmount,
  problemOfKey,
  problemOfLabels,
  problemOfMoment,
  spendBounds,
  type SpendEntry,
} from '../domain/spend.ts'
import { newId } from '../store/id.ts'
import type { Moment } from '../store/spend-ledger.ts'
import type { SpendBook } from './spend-book.ts'
import type { NewSpendEntry, RecordedSpend, RecordSpendInput } from './spend-change.ts'

/** What is wrong with the form of an entry, whatever the ledger has. */
export function problemOfEntry({ idempotencyKey, amountMinor, at, labels }: NewSpendEntry): string | undefined {
  return problemOfKey(idempotencyKey) ?? problemOfAmount(amountMinor) ?? problemOfMoment(at) ?? problemOfLabels(labels)
}

/** Throws INVALID_INPUT when there are too many entries, or none. */
export function checkEntries({ entries }: RecordSpendInput): void {
  if (entries.length === 0 || entries.length > spendBounds.entries)
    throw new DomainError('INVALID_INPUT', `There are ${entries.length} entries; one request has 1 to ${spendBounds.entries}.`)
}

/** The month of a user's moment. Undefined: no such user. Null: too long ago, or too far ahead. */
export type PeriodOf = (moment: Moment) => string | null | undefined

/**
 * Spend that was made: a fact, and never refused for a limit. Each entry is recorded or refused by itself.
 */
export function recordSpend(book: SpendBook, input: RecordSpendInput, index: number, periodOf: PeriodOf): RecordedSpend[] {
  checkEntries(input)
  checkStatedCurrency('This spend', input, book.team)
  return input.entries.map((entry) => record(book, input, index, entry, periodOf))
}

function record(
  book: SpendBook,
  { teamId, actor }: RecordSpendInput,
  index: number,
  wanted: NewSpendEntry,
  periodOf: PeriodOf,
): RecordedSpend {
  const { userId, idempotencyKey, amountMinor, labels } = wanted
  const refused = (code: 'NOT_FOUND' | 'INVALID_INPUT' | 'IDEMPOTENCY_CONFLICT', message: string): RecordedSpend => ({
    outcome: 'REFUSED',
    idempotencyKey,
    code,
    message,
  })
  const problem = problemOfEntry(wanted)
  if (problem !== undefined) return refused('INVALID_INPUT', problem)
  // Before the user is looked at: what was recorded once is answered so for good, also when the user is gone since.
  const existing = book.entryByKey(idempotencyKey)
  if (existing) {
    if (isSame(existing, wanted)) return { outcome: 'DUPLICATE', idempotencyKey, entry: existing }
    return refused(
      'IDEMPOTENCY_CONFLICT',
      `Another entry was recorded under the key "${idempotencyKey}". One key names one entry for good.`,
    )
  }
  const period = periodOf(wanted)
  if (period === null) return refused('INVALID_INPUT', outOfTime)
  const account = period === undefined ? undefined : book.account({ userId, period })
  if (period === undefined || !account?.user) return refused('NOT_FOUND', notFound(`User ${toId('user', userId)}`).message)
  if (amountMinor > mostMinor - account.spentMinor)
    return refused('INVALID_INPUT', `The user's spend of ${period} would be above ${mostMinor}.`)
  const entry: SpendEntry = {
    id: newId(),
    teamId,
    userId,
    kind: 'SPEND',
    idempotencyKey,
    amountMinor,
    at: wanted.at ?? book.now,
    period,
    labels,
    reason: null,
    correctsId: null,
    reservationId: null,
    recordedAt: book.recordedAt,
    recordedBy: actor,
  }
  book.enter(entry, index)
  return { outcome: 'RECORDED', idempotencyKey, entry }
}

/** An entry without a moment is the same whenever it comes. */
function isSame(existing: SpendEntry, wanted: NewSpendEntry): boolean {
  return (
    existing.kind === 'SPEND' &&
    existing.userId === wanted.userId &&
    existing.amountMinor === wanted.amountMinor &&
    (wanted.at === null || existing.at.getTime() === wanted.at.getTime()) &&
    areSameLabels(existing.labels, wanted.labels)
  )
}
