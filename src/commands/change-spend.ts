import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { settlementKey } from '../domain/spend.ts'
import { lockTotals, readLedger, writeLedger, type LedgerQuestion, type Moment } from '../store/spend-ledger.ts'
import type { Command, Outcome } from '../store/transaction.ts'
import { correctSpend, checkCorrection } from './correct-spend.ts'
import { checkEntries, problemOfEntry, recordSpend, type PeriodOf } from './record-spend.ts'
import { releaseSpend } from './release-spend.ts'
import { checkReserving, reserveSpend } from './reserve-spend.ts'
import { checkSettling, settleSpend } from './settle-spend.ts'
import { SpendBook } from './spend-book.ts'
import type { SpendChange, SpendChangeResult } from './spend-change.ts'
import { reachThresholds } from './spend-thresholds.ts'

/**
 * All that happens to spend, in the order in which it came: one command, so that whatever shares a commit sees what was before it, and costs three
 * statements together (decision 19), and one more when a threshold is reached. Recorded spend is no change of the log (design.md); the thresholds that it reaches are.
 */
export const changeSpend: Command<SpendChange, SpendChangeResult> = {
  name: 'changeSpend',
  position: 60,
  weightOf: (input) => (input.kind === 'RECORD' ? input.entries.length : 1),
  async run(transaction, inputs) {
    const { teamId } = inputs[0]!
    const asked = new Asked()
    const refusals = inputs.map((input) => refusalOf(() => asked.add(input)))
    if (refusals.every((refusal) => refusal !== undefined)) return refusals.map((error) => ({ error }))

    const locked = await lockTotals(transaction, teamId, asked)
    const ledger = await readLedger(transaction, teamId, { ...asked.question(), places: locked.places })
    if (!ledger) return inputs.map(() => ({ error: notFound(`Team ${toId('team', teamId)}`) }))
    const book = new SpendBook(ledger, locked)
    const periodOf: PeriodOf = (moment) => locked.periods[asked.indexOf(moment)]

    const outcomes = inputs.map((input, index): Outcome<SpendChangeResult> => {
      let value: SpendChangeResult | undefined
      const before = book.writeCount
      const error = refusals[index] ?? refusalOf(() => void (value = act(book, input, index, periodOf)))
      return error ? { error } : { value: value!, changes: [], hasWritten: book.writeCount > before }
    })
    const changes = await reachThresholds(transaction, teamId, book)
    const writes = book.writes()
    if (writes) await writeLedger(transaction, teamId, writes)
    return outcomes.map((outcome, index) => (changes.has(index) ? { ...outcome, changes: changes.get(index)! } : outcome))
  },
}

function act(book: SpendBook, input: SpendChange, index: number, periodOf: PeriodOf): SpendChangeResult {
  switch (input.kind) {
    case 'RECORD':
      return recordSpend(book, input, index, periodOf)
    case 'CORRECT':
      return correctSpend(book, input, index)
    case 'RESERVE':
      return reserveSpend(book, input, periodOf)
    case 'SETTLE':
      return settleSpend(book, input, index)
    case 'RELEASE':
      return releaseSpend(book, input)
  }
}

/** What the inputs of a commit need to know and to lock. What is malformed is refused before anything is asked. */
class Asked {
  readonly moments: Moment[] = []
  readonly reservationIds: string[] = []
  readonly entryIds: string[] = []
  readonly #indexes = new Map<string, number>()
  readonly #entryKeys = new Set<string>()
  readonly #correctionKeys = new Set<string>()
  readonly #reservationKeys = new Set<string>()

  /** Throws INVALID_INPUT. */
  add(input: SpendChange): void {
    switch (input.kind) {
      case 'RECORD':
        checkEntries(input)
        for (const entry of input.entries) {
          if (problemOfEntry(entry) !== undefined) continue
          this.#addMoment(entry)
          this.#entryKeys.add(entry.idempotencyKey)
        }
        return
      case 'CORRECT':
        checkCorrection(input)
        this.entryIds.push(input.entryId)
        this.#correctionKeys.add(input.idempotencyKey)
        return
      case 'RESERVE':
        checkReserving(input)
        this.#addMoment({ userId: input.userId, at: null })
        this.#reservationKeys.add(input.idempotencyKey)
        return
      case 'SETTLE':
        checkSettling(input)
        this.reservationIds.push(input.reservationId)
        this.#entryKeys.add(settlementKey(input.reservationId))
        return
      case 'RELEASE':
        this.reservationIds.push(input.reservationId)
        return
    }
  }

  #addMoment({ userId, at }: Moment): void {
    const key = momentKey({ userId, at })
    if (this.#indexes.has(key)) return
    this.#indexes.set(key, this.moments.length)
    this.moments.push({ userId, at })
  }

  indexOf(moment: Moment): number {
    return this.#indexes.get(momentKey(moment)) ?? -1
  }

  question(): Omit<LedgerQuestion, 'places'> {
    return {
      entryKeys: [...this.#entryKeys],
      correctionKeys: [...this.#correctionKeys],
      reservationKeys: [...this.#reservationKeys],
      reservationIds: this.reservationIds,
      entryIds: this.entryIds,
    }
  }
}

function momentKey({ userId, at }: Moment): string {
  return `${userId} ${at === null ? 'now' : at.getTime()}`
}

function refusalOf(check: () => void): DomainError | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
