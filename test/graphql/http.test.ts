import { gzipSync } from 'node:zlib'
import { connect } from 'node:net'
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp({ environment: { ALLOWED_ORIGINS: 'https://dashboard.example' } })
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

const get = (search: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${under.node.graphqlUrl}${search}`, { headers: { authorization: `Bearer ${under.team.apiKey}`, ...headers } })

const codeOf = (text: string): string => (JSON.parse(text) as Answer).errors![0]!.extensions.code

describe('Without a valid key', () => {
  test.each([undefined, '', 'Bearer', 'Bearer nonsense', `Bearer hc_key_${'a'.repeat(43)}`, 'Basic YTpi', `Bearer ${'x'.repeat(5000)}`])(
    '(%j) everything is 401 UNAUTHENTICATED, introspection and mistakes alike',
    async (authorization) => {
      for (const query of ['{ viewer { kind } }', '{ __schema { types { name } } }', '{ nope }', '{']) {
        const response = await fetch(under.node.graphqlUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
          body: JSON.stringify({ query }),
        })
        expect(response.status).toBe(401)
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
        const body = (await response.json()) as Answer
        expect(body).toEqual({
          errors: [
            { message: expect.any(String), extensions: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') } },
          ],
        })
      }
    },
  )

  test('a body is not even read', async () => {
    const anonymous = graphqlClient(under.node, undefined)
    expect((await anonymous.post('nonsense', { 'content-type': 'text/plain' })).status).toBe(401)
  })
})

describe('A request', () => {
  test('has the id that it brought, in the header and in every error', async () => {
    const { headers, text } = await client.post('{"query":"{ nope alsoNope }"}', { 'x-request-id': 'my-request-0001' })
    expect(headers.get('x-request-id')).toBe('my-request-0001')
    expect((JSON.parse(text) as Answer).errors!.map(({ extensions }) => extensions.requestId)).toEqual([
      'my-request-0001',
      'my-request-0001',
    ])
  })

  test('may be a GET for a query, and not for a mutation', async () => {
    const query = await get(
      `?query=${encodeURIComponent('query ($id: ID) { team(id: $id) { name } }')}&variables=${encodeURIComponent(JSON.stringify({ id: under.team.teamId }))}`,
    )
    expect([query.status, await query.json()]).toEqual([200, { data: { team: { name: 'Acme' } } }])
    const mutation = await get(
      `?query=${encodeURIComponent('mutation { setTeamPlan(input: { teamId: "x", plan: FREE }) { __typename } }')}`,
    )
    expect(mutation.status).toBe(405)
    expect(codeOf(await mutation.text())).toBeDefined()
  })

  test('whose GET has variables that are no JSON is 400', async () => {
    const answer = await get('?query={__typename}&variables={nonsense')
    expect([answer.status, codeOf(await answer.text())]).toEqual([400, 'BAD_REQUEST'])
  })

  test.each([
    ['PUT', 405],
    ['DELETE', 405],
    ['PATCH', 405],
  ])('by %s is %i', async (method, status) => {
    const response = await fetch(under.node.graphqlUrl, { method, headers: { authorization: `Bearer ${under.team.apiKey}` } })
    expect([response.status, response.headers.get('allow')]).toEqual([status, 'GET, POST, OPTIONS'])
  })

  test('is answered as application/json to who asks for that, with 200 for a mistake in the document', async () => {
    const { status, headers, text } = await client.post('{"query":"{ nope }"}', { accept: 'application/json' })
    expect([status, headers.get('content-type'), codeOf(text)]).toEqual([
      200,
      'application/json; charset=utf-8',
      'GRAPHQL_VALIDATION_FAILED',
    ])
  })

  test('is answered as application/graphql-response+json to who asks for that, with 400 for a mistake in the document', async () => {
    const { status, headers, text } = await client.post('{"query":"{ nope }"}')
    expect([status, headers.get('content-type'), codeOf(text)]).toEqual([
      400,
      'application/graphql-response+json; charset=utf-8',
      'GRAPHQL_VALIDATION_FAILED',
    ])
  })

  test('is refused 406 by who accepts neither, events and parts among them', async () => {
    for (const accept of ['text/event-stream', 'multipart/mixed', 'text/html']) {
      expect((await client.post('{"query":"{ __typename }"}', { accept })).status).toBe(406)
    }
  })

  test('cannot be a subscription', async () => {
    const { status, text } = await client.post('{"query":"subscription { changes { __typename } }"}')
    expect([status, codeOf(text)]).toEqual([400, 'BAD_USER_INPUT'])
  })

  test.each([
    'text/plain',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('with a body of %s is 415', async (type) => {
    const { status, text } = await client.post('{"query":"{ __typename }"}', { 'content-type': type })
    expect([status, codeOf(text)]).toEqual([415, 'BAD_REQUEST'])
  })

  test('may say its charset', async () => {
    expect((await client.post('{"query":"{ __typename }"}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200)
  })
})

describe('Pages of other hosts', () => {
  const preflight = (origin: string): Promise<Response> =>
    fetch(under.node.graphqlUrl, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    })

  test('may ask when they are allowed, and are told so', async () => {
    const allowed = await preflight('https://dashboard.example')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://dashboard.example')
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization')
    const { headers } = await client.post('{"query":"{ __typename }"}', { origin: 'https://dashboard.example' })
    expect(headers.get('access-control-allow-origin')).toBe('https://dashboard.example')
  })

  test('are told nothing otherwise', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    expect(
      (await client.post('{"query":"{ __typename }"}', { origin: 'https://evil.example' })).headers.get('access-control-allow-origin'),
    ).toBeNull()
  })
})

describe('Hostile input is answered with a clear error, changes nothing, and the next request is served', () => {
  test.each<[string, string | Buffer, number, Record<string, string>?]>([
    ['no body', '', 400],
    ['malformed JSON', '{"query":', 400],
    ['a JSON text', '"query"', 400],
    ['null', 'null', 400],
    ['a batch', '[{"query":"{ __typename }"}]', 400],
    ['no query', '{}', 400],
    ['a query that is a number', '{"query":1}', 400],
    ['a query that is an object', '{"query":{"a":1}}', 400],
    ['variables that are a text', '{"query":"{ __typename }","variables":"x"}', 400],
    ['variables that are a list', '{"query":"{ __typename }","variables":[1]}', 400],
    ['an operation that is not there', '{"query":"query A { __typename }","operationName":"B"}', 400],
    ['an operation name that is a number', '{"query":"query A { __typename }","operationName":1}', 400],
    ['an unknown parameter', '{"query":"{ __typename }","extra":1}', 400],
    ['prototype keys', '{"__proto__":{"query":"{ __typename }"},"constructor":1}', 400],
    [
      'prototype keys in variables',
      '{"query":"query ($by: UserBy!) { team { user(by: $by) { id } } }","variables":{"by":{"__proto__":{"id":"x"},"constructor":1}}}',
      400,
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from([...Buffer.from('{"query":"{ team { user(by: { userName: \\"'), 0xc3, 0x28, ...Buffer.from('\\" }) { id } } }"}')]),
      400,
    ],
    ['a compressed body', gzipSync('{"query":"{ __typename }"}'), 400, { 'content-encoding': 'gzip' }],
    ['a body of more than 1 MB', `{"query":"{ __typename }","variables":{"x":"${'x'.repeat(1_048_576)}"}}`, 413],
    ['an empty document', '{"query":""}', 400],
    ['only a comment', '{"query":"# nothing"}', 400],
    ['a type definition', '{"query":"type A { a: Int }"}', 400],
    ['a thousand levels', `{"query":"${'{ a'.repeat(1_000)}${'}'.repeat(1_000)}"}`, 400],
    ['a hundred thousand levels', `{"query":"${'{a'.repeat(100_000)}"}`, 400],
    ['a list in a list in a list', `{"query":"{ team(id: ${'['.repeat(1_990)}"}`, 400],
    ['three thousand fields', `{"query":"{ ${'__typename '.repeat(3_000)} }"}`, 400],
    [
      'variables nested a hundred thousand times',
      `{"query":"query ($id: ID) { team(id: $id) { id } }","variables":{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      400,
    ],
    ['fragments that contain each other', '{"query":"{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"}', 400],
    ['many aliases', `{"query":"{ ${Array.from({ length: 101 }, (_, index) => `a${index}: __typename`).join(' ')} }"}`, 400],
    ['many directives', `{"query":"{ __typename ${'@skip(if: false) '.repeat(300)} }"}`, 400],
    ['a number too large for Int', '{"query":"{ team { users(first: 99999999999) { nodes { id } } } }"}', 400],
    [
      'an Int variable with a fraction',
      '{"query":"query ($first: Int) { team { users(first: $first) { nodes { id } } } }","variables":{"first":1.5}}',
      400,
    ],
    ['an enum value that is none', '{"query":"{ team { users(orderBy: constructor) { nodes { id } } } }"}', 400],
  ])('%s', async (_, body, status, headers = {}) => {
    const answer = await client.post(body, headers)
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(/^\{"errors":\[\{"message":/)])
    const { errors, data } = JSON.parse(answer.text) as Answer
    expect(data).toBeUndefined()
    for (const { extensions } of errors!)
      expect(extensions).toEqual(
        expect.objectContaining({ code: expect.not.stringMatching(/INTERNAL/), requestId: answer.headers.get('x-request-id') }),
      )
    expect(answer.text).not.toMatch(/node_modules|\bat .*\.(ts|js):/)
    expect((await client.ask('{ viewer { kind } }')).data).toEqual({ viewer: { kind: 'API_KEY' } })
  })

  test.each(['\0', 'a\0b', '\ud800', '\udc00a'])('%j in a variable or a literal', async (text) => {
    const literal = JSON.stringify(text)
    for (const [query, variables] of [
      ['query ($x: String!) { team { user(by: { userName: $x }) { id } } }', { x: text }],
      ['query ($x: String!) { team { users(search: $x) { nodes { id } } } }', { x: text }],
      ['mutation ($x: String!) { createDirectory(input: { name: $x, provider: OKTA }) { __typename } }', { x: text }],
      ['query ($x: UserBy!) { team { user(by: $x) { id } } }', { x: { externalId: text } }],
      ['query ($x: ID!) { node(id: $x) { id } }', { x: text }],
      [`{ team { users(search: ${literal}) { nodes { id } } } }`, {}],
    ] as const) {
      const answer = await client.ask(query, variables)
      expect(answer.errors).toMatchObject([{ extensions: { code: expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_PARSE_FAILED)$/) } }])
    }
  })

  test('an operation that is deeper than 15 fields', async () => {
    const deep = `{ team ${'{ groups(first: 1) { nodes { members(first: 1) { nodes '.repeat(4)} { id } ${'} } } }'.repeat(4)} }`
    expect(await client.ask(deep)).toMatchObject({
      errors: [{ message: expect.stringMatching(/deep/), extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })

  test('an operation whose answer could be enormous, also with the size in a variable or in fragments', async () => {
    const nested = (size: string): string =>
      `{ team { groups(first: ${size}) { nodes { members(first: ${size}) { nodes { groups(first: ${size}) { nodes { id } } } } } } } }`
    const fragments =
      '{ team { ...A } } fragment A on Team { groups(first: 200) { nodes { ...B } } } fragment B on Group { members(first: 200) { nodes { ...C } } } fragment C on User { groups(first: 200) { nodes { id } } }'
    const doubling = `{ ...F0 } ${Array.from({ length: 40 }, (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`).join(' ')} fragment F40 on Query { __typename }`
    for (const [query, variables] of [
      [nested('200'), {}],
      [`query ($n: Int) ${nested('$n')}`, { n: 200 }],
      [`query ($n: Int = 200) ${nested('$n')}`, {}],
      [fragments, {}],
      [doubling, {}],
    ] as const) {
      const answer = await client.ask(query, variables)
      expect(answer).toMatchObject({
        errors: [{ message: expect.stringMatching(/could hold|selects more/), extensions: { code: 'BAD_USER_INPUT' } }],
      })
    }
    expect((await client.ask(`query ($n: Int) ${nested('$n')}`, { n: 2 })).errors).toBeUndefined()
  })

  test('introspection that goes round and round', async () => {
    const round = `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} }'.repeat(6)} } } }`
    expect((await client.ask(round)).errors).toBeDefined()
  })

  test('a head that never ends, and one that is no HTTP', async () => {
    const { port } = new URL(under.node.url)
    for (const text of [`POST /graphql HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 'nonsense\r\n\r\n']) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(text)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 4/)
      socket.destroy()
    }
  })
})

test('A client reads the whole schema by the usual introspection', async () => {
  const { getIntrospectionQuery, buildClientSchema } = await import('graphql')
  const { data, errors } = await client.ask(getIntrospectionQuery())
  expect(errors).toBeUndefined()
  expect(buildClientSchema(data as never).getQueryType()?.name).toBe('Query')
})
