import { lookupUserCount, transactions } from '../limits.ts'
import { closedLoop, connect, warmUpSeconds, type Load } from '../load.ts'
import { check, toRow, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import type { BarContext } from './bar-context.ts'
import { newUser } from './new-user.ts'

const callerCounts = [1, 8] as const

/** GET /Users by userName, as before every write of an identity provider, in a directory of 10,000. */
export async function lookUpUser({ product, pgbench, options, say }: BarContext): Promise<BarReport> {
  const stage = await product.createStage('look-up-user')
  const report: BarReport = {
    rows: [],
    checks: [],
    notes: [`look up: of the ${lookupUserCount} users one came in by SCIM, the others are copies of it made by SQL.`],
  }
  const connection = connect(stage.scimUrl, stage.scimToken, Math.max(...callerCounts))
  const problems: string[] = []

  async function load(callers: number, seconds: number): Promise<Load> {
    const result = await closedLoop(callers, seconds, async () => {
      const userName = `user.${1 + Math.floor(Math.random() * (lookupUserCount - 1))}@bench.example`
      const answer = await connection.send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`)
      return answer.status === 200 && isOnly(userName, answer.text)
        ? undefined
        : `${userName}: ${answer.status}: ${answer.text.slice(0, 200)}`
    })
    problems.push(...result.problems)
    return result
  }

  say('look-up-user: loading')
  const { id } = JSON.parse((await connection.send('POST', '/Users', newUser(0))).text) as { id: string }
  await product.multiplyUser(id, lookupUserCount - 1)
  say('look-up-user: warming up')
  await load(8, warmUpSeconds)
  for (const callers of callerCounts) {
    const { kept, voidCount: voidRounds } = await measureRounds(
      options.rounds,
      {
        limit: async () => {
          const { perSecond, latencyMs } = await pgbench.run(transactions.lookup, callers, options.seconds)
          return { decides: ['lookup'], figures: { lookup: perSecond, lookupMs: latencyMs } }
        },
        product: () => load(callers, options.seconds),
      },
      (text) => say(`look-up-user, ${callers} callers, ${text}`),
    )
    const name = `look up by userName, 10,000 users, ${callers} ${callers === 1 ? 'caller' : 'callers'}`
    const pairs = (limit: string, figure: (load: Load) => number) =>
      kept.map((round) => ({ product: figure(round.product), limit: round.limit[limit]! }))
    report.rows.push(
      toRow({
        name,
        unit: '/s',
        against: `pgbench lookup at ${callers}`,
        pairs: pairs('lookup', (result) => result.perSecond),
        voidRounds,
      }),
    )
    report.rows.push(
      toRow({
        name: `${name}, p50`,
        unit: 'ms',
        against: `pgbench lookup at ${callers}, mean`,
        pairs: pairs('lookupMs', (result) => percentile(result.latenciesMs, 50)),
        voidRounds,
      }),
    )
  }
  connection.close()
  report.checks.push(
    check('look up: wrong answers', [], problems.slice(0, 3)),
    ...(await product.checkStage(stage, 'look up', { users: lookupUserCount })),
  )
  return report
}

function isOnly(userName: string, text: string): boolean {
  const { totalResults, Resources } = JSON.parse(text) as { totalResults: number; Resources: { userName: string }[] }
  return totalResults === 1 && Resources.length === 1 && Resources[0]!.userName === userName
}
