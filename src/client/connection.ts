import { createClient, type Client, type SubscribePayload } from 'graphql-ws/client'
import { createBackOff, createPause, type BackOffOptions } from './back-off.ts'
import type { StaleReason } from './live-state.ts'
import { textOfError } from './problem.ts'

/** What is used of a WebSocket: that of browsers, of Node (22 and later) and of the `ws` package all fit. */
export type WebSocketLike = {
  readonly readyState: number
  send(data: string): void
  close(code?: number, reason?: string): void
  /** Of `ws` alone: does not wait for the other side. */
  terminate?(): void
  addEventListener(type: 'error', listener: () => void): void
  onclose: unknown
  onmessage: unknown
}

export type WebSocketImplementation = new (url: string, protocols?: string | string[]) => WebSocketLike

export type Payload = Record<string, unknown>

export type ConnectionOptions = {
  url: string
  webSocketImpl: WebSocketImplementation
  keepAliveMilliseconds: number
  pongTimeoutMilliseconds: number
  connectTimeoutMilliseconds: number
  idleCloseMilliseconds: number
  backOff: BackOffOptions
  /** The payload of connection_init, asked anew for every socket. */
  connectionParams(): Promise<Payload | undefined>
  /** The server let this socket in; the payload of its connection_ack. */
  onAcknowledged(payload: Payload | undefined): void
  onLost(loss: Loss): void
}

/** A socket, or an attempt to open one, came to its end. `heardAt`: when the server was last heard, milliseconds since 1970. */
export type Loss = { reason: StaleReason; detail: string; heardAt: number }

export type ConnectionListener = {
  lost(loss: Loss): void
  /** The next attempt, the how manieth in a row, is made at that time (milliseconds since 1970). */
  waiting(attempt: number, retryAt: number): void
}

export type Result = { data?: unknown; errors?: readonly unknown[] }

export type ResultSink = { next(result: Result): void; error(error: unknown): void; complete(): void }

export type Connection = {
  /** Opens the socket if there is none; after a lost socket the request is sent again, with what its getters say then. Answers how to end it. */
  subscribe(request: SubscribePayload, sink: ResultSink): () => void
  listen(listener: ConnectionListener): () => void
  /** Sends a ping with this payload; resolves with the payload of its pong. Rejects when there is no socket, or none any more. One at a time. */
  ask(payload: Payload): Promise<Payload>
  /** When the server was last heard, milliseconds since 1970. */
  heardAt(): number
  /** Does now what would be done later: the next attempt, or the ping that proves that the other side lives. */
  hurry(): void
  /** Resolves when the socket is closed. All subscriptions have to be ended before. */
  close(): Promise<void>
}

type Question = { resolve(payload: Payload): void; reject(error: Error): void }

const closeMilliseconds = 1_000
/** An attempt that is younger is left alone by `hurry`. */
const youngAttemptMilliseconds = 2_000
const longestNormalClosureMilliseconds = 3_000

