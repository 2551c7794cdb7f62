import { isAbstractType, type GraphQLInterfaceType } from 'graphql'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { maxTypes } from '../../src/graphql/operation-limits.ts'
import { schema } from '../../src/graphql/schema.ts'
import { graphqlClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { redisUrl } from '../support/redis.ts'
import { createTestTeam, startNode, type StartedApp, type TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
const names = (count: number, of: (number: number) => string): string => Array.from({ length: count }, (_, number) => of(number)).join(' ')
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

/** Another node on the same database. */
async function another(environment: Record<string, string>, redis?: string): Promise<StartedApp> {
  const node = await startNode({ databaseUrl: under.database.url, redisUrl: redis, environment })
  onTestFinished(() => node.stop())
  return node
}

async function admitted(node: StartedApp, key: string): Promise<RawSocket> {
  const socket = await new RawSocket(node).admitted(key)
  onTestFinished(() => socket.socket.terminate())
  return socket
}

describe('Nobody without a credential', () => {
  test.each(['{ __schema { types { name } } }', '{ viewr { kind } }', '{'])('has %s looked at, also over a socket', async (query) => {
    const anonymous = graphqlClient(under.node, undefined)
    const answer = await anonymous.ask(query)
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(JSON.stringify(answer.errors)).not.toMatch(/viewer|Did you mean|Syntax/)
    const socket = await new RawSocket(under.node).open()
    socket.send({ type: 'connection_init' })
    expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' })
    const early = await new RawSocket(under.node).open()
    early.send({ id: '1', type: 'subscribe', payload: { query } })
    expect(await early.closed).toMatchObject({ code: 4401 })
  })

  test('and whoever has one is helped with a mistake', async () => {
    expect((await client.ask('{ viewr { kind } }')).errors).toMatchObject([{ message: expect.stringContaining('Did you mean "viewer"') }])
  })
})

describe('A document that would be long in checking is refused before it is checked', () => {
  test.each([
    ['one field hundreds of times', `{ ${'team { name } '.repeat(400)} }`],
    ['the same in inline fragments', `{ ${'... { team { name } } '.repeat(200)} }`],
    ['the same beneath others', `{ team { ${'directories { name } '.repeat(300)} } }`],
    ['the same in a fragment', `{ ...F } fragment F on Query { ${'team { name } '.repeat(300)} }`],
    [
      'the same in many fragments',
      `{ ${names(24, (n) => `...F${n}`)} } ${names(24, (n) => `fragment F${n} on Query { ${'team { name } '.repeat(15)} }`)}`,
    ],
    ['the same for types that are made up', `{ ${names(110, (n) => `... on T${n} { team { name } } `)} }`],
    ['the same under an alias', `{ ${'a: team { name } '.repeat(300)} }`],
  ])('%s', async (_, query) => {
    const answer = await client.ask(query)
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringMatching(/more than 20 times/), extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    })
  })

  test('and one that selects a field for each type of a union is answered', async () => {
    const kinds = schema.getPossibleTypes(schema.getType('Change') as GraphQLInterfaceType)
    expect(kinds.length).toBeGreaterThan(20)
    const each = kinds.map(({ name }) => `... on ${name} { revision actor { label } }`).join(' ')
    expect((await client.ask(`{ team { changes(first: 1) { nodes { ${each} } } } }`)).data).toMatchObject({
      team: { changes: { nodes: [{ revision: 1 }] } },
    })
    const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType)
    for (const type of abstract) expect(schema.getPossibleTypes(type).length, type.name).toBeLessThanOrEqual(maxTypes)
  })

  test('and one that has a field a few times is answered', async () => {
    expect((await client.ask(`{ ${'team { name } '.repeat(20)} }`)).data).toEqual({ team: { name: 'Acme' } })
  })
})

test('A variable with a hundred thousand values is answered with an error, and nothing is done', async () => {
  const query = 'mutation ($scopes: [ApiKeyScope!]!) { issueApiKey(input: { name: "X", scopes: $scopes }) { __typename } }'
  const answer = await client.ask(query, { scopes: Array.from({ length: 100_000 }, () => 'NOPE') })
  expect(answer).toMatchObject({ status: 400, errors: expect.any(Array) })
  expect(answer.errors!.length).toBeLessThan(200)
})

