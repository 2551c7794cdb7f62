import { randomUUID } from 'node:crypto'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type ConnectionError } from 'fastify'
import type { AddressInfo, Socket } from 'node:net'
import type { Logger } from 'pino'
import { createDirectoryFinder } from './access/directory-token.ts'
import { createRateLimit } from './access/rate-limit.ts'
import { createViewerFinder } from './access/viewer.ts'
import { directoryCommands } from './commands/directory-commands.ts'
import { createChangePruner } from './commands/prune-changes.ts'
import { createScimRequestRecorder } from './commands/record-scim-requests.ts'
import { createUseRecorder } from './commands/record-use.ts'
import { teamCommands, type TeamCommands } from './commands/team-commands.ts'
import type { Config } from './config.ts'
import { toId } from './domain/id.ts'
import { createGraphqlServer, type LiveStats } from './graphql/server.ts'
import { registerHealthRoutes, registerMetricsRoute } from './health.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { registerRequestTraces } from './request-trace.ts'
import { registerPages, type SignIn } from './pages.ts'
import { createFeeds } from './realtime/team-feed.ts'
import { createInProcessWakeUp, createRedisWakeUp } from './realtime/wake-up.ts'
import { createIndexWalks } from './scim/index-walks.ts'
import { createScimRequestLog, type ScimRequestLog } from './scim/request-log/request-log.ts'
import { registerScimRoutes, sendScimError } from './scim/routes.ts'
import { openDatabase, poolState, type Database } from './store/database.ts'
import { createLookUps } from './store/look-up.ts'
import { createExecutor } from './store/transaction.ts'

export type AppConfig = Config & { databaseUrl: string }

export type App = {
  readonly database: Database
  readonly commands: TeamCommands
  /** Starts to listen; answers the base URL of the address that it listens at. */
  listen(): Promise<string>
  /** The base URL that clients use: the configured one, else that of the address. */
  publicUrl(): string
  /** What the live side is doing, as /metrics tells it. */
  live(): LiveStats
  /** Graceful: requests under way are finished, sockets are closed with 1012 (come again), then the database is let go. */
  close(): Promise<void>
}

/** Wires the rooms. `signIn` is what the sign-in link of local mode needs; without it there is no such link. */
export async function buildApp(config: AppConfig, log: Logger, signIn?: () => SignIn | undefined): Promise<App> {
  const database = openDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    statementTimeoutSeconds: config.databaseStatementTimeoutSeconds,
    log,
  })
  const redis =
    config.redisUrl === undefined ? undefined : { url: config.redisUrl, isCluster: config.isRedisCluster, prefix: config.redisPrefix }
  const wakeUp = redis ? createRedisWakeUp({ ...redis, log }) : createInProcessWakeUp()
  const metrics = createMetrics({
    live: () => graphql.stats(),
    feeds: () => feeds.lag(),
    bus: () => wakeUp.state(),
    pruner: () => pruner.stats(),
    pool: () => poolState(database),
  })
  const findDirectory = createDirectoryFinder(database)
  const executor = createExecutor({
    database,
    onCommit(teamId, changes, inputs) {
      metrics.committed(inputs, changes.length)
      for (const { kind, data } of changes) if (kind === 'DirectoryModified') findDirectory.forget(data.after.id)
      wakeUp.publish(teamId, changes)
    },
    concurrency: Math.max(1, config.databasePoolSize - 2),
  })
  const feeds = createFeeds({ database, wakeUp, log, ringSize: config.recentChangesPerTeam })
  const commands = teamCommands(executor)
  const rateLimit = createRateLimit({
    requestsPerSecond: config.scimRequestsPerSecond,
    redis,
    log,
  })
  const requests = createScimRequestRecorder({
    database,
    keptDays: config.scimRequestLogDays,
    keptEntries: config.scimRequestLogEntries,
    log,
  })
  const uses = createUseRecorder(database, (error) => log.warn({ err: error }, 'A time of last use was not kept'))

  const pruner = createChangePruner({
    database,
    keptDays: config.changeLogDays,
    keptEntries: config.changeLogEntries,
    passMilliseconds: config.changeLogPruneSeconds * 1000,
    log,
  })

  const server = createHttpServer(log)
  registerRequestTraces(server)
  countGraphqlRequests(server, metrics)
  let listeningAt: string | undefined
  const publicUrl = (): string => config.publicUrl ?? (listeningAt ??= addressUrl(server))
  registerScimRoutes(server, {
    database,
    lookUps: createLookUps(database),
    commands: directoryCommands(executor),
    publicUrl,
    groupAnswerMemberLimit: config.groupAnswerMemberLimit,
    findDirectory,
    bodyLimitBytes: config.scimBodyLimitBytes,
    recordUse: uses.directory,
    requestLog: countingScimRequests(createScimRequestLog(requests), metrics),
    rateLimit,
    indexWalks: createIndexWalks(),
  })
  const graphql = createGraphqlServer({
    database,
    commands,
    feeds,
    publicUrl,
    log,
    isProduction: config.isProduction,
    defaultRequestsPerSecond: config.scimRequestsPerSecond,
    allowedOrigins: config.allowedOrigins,
    viewers: createViewerFinder(database, config.platformKey, uses.apiKey),
    connectionsPerTeam: config.connectionsPerTeam,
    connectionBufferBytes: config.connectionBufferBytes,
    onDelivered: metrics.delivered,
  })
  graphql.registerHttp(server)
  server.server.on('upgrade', (request, socket, head) => {
    if (!graphql.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
  })
  const health = registerHealthRoutes(server, { database, wakeUp, feeds })
  registerMetricsRoute(server, { metrics, token: config.metricsToken, isLoopback: config.isLoopback })
  registerPages(server, { database, signIn })
  await server.ready()

  return {
    database,
    commands,
    publicUrl,
    live: graphql.stats,
    async listen() {
      await server.listen({ host: config.host, port: config.port })
      return (listeningAt = addressUrl(server))
    },
    async close() {
      health.stopping()
      // Sockets first: the HTTP server waits for the connections that they are.
      await graphql.close(1012, 'Restarting')
      // A request that does not end by then is cut off, so that the rest of the stop is graceful.
      const cutOff = setTimeout(() => server.server.closeAllConnections(), config.shutdownSeconds * 1000)
      await server.close()
      clearTimeout(cutOff)
      await executor.idle()
      await pruner.close()
      await requests.close()
      await feeds.close()
      await wakeUp.close()
      rateLimit.close()
      await database.$disconnect()
    },
  }
}

