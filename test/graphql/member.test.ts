import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import type { ScimClient } from '../support/scim-client.ts'
import { signedInUser } from '../support/signed-in.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let team: TestTeam & { scim: ScimClient }
let administrator: GraphqlClient
let mia: { id: string; cookie: string; client: GraphqlClient }
let noah: { id: string; cookie: string }
let sales: string
let support: string

beforeAll(async () => {
  team = await under.newTeam('Acme')
  administrator = graphqlClient(under.node, team.apiKey)
  mia = await newMember('mia')
  noah = await newMember('noah')
  sales = await team.scim.createGroup('Sales', [mia.id, noah.id])
  support = await team.scim.createGroup('Support', [noah.id])
  for (const [target, amountMinor] of [
    [{ groupId: sales }, 500],
    [{ groupId: support }, 900],
    [{ userId: noah.id }, 700],
    [{ teamId: team.teamId }, 100],
  ] as const) {
    const { data } = await administrator.ask<{ setSpendLimit: { __typename: string } }>(
      'mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }',
      { input: { target, value: { amountMinor } } },
    )
    if (data?.setSpendLimit.__typename !== 'SetSpendLimitSuccess') throw new Error(JSON.stringify(data))
  }
})

async function newMember(name: string): Promise<{ id: string; cookie: string; client: GraphqlClient }> {
  const id = await team.scim.createUser(`${name}@acme.example`, { displayName: name, externalId: name })
  const cookie = await signedInUser(under.node, team.teamId, `${name}@acme.example`)
  return { id, cookie, client: graphqlClient(under.node, undefined, cookie) }
}

