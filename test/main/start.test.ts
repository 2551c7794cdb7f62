import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../../src/config.ts'
import { createDatabase, createEmptyDatabase } from '../support/database.ts'
import { scimClient } from '../support/scim-client.ts'
import { createTestTeam, startNode } from '../support/start-app.ts'
import { eventually, isAlive, readLocalJson, startServerProcess, type ServerProcess } from '../support/server-process.ts'

// Each test starts whole servers, some of them several, and a database.
vi.setConfig({ testTimeout: 120_000 })

let dataDirectory: string
let processes: ServerProcess[]
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-start-'))
  await chmod(dataDirectory, 0o711)
  processes = []
})
afterEach(async () => {
  for (const { child, exited } of processes) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exited
  }
  const cluster = await realpath(join(dataDirectory, 'postgres')).catch(() => undefined)
  if (cluster) await rm(cluster, { recursive: true, force: true })
  await rm(dataDirectory, { recursive: true, force: true })
})

function start(environment: Record<string, string> = {}): ServerProcess {
  const started = startServerProcess({ PORT: '0', HEADCOUNT_DATA_DIR: dataDirectory, ...environment })
  processes.push(started)
  return started
}
const postmasterPid = async (): Promise<number> =>
  Number((await readFile(join(dataDirectory, 'postgres/postmaster.pid'), 'utf8')).split('\n', 1)[0])
const countUsers = async (): Promise<number> => (await scimClient(await readLocalJson(dataDirectory)).get('/Users')).body['totalResults']

