import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
let platform: GraphqlClient
let ada: string
let grace: string
let engineers: string
let everyone: string

beforeAll(async () => {
  const { scim, team, node } = under
  client = graphqlClient(node, team.apiKey)
  platform = graphqlClient(node, node.platformKey)
  ada = await scim.createUser('ada')
  grace = await scim.createUser('grace', { active: false })
  engineers = await scim.createGroup('Engineers', [ada, grace])
  everyone = await scim.createGroup('Everyone', [ada])
})

const error = '... on Error { code message }'
const limit =
  '{ id isUnlimited amount { amountMinor currency } version setAt setBy target { __typename ... on Team { id } ... on Group { id displayName } ... on User { id userName } } }'
const set = `mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename ... on SetSpendLimitSuccess { changeCursor spendLimit ${limit} } ... on VersionConflictError { current { version } } ${error} } }`
const clear = `mutation ($input: ClearSpendLimitInput!) { clearSpendLimit(input: $input) { __typename ... on ClearSpendLimitSuccess { changeCursor before ${limit} } ... on VersionConflictError { current { version } } ${error} } }`

type Result = Record<string, unknown> & { __typename: string; message?: string; changeCursor?: string }
const setLimit = async (input: object, asking = client): Promise<Result> =>
  (await asking.ask<{ setSpendLimit: Result }>(set, { input })).data!.setSpendLimit
const clearLimit = async (input: object, asking = client): Promise<Result> =>
  (await asking.ask<{ clearSpendLimit: Result }>(clear, { input })).data!.clearSpendLimit

