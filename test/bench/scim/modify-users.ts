import { transactions } from '../limits.ts'
import { closedLoop, type Load } from '../load.ts'
import { check, toRow, type BarReport } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import { revisedPerson, turnActive } from './operations.ts'
import { isResource, patchActive, putUser, send } from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { checkWorld } from './world.ts'

const callers = 8

/** Bar 2: PATCH active and PUT of users, one after the other of the directory. */
export async function modifyUsers({ worlds: [world], options, say }: ScimContext): Promise<BarReport> {
  const { connection, population, size, limits } = world
  const problems: string[] = []
  let turn = 0
  // One after the other: two requests at one time are of two users.
  const kinds = {
    'patch active': (number: number) => patchActive(population.idOf(number), turnActive(world, number)),
    'put user': (number: number) => putUser(population.idOf(number), revisedPerson(world, number)),
  } as const
  type Kind = keyof typeof kinds

  async function load(kind: Kind, seconds: number): Promise<Load> {
    const result = await closedLoop(callers, seconds, async () => {
      const number = 1 + (turn++ % size)
      return isResource(population.idOf(number))(await send(connection, kinds[kind](number)))
    })
    problems.push(...result.problems)
    return result
  }

  say('modify-users: warming up')
  for (const kind of Object.keys(kinds) as Kind[]) await load(kind, options.seconds)
  const { kept, voidCount: voidRounds } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond, latencyMs } = await limits.run(transactions.user, callers, options.seconds)
        return { decides: ['user'], figures: { user: perSecond, userMs: latencyMs } }
      },
      product: async () => ({
        'patch active': await load('patch active', options.seconds),
        'put user': await load('put user', options.seconds),
      }),
    },
    (text) => say(`modify-users, ${text}`),
  )
  const rows = (Object.keys(kinds) as Kind[]).flatMap((kind) => [
    toRow({
      name: `${kind}, ${callers} callers`,
      unit: '/s',
      against: `pgbench user at ${callers}`,
      pairs: kept.map(({ product, limit }) => ({ product: product[kind].perSecond, limit: limit['user']! })),
      voidRounds,
      bar: { number: '2', atLeast: 0.4 },
    }),
    toRow({
      name: `${kind}, ${callers} callers, p50`,
      unit: 'ms',
      against: `pgbench user at ${callers}, mean`,
      pairs: kept.map(({ product, limit }) => ({ product: percentile(product[kind].latenciesMs, 50), limit: limit['userMs']! })),
      voidRounds,
    }),
  ])
  return {
    rows,
    checks: [check('modify users: errors and wrong answers', [], problems.slice(0, 3)), ...(await checkWorld(world, 'modify users'))],
    notes: [],
  }
}
