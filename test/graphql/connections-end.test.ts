import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { userHold, type AccessEnd } from '../../src/access/access-end.ts'
import { createAccessWatch } from '../../src/graphql/access-watch.ts'
import { createInProcessWakeUp } from '../../src/realtime/wake-up.ts'
import { createFeeds, type Feeds } from '../../src/realtime/team-feed.ts'
import { fromId } from '../../src/domain/id.ts'
import { quietLog } from '../realtime/live-log.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp({ environment: { CONNECTIONS_PER_TEAM: '3' } })

type Issued = { id: string; key: string }

async function issueKey(options: { expiresAt?: string; scopes?: string; apiKey?: string } = {}): Promise<Issued> {
  const { expiresAt, scopes = 'READ', apiKey = under.team.apiKey } = options
  const { data } = await graphqlClient(under.node, apiKey).ask<{ issueApiKey: { key: string; apiKey: { id: string } } }>(
    `mutation ($expiresAt: DateTime) { issueApiKey(input: { name: "Connection", scopes: [${scopes}], expiresAt: $expiresAt }) { ... on IssueApiKeySuccess { key apiKey { id } } } }`,
    { expiresAt },
  )
  return { id: data!.issueApiKey.apiKey.id, key: data!.issueApiKey.key }
}

const revoke = ({ id }: Issued): Promise<unknown> =>
  graphqlClient(under.node, under.team.apiKey).ask(`mutation { revokeApiKey(input: { apiKeyId: "${id}" }) { __typename } }`)

async function admitted(key: string): Promise<RawSocket> {
  const socket = await new RawSocket(under.node).admitted(key)
  onTestFinished(async () => {
    socket.socket.close(1000)
    await socket.closed
  })
  return socket
}

async function renewed(socket: RawSocket, key: unknown): Promise<unknown> {
  socket.send({ type: 'ping', payload: { authorization: typeof key === 'string' ? `Bearer ${key}` : key } })
  const { type, payload } = await socket.next()
  expect(type).toBe('pong')
  return payload
}

const soon = (): string => new Date(Date.now() + 1_500).toISOString()
const codeFor = async (key: string): Promise<number> => {
  const socket = await new RawSocket(under.node).open()
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })
  return (await socket.closed).code
}

describe('A credential at connection_init', () => {
  test('that has expired closes with 4403: renew it and come again', async () => {
    const key = await issueKey({ expiresAt: soon() })
    const socket = await admitted(key.key)
    expect((await socket.closed).code).toBe(4403)
    expect(await codeFor(key.key)).toBe(4403)
  })

  test('that was revoked closes with 4401: final, also when it has expired since', async () => {
    const key = await issueKey({ expiresAt: soon() })
    const socket = await admitted(key.key)
    await revoke(key)
    expect((await socket.closed).code).toBe(4401)
    expect(await codeFor(key.key)).toBe(4401)
  })
})

test('The acknowledgement tells when the credential expires, so that it can be renewed in time', async () => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  const { key } = await issueKey({ expiresAt })
  const socket = await new RawSocket(under.node).open()
  onTestFinished(() => socket.socket.terminate())
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })
  expect(await socket.next()).toEqual({ type: 'connection_ack', payload: { expiresAt } })
})

