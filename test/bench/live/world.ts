import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { buildApp, type App } from '../../../src/app.ts'
import { parseConfig } from '../../../src/config.ts'
import type { Actor } from '../../../src/domain/change.ts'
import { fromId, toId } from '../../../src/domain/id.ts'
import { startEmbeddedPostgres } from '../../../src/store/embedded-postgres.ts'
import { migrate } from '../../../src/store/migrate.ts'
import { patchOp } from '../../simulate/dialect.ts'
import { findRedisServer, startRedisServer, type RedisServer } from '../../support/redis-server.ts'
import { newUser } from '../bars/new-user.ts'
import { connect, unless } from '../load.ts'
import { check, type Check } from '../report.ts'
import type { HttpRequest, Opening, Subscription, Trigger } from './crowd-commands.ts'
import type { NodeProcess } from './node-process.ts'
import type { Host } from './peer.ts'

/** What all nodes of the product share: a PostgreSQL with its default durability, a Redis that keeps nothing, and some teams. */
export type World = {
  databaseUrl: string
  postgresVersion: string
  redis: RedisServer
  createTeam(name: string, node: NodeProcess, userCount: number): Promise<Team>
  /** The revision of each team's newest change. */
  headsOf(teams: readonly Team[]): Promise<number[]>
  /** Revisions of each team from 1 on, without a gap. */
  checkLogs(teams: readonly Team[], name: string): Promise<Check>
  stop(): Promise<void>
}

export type Team = { teamId: string; directoryId: string; scimToken: string; apiKey: string; userIds: string[] }

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Bench' }
const quiet = { info() {}, warn() {}, error() {} }

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-live-'))
  // When we are root the database runs as another user, who has to pass.
  await chmod(folder, 0o711)
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const dataDirectory = path.join(folder, 'data')
    const postgres = await startEmbeddedPostgres({ dataDirectory, log: quiet })
    closers.push(async () => {
      // Not inside the data folder when the whole temporary folder is closed to other users.
      const database = await realpath(path.join(dataDirectory, 'postgres')).catch(() => undefined)
      await postgres.stop()
      if (database !== undefined) await rm(database, { recursive: true, force: true })
    })
    await migrate(postgres.url)
    const redis = await startRedisServer(await findRedisServer())
    closers.push(() => redis.stop())
    const app = await openCommands(postgres.url, dataDirectory)
    closers.push(() => app.close())
    const client = new pg.Client({ connectionString: postgres.url })
    client.on('error', () => {})
    await client.connect()
    closers.push(() => client.end())
    const sql = async <Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []) =>
      (await client.query<Row>(statement, values)).rows
    const [{ server_version: postgresVersion } = { server_version: 'unknown' }] = await sql<{ server_version: string }>(
      'SHOW server_version',
    )
    return {
      databaseUrl: postgres.url,
      postgresVersion,
      redis,
      createTeam: (name, node, userCount) => createTeam(app, name, node, userCount),
      async headsOf(teams) {
        const uuids = teams.map(({ teamId }) => fromId('team', teamId))
        const rows = await sql<{ head: number }>(
          'SELECT (SELECT max(revision)::int FROM changes WHERE team_id = team) AS head FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (team, place) ORDER BY place',
          [uuids],
        )
        return rows.map(({ head }) => head)
      },
      async checkLogs(teams, name) {
        const logs = await sql<{ first: number; last: number; count: number }>(
          'SELECT min(revision)::int AS first, max(revision)::int AS last, count(*)::int AS count FROM changes WHERE team_id = ANY($1::uuid[]) GROUP BY team_id',
          [teams.map(({ teamId }) => fromId('team', teamId))],
        )
        const dense = logs.filter(({ first, last, count }) => first === 1 && last === count)
        const changes = logs.reduce((sum, { count }) => sum + count, 0)
        return check(`${name}: teams whose revisions are dense, of ${changes.toLocaleString('en-US')} changes`, teams.length, dense.length)
      },
      stop,
    }
  } catch (reason) {
    await stop()
    throw reason
  }
}

