import { describe, expect, it } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import {
  bulk,
  bulkRequest,
  idOf,
  managedBy,
  patchOf,
  postGroup,
  postUser,
  statusesOf,
  type SentOperation,
} from '../support/bulk-request.ts'
import { loggedRequests } from '../support/logged-requests.ts'
import type { ScimBody, ScimClient } from '../support/scim-client.ts'
import { strictTeam } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'
import { changingNothing, enterpriseUrn } from './rules/wire.ts'

const app = useApp()
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'

const listed = async (scim: ScimClient, path: string): Promise<ScimBody[]> => (await scim.get(`${path}?count=1000`)).body['Resources']
const memberIds = (group: ScimBody): string[] => (group['members'] ?? []).map((member: ScimBody) => member['value']).sort()
const managerOf = (user: ScimBody): string | undefined => user[enterpriseUrn]?.manager?.value
const changesOf = (teamId: string) =>
  app.node.app.database.change.findMany({ where: { teamId: fromId('team', teamId)! }, orderBy: { revision: 'asc' } })

describe('a first synchronisation in one bulk request', () => {
  it('brings 900 users with their managers and 100 groups with their members, whatever stands first', async () => {
    const team = await app.newTeam()
    const users = Array.from({ length: 900 }, (_, index) =>
      postUser(`u${index}`, `person-${index}@acme.example`, {
        externalId: `x${index}`,
        ...(index % 10 === 0 ? {} : managedBy(`bulkId:u${index - (index % 10)}`)),
      }),
    )
    const groups = Array.from({ length: 100 }, (_, index) =>
      postGroup(
        `g${index}`,
        `Group ${index}`,
        [0, 1, 2, 3].map((step) => `bulkId:u${(index * 7 + step * 31) % 900}`),
      ),
    )
    const results = await bulk(team.scim, [...groups, ...users])
    expect(new Set(statusesOf(results))).toEqual(new Set(['201']))
    expect(results.map((result) => result['bulkId'])).toEqual([...groups, ...users].map((operation) => operation.bulkId))
    const ids = new Map(results.map((result) => [result['bulkId'], idOf(result)]))
    const [allUsers, allGroups] = await Promise.all([listed(team.scim, '/Users'), listed(team.scim, '/Groups')])
    expect(allUsers).toHaveLength(900)
    for (const user of allUsers) {
      const index = Number(user['externalId'].slice(1))
      expect(user['id']).toBe(ids.get(`u${index}`))
      expect(managerOf(user)).toBe(index % 10 === 0 ? undefined : ids.get(`u${index - (index % 10)}`))
    }
    for (const group of allGroups) {
      const index = Number(group['displayName'].slice('Group '.length))
      expect(memberIds(group)).toEqual([0, 1, 2, 3].map((step) => ids.get(`u${(index * 7 + step * 31) % 900}`)).sort())
    }
    const changes = await changesOf(team.teamId)
    expect(changes.map((change) => Number(change.revision))).toEqual(changes.map((_, index) => index + 1))
    // Independent operations share their commits, and with them the moment of their changes.
    expect(new Set(changes.filter((change) => change.kind === 'UserCreated').map((change) => change.at.getTime())).size).toBeLessThan(100)
  })

  it('sent again creates nothing: each POST is answered 409 uniqueness, each reference to it 409 invalidValue', async () => {
    const team = await app.newTeam()
    const operations = [postUser('a', 'a@x'), postUser('b', 'b@x', managedBy('bulkId:a')), postGroup('g', 'G', ['bulkId:a'])]
    expect(statusesOf(await bulk(team.scim, operations))).toEqual(['201', '201', '201'])
    const again = await changingNothing(app, () => bulk(team.scim, operations))
    expect(again.map((result) => [result['status'], result['response'].scimType])).toEqual([
      ['409', 'uniqueness'],
      ['409', 'invalidValue'],
      ['409', 'invalidValue'],
    ])
  })

  it('by two requests at once creates each user once', async () => {
    const team = await app.newTeam()
    const operations = Array.from({ length: 50 }, (_, index) => postUser(`u${index}`, `person-${index}`))
    const answers = await Promise.all([bulk(team.scim, operations), bulk(team.scim, operations.toReversed())])
    expect(answers.flatMap(statusesOf).sort()).toEqual([...Array(50).fill('201'), ...Array(50).fill('409')])
    expect(await listed(team.scim, '/Users')).toHaveLength(50)
  })
})

