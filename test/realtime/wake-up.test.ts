import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createInProcessWakeUp, createRedisWakeUp, type WakeUp } from '../../src/realtime/wake-up.ts'
import { newId } from '../../src/store/id.ts'
import { redisUrl, startRedis } from '../support/redis.ts'
import { quietLog } from './live-log.ts'
import { connected, ear, eventually, expectToHearItself, nextGap, someChanges } from './wakes.ts'

describe('the wake-up within one process', () => {
  test('a wake reaches all watchers of its team, and nobody else, after the publisher has gone on', async () => {
    const wakeUp = createInProcessWakeUp()
    const [acme, other] = [newId(), newId()]
    const [first, second, elsewhere] = [ear(), ear(), ear()]
    wakeUp.watch(acme, first.hear)
    wakeUp.watch(acme, second.hear)
    wakeUp.watch(other, elsewhere.hear)
    const changes = someChanges(acme, 1, 2)
    wakeUp.publish(acme, changes)
    expect(first.wakes).toEqual([])
    await first.until(1)
    expect(first.wakes).toEqual([{ revision: 2, changes }])
    expect(second.wakes).toEqual(first.wakes)
    expect(elsewhere.wakes).toEqual([])
  })

  test('a watcher that stopped hears nothing more', async () => {
    const wakeUp = createInProcessWakeUp()
    const acme = newId()
    const [stopped, watching] = [ear(), ear()]
    wakeUp.watch(acme, stopped.hear).stop()
    wakeUp.watch(acme, watching.hear)
    wakeUp.publish(acme, someChanges(acme, 1, 1))
    await watching.until(1)
    expect(stopped.wakes).toEqual([])
  })
})

