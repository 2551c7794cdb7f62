import { beforeAll, describe, expect, test } from 'vitest'
import { createChangePruner } from '../../src/commands/prune-changes.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { signedInUser } from '../support/signed-in.ts'
import { platformKey } from '../support/start-app.ts'
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

  test('is of the team that is asked, whatever another has with the same revision', async () => {
    const platform = graphqlClient(under.node, platformKey)
    const { data } = await platform.ask<{ createTeam: { team: { id: string } } }>(
      'mutation { createTeam(input: { name: "Other", currency: "EUR", plan: ENTERPRISE }) { ... on CreateTeamSuccess { team { id } } } }',
    )
    const cursorOf = async (id: string, revision: number) =>
      (
        await platform.ask<{ team: { changeCursorAt: string | null } }>(
          'query ($id: ID!, $revision: SafeInt!) { team(id: $id) { changeCursorAt(revision: $revision) } }',
          { id, revision },
        )
      ).data!.team.changeCursorAt
    const [own, other] = [await cursorOf(under.team.teamId, 1), await cursorOf(data!.createTeam.team.id, 1)]
    expect(other).toEqual(expect.any(String))
    expect(other).not.toBe(own)
    expect(await cursorOf(data!.createTeam.team.id, 6)).toBeNull()
  })

  test('is not for members', async () => {
    const member = graphqlClient(under.node, undefined, await signedInUser(under.node, under.team.teamId, 'user-0@acme.example'))
    const { data, errors } = await member.ask('{ team { changeCursorAt(revision: 1) } }')
    expect(JSON.stringify(data ?? null)).not.toContain('changeCursorAt":"')
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN'])
  })

  test('is null once the change is pruned', async () => {
    const pruner = createChangePruner({
      database: under.node.app.database,
      keptDays: 365,
      keptEntries: 3,
      log: { info() {}, warn() {} },
    })
    await pruner.prune()
    await pruner.close()
    const client = graphqlClient(under.node, under.team.apiKey)
    const { changeCursorAt, changes } = (await client.ask<Around>(query, { revision: 1 })).data!.team
    expect(changeCursorAt).toBeNull()
    const newest = changes.edges.at(-1)!
    expect((await client.ask<Around>(query, { revision: newest.node.revision })).data!.team.changeCursorAt).toBe(newest.cursor)
  })
})
