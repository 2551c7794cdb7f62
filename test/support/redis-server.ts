import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, constants, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'

const run = promisify(execFile)
const startTimeoutMs = 15_000
const maxBuffer = 64 * 1024 * 1024

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

/** Where a Redis server program lies; on Debian root gets one by apt. */
export async function findRedisServer(): Promise<string> {
  return (await findOnPath()) ?? (await installByApt())
}

export async function findOnPath(): Promise<string | undefined> {
  for (const name of ['redis-server', 'valkey-server']) {
    for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
      const program = path.join(folder, name)
      if (folder !== '' && (await allows(program, constants.X_OK))) return program
    }
  }
  return undefined
}

function allows(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  )
}

async function installByApt(): Promise<string> {
  if (process.getuid?.() !== 0 || !(await allows('/etc/debian_version', constants.R_OK))) {
    throw new Error(`The tests need a Redis server: ${howToGetOne}, or set REDIS_URL.`)
  }
  console.log('The tests need a Redis server; installing redis-server by apt.')
  await withoutServices(async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env, maxBuffer })
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], { env, maxBuffer })
  })
  const program = await findOnPath()
  if (program === undefined) throw new Error('apt has installed redis-server, but it is not on the PATH.')
  return program
}

// Debian starts the service of a package when it is installed; the tests start their own server.
async function withoutServices(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d'
  // Should we be killed, it no longer forbids anything.
  const denyWhileWeLive = `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`
  const isOurs = await writeFile(policy, denyWhileWeLive, { flag: 'wx', mode: 0o755 }).then(
    () => true,
    () => false,
  )
  try {
    await install()
  } finally {
    if (isOurs) await rm(policy)
  }
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
