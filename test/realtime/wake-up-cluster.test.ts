import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRedisWakeUp, type WakeUp } from '../../src/realtime/wake-up.ts'
import { newId } from '../../src/store/id.ts'
import type { RedisCluster } from '../support/redis-cluster.ts'
import { startCluster } from '../support/redis.ts'
import { quietLog } from './live-log.ts'
import { connected, ear, eventually, expectToHearItself, nextGap, someChanges } from './wakes.ts'

const prefix = `test-${newId()}:`
const channelOf = (teamId: string): string => `${prefix}team:${teamId}`

let cluster: RedisCluster
const open: WakeUp[] = []

function openWakeUp(url = cluster.url): WakeUp {
  const wakeUp = createRedisWakeUp({ url, isCluster: true, prefix, log: quietLog })
  open.push(wakeUp)
  return wakeUp
}

async function openNodes(): Promise<[here: WakeUp, there: WakeUp]> {
  const nodes: [WakeUp, WakeUp] = [openWakeUp(), openWakeUp()]
  await connected(...nodes)
  return nodes
}

/** A team whose channel the node serves, and one whose channel another one serves. */
async function teamsOnAndOff(port: number): Promise<[on: string, off: string]> {
  const found: { on?: string; off?: string } = {}
  while (!found.on || !found.off) {
    const teamId = newId()
    found[(await cluster.ownerOf(channelOf(teamId))).port === port ? 'on' : 'off'] = teamId
  }
  return [found.on, found.off]
}

/** A wake goes through Redis, from one node to the other; a lost one is sent again, as the next commit would. */
async function passes(from: WakeUp, teamId: string, listener: ReturnType<typeof ear>, revision: number): Promise<void> {
  await eventually(() => {
    from.publish(teamId, someChanges(teamId, revision, 1))
    expect(listener.wakes.map((wake) => wake.revision)).toContain(revision)
  })
}

beforeEach(() => async () => {
  for (const wakeUp of open.splice(0)) await wakeUp.close()
})

