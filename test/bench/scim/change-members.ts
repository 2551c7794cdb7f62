import { transactions } from '../limits.ts'
import { check, toFigureRow, toRow, type Bar, type BarReport, type Row } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import type { LoadedGroup } from './population.ts'
import { addMembers, isResource, removeMembers, send, hasStatus, type Judge, type ScimRequest } from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { checkWorld, newcomerOf, newcomersOf, type World } from './world.ts'

// As identity providers send it, a group of 100 is answered with its members and a larger one with 204. Without members all answers are the same.
const kinds = { 'as providers ask': true, 'without members in the answer': false } as const
type Kind = keyof typeof kinds
const acts = { add: addMembers, remove: removeMembers } as const
type Act = keyof typeof acts

// The server answers a PATCH with a group of up to so many members.
const answeredMembers = 200
// 256 at once take longer than one: one turn of so many has them.
const turnsForMany = 4
const fewestTurns = 8

const barOfFlatness: Bar = { number: '8', atMost: 1.25 }
const barOfLatency: Bar = { number: '9', atMost: 3 }
const barOfMany: Bar = { number: '11', atMost: 20 }
const barOfEach: Bar = { number: '11', atMost: 200 }

/** Medians in milliseconds by what was done. */
type Medians = Map<string, number>

/** Bars 8, 9 and 11: PATCH of one and of 256 members, by one caller, in groups of all sizes by turns. */
export async function changeMembers(context: ScimContext): Promise<BarReport> {
  const report: BarReport = { rows: [], checks: [], notes: [] }
  for (const world of context.worlds) {
    const problems: string[] = []
    report.rows.push(...(await measureWorld(context, world, problems)))
    report.checks.push(
      check(`change members, ${world.size.toLocaleString('en-US')} users: errors`, [], problems.slice(0, 3)),
      ...(await checkWorld(world, 'change members')),
    )
  }
  return report
}

async function measureWorld({ options, say }: ScimContext, world: World, problems: string[]): Promise<Row[]> {
  const title = `change members, ${world.size.toLocaleString('en-US')} users`
  say(`${title}: warming up`)
  await sample(world, options.seconds, problems)
  const { kept, voidCount: voidRounds } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond, latencyMs } = await world.limits.run(transactions.membership, 1, options.seconds)
        return { decides: ['perSecond'], figures: { perSecond, latencyMs } }
      },
      // There are many kinds of it.
      product: () => sample(world, 2 * options.seconds, problems),
    },
    (text) => say(`${title}, ${text}`),
  )
  const groups = [...world.groups.values()].sort((a, b) => a.size - b.size)
  const smallest = groups[0]!
  const rows: Row[] = []
  const name = (act: Act, group: LoadedGroup, what: string) =>
    `${act} ${what.startsWith('256') ? '256 members' : 'one member'} of ${group.size.toLocaleString('en-US')}, ${world.size.toLocaleString('en-US')} users, ${what.replace('256, ', '')}, p50`
  const pairs = (product: string, limit: string) =>
    kept.map((round) => ({ product: round.product.get(product)!, limit: round.product.get(limit)! }))
  for (const act of Object.keys(acts) as Act[]) {
    for (const kind of Object.keys(kinds) as Kind[]) {
      for (const group of groups)
        rows.push(
          toRow({
            name: name(act, group, kind),
            unit: 'ms',
            against: 'pgbench membership at 1, mean',
            pairs: kept.map(({ product, limit }) => ({ product: product.get(key(act, kind, group))!, limit: limit['latencyMs']! })),
            voidRounds,
            bar: barOfLatency,
          }),
        )
      for (const group of groups.slice(1))
        rows.push(
          toRow({
            name: name(act, group, kind),
            unit: 'ms',
            against: `the same of ${smallest.size}`,
            pairs: pairs(key(act, kind, group), key(act, kind, smallest)),
            voidRounds,
            bar: barOfFlatness,
          }),
        )
    }
    for (const group of groups) {
      const [one, many] = [key(act, 'without members in the answer', group), key(act, '256', group)]
      rows.push(
        toRow({
          name: name(act, group, '256, without members in the answer'),
          unit: 'ms',
          against: 'one member',
          pairs: pairs(many, one),
          voidRounds,
          bar: barOfMany,
        }),
        toFigureRow({
          name: `${act}, for each of 256 members of ${group.size.toLocaleString('en-US')}, ${world.size.toLocaleString('en-US')} users`,
          unit: 'µs',
          figures: kept.map(({ product }) => (product.get(many)! / 256) * 1000),
          voidRounds,
          bar: barOfEach,
        }),
      )
    }
  }
  return rows
}

function key(act: Act, what: Kind | '256', group: LoadedGroup): string {
  return `${act} ${what} ${group.id}`
}

/** The groups take turns within each pass, so that a machine that slows down slows all of them. */
async function sample(world: World, seconds: number, problems: string[]): Promise<Medians> {
  const groups = [...world.groups.values()]
  const latencies = new Map<string, number[]>()
  const [one, many] = [[newcomerOf(world)], newcomersOf(world)]
  async function time(name: string, request: ScimRequest, judge: Judge): Promise<void> {
    const asked = performance.now()
    const answer = await send(world.connection, request)
    const latency = performance.now() - asked
    const known = latencies.get(name)
    if (known) known.push(latency)
    else latencies.set(name, [latency])
    const problem = judge(answer)
    if (problem !== undefined) problems.push(`${name}: ${problem}`)
  }
  const end = performance.now() + seconds * 1000
  for (let turn = 0; turn < fewestTurns || performance.now() < end; turn++) {
    for (let step = 0; step < groups.length; step++) {
      const group = groups[(turn + step) % groups.length]!
      for (const act of Object.keys(acts) as Act[])
        for (const kind of Object.keys(kinds) as Kind[]) {
          // What the first kind has done is undone for the second one.
          const isAnswered = !kinds[kind] || group.size + (act === 'add' ? 1 : 0) <= answeredMembers
          await time(key(act, kind, group), acts[act](group.id, one, kinds[kind]), isAnswered ? isResource(group.id) : hasStatus(204))
          if (kind === 'as providers ask') await undo(world, group, act, one)
        }
      if (turn % turnsForMany !== 0) continue
      for (const act of Object.keys(acts) as Act[])
        await time(key(act, '256', group), acts[act](group.id, many, false), isResource(group.id))
    }
  }
  return new Map([...latencies].map(([name, values]) => [name, percentile(values, 50)]))
}

async function undo({ connection }: World, group: LoadedGroup, act: Act, userIds: string[]): Promise<void> {
  const request = act === 'add' ? removeMembers(group.id, userIds, false) : addMembers(group.id, userIds, false)
  await send(connection, request)
}
