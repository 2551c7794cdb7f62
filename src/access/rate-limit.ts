import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError } from '../domain/errors.ts'

type Log = { info(details: object, message: string): void; warn(details: object, message: string): void }

/** `url`: of one server, or of some nodes of a cluster, separated by commas. */
type RedisAddress = { url: string; isCluster?: boolean; prefix: string }

export type RateLimitOptions = BudgetOptions & {
  /** The limit of a directory that has none of its own. */
  requestsPerSecond: number
}

export type BudgetOptions = {
  /** A limit is an average over so many whole seconds, so that a burst within them passes. */
  windowSeconds?: number
  /** Where the nodes of a deployment count together; without it each node counts by itself. */
  redis?: RedisAddress | undefined
  /** So long a request may wait for Redis; then the node decides by itself. */
  redisWaitMilliseconds?: number
  log: Log
}

/** What one directory may send. A limit of null is that of the deployment. */
export type LimitedDirectory = { id: string; name: string; requestsPerSecond: number | null }

export type RateLimit = {
  /** Counts one request; a DomainError RATE_LIMITED says that it is one too many, and in how many seconds there is room again. */
  admit(directory: LimitedDirectory): Promise<void>
  close(): void
}

// So long after a failure Redis is not asked again, so that one that hangs does not hold up every request.
const redisPauseMilliseconds = 1_000
// Tokens are taken in blocks of this share of a window's budget.
const blocksPerWindow = 100
const sweptFrom = 1_000

/** Of many things that are limited each by itself: counts one use, or says by what error it is refused, in so many milliseconds there is room again. */
export type Budgets = {
  admit(id: string, perSecond: number, refusal: (milliseconds: number) => DomainError): Promise<void>
  close(): void
}

/** What this node holds of one budget. Times are those of performance.now(). */
type Budget = {
  points: number
  tokens: number
  /** The tokens are of a window that ends here. */
  endsAt: number
  /** Nothing is left for any node until then. */
  spentUntil: number
  waiting: { admit(): void; refuse(milliseconds: number): void }[]
  isTaking: boolean
}

/** Limits what a directory sends. */
export function createRateLimit({ requestsPerSecond, windowSeconds = 10, ...options }: RateLimitOptions): RateLimit {
  const budgets = createBudgets('requests', { windowSeconds, ...options })
  return {
    admit({ id, name, requestsPerSecond: own }) {
      const perSecond = own ?? requestsPerSecond
      return budgets.admit(id, perSecond, (milliseconds) => rateLimited(name, perSecond, windowSeconds, milliseconds))
    },
    close: budgets.close,
  }
}

/**
 * Limits what each sends, on all nodes together. Within a window, which begins with the first request of one, the nodes
 * together admit exactly `perSecond × windowSeconds` requests at most: a node takes tokens from Redis in blocks of a hundredth of that and
 * asks again only when its block is used up, so most requests cost no trip. Tokens that a node has taken and does not use by the end
 * of the window are lost: with n nodes a request may be refused when up to (n − 1) blocks of the budget are unused. Two windows may
 * meet in the middle of a burst; it is the average that is limited.
 *
 * Redis decides nothing that may not be lost: while it is away or does not answer in 100 ms, each node admits the whole budget by itself.
 */
