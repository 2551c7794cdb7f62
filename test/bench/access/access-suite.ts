import { openWorld } from '../live/world.ts'
import { startNode } from '../live/node-process.ts'
import type { AccessBarName, AccessBenchOptions } from '../options.ts'
import type { BarReport } from '../report.ts'
import { createStartedParts } from '../started.ts'
import type { Suite } from '../suite.ts'
import { peoplePerRound, type AccessContext } from './access-context.ts'
import { leaving } from './leaving.ts'
import { notYours } from './not-yours.ts'

const bars: Record<AccessBarName, (context: AccessContext) => Promise<BarReport>> = { leaving, 'not-yours': notYours }

/** How soon access ends at another node, and whether the time of an answer tells of what is another team's. */
export async function openAccessSuite({ names, rounds }: AccessBenchOptions, say: (text: string) => void): Promise<Suite> {
  const { start, stop } = createStartedParts()
  try {
    say('starting PostgreSQL, Redis and two nodes')
    const world = await start(openWorld())
    const { databaseUrl, redis } = world
    const [writing, other] = [
      await start(startNode({ databaseUrl, redisUrl: redis.url })),
      await start(startNode({ databaseUrl, redisUrl: redis.url })),
    ]
    const team = await world.createTeam('Leaving', writing, rounds * peoplePerRound)
    const neighbours = await world.createTeam('Neighbours', writing, 100)
    const context: AccessContext = { world, writing, other, team, neighbours, rounds }
    return { postgresVersion: world.postgresVersion, bars: names.map((name) => ({ name, measure: () => bars[name](context) })), stop }
  } catch (reason) {
    await stop()
    throw reason
  }
}
