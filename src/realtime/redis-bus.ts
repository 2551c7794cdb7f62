import { Cluster, Redis, type RedisOptions } from 'ioredis'

type Log = { info(details: object, message: string): void; warn(details: object, message: string): void }

/** Where Redis is. `url`: of one server, or of some nodes of a cluster, separated by commas. */
export type RedisAddress = { url: string; isCluster?: boolean }

export type BusOptions = RedisAddress & {
  log: Log
  /** Called in the turn in which a message arrives; must not throw. */
  onMessage(channel: string, text: string): void
  /** Messages of any channel may have been missed, and what could be subscribed again is. */
  onGap(): void
}

/** Channels of one Redis server, or of a Redis Cluster with sharded pub/sub. Nothing in it throws, and nothing waits for Redis to come back. */
export type Bus = {
  /** Rejects when the message was not taken, or when that is not known. */
  publish(channel: string, text: string): Promise<unknown>
  canPublish(): boolean
  /**
   * Resolves when nothing published from now on is missed; or without that when Redis is away or takes more than a second: then onGap
   * is called once it holds. Never rejects.
   */
  subscribe(channel: string): Promise<void>
  unsubscribe(channel: string): void
  /** False: messages may be missed, in either direction. */
  isConnected(): boolean
  close(): Promise<void>
}

/** Where one connection goes: of a cluster `host:port`. */
type Address = string
type Subscription = {
  channel: string
  isWanted: boolean
  /** Where it was acknowledged last. */
  connection: Connection | undefined
  settling: Promise<boolean> | undefined
}
type Connection = {
  address: Address
  redis: Redis
  ready: Promise<void>
  isOpen: boolean
  subscriptions: Set<Subscription>
  wasIdle: boolean
  /** Calls of `moved` that no refused SSUBSCRIBE explains. */
  unexplainedMoves: number
}

/** What differs between one server and a cluster. */
type Server = {
  publisher: Redis | Cluster
  publish(channel: string, text: string): Promise<unknown>
  /** Whom to ask about a channel when no connection is open. */
  entry(): Address
  /** A connection that is not opened anew when it is lost. */
  open(address: Address): Redis
  subscribe(redis: Redis, channel: string): Promise<unknown>
  unsubscribe(redis: Redis, channel: string): Promise<unknown>
  messageEvent: 'message' | 'smessage'
}

const heartbeatMilliseconds = 5_000
// A node that does not answer must not hold up those who want to watch.
const mostWaitMilliseconds = 1_000
const mostRedirections = 5

/**
 * Subscribing and subscribing again is done here and not by ioredis, which tells nobody when a subscription of a lost connection or a moved
 * slot is acknowledged again, and whose cluster never looks whether an idle subscriber connection still lives. Each address has one connection; what
 * was subscribed on a lost one is missing until some node has acknowledged it again. In a cluster the nodes themselves say by MOVED
 * where a channel is served, so there is no map of slots to be out of date. A replica serves the channels of its master, and goes on when it becomes master.
 */