/** The product's commands in our process, for what only people may do: in production a team's SSO is proven by signing in. */
function openCommands(databaseUrl: string, dataDirectory: string): Promise<App> {
  const config = parseConfig({ NODE_ENV: 'test', HEADCOUNT_DATA_DIR: dataDirectory, LOG_LEVEL: 'silent', DATABASE_POOL_SIZE: '3' })
  return buildApp({ ...config, databaseUrl }, pino({ level: 'silent' }))
}

async function createTeam({ commands }: App, name: string, node: NodeProcess, userCount: number): Promise<Team> {
  const created = await commands.createTeam({ actor, name, plan: 'ENTERPRISE', currency: 'EUR', localSso: true, isDemonstration: false })
  const teamId = created.value.id
  const directory = await commands.createDirectory({ teamId, actor, name, provider: 'OKTA' })
  const key = await commands.issueApiKey({ teamId, actor, name, scopes: ['READ'], expiresAt: null })
  const team: Team = {
    teamId: toId('team', teamId),
    directoryId: toId('directory', directory.value.directory.id),
    scimToken: directory.value.secret,
    apiKey: key.value.secret,
    userIds: [],
  }
  const connection = connect(scimUrlOf(team, node), team.scimToken, 8)
  let number = 0
  const createUsers = async (): Promise<void> => {
    while (number < userCount) {
      const answer = await connection.send('POST', '/Users', newUser(number++))
      const problem = unless(201, answer)
      if (problem !== undefined) throw new Error(problem)
      team.userIds.push((JSON.parse(answer.text) as { id: string }).id)
    }
  }
  await Promise.all(Array.from({ length: 8 }, createUsers))
  connection.close()
  return team
}

const scimUrlOf = ({ directoryId }: Team, { url }: NodeProcess): string => `${url}/scim/v2/${directoryId}`

/** The product as a host of the bench: one team's subscribers at a node, told by a SCIM PATCH that really changes a user. */
export function productHost(name: string, node: NodeProcess, team: Team): Host {
  return {
    name,
    pid: node.pid,
    open: (count, subscriptions) => [openingOf(node, team, count, subscriptions)],
    trigger: renameTrigger(node, team, 0),
    burst: (count) => bulkRenames(node, team, count),
  }
}

export function openingOf(node: NodeProcess, team: Team, count: number, subscriptions: readonly Subscription[], group = 0): Opening {
  return {
    url: `${node.url.replace('http', 'ws')}/graphql`,
    count,
    group,
    protocol: { authorization: `Bearer ${team.apiKey}`, subscriptions, hasCheckpoint: true },
  }
}

const scimHeaders = ({ scimToken }: Team): Record<string, string> => ({
  authorization: `Bearer ${scimToken}`,
  'content-type': 'application/scim+json',
  accept: 'application/scim+json',
})

const rename = (displayName: string): object => patchOp({ op: 'replace', value: { displayName } })

export function renameTrigger(node: NodeProcess, team: Team, user: number): Trigger {
  return {
    method: 'PATCH',
    url: `${scimUrlOf(team, node)}/Users/${team.userIds[user]}`,
    headers: scimHeaders(team),
    body: JSON.stringify(rename('Ada Lovelace {n}')),
  }
}

/** One PATCH for each change, each of another user. */
export function singleRenames(node: NodeProcess, team: Team, count: number): HttpRequest[] {
  return Array.from({ length: count }, (_, index) => renameTrigger(node, team, index % team.userIds.length))
}

/** RFC 7644 §3.7: all in one request. */
function bulkRenames(node: NodeProcess, team: Team, count: number): HttpRequest[] {
  const Operations = Array.from({ length: count }, (_, index) => ({
    method: 'PATCH',
    path: `/Users/${team.userIds[index % team.userIds.length]}`,
    data: rename(`Ada Lovelace {n}.${index}`),
  }))
  const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations })
  return [{ method: 'POST', url: `${scimUrlOf(team, node)}/Bulk`, headers: scimHeaders(team), body }]
}
