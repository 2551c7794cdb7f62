import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient } from '../support/graphql-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()

beforeAll(async () => {
  for (let index = 0; index < 5; index++) await under.scim.createUser(`user-${index}@acme.example`)
})

type Around = { team: { changeCursorAt: string | null; changes: { edges: { cursor: string; node: { revision: number } }[] } } }
const query = `query ($revision: SafeInt!, $before: String) {
  team { changeCursorAt(revision: $revision) changes(last: 2, before: $before) { edges { cursor node { revision } } } }
}`

describe('The cursor at a revision', () => {
  test('is that of the change, and what was before it is read from there', async () => {
    const client = graphqlClient(under.node, under.team.apiKey)
    const { team } = (await client.ask<Around>(query, { revision: 6 })).data!
    const around = (await client.ask<Around>(query, { revision: 5, before: team.changeCursorAt })).data!.team
    expect(around.changes.edges.map(({ node }) => node.revision)).toEqual([4, 5])
    expect(around.changeCursorAt).toBe(around.changes.edges[1]!.cursor)
  })

  test.each([0, -1, 1_000_000, Number.MAX_SAFE_INTEGER])('is null for %d, which the log does not have', async (revision) => {
    const client = graphqlClient(under.node, under.team.apiKey)
    expect((await client.ask<Around>(query, { revision })).data!.team.changeCursorAt).toBeNull()
  })
})
