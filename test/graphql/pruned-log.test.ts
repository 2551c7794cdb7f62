import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChangePruner } from '../../src/commands/prune-changes.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { startNode, type StartedApp } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
/** A node that has seen nothing of the log yet: what it knows, it has read. */
let fresh: StartedApp
let live: Subscriber
/** By revision; `cursors[0]` is that of revision 1. */
let cursors: string[]

type Changes = { team: { changes: { totalCount: number; edges: { cursor: string; node: { revision: number } }[] } } }
const askChanges = (after?: string) =>
  graphqlClient(fresh, app.team.apiKey).ask<Changes>(
    'query ($after: String) { team { changes(first: 50, after: $after) { totalCount edges { cursor node { revision } } } } }',
    { after },
  )

beforeAll(async () => {
  for (let index = 0; index < 20; index++) await app.scim.createUser(`user-${index}@acme.example`)
  fresh = await startNode({ databaseUrl: app.database.url })
  cursors = (await askChanges()).data!.team.changes.edges.map(({ cursor }) => cursor)
  live = new Subscriber(app.node, app.team.apiKey)
  await live.next()
  const pruner = createChangePruner({
    database: app.node.app.database,
    keptDays: 365,
    keptEntries: 10,
    log: { info() {}, warn() {} },
  })
  // 24 changes: those of the team, its directory and its key, and 20 users. Those from revision 15 on stay.
  await pruner.prune()
  await pruner.close()
})
afterAll(async () => {
  await live?.stop()
  await fresh?.stop()
})

describe('After the log was pruned', () => {
  test('who followed at its head hears of the next change as before', async () => {
    await app.scim.createUser('next@acme.example')
    expect((await live.until((seen) => seen.length === 1)).map(({ revision }) => revision)).toEqual([25])
  })

  test('a cursor at the oldest change that stayed goes on without a gap', async () => {
    const follower = new Subscriber(fresh, app.team.apiKey, { after: cursors[14]! })
    const seen = await follower.until((changes) => changes.some(({ revision }) => revision === 24))
    expect(seen.slice(0, 9).map(({ revision }) => revision)).toEqual(Array.from({ length: 9 }, (_, index) => index + 16))
    await follower.stop()
  })

  test.each([
    ['just before it', 13],
    ['of the first change', 0],
  ])('a cursor %s is answered with ResyncRequired and the end of the subscription', async (_, index) => {
    const follower = new Subscriber(fresh, app.team.apiKey, { after: cursors[index]! })
    expect(await follower.next()).toEqual({ __typename: 'ResyncRequired', reason: 'PRUNED', cursor: expect.any(String) })
    expect(await follower.ended()).toEqual({ completed: true })
    await follower.stop()
  })

  test('Team.changes begins with the oldest change that stayed, and refuses a cursor from before it', async () => {
    const { data } = await askChanges()
    expect(data!.team.changes.edges[0]).toEqual({ cursor: cursors[14], node: { revision: 15 } })
    expect(data!.team.changes.totalCount).toBe(data!.team.changes.edges.length)
    const onward = await askChanges(cursors[14])
    expect(onward.data!.team.changes.edges[0]!.node.revision).toBe(16)
    const { errors } = await askChanges(cursors[13])
    expect(errors).toMatchObject([{ extensions: { code: 'RESYNC_REQUIRED' } }])
  })

  test('a snapshot and its cursor are followed as ever: that is what to do after ResyncRequired', async () => {
    const { data } = await graphqlClient(fresh, app.team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const follower = new Subscriber(fresh, app.team.apiKey, { after: data!.team.changeCursor })
    await follower.next()
    await app.scim.createUser('after-resync@acme.example')
    await follower.until((seen) => seen.length === 1)
    await follower.stop()
  })
})