describe('One credential that asks more than GRAPHQL_REQUESTS_PER_SECOND', () => {
  const environment = { GRAPHQL_REQUESTS_PER_SECOND: '1' }

  async function admittedOf(count: number, ask: () => Promise<Answer>): Promise<number> {
    const answers = await Promise.all(Array.from({ length: count }, ask))
    for (const { status, headers, errors } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(429)
      const seconds = headers.get('retry-after')
      expect(seconds).toMatch(/^([1-9]|10)$/)
      expect(errors).toEqual([
        {
          message: expect.stringContaining(`in ${seconds} s`),
          extensions: { code: 'RATE_LIMITED', requestId: headers.get('x-request-id') },
        },
      ])
    }
    return answers.filter(({ status }) => status === 200).length
  }

  test('is refused 429 with Retry-After, and others are not', async () => {
    const node = await another(environment)
    const team = await createTestTeam(node, { name: 'Busy' })
    const key = await graphqlIssueKey(graphqlClient(node, team.apiKey), ['READ'])
    // Ten seconds' worth may come at once.
    expect(await admittedOf(25, () => graphqlClient(node, key).ask('{ viewer { kind } }'))).toBe(10)
    expect((await graphqlClient(node, team.apiKey).ask('{ viewer { kind } }')).status).toBe(200)
  })

  test('is refused on a socket too, which counts with its requests', async () => {
    const node = await another(environment)
    const team = await createTestTeam(node, { name: 'Busy' })
    const socket = await admitted(node, team.apiKey)
    const ask = async (id: number): Promise<Record<string, unknown>> => {
      socket.send({ id: String(id), type: 'subscribe', payload: { query: '{ viewer { kind } }' } })
      const answer = await socket.next()
      if (answer['type'] === 'next') await socket.next()
      return answer
    }
    for (let id = 0; id < 5; id++) expect((await ask(id))['type']).toBe('next')
    expect(await admittedOf(10, () => graphqlClient(node, team.apiKey).ask('{ viewer { kind } }'))).toBe(5)
    expect(await ask(6)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number), requestId: expect.any(String) } }],
    })
    expect(socket.socket.readyState).toBe(socket.socket.OPEN)
  })

  test('is counted on all nodes together through Redis', async () => {
    const nodes = [await another(environment, redisUrl()), await another(environment, redisUrl())]
    const team = await createTestTeam(nodes[0]!, { name: 'Busy' })
    let turn = 0
    const ask = (): Promise<Answer> => graphqlClient(nodes[turn++ % 2]!, team.apiKey).ask('{ viewer { kind } }')
    expect(await admittedOf(30, ask)).toBe(10)
  })

  test('cannot be made to by somebody without it', async () => {
    const node = await another(environment)
    const team = await createTestTeam(node, { name: 'Calm' })
    const wrong = graphqlClient(node, `${team.apiKey.slice(0, -1)}_`)
    for (let index = 0; index < 15; index++) expect((await wrong.ask('{ viewer { kind } }')).status).toBe(401)
    expect((await graphqlClient(node, team.apiKey).ask('{ viewer { kind } }')).status).toBe(200)
  })
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('With TRUSTED_DOCUMENTS_FILE', () => {
  const query = 'query Who { viewer { kind } }'
  const subscription = 'subscription Follow { changes { __typename } }'
  const refused = {
    message: expect.stringContaining('Only documents that are listed'),
    extensions: { code: 'UNTRUSTED_DOCUMENT', requestId: expect.any(String) },
  }
  let node: StartedApp
  let team: TestTeam

  beforeAll(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'headcount-documents-'))
    const file = path.join(folder, 'documents.json')
    await writeFile(file, JSON.stringify({ [sha256(query)]: query, [sha256(subscription)]: subscription }))
    node = await startNode({ databaseUrl: under.database.url, environment: { TRUSTED_DOCUMENTS_FILE: file } })
    team = await createTestTeam(node)
    return async () => {
      await node.stop()
      await rm(folder, { recursive: true })
    }
  })

  const post = async (body: object, accept = 'application/graphql-response+json'): Promise<{ status: number; text: string }> =>
    graphqlClient(node, team.apiKey).post(JSON.stringify(body), { accept })

  const named = (text: string): object[] => [
    { query: text },
    { documentId: sha256(text) },
    { documentId: `sha256:${sha256(text).toUpperCase()}` },
    { extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } },
    { query: text, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } },
  ]
  const unlisted = '{ viewer { kind } }'
  const wrong: object[] = [
    { query: unlisted },
    { query: `${query} ` },
    { documentId: sha256(unlisted) },
    { documentId: 'nonsense' },
    { documentId: '__proto__' },
    { documentId: 5, query: unlisted },
    { query: unlisted, documentId: sha256(query) },
    { query, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(unlisted) } } },
    { query: unlisted, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(unlisted) } } },
    {},
  ]

  test.each(named(query))('a listed document is executed, named by %j', async (name) => {
    const { status, text } = await post(name)
    expect([status, JSON.parse(text)]).toEqual([200, { data: { viewer: { kind: 'API_KEY' } } }])
  })

  test.each(wrong)('%j is refused', async (name) => {
    const { status, text } = await post(name)
    expect([status, JSON.parse(text)]).toEqual([400, { errors: [refused] }])
  })

  test('the same holds for GET', async () => {
    const get = (parameters: Record<string, string>): Promise<Response> =>
      fetch(`${node.graphqlUrl}?${new URLSearchParams(parameters)}`, {
        headers: { authorization: `Bearer ${team.apiKey}`, accept: 'application/graphql-response+json' },
      })
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: sha256(query) } })
    const listed: Record<string, string>[] = [{ query }, { documentId: sha256(query) }, { extensions }]
    for (const parameters of listed) expect((await get(parameters)).status).toBe(200)
    const others: Record<string, string>[] = [{ query: unlisted }, { documentId: sha256(unlisted) }]
    for (const parameters of others) expect(await (await get(parameters)).json()).toEqual({ errors: [refused] })
  })

  test('the same holds for event streams', async () => {
    for (const name of named(subscription)) {
      const abort = new AbortController()
      const response = await fetch(node.graphqlUrl, {
        method: 'POST',
        signal: abort.signal,
        headers: { authorization: `Bearer ${team.apiKey}`, 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify(name),
      })
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
      abort.abort()
    }
    const { status, text } = await post(
      { query: 'subscription { changes { __typename } }' },
      'text/event-stream, application/graphql-response+json',
    )
    expect([status, JSON.parse(text)]).toEqual([400, { errors: [refused] }])
  })

  test('the same holds for sockets, where the text may be empty', async () => {
    const socket = await admitted(node, team.apiKey)
    let id = 0
    for (const name of named(query)) {
      socket.send({ id: String(++id), type: 'subscribe', payload: { query: '', ...name } })
      expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: { viewer: { kind: 'API_KEY' } } } })
      expect(await socket.next()).toMatchObject({ type: 'complete' })
    }
    for (const name of wrong) {
      socket.send({ id: String(++id), type: 'subscribe', payload: { query: '', ...name } })
      expect(await socket.next()).toEqual({ id: String(id), type: 'error', payload: [refused] })
    }
    socket.send({ id: 's', type: 'subscribe', payload: { query: '', documentId: sha256(subscription) } })
    expect(await socket.next()).toMatchObject({ id: 's', type: 'next' })
  })

  test.each([
    ['{', /is no JSON/],
    ['[]', /has no object/],
    ['{"x":1}', /has no text at x/],
    [JSON.stringify({ [sha256(query)]: `${query} ` }), /whose SHA-256 is/],
  ])('a file that holds %s keeps the server from starting, and it says why', async (text, reason) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'headcount-documents-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = path.join(folder, 'documents.json')
    await writeFile(file, text)
    const starting = startNode({ databaseUrl: under.database.url, environment: { TRUSTED_DOCUMENTS_FILE: file } })
    await expect(starting).rejects.toThrow(/^TRUSTED_DOCUMENTS_FILE/)
    await expect(starting).rejects.toThrow(reason)
  })
})