describe('A member', () => {
  test('sees who they are, their team, their own user and its groups by name', async () => {
    const { data, errors } = await mia.client.ask(`{
      viewer { kind role user { id } team { name } }
      team { id name plan currency changeCursor user(by: { userName: "mia@acme.example" }) { id email groups(first: 5) { totalCount nodes { id displayName } } } }
    }`)
    expect(errors).toBeUndefined()
    expect(data).toMatchObject({
      viewer: { kind: 'PERSON', role: 'MEMBER', user: { id: mia.id }, team: { name: 'Acme' } },
      team: {
        id: team.teamId,
        name: 'Acme',
        currency: 'EUR',
        user: { id: mia.id, groups: { totalCount: 1, nodes: [{ id: sales, displayName: 'Sales' }] } },
      },
    })
  })

  test('sees what they may spend and why, by the names of their own groups', async () => {
    const { data } = await mia.client.ask(
      `query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimit { source amount { amountMinor } candidates { isWinner reason spendLimit { amount { amountMinor } target { __typename ... on Group { id displayName } ... on Team { name } } } } } } } }`,
      { id: mia.id },
    )
    expect(data).toMatchObject({ node: { effectiveSpendLimit: { source: 'GROUP', amount: { amountMinor: 500 } } } })
    const { candidates } = (data as { node: { effectiveSpendLimit: { candidates: { spendLimit: { target: object } }[] } } }).node
      .effectiveSpendLimit
    expect(candidates.map(({ spendLimit }) => spendLimit.target)).toEqual([
      { __typename: 'Group', id: sales, displayName: 'Sales' },
      { __typename: 'Team', name: 'Acme' },
    ])
  })

  test.each([
    ['by id', () => `by: { id: "${noah.id}" }`],
    ['by userName', () => 'by: { userName: "noah@acme.example" }'],
    ['by externalId', () => 'by: { externalId: "noah" }'],
    ['by e-mail', () => 'by: { email: "noah@acme.example" }'],
  ])('finds nobody else %s, as if nobody was there', async (_, by) => {
    expect(await mia.client.ask(`{ team { user(${by()}) { id } } }`)).toMatchObject({ status: 200, data: { team: { user: null } } })
  })

  test('finds nothing by an id that is not their own: no other user, no group that they are not in, no directory, no limit', async () => {
    const { data } = await administrator.ask<{ team: { spendLimits: { nodes: { id: string }[] } } }>(
      '{ team { spendLimits(first: 9) { nodes { id } } } }',
    )
    const limits = data!.team.spendLimits.nodes.map(({ id }) => id)
    expect(limits.length).toBe(4)
    for (const id of [noah.id, support, team.directoryId, under.team.teamId, ...limits])
      expect(await mia.client.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).toMatchObject({ status: 200, data: { node: null } })
    for (const id of [mia.id, sales, team.teamId])
      expect(await mia.client.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).toMatchObject({ data: { node: { id } } })
  })

  test.each([
    '{ team { users(first: 1) { nodes { id } } } }',
    '{ team { users(first: 1) { __typename } } }',
    '{ team { name ... on Team { groups(first: 1) { totalCount } } } }',
    '{ team { directories { __typename } } }',
    '{ viewer { user { directory { name } } } }',
    '{ viewer { user { groups(first: 1) { nodes { memberCount } } } } }',
    '{ viewer { user { groups(first: 1) { nodes { members(first: 1) { totalCount } } } } } }',
    '{ viewer { user { groups(first: 1) { nodes { spendLimit { isUnlimited } } } } } }',
    '{ viewer { user { effectiveSpendLimit { decidedBy { setBy } } } } }',
    '{ viewer { user { spendLimit { isUnlimited } } } }',
    '{ viewer { ...more } } fragment more on Viewer { team { changes(first: 1) { totalCount } } }',
  ])('is refused %s as FORBIDDEN with a sentence, and nothing of it is read', async (query) => {
    const answer = await mia.client.ask(query)
    expect(answer).toMatchObject({
      status: 403,
      errors: [{ message: expect.stringContaining('administrators'), extensions: { code: 'FORBIDDEN' } }],
    })
    expect(answer.data).toBeUndefined()
  })

  test('is refused a mutation as data, and nothing is done', async () => {
    const { status, data } = await mia.client.ask(
      `mutation ($id: ID!) { setSpendLimit(input: { target: { userId: $id }, value: { unlimited: true } }) { __typename ... on ForbiddenError { code message } ... on SetSpendLimitSuccess { spendLimit { setBy } } } }`,
      { id: mia.id },
    )
    expect([status, data]).toEqual([
      200,
      { setSpendLimit: { __typename: 'ForbiddenError', code: 'FORBIDDEN', message: expect.any(String) } },
    ])
    expect(await mia.client.ask('{ viewer { user { effectiveSpendLimit { source } } } }')).toMatchObject({
      data: { viewer: { user: { effectiveSpendLimit: { source: 'GROUP' } } } },
    })
  })
})

const membershipFields =
  '__typename revision actor { kind } ... on MembershipChanged { group { id displayName } addedCount removedCount addedUserIds removedUserIds added { id userName } removed { id } }'
const following = (args: string, fields = membershipFields): string =>
  `subscription { membershipChanges(${args}) { __typename ... on Checkpoint { isLive } ... on ChangeBatch { changes { ${fields} } } ... on Error { code message } } }`

type Told = { __typename: string; code?: string; isLive?: boolean; changes?: Record<string, unknown>[] }

