import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/change.ts'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { scimClient } from '../support/scim-client.ts'
import { type TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const app = useApp({ redisUrl })
const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
const secondNode = useSecondNode(app)

const database = () => app.node.app.database
type Client = { clientId: string; clientSecret: string; tokenUrl: string }
type Result = { __typename: string; message?: string; directoryClient?: { id: string; revokedAt: string | null } } & Client

async function mutate(field: string, input: object, key = app.team.apiKey): Promise<Result> {
  const name = field[0]!.toUpperCase() + field.slice(1)
  const more = field === 'issueDirectoryClient' ? 'clientId clientSecret tokenUrl' : ''
  const { data, errors } = await graphqlClient(app.node, key).ask<Record<string, Result>>(
    `mutation ($input: ${name}Input!) { ${field}(input: $input) { __typename
      ... on ${name}Success { changeCursor directoryClient { id label revokedAt expiresAt } ${more} } ... on Error { message } } }`,
    { input },
  )
  expect(errors).toBeUndefined()
  return data![field]!
}

const issue = (team: TestTeam, more: object = {}): Promise<Client> =>
  mutate('issueDirectoryClient', { directoryId: team.directoryId, label: 'Okta', ...more }, team.apiKey)

type TokenAnswer = { status: number; headers: Headers; body: Record<string, unknown> }
async function ask(url: string, parameters: Record<string, string> | string, headers: Record<string, string> = {}): Promise<TokenAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof parameters === 'string' ? parameters : new URLSearchParams(parameters).toString(),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> }
}

const basic = (id: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
})
const grant = { grant_type: 'client_credentials' }
const inBody = ({ clientId, clientSecret }: Client): Record<string, string> => ({
  ...grant,
  client_id: clientId,
  client_secret: clientSecret,
})

async function tokenOf(client: Client): Promise<string> {
  const { status, body } = await ask(client.tokenUrl, inBody(client))
  expect(status).toBe(200)
  return body['access_token'] as string
}

const using = (team: TestTeam, scimToken: string, node = app.node) =>
  scimClient({ scimUrl: `${node.url}/scim/v2/${team.directoryId}`, scimToken })

