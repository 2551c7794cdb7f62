import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { getOperationAST, GraphQLError, type ExecutionArgs } from 'graphql'
import { handleProtocols, makeServer, type Server } from 'graphql-ws'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Viewer, ViewerFinder } from '../access/viewer.ts'
import { newId } from '../store/id.ts'
import type { Log } from './context.ts'
import { badInput, toClientErrors } from './errors.ts'
import { refuseOperation, withClientErrors, type Caller, type Yoga } from './execution.ts'
import type { KeyWatch } from './key-watch.ts'

export type SocketOptions = { yoga: Yoga; findViewer: ViewerFinder; keyWatch: KeyWatch; allowedOrigins: readonly string[]; log: Log }

export type SocketStats = { sockets: number; subscriptions: number; slowReadersClosed: number; keysEnded: number }

/** One socket. `stops` is what has to be undone when it ends. */
type Connection = {
  socket: WebSocket
  request: IncomingMessage
  viewer?: Viewer
  authorization?: string
  subscriptions: Readonly<Record<string, unknown>>
  stops: (() => void)[]
  isEnded: boolean
}

const maxPayloadBytes = 64 * 1024
const maxBufferedBytes = 8 * 1024 * 1024
const maxOperationsPerSocket = 100
const pingMilliseconds = 12_000
const closeMilliseconds = 2_000

/**
 * graphql-transport-ws. A message is handed to a socket only after the one before it has left for the network, so a slow reader is
 * felt at the source of its stream, whose bound then ends the socket (1013) instead of holding up anybody else.
 */
export function createSocketServer({ yoga, findViewer, keyWatch, allowedOrigins, log }: SocketOptions) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  })
  const connections = new Set<Connection>()
  const stats = { slowReadersClosed: 0, keysEnded: 0 }
  let closing: { code: number; reason: string } | undefined

  const protocol: Server<Connection> = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: 5_000,
    onConnect({ connectionParams, subscriptions, extra }) {
      extra.subscriptions = subscriptions
      return admit(extra, connectionParams?.['authorization'] ?? extra.request.headers.authorization)
    },
    async onSubscribe({ extra, subscriptions }, _, { query, operationName, variables }) {
      const caller = callerOf(extra)
      const prepared =
        Object.keys(subscriptions).length > maxOperationsPerSocket
          ? [badInput(`A socket carries at most ${maxOperationsPerSocket} operations at a time.`)]
          : await prepare(yoga, caller, query, operationName, variables)
      return isRefused(prepared) ? toClientErrors(prepared, caller.requestId, log, false) : prepared
    },
    execute: (args) => (args as PreparedArgs).run(args),
    subscribe: (args) => (args as PreparedArgs).run(args),
    onNext: (_, __, ___, args, result) => withClientErrors(result, args.contextValue as Caller),
    onError(_, __, ___, errors) {
      const all = errors as readonly GraphQLError[]
      // Those that have no request's id yet come out of a stream that failed.
      return all
        .flatMap((error) => ('requestId' in error.extensions ? error : toClientErrors([error], newId(), log, false)))
        .map(withoutHttp)
    },
  })

  function callerOf(connection: Connection): Caller {
    return { viewer: connection.viewer!, requestId: newId(), log, transport: 'WEBSOCKET', onSlowReader: () => closeSlow(connection) }
  }

  /** Who is behind the credentials; otherwise the socket is closed with a code that tells the client whether to come again. */
  async function admit(connection: Connection, authorization: unknown): Promise<boolean> {
    const { socket } = connection
    try {
      const lookedUpAt = performance.now()
      const viewer = typeof authorization === 'string' ? await findViewer(authorization) : undefined
      if (!viewer) {
        socket.close(4401, 'Unauthorized')
        return false
      }
      connection.viewer = viewer
      connection.authorization = authorization as string
      if (viewer.kind === 'API_KEY') await endWithKey(connection, viewer, lookedUpAt)
      return !connection.isEnded && socket.readyState === socket.OPEN
    } catch (error) {
      log.error({ err: error }, 'A socket could not be admitted')
      socket.close(1013, 'Try again later')
      return false
    }
  }

  async function endWithKey(connection: Connection, viewer: Extract<Viewer, { kind: 'API_KEY' }>, lookedUpAt: number): Promise<void> {
    const onRevoked = (): void => endKey(connection, 4401, 'The key was revoked')
    const holder = { keyId: viewer.id, onRevoked, recheck: () => void recheck(connection) }
    const stop = await keyWatch.watch(viewer.teamId, holder, lookedUpAt)
    if (connection.isEnded) return stop()
    connection.stops.push(stop)
    if (viewer.expiresAt) connection.stops.push(at(viewer.expiresAt, () => endKey(connection, 4403, 'The key has expired')))
  }

  async function recheck(connection: Connection): Promise<void> {
    try {
      if (!(await findViewer(connection.authorization))) endKey(connection, 4401, 'The key was revoked')
    } catch (error) {
      log.error({ err: error }, 'A key could not be looked up again')
      connection.socket.close(1013, 'Try again later')
    }
  }

  function endKey(connection: Connection, code: number, reason: string): void {
    if (connection.isEnded) return
    stats.keysEnded++
    end(connection, code, reason)
    terminateSoon(connection.socket)
  }

  function closeSlow(connection: Connection): void {
    if (connection.isEnded) return
    stats.slowReadersClosed++
    end(connection, 1013, 'The reader is too slow; come again and resume')
  }

  /** Nothing is read for this socket any more. What is on the way to it goes out before the close, if the other side reads. */
  function end(connection: Connection, code: number, reason: string): void {
    connection.socket.close(code, reason)
    leave(connection)
  }

  function leave(connection: Connection): void {
    if (connection.isEnded) return
    connection.isEnded = true
    connections.delete(connection)
    for (const stop of connection.stops) stop()
  }

  function accept(socket: WebSocket, request: IncomingMessage): void {
    const connection: Connection = { socket, request, subscriptions: {}, stops: [], isEnded: false }
    connections.add(connection)
    const ended = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(connection, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage(receive) {
          socket.on('message', (data: RawData) => {
            receive(textOf(data)).catch((error: unknown) => {
              log.error({ err: error }, 'A message of a socket could not be handled')
              socket.close(4500, 'Internal error')
            })
          })
        },
      },
      connection,
    )
    // Too large, no UTF-8, no frame: ws closes with the fitting code itself.
    socket.on('error', (error) => log.warn({ err: error }, 'A socket failed'))
    connection.stops.push(keepAlive(socket))
    connection.stops.push(() => {
      ended(1005, '').catch((error: unknown) => log.error({ err: error }, 'A socket could not be left'))
    })
    socket.once('close', () => leave(connection))
    if (closing) end(connection, closing.code, closing.reason)
  }

  /** Resolves when the text has left for the network: whoever waits for that is held back by a slow reader. */
  function send(connection: Connection, text: string): Promise<void> {
    const { socket } = connection
    return new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve()
      // An error here is the end of the socket, which is noticed there.
      socket.send(text, () => resolve())
      if (socket.bufferedAmount > maxBufferedBytes) closeSlow(connection)
    })
  }

  return {
    /** Takes the upgrade requests of /graphql, and answers whether this was one. */
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
      if (request.url?.split('?', 1)[0] !== '/graphql') return false
      socket.on('error', () => socket.destroy())
      if (closing) refuseUpgrade(socket, '503 Service Unavailable')
      else if (!isOriginAllowed(request, allowedOrigins)) refuseUpgrade(socket, '403 Forbidden')
      else sockets.handleUpgrade(request, socket, head, accept)
      return true
    },
    async close(code: number, reason: string): Promise<void> {
      closing = { code, reason }
      const open = [...connections]
      const closed = open.map(
        ({ socket }) =>
          new Promise<void>((resolve) => (socket.readyState === socket.CLOSED ? resolve() : socket.once('close', () => resolve()))),
      )
      for (const connection of open) {
        end(connection, code, reason)
        terminateSoon(connection.socket)
      }
      await Promise.all(closed)
      sockets.close()
    },
    stats: (): SocketStats => ({
      ...stats,
      sockets: connections.size,
      subscriptions: [...connections].reduce((sum, { subscriptions }) => sum + Object.keys(subscriptions).length, 0),
    }),
  }
}