function createHttpServer(log: Logger): FastifyInstance {
  const server = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Long filters travel in the URL; what is longer still is refused with a reason instead of a cut connection.
    http: { maxHeaderSize: 65_536 },
    clientErrorHandler: refuseUnreadable,
    forceCloseConnections: 'idle',
    keepAliveTimeout: 72_000,
    // A body that does not arrive within a minute is given up.
    requestTimeout: 60_000,
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 1024 },
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID()
    },
    frameworkErrors: (error, request, reply: FastifyReply) => {
      if (request.url.startsWith('/scim/')) sendScimError(error, request, reply)
      else reply.code(400).send({ error: 'The request cannot be read.', requestId: request.id })
    },
  })
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff')
    done()
  })
  server.setNotFoundHandler((request, reply) => reply.code(404).send({ error: 'There is nothing here.', requestId: request.id }))
  server.addHook('onResponse', (request, reply, done) => {
    // The path without its query: filters hold personal data (RFC 7644 §7.5.2), sign-in codes are secret.
    const { method, url, scimDirectory } = request
    const directory = scimDirectory && toId('directory', scimDirectory.directory.id)
    const path = url.split('?', 1)[0]
    request.log.info({ method, path, directory, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'Answered')
    done()
  })
  return server
}

function countGraphqlRequests(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.url === '/graphql') metrics.graphqlAnswered({ method: request.method, status: reply.statusCode })
    done()
  })
}

/** The request log hears of every SCIM request, also of one whose client did not wait for the answer. */
function countingScimRequests(requestLog: ScimRequestLog, metrics: Metrics): ScimRequestLog {
  return {
    answered(request, reply) {
      metrics.scimAnswered({
        method: request.method,
        route: request.routeOptions.url?.replace(/^\/scim\/v2\/:directoryId/, ''),
        status: reply.statusCode,
        isAborted: !reply.raw.writableFinished,
        milliseconds: reply.elapsedTime,
        code: request.scimNotes?.refusal?.code,
      })
      requestLog.answered(request, reply)
    },
  }
}

// Node could not read the request, so no route has seen it: the answer has the form that either door's clients can show.
function refuseUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const status = isTooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const detail = isTooLarge ? 'The URL or the headers are too long; 64 KB is the most.' : 'This is not HTTP.'
  const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: status.slice(0, 3), detail })
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function addressUrl(server: FastifyInstance): string {
  const { address, family, port } = server.server.address() as AddressInfo
  const host = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address
  return `http://${host}:${port}`
}
