import { describe, expect, onTestFinished, test } from 'vitest'
import { createSpendLimitExpiry, expireSpendLimits } from '../../src/commands/expire-spend-limits.ts'
import { fromId } from '../../src/domain/id.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { changeLimits, effectiveAmount, readLog, type LimitAnswer, type LoggedChange } from '../support/limits.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { redisUrl } from '../support/redis.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const under = useApp({ redisUrl })
const second = useSecondNode(under)
const set = (client: GraphqlClient, input: object): Promise<LimitAnswer> => changeLimits(client, 'setSpendLimit', input)
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

type Made = { team: TestTeam & { scim: ScimClient }; client: GraphqlClient; user: string; group: string }

/** A team with one user in one group that has a limit of 200. */
async function makeTeam(): Promise<Made> {
  const team = await under.newTeam('Acme')
  const client = graphqlClient(under.node, team.apiKey)
  const user = await team.scim.createUser('ada')
  const group = await team.scim.createGroup('Interns', [user])
  await set(client, { target: { groupId: group }, value: { amountMinor: 200 } })
  return { team, client, user, group }
}

/** The overrides of these users have been over for a moment, as if the time had passed. */
async function letExpire(...userIds: string[]): Promise<void> {
  const ids = userIds.map((id) => fromId('user', id)!)
  await under.node.app.database.$executeRaw`UPDATE spend_limits SET expires_at = now() WHERE user_id = ANY(${ids}::uuid[])`
}