describe('operations on one resource', () => {
  it('keep the order of the request, 1,000 of them', async () => {
    const id = await app.scim.createUser('often@x')
    const groupId = await app.scim.createGroup('Often')
    const [a, b] = [await app.scim.createUser('often-a'), await app.scim.createUser('often-b')]
    const remove = (userId: string): object => ({ op: 'remove', path: `members[value eq "${userId}"]` })
    const add = (userId: string): object => ({ op: 'add', path: 'members', value: [{ value: userId }] })
    const operations = Array.from({ length: 500 }, (_, index) => [
      patchOf(`/Users/${id}`, { op: 'replace', path: 'title', value: `Title ${index}` }),
      patchOf(`/Groups/${groupId}`, [add, add, remove, remove][index % 4]!(index % 2 === 0 ? a : b)),
    ]).flat()
    const results = await bulk(app.scim, operations)
    expect(new Set(statusesOf(results))).toEqual(new Set(['200']))
    const versions = (at: number): string[] => results.filter((_, index) => index % 2 === at).map((result) => result['version'])
    const ascending = Array.from({ length: 500 }, (_, index) => `W/"${index + 2}"`)
    expect(versions(0)).toEqual(ascending)
    expect(versions(1)).toEqual(ascending)
    expect((await app.scim.get(`/Users/${id}`)).body['title']).toBe('Title 499')
    expect(memberIds((await app.scim.get(`/Groups/${groupId}`)).body)).toEqual([])
  })

  it('let one request create, change, fill and delete', async () => {
    const results = await bulk(app.scim, [
      postUser('u', 'brief@x'),
      postGroup('g', 'Brief', ['bulkId:u']),
      patchOf('/Users/bulkId:u', { op: 'replace', path: 'userName', value: 'briefer@x' }),
      postUser('v', 'brief@x', managedBy('bulkId:u')),
      patchOf('/Groups/bulkId:g', { op: 'add', path: 'members', value: [{ value: 'bulkId:v' }] }),
      { method: 'DELETE', path: '/Users/bulkId:u' },
      patchOf('/Users/bulkId:u', { op: 'replace', path: 'title', value: 'T' }),
    ])
    expect(statusesOf(results)).toEqual(['201', '201', '200', '201', '200', '204', '404'])
    expect(results.map((result) => result['version'])).toEqual(['W/"1"', 'W/"2"', 'W/"2"', 'W/"1"', 'W/"3"', undefined, undefined])
    expect(memberIds((await app.scim.get(`/Groups/${idOf(results[1])}`)).body)).toEqual([idOf(results[3])])
  })

  it('pass names on: of two renamings that need each other the order decides', async () => {
    const [x, y] = [await app.scim.createUser('chain-a'), await app.scim.createUser('chain-b')]
    const rename = (id: string, to: string): SentOperation => patchOf(`/Users/${id}`, { op: 'replace', path: 'userName', value: to })
    expect(statusesOf(await bulk(app.scim, [rename(y, 'chain-c'), rename(x, 'chain-b')]))).toEqual(['200', '200'])
    expect(statusesOf(await bulk(app.scim, [rename(x, 'chain-c'), rename(y, 'chain-d')]))).toEqual(['409', '200'])
    expect(
      statusesOf(await bulk(app.scim, [postUser('a', 'same@x'), postUser('b', 'SAME@x'), postGroup('c', 'Same'), postGroup('d', 'same')])),
    ).toEqual(['201', '409', '201', '409'])
  })

  it('pass names of groups on: who takes a name that an earlier operation lends and gives back does not overtake it', async () => {
    const [lender, taker] = (await bulk(app.scim, [postGroup('l', 'lender'), postGroup('t', 'taker')])).map(idOf)
    const rename = (id: string | undefined, to: string): SentOperation =>
      patchOf(`/Groups/${id}`, { op: 'replace', path: 'displayName', value: to })
    expect(statusesOf(await bulk(app.scim, [rename(lender, 'lent'), rename(lender, 'lender'), rename(taker, 'lent')]))).toEqual([
      '200',
      '200',
      '200',
    ])
  })
})

