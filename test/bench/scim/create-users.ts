import { newUser } from '../bars/new-user.ts'
import { transactions } from '../limits.ts'
import { closedLoop, connect, unless, type Load } from '../load.ts'
import { hasProc, processorMs, serverProcessorMs } from '../processes.ts'
import { check, toRow, type Bar, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import type { ScimContext } from './scim-context.ts'

/** Measured in the same round, so that one can be held against the other. */
const callerSets = [[1], [8, 32]] as const
type Callers = (typeof callerSets)[number][number]

const throughputBars: Partial<Record<Callers, Bar>> = { 8: { number: '2', atLeast: 0.4 }, 32: { number: '1', atLeast: 0.5 } }
const barOfCommits: Bar = { number: '3', atLeast: 1 }
const barOfLatency: Bar = { number: '4', atMost: 2.5 }
const barOfTail: Bar = { number: '4', atMost: 4 }
const barOfCpu: Bar = { number: '5', atMost: 18 }
const callersOfCpu = 32

type Pass = { load: Load; cpuMs: number; plainCpuMs: number }

/** Bars 1 to 5: POST /Users, all into one directory of one team. */
export async function createUsers({ worlds: [world], plainHttp, options, say }: ScimContext): Promise<BarReport> {
  const { product, limits } = world
  const stage = await product.createStage('create-users')
  const report: BarReport = { rows: [], checks: [], notes: [] }
  const problems: string[] = []
  let created = 0
  let number = 0

  async function create(callers: number, seconds: number): Promise<Load> {
    const connection = connect(stage.scimUrl, stage.scimToken, callers)
    const load = await closedLoop(callers, seconds, async () => unless(201, await connection.send('POST', '/Users', newUser(++number))))
    connection.close()
    created += load.count - load.problems.length
    problems.push(...load.problems)
    return load
  }

  /** Milliseconds of CPU for each POST to node:http. */
  async function plainCpuMs(callers: number): Promise<number> {
    const connection = connect(plainHttp.url, 'none', callers)
    const before = processorMs(plainHttp.pid)
    const load = await closedLoop(callers, options.seconds, async () => unless(201, await connection.send('POST', '/', newUser(++number))))
    const used = processorMs(plainHttp.pid) - before
    connection.close()
    problems.push(...load.problems)
    return used / load.count
  }

  async function measure(callers: Callers): Promise<Pass> {
    if (callers !== callersOfCpu || !hasProc) return { load: await create(callers, options.seconds), cpuMs: NaN, plainCpuMs: NaN }
    const before = await serverProcessorMs(product.server)
    const load = await create(callers, options.seconds)
    const cpuMs = ((await serverProcessorMs(product.server)) - before) / load.count
    return { load, cpuMs, plainCpuMs: await plainCpuMs(callers) }
  }

  say('create-users: warming up')
  await create(8, options.seconds)
  if (hasProc) await plainCpuMs(callersOfCpu)
  for (const callerSet of callerSets) {
    const { kept, voidCount: voidRounds } = await measureRounds(
      options.rounds,
      {
        limit: async () => {
          const figures: Record<string, number> = {}
          for (const callers of callerSet) {
            const { perSecond, latencyMs } = await limits.run(transactions.user, callers, options.seconds)
            figures[callers] = perSecond
            figures[`${callers} ms`] = latencyMs
          }
          return { decides: callerSet.map(String), figures }
        },
        product: async () => {
          const passes: Partial<Record<Callers, Pass>> = {}
          for (const callers of callerSet) passes[callers] = await measure(callers)
          return passes as Record<Callers, Pass>
        },
      },
      (text) => say(`create-users, ${callerSet.join(' and ')} callers, ${text}`),
    )
    const pairs = (product: (passes: Record<Callers, Pass>) => number, limit: (round: (typeof kept)[number]) => number) =>
      kept.map((round) => ({ product: product(round.product), limit: limit(round) }))
    for (const callers of callerSet) {
      const name = `create users, ${callers} ${callers === 1 ? 'caller' : 'callers'}`
      const at = (percent: number) => (passes: Record<Callers, Pass>) => percentile(passes[callers].load.latenciesMs, percent)
      report.rows.push(
        toRow({
          name,
          unit: '/s',
          against: `pgbench user at ${callers}`,
          pairs: pairs(
            (passes) => passes[callers].load.perSecond,
            ({ limit }) => limit[callers]!,
          ),
          voidRounds,
          bar: throughputBars[callers],
        }),
        toRow({
          name: `${name}, p50`,
          unit: 'ms',
          against: `pgbench user at ${callers}, mean`,
          pairs: pairs(at(50), ({ limit }) => limit[`${callers} ms`]!),
          voidRounds,
          bar: callers === 1 ? barOfLatency : undefined,
        }),
        toRow({
          name: `${name}, p99`,
          unit: 'ms',
          against: 'their p50',
          pairs: pairs(at(99), ({ product: passes }) => at(50)(passes)),
          voidRounds,
          bar: callers === 8 ? barOfTail : undefined,
        }),
      )
      if (callers === 32)
        report.rows.push(
          toRow({
            name,
            unit: '/s',
            against: 'the same at 8',
            pairs: pairs(
              (passes) => passes[32].load.perSecond,
              ({ product: passes }) => passes[8].load.perSecond,
            ),
            voidRounds,
            bar: barOfCommits,
          }),
        )
      if (callers === callersOfCpu && hasProc)
        report.rows.push(
          toRow({
            name: `${name}, CPU of server and PostgreSQL for each`,
            unit: 'ms',
            against: `POST to node:http at ${callers}`,
            pairs: pairs(
              (passes) => passes[callers].cpuMs,
              ({ product: passes }) => passes[callers].plainCpuMs,
            ),
            voidRounds,
            bar: barOfCpu,
          }),
        )
    }
  }
  if (!hasProc) report.notes.push('CPU (bar 5) is measured on Linux alone.')
  report.checks.push(
    check('create users: errors', [], problems.slice(0, 3)),
    ...(await product.checkStage(stage, 'create users', { users: created })),
  )
  return report
}
