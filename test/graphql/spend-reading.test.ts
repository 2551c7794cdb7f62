import { beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { signedInUser } from '../support/signed-in.ts'
import { newKey, setLimit, spendClient, spendFields, type AnsweredSpend, type SpendClient } from '../support/spend-client.ts'
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

/** Moments of the current month and the two before it, in UTC. */
async function months(): Promise<{ now: string; last: string; before: string; at: { last: string; before: string } }> {
  const { period } = await spend.decide(await newUser(), 0)
  const earlier = (count: number) => {
    const start = new Date(period.startsAt)
    start.setUTCMonth(start.getUTCMonth() - count)
    return start.toISOString()
  }
  return { now: period.key, last: earlier(1).slice(0, 7), before: earlier(2).slice(0, 7), at: { last: earlier(1), before: earlier(2) } }
}

/** The month after one, YYYY-MM. */
function nextMonth(period: string): string {
  const [year, month] = period.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month)).toISOString().slice(0, 7)
}

async function ask<Data>(query: string, variables: object = {}, asking = client): Promise<Data> {
  const { data, errors } = await asking.ask<Data>(query, variables)
  if (errors || !data) throw new Error(JSON.stringify(errors))
  return data
}

describe('User.spend', () => {
  const spendOf = async (id: string, period?: string) =>
    (
      await ask<{ node: { spend: AnsweredSpend } }>(
        `query ($id: ID!, $period: String) { node(id: $id) { ... on User { spend(period: $period) ${spendFields} } } }`,
        { id, period },
      )
    ).node.spend

  test('is what was spent and reserved this month, beside the limit', async () => {
    const userId = await newUser()
    expect(await spendOf(userId)).toMatchObject({
      spent: eur(0),
      reserved: eur(0),
      remaining: null,
      usedPercent: null,
      limit: { isUnlimited: true, amount: null, source: 'NONE' },
    })
    await setLimit(client, { userId }, 800)
    await spend.spend(userId, 100)
    await spend.reserve({ userId, amountMinor: 50 })
    expect(await spendOf(userId)).toMatchObject({
      spent: eur(100),
      reserved: eur(50),
      remaining: eur(650),
      usedPercent: 12.5,
      limit: { isUnlimited: false, amount: eur(800), source: 'USER' },
    })
    await setLimit(client, { userId }, 0)
    expect(await spendOf(userId)).toMatchObject({ remaining: eur(0), usedPercent: 100, limit: { amount: eur(0) } })
    const idle = await newUser()
    await setLimit(client, { userId: idle }, 0)
    expect(await spendOf(idle)).toMatchObject({ remaining: eur(0), usedPercent: 0, limit: { amount: eur(0) } })
  })

  test('of another month has what was spent and no limit, also of one without spend', async () => {
    const userId = await newUser()
    await setLimit(client, { userId }, 800)
    const { now, last, before, at } = await months()
    await spend.spend(userId, 7, { at: at.last })
    const none = { remaining: null, usedPercent: null, limit: null }
    expect(await spendOf(userId, last)).toMatchObject({ spent: eur(7), period: { key: last, startsAt: at.last }, ...none })
    expect(await spendOf(userId, before)).toMatchObject({ spent: eur(0), period: { key: before }, ...none })
    expect(await spendOf(userId, now)).toMatchObject({ spent: eur(0), period: { key: now }, remaining: eur(800) })
    for (const period of ['2026-13', '2026-1', 'now', '0000-01', nextMonth(now)]) {
      const { errors } = await client.ask(
        'query ($id: ID!, $period: String) { node(id: $id) { ... on User { spend(period: $period) { usedPercent } } } }',
        { id: userId, period },
      )
      expect(errors![0]).toMatchObject({ message: expect.stringContaining('2026-11'), extensions: { code: 'BAD_USER_INPUT' } })
    }
  })

  test('of a page of users is one statement', async () => {
    await Promise.all(Array.from({ length: 20 }, newUser))
    const query = `{ team { users(first: 20) { nodes { userName spend ${spendFields} } } } }`
    const statements = await statementsOf(() => ask(query))
    expect(statements.filter((text) => text.includes('spend_totals'))).toHaveLength(1)
    expect(statements).toHaveLength(3)
  })
})

