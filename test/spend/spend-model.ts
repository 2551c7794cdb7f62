import { changeSpend } from '../../src/commands/change-spend.ts'
import type { SpendChange, SpendChangeResult, SpendChangeResults } from '../../src/commands/spend-change.ts'
import type { DomainError } from '../../src/domain/errors.ts'
import type { SpendDecision, Standing } from '../../src/domain/spend.ts'
import type { Database } from '../../src/store/database.ts'
import type { Command } from '../../src/store/transaction.ts'

/** What was done to spend, as one commit did it; kept in a table of its own by the same transaction, while it holds the totals. */
export type Event =
  | { kind: 'DONE'; input: SpendChange; value: SpendChangeResult }
  | { kind: 'REFUSED'; input: SpendChange; code: string; decision: SpendDecision | null }
  /** By a test that moved the expiry of a reservation into the past. */
  | { kind: 'EXPIRED'; userId: string; reservationId: string }
export type Commit = { now: number; events: Event[] }

export async function createEventTable(database: Database): Promise<void> {
  await database.$executeRaw`CREATE TABLE IF NOT EXISTS spend_events (seq bigserial PRIMARY KEY, team_id uuid, now timestamptz(3), events jsonb)`
}

/** The command, with an account of what it did. The numbers of a user's commits are in their order: they are drawn while the total is locked. */
export const changeSpendWithEvents: Command<SpendChange, SpendChangeResult> = {
  ...changeSpend,
  async run(transaction, inputs) {
    const outcomes = await changeSpend.run(transaction, inputs)
    const events = outcomes.map((outcome, index): Event => {
      const input = inputs[index]!
      if ('value' in outcome) return { kind: 'DONE', input, value: outcome.value }
      const { code, details } = outcome.error as DomainError
      return { kind: 'REFUSED', input, code, decision: (details['decision'] as SpendDecision | undefined) ?? null }
    })
    await transaction.$executeRaw`
      INSERT INTO spend_events (team_id, now, events) VALUES (${inputs[0]!.teamId}::uuid, date_trunc('milliseconds', now()), ${JSON.stringify(events)}::jsonb)`
    return outcomes
  },
}

/** Moves the expiry of a reservation into the past, in its place among the commits of the user. */
export async function expireReservation(database: Database, teamId: string, reservationId: string): Promise<void> {
  await database.$transaction(async (transaction) => {
    const [row] = await transaction.$queryRaw<{ userId: string }[]>`
      SELECT t.user_id AS "userId" FROM spend_totals t JOIN spend_reservations r USING (user_id, period) WHERE r.id = ${reservationId}::uuid FOR UPDATE OF t`
    await transaction.$executeRaw`UPDATE spend_reservations SET expires_at = now() - interval '1 minute' WHERE id = ${reservationId}::uuid`
    const events: Event[] = [{ kind: 'EXPIRED', userId: row!.userId, reservationId }]
    await transaction.$executeRaw`INSERT INTO spend_events (team_id, now, events) VALUES (${teamId}::uuid, now(), ${JSON.stringify(events)}::jsonb)`
  })
}

export async function readCommits(database: Database, teamId: string): Promise<Commit[]> {
  const rows = await database.$queryRaw<{ now: Date; events: Event[] }[]>`
    SELECT now, events FROM spend_events WHERE team_id = ${teamId}::uuid ORDER BY seq`
  return rows.map(({ now, events }) => ({ now: now.getTime(), events }))
}

type Held = { userId: string; amountMinor: number; expiresAt: number; state: 'OPEN' | 'SETTLED' | 'RELEASED'; settledMinor?: number }

