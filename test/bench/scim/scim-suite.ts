import type { ScimBarName, ScimBenchOptions } from '../options.ts'
import type { Pgbench } from '../pgbench.ts'
import { startPlainHttp } from '../plain-http.ts'
import type { BarReport } from '../report.ts'
import type { Suite } from '../suite.ts'
import { changeMembers } from './change-members.ts'
import { createUsers } from './create-users.ts'
import { firstSync, fullSync } from './full-sync.ts'
import { measureMemory } from './memory.ts'
import { modifyUsers } from './modify-users.ts'
import { listUsers, lookUpUsers } from './read-users.ts'
import type { ScimContext } from './scim-context.ts'
import { shareGroup } from './share-group.ts'
import { compareSizes } from './sizes.ts'
import { getGroups, replaceGroups } from './whole-groups.ts'
import { closeWorld, openWorld, type World } from './world.ts'

const bars: Record<ScimBarName, (context: ScimContext) => Promise<BarReport>> = {
  sizes: compareSizes,
  'first-sync': firstSync,
  'create-users': createUsers,
  'modify-users': modifyUsers,
  'look-up-users': lookUpUsers,
  'list-users': listUsers,
  'change-members': changeMembers,
  'share-group': shareGroup,
  'replace-members': replaceGroups,
  'get-groups': getGroups,
  'full-sync': fullSync,
  memory: measureMemory,
}

// These compare worlds; the others are about the first one.
const barsOfAllWorlds: ReadonlySet<ScimBarName> = new Set(['sizes', 'first-sync', 'change-members'])

/** Everything of the SCIM door. `pgbenchAt` opens pgbench on a database. */
export async function openScimSuite(
  options: ScimBenchOptions,
  pgbenchAt: (databaseUrl: string) => Pgbench,
  say: (text: string) => void,
): Promise<Suite> {
  const [first, ...others] = options.userCounts
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  const open = async (size: number): Promise<World> => {
    const world = await openWorld(pgbenchAt, size, say)
    stops.push(() => closeWorld(world))
    return world
  }
  try {
    const worlds: [World, ...World[]] = [await open(first)]
    if (options.names.some((name) => barsOfAllWorlds.has(name))) for (const size of others) worlds.push(await open(size))
    const plainHttp = await startPlainHttp()
    stops.push(() => plainHttp.stop())
    const context: ScimContext = { worlds, plainHttp, options, say }
    return {
      postgresVersion: worlds[0].product.postgresVersion,
      bars: options.names.map((name) => ({ name, measure: () => bars[name](context) })),
      stop,
    }
  } catch (reason) {
    await stop()
    throw reason
  }
}
