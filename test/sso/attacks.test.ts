import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, signInAt, type Browser, type Visit } from '../support/browser.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
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
const isCallback = (url: string): boolean => url.startsWith(`${under.node.url}/sso/callback`)

/** Signs in at the provider, and stops where the provider sends the browser back to. */
async function callbackOf(visitor: Browser, url = team.signInUrl): Promise<URL> {
  const { location } = await signInAt(visitor, url, administrator.sub, isCallback)
  return new URL(location!)
}

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

describe('the answer of a provider is for one browser, one sign-in and one time', () => {
  test('the state of another browser opens nothing, and stays good for the right one', async () => {
    const callback = await callbackOf(browser)
    const other = createBrowser()
    await expectRefused(other, await other.request(callback.href), 400)
    await other.open(team.signInUrl, isProvider)
    await expectRefused(other, await other.request(callback.href), 400)
    expect((await browser.request(callback.href)).status).toBe(303)
  })

  test('a state is used once, whatever came of it', async () => {
    const callback = await callbackOf(browser)
    expect((await browser.request(callback.href)).status).toBe(303)
    const again = await browser.request(callback.href)
    expect(again.status).toBe(400)
    expect(again.text).toContain('has been used')

    const wrong = await callbackOf(createBrowserInto(browser))
    const good = wrong.searchParams.get('code')!
    wrong.searchParams.set('code', 'wrong')
    expect((await browser.request(wrong.href)).status).toBe(400)
    wrong.searchParams.set('code', good)
    expect((await browser.request(wrong.href)).status).toBe(400)
  })

  test('of two who bring the same state at once, one is signed in', async () => {
    const callback = await callbackOf(browser)
    const visits = await Promise.all([1, 2, 3, 4].map(() => browser.request(callback.href)))
    expect(visits.map(({ status }) => status).sort()).toEqual([303, 400, 400, 400])
  })

  test('a state that is over, unknown, empty, repeated or in another form opens nothing', async () => {
    const callback = await callbackOf(browser)
    await under.node.app.database.signInAttempt.updateMany({ where: { teamId: team.bareTeamId }, data: { expiresAt: new Date(0) } })
    await expectRefused(browser, await browser.request(callback.href), 400)
    for (const state of ['', 'x', "' OR 1=1 --", '%00', 'x'.repeat(5_000)]) {
      const url = `${under.node.url}/sso/callback?code=x&state=${encodeURIComponent(state)}`
      await expectRefused(browser, await browser.request(url), 400)
    }
    await expectRefused(browser, await browser.request(`${under.node.url}/sso/callback`), 400)
  })

  test('the code of one sign-in does nothing in another one of the same browser (PKCE, nonce)', async () => {
    const first = await callbackOf(browser)
    const second = await callbackOf(createBrowserInto(browser))
    const before = await failureCount()
    second.searchParams.set('code', first.searchParams.get('code')!)
    expect((await browser.request(second.href)).status).toBe(400)
    expect(await failureCount()).toBe(before)
  })

  test('what a browser can cause never counts as the failure of the provider', async () => {
    const before = await failureCount()
    const forge = async (change: (parameters: URLSearchParams) => void): Promise<void> => {
      const visitor = createBrowser()
      const callback = await callbackOf(visitor)
      change(callback.searchParams)
      await expectRefused(visitor, await visitor.request(callback.href), 400)
    }
    await forge((parameters) => parameters.set('code', 'wrong'))
    await forge((parameters) => parameters.set('code', ''))
    await forge((parameters) => parameters.delete('code'))
    await forge((parameters) => parameters.append('code', 'second'))
    await forge((parameters) => parameters.set('code', 'x'.repeat(5_000)))
    await forge((parameters) => parameters.set('code', 'ü\r\n'))
    await forge((parameters) => parameters.set('error', 'server_error'))
    await forge((parameters) => parameters.set('error', '<script>alert(1)</script>'))
    await forge((parameters) => parameters.set('iss', 'https://evil.example'))
    await forge((parameters) => parameters.delete('iss'))
    expect(await failureCount()).toBe(before)
    expect(await team.connection()).toMatchObject({ state: 'ACTIVE', lastError: null })
  })

  test('parameters of other protocols are ignored', async () => {
    const callback = await callbackOf(browser)
    for (const name of ['response', 'id_token', 'token', '__proto__', 'constructor']) callback.searchParams.append(name, 'a.b.c')
    expect((await browser.request(callback.href)).status).toBe(303)
  })

  test('a token endpoint that answers a forged code with a fault does not count either, but administrators see it', async () => {
    const before = await failureCount()
    provider.faults.set('/token', (_, response) => {
      response.writeHead(500).end('oops')
      return true
    })
    await expectRefused(browser, await signInAt(browser, team.signInUrl, administrator.sub), 502)
    expect(await failureCount()).toBe(before)
    expect((await team.connection()).lastError).toContain('token endpoint')
    provider.faults.clear()
    await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)
    expect((await team.connection()).lastError).toBeNull()
  })

  test('of a short outage one failure counts in a minute, however often somebody tries', async () => {
    const before = await failureCount()
    const where = { teamId: team.bareTeamId }
    provider.faults.set('/token', (_, response) => Boolean(response.destroy()))
    for (let round = 0; round < 4; round++) await signInAt(createBrowser(), team.signInUrl, administrator.sub)
    expect(await failureCount()).toBe(before + 1)
    provider.faults.set('/token', (_, response) => Boolean(response.writeHead(302, { location: '/' }).end()))
    await signInAt(createBrowser(), team.signInUrl, administrator.sub)
    expect(await failureCount()).toBe(before + 1)
    expect((await team.connection()).lastError).toContain('redirect')

    await under.node.app.database.ssoConnection.updateMany({ where, data: { lastErrorAt: new Date(Date.now() - 61_000) } })
    for (let round = 0; round < 2; round++) await signInAt(createBrowser(), team.signInUrl, administrator.sub)
    expect(await failureCount()).toBe(before + 2)
    provider.faults.clear()
    await signInAt(createBrowser(), team.signInUrl, administrator.sub, isHome)
    expect(await failureCount()).toBe(0)
  })

  test('somebody who cancels at the provider is told so, in our words', async () => {
    const login = await browser.open(team.signInUrl)
    const action = /action="([^"]+)"/.exec(login.text)![1]!
    const visit = await browser.submit(new URL(action, login.url).href, { sub: '' })
    await expectRefused(browser, visit, 400)
    expect(visit.text).toContain('(access_denied)')
  })
})

