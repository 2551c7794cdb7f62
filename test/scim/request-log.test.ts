import pg from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { loggedRequests, type LoggedRequest } from '../support/logged-requests.ts'
import { patchOp, scimClient } from '../support/scim-client.ts'
import { abandonRequest } from '../support/abandoned-request.ts'
import { eventually } from '../support/server-process.ts'
import { createTestTeam, startNode, type TestTeam } from '../support/start-app.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp({ environment: { SCIM_BODY_LIMIT_BYTES: '65536' } })
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const nobody = 'user-01900000-0000-7000-8000-000000000000'

let sql: pg.Client
beforeAll(async () => {
  sql = new pg.Client({ connectionString: app.database.url })
  await sql.connect()
})
afterAll(() => sql?.end())

async function lastOf(team: TestTeam, count: number): Promise<LoggedRequest> {
  return (await loggedRequests(app.node, team, count)).at(-1)!
}

const rowsOf = async ({ directoryId }: TestTeam): Promise<string[]> => {
  const { rows } = await sql.query<{ text: string }>('SELECT r::text AS text FROM scim_requests r WHERE directory_id = $1 ORDER BY id', [
    fromId('directory', directoryId),
  ])
  return rows.map((row) => row.text)
}

describe('A directory’s log of requests shows', () => {
  it('what was asked, by whom, the answer, how long it took and what it changed', async () => {
    const team = await app.newTeam()
    const before = Date.now()
    const { body } = await team.scim.request(
      'POST',
      '/Users?attributes=userName',
      { schemas: [userUrn], userName: 'ada@acme.example', active: true },
      { 'user-agent': 'Okta SCIM Client 1.0.0' },
    )
    const entry = await lastOf(team, 1)
    expect(entry).toEqual({
      id: expect.stringMatching(/^request-[0-9a-f-]{36}$/),
      at: expect.any(String),
      method: 'POST',
      path: '/Users?attributes=userName',
      provider: 'OKTA',
      userAgent: 'Okta SCIM Client 1.0.0',
      status: 201,
      scimType: null,
      detail: null,
      ignored: [],
      tolerated: [],
      durationMilliseconds: expect.any(Number),
      changes: [{ __typename: 'UserCreated', revision: expect.any(Number) }],
    })
    expect(entry.durationMilliseconds).toBeGreaterThan(0)
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(entry.at)).toBeLessThanOrEqual(Date.now())
    await team.scim.get(`/Users/${body['id']}`)
    expect(await lastOf(team, 2)).toMatchObject({ method: 'GET', path: `/Users/${body['id']}`, status: 200, changes: [] })
  })

  it('the changes of one request in the order of the log, and none when all was so already', async () => {
    const team = await app.newTeam()
    const ada = await team.scim.createUser('ada@acme.example')
    const group = await team.scim.createGroup('Engineers')
    const rename = [
      { op: 'replace', value: { displayName: 'Engineering' } },
      { op: 'add', path: 'members', value: [{ value: ada }] },
    ]
    await team.scim.patch(`/Groups/${group}`, ...rename)
    await team.scim.patch(`/Groups/${group}`, ...rename)
    const [, , first, second] = await loggedRequests(app.node, team, 4)
    expect(first!.changes.map((change) => change.__typename)).toEqual(['GroupModified', 'MembershipChanged'])
    expect(first!.changes[1]!.revision).toBe(first!.changes[0]!.revision + 1)
    expect([second!.status, second!.changes]).toEqual([200, []])
  })

  it('attributes that no schema defines, as ignored', async () => {
    const team = await app.newTeam()
    const ada = await team.scim.createUser('ada@acme.example')
    await team.scim.request(
      'PATCH',
      `/Users/${ada}`,
      patchOp({ op: 'replace', value: { active: false, shoeSize: 43, 'urn:example:2.0:User': { colour: 'green' } } }),
      { 'user-agent': 'Okta SCIM Client 1.0.0' },
    )
    const entry = await lastOf(team, 2)
    expect(entry.ignored.toSorted()).toEqual(['shoeSize', 'urn:example:2.0:User'])
    expect(entry).toMatchObject({ status: 200, provider: 'OKTA', changes: [{ __typename: 'UserDeactivated' }] })
  })

  it('members that are no users of the directory, as tolerated', async () => {
    const team = await app.newTeam()
    const ada = await team.scim.createUser('ada@acme.example')
    await team.scim.createGroup('Engineers', [ada, nobody, 'ada@acme.example'])
    const entry = await lastOf(team, 2)
    expect(entry.tolerated).toEqual([expect.stringMatching(/^Members that are no users of this directory: /)])
    for (const id of [nobody, 'ada@acme.example']) expect(entry.tolerated[0]).toContain(id)
    expect(entry.tolerated[0]).not.toContain(ada)
  })

  it('a bulk request once, with the operations of it that failed', async () => {
    const team = await app.newTeam()
    const post = (bulkId: string, userName: string) => ({ method: 'POST', path: '/Users', bulkId, data: { schemas: [userUrn], userName } })
    const { status } = await team.scim.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [post('a', 'ada@acme.example'), post('b', 'ADA@acme.example')],
    })
    expect(status).toBe(200)
    const entry = await lastOf(team, 1)
    expect(entry).toMatchObject({ path: '/Bulk', status: 200, changes: [{ __typename: 'UserCreated' }] })
    expect(entry.tolerated).toEqual([expect.stringMatching(/^Operation 2.* 409 .*"ADA@acme.example" belongs to/)])
  })

  it('a client that went away before the answer', async () => {
    const team = await app.newTeam()
    const ada = await team.scim.createUser('ada@acme.example')
    const body = patchOp({ op: 'replace', path: 'title', value: 'Countess' })
    await abandonRequest({ sql, node: app.node, team, userId: ada, method: 'PATCH', body })
    const entry = await lastOf(team, 2)
    expect(entry).toMatchObject({ method: 'PATCH', status: 200, tolerated: ['The client closed the connection before it had the answer.'] })
  })
})