describe('Every answer tells browsers', () => {
  const answers = (node: StartedApp): Promise<Response[]> =>
    Promise.all([
      fetch(node.graphqlUrl, { method: 'POST', body: '{' }),
      fetch(node.graphqlUrl, { headers: { authorization: `Bearer ${under.team.apiKey}` } }),
      fetch(`${node.url}/nothing`),
      fetch(`${node.url}/`),
      fetch(`${node.url}/graphiql`),
      fetch(`${node.url}/favicon.svg`),
      fetch(`${node.url}/sign-in`),
      fetch(`${under.team.scimUrl.replace(under.node.url, node.url)}/Users`),
    ])

  test('to take it for what it says it is, not to frame it, and not to tell others where it came from', async () => {
    for (const { headers } of await answers(under.node)) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/)
      expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/)
      expect(headers.get('strict-transport-security')).toBeNull()
    }
  })

  test('to come by https only, where that is its address', async () => {
    const node = await another({ PUBLIC_URL: 'https://headcount.example' })
    for (const { headers } of await answers(node)) expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  })

  test('to run no script in GraphiQL but its own', async () => {
    const policy = (await fetch(`${under.node.url}/graphiql`)).headers.get('content-security-policy')!
    expect(policy).toMatch(/script-src 'sha256-[^']+'( 'sha256-[^']+')*;/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe|\*/)
  })
})
