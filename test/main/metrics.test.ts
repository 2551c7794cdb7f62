import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { ConfigError, parseConfig } from '../../src/config.ts'
import { createDatabase } from '../support/database.ts'
import { parseExposition, type Exposition } from '../support/exposition.ts'
import { abandonRequest } from '../support/abandoned-request.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { startRedis } from '../support/redis.ts'
import { patchOp, scimClient } from '../support/scim-client.ts'
import { eventually } from '../support/server-process.ts'
import { createTestTeam, startNode, type StartedApp } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'

const token = 'scrape-token-of-the-test-suite'
const app = useApp()

async function metrics(node: Pick<StartedApp, 'url'> = app.node, headers: Record<string, string> = {}): Promise<Exposition> {
  const response = await fetch(`${node.url}/metrics`, { headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return parseExposition(await response.text())
}

/** Waits until a figure has the value. */
async function reaches(name: string, value: number, node: Pick<StartedApp, 'url'> = app.node): Promise<void> {
  await eventually(`${name} is ${value}`, async () => (await metrics(node)).value(name) === value)
}

async function withNode(environment: Record<string, string>, act: (node: StartedApp) => Promise<void>, redisUrl?: string): Promise<void> {
  const node = await startNode({ databaseUrl: app.database.url, environment, redisUrl })
  try {
    await act(node)
  } finally {
    await node.stop()
  }
}

/** As at an address that others reach; where the test really listens nobody else does. */
async function withPublicApp(environment: Record<string, string>, act: (url: string) => Promise<void>): Promise<void> {
  const config = parseConfig({ HOST: '0.0.0.0', PORT: '0', ...environment })
  const opened = await buildApp({ ...config, host: '127.0.0.1', databaseUrl: app.database.url }, pino({ level: 'silent' }))
  try {
    await act(await opened.listen())
  } finally {
    await opened.close()
  }
}

describe('/metrics', () => {
  test('is Prometheus text, every figure with its name, unit and a sentence, and docs/metrics.md explains each of them', async () => {
    const { families } = await metrics()
    const documentation = await readFile(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8')
    const explained = new Set([...documentation.matchAll(/^\| `(headcount_\w+)/gm)].map(([, name]) => name))
    const ours = [...families.keys()].filter((name) => !/^headcount_(process|nodejs)_/.test(name))
    expect(ours.filter((name) => !explained.has(name))).toEqual([])
    expect([...explained].filter((name) => !families.has(name!))).toEqual([])
    for (const name of families.keys()) expect(name).toMatch(/^headcount_/)
    for (const name of ours) {
      const { type, help } = families.get(name)!
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
      expect(name).not.toMatch(/milliseconds|minutes/)
      expect(help, name).toMatch(/^\S.{10,}\.$/)
    }
    expect(families.get('headcount_process_resident_memory_bytes')?.type).toBe('gauge')
  })

  test('of two applications in one process are apart, but for those of the process itself', async () => {
    await app.scim.createUser('apart@acme.example')
    await withNode({}, async (other) => {
      expect((await metrics()).value('headcount_commit_commands_count')).toBeGreaterThan(0)
      expect((await metrics(other)).value('headcount_commit_commands_count')).toBe(0)
      expect((await metrics(other)).value('headcount_process_start_time_seconds')).toBeGreaterThan(0)
    })
  })

  test('shows sockets, subscriptions, how many share an execution, and the time from commit to socket', async () => {
    const team = await app.newTeam('Measured')
    const before = await metrics()
    const followers = Array.from({ length: 3 }, () => new Subscriber(app.node, team.apiKey))
    for (const follower of followers) await follower.next()
    const connected = await metrics()
    const grown = (name: string, labels?: Record<string, string>, now = connected): number =>
      now.value(`headcount_${name}`, labels) - before.value(`headcount_${name}`, labels)
    expect(grown('sockets')).toBe(3)
    expect(grown('subscriptions')).toBe(3)
    expect(connected.value('headcount_subscription_groups')).toBe(1)
    expect(grown('watched_teams')).toBe(1)

    await team.scim.createUser('measured@acme.example')
    for (const follower of followers) await follower.until((seen) => seen.length === 1)
    const delivered = await metrics()
    const executions = { kind: 'shared' }
    const since = (name: string, labels?: Record<string, string>): number =>
      delivered.value(`headcount_${name}`, labels) - connected.value(`headcount_${name}`, labels)
    expect(since('messages_total')).toBe(3)
    expect(since('subscription_executions_total', executions)).toBe(1)
    expect(since('message_bytes_total')).toBeGreaterThan(100)
    expect(since('delivery_seconds_count')).toBe(1)
    expect(since('delivery_seconds_sum')).toBeLessThan(60)

    for (const follower of followers) await follower.stop()
    await reaches('headcount_sockets', before.value('headcount_sockets'))
  })

  test('counts a slow reader that was closed, and what became of cursors', { timeout: 60_000 }, async () => {
    const team = await app.newTeam('Slow')
    const before = await metrics()
    const slow = await (
      await new RawSocket(app.node).admitted(team.apiKey)
    ).subscribed(
      '1',
      'subscription { changes { ... on ChangeBatch { cursor changes { revision ... on UserModified { before { displayName } after { displayName } } } } } }',
    )
    slow.socket.pause()
    const ids = await Promise.all(Array.from({ length: 16 }, (_, index) => team.scim.createUser(`slow-${index}`, { displayName: 'x' })))
    for (let round = 0; !(await isClosed()); round++) {
      const value = `${round}`.padEnd(15_000, 'x')
      await Promise.all(ids.map((id) => team.scim.patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value })))
    }
    async function isClosed(): Promise<boolean> {
      return (await metrics()).value('headcount_slow_readers_closed_total') > before.value('headcount_slow_readers_closed_total')
    }
    slow.socket.resume()
    await slow.closed

    const { data } = await graphqlClient(app.node, team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const resumed = new Subscriber(app.node, team.apiKey, { after: data!.team.changeCursor })
    await resumed.next()
    await eventually('the resume is counted', async () => {
      const now = await metrics()
      const counted = ['memory', 'log', 'head'].map((from) => now.value('headcount_resumes_total', { from }))
      const then = ['memory', 'log', 'head'].map((from) => before.value('headcount_resumes_total', { from }))
      return counted.reduce((sum, count) => sum + count) - then.reduce((sum, count) => sum + count) === 1
    })
    await resumed.stop()
  })

  test('counts a connection whose key was revoked, with the reason', async () => {
    const client = graphqlClient(app.node, app.team.apiKey)
    const issued = await client.ask<{ issueApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation { issueApiKey(input: { name: "Test", scopes: [READ] }) { ... on IssueApiKeySuccess { key apiKey { id } } } }',
    )
    const { key, apiKey } = issued.data!.issueApiKey
    const socket = await (await new RawSocket(app.node).admitted(key)).subscribed()
    await client.ask('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }', { id: apiKey.id })
    expect((await socket.closed).code).toBe(4401)
    expect((await metrics()).value('headcount_access_ended_total', { reason: 'revoked' })).toBe(1)
  })

  test('counts SCIM requests by method, resource type and outcome, and refusals by their code', async () => {
    const team = await app.newTeam('Pushed')
    const before = await metrics()
    const id = await team.scim.createUser('pushed@acme.example')
    await team.scim.request('PATCH', `/Users/${id}`, patchOp({ op: 'replace', path: 'displayName', value: 'P' }))
    await team.scim.get('/Users/user-01900000-0000-7000-8000-000000000000')
    await team.scim.get('/Groups')
    await team.scim.get('/nothing-here')
    await team.scim.get('/ServiceProviderConfig')
    const now = await metrics()
    const grown = (method: string, type: string, status: string): number => {
      const labels = { method, resource_type: type, status_class: status }
      const was = before.has('headcount_scim_requests_total', labels) ? before.value('headcount_scim_requests_total', labels) : 0
      return now.value('headcount_scim_requests_total', labels) - was
    }
    expect([grown('POST', 'User', '2xx'), grown('PATCH', 'User', '2xx'), grown('GET', 'User', '4xx')]).toEqual([1, 1, 1])
    expect([grown('GET', 'Group', '2xx'), grown('GET', 'other', '4xx'), grown('GET', 'discovery', '2xx')]).toEqual([1, 1, 1])
    expect(now.value('headcount_scim_refusals_total', { code: 'NOT_FOUND' })).toBeGreaterThan(0)
    expect(now.value('headcount_scim_request_duration_seconds_count', { method: 'PATCH', resource_type: 'User' })).toBeGreaterThan(0)
  })

  test('counts what the rate limit refuses', () =>
    withNode({ SCIM_REQUESTS_PER_SECOND: '1' }, async (node) => {
      const scim = scimClient(await createTestTeam(node, { name: 'Limited' }))
      const answers = await Promise.all(Array.from({ length: 15 }, () => scim.get('/Users')))
      const refused = answers.filter(({ status }) => status === 429).length
      expect(refused).toBeGreaterThan(0)
      expect((await metrics(node)).value('headcount_scim_refusals_total', { code: 'RATE_LIMITED' })).toBe(refused)
    }))

  test('counts what the removal guard refuses', async () => {
    const { scim } = await teamWithSettings(app, { removalsPerHour: 1 })
    const ids = [await scim.createUser('first@acme.example'), await scim.createUser('second@acme.example')]
    const statuses: number[] = []
    for (const id of ids) statuses.push((await scim.delete(`/Users/${id}`)).status)
    expect(statuses).toEqual([204, 429])
    expect((await metrics()).value('headcount_scim_refusals_total', { code: 'REMOVALS_PAUSED' })).toBe(1)
  })

  test('tells a SCIM request whose client went away from one that was answered', async () => {
    const team = await app.newTeam()
    const id = await team.scim.createUser('away@acme.example')
    const sql = new pg.Client({ connectionString: app.database.url })
    await sql.connect()
    await abandonRequest({ sql, node: app.node, team, userId: id, method: 'DELETE' })
    await sql.end()
    const labels = { method: 'DELETE', resource_type: 'User', status_class: 'aborted' }
    await eventually('it is counted', async () => (await metrics()).has('headcount_scim_requests_total', labels))
    expect((await metrics()).value('headcount_scim_requests_total', labels)).toBe(1)
  })

  test('counts GraphQL requests over HTTP by outcome', async () => {
    const labels = (status: string): Record<string, string> => ({ method: 'POST', status_class: status })
    const client = graphqlClient(app.node, app.team.apiKey)
    await client.ask('{ __typename }')
    const before = await metrics()
    await client.ask('{ __typename }')
    await graphqlClient(app.node, undefined).ask('{ __typename }')
    const now = await metrics()
    expect(now.value('headcount_graphql_http_requests_total', labels('2xx'))).toBe(
      before.value('headcount_graphql_http_requests_total', labels('2xx')) + 1,
    )
    expect(now.value('headcount_graphql_http_requests_total', labels('4xx'))).toBeGreaterThan(0)
  })

  test('counts commits, the commands that shared them, and their changes', async () => {
    const before = await metrics()
    await Promise.all(Array.from({ length: 20 }, (_, index) => app.scim.createUser(`commit-${index}@acme.example`)))
    const now = await metrics()
    const grown = (name: string): number => now.value(`headcount_${name}`) - before.value(`headcount_${name}`)
    expect(grown('commit_commands_sum')).toBe(20)
    expect(grown('commit_changes_sum')).toBe(20)
    expect(grown('commit_commands_count')).toBeGreaterThan(0)
    expect(grown('commit_commands_count')).toBeLessThanOrEqual(20)
    expect(now.value('headcount_database_connections', { state: 'idle' })).toBeGreaterThan(0)
  })

  test('shows that the bus is away, and /ready says that changes are read from the log until it is back', { timeout: 60_000 }, async () => {
    const redis = await startRedis()
    const mode = async (node: StartedApp): Promise<unknown> => {
      const { bus, delivery } = (await (await fetch(`${node.url}/ready`)).json()) as {
        bus: { isConnected: boolean }
        delivery: { mode: string }
      }
      return [bus.isConnected, delivery.mode]
    }
    await withNode(
      {},
      async (node) => {
        await reaches('headcount_bus_connected', 1, node)
        expect(await mode(node)).toEqual([true, 'bus'])
        await redis.stop()
        await reaches('headcount_bus_connected', 0, node)
        expect(await mode(node)).toEqual([false, 'log'])
        const team = await createTestTeam(node, { name: 'Without a bus' })
        await scimClient(team).createUser('unheard@acme.example')
        expect((await metrics(node)).value('headcount_bus_failed_publishes_total')).toBeGreaterThan(0)
        await redis.restart()
        await reaches('headcount_bus_connected', 1, node)
        expect(await mode(node)).toEqual([true, 'bus'])
      },
      redis.url,
    )
    await redis.stop()
  })

  test('says which changes left the log, by the days and entries that are configured', { timeout: 60_000 }, async () => {
    const database = await createDatabase()
    const node = await startNode({
      databaseUrl: database.url,
      environment: { CHANGE_LOG_DAYS: '30', CHANGE_LOG_ENTRIES: '1000', CHANGE_LOG_PRUNE_SECONDS: '1' },
    })
    const sql = new pg.Client({ connectionString: database.url })
    await sql.connect()
    const [byNumber, byAge] = [await createTestTeam(node, { name: 'Long' }), await createTestTeam(node, { name: 'Old' })]
    const uuid = ({ teamId }: { teamId: string }): string => teamId.slice('team-'.length)
    const append = (teamId: string, changes: number, daysAgo: number): Promise<unknown> =>
      sql.query(
        `WITH head AS (
          UPDATE team_heads SET revision = revision + $2::int, change_id = gen_random_uuid() WHERE team_id = $1 RETURNING revision - $2::int AS before, change_id
        )
        INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_label, data)
        SELECT $1, before + number, CASE WHEN number = $2::int THEN change_id ELSE gen_random_uuid() END, now() - make_interval(days => $3), 'TeamCreated', 'SYSTEM', 'test', '{}'
        FROM head, generate_series(1, $2::int) AS number`,
        [teamId, changes, daysAgo],
      )
    try {
      await sql.query('BEGIN')
      await append(uuid(byNumber), 1_200, 29)
      await sql.query('DELETE FROM changes WHERE team_id = $1', [uuid(byAge)])
      await append(uuid(byAge), 50, 31)
      await append(uuid(byAge), 10, 29)
      await sql.query('COMMIT')
      // Four came with the team.
      await reaches('headcount_pruned_changes_total', 204 + 50, node)
      expect((await metrics(node)).value('headcount_last_pruning_timestamp_seconds') * 1000).toBeGreaterThan(Date.now() - 60_000)
      const kept = async (team: { teamId: string }): Promise<unknown> =>
        (await sql.query('SELECT min(revision)::int, count(*)::int FROM changes WHERE team_id = $1', [uuid(team)])).rows[0]
      expect([await kept(byNumber), await kept(byAge)]).toEqual([
        { min: 205, count: 1_000 },
        { min: 55, count: 10 },
      ])
    } finally {
      await sql.end()
      await node.stop()
      await database.drop()
    }
  })

  test('tells nothing of teams, people, keys or what they sent', async () => {
    const team = await app.newTeam('Confidential')
    await team.scim.createUser('someone@confidential.example')
    await team.scim.request('GET', '/Users?filter=userName eq "someone@confidential.example"')
    await team.scim.get('/Users/secret-path')
    await fetch(`${team.scimUrl}/Confidential/x`, { method: 'POST' })
    await graphqlClient(app.node, team.apiKey).ask('{ nope }')
    const text = await (await fetch(`${app.node.url}/metrics`)).text()
    for (const secret of ['onfidential', 'someone', 'secret-path', team.teamId.slice(5), team.directoryId.slice(4), team.apiKey])
      expect(text).not.toContain(secret)
    const allowed = [
      'le',
      'method',
      'resource_type',
      'status_class',
      'code',
      'kind',
      'reason',
      'from',
      'state',
      'type',
      'space',
      'version',
      'major',
      'minor',
      'patch',
    ]
    for (const { name, labels } of parseExposition(text).labels())
      for (const label of Object.keys(labels)) expect(allowed, name).toContain(label)
  })
})

describe('Who may read /metrics', () => {
  test('on a loopback address: everybody there, unless a token is set, which is then needed', async () => {
    await metrics()
    await withNode({ METRICS_TOKEN: token }, async (node) => {
      for (const authorization of [
        undefined,
        token,
        `Bearer ${token}x`,
        `Bearer ${token.slice(1)}`,
        'Bearer',
        `Basic ${btoa(`:${token}`)}`,
      ]) {
        const response = await fetch(`${node.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } })
        expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="metrics"'])
        expect(await response.text()).not.toContain('headcount_')
      }
      await metrics(node, { authorization: `Bearer ${token}` })
    })
  })

  test('elsewhere: who has the token; without one there is no such address', async () => {
    await withPublicApp({}, async (url) => {
      const answers = await Promise.all(['/metrics', '/nothing'].map((path) => fetch(url + path)))
      expect(answers.map(({ status }) => status)).toEqual([404, 404])
    })
    await withPublicApp({ METRICS_TOKEN: token }, async (url) => {
      expect((await fetch(`${url}/metrics`)).status).toBe(401)
      await metrics({ url }, { authorization: `Bearer ${token}` })
    })
  })

  test('a token that is too short, or that no header can carry, is refused at the start without being shown', () => {
    for (const bad of ['short-token', 'a token with blanks in between it'])
      expect(() => parseConfig({ METRICS_TOKEN: bad })).toThrow(
        new ConfigError(
          'The configuration is wrong.\n  METRICS_TOKEN is set to something else; expected a secret of 24 to 512 characters that a Bearer header can carry.',
        ),
      )
  })
})
