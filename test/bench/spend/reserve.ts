import { randomUUID } from 'node:crypto'
import { closedLoop, warmUpSeconds } from '../load.ts'
import { check, toRow, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { ask, documents } from './operations.ts'
import { callers, someone, type SpendContext } from './spend-context.ts'
import { reserveAndSettle } from './statements.ts'

type Reserved = { reserveSpend: { __typename: string; reservation?: { id: string } } }
type Settled = { settleSpend: { __typename: string } }

/** A reservation and its settlement, as around one piece of work of an application. */
export async function reserve({ product, teams, tables, options, say }: SpendContext): Promise<BarReport> {
  const team = teams.at(-1)!
  await product.sql('CREATE SEQUENCE IF NOT EXISTS bench_number')
  const problems: string[] = []
  let settled = 0
  const count = async () =>
    Number((await product.sql<{ count: string }>(`SELECT count(*) FROM spend_entries WHERE reservation_id IS NOT NULL`))[0]!.count)
  const before = await count()
  const load = async (seconds: number) => {
    const result = await closedLoop(callers, seconds, async () => {
      const input = { userId: someone(team, 10), amountMinor: 1, idempotencyKey: randomUUID() }
      const { reserveSpend } = await ask<Reserved>(team, documents.reserve, { input })
      if (!reserveSpend.reservation) return `reserved: ${reserveSpend.__typename}`
      const { settleSpend } = await ask<Settled>(team, documents.settle, { input: { reservationId: reserveSpend.reservation.id } })
      if (settleSpend.__typename !== 'SettleSpendSuccess') return `settled: ${settleSpend.__typename}`
      settled++
      return undefined
    })
    problems.push(...result.problems)
    return result.perSecond
  }
  await load(warmUpSeconds)
  const { kept, voidCount } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond } = await tables.run(reserveAndSettle(team), callers, options.seconds)
        return { decides: ['rate'], figures: { rate: perSecond } }
      },
      product: () => load(options.seconds),
    },
    (text) => say(`reserve: ${text}`),
  )
  return {
    rows: [
      toRow({
        name: `reserve and settle, ${callers} callers`,
        unit: '/s',
        against: `pgbench, the same statements, at ${callers}`,
        pairs: kept.map(({ limit, product: rate }) => ({ product: rate, limit: limit['rate']! })),
        voidRounds: voidCount,
      }),
    ],
    checks: [
      check('reserve: nothing was refused', [], problems.slice(0, 3)),
      check('reserve: every settlement is in the ledger', settled, (await count()) - before),
    ],
    notes: [],
  }
}
