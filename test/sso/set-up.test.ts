import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser, signInAt, type Browser } from '../support/browser.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
import { signedInAdministrator } from '../support/signed-in.ts'
import { startNode, type StartedApp } from '../support/start-app.ts'
import { administrator, createSsoTeam, providerFor, type SsoTeam } from '../support/team-with-sso.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp({ environment: { SSO_FAILURES_UNTIL_INACTIVE: '100' } })
let provider: OpenidProvider
beforeAll(async () => void (provider = await providerFor(under.node)))
afterAll(() => provider?.stop())
afterEach(() => provider.faults.clear())

const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
const discovery = '/.well-known/openid-configuration'
const isHome = (url: string): boolean => url === `${under.node.url}/`
const answerJson =
  (body: unknown, status = 200) =>
  (_: unknown, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body))
    return true
  }

async function metadata(): Promise<Record<string, unknown>> {
  return (await (await fetch(provider.issuer + discovery)).json()) as Record<string, unknown>
}

describe('setUpSso', () => {
  test('does nothing for somebody who stops being an administrator while the provider is asked', async () => {
    const team = await createSsoTeam(under.node)
    const cookie = await signedInAdministrator(under.node, team.teamId, 'leaving@acme.example')
    const entry = await under.node.app.database.administrator.findFirstOrThrow({
      where: { teamId: team.bareTeamId, email: 'leaving@acme.example' },
    })
    provider.faults.set(discovery, async () => {
      await under.node.app.commands.removeAdministrator({ teamId: team.bareTeamId, actor, administratorId: entry.id })
      return false
    })
    const { data } = await graphqlClient(under.node, undefined, cookie).ask(
      'mutation ($issuer: String!) { setUpSso(input: { issuer: $issuer, clientId: "mine" }) { __typename } }',
      { issuer: provider.issuer },
    )
    expect(data).toEqual({ setUpSso: { __typename: 'ForbiddenError' } })
    expect(await under.node.app.database.ssoConnection.count({ where: { teamId: team.bareTeamId } })).toBe(0)
  })

  test('is for signed-in administrators and the platform key: not for an API key with every scope, nor for another team', async () => {
    const team = await createSsoTeam(under.node)
    const other = await createSsoTeam(under.node, { name: 'Other' })
    const key = await under.node.app.commands.issueApiKey({
      teamId: team.bareTeamId,
      actor,
      name: 'Key',
      scopes: ['READ', 'LIMITS', 'SETUP'],
      expiresAt: null,
    })
    const byKey = graphqlClient(under.node, key.value.secret)
    for (const [mutation, input] of [
      ['setUpSso', { issuer: provider.issuer, clientId: 'x' }],
      ['deactivateSso', {}],
      ['reactivateSso', {}],
    ] as const) {
      const type = mutation[0]!.toUpperCase() + mutation.slice(1)
      const query = `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { __typename ... on Error { code } } }`
      for (const named of [{}, { teamId: other.teamId }]) {
        const { data } = await byKey.ask(query, { input: { ...input, ...named } })
        expect(data).toEqual({ [mutation]: { __typename: 'ForbiddenError', code: 'FORBIDDEN' } })
      }
    }
    await team.setUp(provider)
    const browser = createBrowser()
    await signInAt(browser, team.signInUrl, administrator.sub, isHome)
    for (const mutation of ['setUpSso', 'deactivateSso', 'reactivateSso'] as const) {
      const input = { teamId: other.teamId, ...(mutation === 'setUpSso' ? { issuer: provider.issuer, clientId: 'x' } : {}) }
      expect(await team.mutate(mutation, input, browser)).toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await other.connection()).toBeNull()
  })

  test('needs the Enterprise plan, and asks no provider without it', async () => {
    const team = await createSsoTeam(under.node, { plan: 'PRO' })
    const before = provider.requests.get(discovery) ?? 0
    expect(await team.setUp(provider)).toMatchObject({ __typename: 'PlanRequiredError', message: expect.stringContaining('Enterprise') })
    expect(provider.requests.get(discovery) ?? 0).toBe(before)
  })

  test.each([
    ['issuer', { issuer: 'not a url' }],
    ['issuer', { issuer: '' }],
    ['issuer', { issuer: 'javascript:alert(1)' }],
    ['issuer', { issuer: 'file:///etc/passwd' }],
    ['issuer', { issuer: 'https://user:password@login.example' }],
    ['issuer', { issuer: 'https://login.example/?tenant=x' }],
    ['issuer', { issuer: 'https://login.example/#x' }],
    ['issuer', { issuer: `https://login.example/${'x'.repeat(500)}` }],
    ['clientId', { clientId: ' ' }],
    ['clientId', { clientId: 'x'.repeat(256) }],
    ['clientId', { clientId: 'ü' }],
    ['clientSecret', { clientSecret: '' }],
    ['matchingClaim', { matchingClaim: 'two words' }],
    ['matchingClaim', { matchingClaim: '' }],
    ['matchingClaim', { userMatching: 'EMAIL', matchingClaim: 'upn' }],
  ])('refuses a wrong %s: %j', async (name, input) => {
    const team = await createSsoTeam(under.node)
    const answer = await team.setUp(provider, input)
    expect(answer).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringContaining(name) })
    expect(await team.connection()).toBeNull()
  })

  test('refuses a directory of another team like one that is not there', async () => {
    const team = await createSsoTeam(under.node)
    const messages = []
    for (const directoryId of [under.team.directoryId, 'dir-0192a000-0000-7000-8000-000000000000', 'dir-x']) {
      const answer = await team.setUp(provider, { directoryId })
      expect(answer).toMatchObject({ code: 'NOT_FOUND' })
      messages.push((answer['message'] as string).replace(directoryId, 'ID'))
    }
    expect(new Set(messages).size).toBe(1)
  })

  test('keeps the name that the provider has for itself, and forgives a slash behind the host alone', async () => {
    const team = await createSsoTeam(under.node)
    expect(await team.setUp(provider, { issuer: `${provider.issuer}/` })).toMatchObject({ ssoConnection: { issuer: provider.issuer } })
    expect((await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)).status).toBe(303)
  })
})