/** What spend is, in a few lines: plays the commits one event after the other, and says where what was answered differs. */
export function playSpend(commits: readonly Commit[]): { problems: string[]; spent: Map<string, number>; admissions: number } {
  const problems: string[] = []
  const spent = new Map<string, number>()
  const held = new Map<string, Held>()
  const entries = new Map<string, { userId: string; counts: number }>()
  let admissions = 0
  const spentBy = (userId: string): number => spent.get(userId) ?? 0
  const spend = (userId: string, amount: number): void => void spent.set(userId, spentBy(userId) + amount)
  const heldBy = (userId: string, now: number): number =>
    [...held.values()]
      .filter((one) => one.userId === userId && one.state === 'OPEN' && one.expiresAt > now)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0)

  for (const [place, { now, events }] of commits.entries()) {
    for (const event of events) {
      const wrong = (what: string): void => void problems.push(`commit ${place}: ${what}: ${JSON.stringify(event)}`)
      const compare = (userId: string, { spentMinor, reservedMinor }: Standing): void => {
        if (spentMinor !== spentBy(userId)) wrong(`spent is ${spentBy(userId)}`)
        if (reservedMinor !== heldBy(userId, now)) wrong(`reserved is ${heldBy(userId, now)}`)
      }
      if (event.kind === 'EXPIRED') {
        held.get(event.reservationId)!.expiresAt = 0
        continue
      }
      const { input } = event
      if (event.kind === 'REFUSED') {
        if (input.kind === 'RESERVE' && event.decision) {
          compare(input.userId, event.decision)
          const left = event.decision.limit.amountMinor! - spentBy(input.userId) - heldBy(input.userId, now)
          if (left >= input.amountMinor && left > 0) wrong(`${left} was left`)
        } else if (input.kind === 'SETTLE' || input.kind === 'RELEASE') {
          const state = held.get(input.reservationId)?.state
          if (event.code !== 'RESERVATION_CLOSED' || state === undefined || state === 'OPEN') wrong(`it is ${state}`)
        } else wrong('it is fine')
        continue
      }
      switch (input.kind) {
        case 'RECORD':
          for (const [index, one] of (event.value as SpendChangeResults['RECORD']).entries()) {
            if (one.outcome !== 'RECORDED') continue
            spend(one.entry.userId, input.entries[index]!.amountMinor)
            entries.set(one.entry.id, { userId: one.entry.userId, counts: one.entry.amountMinor })
          }
          break
        case 'CORRECT': {
          const { standing } = event.value as SpendChangeResults['CORRECT']
          const entry = entries.get(input.entryId)!
          spend(entry.userId, input.amountMinor - entry.counts)
          entry.counts = input.amountMinor
          compare(entry.userId, standing)
          break
        }
        case 'RESERVE': {
          const { reservation, standing } = event.value as SpendChangeResults['RESERVE']
          const expiresAt = new Date(reservation.expiresAt).getTime()
          if (!held.has(reservation.id)) {
            held.set(reservation.id, { userId: input.userId, amountMinor: input.amountMinor, expiresAt, state: 'OPEN' })
            admissions++
            const total = spentBy(input.userId) + heldBy(input.userId, now)
            if (standing.limit.amountMinor !== null && total > standing.limit.amountMinor) wrong(`${total} is beyond the limit`)
          }
          compare(input.userId, standing)
          break
        }
        case 'SETTLE': {
          const { standing } = event.value as SpendChangeResults['SETTLE']
          const one = held.get(input.reservationId)!
          const amount = input.amountMinor ?? one.amountMinor
          if (one.state === 'OPEN') spend(one.userId, amount)
          else if (one.state !== 'SETTLED' || one.settledMinor !== amount) wrong(`it was ${one.state}`)
          Object.assign(one, { state: 'SETTLED', settledMinor: amount })
          compare(one.userId, standing)
          break
        }
        case 'RELEASE': {
          const one = held.get(input.reservationId)!
          if (one.state === 'SETTLED') wrong('it was settled')
          one.state = 'RELEASED'
          compare(one.userId, (event.value as SpendChangeResults['RELEASE']).standing)
        }
      }
    }
  }
  return { problems, spent, admissions }
}
