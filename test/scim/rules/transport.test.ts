import { beforeAll, describe, expect, it } from 'vitest'
import { fromId } from '../../../src/domain/id.ts'
import { graphqlClient } from '../../support/graphql-client.ts'
import { withLog } from '../../support/logged-app.ts'
import { patchOp, scimClient, type ScimClient } from '../../support/scim-client.ts'
import { strictTeam } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aGroup, aUser, changingNothing, errorUrn, expectError, filterOf, userUrn } from './wire.ts'

// RFC 7644 §1 to §3.1, §3.8, §3.13, §6 and §7: what holds for every request, whatever it asks for.

const app = useApp()
let strict: ScimClient
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
})

const scimJson = /^application\/scim\+json\s*;\s*charset=utf-8$/i
const typeOf = ({ headers }: { headers: Headers }) => headers.get('content-type')

describe('media types (RFC 7644 §3.8)', () => {
  const types = [
    'application/scim+json',
    'application/json',
    'application/scim+json; charset=utf-8',
    'application/json;charset=UTF-8',
    'APPLICATION/SCIM+JSON',
  ]
  it.each(types)(
    'rule 34: a body of the type %s is accepted, in UTF-8, and answered as application/scim+json (RFC 7644 §3.8)',
    async (type) => {
      for (const scim of [app.scim, strict]) {
        const displayName = `Zoë Ångström 山田 🌍 ${type}`
        const userName = `type ${types.indexOf(type)}`
        const headers = { 'content-type': type }
        const created = await scim.request('POST', '/Users', aUser(userName, { displayName }), headers)
        expect([created.status, created.body['displayName'], typeOf(created)]).toEqual([201, displayName, expect.stringMatching(scimJson)])
        const at = `/Users/${created.body['id']}`
        const put = await scim.request('PUT', at, aUser(userName, { displayName, title: 'é' }), headers)
        const patched = await scim.request('PATCH', at, patchOp({ op: 'replace', path: 'title', value: 'ü' }), headers)
        expect([put.body['title'], patched.body['title'], (await scim.get(at)).body['displayName']]).toEqual(['é', 'ü', displayName])
      }
    },
  )

  it('rule 34: answers are application/scim+json unless application/json alone is asked for (RFC 7644 §3.8)', async () => {
    const id = await app.scim.createUser('accepts')
    for (const path of ['/Users', `/Users/${id}`, '/Schemas', '/ServiceProviderConfig', '/Users/nobody']) {
      expect(typeOf(await app.scim.get(path))).toMatch(scimJson)
      expect(typeOf(await app.scim.get(path, { accept: 'application/scim+json' }))).toMatch(scimJson)
      const json = await app.scim.get(path, { accept: 'application/json' })
      expect(typeOf(json)).toMatch(/^application\/json\s*;\s*charset=utf-8$/i)
      expect(json.body['schemas'].length).toBeGreaterThan(0)
    }
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data; boundary=json'])(
    'rule 34: a body of the type %s is refused (RFC 7644 §3.8)',
    async (type) => {
      const refused = await changingNothing(app, () => app.scim.request('POST', '/Users', aUser('refused-type'), { 'content-type': type }))
      expectError(refused, 415)
    },
  )

  it('rule 34: a body that is not UTF-8 is refused, not mended (RFC 7644 §3.8)', async () => {
    const latin1 = Buffer.from(`{"schemas":["${userUrn}"],"userName":"Zo\xeb"}`, 'latin1')
    expectError(await changingNothing(app, () => app.scim.request('POST', '/Users', latin1)), 400, 'invalidSyntax')
  })

  it('rule 34: a message without any type is taken for JSON (RFC 7644 §3.8)', async () => {
    const response = await fetch(`${app.team.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.team.scimToken}` },
      body: Buffer.from(JSON.stringify(aUser('untyped'))),
    })
    expect([response.status, ((await response.json()) as { userName: string }).userName]).toEqual([201, 'untyped'])
  })

  it.each([
    '*/*',
    '',
    'text/html, application/xhtml+xml, */*;q=0.8',
    'application/json, text/plain, */*',
    'application/scim+json;q=0.5, application/json;q=0.4',
    'application/json;q=0.9, application/scim+json',
    'image/png',
    'application/*',
    'nonsense',
  ])('rule 35: Accept: %s gets application/scim+json, never 406 (own)', async (accept) => {
    const answer = await app.scim.get('/Users?count=1', { accept })
    expect([answer.status, typeOf(answer)]).toEqual([200, expect.stringMatching(scimJson)])
    const created = await app.scim.request('POST', '/Users', aUser(`accept ${accept}`), { accept })
    expect([created.status, typeOf(created)]).toEqual([201, expect.stringMatching(scimJson)])
  })
})