describe('a provider whose metadata cannot be used is refused when it is set up, with the reason', () => {
  const wrong: [string, () => Promise<unknown>, RegExp][] = [
    ['of another issuer', async () => ({ ...(await metadata()), issuer: 'https://evil.example' }), /another issuer/],
    ['of an issuer for many tenants', async () => ({ ...(await metadata()), issuer: `${provider.issuer}/{tenantid}` }), /another issuer/],
    ['with no endpoint for tokens', async () => ({ ...(await metadata()), token_endpoint: undefined }), /token_endpoint/],
    [
      'with an endpoint that is a script',
      async () => ({ ...(await metadata()), authorization_endpoint: 'javascript:alert(1)' }),
      /authorization_endpoint/,
    ],
    ['with a key set in a file', async () => ({ ...(await metadata()), jwks_uri: 'file:///etc/passwd' }), /jwks_uri/],
    ['that is no object', async () => '[]', /does not answer with the metadata/],
    ['that is no JSON', async () => '<html>', /does not answer with the metadata/],
    ['that is too large', async () => `{"x":"${'x'.repeat(1_100_000)}"}`, /more than 1048576 bytes/],
  ]
  test.each(wrong)('%s', async (_, body, reason) => {
    const team = await createSsoTeam(under.node)
    const sent = await body()
    provider.faults.set(discovery, answerJson(sent))
    expect(await team.setUp(provider)).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringMatching(reason) })
    expect(await team.connection()).toBeNull()
  })

  test('that is not there, fails, leads elsewhere or cuts the connection', async () => {
    const team = await createSsoTeam(under.node)
    const answers: ((request: unknown, response: ServerResponse) => boolean)[] = [
      answerJson({}, 404),
      answerJson({}, 500),
      (_, response) => Boolean(response.writeHead(302, { location: 'http://169.254.169.254/' }).end()),
      (_, response) => Boolean(response.destroy()),
    ]
    for (const answer of answers) {
      provider.faults.set(discovery, answer)
      expect(await team.setUp(provider)).toMatchObject({ __typename: 'InvalidInputError' })
    }
    expect(await team.connection()).toBeNull()
  })
})

