import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import { patchOp, type ScimBody, type ScimClient, type ScimResponse } from '../../support/scim-client.ts'
import { strictTeam } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aGroup, aUser, changingNothing, enterpriseUrn, errorUrn, expectError, filterOf, groupUrn, userUrn } from './wire.ts'

// RFC 7644 §3.3, §3.4.1, §3.6.

const app = useApp()
let strict: ScimClient
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
})

const resources = [
  ['/Users', aUser, 'User'],
  ['/Groups', aGroup, 'Group'],
] as const
const made = ({ status, body, text }: ScimResponse): ScimBody => {
  if (status !== 201) throw new Error(`${status} ${text}`)
  return body
}
const changes = async (): Promise<string[]> =>
  (await app.node.app.database.change.findMany({ orderBy: [{ at: 'asc' }, { revision: 'asc' }] })).map(({ kind }) => kind)
const total = async (scim: ScimClient, path: string, filter: string): Promise<number> => {
  const { status, body } = await scim.get(`${path}?${filterOf(filter)}`)
  expect([filter, status]).toEqual([filter, 200])
  return body['totalResults']
}
const unknownIds = [
  'user-01a20cdf-64bb-71ef-85b2-b58aefca8081',
  'group-01a20cdf-64bb-71ef-85b2-b58aefca8081',
  '42',
  'me',
  '%00',
  'x'.repeat(900),
]

