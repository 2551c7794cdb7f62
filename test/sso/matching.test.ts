import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { toId } from '../../src/domain/id.ts'
import { openDatabase } from '../../src/store/database.ts'
import { quietLog } from '../realtime/live-log.ts'
import { createBrowser, signInAt, type Browser } from '../support/browser.ts'
import type { Account, OpenidProvider } from '../support/openid-provider.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { administrator, createSsoTeam, providerFor, type SsoTeam } from '../support/team-with-sso.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let provider: OpenidProvider
beforeAll(async () => void (provider = await providerFor(under.node)))
afterAll(() => provider?.stop())

const isHome = (url: string): boolean => url === `${under.node.url}/`
const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const

type Acme = { team: SsoTeam; scim: ScimClient; administratorBrowser: Browser }

/** Active, with an administrator who is signed in, and with a directory. */
async function activeTeam(): Promise<Acme> {
  const team = await createSsoTeam(under.node)
  await team.setUp(provider)
  const administratorBrowser = createBrowser()
  await signInAt(administratorBrowser, team.signInUrl, administrator.sub, isHome)
  const { commands } = under.node.app
  const { value } = await commands.createDirectory({ teamId: team.bareTeamId, actor, name: 'Acme directory', provider: 'OTHER' })
  const scimUrl = `${under.node.url}/scim/v2/${toId('directory', value.directory.id)}`
  return { team, scim: scimClient({ scimUrl, scimToken: value.secret }), administratorBrowser }
}

function account(email: string, more: Partial<Account> = {}): Account {
  const made = { sub: `sub-${Math.random()}`, email, ...more }
  provider.accounts.set(made.sub, made)
  return made
}

/** The user that somebody signs in as; undefined when they are refused. */
async function signInAs({ team }: Acme, { sub }: Account, browser = createBrowser()): Promise<string | undefined> {
  const { status } = await signInAt(browser, team.signInUrl, sub, isHome)
  return status === 303 ? (await viewerOf(browser))?.user?.id : undefined
}

type Viewer = { user: { id: string } | null }

/** Whose session the browser has; undefined: none. */
async function viewerOf(browser: Browser): Promise<Viewer | undefined> {
  const { text } = await browser.request(under.node.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: '{"query":"{ viewer { user { id } } }"}',
  })
  return (JSON.parse(text) as { data?: { viewer: Viewer } }).data?.viewer
}

describe('an address as what a connection matches by', () => {
  const attributes = { USER_NAME: {}, EXTERNAL_ID: { externalId: 'found@acme.example' } } as const
  test.each([
    ['USER_NAME', false, false, false],
    ['USER_NAME', true, false, true],
    ['USER_NAME', false, true, true],
    ['EXTERNAL_ID', false, false, false],
    ['EXTERNAL_ID', true, false, true],
    ['EXTERNAL_ID', false, true, true],
  ] as const)(
    'compared with %s, verified: %s, trusted: %s: finds its user: %s',
    async (userMatching, emailVerified, trustsEmail, isFound) => {
      const acme = await activeTeam()
      const user = await acme.scim.createUser('found@acme.example', attributes[userMatching])
      await acme.team.setUp(provider, { userMatching, matchingClaim: 'email', trustsEmail })
      expect(await signInAs(acme, account('found@acme.example', { emailVerified }))).toBe(isFound ? user : undefined)
    },
  )
})