describe('a circle of references', () => {
  const pair = (a: string, b: string): SentOperation[] => [postUser('a', a, managedBy('bulkId:b')), postUser('b', b, managedBy('bulkId:a'))]

  it('that fails for any reason leaves nothing, and takes with it what refers to it', async () => {
    await app.scim.createUser('circle-taken')
    const dependants = [postGroup('g', 'Circle', ['bulkId:a']), patchOf('/Users/bulkId:b', { op: 'add', path: 'title', value: 'T' })]
    for (const [first, second, statuses, types] of [
      ['circle-1', 'circle-taken', ['409', '409'], ['invalidValue', 'uniqueness']],
      ['circle-1', 'CIRCLE-1', ['409', '409'], ['invalidValue', 'uniqueness']],
      ['circle-1', '', ['409', '400'], ['invalidValue', 'invalidValue']],
      ['circle-1', 'x'.repeat(600), ['409', '400'], ['invalidValue', 'invalidValue']],
    ] as const) {
      const results = await changingNothing(app, () => bulk(app.scim, [...dependants, ...pair(first, second)]))
      expect(statusesOf(results)).toEqual(['409', '409', ...statuses])
      expect(results.slice(2).map((result) => result['response'].scimType)).toEqual(types)
    }
    const outside = await changingNothing(app, () =>
      bulk(app.scim, [
        postUser('z', 'circle-taken'),
        postUser('a', 'circle-1', managedBy('bulkId:b')),
        postUser('b', 'circle-2', { ...managedBy('bulkId:a'), roles: [{ value: 'bulkId:z' }] }),
      ]),
    )
    expect(outside.map((result) => result['response'].scimType)).toEqual(['uniqueness', 'invalidValue', 'invalidValue'])
  })

  it('is created with one change for each, in one commit', async () => {
    const team = await app.newTeam()
    const results = await bulk(team.scim, [
      ...pair('ada', 'bob'),
      postGroup('g', 'Pair', ['bulkId:a', 'bulkId:b', 'bulkId:h']),
      postGroup('h', 'Nested', ['bulkId:g', 'bulkId:a']),
    ])
    expect(statusesOf(results)).toEqual(['201', '201', '201', '201'])
    const [a, b, g, h] = results.map(idOf)
    const users = await listed(team.scim, '/Users')
    expect(Object.fromEntries(users.map((user) => [user['id'], managerOf(user)]))).toEqual({ [a!]: b, [b!]: a })
    const groups = new Map((await listed(team.scim, '/Groups')).map((group) => [group['id'], memberIds(group)]))
    expect(groups).toEqual(
      new Map([
        [g, [a, b].sort()],
        [h, [a]],
      ]),
    )
    const made = (await changesOf(team.teamId)).slice(-6)
    expect(made.map((change) => change.kind)).toEqual([
      'UserCreated',
      'UserCreated',
      'GroupCreated',
      'MembershipChanged',
      'GroupCreated',
      'MembershipChanged',
    ])
  })
})

describe('failOnErrors', () => {
  const unknown = (index: number): SentOperation => ({ method: 'DELETE', path: `/Users/nobody-${index}` })

  it('counts every kind of error, and nothing is done beyond the one that ends it', async () => {
    const kinds: [string, unknown[]][] = [
      ['malformed', [{ method: 'GET', path: '/Users' }]],
      ['unknown reference', [{ method: 'DELETE', path: '/Users/bulkId:nobody' }]],
      ['not found', [unknown(1)]],
      ['dependant', [postUser('bad', ''), postGroup('g', 'Dependant', ['bulkId:bad'])]],
      ['circle', [postUser('a', '', managedBy('bulkId:b')), postUser('b', 'ends-b', managedBy('bulkId:a'))]],
    ]
    for (const [kind, failing] of kinds) {
      const after = Array.from({ length: 100 }, (_, index) => postUser(`after-${index}`, `ends-after-${index}`))
      const results = await changingNothing(app, () => bulk(app.scim, [...failing, ...after], { failOnErrors: failing.length }))
      expect([kind, results.length]).toEqual([kind, failing.length])
    }
  })

  it('of 100 errors among 200 operations at once stops at the 30th', async () => {
    const operations = Array.from({ length: 100 }, (_, index) => [postUser(`u${index}`, `thirty-${index}`), unknown(index)]).flat()
    const results = await bulk(app.scim, operations, { failOnErrors: 30 })
    expect(results.filter((result) => result['status'] === '404')).toHaveLength(30)
    const created = results.filter((result) => result['status'] === '201')
    expect((await listed(app.scim, '/Users')).filter((user) => user['userName'].startsWith('thirty-'))).toHaveLength(created.length)
  })

  it('that is never reached ends nothing', async () => {
    const results = await bulk(app.scim, [unknown(1), unknown(2), postUser('u', 'reached@x')], { failOnErrors: 3 })
    expect(statusesOf(results)).toEqual(['404', '404', '201'])
  })
})

