import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/change.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { guardedEndpoints } from '../../src/scim/routes.ts'
import { redisUrl } from '../support/redis.ts'
import { patchOp, scimClient, type ScimClient, type ScimResponse } from '../support/scim-client.ts'
import { type StartedApp, type TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

// Generated from the route table: an endpoint without a sample here fails, so that a new one is asked about from its first day on.

const app = useApp({ redisUrl })
const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
const secondNode = useSecondNode(app)

const database = () => app.node.app.database
const commands = () => app.node.app.commands

type Sample = { method: string; path: string; body?: unknown }
type Inhabited = { team: TestTeam; teamId: string; directoryId: string; user: string; group: string; token: string; tokenId: string }
/** By "METHOD /path" of the route table; several where a request may be answered in several ways. What deletes comes last when they are really done. */
const samples: Record<string, (at: Inhabited) => Omit<Sample, 'method'>[]> = {
  'GET /Users': ({ user }) => [
    { path: '/Users' },
    { path: filtered('/Users', 'userName eq "ada"') },
    { path: filtered('/Users', 'externalId eq "a-1"') },
    { path: filtered('/Users', 'emails.value eq "ada@acme.example"') },
    { path: filtered('/Users', `id eq "${user}"`) },
    { path: filtered('/Users', 'userName sw "a" and active eq true') },
    { path: '/Users?cursor&count=1' },
    { path: '/Users?sortBy=userName&startIndex=1&count=1' },
    { path: '/Users?count=0' },
  ],
  'POST /Users': () => [{ path: '/Users', body: { schemas: [userUrn], userName: `new-${randomUUID()}` } }],
  'POST /Users/.search': () => [{ path: '/Users/.search', body: { schemas: [searchUrn], filter: 'userName eq "ada"' } }],
  'GET /Users/:id': ({ user }) => [{ path: `/Users/${user}` }, { path: `/Users/${user}?attributes=groups` }],
  'PUT /Users/:id': ({ user }) => [{ path: `/Users/${user}`, body: { schemas: [userUrn], userName: 'ada', displayName: randomUUID() } }],
  'PATCH /Users/:id': ({ user }) => [
    { path: `/Users/${user}`, body: patchOp({ op: 'replace', path: 'displayName', value: randomUUID() }) },
    { path: `/Users/${user}`, body: patchOp({ op: 'replace', path: 'active', value: true }) },
  ],
  'DELETE /Users/:id': ({ user }) => [{ path: `/Users/${user}` }],
  'GET /Groups': () => [
    { path: '/Groups' },
    { path: filtered('/Groups', 'displayName eq "All"') },
    { path: `${filtered('/Groups', 'displayName eq "All"')}&excludedAttributes=members` },
    { path: filtered('/Groups', 'displayName co "l"') },
  ],
  'POST /Groups': ({ user }) => [{ path: '/Groups', body: { schemas: [groupUrn], displayName: randomUUID(), members: [{ value: user }] } }],
  'POST /Groups/.search': () => [{ path: '/Groups/.search', body: { schemas: [searchUrn], filter: 'displayName eq "All"' } }],
  'GET /Groups/:id': ({ group }) => [{ path: `/Groups/${group}` }, { path: `/Groups/${group}?excludedAttributes=members` }],
  'PUT /Groups/:id': ({ group, user }) => [
    { path: `/Groups/${group}`, body: { schemas: [groupUrn], displayName: 'All', externalId: randomUUID(), members: [{ value: user }] } },
  ],
  'PATCH /Groups/:id': ({ group, user }) => [
    { path: `/Groups/${group}`, body: patchOp({ op: 'remove', path: `members[value eq "${user}"]` }) },
    { path: `/Groups/${group}`, body: patchOp({ op: 'add', path: 'members', value: [{ value: user }] }) },
    { path: `/Groups/${group}`, body: patchOp({ op: 'replace', path: 'externalId', value: randomUUID() }) },
  ],
  'DELETE /Groups/:id': ({ group }) => [{ path: `/Groups/${group}` }],
  'GET /': () => [{ path: '/' }, { path: filtered('/', 'id pr') }],
  'POST /.search': () => [{ path: '/.search', body: { schemas: [searchUrn], filter: 'id pr' } }],
  'GET /ResourceTypes': () => [{ path: '/ResourceTypes' }],
  'GET /ResourceTypes/:id': () => [{ path: '/ResourceTypes/User' }],
  'GET /Schemas': () => [{ path: '/Schemas' }],
  'GET /Schemas/:id': () => [{ path: `/Schemas/${userUrn}` }],
  'POST /Bulk': ({ user }) => [
    {
      path: '/Bulk',
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [
          { method: 'POST', path: '/Users', bulkId: 'u', data: { schemas: [userUrn], userName: `bulk-${randomUUID()}` } },
          {
            method: 'POST',
            path: '/Groups',
            bulkId: 'g',
            data: { schemas: [groupUrn], displayName: randomUUID(), members: [{ value: 'bulkId:u' }] },
          },
          { method: 'PATCH', path: `/Users/${user}`, data: patchOp({ op: 'replace', path: 'title', value: randomUUID() }) },
        ],
      },
    },
  ],
  ...Object.fromEntries(
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [
      `${method} /Me`,
      () => [{ path: '/Me', ...(method === 'GET' ? {} : { body: {} }) }],
    ]),
  ),
}
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
function filtered(path: string, filter: string): string {
  return `${path}?filter=${encodeURIComponent(filter)}`
}

