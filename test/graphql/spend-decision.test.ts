import { beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { signedInAdministrator, signedInUser } from '../support/signed-in.ts'
import {
  clearLimit,
  decisionQuery,
  newKey,
  setLimit,
  spendClient,
  type AnsweredDecision,
  type SpendClient,
} from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const under = useApp()
const second = useSecondNode(under)
let client: GraphqlClient
let spend: SpendClient
let group: string

beforeAll(async () => {
  client = graphqlClient(under.node, under.team.apiKey)
  spend = spendClient(client)
  group = await under.scim.createGroup('Engineers', [])
})

let users = 0
/** A user whom no other test knows, in `group` or in none. */
async function newUser({ inGroup = false, active = true } = {}): Promise<string> {
  const id = await under.scim.createUser(`user-${++users}`, { active })
  if (inGroup) await under.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: id }] })
  return id
}

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })
const unknownUser = 'user-00000000-0000-7000-8000-000000000000'

describe('spendDecision says whether an amount may be spent, and what that follows from:', () => {
  test('allowed, with what is left of the limit that applies', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 1_000)
    await spend.spend(userId, 300)
    const decision = await spend.decide(userId, 700)
    const { period, asOf } = decision
    expect(decision).toEqual({
      __typename: 'SpendDecision',
      isAllowed: true,
      denial: null,
      reason: "Allowed: EUR 7.00 is left of EUR 10.00, the user's own limit.",
      requested: eur(700),
      remaining: eur(700),
      spent: eur(300),
      reserved: eur(0),
      limit: { isUnlimited: false, amount: eur(1_000), source: 'USER' },
      decidedById: expect.stringMatching(/^limit-/),
      period: { key: period.startsAt.slice(0, 7), startsAt: expect.any(String), resetsAt: expect.any(String) },
      resetsAt: period.resetsAt,
      asOf: expect.any(String),
    })
    expect(period.startsAt <= asOf && asOf < period.resetsAt).toBe(true)
    const { data } = await client.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on SpendLimit { target { ... on User { id } } } } }',
      {
        id: decision.decidedById,
      },
    )
    expect(data!.node).toEqual({ target: { id: userId } })
  })

  test('denied as LIMIT_EXCEEDED by one minor unit too much, and when nothing is left', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 1_000)
    await spend.spend(userId, 300)
    const decision = await spend.decide(userId, 701)
    expect(decision).toMatchObject({ isAllowed: false, denial: 'LIMIT_EXCEEDED', remaining: eur(700) })
    expect(decision.reason).toBe(
      `Denied: EUR 7.01 is more than the EUR 7.00 that is left of EUR 10.00, the user's own limit: EUR 3.00 is spent. The next month begins at ${decision.resetsAt}.`,
    )
    // A fact is recorded whatever the limit: more may be spent than there was.
    await spend.spend(userId, 900)
    expect(await spend.decide(userId, 0)).toMatchObject({
      isAllowed: false,
      denial: 'LIMIT_EXCEEDED',
      remaining: eur(0),
      spent: eur(1_200),
      reason: expect.stringMatching(/^Denied: nothing is left of EUR 10\.00, the user's own limit: EUR 12\.00 is spent\./),
    })
  })

  test('denied as LIMIT_IS_ZERO by a limit of 0, even of nothing', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 0)
    for (const amountMinor of [0, 1]) {
      expect(await spend.decide(userId, amountMinor)).toMatchObject({
        isAllowed: false,
        denial: 'LIMIT_IS_ZERO',
        remaining: eur(0),
        reason: "Denied: the user's own limit is EUR 0.00, so nothing may be spent.",
      })
    }
  })

  test('refused to a key that has neither of the scopes that are enough, which are named', async () => {
    const key = graphqlClient(under.node, await graphqlIssueKey(client, ['LIMITS']))
    const asked = async (query: string) => (await key.ask(query, { userId: await newUser() })).errors![0]!.message
    const decided = 'spendDecision(userId: $userId, amountMinor: 1)'
    expect(await asked(`query ($userId: ID!) { ${decided} { ... on SpendDecision { spent { amountMinor } limit { source } } } }`)).toBe(
      'This API key does not have the scope READ or SPEND. Use one that has it.',
    )
    expect(await asked(`query ($userId: ID!) { ${decided} { ... on SpendDecision { isAllowed } } viewer { kind } team { name } }`)).toBe(
      'This API key does not have the scope READ. Use one that has it.',
    )
  })

  test('denied as INACTIVE_USER, whatever the limit', async () => {
    const userId = await newUser({ active: false })
    await setLimit(client, { userId }, null)
    expect(await spend.decide(userId, 0)).toMatchObject({
      isAllowed: false,
      denial: 'INACTIVE_USER',
      remaining: eur(0),
      limit: { isUnlimited: false, amount: eur(0), source: 'INACTIVE_USER' },
      decidedById: null,
      reason: 'Denied: the user is inactive and may spend nothing.',
    })
  })

  test('allowed without limit: by none, or by one that is unlimited', async () => {
    const userId = await newUser()
    expect(await spend.decide(userId, Number.MAX_SAFE_INTEGER)).toMatchObject({
      isAllowed: true,
      remaining: null,
      limit: { isUnlimited: true, amount: null, source: 'NONE' },
      decidedById: null,
      reason: 'Allowed: no limit applies to the user.',
    })
    await setLimit(client, { userId }, null)
    expect(await spend.decide(userId, Number.MAX_SAFE_INTEGER)).toMatchObject({
      isAllowed: true,
      remaining: null,
      limit: { isUnlimited: true, amount: null, source: 'USER' },
      decidedById: expect.stringMatching(/^limit-/),
      reason: "Allowed: the user's own limit is unlimited.",
    })
  })

  test('with what reservations hold back', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
    const denied = await spend.decide(userId, 401)
    expect(denied).toMatchObject({ denial: 'LIMIT_EXCEEDED', reserved: eur(600), remaining: eur(400), spent: eur(0) })
    expect(denied.reason).toContain('EUR 0.00 is spent and EUR 6.00 is reserved.')
    await spend.release({ reservationId: reservation.id })
    expect(await spend.decide(userId, 1_000)).toMatchObject({ isAllowed: true, reserved: eur(0) })
  })

  test('by the limit of a group, and by that of the team', async () => {
    const [member, other] = [await newUser({ inGroup: true }), await newUser()]
    await setLimit(client, { groupId: group }, 200)
    await setLimit(client, { teamId: under.team.teamId }, 5_000)
    try {
      expect(await spend.decide(member, 201)).toMatchObject({
        denial: 'LIMIT_EXCEEDED',
        limit: { source: 'GROUP', amount: eur(200) },
        reason: expect.stringContaining('EUR 2.00, the limit of a group'),
      })
      expect(await spend.decide(other, 201)).toMatchObject({
        isAllowed: true,
        limit: { source: 'TEAM' },
        reason: "Allowed: EUR 50.00 is left of EUR 50.00, the team's limit.",
      })
    } finally {
      await clearLimit(client, { groupId: group })
      await clearLimit(client, { teamId: under.team.teamId })
    }
  })

  test('a negative amount is refused as InvalidInputError', async () => {
    expect(await spend.decide(await newUser(), -1)).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringContaining('whole number from 0'),
    })
  })
})

