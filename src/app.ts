import { existsSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createDirectoryFinder } from './access/directory-token.ts'
import { createAddressLimit, createAttemptLimit, createRateLimit } from './access/rate-limit.ts'
import { createSessionFinder } from './access/session.ts'
import { createOperationLimit } from './access/operation-limit.ts'
import { createViewerFinder } from './access/viewer.ts'
import { directoryCommands } from './commands/directory-commands.ts'
import { grantDirectoryToken } from './commands/grant-directory-token.ts'
import { createSessionSweeper } from './commands/end-sessions.ts'
import { createSpendLimitExpiry, expireSpendLimits } from './commands/expire-spend-limits.ts'
import { rotateSession } from './commands/rotate-session.ts'
import { createChangePruner } from './commands/prune-changes.ts'
import { createScratchTeams } from './commands/scratch-team.ts'
import { createScimRequestRecorder } from './commands/record-scim-requests.ts'
import { createUseRecorder } from './commands/record-use.ts'
import { createIdempotencyKeySweeper } from './commands/sweep-idempotency-keys.ts'
import { spendCommands } from './commands/spend-commands.ts'
import { teamCommands, type TeamCommands } from './commands/team-commands.ts'
import type { Config } from './config.ts'
import type { Change } from './domain/change.ts'
import { fromId, toId } from './domain/id.ts'
import { createGraphqlServer, type LiveStats } from './graphql/server.ts'
import { readTrustedDocuments } from './graphql/trusted-documents.ts'
import { addressUrl, createHttpServer } from './http-server.ts'
import { registerHealthRoutes, registerMetricsRoute } from './health.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { registerRequestTraces } from './request-trace.ts'
import { dashboardDocuments, registerPages } from './pages.ts'
import { registerSecurityHeaders } from './security-headers.ts'
import { createFeeds } from './realtime/team-feed.ts'
import { createInProcessWakeUp, createRedisWakeUp } from './realtime/wake-up.ts'
import { createConnectionTests, type ConnectionTests } from './scim/connection-test/connection-tests.ts'
import type { TestAnswer, TestRequest } from './scim/connection-test/play.ts'
import { createIndexWalks } from './scim/index-walks.ts'
import { createScimRequestLog, type ScimRequestLog } from './scim/request-log/request-log.ts'
import { registerScimRoutes } from './scim/routes.ts'
import { registerTokenEndpoint } from './scim/token-endpoint.ts'
import { transactionsAtOnce } from './store/connection-budget.ts'
import { openDatabase, poolState, type Database } from './store/database.ts'
import { createLookUps } from './store/look-up.ts'
import { createSealer, type Sealer } from './store/sealed-secret.ts'
import { resealClientSecrets } from './commands/reseal-client-secrets.ts'
import { keptEncryptionKey } from './encryption-key.ts'
import { createIssuerFetch, isExcepted } from './sso/issuer-fetch.ts'
import { createOpenidConnect } from './sso/openid-connect.ts'
import { createProviderHealth } from './sso/provider-health.ts'
import { registerSsoRoutes } from './sso/routes.ts'
import { registerSessionCookies } from './sso/session-cookie.ts'
import { registerSessionRoutes } from './sso/session-routes.ts'
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