function samplesOf(at: Inhabited): Sample[] {
  return guardedEndpoints.flatMap(({ method, path }) => {
    const sample = samples[`${method} ${path}`]
    if (!sample) throw new Error(`${method} ${path} is in the route table and has no sample here`)
    return sample(at).map((request) => ({ method, ...request }))
  })
}

async function inhabit(name: string): Promise<Inhabited> {
  const team = await app.newTeam(name)
  const teamId = fromId('team', team.teamId)!
  // Single sign-on as it is in production: by its connection's state alone.
  await database().team.update({ where: { id: teamId }, data: { localSso: false, ssoState: 'ACTIVE' } })
  const now = new Date()
  const state = { stateReason: 'Signed in.', stateSince: now, verifiedAt: now, createdAt: now }
  const matching = { userMatching: 'EXTERNAL_ID', matchingClaim: 'sub' }
  await database().ssoConnection.create({
    data: { id: randomUUID(), teamId, issuer: 'https://idp.example', clientId: 'headcount', ...matching, ...state },
  })
  const user = await team.scim.createUser('ada', { externalId: 'a-1', emails: [{ value: 'ada@acme.example' }] })
  const group = await team.scim.createGroup('All', [user])
  const { id } = await database().directoryToken.findFirstOrThrow({ where: { directoryId: fromId('directory', team.directoryId)! } })
  return { team, teamId, directoryId: fromId('directory', team.directoryId)!, user, group, token: team.scimToken, tokenId: id }
}

const on = (node: StartedApp, { team, token }: Inhabited): ScimClient =>
  scimClient({ scimUrl: `${node.url}/scim/v2/${team.directoryId}`, scimToken: token })

/** What identity providers write, and its log. */
async function written({ teamId }: Inhabited): Promise<unknown> {
  const where = { where: { teamId }, orderBy: { id: 'asc' as const } }
  const [users, groups] = [await database().user.findMany(where), await database().group.findMany(where)]
  const memberships = await database().membership.count({ where: { group: { teamId } } })
  const changes = await database().change.count({ where: { teamId, actorKind: 'DIRECTORY' } })
  return { users, groups, memberships, changes }
}

type Ending = {
  name: string
  status: number
  says: RegExp
  end(at: Inhabited): Promise<unknown>
  /** Opens it again; a new token for one that was revoked. */
  mend(at: Inhabited): Promise<unknown>
}

const newToken = async (at: Inhabited): Promise<void> => {
  const { value } = await commands().issueDirectoryToken({
    teamId: at.teamId,
    actor,
    directoryId: at.directoryId,
    label: 'Next',
    expiresAt: null,
  })
  Object.assign(at, { token: value.secret, tokenId: value.token.id })
}

const endings: Ending[] = [
  {
    name: 'the token is revoked',
    status: 401,
    says: /token is missing, expired, revoked/,
    end: ({ teamId, tokenId }) => commands().revokeDirectoryToken({ teamId, actor, tokenId }),
    mend: newToken,
  },
  {
    name: 'the plan changes',
    status: 403,
    says: /^SCIM needs the Enterprise plan; .* Upgrade the team/,
    end: ({ teamId }) => commands().setTeamPlan({ teamId, actor, plan: 'PRO' }),
    mend: ({ teamId }) => commands().setTeamPlan({ teamId, actor, plan: 'ENTERPRISE' }),
  },
  {
    name: 'single sign-on is deactivated',
    status: 403,
    says: /^SCIM needs an active SSO connection; .* is inactive/,
    end: ({ teamId }) => commands().deactivateSso({ teamId, actor, cause: 'BY_HAND', reason: 'A test' }),
    async mend({ teamId }) {
      await database().ssoConnection.updateMany({ where: { teamId }, data: { isHeld: false } })
      await database().team.update({ where: { id: teamId }, data: { ssoState: 'ACTIVE' } })
    },
  },
]