describe("A month is the team's: it begins anew at its own midnight", () => {
  test.each([
    ['America/Los_Angeles', /T0[78]:00:00\.000Z$/],
    ['Asia/Kolkata', /T18:30:00\.000Z$/],
    ['UTC', /T00:00:00\.000Z$/],
  ])('in %s', async (timeZone, instant) => {
    const team = await under.newTeam(`In ${timeZone}`)
    const userId = await team.scim.createUser('ada')
    // As modifySpendSettings leaves it.
    await under.node.app.database.team.update({ where: { id: fromId('team', team.teamId)! }, data: { timeZone } })
    const own = graphqlClient(under.node, team.apiKey)
    await setLimit(own, { userId }, 0)
    const { period, resetsAt, asOf } = await spendClient(own).decide(userId, 1)
    expect(resetsAt).toMatch(instant)
    expect(period.resetsAt).toBe(resetsAt)
    const local = (time: string) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(time))
    expect(local(period.startsAt)).toBe(`${period.key}-01 00:00:00`)
    expect(local(resetsAt)).toMatch(/-01 00:00:00$/)
    expect(local(asOf).slice(0, 7)).toBe(period.key)
  })

  test('what was spent in the month before does not count', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 1_000)
    const { period } = await spend.decide(userId, 0)
    const before = new Date(Date.parse(period.startsAt) - 1).toISOString()
    await spend.spend(userId, 1_000, { at: before })
    await spend.spend(userId, 1, { at: period.startsAt })
    expect(await spend.decide(userId, 999)).toMatchObject({ isAllowed: true, spent: eur(1) })
  })
})

test('A decision is as of the last commit, on whichever node it is asked', { timeout: 60_000 }, async () => {
  const userId = await newUser({ inGroup: true })
  const elsewhere = spendClient(graphqlClient(second, under.team.apiKey))
  for (let amount = 1; amount <= 20; amount++) {
    await setLimit(client, { userId }, amount)
    expect(await elsewhere.decide(userId, amount)).toMatchObject({ isAllowed: true, remaining: eur(amount) })
    expect(await elsewhere.decide(userId, amount + 1)).toMatchObject({ isAllowed: false })
  }
  await spend.spend(userId, 20)
  expect(await elsewhere.decide(userId, 1)).toMatchObject({ denial: 'LIMIT_EXCEEDED' })
  await under.scim.patch(`/Users/${userId}`, { op: 'replace', path: 'active', value: false })
  expect(await elsewhere.decide(userId, 1)).toMatchObject({ denial: 'INACTIVE_USER' })
  await under.scim.delete(`/Users/${userId}`)
  expect(await elsewhere.decide(userId, 1)).toMatchObject({ __typename: 'NotFoundError' })
})

