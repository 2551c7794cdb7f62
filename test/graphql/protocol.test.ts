import { createClient } from 'graphql-ws'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { RawSocket } from '../support/raw-socket.ts'
import { useApp } from '../support/use-app.ts'

// The cases of the graphql-transport-ws protocol that sockets.test.ts does not have: by hand, and by the official client.

const under = useApp()
const follow = 'subscription { changes { __typename } }'

async function admitted(): Promise<RawSocket> {
  const socket = await new RawSocket(under.node).admitted(under.team.apiKey)
  onTestFinished(() => socket.socket.terminate())
  return socket
}

describe('By hand, a socket', () => {
  test('is acknowledged with a message that has no payload', async () => {
    const socket = await new RawSocket(under.node).open()
    onTestFinished(() => socket.socket.terminate())
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${under.team.apiKey}` } })
    expect(await socket.next()).toEqual({ type: 'connection_ack' })
  })

  test('answers a ping before and after it is let in, and takes a pong that nobody asked for', async () => {
    const socket = await new RawSocket(under.node).open()
    onTestFinished(() => socket.socket.terminate())
    socket.send({ type: 'ping' })
    expect(await socket.next()).toEqual({ type: 'pong' })
    socket.send({ type: 'pong', payload: { unasked: true } })
    socket.send({ type: 'ping', payload: { nonce: 7 } })
    expect(await socket.next()).toEqual({ type: 'pong', payload: { nonce: 7 } })
  })

  test('answers a query with one next and complete', async () => {
    const socket = await admitted()
    socket.send({ id: 'q', type: 'subscribe', payload: { query: '{ viewer { kind } }' } })
    expect(await socket.next()).toEqual({ id: 'q', type: 'next', payload: { data: { viewer: { kind: 'API_KEY' } } } })
    expect(await socket.next()).toEqual({ id: 'q', type: 'complete' })
  })

  test('runs a mutation', async () => {
    const socket = await admitted()
    const query = 'mutation { clearSpendLimit(input: { target: { groupId: "group-none" } }) { __typename } }'
    socket.send({ id: 'm', type: 'subscribe', payload: { query } })
    expect(await socket.next()).toMatchObject({
      id: 'm',
      type: 'next',
      payload: { data: { clearSpendLimit: { __typename: 'NotFoundError' } } },
    })
    expect(await socket.next()).toEqual({ id: 'm', type: 'complete' })
  })

  test('takes an id again after its operation ended, by complete, by error, or by the client', async () => {
    const socket = await admitted()
    for (const query of ['{ viewer { kind } }', '{ nope }']) {
      socket.send({ id: 'again', type: 'subscribe', payload: { query } })
      while (!['complete', 'error'].includes((await socket.next())['type'] as string));
    }
    await socket.subscribed('again')
    socket.send({ id: 'again', type: 'complete' })
    await socket.subscribed('again')
    socket.send({ id: 'never-begun', type: 'complete' })
    socket.send({ type: 'ping' })
    expect(await socket.next()).toEqual({ type: 'pong' })
  })

  test('ends a subscription that is refused with its reason as data, then complete', async () => {
    const socket = await admitted()
    const query = 'subscription { membershipChanges(groupId: "group-none") { __typename ... on NotFoundError { code } } }'
    socket.send({ id: 'r', type: 'subscribe', payload: { query } })
    const payload = { data: { membershipChanges: { __typename: 'NotFoundError', code: 'NOT_FOUND' } } }
    expect(await socket.next()).toEqual({ id: 'r', type: 'next', payload })
    expect(await socket.next()).toEqual({ id: 'r', type: 'complete' })
  })

  test.each([
    ['é"\\\u2028', 'an id that JSON has to escape'],
    ['', 'an id that is empty'],
    ['x'.repeat(300), 'a long id'],
  ])('carries %j: %s', async (id, _) => {
    const socket = await admitted()
    socket.send({ id, type: 'subscribe', payload: { query: follow } })
    // The protocol's own parser wants a text that is not empty.
    if (id === '') return void expect((await socket.closed).code).toBe(4400)
    expect(await socket.next()).toEqual({ id, type: 'next', payload: { data: { changes: { __typename: 'Checkpoint' } } } })
  })

  test('carries messages of every length class of a frame (RFC 6455 §5.2)', async () => {
    const team = await under.newTeam('Long messages')
    const socket = await new RawSocket(under.node).admitted(team.apiKey)
    onTestFinished(() => socket.socket.terminate())
    await socket.subscribed(
      's',
      'subscription { changes { ... on ChangeBatch { changes { ... on UserCreated { user { displayName } } ... on UserModified { after { displayName } } } } } }',
    )
    const id = await team.scim.createUser('long', { displayName: 'short' })
    expect(JSON.stringify(await socket.next())).toContain('short')
    for (const length of [1, 100, 130, 15_900, 16_384, 65_000, 65_536, 70_000, 200_000]) {
      const displayName = `${length}${'é'.repeat(length / 2)}`
      await team.scim.patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: displayName })
      expect(await socket.next()).toEqual({
        id: 's',
        type: 'next',
        payload: { data: { changes: { changes: [{ after: { displayName } }] } } },
      })
    }
  })

  test('is closed when more waits for a completed operation than a socket may carry', async () => {
    const socket = await admitted()
    const group = await under.scim.createGroup(`Flooded ${Date.now()}`, [])
    const query = `subscription { changes(filter: { groupId: "${group}" }) { __typename } }`
    socket.send({ id: 'f', type: 'subscribe', payload: { query } })
    for (let count = 0; count < 300; count++) socket.send({ id: 'f', type: 'complete' })
    expect((await socket.closed).code).toBe(1008)
  })

  test('in binary or in fragments says the same as in text', async () => {
    const socket = await admitted()
    socket.socket.send(Buffer.from('{"type":"ping"}'), { binary: true })
    expect(await socket.next()).toEqual({ type: 'pong' })
    socket.socket.send('{"type":', { fin: false })
    socket.socket.send('"ping"}', { fin: true })
    expect(await socket.next()).toEqual({ type: 'pong' })
  })
})

describe('By the official client', () => {
  const client = () => {
    const made = createClient({
      url: under.node.subscriptionsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${under.team.apiKey}` },
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => {},
    })
    onTestFinished(() => void made.dispose())
    return made
  }

  test('queries, and many subscriptions on one socket, which end one by one', async () => {
    const made = client()
    const query = made.iterate({ query: '{ viewer { kind } }' })
    expect((await query.next()).value).toEqual({ data: { viewer: { kind: 'API_KEY' } } })
    expect((await query.next()).done).toBe(true)
    const iterators = Array.from({ length: 20 }, () => made.iterate({ query: follow }))
    for (const iterator of iterators) expect((await iterator.next()).value).toEqual({ data: { changes: { __typename: 'Checkpoint' } } })
    for (const iterator of iterators.slice(1)) await iterator.return!()
    await under.scim.createUser('by-the-official-client')
    expect((await iterators[0]!.next()).value).toEqual({ data: { changes: { __typename: 'ChangeBatch' } } })
    await iterators[0]!.return!()
  })

  test('errors come as errors', async () => {
    const failing = client().iterate({ query: '{ nope }' })
    await expect(failing.next()).rejects.toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
  })

  test('a wrong key ends with 4401, which it never retries', async () => {
    let connects = 0
    const made = createClient({
      url: under.node.subscriptionsUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'Bearer hc_key_wrong' },
      retryAttempts: 5,
      shouldRetry: () => true,
      on: { connecting: () => void connects++ },
    })
    onTestFinished(() => void made.dispose())
    await expect(made.iterate({ query: follow }).next()).rejects.toMatchObject({ code: 4401 })
    expect(connects).toBe(1)
  })
})
