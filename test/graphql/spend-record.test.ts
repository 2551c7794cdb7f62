import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, socketClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { signedInAdministrator, signedInUser } from '../support/signed-in.ts'
import { mutationOf, newKey, setLimit, spendClient, type SpendClient } from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
let spend: SpendClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
  spend = spendClient(client)
})

let users = 0
const newUser = (): Promise<string> => under.scim.createUser(`user-${++users}`)
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })
const unknownUser = 'user-00000000-0000-7000-8000-000000000000'
const unknownEntry = 'entry-00000000-0000-7000-8000-000000000000'

async function spentBy(userId: string): Promise<number> {
  return (await spend.decide(userId, 0)).spent.amountMinor
}

describe('recordSpend', () => {
  test('records or refuses each entry by itself, and answers in their order', async () => {
    const [ada, grace] = [await newUser(), await newUser()]
    const at = new Date(Date.now() - 1_000).toISOString()
    const entries = [
      { userId: ada, amountMinor: 100, at, idempotencyKey: 'order-1', labels: [{ name: 'model', value: 'large' }] },
      { userId: unknownUser, amountMinor: 1, idempotencyKey: 'order-2' },
      { userId: grace, amountMinor: -1, idempotencyKey: 'order-3' },
      { userId: ada, amountMinor: 100, at, idempotencyKey: 'order-1', labels: [{ name: 'model', value: 'large' }] },
      { userId: ada, amountMinor: 101, at, idempotencyKey: 'order-1' },
      { userId: grace, amountMinor: 7, idempotencyKey: 'order-6', labels: [] },
      { userId: 'nonsense', amountMinor: 1, idempotencyKey: 'order-7' },
      {
        userId: ada,
        amountMinor: 1,
        idempotencyKey: 'order-8',
        labels: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
      { userId: ada, amountMinor: 1, idempotencyKey: 'order-9', at: new Date(Date.now() + 3_600_000).toISOString() },
    ]
    const recorded = await spend.record({ currency: 'EUR', entries })
    expect(recorded).toMatchObject({ __typename: 'RecordSpendSuccess', recordedCount: 2, duplicateCount: 1, refusedCount: 6 })
    expect(recorded.results.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'RECORDED',
      'NOT_FOUND',
      'INVALID_INPUT',
      'DUPLICATE',
      'IDEMPOTENCY_CONFLICT',
      'RECORDED',
      'NOT_FOUND',
      'INVALID_INPUT',
      'INVALID_INPUT',
    ])
    expect(recorded.results.map(({ idempotencyKey }) => idempotencyKey)).toEqual(entries.map(({ idempotencyKey }) => idempotencyKey))
    expect(recorded.results[3]!.entryId).toBe(recorded.results[0]!.entryId)
    for (const { outcome, entryId, message } of recorded.results)
      expect([entryId !== null, message !== null]).toEqual(outcome === 'REFUSED' ? [false, true] : [true, false])
    expect([await spentBy(ada), await spentBy(grace)]).toEqual([100, 7])
  })

  test('counts the same entry once, however often and at whatever time it is sent', async () => {
    const userId = await newUser()
    const entry = { userId, amountMinor: 5, idempotencyKey: newKey() }
    const answers = await Promise.all(Array.from({ length: 10 }, () => spend.record({ entries: [entry] })))
    expect(answers.map(({ results }) => results[0]!.outcome).sort()).toEqual([...Array(9).fill('DUPLICATE'), 'RECORDED'])
    expect(new Set(answers.map(({ results }) => results[0]!.entryId)).size).toBe(1)
    expect(await spentBy(userId)).toBe(5)
  })

  test('takes 1,000 entries with all their results in one request, and refuses more and none', { timeout: 60_000 }, async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, newUser))
    const entries = Array.from({ length: 1_000 }, (_, index) => ({
      userId: ids[index % ids.length],
      amountMinor: index,
      idempotencyKey: `thousand-${index}`,
      at: new Date().toISOString(),
      labels: [{ name: 'model', value: 'large' }],
    }))
    const recorded = await spend.record({ entries })
    expect(recorded).toMatchObject({ recordedCount: 1_000, duplicateCount: 0, refusedCount: 0 })
    expect(recorded.results).toHaveLength(1_000)
    const spent = await Promise.all(ids.map((id) => spentBy(id!)))
    expect(spent.reduce((sum, amount) => sum + amount, 0)).toBe((999 * 1_000) / 2)
    // A retry of it all, such as after a time-out, counts nothing twice.
    expect(await spend.record({ entries })).toMatchObject({ recordedCount: 0, duplicateCount: 1_000 })
    for (const wrong of [[], [...entries, entries[0]]])
      expect(await spend.record({ entries: wrong })).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.stringContaining('1 to 1000'),
      })
  })

  test('refuses another currency as CurrencyMismatchError and records nothing', async () => {
    const userId = await newUser()
    expect(await spend.record({ currency: 'USD', entries: [{ userId, amountMinor: 1, idempotencyKey: newKey() }] })).toMatchObject({
      __typename: 'CurrencyMismatchError',
      code: 'CURRENCY_MISMATCH',
      message: expect.stringMatching(/USD.*EUR/),
    })
    expect(await spentBy(userId)).toBe(0)
  })

  test('is never refused for a limit', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 0)
    expect(await spend.spend(userId, 50)).toMatchObject({ outcome: 'RECORDED' })
    expect(await spentBy(userId)).toBe(50)
  })

  test('by the platform key names the team, and finds nobody of another', async () => {
    const userId = await newUser()
    const platform = spendClient(graphqlClient(under.node, under.node.platformKey))
    const entries = [{ userId, amountMinor: 3, idempotencyKey: newKey() }]
    expect(await platform.record({ entries })).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringContaining('teamId'),
    })
    const other = await under.newTeam()
    expect((await platform.record({ teamId: other.teamId, entries })).results[0]).toMatchObject({ code: 'NOT_FOUND' })
    expect(await platform.record({ teamId: under.team.teamId, entries })).toMatchObject({ recordedCount: 1 })
    expect(await platform.record({ teamId: 'team-00000000-0000-7000-8000-000000000000', entries })).toMatchObject({
      __typename: 'NotFoundError',
    })
  })

  test('tells the change log of a threshold that is reached, and who follows it, once', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 1_000)
    const { data } = await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const socket = socketClient(under.node, under.team.apiKey)
    try {
      const messages = socket.iterate<{ changes: { changes?: object[] } }>({
        query: `subscription ($after: ChangeCursor, $userId: ID) { changes(after: $after, filter: { userId: $userId }) { ... on ChangeBatch { changes {
          __typename ... on SpendThresholdReached { user { id } period percent percents spent { amountMinor currency } limit { amountMinor } source } } } } }`,
        variables: { after: data!.team.changeCursor, userId },
      })
      await spend.spend(userId, 790)
      await spend.spend(userId, 9)
      await spend.spend(userId, 1)
      await spend.spend(userId, 5)
      await spend.spend(userId, 500)
      const { period } = await spend.decide(userId, 0)
      const reached: object[] = []
      for await (const message of messages) {
        reached.push(...(message.data?.changes.changes ?? []))
        if (reached.length >= 3) break
      }
      const common = {
        __typename: 'SpendThresholdReached',
        user: { id: userId },
        period: period.key,
        limit: { amountMinor: 1_000 },
        source: 'USER',
      }
      expect(reached).toEqual([
        { ...common, percent: 50, percents: [50], spent: eur(790) },
        { ...common, percent: 80, percents: [80], spent: eur(800) },
        { ...common, percent: 100, percents: [100], spent: eur(1_305) },
      ])
      const log = await client.ask<{ team: { changes: { totalCount: number } } }>(
        'query ($userId: ID) { team { changes(filter: { kinds: [SPEND_THRESHOLD_REACHED], userId: $userId }) { totalCount } } }',
        { userId },
      )
      expect(log.data!.team.changes.totalCount).toBe(3)
    } finally {
      await socket.dispose()
    }
  })
})