export function createBus({ log, onMessage, onGap, ...address }: BusOptions): Bus {
  const subscriptions = new Map<string, Subscription>()
  const connections = new Map<Address, Connection>()
  const missing = new Set<Subscription>()
  const server = address.isCluster ? cluster(address.url.split(',')) : oneServer(address.url)
  const { publisher } = server
  let isRegaining = false
  let isAway = false
  let isClosed = false

  publisher.on('error', noteAway)
  publisher.on('ready', noteBack)
  const heartbeat = setInterval(() => {
    for (const connection of connections.values()) {
      const isIdle = connection.subscriptions.size === 0
      if (isIdle && connection.wasIdle) connection.redis.disconnect()
      // Nothing else is sent on it: without an answer the socket counts as dead.
      else connection.redis.ping().catch(ignore)
      connection.wasIdle = isIdle
    }
  }, heartbeatMilliseconds).unref()

  const isConnected = (): boolean => publisher.status === 'ready' && missing.size === 0

  function noteAway(error: unknown): void {
    if (!isAway && !isClosed) log.warn({ err: error }, 'Redis is away; changes are read from the log until it is back')
    isAway = true
  }

  function noteBack(): void {
    if (!isAway || !isConnected()) return
    isAway = false
    log.info({}, 'Redis is back')
  }

  function connect(to: Address): Connection {
    const redis = server.open(to)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const connection: Connection = {
      address: to,
      redis,
      ready: promise,
      isOpen: true,
      subscriptions: new Set(),
      wasIdle: false,
      unexplainedMoves: 0,
    }
    let reason: unknown
    promise.catch(ignore)
    redis.on('error', (error: Error) => (reason = error))
    redis.once('ready', resolve)
    redis.once('end', () => {
      connection.isOpen = false
      connections.delete(to)
      reject(reason ?? new Error(`The connection to ${to} ended`))
      if (connection.subscriptions.size > 0) noteAway(reason ?? new Error('A subscriber connection ended'))
      lose(connection)
    })
    redis.on(server.messageEvent, onMessage)
    redis.on('moved', () => {
      connection.unexplainedMoves++
      setImmediate(() => {
        // The node has given up slots, and does not say which: whatever it still serves it acknowledges again.
        if (connection.unexplainedMoves > 0) lose(connection)
        connection.unexplainedMoves = 0
      })
    })
    connections.set(to, connection)
    return connection
  }

  function lose({ subscriptions: lost }: Connection): void {
    for (const subscription of lost) missing.add(subscription)
    lost.clear()
    void regain()
  }

  /** Tries to be acknowledged, once at a time; resolves to whether it is. */
  function settle(subscription: Subscription): Promise<boolean> {
    return (subscription.settling ??= place(subscription))
  }

  async function place(subscription: Subscription): Promise<boolean> {
    const connection = await findServing(subscription)
    subscription.settling = undefined
    const isHeld = connection?.isOpen === true
    if (isHeld) {
      subscription.connection = connection
      connection.subscriptions.add(subscription)
      missing.delete(subscription)
    } else missing.add(subscription)
    if (!subscription.isWanted) drop(subscription)
    return isHeld
  }

  /** Asks where it was, else somebody, and goes where it is sent (Redis Cluster specification, "MOVED Redirection"). */
  async function findServing({ channel, connection: known }: Subscription): Promise<Connection | undefined> {
    const open = known?.isOpen ? known : connections.values().find(({ redis }) => redis.status === 'ready')
    let to: Address | undefined = open?.address ?? server.entry()
    for (let redirections = 0; to !== undefined && redirections <= mostRedirections && !isClosed; redirections++) {
      const connection: Connection = connections.get(to) ?? connect(to)
      try {
        await connection.ready
        await server.subscribe(connection.redis, channel)
        return connection
      } catch (error) {
        to = movedTo(error, to)
        if (to === undefined) noteAway(error)
        else connection.unexplainedMoves--
      }
    }
    return undefined
  }

  // One connection keeps its order: a later subscription to the channel is sent after this.
  function drop(subscription: Subscription): void {
    const { channel, connection } = subscription
    subscriptions.delete(channel)
    missing.delete(subscription)
    connection?.subscriptions.delete(subscription)
    if (connection?.isOpen) server.unsubscribe(connection.redis, channel).catch(ignore)
  }

  async function regain(): Promise<void> {
    if (isRegaining) return
    isRegaining = true
    let failures = 0
    while (missing.size > 0 && !isClosed) {
      await pause(backOff(failures))
      const regained = await Promise.all([...missing].map(settle))
      failures = regained.includes(true) ? 0 : failures + 1
      // Only now: a check of the log before the acknowledgement would miss what is published between the two.
      if (failures === 0 && !isClosed) onGap()
    }
    isRegaining = false
    noteBack()
  }

  return {
    publish: server.publish,
    canPublish: () => publisher.status === 'ready',
    isConnected,

    async subscribe(channel) {
      if (isClosed) return
      let subscription = subscriptions.get(channel)
      if (!subscription) {
        subscription = { channel, isWanted: true, connection: undefined, settling: undefined }
        subscriptions.set(channel, subscription)
      }
      subscription.isWanted = true
      // While something is missing, what is new waits for the next try with the rest.
      const isInTime = isRegaining ? false : await Promise.race([settle(subscription), pause(mostWaitMilliseconds).then(() => false)])
      if (isInTime || isClosed || subscriptions.get(channel) !== subscription) return
      missing.add(subscription)
      void regain()
    },

    unsubscribe(channel) {
      const subscription = subscriptions.get(channel)
      if (!subscription) return
      subscription.isWanted = false
      if (!subscription.settling) drop(subscription)
    },

    async close() {
      isClosed = true
      clearInterval(heartbeat)
      subscriptions.clear()
      missing.clear()
      // What was published is still sent, unless Redis does not answer.
      if (publisher.status === 'ready') await Promise.race([publisher.quit().catch(ignore), pause(1_000)])
      publisher.disconnect()
      for (const { redis } of connections.values()) redis.disconnect()
    },
  }
}

