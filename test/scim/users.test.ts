import { describe, expect, it } from 'vitest'
import { patchOp } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const changeCount = () => app.node.app.database.change.count()

describe('creating users (RFC 7644 §3.3)', () => {
  it('answers 201 with Location, ETag and the full resource', async () => {
    const sent = {
      schemas: [userUrn, enterprise],
      userName: 'Ada@acme.example',
      externalId: 'X-1',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'ada@acme.example', type: 'work', primary: true }],
      active: true,
      [enterprise]: { department: 'Maths', manager: { value: 'nobody-we-know' } },
    }
    const { status, body, headers } = await app.scim.post('/Users', sent)
    expect(status).toBe(201)
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/)
    expect(body).toMatchObject({ ...sent, schemas: expect.arrayContaining(sent.schemas) })
    expect(body['id']).toMatch(/^user-[0-9a-f-]{36}$/)
    expect(body['meta']).toMatchObject({ resourceType: 'User', location: `${app.team.scimUrl}/Users/${body['id']}`, version: 'W/"1"' })
    expect(body['meta'].created).toBe(body['meta'].lastModified)
    expect(headers.get('location')).toBe(body['meta'].location)
    expect(headers.get('etag')).toBe(body['meta'].version)
    expect((await fetch(headers.get('location')!, { headers: { authorization: `Bearer ${app.team.scimToken}` } })).status).toBe(200)
  })

  it('refuses a userName that differs in case only: 409 uniqueness, with the id of the user who has it, and changes nothing', async () => {
    const id = await app.scim.createUser('Grace@acme.example')
    await app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false })
    const before = await changeCount()
    const { status, body } = await app.scim.post('/Users', { schemas: [userUrn], userName: 'GRACE@ACME.EXAMPLE' })
    expect({ status, scimType: body['scimType'], schema: body['schemas'][0] }).toEqual({
      status: 409,
      scimType: 'uniqueness',
      schema: 'urn:ietf:params:scim:api:messages:2.0:Error',
    })
    expect(body['detail']).toContain(id)
    expect(body['status']).toBe('409')
    expect(await changeCount()).toBe(before)
  })

  it('of 20 at once with one userName makes one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.scim.post('/Users', { schemas: [userUrn], userName: 'only.one@acme.example' })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
  })

  it('never keeps or returns a password, and ignores id, meta and groups', async () => {
    const { body, text } = await app.scim.post('/Users', {
      schemas: [userUrn],
      userName: 'secretive@acme.example',
      password: 'S3cret-words',
      id: 'mine',
      meta: { version: 'x' },
      groups: [{ value: 'g' }],
    })
    expect(text).not.toContain('S3cret-words')
    expect(body['id']).not.toBe('mine')
    expect(body['groups']).toBeUndefined()
    const rows = await app.node.app.database.$queryRaw<{ found: bigint }[]>`
      SELECT (SELECT count(*) FROM users WHERE users::text LIKE '%S3cret-words%') + (SELECT count(*) FROM changes WHERE changes::text LIKE '%S3cret-words%') AS found`
    expect(rows[0]!.found).toBe(0n)
  })

  it('frees the userName of a deleted user, for a user with a new id', async () => {
    const id = await app.scim.createUser('again@acme.example')
    expect((await app.scim.delete(`/Users/${id}`)).status).toBe(204)
    expect(await app.scim.createUser('again@acme.example')).not.toBe(id)
  })
})

describe('reading users (RFC 7644 §3.4.1)', () => {
  it('answers 404 with a SCIM error for an unknown id of any form', async () => {
    for (const id of [
      'user-01a20cdf-64bb-71ef-85b2-b58aefca8081',
      '42',
      '%00',
      'group-01a20cdf-64bb-71ef-85b2-b58aefca8081',
      'x'.repeat(900),
    ]) {
      const { status, body } = await app.scim.get(`/Users/${id}`)
      expect({ id, status, code: body['status'] }).toEqual({ id, status: 404, code: '404' })
    }
  })

  it('answers 304 to If-None-Match with the version at hand, 200 with another (RFC 7644 §3.14)', async () => {
    const id = await app.scim.createUser('etag@acme.example')
    const { headers } = await app.scim.get(`/Users/${id}`)
    expect((await app.scim.get(`/Users/${id}`, { 'if-none-match': headers.get('etag')! })).status).toBe(304)
    expect((await app.scim.get(`/Users/${id}`, { 'if-none-match': 'W/"99"' })).status).toBe(200)
  })

  it('shows the groups of a user, unless projected away', async () => {
    const id = await app.scim.createUser('grouped@acme.example')
    const group = await app.scim.createGroup('Shown on users', [id])
    expect((await app.scim.get(`/Users/${id}`)).body['groups']).toEqual([
      { value: group, $ref: `${app.team.scimUrl}/Groups/${group}`, display: 'Shown on users', type: 'direct' },
    ])
    expect((await app.scim.get(`/Users/${id}?excludedAttributes=groups`)).body['groups']).toBeUndefined()
    expect(Object.keys((await app.scim.get(`/Users/${id}?attributes=userName`)).body).sort()).toEqual(['id', 'schemas', 'userName'])
  })
})

