import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, socketClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { Subscriber } from '../support/subscriber.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()

/** One team with the same names as the other one, and every id that it has. */
type Inhabited = {
  team: TestTeam
  client: GraphqlClient
  userId: string
  groupId: string
  limitId: string
  tokenId: string
  keyId: string
  changeCursor: string
}
let mine: Inhabited
let theirs: Inhabited

beforeAll(async () => {
  const inhabit = async (): Promise<Inhabited> => {
    const team = await under.newTeam('Same name')
    const client = graphqlClient(under.node, team.apiKey)
    const userId = await team.scim.createUser('ada@same.example', {
      displayName: 'Ada',
      externalId: 'same',
      emails: [{ value: 'ada@same.example' }],
    })
    const groupId = await team.scim.createGroup('Engineers', [userId])
    const { data } = await client.ask<{ setSpendLimit: { spendLimit: { id: string } }; issueApiKey: { apiKey: { id: string } } }>(
      'mutation ($groupId: ID!) { setSpendLimit(input: { target: { groupId: $groupId }, value: { amountMinor: 5 } }) { ... on SetSpendLimitSuccess { spendLimit { id } } } issueApiKey(input: { name: "K", scopes: [READ] }) { ... on IssueApiKeySuccess { apiKey { id } } } }',
      { groupId },
    )
    const read = await client.ask<{ team: { changeCursor: string; directories: { tokens: { id: string }[] }[] } }>(
      '{ team { changeCursor directories { tokens { id } } } }',
    )
    const { changeCursor, directories } = read.data!.team
    return {
      team,
      client,
      userId,
      groupId,
      limitId: data!.setSpendLimit.spendLimit.id,
      keyId: data!.issueApiKey.apiKey.id,
      tokenId: directories[0]!.tokens[0]!.id,
      changeCursor,
    }
  }
  mine = await inhabit()
  theirs = await inhabit()
})

/** Anything of the other team that an answer could give away. */
const secretsOf = ({ team, userId, groupId, limitId, tokenId, keyId, changeCursor }: Inhabited): string[] => [
  team.teamId,
  team.directoryId,
  userId,
  groupId,
  limitId,
  tokenId,
  keyId,
  changeCursor,
]

/** An answer without what the request itself said, and without what differs from request to request. */
function comparable(answer: Answer, asked: string): string {
  const { status, data, errors } = answer
  return JSON.stringify({
    status,
    data,
    errors: errors?.map(({ message, path, extensions: { requestId: _, ...extensions } }) => ({ message, path, extensions })),
  }).replaceAll(asked, '<asked>')
}

const unknown = (id: string): string => id.replace(/-.*/, '-01900000-0000-7000-8000-000000000000')

