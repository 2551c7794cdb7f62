import type { BackOffOptions } from './back-off.ts'
import { createConnection, type Connection, type WebSocketImplementation } from './connection.ts'
import { createCredential, type Authorization, type RenewalAnswer } from './credential.ts'
import { startFollowing, type FollowOptions, type Following } from './following.ts'
import { toProvableText, type Print, type UntypedData } from './live-message.ts'
import type { LiveProblem } from './problem.ts'

export type LiveClientOptions = {
  /** Where the subscriptions are: `wss://…/graphql`. */
  url: string
  /** The credential, asked anew for every socket. Left out where a cookie says who is there. */
  authorization?: Authorization
  /** The WebSocket to use where there is no global one, or another than that. */
  webSocketImpl?: WebSocketImplementation
  /** `print` of the graphql package, for documents that are trees. */
  print?: Print
  /** A ping this long after the last pong; 0 never. Default 12,000. */
  keepAliveMilliseconds?: number
  /** A server that says nothing for this long after a ping is given up. Default 5,000. */
  pongTimeoutMilliseconds?: number
  /** A socket that is not let in after this long is given up. Default 10,000. */
  connectTimeoutMilliseconds?: number
  /** How long the socket stays open after the last following was stopped. Default 2,000. */
  idleCloseMilliseconds?: number
  /** How long before its end a credential is renewed on the open socket; 0 never. Default 60,000. */
  renewBeforeMilliseconds?: number
  /** Waits between attempts: at most the first at first, doubling up to the longest. Default 1,000 and 30,000. */
  backOff?: Partial<BackOffOptions>
  /** What was mended without help, for a log. */
  onProblem?(problem: LiveProblem): void
}

export type LiveClient = {
  /** Begins to follow. Throws a TypeError when the document cannot carry the proof of order. */
  follow<Data = UntypedData, Variables = Record<string, unknown>>(options: FollowOptions<Data, Variables>): Following
  /**
   * Renews the credential of the open socket; without a text with what `authorization()` answers. Resolves with the server's answer,
   * which may be a refusal (`renewed: false`). Rejects when there is no open socket: the next one asks `authorization()` anyway.
   */
  renew(authorization?: string): Promise<RenewalAnswer>
  /**
   * Does now what would be done later: whatever waits tries again, and an open socket has to prove with a pong that it still is one.
   * For when the network is there again, the computer woke up, or somebody does not want to wait.
   */
  retryNow(): void
  /** When the server was last heard, milliseconds since 1970. While a socket is open that is at most the time between two pings ago. */
  heardAt(): number
  /** Stops all followings and closes the socket; resolves when it is closed. No timer or listener is left. */
  dispose(): Promise<void>
}

/** Follows changes over graphql-transport-ws, with one socket for all followings. For browsers and Node. */
export function createLiveClient(options: LiveClientOptions): LiveClient {
  requireSocketUrl(options.url)
  const backOff = { firstMilliseconds: 1_000, longestMilliseconds: 30_000, ...options.backOff }
  const followings = new Set<Following>()
  let isDisposed = false

  const credential = createCredential({
    authorization: options.authorization,
    renewBeforeMilliseconds: options.renewBeforeMilliseconds ?? 60_000,
    ask: (payload) => connection.ask(payload),
    report,
  })
  const connection: Connection = createConnection({
    url: options.url,
    webSocketImpl: options.webSocketImpl ?? globalWebSocket(),
    keepAliveMilliseconds: options.keepAliveMilliseconds ?? 12_000,
    pongTimeoutMilliseconds: options.pongTimeoutMilliseconds ?? 5_000,
    connectTimeoutMilliseconds: options.connectTimeoutMilliseconds ?? 10_000,
    idleCloseMilliseconds: options.idleCloseMilliseconds ?? 2_000,
    backOff,
    connectionParams: credential.connectionParams,
    onAcknowledged: credential.acknowledged,
    onLost({ reason, detail }) {
      credential.stop()
      if (reason === 'authorizationFailed') report({ type: reason, detail })
    },
  })

  function report(problem: LiveProblem): void {
    try {
      options.onProblem?.(problem)
    } catch {
      // Whoever writes a log must not end what it is about.
    }
  }

  return {
    follow(followOptions) {
      if (isDisposed) throw new Error('This client was disposed of; create another one.')
      const text = toProvableText(followOptions.document, options.print)
      const following = startFollowing({ connection, text, backOff, report }, followOptions)
      followings.add(following)
      void following.ended.then(() => followings.delete(following))
      return following
    },
    renew: (authorization) => credential.renew(authorization),
    retryNow() {
      connection.hurry()
      for (const following of followings) following.hurry()
    },
    heardAt: connection.heardAt,
    async dispose() {
      isDisposed = true
      for (const following of followings) following.stop()
      credential.stop()
      await connection.close()
    },
  }
}

function requireSocketUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed && ['ws:', 'wss:'].includes(parsed.protocol) && parsed.hash === '') return
  throw new TypeError(`url is ${JSON.stringify(url)}; expected is that of a WebSocket, such as wss://headcount.example/graphql.`)
}

function globalWebSocket(): WebSocketImplementation {
  if (typeof WebSocket === 'function') return WebSocket
  throw new TypeError('There is no WebSocket here: give `webSocketImpl`, such as WebSocket of the ws package.')
}
