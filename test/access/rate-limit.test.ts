import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as waitFor } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createRateLimit, type RateLimit, type RateLimitOptions } from '../../src/access/rate-limit.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { newId } from '../../src/store/id.ts'
import { redisUrl, startCluster, startRedis } from '../support/redis.ts'

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function limit(options: Partial<RateLimitOptions>): RateLimit {
  const rateLimit = createRateLimit({ requestsPerSecond: 10, windowSeconds: 1, log: { info: () => {}, warn: () => {} }, ...options })
  ends.push(() => rateLimit.close())
  return rateLimit
}

const directory = (requestsPerSecond: number | null = null) => ({ id: newId(), name: 'Okta', requestsPerSecond })
type Directory = ReturnType<typeof directory>

/** Undefined: admitted. */
async function ask(rateLimit: RateLimit, of: Directory): Promise<DomainError | undefined> {
  try {
    await rateLimit.admit(of)
    return undefined
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

async function admittedOf(requests: readonly Promise<DomainError | undefined>[]): Promise<number> {
  return (await Promise.all(requests)).filter((refusal) => refusal === undefined).length
}

const burst = (rateLimit: RateLimit, of: Directory, count: number) => Array.from({ length: count }, () => ask(rateLimit, of))
const retryAfterSeconds = (refusal: DomainError | undefined): number => refusal?.details['retryAfterSeconds'] as number

describe('one node', () => {
  it('admits a burst of the whole window, refuses what is more, and says in how many seconds there is room', async () => {
    const rateLimit = limit({ windowSeconds: 10 })
    const of = directory(2)
    const answers = await Promise.all(burst(rateLimit, of, 25))
    const refused = answers.filter((answer) => answer !== undefined)
    expect(refused).toHaveLength(5)
    expect(answers.slice(20)).toEqual(refused)
    for (const refusal of refused) {
      expect(refusal.code).toBe('RATE_LIMITED')
      expect(refusal.message).toContain('"Okta" may send 2 requests per second')
      expect(refusal.message).toContain(`in ${retryAfterSeconds(refusal)} s`)
      expect([9, 10]).toContain(retryAfterSeconds(refusal))
    }
  })

  it('admits a client that waited as long as it was told', async () => {
    const rateLimit = limit({})
    const of = directory(5)
    const answers = await Promise.all(burst(rateLimit, of, 6))
    // A timer may be early by a millisecond, where a request over a network is late by more.
    await waitFor(retryAfterSeconds(answers.at(-1)) * 1000 + 5)
    expect(await ask(rateLimit, of)).toBeUndefined()
  })

  it('gives a directory without a limit of its own that of the deployment, and leaves other directories alone', async () => {
    const rateLimit = limit({ requestsPerSecond: 3, windowSeconds: 10 })
    const [busy, calm] = [directory(), directory()]
    expect(await admittedOf(burst(rateLimit, busy, 50))).toBe(30)
    expect(await admittedOf(burst(rateLimit, calm, 30))).toBe(30)
  })

  it('goes by a new limit at once', async () => {
    const rateLimit = limit({ windowSeconds: 10 })
    const of = directory(1)
    expect(await admittedOf(burst(rateLimit, of, 10))).toBe(10)
    expect(await ask(rateLimit, of)).toBeDefined()
    expect(await ask(rateLimit, { ...of, requestsPerSecond: 5 })).toBeUndefined()
  })

  it('forgets directories that send nothing', async () => {
    const rateLimit = limit({ requestsPerSecond: 1 })
    for (let index = 0; index < 1500; index++) await rateLimit.admit(directory())
    const of = directory()
    expect(await admittedOf(burst(rateLimit, of, 2))).toBe(1)
  })
})

describe('two nodes that share a Redis', () => {
  const nodes = (url: string): [RateLimit, RateLimit] => {
    const redis = { url, prefix: `test-${newId()}:` }
    // On a busy machine Redis may be slow, too.
    const options = { windowSeconds: 10, redis, redisWaitMilliseconds: 10_000 }
    return [limit(options), limit(options)]
  }

  it('admit together exactly what the directory may send', async () => {
    const [one, two] = nodes(redisUrl())
    const of = directory(2)
    expect(await admittedOf([...burst(one, of, 30), ...burst(two, of, 30)])).toBe(20)
    expect(await ask(one, of)).toBeDefined()
    expect(await ask(two, of)).toBeDefined()
  })

  it('never admit more together, and less only by the block of a hundredth that the other node holds', async () => {
    const [one, two] = nodes(redisUrl())
    const of = directory(500)
    // Takes a block of 50 and leaves most of it.
    expect(await ask(two, of)).toBeUndefined()
    let admitted = 1
    while ((await ask(one, of)) === undefined) admitted++
    expect(admitted).toBe(1 + 5000 - 50)
    // Those are not lost for the node that holds them.
    while ((await ask(two, of)) === undefined) admitted++
    expect(admitted).toBe(5000)
  })

  it('limit each by itself while Redis is away, and together again when it is back', async () => {
    const redis = await startRedis()
    ends.push(() => redis.stop())
    const [one, two] = nodes(redis.url)
    const [before, meanwhile] = [directory(2), directory(2)]
    expect(await admittedOf([...burst(one, before, 30), ...burst(two, before, 30)])).toBe(20)
    await redis.stop()
    expect(await admittedOf(burst(one, meanwhile, 30))).toBe(20)
    expect(await admittedOf(burst(two, meanwhile, 30))).toBe(20)
    await redis.restart()
    // Whoever is connected again counts in Redis: both are when a directory of its own is limited once for both.
    const isShared = async (): Promise<boolean> => {
      const of = directory(1)
      return (await admittedOf([...burst(one, of, 10), ...burst(two, of, 10)])) === 10
    }
    await expect.poll(isShared, { timeout: 20_000 }).toBe(true)
  })

  it('answer without a Redis that was never there', async () => {
    const [one] = nodes('redis://127.0.0.1:1')
    expect(await admittedOf(burst(one, directory(2), 30))).toBe(20)
  })
})

describe('two nodes that share a Redis Cluster', () => {
  it('admit together exactly what each of many directories may send, and go on by themselves when it is away', async () => {
    const cluster = await startCluster()
    ends.push(() => cluster.stop())
    const redis = { url: cluster.url, isCluster: true, prefix: `test-${newId()}:` }
    const options = { windowSeconds: 10, redis, redisWaitMilliseconds: 10_000 }
    const [one, two] = [limit(options), limit(options)]
    const admittedTogether = (of: Directory): Promise<number> => admittedOf([...burst(one, of, 30), ...burst(two, of, 30)])
    const directories = Array.from({ length: 20 }, () => directory(2))
    expect(await Promise.all(directories.map(admittedTogether))).toEqual(directories.map(() => 20))
    await Promise.all(cluster.nodes.map((node) => node.kill()))
    expect(await admittedTogether(directory(2))).toBe(40)
    await Promise.all(cluster.nodes.map((node) => node.restart()))
    await expect.poll(() => admittedTogether(directory(2)), { timeout: 20_000 }).toBe(20)
  })
})

describe('a Redis that hangs', () => {
  let proxy: HangingProxy
  beforeAll(async () => {
    proxy = await startProxy(redisUrl())
    return () => proxy.close()
  })

  it('holds up nobody until it is given up: the node decides by itself', async () => {
    const rateLimit = limit({ windowSeconds: 10, redis: { url: proxy.url, prefix: `test-${newId()}:` } })
    const asksRedis = async (): Promise<boolean> => {
      await ask(rateLimit, directory())
      return proxy.forwarded().includes('evalsha')
    }
    await expect.poll(asksRedis, { timeout: 20_000 }).toBe(true)
    proxy.hang()
    for (let index = 0; index < 5; index++) expect(await admittedOf(burst(rateLimit, directory(2), 30))).toBe(20)
    expect(proxy.hasOpenConnection()).toBe(true)
  })
})

type HangingProxy = {
  url: string
  hang(): void
  forwarded(): string
  /** Whether a client still waits for an answer. */
  hasOpenConnection(): boolean
  close(): void
}

/** Between a client and Redis; once it hangs, nothing passes any more, and no connection ends. */
async function startProxy(url: string): Promise<HangingProxy> {
  let isHanging = false
  let forwarded = ''
  const clients = new Set<Socket>()
  const { hostname, port } = new URL(url)
  const server = createServer((client) => {
    const redis = connect(Number(port || 6379), hostname)
    clients.add(client)
    client.on('data', (data) => {
      if (isHanging) return
      forwarded += data.toString()
      redis.write(data)
    })
    redis.on('data', (data) => void (isHanging || client.write(data)))
    for (const socket of [client, redis]) socket.on('error', () => {})
    client.on('close', () => {
      clients.delete(client)
      redis.destroy()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hang: () => void (isHanging = true),
    forwarded: () => forwarded,
    hasOpenConnection: () => clients.size > 0,
    close() {
      for (const client of clients) client.destroy()
      server.close()
    },
  }
}