describe('URLs (RFC 7644 §1.3, §3.4.2, §3.13)', () => {
  it('rule 36: unknown parameters are ignored, and tails of "?" and "&" are tolerated, on every method (RFC 7644 §3.4.2)', async () => {
    for (const scim of [app.scim, strict]) {
      for (const tail of ['?', '&', '?&', '?unknown=1', '?unknown', '?unknown=1&', '?a=1&&b=2', '?$top=5&_=1']) {
        const query = tail.startsWith('&') ? `?count=5${tail}` : tail
        expect((await scim.get(`/Users${query}`)).status, `GET /Users${query}`).toBe(200)
        const created = await scim.request('POST', `/Users${query}`, aUser(`tail ${tail}`))
        expect(created.status, `POST /Users${query}`).toBe(201)
        const at = `/Users/${created.body['id']}`
        expect((await scim.get(at + query)).body['userName']).toBe(`tail ${tail}`)
        expect((await scim.put(at + query, aUser(`tail ${tail}`, { title: 'T' }))).body['title']).toBe('T')
        const patched = await scim.request('PATCH', at + query, patchOp({ op: 'replace', path: 'title', value: 'U' }))
        expect(patched.body['title']).toBe('U')
        expect((await scim.delete(at + query)).status).toBe(204)
        expect((await scim.get(`/Schemas${query}`)).status).toBe(200)
      }
    }
  })

  it('rule 37: the base URI has no query, "v2" in it selects the protocol, and another version is 404 (RFC 7644 §1.3, §3.13)', async () => {
    const id = await app.scim.createUser('versions')
    const { body } = await app.scim.get(`/Users/${id}?attributes=meta&x=y`)
    expect(body['meta'].location).toBe(`${app.team.scimUrl}/Users/${id}`)
    expect(app.team.scimUrl).toMatch(/\/scim\/v2\/dir-[0-9a-f-]+$/)
    for (const version of ['v1', 'v3', 'v2.0', 'V2', '']) {
      const url = app.team.scimUrl.replace('/v2/', version === '' ? '/' : `/${version}/`)
      const response = await fetch(`${url}/Users/${id}`, { headers: { authorization: `Bearer ${app.team.scimToken}` } })
      expect([version, response.status]).toEqual([version, 404])
      expect(await response.json()).toMatchObject({ schemas: [errorUrn], status: '404', detail: expect.any(String) })
    }
  })
})