describe('creating (RFC 7644 §3.3)', () => {
  it.each(resources)('rule 44: POST %s ignores what is read-only, in a strict directory too (RFC 7644 §3.3)', async (path, of) => {
    const group = await app.scim.createGroup(`Ignored ${path}`)
    const forged = {
      id: 'mine',
      meta: { version: 'W/"9"', location: 'https://evil.example', created: 'never' },
      ...(path === '/Users' ? { groups: [{ value: group }], [enterpriseUrn]: { manager: { value: 'm', displayName: 'Forged' } } } : {}),
    }
    for (const scim of [app.scim, strict]) {
      const body = made(await scim.post(path, of('read-only', forged)))
      expect(body['id']).not.toBe('mine')
      expect(body['meta']).toMatchObject({ version: 'W/"1"', created: expect.stringMatching(/^\d{4}-/) })
      expect(JSON.stringify(body)).not.toMatch(/evil|Forged|never/)
      expect(body['groups']).toBeUndefined()
    }
  })

  it('rule 45: success is 201 with Location, the same in meta.location, and the whole resource (RFC 7644 §3.3)', async () => {
    const sent = {
      schemas: [userUrn, enterpriseUrn],
      userName: 'Whole@x',
      externalId: 'X-1',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      active: false,
      emails: [{ value: 'ada@x', type: 'work', primary: true }],
      addresses: [{ formatted: '1 Road\nTown', country: 'NO' }],
      [enterpriseUrn]: { department: 'Maths' },
    }
    for (const scim of [app.scim, strict]) {
      const { status, headers, body } = await scim.post('/Users', sent)
      expect(status).toBe(201)
      const { id, meta, ...rest } = body
      expect(rest).toEqual(sent)
      expect(headers.get('location')).toBe(meta.location)
      expect(meta.location).toMatch(new RegExp(`^http.*/Users/${id}$`))
      expect((await scim.get(`/Users/${id}`)).body).toEqual(body)
    }
    const members = [{ value: await app.scim.createUser('whole-member', { displayName: 'W' }) }]
    const group = await app.scim.post('/Groups', aGroup('Whole', { externalId: 'G-1', members }))
    expect([group.status, group.headers.get('location')]).toEqual([201, group.body['meta'].location])
    expect(group.body).toMatchObject({ schemas: [groupUrn], displayName: 'Whole', externalId: 'G-1', members })
    expect((await app.scim.get(`/Groups/${group.body['id']}`)).body).toEqual(group.body)
  })

  it.each(resources)('rule 46: a value of %s that has to be unique and is taken is 409 uniqueness (RFC 7644 §3.3)', async (path, of) => {
    for (const scim of [app.scim, strict]) {
      made(await scim.post(path, of('Taken')))
      await changingNothing(app, async () => {
        for (const name of ['Taken', 'TAKEN', 'taken'])
          expectError(await scim.post(path, of(name, { externalId: name })), 409, 'uniqueness')
      })
    }
  })

  it('rule 46: of many POSTs with one name at once a single one succeeds, the others are 409 (RFC 7644 §3.3)', async () => {
    for (const [path, of] of resources) {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => app.scim.post(path, of(index % 2 ? 'Contested' : 'CONTESTED'))),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 11 }, () => 409)])
      for (const answer of answers) if (answer.status === 409) expectError(answer, 409, 'uniqueness')
    }
  })

  it.each([
    ['/Users', { schemas: [userUrn], displayName: 'No name' }],
    ['/Users', { schemas: [userUrn], userName: '' }],
    ['/Groups', { schemas: [groupUrn], externalId: 'x' }],
    ['/Groups', { schemas: [groupUrn], displayName: null }],
    ['/Groups', { schemas: [groupUrn], displayName: 'Nameless members', members: [{ display: 'X' }] }],
  ])('rule 47: POST %s of %j lacks what is required: 400 invalidValue (RFC 7644 §3.12)', async (path, body) => {
    for (const scim of [app.scim, strict]) {
      const refused = await changingNothing(app, () => scim.post(path, body))
      expectError(refused, 400, 'invalidValue')
      expect(refused.body['detail']).toMatch(/userName|displayName|value/)
    }
  })

  it('rule 48: a userName that an inactive user has is 409 too, with that user’s id in the detail (Okta, Entra)', async () => {
    const id = await app.scim.createUser('left@x', { active: false })
    const refused = await changingNothing(app, () => app.scim.post('/Users', aUser('LEFT@x', { active: true })))
    expectError(refused, 409, 'uniqueness')
    expect(refused.body['detail']).toContain(id)
    const active = await app.scim.createUser('stays@x')
    expect((await app.scim.post('/Users', aUser('stays@x'))).body['detail']).toContain(active)
    // And in another directory nothing of it is told.
    expect((await (await app.newTeam()).scim.post('/Users', aUser('left@x'))).status).toBe(201)
  })

  it.each(resources)(
    'rule 49: meta.resourceType comes from the endpoint %s, whatever the client says (RFC 7644 §3.3.1)',
    async (path, of, name) => {
      for (const resourceType of ['User', 'Group', 'Device', undefined]) {
        const body = made(await app.scim.post(path, of(`type ${resourceType}`, { meta: { resourceType } })))
        expect(body['meta'].resourceType).toBe(name)
        expect((await app.scim.get(`${path}/${body['id']}`)).body['meta'].resourceType).toBe(name)
      }
      expect(await total(app.scim, path, `meta.resourceType eq "${name}"`)).toBeGreaterThan(0)
    },
  )

  it('rule 50: a group and its members are made in one transaction (own)', async () => {
    const users = await Promise.all([0, 1, 2].map((index) => app.scim.createUser(`founder-${index}`)))
    const before = (await changes()).length
    const group = made(await app.scim.post('/Groups', aGroup('Founders', { members: [...users, users[0]].map((value) => ({ value })) })))
    expect(group['members'].map(({ value }: ScimBody) => value).sort()).toEqual(users.sort())
    expect((await changes()).slice(before)).toEqual(['GroupCreated', 'MembershipChanged'])
    const [row] = await app.node.app.database.$queryRaw<{ transactions: bigint }[]>`
      SELECT count(DISTINCT xmin::text) AS transactions FROM (
        SELECT xmin FROM groups WHERE display_name = 'Founders'
        UNION ALL SELECT m.xmin FROM memberships m JOIN groups ON groups.id = group_id WHERE display_name = 'Founders') AS made`
    expect(row!.transactions).toBe(1n)
  })

  it('rule 50: … so that nothing is left of one that is refused (own)', async () => {
    const known = await strict.createUser('founder')
    const nobody = 'user-01a20cdf-64bb-71ef-85b2-b58aefca8081'
    const refused = await changingNothing(app, () =>
      strict.post('/Groups', aGroup('Refused founders', { members: [known, nobody, 'somebody'].map((value) => ({ value })) })),
    )
    expectError(refused, 400, 'invalidValue')
    for (const id of [nobody, 'somebody']) expect(refused.body['detail']).toContain(id)
    expect(refused.body['detail']).not.toContain(known)
    // A lenient directory takes those that it knows.
    const lenient = await app.scim.createUser('founder')
    const members = [lenient, nobody, 'somebody', await app.scim.createGroup('A group is no member')].map((value) => ({ value }))
    expect(made(await app.scim.post('/Groups', aGroup('Half founders', { members })))['members']).toMatchObject([{ value: lenient }])
  })
})

