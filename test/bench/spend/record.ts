import { randomUUID } from 'node:crypto'
import { closedLoop, warmUpSeconds } from '../load.ts'
import { check, toRow, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { documents, expecting } from './operations.ts'
import type { SpendContext } from './spend-context.ts'
import { recordBatch } from './statements.ts'

const batch = 100
const few = 8

/** Entries in batches of a hundred, by distinct users, beside pgbench that writes the same rows in as many transactions. */
export async function record({ product, teams, tables, options, say }: SpendContext): Promise<BarReport> {
  const team = teams.at(-1)!
  await product.sql('CREATE SEQUENCE IF NOT EXISTS bench_number')
  const { from, count } = team.inGroups[10]
  const run = randomUUID()
  let sent = 0
  const problems: string[] = []
  const load = async (seconds: number) => {
    const result = await closedLoop(few, seconds, () => {
      const first = Math.floor(Math.random() * count)
      const number = sent++
      const entries = Array.from({ length: batch }, (_, index) => ({
        userId: team.population.idOf(from + ((first + index) % count)),
        amountMinor: 1,
        idempotencyKey: `${run}-${number}-${index}`,
      }))
      return expecting(team, documents.record, { input: { entries } }, `"recordedCount":${batch}`)
    })
    problems.push(...result.problems)
    return result.perSecond * batch
  }
  await load(warmUpSeconds)
  const { kept, voidCount } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond } = await tables.run(recordBatch(team, batch), few, options.seconds)
        return { decides: ['rate'], figures: { rate: perSecond * batch } }
      },
      product: () => load(options.seconds),
    },
    (text) => say(`record: ${text}`),
  )
  const [stored] = await product.sql<{ count: string }>(`SELECT count(*) FROM spend_entries WHERE idempotency_key LIKE $1`, [`${run}-%`])
  const [drift] = await product.sql<{ count: string }>(
    `SELECT count(*) FROM spend_totals t JOIN (SELECT user_id, period, sum(amount_minor) AS spent FROM spend_entries GROUP BY user_id, period) e USING (user_id, period)
     WHERE t.spent_minor <> e.spent`,
  )
  return {
    rows: [
      toRow({
        name: `record, batches of ${batch}, ${few} callers, entries`,
        unit: '/s',
        against: `pgbench, the same rows, at ${few}`,
        pairs: kept.map(({ limit, product: rate }) => ({ product: rate, limit: limit['rate']! })),
        voidRounds: voidCount,
        bar: { number: 'record', atLeast: 0.3 },
      }),
    ],
    checks: [
      check('record: every entry was recorded', [], problems.slice(0, 3)),
      check('record: entries in the ledger', sent * batch, Number(stored!.count)),
      check('record: totals that are not the sum of their entries', 0, Number(drift!.count)),
    ],
    notes: [],
  }
}
