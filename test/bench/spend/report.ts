import { check, toFigureRow, toRow, type BarReport } from '../report.ts'
import { closedLoop } from '../load.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { documents, expecting } from './operations.ts'
import type { SpendContext, SpendTeam } from './spend-context.ts'
import { reportTop } from './statements.ts'

const orders = ['USER_NAME', 'SPENT', 'USED_PERCENT'] as const

/** The first page of a team's report by several orders, beside the hundred who have spent most; and the whole of it as CSV. */
export async function report({ teams, tables, options, say }: SpendContext): Promise<BarReport> {
  const result: BarReport = { rows: [], checks: [], notes: [] }
  for (const team of teams) {
    const users = `${team.size.toLocaleString('en-US')} users`
    for (const field of orders) {
      const load = async () => {
        const variables = { id: team.population.stage.teamId, orderBy: { field, direction: 'DESC' } }
        const { latenciesMs, problems } = await closedLoop(1, options.seconds, () =>
          expecting(team, documents.report, variables, '"nodes":[{'),
        )
        if (problems.length > 0) throw new Error(problems[0])
        return percentile(latenciesMs, 50)
      }
      await load()
      const { kept, voidCount } = await measureRounds(
        options.rounds,
        {
          limit: async () => {
            const { latencyMs } = await tables.run(reportTop(team), 1, options.seconds)
            return { decides: ['latency'], figures: { latency: latencyMs } }
          },
          product: load,
        },
        (text) => say(`report by ${field}: ${text}`),
      )
      result.rows.push(
        toRow({
          name: `report, first 100 of ${users} by ${field}, p50`,
          unit: 'ms',
          against: 'pgbench, the top 100 totals, mean',
          pairs: kept.map(({ limit, product }) => ({ product, limit: limit['latency']! })),
          voidRounds: voidCount,
        }),
      )
    }
    const seconds: number[] = []
    let lines = 0
    for (let round = 0; round < options.rounds; round++) {
      const began = performance.now()
      lines = await exportedLines(team)
      seconds.push((performance.now() - began) / 1000)
    }
    result.rows.push(toFigureRow({ name: `report, ${users} as CSV`, unit: 's', figures: seconds, voidRounds: 0 }))
    result.checks.push(check(`report as CSV: a line for each of ${users}, and a header`, team.size + 1, lines))
  }
  return result
}

async function exportedLines({ connection, population }: SpendTeam): Promise<number> {
  const { status, text } = await connection.send('GET', `teams/${population.stage.teamId}/spend-report.csv`)
  if (status !== 200) throw new Error(`${status}: ${text.slice(0, 200)}`)
  return text.split('\r\n').filter((line) => line !== '').length
}
