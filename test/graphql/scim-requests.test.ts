import { beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { loggedRequests, requestsPage } from '../support/logged-requests.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let mine: TestTeam & { scim: ScimClient }
let theirs: TestTeam & { scim: ScimClient }
/** Paths of the requests of `mine`, newest first. */
const paths = ['/Nothing', '/Schemas', '/Groups', '/Users', '/Wrong', '/ResourceTypes']

beforeAll(async () => {
  mine = await under.newTeam('Mine')
  theirs = await under.newTeam('Theirs')
  for (const path of paths.toReversed()) await mine.scim.get(path)
  await theirs.scim.createUser('theirs@acme.example')
  await loggedRequests(under.node, mine, paths.length)
  await loggedRequests(under.node, theirs, 1)
})

describe('The requests of a directory', () => {
  test('come newest first, page by page, each once', async () => {
    const first = await requestsPage(under.node, mine, { first: 4 })
    expect(first.nodes.map(({ path }) => path)).toEqual(paths.slice(0, 4))
    expect(first).toMatchObject({ totalCount: paths.length, pageInfo: { hasNextPage: true, hasPreviousPage: false } })
    const second = await requestsPage(under.node, mine, { first: 4, after: first.pageInfo.endCursor })
    expect(second.nodes.map(({ path }) => path)).toEqual(paths.slice(4))
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    const none = await requestsPage(under.node, mine, { first: 0 })
    expect(none).toMatchObject({ totalCount: paths.length, nodes: [] })
  })

  test('stay where they are for a reader, while new ones come', async () => {
    const busy = await under.newTeam('Busy')
    for (const path of ['/Users', '/Groups']) await busy.scim.get(path)
    await loggedRequests(under.node, busy, 2)
    const first = await requestsPage(under.node, busy, { first: 1 })
    expect(first.nodes.map(({ path }) => path)).toEqual(['/Groups'])
    await busy.scim.get('/Schemas')
    await loggedRequests(under.node, busy, 3)
    const second = await requestsPage(under.node, busy, { first: 1, after: first.pageInfo.endCursor })
    expect(second.nodes.map(({ path }) => path)).toEqual(['/Users'])
  })

  test('can be those alone that failed', async () => {
    const failed = await requestsPage(under.node, mine, { onlyFailed: true })
    expect(failed.nodes.map(({ path, status }) => [path, status])).toEqual([
      ['/Nothing', 404],
      ['/Wrong', 404],
    ])
    expect(failed.totalCount).toBe(2)
    const rest = await requestsPage(under.node, mine, { onlyFailed: true, first: 1, after: failed.pageInfo.startCursor })
    expect(rest.nodes.map(({ path }) => path)).toEqual(['/Wrong'])
  })

  test.each([
    ['a page that is too large', '{ first: 201 }', /from 0 to 200/],
    ['text that is no cursor', '{ after: "nothing" }', /cursor/],
    [
      'a cursor of another connection',
      `{ after: "${Buffer.from(JSON.stringify(['USER_NAME', 'a', '01900000-0000-7000-8000-000000000000'])).toString('base64url')}" }`,
      /cursor/,
    ],
  ])('refuse %s', async (_, args, message) => {
    const client = graphqlClient(under.node, mine.apiKey)
    const { errors } = await client.ask(`{ team { directories { requests(${args.slice(2, -2)}) { nodes { id } } } } }`)
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('refuse more changes of one than are kept', async () => {
    const client = graphqlClient(under.node, mine.apiKey)
    const { errors } = await client.ask('{ team { directories { requests(first: 1) { nodes { changes(first: 101) { revision } } } } } }')
    expect(errors).toMatchObject([{ message: expect.stringMatching(/from 0 to 100/), extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('take as many statements for several directories and many requests as for one', async () => {
    const team = await under.newTeam('Several')
    const query = '{ team { directories { requests(first: 50) { totalCount nodes { status changes { revision } } } } } }'
    const client = graphqlClient(under.node, team.apiKey)
    const count = async (): Promise<number> => (await statementsOf(() => client.ask(query))).length
    await team.scim.createUser('ada@acme.example')
    await loggedRequests(under.node, team, 1)
    const statements = await count()
    await client.ask('mutation { createDirectory(input: { name: "Second", provider: OKTA }) { __typename } }')
    for (let index = 0; index < 10; index++) await team.scim.createUser(`user-${index}`)
    await loggedRequests(under.node, team, 11)
    const { data } = await client.ask<{ team: { directories: { requests: { totalCount: number } }[] } }>(query)
    expect(data!.team.directories.map(({ requests }) => requests.totalCount).toSorted()).toEqual([0, 11])
    expect(await count()).toBe(statements)
  })
})

describe('Who may read the requests of a directory', () => {
  const query = 'query ($id: ID!) { node(id: $id) { ... on Directory { requests { totalCount nodes { id detail } } } } }'

  test('is who may read the team, and nobody else', async () => {
    const setup = graphqlClient(under.node, mine.apiKey)
    const read = graphqlClient(under.node, await graphqlIssueKey(setup, ['READ']))
    const answer = await read.ask<{ node: { requests: { totalCount: number } } }>(query, { id: mine.directoryId })
    expect(answer.data!.node.requests.totalCount).toBe(paths.length)
    const others = graphqlClient(under.node, await graphqlIssueKey(setup, ['SETUP', 'LIMITS']))
    expect((await others.ask(query, { id: mine.directoryId })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    // What is made may be read by its maker, but not its requests.
    const made = await others.ask(
      'mutation { createDirectory(input: { name: "Third", provider: OKTA }) { ... on CreateDirectorySuccess { directory { id requests { totalCount } } } } }',
    )
    expect(made.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  test('is not another team: its directory reads as one that does not exist', async () => {
    const client = graphqlClient(under.node, mine.apiKey)
    const theirDirectory = await client.ask(query, { id: theirs.directoryId })
    const noDirectory = await client.ask(query, { id: 'dir-01900000-0000-7000-8000-000000000000' })
    expect(theirDirectory.data).toEqual({ node: null })
    expect(theirDirectory.data).toEqual(noDirectory.data)
    const all = JSON.stringify(
      (await client.ask('{ team { directories { requests(first: 200) { nodes { id path detail changes { revision } } } } } }')).data,
    )
    const [own] = await loggedRequests(under.node, mine, 1)
    const [other] = await loggedRequests(under.node, theirs, 1)
    expect(all).toContain(own!.id)
    expect(all).not.toContain(other!.id)
  })

  test('gets by the cursor of another directory nothing of that one', async () => {
    const { pageInfo } = await requestsPage(under.node, theirs, { first: 1 })
    const page = await requestsPage(under.node, mine, { after: pageInfo.endCursor })
    // Those of the other directory came later than all of the own ones.
    expect(page.nodes.map(({ path }) => path)).toEqual(paths)
  })

  test('cannot ask for a request by its id: it is no node', async () => {
    const [own] = await loggedRequests(under.node, mine, 1)
    const client = graphqlClient(under.node, mine.apiKey)
    expect((await client.ask('query ($id: ID!) { node(id: $id) { id } }', { id: own!.id })).data).toEqual({ node: null })
  })

  test('sees no changes of another team under the same revisions', async () => {
    const { requests } = (
      await graphqlClient(under.node, theirs.apiKey).ask<{
        node: { requests: { nodes: { changes: { __typename: string; user?: { userName: string } }[] }[] } }
      }>(
        'query ($id: ID!) { node(id: $id) { ... on Directory { requests { nodes { changes { __typename ... on UserCreated { user { userName } } } } } } } }',
        { id: theirs.directoryId },
      )
    ).data!.node
    expect(requests.nodes.map(({ changes }) => changes)).toEqual([
      [{ __typename: 'UserCreated', user: { userName: 'theirs@acme.example' } }],
    ])
  })

  test('still finds requests whose changes are not in the log any more', async () => {
    const team = await under.newTeam('Pruned')
    await team.scim.createUser('ada@acme.example')
    await loggedRequests(under.node, team, 1)
    await under.node.app.database.scimRequest.updateMany({
      where: { directoryId: fromId('directory', team.directoryId)! },
      data: { revisions: [1_000_000n] },
    })
    expect((await loggedRequests(under.node, team, 1)).map(({ changes }) => changes)).toEqual([[]])
  })
})
