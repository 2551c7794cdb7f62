import type { FastifyInstance } from 'fastify'
import type { Feeds } from './realtime/team-feed.ts'
import type { WakeUp } from './realtime/wake-up.ts'
import type { Database } from './store/database.ts'

/** `/health`: the process is alive. `/ready`: it can serve, with the state of what it depends on. */
export function registerHealthRoutes(
  server: FastifyInstance,
  { database, wakeUp, feeds }: { database: Database; wakeUp: WakeUp; feeds: Feeds },
): { stopping(): void } {
  let isStopping = false
  server.get('/health', () => ({ status: 'alive' }))
  server.get('/ready', async (_, reply) => {
    const hasDatabase = await answersWithin(2_000, database.$queryRaw`SELECT 1`)
    // Without Redis changes still arrive, by reading the log: that is told, and no reason to take the node away.
    const { kind, isConnected } = wakeUp.state()
    const isReady = hasDatabase && !isStopping
    return reply.code(isReady ? 200 : 503).send({
      status: isStopping ? 'stopping' : isReady ? 'ready' : 'not ready',
      database: { isReachable: hasDatabase },
      bus: { kind, isConnected },
      delivery: feeds.lag(),
    })
  })
  return { stopping: () => void (isStopping = true) }
}

async function answersWithin(milliseconds: number, query: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const expired = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), milliseconds)))
  try {
    return await Promise.race([
      Promise.resolve(query).then(
        () => true,
        () => false,
      ),
      expired,
    ])
  } finally {
    clearTimeout(timer)
  }
}
