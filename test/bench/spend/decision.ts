import { closedLoop, warmUpSeconds } from '../load.ts'
import { check, toRow, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { documents, expecting } from './operations.ts'
import { callers, someone, type GroupCount, type SpendContext, type SpendTeam } from './spend-context.ts'

const decide = (team: SpendTeam, groups: GroupCount) => (): Promise<string | undefined> =>
  expecting(team, documents.decision, { userId: someone(team, groups), amountMinor: 1 }, '"isAllowed":')

/** A decision beside the smallest question that the same server answers, and whether its cost follows the team or the user's groups. */
export async function decision({ teams, options, say }: SpendContext): Promise<BarReport> {
  const [small, large] = [teams[0]!, teams.at(-1)!]
  const problems: string[] = []
  const load = async (ask: () => Promise<string | undefined>, seconds = options.seconds) => {
    const result = await closedLoop(callers, seconds, ask)
    problems.push(...result.problems)
    return { rate: result.perSecond, p50: percentile(result.latenciesMs, 50), p99: percentile(result.latenciesMs, 99) }
  }
  const viewer = () => expecting(large, documents.viewer, undefined, '"API_KEY"')
  await load(viewer, warmUpSeconds)
  await load(decide(large, 10), warmUpSeconds)
  const { kept, voidCount } = await measureRounds(
    options.rounds,
    {
      limit: async () => ({ decides: ['rate'], figures: await load(viewer) }),
      product: async () => ({ 10: await load(decide(large, 10)), 50: await load(decide(large, 50)), 500: await load(decide(large, 500)) }),
    },
    (text) => say(`decision: ${text}`),
  )
  const report: BarReport = { rows: [], checks: [], notes: [] }
  const users = `${large.size.toLocaleString('en-US')} users`
  const against = `{ viewer { kind } } at ${callers}`
  for (const groups of [10, 50, 500] as const) {
    const pairs = (figure: 'rate' | 'p99') =>
      kept.map(({ limit, product }) => ({ product: product[groups][figure], limit: limit[figure]! }))
    const title = `decision, ${users}, ${groups} groups, ${callers} callers`
    const isJudged = groups <= 50
    report.rows.push(
      toRow({
        name: title,
        unit: '/s',
        against,
        pairs: pairs('rate'),
        voidRounds: voidCount,
        ...(isJudged ? { bar: { number: 'decision rate', atLeast: 0.6 } } : {}),
      }),
      toRow({
        name: `${title}, p99`,
        unit: 'ms',
        against: `${against}, p99`,
        pairs: pairs('p99'),
        voidRounds: voidCount,
        ...(isJudged ? { bar: { number: 'decision p99', atMost: 3 } } : {}),
      }),
    )
  }
  const sizes = { a: decide(large, 10), b: decide(small, 10) }
  const groups = { a: decide(large, 50), b: decide(large, 10) }
  const [bySize, byGroups] = [await byTurns(sizes), await byTurns(groups)]
  report.rows.push(
    toRow({
      name: `decision, 1 caller, p50, ${users}`,
      unit: 'ms',
      against: `${small.size.toLocaleString('en-US')} users`,
      pairs: bySize,
      voidRounds: 0,
      bar: { number: 'decision, size of the team', atMost: 1.25 },
    }),
    toRow({
      name: `decision, 1 caller, p50, ${users}, 50 groups`,
      unit: 'ms',
      against: '10 groups',
      pairs: byGroups,
      voidRounds: 0,
      bar: { number: 'decision, groups of the user', atMost: 1.25 },
    }),
  )
  report.checks.push(check('decision: every answer decided', [], problems.slice(0, 3)))
  return report

  /** One caller who asks both by turns, so that noise meets both. */
  async function byTurns(kinds: { a: () => Promise<string | undefined>; b: () => Promise<string | undefined> }) {
    const pairs: { product: number; limit: number }[] = []
    for (let round = 0; round < options.rounds; round++) {
      const latencies: Record<'a' | 'b', number[]> = { a: [], b: [] }
      let turn = 0
      const result = await closedLoop(1, options.seconds, async () => {
        const kind = turn++ % 2 === 0 ? 'a' : 'b'
        const asked = performance.now()
        const problem = await kinds[kind]()
        latencies[kind].push(performance.now() - asked)
        return problem
      })
      problems.push(...result.problems)
      pairs.push({ product: percentile(latencies.a, 50), limit: percentile(latencies.b, 50) })
    }
    return pairs
  }
}
