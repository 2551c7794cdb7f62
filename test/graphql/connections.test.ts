import { beforeAll, describe, expect, test } from 'vitest'
import type { UsersPageQueryVariables } from '../support/gql/graphql.ts'
import { graphql } from '../support/gql/index.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
let ada: string
let grace: string
let engineers: string
let everyone: string

beforeAll(async () => {
  const { scim, team, node } = under
  client = graphqlClient(node, team.apiKey)
  ada = await scim.createUser('ada@acme.example', {
    displayName: 'Ada Lovelace',
    externalId: 'ex-1',
    emails: [{ value: 'Ada@Acme.example', primary: true }],
  })
  grace = await scim.createUser('grace@acme.example', { displayName: 'Grace_Hopper', active: false })
  await scim.createUser('zoë%@acme.example')
  engineers = await scim.createGroup('Engineers', [ada, grace])
  everyone = await scim.createGroup('Everyone', [ada])
  await scim.createGroup('100% remote')
})

const UsersPage = graphql(`
  query UsersPage($first: Int, $after: String, $last: Int, $before: String, $filter: UserFilter, $search: String, $orderBy: UserOrder) {
    team {
      users(first: $first, after: $after, last: $last, before: $before, filter: $filter, search: $search, orderBy: $orderBy) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        edges {
          cursor
          node {
            id
            userName
          }
        }
        nodes {
          id
        }
      }
    }
  }
`)

const userNames = async (variables: UsersPageQueryVariables): Promise<string[]> => {
  const { team } = await client.run(UsersPage, variables)
  return team!.users.edges.map(({ node }) => node.userName)
}

