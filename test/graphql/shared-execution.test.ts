import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Viewer } from '../../src/access/viewer.ts'
import type { Context, Door, Kept } from '../../src/graphql/context.ts'
import type { LiveStats } from '../../src/graphql/server.ts'
import { createLiveSubscriptions, type Sink } from '../../src/graphql/live-subscriptions.ts'
import type { Payload } from '../../src/graphql/payload.ts'
import { ChangeSource } from '../../src/graphql/change-source.ts'
import { createInProcessWakeUp } from '../../src/realtime/wake-up.ts'
import { openDatabase } from '../../src/store/database.ts'
import { newId } from '../../src/store/id.ts'
import { openFeeds, openLiveLog, quietLog } from '../realtime/live-log.ts'
import { sentStatements } from '../support/count-queries.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
const document =
  'subscription ($after: ChangeCursor, $kinds: [ChangeKind!]) { changes(after: $after, filter: { kinds: $kinds }) { __typename ... on Checkpoint { previousCursor cursor isLive } ... on ChangeBatch { previousCursor cursor changes { revision } } } }'

type Message = { __typename: string; previousCursor: string; cursor: string; isLive?: boolean; changes?: { revision: number }[] }
type Next = { id: string; type: string; payload: { data: { changes: Message } } }

const live = (): LiveStats => under.node.app.live()

async function socket(apiKey = under.team.apiKey): Promise<RawSocket> {
  const opened = await new RawSocket(under.node).admitted(apiKey)
  onTestFinished(() => opened.socket.terminate())
  return opened
}

function subscribe(on: RawSocket, id: string, variables: Record<string, unknown> = {}, query = document): void {
  on.send({ id, type: 'subscribe', payload: { query, variables } })
}

const nextOf = async (on: RawSocket): Promise<Message> => ((await on.next()) as Next).payload.data.changes

/** Subscribes on a socket of its own, and reads up to the Checkpoint that says that it is live. */
async function follower(variables: Record<string, unknown> = {}, apiKey?: string, query?: string): Promise<RawSocket> {
  const on = await socket(apiKey)
  subscribe(on, '1', variables, query)
  while (!(await nextOf(on)).isLive);
  // It joins its group in the turn after that message.
  return on
}

const allAttached = (count: number): Promise<void> => vi.waitFor(() => expect(live().subscriptions).toBe(count))

/** What one act costs: how much was executed and sent because of it, once `count` messages were. */
async function costOf(count: number, act: () => Promise<unknown>): Promise<{ executions: number; perClient: number }> {
  const before = live()
  await act()
  await vi.waitFor(() => expect(live().messages - before.messages).toBeGreaterThanOrEqual(count))
  const after = live()
  return { executions: after.executions - before.executions, perClient: after.executionsPerClient - before.executionsPerClient }
}

