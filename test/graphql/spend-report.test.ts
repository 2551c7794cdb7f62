import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId, toId } from '../../src/domain/id.ts'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { keepDirectory, randomDirectory, type KeptDirectory, type RandomDirectory } from '../support/random-directory.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let database: pg.Client

beforeAll(async () => {
  database = new pg.Client({ connectionString: under.database.url })
  await database.connect()
})
afterAll(() => database?.end())

type Money = { amountMinor: number; currency: string }
type Row = {
  user: { id: string; userName: string }
  limit: { isUnlimited: boolean; source: string; amount: Money | null }
  decidedBy: { id: string } | null
  spent: Money
  reserved: Money
  remaining: Money | null
  usedPercent: number | null
  isBlocked: boolean
}
type Report = {
  period: string
  totalCount: number
  nodes: Row[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
}
const row =
  '{ user { id userName } limit { isUnlimited source amount { amountMinor currency } } decidedBy { id } spent { amountMinor currency } reserved { amountMinor currency } remaining { amountMinor currency } usedPercent isBlocked }'
const query = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: SpendReportFilter, $orderBy: SpendReportOrder, $search: String, $period: String, $teamId: ID) {
  team(id: $teamId) { spendReport(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy, search: $search, period: $period) {
    period totalCount nodes ${row} pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`

const attempt = (client: GraphqlClient, variables: object): Promise<Answer<{ team: { spendReport: Report } }>> =>
  client.ask(query, variables)
async function ask(client: GraphqlClient, variables: object = {}): Promise<Report> {
  const { data, errors } = await attempt(client, variables)
  if (errors) throw new Error(JSON.stringify(errors))
  return data!.team.spendReport
}

type World = KeptDirectory & { client: GraphqlClient; scim: ScimClient; directoryId: string; drawn: RandomDirectory }
let worlds = 0
async function makeWorld(drawn: RandomDirectory): Promise<World> {
  const team = await under.newTeam(`Team ${++worlds}`)
  const ids = { teamId: fromId('team', team.teamId)!, directoryId: fromId('directory', team.directoryId)! }
  const kept = await keepDirectory(database, { ...ids, name: `u${worlds}` }, drawn)
  return { ...kept, directoryId: team.directoryId, client: graphqlClient(under.node, team.apiKey), scim: scimClient(team), drawn }
}

/** What the report has to say of each user, from what GraphQL says of the user alone. */
async function expectedRows({ client, drawn, userIds }: World): Promise<(Row & { place: number })[]> {
  const { data } = await client.ask<{
    team: { users: { nodes: { id: string; userName: string; effectiveSpendLimit: Row['limit'] & Pick<Row, 'decidedBy'> }[] } }
  }>(
    '{ team { users(first: 200) { nodes { id userName effectiveSpendLimit { isUnlimited source amount { amountMinor currency } decidedBy { id } } } } } }',
  )
  return data!.team.users.nodes.map(({ id, userName, effectiveSpendLimit: { decidedBy, ...limit } }) => {
    const place = userIds.indexOf(fromId('user', id)!)
    const spent = drawn.users[place]!.spentMinor ?? 0
    const amount = limit.amount?.amountMinor
    return {
      place,
      user: { id, userName },
      limit,
      decidedBy,
      spent: { amountMinor: spent, currency: 'EUR' },
      reserved: { amountMinor: 0, currency: 'EUR' },
      remaining: amount === undefined ? null : { amountMinor: Math.max(0, amount - spent), currency: 'EUR' },
      usedPercent: amount === undefined ? null : amount === 0 ? (spent > 0 ? 100 : 0) : Math.round((spent * 1e6) / amount) / 1e4,
      isBlocked: amount !== undefined && spent >= amount,
    }
  })
}

type DrawnFilter = {
  sources?: string[]
  overPercent?: number
  isBlocked?: boolean
  isUnlimited?: boolean
  isInNoGroup?: boolean
  active?: boolean
  group?: number
}
const filterNames = ['sources', 'overPercent', 'isBlocked', 'isUnlimited', 'isInNoGroup', 'active', 'group'] as const

// Of none or one or two at a time: more leave hardly anybody.
const drawnFilter: fc.Arbitrary<DrawnFilter> = fc
  .record({
    names: fc.subarray([...filterNames], { maxLength: 2 }),
    sources: fc.subarray(['USER', 'GROUP', 'TEAM', 'NONE', 'INACTIVE_USER'], { minLength: 2 }),
    overPercent: fc.constantFrom(0, 50, 98, 99.5, 100, 600),
    isBlocked: fc.boolean(),
    isUnlimited: fc.boolean(),
    isInNoGroup: fc.boolean(),
    active: fc.boolean(),
    group: fc.nat({ max: 4 }),
  })
  .map(({ names, ...all }) => Object.fromEntries(names.map((name) => [name, all[name]])))
const orders = {
  USER_NAME: ({ user }: Row) => user.userName,
  LIMIT: ({ limit }: Row) => limit.amount?.amountMinor ?? Infinity,
  SPENT: ({ spent }: Row) => spent.amountMinor,
  REMAINING: ({ remaining }: Row) => remaining?.amountMinor ?? Infinity,
  USED_PERCENT: ({ usedPercent }: Row) => usedPercent ?? -1,
}
type Field = keyof typeof orders

function isKept({ drawn }: World, filter: DrawnFilter, each: Row & { place: number }): boolean {
  const groups = drawn.groups.flatMap(({ members }, index) => (members.includes(each.place) ? [index] : []))
  const amount = each.limit.amount?.amountMinor
  const { sources, overPercent: over = 0, isBlocked, isUnlimited, isInNoGroup, active, group } = filter
  const isOver = amount !== undefined && each.spent.amountMinor * 100 > over * amount
  return (
    (sources === undefined || sources.includes(each.limit.source)) &&
    (filter.overPercent === undefined || isOver) &&
    (isBlocked === undefined || isBlocked === each.isBlocked) &&
    (isUnlimited === undefined || isUnlimited === each.limit.isUnlimited) &&
    (isInNoGroup === undefined || isInNoGroup === (groups.length === 0)) &&
    (active === undefined || active === drawn.users[each.place]!.active) &&
    (group === undefined || groups.includes(group))
  )
}

describe('Team.spendReport', () => {
  test('says of every user what the user alone says, filtered and in order, on pages that hold each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomDirectory,
        drawnFilter,
        fc.constantFrom(...(Object.keys(orders) as Field[])),
        fc.boolean(),
        async (drawn, filter, field, isDescending) => {
          const world = await makeWorld(drawn)
          if (filter.group !== undefined && filter.group >= drawn.groups.length) delete filter.group
          const keyOf = orders[field]
          const sign = isDescending ? -1 : 1
          const expected = (await expectedRows(world))
            .filter((each) => isKept(world, filter, each))
            .sort((a, b) => {
              const [left, right] = [keyOf(a), keyOf(b)]
              return sign * (left === right ? (a.user.id < b.user.id ? -1 : 1) : left < right ? -1 : 1)
            })
            .map(({ place: _, ...rest }) => rest)
          const { group, ...rest } = filter
          const asked = {
            filter: { ...rest, ...(group === undefined ? {} : { groupId: toId('group', world.groupIds[group]!) }) },
            orderBy: { field, direction: isDescending ? 'DESC' : 'ASC' },
          }
          const whole = await ask(world.client, asked)
          expect(whole.nodes).toEqual(expected)
          expect(whole.totalCount).toBe(expected.length)
          const forwards: Row[] = []
          for (let after: string | null = null, hasNextPage = true; hasNextPage;) {
            const page: Report = await ask(world.client, { ...asked, first: 2, after })
            forwards.push(...page.nodes)
            after = page.pageInfo.endCursor
            hasNextPage = page.pageInfo.hasNextPage
          }
          expect(forwards).toEqual(expected)
          const backwards: Row[] = []
          for (let before: string | null = null, hasPreviousPage = true; hasPreviousPage;) {
            const page: Report = await ask(world.client, { ...asked, last: 3, before })
            backwards.unshift(...page.nodes)
            before = page.pageInfo.startCursor
            hasPreviousPage = page.pageInfo.hasPreviousPage
          }
          expect(backwards).toEqual(expected)
        },
      ),
      { numRuns: 30, interruptAfterTimeLimit: 25_000 },
    )
  })

  describe('of a team', () => {
    let world: World
    const user = { active: true, override: 'NONE', expiry: 'NEVER', spentMinor: 60 } as const
    beforeAll(async () => {
      world = await makeWorld({
        standard: { amountMinor: 100 },
        users: [user, user, { ...user, spentMinor: undefined }],
        groups: [
          { limit: { amountMinor: 200 }, members: [0] },
          { limit: 'NONE', members: [] },
        ],
      })
    })

    test('takes what open reservations hold back off what remains, and expired and closed ones not', async () => {
      const reserve = (state: string, amount: number, expiresIn: string): Promise<unknown> =>
        database.query(
          `INSERT INTO spend_reservations (id, team_id, user_id, idempotency_key, amount_minor, period, created_at, expires_at, state, closed_at, actor_kind, actor_label)
           SELECT gen_random_uuid(), $1, $2, gen_random_uuid()::text, $3, date_trunc('month', now())::date, now(), now() + $4::interval, $5::text, CASE $5::text WHEN 'OPEN' THEN NULL ELSE now() END, 'SYSTEM', 'test'`,
          [world.teamId, world.userIds[0], amount, expiresIn, state],
        )
      await reserve('OPEN', 30, '1 hour')
      await reserve('OPEN', 7, '1 hour')
      await reserve('OPEN', 1000, '-1 second')
      await reserve('RELEASED', 1000, '1 hour')
      for (const field of ['USER_NAME', 'REMAINING']) {
        const { nodes } = await ask(world.client, { orderBy: { field }, filter: { groupId: toId('group', world.groupIds[0]!) } })
        expect(nodes[0]).toMatchObject({
          reserved: { amountMinor: 37 },
          remaining: { amountMinor: 103 },
          usedPercent: 30,
          isBlocked: false,
        })
      }
    })

    test('of a past month says what was spent then, against the limit of today', async () => {
      const [{ period }] = (await database.query<{ period: string }>(`SELECT to_char(now() - interval '2 months', 'YYYY-MM') AS period`))
        .rows as [{ period: string }]
      await database.query(`INSERT INTO spend_totals (user_id, period, team_id, spent_minor) VALUES ($1, ($2 || '-01')::date, $3, 99)`, [
        world.userIds[1],
        period,
        world.teamId,
      ])
      const past = await ask(world.client, { period, orderBy: { field: 'SPENT', direction: 'DESC' } })
      expect(past.period).toBe(period)
      expect(past.nodes.map(({ spent }) => spent.amountMinor)).toEqual([99, 0, 0])
      expect(past.nodes[0]).toMatchObject({ limit: { amount: { amountMinor: 100 } }, remaining: { amountMinor: 1 }, usedPercent: 99 })
    })

    test('of a limit of 0 all is used once something is spent, and nothing before, also in a past month', async () => {
      const user = { active: true, override: { amountMinor: 0 }, expiry: 'NEVER', spentMinor: 5 } as const
      const { client, userIds, teamId } = await makeWorld({
        standard: 'NONE',
        users: [user, { ...user, spentMinor: undefined }, { ...user, active: false, override: 'NONE', spentMinor: undefined }],
        groups: [],
      })
      const used = async (variables: object) =>
        (await ask(client, variables)).nodes.map((each) => [userIds.indexOf(fromId('user', each.user.id)!), each.usedPercent])
      expect(await used({})).toEqual([
        [0, 100],
        [1, 0],
        [2, 0],
      ])
      for (const overPercent of [0, 50, 100, 500]) expect(await used({ filter: { overPercent } })).toEqual([[0, 100]])
      expect((await ask(client, { filter: { isBlocked: true } })).nodes).toHaveLength(3)
      await database.query(`INSERT INTO spend_totals (user_id, period, team_id, spent_minor) VALUES ($1, '2020-05-01', $2, 9)`, [
        userIds[1],
        teamId,
      ])
      expect(await used({ period: '2020-05', filter: { overPercent: 0 } })).toEqual([[1, 100]])
      expect(await used({ period: '2020-05', orderBy: { field: 'USED_PERCENT', direction: 'DESC' } })).toContainEqual([0, 0])
    })

    test('of the current month is of the month in the time zone of the team', async () => {
      const team = await under.newTeam('Far')
      const ids = { teamId: fromId('team', team.teamId)!, directoryId: fromId('directory', team.directoryId)! }
      const client = graphqlClient(under.node, team.apiKey)
      for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
        await database.query('UPDATE teams SET time_zone = $2 WHERE id = $1', [ids.teamId, zone])
        const { rows } = await database.query<{ period: string }>(`SELECT to_char(now() AT TIME ZONE $1, 'YYYY-MM') AS period`, [zone])
        expect((await ask(client)).period).toBe(rows[0]!.period)
      }
    })

    test('searches names and addresses without regard to case, and takes a pattern for itself', async () => {
      await database.query(`UPDATE users SET display_name = 'Grace 100% Hopper', email = 'Grace@Acme.example' WHERE id = $1`, [
        world.userIds[1],
      ])
      const names = async (search: string): Promise<string[]> => (await ask(world.client, { search })).nodes.map((each) => each.user.id)
      const grace = [toId('user', world.userIds[1]!)]
      expect(await names('hopper')).toEqual(grace)
      expect(await names('HOPPER')).toEqual(grace)
      expect(await names('grace@acme')).toEqual(grace)
      expect(await names('100%')).toEqual(grace)
      expect(await names('%')).toEqual(grace)
      expect(await names('_')).toEqual([])
    })

    test('matches nothing for ids of other teams, as for those that are none', async () => {
      const other = await makeWorld(world.drawn)
      for (const id of [toId('group', other.groupIds[0]!), 'nonsense'])
        expect((await ask(world.client, { filter: { groupId: id } })).nodes).toEqual([])
      for (const id of [other.directoryId, 'nonsense']) expect((await ask(world.client, { filter: { directoryId: id } })).nodes).toEqual([])
      expect((await ask(world.client, { filter: { directoryId: world.directoryId } })).nodes).toHaveLength(3)
    })

    test.each([
      [{ period: '2026-13' }, /month such as/],
      [{ period: '0000-01' }, /month such as/],
      [{ period: '2026-1' }, /month such as/],
      [{ filter: { overPercent: -1 } }, /overPercent/],
      [{ first: 201 }, /from 0 to 200/],
      [{ after: 'nonsense' }, /cursor/],
    ])('refuses %j and says why', async (variables, message) => {
      const { errors } = await attempt(world.client, variables)
      expect(errors![0]).toMatchObject({ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } })
    })

    test('refuses a month that has not begun to the team', async () => {
      const { rows } = await database.query<{ next: string }>(`SELECT to_char(now() + interval '1 month', 'YYYY-MM') AS next`)
      for (const period of [rows[0]!.next, '9999-12']) {
        const { errors } = await attempt(world.client, { period })
        expect(errors![0]).toMatchObject({ message: expect.stringMatching(/month such as/), extensions: { code: 'BAD_USER_INPUT' } })
      }
    })

    test('refuses a cursor of another order, and one whose key is none of this order', async () => {
      const { pageInfo } = await ask(world.client, { first: 1 })
      const forged = Buffer.from(JSON.stringify(['SPEND_REPORT SPENT ASC', "1'; DROP", world.userIds[0]])).toString('base64url')
      for (const [field, after] of [
        ['SPENT', pageInfo.endCursor],
        ['SPENT', forged],
      ]) {
        const { errors } = await attempt(world.client, { orderBy: { field }, after })
        expect(errors![0]).toMatchObject({ message: expect.stringContaining('cursor'), extensions: { code: 'BAD_USER_INPUT' } })
      }
    })

    test('counts by several filters what each counts alone, and works the same users out once', async () => {
      const filters = [
        {},
        { active: true },
        { active: true, overPercent: 0 },
        { active: true, overPercent: 75 },
        { active: true, isUnlimited: false },
        { active: true, isBlocked: true },
        { isBlocked: true },
        { sources: ['GROUP'] },
      ]
      const names = filters.map((_, index) => `c${index}`)
      const aliases = names.map((name, index) => `${name}: spendReport(first: 0, filter: $f${index}) { totalCount }`)
      const variables = Object.fromEntries(filters.map((filter, index) => [`f${index}`, filter]))
      const together = `query (${names.map((_, index) => `$f${index}: SpendReportFilter`).join(', ')}) { team { ${aliases.join(' ')} } }`
      const counted: { data?: { team: Record<string, { totalCount: number }> } | null }[] = []
      const statements = await statementsOf(async () => void counted.push(await world.client.ask(together, variables)))
      const alone = await Promise.all(filters.map(async (filter) => (await ask(world.client, { first: 0, filter })).totalCount))
      expect(names.map((name) => counted[0]!.data!.team[name]!.totalCount)).toEqual(alone)
      expect(new Set(alone).size).toBeGreaterThan(2)
      // Those of all users, and those of the active ones.
      expect(statements.filter((text) => text.includes('count(*) FILTER'))).toHaveLength(2)
    })

    test('costs the same number of statements for one user as for many', async () => {
      const counted = async (first: number, orderBy: object): Promise<number> =>
        (await statementsOf(() => ask(world.client, { first, orderBy }))).length
      for (const field of ['USER_NAME', 'SPENT']) {
        const ofOne = await counted(1, { field })
        expect(ofOne).toBeGreaterThan(2)
        expect(await counted(3, { field })).toBe(ofOne)
      }
    })
  })
})

describe('the lists of gaps', () => {
  test('have the users in no group and the groups without a limit, with their counts', async () => {
    const user = { active: true, override: 'NONE', expiry: 'NEVER', spentMinor: undefined } as const
    const world = await makeWorld({
      standard: 'NONE',
      users: [user, user, user],
      groups: [
        { limit: { amountMinor: 1 }, members: [0] },
        { limit: 'NONE', members: [1] },
        { limit: 'CLEARED', members: [] },
      ],
    })
    const { data, errors } = await world.client.ask(
      `{ team {
        without: users(filter: { isInNoGroup: true }) { totalCount nodes { id } } with: users(filter: { isInNoGroup: false }) { totalCount }
        unlimited: groups(filter: { hasSpendLimit: false }) { totalCount nodes { id } } limited: groups(filter: { hasSpendLimit: true }) { totalCount nodes { id } } } }`,
    )
    expect(errors).toBeUndefined()
    expect(data!['team']).toEqual({
      without: { totalCount: 1, nodes: [{ id: toId('user', world.userIds[2]!) }] },
      with: { totalCount: 2 },
      unlimited: { totalCount: 2, nodes: world.groupIds.slice(1).map((id) => ({ id: toId('group', id) })) },
      limited: { totalCount: 1, nodes: [{ id: toId('group', world.groupIds[0]!) }] },
    })
  })
})
