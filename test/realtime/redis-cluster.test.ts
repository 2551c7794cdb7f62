import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import type { RedisCluster } from '../support/redis-cluster.ts'
import { startCluster } from '../support/redis.ts'
import { scimClient } from '../support/scim-client.ts'
import { createTestTeam, startNode, type StartedApp } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'

let cluster: RedisCluster
let database: TestDatabase
let nodes: StartedApp[]

beforeAll(async () => {
  ;[cluster, database] = await Promise.all([startCluster({ hasReplicas: true }), createDatabase()])
  const options = { databaseUrl: database.url, redisUrl: cluster.url, environment: { REDIS_CLUSTER: 'true' } }
  nodes = [await startNode(options), await startNode(options)]
})
afterAll(async () => {
  for (const node of nodes ?? []) await node.stop()
  await cluster?.stop()
  await database?.drop()
})

const bus = async (node: StartedApp): Promise<unknown> => ((await (await fetch(`${node.url}/ready`)).json()) as { bus: unknown }).bus

describe('two nodes on a Redis Cluster', () => {
  test('a subscriber on one hears every SCIM write on the other, over the loss of the master that carries its team', async () => {
    const [here, there] = nodes as [StartedApp, StartedApp]
    const team = await createTestTeam(here)
    const scim = scimClient(team)
    const subscriber = new Subscriber(there, team.apiKey, { deadlineMilliseconds: 20_000 })
    await subscriber.next()
    await expect.poll(() => bus(there), { timeout: 20_000 }).toEqual({ kind: 'redis', isConnected: true })
    const seen = (count: number) => subscriber.until((changes) => changes.length === count)
    await scim.createUser('first')
    await seen(1)

    const channel = `test:${new URL(database.url).pathname.slice(1)}:team:${fromId('team', team.teamId)}`
    expect(await cluster.subscribers(channel)).toBe(1)
    const master = await cluster.ownerOf(channel)
    await master.kill()
    await scim.createUser('second')
    await seen(2)
    await expect.poll(() => cluster.subscribers(channel), { timeout: 20_000 }).toBe(1)
    await expect.poll(() => bus(there), { timeout: 20_000 }).toEqual({ kind: 'redis', isConnected: true })
    await scim.createUser('third')
    expect((await seen(3)).map((change) => change.__typename)).toEqual(['UserCreated', 'UserCreated', 'UserCreated'])
    await subscriber.stop()
  })
})