describe('the wake-up over Redis', () => {
  const prefix = `test-${newId()}:`
  const open: WakeUp[] = []
  let admin: Redis

  function openWakeUp(url = redisUrl(), log = quietLog): WakeUp {
    const wakeUp = createRedisWakeUp({ url, prefix, log })
    open.push(wakeUp)
    return wakeUp
  }
  const watchers = async (teamId: string): Promise<number> => Number((await admin.pubsub('NUMSUB', `${prefix}team:${teamId}`))[1])

  beforeAll(() => {
    admin = new Redis(redisUrl())
  })
  beforeEach(() => async () => {
    for (const wakeUp of open.splice(0)) await wakeUp.close()
  })
  afterAll(() => admin.quit())

  test('a wake reaches the watchers on every node with the changes as they were committed', async () => {
    const [here, there] = [openWakeUp(), openWakeUp()]
    await connected(here, there)
    const acme = newId()
    const [nearby, far] = [ear(), ear()]
    await Promise.all([here.watch(acme, nearby.hear).ready, there.watch(acme, far.hear).ready])
    const changes = someChanges(acme, 7, 3)
    here.publish(acme, changes)
    await Promise.all([nearby.until(1), far.until(1)])
    expect(far.wakes).toEqual([{ revision: 9, changes }])
    expect(far.wakes[0]!.changes[0]!.at).toBeInstanceOf(Date)
    expect(nearby.wakes).toEqual(far.wakes)
  })

  test('nothing published after `ready` is missed', async () => {
    const [here, there] = [openWakeUp(), openWakeUp()]
    await connected(here, there)
    for (let round = 0; round < 50; round++) {
      const teamId = newId()
      const listener = ear()
      await there.watch(teamId, listener.hear).ready
      here.publish(teamId, someChanges(teamId, 1, 1))
      await listener.until(1)
    }
  })

  test('changes that would be too large carry only their newest revision', async () => {
    const wakeUp = openWakeUp()
    await connected(wakeUp)
    const acme = newId()
    const listener = ear()
    await wakeUp.watch(acme, listener.hear).ready
    wakeUp.publish(acme, someChanges(acme, 1, 3, 100_000))
    await listener.until(1)
    expect(listener.wakes).toEqual([{ revision: 3, changes: [] }])
  })

  test('a team has one Redis subscription per node while anybody there watches it, and none afterwards', async () => {
    const wakeUp = openWakeUp()
    await connected(wakeUp)
    const acme = newId()
    const [first, second] = [wakeUp.watch(acme, () => {}), wakeUp.watch(acme, () => {})]
    await Promise.all([first.ready, second.ready])
    expect(await watchers(acme)).toBe(1)
    first.stop()
    first.stop()
    const listener = ear()
    const third = wakeUp.watch(acme, listener.hear)
    await third.ready
    second.stop()
    expect(await watchers(acme)).toBe(1)
    wakeUp.publish(acme, someChanges(acme, 1, 1))
    await listener.until(1)
    third.stop()
    await vi.waitFor(async () => expect(await watchers(acme)).toBe(0))
  })

  test('a watch that follows a stop at once is subscribed', async () => {
    const wakeUp = openWakeUp()
    await connected(wakeUp)
    const acme = newId()
    const listener = ear()
    await wakeUp.watch(acme, () => {}).ready
    for (let round = 0; round < 20; round++) wakeUp.watch(acme, () => {}).stop()
    const first = wakeUp.watch(acme, () => {})
    first.stop()
    await wakeUp.watch(acme, listener.hear).ready
    wakeUp.publish(acme, someChanges(acme, 1, 1))
    await listener.until(1)
  })

  test.for([
    ['no JSON', 'nonsense'],
    ['no object', '7'],
    ['null', 'null'],
    ['no revision', '{"from":1,"to":"2"}'],
    ['a revision that is no integer', '{"from":1,"to":1.5}'],
    ['a range that runs backwards', '{"from":3,"to":2}'],
    ['fewer changes than its range', '{"from":1,"to":2,"changes":[]}'],
    ['changes that are none', '{"from":1,"to":1,"changes":[{"revision":1}]}'],
    ["another team's change", JSON.stringify({ from: 1, to: 1, changes: someChanges(newId(), 1, 1) })],
  ] as const)('a message with %s is dropped with a warning', async ([, text]) => {
    const warn = vi.fn()
    const wakeUp = openWakeUp(redisUrl(), { ...quietLog, warn })
    await connected(wakeUp)
    const acme = newId()
    const listener = ear()
    await wakeUp.watch(acme, listener.hear).ready
    await admin.publish(`${prefix}team:${acme}`, text)
    wakeUp.publish(acme, someChanges(acme, 1, 1))
    await listener.until(1)
    expect(listener.wakes[0]!.revision).toBe(1)
    expect(warn).toHaveBeenCalledTimes(1)
    expect(wakeUp.state().unreadableMessages).toBe(1)
  })

  test('with Redis away from the start, publish returns, watch is ready, and the node still hears itself', async () => {
    await expectToHearItself(openWakeUp('redis://127.0.0.1:1'))
  })

  test('when Redis comes back, every watched team is subscribed again before the gap is reported', async () => {
    const redis = await startRedis()
    const [here, there] = [openWakeUp(redis.url), openWakeUp(redis.url)]
    const teams = [newId(), newId()]
    const ears = teams.map((teamId) => {
      const listener = ear()
      there.watch(teamId, listener.hear)
      return listener
    })
    await connected(here, there)
    for (let round = 1; round <= 2; round++) {
      await redis.stop()
      await eventually(() => expect([here.state().isConnected, there.state().isConnected]).toEqual([false, false]))
      here.publish(teams[0]!, someChanges(teams[0]!, round, 1))
      const gap = nextGap(there)
      await redis.restart()
      await gap
      await connected(here)
      for (const [index, teamId] of teams.entries()) {
        here.publish(teamId, someChanges(teamId, 10 + round, 1))
        await ears[index]!.until(round)
      }
    }
    await redis.stop()
  })

  test('a Redis that is frozen neither throws nor makes anybody wait, and is caught up with when it goes on', async () => {
    const redis = await startRedis()
    const [wakeUp, other, idle] = [openWakeUp(redis.url), openWakeUp(redis.url), openWakeUp(redis.url)]
    await connected(wakeUp, other, idle)
    const [acme, late] = [newId(), newId()]
    await idle.watch(acme, () => {}).ready
    const [listener, lateListener] = [ear(), ear()]
    await wakeUp.watch(acme, listener.hear).ready
    redis.freeze()
    for (let revision = 1; revision <= 1_000; revision++) wakeUp.publish(acme, someChanges(acme, revision, 1))
    // All of them were sent before any could have been refused.
    expect(wakeUp.state().failedPublishes).toBe(0)
    await wakeUp.watch(late, lateListener.hear).ready
    await eventually(() => expect(wakeUp.state()).toMatchObject({ isConnected: false, failedPublishes: 1_000 }))
    // A node that only listens notices, too.
    await eventually(() => expect(idle.state().isConnected).toBe(false))
    // The node that published them hears them all the same.
    await listener.untilRevision(1_000)
    const gap = nextGap(wakeUp)
    redis.thaw()
    await gap
    await connected(wakeUp, other)
    for (const [teamId, heard] of [
      [acme, listener],
      [late, lateListener],
    ] as const) {
      other.publish(teamId, someChanges(teamId, 2_000, 1))
      await heard.untilRevision(2_000)
    }
    await redis.stop()
  })

  test('a subscriber that Redis cuts off, as it does with a slow one, hears of the gap and goes on', async () => {
    const redis = await startRedis()
    const [here, there] = [openWakeUp(redis.url), openWakeUp(redis.url)]
    await connected(here, there)
    const teams = [newId(), newId()].map((teamId) => ({ teamId, listener: ear() }))
    await Promise.all(teams.map(({ teamId, listener }) => there.watch(teamId, listener.hear).ready))
    const control = new Redis(redis.url)
    for (let round = 1; round <= 3; round++) {
      const gap = nextGap(there)
      await control.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
      await gap
      expect(there.state().isConnected).toBe(true)
      for (const { teamId, listener } of teams) {
        here.publish(teamId, someChanges(teamId, round, 1))
        await listener.until(round)
      }
    }
    control.disconnect()
    await redis.stop()
  })

  test('while Redis is away, stopping a watch and starting it again leaves one subscription when it is back', async () => {
    const redis = await startRedis()
    const [here, there] = [openWakeUp(redis.url), openWakeUp(redis.url)]
    await connected(here, there)
    const [acme, given] = [newId(), newId()]
    const listener = ear()
    const first = there.watch(acme, () => {})
    const givenUp = there.watch(given, () => {})
    await Promise.all([first.ready, givenUp.ready])
    await redis.stop()
    await eventually(() => expect(there.state().isConnected).toBe(false))
    first.stop()
    givenUp.stop()
    await there.watch(acme, listener.hear).ready
    const gap = nextGap(there)
    await redis.restart()
    await gap
    await connected(here)
    here.publish(acme, someChanges(acme, 1, 1))
    await listener.until(1)
    const control = new Redis(redis.url)
    expect(await control.pubsub('CHANNELS')).toEqual([`${prefix}team:${acme}`])
    control.disconnect()
    await redis.stop()
  })

  test('a password in the URL is used on every connection', async () => {
    const redis = await startRedis({ flags: ['--requirepass', 'p@ss/word'], url: (port) => `redis://:p%40ss%2Fword@127.0.0.1:${port}` })
    const wakeUp = openWakeUp(redis.url)
    await connected(wakeUp)
    const acme = newId()
    const listener = ear()
    await wakeUp.watch(acme, listener.hear).ready
    wakeUp.publish(acme, someChanges(acme, 1, 1))
    await listener.until(1)
    await redis.stop()
  })

  test('close leaves no subscription and no connection behind', async () => {
    const redis = await startRedis()
    const control = new Redis(redis.url)
    const connections = async (): Promise<number> => ((await control.client('LIST')) as string).trim().split('\n').length
    const wakeUp = createRedisWakeUp({ url: redis.url, prefix, log: quietLog })
    await connected(wakeUp)
    await wakeUp.watch(newId(), () => {}).ready
    expect(await connections()).toBe(3)
    await wakeUp.close()
    await vi.waitFor(async () => expect(await connections()).toBe(1))
    control.disconnect()
    await redis.stop()
  })
})
