import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { scimClient } from '../support/scim-client.ts'
import { startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
let platform: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
  platform = graphqlClient(under.node, under.node.platformKey)
})

type Result = Record<string, unknown> & { __typename: string }
const error = '... on Error { code message }'

const results: Record<string, string> = {
  createTeam: 'changeCursor team { id name plan currency }',
  setTeamPlan: 'changeCursor team { id plan }',
  createDirectory: 'changeCursor scimUrl token directory { id name provider scimUrl state tokens { id label } }',
  issueDirectoryToken: 'changeCursor token directoryToken { id label expiresAt revokedAt }',
  revokeDirectoryToken: 'changeCursor directoryToken { id label revokedAt }',
  issueApiKey: 'changeCursor key apiKey { id name scopes expiresAt revokedAt }',
  revokeApiKey: 'changeCursor apiKey { id revokedAt }',
}

async function mutate(field: string, input: object, asking = client): Promise<Result> {
  const name = field[0]!.toUpperCase() + field.slice(1)
  const { data, errors } = await asking.ask<Record<string, Result>>(
    `mutation ($input: ${name}Input!) { ${field}(input: $input) { __typename ... on ${name}Success { ${results[field]} } ${error} } }`,
    { input },
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data[field]!
}

describe('createTeam and setTeamPlan', () => {
  test('are for the platform key', async () => {
    const made = await mutate('createTeam', { name: ' Globex ', currency: 'USD', plan: 'PRO' }, platform)
    expect(made).toMatchObject({
      __typename: 'CreateTeamSuccess',
      team: { id: expect.stringMatching(/^team-/), name: 'Globex', plan: 'PRO', currency: 'USD' },
    })
    const { id: teamId } = made['team'] as { id: string }
    expect(await mutate('setTeamPlan', { teamId, plan: 'ENTERPRISE' }, platform)).toMatchObject({
      __typename: 'SetTeamPlanSuccess',
      team: { id: teamId, plan: 'ENTERPRISE' },
    })
    expect(await mutate('setTeamPlan', { teamId: 'team-00000000-0000-7000-8000-000000000000', plan: 'FREE' }, platform)).toMatchObject({
      __typename: 'NotFoundError',
    })
    for (const [field, input] of [
      ['createTeam', { name: 'X', currency: 'EUR' }],
      ['setTeamPlan', { teamId: under.team.teamId, plan: 'FREE' }],
    ] as const) {
      expect(await mutate(field, input)).toMatchObject({ __typename: 'ForbiddenError', code: 'FORBIDDEN' })
    }
    expect(await mutate('createTeam', { name: 'Free', currency: 'EUR' }, platform)).toMatchObject({ team: { plan: 'FREE' } })
  })

  test('refuse a currency that is none, and a name without a character', async () => {
    for (const input of [
      { name: 'X', currency: 'EURO' },
      { name: '  ', currency: 'EUR' },
    ]) {
      expect(await mutate('createTeam', input, platform)).toMatchObject({
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        message: expect.any(String),
      })
    }
  })

  test('mark SSO active outside production only', async () => {
    const input = { name: 'Local', currency: 'EUR', plan: 'ENTERPRISE', localSso: true }
    const { team } = (await mutate('createTeam', input, platform)) as unknown as { team: { id: string } }
    expect(await mutate('createDirectory', { name: 'D', provider: 'OKTA', teamId: team.id }, platform)).toMatchObject({
      __typename: 'CreateDirectorySuccess',
    })
    const production = await startNode({
      databaseUrl: under.database.url,
      environment: {
        NODE_ENV: 'production',
        DATABASE_URL: under.database.url,
        HEADCOUNT_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
      },
    })
    try {
      const asking = graphqlClient(production, production.platformKey)
      expect(await mutate('createTeam', input, asking)).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.stringMatching(/production/),
      })
      expect(await mutate('createTeam', { ...input, localSso: false }, asking)).toMatchObject({ __typename: 'CreateTeamSuccess' })
    } finally {
      await production.stop()
    }
  })
})

