import { newUser } from '../bars/new-user.ts'
import { closedLoop, connect } from '../load.ts'
import { anonymousMiB, hasProc } from '../processes.ts'
import { check, toFigureRow, toRow, type BarReport } from '../report.ts'
import { askOnce, revisedPerson, turnActive } from './operations.ts'
import { userNameOf } from './person.ts'
import * as ask from './requests.ts'
import type { ScimContext } from './scim-context.ts'
import { dialectNames, sync, syncSizeIn, thousand } from './sync.ts'
import { checkWorld, memberLists, newcomersOf, type World } from './world.ts'

/** Bar 15: the server's memory after everything that is measured, at 10,000 users and members, and after the same once more. */
export async function measureMemory({ worlds: [world], options, say }: ScimContext): Promise<BarReport> {
  if (!hasProc) return { rows: [], checks: [], notes: ['Memory (bar 15) is measured on Linux alone.'] }
  const { pid } = world.product.server
  const problems: string[] = []
  const readings: number[] = []
  for (const what of ['the series', 'the series once more']) {
    say(`memory: ${what}`)
    await runSeries(world, options.seconds, problems)
    readings.push(await anonymousMiB(pid))
  }
  const [first, second] = readings as [number, number]
  const name = `anonymous memory of the server, ${world.size.toLocaleString('en-US')} users`
  return {
    rows: [
      toFigureRow({ name: `${name}, after the series`, unit: 'MiB', figures: [first], voidRounds: 0, bar: { number: '15', atMost: 250 } }),
      toRow({
        name: `${name}, after the series once more`,
        unit: 'MiB',
        against: 'after the first',
        pairs: [{ product: second, limit: first }],
        voidRounds: 0,
        bar: { number: '15', atMost: 1.1 },
      }),
    ],
    checks: [check('memory: errors', [], problems.slice(0, 3)), ...(await checkWorld(world, 'memory'))],
    notes: [],
  }
}

/** Everything that the bars ask, each for a pass. */
async function runSeries(world: World, seconds: number, problems: string[]): Promise<void> {
  const { connection, office, population, product, size } = world
  let number = 0
  const next = () => 1 + (number++ % size)
  const load = async (callers: number, request: () => ask.ScimRequest): Promise<void> => {
    const { problems: found } = await closedLoop(callers, seconds, async () => {
      const { status, text } = await ask.send(connection, request())
      return status < 300 ? undefined : `${status}: ${text.slice(0, 200)}`
    })
    problems.push(...found)
  }

  const stage = await product.createStage('memory')
  const apart = connect(stage.scimUrl, stage.scimToken, 32)
  const created = await closedLoop(32, seconds, async () => ask.hasStatus(201)(await apart.send('POST', '/Users', newUser(++number))))
  problems.push(...created.problems)
  apart.close()
  await load(8, () => ask.lookUp('userName', userNameOf(next())))
  await load(8, () => ask.getUser(population.idOf(next())))
  await load(8, () => ask.listPage(1 + Math.floor(Math.random() * Math.max(1, size - ask.pageSize))))
  await load(8, () => {
    const person = next()
    return ask.putUser(population.idOf(person), revisedPerson(world, person))
  })
  await load(8, () => {
    const person = next()
    return ask.patchActive(population.idOf(person), turnActive(world, person))
  })
  const [all, exchanged] = memberLists(world, office)
  const end = performance.now() + 2 * seconds * 1000
  while (performance.now() < end) {
    await askOnce(world, ask.replaceMembers(office.id, exchanged))
    await askOnce(world, ask.replaceMembers(office.id, all))
    await askOnce(world, ask.getGroup(office.id, true))
    await askOnce(world, ask.addMembers(office.id, newcomersOf(world), false))
    await askOnce(world, ask.removeMembers(office.id, newcomersOf(world), false))
  }
  for (const dialect of dialectNames) {
    const synced = await sync(await product.createStage(`memory, ${dialect}`), dialect, syncSizeIn(world, thousand), 8)
    problems.push(...synced.problems)
  }
}