describe('reading (RFC 7644 §3.4.1)', () => {
  it.each(resources)('rule 51: GET %s/{id} is 200 for a known id and 404 for any other (RFC 7644 §3.4.1)', async (path, of) => {
    const body = made(await app.scim.post(path, of('read')))
    const read = await app.scim.get(`${path}/${body['id']}`)
    expect([read.status, read.body]).toEqual([200, body])
    for (const id of [...unknownIds, body['id'].toUpperCase(), `${body['id']}x`]) expectError(await app.scim.get(`${path}/${id}`), 404)
  })

  it('rule 51: … and the id of the other kind is unknown (RFC 7644 §3.4.1)', async () => {
    const user = await app.scim.createUser('read-kind')
    const group = await app.scim.createGroup('Read kind')
    for (const path of [`/Users/${group}`, `/Groups/${user}`, `/Groups/${user.replace('user-', 'group-')}`])
      expectError(await app.scim.get(path), 404)
  })
})

describe('deleting (RFC 7644 §3.6)', () => {
  it.each(resources)('rule 52: DELETE %s/{id} is 204 without a body; afterwards every method is 404 (RFC 7644 §3.6)', async (path, of) => {
    for (const scim of [app.scim, strict]) {
      const at = `${path}/${made(await scim.post(path, of('deleted')))['id']}`
      const deleted = await scim.delete(at)
      expect([deleted.status, deleted.text, deleted.headers.get('content-type')]).toEqual([204, '', null])
      await changingNothing(app, async () => {
        expectError(await scim.delete(at), 404)
        expectError(await scim.get(at), 404)
        expectError(await scim.put(at, of('deleted')), 404)
        expectError(await scim.patch(at, { op: 'replace', path: 'externalId', value: 'x' }), 404)
        expectError(await scim.patch(at, { op: 'remove', path: 'externalId' }), 404)
      })
    }
  })

  it('rule 52: of many DELETEs at once one is 204, the others 404 (RFC 7644 §3.6)', async () => {
    for (const [path, of] of resources) {
      const at = `${path}/${made(await app.scim.post(path, of('deleted at once')))['id']}`
      const answers = await Promise.all(Array.from({ length: 6 }, () => app.scim.delete(at)))
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404, 404, 404])
    }
  })

  it('rule 53: what is deleted vanishes from every query (RFC 7644 §3.6)', async () => {
    const sent = { externalId: 'vanishing', displayName: 'Vanishing', emails: [{ value: 'vanishing@x', type: 'work' }] }
    const user = await app.scim.createUser('vanishing', sent)
    const stays = await app.scim.createUser('staying')
    const group = await app.scim.createGroup('Vanishing', [user, stays])
    const kept = await app.scim.createGroup('Staying', [user, stays])
    const ofUser: [string, string][] = [
      `id eq "${user}"`,
      'userName eq "vanishing"',
      'externalId eq "vanishing"',
      'displayName sw "vanish"',
      'emails.value eq "vanishing@x"',
      'emails[type eq "work" and value co "vanishing"]',
      `id eq "${user}" and groups.value eq "${group}"`,
    ].map((filter) => ['/Users', filter])
    const ofMember: [string, string][] = [`members.value eq "${user}"`, `members[value eq "${user}"]`].map((filter) => ['/Groups', filter])
    for (const [path, filter] of ofUser) expect(await total(app.scim, path, filter), filter).toBe(1)
    for (const [path, filter] of ofMember) expect(await total(app.scim, path, filter), filter).toBe(2)
    const count = async (path: string) => (await app.scim.get(`${path}?count=0`)).body['totalResults']
    const counted = await count('/Users')
    await app.scim.delete(`/Users/${user}`)
    for (const [path, filter] of [...ofUser, ...ofMember]) expect(await total(app.scim, path, filter), filter).toBe(0)
    expect(await count('/Users')).toBe(counted - 1)
    expect((await app.scim.get('/Users?count=1000')).text).not.toContain(user)
    expect((await app.scim.get(`/Groups/${group}`)).body['members']).toMatchObject([{ value: stays }])

    const groups = await count('/Groups')
    await app.scim.delete(`/Groups/${group}`)
    for (const filter of [`id eq "${group}"`, 'displayName eq "vanishing"'])
      expect(await total(app.scim, '/Groups', filter), filter).toBe(0)
    expect(await total(app.scim, '/Users', `groups.value eq "${group}"`)).toBe(0)
    expect(await count('/Groups')).toBe(groups - 1)
    expect((await app.scim.get(`/Users/${stays}`)).body['groups'].map(({ value }: ScimBody) => value)).toEqual([kept])
  })

  it.each(resources)('rule 54: the name of a deleted resource of %s can be taken again, for a new id (RFC 7644 §3.6)', async (path, of) => {
    const first = made(await app.scim.post(path, of('Again', { externalId: 'again' })))
    await app.scim.delete(`${path}/${first['id']}`)
    const second = made(await app.scim.post(path, of('AGAIN')))
    expect(second['id']).not.toBe(first['id'])
    expect(second['externalId']).toBeUndefined()
    expect(second['meta'].version).toBe('W/"1"')
  })

  it('rule 55: deleting a user ends its memberships; deleting a group never deletes users (own)', async () => {
    const [one, two] = [await app.scim.createUser('leaves'), await app.scim.createUser('remains')]
    const groups = [await app.scim.createGroup('Left A', [one, two]), await app.scim.createGroup('Left B', [one])]
    const rows = () => app.node.app.database.membership.count({ where: { groupId: { in: groups.map((id) => id.replace('group-', '')) } } })
    expect(await rows()).toBe(3)
    await app.scim.delete(`/Users/${one}`)
    expect(await rows()).toBe(1)
    await app.scim.delete(`/Groups/${groups[0]}`)
    expect(await rows()).toBe(0)
    expect((await app.scim.get(`/Users/${two}`)).body).toMatchObject({ userName: 'remains' })
    expect((await app.scim.get(`/Groups/${groups[1]}`)).body['members']).toBeUndefined()
  })
})

