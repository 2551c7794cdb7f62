import pg from 'pg'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { RedisServer } from '../support/redis-server.ts'
import { pickWeighted, type Random } from '../simulate/random.ts'
import { fairWeather, type BusProxy } from './bus-proxy.ts'
import type { Caller } from './caller.ts'
import { flood, type Crowd } from './crowd.ts'
import type { SoakPostgres, StopMode } from './postgres-server.ts'
import type { ServerNode } from './server-node.ts'
import type { SoakSubscriber } from './soak-subscriber.ts'
import { revokeKey, type SoakTeam } from './soak-team.ts'
import type { Tally } from './tally.ts'
import type { Link, TcpProxy } from './tcp-proxy.ts'

export type Scene = {
  nodes: readonly ServerNode[]
  postgres: SoakPostgres
  redis: RedisServer
  bus: BusProxy
  teams: readonly SoakTeam[]
  subscribers: readonly SoakSubscriber[]
  caller: Caller
  callerOf(nodes: readonly ServerNode[]): Caller
  random: Random
  tally: Tally
  crowd: Crowd | undefined
}

/** Breaks something and mends it again before it resolves. `needs`: what no two faults may hold at one time. */
type Fault = { name: string; weight: number; needs?: 'postgres' | 'redis' | 'node'; run(): Promise<void> }

/** Until told to stop, breaks one thing after the other in as many lanes as are wanted; what was broken is mended when `stop` resolves. */
export function startFaults(scene: Scene, lanes: number): { stop(): Promise<void> } {
  const faults = faultsOf(scene)
  const held = new Set<string>()
  let isStopped = false
  async function lane(): Promise<void> {
    while (!isStopped) {
      await delay(scene.random.below(700))
      const fault = pickWeighted(scene.random, faults)
      const { needs, name } = fault
      if (isStopped || (needs && held.has(needs))) continue
      if (needs) held.add(needs)
      scene.tally.count('faults', name)
      try {
        await fault.run()
      } finally {
        if (needs) held.delete(needs)
      }
    }
  }
  const running = Array.from({ length: lanes }, lane)
  return {
    async stop() {
      isStopped = true
      await Promise.all(running)
    },
  }
}

function faultsOf(scene: Scene): Fault[] {
  const { nodes, postgres, redis, bus, random, subscribers } = scene
  const some = (milliseconds: number): Promise<void> => delay(random.below(milliseconds))
  const restart = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const node = random.pick(nodes)
    await node.end(signal)
    await some(1_500)
    await node.start()
  }
  const outage = async (mode: StopMode): Promise<void> => {
    await postgres.stop(mode)
    await some(2_500)
    await postgres.start()
  }
  const storm = async (weather: Omit<typeof fairWeather, 'latestMilliseconds'>): Promise<void> => {
    bus.weather = { ...weather, latestMilliseconds: 50 + random.below(3_000) }
    await delay(1_000 + random.below(4_000))
    bus.weather = fairWeather
  }
  const clients = (): TcpProxy => random.pick(nodes).proxy
  const revocable = subscribers.filter(({ habits }) => habits.key === 'own')
  return [
    { name: 'node killed', weight: 4, needs: 'node', run: () => restart('SIGKILL') },
    { name: 'node stopped', weight: 3, needs: 'node', run: () => restart('SIGTERM') },
    { name: 'PostgreSQL stopped (fast)', weight: 2, needs: 'postgres', run: () => outage('fast') },
    { name: 'PostgreSQL stopped (immediate)', weight: 2, needs: 'postgres', run: () => outage('immediate') },
    { name: 'PostgreSQL sessions ended', weight: 3, needs: 'postgres', run: () => endSessions(scene) },
    { name: 'PostgreSQL connections cut', weight: 3, run: async () => cut(random.sample(postgres.proxy.links(), 8)) },
    {
      name: 'PostgreSQL connections stalled',
      weight: 3,
      run: () => stall(random.sample(postgres.proxy.links(), 8), 50 + random.below(2_000)),
    },
    { name: 'commits held up', weight: 6, needs: 'postgres', run: () => holdHead(scene) },
    {
      name: 'Redis stopped',
      weight: 3,
      needs: 'redis',
      async run() {
        await redis.stop()
        await some(4_000)
        await redis.restart()
      },
    },
    { name: 'Redis restarted empty', weight: 2, needs: 'redis', run: () => redis.restart() },
    { name: 'Redis frozen', weight: 2, needs: 'redis', run: () => freeze(scene) },
    { name: 'Redis subscribers cut by Redis', weight: 2, needs: 'redis', run: () => killSubscribers(scene) },
    { name: 'Redis connections cut', weight: 3, run: async () => cut(random.sample(bus.links(), 3)) },
    { name: 'Redis connections stalled', weight: 3, run: () => stall(random.sample(bus.links(), 3), 100 + random.below(6_000)) },
    { name: 'messages lost', weight: 4, run: () => storm({ lost: 0.5, doubled: 0, late: 0 }) },
    { name: 'messages out of order', weight: 4, run: () => storm({ lost: 0.1, doubled: 0.3, late: 0.5 }) },
    { name: 'sockets cut', weight: 8, run: async () => cut(random.sample(clients().links(), 1 + random.below(12))) },
    { name: 'all sockets of a node cut', weight: 2, run: async () => cut(clients().links()) },
    {
      name: 'sockets stalled',
      weight: 6,
      run: () => stall(random.sample(clients().links(), 1 + random.below(6)), 200 + random.below(5_000)),
    },
    { name: 'log pruned', weight: 5, run: () => prune(scene) },
    ...(scene.crowd ? [{ name: 'readers flooded', weight: 3, needs: 'node', run: () => floodReaders(scene, scene.crowd!) } as const] : []),
    ...(revocable.length === 0 ? [] : [{ name: 'key revoked', weight: 5, run: () => revoke(scene, random.pick(revocable)) }]),
  ]
}