export function createBudgets(
  counted: 'requests' | 'operations',
  { windowSeconds = 10, redis, redisWaitMilliseconds = 100, log }: BudgetOptions,
): Budgets {
  const budgets = new Map<string, Budget>()
  // The limiters' own limit is not used, because each may have another one: they count, and the count says what is over.
  const counting = { points: 0, duration: windowSeconds }
  const local = new RateLimiterMemory(counting)
  const shared = redis && countInRedis({ ...redis, counted }, counting, redisWaitMilliseconds, log)

  /** Counts `points`; the answer has the count of the window and when it ends. */
  async function count(directoryId: string, points: number): Promise<RateLimiterRes> {
    return (await shared?.count(directoryId, points)) ?? local.penalty(directoryId, points)
  }

  function budgetOf(directoryId: string, points: number): Budget {
    const known = budgets.get(directoryId)
    if (known?.points === points) return known
    if (!known && budgets.size >= sweptFrom) sweep()
    const budget: Budget = { points, tokens: 0, endsAt: 0, spentUntil: 0, waiting: [], isTaking: false }
    budgets.set(directoryId, budget)
    return budget
  }

  function sweep(): void {
    const now = performance.now()
    for (const [id, { endsAt, spentUntil, isTaking }] of budgets) if (!isTaking && endsAt < now && spentUntil < now) budgets.delete(id)
  }

  /** Takes blocks until nobody waits: each answer serves those who wait, in their order, and what is left serves those who come. */
  async function takeTokens(directoryId: string, budget: Budget): Promise<void> {
    budget.isTaking = true
    while (budget.waiting.length > 0) {
      const asked = Math.max(Math.ceil(budget.points / blocksPerWindow), budget.waiting.length)
      const askedAt = performance.now()
      const { consumedPoints, msBeforeNext } = await count(directoryId, asked)
      const granted = Math.min(asked, Math.max(0, budget.points - (consumedPoints - asked)))
      const served = budget.waiting.splice(0, granted)
      // From when it was asked, so that tokens of an ended window are never used in the next; from now, so that who waits meets a new one.
      budget.endsAt = askedAt + msBeforeNext
      budget.tokens = granted - served.length
      for (const { admit } of served) admit()
      if (granted === asked) continue
      budget.spentUntil = performance.now() + msBeforeNext
      for (const { refuse } of budget.waiting.splice(0)) refuse(msBeforeNext)
    }
    budget.isTaking = false
  }

  return {
    async admit(id, perSecond, refusal) {
      const budget = budgetOf(id, perSecond * windowSeconds)
      const now = performance.now()
      if (budget.tokens > 0 && now < budget.endsAt) {
        budget.tokens--
        return
      }
      if (now < budget.spentUntil) throw refusal(budget.spentUntil - now)
      await new Promise<void>((resolve, reject) => {
        budget.waiting.push({ admit: resolve, refuse: (milliseconds) => reject(refusal(milliseconds)) })
        if (!budget.isTaking) void takeTokens(id, budget)
      })
    },
    close: () => shared?.close(),
  }
}

/** Limits attempts that fail, by a key such as an address. Each node counts by itself: what is guessed at has 256 random bits. */
export type AttemptLimit = {
  /** A DomainError RATE_LIMITED when the key has failed too often. */
  check(key: string): Promise<void>
  failed(key: string): Promise<void>
}

export function createAttemptLimit({ failures, windowSeconds }: { failures: number; windowSeconds: number }): AttemptLimit {
  const counts = new RateLimiterMemory({ points: failures, duration: windowSeconds })
  return {
    async check(key) {
      const count = await counts.get(key)
      if (!count || count.consumedPoints < failures) return
      const retryAfterSeconds = Math.max(1, Math.ceil(count.msBeforeNext / 1000))
      throw new DomainError('RATE_LIMITED', `Too many attempts failed. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds })
    },
    failed: async (key) => void (await counts.penalty(key)),
  }
}

/** Whole seconds. A window is over one millisecond after its last. */
export function retryAfter(milliseconds: number, windowSeconds: number): number {
  return Math.min(windowSeconds, Math.ceil((milliseconds + 1) / 1000))
}

function rateLimited(name: string, perSecond: number, windowSeconds: number, milliseconds: number): DomainError {
  const retryAfterSeconds = retryAfter(milliseconds, windowSeconds)
  return new DomainError(
    'RATE_LIMITED',
    `Directory "${name}" may send ${perSecond} ${perSecond === 1 ? 'request' : 'requests'} per second, on average over ${windowSeconds} seconds, and has sent them. ` +
      `Nothing was changed. Send this again in ${retryAfterSeconds} s, or have an administrator raise the directory's requestsPerSecond.`,
    { retryAfterSeconds },
  )
}

type Counting = { points: number; duration: number }

function countInRedis(
  { prefix, counted, ...address }: RedisAddress & { counted: string },
  counting: Counting,
  waitMilliseconds: number,
  log: Log,
) {
  const { client, firstContact } = connect(address, log)
  const limiter = new RateLimiterRedis({ ...counting, storeClient: client, keyPrefix: `${prefix}${counted}`, rejectIfRedisNotReady: true })
  let asksFrom = 0
  client.on('ready', () => (asksFrom = 0))
  return {
    /** Undefined when Redis is away or too slow. */
    async count(key: string, points: number): Promise<RateLimiterRes | undefined> {
      if (performance.now() < asksFrom) return undefined
      const answer = firstContact.then(() => limiter.penalty(key, points)).catch(() => undefined)
      const counted = await Promise.race([answer, tooLate(waitMilliseconds)])
      if (!counted) asksFrom = performance.now() + redisPauseMilliseconds
      return counted
    },
    close: (): void => client.disconnect(),
  }
}

// When this process itself was held up, an answer that has arrived meanwhile is read before the immediate.
function tooLate(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => setImmediate(() => resolve(undefined)), milliseconds).unref())
}

