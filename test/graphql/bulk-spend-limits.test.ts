import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { openDatabase } from '../../src/store/database.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { changeLimits, cursorNow, effectiveAmount, readLog, type LimitAnswer } from '../support/limits.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let team: TestTeam & { scim: ScimClient }
let client: GraphqlClient
let platform: GraphqlClient
let ada: string
let grace: string
let interns: string
let engineers: string
let elsewhere: string

beforeEach(async () => {
  team = await under.newTeam('Acme')
  client = graphqlClient(under.node, team.apiKey)
  platform = graphqlClient(under.node, under.node.platformKey)
  ada = await team.scim.createUser('ada')
  grace = await team.scim.createUser('grace')
  interns = await team.scim.createGroup('Interns', [ada])
  engineers = await team.scim.createGroup('Engineers', [grace])
  elsewhere = await under.scim.createGroup(`Theirs of ${team.teamId}`, [])
})

const bulk = (input: object, asking = client): Promise<LimitAnswer> => changeLimits(asking, 'setSpendLimits', input)
const copy = (input: object, asking = client): Promise<LimitAnswer> => changeLimits(asking, 'copySpendLimits', input)
const kinds = async (): Promise<string[]> => (await readLog(client)).map(({ __typename }) => __typename)

describe('setSpendLimits', () => {
  test('sets and clears many limits, with results in the order of the items, and the cursor of the last change', async () => {
    await changeLimits(client, 'setSpendLimit', { target: { groupId: engineers }, value: { amountMinor: 5 } })
    const before = await kinds()
    const answer = await bulk({
      mode: 'PER_ITEM',
      items: [
        { target: { userId: ada }, value: { amountMinor: 1 }, currency: 'EUR', minorUnitDigits: 2, expectedVersion: 0 },
        { target: { groupId: engineers }, clear: true, expectedVersion: 1 },
        { target: { teamId: team.teamId }, value: { unlimited: true } },
        { target: { groupId: interns }, value: { amountMinor: 0 }, clear: false },
      ],
    })
    expect(answer).toMatchObject({
      __typename: 'SetSpendLimitsSuccess',
      changeCursor: await cursorNow(client),
      results: [
        { __typename: 'ChangedSpendLimit', before: null, spendLimit: { amount: { text: 'EUR 0.01' }, version: 1 } },
        { __typename: 'ChangedSpendLimit', before: { amount: { amountMinor: 5 }, version: 1 }, spendLimit: null },
        { __typename: 'ChangedSpendLimit', before: null, spendLimit: { isUnlimited: true } },
        { __typename: 'ChangedSpendLimit', before: null, spendLimit: { amount: { amountMinor: 0 } } },
      ],
    })
    expect((await kinds()).slice(before.length)).toEqual(['SpendLimitSet', 'SpendLimitCleared', 'SpendLimitSet', 'SpendLimitSet'])
    expect(await effectiveAmount(client, grace)).toEqual({ source: 'TEAM', amountMinor: null })
  })

  const mixed = () => [
    { target: { userId: ada }, value: { amountMinor: 1 } },
    { target: { userId: 'nonsense' }, value: { amountMinor: 1 } },
    { target: { groupId: elsewhere }, value: { amountMinor: 1 } },
    { target: { groupId: interns }, clear: true },
    { target: { groupId: engineers }, value: { amountMinor: 1 }, expectedVersion: 7 },
    { target: { userId: grace }, value: { amountMinor: 1 }, currency: 'USD' },
    { target: { teamId: team.teamId }, value: { amountMinor: -1 } },
  ]
  const expected = ['NotFoundError', 'NotFoundError', 'NotFoundError', 'VersionConflictError', 'CurrencyMismatchError', 'InvalidInputError']

  test('PER_ITEM answers each item as the single mutation would: the others are done', async () => {
    const before = await kinds()
    const { results } = (await bulk({ mode: 'PER_ITEM', items: mixed() })) as unknown as {
      results: { __typename: string; message: string }[]
    }
    expect(results.map(({ __typename }) => __typename)).toEqual(['ChangedSpendLimit', ...expected])
    expect(results[2]).toMatchObject({ code: 'NOT_FOUND', message: `Group ${elsewhere} does not exist.` })
    expect(results[4]).toMatchObject({ current: null })
    expect(results[5]).toMatchObject({ message: expect.stringContaining('billed in EUR') })
    expect((await kinds()).slice(before.length)).toEqual(['SpendLimitSet'])
  })

  test('ALL_OR_NOTHING does nothing when one item is refused, and says which are and why', async () => {
    const before = await kinds()
    const answer = await bulk({ mode: 'ALL_OR_NOTHING', items: mixed() })
    expect(answer).toMatchObject({
      __typename: 'SpendLimitsRefused',
      code: 'ITEMS_REFUSED',
      message: expect.stringMatching(/^6 of 7 items are refused, so nothing was changed\. Item 1: User nonsense does not exist\./),
      refusals: expected.map((__typename, index) => ({ index: index + 1, error: { __typename } })),
    })
    expect(await kinds()).toEqual(before)
    expect(await effectiveAmount(client, ada)).toEqual({ source: 'NONE', amountMinor: null })
    expect(await bulk({ mode: 'ALL_OR_NOTHING', items: mixed().slice(0, 1) })).toMatchObject({ results: [{ spendLimit: { version: 1 } }] })
  })

  test.each([
    [() => [], /1 to 500 limits; got 0/],
    [() => Array.from({ length: 501 }, () => ({ target: { userId: ada }, clear: true })), /got 501/],
    [
      () => [
        { target: { userId: ada }, clear: true },
        { target: { groupId: interns }, clear: true },
        { target: { userId: ada }, value: { amountMinor: 1 } },
      ],
      /^User user-.* is the target of several items/,
    ],
  ])('refuses as a whole what cannot be meant (%#)', async (items, message) => {
    for (const mode of ['PER_ITEM', 'ALL_OR_NOTHING'])
      expect(await bulk({ mode, items: items() })).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.stringMatching(message),
      })
  })

  test.each([
    [{}, /^An item needs exactly one of `value` and `clear: true`\.$/],
    [{ clear: true, value: { amountMinor: 1 } }, /^An item needs exactly one of `value` and `clear: true`\.$/],
    [{ clear: false }, /^An item needs exactly one of `value` and `clear: true`\.$/],
    [{ clear: true, expiresAt: '2030-01-01T00:00:00Z' }, /has no expiresAt/],
    [{ value: { unlimited: false } }, /unlimited: false/],
  ])('refuses an item that says %j', async (item, message) => {
    const { results } = (await bulk({ mode: 'PER_ITEM', items: [{ target: { userId: ada }, ...item }] })) as unknown as {
      results: object[]
    }
    expect(results).toEqual([expect.objectContaining({ __typename: 'InvalidInputError', message: expect.stringMatching(message) })])
  })

  test('changes 500 limits in one commit', async () => {
    const users = await Promise.all(Array.from({ length: 500 }, (_, index) => team.scim.createUser(`user ${index}`)))
    const items = users.map((userId, index) => ({ target: { userId }, value: { amountMinor: index } }))
    const answer = await bulk({ mode: 'ALL_OR_NOTHING', items })
    expect(
      (answer['results'] as { spendLimit: { amount: { amountMinor: number } } }[]).map(({ spendLimit }) => spendLimit.amount.amountMinor),
    ).toEqual(items.map(({ value }) => value.amountMinor))
    const { data } = await client.ask<{ team: { changes: { nodes: { at: string }[] } } }>(
      '{ team { changes(last: 100, filter: { kinds: [SPEND_LIMIT_SET] }) { nodes { at } } } }',
    )
    expect(new Set(data!.team.changes.nodes.map(({ at }) => at)).size).toBe(1)
  })

  test('asks the platform key which team is meant', async () => {
    const items = [{ target: { userId: ada }, value: { amountMinor: 3 } }]
    expect(await bulk({ mode: 'PER_ITEM', items }, platform)).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await bulk({ mode: 'PER_ITEM', teamId: team.teamId, items }, platform)).toMatchObject({
      results: [{ spendLimit: { version: 1 } }],
    })
  })
})

