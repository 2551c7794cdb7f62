import { connect } from 'node:net'
import { createClient } from 'graphql-sse'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { createTestTeam, startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

const query =
  'subscription ($after: ChangeCursor) { changes(after: $after) { __typename ... on Checkpoint { previousCursor cursor isLive } ... on ChangeBatch { previousCursor cursor changes { revision } } ... on ResyncRequired { reason } ... on InvalidInputError { message } ... on NotFoundError { message } } }'

type Event = { id?: string; event?: string; data?: string }
type Message = {
  __typename: string
  previousCursor: string
  cursor: string
  isLive?: boolean
  changes?: { revision: number }[]
  reason?: string
}

const cursorNow = async (): Promise<string> =>
  (await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor

type Asked = {
  query?: string
  variables?: Record<string, unknown>
  headers?: Record<string, string>
  method?: 'GET' | 'POST'
  key?: string
  url?: string
}

function ask({
  query: asked = query,
  variables,
  headers = {},
  method = 'POST',
  key = under.team.apiKey,
  url = under.node.graphqlUrl,
}: Asked) {
  const all = { accept: 'text/event-stream', authorization: `Bearer ${key}`, ...headers }
  if (method === 'POST')
    return fetch(url, {
      method,
      headers: { ...all, 'content-type': 'application/json' },
      body: JSON.stringify({ query: asked, variables }),
    })
  const parameters = new URLSearchParams({ query: asked, ...(variables ? { variables: JSON.stringify(variables) } : {}) })
  return fetch(`${url}?${parameters}`, { headers: all })
}

/** The events of a stream, read as the HTML Standard says (§9.2.6). */
class Events {
  private readonly reader: ReadableStreamDefaultReader<string>
  private text = ''
  constructor(response: Response) {
    this.reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    onTestFinished(() => this.stop())
  }
  async next(): Promise<Event | undefined> {
    let end = this.text.indexOf('\n\n')
    // What has been searched is not searched again: an event may be large.
    const chunks = end < 0 ? [this.text] : []
    for (let last = this.text.at(-1) ?? ''; end < 0;) {
      const { value, done } = await this.reader.read()
      if (done) return undefined
      chunks.push(value)
      if (`${last}${value}`.includes('\n\n')) end = (this.text = chunks.join('')).indexOf('\n\n')
      last = value.at(-1) ?? last
    }
    const lines = this.text.slice(0, end).split('\n')
    this.text = this.text.slice(end + 2)
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]))
  }
  async message(): Promise<Message> {
    const { data } = (await this.next())!
    return (JSON.parse(data!) as { data: { changes: Message } }).data.changes
  }
  stop(): Promise<void> {
    return this.reader.cancel().catch(() => {})
  }
}

async function follow(asked: Asked = {}): Promise<Events> {
  const response = await ask(asked)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
  return new Events(response)
}

