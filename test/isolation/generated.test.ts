import { beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { graphqlClient, socketClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { signedInAdministrator } from '../support/signed-in.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { namingOperations, type NamingOperation } from './schema-operations.ts'

// Generated from the schema: a place where a caller names something is asked about from the day on that it exists.

const under = useApp()

type Team = TestTeam & { scim: ScimClient }
/** Two teams in which everything has the same name. */
type Inhabited = { team: Team; client: GraphqlClient; ids: Record<string, string>; cursors: string[] }
let mine: Inhabited
let theirs: Inhabited
let administrator: GraphqlClient

beforeAll(async () => {
  mine = await inhabit()
  theirs = await inhabit()
  administrator = graphqlClient(under.node, undefined, await signedInAdministrator(under.node, mine.team.teamId, 'admin@same.example'))
})

async function inhabit(): Promise<Inhabited> {
  const team = await under.newTeam('Same name')
  const client = graphqlClient(under.node, team.apiKey)
  const user = await team.scim.createUser('ada@same.example', {
    displayName: 'Ada',
    externalId: 'same',
    emails: [{ value: 'ada@same.example' }],
  })
  const group = await team.scim.createGroup('Engineers', [user])
  const ask = async (query: string, variables: object): Promise<void> => {
    const { errors } = await client.ask(query, variables)
    expect(errors).toBeUndefined()
  }
  await ask(
    'mutation ($group: ID!) { setSpendLimit(input: { target: { groupId: $group }, value: { amountMinor: 5 } }) { __typename } issueApiKey(input: { name: "K", scopes: [READ] }) { __typename } }',
    { group },
  )
  const spent = await client.ask<{
    recordSpend: { results: { entryId: string }[] }
    reserveSpend: { reservation: { id: string } }
  }>(
    `mutation ($user: ID!) {
      recordSpend(input: { entries: [{ userId: $user, amountMinor: 1, idempotencyKey: "same" }] }) { ... on RecordSpendSuccess { results { entryId } } }
      reserveSpend(input: { userId: $user, amountMinor: 1, idempotencyKey: "same", expiresInSeconds: 3600 }) { ... on ReserveSpendSuccess { reservation { id } } }
    }`,
    { user },
  )
  expect(spent.errors).toBeUndefined()
  const { data, errors } = await client.ask<{
    team: {
      changeCursor: string
      users: { pageInfo: { endCursor: string } }
      groups: { pageInfo: { endCursor: string } }
      spendLimits: { nodes: { id: string }[] }
      directories: { tokens: { id: string }[]; requests: { nodes: { id: string }[] } }[]
      changes: { nodes: { apiKey?: { id: string } }[] }
    }
  }>(
    '{ team { changeCursor users(first: 1) { pageInfo { endCursor } } groups(first: 1) { pageInfo { endCursor } } spendLimits(first: 1) { nodes { id } } directories { tokens { id } requests(first: 1) { nodes { id } } } changes(last: 50) { nodes { ... on ApiKeyIssued { apiKey { id } } } } } }',
  )
  expect(errors).toBeUndefined()
  const { changeCursor, users, groups, spendLimits, directories, changes } = data!.team
  const key = changes.nodes.findLast(({ apiKey }) => apiKey !== undefined)!.apiKey!.id
  const ids = {
    team: team.teamId,
    directory: team.directoryId,
    user,
    group,
    limit: spendLimits.nodes[0]!.id,
    token: directories[0]!.tokens[0]!.id,
    key,
    entry: spent.data!.recordSpend.results[0]!.entryId,
    reservation: spent.data!.reserveSpend.reservation.id,
  }
  return { team, client, ids, cursors: [changeCursor, users.pageInfo.endCursor, groups.pageInfo.endCursor] }
}

/** What has to be given beside what is asked about: valid, and of the own team. */
const samples = (name: string, type: string, asked?: string): string | undefined => {
  if (type === 'always') {
    if (name === 'userNameOrEmail' && asked !== 'id') return '"ada@same.example"'
    if (name === 'displayName' && asked === 'directoryId') return '"Engineers"'
    return name === 'first' ? '5' : undefined
  }
  const own: Record<string, string> = {
    directoryId: 'directory',
    groupId: 'group',
    userId: 'user',
    tokenId: 'token',
    apiKeyId: 'key',
    entryId: 'entry',
    reservationId: 'reservation',
  }
  if (type === 'ID') return JSON.stringify(mine.ids[own[name] ?? 'user'])
  if (name === 'email') return '"ada@same.example"'
  if (name === 'issuer') return '"http://127.0.0.1:1"'
  const byType: Record<string, string> = {
    String: '"Same"',
    Int: '1',
    SafeInt: '1',
    Boolean: 'true',
    Float: '1',
    CurrencyCode: '"EUR"',
    DateTime: '"2099-01-01T00:00:00Z"',
    ChangeCursor: JSON.stringify(mine.cursors[0]),
  }
  return byType[type]
}

const unknownOf = (id: string): string => id.replace(/-.*/, '-01900000-0000-7000-8000-000000000000')

const isCursor = ({ type, argument }: NamingOperation): boolean => type !== 'ID' || /(^|\.)(after|before)$/.test(argument)

/** An answer without what the request itself said, and without what differs from request to request. */
function comparable({ status, data, errors }: Answer, asked: string): string {
  const refusals = errors?.map(({ message, path, extensions: { requestId: _, ...extensions } }) => ({ message, path, extensions }))
  return JSON.stringify({ status, data, errors: refusals }).replaceAll(asked, '<asked>')
}

function expectNothingOf(other: Inhabited, text: string, asked: string): void {
  for (const secret of [...Object.values(other.ids), other.cursors[0]!]) if (secret !== asked) expect(text).not.toContain(secret)
}

/** An operation that is refused as a document would answer alike whatever it names, and prove nothing. */
function expectExecuted(answer: string, { place }: NamingOperation): void {
  expect(answer, place).not.toMatch(/GRAPHQL_(PARSE|VALIDATION)_FAILED|The (operation|document|answer) |at most \d+ times/)
}

async function stateOf({ client }: Inhabited): Promise<unknown> {
  const { data } = await client.ask(
    '{ team { name plan changeCursor directories { id name version tokens { id revokedAt } } users { nodes { id active } } groups { nodes { id memberCount } } spendLimits { nodes { id version } } } }',
  )
  return data
}

describe('No team sees another’s data, at any place of the schema where something is named', () => {
  test(
    'by a query or mutation: what is another’s reads exactly as what does not exist, for keys and for administrators',
    { timeout: 300_000 },
    async () => {
      const before = await stateOf(theirs)
      const operations = namingOperations(schema, samples).filter(({ kind }) => kind !== 'subscription')
      expect(operations.length).toBeGreaterThan(40)
      for (const caller of [mine.client, administrator]) {
        for (const operation of operations.filter((one) => !isCursor(one))) {
          for (const id of Object.values(theirs.ids)) {
            const answer = await caller.ask(operation.text, { named: id })
            const other = await caller.ask(operation.text, { named: unknownOf(id) })
            expect(comparable(answer, id), `${operation.place} ${id}`).toBe(comparable(other, unknownOf(id)))
            expectNothingOf(theirs, JSON.stringify(answer), id)
            expectExecuted(JSON.stringify(answer), operation)
          }
        }
      }
      expect(await stateOf(theirs)).toEqual(before)
    },
  )

  test(
    'while one’s own is answered: at each place of a query some own id says more than one that does not exist',
    { timeout: 120_000 },
    async () => {
      const silent = new Set<string>()
      for (const operation of namingOperations(schema, samples).filter((one) => one.kind === 'query' && !isCursor(one))) {
        silent.add(operation.place)
        for (const id of Object.values(mine.ids)) {
          const answer = comparable(await administrator.ask(operation.text, { named: id }), id)
          if (answer === comparable(await administrator.ask(operation.text, { named: unknownOf(id) }), unknownOf(id))) continue
          silent.delete(operation.place)
          break
        }
      }
      // The platform key's alone: an administrator is refused whatever is named (test/store/verification.test.ts).
      expect([...silent]).toEqual(['Query.verification(teamId)'])
    },
  )

  test('by a cursor: one of another team is a place in the own list, or none', { timeout: 120_000 }, async () => {
    for (const operation of namingOperations(schema, samples).filter((one) => one.kind === 'query' && isCursor(one))) {
      for (const cursor of theirs.cursors) {
        const answer = await mine.client.ask(operation.text, { named: cursor })
        expectNothingOf(theirs, JSON.stringify(answer), cursor)
        expectExecuted(JSON.stringify(answer), operation)
      }
    }
  })

  test('by a subscription', { timeout: 120_000 }, async () => {
    const first = async (text: string, named: string): Promise<string> => {
      const socket = socketClient(under.node, mine.team.apiKey)
      try {
        const { value } = await socket.iterate({ query: text, variables: { named } }).next()
        return JSON.stringify(value)
      } catch (error) {
        return JSON.stringify(error)
      } finally {
        await socket.dispose()
      }
    }
    const withoutIds = (text: string): string => text.replace(/"requestId":"[^"]*"/g, '').replace(/"(at|t\d+_at)":"[^"]*"/g, '')
    for (const operation of namingOperations(schema, samples).filter(({ kind }) => kind === 'subscription')) {
      for (const named of isCursor(operation) ? theirs.cursors : Object.values(theirs.ids)) {
        const message = await first(operation.text, named)
        expectNothingOf(theirs, message, named)
        expectExecuted(message, operation)
        if (isCursor(operation)) continue
        const other = await first(operation.text, unknownOf(named))
        expect(withoutIds(message).replaceAll(named, '<asked>'), `${operation.place} ${named}`).toBe(
          withoutIds(other).replaceAll(unknownOf(named), '<asked>'),
        )
      }
    }
  })
})