describe('the answers of two teams and two providers are not mixed up', () => {
  let other: SsoTeam
  let otherProvider: OpenidProvider
  beforeAll(async () => {
    otherProvider = await providerFor(under.node)
    other = await createSsoTeam(under.node, { name: 'Other' })
    await other.setUp(otherProvider)
  })
  afterAll(() => otherProvider?.stop())

  test('what another provider answers to the state of this one is refused before its code is sent anywhere', async () => {
    const forOther = new URL((await signInAt(browser, other.signInUrl, administrator.sub, isCallback)).location!)
    const ours = await callbackOf(createBrowserInto(browser))
    const before = provider.requests.get('/token') ?? 0
    forOther.searchParams.set('state', ours.searchParams.get('state')!)
    expect((await browser.request(forOther.href)).status).toBe(400)
    expect(provider.requests.get('/token') ?? 0).toBe(before)
  })

  test('a sign-in that began at one team ends at that team', async () => {
    const both = createBrowser()
    const first = await callbackOf(both)
    const { location } = await signInAt(createBrowserInto(both), other.signInUrl, administrator.sub, isCallback)
    expect((await both.request(location!)).status).toBe(303)
    expect(await teamOf(both)).toBe(other.teamId)
    expect((await both.request(first.href)).status).toBe(303)
    expect(await teamOf(both)).toBe(team.teamId)
  })
})

