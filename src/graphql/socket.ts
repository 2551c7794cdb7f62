import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { handleProtocols, makeServer, type Server } from 'graphql-ws'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { AccessEnd } from '../access/access-end.ts'
import type { OperationLimit } from '../access/operation-limit.ts'
import type { OwnSite } from '../access/session-secret.ts'
import { newId } from '../store/id.ts'
import type { Admission, Admitted, Refused } from './admission.ts'
import type { Log } from './context.ts'
import type { Credential } from './credential.ts'
import { drained } from './drained.ts'
import { badInput, toClientErrors } from './errors.ts'
import { prepareOperation, withClientErrors, type Asked, type Caller, type Yoga } from './execution.ts'
import type { TrustedDocuments } from './trusted-documents.ts'
import type { LiveOperation, LiveSubscriptions, Sink } from './live-subscriptions.ts'
import { inOrderOfIds } from './operation-order.ts'
import type { Payload } from './payload.ts'
import { SilentStream } from './silent-stream.ts'
import { openingOf, writeText } from './socket-frame.ts'
import { isUpgradeAllowed, refuseUpgrade, upgradeCredential } from './upgrade.ts'

export type SocketOptions = {
  yoga: Yoga
  live: LiveSubscriptions
  admission: Admission
  site: OwnSite
  operations: OperationLimit
  /** With them nothing else is executed. */
  trustedDocuments: TrustedDocuments | undefined
  allowedOrigins: readonly string[]
  /** What may wait to be sent on one socket; a reader that lets more pile up has to come again and resume. */
  maxBufferedBytes: number
  log: Log
}

export type SocketStats = { sockets: number; subscriptions: number; messages: number; bytes: number; slowReadersClosed: number }

/** One socket. `stops` is what has to be undone when it ends. `stream` is what the frames are written to. */
type Connection = {
  socket: WebSocket
  stream: Duplex
  /** Of the upgrade, for a connection_init without a credential of its own. */
  credential: Credential | undefined
  admitted?: Admitted
  subscriptions: Readonly<Record<string, unknown>>
  stops: (() => void)[]
  isEnded: boolean
}

const maxPayloadBytes = 64 * 1024
const maxOperationsPerSocket = 100
const pingMilliseconds = 12_000
const closeMilliseconds = 2_000

/** graphql-ws clients never retry after 4401; after the others they come again, after 4403 with a renewed credential. */
const closings = {
  UNAUTHORIZED: [4401, 'Unauthorized'],
  REVOKED: [4401, 'The key was revoked'],
  DEACTIVATED: [4401, 'The user was deactivated'],
  SIGNED_OUT: [4401, 'Signed out'],
  EXPIRED: [4403, 'The credential has expired'],
  CHANGED: [4403, 'What you may see has changed; come again'],
  CROWDED: [1013, 'The team has too many connections here; come again later'],
  UNAVAILABLE: [1013, 'Try again later'],
} as const satisfies Record<Refused['refusal'] | AccessEnd, readonly [number, string]>

/**
 * graphql-transport-ws. graphql-ws keeps the protocol; the messages of subscriptions are written past it, as bytes that many sockets share.
 * Writing never waits for a reader: one that lets too much pile up is closed (1013) and resumes, and holds up nobody else.
 */