const shown = ({ method, path }: Sample): string => `${method} ${path}`

describe('SCIM is served only while token, plan and single sign-on hold: from the commit of their end on', () => {
  test.each(endings)(
    'when $name at one node, the very next request of any kind is refused at the other and changes nothing',
    async (ending) => {
      const at = await inhabit(`Ends ${ending.name}`)
      for (const sample of samplesOf(at)) {
        // The other node has looked the token up a moment ago, found it good and trusts that.
        const open = await on(secondNode, at).get(filtered('/Users', 'userName eq "ada"'))
        expect([shown(sample), open.status, open.body['totalResults']]).toEqual([shown(sample), 200, 1])
        const before = await written(at)
        await ending.end(at)
        const answer = await on(secondNode, at).request(sample.method, sample.path, sample.body)
        expectRefusal(ending, sample, answer)
        expectRefusal(ending, sample, await on(app.node, at).request(sample.method, sample.path, sample.body))
        expect([shown(sample), await written(at)]).toEqual([shown(sample), before])
        await ending.mend(at)
      }
    },
  )

  test('and every one of these requests is served while they hold', async () => {
    const at = await inhabit('Holds')
    const inOrder = samplesOf(at).sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
    for (const sample of inOrder) {
      const { status } = await on(secondNode, at).request(sample.method, sample.path, sample.body)
      expect([shown(sample), status < 300]).toEqual([shown(sample), !sample.path.startsWith('/Me')])
      if (sample.path.startsWith('/Me')) expect(status).toBe(501)
    }
  })

  test('a request that is refused for its form is told of the end all the same', async () => {
    const at = await inhabit('Malformed')
    const malformed: Sample[] = [
      { method: 'POST', path: '/Users', body: { schemas: [userUrn] } },
      { method: 'PATCH', path: `/Users/${at.user}`, body: patchOp({ op: 'grow', path: 'x' }) },
      { method: 'GET', path: filtered('/Users', 'userName eq') },
      { method: 'GET', path: '/Users/nobody' },
      { method: 'DELETE', path: '/Groups/nothing' },
      { method: 'POST', path: '/Bulk', body: {} },
    ]
    for (const ending of endings) {
      for (const sample of malformed) {
        const before = await on(secondNode, at).request(sample.method, sample.path, sample.body)
        expect([shown(sample), [400, 404].includes(before.status)]).toEqual([shown(sample), true])
        await ending.end(at)
        expectRefusal(ending, sample, await on(secondNode, at).request(sample.method, sample.path, sample.body))
        await ending.mend(at)
      }
    }
  })

  test('several tokens of a directory hold together, and each ends by itself: by its time, or when it is revoked', async () => {
    const at = await inhabit('Rotation')
    const first = on(secondNode, at)
    await newToken(at)
    const second = on(secondNode, at)
    for (const scim of [first, second]) expect((await scim.get('/Users')).status).toBe(200)
    await database().directoryToken.update({ where: { id: at.tokenId }, data: { expiresAt: new Date(Date.now() - 1) } })
    expect((await second.get(filtered('/Users', 'userName eq "ada"'))).status).toBe(401)
    expect((await second.get(`/Users/${at.user}`)).status).toBe(401)
    expect((await second.post('/Users', { userName: 'late' })).status).toBe(401)
    expect((await first.get('/Users')).status).toBe(200)
    const other = await inhabit('Rotation of another')
    const stranger = scimClient({ scimUrl: `${app.node.url}/scim/v2/${toId('directory', at.directoryId)}`, scimToken: other.token })
    expect((await stranger.get('/Users')).status).toBe(401)
  })
})

function expectRefusal({ status, says }: Ending, sample: Sample, answer: ScimResponse): void {
  expect([shown(sample), answer.status, answer.body['detail']]).toEqual([shown(sample), status, expect.stringMatching(says)])
  expect(answer.body['status']).toBe(String(status))
}
