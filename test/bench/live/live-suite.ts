import { readFileSync } from 'node:fs'
import type { LiveBarName, LiveBenchOptions } from '../options.ts'
import { hasProc } from '../processes.ts'
import type { BarReport } from '../report.ts'
import { createStartedParts } from '../started.ts'
import type { Suite } from '../suite.ts'
import { burst } from './burst.ts'
import { startCrowd } from './crowd.ts'
import {
  equalSubscribers,
  subscribersOfDistinctDocuments,
  subscribersOfDistinctVariables,
  subscribersOfFewFields,
} from './equal-subscribers.ts'
import { idleMemory } from './idle-memory.ts'
import type { LiveContext } from './live-context.ts'
import { massResume } from './mass-resume.ts'
import { startNode } from './node-process.ts'
import { offeredLoad } from './offered-load.ts'
import { startPeer } from './peer.ts'
import { redisOutage, withoutRedis } from './without-redis.ts'
import { openWorld } from './world.ts'

const bars: Record<LiveBarName, (context: LiveContext) => Promise<BarReport>> = {
  'equal-subscribers': equalSubscribers,
  'few-fields': subscribersOfFewFields,
  'distinct-documents': subscribersOfDistinctDocuments,
  'distinct-variables': subscribersOfDistinctVariables,
  'offered-load': offeredLoad,
  burst,
  'without-redis': withoutRedis,
  'redis-outage': redisOutage,
  'idle-memory': idleMemory,
  'mass-resume': massResume,
}

type LiveOptions = Pick<LiveBenchOptions, 'names' | 'rounds' | 'seconds' | 'subscriberCounts' | 'isQuick'> & {
  mostMovement?: number
  pauseSeconds?: number
  teamCounts?: readonly number[]
  usersPerTeam?: number
}

/** Live delivery: the product beside a raw broadcast of the same bytes and beside stock servers, each in a process of its own. */
export async function openLiveSuite(options: LiveOptions, say: (text: string) => void): Promise<Suite> {
  if (!hasProc) throw new Error('"npm run bench -- live" reads CPU and memory of processes from /proc, which only Linux has.')
  requireOpenFiles(options.subscriberCounts.at(-1)!)
  const { start, stop } = createStartedParts()
  try {
    say('starting PostgreSQL, Redis, two nodes, the peers and the subscribers')
    const world = await start(openWorld())
    const { databaseUrl, redis } = world
    const node = await start(startNode({ databaseUrl, redisUrl: redis.url }))
    const soloNode = await start(startNode({ databaseUrl }))
    // As many as a bulk request has operations, so that a burst is about each of them once.
    const team = await world.createTeam('Live', node, options.usersPerTeam ?? 1_000)
    const soloTeam = await world.createTeam('Live without Redis', soloNode, 1)
    const context: LiveContext = {
      world,
      crowd: await start(startCrowd()),
      node,
      team,
      soloNode,
      soloTeam,
      warm: new Set(),
      raw: await start(startPeer('raw', redis.url)),
      yoga: await start(startPeer('yoga', redis.url)),
      grs: await start(startPeer('grs', redis.url)),
      options: { pauseSeconds: 5, teamCounts: [1, options.isQuick ? 3 : 20], ...options },
      say,
    }
    return {
      postgresVersion: world.postgresVersion,
      bars: options.names.map((name) => ({ name, measure: () => measureApart(context, bars[name]) })),
      stop,
    }
  } catch (reason) {
    await stop()
    throw reason
  }
}

/** What a bar has left behind when it failed does not disturb the next. */
async function measureApart(context: LiveContext, measure: (context: LiveContext) => Promise<BarReport>): Promise<BarReport> {
  try {
    return await measure(context)
  } catch (reason) {
    await context.crowd.close().catch(() => {})
    throw reason
  }
}

/** Node takes as many as it may; what it may is for the shell to say. */
function requireOpenFiles(subscribers: number): void {
  const most = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  const needed = subscribers + 1_000
  if (most !== undefined && most !== 'unlimited' && Number(most) < needed)
    throw new Error(
      `${subscribers} subscribers need ${needed} open files in one process, and at most ${most} are allowed. Allow more ("ulimit -n ${needed}", as root) or ask for fewer with --subscribers.`,
    )
}