describe('Team.spend', () => {
  const query = `query ($teamId: ID, $period: String) { team(id: $teamId) { spend(period: $period) {
    period spent { amountMinor currency } spentByDeletedUsers { amountMinor currency } } } }`
  type Sums = { team: { spend: object } }

  test('is the sum of a month, users who were deleted since among them and apart', async () => {
    const { scim, apiKey } = await under.newTeam('With sums')
    const own = graphqlClient(under.node, apiKey)
    const spending = spendClient(own)
    const spendOf = async (period?: string) => (await ask<Sums>(query, { period }, own)).team.spend
    const { now, last, before, at } = await months()
    expect(await spendOf()).toEqual({ period: now, spent: eur(0), spentByDeletedUsers: eur(0) })
    const [ada, grace, alan] = [await scim.createUser('ada'), await scim.createUser('grace'), await scim.createUser('alan')]
    for (const [userId, amountMinor] of [
      [ada, 1],
      [ada, 20],
      [grace, 300],
      [alan, 4_000],
    ] as const)
      await spending.spend(userId, amountMinor)
    await spending.spend(grace, 7, { at: at.last })
    await spending.spend(ada, 8, { at: at.last })
    await scim.delete(`/Users/${grace}`)
    expect(await spendOf()).toEqual({ period: now, spent: eur(4_321), spentByDeletedUsers: eur(300) })
    expect(await spendOf(now)).toEqual(await spendOf())
    expect(await spendOf(last)).toEqual({ period: last, spent: eur(15), spentByDeletedUsers: eur(7) })
    expect(await spendOf(before)).toEqual({ period: before, spent: eur(0), spentByDeletedUsers: eur(0) })
  })

  test('of the current month is of the month in the time zone of the team', async () => {
    const { apiKey, teamId } = await under.newTeam('Far')
    for (const timeZone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
      await under.node.app.database.team.update({ where: { id: fromId('team', teamId)! }, data: { timeZone } })
      const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(new Date())
      const part = (type: string) => parts.find((one) => one.type === type)!.value
      expect((await ask<Sums>(query, {}, graphqlClient(under.node, apiKey))).team.spend).toMatchObject({
        period: `${part('year')}-${part('month')}`,
      })
    }
  })

  test('never ends in a fault: what is more than can be told is told as the most', async () => {
    const { scim, apiKey } = await under.newTeam('Rich')
    const own = graphqlClient(under.node, apiKey)
    const most = Number.MAX_SAFE_INTEGER
    for (const name of ['ada', 'grace']) await spendClient(own).spend(await scim.createUser(name), most)
    expect((await ask<Sums>(query, {}, own)).team.spend).toMatchObject({ spent: eur(most) })
  })

  test('is for who may read the team, and refuses what is no month, or one of the future', async () => {
    const { apiKey, teamId } = await under.newTeam('Closed')
    const own = graphqlClient(under.node, apiKey)
    const { now } = await months()
    for (const period of ['2026-13', 'now', '0000-01', nextMonth(now)]) {
      const { errors } = await own.ask(query, { period })
      expect(errors![0]).toMatchObject({ message: expect.stringContaining('2026-11'), extensions: { code: 'BAD_USER_INPUT' } })
    }
    const platform = graphqlClient(under.node, under.node.platformKey)
    expect((await ask<Sums>(query, { teamId }, platform)).team.spend).toMatchObject({ spent: eur(0) })
    const spender = graphqlClient(under.node, await graphqlIssueKey(own, ['SPEND', 'LIMITS']))
    expect((await spender.ask(query)).errors![0]!.extensions.code).toBe('FORBIDDEN')
  })
})

type Page = {
  nodes: { id: string; amount: { amountMinor: number }; period: string }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  totalCount: number
}
const pageFields = '{ nodes { id amount { amountMinor } period } pageInfo { hasNextPage endCursor } totalCount }'