export function createSocketServer({
  yoga,
  live,
  admission,
  site,
  operations,
  trustedDocuments,
  allowedOrigins,
  maxBufferedBytes,
  log,
}: SocketOptions) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  })
  const connections = new Set<Connection>()
  const stats = { messages: 0, bytes: 0, slowReadersClosed: 0 }
  let closing: { code: number; reason: string } | undefined

  const protocol: Server<Connection> = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: 5_000,
    onConnect({ connectionParams, subscriptions, extra }) {
      extra.subscriptions = subscriptions
      const authorization = connectionParams?.['authorization']
      if (authorization == null) return admit(extra, extra.credential)
      return admit(extra, typeof authorization === 'string' ? { authorization } : undefined)
    },
    async onSubscribe({ extra, subscriptions }, id, { operationName, variables, ...named }) {
      const query = trustedDocuments ? trustedDocuments.textOf(named) : named.query
      const caller: Caller = { viewer: extra.admitted!.viewer(), requestId: newId(), log, transport: 'WEBSOCKET' }
      const prepared =
        Object.keys(subscriptions).length > maxOperationsPerSocket
          ? [badInput(`A socket carries at most ${maxOperationsPerSocket} operations at a time.`)]
          : ((await tooMany(operations, caller)) ??
            (typeof query === 'string'
              ? await prepare(yoga, { caller, query, operationName, variables }, (document) => subscribe(extra, id, query, document))
              : [query]))
      return isRefused(prepared) ? toClientErrors(prepared, caller.requestId, log, false) : prepared

      function subscribe(
        connection: Connection,
        id: string,
        query: string,
        document: DocumentNode,
      ): Promise<ExecutionResult | SilentStream> {
        return follow(connection, id, { query, document, operationName, variables, caller })
      }
    },
    execute: (args) => (args as PreparedArgs).run(args),
    subscribe: (args) => (args as PreparedArgs).run(args) as Promise<SilentStream | ExecutionResult>,
    onNext: (_, __, ___, args, result) => withClientErrors(result, args.contextValue as Caller),
    onError(_, __, ___, errors) {
      const all = errors as readonly GraphQLError[]
      // Those that have no request's id yet come out of a stream that failed.
      return all
        .flatMap((error) => ('requestId' in error.extensions ? error : toClientErrors([error], newId(), log, false)))
        .map(withoutHttp)
    },
  })

  /** Lets in who is behind the credentials; otherwise closes with a code that tells the client whether to come again. */
  async function admit(connection: Connection, credential: Credential | undefined): Promise<boolean | { expiresAt: string }> {
    const admitted = await admission.admit(credential, (how) => endNow(connection, how))
    if ('refusal' in admitted) {
      endNow(connection, admitted.refusal)
      return false
    }
    connection.admitted = admitted
    if (connection.isEnded) admitted.leave()
    else connection.stops.push(admitted.leave)
    if (connection.isEnded || connection.socket.readyState !== connection.socket.OPEN) return false
    const viewer = admitted.viewer()
    // So that a client can renew in time.
    return viewer.kind !== 'PLATFORM' && viewer.expiresAt ? { expiresAt: viewer.expiresAt.toISOString() } : true
  }

  /** A subscription whose messages the sink writes; graphql-ws waits for its end. */
  async function follow(connection: Connection, id: string, operation: LiveOperation): Promise<ExecutionResult | SilentStream> {
    const silent = new SilentStream()
    const result = await live.subscribe(operation, new SocketSink(connection, id, silent))
    if (!('leave' in result)) return result
    silent.live = result
    if (connection.isEnded) void silent.return()
    return silent
  }

  /** Where the messages of one subscription go: thousands of these wait at a time, so it is small. */
  class SocketSink implements Sink {
    readonly #connection: Connection
    readonly #opening: Buffer
    readonly #silent: SilentStream
    constructor(connection: Connection, id: string, silent: SilentStream) {
      this.#connection = connection
      this.#opening = openingOf(id)
      this.#silent = silent
    }
    send(payload: Payload): void {
      const { socket, stream } = this.#connection
      if (socket.readyState !== socket.OPEN) return
      // What waits from before counts: a message that is larger than that goes out all the same, or its reader could never get past it.
      if (stream.writableLength > maxBufferedBytes) return closeSlow(this.#connection)
      stats.messages++
      stats.bytes += writeText(stream, this.#opening, payload.closed)
    }
    drained(): Promise<void> | void {
      return drained(this.#connection.stream)
    }
    complete(): void {
      this.#silent.complete()
    }
    fail(error: unknown): void {
      this.#silent.fail(error)
    }
    overflow(): void {
      closeSlow(this.#connection)
    }
    comeAgain(): void {
      endNow(this.#connection, 'UNAVAILABLE')
    }
  }

  async function renew({ admitted }: Connection, payload: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (!admitted) return { renewed: false, message: 'Send connection_init first.' }
    try {
      return await admitted.renew(payload['authorization'])
    } catch (error) {
      log.error({ err: error }, 'A credential could not be renewed')
      return { renewed: false, message: 'The credential cannot be looked up now; try again later.' }
    }
  }

  function endNow(connection: Connection, how: keyof typeof closings): void {
    const [code, reason] = closings[how]
    closeNow(connection, code, reason)
  }

  function closeNow(connection: Connection, code: number, reason: string): void {
    if (!connection.isEnded) end(connection, code, reason)
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

  function accept(socket: WebSocket, request: IncomingMessage, stream: Duplex): void {
    const connection: Connection = {
      socket,
      stream,
      credential: upgradeCredential(request, site),
      subscriptions: {},
      stops: [],
      isEnded: false,
    }
    connections.add(connection)
    const ended = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(connection, text),
        close: (code, reason) => closeNow(connection, code ?? 1000, reason ?? ''),
        onMessage(receive) {
          const handle = inOrderOfIds(receive, {
            // ws goes on handing over what arrives until the other side has answered the close.
            isEnded: () => connection.isEnded || socket.readyState !== socket.OPEN,
            mostWaiting: maxOperationsPerSocket,
            onCrowded: () => closeNow(connection, 1008, 'Too many messages wait for an operation that was completed'),
            onError(error) {
              log.error({ err: error }, 'A message of a socket could not be handled')
              closeNow(connection, 4500, 'Internal error')
            },
          })
          socket.on('message', (data: RawData) => handle(textOf(data)))
        },
        // A ping may carry a renewed credential; a second connection_init would be an error of the protocol.
        async onPing(payload) {
          const answer = payload && 'authorization' in payload ? await renew(connection, payload) : payload
          await send(connection, JSON.stringify(answer ? { type: 'pong', payload: answer } : { type: 'pong' }))
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
      if (socket.readyState === socket.OPEN && socket.bufferedAmount > maxBufferedBytes) closeSlow(connection)
      if (socket.readyState !== socket.OPEN) return resolve()
      // An error here is the end of the socket, which is noticed there.
      socket.send(text, () => resolve())
    })
  }

  return {
    /** Takes the upgrade requests of /graphql, and answers whether this was one. */
    handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): boolean {
      if (request.url?.split('?', 1)[0] !== '/graphql') return false
      stream.on('error', destroyIt)
      if (closing) refuseUpgrade(stream, '503 Service Unavailable')
      else if (!isUpgradeAllowed(request, { site, allowedOrigins })) refuseUpgrade(stream, '403 Forbidden')
      else sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request, stream))
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
      subscriptions: connections.values().reduce((sum, { subscriptions }) => sum + Object.keys(subscriptions).length, 0),
    }),
  }
}

