import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { graphqlClient, socketClient, type GraphqlClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { createTestTeam, startNode, type StartedApp, type TestTeam } from '../support/start-app.ts'

type Json = Record<string, never> & { [name: string]: Json & string & number & Json[] }

let database: TestDatabase
let [idpSide, applicationSide] = [] as unknown as [StartedApp, StartedApp]
let team: TestTeam
let scim: ScimClient
let administrator: GraphqlClient
let application: GraphqlClient

beforeAll(async () => {
  database = await createDatabase()
  idpSide = await startNode({ databaseUrl: database.url, redisUrl: redisUrl() })
  applicationSide = await startNode({ databaseUrl: database.url, redisUrl: redisUrl() })
  team = await createTestTeam(idpSide)
  scim = scimClient(team)
  administrator = graphqlClient(idpSide, team.apiKey)
  const issued = await asked(graphqlClient(idpSide, idpSide.platformKey), 'issueApiKey', 'key', {
    teamId: team.teamId,
    name: 'Application',
    scopes: ['READ', 'SPEND'],
  })
  application = graphqlClient(applicationSide, issued['key'])
})
afterAll(async () => {
  await Promise.all([idpSide?.stop(), applicationSide?.stop()])
  await database?.drop()
})

/** A mutation's answer, whichever member of its union that is. */
async function asked(client: GraphqlClient, mutation: string, success: string, input: object): Promise<Json> {
  const name = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}`
  const fields = `__typename ... on ${name}Success { ${success} } ... on Error { code message }`
  const { data, errors } = await client.ask<Json>(`mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${fields} } }`, {
    input,
  })
  expect(errors).toBeUndefined()
  return data![mutation]! as Json
}

const decide = async (userId: string, amountMinor: number): Promise<Json> => {
  const { data, errors } = await application.ask<Json>(
    `query ($userId: ID!, $amountMinor: SafeInt!) { spendDecision(userId: $userId, amountMinor: $amountMinor) {
      __typename ... on SpendDecision { isAllowed denial remaining { amountMinor } limit { source amount { amountMinor } } period { key } } } }`,
    { userId, amountMinor },
  )
  expect(errors).toBeUndefined()
  return data!['spendDecision']!
}

describe('a month of spend', () => {
  it('from limits over the requests of an application to what administrators see, on two nodes', { timeout: 60_000 }, async () => {
    const [ada, bob] = [await scim.createUser('ada@acme.example'), await scim.createUser('bob@acme.example')]
    const engineers = await scim.createGroup('Engineers', [ada, bob])
    const set = (target: object, amountMinor: number, more: object = {}) =>
      asked(administrator, 'setSpendLimit', 'changeCursor', { target, value: { amountMinor }, ...more })
    await set({ teamId: team.teamId }, 10_000)
    const { changeCursor: generous } = await set({ groupId: engineers }, 20_000)

    // Two who watch: what Ada may spend, and the team's log.
    const socket = socketClient(applicationSide, team.apiKey)
    const limits = socket.iterate<Json>({
      query: `subscription ($userId: ID!) { effectiveSpendLimit(userId: $userId) { __typename
        ... on EffectiveSpendLimitUpdate { value { source amount { amountMinor } } cause { __typename } } } }`,
      variables: { userId: ada },
    })
    const nextLimit = async (): Promise<Json> => {
      for (;;) {
        const { value } = await limits.next()
        const message = value!.data!['effectiveSpendLimit']! as Json
        if (message['__typename'] === 'EffectiveSpendLimitUpdate') return message
        expect(message['__typename']).toBe('Checkpoint')
      }
    }
    expect(await nextLimit()).toMatchObject({ value: { source: 'GROUP', amount: { amountMinor: 20_000 } }, cause: null })
    const notices = socket.iterate<Json>({
      query: `subscription ($after: ChangeCursor) { changes(after: $after, filter: { kinds: [SPEND_THRESHOLD_REACHED] }) { __typename
        ... on ChangeBatch { changes { ... on SpendThresholdReached { percent percents user { id } spent { amountMinor } } } } } }`,
      variables: { after: generous },
    })

    // Before a limit is lowered, the administrator sees whom it would meet. Nothing is written by that.
    const preview = await administrator.ask<Json>(
      `query ($input: SetSpendLimitInput!) { team { spendLimitPreview(input: $input) { ... on SpendLimitPreview { loweredCount raisedCount } } } }`,
      { input: { target: { groupId: engineers }, value: { amountMinor: 5_000 } } },
    )
    expect(preview.data!['team']!['spendLimitPreview']).toEqual({ loweredCount: 2, raisedCount: 0 })

    // The application asks, reserves, is refused what is not there any more, and settles.
    expect(await decide(ada, 15_000)).toMatchObject({ isAllowed: true, remaining: { amountMinor: 20_000 } })
    const reserve = (amountMinor: number, idempotencyKey: string) =>
      asked(application, 'reserveSpend', 'reservation { id }', { userId: ada, amountMinor, idempotencyKey })
    const reserved = await reserve(15_000, 'job 1')
    expect(await reserve(10_000, 'job 2')).toMatchObject({ __typename: 'SpendDeniedError', code: 'SPEND_DENIED' })
    const reservationId = reserved['reservation']!['id']
    const settled = await asked(application, 'settleSpend', 'entry { id }', { reservationId, amountMinor: 12_000 })
    expect(await decide(ada, 1)).toMatchObject({ isAllowed: true, remaining: { amountMinor: 8_000 } })
    let notice = (await notices.next()).value!.data!['changes']! as Json
    while (notice['__typename'] !== 'ChangeBatch') notice = (await notices.next()).value!.data!['changes']! as Json
    expect(notice['changes']).toEqual([{ percent: 50, percents: [50], user: { id: ada }, spent: { amountMinor: 12_000 } }])

    // The identity provider takes Ada out of the group: at once it is the team's limit that counts, at the other node, too.
    await scim.patch(`/Groups/${engineers}`, { op: 'remove', path: `members[value eq "${ada}"]` })
    expect(await decide(ada, 1)).toMatchObject({
      isAllowed: false,
      denial: 'LIMIT_EXCEEDED',
      remaining: { amountMinor: 0 },
      limit: { source: 'TEAM' },
    })
    expect(await nextLimit()).toMatchObject({
      value: { source: 'TEAM', amount: { amountMinor: 10_000 } },
      cause: { __typename: 'MembershipChanged' },
    })

    // A limit of her own for a moment, which then falls back by itself.
    await set({ userId: ada }, 30_000, { expiresAt: new Date(Date.now() + 1_500).toISOString() })
    expect(await decide(ada, 1)).toMatchObject({ isAllowed: true, limit: { source: 'USER' } })
    expect(await nextLimit()).toMatchObject({ value: { source: 'USER' }, cause: { __typename: 'SpendLimitSet' } })
    expect(await nextLimit()).toMatchObject({ value: { source: 'TEAM' }, cause: { __typename: 'SpendLimitExpired' } })
    expect(await decide(ada, 1)).toMatchObject({ isAllowed: false, limit: { source: 'TEAM' } })

    // A correction gives her something back; the ledger keeps both.
    await asked(application, 'correctSpend', 'entry { id }', {
      entryId: settled['entry']!['id'],
      amountMinor: 9_000,
      reason: 'Refund',
      idempotencyKey: 'refund 1',
    })
    expect(await decide(ada, 1_000)).toMatchObject({ isAllowed: true, remaining: { amountMinor: 1_000 } })

    const seen = await administrator.ask<Json>(
      `query ($userId: ID!, $cursor: ChangeCursor!) { team {
        effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { ... on EffectiveSpendLimitAt { source amount { amountMinor } cause { __typename } } }
        spendReport(orderBy: { field: SPENT, direction: DESC }) { nodes { user { id } spent { amountMinor } isBlocked limit { source } } }
        user(by: { id: $userId }) { spendEntries(first: 10) { nodes { kind } } } } }`,
      { userId: ada, cursor: generous },
    )
    expect(seen.errors).toBeUndefined()
    expect(seen.data!['team']).toMatchObject({
      effectiveSpendLimitAt: { source: 'GROUP', amount: { amountMinor: 20_000 }, cause: { __typename: 'SpendLimitSet' } },
      spendReport: {
        nodes: [
          { user: { id: ada }, spent: { amountMinor: 9_000 }, isBlocked: false, limit: { source: 'TEAM' } },
          { user: { id: bob }, spent: { amountMinor: 0 }, isBlocked: false, limit: { source: 'GROUP' } },
        ],
      },
    })
    const kinds = (seen.data!['team']!['user']!['spendEntries']!['nodes'] as Json[]).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['CORRECTION', 'SPEND'])
    const { data } = await graphqlClient(idpSide, idpSide.platformKey).ask<Json>('{ verification { __typename } }')
    expect(data!['verification']).toEqual([])
    await socket.dispose()
  })
})