async function pagesOf(read: (after: string | undefined) => Promise<Page>): Promise<number[]> {
  const amounts: number[] = []
  for (let after: string | undefined, more = true; more;) {
    const { nodes, pageInfo } = await read(after)
    amounts.push(...nodes.map(({ amount }) => amount.amountMinor))
    after = pageInfo.endCursor ?? undefined
    more = pageInfo.hasNextPage
  }
  return amounts
}

describe('User.spendEntries', () => {
  test('are all that was recorded, the newest month first and in it what was recorded last', async () => {
    const userId = await newUser()
    const { last, at } = await months()
    const made: string[] = []
    for (const [amount, when] of [
      [1, undefined],
      [2, at.before],
      [3, at.last],
      [4, undefined],
      [5, at.last],
    ] as const)
      made.push((await spend.spend(userId, amount, when === undefined ? {} : { at: when })).entryId!)
    await spend.correct({ entryId: made[2], amountMinor: 9, reason: 'Wrong', idempotencyKey: newKey() })
    const query = `query ($id: ID!, $after: String, $period: String) { node(id: $id) { ... on User { spendEntries(first: 2, after: $after, period: $period) ${pageFields} } } }`
    const read = (more: object) => async (after: string | undefined) =>
      (await ask<{ node: { spendEntries: Page } }>(query, { id: userId, after, ...more })).node.spendEntries
    expect(await pagesOf(read({}))).toEqual([4, 1, 6, 5, 3, 2])
    expect((await read({})(undefined)).totalCount).toBe(6)
    expect(await pagesOf(read({ period: last }))).toEqual([6, 5, 3])
  })

  test('tell what was recorded late, by whom, of what and why', async () => {
    const userId = await newUser()
    const { last, at } = await months()
    const { entryId } = await spend.spend(userId, 40, {
      at: at.last,
      labels: [{ name: 'model', value: 'large' }],
      idempotencyKey: 'late-one',
    })
    const correction = await spend.correct({ entryId, amountMinor: 10, reason: 'Refund', idempotencyKey: 'late-correction' })
    const { entryId: timely } = await spend.spend(userId, 1)
    const data = await ask<{ node: { spendEntries: { nodes: object[] } } }>(
      `query ($id: ID!) { node(id: $id) { ... on User { spendEntries { nodes { id kind period at isLate idempotencyKey reason amount { amountMinor }
        labels { name value } recordedBy { kind label } corrects { id } corrections { id } reservation { id } user { id } } } } } }`,
      { id: userId },
    )
    const recordedBy = { kind: 'API_KEY', label: 'Acme key' }
    const common = { recordedBy, reservation: null, user: { id: userId } }
    expect(data.node.spendEntries.nodes).toMatchObject([
      { id: timely, kind: 'SPEND', isLate: false, labels: [], corrects: null, corrections: [], ...common },
      {
        id: correction.entry.id,
        kind: 'CORRECTION',
        period: last,
        at: at.last,
        isLate: true,
        idempotencyKey: 'late-correction',
        reason: 'Refund',
        amount: { amountMinor: -30 },
        corrects: { id: entryId },
        corrections: [],
        ...common,
      },
      {
        id: entryId,
        kind: 'SPEND',
        period: last,
        at: at.last,
        isLate: true,
        idempotencyKey: 'late-one',
        reason: null,
        amount: { amountMinor: 40 },
        labels: [{ name: 'model', value: 'large' }],
        corrects: null,
        corrections: [{ id: correction.entry.id }],
        ...common,
      },
    ])
  })
})

