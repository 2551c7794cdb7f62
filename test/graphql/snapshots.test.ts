import { beforeAll, describe, expect, test } from 'vitest'
import { statementsOf } from '../support/count-queries.ts'
import { graphql } from '../support/gql/index.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

const Snapshot = graphql(`
  query Snapshot {
    team {
      changeCursor
      users(first: 200) {
        totalCount
        nodes {
          ...UserFields
        }
      }
      groups(first: 20) {
        nodes {
          id
          displayName
          memberCount
          members(first: 200) {
            totalCount
            nodes {
              id
            }
          }
        }
      }
    }
  }
  fragment UserFields on User {
    id
    userName
    active
  }
`)

describe('A query that selects Team.changeCursor', () => {
  test('is read in one snapshot: with the changes after it, it is exactly what the team becomes', { timeout: 60_000 }, async () => {
    const { scim } = under
    const group = await scim.createGroup('Moving')
    const isWriting = { now: true }
    const writing = Promise.all(
      [0, 1, 2, 3].map(async (writer) => {
        for (let round = 0; isWriting.now; round++) {
          const id = await scim.createUser(`writer-${writer}-${round}`)
          await scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: id }] })
          if (round % 3 === 0) await scim.delete(`/Users/${id}`)
          if (round > 40) return
        }
      }),
    )
    const taken = []
    for (let count = 0; count < 12; count++) taken.push((await client.run(Snapshot)).team!)
    isWriting.now = false
    await writing
    const end = (await client.run(Snapshot)).team!
    for (const { changeCursor, users, groups } of taken) {
      const [moving] = groups.nodes
      // The counter, the count and the rows are three reads: in one snapshot they agree.
      expect(users.totalCount).toBe(users.nodes.length)
      expect(moving).toMatchObject({ memberCount: moving!.members.nodes.length, members: { totalCount: moving!.members.nodes.length } })
      const subscriber = new Subscriber(under.node, under.team.apiKey, { after: changeCursor })
      const { folded } = subscriber
      folded.members.set(group, new Set(moving!.members.nodes.map(({ id }) => id)))
      const ids = new Set(users.nodes.map(({ id }) => id))
      for (let at: string | undefined; at !== end.changeCursor;) {
        const message = await subscriber.next()
        if ('cursor' in message) at = message.cursor
        if (message.__typename !== 'ChangeBatch') continue
        for (const change of message.changes) {
          if (change.__typename === 'UserCreated') {
            expect(ids.has(change.user.id)).toBe(false)
            ids.add(change.user.id)
          } else if (change.__typename === 'UserDeleted') expect(ids.delete(change.user.id)).toBe(true)
        }
      }
      expect(ids).toEqual(new Set(end.users.nodes.map(({ id }) => id)))
      expect(folded.members.get(group)).toEqual(new Set(end.groups.nodes[0]!.members.nodes.map(({ id }) => id)))
      await subscriber.stop()
    }
  })

  test.each([
    '{ team { changeCursor } }',
    '{ viewer { team { c: changeCursor } } }',
    'query Q { team { ...F } } fragment F on Team { ... on Team { changeCursor } }',
    '{ node(id: "team-00000000-0000-7000-8000-000000000000") { ... on Team { changeCursor } } }',
  ])('is found by the selection, wherever it stands: %s', async (query) => {
    const statements = await statementsOf(() => client.ask(query), /$^/)
    expect(statements.join('\n')).toMatch(/REPEATABLE READ/)
  })

  test('is the only one that needs a transaction', async () => {
    expect((await statementsOf(() => client.ask('{ team { name users { totalCount } } }'), /$^/)).join('\n')).not.toMatch(
      /BEGIN|REPEATABLE/,
    )
    const other = 'query A { team { changeCursor } } query B { team { name } }'
    const statements = await statementsOf(() => client.post(JSON.stringify({ query: other, operationName: 'B' })), /$^/)
    expect(statements.join('\n')).not.toMatch(/REPEATABLE/)
  })

  test('cannot be a mutation: what it answers has its own cursor', async () => {
    const before = (await client.run(Snapshot)).team!.changeCursor
    const answer = await client.ask(
      `mutation { setSpendLimit(input: { target: { teamId: "${under.team.teamId}" }, value: { amountMinor: 1 } }) { ... on SetSpendLimitSuccess { spendLimit { target { ... on Team { changeCursor } } } } } }`,
    )
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    expect((await client.run(Snapshot)).team!.changeCursor).toBe(before)
  })
})