// Without a closure, which would hold the request of the upgrade as long as its socket.
function destroyIt(this: Duplex): void {
  this.destroy()
}

type PreparedArgs = ExecutionArgs & { run(args: ExecutionArgs): ReturnType<ReturnType<Yoga['getEnveloped']>['execute']> }

/** The operation ready to run, or why it is refused. */
async function prepare(
  yoga: Yoga,
  asked: Asked,
  subscribe: (document: DocumentNode) => Promise<ExecutionResult | SilentStream>,
): Promise<PreparedArgs | readonly GraphQLError[]> {
  const prepared = prepareOperation(yoga, asked)
  if (!('document' in prepared)) return prepared
  const { document, isSubscription, enveloped } = prepared
  const { caller, operationName, variables } = asked
  // A subscription that waits for its changes keeps no more than it needs.
  const contextValue = isSubscription ? caller : await enveloped.contextFactory()
  const run = isSubscription ? () => subscribe(document) : enveloped.execute
  return { schema: enveloped.schema, document, operationName, variableValues: variables ?? undefined, contextValue, run } as PreparedArgs
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

async function tooMany(operations: OperationLimit, { viewer }: Caller): Promise<readonly GraphQLError[] | undefined> {
  try {
    await operations.admit(viewer)
    return undefined
  } catch (error) {
    return [new GraphQLError('refused', { originalError: error as Error })]
  }
}

/** Ends a socket whose other side does not answer any more. Sockets that came together are not all asked at one time. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true
  const ask = (): void => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    if (socket.readyState === socket.OPEN) socket.ping()
    timer = setTimeout(ask, pingMilliseconds).unref()
  }
  let timer = setTimeout(ask, pingMilliseconds * Math.random()).unref()
  socket.on('pong', () => (isAlive = true))
  return () => clearTimeout(timer)
}