describe('A renewal by ping', () => {
  test('puts another key of the same team and scopes in place of the first, whose end then ends nothing', async () => {
    const [first, second] = [await issueKey({ expiresAt: soon() }), await issueKey()]
    const socket = await (await admitted(first.key)).subscribed()
    expect(await renewed(socket, second.key)).toEqual({ renewed: true, expiresAt: null })
    // The first one's time is up when a socket that has only it is closed.
    const watching = await admitted(first.key)
    expect((await watching.closed).code).toBe(4403)
    await revoke(first)
    await under.scim.createUser('after-the-renewal')
    let message
    do message = await socket.next()
    while (JSON.stringify(message).includes('Checkpoint'))
    expect(message).toMatchObject({ type: 'next', payload: { data: { changes: { __typename: 'ChangeBatch' } } } })
    await revoke(second)
    expect((await socket.closed).code).toBe(4401)
  })

  test('tells when the new one expires, and then closes with 4403', async () => {
    const [first, second] = [await issueKey(), await issueKey({ expiresAt: soon() })]
    const socket = await admitted(first.key)
    expect(await renewed(socket, second.key)).toEqual({ renewed: true, expiresAt: expect.stringMatching(/Z$/) })
    expect((await socket.closed).code).toBe(4403)
  })

  test('is refused for what opens something else, and the connection goes on as it was', async () => {
    const other = await under.newTeam()
    const [key, wider] = [await issueKey(), await issueKey({ scopes: 'READ, LIMITS' })]
    const socket = await admitted(key.key)
    const refused = { renewed: false, message: expect.any(String) }
    for (const renewal of [wider.key, other.apiKey, under.node.platformKey, 'hc_key_unknown', 17, null])
      expect(await renewed(socket, renewal)).toEqual(refused)
    socket.send({ type: 'ping', payload: { anything: 'else' } })
    expect(await socket.next()).toEqual({ type: 'pong', payload: { anything: 'else' } })
    socket.send({ type: 'ping' })
    expect(await socket.next()).toEqual({ type: 'pong' })
    await revoke(key)
    expect((await socket.closed).code).toBe(4401)
  })

  test('opens nothing before connection_init', async () => {
    const socket = await new RawSocket(under.node).open()
    expect(await renewed(socket, under.team.apiKey)).toMatchObject({ renewed: false })
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { changes { __typename } }' } })
    expect((await socket.closed).code).toBe(4401)
  })
})

