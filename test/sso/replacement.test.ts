import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chooseAccount, createBrowser, signInAt, type Browser, type Visit } from '../support/browser.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
import { scimClient } from '../support/scim-client.ts'
import { signInAs } from '../support/signed-in.ts'
import { administrator, createSsoTeam, member, providerFor, stranger, type SsoTeam } from '../support/team-with-sso.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let [old, next, third] = [] as unknown as [OpenidProvider, OpenidProvider, OpenidProvider]
beforeAll(
  async () => void ([old, next, third] = [await providerFor(under.node), await providerFor(under.node), await providerFor(under.node)]),
)
afterAll(async () => {
  for (const provider of [old, next, third]) await provider?.stop()
})
afterEach(() => next.faults.clear())

const isHome = (url: string): boolean => url === `${under.node.url}/`

/** An active connection to `old`, and the browser of its administrator. */
async function activeTeam(): Promise<{ team: SsoTeam; browser: Browser }> {
  const team = await createSsoTeam(under.node)
  await team.setUp(old)
  const browser = createBrowser()
  expect((await signInAt(browser, team.signInUrl, administrator.sub, isHome)).status).toBe(303)
  return { team, browser }
}

async function prove(browser: Browser, sub: string, until: (url: string) => boolean = isHome): Promise<Visit> {
  return chooseAccount(browser, await browser.submit(`${under.node.url}/sso/prove`, {}, until), sub, until)
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const { status } = await browser.request(under.node.graphqlUrl, { method: 'POST', headers, body: '{"query":"{ viewer { kind } }"}' })
  return status === 200
}

const longAgo = (team: SsoTeam) =>
  under.node.app.database.session.updateMany({ where: { teamId: team.bareTeamId }, data: { signedInAt: new Date(Date.now() - 601_000) } })

