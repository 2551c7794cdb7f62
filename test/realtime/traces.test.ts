import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { teamCommands } from '../../src/commands/team-commands.ts'
import type { Change } from '../../src/domain/change.ts'
import { fromId } from '../../src/domain/id.ts'
import { inTraceOf } from '../../src/realtime/change-trace.ts'
import { createFeeds, type Feeds, type Joined } from '../../src/realtime/team-feed.ts'
import { createRedisWakeUp, type WakeUp } from '../../src/realtime/wake-up.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { recordTraces } from '../support/recorded-traces.ts'
import { redisUrl } from '../support/redis.ts'
import { patchOp } from '../support/scim-client.ts'
import { startNode } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'
import { quietLog } from './live-log.ts'
import { connected, eventually, someChanges } from './wakes.ts'

const traces = recordTraces()
const under = useApp({ redisUrl })
const patchRoute = 'PATCH /scim/v2/:directoryId/Users/:id'
let wakeUp: WakeUp
let database: Database
let feeds: Feeds

/** What another node does with changes that arrive, for one team. */
async function follow(teamId: string): Promise<{ delivered: Change[]; joined: Joined }> {
  const delivered: Change[] = []
  const joined = await feeds.join(fromId('team', teamId)!, {
    changes: (changes) => inTraceOf(changes, 'deliver', {}, () => void delivered.push(...changes)),
    replaced() {},
    closed() {},
  })
  return { delivered, joined }
}

const prefix = (): string => `test:${new URL(under.database.url).pathname.slice(1)}:`
const traceHeader = (): { traceId: string; spanId: string; headers: { traceparent: string } } => {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  return { traceId, spanId, headers: { traceparent: `00-${traceId}-${spanId}-01` } }
}
const named = (spans: readonly ReadableSpan[], name: string): ReadableSpan | undefined => spans.find((span) => span.name === name)
const parentOf = (span: ReadableSpan): string | undefined => span.parentSpanContext?.spanId

beforeAll(async () => {
  database = openDatabase({ url: under.database.url, poolSize: 3, log: quietLog })
  wakeUp = createRedisWakeUp({ url: redisUrl(), prefix: prefix(), log: quietLog })
  // What arrives comes by the wakes alone.
  feeds = createFeeds({ database, wakeUp, log: quietLog, headCheckMilliseconds: 3_600_000 })
  await connected(wakeUp)
})
afterAll(async () => {
  await feeds?.close()
  await wakeUp?.close()
  await database?.$disconnect()
})
beforeEach(() => traces.reset())