/** Meanwhile whoever wants to write about the user waits, the sweeper of every node among them; readers do not. */
async function whileHeld(userId: string, act: () => Promise<void>): Promise<void> {
  const database = openDatabase({ url: under.database.url, poolSize: 1, log: { error: () => {} } })
  try {
    await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM users WHERE id = ${fromId('user', userId)}::uuid FOR UPDATE`
      await act()
    })
  } finally {
    await database.$disconnect()
  }
}

async function waitingForLocks(): Promise<number> {
  const rows = await under.node.app.database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return rows[0]!.count
}

const expiries = (log: readonly LoggedChange[]): LoggedChange[] => log.filter(({ __typename }) => __typename === 'SpendLimitExpired')

describe('An override that expires', () => {
  test('says until when it applies, and is the limit until then', async () => {
    const { client, user } = await makeTeam()
    const expiresAt = inSeconds(3600)
    expect(await set(client, { target: { userId: user }, value: { amountMinor: 7 }, expiresAt })).toMatchObject({
      spendLimit: { expiresAt, version: 1 },
    })
    const { data } = await client.ask<{ node: { effectiveSpendLimit: object } }>(
      'query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimit { amount { amountMinor } decidedBy { expiresAt } candidates { reason } } } } }',
      { id: user },
    )
    expect(data!.node.effectiveSpendLimit).toEqual({
      amount: { amountMinor: 7 },
      decidedBy: { expiresAt },
      candidates: [
        { reason: expect.stringContaining(`Applies until ${expiresAt}`) },
        { reason: expect.stringContaining(`EUR 2.00; the user's own limit, EUR 0.07, goes before it until ${expiresAt}`) },
      ],
    })
  })

  test('is another limit with another end, and the same one with the same', async () => {
    const { client, user } = await makeTeam()
    const wish = { target: { userId: user }, value: { amountMinor: 7 } }
    const expiresAt = inSeconds(3600)
    const versions = []
    for (const one of [{ expiresAt }, { expiresAt }, { expiresAt: inSeconds(7200) }, {}, {}])
      versions.push(((await set(client, { ...wish, ...one })) as unknown as { spendLimit: { version: number } }).spendLimit.version)
    expect(versions).toEqual([1, 1, 2, 3, 3])
  })

  test('falls back by itself, wherever it is read, at its moment: no sweeper has been there yet', async () => {
    const { team, client, user, group } = await makeTeam()
    const { spendLimit } = (await set(client, {
      target: { userId: user },
      value: { amountMinor: 7 },
      expiresAt: inSeconds(3600),
    })) as unknown as { spendLimit: { id: string } }
    const subscriber = new Subscriber(second, team.apiKey)
    onTestFinished(() => subscriber.stop())
    await subscriber.next()
    await whileHeld(user, async () => {
      await letExpire(user)
      expect(await effectiveAmount(client, user)).toEqual({ source: 'GROUP', amountMinor: 200 })
      const { data } = await client.ask<{ team: { setup: { steps: { key: string; detail: string }[] } } }>(
        `query ($id: ID!, $user: ID!) { node(id: $id) { id } user: node(id: $user) { ... on User { spendLimit { version } } } team { spendLimits { totalCount nodes { target { ... on Group { id } } } } setup { steps { key detail } } } }`,
        { id: spendLimit.id, user },
      )
      expect(data).toMatchObject({
        node: null,
        user: { spendLimit: null },
        team: { spendLimits: { totalCount: 1, nodes: [{ target: { id: group } }] } },
      })
      expect(data!.team.setup.steps.find(({ key }) => key === 'SPEND_LIMITS')!.detail).not.toMatch(/user/)
      expect(expiries(await readLog(client))).toEqual([])
    })
    // Let go, a sweeper tells the log, and whoever follows it.
    await subscriber.until((_, { limits }) => limits.size === 0 && subscriber.changes.length > 0)
    expect(subscriber.changes).toEqual([
      expect.objectContaining({
        __typename: 'SpendLimitExpired',
        actor: { kind: 'SYSTEM', id: null, label: 'Expiry' },
        expired: expect.objectContaining({ targetId: user, amount: { amountMinor: 7, currency: 'EUR' }, version: 1 }),
      }),
    ])
    expect(await effectiveAmount(client, user)).toEqual({ source: 'GROUP', amountMinor: 200 })
  })

  test('is told of exactly once each, however many nodes look at once, and with dense revisions', async () => {
    const { team, client } = await makeTeam()
    const users = await Promise.all(Array.from({ length: 30 }, (_, index) => team.scim.createUser(`user ${index}`)))
    const items = users.map((userId) => ({ target: { userId }, value: { amountMinor: 1 }, expiresAt: inSeconds(3600) }))
    expect(await changeLimits(client, 'setSpendLimits', { mode: 'ALL_OR_NOTHING', items })).toMatchObject({
      __typename: 'SetSpendLimitsSuccess',
    })
    const databases = [0, 1].map(() => openDatabase({ url: under.database.url, poolSize: 4, log: { error: () => {} } }))
    onTestFinished(async () => void (await Promise.all(databases.map((database) => database.$disconnect()))))
    const sweepers = databases.map((database) => {
      const executor = createExecutor({ database, onCommit: () => {} })
      return createSpendLimitExpiry({
        database,
        expire: async (input) => (await executor.submit(input.teamId, expireSpendLimits, input)).value,
        onError: (error) => expect(error).toBeUndefined(),
      })
    })
    const subscriber = new Subscriber(second, team.apiKey)
    onTestFinished(() => subscriber.stop())
    await subscriber.next()
    await letExpire(...users)
    // These two, and those of the two nodes.
    await Promise.all([...sweepers, ...sweepers, ...sweepers].map((sweeper) => sweeper.pass()))
    await Promise.all(sweepers.map((sweeper) => sweeper.close()))
    await subscriber.until((changes) => changes.length >= users.length)
    expect(await Promise.all(sweepers.map((sweeper) => sweeper.pass()))).toEqual([0, 0])
    const told = expiries(await readLog(client))
    expect(told).toHaveLength(users.length)
    expect(new Set(subscriber.changes.map((change) => 'expired' in change && change.expired.targetId))).toEqual(new Set(users))
  })

  test('counts as none for whoever writes after it: the log hears of its end first, and versions go on', async () => {
    const { client, user } = await makeTeam()
    const target = { userId: user }
    await set(client, { target, value: { amountMinor: 7 }, expiresAt: inSeconds(3600) })
    const before = await readLog(client)
    await letExpire(user)
    // Whether a sweeper was faster or not, it reads the same.
    expect(await set(client, { target, value: { amountMinor: 7 }, expectedVersion: 1 })).toMatchObject({
      __typename: 'VersionConflictError',
      current: null,
    })
    expect(await changeLimits(client, 'clearSpendLimit', { target })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await set(client, { target, value: { amountMinor: 7 }, expectedVersion: 0 })).toMatchObject({
      spendLimit: { version: 3, expiresAt: null },
    })
    const after = (await readLog(client)).slice(before.length)
    expect(after.map(({ __typename, actor }) => [__typename, actor.kind])).toEqual([
      ['SpendLimitExpired', 'SYSTEM'],
      ['SpendLimitSet', 'API_KEY'],
    ])
  })

  test('ends with its user, expired or not', async () => {
    const { team, client, user } = await makeTeam()
    await set(client, { target: { userId: user }, value: { amountMinor: 7 }, expiresAt: inSeconds(3600) })
    await team.scim.delete(`/Users/${user}`)
    expect((await readLog(client)).slice(-3).map(({ __typename }) => __typename)).toEqual([
      'MembershipChanged',
      'SpendLimitCleared',
      'UserDeleted',
    ])
  })
})