test('A team has at most CONNECTIONS_PER_TEAM connections on a node: one more is closed with 1013, other teams are let in', async () => {
  const team = await under.newTeam('Crowded')
  const first = await admitted(team.apiKey)
  for (let count = 1; count < 3; count++) await admitted(team.apiKey)
  expect(await codeFor(team.apiKey)).toBe(1013)
  const stream = await fetch(`${under.node.graphqlUrl}?query=${encodeURIComponent('subscription { changes { __typename } }')}`, {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${team.apiKey}` },
  })
  expect(stream.status).toBe(503)
  await admitted((await under.newTeam('Not crowded')).apiKey)
  first.socket.close(1000)
  await first.closed
  await admitted(team.apiKey)
})

test('A key that is revoked changes nothing any more, though its client does not hear of the close and goes on asking', async () => {
  const team = await under.newTeam('Not listening')
  const { data } = await graphqlClient(under.node, team.apiKey).ask<{ issueApiKey: { key: string; apiKey: { id: string } } }>(
    'mutation { issueApiKey(input: { name: "Deaf", scopes: [READ, LIMITS] }) { ... on IssueApiKeySuccess { key apiKey { id } } } }',
  )
  const { key, apiKey } = data!.issueApiKey
  const socket = await admitted(key)
  socket.socket.pause()
  await graphqlClient(under.node, team.apiKey).ask(`mutation { revokeApiKey(input: { apiKeyId: "${apiKey.id}" }) { __typename } }`)
  const query = `mutation { setSpendLimit(input: { target: { teamId: "${team.teamId}" }, value: { amountMinor: 1 } }) { __typename } }`
  socket.send({ id: 'late', type: 'subscribe', payload: { query } })
  // The server does not wait for its answer to the close for ever.
  await vi.waitFor(() => expect(under.node.app.live().sockets).toBe(0))
  socket.socket.resume()
  expect((await socket.closed).code).toBeOneOf([4401, 1006])
  const after = await graphqlClient(under.node, team.apiKey).ask<{ team: { spendLimit: null } }>('{ team { spendLimit { id } } }')
  expect(after.data!.team.spendLimit).toBeNull()
})

const listenersLeft = async (): Promise<number> =>
  ((await (await fetch(`${under.node.url}/ready`)).json()) as { delivery: { listeners: number } }).delivery.listeners

test('Renewals at one time leave nobody on the feed when the connection is gone', async () => {
  const keys = await Promise.all(Array.from({ length: 4 }, () => issueKey()))
  const socket = await new RawSocket(under.node).admitted(keys[0]!.key)
  for (const { key } of keys.slice(1)) socket.send({ type: 'ping', payload: { authorization: `Bearer ${key}` } })
  for (let count = 1; count < 4; count++) expect(await socket.next()).toMatchObject({ type: 'pong', payload: { renewed: true } })
  // The last one counts.
  await revoke(keys[1]!)
  socket.send({ type: 'ping' })
  expect(await socket.next()).toEqual({ type: 'pong' })
  await revoke(keys[3]!)
  expect((await socket.closed).code).toBe(4401)
  await vi.waitFor(async () => expect(await listenersLeft()).toBe(0))
})

test('An id that is used again while its first operation still begins gets one subscription, and leaves nothing behind', async () => {
  const group = await under.scim.createGroup('Asked for twice', [])
  const socket = await new RawSocket(under.node).admitted(under.team.apiKey)
  const query = `subscription { changes(filter: { groupId: "${group}" }) { __typename ... on Checkpoint { isLive } ... on ChangeBatch { changes { revision } } } }`
  for (const message of [
    { id: '1', type: 'subscribe', payload: { query } },
    { id: '1', type: 'complete' },
    { id: '1', type: 'subscribe', payload: { query } },
  ])
    socket.send(message)
  expect(await socket.next()).toMatchObject({
    id: '1',
    type: 'next',
    payload: { data: { changes: { __typename: 'Checkpoint', isLive: true } } },
  })
  await vi.waitFor(() => expect(under.node.app.live().subscriptions).toBe(1))
  await under.scim.patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: 'Renamed' })
  expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: { changes: { __typename: 'ChangeBatch' } } } })
  socket.send({ type: 'ping' })
  expect(await socket.next()).toEqual({ type: 'pong' })
  socket.socket.close(1000)
  await socket.closed
  await vi.waitFor(async () => expect([under.node.app.live().groups, await listenersLeft()]).toEqual([0, 0]))
})

test('A look-up from before the log was lost does not count: whoever comes with it is looked up again', async () => {
  let lost = (): void => {}
  const feeds = {
    async join(_: string, listener: { replaced(reason: 'PRUNED', head: object): void }) {
      lost = () => listener.replaced('PRUNED', {})
      return { leave() {} }
    },
  } as unknown as Feeds
  const watch = createAccessWatch(feeds)
  const rechecked: string[] = []
  const holder = (name: string) => ({ holds: [name], onEnded() {}, recheck: () => void rechecked.push(name) })
  const stop = await watch.watch('team', holder('first'), performance.now())
  const lookedUpAt = performance.now()
  await watch.watch('team', holder('before'), lookedUpAt)
  const known = rechecked.length
  lost()
  await watch.watch('team', holder('after'), lookedUpAt)
  expect(rechecked.slice(known)).toEqual(['first', 'before', 'after'])
  stop()
})

describe('A person who is deactivated or deleted', () => {
  /** A holder of that person's access at another node, which hears of what happens by reading the log alone. */
  async function holder(userId: string): Promise<{ end: Promise<AccessEnd> }> {
    const { database } = under.node.app
    const feeds = createFeeds({ database, wakeUp: createInProcessWakeUp(), log: quietLog, headCheckMilliseconds: 20 })
    onTestFinished(() => feeds.close())
    const { promise, resolve } = Promise.withResolvers<AccessEnd>()
    const holds = [userHold(fromId('user', userId)!)]
    const stop = await createAccessWatch(feeds).watch(
      fromId('team', under.team.teamId)!,
      { holds, onEnded: resolve, recheck() {} },
      performance.now(),
    )
    onTestFinished(stop)
    return { end: promise }
  }

  test('loses the connection at every node when the deactivation is committed', async () => {
    const user = await under.scim.createUser('to-be-deactivated')
    const { end } = await holder(user)
    await under.scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: false })
    expect(await end).toBe('DEACTIVATED')
  })

  test('loses it when the user is deleted', async () => {
    const user = await under.scim.createUser('to-be-deleted')
    const { end } = await holder(user)
    await under.scim.delete(`/Users/${user}`)
    expect(await end).toBe('DEACTIVATED')
  })
})