describe('outside local mode', () => {
  let production: StartedApp
  let team: SsoTeam
  const start = (environment: Record<string, string> = {}): Promise<StartedApp> =>
    startNode({
      databaseUrl: under.database.url,
      environment: {
        NODE_ENV: 'production',
        DATABASE_URL: under.database.url,
        HEADCOUNT_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        PUBLIC_URL: 'https://headcount.example',
        ...environment,
      },
    })
  beforeAll(async () => {
    production = await start()
    team = await createSsoTeam(production)
  })
  afterAll(() => production?.stop())

  test.each(['http://127.0.0.1:1', 'http://login.example'])('the issuer %s is refused because it is not https', async (issuer) => {
    expect(await team.setUp(provider, { issuer })).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('https alone') })
  })

  test.each([
    'https://127.0.0.1',
    'https://localhost',
    'https://2130706433',
    'https://0x7f.1',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://169.254.169.254',
    'https://10.0.0.1',
  ])('the issuer %s is refused because it is not public', async (issuer) => {
    expect(await team.setUp(provider, { issuer })).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('not at a public address'),
    })
  })

  test('a host that an operator named may be private; where it leads is asked under the same rules', async () => {
    const node = await start({ PRIVATE_ISSUER_HOSTS: '127.0.0.1' })
    try {
      const own = await createSsoTeam(node)
      provider.faults.set(discovery, answerJson({ ...(await metadata()), token_endpoint: 'http://10.0.0.1/token' }))
      expect(await own.setUp(provider)).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('token_endpoint') })
      provider.faults.clear()
      expect(await own.setUp(provider)).toMatchObject({ __typename: 'SetUpSsoSuccess' })
    } finally {
      await node.stop()
    }
  })

  test('cookies of a sign-in are for https and this host alone', async () => {
    const node = await start({ PRIVATE_ISSUER_HOSTS: '127.0.0.1' })
    try {
      const own = await createSsoTeam(node)
      await own.setUp(provider)
      const { headers, location } = await createBrowser().request(own.signInUrl)
      expect(headers.getSetCookie()).toEqual([
        expect.stringMatching(/^__Host-headcount-attempt=.*; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/),
      ])
      expect(new URL(location!).searchParams.get('redirect_uri')).toBe('https://headcount.example/sso/callback')
    } finally {
      await node.stop()
    }
  })
})

describe('what a provider says of an address', () => {
  const cases: [string, boolean | string | undefined, boolean, boolean][] = [
    ['verified', true, false, true],
    ['verified, as text', 'true', false, true],
    ['not verified', false, false, false],
    ['not verified, as text', 'false', false, false],
    ['nothing of its verification, but the connection trusts its addresses', undefined, true, true],
  ]
  test.each(cases)('%s', async (_, emailVerified, trustsEmail, isAdmitted) => {
    const team = await createSsoTeam(under.node)
    await team.setUp(provider, { trustsEmail })
    const account = { sub: `sub-${Math.random()}`, email: administrator.email!, emailVerified: emailVerified ?? false }
    provider.accounts.set(account.sub, account)
    const visit = await signInAt(createBrowser(), team.signInUrl, account.sub, isHome)
    expect(visit.status).toBe(isAdmitted ? 303 : 403)
  })
})

describe('a flood', () => {
  const visit = (browser: Browser, from: string) =>
    browser.request(`${under.node.url}/sso/callback?state=x`, { headers: { 'x-forwarded-for': from } })

  test('of guesses from one address is stopped for a while, whatever the address says of itself', async () => {
    const browser = createBrowser()
    const statuses: number[] = []
    for (let guess = 0; guess < 80; guess++) statuses.push((await visit(browser, `198.51.100.${guess}`)).status)
    expect(statuses[0]).toBe(400)
    expect(statuses.at(-1)).toBe(429)
    const refused = await visit(browser, '198.51.100.1')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.text).toContain('too many tries')
  })
})