describe('copySpendLimits', () => {
  test('refuses more groups than 500 before it waits for any of them', async () => {
    const database = openDatabase({ url: under.database.url, poolSize: 1, log: { error: () => {} } })
    onTestFinished(() => database.$disconnect())
    await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM groups WHERE id = ${fromId('group', engineers)}::uuid FOR UPDATE`
      const toGroupIds = [engineers, ...Array.from({ length: 500 }, () => interns)]
      expect(await copy({ mode: 'PER_ITEM', fromGroupId: interns, toGroupIds })).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.stringContaining('got 501'),
      })
    })
  })

  test('gives groups the limit of another one, in place of theirs', async () => {
    const third = await team.scim.createGroup('Third', [])
    await changeLimits(client, 'setSpendLimit', { target: { groupId: interns }, value: { amountMinor: 2000 } })
    await changeLimits(client, 'setSpendLimit', { target: { groupId: engineers }, value: { unlimited: true } })
    expect(await copy({ mode: 'ALL_OR_NOTHING', fromGroupId: interns, toGroupIds: [engineers, third], expectedVersion: 1 })).toMatchObject({
      __typename: 'CopySpendLimitsSuccess',
      changeCursor: await cursorNow(client),
      results: [
        { before: { isUnlimited: true }, spendLimit: { amount: { amountMinor: 2000 }, version: 2 } },
        { before: null, spendLimit: { amount: { amountMinor: 2000 }, version: 1 } },
      ],
    })
    expect(await effectiveAmount(client, grace)).toEqual({ source: 'GROUP', amountMinor: 2000 })
    const before = await kinds()
    expect(await copy({ mode: 'PER_ITEM', fromGroupId: interns, toGroupIds: [engineers] }, platform)).toMatchObject({
      results: [{ before: { version: 2 }, spendLimit: { version: 2 } }],
    })
    expect(await kinds()).toEqual(before)
  })

  test('says so when the group has no limit to copy: clearing is something else', async () => {
    await changeLimits(client, 'setSpendLimit', { target: { groupId: engineers }, value: { amountMinor: 1 } })
    expect(await copy({ mode: 'PER_ITEM', fromGroupId: interns, toGroupIds: [engineers] })).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: expect.stringMatching(/^Group Interns \(group-.*\) has no limit of its own, so there is nothing to copy\./),
    })
    expect(await effectiveAmount(client, grace)).toEqual({ source: 'GROUP', amountMinor: 1 })
  })

  test('refuses groups one by one, or all for one of them', async () => {
    await changeLimits(client, 'setSpendLimit', { target: { groupId: interns }, value: { amountMinor: 1 } })
    const toGroupIds = [engineers, interns, elsewhere, 'nonsense']
    const { results } = (await copy({ mode: 'PER_ITEM', fromGroupId: interns, toGroupIds })) as unknown as {
      results: { __typename: string }[]
    }
    const refused = ['InvalidInputError', 'NotFoundError', 'NotFoundError']
    expect(results.map(({ __typename }) => __typename)).toEqual(['ChangedSpendLimit', ...refused])
    expect(await copy({ mode: 'ALL_OR_NOTHING', fromGroupId: interns, toGroupIds })).toMatchObject({
      __typename: 'SpendLimitsRefused',
      code: 'ITEMS_REFUSED',
      message: expect.stringMatching(/^3 of 4 items are refused/),
      refusals: refused.map((__typename, index) => ({ index: index + 1, error: { __typename } })),
    })
  })

  test.each([
    [() => ({ fromGroupId: elsewhere }), 'NotFoundError'],
    [() => ({ fromGroupId: 'nonsense' }), 'NotFoundError'],
    [() => ({ expectedVersion: 2 }), 'VersionConflictError'],
    [() => ({ toGroupIds: [] }), 'InvalidInputError'],
    [() => ({ toGroupIds: [engineers, engineers] }), 'InvalidInputError'],
  ])('refuses the request as a whole (%#) with %s', async (input, type) => {
    await changeLimits(client, 'setSpendLimit', { target: { groupId: interns }, value: { amountMinor: 1 } })
    const before = await kinds()
    expect(await copy({ mode: 'PER_ITEM', fromGroupId: interns, toGroupIds: [engineers], ...input() })).toMatchObject({ __typename: type })
    expect(await kinds()).toEqual(before)
  })

  test('copies in both directions at once do not wait for each other for ever', async () => {
    for (const [groupId, amountMinor] of [
      [interns, 1],
      [engineers, 2],
    ] as const)
      await changeLimits(client, 'setSpendLimit', { target: { groupId }, value: { amountMinor } })
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => {
        const [fromGroupId, to] = index % 2 === 0 ? [interns, engineers] : [engineers, interns]
        return copy({ mode: 'PER_ITEM', fromGroupId, toGroupIds: [to] })
      }),
    )
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['CopySpendLimitsSuccess']))
  })
})
