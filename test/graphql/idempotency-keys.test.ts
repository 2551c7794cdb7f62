import { beforeAll, describe, expect, test } from 'vitest'
import { sweepIdempotencyKeys } from '../../src/commands/sweep-idempotency-keys.ts'
import { fromId } from '../../src/domain/id.ts'
import { openDatabase } from '../../src/store/database.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { changeLimits, cursorNow, readLog, type LimitAnswer } from '../support/limits.ts'
import { redisUrl } from '../support/redis.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const under = useApp({ redisUrl })
const second = useSecondNode(under)
let client: GraphqlClient
let elsewhere: GraphqlClient
let ada: string
let interns: string
beforeAll(async () => {
  client = graphqlClient(under.node, under.team.apiKey)
  elsewhere = graphqlClient(second, under.team.apiKey)
  ada = await under.scim.createUser('ada')
  interns = await under.scim.createGroup('Interns', [ada])
})

const set = (input: object, asking = client): Promise<LimitAnswer> => changeLimits(asking, 'setSpendLimit', input)
let used = 0
const newKey = (): string => `key ${++used}`

let version: number
let sales: string

/** Meanwhile whoever wants to change a limit of the team waits, on every node. */
async function whileTeamIsHeld<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  const database = openDatabase({ url: under.database.url, poolSize: 1, log: { error: () => {} } })
  try {
    return await database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM teams WHERE id = ${fromId('team', under.team.teamId)}::uuid FOR UPDATE`
      return await act()
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

describe('An idempotency key', () => {
  test('answers the same request as the first time, with the same cursor, and writes nothing, whatever happened in between and on whichever node', async () => {
    const input = { target: { groupId: interns }, value: { amountMinor: 2000 }, idempotencyKey: newKey() }
    const first = await set(input)
    expect(first).toMatchObject({ spendLimit: { amount: { amountMinor: 2000 } } })
    await set({ target: { groupId: interns }, value: { amountMinor: 3000 } })
    const before = await readLog(client)
    expect(await set(input)).toEqual(first)
    // As it may be written otherwise, it is the same request.
    expect(await set({ ...input, currency: null, expectedVersion: null }, elsewhere)).toEqual(first)
    expect(await readLog(client)).toEqual(before)
  })

  test('keeps the answer of a request that changed nothing, too', async () => {
    const input = { target: { groupId: interns }, value: { amountMinor: 1 }, idempotencyKey: newKey() }
    await set({ ...input, idempotencyKey: null })
    const first = await set(input)
    await set({ ...input, value: { amountMinor: 2 }, idempotencyKey: null })
    expect(await set(input, elsewhere)).toEqual(first)
    expect(first).toMatchObject({ spendLimit: { amount: { amountMinor: 1 } } })
  })

  test('refuses any other request with IdempotencyConflictError, also that of another mutation', async () => {
    const key = newKey()
    await set({ target: { groupId: interns }, value: { amountMinor: 5 }, idempotencyKey: key })
    const before = await readLog(client)
    const conflict = { __typename: 'IdempotencyConflictError', code: 'IDEMPOTENCY_CONFLICT', message: expect.stringContaining(key) }
    for (const other of [
      { value: { amountMinor: 6 } },
      { value: { unlimited: true } },
      { expectedVersion: 1 },
      { target: { userId: ada } },
    ])
      expect(await set({ target: { groupId: interns }, value: { amountMinor: 5 }, ...other, idempotencyKey: key })).toEqual(conflict)
    expect(await changeLimits(client, 'clearSpendLimit', { target: { groupId: interns }, idempotencyKey: key })).toEqual(conflict)
    const items = [{ target: { groupId: interns }, value: { amountMinor: 5 } }]
    expect(await changeLimits(client, 'setSpendLimits', { mode: 'PER_ITEM', items, idempotencyKey: key })).toEqual(conflict)
    expect(
      await changeLimits(client, 'copySpendLimits', { mode: 'PER_ITEM', fromGroupId: interns, toGroupIds: [interns], idempotencyKey: key }),
    ).toEqual(conflict)
    expect(await readLog(client)).toEqual(before)
  })

  test('is not kept of a refusal: the request that was right in the end is done', async () => {
    const input = { target: { userId: ada }, expectedVersion: 0, idempotencyKey: newKey() }
    expect(await changeLimits(client, 'clearSpendLimit', { target: { userId: ada }, idempotencyKey: input.idempotencyKey })).toMatchObject({
      __typename: 'NotFoundError',
    })
    expect(await set({ ...input, value: { amountMinor: -1 } })).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await set({ ...input, value: { amountMinor: 1 } })).toMatchObject({ spendLimit: { amount: { amountMinor: 1 } } })
  })

  test('makes one change of 20 equal requests at once on two nodes, and all get its answer', async () => {
    const before = await readLog(client)
    const input = { target: { userId: ada }, value: { amountMinor: 777 }, idempotencyKey: newKey() }
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => set(input, index % 2 === 0 ? client : elsewhere)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const made = (await readLog(client)).slice(before.length)
    expect(made.map(({ __typename }) => __typename)).toEqual(['SpendLimitSet'])
    expect(answers[0]!.changeCursor).toBe(await cursorNow(client))
  })

  test.each([
    ['setSpendLimit', () => ({ target: { groupId: interns }, value: { amountMinor: 81 }, expectedVersion: version })],
    ['clearSpendLimit', () => ({ target: { groupId: interns } })],
    ['clearSpendLimit', () => ({ target: { groupId: interns }, expectedVersion: version })],
    [
      'setSpendLimits',
      () => ({ mode: 'ALL_OR_NOTHING', items: [{ target: { groupId: interns }, clear: true, expectedVersion: version }] }),
    ],
    ['setSpendLimits', () => ({ mode: 'PER_ITEM', items: [{ target: { groupId: interns }, clear: true, expectedVersion: version }] })],
    ['copySpendLimits', () => ({ mode: 'ALL_OR_NOTHING', fromGroupId: interns, toGroupIds: [sales], expectedVersion: version })],
  ] as const)(
    'gives both of two nodes that are asked at once the one answer of %s (%#), also where a second request would be refused',
    async (mutation, inputOf) => {
      sales ??= await under.scim.createGroup('Sales of two nodes', [])
      await changeLimits(client, 'clearSpendLimit', { target: { groupId: sales } })
      const { spendLimit } = (await set({ target: { groupId: interns }, value: { amountMinor: 80 + ++used } })) as unknown as {
        spendLimit: { version: number }
      }
      version = spendLimit.version
      const before = await readLog(client)
      const input = { ...inputOf(), idempotencyKey: newKey() }
      const asked = await whileTeamIsHeld(async () => {
        const answers = [client, elsewhere].map((asking) => changeLimits(asking, mutation, input))
        await expect.poll(waitingForLocks, { timeout: 10_000 }).toBe(2)
        return answers
      })
      const answers = await Promise.all(asked)
      expect(answers[0]!.__typename).toMatch(/Success$/)
      expect(answers[1]).toEqual(answers[0])
      expect((await readLog(client)).length).toBe(before.length + 1)
      expect(await changeLimits(elsewhere, mutation, input)).toEqual(answers[0])
    },
  )

  test('makes one change of each of many keys that two nodes are asked for in opposite orders', async () => {
    const users = await Promise.all(Array.from({ length: 10 }, (_, index) => under.scim.createUser(`of many keys ${index}`)))
    const inputs = users.map((userId) => ({ target: { userId }, value: { amountMinor: 1 }, expectedVersion: 0, idempotencyKey: newKey() }))
    const asked = await whileTeamIsHeld(async () => {
      const answers = [inputs.map((input) => set(input)), inputs.toReversed().map((input) => set(input, elsewhere))]
      await expect.poll(waitingForLocks, { timeout: 10_000 }).toBe(2)
      return answers
    })
    const [here, there] = await Promise.all(asked.map((answers) => Promise.all(answers)))
    expect(new Set(here!.map(({ __typename }) => __typename))).toEqual(new Set(['SetSpendLimitSuccess']))
    expect(there!.toReversed()).toEqual(here)
  })

  test('does the one and refuses the others of different requests at once on two nodes', async () => {
    const before = await readLog(client)
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        set(
          { target: { groupId: interns }, value: { amountMinor: 100 + index }, idempotencyKey: key },
          index % 2 === 0 ? client : elsewhere,
        ),
      ),
    )
    const done = answers.filter(({ __typename }) => __typename === 'SetSpendLimitSuccess')
    expect(done).toHaveLength(1)
    expect(answers.filter(({ __typename }) => __typename === 'IdempotencyConflictError')).toHaveLength(7)
    expect((await readLog(client)).length).toBe(before.length + 1)
  })

  test('is of the team alone: another team may use the same one', async () => {
    const other = await under.newTeam('Other')
    const theirs = graphqlClient(under.node, other.apiKey)
    const idempotencyKey = newKey()
    await set({ target: { userId: ada }, value: { amountMinor: 12 }, idempotencyKey })
    expect(await set({ target: { teamId: other.teamId }, value: { amountMinor: 13 }, idempotencyKey }, theirs)).toMatchObject({
      spendLimit: { amount: { amountMinor: 13 } },
    })
  })

  test('answers a clearing, a bulk request and a copy again as well', async () => {
    const group = await under.scim.createGroup('Sales', [ada])
    await set({ target: { groupId: interns }, value: { amountMinor: 40 } })
    for (const [mutation, input] of [
      [
        'setSpendLimits',
        {
          mode: 'PER_ITEM',
          items: [
            { target: { groupId: group }, value: { amountMinor: 1 } },
            { target: { groupId: 'x' }, clear: true },
          ],
        },
      ],
      ['copySpendLimits', { mode: 'ALL_OR_NOTHING', fromGroupId: interns, toGroupIds: [group] }],
      ['clearSpendLimit', { target: { groupId: group } }],
    ] as const) {
      const keyed = { ...input, idempotencyKey: newKey() }
      const first = await changeLimits(client, mutation, keyed)
      expect(first.__typename).toMatch(/Success$/)
      await set({ target: { groupId: group }, value: { amountMinor: 99 } })
      const before = await readLog(client)
      expect(await changeLimits(elsewhere, mutation, keyed)).toEqual(first)
      expect(await readLog(client)).toEqual(before)
    }
  })

  test('answers where the log stands when the place of the first answer was pruned, and no target but its id when that is gone', async () => {
    const team = await under.newTeam('Pruned')
    const theirs = graphqlClient(under.node, team.apiKey)
    const target = { userId: await team.scim.createUser('gone') }
    const input = { target, value: { amountMinor: 1 }, idempotencyKey: 'once' }
    const first = await set(input, theirs)
    await team.scim.delete(`/Users/${target.userId}`)
    expect(await set(input, theirs)).toEqual(first)
    expect(
      await theirs.ask(
        'mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { ... on SetSpendLimitSuccess { spendLimit { targetId target { __typename } } } } }',
        { input },
      ),
    ).toMatchObject({ errors: undefined, data: { setSpendLimit: { spendLimit: { targetId: target.userId, target: null } } } })
    await under.node.app.database
      .$executeRaw`DELETE FROM changes WHERE team_id = ${fromId('team', team.teamId)}::uuid AND revision <= (SELECT revision - 1 FROM team_heads WHERE team_id = ${fromId('team', team.teamId)}::uuid)`
    expect(await set(input, theirs)).toEqual({ ...first, changeCursor: await cursorNow(theirs) })
  })

  test('is kept for 24 hours, and swept after them', async () => {
    const { database } = under.node.app
    const [old, young] = [newKey(), newKey()]
    const input = { target: { userId: ada }, value: { amountMinor: 12 } }
    for (const idempotencyKey of [old, young]) await set({ ...input, idempotencyKey })
    await database.$executeRaw`UPDATE idempotency_keys SET created_at = now() - interval '24 hours 1 minute' WHERE key = ${old}`
    await database.$executeRaw`UPDATE idempotency_keys SET created_at = now() - interval '23 hours 59 minutes' WHERE key = ${young}`
    expect(await sweepIdempotencyKeys(database)).toBe(1)
    const other = { ...input, value: { amountMinor: 13 } }
    expect(await set({ ...other, idempotencyKey: young })).toMatchObject({ __typename: 'IdempotencyConflictError' })
    expect(await set({ ...other, idempotencyKey: old })).toMatchObject({ __typename: 'SetSpendLimitSuccess' })
  })
})
