import { transactions } from '../limits.ts'
import { closedLoop, connect, type Connection, type Load } from '../load.ts'
import { check, toRow, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { userNameOf } from './person.ts'
import { populate, type Population } from './population.ts'
import { isOnly, isPage, listPage, lookUp, pageSize, send, type Judge, type ScimRequest } from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { checkWorld } from './world.ts'

const callers = 8
const fewUsers = 1000

type Directory = { population: Population; connection: Connection; size: number }
type Ask = (directory: Directory) => { request: ScimRequest; judge: Judge }

/** Bar 6: GET /Users by userName, as before every write of an identity provider. */
export function lookUpUsers(context: ScimContext): Promise<BarReport> {
  const byUserName: Ask = ({ population, size }) => {
    const number = 1 + Math.floor(Math.random() * size)
    return { request: lookUp('userName', userNameOf(number)), judge: isOnly(population.idOf(number)) }
  }
  return readUsers(context, 'look up by userName', { '': byUserName }, { number: '6', atLeast: 0.08 }, { number: '6', atMost: 1.2 })
}

/** Bar 7: GET /Users by pages of 100. */
export function listUsers(context: ScimContext): Promise<BarReport> {
  // Every page is full.
  const pageAt = (place: number): Ask => {
    return ({ population, size }) => {
      const startIndex = Math.round((size / pageSize - 1) * place) * pageSize + 1
      const first = population.idOf(startIndex)
      return {
        request: listPage(startIndex),
        judge: isPage({ first, last: population.idOf(startIndex + pageSize - 1), total: population.stored }),
      }
    }
  }
  const pages = { ', first page': pageAt(0), ', middle page': pageAt(0.5), ', last page': pageAt(1) }
  return readUsers(context, `list ${pageSize}`, pages, { number: '7', atLeast: 0.006 }, { number: '7', atMost: 1.3 })
}

async function readUsers(
  { worlds: [world], options, say }: ScimContext,
  title: string,
  kinds: Record<string, Ask>,
  throughputBar: { number: string; atLeast: number },
  sizeBar: { number: string; atMost: number },
): Promise<BarReport> {
  const names = Object.keys(kinds)
  const problems: string[] = []
  const large: Directory = world
  const smallSize = Math.min(fewUsers, world.size)
  const smallPopulation = await populate(world.product, title, smallSize)
  await world.product.sql('VACUUM ANALYZE users')
  const { scimUrl, scimToken } = smallPopulation.stage
  const small: Directory = { population: smallPopulation, connection: connect(scimUrl, scimToken, callers), size: smallSize }

  async function ask(directory: Directory, name: string): Promise<string | undefined> {
    const { request, judge } = kinds[name]!(directory)
    return judge(await send(directory.connection, request))
  }
  async function load(name: string): Promise<Load> {
    const result = await closedLoop(callers, options.seconds, () => ask(large, name))
    problems.push(...result.problems)
    return result
  }
  /** Both directories by turns: medians in milliseconds. */
  async function compare(name: string): Promise<{ small: number; large: number }> {
    const latencies = { small: [] as number[], large: [] as number[] }
    let turn = 0
    const result = await closedLoop(callers, options.seconds, async () => {
      const isLarge = turn++ % 2 === 0
      const asked = performance.now()
      const problem = await ask(isLarge ? large : small, name)
      latencies[isLarge ? 'large' : 'small'].push(performance.now() - asked)
      return problem
    })
    problems.push(...result.problems)
    return { small: percentile(latencies.small, 50), large: percentile(latencies.large, 50) }
  }

  say(`${title}: warming up`)
  for (const name of names) await load(name)
  const { kept, voidCount: voidRounds } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond, latencyMs } = await world.limits.run(transactions.lookup, callers, options.seconds)
        return { decides: ['lookup'], figures: { lookup: perSecond, lookupMs: latencyMs } }
      },
      product: async () => {
        const passes: Record<string, { load: Load; compared: { small: number; large: number } }> = {}
        for (const name of names) passes[name] = { load: await load(name), compared: await compare(name) }
        return passes
      },
    },
    (text) => say(`${title}, ${text}`),
  )
  small.connection.close()
  const users = `${world.size.toLocaleString('en-US')} users`
  const rows = names.flatMap((name) => [
    toRow({
      name: `${title}${name}, ${users}, ${callers} callers`,
      unit: '/s',
      against: `pgbench lookup at ${callers}`,
      pairs: kept.map(({ product, limit }) => ({ product: product[name]!.load.perSecond, limit: limit['lookup']! })),
      voidRounds,
      bar: throughputBar,
    }),
    toRow({
      name: `${title}${name}, ${users}, ${callers} callers, p50`,
      unit: 'ms',
      against: `the same in a directory of ${smallSize.toLocaleString('en-US')}`,
      pairs: kept.map(({ product }) => ({ product: product[name]!.compared.large, limit: product[name]!.compared.small })),
      voidRounds,
      bar: sizeBar,
    }),
  ])
  return {
    rows,
    checks: [check(`${title}: errors and wrong answers`, [], problems.slice(0, 3)), ...(await checkWorld(world, title))],
    notes: [],
  }
}