describe('users', () => {
  test('come page by page, forward and backward, each once', async () => {
    const first = (await client.run(UsersPage, { first: 2 })).team!.users
    expect(first.edges.map(({ node }) => node.userName)).toEqual(['ada@acme.example', 'grace@acme.example'])
    expect(first.nodes.map(({ id }) => id)).toEqual(first.edges.map(({ node }) => node.id))
    expect(first).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: first.edges[0]!.cursor, endCursor: first.edges[1]!.cursor },
    })
    const second = (await client.run(UsersPage, { first: 2, after: first.pageInfo.endCursor })).team!.users
    expect(second.edges.map(({ node }) => node.userName)).toEqual(['zoë%@acme.example'])
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    const back = (await client.run(UsersPage, { last: 1, before: second.pageInfo.startCursor })).team!.users
    expect(back.edges.map(({ node }) => node.userName)).toEqual(['grace@acme.example'])
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
  })

  test('are found where a cursor stands when its row is gone', async () => {
    const other = await under.newTeam('Paging')
    const paging = graphqlClient(under.node, other.apiKey)
    const ids: string[] = []
    for (const name of ['a', 'b', 'c', 'd']) ids.push(await other.scim.createUser(name))
    const page = (await paging.run(UsersPage, { first: 2 })).team!.users
    expect((await other.scim.delete(`/Users/${ids[1]}`)).status).toBe(204)
    const next = (await paging.run(UsersPage, { first: 2, after: page.pageInfo.endCursor })).team!.users
    expect(next.edges.map(({ node }) => node.userName)).toEqual(['c', 'd'])
  })

  test.each([
    ['USER_NAME', 1],
    ['USER_NAME', 2],
    ['DISPLAY_NAME', 1],
    ['DISPLAY_NAME', 2],
    ['CREATED_AT', 1],
    ['CREATED_AT', 3],
  ] as const)('ordered by %s in pages of %i are all of them, the same from both ends', async (orderBy, size) => {
    const forward: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const { edges, pageInfo }: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } = (
        await client.run(UsersPage, { first: size, after, orderBy })
      ).team!.users
      forward.push(...edges.map(({ node }) => node.id))
      after = pageInfo.endCursor
      more = pageInfo.hasNextPage
    }
    const backward: string[] = []
    for (let before: string | null = null, more = true; more;) {
      const { edges, pageInfo }: { edges: { node: { id: string } }[]; pageInfo: { hasPreviousPage: boolean; startCursor: string | null } } =
        (await client.run(UsersPage, { last: size, before, orderBy })).team!.users
      backward.unshift(...edges.map(({ node }) => node.id))
      before = pageInfo.startCursor
      more = pageInfo.hasPreviousPage
    }
    expect(new Set(forward).size).toBe(3)
    expect(backward).toEqual(forward)
  })

  test('without a displayName come last in that order', async () => {
    expect(await userNames({ orderBy: 'DISPLAY_NAME' })).toEqual(['ada@acme.example', 'grace@acme.example', 'zoë%@acme.example'])
  })

  test.each([
    ['LOVE', ['ada@acme.example']],
    ['acme.EXAMPLE', ['ada@acme.example', 'grace@acme.example', 'zoë%@acme.example']],
    ['zOË', ['zoë%@acme.example']],
    ['%', ['zoë%@acme.example']],
    ['_', ['grace@acme.example']],
    ['\\', []],
    ['e%', []],
  ])('are searched for %j without regard to case, and nothing in it is a pattern', async (search, expected) => {
    expect(await userNames({ search })).toEqual(expected)
  })

  test('are filtered by directory, activity and group', async () => {
    expect(await userNames({ filter: { active: false } })).toEqual(['grace@acme.example'])
    expect(await userNames({ filter: { groupId: everyone } })).toEqual(['ada@acme.example'])
    expect(await userNames({ filter: { groupId: engineers, active: true } })).toEqual(['ada@acme.example'])
    expect(await userNames({ filter: { directoryId: under.team.directoryId } })).toHaveLength(3)
    expect(await userNames({ filter: { directoryId: 'dir-00000000-0000-7000-8000-000000000000' } })).toEqual([])
    expect(await userNames({ filter: { groupId: 'nonsense' } })).toEqual([])
  })

  test.each([
    { first: 201 },
    { first: -1 },
    { last: 201 },
    { first: 1, last: 1 },
    { after: 'nonsense' },
    { before: '' },
    { after: 'WyJVU0VSX05BTUUiLCJhIiwiYiJd' },
  ])('in a page of %j are refused with a clear error', async (variables) => {
    const answer = await client.ask(
      'query ($first: Int, $last: Int, $after: String, $before: String) { team { users(first: $first, last: $last, after: $after, before: $before) { nodes { id } } } }',
      variables,
    )
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) } }])
  })

  test('are refused with a cursor of another order, and nothing goes wrong with NUL inside one', async () => {
    const { pageInfo } = (await client.run(UsersPage, { first: 1, orderBy: 'CREATED_AT' })).team!.users
    const forged = Buffer.from(JSON.stringify(['USER_NAME', 'a\0', '01a20cfe-746a-723a-b73c-dd3b212e9898'])).toString('base64url')
    const noTime = Buffer.from(JSON.stringify(['CREATED_AT', 'yesterday', '01a20cfe-746a-723a-b73c-dd3b212e9898'])).toString('base64url')
    for (const [after, orderBy] of [
      [pageInfo.endCursor, 'USER_NAME'],
      [forged, 'USER_NAME'],
      [noTime, 'CREATED_AT'],
    ] as const) {
      await expect(client.run(UsersPage, { after, orderBy })).rejects.toThrow(/BAD_USER_INPUT/)
    }
  })
})