describe('createDirectory', () => {
  test('answers the SCIM URL and, once, a token that works', async () => {
    const made = await mutate('createDirectory', { name: 'Okta', provider: 'OKTA' })
    expect(made).toMatchObject({
      __typename: 'CreateDirectorySuccess',
      token: expect.stringMatching(/^hc_scim_/),
      directory: { name: 'Okta', provider: 'OKTA', state: 'SERVED', scimUrl: made['scimUrl'], tokens: [{ label: 'First token' }] },
    })
    const scim = scimClient({ scimUrl: made['scimUrl'] as string, scimToken: made['token'] as string })
    await scim.createUser('first')
    expect((await scim.get('/Users')).body['totalResults']).toBe(1)
  })

  test('is refused without the plan, and without SSO, with what is missing as a type of its own', async () => {
    const make = async (plan: string): Promise<string> =>
      ((await mutate('createTeam', { name: 'No SSO', currency: 'EUR', plan }, platform))['team'] as { id: string }).id
    for (const [plan, __typename, code] of [
      ['PRO', 'PlanRequiredError', 'PLAN_REQUIRED'],
      ['ENTERPRISE', 'SsoRequiredError', 'SSO_REQUIRED'],
    ] as const) {
      expect(await mutate('createDirectory', { name: 'D', provider: 'OKTA', teamId: await make(plan) }, platform)).toMatchObject({
        __typename,
        code,
        message: expect.any(String),
      })
    }
  })

  test('needs a team from the platform key, and takes the own one from an API key', async () => {
    expect(await mutate('createDirectory', { name: 'D', provider: 'OKTA' }, platform)).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringMatching(/teamId/),
    })
    expect(await mutate('createDirectory', { name: 'D', provider: 'OKTA', teamId: under.team.teamId })).toMatchObject({
      __typename: 'CreateDirectorySuccess',
    })
  })
})

describe('Directory.state', () => {
  test('says what is missing when the plan lapses', async () => {
    const team = await under.newTeam('Lapsing')
    const asking = graphqlClient(under.node, team.apiKey)
    await mutate('setTeamPlan', { teamId: team.teamId, plan: 'PRO' }, platform)
    expect((await asking.ask('{ team { directories { state } } }')).data).toEqual({ team: { directories: [{ state: 'PLAN_REQUIRED' }] } })
    expect(await mutate('issueDirectoryToken', { directoryId: team.directoryId, label: 'L' }, asking)).toMatchObject({
      __typename: 'PlanRequiredError',
    })
  })
})