describe('one trace', () => {
  test('spans a SCIM write on one node, its commit, the wake-up, and the send to the subscribers of another node', async () => {
    const { team, scim } = under
    const id = await scim.createUser('ada@example.com')
    const there = await startNode({ databaseUrl: under.database.url, redisUrl: redisUrl() })
    const subscribers = [1, 2].map(() => new Subscriber(there, team.apiKey))
    for (const subscriber of subscribers) await subscriber.next()
    await eventually(async () => {
      const ready = (await (await fetch(`${there.url}/ready`)).json()) as { bus: unknown }
      expect(ready.bus).toEqual({ kind: 'redis', isConnected: true })
    })
    const { traceId, spanId, headers } = traceHeader()
    // So long that it arrives in many pieces, after the request has begun.
    const patch = JSON.stringify(patchOp({ op: 'replace', path: 'displayName', value: 'Ada Lovelace' })) + ' '.repeat(2_000_000)
    const { status } = await scim.request('PATCH', `/Users/${id}?attributes=displayName`, patch, headers)
    expect(status).toBe(200)
    for (const subscriber of subscribers) {
      const [change] = await subscriber.until((changes) => changes.length > 0)
      expect(change).toMatchObject({ __typename: 'UserModified', after: { displayName: 'Ada Lovelace' } })
      await subscriber.stop()
    }
    const spans = await traces.of(traceId, 4)
    await there.stop()

    expect(spans.map(({ name }) => name).sort()).toEqual([patchRoute, 'commit', 'deliver', 'publish'])
    const [request, commit, publish, deliver] = [patchRoute, 'commit', 'publish', 'deliver'].map((name) => named(spans, name)) as [
      ReadableSpan,
      ReadableSpan,
      ReadableSpan,
      ReadableSpan,
    ]
    expect(parentOf(request)).toBe(spanId)
    expect(parentOf(commit)).toBe(request.spanContext().spanId)
    expect(parentOf(publish)).toBe(commit.spanContext().spanId)
    expect(parentOf(deliver)).toBe(publish.spanContext().spanId)
    expect(request.kind).toBe(SpanKind.SERVER)
    expect(request.attributes).toMatchObject({
      'http.request.method': 'PATCH',
      'http.route': '/scim/v2/:directoryId/Users/:id',
      'http.response.status_code': 200,
      'headcount.directory.id': team.directoryId,
    })
    expect(commit.attributes).toEqual({ 'headcount.team.id': team.teamId, 'headcount.commands': 1, 'headcount.changes': 1 })
    expect(publish.attributes).toEqual({ 'headcount.team.id': team.teamId, 'headcount.changes': 1 })
    expect(deliver.attributes).toEqual({ 'headcount.changes': 1, 'headcount.subscriptions': 2 })
    // Nobody is named.
    const told = JSON.stringify(spans.map(({ name, attributes, events }) => ({ name, attributes, events })))
    for (const secret of ['ada', 'Ada', 'Lovelace', id, team.scimToken]) expect(told).not.toContain(secret)
  })

  test('begins at the door when the caller brings none', async () => {
    const { scim } = under
    await scim.createUser('grace@example.com')
    const request = await vi.waitFor(() => named(traces.all(), 'POST /scim/v2/:directoryId/Users') ?? Promise.reject(new Error('not yet')))
    const spans = await traces.of(request.spanContext().traceId, 3)
    expect(parentOf(request)).toBeUndefined()
    expect(spans.map(({ name }) => name).sort()).toEqual([request.name, 'commit', 'publish'])
  })

  test('of each request is linked with the commit that it shared with others', async () => {
    const { scim } = under
    const ended = (name: string): ReadableSpan[] => traces.all().filter((span) => span.name === name)
    let shared: ReadableSpan[] = []
    // Which requests share a commit is a matter of when they arrive.
    for (let round = 1; round <= 20 && shared.length === 0; round++) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => scim.createUser(`shared-${round}-${index}@example.com`)))
      await eventually(() => expect(ended('POST /scim/v2/:directoryId/Users')).toHaveLength(20 * round))
      shared = ended('commit').filter(({ links }) => links.length > 0)
    }
    expect(shared.length).toBeGreaterThan(0)
    for (const commit of shared) {
      expect(commit.attributes['headcount.commands']).toBe(commit.links.length + 1)
      for (const link of commit.links) {
        const request = traces.all().find((span) => span.spanContext().spanId === link.context.spanId)!
        expect(request.kind).toBe(SpanKind.SERVER)
        expect(request.links.map((back) => back.context.spanId)).toContain(commit.spanContext().spanId)
      }
    }
  })

  test('never takes in a commit that its request did not ask for, though the one sets off the other', async () => {
    const seen: (Span | undefined)[] = []
    // One after the other: the second commit starts when the first has ended.
    const executor = createExecutor({ database, onCommit: () => void seen.push(trace.getActiveSpan()), concurrency: 1 })
    const { createTeam } = teamCommands(executor)
    const team = {
      actor: { kind: 'SYSTEM', id: null, label: 'test' },
      plan: 'FREE',
      currency: 'EUR',
      localSso: false,
      isDemonstration: false,
    } as const
    const request = trace.getTracer('test').startSpan('request')
    await Promise.all([
      context.with(trace.setSpan(ROOT_CONTEXT, request), () => createTeam({ ...team, name: 'Traced' })),
      createTeam({ ...team, name: 'Untraced' }),
    ])
    expect((await traces.of(request.spanContext().traceId, 1)).map(({ name }) => name)).toEqual(['commit'])
    expect(seen).toHaveLength(2)
    expect(seen[0]!.spanContext().traceId).toBe(request.spanContext().traceId)
    expect(seen[1]).toBeUndefined()
  })
})