describe('who asks (RFC 7644 §2, §6, §7)', () => {
  const ask = async (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
    fetch(app.team.scimUrl + path, { ...init, headers: { 'content-type': 'application/scim+json', ...headers } })

  it.each([
    ['no Authorization', {}],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['an unknown token', { authorization: 'Bearer hc_scim_nothing' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['a token in another header', { 'x-api-key': 'hc_scim_nothing' }],
  ])('rule 38: %s is 401, and WWW-Authenticate names the scheme (RFC 7644 §2)', async (_, headers) => {
    await changingNothing(app, async () => {
      for (const [method, path, body] of [
        ['GET', '/Users'],
        ['GET', '/Schemas'],
        ['GET', '/ResourceTypes/User'],
        ['GET', '/Users/anybody'],
        ['GET', '/NoSuchEndpoint'],
        ['POST', '/Users', aUser('intruder')],
        ['PUT', '/Users/anybody', aUser('intruder')],
        ['PATCH', '/Groups/any', patchOp({ op: 'remove', path: 'members' })],
        ['DELETE', '/Users/anybody'],
      ] as const) {
        const response = await ask(path, headers as Record<string, string>, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        expect([method, path, response.status]).toEqual([method, path, 401])
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer( |$)/)
        expect(await response.json()).toEqual({ schemas: [errorUrn], status: '401', detail: expect.any(String) })
      }
    })
  })

  it('rule 39: what may not be done is 403 and says what to do; a resource of another directory is 404 (RFC 7644 §2, §6)', async () => {
    const other = await app.newTeam()
    const ids = { user: await other.scim.createUser('theirs'), group: await other.scim.createGroup('Theirs') }
    await changingNothing(app, async () => {
      for (const [path, resource] of [
        [`/Users/${ids.user}`, aUser('theirs', { title: 'stolen' })],
        [`/Groups/${ids.group}`, aGroup('Stolen')],
      ] as const) {
        expectError(await app.scim.get(path), 404)
        expectError(await app.scim.put(path, resource), 404)
        expectError(await app.scim.patch(path, { op: 'replace', path: 'externalId', value: 'x' }), 404)
        expectError(await app.scim.delete(path), 404)
      }
    })
    for (const gate of [{ plan: 'PRO' }, { localSso: false }]) {
      const { scim, teamId } = await app.newTeam('Closed')
      await app.node.app.database.team.update({ where: { id: fromId('team', teamId)! }, data: gate })
      await changingNothing(app, async () => {
        for (const answer of [
          await scim.get('/Users'),
          await scim.post('/Users', aUser('gated')),
          await scim.patch(`/Users/${ids.user}`, { op: 'remove', path: 'title' }),
        ]) {
          expectError(answer, 403)
          expect(answer.body['detail']).toContain('Closed')
        }
      })
    }
  })

  it('rule 40: a token is not taken from a URL, has 256 random bits, is stored as a hash alone, and its lifetime can be read (RFC 7644 §7.2, §7.4, §7.7)', async () => {
    const token = app.team.scimToken
    for (const name of ['access_token', 'token', 'authorization', 'bearer'])
      expect((await fetch(`${app.team.scimUrl}/Users?${name}=${token}`)).status).toBe(401)
    const random = token.replace(/^hc_scim_/, '')
    expect(Buffer.from(random, 'base64url').length).toBeGreaterThanOrEqual(32)
    expect((await app.newTeam()).scimToken).not.toBe(token)
    const tables = await app.node.app.database.$queryRaw<{ name: string }[]>`
      SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
    for (const { name } of tables) {
      const [row] = await app.node.app.database.$queryRawUnsafe<{ found: bigint }[]>(
        `SELECT count(*) AS found FROM ${name} t WHERE strpos((t.*)::text, $1) > 0`,
        random,
      )
      expect([name, row!.found]).toEqual([name, 0n])
    }
    const { data } = await graphqlClient(app.node, app.team.apiKey).ask<{ team: { directories: { tokens: object[] }[] } }>(
      '{ team { directories { tokens { createdAt expiresAt lastUsedAt } } } }',
    )
    expect(data!.team.directories.flatMap((directory) => directory.tokens)).toEqual([
      { createdAt: expect.any(String), expiresAt: null, lastUsedAt: expect.toSatisfy((at) => at === null || typeof at === 'string') },
    ])
    const expired = await app.newTeam()
    expect((await expired.scim.get('/Users')).status).toBe(200)
    await app.node.app.database
      .$executeRaw`UPDATE directory_tokens SET expires_at = now() - interval '1 second' WHERE directory_id = ${expired.directoryId.replace('dir-', '')}::uuid`
    expectError(await expired.scim.get('/Users'), 401)
    await changingNothing(app, async () => expectError(await expired.scim.post('/Users', aUser('late')), 401))
  })

  it('rule 41: the directory is in the URL, and a token of another one reads like no token at all (RFC 7644 §6)', async () => {
    const other = await app.newTeam()
    const nowhere = 'dir-01a20cdf-64bb-71ef-85b2-b58aefca8081'
    const answers: object[] = []
    for (const [directoryId, token] of [
      [app.team.directoryId, other.scimToken],
      [app.team.directoryId, 'hc_scim_nothing'],
      [nowhere, other.scimToken],
      [nowhere, 'hc_scim_nothing'],
    ]) {
      for (const path of ['/Users', '/Schemas', '/Nothing']) {
        const response = await fetch(`${app.node.url}/scim/v2/${directoryId}${path}`, { headers: { authorization: `Bearer ${token}` } })
        const { detail, ...body } = (await response.json()) as { detail: string }
        answers.push({ http: response.status, ...body, detail: detail.replace(/\(Request .*/, '') })
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ http: 401, status: '401' })
    await changingNothing(app, async () => {
      const wrong = scimClient({ scimUrl: app.team.scimUrl, scimToken: other.scimToken })
      expectError(await wrong.post('/Users', aUser('crossing')), 401)
    })
  })
})

describe('names (RFC 7644 §5, §7.8)', () => {
  it.each([
    ['composed and decomposed', 'jos\u00e9@x', 'jose\u0301@x'],
    ['two marks in another order', 'a\u0323\u0307@x', 'a\u0307\u0323@x'],
    ['full width', '\uff37\uff29\uff24\uff25@x', 'wide@x'],
    ['half width', '\uff76\uff85@x', '\u30ab\u30ca@x'],
    ['case', 'ÅNGSTRÖM@x', 'ångström@x'],
    ['case of other scripts', 'ΑΛΦΑ-Я@x', 'αλφα-я@x'],
    ['the Ångström sign', '\u212b@x', '\u00e5@x'],
  ])('rule 42: userName does not regard %s, in uniqueness and in filters (RFC 7644 §5, §7.8)', async (_, one, other) => {
    for (const scim of [app.scim, strict]) {
      const id = await scim.createUser(one)
      const rival = await scim.createUser(`rival of ${one}`)
      await changingNothing(app, async () => {
        expectError(await scim.post('/Users', aUser(other)), 409, 'uniqueness')
        expectError(await scim.patch(`/Users/${rival}`, { op: 'replace', path: 'userName', value: other }), 409, 'uniqueness')
      })
      const { body } = await scim.get(`/Users?${filterOf(`userName eq ${JSON.stringify(other)}`)}`)
      // It keeps the form in which it was sent.
      expect(body['Resources'].map((user: { id: string; userName: string }) => [user.id, user.userName])).toEqual([[id, one]])
    }
  })

  it('rule 42: … but regards accents and compatibility characters (RFC 7644 §5, §7.8)', async () => {
    for (const userName of ['resume@x', 'résumé@x', 'ﬁne@x', 'fine@x'])
      expect((await app.scim.post('/Users', aUser(userName))).status).toBe(201)
  })

  it('rule 43: filters with personal data are served, kept out of the log, and can go in a body instead (RFC 7644 §7.5.2)', async () => {
    const lines = await withLog(app, async (scim) => {
      await scim.createUser('private.person@x', { emails: [{ value: 'private.person@x' }], externalId: 'private.person' })
      for (const filter of ['userName eq "private.person@x"', 'emails.value co "private.person"', 'externalId eq "private.person"'])
        expect((await scim.get(`/Users?${filterOf(filter)}`)).body['totalResults']).toBe(1)
      expectError(await scim.get(`/Users?${filterOf('userName xx "private.person@x"')}`), 400, 'invalidFilter')
      expectError(await scim.get(`/Schemas?${filterOf('name eq "private.person@x"')}`), 403)
      const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter: 'userName eq "private.person@x"' }
      expect((await scim.post('/Users/.search', search)).body['totalResults']).toBe(1)
    })
    // At debug a refusal may repeat what was sent; by default it is not logged.
    const atInfo = lines.filter((line) => JSON.parse(line).level >= 30)
    expect(atInfo.length).toBeGreaterThan(5)
    expect(atInfo.join('')).not.toMatch(/private\.person/)
    const [row] = await app.node.app.database.$queryRaw<{ found: bigint }[]>`
      SELECT count(*) AS found FROM scim_requests r WHERE path LIKE '%private.person%'`
    expect(row!.found).toBe(0n)
  })
})
