import { transactions } from '../limits.ts'
import { closedLoop, type Load } from '../load.ts'
import { check, toRow, type BarReport, type Check } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { loadGroup, type LoadedGroup } from './population.ts'
import { addMembers, send } from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { checkGroup, checkWorld } from './world.ts'

const callers = 8
const membersBefore = 100

/** Bar 10: eight callers add members, one with each request, to one group of 100. */
export async function shareGroup({ worlds: [world], options, say }: ScimContext): Promise<BarReport> {
  const { product, population, connection, size } = world
  const problems: string[] = []
  const checks: Check[] = []
  let groupNumber = 0
  const newGroup = () => loadGroup(product, population, `Shared ${++groupNumber}`, 1, Math.min(membersBefore, size))

  async function load(): Promise<Load> {
    const groups: LoadedGroup[] = [await newGroup()]
    let next = groups[0]!.size
    const result = await closedLoop(callers, options.seconds, async () => {
      // When everybody is in it, the next group is begun.
      if (next >= size) {
        groups.push(await newGroup())
        next = groups.at(-1)!.size
      }
      const group = groups.at(-1)!
      const { status, text } = await send(connection, addMembers(group.id, [population.idOf(++next)], true))
      // 204 as soon as it is too large for an answer.
      if (status !== 200 && status !== 204) return `${status}: ${text.slice(0, 200)}`
      group.size++
      return undefined
    })
    problems.push(...result.problems)
    for (const group of groups) checks.push(await checkGroup(product, 'share a group, none lost', group))
    return result
  }

  say('share-group: warming up')
  await load()
  const { kept, voidCount: voidRounds } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond, latencyMs } = await world.limits.run(transactions.denseMembership, callers, options.seconds)
        return { decides: ['dense'], figures: { dense: perSecond, denseMs: latencyMs } }
      },
      product: load,
    },
    (text) => say(`share-group, ${text}`),
  )
  const name = `add one member, all to one group, ${callers} callers`
  return {
    rows: [
      toRow({
        name,
        unit: '/s',
        against: `pgbench dense membership at ${callers}`,
        pairs: kept.map(({ product: result, limit }) => ({ product: result.perSecond, limit: limit['dense']! })),
        voidRounds,
        bar: { number: '10', atLeast: 0.35 },
      }),
      toRow({
        name: `${name}, p50`,
        unit: 'ms',
        against: `pgbench dense membership at ${callers}, mean`,
        pairs: kept.map(({ product: result, limit }) => ({ product: percentile(result.latenciesMs, 50), limit: limit['denseMs']! })),
        voidRounds,
      }),
    ],
    checks: [check('share a group: errors', [], problems.slice(0, 3)), ...checks, ...(await checkWorld(world, 'share a group'))],
    notes: [],
  }
}