/** Wires the rooms. */
export async function buildApp(config: AppConfig, log: Logger): Promise<App> {
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
  const onCommit = (teamId: string, changes: readonly Change[], inputs: number): void => {
    if (connectionTests.isScratch(teamId)) return
    metrics.committed(inputs, changes.length)
    metrics.spend.thresholdsReached(changes.filter(({ kind }) => kind === 'SpendThresholdReached').length)
    for (const { kind, data } of changes) {
      if (kind === 'DirectoryModified') findDirectory.forget(data.after.id)
      else if (kind === 'DirectoryDeleted') findDirectory.forget(data.directory.id)
    }
    wakeUp.publish(teamId, changes)
  }
  const atOnce = transactionsAtOnce(config.databasePoolSize)
  const executor = createExecutor({ database, onCommit, concurrency: atOnce.directory })
  // Apart: an application that asks before every request does not wait behind what an identity provider writes.
  const spendExecutor = createExecutor({ database, onCommit, concurrency: atOnce.spend })
  const feeds = createFeeds({ database, wakeUp, log, ringSize: config.recentChangesPerTeam })
  const commands = teamCommands(executor)
  const spend = spendCommands(spendExecutor, metrics.spend)
  const rateLimit = createRateLimit({
    requestsPerSecond: config.scimRequestsPerSecond,
    redis,
    log,
  })
  const operations = createOperationLimit({ operationsPerSecond: config.graphqlRequestsPerSecond, redis, log })
  const trustedDocuments =
    config.trustedDocumentsFile === undefined
      ? undefined
      : await readTrustedDocuments([config.trustedDocumentsFile, ...(existsSync(dashboardDocuments) ? [dashboardDocuments] : [])])
  const requests = createScimRequestRecorder({
    database,
    keptDays: config.scimRequestLogDays,
    keptEntries: config.scimRequestLogEntries,
    log,
  })
  const uses = createUseRecorder(database, {
    sessionIdleMinutes: config.sessionIdleMinutes,
    onError: (error) => log.warn({ err: error }, 'A time of last use was not kept'),
  })
  const sweeper = createSessionSweeper(database, {
    idleMinutes: config.sessionIdleMinutes,
    onError: (error) => log.warn({ err: error }, 'Sessions whose time is over were not removed'),
  })
  const keySweeper = createIdempotencyKeySweeper(database, {
    onError: (error) => log.warn({ err: error }, 'Idempotency keys whose time is over were not removed'),
  })
  const limitExpiry = createSpendLimitExpiry({
    database,
    expire: async (input) => (await executor.submit(input.teamId, expireSpendLimits, input)).value,
    onError: (error) => log.warn({ err: error }, 'The change log was not told of limits that have expired; they do not count all the same'),
  })

  const pruner = createChangePruner({
    database,
    keptDays: config.changeLogDays,
    keptEntries: config.changeLogEntries,
    passMilliseconds: config.changeLogPruneSeconds * 1000,
    log,
  })

  const sealer = createSealer(config.encryptionKeys.length > 0 ? config.encryptionKeys : [await keptEncryptionKey(config.dataDirectory)])
  await resealSecrets(database, sealer, log)

  const server = createHttpServer(log, config.trustedProxies)
  registerRequestTraces(server)
  countGraphqlRequests(server, metrics)
  let listeningAt: string | undefined
  const publicUrl = (): string => config.publicUrl ?? (listeningAt ??= addressUrl(server))
  registerSecurityHeaders(server, { publicUrl })
  const scratchTeams = createScratchTeams({ database, log })
  const connectionTests = createConnectionTests({ scratchTeams, send: sendingTo(server), log })
  registerScimRoutes(server, {
    database,
    lookUps: createLookUps(database),
    commands: directoryCommands(executor),
    publicUrl,
    groupAnswerMemberLimit: config.groupAnswerMemberLimit,
    findDirectory,
    bodyLimitBytes: config.scimBodyLimitBytes,
    recordUse(directoryId, tokenId) {
      if (!connectionTests.isScratch(directoryId)) uses.directory(directoryId, tokenId)
    },
    requestLog: withoutTests(countingScimRequests(createScimRequestLog(requests), metrics), connectionTests),
    rateLimit,
    indexWalks: createIndexWalks(),
  })
  registerTokenEndpoint(server, {
    grant: (credentials) => grantDirectoryToken(database, credentials),
    attempts: {
      ofClient: createAttemptLimit({ failures: 20, windowSeconds: 60 }),
      ofAddress: createAttemptLimit({ failures: 600, windowSeconds: 60 }),
    },
  })
  const sessions = createSessionFinder({
    database,
    idleMinutes: config.sessionIdleMinutes,
    onUsed: (sessionId) => uses.sessions([sessionId]),
  })
  const issuers = { isLocal: !config.isProduction && config.isLoopback, privateHosts: config.privateIssuerHosts }
  const redirectUri = (): string => `${publicUrl()}/sso/callback`
  const openidConnect = createOpenidConnect({
    fetch: createIssuerFetch(issuers),
    mayBePlain: (hostname) => isExcepted(hostname, issuers),
    sealer,
    redirectUri,
  })
  const graphql = createGraphqlServer({
    sso: { discoverIssuer: openidConnect.discoverIssuer, sealClientSecret: (secret) => (id) => sealer.seal(secret, id), redirectUri },
    database,
    commands,
    spend,
    feeds,
    publicUrl,
    log,
    isProduction: config.isProduction,
    testConnection: connectionTests.test,
    defaultRequestsPerSecond: config.scimRequestsPerSecond,
    operations,
    trustedDocuments,
    allowedOrigins: config.allowedOrigins,
    viewers: createViewerFinder(database, config.platformKey, uses.apiKey),
    sessions,
    rotateSession: (used) => rotateSession(database, used),
    onSessionsUsed: uses.sessions,
    connectionsPerTeam: config.connectionsPerTeam,
    connectionBufferBytes: config.connectionBufferBytes,
    onDelivered: metrics.delivered,
  })
  graphql.registerHttp(server)
  server.server.on('upgrade', (request, socket, head) => {
    if (!graphql.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
  })
  registerSessionCookies(server, { publicUrl })
  const addresses = createAddressLimit({ pointsPerMinute: 1_200 })
  registerSessionRoutes(server, { database, addresses, sessionHours: config.sessionHours, onSessionsEnded: graphql.sessionsEnded })
  registerSsoRoutes(server, {
    database,
    commands,
    openidConnect,
    health: createProviderHealth({
      database,
      commands,
      failuresUntilInactive: config.ssoFailuresUntilInactive,
      failureIntervalSeconds: config.ssoFailureIntervalSeconds,
      log,
    }),
    addresses,
    sessions,
    sessionHours: config.sessionHours,
    onSessionsEnded: graphql.sessionsEnded,
  })
  const health = registerHealthRoutes(server, { database, wakeUp, feeds })
  registerMetricsRoute(server, { metrics, token: config.metricsToken, isLoopback: config.isLoopback })
  registerPages(server)
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
      scratchTeams.close()
      await limitExpiry.close()
      await executor.idle()
      await spendExecutor.idle()
      await pruner.close()
      await sweeper.close()
      await keySweeper.close()
      await requests.close()
      await feeds.close()
      await wakeUp.close()
      rateLimit.close()
      operations.close()
      await database.$disconnect()
    },
  }
}