describe('other settings of the connection in use', () => {
  test('undo what people were matched to by the ones before, end their sessions, and keep the administrator signed in', async () => {
    const acme = await activeTeam()
    const { team, scim, administratorBrowser } = acme
    const chief = await scim.createUser('chief')
    const own = await scim.createUser('mallory@acme.example')
    // At this provider everybody chooses such a name.
    const mallory = account('mallory@acme.example', { claims: { preferred_username: 'chief' } })
    await team.setUp(provider, { userMatching: 'USER_NAME' }, administratorBrowser)
    const browser = createBrowser()
    expect(await signInAs(acme, mallory, browser)).toBe(chief)
    const listed = createBrowser()
    await signInAs(acme, administrator, listed)

    const answer = await team.setUp(provider, { userMatching: 'USER_NAME', matchingClaim: 'email' }, administratorBrowser)
    expect(answer).toMatchObject({ __typename: 'SetUpSsoSuccess' })
    expect(await viewerOf(browser)).toBeUndefined()
    expect(await signInAs(acme, mallory, browser)).toBe(own)
    expect(await viewerOf(administratorBrowser)).toBeDefined()
    expect(await viewerOf(listed)).toBeDefined()
  })

  test('end the sessions of other administrators who are users too; who changed them stays signed in, and is no user until the next sign-in', async () => {
    const acme = await activeTeam()
    const { team, scim, administratorBrowser } = acme
    const second = account('second@acme.example')
    await under.node.app.commands.addAdministrator({ teamId: team.bareTeamId, actor, email: second.email! })
    await team.setUp(provider, { userMatching: 'EMAIL' }, administratorBrowser)
    const users = new Map<string, string>()
    for (const { email } of [administrator, second]) users.set(email!, await scim.createUser(email!, { emails: [{ value: email }] }))
    const secondBrowser = createBrowser()
    expect(await signInAs(acme, administrator, administratorBrowser)).toBe(users.get(administrator.email!))
    expect(await signInAs(acme, second, secondBrowser)).toBe(users.get(second.email!))

    await team.setUp(provider, { trustsEmail: true }, administratorBrowser)
    expect(await viewerOf(secondBrowser)).toBeUndefined()
    expect(await viewerOf(administratorBrowser)).toMatchObject({ user: null })
    expect(await signInAs(acme, administrator)).toBe(users.get(administrator.email!))
  })

  test('the secret alone, or the same settings again, end nothing', async () => {
    const acme = await activeTeam()
    await acme.team.setUp(provider, { userMatching: 'EMAIL' })
    const user = await acme.scim.createUser('stays', { emails: [{ value: 'stays@acme.example' }] })
    const browser = createBrowser()
    expect(await signInAs(acme, account('stays@acme.example'), browser)).toBe(user)
    await acme.team.setUp(provider, { userMatching: 'EMAIL' })
    await acme.team.mutate('setUpSso', { issuer: provider.issuer, clientId: provider.clientId })
    expect(await viewerOf(browser)).toMatchObject({ user: { id: user } })
  })

  test('leave the client secret as another node seals it anew in the same moment', async () => {
    const { team } = await activeTeam()
    const database = openDatabase({ url: under.database.url, poolSize: 3, log: quietLog })
    onTestFinished(() => database.$disconnect())
    const where = { teamId_isReplacement: { teamId: team.bareTeamId, isReplacement: false } }
    const resealed = new Uint8Array([1, 2, 3])
    let answer: Promise<Record<string, unknown>> | undefined
    await database.$transaction(async (transaction) => {
      await transaction.ssoConnection.update({ where, data: { clientSecret: resealed } })
      answer = team.mutate('setUpSso', { issuer: provider.issuer, clientId: provider.clientId, trustsEmail: true })
      await waitsForRow(database)
    })
    expect(await answer).toMatchObject({ __typename: 'SetUpSsoSuccess' })
    const row = await database.ssoConnection.findUniqueOrThrow({ where })
    expect({ trustsEmail: row.trustsEmail, clientSecret: [...row.clientSecret!] }).toEqual({ trustsEmail: true, clientSecret: [1, 2, 3] })
  })
})

/** Until some statement of this database waits for a row that somebody else holds. */
async function waitsForRow(database: ReturnType<typeof openDatabase>): Promise<void> {
  for (;;) {
    const rows = await database.$queryRaw<object[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (rows.length > 0) return
  }
}
