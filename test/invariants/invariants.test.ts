import { Writable } from 'node:stream'
import pino from 'pino'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { parseConfig } from '../../src/config.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { createDatabase } from '../support/database.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { redisUrl, startRedis } from '../support/redis.ts'
import { scimClient } from '../support/scim-client.ts'
import { cookieOf, signedInAdministrator, signedInUser, signInAs } from '../support/signed-in.ts'
import { createTestTeam, platformKey, startNode } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'

// The promises of Headcount, each with its own sentence.

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const app = useApp()
const ask = <Data = Record<string, never>>(query: string, variables?: unknown, key = app.team.apiKey) =>
  graphqlClient(app.node, key).ask<Data>(query, variables)
const rows = async (table: 'users' | 'groups' | 'memberships' | 'changes') =>
  (await app.node.app.database.$queryRawUnsafe<{ text: string }[]>(`SELECT (t.*)::text AS text FROM ${table} t ORDER BY 1`)).map(
    (row) => row.text,
  )

describe('The IdP is the only writer of the directory.', () => {
  it('no mutation that the schema has changes a user, a group or a membership', async () => {
    const user = await app.scim.createUser('written-by-idp@acme.example')
    const group = await app.scim.createGroup('Written by IdP', [user])
    const before = [await rows('users'), await rows('groups'), await rows('memberships')]
    const { data } = await ask<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
      '{ __schema { mutationType { fields { name } } } }',
    )
    const token = `token-${(await app.node.app.database.directoryToken.findFirstOrThrow()).id}`
    const inputs: Record<string, [type: string, input: object]> = {
      setSpendLimit: ['SetSpendLimitInput', { target: { groupId: group }, value: { amountMinor: 5 } }],
      clearSpendLimit: ['ClearSpendLimitInput', { target: { groupId: group } }],
      setSpendLimits: [
        'SetSpendLimitsInput',
        {
          teamId: app.team.teamId,
          mode: 'PER_ITEM',
          items: [
            { target: { groupId: group }, value: { amountMinor: 5 } },
            { target: { userId: user }, value: { unlimited: true } },
          ],
        },
      ],
      copySpendLimits: ['CopySpendLimitsInput', { mode: 'PER_ITEM', fromGroupId: group, toGroupIds: [group] }],
      modifySpendSettings: ['ModifySpendSettingsInput', { teamId: app.team.teamId, timeZone: 'Europe/Berlin' }],
      recordSpend: [
        'RecordSpendInput',
        { teamId: app.team.teamId, entries: [{ userId: user, amountMinor: 1, idempotencyKey: 'written by an application' }] },
      ],
      correctSpend: [
        'CorrectSpendInput',
        { entryId: 'entry-01a20cdf-64bb-71ef-85b2-b58aefca8081', amountMinor: 0, reason: 'x', idempotencyKey: 'corrected' },
      ],
      reserveSpend: ['ReserveSpendInput', { userId: user, amountMinor: 1, idempotencyKey: 'reserved by an application' }],
      settleSpend: ['SettleSpendInput', { reservationId: 'reservation-01a20cdf-64bb-71ef-85b2-b58aefca8081' }],
      releaseSpend: ['ReleaseSpendInput', { reservationId: 'reservation-01a20cdf-64bb-71ef-85b2-b58aefca8081' }],
      createDirectory: ['CreateDirectoryInput', { teamId: app.team.teamId, name: 'Second', provider: 'OKTA' }],
      modifyDirectory: [
        'ModifyDirectoryInput',
        { teamId: app.team.teamId, directoryId: app.team.directoryId, name: 'Renamed', isStrict: false },
      ],
      issueDirectoryToken: ['IssueDirectoryTokenInput', { teamId: app.team.teamId, directoryId: app.team.directoryId, label: 'x' }],
      revokeDirectoryToken: ['RevokeDirectoryTokenInput', { teamId: app.team.teamId, tokenId: token }],
      issueApiKey: ['IssueApiKeyInput', { teamId: app.team.teamId, name: 'x', scopes: ['READ'] }],
      revokeApiKey: ['RevokeApiKeyInput', { teamId: app.team.teamId, apiKeyId: 'key-01a20cdf-64bb-71ef-85b2-b58aefca8081' }],
      createTeam: ['CreateTeamInput', { name: 'x', plan: 'FREE', currency: 'EUR' }],
      setTeamPlan: ['SetTeamPlanInput', { teamId: app.team.teamId, plan: 'ENTERPRISE' }],
      addAdministrator: ['AddAdministratorInput', { teamId: app.team.teamId, email: 'x@acme.example' }],
      removeAdministrator: ['RemoveAdministratorInput', { administratorId: 'admin-01a20cdf-64bb-71ef-85b2-b58aefca8081' }],
      setAdministratorGroup: ['SetAdministratorGroupInput', { groupId: group }],
      issueSignInLink: ['IssueSignInLinkInput', { teamId: app.team.teamId, email: 'x@acme.example' }],
      setUpSso: ['SetUpSsoInput', { teamId: app.team.teamId, issuer: 'http://127.0.0.1:1', clientId: 'x' }],
      deactivateSso: ['DeactivateSsoInput', { teamId: app.team.teamId }],
      reactivateSso: ['ReactivateSsoInput', { teamId: app.team.teamId }],
      issueDirectoryClient: ['IssueDirectoryClientInput', { directoryId: app.team.directoryId, label: 'x' }],
      revokeDirectoryClient: ['RevokeDirectoryClientInput', { clientId: 'client-01a20cdf-64bb-71ef-85b2-b58aefca8081' }],
      testDirectoryConnection: ['TestDirectoryConnectionInput', { directoryId: app.team.directoryId }],
      // The one named exception; it wants the name of the directory typed, which is not this.
      deleteDirectory: ['DeleteDirectoryInput', { directoryId: app.team.directoryId, name: 'x' }],
    }
    // A new mutation has to be looked at here.
    expect(data!.__schema.mutationType.fields.map((field) => field.name).sort()).toEqual(Object.keys(inputs).sort())
    const team = await app.newTeam('Throw-away')
    for (const [name, [type, input]] of Object.entries(inputs)) {
      if (name === 'revokeDirectoryToken') continue
      const answer = await ask(`mutation Try($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input }, platformKey)
      expect(answer.errors, name).toBeUndefined()
    }
    expect(team.teamId).not.toBe(app.team.teamId)
    expect([await rows('users'), await rows('groups'), await rows('memberships')]).toEqual(before)
  })
})

describe('A write and its change are one transaction.', () => {
  it('when the change cannot be written, neither is the write, and the caller hears of a fault', async () => {
    const database = app.node.app.database
    await database.$executeRawUnsafe(`CREATE FUNCTION fail_on_purpose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.data::text LIKE '%no-change-for-me%' THEN RAISE EXCEPTION 'on purpose'; END IF; RETURN NEW; END $$`)
    await database.$executeRawUnsafe(
      'CREATE TRIGGER fail_on_purpose BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION fail_on_purpose()',
    )
    const [bad, good] = await Promise.all([
      app.scim.post('/Users', { schemas: [userUrn], userName: 'no-change-for-me@acme.example' }),
      app.scim.post('/Users', { schemas: [userUrn], userName: 'shares-its-commit@acme.example' }),
    ])
    await database.$executeRawUnsafe('DROP TRIGGER fail_on_purpose ON changes')
    expect([bad.status, good.status]).toEqual([500, 201])
    expect(bad.text).not.toContain('on purpose')
    expect(await database.user.count({ where: { userName: 'no-change-for-me@acme.example' } })).toBe(0)
  })

  it('a request that changes nothing writes no change and bumps no version', async () => {
    const id = await app.scim.createUser('unchanged@acme.example', { active: true, title: 'T' })
    const group = await app.scim.createGroup('Unchanged', [id])
    const before = [await rows('users'), await rows('groups'), await rows('changes')]
    await app.scim.patch(`/Users/${id}`, { op: 'replace', value: { active: true, title: 'T' } })
    await app.scim.patch(
      `/Groups/${group}`,
      { op: 'replace', value: { id: group, displayName: 'Unchanged' } },
      { op: 'add', path: 'members', value: [{ value: id }] },
    )
    await app.scim.put(`/Users/${id}`, (await app.scim.get(`/Users/${id}`)).body)
    expect([await rows('users'), await rows('groups'), await rows('changes')]).toEqual(before)
  })
})

describe("Each team's revisions are dense and in commit order.", () => {
  it('with two nodes and 16 writers, each follower gets r+1, r+2, … each once', async () => {
    const database = await createDatabase()
    const nodes = [
      await startNode({ databaseUrl: database.url, redisUrl: redisUrl() }),
      await startNode({ databaseUrl: database.url, redisUrl: redisUrl() }),
    ]
    const team = await createTestTeam(nodes[0]!)
    const clients = nodes.map((node) => scimClient({ ...team, scimUrl: team.scimUrl.replace(nodes[0]!.url, node.url) }))
    const { data } = await graphqlClient(nodes[0]!, team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const followers = nodes.map((node) => new Subscriber(node, team.apiKey, { after: data!.team.changeCursor }))
    const groups = await Promise.all([0, 1].map((index) => clients[index]!.createGroup(`G${index}`)))
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        const client = clients[writer % 2]!
        for (let index = 0; index < 6; index++) {
          const user = await client.createUser(`w${writer}-${index}@acme.example`)
          await client.patch(`/Groups/${groups[index % 2]}`, { op: 'add', path: 'members', value: [{ value: user }] })
        }
      }),
    )
    const start = 4
    const expected = Array.from({ length: 2 + 16 * 6 * 2 }, (_, index) => index + start + 1)
    for (const follower of followers) {
      const changes = await follower.until((seen) => seen.length >= expected.length)
      expect(changes.map((change) => change.revision)).toEqual(expected)
      await follower.stop()
    }
    await Promise.all(nodes.map((node) => node.stop()))
    await database.drop()
  })
})

describe('Redis holds nothing that may not be lost.', () => {
  it('with Redis down writes go on, followers fall back to the log, /ready says so, and all catch up', async () => {
    const redis = await startRedis()
    const database = await createDatabase()
    const nodes = [
      await startNode({ databaseUrl: database.url, redisUrl: redis.url }),
      await startNode({ databaseUrl: database.url, redisUrl: redis.url }),
    ]
    const team = await createTestTeam(nodes[0]!)
    const scim = scimClient(team)
    // At the node that does not write: it hears of changes through Redis or the log alone.
    const follower = new Subscriber(nodes[1]!, team.apiKey, { deadlineMilliseconds: 20_000 })
    expect((await follower.next()).__typename).toBe('Checkpoint')
    const names = () => [...follower.folded.users.values()].map((user) => user.userName)
    await scim.createUser('before@acme.example')
    await follower.until(() => names().includes('before@acme.example'))
    await redis.stop()
    await scim.createUser('during@acme.example')
    await follower.until(() => names().includes('during@acme.example'))
    const ready = await fetch(`${nodes[1]!.url}/ready`)
    expect([ready.status, ((await ready.json()) as { bus: object }).bus]).toEqual([200, { kind: 'redis', isConnected: false }])
    await redis.restart()
    await scim.createUser('after@acme.example')
    await follower.until(() => names().includes('after@acme.example'))
    expect(follower.changes.map((change) => change.revision)).toEqual([5, 6, 7])
    await follower.stop()
    await Promise.all(nodes.map((node) => node.stop()))
    await redis.stop()
    await database.drop()
  })
})

describe('Effective spend limit', () => {
  type Effective = {
    isUnlimited: boolean
    amount: { amountMinor: number } | null
    source: string
    withoutWinner: { source: string } | null
    candidates: { isWinner: boolean; reason: string }[]
  }
  const effective = async (userId: string): Promise<Effective> => {
    const { data } = await ask<{ team: { user: { effectiveSpendLimit: Effective } } }>(
      `query Effective($id: ID!) { team { user(by: { id: $id }) { effectiveSpendLimit {
        isUnlimited amount { amountMinor } source withoutWinner { source } candidates { isWinner reason } } } } }`,
      { id: userId },
    )
    return data!.team.user.effectiveSpendLimit
  }
  const set = async (target: object, value: object): Promise<void> => {
    const { data } = await ask<{ setSpendLimit: { __typename: string } }>(
      'mutation Set($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }',
      { input: { target, value } },
    )
    expect(data!.setSpendLimit.__typename).toBe('SetSpendLimitSuccess')
  }

  it('= the override, otherwise the highest limit of the groups, otherwise the team default, otherwise unlimited; and it always says why', async () => {
    const userId = await app.scim.createUser('spender@acme.example')
    const [low, high, none] = await Promise.all(['Low', 'High', 'None'].map((name) => app.scim.createGroup(name)))
    expect(await effective(userId)).toMatchObject({ isUnlimited: true, source: 'NONE', candidates: [] })
    await set({ teamId: app.team.teamId }, { amountMinor: 10_000 })
    expect(await effective(userId)).toMatchObject({ amount: { amountMinor: 10_000 }, source: 'TEAM' })
    await set({ groupId: low }, { amountMinor: 0 })
    await set({ groupId: high }, { amountMinor: 500 })
    for (const group of [low, none]) await app.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: userId }] })
    expect(await effective(userId)).toMatchObject({ amount: { amountMinor: 0 }, source: 'GROUP', withoutWinner: { source: 'TEAM' } })
    await app.scim.patch(`/Groups/${high}`, { op: 'add', path: 'members', value: [{ value: userId }] })
    expect(await effective(userId)).toMatchObject({ amount: { amountMinor: 500 }, source: 'GROUP' })
    await set({ userId }, { unlimited: true })
    const answer = await effective(userId)
    expect(answer).toMatchObject({ isUnlimited: true, amount: null, source: 'USER', withoutWinner: { source: 'GROUP' } })
    expect(answer.candidates.map((candidate) => candidate.isWinner)).toEqual([true, false, false, false])
    expect(answer.candidates.every((candidate) => candidate.reason.length > 10)).toBe(true)
    await app.scim.patch(`/Users/${userId}`, { op: 'replace', path: 'active', value: false })
    expect(await effective(userId)).toMatchObject({ isUnlimited: false, amount: { amountMinor: 0 }, source: 'INACTIVE_USER' })
  })
})

describe('Plan and SSO come first.', () => {
  const setPlan = (teamId: string, plan: string) =>
    ask('mutation Plan($input: SetTeamPlanInput!) { setTeamPlan(input: $input) { __typename } }', { input: { teamId, plan } }, platformKey)

  it('SCIM is served only while both hold; otherwise 403 that says what to do, and nothing is lost or changed', async () => {
    const team = await app.newTeam('Gate')
    const id = await team.scim.createUser('kept@acme.example')
    for (const plan of ['PRO', 'FREE']) {
      await setPlan(team.teamId, plan)
      for (const [method, path] of [
        ['GET', '/Users'],
        ['POST', '/Users'],
        ['DELETE', `/Users/${id}`],
        ['GET', '/Schemas'],
      ] as const) {
        const answer = await team.scim.request(method, path, method === 'POST' ? { schemas: [userUrn], userName: 'x' } : undefined)
        expect([answer.status, answer.body['status']]).toEqual([403, '403'])
        expect(answer.body['detail']).toMatch(/Enterprise plan/)
      }
    }
    await setPlan(team.teamId, 'ENTERPRISE')
    expect((await team.scim.get(`/Users/${id}`)).body['userName']).toBe('kept@acme.example')
  })

  it('a directory can be set up only while both hold', async () => {
    const create = async (plan: string, localSso: boolean) => {
      const made = await ask<{ createTeam: { team: { id: string } } }>(
        'mutation Make($input: CreateTeamInput!) { createTeam(input: $input) { ... on CreateTeamSuccess { team { id } } } }',
        { input: { name: 'T', plan, currency: 'EUR', localSso } },
        platformKey,
      )
      const answer = await ask<{ createDirectory: { __typename: string; code?: string; message?: string } }>(
        'mutation Make($input: CreateDirectoryInput!) { createDirectory(input: $input) { __typename ... on Error { code message } } }',
        { input: { teamId: made.data!.createTeam.team.id, name: 'D', provider: 'OKTA' } },
        platformKey,
      )
      return answer.data!.createDirectory
    }
    expect(await create('ENTERPRISE', true)).toMatchObject({ __typename: 'CreateDirectorySuccess' })
    expect(await create('PRO', true)).toMatchObject({ __typename: 'PlanRequiredError', code: 'PLAN_REQUIRED' })
    expect(await create('ENTERPRISE', false)).toMatchObject({ __typename: 'SsoRequiredError', code: 'SSO_REQUIRED' })
  })
})

describe('Leaving is immediate.', () => {
  it('when the IdP deactivates or deletes a user, their sessions and open subscriptions end, on another node too, for administrators as for members', async () => {
    const other = await startNode({ databaseUrl: app.database.url })
    onTestFinished(() => other.stop())
    const leave = {
      deactivated: (id: string) => app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false }),
      deleted: (id: string) => app.scim.delete(`/Users/${id}`),
    }
    for (const [how, act] of Object.entries(leave)) {
      const user = await app.scim.createUser(`member-${how}`)
      const administrator = await app.scim.createUser(`administrator-${how}`)
      const email = `administrator-${how}@acme.example`
      await signedInAdministrator(app.node, app.team.teamId, email)
      const identity = { subject: email, email, isEmailVerified: true, matchingValue: `administrator-${how}` }
      const cookies = [
        await signedInUser(app.node, app.team.teamId, `member-${how}`),
        cookieOf(await signInAs(app.node, app.team.teamId, identity)),
      ]
      const queries = [`subscription { membershipChanges(userId: "${user}") { __typename } }`, 'subscription { changes { __typename } }']
      const sockets: RawSocket[] = []
      for (const [index, cookie] of cookies.entries()) {
        const socket = await new RawSocket(other, { headers: { cookie, origin: other.url } }).open()
        socket.send({ type: 'connection_init' })
        expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
        sockets.push(await socket.subscribed('1', queries[index]))
      }
      for (const id of [user, administrator]) await act(id)
      for (const socket of sockets) expect((await socket.closed).code).toBe(4401)
      for (const node of [app.node, other])
        for (const cookie of cookies) expect((await graphqlClient(node, undefined, cookie).ask('{ viewer { kind } }')).status).toBe(401)
    }
  })

  it('the database itself ends the sessions, whichever statement the deactivation was', async () => {
    const user = await app.scim.createUser('by-statement')
    const cookie = await signedInUser(app.node, app.team.teamId, 'by-statement')
    await app.node.app.database.$executeRaw`UPDATE users SET active = false WHERE id = ${fromId('user', user)}::uuid`
    expect((await graphqlClient(app.node, undefined, cookie).ask('{ viewer { kind } }')).status).toBe(401)
    await app.node.app.database.$executeRaw`UPDATE users SET active = true WHERE id = ${fromId('user', user)}::uuid`
    expect((await graphqlClient(app.node, undefined, cookie).ask('{ viewer { kind } }')).status).toBe(401)
  })
})

describe("No team sees another's data", () => {
  it('not over SCIM: ids, filters, members and names of another team are nobody here', async () => {
    const other = await app.newTeam('Neighbour')
    const theirs = await other.scim.createUser('theirs@other.example', { externalId: 'THEIRS' })
    const theirGroup = await other.scim.createGroup('Theirs')
    const nobody = 'user-01a20cdf-64bb-71ef-85b2-b58aefca8081'
    const plain = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
      JSON.stringify([status, body])
        .replaceAll(theirs, 'X')
        .replaceAll(nobody, 'X')
        .replace(/\(Request [^)]*\)/, '')
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const body =
        method === 'PUT'
          ? { schemas: [userUrn], userName: 'x' }
          : method === 'PATCH'
            ? { Operations: [{ op: 'remove', path: 'title' }], schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] }
            : undefined
      const answers = await Promise.all([theirs, nobody].map((id) => app.scim.request(method, `/Users/${id}`, body)))
      expect(plain(answers[0]!)).toBe(plain(answers[1]!))
      expect(answers[0]!.status).toBe(404)
    }
    for (const filter of [
      `id eq "${theirs}"`,
      'userName eq "theirs@other.example"',
      'externalId eq "THEIRS"',
      `groups.value eq "${theirGroup}"`,
    ]) {
      expect((await app.scim.get(`/Users?filter=${encodeURIComponent(filter)}`)).body['totalResults']).toBe(0)
    }
    expect(await app.scim.createUser('theirs@other.example', { externalId: 'THEIRS' })).not.toBe(theirs)
    const group = await app.scim.createGroup('Theirs', [theirs])
    expect((await app.scim.get(`/Groups/${group}`)).body['members']).toBeUndefined()
    expect((await app.scim.patch(`/Groups/${theirGroup}`, { op: 'replace', path: 'displayName', value: 'Ours' })).status).toBe(404)
    expect((await other.scim.get(`/Groups/${theirGroup}`)).body['displayName']).toBe('Theirs')
  })

  it('not over GraphQL: node, team, user, subscription and limits of another team read as not found', async () => {
    const other = await app.newTeam('Curious')
    const theirs = await other.scim.createUser('curious@other.example')
    const key = app.team.apiKey
    expect((await ask('query N($id: ID!) { node(id: $id) { id } }', { id: theirs }, key)).data).toEqual({ node: null })
    expect((await ask('query N($id: ID!) { node(id: $id) { id } }', { id: other.teamId }, key)).data).toEqual({ node: null })
    expect((await ask('query N($id: ID!) { team(id: $id) { id } }', { id: other.teamId }, key)).data).toEqual({ team: null })
    expect((await ask('query N($id: ID!) { team { user(by: { id: $id }) { id } } }', { id: theirs }, key)).data).toEqual({
      team: { user: null },
    })
    const set = await ask<{ setSpendLimit: { code: string } }>(
      'mutation S($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { ... on Error { code } } }',
      { input: { target: { userId: theirs }, value: { amountMinor: 1 } } },
      key,
    )
    expect(set.data!.setSpendLimit.code).toBe('NOT_FOUND')
    const follower = new Subscriber(app.node, key, { teamId: other.teamId })
    expect((await follower.next()).__typename).toBe('NotFoundError')
    expect(await follower.ended()).toEqual({ completed: true })
    await follower.stop()
  })

  it('not by a cursor: that of another team is another history', async () => {
    const other = await app.newTeam('Cursor')
    const { data } = await ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }', undefined, other.apiKey)
    const follower = new Subscriber(app.node, app.team.apiKey, { after: data!.team.changeCursor })
    expect(await follower.next()).toMatchObject({ __typename: 'ResyncRequired' })
    await follower.stop()
  })
})

describe('Secrets are never readable.', () => {
  it('tokens, keys and passwords are stored as hashes, shown once and never logged', async () => {
    const database = await createDatabase()
    const lines: string[] = []
    const log = pino({ level: 'trace' }, new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }))
    const node = await buildApp({ ...parseConfig({ PORT: '0', HEADCOUNT_PLATFORM_KEY: platformKey }), databaseUrl: database.url }, log)
    const url = await node.listen()
    const started = {
      app: node,
      url,
      graphqlUrl: `${url}/graphql`,
      subscriptionsUrl: `${url.replace('http', 'ws')}/graphql`,
      platformKey,
      stop: () => node.close(),
    }
    const team = await createTestTeam(started)
    const scim = scimClient(team)
    const id = await scim.createUser('hush@acme.example', { password: 'Pa55-phrase' })
    await scim.patch(`/Users/${id}`, { op: 'replace', value: { password: 'Pa55-phrase' } })
    await scimClient({ ...team, scimToken: `${team.scimToken}x` }).get('/Users')
    await graphqlClient(started, team.apiKey).ask('{ team { directories { tokens { id label } } } }')
    await graphqlClient(started, `${team.apiKey}x`).ask('{ viewer { kind } }')
    const follower = new Subscriber(started, team.apiKey)
    await follower.next()
    await follower.stop()
    const tables = await node.database.$queryRaw<
      { name: string }[]
    >`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
    const dump = (
      await Promise.all(
        tables.map(({ name }) => node.database.$queryRawUnsafe<{ text: string }[]>(`SELECT (t.*)::text AS text FROM "${name}" t`)),
      )
    )
      .flat()
      .map((row) => row.text)
      .join('\n')
    await node.close()
    expect(lines.length).toBeGreaterThan(5)
    const logged = lines.join('')
    for (const secret of [team.scimToken, team.apiKey, platformKey, 'Pa55-phrase']) {
      expect(dump.includes(secret), 'database').toBe(false)
      expect(logged.includes(secret), 'log').toBe(false)
    }
    expect(dump).toContain('hush@acme.example')
    await database.drop()
  })
})

describe('Bad input changes nothing and says why', () => {
  let before: string[][]
  beforeAll(async () => (before = [await rows('users'), await rows('groups'), await rows('changes')]))

  it.each<[string, string, unknown, number, string | undefined]>([
    ['POST', '/Users', '{', 400, 'invalidSyntax'],
    ['POST', '/Users', { schemas: [userUrn] }, 400, 'invalidValue'],
    ['POST', '/Groups', { displayName: 7 }, 400, 'invalidValue'],
    [
      'PATCH',
      '/Users/user-01a20cdf-64bb-71ef-85b2-b58aefca8081',
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [] },
      400,
      'invalidSyntax',
    ],
    [
      'PATCH',
      '/Users/user-01a20cdf-64bb-71ef-85b2-b58aefca8081',
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'remove' }] },
      400,
      'noTarget',
    ],
    ['GET', '/Users?filter=nothing', undefined, 400, 'invalidFilter'],
  ])('SCIM %s %s: a SCIM error with status, scimType and detail (RFC 7644 §3.12)', async (method, path, body, status, scimType) => {
    const answer = await app.scim.request(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      scimType,
      detail: expect.any(String),
    })
  })

  it('GraphQL: a typed result for what a caller can fix, a clean error for the rest', async () => {
    const set = (input: object) =>
      ask<{ setSpendLimit: { __typename: string; message: string } }>(
        'mutation S($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename ... on Error { message } } }',
        { input },
      )
    const team = { teamId: app.team.teamId }
    for (const value of [{ amountMinor: -1 }, { unlimited: false }]) {
      expect((await set({ target: team, value })).data!.setSpendLimit).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.any(String),
      })
    }
    expect((await set({ target: team, value: { amountMinor: 1 }, currency: 'USD' })).data!.setSpendLimit.message).toMatch(/billed in EUR/)
    expect(
      (await set({ target: { userId: toId('user', fromId('team', app.team.teamId)!) }, value: { amountMinor: 1 } })).data!.setSpendLimit
        .__typename,
    ).toBe('NotFoundError')
    for (const value of [{ amountMinor: 1.5 }, { amountMinor: 2 ** 53 }, { amountMinor: 1, unlimited: true }, {}]) {
      const { errors } = await set({ target: team, value })
      expect(errors?.[0]?.message).toBeTruthy()
      expect(JSON.stringify(errors)).not.toMatch(/prisma|SELECT|\.ts:/i)
    }
  })

  it('and nothing was changed by any of these', async () => {
    expect([await rows('users'), await rows('groups'), await rows('changes')]).toEqual(before)
  })
})