/** Any of the keys opens a secret, so a node that cannot do this now works all the same; the next start does it. */
async function resealSecrets(database: Database, sealer: Sealer, log: Logger): Promise<void> {
  const named = (ids: string[]): string[] => ids.map((id) => toId('ssoConnection', id))
  try {
    const { resealed, unopenable } = await resealClientSecrets(database, sealer)
    if (resealed.length > 0) log.info({ ssoConnections: named(resealed) }, 'Client secrets are encrypted with the first key now')
    if (unopenable.length > 0)
      log.error(
        { ssoConnections: named(unopenable) },
        'No key of HEADCOUNT_ENCRYPTION_KEY opens these client secrets. Add the one that they were encrypted with',
      )
  } catch (error) {
    log.warn({ err: error }, 'Client secrets were not encrypted anew')
  }
}

function countGraphqlRequests(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.url === '/graphql') metrics.graphqlAnswered({ method: request.method, status: reply.statusCode })
    done()
  })
}

/** Requests to this server itself, without a socket. */
function sendingTo(server: FastifyInstance): (request: TestRequest) => Promise<TestAnswer> {
  return async ({ method, path, headers, body }) => {
    const answer = await server.inject({ method: method as 'GET', url: path, headers, ...(body === undefined ? {} : { payload: body }) })
    return { status: answer.statusCode, headers: answer.headers as TestAnswer['headers'], body: parsed(answer.payload) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a test of a connection sends is of no directory that anybody knows. */
function withoutTests(requestLog: ScimRequestLog, tests: ConnectionTests): ScimRequestLog {
  return {
    answered(request, reply) {
      const { directoryId = '' } = request.params as { directoryId?: string }
      if (!tests.isScratch(fromId('directory', directoryId) ?? '')) requestLog.answered(request, reply)
    },
  }
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
