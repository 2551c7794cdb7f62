import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chooseAccount, createBrowser, signInAt } from '../support/browser.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { administrator, createSsoTeam, member, providerFor, type SsoTeam } from '../support/team-with-sso.ts'
import { toId } from '../../src/domain/id.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp({ environment: { SSO_FAILURES_UNTIL_INACTIVE: '3', SSO_FAILURE_INTERVAL_SECONDS: '0' } })
let provider: OpenidProvider
beforeAll(async () => void (provider = await providerFor(under.node)))
afterAll(() => provider?.stop())
afterEach(() => {
  provider.reviseIdToken = undefined
  provider.faults.clear()
})

const isHome = (url: string): boolean => url === `${under.node.url}/`
const signIn = (team: SsoTeam, sub = administrator.sub) => signInAt(createBrowser(), team.signInUrl, sub, isHome)
const discovery = '/.well-known/openid-configuration'
const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const

async function activeTeam(): Promise<SsoTeam> {
  const team = await createSsoTeam(under.node)
  await team.setUp(provider)
  expect((await signIn(team)).status).toBe(303)
  return team
}

async function withDirectory({ bareTeamId: teamId }: SsoTeam): Promise<ScimClient> {
  const { value } = await under.node.app.commands.createDirectory({ teamId, actor, name: 'Acme directory', provider: 'OTHER' })
  const directoryId = toId('directory', value.directory.id)
  return scimClient({ scimUrl: `${under.node.url}/scim/v2/${directoryId}`, scimToken: value.secret })
}

/** The status of a read and of a write, and what the refusal says. */
async function served(scim: ScimClient): Promise<{ read: number; write: number; detail: string | undefined }> {
  const read = await scim.get('/Users')
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `user-${Math.random()}` }
  const write = await scim.post('/Users', user)
  return { read: read.status, write: write.status, detail: (write.body as { detail?: string }).detail }
}

describe('SCIM is served while single sign-on is active', () => {
  test('until it is active no directory can be made', async () => {
    const team = await createSsoTeam(under.node)
    await expect(withDirectory(team)).rejects.toMatchObject({ code: 'SSO_REQUIRED' })
    await team.setUp(provider)
    await expect(withDirectory(team)).rejects.toMatchObject({ code: 'SSO_REQUIRED', message: expect.stringContaining('pending') })
    await signIn(team)
    expect(await served(await withDirectory(team))).toMatchObject({ read: 200, write: 201 })
  })

  test('deactivated by hand it is refused at once with the reason, and served again at once', async () => {
    const team = await activeTeam()
    const scim = await withDirectory(team)
    expect(await served(scim)).toMatchObject({ read: 200, write: 201 })

    const answer = await team.mutate('deactivateSso', { reason: 'moving to another tenant' })
    expect(answer).toMatchObject({
      ssoConnection: { state: 'INACTIVE', stateReason: 'Deactivated by Platform key: moving to another tenant' },
    })
    expect(await served(scim)).toMatchObject({ read: 403, write: 403, detail: expect.stringContaining('is inactive') })

    // Signing in goes on, but mends nothing that somebody did on purpose.
    expect((await signIn(team)).status).toBe(303)
    expect((await team.connection()).state).toBe('INACTIVE')

    expect(await team.mutate('reactivateSso', {})).toMatchObject({ ssoConnection: { state: 'ACTIVE' } })
    expect(await served(scim)).toMatchObject({ read: 200, write: 201 })
    expect((await team.changes()).slice(-3).map(({ __typename }) => __typename)).toContain('SsoConnectionActivated')
  })

  test('doing it twice changes nothing', async () => {
    const team = await activeTeam()
    await team.mutate('deactivateSso', {})
    await team.mutate('deactivateSso', {})
    await team.mutate('reactivateSso', {})
    await team.mutate('reactivateSso', {})
    const kinds = (await team.changes()).map(({ __typename }) => __typename)
    expect(kinds.filter((kind) => kind === 'SsoConnectionDeactivated')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'SsoConnectionActivated')).toHaveLength(2)
  })

  test('what is not there or was never active can be neither deactivated nor reactivated', async () => {
    const team = await createSsoTeam(under.node)
    for (const mutation of ['deactivateSso', 'reactivateSso'] as const)
      expect(await team.mutate(mutation, {})).toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('no SSO connection'),
      })
    await team.setUp(provider)
    for (const mutation of ['deactivateSso', 'reactivateSso'] as const)
      expect(await team.mutate(mutation, {})).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('pending') })
    expect((await team.connection()).state).toBe('PENDING')
  })
})