describe('replacing users (RFC 7644 §3.5.1)', () => {
  it('clears what is absent, but keeps `active`', async () => {
    const id = await app.scim.createUser('put@acme.example', { title: 'Engineer', active: false, name: { givenName: 'P' } })
    const { status, body } = await app.scim.put(`/Users/${id}`, { schemas: [userUrn], userName: 'put@acme.example', nickName: 'P' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ nickName: 'P', active: false, meta: { version: 'W/"2"' } })
    expect(body['title']).toBeUndefined()
    expect(body['name']).toBeUndefined()
  })

  it('never creates', async () => {
    expect((await app.scim.put('/Users/user-01a20cdf-64bb-71ef-85b2-b58aefca8081', { schemas: [userUrn], userName: 'x' })).status).toBe(404)
  })

  it('with what is stored already makes no version, no change and no new lastModified', async () => {
    const id = await app.scim.createUser('same@acme.example', { title: 'T', emails: [{ value: 'same@acme.example', type: 'work' }] })
    const { body } = await app.scim.get(`/Users/${id}`)
    const before = await changeCount()
    const again = await app.scim.put(`/Users/${id}`, body)
    expect(again.status).toBe(200)
    expect(again.body['meta']).toEqual(body['meta'])
    expect(await changeCount()).toBe(before)
  })

  it('with the same values in another order changes nothing', async () => {
    const [home, work] = [
      { value: 'h@acme.example', type: 'home' },
      { value: 'w@acme.example', type: 'work' },
    ]
    const id = await app.scim.createUser('ordered@acme.example', { emails: [home, work] })
    const answer = await app.scim.put(`/Users/${id}`, {
      schemas: [userUrn],
      userName: 'ordered@acme.example',
      active: true,
      emails: [work, home],
    })
    expect(answer.body['meta'].version).toBe('W/"1"')
  })

  it('refuses a userName that another user has, and swaps of names one after the other work', async () => {
    const one = await app.scim.createUser('one@acme.example')
    const two = await app.scim.createUser('two@acme.example')
    const rename = (id: string, userName: string) => app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: userName })
    const taken = await rename(one, 'TWO@acme.example')
    expect([taken.status, taken.body['scimType']]).toEqual([409, 'uniqueness'])
    expect((await rename(one, 'three@acme.example')).status).toBe(200)
    expect((await rename(two, 'one@acme.example')).status).toBe(200)
    expect((await rename(one, 'two@acme.example')).status).toBe(200)
    // A change of letters only is the user's own name.
    expect((await rename(one, 'TWO@acme.example')).body['userName']).toBe('TWO@acme.example')
  })

  it('of many renames to one name at once lets one through', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, index) => app.scim.createUser(`racer${index}@acme.example`)))
    const answers = await Promise.all(
      ids.map((id) => app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'winner@acme.example' })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
  })
})

describe('If-Match (RFC 7644 §3.14)', () => {
  it('refuses a version that is not there with 412 and changes nothing, on PUT, PATCH and DELETE', async () => {
    const id = await app.scim.createUser('match@acme.example')
    const stale = { 'if-match': 'W/"7"' }
    const before = await changeCount()
    expect((await app.scim.put(`/Users/${id}`, { schemas: [userUrn], userName: 'match@acme.example', title: 'x' }, stale)).status).toBe(412)
    expect((await app.scim.request('PATCH', `/Users/${id}`, patchOp({ op: 'add', path: 'title', value: 'x' }), stale)).status).toBe(412)
    expect((await app.scim.delete(`/Users/${id}`, stale)).status).toBe(412)
    expect(await changeCount()).toBe(before)
    expect(
      (await app.scim.request('PATCH', `/Users/${id}`, patchOp({ op: 'add', path: 'title', value: 'x' }), { 'if-match': 'W/"1"' })).status,
    ).toBe(200)
    expect((await app.scim.delete(`/Users/${id}`, { 'if-match': '*' })).status).toBe(204)
  })

  it('is a compare-and-set: of 10 writers that read the same version one wins', async () => {
    const id = await app.scim.createUser('cas@acme.example')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        app.scim.request('PATCH', `/Users/${id}`, patchOp({ op: 'add', path: 'title', value: `t${index}` }), { 'if-match': 'W/"1"' }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 412)).toHaveLength(9)
  })
})

describe('deleting users (RFC 7644 §3.6)', () => {
  it('answers 204, then 404 to everything, and they vanish from queries and groups', async () => {
    const id = await app.scim.createUser('gone@acme.example')
    const group = await app.scim.createGroup('Left alone', [id])
    expect((await app.scim.delete(`/Users/${id}`)).status).toBe(204)
    for (const method of ['GET', 'DELETE']) expect((await app.scim.request(method, `/Users/${id}`)).status).toBe(404)
    expect((await app.scim.put(`/Users/${id}`, { schemas: [userUrn], userName: 'gone@acme.example' })).status).toBe(404)
    expect((await app.scim.patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'x' })).status).toBe(404)
    expect((await app.scim.get(`/Users?filter=${encodeURIComponent('userName eq "gone@acme.example"')}`)).body['totalResults']).toBe(0)
    expect((await app.scim.get(`/Groups/${group}`)).body['members']).toBeUndefined()
  })
})

describe('concurrent PATCHes of one user', () => {
  it('lose nothing: each sets its own attribute and all are there', async () => {
    const id = await app.scim.createUser('merge@acme.example')
    const attributes = ['title', 'nickName', 'locale', 'timezone', 'userType', 'preferredLanguage', 'displayName', 'externalId']
    const answers = await Promise.all(attributes.map((path) => app.scim.patch(`/Users/${id}`, { op: 'add', path, value: `v-${path}` })))
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    const { body } = await app.scim.get(`/Users/${id}`)
    for (const path of attributes) expect(body[path]).toBe(`v-${path}`)
    expect(body['meta'].version).toBe(`W/"${1 + attributes.length}"`)
  })
})
