import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { useApp } from '../support/use-app.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'

const under = useApp()
let client: GraphqlClient
let platform: GraphqlClient
let ada: string
let grace: string
let engineers: string

beforeAll(async () => {
  const { scim, team, node } = under
  client = graphqlClient(node, team.apiKey)
  platform = graphqlClient(node, node.platformKey)
  ada = await scim.createUser('ada@acme.example', {
    displayName: 'Ada Lovelace',
    externalId: 'ex-1',
    emails: [{ value: 'Ada@Acme.example', primary: true }],
  })
  grace = await scim.createUser('grace@acme.example', { displayName: 'Grace_Hopper', active: false })
  await scim.createUser('zoë%@acme.example')
  engineers = await scim.createGroup('Engineers', [ada, grace])
  await scim.createGroup('Everyone', [ada])
  await scim.createGroup('100% remote')
})

describe('viewer', () => {
  test('is the API key with its team', async () => {
    const answer = await client.ask('{ viewer { kind role email user { id } team { id name plan currency } } }')
    expect(answer.data).toEqual({
      viewer: {
        kind: 'API_KEY',
        role: null,
        email: null,
        user: null,
        team: { id: under.team.teamId, name: 'Acme', plan: 'ENTERPRISE', currency: 'EUR' },
      },
    })
  })

  test('is the platform key, of no team', async () => {
    expect((await platform.ask('{ viewer { kind team { id } } team { id } }')).data).toEqual({
      viewer: { kind: 'PLATFORM', team: null },
      team: null,
    })
  })
})

describe('team', () => {
  test('is the own one without an id, and by its id', async () => {
    const { teamId } = under.team
    expect((await client.ask('query ($id: ID!) { own: team { id } named: team(id: $id) { id } }', { id: teamId })).data).toEqual({
      own: { id: teamId },
      named: { id: teamId },
    })
  })

  test('is any that the platform key names', async () => {
    expect((await platform.ask('query ($id: ID!) { team(id: $id) { name } }', { id: under.team.teamId })).data).toEqual({
      team: { name: 'Acme' },
    })
  })

  test.each(['team-00000000-0000-7000-8000-000000000000', 'nonsense', 'user-00000000-0000-7000-8000-000000000000', ''])(
    'is null for %j',
    async (id) => {
      for (const asking of [client, platform])
        expect(await asking.ask('query ($id: ID!) { team(id: $id) { id } }', { id })).toMatchObject({ status: 200, data: { team: null } })
    },
  )

  test('has its directories with what the identity provider needs', async () => {
    const { data } = await client.ask(
      '{ team { directories { id name provider scimUrl state userCount groupCount lastRequestAt tokens { id label createdAt expiresAt revokedAt lastUsedAt } } } }',
    )
    expect(data).toEqual({
      team: {
        directories: [
          {
            id: under.team.directoryId,
            name: 'Acme directory',
            provider: 'OTHER',
            scimUrl: under.team.scimUrl,
            state: 'SERVED',
            userCount: 3,
            groupCount: 3,
            lastRequestAt: expect.stringMatching(/^\d{4}-.*Z$/),
            tokens: [
              {
                id: expect.stringMatching(/^token-/),
                label: 'First token',
                createdAt: expect.any(String),
                expiresAt: null,
                revokedAt: null,
                lastUsedAt: expect.toSatisfy((at) => at === null || typeof at === 'string'),
              },
            ],
          },
        ],
      },
    })
  })
})

