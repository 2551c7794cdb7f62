import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { print } from 'graphql'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket as WsWebSocket } from 'ws'
import type { FollowOptions } from '../../src/client/following.ts'
import { createLiveClient, type LiveClient, type LiveClientOptions } from '../../src/client/live-client.ts'
import type { FollowChangesSubscription, FollowChangesSubscriptionVariables } from '../support/gql/graphql.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { createTestTeam, startNode, type TestTeam } from '../support/start-app.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'
import { FollowChanges } from '../support/subscriber.ts'
import { seededRandom } from '../simulate/random.ts'
import { Recorder } from './recorder.ts'
import { freshlyShown, TeamView } from './team-view.ts'
import { TcpProxy } from './tcp-proxy.ts'

const under = useApp()
let graphql: GraphqlClient

beforeAll(() => {
  graphql = graphqlClient(under.node, under.team.apiKey)
})

const clients: LiveClient[] = []
const proxies: TcpProxy[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.dispose()))
  await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()))
})

async function proxyTo(url: string): Promise<TcpProxy> {
  const proxy = await TcpProxy.to(url)
  proxies.push(proxy)
  return proxy
}

type Options = Partial<FollowOptions<FollowChangesSubscription, FollowChangesSubscriptionVariables>>

/** A dashboard of a team: a client with short waits, one following, and what it shows. */
function open(asking: GraphqlClient, clientOptions: Partial<LiveClientOptions>, options: Options = {}) {
  const recorder = new Recorder<FollowChangesSubscription>()
  const view = new TeamView(asking)
  const client = createLiveClient({
    url: under.node.subscriptionsUrl,
    authorization: () => `Bearer ${under.team.apiKey}`,
    print,
    backOff: { firstMilliseconds: 20, longestMilliseconds: 100 },
    onProblem: recorder.onProblem,
    ...clientOptions,
  })
  clients.push(client)
  const following = client.follow({
    document: FollowChanges,
    loadSnapshot: view.loadSnapshot,
    onChanges(changes) {
      view.apply(changes)
      recorder.onChanges(changes)
    },
    onState: recorder.onState,
    ...options,
  })
  const live = () => recorder.until('live', () => following.state().name === 'live')
  const reached = (cursor: string) =>
    recorder.until('all has come', () => following.cursor() === cursor && following.state().name === 'live')
  return { client, following, recorder, view, live, reached }
}

describe('From a snapshot on', () => {
  test('the view becomes what the next snapshot shows', async () => {
    await under.scim.createUser('before')
    const { following, view, live, reached } = open(graphql, {})
    await live()
    expect(following.counts()).toMatchObject({ snapshots: 1 })
    const [a, b] = [await under.scim.createUser('a'), await under.scim.createUser('b')]
    await under.scim.createGroup('G', [a, b])
    await under.scim.delete(`/Users/${b}`)
    const fresh = await freshlyShown(graphql)
    await reached(fresh.cursor)
    expect(view.shown()).toEqual(fresh.shown)
    expect(following.counts()).toMatchObject({ gaps: 0, repeated: 0, losses: 0 })
  })

  test('a following without one and without a cursor tells what is committed from now on', async () => {
    const { recorder, live } = open(graphql, {}, { loadSnapshot: undefined })
    await live()
    const id = await under.scim.createUser('from-now-on')
    await recorder.until('it is told', () => recorder.changes.length > 0)
    expect(recorder.changes.flatMap(({ changes }) => changes)).toMatchObject([{ __typename: 'UserCreated', user: { id } }])
  })

  test.each([
    ['AHEAD', 1_000_000],
    ['REPLACED', 1],
  ])('a cursor that the log does not have (%s) leads to a new snapshot', async (reason, revision) => {
    const forged = Buffer.alloc(24, 1)
    forged.writeBigUInt64BE(BigInt(revision))
    const { following, view, recorder, live, reached } = open(graphql, {}, { after: forged.toString('base64url') })
    await live()
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({ reason: 'resync', detail: reason })
    await under.scim.createUser(`after-${reason}`)
    const fresh = await freshlyShown(graphql)
    await reached(fresh.cursor)
    expect(view.shown()).toEqual(fresh.shown)
    expect(following.counts()).toMatchObject({ snapshots: 1, restarts: 0 })
  })

  test.each([
    ['a cursor that is none', { after: 'nonsense' }, 'invalidInput', 'is no change cursor'],
    ['a user that is none', { variables: { filter: { userId: 'user-nobody' } } }, 'notFound', 'user-nobody'],
  ])('%s ends the following with what the server says', async (_, options, reason, message) => {
    const { following } = open(graphql, {}, options)
    expect(await following.ended).toMatchObject({ reason, error: { message: expect.stringContaining(message) } })
  })

  test('an operation that the server refuses ends the following', async () => {
    const document = `subscription ($after: ChangeCursor) { changes(after: $after) { __typename nope previousCursor cursor isLive } }`
    const { following } = open(graphql, {}, { document })
    expect(await following.ended).toMatchObject({
      reason: 'rejected',
      error: { message: expect.stringContaining('GRAPHQL_VALIDATION_FAILED') },
    })
  })
})