/**
 * One socket for any number of subscriptions, by the graphql-ws client: it opens with the first, closes some time after the last,
 * and comes again for ever while there are any, except after a final close code. A server that does not answer is given up.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const listeners = new Set<ConnectionListener>()
  const backOff = createBackOff(options.backOff)
  const pause = createPause()
  /** The socket that is open or being opened. */
  let socket: WebSocketLike | undefined
  let isUnderWay = false
  let isAcknowledged = false
  let attemptedAt = 0
  /** The attempt after this one is made without a wait. */
  let isHurried = false
  let wasClosedNormally = false
  let heardAt = Date.now()
  /** Why we ourselves end the socket. */
  let ending: Pick<Loss, 'reason' | 'detail'> | undefined
  let connectTimer: ReturnType<typeof setTimeout> | undefined
  let pongTimer: ReturnType<typeof setTimeout> | undefined
  let question: Question | undefined
  let lastAsked: Promise<unknown> = Promise.resolve()
  let subscriptions = 0
  let lingering: { timer: ReturnType<typeof setTimeout>; unsubscribe(): void } | undefined
  let onceLost = (): void => {}

  const client: Client = createClient({
    url: options.url,
    webSocketImpl: watched(options.webSocketImpl, (opening) => (socket = opening)),
    lazy: true,
    keepAlive: options.keepAliveMilliseconds,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: waitForRetry,
    connectionParams,
    on: { connecting, connected, message: heard, ping: pinged, pong: ponged, closed, error: failed },
  })

  function connecting(): void {
    isUnderWay = true
    attemptedAt = Date.now()
    const seconds = options.connectTimeoutMilliseconds / 1_000
    connectTimer = setTimeout(
      () => terminate('noAnswer', `the server did not let the socket in within ${seconds} s`),
      options.connectTimeoutMilliseconds,
    )
  }

  /** Never rejects: graphql-ws would close with a code of its own, which can reach it as that of the next socket. */
  async function connectionParams(): Promise<Payload | undefined> {
    const asking = socket
    try {
      // After 1000 graphql-ws comes again without a wait of its own.
      if (wasClosedNormally) await pause.wait(Math.min(backOff.failed(Date.now()).delayMilliseconds, longestNormalClosureMilliseconds))
      return await options.connectionParams()
    } catch (error) {
      if (socket === asking) terminate('authorizationFailed', textOfError(error))
      return undefined
    }
  }

  function connected(_: unknown, payload: Payload | undefined): void {
    clearTimeout(connectTimer)
    isAcknowledged = true
    options.onAcknowledged(payload)
  }

  function heard({ type }: { type: string }): void {
    heardAt = Date.now()
    // Whatever comes proves that the other side lives; the pong may be queued behind it.
    if (pongTimer !== undefined) awaitPong()
    if (type === 'next') backOff.recovered(heardAt)
  }

  function pinged(isReceived: boolean): void {
    if (!isReceived) awaitPong()
  }

  function awaitPong(): void {
    clearTimeout(pongTimer)
    const seconds = options.pongTimeoutMilliseconds / 1_000
    pongTimer = setTimeout(() => terminate('noAnswer', `no answer to a ping within ${seconds} s`), options.pongTimeoutMilliseconds)
  }

  function ponged(isReceived: boolean, payload: Payload | undefined): void {
    if (!isReceived) return
    clearTimeout(pongTimer)
    pongTimer = undefined
    if (payload) question?.resolve(payload)
  }

  function closed(event: unknown): void {
    const { code, reason } = event as { code?: number; reason?: string }
    wasClosedNormally = code === 1000
    lost(ending ?? { reason: 'connectionLost', detail: `closed with ${code}${reason ? `: ${reason}` : ''}` })
  }

  /** The close event that follows an error would reach graphql-ws as that of the next attempt, and end it if its code is final. */
  function failed(error: unknown): void {
    const { message } = error as { message?: unknown }
    if (socket) Object.assign(socket, { onclose: null, onmessage: null })
    lost(ending ?? { reason: 'connectionLost', detail: typeof message === 'string' && message !== '' ? message : 'the connection failed' })
  }

  function lost(why: Pick<Loss, 'reason' | 'detail'>): void {
    if (!isUnderWay) return
    isUnderWay = false
    isAcknowledged = false
    socket = undefined
    ending = undefined
    clearTimeout(connectTimer)
    clearTimeout(pongTimer)
    pongTimer = undefined
    question?.reject(new Error(`The connection was lost (${why.detail}).`))
    endLinger()
    const loss = { ...why, heardAt }
    options.onLost(loss)
    for (const listener of listeners) listener.lost(loss)
    onceLost()
  }

  /** At once: a closing handshake with somebody who does not answer takes minutes. */
  function terminate(reason: StaleReason, detail: string): void {
    const dead = socket
    ending = { reason, detail }
    // What still arrives on it would be taken for messages of the next socket.
    if (dead) Object.assign(dead, { onmessage: null })
    client.terminate()
    dead?.terminate?.()
  }

  async function waitForRetry(): Promise<void> {
    const now = Date.now()
    const { attempt, delayMilliseconds: backedOff } = backOff.failed(now)
    const delayMilliseconds = isHurried ? 0 : backedOff
    isHurried = false
    for (const listener of listeners) listener.waiting(attempt, now + delayMilliseconds)
    await pause.wait(delayMilliseconds)
  }

  function hurry(): void {
    if (pause.skip() || !socket) return
    if (isAcknowledged) return probe(socket)
    // It was begun in another network, maybe, and would fail only when its time is over.
    if (Date.now() - attemptedAt < youngAttemptMilliseconds) return
    isHurried = true
    terminate('connectionLost', 'given up for a new attempt')
  }

  function probe(open: WebSocketLike): void {
    if (pongTimer !== undefined) return
    open.send(JSON.stringify({ type: 'ping' }))
    awaitPong()
  }

  function exchange(payload: Payload): Promise<Payload> {
    const asked = socket
    if (!asked || !isAcknowledged)
      return Promise.reject(new Error('There is no open connection; the next one asks `authorization()` anyway.'))
    return new Promise<Payload>((resolve, reject) => {
      question = { resolve, reject }
      asked.send(JSON.stringify({ type: 'ping', payload }))
      awaitPong()
    }).finally(() => (question = undefined))
  }

  function endLinger(): void {
    clearTimeout(lingering?.timer)
    lingering?.unsubscribe()
    lingering = undefined
  }

  return {
    subscribe(request, sink) {
      subscriptions++
      const unsubscribe = client.subscribe(request, sink as Parameters<Client['subscribe']>[1])
      endLinger()
      let isEnded = false
      return () => {
        if (isEnded) return
        isEnded = true
        subscriptions--
        // The last one keeps the socket for a while, unheard. (lazyCloseTimeout of graphql-ws would leave its timer behind.)
        if (subscriptions > 0 || !isAcknowledged || options.idleCloseMilliseconds <= 0) return unsubscribe()
        lingering = { unsubscribe, timer: setTimeout(endLinger, options.idleCloseMilliseconds) }
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ask(payload) {
      const answer = lastAsked.then(() => exchange(payload))
      lastAsked = answer.catch(() => {})
      return answer
    },
    heardAt: () => heardAt,
    hurry,
    async close() {
      endLinger()
      pause.end()
      const closing = isUnderWay ? new Promise<void>((resolve) => (onceLost = resolve)) : Promise.resolve()
      // Rejects when there is no socket in the end, which is what is wanted.
      Promise.resolve(client.dispose()).catch(() => {})
      if (!isAcknowledged) terminate('connectionLost', 'the client was disposed of')
      const timer = setTimeout(() => terminate('noAnswer', 'the server did not close the socket'), closeMilliseconds)
      await closing
      clearTimeout(timer)
    },
  }
}

/** Tells of every socket as soon as it exists, before it is open: only so can one be given up that never opens. */
function watched(implementation: WebSocketImplementation, onSocket: (socket: WebSocketLike) => void): WebSocketImplementation {
  return class extends implementation {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols)
      // The sockets of `ws` throw an error that nobody listens to, and graphql-ws stops listening to those that it gives up.
      this.addEventListener('error', () => {})
      onSocket(this)
    }
  }
}