describe('issueDirectoryToken and revokeDirectoryToken', () => {
  test('let an old and a new token live side by side until one is revoked', async () => {
    const { directoryId, scimUrl } = under.team
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const issued = await mutate('issueDirectoryToken', { directoryId, label: 'Second', expiresAt })
    expect(issued).toMatchObject({
      __typename: 'IssueDirectoryTokenSuccess',
      directoryToken: { label: 'Second', expiresAt, revokedAt: null },
    })
    const scim = scimClient({ scimUrl, scimToken: issued['token'] as string })
    expect((await scim.get('/Users')).status).toBe(200)
    expect((await under.scim.get('/Users')).status).toBe(200)
    const { id: tokenId } = issued['directoryToken'] as { id: string }
    const revoked = await mutate('revokeDirectoryToken', { tokenId }, platform)
    expect(revoked).toMatchObject({
      __typename: 'RevokeDirectoryTokenSuccess',
      directoryToken: { id: tokenId, revokedAt: expect.any(String) },
    })
    expect((await scim.get('/Users')).status).toBe(401)
    expect((await mutate('revokeDirectoryToken', { tokenId }))['directoryToken']).toEqual(revoked['directoryToken'])
  })

  test('refuse an expiry that is over, and ids that are none', async () => {
    const { directoryId } = under.team
    expect(await mutate('issueDirectoryToken', { directoryId, label: 'L', expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      __typename: 'InvalidInputError',
    })
    for (const asking of [client, platform]) {
      expect(await mutate('issueDirectoryToken', { directoryId: 'nonsense', label: 'L' }, asking)).toMatchObject({
        __typename: 'NotFoundError',
      })
      expect(await mutate('revokeDirectoryToken', { tokenId: directoryId }, asking)).toMatchObject({ __typename: 'NotFoundError' })
    }
  })
})

describe('issueApiKey and revokeApiKey', () => {
  test('make a key that works until it is revoked', async () => {
    const issued = await mutate('issueApiKey', { name: 'Reader', scopes: ['READ', 'READ'] })
    expect(issued).toMatchObject({
      __typename: 'IssueApiKeySuccess',
      key: expect.stringMatching(/^hc_key_/),
      apiKey: { name: 'Reader', scopes: ['READ'], expiresAt: null, revokedAt: null },
    })
    const reading = graphqlClient(under.node, issued['key'] as string)
    expect((await reading.ask('{ team { name } }')).data).toEqual({ team: { name: 'Acme' } })
    const { id: apiKeyId } = issued['apiKey'] as { id: string }
    expect(await mutate('revokeApiKey', { apiKeyId }, platform)).toMatchObject({ apiKey: { id: apiKeyId, revokedAt: expect.any(String) } })
    expect(await reading.ask('{ team { name } }')).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  test('give no scope that the issuing key does not have', async () => {
    const setup = graphqlClient(under.node, await graphqlIssueKey(client, ['SETUP']))
    expect(await mutate('issueApiKey', { name: 'K', scopes: ['SETUP'] }, setup)).toMatchObject({ __typename: 'IssueApiKeySuccess' })
    expect(await mutate('issueApiKey', { name: 'K', scopes: ['SETUP', 'READ'] }, setup)).toMatchObject({
      __typename: 'ForbiddenError',
      message: expect.stringContaining('READ'),
    })
    expect(await mutate('issueApiKey', { name: 'K', scopes: [] }, setup)).toMatchObject({ __typename: 'InvalidInputError' })
  })

  test('give no key that lives longer than the issuing one, so that its end is the end of what was done with it', async () => {
    const [soon, later] = [new Date(Date.now() + 3_600_000).toISOString(), new Date(Date.now() + 7_200_000).toISOString()]
    const expiring = graphqlClient(under.node, await graphqlIssueKey(client, ['SETUP'], soon))
    for (const expiresAt of [later, null, undefined])
      expect(await mutate('issueApiKey', { name: 'K', scopes: ['SETUP'], expiresAt }, expiring)).toMatchObject({
        __typename: 'ForbiddenError',
        message: expect.stringContaining(soon),
      })
    expect(await mutate('issueApiKey', { name: 'K', scopes: ['SETUP'], expiresAt: soon }, expiring)).toMatchObject({
      __typename: 'IssueApiKeySuccess',
    })
    for (const unbound of [client, graphqlClient(under.node, under.node.platformKey)])
      expect(
        await mutate('issueApiKey', { name: 'K', scopes: ['READ'], expiresAt: later, teamId: under.team.teamId }, unbound),
      ).toMatchObject({
        __typename: 'IssueApiKeySuccess',
      })
  })

  test('are listed with their scopes and times, and never with a secret or its hash', async () => {
    const team = await under.newTeam('Listed')
    const own = graphqlClient(under.node, team.apiKey)
    const revoked = await mutate('issueApiKey', { name: 'Old', scopes: ['READ'], expiresAt: '2090-01-01T00:00:00Z' }, own)
    await mutate('revokeApiKey', { apiKeyId: (revoked['apiKey'] as { id: string }).id }, own)
    const { data } = await own.ask('{ team { apiKeys { id name scopes createdAt expiresAt revokedAt lastUsedAt } } }')
    expect(data).toEqual({
      team: {
        apiKeys: [
          expect.objectContaining({ name: 'Listed key', scopes: ['READ', 'LIMITS', 'SETUP', 'SPEND'], expiresAt: null, revokedAt: null }),
          expect.objectContaining({ name: 'Old', scopes: ['READ'], expiresAt: '2090-01-01T00:00:00.000Z', revokedAt: expect.any(String) }),
        ],
      },
    })
    expect((await own.ask('{ team { apiKeys { hash } } }')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
  })

  test('need the scope SETUP, as all of the set-up does', async () => {
    const limited = graphqlClient(under.node, await graphqlIssueKey(client, ['READ', 'LIMITS']))
    for (const [field, input] of [
      ['createDirectory', { name: 'D', provider: 'OKTA' }],
      ['issueDirectoryToken', { directoryId: under.team.directoryId, label: 'L' }],
      ['revokeDirectoryToken', { tokenId: 'token-00000000-0000-7000-8000-000000000000' }],
      ['issueApiKey', { name: 'K', scopes: ['READ'] }],
      ['revokeApiKey', { apiKeyId: 'key-00000000-0000-7000-8000-000000000000' }],
    ] as const) {
      expect(await mutate(field, input, limited)).toMatchObject({
        __typename: 'ForbiddenError',
        code: 'FORBIDDEN',
        message: expect.stringContaining('SETUP'),
      })
    }
  })

  test('are in the log, without any secret', async () => {
    const { data } =
      await client.ask(`{ team { changes(last: 200, filter: { kinds: [API_KEY_ISSUED, API_KEY_REVOKED, DIRECTORY_CREATED, DIRECTORY_TOKEN_ISSUED, DIRECTORY_TOKEN_REVOKED, TEAM_CREATED] }) { nodes {
      __typename actor { kind id label }
      ... on ApiKeyIssued { apiKey { id name scopes expiresAt } } ... on ApiKeyRevoked { revoked: apiKey { id } }
      ... on DirectoryCreated { directory { id name provider } }
      ... on DirectoryTokenIssued { directoryId token { id label expiresAt } } ... on DirectoryTokenRevoked { directoryId token { id } }
      ... on TeamCreated { name plan currency }
    } } } }`)
    const text = JSON.stringify(data)
    for (const kind of [
      'ApiKeyIssued',
      'ApiKeyRevoked',
      'DirectoryCreated',
      'DirectoryTokenIssued',
      'DirectoryTokenRevoked',
      'TeamCreated',
    ])
      expect(text).toContain(kind)
    expect(text).not.toMatch(/hc_(key|scim)_/)
  })
})