const settings = {
  connectTimeout: 5_000,
  commandTimeout: 5_000,
  socketTimeout: 5_000,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
} satisfies RedisOptions

// Nothing waits for Redis to come back: what cannot be sent now is refused, and what was not answered is refused at the loss.
const withoutQueue = { ...settings, enableOfflineQueue: false }
const publisherName = 'headcount-publisher'
const subscriberName = 'headcount-subscriber'

function oneServer(url: string): Server {
  const publisher = new Redis(url, {
    ...withoutQueue,
    connectionName: publisherName,
    retryStrategy: (attempt) => backOff(attempt - 1),
  })
  return {
    publisher,
    publish: (channel, text) => publisher.publish(channel, text),
    entry: () => 'the server',
    open: () => new Redis(url, { ...withoutQueue, connectionName: subscriberName, retryStrategy: null }),
    subscribe: (redis, channel) => redis.subscribe(channel),
    unsubscribe: (redis, channel) => redis.unsubscribe(channel),
    messageEvent: 'message',
  }
}

/** Redis 7.0 and newer: a message goes to the nodes of its slot alone, and not to all. */
function cluster(urls: readonly string[]): Server {
  const seeds = urls
    .map((url) => new URL(url))
    .map(({ hostname, port }) => ({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) }))
  const { username, password, protocol } = new URL(urls[0]!)
  // Of all nodes: those that the seeds name have no URL.
  const access = {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  }
  const publisher = new Cluster(seeds, {
    enableOfflineQueue: false,
    // A cluster of which a part is away still serves the rest.
    enableReadyCheck: false,
    maxRedirections: mostRedirections,
    clusterRetryStrategy: (attempt) => backOff(attempt - 1),
    // A name stays a name: certificates are issued for it, and its address may change.
    dnsLookup: (name, found) => found(null, name),
    redisOptions: { ...settings, ...access, connectionName: publisherName },
  })
  return {
    publisher,
    publish: (channel, text) => publisher.spublish(channel, text),
    entry() {
      // The seeds, too: they are names, under which other nodes may be found when all that were known are gone.
      const known = publisher.nodes('master').map(({ options: { host, port } }) => `${host}:${port}`)
      const candidates = [...known, ...seeds.map(({ host, port }) => `${host}:${port}`)]
      return candidates[Math.floor(Math.random() * candidates.length)]!
    },
    open(address) {
      const [host, port] = splitAddress(address)
      return new Redis({ ...withoutQueue, ...access, host, port: Number(port), connectionName: subscriberName, retryStrategy: null })
    },
    subscribe: (redis, channel) => redis.ssubscribe(channel),
    unsubscribe: (redis, channel) => redis.sunsubscribe(channel),
    messageEvent: 'smessage',
  }
}

/** Undefined: the error is no redirection. A node that does not know its own name sends to the host that was asked. */
function movedTo(error: unknown, asked: Address): Address | undefined {
  const moved = error instanceof Error ? /^MOVED \d+ (\S*:\d+)$/.exec(error.message)?.[1] : undefined
  if (moved === undefined) return undefined
  const [host, port] = splitAddress(moved)
  return `${host === '' ? splitAddress(asked)[0] : host}:${port}`
}

function splitAddress(address: Address): [host: string, port: string] {
  const colon = address.lastIndexOf(':')
  return [address.slice(0, colon), address.slice(colon + 1)]
}

/** Milliseconds: quickly at first, then every two seconds, and not all nodes at once. */
const backOff = (failures: number): number => Math.min(50 * 2 ** Math.min(failures, 10), 2_000) * (0.75 + Math.random() / 2)
const ignore = (): void => {}
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