describe('setSpendLimit and clearSpendLimit', () => {
  test('set a limit on the team, a group and a user, and take it away again', async () => {
    const { teamId } = under.team
    expect(await setLimit({ target: { teamId }, value: { amountMinor: 10_000 } })).toEqual({
      __typename: 'SetSpendLimitSuccess',
      changeCursor: expect.stringMatching(/^[\w-]{32}$/),
      spendLimit: {
        id: expect.stringMatching(/^limit-/),
        isUnlimited: false,
        amount: { amountMinor: 10_000, currency: 'EUR' },
        version: 1,
        setAt: expect.stringMatching(/Z$/),
        setBy: 'Acme key',
        target: { __typename: 'Team', id: teamId },
      },
    })
    expect(await setLimit({ target: { groupId: everyone }, value: { amountMinor: 0 }, currency: 'EUR' })).toMatchObject({
      spendLimit: { isUnlimited: false, amount: { amountMinor: 0 }, target: { __typename: 'Group', displayName: 'Everyone' } },
    })
    expect(await setLimit({ target: { userId: ada }, value: { unlimited: true } })).toMatchObject({
      spendLimit: { isUnlimited: true, amount: null, target: { __typename: 'User', userName: 'ada' } },
    })
    expect(await clearLimit({ target: { userId: ada }, expectedVersion: 1 })).toMatchObject({
      __typename: 'ClearSpendLimitSuccess',
      before: { isUnlimited: true, version: 1 },
    })
    expect(await clearLimit({ target: { groupId: everyone } })).toMatchObject({ __typename: 'ClearSpendLimitSuccess' })
    expect(await clearLimit({ target: { groupId: everyone } })).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' })
    expect(await clearLimit({ target: { teamId } })).toMatchObject({ __typename: 'ClearSpendLimitSuccess' })
  })

  test('keep versions going over clearing, and refuse an expected version that is not there with what is', async () => {
    const target = { groupId: engineers }
    expect(await setLimit({ target, value: { amountMinor: 1 }, expectedVersion: 1 })).toMatchObject({
      __typename: 'VersionConflictError',
      code: 'VERSION_CONFLICT',
      current: null,
    })
    expect(await setLimit({ target, value: { amountMinor: 1 }, expectedVersion: 0 })).toMatchObject({ spendLimit: { version: 1 } })
    expect(await setLimit({ target, value: { amountMinor: 2 }, expectedVersion: 0 })).toMatchObject({
      __typename: 'VersionConflictError',
      current: { version: 1 },
    })
    expect(await clearLimit({ target, expectedVersion: 2 })).toMatchObject({ __typename: 'VersionConflictError', current: { version: 1 } })
    expect(await clearLimit({ target, expectedVersion: 1 })).toMatchObject({ __typename: 'ClearSpendLimitSuccess' })
    expect(await setLimit({ target, value: { amountMinor: 1 }, expectedVersion: 0 })).toMatchObject({ spendLimit: { version: 3 } })
    await clearLimit({ target })
  })

  test('change nothing when nothing changes, and answer where the log stands', async () => {
    const target = { userId: grace }
    const first = await setLimit({ target, value: { amountMinor: 5 } })
    const again = await setLimit({ target, value: { amountMinor: 5 } })
    expect(again['spendLimit']).toEqual(first['spendLimit'])
    expect(again.changeCursor).toBe(first.changeCursor)
    await clearLimit({ target })
  })

  test.each([
    [{ value: { amountMinor: -1 } }, /amountMinor must be a whole number/],
    [{ value: { unlimited: false } }, /unlimited: false/],
    [{ value: { amountMinor: 1 }, expectedVersion: -1 }, /0 for none/],
    [{ value: { amountMinor: 1 }, expiresAt: '2020-01-01T00:00:00Z' }, /expiresAt must be in the future; got 2020-01-01/],
    [{ value: { amountMinor: 1 }, expiresAt: '2200-01-01T00:00:00Z' }, /at most 2 years ahead/],
    [{ value: { amountMinor: 1 }, idempotencyKey: '' }, /1 to 200 characters/],
    [{ value: { amountMinor: 1 }, idempotencyKey: 'x'.repeat(201) }, /1 to 200 characters/],
    [{ value: { amountMinor: 1 }, idempotencyKey: 'a\u0007b' }, /control character/],
  ])('refuse %j as InvalidInputError that says why', async (input, message) => {
    expect(await setLimit({ target: { userId: ada }, ...input })).toEqual({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    [{ currency: 'USD' }, /in USD; team Acme is billed in EUR/],
    [{ currency: 'nonsense' }, /EUR/],
    [{ minorUnitDigits: 0 }, /minor units of 0 digits; those of EUR have 2\. EUR 1\.00 is amountMinor 100/],
    [{ currency: 'EUR', minorUnitDigits: 3 }, /EUR have 2/],
  ])('refuse %j as CurrencyMismatchError that says what fits', async (stated, message) => {
    expect(await setLimit({ target: { userId: ada }, value: { amountMinor: 1 }, ...stated })).toEqual({
      __typename: 'CurrencyMismatchError',
      code: 'CURRENCY_MISMATCH',
      message: expect.stringMatching(message),
    })
  })

  test('let the limit of a user alone expire', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    for (const target of [{ groupId: engineers }, { teamId: under.team.teamId }]) {
      expect(await setLimit({ target, value: { amountMinor: 1 }, expiresAt })).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.stringContaining('Only the limit of one user'),
      })
    }
  })

  test('know how many digits a currency has: a caller that thinks otherwise of JPY or BHD is refused', async () => {
    const made = await platform.ask<{ createTeam: { team: { id: string } } }>(
      'mutation { createTeam(input: { name: "Tokyo", currency: "JPY" }) { ... on CreateTeamSuccess { team { id } } } }',
    )
    const target = { teamId: made.data!.createTeam.team.id }
    expect(await setLimit({ target, value: { amountMinor: 1250 }, minorUnitDigits: 2 }, platform)).toMatchObject({
      __typename: 'CurrencyMismatchError',
      message: expect.stringContaining('those of JPY have 0. JPY 1 is amountMinor 1.'),
    })
    expect(await setLimit({ target, value: { amountMinor: 1250 }, currency: 'JPY', minorUnitDigits: 0 }, platform)).toMatchObject({
      spendLimit: { amount: { amountMinor: 1250 } },
    })
    const { data } = await platform.ask('query ($id: ID!) { team(id: $id) { spendLimit { amount { text minorUnitDigits } } } }', {
      id: target.teamId,
    })
    expect(data).toEqual({ team: { spendLimit: { amount: { text: 'JPY 1250', minorUnitDigits: 0 } } } })
  })

  test('let one of two writers who read the same version through; the other one is told what is there now', async () => {
    const target = { groupId: engineers }
    const { spendLimit } = (await setLimit({ target, value: { amountMinor: 10 } })) as unknown as { spendLimit: { version: number } }
    const expectedVersion = spendLimit.version
    const answers = await Promise.all([11, 12].map((amountMinor) => setLimit({ target, value: { amountMinor }, expectedVersion })))
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['SetSpendLimitSuccess', 'VersionConflictError'])
    const refused = answers.find(({ __typename }) => __typename === 'VersionConflictError')
    expect(refused).toMatchObject({ current: { version: expectedVersion + 1 } })
    await clearLimit({ target })
  })

  test.each([
    '{"amountMinor":1.5}',
    '{"amountMinor":9007199254740992}',
    '{"amountMinor":"1"}',
    '{"amountMinor":1,"unlimited":true}',
    '{}',
    '{"amountMinor":null}',
    '{"__proto__":1}',
    '{"toString":1}',
  ])('refuse %s, which is no value at all, as a request that does not fit the schema', async (value) => {
    const { status, text } = await client.post(
      `{"query":${JSON.stringify(set)},"variables":{"input":{"target":{"userId":"${ada}"},"value":${value}}}}`,
    )
    expect(status).toBe(400)
    expect((JSON.parse(text) as Answer).errors![0]!.extensions.code).toBe('BAD_USER_INPUT')
  })

  test('refuse targets that do not exist as NotFoundError', async () => {
    for (const target of [
      { userId: 'nonsense' },
      { groupId: ada },
      { teamId: 'team-00000000-0000-7000-8000-000000000000' },
      { userId: 'user-00000000-0000-7000-8000-000000000000' },
    ]) {
      for (const asking of [client, platform])
        expect(await setLimit({ target, value: { amountMinor: 1 } }, asking)).toMatchObject({
          __typename: 'NotFoundError',
          code: 'NOT_FOUND',
        })
    }
  })

  test('take the largest amount as it is', async () => {
    const target = { userId: grace }
    expect(await setLimit({ target, value: { amountMinor: Number.MAX_SAFE_INTEGER } })).toMatchObject({
      spendLimit: { amount: { amountMinor: Number.MAX_SAFE_INTEGER } },
    })
    await clearLimit({ target })
  })

  test('are for keys with the scope LIMITS, and the platform key finds the team by the target', async () => {
    const reading = graphqlClient(under.node, await graphqlIssueKey(client, ['READ']))
    expect(await setLimit({ target: { userId: ada }, value: { amountMinor: 1 } }, reading)).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
    })
    expect(await clearLimit({ target: { userId: ada } }, reading)).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await setLimit({ target: { userId: ada }, value: { amountMinor: 1 } }, platform)).toMatchObject({
      spendLimit: { setBy: 'Platform key' },
    })
    expect(await clearLimit({ target: { userId: ada } }, platform)).toMatchObject({ __typename: 'ClearSpendLimitSuccess' })
  })

  test('run one after the other in one request, each seeing the one before it', async () => {
    const input = (amountMinor: number): string => `input: { target: { userId: "${ada}" }, value: { amountMinor: ${amountMinor} } }`
    const after =
      '{ ... on SetSpendLimitSuccess { spendLimit { target { ... on User { effectiveSpendLimit { amount { amountMinor } } } } } } }'
    const { data } = await client.ask(`mutation { a: setSpendLimit(${input(7)}) ${after} b: setSpendLimit(${input(8)}) ${after} }`)
    const seen = (amountMinor: number) => ({ spendLimit: { target: { effectiveSpendLimit: { amount: { amountMinor } } } } })
    expect(data).toEqual({ a: seen(7), b: seen(8) })
    await clearLimit({ target: { userId: ada } })
  })
})