describe('A subscription over an event stream', () => {
  test.each(['GET', 'POST'] as const)('by %s opens with its Checkpoint and tells each change with the cursor as its id', async (method) => {
    const head = await cursorNow()
    const events = await follow({ method })
    expect(await events.next()).toEqual({
      id: head,
      event: 'next',
      data: JSON.stringify({ data: { changes: { __typename: 'Checkpoint', previousCursor: head, cursor: head, isLive: true } } }),
    })
    await under.scim.createUser(`streamed-by-${method}`)
    const event = (await events.next())!
    const { changes } = (JSON.parse(event.data!) as { data: { changes: Message } }).data
    expect(changes).toMatchObject({
      __typename: 'ChangeBatch',
      previousCursor: head,
      cursor: event.id,
      changes: [{ revision: expect.any(Number) }],
    })
    expect(event.id).toBe(await cursorNow())
  })

  test('goes on after Last-Event-ID, which takes the place of `after`', async () => {
    const start = await cursorNow()
    const events = await follow()
    await events.next()
    await under.scim.createUser('before-the-cut')
    const { id } = (await events.next())!
    await events.stop()
    await under.scim.createUser('during-the-cut')
    const again = await follow({ variables: { after: start }, headers: { 'last-event-id': id! } })
    expect(await again.message()).toMatchObject({ __typename: 'Checkpoint', previousCursor: id, cursor: id })
    const batch = await again.message()
    expect(batch).toMatchObject({ __typename: 'ChangeBatch', previousCursor: id })
    expect(batch.changes!.length).toBe(1)
    expect(await again.message()).toMatchObject({ __typename: 'Checkpoint', isLive: true })
  })

  test('with a Last-Event-ID that is no cursor says so, and completes', async () => {
    const events = await follow({ headers: { 'last-event-id': 'nonsense' } })
    expect(await events.message()).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await events.next()).toEqual({ event: 'complete', data: '' })
    expect(await events.next()).toBeUndefined()
  })

  test('of another history asks for a new beginning without an id to go on from, and completes', async () => {
    const other = await under.newTeam('Another history')
    const foreign = (await graphqlClient(under.node, other.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }'))
      .data!.team
    const events = await follow({ variables: { after: foreign.changeCursor } })
    const event = (await events.next())!
    expect(event).not.toHaveProperty('id')
    expect(JSON.parse(event.data!)).toMatchObject({ data: { changes: { __typename: 'ResyncRequired' } } })
    expect(await events.next()).toEqual({ event: 'complete', data: '' })
  })

  test('shares its execution with sockets and other streams', async () => {
    const streams = await Promise.all([follow(), follow(), follow()])
    for (const events of streams) await events.next()
    await vi.waitFor(() => expect(under.node.app.live()).toMatchObject({ eventStreams: 3, groups: 1 }))
    const before = under.node.app.live().executions
    await under.scim.createUser('shared-by-streams')
    for (const events of streams) expect((await events.message()).__typename).toBe('ChangeBatch')
    expect(under.node.app.live().executions).toBe(before + 1)
  })

  test('is ended when its key is revoked, and not let in again', async () => {
    const { data } = await client.ask<{ issueApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation { issueApiKey(input: { name: "Stream", scopes: [READ] }) { ... on IssueApiKeySuccess { key apiKey { id } } } }',
    )
    const { key, apiKey } = data!.issueApiKey
    const events = await follow({ key })
    await events.next()
    await client.ask(`mutation { revokeApiKey(input: { apiKeyId: "${apiKey.id}" }) { __typename } }`)
    let event
    do event = await events.next()
    while (event)
    expect((await ask({ key })).status).toBe(401)
  })

  test('is ended when the node stops, without the word that it is complete', async () => {
    const node = await startNode({ databaseUrl: under.database.url })
    const team = await createTestTeam(node, { name: 'Stopping streams' })
    const events = new Events(await ask({ key: team.apiKey, url: node.graphqlUrl }))
    expect((await events.message()).__typename).toBe('Checkpoint')
    await node.stop()
    expect(await events.next()).toBeUndefined()
  })

  test('that is not read is cut off, while others hear everything', { timeout: 60_000 }, async () => {
    const team = await under.newTeam('Slow stream')
    const wide =
      'subscription { changes { __typename ... on ChangeBatch { changes { revision ... on UserModified { before { displayName } after { displayName } } } } } }'
    const { hostname, port } = new URL(under.node.graphqlUrl)
    const slow = connect(Number(port), hostname)
    onTestFinished(() => void slow.destroy())
    slow.write(
      `GET /graphql?query=${encodeURIComponent(wide)} HTTP/1.1\r\nhost: ${hostname}\r\naccept: text/event-stream\r\nauthorization: Bearer ${team.apiKey}\r\n\r\n`,
    )
    slow.pause()
    const quick = await follow({ key: team.apiKey })
    await quick.next()
    const closed = under.node.app.live().slowReadersClosed
    const ids = await Promise.all(Array.from({ length: 16 }, (_, index) => team.scim.createUser(`slow-stream-${index}`)))
    let seen = 0
    const reading = (async () => {
      while (seen < 16 + 16 * 30) seen += (await quick.message()).changes?.length ?? 0
    })()
    for (let round = 0; round < 30; round++) {
      const value = `${round}`.padEnd(15_000, 'x')
      await Promise.all(ids.map((id) => team.scim.patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value })))
    }
    await reading
    expect(seen).toBe(16 + 16 * 30)
    expect(under.node.app.live().slowReadersClosed).toBe(closed + 1)
  })
})