/** Users come and go, and join a group; how many it is depends on the seed alone. */
async function write(scim: ScimClient, seed: number, count: number): Promise<void> {
  const random = seededRandom(seed)
  const group = await scim.createGroup(`Group ${seed}`)
  const ids: string[] = []
  for (let round = 0; round < count; round++) {
    const dice = random.next()
    if (dice < 0.5 || ids.length === 0) ids.push(await scim.createUser(`user-${seed}-${round}`))
    else if (dice < 0.7) await scim.patch(`/Users/${random.pick(ids)}`, { op: 'replace', path: 'displayName', value: `Name ${round}` })
    else if (dice < 0.9) await scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: random.pick(ids) }] })
    else await scim.delete(`/Users/${ids.splice(random.below(ids.length), 1)[0]!}`)
  }
}

describe('Whatever the network does, nothing is missing and nothing comes twice', () => {
  test.each([
    [1, 'the global WebSocket', undefined],
    [2, 'the ws package', WsWebSocket],
    [3, 'the ws package', WsWebSocket],
  ])(
    'when connections are cut and stalled at random while a writer goes on: seed %d, %s',
    { timeout: 60_000 },
    async (seed, _, webSocketImpl) => {
      const { scim, ...team } = await under.newTeam(`Random ${seed}`)
      const asking = graphqlClient(under.node, team.apiKey)
      const proxy = await proxyTo(under.node.subscriptionsUrl)
      const clientOptions = {
        url: proxy.url,
        webSocketImpl,
        authorization: () => `Bearer ${team.apiKey}`,
        keepAliveMilliseconds: 30,
        pongTimeoutMilliseconds: 200,
        connectTimeoutMilliseconds: 500,
      }
      const boards = [1, 2, 3].map(() => open(asking, clientOptions))
      // One of them is slow at what it does.
      const slow = open(asking, clientOptions, {
        async onChanges(changes) {
          await new Promise((resolve) => setTimeout(resolve, seededRandom(changes.changes.length).below(20)))
          slow.view.apply(changes)
        },
      })
      boards.push(slow)
      await Promise.all(boards.map(({ live }) => live()))

      const random = seededRandom(seed)
      const done = { writing: false }
      const writing = write(scim, seed, 120).finally(() => (done.writing = true))
      let faults = 0
      while (!done.writing || faults < 12) {
        // After some more changes, so that faults fall anywhere between and within them.
        const { view } = random.pick(boards)
        const enough = view.revisions.length + random.below(4)
        await boards[0]!.recorder.until('some more changes', () => done.writing || view.revisions.length >= enough)
        if (random.next() < 0.2) {
          proxy.stall()
          await Promise.all(boards.map(({ recorder }) => recorder.until('it is noticed', () => recorder.state?.name === 'stale')))
          proxy.unstall()
        } else proxy.cut()
        faults++
      }
      await writing
      proxy.unstall()
      const fresh = await freshlyShown(asking)
      for (const { reached, view, following, recorder } of boards) {
        await reached(fresh.cursor)
        expect(view.shown()).toEqual(fresh.shown)
        // One snapshot, at the start: all else came as changes, each once and in order, or the view would have thrown.
        expect(following.counts()).toMatchObject({ snapshots: 1, gaps: 0, repeated: 0 })
        expect(following.counts().losses).toBeGreaterThan(5)
        expect(recorder.problems).toEqual([])
      }
    },
  )

  test('when the node stops with 1012 and another one takes over', async () => {
    const first = await startNode({ databaseUrl: under.database.url })
    const team = await createTestTeam(first, { name: 'Moving house' })
    const proxy = await proxyTo(first.subscriptionsUrl)
    const asking = graphqlClient(under.node, team.apiKey)
    const { live, reached, view, recorder, following } = open(asking, { url: proxy.url, authorization: () => `Bearer ${team.apiKey}` })
    const scim = scimClient({ ...team, scimUrl: team.scimUrl.replace(first.url, under.node.url) })
    await live()
    await scim.createUser('one')
    proxy.redirect(under.node.subscriptionsUrl)
    await Promise.all([first.stop(), scim.createUser('two')])
    await scim.createUser('three')
    const fresh = await freshlyShown(asking)
    await reached(fresh.cursor)
    expect(view.shown()).toEqual(fresh.shown)
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({ detail: expect.stringContaining('1012') })
    expect(following.counts()).toMatchObject({ snapshots: 1, losses: 1, gaps: 0 })
  })

  describe('with a process of its own', () => {
    let dataDirectory: string
    let processes: ServerProcess[]
    beforeEach(async () => {
      dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-client-'))
      processes = []
    })
    afterEach(async () => {
      for (const { child, exited } of processes) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
        await exited
      }
      await rm(dataDirectory, { recursive: true, force: true })
    })

    async function start(): Promise<{ server: ServerProcess; subscriptionsUrl: string }> {
      const server = startServerProcess({
        PORT: '0',
        DATABASE_URL: under.database.url,
        HEADCOUNT_DATA_DIR: dataDirectory,
        HEADCOUNT_PLATFORM_KEY: under.node.platformKey,
      })
      processes.push(server)
      await server.printed('Listening')
      const port = /http:\/\/[^\s:]+:(\d+)/.exec(server.output())![1]!
      return { server, subscriptionsUrl: `ws://127.0.0.1:${port}/graphql` }
    }

    test('when the process is killed and another one started', { timeout: 120_000 }, async () => {
      const { scim, ...team } = await under.newTeam('Killed')
      const asking = graphqlClient(under.node, team.apiKey)
      const first = await start()
      const proxy = await proxyTo(first.subscriptionsUrl)
      const { live, reached, view, following, recorder } = open(asking, { url: proxy.url, authorization: () => `Bearer ${team.apiKey}` })
      await live()
      const writing = write(scim, 5, 60)
      await recorder.until('some changes', () => view.revisions.length > 10)
      first.server.child.kill('SIGKILL')
      await recorder.until('it is noticed', () => recorder.state?.name === 'stale')
      const second = await start()
      proxy.redirect(second.subscriptionsUrl)
      await writing
      const fresh = await freshlyShown(asking)
      await reached(fresh.cursor)
      expect(view.shown()).toEqual(fresh.shown)
      expect(following.counts()).toMatchObject({ snapshots: 1, gaps: 0, repeated: 0 })
    })
  })
})

