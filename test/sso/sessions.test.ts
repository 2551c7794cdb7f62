import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rotateSession } from '../../src/commands/rotate-session.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { cookieOf, signedInAdministrator, signedInUser, signInAs } from '../support/signed-in.ts'
import { startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { SessionBrowser } from './session-browser.ts'

const under = useApp()
const who = '{ viewer { kind role email user { userName } team { id } signedInAt expiresAt } }'
const database = () => under.node.app.database

async function member(userName: string): Promise<SessionBrowser> {
  await under.scim.createUser(userName)
  return new SessionBrowser(under.node, await signedInUser(under.node, under.team.teamId, userName))
}

const administrator = async (email: string): Promise<SessionBrowser> =>
  new SessionBrowser(under.node, await signedInAdministrator(under.node, under.team.teamId, email))

/** As if the secret had been given 16 minutes ago. */
const age = ({ cookie }: SessionBrowser): Promise<number> => {
  const secret = cookie!.slice('headcount='.length)
  return database().$executeRaw`UPDATE sessions SET rotated_at = rotated_at - interval '16 minutes' WHERE hash = sha256(${secret}::bytea)`
}

describe('A session', () => {
  test('is who is signed in: a member with their user, an administrator with the address of the list', async () => {
    const one = await member('a-member')
    expect((await one.ask(who)).data).toEqual({
      viewer: {
        kind: 'PERSON',
        role: 'MEMBER',
        email: null,
        user: { userName: 'a-member' },
        team: { id: under.team.teamId },
        signedInAt: expect.any(String),
        expiresAt: expect.any(String),
      },
    })
    const other = await administrator('who@acme.example')
    expect((await other.ask(who)).data).toMatchObject({ viewer: { role: 'ADMINISTRATOR', email: 'who@acme.example', user: null } })
  })

  test('is kept as a hash alone', async () => {
    const { cookie } = await administrator('hashed@acme.example')
    const rows = await database().$queryRaw<{ row: string }[]>`SELECT sessions::text AS row FROM sessions`
    expect(rows.length).toBeGreaterThan(0)
    for (const { row } of rows) expect(row).not.toContain(cookie!.slice('headcount=hc_session_'.length))
  })

  test('does not count beside an Authorization header, which says who asks', async () => {
    const { cookie } = await administrator('beside@acme.example')
    const { data } = await graphqlClient(under.node, under.team.apiKey, cookie).ask(who)
    expect(data).toMatchObject({ viewer: { kind: 'API_KEY' } })
    expect((await graphqlClient(under.node, 'hc_key_unknown', cookie).ask(who)).status).toBe(401)
  })

  test('of another form, of nobody, or one of two different ones opens nothing', async () => {
    const [one, other] = [await administrator('twice@acme.example'), await administrator('twice-again@acme.example')]
    for (const cookie of [
      'headcount=',
      'headcount=hc_session_x',
      `headcount=hc_session_${'A'.repeat(43)}`,
      `${one.cookie}; ${other.cookie}`,
    ])
      expect(await new SessionBrowser(under.node, cookie).status()).toBe(401)
    expect(await new SessionBrowser(under.node, `theme=dark; ${one.cookie}`).status()).toBe(200)
  })

  test('is over when it was not used for SESSION_IDLE_MINUTES, and after SESSION_HOURS however much it was', async () => {
    const [idle, old] = [await administrator('idle@acme.example'), await administrator('old@acme.example')]
    const set = (browser: SessionBrowser, sql: 'last_used_at' | 'expires_at') => {
      const secret = browser.cookie!.slice('headcount='.length)
      return sql === 'last_used_at'
        ? database().$executeRaw`UPDATE sessions SET last_used_at = now() - interval '481 minutes' WHERE hash = sha256(${secret}::bytea)`
        : database().$executeRaw`UPDATE sessions SET expires_at = now() - interval '1 second' WHERE hash = sha256(${secret}::bytea)`
    }
    expect([await idle.status(), await old.status()]).toEqual([200, 200])
    await set(idle, 'last_used_at')
    await set(old, 'expires_at')
    expect([await idle.status(), await old.status()]).toEqual([401, 401])
  })

  test('keeps when it was last used', async () => {
    const browser = await administrator('used@acme.example')
    const secret = browser.cookie!.slice('headcount='.length)
    await database().$executeRaw`UPDATE sessions SET last_used_at = now() - interval '100 minutes' WHERE hash = sha256(${secret}::bytea)`
    await browser.status()
    await vi.waitFor(async () => {
      const [row] = await database().$queryRaw<{ isFresh: boolean }[]>`
        SELECT last_used_at > now() - interval '1 minute' AS "isFresh" FROM sessions WHERE hash = sha256(${secret}::bytea)`
      expect(row!.isFresh).toBe(true)
    })
  })

  test('over http on loopback has a cookie that scripts and other sites do not get', async () => {
    const browser = await administrator('cookie@acme.example')
    await age(browser)
    const { headers } = await browser.ask(who)
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^headcount=hc_session_[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax$/),
    ])
  })

  test('over https has one that is bound to this host and to https', async () => {
    const node = await startNode({ databaseUrl: under.database.url, environment: { PUBLIC_URL: 'https://headcount.example' } })
    onTestFinished(() => node.stop())
    const browser = await administrator('https@acme.example')
    await age(browser)
    const ask = (cookie: string): Promise<Response> =>
      fetch(node.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, origin: 'https://headcount.example' },
        body: JSON.stringify({ query: who }),
      })
    expect((await ask(browser.cookie!)).status).toBe(401)
    const answer = await ask(`__Host-${browser.cookie}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-headcount=hc_session_[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax; Secure$/),
    ])
  })
})

describe('A sign-in', () => {
  test('makes a new secret and ends the session that the browser had: a secret that was there before is nobody', async () => {
    await under.scim.createUser('the-victim')
    const fixed = await member('the-attacker')
    const sessionSecretBefore = fixed.cookie!.slice('headcount='.length)
    const signedIn = await signInAs(
      under.node,
      under.team.teamId,
      { subject: 'the-victim', matchingValue: 'the-victim' },
      { sessionSecretBefore },
    )
    expect(signedIn.secret).not.toBe(sessionSecretBefore)
    expect(await fixed.status()).toBe(401)
    const victim = new SessionBrowser(under.node, cookieOf(signedIn))
    expect((await victim.ask(who)).data).toMatchObject({ viewer: { user: { userName: 'the-victim' } } })
  })
})

describe('The secret of a session', () => {
  test('is another one after 15 minutes of use; the one before is good until the new one was used', async () => {
    const browser = await administrator('rotated@acme.example')
    const first = browser.cookie!
    expect(await browser.status()).toBe(200)
    expect(browser.cookie).toBe(first)
    await age(browser)
    expect(await browser.status()).toBe(200)
    const second = browser.cookie!
    expect(second).not.toBe(first)

    // A second tab that had asked already, and a thief who has the one before: both are let in until then.
    const [tab, thief] = [new SessionBrowser(under.node, first), new SessionBrowser(under.node, first)]
    expect(await tab.status()).toBe(200)
    expect(tab.cookie).toBe(first)
    expect(await browser.status()).toBe(200)
    expect(await thief.status()).toBe(401)
    expect(await tab.status()).toBe(401)
    expect(await browser.status()).toBe(200)
    expect(browser.cookie).toBe(second)
  })

  test('is given to one of two tabs that ask at the same time, and neither is signed out', async () => {
    const first = await administrator('two-tabs@acme.example')
    const second = new SessionBrowser(under.node, first.cookie)
    const before = first.cookie
    await age(first)
    expect(await Promise.all([first.status(), second.status()])).toEqual([200, 200])
    const cookies = [first.cookie, second.cookie]
    expect(cookies.filter((cookie) => cookie !== before)).toHaveLength(1)
    // They have one jar: the tab that got none sends the new one from now on.
    const jar = cookies.find((cookie) => cookie !== before)!
    for (let count = 0; count < 2; count++) expect(await new SessionBrowser(under.node, jar).status()).toBe(200)
  })

  test('that was lost on the way to the browser is given anew', async () => {
    const browser = await administrator('lost-answer@acme.example')
    const first = browser.cookie!
    await age(browser)
    await browser.status()
    browser.cookie = first
    await database()
      .$executeRaw`UPDATE sessions SET rotated_at = rotated_at - interval '16 minutes' WHERE previous_hash = sha256(${first.slice('headcount='.length)}::bytea)`
    expect(await browser.status()).toBe(200)
    expect(browser.cookie).not.toBe(first)
    expect(await browser.status()).toBe(200)
    expect(await new SessionBrowser(under.node, first).status()).toBe(401)
  })

  test('is not replaced for a request whose session ended meanwhile', async () => {
    await under.scim.createUser('ended-meanwhile')
    const identity = { subject: 'ended-meanwhile', matchingValue: 'ended-meanwhile' }
    const { secret, sessionId } = await signInAs(under.node, under.team.teamId, identity)
    const used = { sessionId, secret, rotatedAt: new Date(0), isByPrevious: false, hasPrevious: false }
    await new SessionBrowser(under.node, cookieOf({ secret })).post('/sign-out')
    expect(await rotateSession(database(), used)).toBeUndefined()
    expect(await database().session.count({ where: { id: sessionId } })).toBe(0)
  })
})

describe('A request by cookie from another site', () => {
  const graphqlHeaders = { 'content-type': 'application/json', accept: 'application/json' }
  const foreign: [string, Record<string, string>][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['no origin at all', {}],
    ['another site, by the word of the browser', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['a link in the address bar', { 'sec-fetch-site': 'none' }],
  ]

  test.each(foreign)('is refused with 403 and changes nothing: from %s', async (_, headers) => {
    const browser = await administrator('csrf@acme.example')
    const cookie = browser.cookie!
    const query = 'mutation { addAdministrator(input: { email: "csrf-made@acme.example" }) { __typename } }'
    const post = await fetch(under.node.graphqlUrl, {
      method: 'POST',
      headers: { ...graphqlHeaders, cookie, ...headers },
      body: JSON.stringify({ query }),
    })
    expect([post.status, ((await post.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code]).toEqual([
      403,
      'FORBIDDEN',
    ])
    const url = `${under.node.graphqlUrl}?query=${encodeURIComponent(who)}`
    expect((await fetch(url, { headers: { cookie, ...headers } })).status).toBe(403)
    const stream = `${under.node.graphqlUrl}?query=${encodeURIComponent('subscription { changes { __typename } }')}`
    expect((await fetch(stream, { headers: { accept: 'text/event-stream', cookie, ...headers } })).status).toBe(403)
    for (const path of ['/sign-out', '/sign-out/everywhere', '/sign-in']) {
      const response = await fetch(under.node.url + path, {
        method: 'POST',
        body: new URLSearchParams({ code: 'hc_code_x' }),
        headers: { cookie, ...headers },
      })
      expect([path, response.status, response.headers.getSetCookie()]).toEqual([path, 403, []])
    }
    expect(await browser.status()).toBe(200)
    const { data } = await browser.ask<{ team: { administrators: { email: string }[] } }>('{ team { administrators { email } } }')
    expect(data!.team.administrators.map(({ email }) => email)).not.toContain('csrf-made@acme.example')
  })

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['no origin at all', {}],
  ])('opens no WebSocket: from %s', async (_, headers: Record<string, string>) => {
    const { cookie } = await administrator('csrf-socket@acme.example')
    const socket = new RawSocket(under.node, { headers: { cookie: cookie!, ...headers } })
    expect((await socket.closed).code).toBe(1006)
    const own = await new RawSocket(under.node, { headers: { cookie: cookie!, origin: under.node.url } }).open()
    own.send({ type: 'connection_init' })
    expect(await own.next()).toEqual({ type: 'connection_ack', payload: { expiresAt: expect.any(String) } })
    own.socket.close(1000)
    await own.closed
  })

  test('is heard on one of our own pages, however the browser says so', async () => {
    const { cookie } = await administrator('own-page@acme.example')
    for (const headers of [{ origin: under.node.url }, { 'sec-fetch-site': 'same-origin' }] as Record<string, string>[]) {
      const body = JSON.stringify({ query: who })
      const answer = await fetch(under.node.graphqlUrl, {
        method: 'POST',
        headers: { ...graphqlHeaders, cookie: cookie!, ...headers },
        body,
      })
      expect(answer.status).toBe(200)
    }
  })
})

describe('Signing out', () => {
  test('ends this session alone, its sockets at once, and takes the cookie', async () => {
    const email = 'signs-out@acme.example'
    const [browser, other] = [await administrator(email), await administrator(email)]
    const { cookie } = browser
    const socket = await signedInSocket(cookie!)
    const response = await browser.post('/sign-out')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^headcount=; Path=\/; Expires=Thu, 01 Jan 1970/)])
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Signed out' })
    expect(await new SessionBrowser(under.node, cookie).status()).toBe(401)
    expect(await other.status()).toBe(200)
    expect((await browser.post('/sign-out')).status).toBe(303)
  })

  test('everywhere ends all sessions of the person, and the socket of one at another node', async () => {
    const email = 'everywhere@acme.example'
    const [browser, other, stranger] = [
      await administrator(email),
      await administrator(email),
      await administrator('stranger@acme.example'),
    ]
    const node = await startNode({ databaseUrl: under.database.url })
    onTestFinished(() => node.stop())
    const elsewhere = await signedInSocket(other.cookie!, node)
    const bystander = await signedInSocket(stranger.cookie!, node)
    await browser.post('/sign-out/everywhere')
    expect(await elsewhere.closed).toEqual({ code: 4401, reason: 'Signed out' })
    expect([await other.status(), await stranger.status()]).toEqual([401, 200])
    bystander.send({ type: 'ping' })
    expect(await bystander.next()).toEqual({ type: 'pong' })
    bystander.socket.close(1000)
    await bystander.closed
  })
})

async function signedInSocket(cookie: string, node = under.node): Promise<RawSocket> {
  const socket = await new RawSocket(node, { headers: { cookie, origin: node.url } }).open()
  socket.send({ type: 'connection_init' })
  expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
  return socket
}

test('The page of /sign-out has a button for this browser and one for all', async () => {
  const page = await (await fetch(`${under.node.url}/sign-out`)).text()
  for (const action of ['/sign-out', '/sign-out/everywhere']) expect(page).toContain(`<form method="post" action="${action}">`)
})
