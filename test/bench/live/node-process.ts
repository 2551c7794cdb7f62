import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../support/redis-server.ts'

/** One node of the product as it runs in production: `node src/main.ts` beside a PostgreSQL and perhaps a Redis that are there already. */
export type NodeProcess = { pid: number; url: string; port: number; stop(): Promise<void> }

export type NodeOptions = { databaseUrl: string; redisUrl?: string | undefined; port?: number; environment?: Record<string, string> }

const startTimeoutMs = 60_000
const stopTimeoutMs = 60_000

export async function startNode({ databaseUrl, redisUrl, port: wanted, environment = {} }: NodeOptions): Promise<NodeProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-node-'))
  const port = wanted ?? (await freePort())
  const { PATH, HOME, NODE_OPTIONS } = process.env
  const server = spawn(process.execPath, [path.join(import.meta.dirname, '../../../src/main.ts')], {
    env: {
      PATH,
      HOME,
      ...(NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS }),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      HEADCOUNT_DATA_DIR: folder,
      HEADCOUNT_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: databaseUrl,
      MIGRATE_ON_START: 'false',
      LOG_LEVEL: 'warn',
      // What is measured is how fast the product is, not how fast it allows an identity provider to be, or how many it lets listen.
      SCIM_REQUESTS_PER_SECOND: '1000000',
      GRAPHQL_REQUESTS_PER_SECOND: '1000000',
      CONNECTIONS_PER_TEAM: '1000000',
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop it.
    detached: true,
  })
  let said = ''
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)))
  const exitWithUs = () => void server.kill('SIGTERM')
  process.once('exit', exitWithUs)
  const exited = once(server, 'exit')
  const hasExited = () => server.exitCode !== null || server.signalCode !== null
  const stop = async () => {
    process.off('exit', exitWithUs)
    if (!hasExited()) {
      server.kill('SIGTERM')
      const killer = setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs)
      await exited
      clearTimeout(killer)
    }
    await rm(folder, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + startTimeoutMs
  while (!(await isReady(url))) {
    if (hasExited() || Date.now() > deadline) {
      await stop()
      throw new Error(`A node did not start:\n${said}`)
    }
    await delay(20)
  }
  return { pid: server.pid!, url, port, stop }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
}