describe('The token endpoint of a directory (RFC 6749 §4.4)', () => {
  test('gives a client a bearer token for an hour, by Basic and by the body, which opens the SCIM endpoints of that directory', async () => {
    const client = await issue(app.team)
    expect(client).toMatchObject({
      clientId: expect.stringMatching(/^client-/),
      clientSecret: expect.stringMatching(/^hc_client_/),
      tokenUrl: `${app.node.url}/oauth/${app.team.directoryId}/token`,
    })
    for (const [parameters, headers] of [
      [inBody(client), {}],
      [{ ...grant, scope: 'scim' }, basic(client.clientId, client.clientSecret)],
      [{ ...grant, client_id: client.clientId, scope: 'openid whatever' }, basic(client.clientId, client.clientSecret)],
      [{ ...inBody(client), scope: '', resource: 'x' }, { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }],
    ] as const) {
      const { status, headers: answered, body } = await ask(client.tokenUrl, parameters, headers)
      expect([status, body]).toEqual([
        200,
        { access_token: expect.stringMatching(/^hc_scim_/), token_type: 'Bearer', expires_in: expect.any(Number), scope: 'scim' },
      ])
      expect(body['expires_in']).toBeGreaterThan(3_590)
      expect(body['expires_in']).toBeLessThanOrEqual(3_600)
      expect([answered.get('cache-control'), answered.get('pragma')]).toEqual(['no-store', 'no-cache'])
      const scim = using(app.team, body['access_token'] as string, secondNode)
      expect((await scim.get('/Users?count=1')).status).toBe(200)
    }
    const other = await app.newTeam('Other')
    expect((await using(other, await tokenOf(client)).get('/Users')).status).toBe(401)
  })

  test('answers what is wrong as RFC 6749 §5.2 says, and never more', async () => {
    const client = await issue(app.team)
    const expired = await issue(app.team, { expiresAt: new Date(Date.now() + 60_000).toISOString() })
    await database().directoryClient.update({
      where: { id: fromId('directoryClient', expired.clientId)! },
      data: { expiresAt: new Date(0) },
    })
    const other = await app.newTeam('Other directory')
    const url = client.tokenUrl
    const right = inBody(client)
    const rightBasic = basic(client.clientId, client.clientSecret)
    const cases: [number, string, string, Record<string, string> | string, Record<string, string>?][] = [
      [400, 'invalid_request', url, { client_id: client.clientId, client_secret: client.clientSecret }],
      [400, 'unsupported_grant_type', url, { ...right, grant_type: 'password' }],
      [400, 'invalid_request', url, `${new URLSearchParams(right).toString()}&grant_type=client_credentials`],
      [400, 'invalid_request', url, `${new URLSearchParams(right).toString()}&scope=a&scope=b`],
      [400, 'invalid_request', url, right, rightBasic],
      [400, 'invalid_request', url, { ...grant, client_id: expired.clientId }, rightBasic],
      [400, 'invalid_request', url, JSON.stringify(right), { 'content-type': 'application/json' }],
      [400, 'invalid_request', url, `x=${'y'.repeat(9_000)}`],
      [401, 'invalid_client', url, grant],
      [401, 'invalid_client', url, { ...grant, client_id: client.clientId }],
      [401, 'invalid_client', url, { ...right, client_secret: '' }],
      [401, 'invalid_client', url, { ...right, client_secret: 'wrong' }],
      [401, 'invalid_client', url, { ...right, client_id: `client-${randomUUID()}` }],
      [401, 'invalid_client', url, { ...right, client_id: 'client-1' }],
      [401, 'invalid_client', url, inBody(expired)],
      [401, 'invalid_client', url.replace(app.team.directoryId, other.directoryId), right],
      [401, 'invalid_client', url.replace(app.team.directoryId, 'dir-nowhere'), right],
      [401, 'invalid_client', url, grant, { authorization: `Bearer ${client.clientSecret}` }],
      [401, 'invalid_client', url, grant, { authorization: 'Basic %%%' }],
      [401, 'invalid_client', url, grant, { authorization: `Basic ${Buffer.from('%zz:%zz').toString('base64')}` }],
      [401, 'invalid_client', url, grant, basic(client.clientId, 'wrong')],
    ]
    const before = await database().directoryToken.count()
    for (const [status, error, at, parameters, headers] of cases) {
      const answer = await ask(at, parameters, headers)
      expect([answer.status, answer.body['error'], JSON.stringify(parameters)]).toEqual([status, error, JSON.stringify(parameters)])
      expect(answer.body['error_description']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
      expect(JSON.stringify(answer.body)).not.toContain(client.clientSecret)
      expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="scim"' : null)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(await database().directoryToken.count()).toBe(before)
    const got = await fetch(url)
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('says why the directory is not served, in characters that a description may have, and gives no token then', async () => {
    const team = await app.newTeam('Größe "und" \\ Mehr')
    const client = await issue(team)
    const token = await tokenOf(client)
    await app.node.app.commands.setTeamPlan({ teamId: fromId('team', team.teamId)!, actor, plan: 'PRO' })
    const { status, body } = await ask(client.tokenUrl, inBody(client))
    expect([status, body['error']]).toEqual([400, 'unauthorized_client'])
    expect(body['error_description']).toMatch(/^SCIM needs the Enterprise plan; team Gr\?\?e 'und' \? Mehr is on PRO\. [\x20-\x7e]+$/)
    expect((await using(team, token).get('/Users')).status).toBe(403)
    expect(await mutate('issueDirectoryClient', { directoryId: team.directoryId, label: 'x' }, team.apiKey)).toMatchObject({
      __typename: 'PlanRequiredError',
    })
  })

  test('lets nobody try secrets without end, and leaves another client at the same address alone', async () => {
    const [client, neighbour] = [await issue(app.team), await issue(app.team)]
    const wrong = { ...inBody(client), client_secret: 'guess' }
    const statuses: number[] = []
    for (let n = 0; n < 21; n++) statuses.push((await ask(client.tokenUrl, wrong)).status)
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429])
    const refused = await ask(client.tokenUrl, inBody(client))
    expect([refused.status, refused.body['error']]).toEqual([429, 'invalid_request'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask(neighbour.tokenUrl, inBody(neighbour))).status).toBe(200)
  })

  test('keeps a bounded number of tokens however often a client asks; those of others and those issued by hand stay', async () => {
    const team = await app.newTeam('Eager')
    const [client, other] = [await issue(team), await issue(team)]
    const kept = await tokenOf(other)
    const first = await tokenOf(client)
    const clientId = fromId('directoryClient', client.clientId)!
    await database().directoryToken.updateMany({ where: { clientId }, data: { expiresAt: new Date(0) } })
    expect((await using(team, first).get('/Users')).status).toBe(401)
    const tokens: string[] = []
    for (let n = 0; n < 26; n++) tokens.push(...(await Promise.all(Array.from({ length: 8 }, () => tokenOf(client)))))
    const count = await database().directoryToken.count({ where: { clientId } })
    expect(count).toBeLessThanOrEqual(208)
    await tokenOf(client)
    expect(await database().directoryToken.count({ where: { clientId } })).toBe(200)
    expect((await using(team, tokens.at(-1)!).get('/Users')).status).toBe(200)
    expect((await using(team, kept).get('/Users')).status).toBe(200)
    expect((await team.scim.get('/Users')).status).toBe(200)
    const { data } = await graphqlClient(app.node, team.apiKey).ask<{
      team: { directories: { tokens: { label: string }[]; clients: { lastUsedAt: string | null }[] }[] }
    }>('{ team { directories { tokens { label } clients { id label lastUsedAt revokedAt expiresAt } tokenUrl } } }')
    const [directory] = data!.team.directories
    expect(directory!.tokens.map(({ label }) => label)).toEqual(['First token'])
    expect(directory!.clients.map(({ lastUsedAt }) => typeof lastUsedAt)).toEqual(['string', 'string'])
  })

  test('ends tokens with their client: at once when it is revoked, at every node, and never after it expires', async () => {
    const team = await app.newTeam('Ending')
    const client = await issue(team)
    const tokens = await Promise.all([tokenOf(client), tokenOf(client)])
    const nodes = [using(team, tokens[0]!), using(team, tokens[1]!, secondNode)]
    for (const scim of nodes) expect((await scim.get('/Users')).status).toBe(200)
    const before = await database().change.count({ where: { teamId: fromId('team', team.teamId)! } })
    // While it asks for more and more.
    const asking = Array.from({ length: 20 }, () => ask(client.tokenUrl, inBody(client)))
    const revoked = await mutate('revokeDirectoryClient', { clientId: client.clientId }, team.apiKey)
    expect(revoked).toMatchObject({ __typename: 'RevokeDirectoryClientSuccess', directoryClient: { revokedAt: expect.any(String) } })
    for (const scim of nodes) expect((await scim.get('/Users')).status).toBe(401)
    const raced = (await Promise.all(asking)).flatMap(({ status, body }) => (status === 200 ? [body['access_token'] as string] : []))
    for (const token of raced) expect((await using(team, token, secondNode).get('/Users')).status).toBe(401)
    expect((await ask(client.tokenUrl, inBody(client))).status).toBe(401)
    expect(await mutate('revokeDirectoryClient', { clientId: client.clientId }, team.apiKey)).toMatchObject({
      __typename: 'RevokeDirectoryClientSuccess',
    })
    const changes = await database().change.findMany({
      where: { teamId: fromId('team', team.teamId)! },
      orderBy: { revision: 'asc' },
      skip: before,
    })
    expect(changes.map(({ kind }) => kind)).toEqual(['DirectoryClientRevoked'])
    expect(JSON.stringify(changes.map(({ data }) => data))).not.toContain(client.clientSecret)

    const short = await issue(team, { expiresAt: new Date(Date.now() + 120_000).toISOString() })
    const { body } = await ask(short.tokenUrl, inBody(short))
    expect(body['expires_in']).toBeLessThanOrEqual(120)
  })

  test('belongs to one team: another one neither issues, sees nor revokes its clients', async () => {
    const stranger = await app.newTeam('Stranger')
    const client = await issue(app.team)
    const { directoryId } = app.team
    expect(await mutate('issueDirectoryClient', { directoryId, label: 'x' }, stranger.apiKey)).toMatchObject({
      __typename: 'NotFoundError',
    })
    expect(await mutate('revokeDirectoryClient', { clientId: client.clientId }, stranger.apiKey)).toMatchObject({
      __typename: 'NotFoundError',
    })
    expect(await mutate('issueDirectoryClient', { directoryId, label: ' ' })).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await mutate('issueDirectoryClient', { directoryId, label: 'x', expiresAt: new Date(0).toISOString() })).toMatchObject({
      __typename: 'InvalidInputError',
    })
    const tokenRow = await database().directoryToken.findFirst({ where: { clientId: fromId('directoryClient', client.clientId)! } })
    expect(tokenRow).toBeNull()
    expect((await ask(client.tokenUrl, inBody(client))).status).toBe(200)
    expect(await mutate('revokeDirectoryClient', { clientId: client.clientId }, app.node.platformKey)).toMatchObject({
      __typename: 'RevokeDirectoryClientSuccess',
    })
  })
})