describe('a request', () => {
  test('over GraphQL is a span without its document; the others are none', async () => {
    const { traceId, headers } = traceHeader()
    const client = graphqlClient(under.node, under.team.apiKey)
    await client.post(JSON.stringify({ query: '{ viewer { __typename } }' }), headers)
    await fetch(`${under.node.url}/health`, { headers })
    await fetch(`${under.node.url}/scim/v3/secret@example.com`, { headers })
    const spans = await traces.of(traceId, 1)
    expect(spans.map(({ name }) => name)).toEqual(['POST /graphql'])
    expect(JSON.stringify(spans[0]!.attributes)).not.toContain('viewer')
  })

  test('that is refused tells its status, and is no error of the server', async () => {
    const { traceId, headers } = traceHeader()
    await fetch(`${under.team.scimUrl}/Users?filter=userName%20eq%20%22ada%22`, { headers })
    const [request] = await traces.of(traceId, 1)
    expect(request!.attributes['http.response.status_code']).toBe(401)
    expect(request!.status.code).toBe(SpanStatusCode.UNSET)
    expect(JSON.stringify(request!.attributes)).not.toContain('ada')
  })

  test('with a traceparent that is none begins a trace of its own', async () => {
    await under.scim.request('GET', '/Users', undefined, { traceparent: '00-nonsense' })
    const request = await vi.waitFor(() => named(traces.all(), 'GET /scim/v2/:directoryId/Users') ?? Promise.reject(new Error('not yet')))
    expect(parentOf(request)).toBeUndefined()
  })
})

describe('a wake', () => {
  test.for([['none'], ['nonsense'], [17], [{ traceparent: 1 }], ['00-00000000000000000000000000000000-0000000000000000-01']])(
    'with %j for a trace is read, and belongs to none',
    async ([traceparent]) => {
      const team = await under.newTeam('Wakes')
      const { delivered, joined } = await follow(team.teamId)
      traces.reset()
      const teamId = fromId('team', team.teamId)!
      const changes = someChanges(teamId, joined.position.revision + 1, 1)
      const redis = new Redis(redisUrl())
      const { revision } = changes[0]!
      const carried = traceparent === 'none' ? {} : { traceparent }
      await redis.publish(`${prefix()}team:${teamId}`, JSON.stringify({ from: revision, to: revision, changes, ...carried }))
      redis.disconnect()
      await eventually(() => expect(delivered).toEqual(changes))
      joined.leave()
      expect(named(traces.all(), 'deliver')).toBeUndefined()
    },
  )

  test('whose delivery fails is a span with an error, and what it threw reaches the caller', async () => {
    const { team, scim } = under
    const { delivered, joined } = await follow(team.teamId)
    await scim.createUser('fails@example.com')
    await eventually(() => expect(delivered).toHaveLength(1))
    joined.leave()
    traces.reset()
    const fault = new Error('fails@example.com')
    expect(() =>
      inTraceOf(delivered, 'deliver', {}, () => {
        throw fault
      }),
    ).toThrow(fault)
    await expect(inTraceOf(delivered, 'deliver', {}, () => Promise.reject(fault))).rejects.toBe(fault)
    await expect(inTraceOf(delivered, 'deliver', {}, async () => 7)).resolves.toBe(7)
    expect(traces.all().map(({ status, events }) => [status, events])).toEqual([
      [{ code: SpanStatusCode.ERROR }, []],
      [{ code: SpanStatusCode.ERROR }, []],
      [{ code: SpanStatusCode.UNSET }, []],
    ])
  })
})
