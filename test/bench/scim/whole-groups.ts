import { fromId } from '../../../src/domain/id.ts'
import { transactions } from '../limits.ts'
import { check, toFigureRow, toRow, type BarReport, type Check } from '../report.ts'
import { measureRounds, type Rounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { askOnce } from './operations.ts'
import type { LoadedGroup } from './population.ts'
import { getGroup, isGroup, isResource, replaceMembers, send, type Judge, type ScimRequest } from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { checkWorld, exchangedOf, memberLists, type World } from './world.ts'

/** What grows with the group, or is not to: groups of 100 and of 10,000, by one caller, by turns. */

const fewestTurns = 5

/** One thing that is asked of a group; `next` makes each request. */
type Kind = { name: string; group: LoadedGroup; next(): { request: ScimRequest; judge: Judge } }

/** Bar 12: PATCH that replaces all members, one of a hundred of them by another one. */
export async function replaceGroups(context: ScimContext): Promise<BarReport> {
  const [world] = context.worlds
  const [small, large] = twoGroups(world)
  const replaced = new Map([small, large].map((group) => [group, 0]))
  const toggles = [small, large].map((group): Kind => {
    const requests = memberLists(world, group).map((ids) => replaceMembers(group.id, ids))
    return {
      name: `replace all of ${group.size}`,
      group,
      next() {
        const times = replaced.get(group)! + 1
        replaced.set(group, times)
        return { request: requests[times % 2]!, judge: isResource(group.id) }
      },
    }
  })
  // Whatever was done to them before: now they have the members of the beginning.
  for (const group of [small, large]) await askOnce(world, replaceMembers(group.id, memberLists(world, group)[0]))
  const changesBefore = await countChanges(world, [small, large])
  const { problems, rounds } = await measure(context, 'replace-members', toggles)
  const changesMade = (await countChanges(world, [small, large])) - changesBefore
  const times = replaced.get(small)! + replaced.get(large)!
  const written = await checkWritten(world, large, toggles[1]!)
  // From here on all members are again those of the beginning.
  for (const kind of toggles) if (replaced.get(kind.group)! % 2 === 1) await askOnce(world, kind.next().request)
  const title = `replace all of ${large.size.toLocaleString('en-US')} members`
  return {
    rows: [
      toRow({
        name: `${title}, p50`,
        unit: 'ms',
        against: `the same of ${small.size}`,
        pairs: rounds.kept.map(({ product: [few, many] }) => ({ product: many!, limit: few! })),
        voidRounds: rounds.voidCount,
      }),
      toFigureRow({
        name: `${title}, for each member beyond ${small.size}`,
        unit: 'µs',
        figures: slopes(rounds, small, large, 0, 1),
        voidRounds: rounds.voidCount,
        bar: { number: '12', atMost: 6 },
      }),
    ],
    checks: [
      check('replace members: errors and wrong answers', [], problems.slice(0, 3)),
      check('replace members: changes in the log, one for each request', times, changesMade),
      written,
      ...(await checkWorld(world, 'replace members')),
    ],
    notes: [`replace members: one of a hundred members was another one each time.`],
  }
}

/** Bar 13: GET of a group, with its members and without. */
export async function getGroups(context: ScimContext): Promise<BarReport> {
  const [world] = context.worlds
  const [small, large] = twoGroups(world)
  const kinds = [true, false].flatMap((withMembers) =>
    [small, large].map((group): Kind => ({
      name: `get ${group.size}`,
      group,
      next: () => ({ request: getGroup(group.id, withMembers), judge: isGroup(group.id, withMembers ? group.size : 0) }),
    })),
  )
  const { problems, rounds } = await measure(context, 'get-group', kinds)
  const size = large.size.toLocaleString('en-US')
  const against = `the same of ${small.size}`
  return {
    rows: [
      toRow({
        name: `get a group of ${size} with members, p50`,
        unit: 'ms',
        against,
        pairs: rounds.kept.map(({ product }) => ({ product: product[1]!, limit: product[0]! })),
        voidRounds: rounds.voidCount,
      }),
      toFigureRow({
        name: `get a group of ${size} with members, for each member beyond ${small.size}`,
        unit: 'µs',
        figures: slopes(rounds, small, large, 0, 1),
        voidRounds: rounds.voidCount,
        bar: { number: '13', atMost: 3 },
      }),
      toRow({
        name: `get a group of ${size} without members, p50`,
        unit: 'ms',
        against,
        pairs: rounds.kept.map(({ product }) => ({ product: product[3]!, limit: product[2]! })),
        voidRounds: rounds.voidCount,
        bar: { number: '13', atMost: 1.25 },
      }),
    ],
    checks: [check('get group: errors and wrong answers', [], problems.slice(0, 3)), ...(await checkWorld(world, 'get group'))],
    notes: [],
  }
}

/** Medians in milliseconds, by the index of the kind. */
async function measure(
  { worlds: [world], options, say }: ScimContext,
  title: string,
  kinds: readonly Kind[],
): Promise<{ problems: string[]; rounds: Rounds<number[]> }> {
  const problems: string[] = []
  async function sample(): Promise<number[]> {
    const latencies = kinds.map((): number[] => [])
    const end = performance.now() + options.seconds * 1000
    for (let turn = 0; turn < fewestTurns || performance.now() < end; turn++) {
      for (let step = 0; step < kinds.length; step++) {
        const index = (turn + step) % kinds.length
        const { request, judge } = kinds[index]!.next()
        const asked = performance.now()
        const answer = await send(world.connection, request)
        latencies[index]!.push(performance.now() - asked)
        const problem = judge(answer)
        if (problem !== undefined) problems.push(`${kinds[index]!.name}: ${problem}`)
      }
    }
    return latencies.map((values) => percentile(values, 50))
  }
  say(`${title}: warming up`)
  await sample()
  const rounds = await measureRounds(
    options.rounds,
    {
      // Slopes are figures, not ratios: the limit says whether the machine held still.
      limit: async () => {
        const { perSecond } = await world.limits.run(transactions.lookup, 1, options.seconds)
        return { decides: ['lookup'], figures: { lookup: perSecond } }
      },
      product: sample,
    },
    (text) => say(`${title}, ${text}`),
  )
  return { problems, rounds }
}

/** Microseconds for each member that one group has more than the other. */
function slopes({ kept }: Rounds<number[]>, small: LoadedGroup, large: LoadedGroup, few: number, many: number): number[] {
  return kept.map(({ product }) => ((product[many]! - product[few]!) / (large.size - small.size)) * 1000)
}

function twoGroups({ groups, office }: World): [LoadedGroup, LoadedGroup] {
  const small = Math.min(...groups.keys())
  return [groups.get(small)!, office]
}

async function countChanges({ product, population }: World, groups: readonly LoadedGroup[]): Promise<number> {
  const [row] = await product.sql<{ count: number }>(
    'SELECT count(*)::int AS count FROM changes WHERE team_id = $1 AND group_id = ANY($2)',
    [fromId('team', population.stage.teamId), groups.map((group) => group.uuid)],
  )
  return row?.count ?? 0
}

/** That one more replacement writes as many memberships as differ. */
async function checkWritten(world: World, group: LoadedGroup, kind: Kind): Promise<Check> {
  const [before] = await world.product.sql<{ at: Date }>('SELECT clock_timestamp() AS at')
  await askOnce(world, kind.next().request)
  const [written] = await world.product.sql<{ count: number }>(
    'SELECT count(*)::int AS count FROM memberships WHERE group_id = $1 AND added_at >= $2',
    [group.uuid, before!.at],
  )
  return check('replace members: memberships written, differences alone', exchangedOf(group), written?.count)
}