describe('correctSpend', () => {
  async function recorded(amountMinor: number, more: object = {}): Promise<{ userId: string; entryId: string }> {
    const userId = await newUser()
    return { userId, entryId: (await spend.spend(userId, amountMinor, more)).entryId! }
  }

  test('records the difference as an entry of its own, in the month of the first one, which stays as it was', async () => {
    const { userId, entryId } = await recorded(100)
    const { entry, spend: after } = await spend.correct({ entryId, amountMinor: 30, reason: 'Wrong price', idempotencyKey: newKey() })
    expect(entry).toMatchObject({ kind: 'CORRECTION', userId, amount: eur(-70), reason: 'Wrong price' })
    expect(after).toMatchObject({ spent: eur(30) })
    await spend.correct({ entryId, amountMinor: 0, reason: 'Did not happen', idempotencyKey: newKey() })
    expect(await spentBy(userId)).toBe(0)
    const { data } = await client.ask<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { ... on SpendEntry { amount { amountMinor } isLate recordedBy { kind label } corrections { amount { amountMinor } reason corrects { id } recordedBy { kind } } } } }`,
      { id: entryId },
    )
    expect(data!.node).toEqual({
      amount: { amountMinor: 100 },
      isLate: false,
      recordedBy: { kind: 'API_KEY', label: 'Acme key' },
      corrections: [
        { amount: { amountMinor: -70 }, reason: 'Wrong price', corrects: { id: entryId }, recordedBy: { kind: 'API_KEY' } },
        { amount: { amountMinor: -30 }, reason: 'Did not happen', corrects: { id: entryId }, recordedBy: { kind: 'API_KEY' } },
      ],
    })
  })

  test('is safe to send again, and refuses another correction under the same key', async () => {
    const { userId, entryId } = await recorded(100)
    const input = { entryId, amountMinor: 30, reason: 'Wrong price', idempotencyKey: newKey() }
    const first = await spend.correct(input)
    expect((await spend.correct(input)).entry.id).toBe(first.entry.id)
    expect(await spend.correct({ ...input, amountMinor: 31 })).toMatchObject({
      __typename: 'IdempotencyConflictError',
      code: 'IDEMPOTENCY_CONFLICT',
    })
    expect(await spentBy(userId)).toBe(30)
  })

  test.each([
    ['a negative amount', { amountMinor: -1 }],
    ['no reason', { reason: '' }],
    ['no key', { idempotencyKey: '' }],
  ])('refuses %s as InvalidInputError', async (_, wrong) => {
    const { entryId } = await recorded(1)
    const answer = await spend.correct({ entryId, amountMinor: 0, reason: 'x', idempotencyKey: newKey(), ...wrong })
    expect(answer).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT' })
  })

  test('is for administrators, too', async () => {
    const { entryId } = await recorded(10)
    const cookie = await signedInAdministrator(under.node, under.team.teamId, 'ada@acme.example')
    const { entry } = await spendClient(graphqlClient(under.node, undefined, cookie)).correct({
      entryId,
      amountMinor: 9,
      reason: 'Agreed',
      idempotencyKey: newKey(),
    })
    const { data } = await client.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on SpendEntry { recordedBy { kind label } } } }',
      { id: entry.id },
    )
    expect(data!.node).toEqual({ recordedBy: { kind: 'ADMINISTRATOR', label: 'ada@acme.example' } })
  })

  test('of another team’s entry, or of none, is the same NotFoundError, also with the platform key for one of none', async () => {
    const { userId, entryId } = await recorded(10)
    const other = await under.newTeam()
    const asking = spendClient(graphqlClient(under.node, other.apiKey))
    const platform = spendClient(graphqlClient(under.node, under.node.platformKey))
    const attempt = async (by: SpendClient, named: string) =>
      JSON.stringify(await by.correct({ entryId: named, amountMinor: 1, reason: 'x', idempotencyKey: newKey() })).replaceAll(
        named,
        '<asked>',
      )
    const shown = await attempt(asking, entryId)
    expect(shown).toContain('NotFoundError')
    for (const named of [unknownEntry, userId, 'nonsense']) expect(await attempt(asking, named)).toBe(shown)
    expect(await attempt(platform, unknownEntry)).toBe(shown)
    expect(await spentBy(userId)).toBe(10)
  })
})

describe('Who may record, correct, reserve, settle and release:', () => {
  const inputs = {
    recordSpend: { entries: [{ userId: unknownUser, amountMinor: 1, idempotencyKey: 'nobody' }] },
    correctSpend: { entryId: unknownEntry, amountMinor: 1, reason: 'x', idempotencyKey: 'nobody' },
    reserveSpend: { userId: unknownUser, amountMinor: 1, idempotencyKey: 'nobody' },
    settleSpend: { reservationId: 'reservation-00000000-0000-7000-8000-000000000000' },
    releaseSpend: { reservationId: 'reservation-00000000-0000-7000-8000-000000000000' },
  } as const
  const names = Object.keys(inputs) as (keyof typeof inputs)[]
  const attempt = async (name: keyof typeof inputs, key: string | undefined, cookie?: string) =>
    (
      await graphqlClient(under.node, key, cookie).ask<{ answer: { __typename: string; code?: string; message?: string } }>(
        mutationOf(name),
        { input: inputs[name] },
      )
    ).data!.answer

  test.each(names)('%s is for a key that has SPEND alone, and for no other, and for no member', async (name) => {
    const withSpend = await attempt(name, await graphqlIssueKey(client, ['SPEND']))
    expect(withSpend.__typename).toBe(name === 'recordSpend' ? 'RecordSpendSuccess' : 'NotFoundError')
    const without = await attempt(name, await graphqlIssueKey(client, ['READ', 'LIMITS', 'SETUP']))
    expect(without).toMatchObject({ __typename: 'ForbiddenError', message: expect.stringContaining('SPEND') })
    await under.scim.createUser(`member-${name}`)
    const member = await attempt(name, undefined, await signedInUser(under.node, under.team.teamId, `member-${name}`))
    expect(member).toMatchObject({ __typename: 'ForbiddenError' })
  })
})

test('recordSpend tells of a user of another team what it tells of nobody, and writes nothing', async () => {
  const userId = await newUser()
  const other = await under.newTeam()
  const asking = spendClient(graphqlClient(under.node, other.apiKey))
  const attempt = async (named: string) => {
    const { results, ...counts } = await asking.record({ entries: [{ userId: named, amountMinor: 1, idempotencyKey: 'same' }] })
    return JSON.stringify({ results, counts }).replaceAll(named, '<asked>')
  }
  const shown = await attempt(userId)
  expect(shown).toContain('NOT_FOUND')
  expect(await attempt(unknownUser)).toBe(shown)
  expect(await attempt('nonsense')).toBe(shown)
  expect(await spentBy(userId)).toBe(0)
})