describe('User.spendLimit', () => {
  const query =
    'query ($id: ID!) { node(id: $id) { ... on User { spendLimit { id version isUnlimited amount { amountMinor } target { ... on User { id } } } } } }'
  const own = async (id: string, asking = client): Promise<unknown> =>
    (await asking.ask<{ node: { spendLimit: unknown } | null }>(query, { id })).data?.node

  test("is the user's own limit, whatever else applies, with the version that the next write expects", async () => {
    await setLimit({ target: { groupId: engineers }, value: { amountMinor: 50 } })
    expect(await own(ada)).toEqual({ spendLimit: null })
    const set = (await setLimit({ target: { userId: ada }, value: { amountMinor: 0 } })) as unknown as { spendLimit: object }
    const { id, version } = set.spendLimit as { id: string; version: number }
    const limit = { id, version, isUnlimited: false, amount: { amountMinor: 0 }, target: { id: ada } }
    for (const asking of [client, platform]) expect(await own(ada, asking)).toEqual({ spendLimit: limit })
    expect(await clearLimit({ target: { userId: ada }, expectedVersion: version })).toMatchObject({ __typename: 'ClearSpendLimitSuccess' })
    expect(await own(ada)).toEqual({ spendLimit: null })
    await clearLimit({ target: { groupId: engineers } })
  })

  test('is for whoever may read the team, and of no other team', async () => {
    await setLimit({ target: { userId: grace }, value: { unlimited: true } })
    const writing = graphqlClient(under.node, await graphqlIssueKey(client, ['LIMITS']))
    expect(await writing.ask(query, { id: grace })).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] })
    const { apiKey } = await under.newTeam('Neighbour')
    expect(await own(grace, graphqlClient(under.node, apiKey))).toBeNull()
    await clearLimit({ target: { userId: grace } })
  })
})

