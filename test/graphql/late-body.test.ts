import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { signedInAdministrator } from '../support/signed-in.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()

/** Sends the head and the first bytes of a request, lets something happen, and then sends the rest. */
async function askSlowly(
  headers: Record<string, string>,
  operation: { query: string; variables?: unknown },
  meanwhile: () => Promise<unknown>,
): Promise<IncomingMessage> {
  const body = JSON.stringify(operation)
  const asked = request(under.node.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers },
  })
  const began = performance.now()
  asked.write(body.slice(0, 10))
  // The head is in this node's hands when a later request is answered.
  await fetch(`${under.node.url}/health`)
  await meanwhile()
  await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(400), { timeout: 5_000 })
  asked.end(body.slice(10))
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return response
}

const administratorsOf = (teamId: string) =>
  under.node.app.database.administrator.findMany({ where: { teamId: fromId('team', teamId)! }, orderBy: { id: 'asc' } })

describe('Who sends a body slowly', () => {
  const addAdministrator = {
    query: 'mutation ($input: AddAdministratorInput!) { addAdministrator(input: $input) { __typename } }',
    variables: { input: { email: 'back@door.example' } },
  }

  test('does nothing as an administrator who is none any more when it has come', async () => {
    const { teamId } = await under.newTeam('Slow')
    const cookie = await signedInAdministrator(under.node, teamId, 'leaving@slow.example')
    await signedInAdministrator(under.node, teamId, 'staying@slow.example')
    const [leaving] = await administratorsOf(teamId)
    const response = await askSlowly({ cookie, origin: under.node.url }, addAdministrator, () =>
      graphqlClient(under.node, under.node.platformKey).ask(
        'mutation ($id: ID!) { removeAdministrator(input: { administratorId: $id }) { __typename } }',
        { id: `admin-${leaving!.id}` },
      ),
    )
    expect(response.statusCode).toBe(401)
    response.resume()
    expect((await administratorsOf(teamId)).map(({ email }) => email)).toEqual(['staying@slow.example'])
  })

  test('does nothing by a key that is revoked when it has come', async () => {
    const team = await under.newTeam('Slow key')
    const platform = graphqlClient(under.node, under.node.platformKey)
    const key = await under.node.app.database.apiKey.findFirstOrThrow({ where: { teamId: fromId('team', team.teamId)! } })
    const limit = 'mutation ($id: ID!) { setSpendLimit(input: { target: { teamId: $id }, value: { amountMinor: 1 } }) { __typename } }'
    const response = await askSlowly({ authorization: `Bearer ${team.apiKey}` }, { query: limit, variables: { id: team.teamId } }, () =>
      platform.ask('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }', { id: `key-${key.id}` }),
    )
    expect(response.statusCode).toBe(401)
    response.resume()
    expect(await under.node.app.database.spendLimit.count({ where: { teamId: fromId('team', team.teamId)! } })).toBe(0)
  })

  test('gets no event stream with what they could see before', async () => {
    const team = await under.newTeam('Slow stream')
    const user = await team.scim.createUser('both@slow.example')
    const cookie = await signedInAdministrator(under.node, team.teamId, 'both@slow.example')
    await under.node.app.database.person.updateMany({
      where: { teamId: fromId('team', team.teamId)! },
      data: { userId: fromId('user', user)! },
    })
    await signedInAdministrator(under.node, team.teamId, 'other@slow.example')
    const [entry] = await administratorsOf(team.teamId)
    const stream = { query: 'subscription { changes { __typename } }' }
    const response = await askSlowly({ cookie, origin: under.node.url, accept: 'text/event-stream, application/json' }, stream, () =>
      graphqlClient(under.node, under.node.platformKey).ask(
        'mutation ($id: ID!) { removeAdministrator(input: { administratorId: $id }) { __typename } }',
        { id: `admin-${entry!.id}` },
      ),
    )
    expect(response.headers['content-type']).not.toContain('event-stream')
    expect(await text(response)).toContain('FORBIDDEN')
  })
})
