import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findOrInstall, findProgram } from './debian-package.ts'

const startTimeoutMs = 15_000

export interface RedisServer {
  url: string
  port: number
  stop(): Promise<void>
  /** Ends it without a word to anybody. */
  kill(): Promise<void>
  /** Stops it if need be, and starts it again, empty, on the same port. */
  restart(): Promise<void>
  /** It keeps its connections and takes new ones, and answers nobody until it is thawed. */
  freeze(): void
  thaw(): void
}

export type RedisServerOptions = {
  /** Settings beyond those that make it keep nothing, as on its command line: `--requirepass`, `secret`. */
  flags?: readonly string[]
  /** How a client reaches it, when that takes more than its port. */
  url?: (port: number) => string
}

const howToGetOne = 'install redis-server or valkey-server (Debian: "apt-get install redis-server", macOS: "brew install redis")'
const programs = ['redis-server', 'valkey-server']

/** Where a Redis server program lies; on Debian root gets one by apt. */
export function findRedisServer(): Promise<string> {
  return findOrInstall({
    programs,
    package: 'redis-server',
    otherwise: `The tests need a Redis server: ${howToGetOne}, or set REDIS_URL.`,
  })
}

export function findOnPath(): Promise<string | undefined> {
  return findProgram(programs)
}

/** A server of its own on a free loopback port, which keeps nothing. */
export async function startRedisServer(program: string, options: RedisServerOptions = {}): Promise<RedisServer> {
  if (program === '') throw new Error(`This test stops and restarts a Redis of its own, for which REDIS_URL is not enough: ${howToGetOne}.`)
  const { flags = [], url: toUrl = (port: number) => `redis://127.0.0.1:${port}` } = options
  const port = await freePort()
  const url = toUrl(port)
  let server = await launch(program, port, url, flags)
  return {
    url,
    port,
    stop: () => end(server, 'SIGTERM'),
    kill: () => end(server, 'SIGKILL'),
    async restart() {
      await end(server, 'SIGTERM')
      server = await launch(program, port, url, flags)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
  }
}

async function launch(program: string, port: number, url: string, more: readonly string[]): Promise<ChildProcess> {
  const keepsNothing = ['--dir', tmpdir(), '--save', '', '--appendonly', 'no']
  const flags = ['--bind', '127.0.0.1', '--port', String(port), ...keepsNothing, '--daemonize', 'no', ...more]
  // A group of its own: Ctrl-C in the terminal ends the tests first, and they end it.
  const server = spawn(program, flags, { stdio: 'ignore', detached: true })
  // Also when it is frozen.
  const exitWithUs = () => void server.kill('SIGKILL')
  process.once('exit', exitWithUs)
  server.once('exit', () => process.off('exit', exitWithUs))
  const deadline = Date.now() + startTimeoutMs
  while (!(await answers(url))) {
    if (hasExited(server)) throw new Error(`${program} did not start on port ${port}.`)
    if (Date.now() > deadline) {
      await end(server, 'SIGTERM')
      throw new Error(`${program} did not answer on port ${port}.`)
    }
    await delay(20)
  }
  return server
}

async function answers(url: string): Promise<boolean> {
  const tls = url.startsWith('rediss:') ? { tls: { rejectUnauthorized: false } } : {}
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, ...tls })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}

async function end(server: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasExited(server)) return
  const exit = once(server, 'exit')
  server.kill(signal)
  // A frozen process hears it when it goes on.
  server.kill('SIGCONT')
  const killer = setTimeout(() => server.kill('SIGKILL'), 5_000)
  await exit
  clearTimeout(killer)
}

function hasExited(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