describe('One execution serves', () => {
  test('fifty equal dashboards: a change is executed once, and each gets it behind its own id', async () => {
    const sockets = await Promise.all(Array.from({ length: 10 }, () => socket()))
    for (const on of sockets) for (let id = 0; id < 5; id++) subscribe(on, `dash-${id}`)
    for (const on of sockets)
      for (let id = 0; id < 5; id++) expect(await nextOf(on)).toMatchObject({ __typename: 'Checkpoint', isLive: true })
    await allAttached(50)
    expect(live().groups).toBe(1)
    expect(await costOf(50, () => under.scim.createUser('one-for-fifty'))).toEqual({ executions: 1, perClient: 0 })
    for (const on of sockets) {
      const messages = await Promise.all(Array.from({ length: 5 }, () => on.next()))
      expect(messages.map(({ id }) => id).toSorted()).toEqual(['dash-0', 'dash-1', 'dash-2', 'dash-3', 'dash-4'])
      expect(new Set(messages.map(({ payload }) => JSON.stringify(payload))).size).toBe(1)
    }
  })

  test('all who differ in nothing but the cursor that they come with', async () => {
    const { changeCursor } = (
      await graphqlClient(under.node, under.team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    ).data!.team
    await under.scim.createUser('after-the-cursor')
    await Promise.all([follower(), follower({ after: changeCursor }), follower({ after: changeCursor, kinds: null })])
    await allAttached(3)
    // `kinds: null` is another variable than none, but only a filter: what is answered of a change is the same.
    expect(live().groups).toBe(2)
    expect((await costOf(3, () => under.scim.createUser('for-both-groups'))).executions).toBe(1)
  })

  test('those who filter differently, as long as the same changes come after the same place', async () => {
    const [all, users, deletions] = await Promise.all([
      follower(),
      follower({ kinds: ['USER_CREATED', 'USER_DELETED'] }),
      follower({ kinds: ['USER_DELETED'] }),
    ])
    await allAttached(3)
    let user = ''
    const created = await costOf(2, async () => (user = await under.scim.createUser('for-two-of-three')))
    expect(created.executions).toBe(1)
    expect(await nextOf(all!)).toEqual(await nextOf(users!))
    // The third stood at another place, so it is told from there.
    expect((await costOf(3, () => under.scim.delete(`/Users/${user}`))).executions).toBe(2)
    const [one, two, three] = [await nextOf(all!), await nextOf(users!), await nextOf(deletions!)]
    expect(two).toEqual(one)
    expect(three).toEqual({ ...one, previousCursor: three.previousCursor })
    expect(three.previousCursor).not.toBe(one.previousCursor)
  })

  test('not those whose variables change what is answered', async () => {
    const query =
      'subscription ($first: Int) { changes { __typename ... on Checkpoint { isLive } ... on ChangeBatch { changes { ... on MembershipChanged { addedCount added(first: $first) { userName } } } } } }'
    const members = [await under.scim.createUser('member-a'), await under.scim.createUser('member-b')]
    const [one, two] = await Promise.all([follower({ first: 1 }, undefined, query), follower({ first: 2 }, undefined, query)])
    await allAttached(2)
    await under.scim.createGroup('With two', members)
    const named = async (on: RawSocket): Promise<number[]> => {
      const { changes = [] } = await nextOf(on)
      return (changes as unknown as { addedCount?: number; added?: unknown[] }[]).flatMap(({ added }) => (added ? added.length : []))
    }
    expect([await named(one!), await named(two!)]).toEqual([[1], [2]])
  })

  test('keys of one team alike, and never two teams', async () => {
    const other = await under.newTeam('Other')
    const second = await graphqlClient(under.node, under.team.apiKey).ask<{ issueApiKey: { key: string } }>(
      'mutation { issueApiKey(input: { name: "Second", scopes: [READ] }) { ... on IssueApiKeySuccess { key } } }',
    )
    const [mine, , theirs] = await Promise.all([follower(), follower({}, second.data!.issueApiKey.key), follower({}, other.apiKey)])
    await allAttached(3)
    expect(live().groups).toBe(2)
    expect((await costOf(2, () => under.scim.createUser('mine-alone'))).executions).toBe(1)
    expect(await nextOf(mine!)).toMatchObject({ __typename: 'ChangeBatch' })
    await other.scim.createUser('theirs-alone')
    // The first thing that the neighbour hears of is its own.
    const { changes } = await nextOf(theirs!)
    expect(changes).toEqual([{ revision: expect.any(Number) }])
    const { data } = await graphqlClient(under.node, other.apiKey).ask<{
      team: { changes: { nodes: { revision: number; __typename: string }[] } }
    }>('{ team { changes(last: 1) { nodes { revision __typename } } } }')
    expect(data!.team.changes.nodes).toEqual([{ ...changes![0], __typename: 'UserCreated' }])
  })

  test('those who stood at different positions, once the first message has brought them together', async () => {
    const kinds = ['USER_DELETED']
    const early = await follower({ kinds })
    const gone = await under.scim.createUser('left-out-by-the-filter')
    const goneToo = await under.scim.createUser('left-out-too')
    const late = await follower({ kinds })
    await allAttached(2)
    expect((await costOf(2, () => under.scim.delete(`/Users/${gone}`))).executions).toBe(2)
    const [first, second] = [await nextOf(early), await nextOf(late)]
    expect(first.changes).toEqual(second.changes)
    expect(first.cursor).toBe(second.cursor)
    expect(first.previousCursor).not.toBe(second.previousCursor)
    expect((await costOf(2, () => under.scim.delete(`/Users/${goneToo}`))).executions).toBe(1)
    expect(await nextOf(early)).toEqual(await nextOf(late))
  })

  test('a mass of clients that come back at once from the same place', async () => {
    const cursor = (await nextOf(await follower().then(async (on) => (await under.scim.createUser('last-seen'), on)))).cursor
    for (let count = 0; count < 5; count++) await under.scim.createUser(`while-away-${count}`)
    const { resumes } = live()
    const { executions } = await costOf(60, () => Promise.all(Array.from({ length: 20 }, () => follower({ after: cursor }))))
    // The opening Checkpoint, the batch, and the Checkpoint that ends the catching up; Checkpoints of another second are others.
    expect(executions).toBeLessThan(15)
    expect(live().resumes.memory - resumes.memory).toBe(20)
  })
})

test('A mass resume of one group costs the database reads for the team, not for each client', async () => {
  const group = await under.scim.createGroup('Followed by many', [])
  const query = `subscription ($after: ChangeCursor) { changes: membershipChanges(groupId: "${group}", after: $after) { __typename ... on Checkpoint { previousCursor cursor isLive } ... on ChangeBatch { previousCursor cursor changes { revision } } } }`
  const { data } = await graphqlClient(under.node, under.team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
  const after = data!.team.changeCursor
  const member = await under.scim.createUser('member-of-the-followed')
  await under.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: member }] })
  // A node that has just started remembers nothing.
  const node = await startNode({ databaseUrl: under.database.url })
  onTestFinished(() => node.stop())
  const statements = await sentStatements(async () => {
    const resumed = Array.from({ length: 200 }, async () => {
      const on = await new RawSocket(node).admitted(under.team.apiKey)
      onTestFinished(() => on.socket.terminate())
      subscribe(on, '1', { after }, query)
      const seen: Message[] = []
      while (!seen.at(-1)?.isLive) seen.push(await nextOf(on))
      return seen.flatMap(({ changes = [] }) => changes)
    })
    for (const changes of await Promise.all(resumed)) expect(changes.length).toBe(1)
  })
  const reads = statements.filter(({ text }) => text?.startsWith('SELECT'))
  // Among them a few look-ups of the key, the heads, one read of what memory did not hold, and the group.
  expect(reads.length).toBeLessThan(40)
})