describe('what cannot be a bulk request does nothing', () => {
  const good = [postUser('u', 'never@x')]
  it.each<[string, unknown, number, string | undefined]>([
    ['JSON that is broken off', JSON.stringify(bulkRequest(good)).slice(0, -3), 400, 'invalidSyntax'],
    ['an array', good, 400, 'invalidSyntax'],
    ['no Operations', { schemas: bulkRequest([])['schemas'] }, 400, 'invalidSyntax'],
    ['the schemas of another message', { ...bulkRequest(good), schemas: [userUrn] }, 400, 'invalidSyntax'],
    ['failOnErrors of none', bulkRequest(good, { failOnErrors: 0 }), 400, 'invalidSyntax'],
    ['1,001 operations', bulkRequest(Array.from({ length: 1_001 }, (_, index) => postUser(`u${index}`, `never-${index}`))), 413, undefined],
  ])('%s', async (_, body, status, scimType) => {
    const answer = await changingNothing(app, () => app.scim.post('/Bulk', body))
    expect([answer.status, answer.body['status'], answer.body['scimType']]).toEqual([status, String(status), scimType])
  })
})

describe('each operation is what it would be as a request of its own', () => {
  it('strict and lenient directories refuse and tolerate the same', async () => {
    const strict = (await strictTeam(app)).scim
    const operations = [
      postUser('u', 'alike@x'),
      { method: 'POST', path: '/Users', bulkId: 'v', data: { userName: 'no-schemas@x' } },
      postUser('w', 'unknown-name@x', { favouriteColour: 'blue' }),
      postGroup('g', 'Alike', ['bulkId:u', 'nobody']),
      patchOf('/Users/bulkId:u', { op: 'replace', path: 'emails[type eq "work"].value', value: 'a@x' }),
    ]
    expect(statusesOf(await bulk(app.scim, operations))).toEqual(['201', '201', '201', '201', '200'])
    expect(statusesOf(await bulk(strict, operations))).toEqual(['201', '400', '400', '400', '400'])
  })

  it('an id of another directory is not found, and nothing of it is told or touched', async () => {
    const other = await app.newTeam()
    const [userId, groupId] = [await other.scim.createUser('theirs@x'), await other.scim.createGroup('Theirs')]
    const operations = [
      { method: 'DELETE', path: `/Users/${userId}` },
      patchOf(`/Users/${userId}`, { op: 'add', path: 'title', value: 'T' }),
      { method: 'PUT', path: `/Groups/${groupId}`, data: { schemas: [groupUrn], displayName: 'Mine' } },
      { method: 'DELETE', path: `/Groups/${groupId}`, version: '*' },
      postGroup('g', 'Ours', [userId]),
    ]
    const results = await bulk(app.scim, operations)
    expect(statusesOf(results)).toEqual(['404', '404', '404', '404', '201'])
    expect(JSON.stringify(results)).not.toMatch(/theirs/i)
    expect(memberIds((await app.scim.get(`/Groups/${idOf(results[4])}`)).body)).toEqual([])
    expect([(await other.scim.get(`/Users/${userId}`)).status, (await other.scim.get(`/Groups/${groupId}`)).body['displayName']]).toEqual([
      200,
      'Theirs',
    ])
  })

  it('what was ignored, tolerated, refused and changed is in the log of requests, for the bulk request as one', async () => {
    const team = await app.newTeam()
    await bulk(team.scim, [
      postUser('u', 'logged@x', { favouriteColour: 'blue' }),
      postGroup('g', 'Logged', ['bulkId:u', 'nobody']),
      postUser('v', 'LOGGED@x'),
      { method: 'GET', path: '/Users' },
      postUser('a', 'logged-a', managedBy('bulkId:b')),
      postUser('b', 'logged-b', managedBy('bulkId:a')),
    ])
    const [entry] = await loggedRequests(app.node, team, 1)
    expect(entry).toMatchObject({ method: 'POST', path: '/Bulk', status: 200, ignored: ['favouriteColour'] })
    expect(entry!.tolerated).toEqual([
      expect.stringMatching(/^Operation 2 POST \/Groups: .*nobody/),
      expect.stringMatching(/^Operation 3 POST \/Users: 409 userName/),
      expect.stringMatching(/^Operation 4 GET: 400 /),
    ])
    expect(entry!.changes.map((change) => change.__typename).sort()).toEqual([
      'GroupCreated',
      'MembershipChanged',
      ...Array(3).fill('UserCreated'),
    ])
  })

  it('names of a prototype pollute nothing', async () => {
    const { status } = await app.scim.post(
      '/Bulk',
      `{"__proto__":{"polluted":1},"Operations":[{"__proto__":{"polluted":1},"method":"POST","path":"/Users","bulkId":"__proto__",
        "data":{"userName":"bulk-proto@x","__proto__":{"polluted":"bulkId:__proto__"},"constructor":{"prototype":{"polluted":1}}}}]}`,
    )
    expect(status).toBe(200)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect((await listed(app.scim, '/Users')).filter((user) => user['userName'] === 'bulk-proto@x')).toHaveLength(1)
  })
})