describe('groups and memberships', () => {
  test('are read from both sides, with when they began', async () => {
    const { data } = await client.ask(
      `query ($id: ID!) {
      team { groups(search: "ENG") { totalCount nodes { displayName memberCount externalId members { totalCount edges { addedAt cursor node { userName } } } } } }
      node(id: $id) { ... on User { groups { totalCount edges { addedAt node { displayName } } } } }
    }`,
      { id: ada },
    )
    expect(data).toMatchObject({
      team: {
        groups: {
          totalCount: 1,
          nodes: [
            {
              displayName: 'Engineers',
              memberCount: 2,
              externalId: null,
              members: { totalCount: 2, edges: [{ node: { userName: 'ada@acme.example' } }, { node: { userName: 'grace@acme.example' } }] },
            },
          ],
        },
      },
      node: {
        groups: {
          totalCount: 2,
          edges: [{ addedAt: expect.stringMatching(/Z$/), node: { displayName: 'Engineers' } }, { node: { displayName: 'Everyone' } }],
        },
      },
    })
  })

  test('come page by page and searched', async () => {
    const members =
      'query ($id: ID!, $first: Int, $after: String, $search: String) { node(id: $id) { ... on Group { members(first: $first, after: $after, search: $search) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } } } }'
    type Members = {
      node: { members: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { id: string }[] } }
    }
    const first = (await client.ask<Members>(members, { id: engineers, first: 1 })).data!.node.members
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ id: ada }] })
    const second = (await client.ask<Members>(members, { id: engineers, first: 1, after: first.pageInfo.endCursor })).data!.node.members
    expect(second).toMatchObject({ pageInfo: { hasNextPage: false }, nodes: [{ id: grace }] })
    expect((await client.ask<Members>(members, { id: engineers, search: 'HOPPER' })).data!.node.members).toMatchObject({
      totalCount: 1,
      nodes: [{ id: grace }],
    })
    expect((await client.ask<Members>(members, { id: engineers, search: '%' })).data!.node.members).toMatchObject({
      totalCount: 0,
      nodes: [],
    })
    expect((await client.ask<Members>(members, { id: engineers, first: 0 })).data!.node.members).toMatchObject({ totalCount: 2, nodes: [] })
  })

  test('are ordered and filtered', async () => {
    const groups =
      'query ($filter: GroupFilter, $search: String, $orderBy: GroupOrder) { team { groups(filter: $filter, search: $search, orderBy: $orderBy) { nodes { displayName } } } }'
    const names = async (variables: object): Promise<string[]> =>
      (await client.ask<{ team: { groups: { nodes: { displayName: string }[] } } }>(groups, variables)).data!.team.groups.nodes.map(
        ({ displayName }) => displayName,
      )
    expect(await names({ orderBy: 'CREATED_AT' })).toEqual(['Engineers', 'Everyone', '100% remote'])
    expect(await names({ search: '0%' })).toEqual(['100% remote'])
    expect(await names({ filter: { hasSpendLimit: true } })).toEqual([])
    expect(await names({ filter: { hasSpendLimit: false } })).toHaveLength(3)
  })
})

describe('changes', () => {
  const changes =
    'query ($first: Int, $after: String, $last: Int, $before: String, $filter: ChangeFilter) { team { changes(first: $first, after: $after, last: $last, before: $before, filter: $filter) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { __typename revision } } } } }'
  type Log = {
    team: {
      changes: {
        totalCount: number
        pageInfo: { hasNextPage: boolean; endCursor: string }
        edges: { cursor: string; node: { __typename: string; revision: number } }[]
      }
    }
  }
  const read = async (variables: object): Promise<Log['team']['changes']> => (await client.ask<Log>(changes, variables)).data!.team.changes

  test('are the whole log in order, page by page', async () => {
    const revisions: number[] = []
    for (let after: string | undefined, more = true; more;) {
      const page = await read({ first: 3, after })
      revisions.push(...page.edges.map(({ node }) => node.revision))
      after = page.pageInfo.endCursor
      more = page.pageInfo.hasNextPage
    }
    expect(revisions).toEqual(revisions.map((_, index) => index + 1))
    const newest = await read({ last: 2 })
    expect(newest.edges.map(({ node }) => node.revision)).toEqual(revisions.slice(-2))
    expect(newest.totalCount).toBe(revisions.length)
  })

  test('are filtered by kind, user and group', async () => {
    const about = await read({ filter: { userId: ada } })
    expect(about.edges.map(({ node }) => node.__typename)).toEqual(['UserCreated', 'MembershipChanged', 'MembershipChanged'])
    expect((await read({ filter: { groupId: everyone, kinds: ['GROUP_CREATED'] } })).edges).toHaveLength(1)
    expect(await read({ filter: { userId: 'nonsense' } })).toMatchObject({ totalCount: 0, edges: [] })
    expect(await read({ filter: { kinds: [] } })).toMatchObject({ totalCount: 0, edges: [] })
  })

  test('go on from Team.changeCursor', async () => {
    const { data } = await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    expect(await read({ after: data!.team.changeCursor })).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    })
    await under.scim.createUser(`later-${Date.now()}`)
    expect((await read({ after: data!.team.changeCursor })).edges.map(({ node }) => node.__typename)).toEqual(['UserCreated'])
  })

  test('after a cursor that is none, or of another history, are refused', async () => {
    expect((await client.ask(changes, { after: 'nonsense' })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    for (const revision of [0, 1, 1_000_000, Number.MAX_SAFE_INTEGER]) {
      const forged = Buffer.alloc(24, 1)
      forged.writeBigUInt64BE(BigInt(revision))
      expect((await client.ask(changes, { after: forged.toString('base64url') })).errors?.[0]?.extensions.code).toBe('RESYNC_REQUIRED')
    }
  })
})
