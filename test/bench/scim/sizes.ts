import type { Answer } from '../load.ts'
import { check, toRow, unmeasured, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { askOnce, operations, type Limit, type Operation, type Turns } from './operations.ts'
import { send } from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { checkWorld, type World } from './world.ts'

// Of each kind of request there are so many in a pass however long they take.
const measured = { fewest: 5, most: Infinity }
const warmUp = { fewest: 1, most: 20 }

type Side = { world: World; turns: Turns; latest: Answer | undefined }

/** Each operation by one caller: in every world by turns within each pass, so that a machine that slows down slows all of them, beside pgbench. */
export async function compareSizes(context: ScimContext): Promise<BarReport> {
  const report: BarReport = { rows: [], checks: [], notes: [] }
  const problems: string[] = []
  for (const operation of operations) {
    await measure(context, operation, problems).then(
      (rows) => report.rows.push(...rows),
      (reason: Error) => report.checks.push(unmeasured(operation.name, reason)),
    )
  }
  report.checks.push(check('each operation by one caller: errors and wrong answers', [], problems.slice(0, 3)))
  for (const world of context.worlds) report.checks.push(...(await checkWorld(world, 'each operation')))
  report.notes.push('The page at nine tenths is the 9,000th of 10,000 among 1,000,000 users, and the 90th of 100 among 10,000.')
  return report
}

async function measure({ worlds, options, say }: ScimContext, operation: Operation, problems: string[]): Promise<BarReport['rows']> {
  const sides: Side[] = []
  say(`${operation.name}: getting ready`)
  for (const world of worlds) {
    const turns = await operation.turns(world)
    if (turns !== undefined) sides.push({ world, turns, latest: undefined })
  }
  if (sides.length === 0) return []
  await pass(sides, options.seconds, warmUp, problems)
  const { kept, voidCount: voidRounds } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const figures: Record<string, number> = {}
        for (const { world, turns } of sides) figures[world.size] = await limitMs(world, turns.limit)
        return { decides: Object.keys(figures), figures }
      },
      product: () => pass(sides, options.seconds, measured, problems),
    },
    (text) => say(`${operation.name}, ${text}`),
  )
  const nameAt = (world: World) => `${operation.name}, ${world.size.toLocaleString('en-US')} users, p50`
  const rows = sides.map(({ world }, side) =>
    toRow({
      name: nameAt(world),
      unit: 'ms',
      against: 'pgbench with the same statements, mean',
      pairs: kept.map(({ product, limit }) => ({ product: product[side]!, limit: limit[world.size]! })),
      voidRounds,
    }),
  )
  const [base] = sides
  for (const [side, { world }] of sides.entries()) {
    if (side === 0) continue
    rows.push(
      toRow({
        name: nameAt(world),
        unit: 'ms',
        against: `the same at ${base!.world.size.toLocaleString('en-US')}`,
        pairs: kept.map(({ product }) => ({ product: product[side]!, limit: product[0]! })),
        voidRounds,
        bar: { number: 'size', atMost: 1.5 },
      }),
    )
  }
  return rows
}

async function limitMs({ tables }: World, { script, transactions, load, cleanUp }: Limit): Promise<number> {
  await load?.()
  const { latencyMs } = await tables.run(script, 1, transactions === undefined ? 1 : { transactions })
  await cleanUp?.()
  return latencyMs
}

/** The median of each side, in milliseconds. */
async function pass(
  sides: readonly Side[],
  seconds: number,
  { fewest, most }: { fewest: number; most: number },
  problems: string[],
): Promise<number[]> {
  for (const { turns } of sides) await turns.load?.()
  const latencies = sides.map((): number[] => [])
  const mostTurns = Math.min(most, ...sides.map(({ turns }) => turns.mostPerPass ?? Infinity))
  const end = performance.now() + seconds * 1000
  for (let turn = 0; turn < mostTurns && (turn < fewest || performance.now() < end); turn++) {
    for (let step = 0; step < sides.length; step++) {
      const index = (turn + step) % sides.length
      const { latencyMs, problem } = await takeTurn(sides[index]!)
      latencies[index]!.push(latencyMs)
      if (problem !== undefined) problems.push(problem)
    }
  }
  return latencies.map((values) => percentile(values, 50))
}

async function takeTurn(side: Side): Promise<{ latencyMs: number; problem: string | undefined }> {
  const { world, turns } = side
  const before = turns.before?.()
  if (before) await askOnce(world, before)
  const { request, judge } = turns.next(side.latest)
  const asked = performance.now()
  const answer = await send(world.connection, request)
  const latencyMs = performance.now() - asked
  side.latest = answer
  const problem = judge(answer)
  const after = turns.after?.()
  if (after) await askOnce(world, after)
  return { latencyMs, problem }
}