describe('when something goes wrong on the way', () => {
  /** Runs SQL before each insertion of a user of this name, in the transaction of the insertion. */
  async function onInsertion(userName: string, sql: string): Promise<() => Promise<void>> {
    const { database } = app.node.app
    await database.$executeRawUnsafe(
      `CREATE FUNCTION on_insertion() RETURNS trigger AS $$ BEGIN ${sql} RETURN NEW; END $$ LANGUAGE plpgsql`,
    )
    await database.$executeRawUnsafe(
      `CREATE TRIGGER on_insertion BEFORE INSERT ON users FOR EACH ROW WHEN (NEW.user_name = '${userName}') EXECUTE FUNCTION on_insertion()`,
    )
    return async () => void (await database.$executeRawUnsafe('DROP FUNCTION on_insertion CASCADE'))
  }

  it('an operation that meets a fault is 500 without its cause, and the others go on', async () => {
    const team = await app.newTeam()
    const undo = await onInsertion('faulty@x', `RAISE EXCEPTION 'the cause';`)
    try {
      const results = await bulk(team.scim, [
        ...Array.from({ length: 20 }, (_, index) => postUser(`u${index}`, `sound-${index}`)),
        postUser('bad', 'faulty@x'),
        postGroup('g', 'Sound', ['bulkId:u0']),
        postGroup('h', 'Unsound', ['bulkId:bad']),
      ])
      expect(statusesOf(results)).toEqual([...Array(20).fill('201'), '500', '201', '409'])
      expect(results[20]!['response']).toMatchObject({
        status: '500',
        detail: expect.stringMatching(/^Internal error\. \(Request [\w-]+\)$/),
      })
      expect(await listed(team.scim, '/Users')).toHaveLength(20)
    } finally {
      await undo()
    }
  })

  it('a token that is revoked ends it: what was done is told, the rest is refused with 401', async () => {
    const team = await app.newTeam()
    const undo = await onInsertion('last@x', 'UPDATE directory_tokens SET revoked_at = now() WHERE directory_id = NEW.directory_id;')
    try {
      const groupId = await team.scim.createGroup('There')
      const results = await bulk(team.scim, [
        postUser('u', 'last@x'),
        patchOf(`/Groups/${groupId}`, { op: 'add', path: 'members', value: [{ value: 'bulkId:u' }] }),
        postUser('v', 'too-late@x', managedBy('bulkId:u')),
        { method: 'DELETE', path: '/Users/bulkId:u' },
      ])
      expect(statusesOf(results)).toEqual(['201', '401', '401', '401'])
      expect((await changesOf(team.teamId)).at(-1)).toMatchObject({ kind: 'UserCreated' })
    } finally {
      await undo()
    }
  })

  it('a token or plan that ended before anything was done is the answer to the whole request', async () => {
    const { database } = app.node.app
    const operations = [postUser('u', 'unheard@x'), postGroup('g', 'Unheard', ['bulkId:u'])]
    const [lapsed, revoked] = [await app.newTeam(), await app.newTeam()]
    // The node knows both as served when they end.
    for (const { scim } of [lapsed, revoked]) expect((await scim.post('/Users', {})).status).toBe(400)
    await database.team.update({ where: { id: fromId('team', lapsed.teamId)! }, data: { plan: 'PRO' } })
    await database.directoryToken.updateMany({
      where: { directoryId: fromId('directory', revoked.directoryId)! },
      data: { revokedAt: new Date() },
    })
    const ofLapsed = await changingNothing(app, () => lapsed.scim.post('/Bulk', bulkRequest(operations)))
    expect([ofLapsed.status, ofLapsed.body['status'], ofLapsed.body['detail']]).toEqual([403, '403', expect.stringMatching(/plan/i)])
    const ofRevoked = await changingNothing(app, () => revoked.scim.post('/Bulk', bulkRequest(operations)))
    expect([ofRevoked.status, ofRevoked.body['status']]).toEqual([401, '401'])
    expect(ofRevoked.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })
})