describe('A credential', () => {
  const keyOf = (asking: GraphqlClient, expiresInMilliseconds?: number): Promise<string> =>
    graphqlIssueKey(
      asking,
      ['READ'],
      expiresInMilliseconds === undefined ? undefined : new Date(Date.now() + expiresInMilliseconds).toISOString(),
    )

  async function newTeam(name: string): Promise<{ team: TestTeam; scim: ScimClient; asking: GraphqlClient }> {
    const { scim, ...team } = await under.newTeam(name)
    return { team, scim, asking: graphqlClient(under.node, team.apiKey) }
  }

  test('that is unknown ends the following: it is not asked for again', async () => {
    let asked = 0
    const { following } = open(graphql, { authorization: () => `Bearer hc_key_unknown${++asked}` })
    expect(await following.ended).toMatchObject({ reason: 'unauthorized', error: { message: expect.stringContaining('4401') } })
    expect(asked).toBe(1)
  })

  test('that is revoked under it ends the following', async () => {
    const { asking } = await newTeam('Revoking')
    const { data } = await asking.ask<{ issueApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation { issueApiKey(input: { name: "Short", scopes: [READ] }) { ... on IssueApiKeySuccess { key apiKey { id } } } }',
    )
    const { key, apiKey } = data!.issueApiKey
    const { following, live } = open(asking, { authorization: () => `Bearer ${key}` })
    await live()
    await asking.ask(`mutation { revokeApiKey(input: { apiKeyId: "${apiKey.id}" }) { __typename } }`)
    expect(await following.ended).toMatchObject({
      reason: 'unauthorized',
      error: { message: expect.stringContaining('4401: The key was revoked') },
    })
  })

  test('that expires under it is asked for anew (4403), and the following goes on', async () => {
    const { asking, scim } = await newTeam('Expiring')
    const keys = [await keyOf(asking, 3_000), await keyOf(asking)]
    const { live, reached, view, recorder, following } = open(asking, {
      authorization: () => `Bearer ${keys.shift()!}`,
      renewBeforeMilliseconds: 0,
    })
    await live()
    await recorder.until('it expired', () => recorder.state?.name === 'stale')
    expect(recorder.state).toMatchObject({ detail: expect.stringContaining('4403') })
    await scim.createUser('after')
    const fresh = await freshlyShown(asking)
    await reached(fresh.cursor)
    expect(view.shown()).toEqual(fresh.shown)
    expect(following.counts()).toMatchObject({ snapshots: 1, losses: 1 })
    expect(keys).toEqual([])
  })

  test('that expires is renewed before on the open socket: nothing is interrupted', async () => {
    const { asking, scim } = await newTeam('Renewing')
    const expiresAt = new Date(Date.now() + 4_000)
    const credentials = [{ authorization: `Bearer ${await keyOf(asking, 4_000)}`, expiresAt }, `Bearer ${await keyOf(asking)}`]
    const { live, reached, recorder, following } = open(asking, { authorization: () => credentials.shift()! })
    await live()
    await recorder.until('the first one is over', () => Date.now() > expiresAt.getTime() + 500)
    await scim.createUser('after')
    const fresh = await freshlyShown(asking)
    await reached(fresh.cursor)
    expect(credentials).toEqual([])
    expect(following.counts()).toMatchObject({ losses: 0 })
    expect(recorder.problems).toEqual([])
  })

  test('of another team is not taken for a renewal, and the answer says so', async () => {
    const { asking } = await newTeam('Neighbour')
    const { client, live, following } = open(graphql, {})
    await live()
    expect(await client.renew(`Bearer ${await keyOf(asking)}`)).toEqual({
      renewed: false,
      message: expect.stringContaining('same team and scopes'),
    })
    expect(following.state()).toEqual({ name: 'live' })
  })
})
