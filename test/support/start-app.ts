import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { buildApp, type App, type AppConfig } from '../../src/app.ts'
import { parseConfig } from '../../src/config.ts'
import type { Actor } from '../../src/domain/change.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { toId } from '../../src/domain/id.ts'
import { keptLog } from './kept-logs.ts'

export type StartedApp = {
  app: App
  url: string
  graphqlUrl: string
  subscriptionsUrl: string
  platformKey: string
  stop(): Promise<void>
}

/** A team with a directory, a SCIM token and an API key that may everything. */
export type TestTeam = { teamId: string; directoryId: string; scimUrl: string; scimToken: string; apiKey: string }

export const platformKey = 'hc_platform_test-key-of-the-test-suite'

export type StartOptions = { databaseUrl: string; redisUrl?: string | undefined; environment?: Record<string, string>; log?: Logger }

/** The application as main.ts builds it, in this process, at a free port. Redis channels are apart for each database. */
export async function startNode({ databaseUrl, redisUrl, environment = {}, log }: StartOptions): Promise<StartedApp> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-app-'))
  const logs = process.env['TEST_LOG_LEVEL'] === undefined ? keptLog() : undefined
  const config: AppConfig = {
    ...parseConfig({
      NODE_ENV: 'test',
      PORT: '0',
      HEADCOUNT_DATA_DIR: dataDirectory,
      REDIS_URL: redisUrl,
      REDIS_PREFIX: `test:${new URL(databaseUrl).pathname.slice(1)}:`,
      HEADCOUNT_PLATFORM_KEY: platformKey,
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? (logs === undefined ? 'silent' : 'trace'),
      ...environment,
    }),
    databaseUrl,
  }
  const app = await buildApp(config, log ?? pino({ level: config.logLevel }, logs ?? pino.destination(1)))
  const url = await app.listen()
  return {
    app,
    url,
    graphqlUrl: `${url}/graphql`,
    subscriptionsUrl: `${url.replace('http', 'ws')}/graphql`,
    platformKey,
    async stop() {
      await app.close()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }

export async function createTestTeam(
  node: StartedApp,
  { name = 'Acme', plan = 'ENTERPRISE' as Plan, currency = 'EUR', localSso = true } = {},
): Promise<TestTeam> {
  const { commands } = node.app
  const team = await commands.createTeam({ actor, name, plan, currency, localSso, isDemonstration: false })
  const teamId = team.value.id
  const directory = await commands.createDirectory({ teamId, actor, name: `${name} directory`, provider: 'OTHER' })
  const key = await commands.issueApiKey({
    teamId,
    actor,
    name: `${name} key`,
    scopes: ['READ', 'LIMITS', 'SETUP', 'SPEND'],
    expiresAt: null,
  })
  const directoryId = toId('directory', directory.value.directory.id)
  return {
    teamId: toId('team', teamId),
    directoryId,
    scimUrl: `${node.url}/scim/v2/${directoryId}`,
    scimToken: directory.value.secret,
    apiKey: key.value.secret,
  }
}
