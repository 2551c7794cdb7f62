import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ViewerFinder } from '../access/viewer.ts'
import type { Database } from '../store/database.ts'
import type { Door, Log } from './context.ts'
import { createExecution } from './execution.ts'
import { registerHttp } from './http.ts'
import { createKeyWatch } from './key-watch.ts'
import { createSocketServer, type SocketStats } from './socket.ts'

export type GraphqlServerOptions = Door & {
  database: Database
  findViewer: ViewerFinder
  log: Log
  /** Origins of pages on other hosts that may use this API. */
  allowedOrigins: readonly string[]
}

export type GraphqlServer = {
  /** GET and POST /graphql. */
  registerHttp(server: FastifyInstance): void
  /** Takes an upgrade request of /graphql, and answers whether it was one. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Closes every socket, and resolves when all are closed. */
  close(code: number, reason: string): Promise<void>
  stats(): SocketStats
}

/** The GraphQL door: one schema over HTTP and, for subscriptions too, over WebSocket. */
export function createGraphqlServer({ database, findViewer, log, allowedOrigins, ...door }: GraphqlServerOptions): GraphqlServer {
  const yoga = createExecution(door, database)
  const sockets = createSocketServer({ yoga, findViewer, keyWatch: createKeyWatch(door.feeds), allowedOrigins, log })
  return {
    registerHttp: (server) => registerHttp(server, { yoga, findViewer, allowedOrigins }),
    handleUpgrade: sockets.handleUpgrade,
    close: sockets.close,
    stats: sockets.stats,
  }
}