describe('another issuer replaces the one in use', () => {
  test('when an administrator who signed in a moment ago has set it and has signed in through it; then all other sessions end', async () => {
    const { team, browser } = await activeTeam()
    const [elsewhere] = [createBrowser()]
    await signInAt(elsewhere, team.signInUrl, administrator.sub, isHome)
    expect(await isSignedIn(elsewhere)).toBe(true)

    expect(await team.setUp(next, {}, browser)).toMatchObject({ ssoConnection: { issuer: next.issuer, state: 'PENDING' } })
    // Until it is proved nothing has changed.
    expect(await team.connection()).toMatchObject({
      issuer: old.issuer,
      state: 'ACTIVE',
      replacement: { issuer: next.issuer, state: 'PENDING' },
    })
    expect(await isSignedIn(elsewhere)).toBe(true)

    expect((await prove(browser, administrator.sub)).status).toBe(303)
    const now = await team.connection()
    expect(now).toMatchObject({ issuer: next.issuer, state: 'ACTIVE', replacement: null, verifiedAt: expect.any(String) })
    expect(now.stateReason).toContain(`in place of ${old.issuer}`)
    expect(await isSignedIn(browser)).toBe(true)
    expect(await isSignedIn(elsewhere)).toBe(false)
    expect((await team.changes()).slice(-3)).toMatchObject([
      { __typename: 'SsoReplacementSet', actor: { kind: 'ADMINISTRATOR', label: administrator.email } },
      { __typename: 'SsoConnectionSet', actor: { kind: 'ADMINISTRATOR', label: administrator.email } },
      { __typename: 'SsoConnectionActivated', actor: { kind: 'ADMINISTRATOR', label: administrator.email } },
    ])

    const afterwards = createBrowser()
    const { url } = await afterwards.open(team.signInUrl)
    expect(new URL(url).origin).toBe(next.issuer)
    await signInAt(elsewhere, team.signInUrl, administrator.sub, isHome)
    expect(await isSignedIn(elsewhere)).toBe(true)
  })

  test('what the old issuer said is worth nothing from then on, also of a sign-in that was under way', async () => {
    const { team, browser } = await activeTeam()
    const late = createBrowser()
    const { location } = await signInAt(late, team.signInUrl, administrator.sub, (url) => url.includes('/sso/callback'))
    await team.setUp(next, {}, browser)
    await prove(browser, administrator.sub)
    expect((await late.request(location!)).status).toBe(400)
    expect(await isSignedIn(late)).toBe(false)
  })

  test('another client at the same issuer is a replacement too', async () => {
    const { team, browser } = await activeTeam()
    await team.setUp(old, { clientId: 'another-client' }, browser)
    expect(await team.connection()).toMatchObject({ clientId: old.clientId, replacement: { issuer: old.issuer, state: 'PENDING' } })
  })

  test('the same issuer and client get other settings in place', async () => {
    const { team, browser } = await activeTeam()
    const { id } = await team.connection()
    await team.setUp(old, { userMatching: 'USER_NAME', trustsEmail: true }, browser)
    const row = () => under.node.app.database.ssoConnection.findUniqueOrThrow({ where: { id: id.slice(4) } })
    expect(await row()).toMatchObject({ userMatching: 'USER_NAME', matchingClaim: 'preferred_username', trustsEmail: true, version: 2 })
    expect(await team.connection()).toMatchObject({ id, state: 'ACTIVE', replacement: null })
    // What is left out stays; the same again is no change.
    const before = (await team.changes()).length
    await team.mutate('setUpSso', { issuer: old.issuer, clientId: old.clientId }, browser)
    expect(await row()).toMatchObject({ userMatching: 'USER_NAME', trustsEmail: true, version: 2 })
    expect((await team.changes()).length).toBe(before)
    expect((await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)).status).toBe(303)
  })

  test('a replacement that nobody has proved is replaced by the next one, and its proofs with it', async () => {
    const { team, browser } = await activeTeam()
    await team.setUp(next, {}, browser)
    const { location } = await prove(browser, administrator.sub, (url) => url.includes('/sso/callback'))
    await team.setUp(third, {}, browser)
    expect((await browser.request(location!)).status).toBe(400)
    expect(await team.connection()).toMatchObject({ issuer: old.issuer, replacement: { issuer: third.issuer } })
  })
})

