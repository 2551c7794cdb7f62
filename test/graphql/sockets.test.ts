import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ClientOptions } from 'ws'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { redisUrl } from '../support/redis.ts'
import { createTestTeam, startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp({ environment: { ALLOWED_ORIGINS: 'https://dashboard.example' } })
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

const open = (options?: ClientOptions, protocol?: string): RawSocket => new RawSocket(under.node, options, protocol)

async function issueKey(expiresAt?: string): Promise<{ id: string; key: string }> {
  const { data } = await client.ask<{ issueApiKey: { key: string; apiKey: { id: string } } }>(
    'mutation ($expiresAt: DateTime) { issueApiKey(input: { name: "Socket", scopes: [READ], expiresAt: $expiresAt }) { ... on IssueApiKeySuccess { key apiKey { id } } } }',
    { expiresAt },
  )
  return { id: data!.issueApiKey.apiKey.id, key: data!.issueApiKey.key }
}

const revoke = (id: string): Promise<unknown> => client.ask(`mutation { revokeApiKey(input: { apiKeyId: "${id}" }) { __typename } }`)

describe('A socket is let in', () => {
  test('with the key in connection_init, or in the Authorization header of the upgrade', async () => {
    const socket = await open().admitted(under.team.apiKey)
    socket.socket.close(1000)
    const withHeader = await open({ headers: { authorization: `Bearer ${under.team.apiKey}` } }).open()
    withHeader.send({ type: 'connection_init' })
    expect(await withHeader.next()).toEqual({ type: 'connection_ack' })
    withHeader.socket.close(1000)
  })

  test.each([
    undefined,
    {},
    { authorization: 'Bearer hc_key_unknown' },
    { authorization: '' },
    { authorization: 17 },
    { authorization: { toString: 1 } },
    'text',
  ])('not with %j: closed 4401', async (payload) => {
    const socket = await open().open()
    socket.send({ type: 'connection_init', payload })
    // A payload that is no object is no message of the protocol at all.
    expect((await socket.closed).code).toBe(payload === 'text' ? 4400 : 4401)
  })

  test('not without connection_init: closed 4408', async () => {
    const socket = await open().open()
    expect((await socket.closed).code).toBe(4408)
  })

  test('not twice: closed 4429', async () => {
    const socket = await open().admitted(under.team.apiKey)
    socket.send({ type: 'connection_init' })
    expect((await socket.closed).code).toBe(4429)
  })

  test('not with another protocol: closed 4406', async () => {
    const socket = open({}, 'graphql-ws')
    const closed = await Promise.race([socket.closed, once(socket.socket, 'error')])
    expect('code' in closed ? closed.code : 4406).toBeOneOf([4406, 1006])
  })

  test('only from pages of this host and of the allowed ones', async () => {
    const { host } = new URL(under.node.url)
    for (const origin of [`http://${host}`, 'https://dashboard.example']) (await open({ origin }).open()).socket.close()
    for (const origin of ['https://evil.example', 'null', `http://${host}.evil.example`, 'nonsense']) {
      const socket = open({ origin })
      const [request, response] = (await once(socket.socket, 'unexpected-response')) as [{ destroy(): void }, { statusCode: number }]
      expect(response.statusCode).toBe(403)
      request.destroy()
    }
  })

  test('nowhere but at /graphql', async () => {
    const elsewhere = new RawSocket({ ...under.node, subscriptionsUrl: under.node.subscriptionsUrl.replace('/graphql', '/elsewhere') })
    const [request, response] = (await once(elsewhere.socket, 'unexpected-response')) as [{ destroy(): void }, { statusCode: number }]
    expect(response.statusCode).toBe(404)
    request.destroy()
  })
})

describe('A socket is closed', () => {
  test.each([
    ['text that is no message', 'nonsense', 4400],
    ['a message of no known type', '{"type":"nonsense"}', 4400],
    ['a message without an id', '{"type":"subscribe","payload":{"query":"{ __typename }"}}', 4400],
    ['more than 64 KB', `{"type":"ping","payload":{"x":"${'x'.repeat(65_536)}"}}`, 1009],
    ['bytes that are no UTF-8', Buffer.from([0xc3, 0x28]), undefined],
  ])('at %s', async (_, message, code) => {
    const socket = await open().admitted(under.team.apiKey)
    if (Buffer.isBuffer(message)) socket.socket.send(message, { binary: false })
    else socket.send(message)
    expect((await socket.closed).code).toBe(code ?? 1007)
    expect((await client.ask('{ viewer { kind } }')).status).toBe(200)
  })

  test('at a subscription before it is let in: 4401', async () => {
    const socket = await open().open()
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { changes { __typename } }' } })
    expect((await socket.closed).code).toBe(4401)
  })

  test('at a second subscription of one id: 4409', async () => {
    const socket = await (await open().admitted(under.team.apiKey)).subscribed()
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { changes { __typename } }' } })
    expect((await socket.closed).code).toBe(4409)
  })

  test('when its key is revoked: 4401, at once, and only those of that key', async () => {
    const { id, key } = await issueKey()
    const ending = await (await open().admitted(key)).subscribed()
    const staying = await (await open().admitted(under.team.apiKey)).subscribed()
    await revoke(id)
    expect(await ending.closed).toEqual({ code: 4401, reason: 'The key was revoked' })
    expect(await staying.next()).toMatchObject({ type: 'next', payload: { data: { changes: { __typename: 'ChangeBatch' } } } })
    expect(staying.socket.readyState).toBe(staying.socket.OPEN)
    staying.socket.close(1000)
    const again = await open().open()
    again.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })
    expect((await again.closed).code).toBe(4401)
  })

  test('when its key is revoked while it is being let in', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, key } = await issueKey()
      const sockets = await Promise.all(Array.from({ length: 5 }, () => open().open()))
      for (const socket of sockets) socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })
      await revoke(id)
      for (const socket of sockets) expect((await socket.closed).code).toBe(4401)
    }
  })

  test('when its key is revoked at another node', async () => {
    const nodes = await Promise.all([1, 2].map(() => startNode({ databaseUrl: under.database.url, redisUrl: redisUrl() })))
    try {
      const { id, key } = await issueKey()
      const socket = await (await new RawSocket(nodes[0]!).admitted(key)).subscribed()
      await graphqlClient(nodes[1]!, under.team.apiKey).ask(`mutation { revokeApiKey(input: { apiKeyId: "${id}" }) { __typename } }`)
      expect((await socket.closed).code).toBe(4401)
    } finally {
      for (const node of nodes) await node.stop()
    }
  })

  test('when its key expires: 4403', async () => {
    const { key } = await issueKey(new Date(Date.now() + 700).toISOString())
    const socket = await (await open().admitted(key)).subscribed()
    expect((await socket.closed).code).toBe(4403)
  })

  test('with 1012 when the node stops', async () => {
    const node = await startNode({ databaseUrl: under.database.url })
    const team = await createTestTeam(node, { name: 'Stopping' })
    const socket = await (await new RawSocket(node).admitted(team.apiKey)).subscribed()
    const idle = await new RawSocket(node).open()
    await node.stop()
    expect((await socket.closed).code).toBe(1012)
    expect((await idle.closed).code).toBe(1012)
  })

  test('with 1013 when it does not read, while others of the same team hear everything', { timeout: 60_000 }, async () => {
    const team = await under.newTeam('Slow')
    const query =
      'subscription { changes { ... on ChangeBatch { changes { revision ... on UserModified { before { displayName } after { displayName } } } } } }'
    const slow = await (await new RawSocket(under.node).admitted(team.apiKey)).subscribed('1', query)
    const quick = await (
      await new RawSocket(under.node).admitted(team.apiKey)
    ).subscribed('1', 'subscription { changes { ... on ChangeBatch { changes { revision } } } }')
    slow.socket.pause()
    const { scim } = team
    const ids = await Promise.all(Array.from({ length: 16 }, (_, index) => scim.createUser(`slow-${index}`, { displayName: 'x' })))
    let last = 0
    const reading = (async () => {
      while (last < 4 + 16 + 16 * 40) {
        const { payload } = (await quick.next()) as { payload: { data: { changes: { changes?: { revision: number }[] } } } }
        for (const { revision } of payload.data.changes.changes ?? []) {
          if (last > 0) expect(revision).toBe(last + 1)
          last = revision
        }
      }
    })()
    for (let round = 0; round < 40; round++) {
      const value = `${round}`.padEnd(15_000, 'x')
      await Promise.all(ids.map((id) => scim.patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value })))
    }
    await reading
    // What was on the way is read first, then the close.
    slow.socket.resume()
    expect((await slow.closed).code).toBe(1013)
    quick.socket.close(1000)
  })
})

