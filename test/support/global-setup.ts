import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { buildDashboard } from '../../src/dashboard/build.ts'
import { findChromium } from '../dashboard/support/chromium.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { migrate } from '../../src/store/migrate.ts'
import { findLoggedSecrets, keepLogsIn } from './kept-logs.ts'
import { findOnPath, findRedisServer, startRedisServer } from './redis-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the superuser, on a database that no test writes to. */
    postgresUrl: string
    /** Migrated and empty; createDatabase() makes its copies. */
    templateDatabase: string
    redisUrl: string
    /** Of tests that stop and restart a Redis of their own; empty when there is only REDIS_URL. */
    redisServerPath: string
  }
}

// One of these may end Vitest without a word; by an exit the servers hear of it.
const fatalSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const templateDatabase = 'headcount_template'

const endEarly = () => process.exit(1)

/** One PostgreSQL, one Redis and one build of the dashboard for all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ends: (() => Promise<void>)[] = []
  const teardown = async () => {
    for (const signal of fatalSignals) process.off(signal, endEarly)
    for (const end of ends.splice(0).reverse()) await end()
  }
  for (const signal of fatalSignals) process.once(signal, endEarly)
  try {
    await findChromium()
    await keepLogs(ends)
    // The server serves what is built.
    await buildDashboard()
    const postgresUrl = await startPostgres(ends)
    await makeTemplate(postgresUrl)
    const givenRedis = process.env['REDIS_URL']
    const redisServerPath = givenRedis === undefined ? await findRedisServer() : ((await findOnPath()) ?? '')
    const redisUrl = givenRedis ?? (await startSharedRedis(redisServerPath, ends))
    project.provide('postgresUrl', postgresUrl)
    project.provide('templateDatabase', templateDatabase)
    project.provide('redisUrl', redisUrl)
    project.provide('redisServerPath', redisServerPath)
    return teardown
  } catch (reason) {
    await teardown()
    throw reason
  }
}

/** Invariant 9: whatever the servers of the whole run logged, no secret is in it. */
async function keepLogs(ends: (() => Promise<void>)[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-logs-'))
  keepLogsIn(folder)
  ends.push(async () => {
    const { lines, found } = await findLoggedSecrets(folder)
    await rm(folder, { recursive: true, force: true })
    if (found.length > 0) throw new Error(`${found.length} of ${lines} log lines hold a secret:\n${found.slice(0, 20).join('\n')}`)
    console.log(`No secret in ${lines} log lines`)
  })
}

async function startPostgres(ends: (() => Promise<void>)[]): Promise<string> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'headcount-test-'))
  // As root the server runs as another user, who has to pass.
  await chmod(dataDirectory, 0o711)
  ends.push(() => rm(dataDirectory, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({
    dataDirectory,
    log: quietLog,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  const files = await realpath(path.join(dataDirectory, 'postgres'))
  ends.push(async () => {
    await postgres.stop()
    // Not inside the data directory when the whole temporary folder is closed to other users.
    await rm(files, { recursive: true, force: true })
  })
  return postgres.url
}

const quietLog = {
  info: () => {},
  warn: (facts: object, message: string) => console.warn(message, facts),
  error: (facts: object, message: string) => console.error(message, facts),
}

async function makeTemplate(postgresUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: postgresUrl })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${templateDatabase}`)
  await admin.end()
  const url = new URL(postgresUrl)
  url.pathname = `/${templateDatabase}`
  await migrate(url.href)
}

async function startSharedRedis(redisServerPath: string, ends: (() => Promise<void>)[]): Promise<string> {
  const redis = await startRedisServer(redisServerPath)
  ends.push(() => redis.stop())
  return redis.url
}
