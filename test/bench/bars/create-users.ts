import { transactions } from '../limits.ts'
import { closedLoop, connect, unless, warmUpSeconds, type Load } from '../load.ts'
import { check, toRow, type Bar, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import type { BarContext } from './bar-context.ts'
import { newUser } from './new-user.ts'

const callerCounts = [1, 8, 32] as const
const bars: Partial<Record<(typeof callerCounts)[number], Bar>> = { 8: { number: 'create at 8', atLeast: 0.2 } }

/** POST /Users, all of one team, by 1, 8 and 32 callers. */
export async function createUsers({ product, pgbench, options, say }: BarContext): Promise<BarReport> {
  const stage = await product.createStage('create-users')
  const report: BarReport = { rows: [], checks: [], notes: [] }
  let created = 0
  let number = 0
  const problems: string[] = []

  async function load(callers: number, seconds: number): Promise<Load> {
    const connection = connect(stage.scimUrl, stage.scimToken, callers)
    const result = await closedLoop(callers, seconds, async () => unless(201, await connection.send('POST', '/Users', newUser(++number))))
    connection.close()
    created += result.count - result.problems.length
    problems.push(...result.problems)
    return result
  }

  say('create-users: warming up')
  await load(8, warmUpSeconds)
  for (const callers of callerCounts) {
    const { kept, voidCount: voidRounds } = await measureRounds(
      options.rounds,
      {
        limit: async () => {
          const user = await pgbench.run(transactions.user, callers, options.seconds)
          const dense = await pgbench.run(transactions.dense, callers, options.seconds)
          return { decides: ['user'], figures: { user: user.perSecond, userMs: user.latencyMs, dense: dense.perSecond } }
        },
        product: () => load(callers, options.seconds),
      },
      (text) => say(`create-users, ${callers} callers, ${text}`),
    )
    const name = `create users, ${callers} ${callers === 1 ? 'caller' : 'callers'}`
    const pairs = (limit: string, figure: (load: Load) => number) =>
      kept.map((round) => ({ product: figure(round.product), limit: round.limit[limit]! }))
    report.rows.push(
      toRow({
        name,
        unit: '/s',
        against: `pgbench user at ${callers}`,
        pairs: pairs('user', (result) => result.perSecond),
        voidRounds,
        bar: bars[callers],
      }),
    )
    report.rows.push(
      toRow({ name, unit: '/s', against: `pgbench dense at ${callers}`, pairs: pairs('dense', (result) => result.perSecond), voidRounds }),
    )
    report.rows.push(
      toRow({
        name: `${name}, p50`,
        unit: 'ms',
        against: `pgbench user at ${callers}, mean`,
        pairs: pairs('userMs', (result) => percentile(result.latenciesMs, 50)),
        voidRounds,
      }),
    )
    report.rows.push(
      toRow({
        name: `${name}, p99`,
        unit: 'ms',
        against: `pgbench user at ${callers}, mean`,
        pairs: pairs('userMs', (result) => percentile(result.latenciesMs, 99)),
        voidRounds,
      }),
    )
  }
  report.checks.push(
    check('create users: errors', [], problems.slice(0, 3)),
    ...(await product.checkStage(stage, 'create users', { users: created })),
  )
  return report
}