describe('A directory’s log of requests shows why a request was refused', () => {
  let team: Awaited<ReturnType<typeof app.newTeam>>
  let ada: string
  beforeAll(async () => {
    team = await app.newTeam()
    ada = await team.scim.createUser('ada@acme.example', { externalId: 'e-1' })
  })
  const body = (more: object) => JSON.stringify({ schemas: [userUrn], ...more })

  it.each<[string, number, string | null, RegExp, string, () => string, string?, Record<string, string>?]>([
    ['malformed JSON', 400, 'invalidSyntax', /not JSON/, 'POST', () => '/Users', '{"userName": '],
    ['a value of the wrong type', 400, 'invalidValue', /active/, 'POST', () => '/Users', body({ userName: 'b', active: 'perhaps' })],
    ['a filter with an unknown attribute', 400, 'invalidFilter', /"nothing"/, 'GET', () => '/Users?filter=nothing%20pr'],
    [
      'an unknown path',
      400,
      'invalidPath',
      /"nothing"/,
      'PATCH',
      () => `/Users/${ada}`,
      JSON.stringify(patchOp({ op: 'add', path: 'nothing', value: 1 })),
    ],
    ['an unknown user', 404, null, /user-01900000.* does not exist/, 'GET', () => `/Users/${nobody}`],
    ['an unknown endpoint', 404, null, /no such endpoint/, 'GET', () => '/Nothing'],
    ['a method that is not offered', 405, null, /PUT is not allowed/, 'PUT', () => '/Users', body({})],
    [
      'a name that is taken',
      409,
      'uniqueness',
      /"ADA@acme.example" belongs to/,
      'POST',
      () => '/Users',
      body({ userName: 'ADA@acme.example' }),
    ],
    ['a version that is past', 412, null, /./, 'DELETE', () => `/Users/${ada}`, undefined, { 'if-match': 'W/"77"' }],
    ['a body that is too large', 413, null, /./, 'POST', () => '/Users', body({ userName: 'b', title: 'x'.repeat(70_000) })],
    ['a body of another type', 415, null, /application\/scim\+json/, 'POST', () => '/Users', 'a=b', { 'content-type': 'text/plain' }],
    ['an endpoint that is not offered', 501, null, /\/Me/, 'GET', () => '/Me'],
  ])('%s: %i %s', async (_, status, scimType, detail, method, path, sent, headers) => {
    const had = (await rowsOf(team)).length
    const answer = await team.scim.request(method, path(), sent, headers)
    expect(answer.status).toBe(status)
    await eventually('one more entry', async () => (await rowsOf(team)).length > had)
    const entry = (await loggedRequests(app.node, team, 1)).at(-1)!
    expect(entry).toMatchObject({ method, status, scimType, changes: [] })
    expect(entry.detail).toMatch(detail)
    // What the provider shows to its administrator can be found here, and in the log of the server.
    expect(entry.detail).toContain(`(Request ${answer.headers.get('x-request-id')})`)
  })

  it('a limit that was reached: 429', async () => {
    const limited = await teamWithSettings(app, { requestsPerSecond: 1 })
    const answers = await Promise.all(Array.from({ length: 40 }, () => limited.scim.get('/Users?count=1')))
    expect(answers.some(({ status }) => status === 429)).toBe(true)
    await eventually('an entry of 429', async () => (await rowsOf(limited)).some((row) => row.includes(',429,')))
  })

  it('a plan that does not include SCIM: 403', async () => {
    const downgraded = await app.newTeam()
    await graphqlClient(app.node, app.node.platformKey).ask(
      'mutation ($teamId: ID!) { setTeamPlan(input: { teamId: $teamId, plan: PRO }) { __typename } }',
      { teamId: downgraded.teamId },
    )
    await downgraded.scim.get('/Users')
    await downgraded.scim.post('/Users', { schemas: [userUrn], userName: 'ada' })
    const entries = await loggedRequests(app.node, downgraded, 2)
    expect(entries.map(({ method, status }) => [method, status])).toEqual([
      ['GET', 403],
      ['POST', 403],
    ])
    for (const { detail } of entries) expect(detail).toContain('Enterprise plan')
  })

  it('a fault of the server: 500, with the id of the request and nothing of the cause', async () => {
    await sql.query('ALTER TABLE groups RENAME TO groups_elsewhere')
    const { headers } = await team.scim.get('/Groups').finally(() => sql.query('ALTER TABLE groups_elsewhere RENAME TO groups'))
    await eventually('an entry of 500', async () => (await rowsOf(team)).some((row) => row.includes(',500,')))
    const entry = (await loggedRequests(app.node, team, 1)).find(({ status }) => status === 500)!
    expect(entry.detail).toBe(`Internal error. (Request ${headers.get('x-request-id')})`)
  })
})