describe('a run of failures of the provider', () => {
  const breakdowns: [string, () => void, RegExp][] = [
    [
      'wrong signatures',
      () => void (provider.reviseIdToken = ({ header, claims }) => `${provider.sign({ header, claims }).replace(/[^.]+$/, '')}AAAA`),
      /signature/,
    ],
    [
      'a refused client',
      () => provider.faults.set('/token', answerJson(401, { error: 'invalid_client' })),
      /client secret \(invalid_client\)/,
    ],
    [
      'a token endpoint that cuts connections',
      () => provider.faults.set('/token', (_, response) => Boolean(response.destroy())),
      /cut the connection|cannot be reached/,
    ],
    ['a key set that is gone', () => provider.faults.set('/jwks', answerJson(500, {})), /did not answer as OpenID Connect says/],
    [
      'a key set that leads elsewhere',
      () => provider.faults.set('/jwks', (_, response) => Boolean(response.writeHead(302, { location: '/' }).end())),
      /redirect/,
    ],
    [
      'an endless key set',
      () =>
        provider.faults.set('/jwks', (_, response) =>
          Boolean(response.writeHead(200, { 'content-type': 'application/json' }).end(' '.repeat(2_000_000))),
        ),
      /more than 1048576 bytes/,
    ],
  ]
  test.each(breakdowns)(
    '%s: takes the connection out of use with its reason, and the next success of an administrator brings it back',
    async (_, breakDown, reason) => {
      const team = await activeTeam()
      const scim = await withDirectory(team)
      breakDown()
      for (let failure = 1; failure <= 3; failure++) {
        expect((await team.connection()).state).toBe('ACTIVE')
        expect((await signIn(team)).status).toBe(502)
      }
      const broken = await team.connection()
      expect(broken).toMatchObject({ state: 'INACTIVE', stateReason: expect.stringMatching(/failed 3 times in a row/) })
      expect(broken.lastError).toMatch(reason)
      expect(broken.stateReason).toMatch(reason)
      expect(await served(scim)).toMatchObject({ read: 403, write: 403 })

      provider.reviseIdToken = undefined
      provider.faults.clear()
      expect((await signIn(team)).status).toBe(303)
      expect(await team.connection()).toMatchObject({
        state: 'ACTIVE',
        lastError: null,
        stateReason: 'ada@acme.example signed in through it.',
      })
      expect(await served(scim)).toMatchObject({ read: 200, write: 201 })
      expect((await team.changes()).filter(({ actor: { kind } }) => kind === 'SYSTEM').map(({ __typename }) => __typename)).toContain(
        'SsoConnectionDeactivated',
      )
    },
  )

  test('a member whose sign-in succeeds does not bring it back, an administrator does', async () => {
    const team = await activeTeam()
    const scim = await withDirectory(team)
    await scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: member.email })
    await team.setUp(provider, { userMatching: 'USER_NAME' })
    provider.faults.set('/token', answerJson(401, { error: 'invalid_client' }))
    for (let failure = 1; failure <= 3; failure++) await signIn(team)
    provider.faults.clear()
    expect((await signIn(team, member.sub)).status).toBe(303)
    expect((await team.connection()).state).toBe('INACTIVE')
    await signIn(team)
    expect((await team.connection()).state).toBe('ACTIVE')
  })

  test('is broken by a success in between', async () => {
    const team = await activeTeam()
    for (let round = 0; round < 3; round++) {
      provider.faults.set('/token', answerJson(401, { error: 'invalid_client' }))
      for (let failure = 1; failure <= 2; failure++) await signIn(team)
      provider.faults.clear()
      await signIn(team)
    }
    expect((await team.connection()).state).toBe('ACTIVE')
  })

  test('by hand stays by hand, also when the provider fails beside', async () => {
    const team = await activeTeam()
    await team.mutate('deactivateSso', { reason: 'audit' })
    provider.faults.set('/token', answerJson(401, { error: 'invalid_client' }))
    for (let failure = 1; failure <= 4; failure++) await signIn(team)
    provider.faults.clear()
    await signIn(team)
    expect(await team.connection()).toMatchObject({ state: 'INACTIVE', stateReason: 'Deactivated by Platform key: audit' })
  })

  test.each([
    ['takes the nonce out of its way to the provider', undefined, 400, null],
    ['asks the provider for no ID token', 'email profile', 502, /id_token/],
  ] as const)('is not what a browser causes that %s', async (_, scope, status, lastError) => {
    const team = await activeTeam()
    for (let round = 0; round < 5; round++) {
      const browser = createBrowser()
      const url = new URL((await browser.request(team.signInUrl)).location!)
      url.searchParams.delete('nonce')
      // The provider wants no nonce where it gives no ID token.
      if (scope) url.searchParams.set('scope', scope)
      const visit = await chooseAccount(browser, await browser.open(url.href), administrator.sub, isHome)
      expect(visit).toMatchObject({ status, url: expect.stringContaining('/sso/callback') })
      expect(browser.cookie(under.node.url, 'headcount')).toBeUndefined()
    }
    const connection = await team.connection()
    expect(connection.state).toBe('ACTIVE')
    if (lastError) expect(connection.lastError).toMatch(lastError)
    else expect(connection.lastError).toBeNull()
  })

  test('is not that its UserInfo refuses what a sign-in was given, but administrators see it', async () => {
    const team = await activeTeam()
    provider.faults.set('/me', answerJson(401, { error: 'invalid_token' }))
    for (let round = 0; round < 5; round++) expect((await signIn(team)).status).toBe(502)
    expect(await team.connection()).toMatchObject({ state: 'ACTIVE', lastError: expect.stringContaining('UserInfo') })
  })

  test('of a crowd that waits for one answer of the provider is one failure', async () => {
    const team = await createSsoTeam(under.node)
    await team.setUp(provider)
    const before = provider.requests.get(discovery) ?? 0
    provider.faults.set(discovery, answerJson(500, {}))
    const visits = await Promise.all(Array.from({ length: 8 }, () => createBrowser().request(team.signInUrl)))
    expect(visits.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 502))
    const { failureCount } = await under.node.app.database.ssoConnection.findFirstOrThrow({ where: { teamId: team.bareTeamId } })
    expect(failureCount).toBeGreaterThan(0)
    expect(failureCount).toBe(provider.requests.get(discovery)! - before)
  })

  test('of many at once, it is taken out of use once', async () => {
    const team = await activeTeam()
    provider.faults.set('/token', answerJson(401, { error: 'invalid_client' }))
    await Promise.all(Array.from({ length: 8 }, () => signIn(team)))
    expect((await team.changes()).filter(({ __typename }) => __typename === 'SsoConnectionDeactivated')).toHaveLength(1)
  })
})