describe('effectiveSpendLimit', () => {
  const effective = `query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimit {
    isUnlimited source amount { amountMinor currency } decidedBy { id target { __typename } }
    candidates { isWinner reason spendLimit { amount { amountMinor } target { __typename } } }
    withoutWinner { isUnlimited source amount { amountMinor currency } }
  } } } }`
  const of = async (id: string): Promise<unknown> =>
    (await client.ask<{ node: { effectiveSpendLimit: unknown } }>(effective, { id })).data!.node.effectiveSpendLimit

  test('says what applies, why, and what would apply otherwise', async () => {
    expect(await of(ada)).toEqual({ isUnlimited: true, source: 'NONE', amount: null, decidedBy: null, candidates: [], withoutWinner: null })
    await setLimit({ target: { teamId: under.team.teamId }, value: { amountMinor: 100 } })
    await setLimit({ target: { groupId: engineers }, value: { amountMinor: 50 } })
    await setLimit({ target: { groupId: everyone }, value: { amountMinor: 60 } })
    expect(await of(ada)).toEqual({
      isUnlimited: false,
      source: 'GROUP',
      amount: { amountMinor: 60, currency: 'EUR' },
      decidedBy: { id: expect.stringMatching(/^limit-/), target: { __typename: 'Group' } },
      candidates: [
        {
          isWinner: true,
          reason: expect.stringContaining('Everyone'),
          spendLimit: { amount: { amountMinor: 60 }, target: { __typename: 'Group' } },
        },
        {
          isWinner: false,
          reason: expect.stringContaining('Engineers'),
          spendLimit: { amount: { amountMinor: 50 }, target: { __typename: 'Group' } },
        },
        {
          isWinner: false,
          reason: expect.stringContaining("team's default"),
          spendLimit: { amount: { amountMinor: 100 }, target: { __typename: 'Team' } },
        },
      ],
      withoutWinner: { isUnlimited: false, source: 'GROUP', amount: { amountMinor: 50, currency: 'EUR' } },
    })
    expect(await of(grace)).toMatchObject({
      isUnlimited: false,
      source: 'INACTIVE_USER',
      amount: { amountMinor: 0, currency: 'EUR' },
      decidedBy: null,
      withoutWinner: null,
    })
  })

  test('is explained by the limits that Team.spendLimit, Group.spendLimit and Team.spendLimits show', async () => {
    const { data } = await client.ask(`{ team {
      spendLimit { amount { amountMinor } }
      groups { nodes { displayName spendLimit { amount { amountMinor } target { ... on Group { displayName } } } } }
      spendLimits(first: 2) { totalCount pageInfo { hasNextPage } nodes { target { __typename } } }
    } }`)
    expect(data).toEqual({
      team: {
        spendLimit: { amount: { amountMinor: 100 } },
        groups: {
          nodes: [
            { displayName: 'Engineers', spendLimit: { amount: { amountMinor: 50 }, target: { displayName: 'Engineers' } } },
            { displayName: 'Everyone', spendLimit: { amount: { amountMinor: 60 }, target: { displayName: 'Everyone' } } },
          ],
        },
        spendLimits: {
          totalCount: 3,
          pageInfo: { hasNextPage: true },
          nodes: [{ target: { __typename: 'Team' } }, { target: { __typename: 'Group' } }],
        },
      },
    })
  })
})