describe('Team.spendEntries', () => {
  test('are those of all users, what was recorded last first, and those that a filter leaves', async () => {
    const { team, scim } = await (async () => {
      const made = await under.newTeam('With entries')
      return { team: made, scim: made.scim }
    })()
    const own = graphqlClient(under.node, team.apiKey)
    const spending = spendClient(own)
    const [ada, grace] = [await scim.createUser('ada'), await scim.createUser('grace')]
    const { now, last, at } = await months()
    const large = [{ name: 'model', value: 'large' }]
    const { entryId } = await spending.spend(ada, 1, { labels: large })
    await spending.spend(grace, 2, { at: at.last })
    await spending.spend(grace, 3, { labels: [{ name: 'model', value: 'small' }] })
    await spending.correct({ entryId, amountMinor: 5, reason: 'x', idempotencyKey: newKey() })
    const query = `query ($after: String, $filter: SpendEntryFilter) { team { spendEntries(first: 2, after: $after, filter: $filter) ${pageFields} } }`
    const read = (filter?: object) => async (after: string | undefined) =>
      (await ask<{ team: { spendEntries: Page } }>(query, { after, filter }, own)).team.spendEntries
    expect(await pagesOf(read())).toEqual([4, 3, 2, 1])
    expect(await pagesOf(read({ userId: grace }))).toEqual([3, 2])
    expect(await pagesOf(read({ userId: ada, kind: 'SPEND' }))).toEqual([1])
    expect(await pagesOf(read({ period: now }))).toEqual([4, 3, 1])
    expect(await pagesOf(read({ period: last, userId: grace }))).toEqual([2])
    expect(await pagesOf(read({ kind: 'CORRECTION' }))).toEqual([4])
    expect(await pagesOf(read({ label: large[0] }))).toEqual([1])
    expect(await pagesOf(read({ label: { name: 'model', value: 'larg' } }))).toEqual([])
    // Without a user or a month, of the current one.
    expect((await read({ kind: 'SPEND' })(undefined)).totalCount).toBe(2)
    expect((await read({ kind: 'SPEND', period: last })(undefined)).totalCount).toBe(1)
    // An id of another team is as one of nobody, and so is what is no id.
    const other = await newUser()
    await spend.spend(other, 1)
    for (const userId of [other, 'nonsense']) expect(await pagesOf(read({ userId }))).toEqual([])
    // What was spent outlives the user.
    await scim.delete(`/Users/${grace}`)
    expect(await pagesOf(read({ userId: grace }))).toEqual([3, 2])
  })

  test('take cursors of their own order alone', async () => {
    const userId = await newUser()
    await spend.spend(userId, 1)
    await spend.spend(userId, 1)
    const query = `query ($after: String, $filter: SpendEntryFilter) { team { spendEntries(first: 1, after: $after, filter: $filter) ${pageFields} } }`
    const { endCursor } = (await ask<{ team: { spendEntries: Page } }>(query, { filter: { userId } })).team.spendEntries.pageInfo
    for (const variables of [{ after: endCursor }, { after: 'nonsense' }]) {
      const { errors } = await client.ask(query, variables)
      expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT')
    }
  })

  test('cost as many statements as there are kinds of things in them, whatever the number of entries', async () => {
    const userId = await newUser()
    const ids = await Promise.all(Array.from({ length: 12 }, () => spend.spend(userId, 10).then(({ entryId }) => entryId!)))
    for (const entryId of ids.slice(0, 4)) await spend.correct({ entryId, amountMinor: 5, reason: 'x', idempotencyKey: newKey() })
    for (let count = 0; count < 3; count++) {
      const { reservation } = await spend.reserve({ userId, amountMinor: 1 })
      await spend.settle({ reservationId: reservation.id })
    }
    const query = `query ($userId: ID!) { team { spendEntries(first: 50, filter: { userId: $userId }) { nodes { amount { amountMinor currency } isLate user { userName } corrects { id } corrections { id } reservation { id entry { id } } } } } }`
    const statements = await statementsOf(() => ask(query, { userId }))
    // Team, entries, currency, late ones, users, corrected ones, corrections (ids, rows), reservations, their entries.
    expect(statements, statements.join('\n')).toHaveLength(10)
  })
})

describe('User.spendReservations', () => {
  test('are those that are open, the newest first, or all', async () => {
    const userId = await newUser()
    const made = []
    for (let amountMinor = 1; amountMinor <= 4; amountMinor++) made.push((await spend.reserve({ userId, amountMinor })).reservation.id)
    await spend.release({ reservationId: made[1] })
    await spend.settle({ reservationId: made[2] })
    const query = `query ($id: ID!, $after: String, $onlyOpen: Boolean) { node(id: $id) { ... on User { spendReservations(first: 1, after: $after, onlyOpen: $onlyOpen) ${pageFields} } } }`
    const read = (onlyOpen?: boolean) => async (after: string | undefined) =>
      (await ask<{ node: { spendReservations: Page } }>(query, { id: userId, after, onlyOpen })).node.spendReservations
    expect(await pagesOf(read())).toEqual([4, 1])
    expect((await read()(undefined)).totalCount).toBe(2)
    expect(await pagesOf(read(false))).toEqual([4, 3, 2, 1])
  })
})