describe('the wake-up over a Redis Cluster', () => {
  beforeAll(async () => {
    cluster = await startCluster({ hasReplicas: true })
  })
  afterAll(() => cluster?.stop())

  test('wakes of teams in many slots reach the watchers of their own team, and nobody else', async () => {
    const [here, there] = await openNodes()
    const teams = Array.from({ length: 100 }, () => ({ teamId: newId(), listener: ear() }))
    await Promise.all(teams.map(({ teamId, listener }) => there.watch(teamId, listener.hear).ready))
    const owners = new Set(await Promise.all(teams.map(async ({ teamId }) => (await cluster.ownerOf(channelOf(teamId))).port)))
    expect(owners.size).toBe(3)
    const sent = teams.map(({ teamId }, index) => someChanges(teamId, index + 1, 2))
    for (const [index, { teamId }] of teams.entries()) here.publish(teamId, sent[index]!)
    for (const [index, { listener }] of teams.entries()) {
      await listener.until(1)
      expect(listener.wakes).toEqual([{ revision: index + 2, changes: sent[index] }])
    }
  })

  test('one node of the cluster is enough to find the others', async () => {
    const [url] = cluster.url.split(',') as [string]
    const [here, there] = [openWakeUp(url), openWakeUp(url)]
    await connected(here, there)
    for (const teamId of await teamsOnAndOff(cluster.nodes[0]!.port)) {
      const listener = ear()
      await there.watch(teamId, listener.hear).ready
      here.publish(teamId, someChanges(teamId, 1, 1))
      await listener.until(1)
    }
  })

  test('a team has one subscription per node while anybody there watches it, and none afterwards', async () => {
    const [here, there] = await openNodes()
    const acme = newId()
    const watches = [here.watch(acme, () => {}), here.watch(acme, () => {}), there.watch(acme, () => {})]
    await Promise.all(watches.map(({ ready }) => ready))
    expect(await cluster.subscribers(channelOf(acme))).toBe(2)
    watches[0]!.stop()
    watches[2]!.stop()
    await eventually(async () => expect(await cluster.subscribers(channelOf(acme))).toBe(1))
    // A watch that stops before it is ready, and one that follows at once.
    for (let round = 0; round < 20; round++) there.watch(acme, () => {}).stop()
    const listener = ear()
    await there.watch(acme, listener.hear).ready
    here.publish(acme, someChanges(acme, 1, 1))
    await listener.until(1)
    watches[1]!.stop()
    await eventually(async () => expect(await cluster.subscribers(channelOf(acme))).toBe(1))
  })

  test('when a slot moves to another node, the gap is reported and its wakes arrive again', async () => {
    const [here, there] = await openNodes()
    const acme = newId()
    const listener = ear()
    await there.watch(acme, listener.hear).ready
    for (let round = 1; round <= 2; round++) {
      const gap = nextGap(there)
      const owner = await cluster.moveSlotOf(channelOf(acme))
      await gap
      expect((await cluster.ownerOf(channelOf(acme))).port).toBe(owner.port)
      expect(await cluster.subscribers(channelOf(acme))).toBe(1)
      await passes(here, acme, listener, round)
    }
  })

  test('a subscriber that a node cuts off hears of the gap and goes on', async () => {
    const [here, there] = await openNodes()
    const node = cluster.nodes[1]!
    const [on, off] = await teamsOnAndOff(node.port)
    const [listener, elsewhere] = [ear(), ear()]
    await Promise.all([there.watch(on, listener.hear).ready, there.watch(off, elsewhere.hear).ready])
    const control = new Redis(node.url)
    const gap = nextGap(there)
    await control.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await gap
    control.disconnect()
    here.publish(on, someChanges(on, 1, 1))
    here.publish(off, someChanges(off, 1, 1))
    await Promise.all([listener.until(1), elsewhere.until(1)])
  })

  test('close leaves no connection behind', async () => {
    const wakeUp = openWakeUp()
    await connected(wakeUp)
    const names = async (): Promise<string[]> => {
      const lists = await Promise.all(
        cluster.nodes.map(async ({ url }) => {
          const control = new Redis(url)
          const list = String(await control.client('LIST'))
          control.disconnect()
          return list
        }),
      )
      return lists.flatMap((list) => [...list.matchAll(/ name=(\S*headcount\S*)/g)].map(([, name]) => name!))
    }
    await Promise.all(Array.from({ length: 20 }, () => wakeUp.watch(newId(), () => {}).ready))
    expect(await names()).toContain('headcount-subscriber')
    await wakeUp.close()
    await eventually(async () => expect(await names()).toEqual([]))
  })

  // The last ones: they change who is master.
  test('a killed master: the others go on meanwhile, its replica takes over, the gap is reported, and wakes arrive again', async () => {
    const [here, there] = await openNodes()
    const master = cluster.nodes[2]!
    const [on, off] = await teamsOnAndOff(master.port)
    const [listener, elsewhere] = [ear(), ear()]
    await Promise.all([there.watch(on, listener.hear).ready, there.watch(off, elsewhere.hear).ready])
    const gap = nextGap(there)
    await master.kill()
    await eventually(() => expect(there.state().isConnected).toBe(false))
    here.publish(off, someChanges(off, 1, 1))
    await elsewhere.untilRevision(1)
    await gap
    await passes(here, on, listener, 2)
    await connected(here, there)
    await master.restart()
    await passes(here, on, listener, 3)
  })

  test('a frozen master makes nobody wait; when its replica has taken over, wakes arrive again', async () => {
    const [here, there] = await openNodes()
    const master = cluster.nodes[0]!
    const [on, off] = await teamsOnAndOff(master.port)
    const [listener, elsewhere] = [ear(), ear()]
    await Promise.all([there.watch(on, listener.hear).ready, there.watch(off, elsewhere.hear).ready])
    const gap = nextGap(there)
    master.freeze()
    for (let revision = 1; revision <= 100; revision++) here.publish(on, someChanges(on, revision, 1))
    here.publish(off, someChanges(off, 1, 1))
    await elsewhere.untilRevision(1)
    await gap
    await passes(here, on, listener, 200)
    master.thaw()
    await passes(here, on, listener, 201)
  })
})

describe('a whole Redis Cluster that is away', () => {
  test('from the start, publish returns, watch is ready, and the node still hears itself', async () => {
    await expectToHearItself(openWakeUp('redis://127.0.0.1:1,redis://127.0.0.1:2'))
  })

  test('and comes back: every watched team is subscribed again before the last gap is reported', async () => {
    cluster = await startCluster()
    const [here, there] = await openNodes()
    const teams = Array.from({ length: 30 }, () => ({ teamId: newId(), listener: ear() }))
    await Promise.all(teams.map(({ teamId, listener }) => there.watch(teamId, listener.hear).ready))
    await Promise.all(cluster.nodes.map((node) => node.kill()))
    await eventually(() => expect(there.state().isConnected).toBe(false))
    let gaps = 0
    there.onGap(() => gaps++)
    await Promise.all(cluster.nodes.map((node) => node.restart()))
    await connected(here, there)
    expect(gaps).toBeGreaterThan(0)
    for (const { teamId, listener } of teams) await passes(here, teamId, listener, 1)
    await cluster.stop()
  })
})
