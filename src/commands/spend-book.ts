import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import type { SpendEntry, Standing } from '../domain/spend.ts'
import type { Account, CorrectableEntry, KeptReservation, Ledger, LedgerTeam, LedgerWrites, Locked, Place } from '../store/spend-ledger.ts'

/**
 * What is known of the ledger in one commit: as it was read, and then as each input leaves it to the next. Nothing is written before all
 * inputs are decided.
 */
export class SpendBook {
  readonly team: LedgerTeam
  readonly now: Date
  readonly recordedAt: Date
  readonly #accounts: Map<string, Account>
  readonly #entriesByKey: Map<string, SpendEntry>
  readonly #corrections: Map<string, number>
  readonly #entries: Map<string, CorrectableEntry>
  readonly #reservations: Map<string, KeptReservation>
  readonly #reservationsByKey: Map<string, KeptReservation>
  readonly #locked: Set<string>
  readonly #newEntries: SpendEntry[] = []
  readonly #changedReservations = new Map<string, KeptReservation>()
  readonly #spending = new Map<Account, Spending[]>()
  #writeCount = 0

  constructor(ledger: Ledger, locked: Locked) {
    this.team = ledger.team
    this.now = ledger.now
    this.recordedAt = ledger.recordedAt
    this.#accounts = new Map(ledger.accounts.map((account) => [placeKey({ userId: account.userId, period: account.period.key }), account]))
    this.#entriesByKey = new Map(
      [...ledger.entriesByKey, ...ledger.correctionsByKey.map(({ entry }) => entry)].map((entry) => [entry.idempotencyKey, entry]),
    )
    this.#corrections = new Map(ledger.correctionsByKey.map(({ entry, setTo }) => [entry.id, setTo]))
    this.#entries = new Map(ledger.entriesById.map((one) => [one.entry.id, one]))
    this.#reservations = new Map(ledger.reservations.map((reservation) => [reservation.id, reservation]))
    // One object for each reservation, however it was asked for.
    this.#reservationsByKey = new Map([...this.#reservations.values()].map((reservation) => [reservation.idempotencyKey, reservation]))
    this.#locked = new Set(locked.places.map(placeKey))
  }

  /** Grows with whatever is to be written. */
  get writeCount(): number {
    return this.#writeCount
  }

  /** A month that was read. */
  account(place: Place): Account {
    return this.#accounts.get(placeKey(place))!
  }

  entryByKey(idempotencyKey: string): SpendEntry | undefined {
    return this.#entriesByKey.get(idempotencyKey)
  }

  /** What an entry counted as once this correction was made. */
  setTo(correctionId: string): number | undefined {
    return this.#corrections.get(correctionId)
  }

  /** An entry that may be corrected, with what it and its corrections are now. Throws NOT_FOUND. */
  entry(id: string): CorrectableEntry {
    const found = this.#entries.get(id)
    if (!found || !this.#locked.has(placeKey(found.entry))) throw notFound(`Spend entry ${toId('spendEntry', id)}`)
    return found
  }

  reservationByKey(idempotencyKey: string): KeptReservation | undefined {
    return this.#reservationsByKey.get(idempotencyKey)
  }

  /** One that may be closed. Throws NOT_FOUND. */
  reservation(id: string): KeptReservation {
    const found = this.#reservations.get(id)
    if (!found || !this.#locked.has(placeKey(found))) throw notFound(`Reservation ${toId('spendReservation', id)}`)
    return found
  }

  /** `input`: the index of the input that it is for. */
  enter(entry: SpendEntry, input: number): void {
    this.#writeCount++
    const account = this.account(entry)
    account.spentMinor += entry.amountMinor
    this.#entriesByKey.set(entry.idempotencyKey, entry)
    this.#newEntries.push(entry)
    const corrected = entry.correctsId === null ? undefined : this.#entries.get(entry.correctsId)
    if (corrected) {
      corrected.counts += entry.amountMinor
      corrected.correctedAt = entry.recordedAt
      this.#corrections.set(entry.id, corrected.counts)
    }
    const spending = this.#spending.get(account)
    const step = { input, spentMinor: account.spentMinor, actor: entry.recordedBy }
    if (spending) spending.push(step)
    else this.#spending.set(account, [step])
  }

  reserve(reservation: KeptReservation): void {
    this.#writeCount++
    this.#reservations.set(reservation.id, reservation)
    this.#reservationsByKey.set(reservation.idempotencyKey, reservation)
    this.#changedReservations.set(reservation.id, reservation)
    this.account(reservation).reservedMinor += reservation.amountMinor
  }

  /** What it held back is free again. */
  close(reservation: KeptReservation, state: 'SETTLED' | 'RELEASED'): void {
    this.#writeCount++
    if (reservation.state === 'OPEN' && reservation.expiresAt > this.now) this.account(reservation).reservedMinor -= reservation.amountMinor
    reservation.state = state
    reservation.closedAt = this.recordedAt
    this.#changedReservations.set(reservation.id, reservation)
  }

  /** The months in which something was spent, each with the steps that its total took. */
  spending(): ReadonlyMap<Account, readonly Spending[]> {
    return this.#spending
  }

  writes(): LedgerWrites | undefined {
    if (this.#writeCount === 0) return undefined
    return { entries: this.#newEntries, reservations: [...this.#changedReservations.values()], accounts: [...this.#spending.keys()] }
  }
}

export type Spending = { input: number; spentMinor: number; actor: SpendEntry['recordedBy'] }

function placeKey({ userId, period }: Place): string {
  return `${userId} ${period}`
}

/** As it is now; what later inputs do to the account is not seen in it. */
export function standingOf({ userId, currency, period, limit, spentMinor, reservedMinor }: Account): Standing {
  return { userId, currency, period, limit, spentMinor, reservedMinor }
}

/** As it is now, without what only the ledger needs. */
export function reservationOf({ reservedBy: _, ...reservation }: KeptReservation): Omit<KeptReservation, 'reservedBy'> {
  return reservation
}