describe('the keys of the provider', () => {
  test('a new key is known at the next sign-in, and one that is gone is trusted no more', async () => {
    const team = await activeTeam()
    const { sign } = provider
    const old = await new Promise<string>((resolve) => {
      provider.reviseIdToken = (token) => {
        resolve(sign(token))
        return token
      }
      void signIn(team)
    })
    provider.reviseIdToken = undefined
    provider.rotateKeys()
    expect((await signIn(team)).status).toBe(303)
    provider.rotateKeys()
    expect((await signIn(team)).status).toBe(303)
    const [head] = old.split('.')
    provider.reviseIdToken = ({ claims }) => provider.sign({ header: JSON.parse(Buffer.from(head!, 'base64url').toString()), claims })
    expect((await signIn(team)).status).toBe(502)
    expect((await team.connection()).lastError).toContain('key')
  })
})

describe('how the client shows itself to the provider', () => {
  test.each(['client_secret_basic', 'client_secret_post', 'none'] as const)('%s, as the provider offers', async (authentication) => {
    const own = await providerFor(under.node, { authentication })
    try {
      const team = await createSsoTeam(under.node)
      await team.setUp(own, authentication === 'none' ? { clientSecret: undefined } : {})
      expect((await signIn(team)).status).toBe(303)
      const { authorization, body } = own.lastTokenRequest!
      expect(authorization !== undefined).toBe(authentication === 'client_secret_basic')
      expect(body.has('client_secret')).toBe(authentication === 'client_secret_post')
      expect((await team.connection()).hasClientSecret).toBe(authentication !== 'none')
    } finally {
      await own.stop()
    }
  })
})

function answerJson(status: number, body: object) {
  return (_: unknown, response: ServerResponse): boolean => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    return true
  }
}