describe('another issuer is refused', () => {
  test('to somebody who signed in more than 10 minutes ago, until they sign in again', async () => {
    const { team, browser } = await activeTeam()
    await longAgo(team)
    expect(await team.setUp(next, {}, browser)).toMatchObject({ __typename: 'RecentSignInRequiredError', code: 'RECENT_SIGN_IN_REQUIRED' })
    expect(await team.connection()).toMatchObject({ issuer: old.issuer, replacement: null })
    await signInAt(browser, team.signInUrl, administrator.sub, isHome)
    expect(await team.setUp(next, {}, browser)).toMatchObject({ __typename: 'SetUpSsoSuccess' })
  })

  test('to the platform key while single sign-on works; it is the way back when it does not', async () => {
    const { team } = await activeTeam()
    expect(await team.setUp(next)).toMatchObject({ code: 'RECENT_SIGN_IN_REQUIRED' })
    await team.mutate('deactivateSso', {})
    expect(await team.setUp(next)).toMatchObject({ __typename: 'SetUpSsoSuccess' })
    expect(await team.connection()).toMatchObject({ issuer: old.issuer, state: 'INACTIVE', replacement: { issuer: next.issuer } })
  })

  test('when its proof is by somebody who is not in the list, or whose address is not verified', async () => {
    const { team, browser } = await activeTeam()
    await team.setUp(next, {}, browser)
    for (const { sub } of [member, stranger]) {
      const fresh = createBrowserWith(browser)
      expect((await prove(fresh, sub)).status).toBe(403)
    }
    next.accounts.set('unverified', { sub: 'unverified', email: administrator.email!, emailVerified: false })
    expect((await prove(createBrowserWith(browser), 'unverified')).status).toBe(403)
    expect(await team.connection()).toMatchObject({ issuer: old.issuer, replacement: { issuer: next.issuer } })
    expect(await isSignedIn(browser)).toBe(true)
  })

  test('when its proof is begun by nobody, by a member, from another site, or without a replacement', async () => {
    const { team, browser } = await activeTeam()
    const url = `${under.node.url}/sso/prove`
    expect((await browser.request(url, { form: {} })).status).toBe(404)
    await team.setUp(next, {}, browser)
    expect((await createBrowser().request(url, { form: {} })).status).toBe(403)
    expect((await browser.request(url, { form: {}, headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect((await browser.request(url, { form: {}, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    const page = await browser.request(url)
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<form method="post" action="/sso/prove">')])
    const back = async (returnTo: string) =>
      /name="returnTo" value="([^"]*)"/.exec((await browser.request(`${url}?returnTo=${encodeURIComponent(returnTo)}`)).text)?.[1]
    expect([await back('/set-up?topic=sign-in'), await back('//evil.example')]).toEqual(['/set-up?topic=sign-in', '/'])
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' https: ${next.issuer};`)
    expect((await createBrowser().request(url)).status).toBe(403)
    const visitor = createBrowser()
    visitor.setCookie(under.node.url, 'headcount', await memberSession(team))
    expect((await visitor.request(url, { form: {} })).status).toBe(403)
  })

  test('when the administrator who began the proof has signed out meanwhile', async () => {
    const { team, browser } = await activeTeam()
    await team.setUp(next, {}, browser)
    const { location } = await prove(browser, administrator.sub, (url) => url.includes('/sso/callback'))
    await under.node.app.database.session.deleteMany({ where: { teamId: team.bareTeamId } })
    expect((await browser.request(location!)).status).toBe(403)
    expect(await team.connection()).toMatchObject({ issuer: old.issuer, replacement: { issuer: next.issuer } })
  })

  test('and the connection in use stays when the new provider fails, however often', async () => {
    const { team, browser } = await activeTeam()
    await team.setUp(next, {}, browser)
    next.faults.set('/jwks', (_, response) => Boolean(response.writeHead(500).end()))
    for (let failure = 0; failure < 11; failure++) expect((await prove(browser, administrator.sub)).status).toBe(502)
    expect(await team.connection()).toMatchObject({
      issuer: old.issuer,
      state: 'ACTIVE',
      lastError: null,
      replacement: { issuer: next.issuer },
    })
  })
})

describe('before anybody has signed in through it', () => {
  test('a connection is overwritten, and a sign-in through the one before proves nothing', async () => {
    const team = await createSsoTeam(under.node)
    await team.setUp(old)
    const browser = createBrowser()
    const { location } = await signInAt(browser, team.signInUrl, administrator.sub, (url) => url.includes('/sso/callback'))
    await team.setUp(next)
    expect((await browser.request(location!)).status).toBe(400)
    expect(await team.connection()).toMatchObject({ issuer: next.issuer, state: 'PENDING', replacement: null })
  })
})

/** The session of the same administrator, in a browser that the providers do not know. */
function createBrowserWith(browser: Browser): Browser {
  const fresh = createBrowser()
  fresh.setCookie(under.node.url, 'headcount', browser.cookie(under.node.url, 'headcount')!)
  return fresh
}

/** The secret of a session of a directory user. */
async function memberSession(team: SsoTeam): Promise<string> {
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  const { commands } = under.node.app
  const { value } = await commands.createDirectory({ teamId: team.bareTeamId, actor, name: 'Acme directory', provider: 'OTHER' })
  const scim = scimClient({ scimUrl: `${under.node.url}/scim/v2/dir-${value.directory.id}`, scimToken: value.secret })
  await scim.createUser(member.email!)
  return (await signInAs(under.node, team.teamId, { subject: 'm', matchingValue: member.email! })).secret
}
