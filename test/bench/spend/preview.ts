import { check, toRow, type BarReport } from '../report.ts'
import { closedLoop } from '../load.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { ask, documents, expecting } from './operations.ts'
import type { SpendContext } from './spend-context.ts'
import { previewAggregate } from './statements.ts'

/** What a limit for the group that everybody is in would do, beside the bare aggregate. */
export async function preview({ teams, tables, options, say, product }: SpendContext): Promise<BarReport> {
  const report: BarReport = { rows: [], checks: [], notes: [] }
  for (const team of teams) {
    const { stage } = team.population
    let amountMinor = 47_000
    const input = () => ({ target: { groupId: team.everybody.id }, value: { amountMinor: (amountMinor += 1) } })
    type Seen = { team: { spendLimitPreview: Record<'raisedCount' | 'loweredCount' | 'unchangedCount', number> } }
    const seen = await ask<Seen>(team, documents.preview, { id: stage.teamId, input: input() })
    const [bare] = await product.sql<Record<string, string>>(
      previewAggregate(team, amountMinor)
        .replace(/;\s*$/, '')
        .replace(
          'count(*) FILTER (WHERE own.id IS NULL AND best.then > best.now)',
          'count(*) FILTER (WHERE own.id IS NULL AND best.then > best.now) AS raised',
        ),
    )
    report.checks.push(check(`preview, ${team.size} users: raised`, Number(bare?.['raised']), seen.team.spendLimitPreview.raisedCount))
    const load = async () => {
      const { latenciesMs, problems } = await closedLoop(1, options.seconds, () =>
        expecting(team, documents.preview, { id: stage.teamId, input: input() }, '"affectedUserCount":'),
      )
      if (problems.length > 0) throw new Error(problems[0])
      return percentile(latenciesMs, 50)
    }
    await load()
    const { kept, voidCount } = await measureRounds(
      options.rounds,
      {
        limit: async () => {
          const { latencyMs } = await tables.run(previewAggregate(team, 47_000), 1, options.seconds)
          return { decides: ['latency'], figures: { latency: latencyMs } }
        },
        product: load,
      },
      (text) => say(`preview: ${text}`),
    )
    report.rows.push(
      toRow({
        name: `preview of a group of ${team.size.toLocaleString('en-US')}, p50`,
        unit: 'ms',
        against: 'pgbench, the bare aggregate, mean',
        pairs: kept.map(({ limit, product: latency }) => ({ product: latency, limit: limit['latency']! })),
        voidRounds: voidCount,
        ...(team === teams.at(-1) ? { bar: { number: 'preview', atMost: 3 } } : {}),
      }),
    )
  }
  return report
}
