import { beforeAll, describe, expect, test } from 'vitest'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
const size = 30

beforeAll(async () => {
  client = graphqlClient(under.node, under.team.apiKey)
  const users = await Promise.all(Array.from({ length: size }, (_, index) => under.scim.createUser(`user-${index}`)))
  const groups = await Promise.all(
    Array.from({ length: size }, (_, index) => under.scim.createGroup(`group-${index}`, users.slice(0, index + 1))),
  )
  const set = (target: object): Promise<unknown> =>
    client.ask(
      'mutation ($target: SpendLimitTargetInput!) { setSpendLimit(input: { target: $target, value: { amountMinor: 1 } }) { __typename } }',
      { target },
    )
  for (const target of [
    { teamId: under.team.teamId },
    ...groups.slice(0, 5).map((groupId) => ({ groupId })),
    ...users.slice(0, 5).map((userId) => ({ userId })),
  ])
    await set(target)
})

/** The number of statements does not depend on the number of rows. */
describe('One document takes as many statements', () => {
  test.each<[string, string, number]>([
    ['the viewer', '{ viewer { kind } }', 0],
    ['a team', '{ team { name plan currency } }', 1],
    ['a team with its cursor', '{ team { name changeCursor } }', 2],
    ['a page of users', '{ team { users { nodes { id userName } } } }', 2],
    ['a page of users as edges and as nodes', '{ team { users { edges { node { userName } } nodes { email } } } }', 2],
    ['a page of users with the total', '{ team { users { totalCount nodes { id } } } }', 3],
    ['the total of users of a page of size 0', '{ team { users(first: 0) { totalCount } } }', 2],
    ['users with their directories', '{ team { users { nodes { directory { name } } } } }', 3],
    [
      'users with what they may spend',
      '{ team { users { nodes { effectiveSpendLimit { isUnlimited source candidates { isWinner reason spendLimit { version } } } } } } }',
      3,
    ],
    [
      'users with what they may spend in money',
      '{ team { users { nodes { effectiveSpendLimit { amount { amountMinor currency } withoutWinner { amount { amountMinor } } candidates { spendLimit { amount { amountMinor } } } } } } } }',
      3,
    ],
    ['users with their own limits', '{ team { users { nodes { spendLimit { version amount { amountMinor currency } } } } } }', 4],
    [
      'users with whose limits apply',
      '{ team { users { nodes { effectiveSpendLimit { candidates { spendLimit { target { __typename ... on Team { name } ... on Group { displayName } ... on User { userName } } } } } } } } }',
      6,
    ],
    ['users with their groups', '{ team { users { nodes { groups { nodes { displayName } } } } } }', 4],
    ['groups with their members', '{ team { groups { nodes { displayName members(first: 10) { nodes { userName } } } } } }', 4],
    [
      'groups with their members and the totals',
      '{ team { groups { nodes { members(first: 10) { totalCount edges { addedAt node { userName } } } } } } }',
      5,
    ],
    [
      'groups with members with their groups with their directories',
      '{ team { groups { nodes { members(first: 5) { nodes { groups(first: 5) { nodes { directory { name } } } } } } } } }',
      7,
    ],
    ['groups with their limits', '{ team { groups { nodes { spendLimit { amount { amountMinor currency } } } } } }', 4],
    [
      'all limits with their targets',
      '{ team { spendLimits { nodes { version target { ... on Group { displayName directory { name } } ... on User { userName } ... on Team { name } } } } } }',
      6,
    ],
    ['directories with counts and tokens', '{ team { directories { name state userCount groupCount tokens { label } } } }', 5],
    ['the newest changes', '{ team { changes(last: 50) { nodes { __typename revision } } } }', 2],
    [
      'the same field twice under other names',
      '{ team { a: users(first: 3) { nodes { userName } } b: users(last: 3) { nodes { displayName } } } }',
      3,
    ],
  ])('for %s', async (_, query, count) => {
    const answer = await client.ask(query)
    expect(answer.errors).toBeUndefined()
    const statements = await statementsOf(() => client.ask(query))
    expect(statements, statements.join('\n')).toHaveLength(count)
  })

  test('for a page of 100 users: what they may spend is one', async () => {
    await Promise.all(Array.from({ length: 80 }, (_, index) => under.scim.createUser(`more-${index}`)))
    const statements = await statementsOf(() =>
      client.ask('{ team { users(first: 100) { nodes { userName effectiveSpendLimit { isUnlimited source candidates { reason } } } } } }'),
    )
    expect(statements.filter((text) => text.includes('spend_limits'))).toHaveLength(1)
    expect(statements).toHaveLength(3)
  })
})

test('A member that is added to a group of any size is found without reading the group', async () => {
  const statements = await statementsOf(() => client.ask('{ team { groups { nodes { members(first: 1) { nodes { id } } } } } }'))
  expect(statements.some((text) => /LATERAL[\s\S]+LIMIT/.test(text))).toBe(true)
})

test('No column that is not asked for is read', async () => {
  const statements = await statementsOf(() => client.ask('{ team { users { nodes { userName } } groups { nodes { displayName } } } }'))
  expect(statements.join('\n')).not.toMatch(/"attributes"|external_id|last_modified_at/)
})