describe('methods (RFC 7644 §3.12)', () => {
  /** fetch refuses TRACE, and this sends any method. */
  const send = (method: string, path: string): Promise<{ status: number; allow: string | undefined; body: string }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${app.team.scimToken}` }
      httpRequest(app.team.scimUrl + path, { method, headers }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode!, allow: response.headers['allow'], body }), reject)
      })
        .on('error', reject)
        .end()
    })

  it.each([
    ['/Users', ['GET', 'POST']],
    ['/Users/anybody', ['GET', 'PUT', 'PATCH', 'DELETE']],
    ['/Groups', ['GET', 'POST']],
    ['/Groups/any', ['GET', 'PUT', 'PATCH', 'DELETE']],
    ['/Schemas', ['GET']],
    [`/Schemas/${userUrn}`, ['GET']],
    ['/ResourceTypes', ['GET']],
    ['/ResourceTypes/User', ['GET']],
    ['/ServiceProviderConfig', ['GET']],
    ['/Bulk', ['POST']],
  ])('rule 56: on %s only %j are answered, any other method is 405 or 501 with an Error (RFC 7644 §3.12)', async (path, allowed) => {
    await changingNothing(app, async () => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        const { status, allow, body } = await send(method, path)
        if (allowed.includes(method)) {
          expect([method, status === 405]).toEqual([method, false])
          continue
        }
        expect([method, status]).toEqual([method, 405])
        expect(allow?.split(', ').sort()).toEqual([...allowed].sort())
        expect(JSON.parse(body)).toEqual({ schemas: [errorUrn], status: '405', detail: expect.stringContaining(method) })
      }
    })
  })

  it.each(['PROPFIND', 'LOCK', 'COPY', 'SEARCH'])(
    'rule 56: %s, which nothing here knows, is 501 with an Error (RFC 7644 §3.12)',
    async (method) => {
      for (const path of ['/Users', '/Users/anybody', '/Schemas']) {
        const { status, body } = await send(method, path)
        expect([path, status]).toEqual([path, 501])
        expect(JSON.parse(body)).toEqual({ schemas: [errorUrn], status: '501', detail: expect.stringContaining(method) })
      }
    },
  )

  it('rule 56: a PATCH of a list, or a PUT of one, changes nothing (RFC 7644 §3.12)', async () => {
    await changingNothing(app, async () => {
      expectError(await app.scim.request('PATCH', '/Users', patchOp({ op: 'remove', path: 'title' })), 405)
      expectError(await app.scim.put('/Groups', aGroup('All')), 405)
      expectError(await app.scim.delete('/Users'), 405)
    })
  })
})
