import pg from 'pg'
import pino from 'pino'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser, signInAt } from '../support/browser.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
import { platformKey, startNode, type StartedApp } from '../support/start-app.ts'
import { administrator, createSsoTeam, providerFor, type SsoTeam } from '../support/team-with-sso.ts'

const [firstKey, secondKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
let database: TestDatabase
let node: StartedApp
let provider: OpenidProvider
let team: SsoTeam
const lines: string[] = []

async function restart(keys: string): Promise<void> {
  const port = node ? new URL(node.url).port : '0'
  await node?.stop()
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  node = await startNode({ databaseUrl: database.url, environment: { HEADCOUNT_ENCRYPTION_KEY: keys, PORT: port }, log })
}

beforeAll(async () => {
  database = await createDatabase()
  await restart(firstKey)
  provider = await providerFor(node)
  team = await createSsoTeam(node)
  await team.setUp(provider)
})
afterAll(async () => {
  await provider?.stop()
  await node?.stop()
  await database?.drop()
})

const signIn = () => signInAt(createBrowser(), team.signInUrl, administrator.sub, (url) => url === `${node.url}/`)
const sealed = async (): Promise<Buffer> => {
  const row = await node.app.database.ssoConnection.findFirstOrThrow({ where: { teamId: team.bareTeamId } })
  return Buffer.from(row.clientSecret!)
}

/** Everything that is in the database, as text. */
async function everyRow(): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    const rows: string[] = []
    for (const { name } of tables)
      rows.push(...(await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)).rows.map(({ row }) => row))
    return rows
  } finally {
    await client.end()
  }
}

describe('the client secret', () => {
  test('is encrypted in the database, and in no change, answer or log line', async () => {
    expect((await sealed()).includes(provider.clientSecret)).toBe(false)
    await signIn()
    // A provider that refuses the client, with the secret in what it was sent.
    provider.faults.set('/token', (_, response) =>
      Boolean(response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}')),
    )
    await signIn()
    provider.faults.clear()
    for (const clientSecret of ['x'.repeat(3_000) + provider.clientSecret, `${provider.clientSecret}\tü`]) {
      const refused = await team.setUp(provider, { clientSecret })
      expect(refused).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('clientSecret must be') })
      expect(JSON.stringify(refused)).not.toContain(provider.clientSecret)
    }
    const written = await everyRow()
    expect(written.length).toBeGreaterThan(5)
    const forms = [
      provider.clientSecret,
      Buffer.from(provider.clientSecret).toString('hex'),
      Buffer.from(provider.clientSecret).toString('base64'),
    ]
    for (const row of written) for (const form of forms) expect(row.includes(form), row).toBe(false)
    const { data } = await graphqlClient(node, platformKey).ask(
      'query ($id: ID!) { team(id: $id) { changes(first: 100) { nodes { __typename } } ssoConnection { issuer hasClientSecret } } }',
      { id: team.teamId },
    )
    expect(JSON.stringify(data)).toContain('"hasClientSecret":true')
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(line.includes(provider.clientSecret), line).toBe(false)
  })

  test('no code, state, token or verifier of a sign-in is in the logs', async () => {
    const browser = createBrowser()
    let idToken = ''
    provider.reviseIdToken = (token) => (idToken = provider.sign(token))
    const { location } = await signInAt(browser, team.signInUrl, administrator.sub, (url) => url.includes('/sso/callback'))
    await browser.request(location!)
    await browser.request(location!)
    provider.reviseIdToken = undefined
    const { searchParams } = new URL(location!)
    const secrets = [searchParams.get('code')!, searchParams.get('state')!, idToken, provider.lastTokenRequest!.body.get('code_verifier')!]
    secrets.push(browser.cookie(node.url, 'headcount')!, browser.cookie(node.url, 'headcount-attempt')!)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20)
      for (const line of lines) expect(line.includes(secret), line).toBe(false)
    }
  })
})

describe('the encryption key', () => {
  test('is rotated by a new one before the old one: at the start everything is encrypted anew, and the old one can go', async () => {
    const before = await sealed()
    await restart(`${secondKey},${firstKey}`)
    const after = await sealed()
    expect(after.equals(before)).toBe(false)
    expect((await signIn()).status).toBe(303)
    await restart(secondKey)
    expect((await sealed()).equals(after)).toBe(true)
    expect((await signIn()).status).toBe(303)
  })

  test('that is lost is told to operators and administrators, changes nothing, and does not count against the provider', async () => {
    const before = await sealed()
    lines.splice(0)
    await restart(firstKey)
    expect(lines.some((line) => line.includes('No key of HEADCOUNT_ENCRYPTION_KEY'))).toBe(true)
    expect((await signIn()).status).toBe(502)
    expect(await team.connection()).toMatchObject({ state: 'ACTIVE', lastError: expect.stringContaining('HEADCOUNT_ENCRYPTION_KEY') })
    expect((await sealed()).equals(before)).toBe(true)
    await restart(`${firstKey},${secondKey}`)
    expect((await signIn()).status).toBe(303)
  })
})