describe('where a browser is sent', () => {
  test.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    '/.//evil.example',
    '/x%0d%0aset-cookie:%20a=b',
  ])('returnTo=%s leads to a page of ours', async (returnTo) => {
    const callback = await callbackOf(browser, `${team.signInUrl}?returnTo=${returnTo}`)
    const visit = await browser.request(callback.href)
    expect(visit.status).toBe(303)
    expect(visit.headers.get('location')).toBe('/')
    expect(visit.headers.getSetCookie().join()).not.toContain('a=b')
  })

  test('a request for a team that is not there, or has no single sign-on, or has an odd name, reads the same', async () => {
    const without = await createSsoTeam(under.node, { name: 'Without' })
    const texts = new Set<string>()
    for (const id of [
      without.teamId,
      'team-0192a000-0000-7000-8000-000000000000',
      'team-x',
      '..%2f..',
      '%0d%0aset-cookie:%20a=b',
      "'--",
      '%00',
    ]) {
      const visit = await browser.request(`${under.node.url}/sign-in/${id}`)
      expect(visit.status).toBe(404)
      texts.add(visit.text.replace(visit.headers.get('x-request-id')!, ''))
    }
    expect(texts.size).toBe(1)
  })

  test('pages are kept by no cache, framed by no site, run no script, and tell no other site their address', async () => {
    for (const url of [`${under.node.url}/sso/callback?state=x&code=y`, `${under.node.url}/sign-in/team-x`]) {
      const { headers } = await browser.request(url)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    }
    const { headers } = await browser.request(team.signInUrl)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('the cookie of a sign-in is out of reach of scripts and of other sites', async () => {
    const { headers } = await browser.request(team.signInUrl)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^headcount-attempt=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/),
    ])
  })

  test('the way to the provider has state, nonce and a challenge of S256, each fresh, and no secret', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const { location } = await browser.request(team.signInUrl)
      const { searchParams } = new URL(location!)
      expect(Object.fromEntries(searchParams)).toMatchObject({
        response_type: 'code',
        client_id: provider.clientId,
        redirect_uri: `${under.node.url}/sso/callback`,
        code_challenge_method: 'S256',
      })
      for (const name of ['state', 'nonce', 'code_challenge']) seen.add(searchParams.get(name)!)
      expect(location).not.toContain(provider.clientSecret)
    }
    expect(seen.size).toBe(9)
  })
})

describe('session fixation', () => {
  test('a session that was planted in the browser before is not the one that somebody signs in to', async () => {
    const attacker = createBrowser()
    await signInAt(attacker, team.signInUrl, administrator.sub, isHome)
    const planted = attacker.cookie(under.node.url, 'headcount')!
    browser.setCookie(under.node.url, 'headcount', planted)
    await signInAt(browser, team.signInUrl, administrator.sub, isHome)
    expect(browser.cookie(under.node.url, 'headcount')).not.toBe(planted)
    expect(await teamOf(browser)).toBe(team.teamId)
    expect(await teamOf(attacker)).toBeUndefined()
  })
})

const isProvider = (url: string): boolean => url.startsWith(provider.issuer)

/** Another tab: the provider knows nobody in it, ours is the same browser. */
function createBrowserInto(shared: Browser): Browser {
  const tab = createBrowser()
  const ours = (url: string): boolean => url.startsWith(under.node.url)
  return {
    ...tab,
    request: (url, options) => (ours(url) ? shared : tab).request(url, options),
    async open(url, until = () => false) {
      let visit = await (ours(url) ? shared : tab).request(url)
      while (visit.location !== undefined && !until(visit.location))
        visit = await (ours(visit.location) ? shared : tab).request(visit.location)
      return visit
    },
  }
}

/** Whose session the browser has. */
async function teamOf(visitor: Browser): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const { text } = await visitor.request(under.node.graphqlUrl, { method: 'POST', headers, body: '{"query":"{ viewer { team { id } } }"}' })
  return (JSON.parse(text) as { data?: { viewer: { team: { id: string } } } }).data?.viewer.team.id
}