describe('user', () => {
  const one = 'query ($by: UserBy!, $directoryId: ID) { team { user(by: $by, directoryId: $directoryId) { id } } }'

  test('is found by id, userName, externalId and email', async () => {
    for (const by of [{ id: ada }, { userName: 'ADA@acme.example' }, { externalId: 'ex-1' }, { email: 'ada@ACME.example' }]) {
      expect((await client.ask(one, { by })).data).toEqual({ team: { user: { id: ada } } })
    }
    for (const by of [
      { externalId: 'EX-1' },
      { email: 'ad_@acme.example' },
      { email: '%' },
      { id: engineers },
      { id: 'nonsense' },
      { userName: '' },
    ]) {
      expect((await client.ask(one, { by })).data).toEqual({ team: { user: null } })
    }
  })

  test('is asked for in exactly one way', async () => {
    for (const by of [{}, { id: ada, userName: 'a' }, { id: null }])
      expect((await client.ask(one, { by })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  test('of several directories is refused as AMBIGUOUS, and found when the directory is named', async () => {
    const team = await under.newTeam('Two directories')
    const asking = graphqlClient(under.node, team.apiKey)
    const first = await team.scim.createUser('twin')
    const made = await asking.ask<{ createDirectory: { directory: { id: string }; token: string; scimUrl: string } }>(
      'mutation { createDirectory(input: { name: "Second", provider: OKTA }) { ... on CreateDirectorySuccess { directory { id } scimUrl token } } }',
    )
    const { directory, scimUrl, token } = made.data!.createDirectory
    const { scimClient } = await import('../support/scim-client.ts')
    await scimClient({ scimUrl, scimToken: token }).createUser('twin')
    const ambiguous = await asking.ask(one, { by: { userName: 'twin' } })
    expect(ambiguous).toMatchObject({
      status: 200,
      data: { team: { user: null } },
      errors: [{ path: ['team', 'user'], extensions: { code: 'AMBIGUOUS' } }],
    })
    expect((await asking.ask(one, { by: { userName: 'twin' }, directoryId: team.directoryId })).data).toEqual({
      team: { user: { id: first } },
    })
    expect(
      (await asking.ask<{ team: { user: { id: string } } }>(one, { by: { userName: 'twin' }, directoryId: directory.id })).data!.team.user
        .id,
    ).not.toBe(first)
  })
})

describe('node', () => {
  const node =
    'query ($id: ID!) { node(id: $id) { __typename id ... on Team { name } ... on Directory { name } ... on User { userName } ... on Group { displayName } ... on SpendLimit { version } } }'

  test('is a team, directory, user, group or spend limit', async () => {
    const limit = await client.ask<{ setSpendLimit: { spendLimit: { id: string } } }>(
      'mutation ($id: ID!) { setSpendLimit(input: { target: { userId: $id }, value: { amountMinor: 1 } }) { ... on SetSpendLimitSuccess { spendLimit { id } } } }',
      { id: grace },
    )
    const limitId = limit.data!.setSpendLimit.spendLimit.id
    const { teamId, directoryId } = under.team
    for (const asking of [client, platform]) {
      expect((await asking.ask(node, { id: teamId })).data).toEqual({ node: { __typename: 'Team', id: teamId, name: 'Acme' } })
      expect((await asking.ask(node, { id: directoryId })).data).toEqual({
        node: { __typename: 'Directory', id: directoryId, name: 'Acme directory' },
      })
      expect((await asking.ask(node, { id: ada })).data).toEqual({ node: { __typename: 'User', id: ada, userName: 'ada@acme.example' } })
      expect((await asking.ask(node, { id: engineers })).data).toEqual({
        node: { __typename: 'Group', id: engineers, displayName: 'Engineers' },
      })
      expect((await asking.ask(node, { id: limitId })).data).toEqual({ node: { __typename: 'SpendLimit', id: limitId, version: 1 } })
    }
    await client.ask('mutation ($id: ID!) { clearSpendLimit(input: { target: { userId: $id } }) { __typename } }', { id: grace })
    expect((await client.ask(node, { id: limitId })).data).toEqual({ node: null })
  })

  test.each(['', 'user-', 'VXNlcjox', 'key-00000000-0000-7000-8000-000000000000', 'user-00000000-0000-7000-8000-00000000000G', 'user_1'])(
    'is null for %j',
    async (id) => {
      expect(await client.ask(node, { id })).toMatchObject({ status: 200, data: { node: null } })
    },
  )
})

describe('A key without the scope READ', () => {
  test.each([
    '{ team { id } }',
    '{ viewer { team { id } } }',
    '{ node(id: "x") { id } }',
    'mutation { setSpendLimit(input: { target: { teamId: "x" }, value: { amountMinor: 1 } }) { ... on SetSpendLimitSuccess { spendLimit { target { __typename } } } } }',
    'fragment F on Query { team { name } } { ...F }',
  ])('is refused %s as FORBIDDEN, and nothing of it is done', async (query) => {
    const asking = graphqlClient(under.node, await graphqlIssueKey(client, ['LIMITS']))
    const answer = await asking.ask(query)
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] })
    expect(answer.data).toBeUndefined()
  })

  test('may still ask who it is', async () => {
    const asking = graphqlClient(under.node, await graphqlIssueKey(client, ['SETUP']))
    expect((await asking.ask('{ viewer { kind } }')).data).toEqual({ viewer: { kind: 'API_KEY' } })
  })
})