describe('A document that asks who the viewer is', () => {
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { unused: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        changes: {
          type: new GraphQLObjectType({
            name: 'Message',
            fields: {
              type: { type: GraphQLString },
              revision: { type: GraphQLInt, resolve: ({ position }: { position: { revision: number } }) => position.revision },
              viewer: {
                type: GraphQLString,
                resolve: (_, __, { viewer }: Context) => (viewer.kind === 'API_KEY' ? viewer.name : viewer.kind),
              },
            },
          }),
          subscribe: (_, __, { viewer }: Context) => new ChangeSource((viewer as { teamId: string }).teamId, undefined, () => true),
          resolve: (message: unknown) => message,
        },
      },
    }),
  })

  async function openExecution() {
    const log = await openLiveLog()
    const wakeUp = createInProcessWakeUp()
    const database = openDatabase({ url: log.url, poolSize: 3, log: quietLog })
    const feeds = openFeeds({ database, wakeUp })
    const execution = createLiveSubscriptions({ schema, door: {} as Door & Kept, database, feeds, log: quietLog, onDelivered() {} })
    onTestFinished(async () => {
      await feeds.close()
      await database.$disconnect()
      await log.close()
    })
    return { execution, teamId: await log.createTeam(), writer: log.writer(wakeUp) }
  }

  function recorder(): Sink & { messages: unknown[] } {
    const messages: unknown[] = []
    return {
      messages,
      send: ({ json }: Payload) => void messages.push((JSON.parse(json.toString()) as { data: { changes: unknown } }).data.changes),
      drained() {},
      complete() {},
      fail(error) {
        throw error
      },
      overflow() {},
      comeAgain() {},
    }
  }

  const viewerOf = (teamId: string, name: string): Viewer => ({
    kind: 'API_KEY',
    id: newId(),
    name,
    teamId,
    scopes: ['READ'],
    expiresAt: null,
  })

  test('is executed for each client, with its own viewer, and that is counted', async () => {
    const { execution, teamId, writer } = await openExecution()
    const [a, b] = [recorder(), recorder()]
    for (const [sink, name] of [
      [a, 'Ada'],
      [b, 'Bob'],
    ] as const) {
      const query = 'subscription { changes { revision viewer } }'
      const caller = { viewer: viewerOf(teamId, name), requestId: 'r', log: quietLog, transport: 'WEBSOCKET' } as const
      await execution.subscribe({ query, document: parse(query), operationName: undefined, variables: undefined, caller }, sink)
    }
    await vi.waitFor(() => expect([a.messages.length, b.messages.length]).toEqual([1, 1]))
    await writer.write(teamId)
    await vi.waitFor(() => expect([a.messages.length, b.messages.length]).toEqual([2, 2]))
    expect(a.messages).toEqual([
      { revision: 1, viewer: 'Ada' },
      { revision: 2, viewer: 'Ada' },
    ])
    expect(b.messages).toEqual([
      { revision: 1, viewer: 'Bob' },
      { revision: 2, viewer: 'Bob' },
    ])
    expect(execution.stats()).toMatchObject({ groups: 1, executionsPerClient: 4 })
  })

  test('is told from one that does not, which is executed once', async () => {
    const { execution, teamId, writer } = await openExecution()
    const sinks = [recorder(), recorder(), recorder()]
    for (const sink of sinks) {
      const query = 'subscription { changes { revision } }'
      const caller = { viewer: viewerOf(teamId, 'Ada'), requestId: 'r', log: quietLog, transport: 'WEBSOCKET' } as const
      await execution.subscribe({ query, document: parse(query), operationName: undefined, variables: undefined, caller }, sink)
    }
    await vi.waitFor(() => expect(sinks.map(({ messages }) => messages.length)).toEqual([1, 1, 1]))
    const before = execution.stats().executions
    await writer.write(teamId)
    await vi.waitFor(() =>
      expect(sinks.map(({ messages }) => messages.at(-1))).toEqual([{ revision: 2 }, { revision: 2 }, { revision: 2 }]),
    )
    expect(execution.stats()).toMatchObject({ executions: before + 1, executionsPerClient: 0 })
  })
})
