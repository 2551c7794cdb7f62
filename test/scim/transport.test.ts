import { describe, expect, it } from 'vitest'
import { useApp } from '../support/use-app.ts'

const app = useApp()
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe('who may ask (RFC 7644 §2)', () => {
  it.each([
    ['no token', {}],
    ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
    ['an unknown token', { authorization: 'Bearer hc_scim_nothing' }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('answers 401 with WWW-Authenticate and a SCIM error to %s', async (_, headers) => {
    const response = await fetch(`${app.team.scimUrl}/Users`, { headers: headers as Record<string, string> })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await response.json()).toMatchObject({ schemas: [errorUrn], status: '401', detail: expect.any(String) })
  })

  it('is asked before the body is read', async () => {
    const response = await fetch(`${app.team.scimUrl}/Users`, {
      method: 'POST',
      body: '{bad',
      headers: { 'content-type': 'application/scim+json' },
    })
    expect(response.status).toBe(401)
  })

  it('does not let an API key in, nor a token into another directory, and both read the same as an unknown token', async () => {
    const other = await app.newTeam()
    const answers: object[] = []
    for (const token of [app.team.apiKey, other.scimToken, 'hc_scim_nothing']) {
      const response = await fetch(`${app.team.scimUrl}/Users`, { headers: { authorization: `Bearer ${token}` } })
      const { detail, ...body } = (await response.json()) as { detail: string }
      answers.push({ http: response.status, ...body, detail: detail.replace(/\(Request .*/, '') })
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: '401' })
  })

  it('gives the discovery of authentication schemes to everybody, whether the directory exists or not', async () => {
    const known = await fetch(`${app.team.scimUrl}/ServiceProviderConfig`)
    const unknown = await fetch(`${app.node.url}/scim/v2/dir-01a20cdf-64bb-71ef-85b2-b58aefca8081/ServiceProviderConfig`)
    expect([known.status, unknown.status]).toEqual([200, 200])
  })
})

describe('what is not there', () => {
  it.each([
    ['GET', '/Nothing', 404],
    ['GET', '/Users/a/b', 404],
    ['GET', '/Schemas/urn:nothing', 404],
    ['POST', '/Users/user-1', 405],
    ['DELETE', '/Users', 405],
    ['POST', '/ServiceProviderConfig', 405],
    ['PUT', '/Schemas', 405],
    ['GET', '/Bulk', 405],
    ['GET', '/Me', 501],
  ])('%s %s is %d with a SCIM error', async (method, path, status) => {
    const answer = await app.scim.request(method, path, method === 'GET' ? undefined : {})
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ schemas: [errorUrn], status: String(status) })
  })

  it('another version of the protocol is 404', async () => {
    const response = await fetch(app.team.scimUrl.replace('/v2/', '/v3/') + '/Users', {
      headers: { authorization: `Bearer ${app.team.scimToken}` },
    })
    expect(response.status).toBe(404)
  })
})

