import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { bearerSecret } from './access/viewer.ts'
import type { Metrics } from './metrics.ts'
import type { Feeds } from './realtime/team-feed.ts'
import type { WakeUp } from './realtime/wake-up.ts'
import type { Database } from './store/database.ts'
import { hashSecret } from './store/secret.ts'

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
      // `log`: changes come by reading the log, a moment later.
      delivery: { mode: isConnected ? 'bus' : 'log', ...feeds.lag() },
    })
  })
  return { stopping: () => void (isStopping = true) }
}

/**
 * `/metrics` for Prometheus. Open where only this machine can ask; elsewhere it needs a token, and without one there is no such address. A
 * token that is set is needed everywhere: whoever puts a proxy in front of a loopback address sets one.
 */
export function registerMetricsRoute(
  server: FastifyInstance,
  { metrics, token, isLoopback }: { metrics: Metrics; token: string | undefined; isLoopback: boolean },
): void {
  if (token === undefined && !isLoopback) return
  // Hashes are of one length, and are compared in a time that tells nothing of the token.
  const hash = token === undefined ? undefined : hashSecret(token)
  server.get('/metrics', async (request, reply) => {
    const isAllowed = hash === undefined || timingSafeEqual(hashSecret(bearerSecret(request.headers.authorization) ?? ''), hash)
    // RFC 6750 §3.
    if (!isAllowed)
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer realm="metrics"')
        .send({ error: 'Send METRICS_TOKEN as "Authorization: Bearer …".' })
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text())
  })
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