describe('Errors on a socket', () => {
  test.each([
    ['{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['query A { __typename } query B { __typename }', 'BAD_USER_INPUT'],
  ])('of %s come as an error message with the code and a request id', async (query, code) => {
    const socket = await open().admitted(under.team.apiKey)
    socket.send({ id: 'x', type: 'subscribe', payload: { query } })
    expect(await socket.next()).toMatchObject({
      id: 'x',
      type: 'error',
      payload: [{ message: expect.any(String), extensions: { code, requestId: expect.any(String) } }],
    })
    socket.socket.close(1000)
  })

  test('come when more than 100 operations run at a time', async () => {
    const socket = await open().admitted(under.team.apiKey)
    for (let id = 0; id <= 100; id++)
      socket.send({ id: String(id), type: 'subscribe', payload: { query: 'subscription { changes { __typename } }' } })
    const types = new Map<unknown, number>()
    for (let count = 0; count <= 100; count++) {
      const { type } = await socket.next()
      types.set(type, (types.get(type) ?? 0) + 1)
    }
    expect(types).toEqual(
      new Map<unknown, number>([
        ['error', 1],
        ['next', 100],
      ]),
    )
    socket.socket.close(1000)
  })
})

test('A subscription that is completed by its client gets nothing more', async () => {
  const socket = await (await open().admitted(under.team.apiKey)).subscribed('1')
  socket.send({ id: '1', type: 'complete' })
  await socket.subscribed('2')
  await under.scim.createUser(`completed-${Date.now()}`)
  expect(await socket.next()).toMatchObject({ id: '2', type: 'next' })
  socket.socket.close(1000)
})
