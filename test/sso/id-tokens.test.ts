import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, signInAt, type Browser, type Visit } from '../support/browser.ts'
import type { IdToken, OpenidProvider } from '../support/openid-provider.ts'
import { administrator, createSsoTeam, providerFor, type SsoTeam } from '../support/team-with-sso.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp({ environment: { SSO_FAILURES_UNTIL_INACTIVE: '100' } })
let provider: OpenidProvider
let team: SsoTeam
let browser: Browser
beforeAll(async () => {
  provider = await providerFor(under.node)
  team = await createSsoTeam(under.node)
  await team.setUp(provider)
  await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)
})
afterAll(() => provider?.stop())
beforeEach(() => void (browser = createBrowser()))
afterEach(() => {
  provider.reviseIdToken = undefined
  provider.faults.clear()
})

const isHome = (url: string): boolean => url === `${under.node.url}/`

async function expectRefused(visitor: Browser, visit: Visit, status: number): Promise<void> {
  expect(visit.status).toBe(status)
  expect(visit.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(visit.text).toContain(visit.headers.get('x-request-id'))
  expect(visitor.cookie(under.node.url, 'headcount')).toBeUndefined()
}

async function failureCount(): Promise<number> {
  const row = await under.node.app.database.ssoConnection.findFirstOrThrow({ where: { teamId: team.bareTeamId, isReplacement: false } })
  return row.failureCount
}

describe('an ID token that is not what it has to be lets nobody in', () => {
  const now = (): number => Math.floor(Date.now() / 1000)
  const changed = (claims: Record<string, unknown>) => (token: IdToken) => ({ ...token, claims: { ...token.claims, ...claims } })
  const unsigned = ({ claims }: IdToken): string =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`

  const provable: [string, (token: IdToken) => IdToken | string, RegExp][] = [
    [
      'signed with another key under the name of the right one',
      (token) => provider.sign(token, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      /signature/,
    ],
    [
      'signed with a key that is not in the key set',
      ({ header, claims }) => ({ header: { ...header, kid: 'another' }, claims }),
      /key that its jwks_uri does not have/,
    ],
    ['not signed (alg: none)', unsigned, /.+/],
    ['with a signature of the client secret (HS256)', ({ header, claims }) => ({ header: { ...header, alg: 'HS256' }, claims }), /.+/],
    [
      'changed after it was signed',
      (token) =>
        provider.sign(token).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...token.claims, sub: 'x' })).toString('base64url')}.`),
      /signature/,
    ],
    ['without a signature', (token) => provider.sign(token).replace(/[^.]+$/, ''), /signature/],
    ['of another issuer', changed({ iss: 'https://evil.example' }), /iss is not/],
    ['for another client', changed({ aud: 'another' }), /aud is not/],
    [
      'for us and another client, of whom we are not the authorised one',
      changed({ aud: ['headcount', 'another'], azp: 'another' }),
      /is for somebody else/,
    ],
    ['that has expired', (token) => changed({ exp: now() - 600, iat: now() - 1200 })(token), /not valid at this time/],
    ['that is not valid yet', (token) => changed({ nbf: now() + 600 })(token), /not valid at this time/],
  ]
  test.each(provable)('%s: it counts as the failure of the provider', async (_, revise, reason) => {
    const before = await failureCount()
    provider.reviseIdToken = revise
    await expectRefused(browser, await signInAt(browser, team.signInUrl, administrator.sub), 502)
    expect(await failureCount()).toBe(before + 1)
    expect((await team.connection()).lastError).toMatch(reason)
    // A failure of the provider is over with its next success.
    provider.reviseIdToken = undefined
    await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)
    expect(await team.connection()).toMatchObject({ state: 'ACTIVE', lastError: null })
    expect(await failureCount()).toBe(0)
  })

  // The first two are what a browser can bring about, the others may be of one account alone.
  const unclear: [string, (token: IdToken) => IdToken | string, number, RegExp | null][] = [
    ['for another sign-in (nonce)', changed({ nonce: 'another' }), 400, null],
    ['for no sign-in (without nonce)', changed({ nonce: undefined }), 400, null],
    ['without sub', changed({ sub: undefined }), 502, /sub/],
    ['with a sub of no text', changed({ sub: 7 }), 502, /sub/],
    ['with an endless sub', changed({ sub: 'x'.repeat(256) }), 502, /sub/],
    ['without aud', changed({ aud: undefined }), 502, /aud/],
    ['that is no token', () => 'rubbish', 502, /Invalid JWT/],
  ]
  test.each(unclear)('%s: it does not count', async (_, revise, status, reason) => {
    const before = await failureCount()
    provider.reviseIdToken = revise
    await expectRefused(browser, await signInAt(browser, team.signInUrl, administrator.sub), status)
    expect(await failureCount()).toBe(before)
    const { lastError } = await team.connection()
    if (reason) expect(lastError).toMatch(reason)
    else expect(lastError).toBeNull()
    provider.reviseIdToken = undefined
    await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)
  })
})