/** What an event stream tells a person. */
async function follow(cookie: string, query: string): Promise<{ status: number; text?: string; next(): Promise<Told> }> {
  const { graphqlUrl } = under.node
  const headers = {
    cookie,
    origin: new URL(graphqlUrl).origin,
    accept: 'text/event-stream, application/graphql-response+json',
    'content-type': 'application/json',
  }
  const response = await fetch(graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query }) })
  if (!response.headers.get('content-type')!.startsWith('text/event-stream'))
    return { status: response.status, text: await response.text(), next: () => Promise.reject(new Error('no stream')) }
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  onTestFinished(() => reader.cancel().catch(() => {}))
  let text = ''
  return {
    status: response.status,
    async next() {
      let event: RegExpExecArray | null
      while (!(event = /^(?:id: .*\n)?event: next\ndata: (.*)\n\n/m.exec(text))) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended: ${text}`)
        text += value
      }
      text = text.slice(event.index + event[0].length)
      return (JSON.parse(event[1]!) as { data: { membershipChanges: Told } }).data.membershipChanges
    },
  }
}

describe('A member who follows changes', () => {
  test('names their own user: none is refused, and another is not there', async () => {
    expect(await (await follow(mia.cookie, following('after: null'))).next()).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await (await follow(mia.cookie, following('userId: ""'))).next()).toMatchObject({ __typename: 'NotFoundError' })
    expect(await (await follow(mia.cookie, following(`userId: "${noah.id}"`))).next()).toMatchObject({ __typename: 'NotFoundError' })
  })

  test('is told of their own coming and going, and not who came or went with them, how many there are, or who did it', async () => {
    const stream = await follow(mia.cookie, following(`userId: "${mia.id}"`))
    expect(await stream.next()).toMatchObject({ isLive: true })
    await team.scim.createGroup('Nobody of mine', [noah.id])
    const group = await team.scim.createGroup('Both', [noah.id, mia.id])
    const batch = await stream.next()
    expect(batch.changes).toEqual([
      {
        __typename: 'MembershipChanged',
        revision: expect.any(Number),
        actor: { kind: 'DIRECTORY' },
        group: { id: group, displayName: 'Both' },
        addedCount: 1,
        removedCount: 0,
        addedUserIds: [mia.id],
        removedUserIds: [],
        added: [{ id: mia.id, userName: 'mia@acme.example' }],
        removed: [],
      },
    ])
    expect(JSON.stringify(batch)).not.toContain(noah.id)
    await team.scim.delete(`/Groups/${group}`)
    expect((await stream.next()).changes).toMatchObject([{ addedCount: 0, removedCount: 1, removedUserIds: [mia.id] }])
  })

  test('hears nothing of a group that they are not in, whether there is such a group or not', async () => {
    for (const groupId of [support, support.replace(/.$/, (last) => (last === '0' ? '1' : '0'))])
      expect(await (await follow(mia.cookie, following(`userId: "${mia.id}", groupId: "${groupId}"`))).next()).toMatchObject({
        __typename: 'Checkpoint',
      })
  })

  test.each([
    ['all changes', () => 'subscription { changes { __typename } }'],
    ['who did it', () => following(`userId: "${mia.id}"`, 'actor { id label }')],
    ['how many members there are', () => following(`userId: "${mia.id}"`, '... on MembershipChanged { group { memberCount } }')],
    ['other kinds', () => following(`userId: "${mia.id}"`, '... on UserCreated { user { userName } }')],
  ])('is refused %s as FORBIDDEN', async (_, query) => {
    const { status, text } = await follow(mia.cookie, query())
    expect(status).toBe(403)
    expect(JSON.parse(text!)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  })

  test('shares what is executed with their own other pages, and with nobody else', async () => {
    const live = under.node.app.live
    const query = following(`userId: "${mia.id}"`)
    await vi.waitFor(() => expect(live().eventStreams).toBe(0))
    const [first, second] = [await follow(mia.cookie, query), await follow(mia.cookie, query)]
    for (const stream of [first, second]) expect(await stream.next()).toMatchObject({ isLive: true })
    const other = await follow(noah.cookie, following(`userId: "${noah.id}"`))
    expect(await other.next()).toMatchObject({ isLive: true })
    await vi.waitFor(() => expect(live()).toMatchObject({ groups: 2, eventStreams: 3 }))
    const before = live()
    await team.scim.createGroup('Shared', [mia.id, noah.id])
    const [own, same, another] = [await first.next(), await second.next(), await other.next()]
    expect(same).toEqual(own)
    expect(own.changes).toMatchObject([{ addedUserIds: [mia.id] }])
    expect(another.changes).toMatchObject([{ addedUserIds: [noah.id] }])
    expect(live().executions - before.executions).toBe(2)
    expect(live().executionsPerClient).toBe(before.executionsPerClient)
  })
})