type PreparedArgs = ExecutionArgs & { run(args: ExecutionArgs): ReturnType<ReturnType<Yoga['getEnveloped']>['execute']> }

/** The operation ready to run, or why it is refused. */
async function prepare(
  yoga: Yoga,
  caller: Caller,
  query: string,
  operationName: string | null | undefined,
  variables: Record<string, unknown> | null | undefined,
): Promise<PreparedArgs | readonly GraphQLError[]> {
  const enveloped = yoga.getEnveloped(caller as never)
  try {
    const document = enveloped.parse(query)
    const errors = enveloped.validate(enveloped.schema, document)
    if (errors.length > 0) return errors as readonly GraphQLError[]
    refuseOperation(caller, document, operationName, variables)
    const contextValue = await enveloped.contextFactory()
    const run = getOperationAST(document, operationName)?.operation === 'subscription' ? enveloped.subscribe : enveloped.execute
    return { schema: enveloped.schema, document, operationName, variableValues: variables ?? undefined, contextValue, run } as PreparedArgs
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
}

function isRefused(prepared: PreparedArgs | readonly GraphQLError[]): prepared is readonly GraphQLError[] {
  return Array.isArray(prepared)
}

/** Does not wait for a reader that does not read. */
function terminateSoon(socket: WebSocket): void {
  const timer = setTimeout(() => socket.terminate(), closeMilliseconds).unref()
  socket.once('close', () => clearTimeout(timer))
}

function withoutHttp(error: GraphQLError) {
  const { http: _, ...extensions } = error.extensions
  return { ...error.toJSON(), extensions }
}

function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString()
}

/** A browser says where its page came from, and is let in from this host and from the allowed ones; others send no Origin. */
function isOriginAllowed({ headers }: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined || allowedOrigins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

/** Ends a socket whose other side does not answer any more. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true
  socket.on('pong', () => (isAlive = true))
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    if (socket.readyState === socket.OPEN) socket.ping()
  }, pingMilliseconds).unref()
  return () => clearInterval(timer)
}

/** Acts at a time, however far away. */
function at(time: Date, act: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = (): void => {
    const remaining = time.getTime() - Date.now()
    // The longest time that a timer takes is 24.8 days.
    timer = setTimeout(() => (remaining > 2 ** 31 - 1 ? wait() : act()), Math.min(Math.max(remaining, 0), 2 ** 31 - 1)).unref()
  }
  wait()
  return () => clearTimeout(timer)
}
