import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ViewerFinder } from '../access/viewer.ts'
import type { Database } from '../store/database.ts'
import type { Door, Log } from './context.ts'
import { createExecution } from './execution.ts'
import { registerHttp } from './http.ts'
import { createAccessWatch } from './access-watch.ts'
import { createAdmission } from './admission.ts'
import { createEventStreams } from './event-stream.ts'
import { createExisting } from './existing.ts'
import { schema } from './schema.ts'
import { createLiveSubscriptions, type SubscriptionStats } from './live-subscriptions.ts'
import { createSocketServer, type SocketStats } from './socket.ts'

export type GraphqlServerOptions = Door & {
  database: Database
  viewers: ViewerFinder
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
    accessEnded: { revoked: number; expired: number; deactivated: number }
  }

export type GraphqlServer = {
  /** GET and POST /graphql, also as text/event-stream. */
  registerHttp(server: FastifyInstance): void
  /** Takes an upgrade request of /graphql, and answers whether it was one. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Closes every socket and event stream, and resolves when all are closed. */
  close(code: number, reason: string): Promise<void>
  stats(): LiveStats
}

/** The GraphQL door: one schema over HTTP and, for subscriptions too, over WebSocket and event streams. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { database, viewers, log, allowedOrigins, connectionsPerTeam, connectionBufferBytes, onDelivered = () => {}, ...given } = options
  const door = { ...given, existing: createExisting(database) }
  const yoga = createExecution(door, database)
  const live = createLiveSubscriptions({ schema, door, database, feeds: door.feeds, log, onDelivered })
  const admission = createAdmission({ viewers, watch: createAccessWatch(door.feeds), mostPerTeam: connectionsPerTeam, log })
  const sockets = createSocketServer({ yoga, live, admission, allowedOrigins, maxBufferedBytes: connectionBufferBytes, log })
  const eventStreams = createEventStreams({ live, admission, maxBufferedBytes: connectionBufferBytes })
  return {
    registerHttp: (server) => registerHttp(server, { yoga, viewers, eventStreams, allowedOrigins }),
    handleUpgrade: sockets.handleUpgrade,
    async close(code, reason) {
      eventStreams.close()
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