describe('A message that is larger than what may wait for a reader', () => {
  // What is answered is many times what the log holds, and more than a network keeps on its way.
  const fields = Array.from({ length: 28 }, (_, index) => `u${index}: user { displayName }`).join(' ')
  const wide = `subscription ($after: ChangeCursor) { changes(after: $after) { __typename ... on Checkpoint { isLive } ... on ChangeBatch { changes { ... on UserCreated { ${fields} } } } } }`

  async function written() {
    const team = await under.newTeam('Large messages')
    const { data } = await graphqlClient(under.node, team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const displayName = 'x'.repeat(15_000)
    await Promise.all(Array.from({ length: 60 }, (_, index) => team.scim.createUser(`large-${index}`, { displayName })))
    return { team, after: data!.team.changeCursor }
  }

  test('reaches one that begins to read late over a socket, which is not closed for it', { timeout: 60_000 }, async () => {
    const { team, after } = await written()
    const closed = under.node.app.live().slowReadersClosed
    const socket = await new RawSocket(under.node).admitted(team.apiKey)
    onTestFinished(() => socket.socket.terminate())
    socket.socket.pause()
    socket.send({ id: '1', type: 'subscribe', payload: { query: wide, variables: { after } } })
    await vi.waitFor(() => expect(under.node.app.live().bytes).toBeGreaterThan(20_000_000), { timeout: 20_000 })
    socket.socket.resume()
    let message
    let bytes = 0
    do {
      message = JSON.stringify(await socket.next())
      bytes += message.length
    } while (!message.includes('"isLive":true'))
    expect(bytes).toBeGreaterThan(20_000_000)
    expect(under.node.app.live().slowReadersClosed).toBe(closed)
  })

  test('reaches one that begins to read late over an event stream', { timeout: 60_000 }, async () => {
    const { team, after } = await written()
    const { slowReadersClosed, bytes } = under.node.app.live()
    const events = await follow({ query: wide, variables: { after }, key: team.apiKey })
    await vi.waitFor(() => expect(under.node.app.live().bytes - bytes).toBeGreaterThan(20_000_000), { timeout: 20_000 })
    let seen = 0
    let message: Message
    do {
      message = await events.message()
      seen += message.changes?.length ?? 0
    } while (!message.isLive)
    expect(seen).toBe(60)
    expect(under.node.app.live().slowReadersClosed).toBe(slowReadersClosed)
  })
})

describe('Who accepts an event stream', () => {
  test('gets a query as an answer when JSON is accepted too, and 406 when it is not', async () => {
    const both = await ask({ query: '{ viewer { kind } }', headers: { accept: 'application/json, text/event-stream' } })
    expect(await both.json()).toEqual({ data: { viewer: { kind: 'API_KEY' } } })
    expect((await ask({ query: '{ viewer { kind } }' })).status).toBe(406)
  })

  test('gets errors of the request as an answer, before a stream begins', async () => {
    const accept = 'application/json, text/event-stream'
    expect((await ask({ query: 'subscription { nope }', headers: { accept } })).status).toBeOneOf([200, 400])
    expect(await (await ask({ query: 'subscription { nope }', headers: { accept } })).json()).toMatchObject({
      errors: [{ message: expect.any(String) }],
    })
    expect((await ask({ key: 'hc_key_unknown' })).status).toBe(401)
  })

  test('and does not, is told how subscriptions are served', async () => {
    const answer = await client.ask(query)
    expect(answer.errors![0]!.message).toMatch(/graphql-transport-ws.+text\/event-stream/)
  })
})

test('The graphql-sse client follows, and goes on from the last cursor by `after`', async () => {
  const sse = createClient({ url: under.node.graphqlUrl, headers: { authorization: `Bearer ${under.team.apiKey}` } })
  onTestFinished(() => sse.dispose())
  const iterator = sse.iterate<{ changes: Message }>({ query })
  const first = (await iterator.next()).value!.data!.changes
  await under.scim.createUser('by-the-client')
  const batch = (await iterator.next()).value!.data!.changes
  expect(batch).toMatchObject({ __typename: 'ChangeBatch', previousCursor: first.cursor })
  await iterator.return!()
  const again = sse.iterate<{ changes: Message }>({ query, variables: { after: first.cursor } })
  expect((await again.next()).value!.data!.changes).toMatchObject({ __typename: 'Checkpoint', previousCursor: first.cursor })
  expect((await again.next()).value!.data!.changes).toEqual(batch)
  await again.return!()
})