describe('npm start in an empty data folder', () => {
  it('makes the demonstration team and tells how to reach it; the printed curl works; a second start keeps ids and keys', async () => {
    const first = start()
    await first.printed('Listening')
    const local = await readLocalJson(dataDirectory)
    expect(Object.keys(local).sort()).toEqual([
      'apiKey',
      'dashboardUrl',
      'directoryId',
      'graphqlUrl',
      'platformKey',
      'scimToken',
      'scimUrl',
      'subscriptionsUrl',
      'teamId',
    ])
    expect((await stat(join(dataDirectory, 'local.json'))).mode & 0o777).toBe(0o600)
    for (const value of [local.dashboardUrl, local.graphqlUrl, local.scimUrl, local.scimToken]) expect(first.output()).toContain(value)
    expect(first.output()).toMatch(/SSO is marked active for local use/)

    const body = /-d '(.*)'/.exec(first.output())![1]!
    const scim = scimClient(local)
    expect((await scim.request('POST', '/Users', body)).status).toBe(201)

    first.child.kill('SIGINT')
    expect((await first.exited).code).toBe(0)
    const second = start()
    await second.printed('Listening')
    const again = await readLocalJson(dataDirectory)
    for (const key of ['apiKey', 'directoryId', 'platformKey', 'scimToken', 'teamId'] as const) expect(again[key]).toBe(local[key])
    expect(new URL(again.dashboardUrl).searchParams.get('code')).not.toBe(new URL(local.dashboardUrl).searchParams.get('code'))
    expect(await countUsers()).toBe(1)
  })

  it('signs in by the printed link, once: the dashboard then asks as that administrator', async () => {
    await start().printed('Listening')
    const { dashboardUrl, graphqlUrl } = await readLocalJson(dataDirectory)
    const { origin, searchParams } = new URL(dashboardUrl)
    const page = await (await fetch(dashboardUrl)).text()
    const code = searchParams.get('code')!
    expect(page).toContain(`<form method="post" action="/sign-in"><input type="hidden" name="code" value="${code}">`)
    const use = (): Promise<Response> =>
      fetch(`${origin}/sign-in`, { method: 'POST', body: new URLSearchParams({ code }), headers: { origin }, redirect: 'manual' })
    const used = await use()
    expect([used.status, used.headers.get('location')]).toEqual([303, '/'])
    const [cookie] = used.headers.getSetCookie()[0]!.split(';')
    const answer = await fetch(graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie!, origin },
      body: '{"query":"{ viewer { kind role email } }"}',
    })
    expect(await answer.json()).toEqual({ data: { viewer: { kind: 'PERSON', role: 'ADMINISTRATOR', email: 'admin@acme.example' } } })
    expect(await (await fetch(`${origin}/`)).text()).toContain('<title>Headcount</title>')
    expect((await fetch(`${origin}/graphiql`)).status).toBe(200)
    expect((await use()).status).toBe(403)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('%s leaves no process behind', async (signal) => {
    const server = start()
    await server.printed('Listening')
    const postgres = await postmasterPid()
    server.child.kill(signal)
    expect(await server.exited).toEqual({ code: 0, signal: null })
    await eventually('PostgreSQL has ended', () => !isAlive(postgres))
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s to npm alone, which runs it below a shell, leaves no process behind either',
    async (signal) => {
      const npm = spawn('npm', ['start'], {
        cwd: join(import.meta.dirname, '../..'),
        env: { ...process.env, PORT: '0', HEADCOUNT_DATA_DIR: dataDirectory, NODE_ENV: 'development' },
        stdio: 'ignore',
      })
      await eventually(
        'it has started',
        () =>
          readLocalJson(dataDirectory).then(
            () => true,
            () => false,
          ),
        60_000,
      )
      const url = new URL('/health', (await readLocalJson(dataDirectory)).graphqlUrl)
      const postgres = await postmasterPid()
      npm.kill(signal)
      await eventually('PostgreSQL has ended', () => !isAlive(postgres))
      await eventually('nobody listens', () =>
        fetch(url).then(
          () => false,
          () => true,
        ),
      )
    },
  )

  it('SIGINT in the middle of the first start leaves no process behind either', async () => {
    const server = start()
    await eventually('PostgreSQL is being made', async () => (await readdir(dataDirectory)).length > 0)
    server.child.kill('SIGINT')
    await server.exited
    const pid = await postmasterPid().catch(() => undefined)
    if (pid !== undefined) await eventually('PostgreSQL has ended', () => !isAlive(pid))
  })
})

describe('a kill -9 loses no acknowledged write', () => {
  it.each([
    ['node', true, false],
    ['postgres', false, true],
    ['both', true, true],
  ])('of %s', async (_, killsNode, killsPostgres) => {
    const server = start()
    await server.printed('Listening')
    const scim = scimClient(await readLocalJson(dataDirectory))
    let acknowledged = 0
    const pushing = (async () => {
      for (let index = 0; ; index++) {
        const { status } = await scim.post('/Users', {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: `kill${index}@acme.example`,
        })
        if (status !== 201) throw new Error(`status ${status}`)
        acknowledged++
      }
    })()
    const ended = pushing.catch(() => undefined)
    await eventually('some users are there', () => acknowledged >= 20)
    const postgres = await postmasterPid()
    if (killsNode) server.child.kill('SIGKILL')
    if (killsPostgres) process.kill(postgres, 'SIGKILL')
    await ended
    if (!killsNode) server.child.kill('SIGTERM')
    await server.exited

    await start().printed('Listening')
    const stored = await countUsers()
    expect(stored).toBeGreaterThanOrEqual(acknowledged)
    expect(stored).toBeLessThanOrEqual(acknowledged + 1)
  })
})

describe('with DATABASE_URL', () => {
  it('several nodes share one database and data folder, and one demonstration team', async () => {
    const database = await createEmptyDatabase()
    const nodes = [start({ DATABASE_URL: database.url }), start({ DATABASE_URL: database.url })]
    await Promise.all(nodes.map((node) => node.printed('Listening')))
    const urls = nodes.map((node) => /SCIM {11}(\S+)/.exec(node.output())![1]!)
    const tokens = new Set(nodes.map((node) => /SCIM token +(\S+)/.exec(node.output())![1]!))
    expect(tokens.size).toBe(1)
    expect(new Set(urls.map((url) => new URL(url).pathname)).size).toBe(1)
    for (const scimUrl of urls) expect((await scimClient({ scimUrl, scimToken: [...tokens][0]! }).get('/Users')).status).toBe(200)
    for (const { child, exited } of nodes) {
      child.kill('SIGTERM')
      await exited
    }
    await database.drop()
  })

  it('makes nothing in a database that has teams of its own', async () => {
    const database = await createDatabase()
    const node = await startNode({ databaseUrl: database.url })
    await createTestTeam(node)
    await node.stop()
    const server = start({ DATABASE_URL: database.url })
    await server.printed('Listening')
    expect(server.output()).not.toContain('demonstration')
    server.child.kill('SIGTERM')
    await server.exited
    await database.drop()
  })

  it('makes a demonstration team only while HOST is loopback', () => {
    const isLoopback = (HOST: string): boolean => parseConfig({ HOST }).isLoopback
    expect(['127.0.0.1', '127.1.2.3', 'localhost', '::1'].map(isLoopback)).toEqual([true, true, true, true])
    expect(['0.0.0.0', '::', '10.0.0.1'].map(isLoopback)).toEqual([false, false, false])
  })
})

describe('production', () => {
  const key = Buffer.alloc(32, 7).toString('base64')

  it('refuses to start without a database and an encryption key, naming both', async () => {
    const server = start({ NODE_ENV: 'production' })
    expect((await server.exited).code).toBe(1)
    expect(server.output()).toMatch(/DATABASE_URL is not set/)
    expect(server.output()).toMatch(/HEADCOUNT_ENCRYPTION_KEY is not set/)
  })

  it('makes no demonstration team, and refuses a database that holds one', async () => {
    const database = await createDatabase()
    const production = { NODE_ENV: 'production', DATABASE_URL: database.url, HEADCOUNT_ENCRYPTION_KEY: key }
    const server = start(production)
    await server.printed('Listening')
    expect(server.output()).not.toContain('Acme')
    server.child.kill('SIGTERM')
    await server.exited

    const local = start({ DATABASE_URL: database.url })
    await local.printed('Listening')
    local.child.kill('SIGTERM')
    await local.exited

    const refused = start(production)
    expect((await refused.exited).code).toBe(1)
    expect(refused.output()).toMatch(/holds the demonstration team/)
    await database.drop()
  })
})

describe('a wrong configuration', () => {
  it.each([
    ['PORT', '70000', /PORT is "70000"; expected a port/],
    ['HOST', 'not a host', /HOST is "not a host"; expected an IP address/],
    ['DATABASE_URL', 'mysql://secret@x/y', /DATABASE_URL is set to something else; expected a URL such as postgresql/],
    ['REDIS_URL', 'http://x', /REDIS_URL is set to something else; expected/],
    ['REDIS_URL', 'redis://a,http://b', /REDIS_URL is set to something else; expected/],
    [
      'REDIS_URL',
      'redis://:secret@a,redis://b',
      /REDIS_URL names several nodes; only a Redis Cluster has several: set REDIS_CLUSTER to true/,
    ],
    ['REDIS_CLUSTER', 'yes', /REDIS_CLUSTER is "yes"; expected true or false/],
    ['REDIS_CLUSTER', 'true', /REDIS_CLUSTER is true and REDIS_URL is not set/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL is "loud"; expected fatal/],
    ['HEADCOUNT_ENCRYPTION_KEY', 'short', /HEADCOUNT_ENCRYPTION_KEY is set to something else; expected 32 random bytes/],
  ])(
    'of %s is named with what was seen and what is expected, before anything listens; secrets are not shown',
    async (name, value, message) => {
      const server = start({ [name]: value })
      expect((await server.exited).code).toBe(1)
      expect(server.output()).toMatch(message)
      expect(server.output()).not.toContain('Listening')
      if (name.includes('URL')) expect(server.output()).not.toContain('secret')
    },
  )
})