describe('bad input gets a clear error and changes nothing', () => {
  const deep = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
  const post = (body: string | Buffer, headers: Record<string, string> = {}) => app.scim.request('POST', '/Users', body, headers)
  it.each<[string, string | Buffer, number, string | undefined]>([
    ['malformed JSON', '{"userName": tru', 400, 'invalidSyntax'],
    ['an empty body', '', 400, 'invalidSyntax'],
    ['an array', '[]', 400, 'invalidSyntax'],
    ['a number', '7', 400, 'invalidSyntax'],
    ['null', 'null', 400, 'invalidSyntax'],
    ['a userName of the wrong type', JSON.stringify({ schemas: [userUrn], userName: 7 }), 400, 'invalidValue'],
    ['a userName that is an object', JSON.stringify({ schemas: [userUrn], userName: { a: 1 } }), 400, 'invalidValue'],
    ['no userName', JSON.stringify({ schemas: [userUrn] }), 400, 'invalidValue'],
    ['an empty userName', JSON.stringify({ schemas: [userUrn], userName: '' }), 400, 'invalidValue'],
    [
      'active that is neither true nor false',
      JSON.stringify({ schemas: [userUrn], userName: 'a', active: 'perhaps' }),
      400,
      'invalidValue',
    ],
    ['a NUL character', JSON.stringify({ schemas: [userUrn], userName: 'a\u0000b' }), 400, 'invalidValue'],
    ['half a surrogate pair', '{"schemas":["' + userUrn + '"],"userName":"\\ud800"}', 400, 'invalidValue'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, 'invalidSyntax'],
    ['a body of 10 MB', JSON.stringify({ schemas: [userUrn], userName: 'big', title: 'x'.repeat(10_000_000) }), 413, undefined],
  ])('%s', async (_, body, status, scimType) => {
    const before = await app.node.app.database.change.count()
    const answer = await post(body)
    expect([answer.status, answer.body['scimType']]).toEqual([status, scimType])
    expect(answer.body).toMatchObject({ schemas: [errorUrn], status: String(status), detail: expect.any(String) })
    expect(answer.text).not.toMatch(/at .*\.ts|SELECT|prisma/i)
    expect(await app.node.app.database.change.count()).toBe(before)
  })

  it('deep nesting is refused or ignored, never a crash', async () => {
    for (const body of [deep(100_000), `{"schemas":["${userUrn}"],"userName":"deep@x","name":${deep(5_000)}}`, '['.repeat(1_000_000)]) {
      expect([201, 400, 413]).toContain((await post(body)).status)
    }
    expect((await app.scim.get('/Users?count=1')).status).toBe(200)
  })

  it('prototype keys pollute nothing', async () => {
    const { status, body } = await post(
      `{"schemas":["${userUrn}"],"userName":"proto@x.example","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":{"__proto__":{"polluted":1}}}`,
    )
    expect(status).toBe(201)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(JSON.stringify(body)).not.toContain('polluted')
    for (const path of ['__proto__.polluted', 'constructor.prototype.polluted', 'name.__proto__']) {
      const patched = await app.scim.patch(`/Users/${body['id']}`, { op: 'add', path, value: 'x' })
      expect([patched.status, patched.body['scimType']]).toEqual([400, 'invalidPath'])
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('a huge filter and a broken percent escape', async () => {
    const huge = await app.scim.get(`/Users?filter=${encodeURIComponent(`userName eq "${'x'.repeat(9_000)}"`)}`)
    expect(huge.status).toBe(400)
    expect([400, 404]).toContain((await app.scim.get('/Users/%zz')).status)
    expect((await app.scim.get(`/Users?filter=${encodeURIComponent('userName eq "\\u0000"')}`)).status).toBeLessThan(500)
  })

  it('a URL beyond what is read is 431 with a reason, and the connection is not just cut', async () => {
    const { status, body } = await app.scim.get(`/Users?filter=${'x'.repeat(70_000)}`)
    expect(status).toBe(431)
    expect(body['detail']).toContain('64 KB')
  })

  it('a body that is no JSON by its type is 415', async () => {
    expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  })

  it('repeats the request id in the answer', async () => {
    const { headers, body } = await app.scim.request('GET', '/Users/nobody', undefined, { 'x-request-id': 'trace-me-12345' })
    expect(headers.get('x-request-id')).toBe('trace-me-12345')
    expect(body['detail']).toContain('trace-me-12345')
  })
})

describe('content types (RFC 7644 §3.8)', () => {
  it.each(['application/scim+json', 'application/json', 'application/scim+json; charset=utf-8', 'APPLICATION/Json; charset=UTF-8'])(
    'accepts %s',
    async (type) => {
      const { status } = await app.scim.request(
        'POST',
        '/Users',
        JSON.stringify({ schemas: [userUrn], userName: `type of ${type} as sent` }),
        { 'content-type': type },
      )
      expect(status).toBe(201)
    },
  )

  it.each(['*/*', 'text/html, application/json;q=0.1', 'application/json, */*'])('answers scim+json to Accept: %s', async (accept) => {
    const { status, headers } = await app.scim.get('/Users?count=1', { accept })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/)
  })
})

describe('discovery (RFC 7643 §5–7)', () => {
  it('tells the truth about what is supported', async () => {
    const { body } = await app.scim.get('/ServiceProviderConfig')
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { supported: true, maxResults: expect.any(Number) },
      sort: { supported: true },
      etag: { supported: true },
      changePassword: { supported: false },
    })
    expect(body['authenticationSchemes'][0]).toMatchObject({
      type: 'oauthbearertoken',
      name: expect.any(String),
      description: expect.any(String),
    })
  })

  it('lists schemas and resource types that agree, each by its id too', async () => {
    const schemas = (await app.scim.get('/Schemas')).body
    const types = (await app.scim.get('/ResourceTypes')).body
    expect(types['totalResults']).toBe(2)
    const known = schemas['Resources'].map((schema: { id: string }) => schema.id)
    for (const type of types['Resources']) {
      expect(known).toContain(type.schema)
      for (const extension of type.schemaExtensions) expect(known).toContain(extension.schema)
      expect((await app.scim.get(`/ResourceTypes/${type.id}`)).body).toEqual(type)
    }
    for (const id of known) expect((await app.scim.get(`/Schemas/${id.toUpperCase()}`)).body['id']).toBe(id)
  })
})