// The same settings as the wake-up's (realtime/redis-bus.ts), which this room does not see; they are each room's own to change.
const settings = {
  connectionName: 'headcount-rate-limit',
  connectTimeout: 5_000,
  commandTimeout: 5_000,
  socketTimeout: 5_000,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
} satisfies RedisOptions

const backOff = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt - 1, 10), 2_000) * (0.75 + Math.random() / 2)

// Nothing waits for Redis to come back: there is no queue for it.
function openServer(url: string): Redis {
  return new Redis(url, { ...settings, enableOfflineQueue: false, retryStrategy: backOff })
}

function openCluster(urls: readonly string[]): Cluster {
  const seeds = urls.map((url) => new URL(url))
  const { username, password, protocol } = seeds[0]!
  return new Cluster(
    seeds.map(({ hostname, port }) => ({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) })),
    {
      enableOfflineQueue: false,
      // The nodes that are there count for their directories.
      enableReadyCheck: false,
      maxRedirections: 5,
      clusterRetryStrategy: backOff,
      // A name stays a name: certificates are issued for it, and its address may change.
      dnsLookup: (name, found) => found(null, name),
      redisOptions: {
        ...settings,
        ...(username === '' ? {} : { username: decodeURIComponent(username) }),
        ...(password === '' ? {} : { password: decodeURIComponent(password) }),
        ...(protocol === 'rediss:' ? { tls: {} } : {}),
      },
    },
  )
}

/** `firstContact`: when it is known whether Redis is there. */
function connect({ url, isCluster }: Omit<RedisAddress, 'prefix'>, log: Log): { client: Redis | Cluster; firstContact: Promise<void> } {
  const client = isCluster ? openCluster(url.split(',')) : openServer(url)
  let isAway = false
  const firstContact = new Promise<void>((resolve) => {
    client.on('error', (error: Error) => {
      if (!isAway) log.warn({ err: error, connection: 'rate-limit' }, 'Redis is away; each node limits requests by itself until it is back')
      isAway = true
      resolve()
    })
    client.on('ready', () => {
      if (isAway) log.info({ connection: 'rate-limit' }, 'Redis is back')
      isAway = false
      resolve()
    })
  })
  return { client, firstContact }
}

export type AddressLimit = {
  /** Counts `points` for an address; a DomainError RATE_LIMITED says that they are too many, and in how many seconds there is room again. */
  admit(address: string, points?: number): Promise<void>
}

/**
 * Limits what one address may try of that which is open to everybody, such as signing in. Secrets have 256 bits and need no such help; it keeps a
 * flood from the database and from identity providers. Each node counts by itself.
 */
export function createAddressLimit({ pointsPerMinute }: { pointsPerMinute: number }): AddressLimit {
  const limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: 60 })
  return {
    async admit(address, points = 1) {
      const { consumedPoints, msBeforeNext } = await limiter.penalty(network(address), points)
      if (consumedPoints <= pointsPerMinute) return
      const retryAfterSeconds = Math.ceil((msBeforeNext + 1) / 1000)
      throw new DomainError('RATE_LIMITED', `There were too many tries from your network. Try again in ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      })
    },
  }
}

/** Of IPv6 the half that names the network: whoever has one address has all of it (RFC 4291 §2.5.4). */
export function network(address: string): string {
  const [head = '', tail] = address.split('%')[0]!.split('::')
  if (!address.includes(':')) return address
  // An IPv4 address in the form of IPv6 (RFC 4291 §2.5.5.2).
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = new Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}