function cut(links: readonly Link[]): void {
  for (const link of links) link.cut()
}

async function stall(links: readonly Link[], milliseconds: number): Promise<void> {
  for (const link of links) link.stall()
  await delay(milliseconds)
  for (const link of links) link.go()
}

/** More than the connections that stall can hold: their node has to let go of them. */
async function floodReaders({ nodes, random, callerOf, tally }: Scene, crowd: Crowd): Promise<void> {
  const stalled = random.pick(nodes)
  const others = nodes.filter((node) => node !== stalled)
  const links = stalled.proxy.links()
  for (const link of links) link.stall()
  const times = await flood(callerOf(others.length > 0 ? others : nodes), crowd, AbortSignal.timeout(4_000 + random.below(6_000)))
  tally.count('writes', 'flood', times)
  for (const link of links) link.go()
}

/** Straight at PostgreSQL; when that is away there is nothing to do. */
async function withPostgres(scene: Scene, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: scene.postgres.url(), connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await act(client)
  } catch {
    scene.tally.count('faults', 'none: PostgreSQL was away')
  } finally {
    await client.end().catch(() => {})
  }
}

/** In the middle of whatever transactions they are in. */
function endSessions(scene: Scene): Promise<void> {
  return withPostgres(scene, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()`,
    )
    const pids = scene.random.sample(rows, 1 + scene.random.below(10)).map(({ pid }) => pid)
    await client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [pids])
  })
}

/** The counter of a team is what its commits wait for. */
function holdHead(scene: Scene): Promise<void> {
  const { teamId } = scene.random.pick(scene.teams).audit
  return withPostgres(scene, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT FROM team_heads WHERE team_id = $1 FOR UPDATE', [teamId])
    await delay(scene.random.below(1_500))
    await client.query('ROLLBACK')
  })
}

/** A prefix of a team's log, never its newest change. */
function prune(scene: Scene): Promise<void> {
  const { random } = scene
  const { audit } = random.pick(scene.teams)
  const kept = random.pick([1, 1, 3, 20, 100, 300])
  return withPostgres(scene, async (client) => {
    const floor = Math.min(audit.revision - 1, audit.revision - kept)
    if (floor <= audit.floor) return
    // Before it is done: nobody may be told of it sooner.
    audit.floor = floor
    const { rowCount } = await client.query('DELETE FROM changes WHERE team_id = $1 AND revision <= $2', [audit.teamId, floor])
    scene.tally.count('pruned', 'changes', rowCount ?? 0)
  })
}

async function withRedis(scene: Scene, act: (client: Redis) => Promise<void>): Promise<void> {
  const client = new Redis(scene.redis.url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => {})
  try {
    await client.connect()
    await act(client)
  } finally {
    client.disconnect()
  }
}

async function freeze(scene: Scene): Promise<void> {
  await withRedis(scene, async (client) => {
    const pid = Number(/process_id:(\d+)/.exec(await client.info('server'))![1])
    process.kill(pid, 'SIGSTOP')
    try {
      await delay(200 + scene.random.below(8_000))
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  })
}

/** What Redis does to subscribers that do not read fast enough. */
async function killSubscribers(scene: Scene): Promise<void> {
  await withRedis(scene, async (client) => void (await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')))
}

async function revoke(scene: Scene, { key, team }: SoakSubscriber): Promise<void> {
  if (key && key.id !== '' && key.revokedFrom === undefined) await revokeKey(scene.caller, team, key)
}