describe('Who has no token of the directory', () => {
  const ask = (url: string, token: string | undefined, path = '/Users?filter=userName%20eq%20%22ada%22') =>
    fetch(`${url}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })

  it('is in the log of the directory that the URL names, without a query', async () => {
    const team = await app.newTeam()
    const other = await app.newTeam()
    for (const token of [undefined, 'hc_scim_unknown', other.scimToken]) await ask(team.scimUrl, token)
    const entries = await loggedRequests(app.node, team, 3)
    for (const entry of entries)
      expect(entry).toMatchObject({ method: 'GET', path: '/Users', status: 401, scimType: null, provider: null, changes: [] })
    expect(entries[0]!.detail).toContain('bearer token')
    expect(await rowsOf(other)).toEqual([])
  })

  it('can neither fill the log nor push anything out of it', async () => {
    const team = await app.newTeam()
    await team.scim.get('/Users?count=1')
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, () => ask(team.scimUrl, 'wrong')))
    await team.scim.get('/Groups?count=1')
    // Entries are written in the order of the answers: with the last one all of them are there.
    await eventually('the last request is in the log', async () => (await rowsOf(team)).some((row) => row.includes('/Groups')))
    const statuses = (await loggedRequests(app.node, team, 3)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(2)
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10)
  })

  it('learns nothing of whether a directory exists, and leaves nothing where there is none', async () => {
    const team = await app.newTeam()
    const unknown = `${app.node.url}/scim/v2/dir-01900000-0000-7000-8000-000000000000`
    const answers = await Promise.all(
      [team.scimUrl, unknown, `${app.node.url}/scim/v2/nothing`].map(async (url) => {
        const response = await ask(url, 'wrong')
        const text = (await response.text()).replace(/\(Request [^)]+\)/, '')
        return { status: response.status, text, headers: [...response.headers.keys()].sort() }
      }),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    await loggedRequests(app.node, team, 1)
    const { rows } = await sql.query("SELECT FROM scim_requests WHERE directory_id = '01900000-0000-7000-8000-000000000000'")
    expect(rows).toEqual([])
  })

  it('reads discovery without a trace', async () => {
    const team = await app.newTeam()
    expect((await fetch(`${team.scimUrl}/ServiceProviderConfig`)).status).toBe(200)
    await team.scim.get('/Users')
    expect((await loggedRequests(app.node, team, 1)).map(({ path }) => path)).toEqual(['/Users'])
  })
})

describe('The log of requests holds no secret, no body and no value of a filter (RFC 7644 §7.5.2)', () => {
  it('wherever they stood', async () => {
    const team = await app.newTeam()
    const { scim } = team
    const canary = 'canary-Zq7Xw'
    const quote = (text: string) => encodeURIComponent(text)
    const ada = await scim.createUser('ada@acme.example', { password: `${canary}-1`, title: `${canary}-2` })
    const search = (filter: string) =>
      scim.post('/Users/.search', { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter })
    const user = (more: object) => ({ schemas: [userUrn], userName: 'ada@acme.example', ...more })
    const said: Promise<unknown>[] = []
    const say = (answer: Promise<unknown>) => said.push(answer)
    say(scim.patch(`/Users/${ada}`, { op: 'replace', path: 'password', value: `${canary}-3` }))
    say(scim.patch(`/Users/${ada}`, { op: 'replace', value: { password: `${canary}-4`, unknown: `${canary}-5` } }))
    say(scim.patch(`/Users/${ada}`, { op: 'replace', path: `emails[value eq "${canary}"].nothing`, value: 'x' }))
    say(scim.patch(`/Users/${ada}`, { op: 'replace', path: `emails[primary eq "${canary}"].value`, value: 'x' }))
    say(scim.patch(`/Users/${ada}`, { op: 'replace', path: `emails[value eq "${canary}`, value: 'x' }))
    say(scim.post('/Users', user({ password: `${canary}-6`, active: `${canary}-7` })))
    say(scim.post('/Users', user({ password: `${canary}-8`, unknown: canary })))
    say(scim.post('/Users', `{"userName": "${canary}", `))
    say(scim.put(`/Users/${ada}`, user({ password: canary, nickName: canary })))
    say(scim.get(`/Users?filter=${quote(`userName eq "${canary}"`)}`))
    say(scim.get(`/Users?filter=${quote(`password eq "${canary}"`)}`))
    say(scim.get(`/Users?filter=${quote(`active eq "${canary}"`)}`))
    say(scim.get(`/Users?filter=${quote(`userName eq ${canary}`)}`))
    say(scim.get(`/Users?filter=${quote(`userName eq "${canary}`)}`))
    say(scim.get(`/Users?filter=${quote(canary)}`))
    say(search(`userName eq "${canary}"`))
    say(search(`active eq "${canary}"`))
    say(search(`userName eq ${canary}`))
    say(scim.get(`/Users?access_token=${canary}&cursor=${canary}&startIndex=${canary}&sortOrder=${canary}&${canary}.x@y=1`))
    say(scim.get(`/Users/${team.scimToken}`))
    say(scim.get(`/${team.scimToken}`))
    say(scim.get('/Users', { 'user-agent': `Tool ${team.scimToken}`, cookie: canary, 'x-api-key': canary, 'if-none-match': canary }))
    say(scim.createGroup('Engineers', [team.scimToken]))
    say(scim.get('/Users', { authorization: `Bearer ${canary}-9` }))
    say(scim.get('/Users', { authorization: `Basic ${canary}` }))
    await Promise.all(said)
    let rows: string[] = []
    await eventually('all of them are in the log', async () => (rows = await rowsOf(team)).length >= said.length + 1)
    for (const row of rows) {
      expect(row).not.toContain('canary')
      expect(row).not.toContain(team.scimToken)
      expect(row).not.toContain(team.scimToken.slice(0, 24))
      expect(row).not.toContain('Basic Y')
    }
  })
})

describe('The log of requests', () => {
  it('is complete when a node has stopped', async () => {
    const node = await startNode({ databaseUrl: app.database.url })
    const team = await app.newTeam()
    const url = team.scimUrl.replace(app.node.url, node.url)
    for (let count = 0; count < 5; count++)
      expect((await fetch(`${url}/Users`, { headers: { authorization: `Bearer ${team.scimToken}` } })).status).toBe(200)
    await node.stop()
    expect(await rowsOf(team)).toHaveLength(5)
  })

  it('that cannot be written fails no request, and is written again later', async () => {
    const warnings: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })
    const node = await startNode({ databaseUrl: app.database.url, log })
    try {
      const team = await createTestTeam(node)
      const scim = scimClient(team)
      await sql.query('ALTER TABLE scim_requests RENAME TO scim_requests_elsewhere')
      try {
        for (let count = 0; count < 3; count++) expect((await scim.get('/Users')).status).toBe(200)
        await scim.createUser('ada@acme.example')
        await eventually('a warning', () => warnings.some((line) => line.includes('The log of SCIM requests could not be written')))
      } finally {
        await sql.query('ALTER TABLE scim_requests_elsewhere RENAME TO scim_requests')
      }
      expect((await scim.get('/Groups')).status).toBe(200)
      await loggedRequests(node, team, 1)
      expect(warnings.join()).not.toContain('ada@acme.example')
    } finally {
      await node.stop()
    }
  })
})