describe('The sweeper', () => {
  test('is there when the time of an override comes, by itself', async () => {
    const { team, client, user } = await makeTeam()
    const subscriber = new Subscriber(under.node, team.apiKey)
    onTestFinished(() => subscriber.stop())
    await subscriber.next()
    await set(client, { target: { userId: user }, value: { amountMinor: 1 }, expiresAt: inSeconds(3600) })
    const id = fromId('user', user)!
    await under.node.app.database
      .$executeRaw`UPDATE spend_limits SET expires_at = now() + interval '300 milliseconds' WHERE user_id = ${id}::uuid`
    expect((await subscriber.until((changes) => changes.length >= 2)).at(-1)).toMatchObject({ expired: { targetId: user } })
  })

  test('does not keep other teams waiting for one whose rows somebody holds', async () => {
    const [held, free] = [await makeTeam(), await makeTeam()]
    for (const { client, user } of [held, free])
      await set(client, { target: { userId: user }, value: { amountMinor: 1 }, expiresAt: inSeconds(3600) })
    const subscriber = new Subscriber(under.node, free.team.apiKey)
    onTestFinished(() => subscriber.stop())
    await subscriber.next()
    await whileHeld(held.user, async () => {
      await letExpire(held.user)
      // The sweepers of both nodes wait for it.
      await expect.poll(waitingForLocks, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
      await letExpire(free.user)
      await subscriber.until((changes) => changes.length > 0)
      expect(expiries(await readLog(held.client))).toEqual([])
    })
    await expect.poll(async () => expiries(await readLog(held.client)).length, { timeout: 10_000 }).toBe(1)
  })

  test('tells nobody of an override that has got another value, another end or none in the meantime', async () => {
    const { team, client, user } = await makeTeam()
    const other = await team.scim.createUser('grace')
    await set(client, { target: { userId: user }, value: { amountMinor: 1 }, expiresAt: inSeconds(3600) })
    const before = await readLog(client)
    const executor = createExecutor({ database: under.node.app.database, onCommit: () => {} })
    const teamId = fromId('team', team.teamId)!
    const userIds = [user, other].map((id) => fromId('user', id)!)
    expect(await executor.submit(teamId, expireSpendLimits, { teamId, userIds: [...userIds, teamId] })).toEqual({ value: 0, changes: [] })
    expect(await readLog(client)).toEqual(before)
  })
})
