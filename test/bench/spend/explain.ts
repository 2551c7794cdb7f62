import { check, toRow, type BarReport } from '../report.ts'
import { closedLoop, warmUpSeconds } from '../load.ts'
import { measureRounds } from '../rounds.ts'
import { documents, expecting } from './operations.ts'
import { groupCounts, someone, type SpendContext } from './spend-context.ts'
import { candidatesOf } from './statements.ts'

const few = 8

/** The whole answer why, beside the statement that finds all limits that may apply. */
export async function explain({ teams, tables, options, say }: SpendContext): Promise<BarReport> {
  const report: BarReport = { rows: [], checks: [], notes: [] }
  const problems: string[] = []
  for (const team of teams) {
    for (const groups of groupCounts) {
      const load = async (seconds: number) => {
        const result = await closedLoop(few, seconds, () =>
          expecting(team, documents.explain, { id: someone(team, groups) }, '"candidates":[{'),
        )
        problems.push(...result.problems)
        return result.perSecond
      }
      await load(warmUpSeconds / 2)
      const { kept, voidCount } = await measureRounds(
        options.rounds,
        {
          limit: async () => {
            const { perSecond } = await tables.run(candidatesOf(team, groups), few, options.seconds)
            return { decides: ['rate'], figures: { rate: perSecond } }
          },
          product: () => load(options.seconds),
        },
        (text) => say(`explain, ${groups} groups: ${text}`),
      )
      report.rows.push(
        toRow({
          name: `explain, ${team.size.toLocaleString('en-US')} users, ${groups} groups, ${few} callers`,
          unit: '/s',
          against: `pgbench, the candidates, at ${few}`,
          pairs: kept.map(({ limit, product }) => ({ product, limit: limit['rate']! })),
          voidRounds: voidCount,
        }),
      )
    }
  }
  report.checks.push(check('explain: every answer has candidates', [], problems.slice(0, 3)))
  return report
}
