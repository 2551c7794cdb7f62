import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { OperationLimit } from '../access/operation-limit.ts'
import type { Database } from '../store/database.ts'
import { createStandingFinder } from '../store/spend-decision.ts'
import { verifyTeams } from '../store/verification.ts'
import type { Door, Log } from './context.ts'
import { createExecution } from './execution.ts'
import { registerHttp, type RotateSession } from './http.ts'
import { createAccessWatch } from './access-watch.ts'
import { createAdmission, type AccessEndCounts } from './admission.ts'
import type { Finders } from './credential.ts'
import { createEventStreams } from './event-stream.ts'
import { createExisting } from './existing.ts'
import { schema } from './schema.ts'
import { createLiveSubscriptions, type SubscriptionStats } from './live-subscriptions.ts'
import { createSessionWatch } from './session-watch.ts'
import { createSocketServer, type SocketStats } from './socket.ts'
import { createSpendReportExports } from './spend-report-export.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

export type GraphqlServerOptions = Door &
  Finders & {
    database: Database
    rotateSession: RotateSession
    operations: OperationLimit
    trustedDocuments: TrustedDocuments | undefined
    /** Sessions with an open connection: that is use. */
    onSessionsUsed(sessionIds: readonly string[]): void
    log: Log
    /** Sockets and event streams of one team on this node. */
    connectionsPerTeam: number
    /** What may wait to be sent on one of them. */
    connectionBufferBytes: number
    /** Once for each batch that went out live: milliseconds from its newest change's time to the write. */
    onDelivered?(milliseconds: number): void
    /** Origins of pages on other hosts that may use this API. */
    allowedOrigins: readonly string[]
  }

/** Counters since the start, but sockets, eventStreams, subscriptions and groups. */
export type LiveStats = SocketStats &
  SubscriptionStats & {
    eventStreams: number
    refusedConnections: number
    accessEnded: AccessEndCounts
  }

export type GraphqlServer = {
  /** GET and POST /graphql, also as text/event-stream; and the reports that are files. */
  registerHttp(server: FastifyInstance): void
  /** Takes an upgrade request of /graphql, and answers whether it was one. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** These sessions ended just now, at this node. */
  sessionsEnded(sessionIds: readonly string[]): void
  /** Closes every socket and event stream, and resolves when all are closed. */
  close(code: number, reason: string): Promise<void>
  stats(): LiveStats
}

/** So long one team may take when it is asked over GraphQL. */
const verificationMilliseconds = 60_000

/** The GraphQL door: one schema over HTTP and, for subscriptions too, over WebSocket and event streams. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const {
    database,
    viewers,
    sessions,
    rotateSession,
    onSessionsUsed,
    operations,
    trustedDocuments,
    log,
    allowedOrigins,
    connectionsPerTeam,
    connectionBufferBytes,
    onDelivered = () => {},
    ...given
  } = options
  const door = {
    ...given,
    existing: createExisting(database),
    findStanding: createStandingFinder(database),
    verify: (teamId: string | undefined) => verifyTeams(database, { teamId, milliseconds: verificationMilliseconds }),
  }
  const yoga = createExecution(door, database, trustedDocuments)
  const live = createLiveSubscriptions({ schema, door, database, feeds: door.feeds, log, onDelivered })
  const sessionWatch = createSessionWatch({ database, onUsed: onSessionsUsed, log })
  const watch = createAccessWatch(door.feeds)
  const admission = createAdmission({ viewers, sessions, watch, sessionWatch, mostPerTeam: connectionsPerTeam, log })
  const sockets = createSocketServer({
    yoga,
    live,
    admission,
    site: door,
    operations,
    trustedDocuments,
    allowedOrigins,
    maxBufferedBytes: connectionBufferBytes,
    log,
  })
  const eventStreams = createEventStreams({ live, admission, site: door, maxBufferedBytes: connectionBufferBytes })
  const who = { viewers, sessions, rotateSession, site: door }
  const exports = createSpendReportExports({ ...who, database, admission, operations, allowedOrigins })
  return {
    registerHttp(server) {
      registerHttp(server, { ...who, yoga, operations, trustedDocuments, eventStreams, allowedOrigins })
      exports.register(server)
    },
    handleUpgrade: sockets.handleUpgrade,
    sessionsEnded: sessionWatch.ended,
    async close(code, reason) {
      sessionWatch.close()
      eventStreams.close()
      exports.close()
      await sockets.close(code, reason)
    },
    stats() {
      const ofSockets = sockets.stats()
      const ofStreams = eventStreams.stats()
      return {
        ...ofSockets,
        ...live.stats(),
        ...admission.stats(),
        eventStreams: ofStreams.eventStreams,
        subscriptions: ofSockets.subscriptions + ofStreams.eventStreams,
        messages: ofSockets.messages + ofStreams.messages,
        bytes: ofSockets.bytes + ofStreams.bytes,
        slowReadersClosed: ofSockets.slowReadersClosed + ofStreams.slowReadersClosed,
      }
    },
  }
}
