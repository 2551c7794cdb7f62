import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { fromId } from '../../../src/domain/id.ts'
import { patchOp, scimClient, type ScimBody, type ScimClient, type ScimResponse } from '../../support/scim-client.ts'
import { startNode } from '../../support/start-app.ts'
import { strictTeam, teamWithSettings } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aGroup, aUser, changingNothing, enterpriseUrn, errorUrn, expectError, filterOf, groupUrn, listUrn, userUrn } from './wire.ts'

// RFC 7644 §3.11, §3.12, §3.14 and §4.

const app = useApp()
let strict: ScimClient
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
})

const kinds = [
  ['/Users', aUser],
  ['/Groups', aGroup],
] as const
const made = async (scim: ScimClient, path: string, body: unknown): Promise<{ at: string; body: ScimBody; etag: string }> => {
  const answer = await scim.post(path, body)
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
  return { at: `${path}/${answer.body['id']}`, body: answer.body, etag: answer.headers.get('etag')! }
}
const change = (value: string) => patchOp({ op: 'replace', path: 'externalId', value })
const unknown = (path: string) => `${path}/${path === '/Users' ? 'user' : 'group'}-01a20cdf-64bb-71ef-85b2-b58aefca8081`

describe('versions (RFC 7644 §3.14)', () => {
  it.each(kinds)(
    'rule 146: an answer with one resource of %s has an ETag, equal to meta.version, that moves with each change alone (RFC 7644 §3.14)',
    async (path, of) => {
      for (const scim of [app.scim, strict]) {
        const { at, body, etag } = await made(scim, path, of('tagged'))
        expect(etag).toBe(body['meta'].version)
        const seen = [etag]
        for (const value of ['a', 'b', 'b', 'c']) {
          const answer = await scim.request('PATCH', at, change(value))
          expect(answer.headers.get('etag')).toBe(answer.body['meta'].version)
          const read = await scim.get(at)
          expect(read.headers.get('etag')).toBe(answer.headers.get('etag'))
          seen.push(answer.headers.get('etag')!)
        }
        expect(new Set(seen).size).toBe(4)
        expect(seen[2]).toBe(seen[3])
        // A list has none: it is many resources.
        expect((await scim.get(path)).headers.get('etag')).toBeNull()
      }
    },
  )

  it('rule 146: a group’s version moves with its members, a user’s does not (RFC 7644 §3.14)', async () => {
    const user = await made(app.scim, '/Users', aUser('member of a version'))
    const group = await made(app.scim, '/Groups', aGroup('Versions'))
    const add = await app.scim.patch(group.at, { op: 'add', path: 'members', value: [{ value: user.body['id'] }] })
    expect(add.headers.get('etag')).not.toBe(group.etag)
    expect((await app.scim.get(user.at)).headers.get('etag')).toBe(user.etag)
  })

  it.each(kinds)(
    'rule 147: GET %s/{id} with If-None-Match of the version at hand, or of any, is 304 (RFC 7644 §3.14)',
    async (path, of) => {
      const { at, body, etag } = await made(app.scim, path, of('cached'))
      const strong = etag.replace('W/', '')
      for (const header of [etag, strong, '*', `"other", ${etag}`, `${etag} , W/"77"`]) {
        const { status, text, headers } = await app.scim.get(at, { 'if-none-match': header })
        expect([header, status, text, headers.get('etag')]).toEqual([header, 304, '', etag])
      }
      for (const header of ['W/"77"', '"x"', 'nonsense', '']) {
        const answer = await app.scim.get(at, { 'if-none-match': header })
        expect([header, answer.status, answer.body]).toEqual([header, 200, body])
      }
      await app.scim.request('PATCH', at, change('moved'))
      expect((await app.scim.get(at, { 'if-none-match': etag })).body['externalId']).toBe('moved')
      expectError(await app.scim.get(unknown(path), { 'if-none-match': '*' }), 404)
    },
  )

  it.each(kinds)(
    'rule 148: PUT, PATCH and DELETE of %s/{id} with If-Match of another version are 412 and change nothing (RFC 7644 §3.14)',
    async (path, of) => {
      for (const scim of [app.scim, strict]) {
        const { at, etag } = await made(scim, path, of('matched'))
        await scim.request('PATCH', at, change('newer'))
        await changingNothing(app, async () => {
          for (const header of [etag, etag.replace('W/', ''), 'W/"77"', '"x"', 'nonsense', `W/"8", ${etag}`]) {
            const stale = { 'if-match': header }
            expectError(await scim.put(at, of('matched', { externalId: 'x' }), stale), 412)
            expectError(await scim.request('PATCH', at, change('x'), stale), 412)
            expectError(await scim.delete(at, stale), 412)
            if (path === '/Groups')
              expectError(await scim.request('PATCH', at, patchOp({ op: 'add', path: 'members', value: [] }), stale), 412)
          }
        })
        const version = async () => (await scim.get(at)).headers.get('etag')!
        expect((await scim.request('PATCH', at, change('a'), { 'if-match': await version() })).status).toBe(200)
        // Weak comparison: the strong form of the same tag names the same version.
        expect((await scim.request('PATCH', at, change('b'), { 'if-match': (await version()).replace('W/', '') })).status).toBe(200)
        expect((await scim.put(at, of('matched'), { 'if-match': `"x", ${await version()}` })).status).toBe(200)
        expect((await scim.request('PATCH', at, change('c'), { 'if-match': '*' })).status).toBe(200)
        expect((await scim.delete(at, { 'if-match': await version() })).status).toBe(204)
      }
    },
  )

  it.each(kinds)('rule 148: If-Match: * needs a resource of %s that exists (RFC 7644 §3.14)', async (path, of) => {
    await changingNothing(app, async () => {
      for (const answer of [
        await app.scim.put(unknown(path), of('matched nowhere'), { 'if-match': '*' }),
        await app.scim.request('PATCH', unknown(path), change('x'), { 'if-match': '*' }),
        await app.scim.delete(unknown(path), { 'if-match': '*' }),
      ]) {
        expectError(answer, 404)
      }
    })
  })

  it.each(kinds)('rule 149: without If-Match nothing is blocked: both of two writers of %s succeed (own)', async (path, of) => {
    const { at } = await made(app.scim, path, of('unmatched'))
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((value) => app.scim.request('PATCH', at, change(value))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await app.scim.get(at)).headers.get('etag')).toBe('W/"5"')
  })

  const writers: [
    string,
    (scim: ScimClient, at: string, of: typeof aUser, value: string, headers: Record<string, string>) => Promise<ScimResponse>,
  ][] = [
    ['PATCH', (scim, at, _, value, headers) => scim.request('PATCH', at, change(value), headers)],
    ['PUT', (scim, at, of, value, headers) => scim.put(at, of('compared', { externalId: value }), headers)],
    ['DELETE', (scim, at, _, __, headers) => scim.delete(at, headers)],
  ]
  it.each(writers)(
    'rule 149: If-Match is a compare-and-set: of two concurrent %s of one version exactly one wins (own)',
    async (method, write) => {
      for (const [path, of] of kinds) {
        for (let round = 0; round < 5; round++) {
          const { at, etag } = await made(app.scim, path, of('compared'))
          const answers = await Promise.all(['one', 'two'].map((value) => write(app.scim, at, of, value, { 'if-match': etag })))
          const statuses = answers.map(({ status }) => status).sort()
          expect(statuses).toEqual(method === 'DELETE' ? [204, 404] : [200, 412])
          if (method !== 'DELETE') {
            const winner = answers.findIndex(({ status }) => status === 200)
            expect((await app.scim.get(at)).body['externalId']).toBe(['one', 'two'][winner])
            await app.scim.delete(at)
          }
        }
      }
    },
  )

  it('rule 149: … on two nodes too, where neither sees what the other is about to write (own)', async () => {
    const node = await startNode({ databaseUrl: app.database.url })
    try {
      const there = scimClient({ ...app.team, scimUrl: app.team.scimUrl.replace(app.node.url, node.url) })
      for (const [path, of] of kinds) {
        for (let round = 0; round < 5; round++) {
          const { at, etag } = await made(app.scim, path, of(`compared on two nodes ${round}`))
          const answers = await Promise.all(
            [app.scim, there].map((scim, index) => scim.request('PATCH', at, change(`${index}`), { 'if-match': etag })),
          )
          expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
          expect((await there.get(at)).body['externalId']).toBe(`${answers.findIndex(({ status }) => status === 200)}`)
        }
      }
    } finally {
      await node.stop()
    }
  })

  it('rule 149: … and for members, which have their own statements (own)', async () => {
    const users = await Promise.all([0, 1].map((index) => app.scim.createUser(`compared-member-${index}`)))
    const { at, etag } = await made(app.scim, '/Groups', aGroup('Compared members'))
    const add = (id: string) => patchOp({ op: 'add', path: 'members', value: [{ value: id }] })
    const answers = await Promise.all(users.map((id) => app.scim.request('PATCH', at, add(id), { 'if-match': etag })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const winner = users[answers.findIndex(({ status }) => status === 200)]
    expect((await app.scim.get(at)).body['members'].map(({ value }: ScimBody) => value)).toEqual([winner])
  })
})

describe('/Me (RFC 7644 §3.11)', () => {
  it('rule 150: /Me is 501 with an Error, by every method: nobody stands behind the token of an identity provider (RFC 7644 §3.11)', async () => {
    await changingNothing(app, async () => {
      for (const [method, body] of [
        ['GET', undefined],
        ['POST', aUser('me')],
        ['PUT', aUser('me')],
        ['PATCH', change('me')],
        ['DELETE', undefined],
      ] as const) {
        for (const scim of [app.scim, strict]) expectError(await scim.request(method, '/Me', body), 501)
      }
    })
  })
})

describe('errors (RFC 7644 §3.12)', () => {
  /** Takes a table away while something is asked: what no client can mend. */
  async function without<Result>(table: string, act: () => Promise<Result>): Promise<Result> {
    const admin = new pg.Client({ connectionString: app.database.url })
    await admin.connect()
    try {
      await admin.query(`ALTER TABLE ${table} RENAME TO ${table}_away`)
      return await act().finally(() => admin.query(`ALTER TABLE ${table}_away RENAME TO ${table}`))
    } finally {
      await admin.end()
    }
  }
  const raw = async (path: string, init: RequestInit = {}): Promise<ScimResponse> => {
    const response = await fetch(app.node.url + path, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
  }
  const signed = () => ({ authorization: `Bearer ${app.team.scimToken}` })
  const base = () => `/scim/v2/${app.team.directoryId}`

  const failures: [name: string, status: number, provoke: () => Promise<ScimResponse>][] = [
    ['a filter that cannot be read', 400, () => app.scim.get(`/Users?${filterOf('userName')}`)],
    ['a percent sign that encodes nothing', 400, () => app.scim.get('/Users/%zz')],
    ['no token', 401, () => raw(`${base()}/Users`)],
    ['no token, for what is not there', 401, () => raw(`${base()}/Nothing`)],
    ['a directory that is not there', 401, () => raw('/scim/v2/dir-01a20cdf-64bb-71ef-85b2-b58aefca8081/Users', { headers: signed() })],
    ['a gate that is closed', 403, () => closed.get('/Users')],
    ['a filter on discovery', 403, () => app.scim.get(`/Schemas?${filterOf('id pr')}`)],
    ['an unknown user', 404, () => app.scim.get(unknown('/Users'))],
    ['an unknown route below the base', 404, () => app.scim.get('/Nothing/at/all')],
    ['an unknown route by another method', 404, () => app.scim.post('/Nothing', {})],
    ['another version of the protocol', 404, () => raw(`/scim/v9/${app.team.directoryId}/Users`, { headers: signed() })],
    ['a base without its directory', 404, () => raw('/scim/v2', { headers: signed() })],
    ['a method that is not allowed', 405, () => app.scim.request('DELETE', '/Users')],
    ['a name that is taken', 409, () => app.scim.post('/Users', aUser('errors'))],
    ['a version that is another', 412, () => app.scim.delete(`/Users/${userId}`, { 'if-match': 'W/"77"' })],
    ['a body that is too large', 413, () => app.scim.post('/Users', aUser('large', { title: 'x'.repeat(9_000_000) }))],
    [
      'too many operations',
      413,
      () => app.scim.patch(`/Users/${userId}`, ...Array.from({ length: 1001 }, () => ({ op: 'remove', path: 'title' }))),
    ],
    [
      'a body of another type',
      415,
      () => app.scim.request('POST', '/Users', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    ['more requests than a directory may send', 429, tooOften],
    ['a fault, on reading', 500, () => without('users', () => app.scim.get('/Users'))],
    ['a fault, on writing', 500, () => without('changes', () => app.scim.post('/Users', aUser('faulty')))],
    ['a fault, on finding out who asks', 500, () => without('directory_tokens', () => app.scim.get('/Schemas'))],
    ['what is not offered', 501, () => app.scim.get('/Me')],
  ]
  let userId: string
  let closed: ScimClient
  let limited: ScimClient
  beforeAll(async () => {
    userId = await app.scim.createUser('errors')
    const { scim, teamId } = await app.newTeam()
    await app.node.app.database.team.update({ where: { id: fromId('team', teamId)! }, data: { plan: 'FREE' } })
    closed = scim
    limited = (await teamWithSettings(app, { requestsPerSecond: 1 })).scim
  })
  /** Asks until the answer is that this is too often. */
  async function tooOften(): Promise<ScimResponse> {
    for (let sent = 0; sent < 500; sent++) {
      const answer = await limited.get('/Users?count=0')
      if (answer.status !== 200) return answer
    }
    throw new Error('500 requests and no limit')
  }

  it.each(failures)('rule 151: %s is %d with an Error: its URN, status as text, detail (RFC 7644 §3.12)', async (_, status, provoke) => {
    const answer = await changingNothing(app, provoke)
    expect(answer.status).toBe(status)
    const { scimType, ...rest } = answer.body
    expect(rest).toEqual({ schemas: [errorUrn], status: String(status), detail: expect.stringMatching(/\w{3}.*\(Request [\w-]+\)$/) })
    expect(['undefined', 'string']).toContain(typeof scimType)
    expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/)
    // Never an internal message, SQL or a stack trace.
    expect(answer.text).not.toMatch(/prisma|SELECT |relation "|\.ts:|node_modules| at \w+ \(/i)
    if (status === 500) expect(answer.body['detail']).toMatch(/^Internal error\./)
  })

  it.each<[number, string | undefined, string, () => Promise<ScimResponse>]>([
    [400, 'invalidFilter', 'a filter of no grammar', () => app.scim.get(`/Users?${filterOf('userName eq')}`)],
    [400, 'invalidFilter', 'a filter on nothing that is defined', () => app.scim.get(`/Users?${filterOf('shoeSize eq "44"')}`)],
    [409, 'uniqueness', 'a userName that is taken', () => app.scim.post('/Users', aUser('vocabulary'))],
    [409, 'uniqueness', 'a displayName that is taken', () => app.scim.post('/Groups', aGroup('Vocabulary'))],
    [
      400,
      'mutability',
      'a change of what is read-only',
      () => app.scim.patch(`/Users/${of.user}`, { op: 'replace', path: 'id', value: 'x' }),
    ],
    [400, 'invalidSyntax', 'no JSON', () => app.scim.request('POST', '/Users', '{')],
    [400, 'invalidSyntax', 'a PATCH without operations', () => app.scim.patch(`/Users/${of.user}`)],
    [400, 'invalidSyntax', 'an unknown attribute, strictly', () => strict.post('/Users', aUser('v', { shoeSize: 44 }))],
    [400, 'invalidPath', 'a path of no attribute', () => app.scim.patch(`/Users/${of.user}`, { op: 'remove', path: 'shoeSize' })],
    [400, 'noTarget', 'remove without a path', () => app.scim.patch(`/Users/${of.user}`, { op: 'remove' })],
    [
      400,
      'noTarget',
      'a replace that matches nothing',
      () => app.scim.patch(`/Users/${of.user}`, { op: 'replace', path: 'emails[value eq "x"]', value: { value: 'y' } }),
    ],
    [400, 'invalidValue', 'a missing userName', () => app.scim.post('/Users', { schemas: [userUrn] })],
    [400, 'invalidValue', 'both projections', () => app.scim.get('/Users?attributes=id&excludedAttributes=name')],
    [400, 'invalidValue', 'a startIndex that is no number', () => app.scim.get('/Users?startIndex=one')],
    [400, 'invalidValue', 'unknown members, strictly', () => strict.post('/Groups', aGroup('V', { members: [{ value: 'x' }] }))],
    [404, undefined, 'an unknown id', () => app.scim.get('/Users/x')],
    [412, undefined, 'another version', () => app.scim.delete(`/Users/${of.user}`, { 'if-match': '"77"' })],
    [405, undefined, 'a method that is not allowed', () => app.scim.delete('/Groups')],
    [415, undefined, 'another media type', () => app.scim.request('POST', '/Users', '<a/>', { 'content-type': 'text/xml' })],
    [501, undefined, 'what is not offered', () => app.scim.get('/Me')],
  ])('rule 152: %d comes with scimType %s for %s (RFC 7644 §3.12)', async (status, scimType, _, provoke) => {
    expectError(await changingNothing(app, provoke), status, scimType)
  })
  const of = { user: '' }
  beforeAll(async () => {
    of.user = await app.scim.createUser('vocabulary')
    await app.scim.createGroup('Vocabulary')
  })
})

describe('discovery (RFC 7644 §4)', () => {
  it.each([
    ['/Schemas', [userUrn, groupUrn, enterpriseUrn]],
    ['/ResourceTypes', ['User', 'Group']],
  ])('rule 153: %s is a ListResponse, and each of it is found by its id in any case (RFC 7644 §4)', async (path, expected) => {
    const { status, body } = await app.scim.get(path)
    expect([status, body['schemas'], body['totalResults'], body['itemsPerPage'], body['startIndex']]).toEqual([
      200,
      [listUrn],
      expected.length,
      expected.length,
      1,
    ])
    expect(body['Resources'].map(({ id }: ScimBody) => id).sort()).toEqual([...expected].sort())
    for (const resource of body['Resources']) {
      for (const id of [resource.id, resource.id.toUpperCase(), resource.id.toLowerCase()]) {
        const one = await app.scim.get(`${path}/${id}`)
        expect([id, one.status, one.body]).toEqual([id, 200, resource])
        expect((await app.scim.get(`${path}/${encodeURIComponent(id)}`)).body).toEqual(resource)
      }
    }
    expectError(await app.scim.get(`${path}/nothing`), 404)
  })

  const discovery = ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig', `/Schemas/${userUrn}`, '/ResourceTypes/User']
  it.each(discovery)('rule 154: %s ignores sorting, paging and projection, and a filter on it is 403 (RFC 7644 §4)', async (path) => {
    const whole = (await app.scim.get(path)).body
    for (const query of [
      'sortBy=id&sortOrder=descending',
      'sortBy=nothing',
      'startIndex=2&count=1',
      'count=0',
      'startIndex=one&count=many',
      'attributes=id',
      'excludedAttributes=attributes',
      'attributes=id&excludedAttributes=name',
      'cursor&count=1',
    ]) {
      const answer = await app.scim.get(`${path}?${query}`)
      expect([query, answer.status, answer.body]).toEqual([query, 200, whole])
    }
    for (const filter of ['id pr', 'name eq "User"', 'nonsense', '']) expectError(await app.scim.get(`${path}?${filterOf(filter)}`), 403)
  })

  it.each(discovery)('rule 155: %s is GET only (RFC 7644 §4)', async (path) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const refused = await app.scim.request(method, path, method === 'DELETE' ? undefined : {})
      expectError(refused, 405)
      expect(refused.headers.get('allow')).toBe('GET')
    }
  })

  it('rule 155: /Schemas lists no message (RFC 7644 §3.1)', async () => {
    const ids = (await app.scim.get('/Schemas')).body['Resources'].map(({ id }: ScimBody) => id) as string[]
    expect(ids.filter((id) => /:messages:/i.test(id))).toEqual([])
    for (const message of ['ListResponse', 'SearchRequest', 'PatchOp', 'BulkRequest', 'BulkResponse', 'Error'])
      expectError(await app.scim.get(`/Schemas/urn:ietf:params:scim:api:messages:2.0:${message}`), 404)
  })
})
