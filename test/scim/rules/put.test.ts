import { beforeAll, describe, expect, it } from 'vitest'
import { checkCustomSchemas } from '../../../src/domain/custom-schema.ts'
import type { ScimBody, ScimClient } from '../../support/scim-client.ts'
import { strictTeam, teamWithSettings } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aGroup, aUser, changingNothing, enterpriseUrn, expectError, groupUrn, userUrn } from './wire.ts'

// RFC 7644 §3.5.1.

const app = useApp()
let strict: ScimClient
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
})

const full = {
  schemas: [userUrn, enterpriseUrn],
  externalId: 'X-1',
  displayName: 'Ada L.',
  nickName: 'A',
  title: 'Countess',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'King' },
  emails: [
    { value: 'a@x', type: 'work', primary: true },
    { value: 'b@x', type: 'home' },
  ],
  addresses: [{ formatted: 'Road', type: 'work' }],
  roles: [{ value: 'admin' }],
  [enterpriseUrn]: { department: 'Maths', manager: { value: 'm' } },
}
const members = (body: ScimBody): string[] => (body['members'] ?? []).map(({ value }: { value: string }) => value).sort()

describe('PUT (RFC 7644 §3.5.1)', () => {
  it('rule 97: PUT replaces what is there and never creates: an unknown id is 404 (RFC 7644 §3.5.1)', async () => {
    for (const scim of [app.scim, strict]) {
      const id = await scim.createUser('put')
      expect((await scim.put(`/Users/${id}`, aUser('put', { title: 'T' }))).body).toMatchObject({ id, title: 'T' })
      await changingNothing(app, async () => {
        for (const unknown of [
          'user-01a20cdf-64bb-71ef-85b2-b58aefca8081',
          'my-own-id',
          id.toUpperCase(),
          'group-01a20cdf-64bb-71ef-85b2-b58aefca8081',
        ])
          for (const [path, resource] of [
            [`/Users/${unknown}`, aUser('put-created')],
            [`/Groups/${unknown}`, aGroup('Put created')],
          ] as const)
            expectError(await scim.put(path, resource), 404)
      })
    }
  })

  it('rule 98: what is readWrite is replaced, what is absent is cleared, what is readOnly is ignored (RFC 7644 §3.5.1)', async () => {
    for (const scim of [app.scim, strict]) {
      const group = await scim.createGroup('Put 98')
      const id = await scim.createUser('put-98', full)
      const before = (await scim.get(`/Users/${id}`)).body
      const { status, body } = await scim.put(`/Users/${id}`, {
        schemas: [userUrn],
        id: 'other',
        meta: { created: '1999-01-01T00:00:00Z', resourceType: 'Group' },
        groups: [{ value: group }],
        userName: 'put-98-renamed',
        name: { givenName: 'Augusta' },
        emails: [{ value: 'c@x', type: 'work' }],
      })
      expect(status).toBe(200)
      const { meta, ...rest } = body
      // `active` alone stays: rule 102.
      expect(rest).toEqual({
        schemas: [userUrn],
        id,
        userName: 'put-98-renamed',
        name: { givenName: 'Augusta' },
        emails: [{ value: 'c@x', type: 'work' }],
        active: true,
      })
      expect(meta).toMatchObject({ created: before['meta'].created, resourceType: 'User', version: 'W/"2"' })
      expect(members((await scim.get(`/Groups/${group}`)).body)).toEqual([])
    }
    const id = await app.scim.createGroup('Put 98 group')
    await app.scim.patch(`/Groups/${id}`, { op: 'add', path: 'externalId', value: 'E' })
    const { body } = await app.scim.put(`/Groups/${id}`, { ...aGroup('Put 98 renamed'), id: 'other', meta: { version: 'W/"9"' } })
    expect([body['id'], body['displayName'], body['externalId'], body['meta'].version]).toEqual([id, 'Put 98 renamed', undefined, 'W/"3"'])
  })

  it('rule 98: what is put back as it was read changes nothing (RFC 7644 §3.5.1)', async () => {
    for (const scim of [app.scim, strict]) {
      const id = await scim.createUser('put-back', full)
      const group = await scim.createGroup('Put back', [id])
      const [user, itsGroup] = [(await scim.get(`/Users/${id}`)).body, (await scim.get(`/Groups/${group}`)).body]
      await changingNothing(app, async () => {
        expect((await scim.put(`/Users/${id}`, user)).body).toEqual(user)
        expect((await scim.put(`/Groups/${group}`, itsGroup)).body).toEqual(itsGroup)
      })
    }
  })

  describe('immutable attributes', () => {
    const badge = 'urn:example:badge:1.0:User'
    let scim: ScimClient
    beforeAll(async () => {
      const customSchemas = checkCustomSchemas([
        {
          id: badge,
          resourceType: 'User',
          name: 'Badge',
          attributes: [
            { name: 'number', type: 'string', mutability: 'immutable' },
            { name: 'issued', type: 'complex', mutability: 'immutable', subAttributes: [{ name: 'by' }, { name: 'at' }] },
            { name: 'doors', multiValued: true, mutability: 'immutable' },
            { name: 'colour' },
          ],
        },
      ])
      scim = (await teamWithSettings(app, { customSchemas })).scim
    })
    const values = { number: 'N-1', issued: { by: 'desk', at: 'noon' }, doors: ['north', 'south'] }
    const put = (id: string, userName: string, more: object) =>
      scim.put(`/Users/${id}`, { schemas: [userUrn, badge], userName, [badge]: { colour: 'red', ...more } })

    it('rule 99: an immutable value that is stored has to be the same, else 400 mutability (RFC 7644 §3.5.1)', async () => {
      const id = await scim.createUser('fixed', { [badge]: values })
      await changingNothing(app, async () => {
        for (const other of [
          { ...values, number: 'N-2' },
          { ...values, issued: { by: 'desk', at: 'night' } },
          { ...values, issued: { by: 'desk' } },
          { ...values, doors: ['north'] },
          { ...values, doors: ['north', 'south', 'west'] },
        ]) {
          expectError(await put(id, 'fixed', other), 400, 'mutability')
        }
      })
      const same = await put(id, 'fixed', { ...values, doors: ['south', 'north'] })
      expect([same.status, same.body[badge]]).toEqual([
        200,
        { ...values, doors: expect.arrayContaining(['north', 'south']), colour: 'red' },
      ])
    })

    it('rule 99: … is taken while nothing is stored, and stays when it is left out (RFC 7644 §3.5.1)', async () => {
      const id = await scim.createUser('filled')
      const filled = await put(id, 'filled', values)
      expect([filled.status, filled.body[badge]]).toEqual([200, { ...values, colour: 'red' }])
      const without = await scim.put(`/Users/${id}`, aUser('filled', { title: 'T' }))
      expect([without.status, without.body['title'], without.body[badge], without.body['schemas']]).toEqual([
        200,
        'T',
        values,
        [userUrn, badge],
      ])
    })
  })

  it.each([
    ['/Users', { schemas: [userUrn], displayName: 'X' }],
    ['/Users', { schemas: [userUrn], userName: '' }],
    ['/Users', { schemas: [userUrn], userName: null }],
    ['/Groups', { schemas: [groupUrn], externalId: 'X' }],
    ['/Groups', { schemas: [groupUrn], displayName: ' ' }],
  ])('rule 100: PUT %s of %j lacks what is required: 400 invalidValue (RFC 7644 §3.5.1)', async (path, body) => {
    for (const scim of [app.scim, strict]) {
      const name = `put-100 ${JSON.stringify(body)}`
      const id = path === '/Users' ? await scim.createUser(name) : await scim.createGroup(name)
      expectError(await changingNothing(app, () => scim.put(`${path}/${id}`, body)), 400, 'invalidValue')
    }
  })

  it('rule 101: success is 200 with the whole resource (RFC 7644 §3.5.1)', async () => {
    const id = await app.scim.createUser('put-101')
    const { status, body, headers } = await app.scim.put(`/Users/${id}`, { ...full, userName: 'put-101' })
    const { meta, ...rest } = body
    expect([status, rest]).toEqual([200, { ...full, id, userName: 'put-101' }])
    expect(headers.get('content-location')).toBe(meta.location)
    expect((await app.scim.get(`/Users/${id}`)).body).toEqual(body)
    const group = await app.scim.createGroup('Put 101')
    const put = await app.scim.put(`/Groups/${group}`, aGroup('Put 101', { members: [{ value: id }] }))
    expect([put.status, members(put.body)]).toEqual([200, [id]])
    expect((await app.scim.get(`/Groups/${group}`)).body).toEqual(put.body)
  })

  it.each([
    ['absent', {}],
    ['null', { active: null }],
    ['empty', { active: '' }],
  ])('rule 102: a PUT of a user whose active is %s keeps the one that is stored (own)', async (form, more) => {
    for (const scim of [app.scim, strict]) {
      for (const active of [true, false]) {
        const id = await scim.createUser(`put-102 ${form} ${active}`, { active })
        const { body } = await scim.put(`/Users/${id}`, aUser(`put-102 ${form} ${active}`, { title: 'T', ...more }))
        expect([body['title'], body['active']]).toEqual(['T', active])
        const turned = await scim.put(`/Users/${id}`, aUser(`put-102 ${form} ${active}`, { active: !active }))
        expect(turned.body['active']).toBe(!active)
      }
    }
  })

  it('rule 102: a PUT of a group keeps its members when it has no members key, and replaces them when it has (own)', async () => {
    const users = await Promise.all([0, 1, 2].map((index) => app.scim.createUser(`put-102-member-${index}`)))
    const group = await app.scim.createGroup('Put 102', users.slice(0, 2))
    const put = async (more: object) => members((await app.scim.put(`/Groups/${group}`, aGroup('Put 102', more))).body)
    expect(await put({ externalId: 'E' })).toEqual(users.slice(0, 2).sort())
    expect(await put({ members: [{ value: users[2] }, { value: users[1] }] })).toEqual(users.slice(1).sort())
    await changingNothing(app, () => put({ members: [{ value: users[1] }, { value: users[2] }, { value: users[1] }] }))
    expect(await put({ Members: [] })).toEqual([])
  })

  it('rule 103: an id in the body that is another is ignored (Okta)', async () => {
    const [one, two] = [await app.scim.createUser('put-103'), await app.scim.createUser('put-103-other')]
    const echoed = await app.scim.put(`/Users/${one}`, { ...aUser('put-103', { title: 'T' }), id: two })
    expect([echoed.status, echoed.body['id'], echoed.body['title']]).toEqual([200, one, 'T'])
    expect((await app.scim.get(`/Users/${two}`)).body['title']).toBeUndefined()
    const group = await app.scim.createGroup('Put 103')
    expect((await app.scim.put(`/Groups/${group}`, { ...aGroup('Put 103 renamed'), id: 'x' })).body).toMatchObject({
      id: group,
      displayName: 'Put 103 renamed',
    })
    expect((await strict.put(`/Users/${await strict.createUser('put-103')}`, { ...aUser('put-103'), id: 'x' })).status).toBe(200)
  })
})