describe('A member sees what is their own:', () => {
  let mia: string
  let member: GraphqlClient
  beforeAll(async () => {
    mia = await under.scim.createUser('mia')
    member = graphqlClient(under.node, undefined, await signedInUser(under.node, under.team.teamId, 'mia'))
  })

  test('their spend and entries, and of who recorded them no more than the kind', async () => {
    const { entryId } = await spend.spend(mia, 12, { labels: [{ name: 'model', value: 'large' }] })
    const data = await ask<{ viewer: { user: object }; node: object }>(
      `query ($id: ID!) { viewer { user { spend { spent { amountMinor } limit { source } } spendEntries { nodes { id amount { amountMinor } labels { value } recordedBy { kind } isLate } } } }
        node(id: $id) { ... on SpendEntry { amount { amountMinor } user { userName } } } }`,
      { id: entryId },
      member,
    )
    expect(data).toEqual({
      viewer: {
        user: {
          spend: { spent: { amountMinor: 12 }, limit: { source: 'NONE' } },
          spendEntries: {
            nodes: [
              { id: entryId, amount: { amountMinor: 12 }, labels: [{ value: 'large' }], recordedBy: { kind: 'API_KEY' }, isLate: false },
            ],
          },
        },
      },
      node: { amount: { amountMinor: 12 }, user: { userName: 'mia' } },
    })
  })

  test('no entry of others, no reservations, no entries of the team, no keys', async () => {
    const other = await newUser()
    const { entryId } = await spend.spend(other, 1)
    const { reservation } = await spend.reserve({ userId: mia, amountMinor: 1 })
    const node = async (id: string) =>
      (await ask<{ node: object | null }>('query ($id: ID!) { node(id: $id) { id } }', { id }, member)).node
    expect(await node(entryId!)).toBeNull()
    expect(await node(reservation.id)).toBeNull()
    for (const query of [
      '{ team { spendEntries { nodes { id } } } }',
      '{ team { spend { spent { amountMinor } } } }',
      '{ viewer { user { spendReservations { nodes { id } } } } }',
      '{ viewer { user { spendEntries { nodes { idempotencyKey } } } } }',
      '{ viewer { user { spendEntries { nodes { reservation { id } } } } } }',
      '{ viewer { user { spendEntries { nodes { recordedBy { label } } } } } }',
    ]) {
      const { status, errors } = await member.ask(query)
      expect([query, status, errors?.[0]?.extensions.code]).toEqual([query, 403, 'FORBIDDEN'])
      expect(errors![0]!.message).toBe('This is for administrators of the team. A member sees their own user, groups, limits and spend.')
    }
  })
})

test('node of an entry or a reservation of another team is null, as of one that does not exist', async () => {
  const userId = await newUser()
  const { entryId } = await spend.spend(userId, 1)
  const { reservation } = await spend.reserve({ userId, amountMinor: 1 })
  const other = graphqlClient(under.node, (await under.newTeam()).apiKey)
  const platform = graphqlClient(under.node, under.node.platformKey)
  const query = 'query ($id: ID!) { node(id: $id) { __typename id } }'
  for (const [id, __typename] of [
    [entryId!, 'SpendEntry'],
    [reservation.id, 'SpendReservation'],
  ] as const) {
    for (const asking of [client, platform]) expect((await asking.ask(query, { id })).data).toEqual({ node: { __typename, id } })
    expect((await other.ask(query, { id })).data).toEqual({ node: null })
    const unknown = id.replace(/-.*/, '-00000000-0000-7000-8000-000000000000')
    for (const asking of [client, other, platform]) expect((await asking.ask(query, { id: unknown })).data).toEqual({ node: null })
  }
})