describe('No team sees another’s data', () => {
  const everything = `{ team {
    id name directories { id name isStrict version customSchemas { urn } tokens { id } }
    users(first: 10) { totalCount nodes { id directory { id } groups(first: 5) { nodes { id } } effectiveSpendLimit { candidates { spendLimit { id } } } } }
    groups(first: 10) { totalCount nodes { id spendLimit { id } members(first: 5) { totalCount nodes { id } } } }
    spendLimits(first: 10) { totalCount nodes { id target { ... on Group { id } } } }
    changes(last: 100) { totalCount nodes { __typename revision actor { id } ... on UserCreated { user { id } } ... on MembershipChanged { addedUserIds group { id } } } }
  } }`

  test('in anything that is reachable from the own team', async () => {
    const text = JSON.stringify((await mine.client.ask(everything)).data)
    for (const secret of [mine.userId, mine.groupId, mine.limitId, mine.tokenId, mine.team.directoryId]) expect(text).toContain(secret)
    for (const secret of secretsOf(theirs)) expect(text).not.toContain(secret)
  })

  test('by any id: one of another team reads exactly as one that does not exist', async () => {
    const queries = [
      'query ($id: ID!) { node(id: $id) { __typename id } }',
      'query ($id: ID!) { team(id: $id) { id name } }',
      'query ($id: ID!) { team { user(by: { id: $id }) { id } } }',
      'query ($id: ID!) { team { user(by: { userName: "ada@same.example" }, directoryId: $id) { id } } }',
      'query ($id: ID!) { team { users(filter: { directoryId: $id }) { totalCount nodes { id } } } }',
      'query ($id: ID!) { team { users(filter: { groupId: $id }) { totalCount nodes { id } } } }',
      'query ($id: ID!) { team { groups(filter: { directoryId: $id }) { totalCount nodes { id } } } }',
      'query ($id: ID!) { team { changes(filter: { userId: $id }) { totalCount nodes { revision } } } }',
      'query ($id: ID!) { team { changes(filter: { groupId: $id }) { totalCount nodes { revision } } } }',
    ]
    for (const id of secretsOf(theirs)) {
      for (const query of queries) {
        const answer = comparable(await mine.client.ask(query, { id }), id)
        expect(answer).toBe(comparable(await mine.client.ask(query, { id: unknown(id) }), unknown(id)))
        for (const secret of secretsOf(theirs)) expect(answer).not.toContain(secret)
      }
    }
  })

  test('by names: the same name finds the own one', async () => {
    for (const by of [{ userName: 'ada@same.example' }, { externalId: 'same' }, { email: 'ada@same.example' }]) {
      expect((await mine.client.ask('query ($by: UserBy!) { team { user(by: $by) { id } } }', { by })).data).toEqual({
        team: { user: { id: mine.userId } },
      })
    }
    expect(
      (await mine.client.ask('{ team { users(search: "ada") { nodes { id } } groups(search: "engin") { nodes { id } } } }')).data,
    ).toEqual({ team: { users: { nodes: [{ id: mine.userId }] }, groups: { nodes: [{ id: mine.groupId }] } } })
  })

  test('by a cursor: one of another team is a place in the own list, or no cursor of it', async () => {
    const pages =
      '{ team { users(first: 1) { pageInfo { endCursor } } groups(first: 1) { nodes { members(first: 1) { pageInfo { endCursor } } } pageInfo { endCursor } } spendLimits(first: 1) { pageInfo { endCursor } } } }'
    type Pages = { team: { users: Page; groups: Page & { nodes: { members: Page }[] }; spendLimits: Page } }
    type Page = { pageInfo: { endCursor: string } }
    const { users, groups, spendLimits } = (await theirs.client.ask<Pages>(pages)).data!.team
    for (const [query, after] of [
      ['query ($after: String) { team { users(after: $after) { nodes { id } } } }', users.pageInfo.endCursor],
      ['query ($after: String) { team { users(last: 5, before: $after) { nodes { id } } } }', users.pageInfo.endCursor],
      [
        'query ($after: String) { team { groups(after: $after) { nodes { id members(first: 1) { nodes { id } } } } } }',
        groups.pageInfo.endCursor,
      ],
      [
        'query ($after: String) { team { groups { nodes { members(after: $after) { nodes { id } } } } } }',
        groups.nodes[0]!.members.pageInfo.endCursor,
      ],
      ['query ($after: String) { team { spendLimits(after: $after) { nodes { id } } } }', spendLimits.pageInfo.endCursor],
    ] as const) {
      const answer = await mine.client.ask(query, { after })
      expect(answer.errors).toBeUndefined()
      for (const secret of secretsOf(theirs)) expect(JSON.stringify(answer.data)).not.toContain(secret)
    }
    const answer = await mine.client.ask('query ($after: String) { team { changes(after: $after) { nodes { revision } } } }', {
      after: theirs.changeCursor,
    })
    expect(answer.errors).toMatchObject([{ extensions: { code: 'RESYNC_REQUIRED' } }])
  })

  test('by a mutation: what is another team’s reads exactly as what does not exist, and stays as it is', async () => {
    const before = await theirs.client.ask(everything)
    const error = '{ __typename ... on Error { code message } }'
    const mutations = [
      `mutation ($id: ID!) { setSpendLimit(input: { target: { groupId: $id }, value: { amountMinor: 1 } }) ${error} }`,
      `mutation ($id: ID!) { setSpendLimit(input: { target: { userId: $id }, value: { amountMinor: 1 } }) ${error} }`,
      `mutation ($id: ID!) { setSpendLimit(input: { target: { teamId: $id }, value: { amountMinor: 1 } }) ${error} }`,
      `mutation ($id: ID!) { setSpendLimit(input: { target: { groupId: $id }, value: { amountMinor: 1 }, currency: "USD", expectedVersion: 7 }) ${error} }`,
      `mutation ($id: ID!) { clearSpendLimit(input: { target: { groupId: $id } }) ${error} }`,
      `mutation ($id: ID!) { clearSpendLimit(input: { target: { userId: $id } }) ${error} }`,
      `mutation ($id: ID!) { createDirectory(input: { name: "D", provider: OKTA, teamId: $id }) ${error} }`,
      `mutation ($id: ID!) { modifyDirectory(input: { directoryId: $id, name: "Taken over", isStrict: true }) ${error} }`,
      `mutation ($id: ID!) { modifyDirectory(input: { directoryId: $id, expectedVersion: 7, requestsPerSecond: 0, resumeRemovals: true }) ${error} }`,
      `mutation ($id: ID!) { issueDirectoryToken(input: { directoryId: $id, label: "L" }) ${error} }`,
      `mutation ($id: ID!) { revokeDirectoryToken(input: { tokenId: $id }) ${error} }`,
      `mutation ($id: ID!) { issueApiKey(input: { name: "K", scopes: [READ], teamId: $id }) ${error} }`,
      `mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) ${error} }`,
    ]
    for (const id of secretsOf(theirs)) {
      for (const mutation of mutations) {
        const answer = await mine.client.ask<Record<string, { __typename: string }>>(mutation, { id })
        expect(Object.values(answer.data!)[0]!.__typename).toBe('NotFoundError')
        expect(comparable(answer, id)).toBe(comparable(await mine.client.ask(mutation, { id: unknown(id) }), unknown(id)))
      }
    }
    expect((await theirs.client.ask(everything)).data).toEqual(before.data)
  })

  test('by a subscription: not by its cursor, its users, its groups, or its name', async () => {
    const first = async (options: ConstructorParameters<typeof Subscriber>[2]): Promise<unknown> => {
      const subscriber = new Subscriber(under.node, mine.team.apiKey, options)
      const message = await subscriber.next()
      await subscriber.stop()
      return message
    }
    const { data } = await mine.client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    expect(await first({ after: theirs.changeCursor })).toMatchObject({ __typename: 'ResyncRequired', cursor: data!.team.changeCursor })
    for (const [options, asked] of [
      [{ filter: { userId: theirs.userId } }, theirs.userId],
      [{ filter: { groupId: theirs.groupId } }, theirs.groupId],
      [{ filter: { userId: theirs.userId }, after: mine.changeCursor }, theirs.userId],
      [{ teamId: theirs.team.teamId }, theirs.team.teamId],
    ] as const) {
      const message = JSON.stringify(await first(options))
      expect(message).toContain('NotFoundError')
      const other = JSON.parse(JSON.stringify(options).replace(asked, unknown(asked))) as typeof options
      expect(message.replaceAll(asked, '<asked>')).toBe(JSON.stringify(await first(other)).replaceAll(unknown(asked), '<asked>'))
    }
  })

  test('by listening: what happens elsewhere comes to nobody here', async () => {
    const subscriber = new Subscriber(under.node, mine.team.apiKey)
    await subscriber.next()
    const socket = socketClient(under.node, mine.team.apiKey)
    const memberships = socket.iterate({
      query:
        'subscription { membershipChanges { __typename ... on ChangeBatch { changes { ... on MembershipChanged { addedUserIds } } } } }',
    })
    await memberships.next()
    const elsewhere = await fetch(`${theirs.team.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${theirs.team.scimToken}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'elsewhere' }),
    })
    expect(elsewhere.status).toBe(201)
    await mine.client.ask('mutation { issueApiKey(input: { name: "Marker", scopes: [READ] }) { __typename } }')
    expect((await subscriber.until((seen) => seen.length > 0)).map(({ __typename }) => __typename)).toEqual(['ApiKeyIssued'])
    await subscriber.stop()
    await socket.dispose()
  })

  test('by a revocation: a key of one team ends no socket of another', async () => {
    const subscriber = new Subscriber(under.node, theirs.team.apiKey)
    await subscriber.next()
    await mine.client.ask('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }', { id: mine.keyId })
    await theirs.client.ask('mutation { issueApiKey(input: { name: "Marker", scopes: [READ] }) { __typename } }')
    await subscriber.until((seen) => seen.length === 1)
    await subscriber.stop()
  })

  test('by the platform key, but for the team that it names', async () => {
    const platform = graphqlClient(under.node, under.node.platformKey)
    expect((await platform.ask('{ team { id } viewer { team { id } } }')).data).toEqual({ team: null, viewer: { team: null } })
    const text = JSON.stringify(
      (await platform.ask(everything.replace('{ team {', 'query ($id: ID!) { team(id: $id) {'), { id: mine.team.teamId })).data,
    )
    expect(text).toContain(mine.userId)
    for (const secret of secretsOf(theirs)) expect(text).not.toContain(secret)
  })

  test('by an error: its words are the same, whoever’s the id is', async () => {
    for (const id of [theirs.userId, unknown(theirs.userId)]) {
      const { data } = await mine.client.ask<{ setSpendLimit: { message: string } }>(
        'mutation ($id: ID!) { setSpendLimit(input: { target: { userId: $id }, value: { amountMinor: 1 } }) { ... on NotFoundError { message } } }',
        { id },
      )
      expect(data!.setSpendLimit.message).toBe(`User ${id} does not exist.`)
    }
  })
})