describe('Who may ask:', () => {
  let userId: string
  beforeAll(async () => {
    userId = await newUser()
    await setLimit(client, { userId }, 100)
  })
  const askWith = (key: string | undefined, cookie?: string, named = userId) =>
    graphqlClient(under.node, key, cookie).ask<{ answer: AnsweredDecision }>(decisionQuery, { userId: named, amountMinor: 1 })

  test.each([['READ'], ['SPEND']])('a key that has %s alone, and gets everything', async (scope) => {
    const { data, errors } = await askWith(await graphqlIssueKey(client, [scope]))
    expect(errors).toBeUndefined()
    expect(data!.answer).toMatchObject({ isAllowed: true, limit: { amount: eur(100) }, decidedById: expect.any(String) })
  })

  test.each([['LIMITS'], ['SETUP']])('not a key that has %s alone', async (scope) => {
    const { status, errors } = await askWith(await graphqlIssueKey(client, [scope]))
    expect([status, errors![0]!.extensions.code]).toEqual([403, 'FORBIDDEN'])
    expect(errors![0]!.message).toContain('READ')
  })

  test('the platform key, which names the team by the user', async () => {
    const { data } = await askWith(under.node.platformKey)
    expect(data!.answer).toMatchObject({ isAllowed: true, limit: { amount: eur(100) } })
    expect((await askWith(under.node.platformKey, undefined, unknownUser)).data!.answer.__typename).toBe('NotFoundError')
  })

  test('an administrator, and a member for themselves; of anybody else a member hears what they would of nobody', async () => {
    const { teamId } = under.team
    const administrator = await signedInAdministrator(under.node, teamId, 'ada@acme.example')
    expect((await askWith(undefined, administrator)).data!.answer.isAllowed).toBe(true)
    const mia = await under.scim.createUser('mia')
    const member = await signedInUser(under.node, teamId, 'mia')
    expect((await askWith(undefined, member, mia)).data!.answer).toMatchObject({ isAllowed: true, limit: { source: 'NONE' } })
    const answers = [userId, unknownUser, 'nonsense'].map(async (named) => {
      const { data } = await askWith(undefined, member, named)
      return JSON.stringify(data).replaceAll(named, '<asked>')
    })
    const [others, ...nobodys] = await Promise.all(answers)
    expect(others).toContain('NotFoundError')
    expect(nobodys).toEqual([others, others])
  })

  test('no other team: a user of it reads exactly as one who does not exist', async () => {
    const other = await under.newTeam()
    const asking = spendClient(graphqlClient(under.node, other.apiKey))
    const shown = async (named: string) => JSON.stringify(await asking.decide(named, 1)).replaceAll(named, '<asked>')
    expect(await shown(userId)).toBe(await shown(unknownUser))
    expect(await shown(userId)).toContain('NotFoundError')
  })
})

describe('A decision costs', () => {
  test('one statement, whatever the number of groups with limits', async () => {
    const userId = await newUser()
    const counted = async () => (await statementsOf(() => spend.decide(userId, 1))).length
    await counted()
    expect(await counted()).toBe(1)
    for (let index = 0; index < 12; index++) {
      const groupId = await under.scim.createGroup(`Group ${index}`, [userId])
      await setLimit(client, { groupId }, index)
    }
    expect(await counted()).toBe(1)
    expect(await spend.decide(userId, 11)).toMatchObject({ isAllowed: true, limit: { source: 'GROUP', amount: eur(11) } })
  })

  test('less than one statement each when many ask at a time, and each gets its own answer', async () => {
    const asked = await Promise.all(Array.from({ length: 40 }, (_, index) => newUser().then((userId) => ({ userId, amount: index + 1 }))))
    for (const { userId, amount } of asked) await setLimit(client, { userId }, amount)
    const decisions: AnsweredDecision[] = []
    const statements = await statementsOf(async () => {
      decisions.push(...(await Promise.all(asked.map(({ userId, amount }) => spend.decide(userId, amount)))))
    })
    expect(decisions.map(({ remaining }) => remaining!.amountMinor)).toEqual(asked.map(({ amount }) => amount))
    expect(decisions.every(({ isAllowed }) => isAllowed)).toBe(true)
    expect(statements.length).toBeLessThan(asked.length / 2)
  })
})

test('What a reservation is denied for carries the decision', async () => {
  const userId = await newUser()
  await setLimit(client, { userId }, 100)
  const denied = await spend.reserve({ userId, amountMinor: 101, idempotencyKey: newKey() })
  const decision = await spend.decide(userId, 101)
  expect(denied).toMatchObject({ __typename: 'SpendDeniedError', code: 'SPEND_DENIED', message: decision.reason })
  expect(denied.decision).toEqual({ ...decision, asOf: expect.any(String) })
})
