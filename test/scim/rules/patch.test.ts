import { beforeAll, describe, expect, it } from 'vitest'
import { checkCustomSchemas } from '../../../src/domain/custom-schema.ts'
import { loadGroups, type LoadedGroup } from '../../support/big-groups.ts'
import { statementsOf } from '../../support/count-queries.ts'
import { createRowCounter } from '../../support/count-rows.ts'
import { patchOp, type ScimBody, type ScimClient, type ScimResponse } from '../../support/scim-client.ts'
import { strictTeam, teamWithSettings } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aUser, changingNothing, enterpriseUrn, expectError, groupUrn, patchUrn, storedRows, userUrn } from './wire.ts'

// RFC 7644 §3.5.2. What single operations do is in test/scim/protocol/patch.cases.json too, without a server.

const countRows = createRowCounter(() => large.database.url)
const app = useApp()
let strict: ScimClient
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
})
const both = (): [string, ScimClient][] => [
  ['lenient', app.scim],
  ['strict', strict],
]

let serial = 0
/** A user or group with these attributes, patched; the rest of what is answered when all went well. */
async function patched(scim: ScimClient, before: object, ...operations: unknown[]): Promise<ScimResponse & { rest: ScimBody; at: string }> {
  const at = `/Users/${await scim.createUser(`patched-${(serial += 1)}`, before as Record<string, unknown>)}`
  const answer = await scim.patch(at, ...operations)
  const { schemas: _, id: __, meta: ___, userName: ____, ...rest } = answer.body
  if (rest['active'] === true) delete rest['active']
  return { ...answer, rest, at }
}
async function refused(scim: ScimClient, before: object, operations: unknown[], scimType: string, status = 400): Promise<void> {
  const at = `/Users/${await scim.createUser(`refused-${(serial += 1)}`, before as Record<string, unknown>)}`
  expectError(await changingNothing(app, () => scim.patch(at, ...operations)), status, scimType)
}
const membersOf = async (scim: ScimClient, group: string): Promise<string[]> =>
  ((await scim.get(`/Groups/${group}`)).body['members'] ?? []).map(({ value }: ScimBody) => value).sort()
const newUsers = (scim: ScimClient, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => scim.createUser(`patch-user-${(serial += 1)}`)))
const newGroup = (scim: ScimClient, members: readonly string[] = []): Promise<string> =>
  scim.createGroup(`Patched ${(serial += 1)}`, members)
const valuesOf = (ids: readonly string[]) => ids.map((value) => ({ value }))

const work = { value: 'w@x', type: 'work' }
const home = { value: 'h@x', type: 'home' }

describe('the message (RFC 7644 §3.5.2)', () => {
  const operation = { op: 'replace', path: 'title', value: 'T' }
  it.each<[string, unknown, 'both' | 'strict']>([
    ['no Operations', { schemas: [patchUrn] }, 'both'],
    ['empty Operations', { schemas: [patchUrn], Operations: [] }, 'both'],
    ['Operations of null', { schemas: [patchUrn], Operations: null }, 'both'],
    ['Operations that are no array', { schemas: [patchUrn], Operations: operation }, 'both'],
    ['an operation that is no object', { schemas: [patchUrn], Operations: ['replace'] }, 'both'],
    ['the schema of a user', { schemas: [userUrn], Operations: [operation] }, 'both'],
    ['no schemas', { Operations: [operation] }, 'strict'],
    ['empty schemas', { schemas: [], Operations: [operation] }, 'strict'],
    ['an array', [operation], 'both'],
    ['nothing', undefined, 'both'],
  ])('rule 104: %s is 400 invalidSyntax (RFC 7644 §3.5.2)', async (_, body, where) => {
    for (const [mode, scim] of both()) {
      const at = `/Users/${await scim.createUser(`message-${(serial += 1)}`)}`
      if (where === 'both' || mode === 'strict') {
        expectError(await changingNothing(app, () => scim.request('PATCH', at, body)), 400, 'invalidSyntax')
      } else expect((await scim.request('PATCH', at, body)).body['title']).toBe('T')
    }
  })

  it('rule 105: op is add, remove or replace in any case, in a strict directory too (RFC 7644 §3.5.2)', async () => {
    for (const [, scim] of both()) {
      for (const [add, replace, remove] of [
        ['add', 'replace', 'remove'],
        ['Add', 'Replace', 'Remove'],
        ['ADD', 'rePLace', 'REMOVE'],
      ]) {
        const { rest } = await patched(
          scim,
          { nickName: 'N', title: 'T' },
          { op: add, path: 'displayName', value: 'D' },
          { op: replace, path: 'title', value: 'U' },
          { op: remove, path: 'nickName' },
        )
        expect(rest).toEqual({ displayName: 'D', title: 'U' })
      }
    }
  })

  it.each(['move', 'copy', 'test', 'set', '', null, 7, ['add'], undefined])(
    'rule 105: op %j is 400 invalidSyntax (RFC 7644 §3.5.2)',
    async (op) => {
      for (const [, scim] of both()) await refused(scim, {}, [{ op, path: 'title', value: 'T' }], 'invalidSyntax')
    },
  )

  it('rule 106: add and replace go without a path when the value is an object (RFC 7644 §3.5.2.1, §3.5.2.3)', async () => {
    for (const [, scim] of both()) {
      for (const op of ['add', 'replace']) {
        for (const path of [undefined, null, '']) {
          const { rest } = await patched(scim, { title: 'T', nickName: 'N' }, { op, path, value: { title: 'U', name: { givenName: 'A' } } })
          expect(rest).toEqual({ title: 'U', nickName: 'N', name: { givenName: 'A' } })
        }
        for (const value of ['T', 7, true, null, [], [{ title: 'U' }], undefined]) await refused(scim, {}, [{ op, value }], 'invalidValue')
      }
    }
  })

  it('rule 107: the keys of such a value may be dotted, URNs and value paths (Entra)', async () => {
    const value = {
      'name.givenName': 'Ada',
      displayName: 'A',
      [`${enterpriseUrn}:department`]: 'Maths',
      [`${enterpriseUrn}:manager.value`]: 'm',
      [`${userUrn}:nickName`]: 'N',
      'emails[type eq "work"].value': 'new@x',
      'emails[type eq "home"].display': 'H',
    }
    for (const [, scim] of both()) {
      for (const op of ['add', 'replace']) {
        const { rest, body } = await patched(scim, { name: { familyName: 'L' }, emails: [work, home] }, { op, value })
        expect(rest).toEqual({
          name: { familyName: 'L', givenName: 'Ada' },
          displayName: 'A',
          nickName: 'N',
          emails: [
            { value: 'new@x', type: 'work' },
            { value: 'h@x', type: 'home', display: 'H' },
          ],
          [enterpriseUrn]: { department: 'Maths', manager: { value: 'm' } },
        })
        expect(body['schemas']).toEqual([userUrn, enterpriseUrn])
      }
    }
  })

  it('rule 107: … and so may paths be qualified with the URN of the schema, the core one too (RFC 7644 §3.10)', async () => {
    for (const [, scim] of both()) {
      const { rest } = await patched(
        scim,
        { emails: [work, home] },
        { op: 'replace', path: `${userUrn}:title`, value: 'T' },
        { op: 'replace', path: `${userUrn.toUpperCase()}:name.givenName`, value: 'A' },
        { op: 'replace', path: `${userUrn}:emails[type eq "work"].value`, value: 'n@x' },
        { op: 'remove', path: `${userUrn}:emails[type eq "home"]` },
        { op: 'add', path: `${enterpriseUrn}:manager.value`, value: 'm' },
      )
      expect(rest).toEqual({
        title: 'T',
        name: { givenName: 'A' },
        emails: [{ value: 'n@x', type: 'work' }],
        [enterpriseUrn]: { manager: { value: 'm' } },
      })
      const [one, two] = await newUsers(scim, 2)
      const group = await newGroup(scim, [one!])
      await scim.patch(
        `/Groups/${group}`,
        { op: 'add', path: `${groupUrn}:members`, value: [{ value: two }] },
        { op: 'remove', path: `${groupUrn}:members[value eq "${one}"]` },
      )
      expect(await membersOf(scim, group)).toEqual([two])
    }
  })

  it('rule 107: … and keys that no schema defines are ignored, and refused by a strict directory (§3.15)', async () => {
    for (const key of ['shoeSize', 'name.shoeSize', 'urn:example:x:User:y', 'not a path', '__proto__', 'constructor.prototype']) {
      const value = JSON.parse(`{"title":"T","${key}":"x"}`) as object
      expect((await patched(app.scim, {}, { op: 'replace', value })).rest).toEqual({ title: 'T' })
      await refused(strict, {}, [{ op: 'replace', value }], 'invalidSyntax')
    }
  })

  it('rule 108: remove without a path is 400 noTarget (RFC 7644 §3.5.2.2)', async () => {
    for (const [, scim] of both())
      for (const more of [{}, { path: '' }, { path: null }, { value: { title: 'T' } }, { value: 'title' }])
        await refused(scim, { title: 'T' }, [{ op: 'remove', ...more }], 'noTarget')
  })

  it.each([
    'name..givenName',
    '.title',
    'title.',
    'ti tle',
    'title title',
    'emails[type eq "work"',
    'emails type eq "work"]',
    'emails[type eq "work"]value',
    'emails[type eq "work"].',
    'emails[type eq "work"].value.more',
    'emails[type eq "work"][value eq "x"]',
    'shoeSize',
    'name.shoeSize',
    'title.part',
    'emails[type eq "work"].shoeSize',
    'name[givenName eq "A"].familyName',
    'title[value eq "x"]',
    'urn:example:unknown:User:title',
    `${enterpriseUrn}:shoeSize`,
    `${enterpriseUrn}:manager.shoeSize`,
    'members',
    '$.title',
    '/title',
    '__proto__',
  ])('rule 109: the path %j is 400 invalidPath, for every op (RFC 7644 §3.12)', async (path) => {
    for (const [, scim] of both())
      for (const op of ['add', 'replace', 'remove']) await refused(scim, { title: 'T' }, [{ op, path, value: 'x' }], 'invalidPath')
  })

  it.each([7, true, {}, ['title']])('rule 109: a path that is %j is 400 invalidPath (RFC 7644 §3.12)', async (path) => {
    for (const [, scim] of both()) await refused(scim, {}, [{ op: 'replace', path, value: 'x' }], 'invalidPath')
  })

  it.each([
    'emails[]',
    'emails[type]',
    'emails[type eq]',
    'emails[type = "work"]',
    'emails[type eq work]',
    "emails[type eq 'work']",
    'emails[type xx "work"]',
    'emails[shoeSize eq "44"]',
    'emails[type eq "work" and]',
    'emails[(type eq "work"]',
    'emails[not type eq "work"]',
    'emails[primary gt true]',
    'emails[emails[type eq "work"]]',
  ])('rule 110: the filter in the path %j is 400 invalidFilter (RFC 7644 §3.12)', async (path) => {
    for (const [, scim] of both()) {
      await refused(scim, { emails: [work] }, [{ op: 'remove', path }], 'invalidFilter')
      await refused(scim, { emails: [work] }, [{ op: 'replace', path: `${path}.value`, value: 'x' }], 'invalidFilter')
    }
  })
})

describe('the whole request (RFC 7644 §3.5.2)', () => {
  it('rule 111: operations apply in their order, each on the result of the one before (RFC 7644 §3.5.2)', async () => {
    for (const [, scim] of both()) {
      const { rest } = await patched(
        scim,
        { displayName: 'A', emails: [work] },
        { op: 'remove', path: 'displayName' },
        { op: 'add', path: 'displayName', value: 'B' },
        { op: 'replace', path: 'displayName', value: 'C' },
        { op: 'add', path: 'emails', value: [home] },
        { op: 'replace', path: 'emails[type eq "home"].value', value: 'n@x' },
        { op: 'replace', path: 'emails[value eq "n@x"].display', value: 'New' },
        { op: 'remove', path: 'emails[type eq "work"]' },
      )
      expect(rest).toEqual({ displayName: 'C', emails: [{ value: 'n@x', type: 'home', display: 'New' }] })
      const [one, two] = await newUsers(scim, 2)
      const group = await newGroup(scim, [one!])
      await scim.patch(
        `/Groups/${group}`,
        { op: 'add', path: 'members', value: [{ value: two }] },
        { op: 'remove', path: 'members' },
        { op: 'add', path: 'members', value: [{ value: one }] },
        { op: 'remove', path: `members[value eq "${one}"]` },
        { op: 'add', path: 'members', value: [{ value: two }] },
      )
      expect(await membersOf(scim, group)).toEqual([two])
    }
  })

  const good = { op: 'replace', path: 'title', value: 'Changed' }
  it.each<[string, object, number, string]>([
    ['a bad path', { op: 'replace', path: 'shoeSize', value: 1 }, 400, 'invalidPath'],
    ['a wrong type', { op: 'replace', path: 'active', value: 'perhaps' }, 400, 'invalidValue'],
    ['an element that is not there', { op: 'replace', path: 'emails[type eq "other"]', value: { value: 'x@x' } }, 400, 'noTarget'],
    ['a read-only attribute', { op: 'replace', path: 'id', value: 'x' }, 400, 'mutability'],
    ['a required attribute removed', { op: 'remove', path: 'userName' }, 400, 'mutability'],
    ['a userName that is taken', { op: 'replace', path: 'userName', value: 'ATOMIC-TAKEN' }, 409, 'uniqueness'],
  ])('rule 112: %s undoes the whole request: no value, no version, no change (RFC 7644 §3.5.2)', async (_, bad, status, scimType) => {
    for (const [mode, scim] of both()) {
      await scim.createUser('atomic-taken').catch(() => undefined)
      for (const operations of [
        [good, bad],
        [bad, good],
        [good, { op: 'add', path: 'emails', value: [{ value: `${mode}@x` }] }, bad],
      ]) {
        await refused(scim, { title: 'T', emails: [work] }, operations, scimType, status)
      }
    }
  })

  it('rule 112: … of a group with all that it says of members (RFC 7644 §3.5.2)', async () => {
    for (const [, scim] of both()) {
      const [one, two] = await newUsers(scim, 2)
      const group = await newGroup(scim, [one!])
      const taken = (await scim.get(`/Groups/${await newGroup(scim)}`)).body['displayName']
      const add = { op: 'add', path: 'members', value: [{ value: two }] }
      const remove = { op: 'remove', path: `members[value eq "${one}"]` }
      for (const [bad, status, scimType] of [
        [{ op: 'replace', path: 'displayName', value: taken.toUpperCase() }, 409, 'uniqueness'],
        [{ op: 'replace', path: 'displayName', value: '' }, 400, 'invalidValue'],
        [{ op: 'remove', path: 'members[display eq "x"]' }, 400, 'invalidFilter'],
        [{ op: 'add', path: 'members', value: [{ display: 'nobody' }] }, 400, 'invalidValue'],
        [{ op: 'replace', path: 'shoeSize', value: 1 }, 400, 'invalidPath'],
      ] as const) {
        for (const operations of [
          [add, remove, bad],
          [bad, add],
        ]) {
          expectError(await changingNothing(app, () => scim.patch(`/Groups/${group}`, ...operations)), status, scimType)
        }
      }
      expect(await membersOf(scim, group)).toEqual([one])
    }
    const [known] = await newUsers(strict, 1)
    const group = await newGroup(strict)
    const unknown = 'user-01a20cdf-64bb-71ef-85b2-b58aefca8081'
    const answer = await changingNothing(app, () =>
      strict.patch(
        `/Groups/${group}`,
        { op: 'replace', path: 'externalId', value: 'E' },
        { op: 'add', path: 'members', value: valuesOf([known!, unknown]) },
      ),
    )
    expectError(answer, 400, 'invalidValue')
    expect(answer.body['detail']).toContain(unknown)
  })

  it('rule 112: … and all that one request changes is one version (RFC 7644 §3.5.2)', async () => {
    const { body } = await patched(
      app.scim,
      {},
      good,
      { op: 'add', path: 'emails', value: [work] },
      { op: 'add', path: 'emails', value: [home] },
    )
    expect(body['meta'].version).toBe('W/"2"')
  })

  it('rule 113: a user is answered 200 with the resource, and a group too while it is small; with attributes always (RFC 7644 §3.5.2)', async () => {
    for (const [, scim] of both()) {
      const user = await patched(scim, {}, good)
      expect([user.status, user.rest]).toEqual([200, { title: 'Changed' }])
      const nothing = await scim.patch(user.at, good)
      expect([nothing.status, nothing.body]).toEqual([200, user.body])
      const users = await newUsers(scim, 2)
      const group = await newGroup(scim)
      const answer = await scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: valuesOf(users) })
      expect([answer.status, answer.body['members'].length]).toEqual([200, 2])
    }
    const [big] = await loadGroups(app, [201])
    const at = `/Groups/${big!.id}`
    for (const operation of [
      { op: 'replace', path: 'externalId', value: 'E' },
      { op: 'replace', path: 'externalId', value: 'E' },
      { op: 'add', path: 'members', value: valuesOf(big!.strangerIds.slice(0, 1)) },
    ]) {
      const answer = await app.scim.patch(at, operation)
      expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([204, '', null])
      expect(answer.headers.get('etag')).toBe((await app.scim.get(`${at}?attributes=meta`)).body['meta'].version)
    }
    for (const [query, shown] of [
      ['attributes=externalId', ['externalId', 'id', 'schemas']],
      ['excludedAttributes=members,meta', ['displayName', 'externalId', 'id', 'schemas']],
      ['attributes=members.value', ['id', 'members', 'schemas']],
    ] as const) {
      const answer = await app.scim.request('PATCH', `${at}?${query}`, patchOp({ op: 'replace', path: 'externalId', value: query }))
      expect([answer.status, Object.keys(answer.body).sort()]).toEqual([200, shown])
    }
  })
})

describe('what may be changed (RFC 7644 §3.5.2)', () => {
  it.each(['id', 'meta', 'meta.version', 'meta.location', 'schemas', 'groups', 'groups.display', `${enterpriseUrn}:manager.displayName`])(
    'rule 114: a path to %s, which is read-only, is 400 mutability (RFC 7644 §3.5.2)',
    async (path) => {
      for (const [, scim] of both()) {
        for (const operation of [
          { op: 'replace', path, value: 'x' },
          { op: 'add', path, value: 'x' },
          { op: 'remove', path },
        ]) {
          await refused(scim, {}, [operation], 'mutability')
        }
      }
    },
  )

  it('rule 114: … in a value without a path it is ignored, and refused by a strict directory (Okta, authentik)', async () => {
    const forged = { id: 'x', meta: { version: 'W/"9"' }, schemas: [userUrn, 'urn:x'], groups: [{ value: 'g' }] }
    const { at, rest, body } = await patched(app.scim, {}, { op: 'replace', value: { ...forged, displayName: 'D' } })
    expect(rest).toEqual({ displayName: 'D' })
    expect([`/Users/${body['id']}`, body['schemas'], body['meta'].version]).toEqual([at, [userUrn], 'W/"2"'])
    for (const [key, value] of Object.entries(forged))
      await refused(strict, {}, [{ op: 'replace', value: { [key]: value, displayName: 'D' } }], 'mutability')
    const group = await newGroup(app.scim)
    const renamed = await app.scim.patch(`/Groups/${group}`, {
      op: 'replace',
      value: { id: group, schemas: [groupUrn], displayName: `Renamed ${serial}` },
    })
    expect([renamed.status, renamed.body['displayName']]).toEqual([200, `Renamed ${serial}`])
  })

  describe('immutable attributes', () => {
    const badge = 'urn:example:badge:1.0:User'
    const values = { number: 'N-1', issued: { by: 'desk', at: 'noon' }, doors: ['north', 'south'], keys: [{ value: 'k1', type: 'steel' }] }
    const clients: [string, ScimClient][] = []
    beforeAll(async () => {
      const customSchemas = checkCustomSchemas([
        {
          id: badge,
          resourceType: 'User',
          name: 'Badge',
          attributes: [
            { name: 'number', mutability: 'immutable' },
            { name: 'issued', type: 'complex', mutability: 'immutable', subAttributes: [{ name: 'by' }, { name: 'at' }] },
            { name: 'doors', multiValued: true, mutability: 'immutable' },
            {
              name: 'keys',
              type: 'complex',
              multiValued: true,
              mutability: 'immutable',
              subAttributes: [{ name: 'value' }, { name: 'type' }],
            },
          ],
        },
      ])
      for (const isStrict of [false, true])
        clients.push([`strict ${isStrict}`, (await teamWithSettings(app, { isStrict, customSchemas })).scim])
    })

    it('rule 114: an immutable attribute can be added while nothing is stored (RFC 7644 §3.5.2)', async () => {
      for (const [, scim] of clients) {
        for (const operations of [
          [{ op: 'add', value: { [badge]: values } }],
          [{ op: 'add', path: badge, value: values }],
          Object.entries(values).map(([name, value]) => ({ op: 'add', path: `${badge}:${name}`, value })),
          Object.entries(values).map(([name, value]) => ({ op: 'replace', path: `${badge}:${name}`, value })),
        ]) {
          expect((await patched(scim, {}, ...operations)).rest).toEqual({ [badge]: values })
        }
      }
    })

    it.each([
      { op: 'replace', path: `${badge}:number`, value: 'N-2' },
      { op: 'add', path: `${badge}:number`, value: 'N-2' },
      { op: 'remove', path: `${badge}:number` },
      { op: 'replace', path: `${badge}:number`, value: null },
      { op: 'replace', path: `${badge}:issued`, value: { by: 'other' } },
      { op: 'add', path: `${badge}:issued.at`, value: 'night' },
      { op: 'remove', path: `${badge}:issued.at` },
      { op: 'add', path: `${badge}:doors`, value: ['west'] },
      { op: 'replace', path: `${badge}:doors`, value: ['north'] },
      { op: 'remove', path: `${badge}:doors` },
      { op: 'add', path: `${badge}:keys`, value: [{ value: 'k2' }] },
      { op: 'remove', path: `${badge}:keys[value eq "k1"]` },
      { op: 'replace', path: `${badge}:keys[value eq "k1"].type`, value: 'brass' },
      { op: 'replace', value: { [badge]: { number: 'N-2' } } },
      { op: 'remove', path: badge },
    ])('rule 114: afterwards %j is 400 mutability (RFC 7644 §3.5.2)', async (operation) => {
      for (const [, scim] of clients) await refused(scim, { [badge]: values }, [operation], 'mutability')
    })

    it('rule 114: what sets the value that is there changes nothing (RFC 7644 §3.5.2)', async () => {
      for (const [, scim] of clients) {
        const { body } = await patched(
          scim,
          { [badge]: values },
          { op: 'add', path: `${badge}:number`, value: 'N-1' },
          { op: 'replace', path: `${badge}:issued`, value: values.issued },
          { op: 'add', path: `${badge}:doors`, value: ['south'] },
          { op: 'replace', path: `${badge}:doors`, value: ['south', 'north'] },
        )
        expect([body[badge], body['meta'].version]).toEqual([values, 'W/"1"'])
      }
    })
  })

  it('rule 115: adding an attribute of an extension that is not in use adds its URN to schemas (RFC 7644 §3.5.2)', async () => {
    for (const [, scim] of both()) {
      for (const operation of [
        { op: 'add', path: `${enterpriseUrn}:department`, value: 'D' },
        { op: 'replace', path: `${enterpriseUrn}:department`, value: 'D' },
        { op: 'add', path: enterpriseUrn, value: { department: 'D' } },
        { op: 'add', value: { [enterpriseUrn]: { department: 'D' } } },
        { op: 'add', value: { [`${enterpriseUrn}:department`]: 'D' } },
      ]) {
        const { body, at, rest } = await patched(scim, {}, operation)
        expect([body['schemas'], rest]).toEqual([[userUrn, enterpriseUrn], { [enterpriseUrn]: { department: 'D' } }])
        expect((await scim.get(at)).body['schemas']).toEqual([userUrn, enterpriseUrn])
      }
    }
  })
})

type Case = [rule: string, before: object, operations: object[], after: object]

describe('what operations do (RFC 7644 §3.5.2.1–3)', () => {
  it.each<Case>([
    [
      'rule 116: add replaces a single value (RFC 7644 §3.5.2.1)',
      { title: 'T' },
      [{ op: 'add', path: 'title', value: 'U' }],
      { title: 'U' },
    ],
    [
      'rule 116: add sets a single value that is not there (RFC 7644 §3.5.2.1)',
      {},
      [{ op: 'add', path: 'title', value: 'U' }],
      { title: 'U' },
    ],
    [
      'rule 116: add replaces a part (RFC 7644 §3.5.2.1)',
      { name: { givenName: 'A', familyName: 'B' } },
      [{ op: 'add', path: 'name.givenName', value: 'C' }],
      { name: { givenName: 'C', familyName: 'B' } },
    ],
    [
      'rule 117: add merges into a complex value (RFC 7644 §3.5.2.1)',
      { name: { givenName: 'A', familyName: 'B' } },
      [{ op: 'add', path: 'name', value: { givenName: 'C', middleName: 'M' } }],
      { name: { givenName: 'C', familyName: 'B', middleName: 'M' } },
    ],
    [
      'rule 117: … without a path as well (RFC 7644 §3.5.2.1)',
      { name: { familyName: 'B' } },
      [{ op: 'add', value: { name: { givenName: 'C' } } }],
      { name: { givenName: 'C', familyName: 'B' } },
    ],
    [
      'rule 117: … and into an extension (RFC 7644 §3.5.2.1)',
      { [enterpriseUrn]: { department: 'D', costCenter: '1' } },
      [{ op: 'add', path: enterpriseUrn, value: { department: 'E' } }],
      { [enterpriseUrn]: { department: 'E', costCenter: '1' } },
    ],
    [
      'rule 118: add appends to a multi-valued attribute (RFC 7644 §3.5.2.1)',
      { emails: [work] },
      [{ op: 'add', path: 'emails', value: [home] }],
      { emails: [work, home] },
    ],
    [
      'rule 118: … one object without an array around it too (RFC 7644 §3.5.2.1)',
      { emails: [work] },
      [{ op: 'add', value: { emails: [home] } }],
      { emails: [work, home] },
    ],
    [
      'rule 118: the same value of another type is another value (RFC 7643 §2.4)',
      { emails: [work] },
      [{ op: 'add', path: 'emails', value: [{ ...work, type: 'home' }] }],
      { emails: [work, { ...work, type: 'home' }] },
    ],
    [
      'rule 120: remove unassigns a single value (RFC 7644 §3.5.2.2)',
      { title: 'T', nickName: 'N' },
      [{ op: 'remove', path: 'title' }],
      { nickName: 'N' },
    ],
    [
      'rule 120: remove unassigns a part (RFC 7644 §3.5.2.2)',
      { name: { givenName: 'A', familyName: 'B' } },
      [{ op: 'remove', path: 'name.givenName' }],
      { name: { familyName: 'B' } },
    ],
    [
      'rule 120: the last part takes the whole (RFC 7644 §3.5.2.2)',
      { name: { givenName: 'A' } },
      [{ op: 'remove', path: 'name.givenName' }],
      {},
    ],
    [
      'rule 120: remove without a filter takes all values (RFC 7644 §3.5.2.2)',
      { emails: [work, home] },
      [{ op: 'remove', path: 'emails' }],
      {},
    ],
    [
      'rule 120: remove with a filter takes those that match (RFC 7644 §3.5.2.2)',
      { emails: [work, home, { value: 'o@x', type: 'work' }] },
      [{ op: 'remove', path: 'emails[type eq "work"]' }],
      { emails: [home] },
    ],
    [
      'rule 120: … by any filter (RFC 7644 §3.5.2.2)',
      { emails: [work, home, { value: 'o@y', type: 'other' }] },
      [{ op: 'remove', path: 'emails[(type eq "work" or value ew "@y") and not (value sw "h")]' }],
      { emails: [home] },
    ],
    [
      'rule 120: remove of a part of those that match (RFC 7644 §3.5.2.2)',
      {
        emails: [
          { ...work, display: 'W' },
          { ...home, display: 'H' },
        ],
      },
      [{ op: 'remove', path: 'emails[type eq "work"].display' }],
      { emails: [work, { ...home, display: 'H' }] },
    ],
    [
      'rule 120: active can be removed, and is absent afterwards (RFC 7644 §3.5.2.2)',
      { active: false },
      [{ op: 'remove', path: 'active' }],
      {},
    ],
    [
      'rule 124: replace of what is missing adds it (RFC 7644 §3.5.2.3)',
      {},
      [
        { op: 'replace', path: 'title', value: 'T' },
        { op: 'replace', path: 'name.givenName', value: 'A' },
        { op: 'replace', path: 'emails', value: [work] },
      ],
      { title: 'T', name: { givenName: 'A' }, emails: [work] },
    ],
    [
      'rule 125: replace of a complex value keeps the parts that it does not name (RFC 7644 §3.5.2.3)',
      { name: { givenName: 'A', familyName: 'B' } },
      [{ op: 'replace', path: 'name', value: { givenName: 'C' } }],
      { name: { givenName: 'C', familyName: 'B' } },
    ],
    [
      'rule 125: … without a path as well (RFC 7644 §3.5.2.3)',
      { name: { givenName: 'A', familyName: 'B' } },
      [{ op: 'replace', value: { name: { familyName: 'C' } } }],
      { name: { givenName: 'A', familyName: 'C' } },
    ],
    [
      'rule 125: a part that is null goes (RFC 7643 §2.5)',
      { name: { givenName: 'A', familyName: 'B' } },
      [{ op: 'replace', path: 'name', value: { givenName: null } }],
      { name: { familyName: 'B' } },
    ],
    [
      'rule 126: replace of a multi-valued attribute replaces the list (RFC 7644 §3.5.2.3)',
      { emails: [work, home] },
      [{ op: 'replace', path: 'emails', value: [{ value: 'n@x' }] }],
      { emails: [{ value: 'n@x' }] },
    ],
    [
      'rule 126: … without a path as well (RFC 7644 §3.5.2.3)',
      { emails: [work, home] },
      [{ op: 'replace', value: { emails: [home] } }],
      { emails: [home] },
    ],
    [
      'rule 126: … and by nothing (RFC 7644 §3.5.2.3)',
      { emails: [work, home], title: 'T' },
      [{ op: 'replace', path: 'emails', value: [] }],
      { title: 'T' },
    ],
    [
      'rule 127: replace with a filter replaces all elements that match (RFC 7644 §3.5.2.3)',
      {
        addresses: [
          { formatted: 'A', region: 'R', type: 'work' },
          { formatted: 'B', type: 'home' },
        ],
      },
      [{ op: 'replace', path: 'addresses[type eq "work"]', value: { formatted: 'C', type: 'work' } }],
      {
        addresses: [
          { formatted: 'C', type: 'work' },
          { formatted: 'B', type: 'home' },
        ],
      },
    ],
    [
      'rule 127: … or their part, in each of them (RFC 7644 §3.5.2.3)',
      { emails: [work, { value: 'o@x', type: 'work' }, home] },
      [{ op: 'replace', path: 'emails[type eq "work"].display', value: 'W' }],
      { emails: [{ ...work, display: 'W' }, { value: 'o@x', type: 'work', display: 'W' }, home] },
    ],
    [
      'rule 127: a filter of several terms matches one element (RFC 7644 §3.5.2.3)',
      { emails: [work, { value: 'o@x', type: 'work' }] },
      [{ op: 'replace', path: 'emails[type eq "work" and value eq "o@x"].value', value: 'n@x' }],
      { emails: [work, { value: 'n@x', type: 'work' }] },
    ],
    [
      'rule 129: primary set on one turns the former off (RFC 7644 §3.5.2)',
      { emails: [{ ...work, primary: true }, home] },
      [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'rule 129: … also when it stands before the former (RFC 7644 §3.5.2)',
      { emails: [home, { ...work, primary: true }] },
      [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
      {
        emails: [
          { ...home, primary: true },
          { ...work, primary: false },
        ],
      },
    ],
    [
      'rule 129: … when a primary one is added (RFC 7644 §3.5.2)',
      { emails: [{ ...work, primary: true }] },
      [{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }],
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'rule 129: … when it differs from the former in type alone (RFC 7644 §3.5.2)',
      { emails: [{ value: 'w@x', primary: true, type: 'work' }] },
      [{ op: 'add', path: 'emails', value: [{ value: 'w@x', primary: true }] }],
      {
        emails: [
          { value: 'w@x', primary: false, type: 'work' },
          { value: 'w@x', primary: true },
        ],
      },
    ],
    [
      'rule 129: … and when an element that is there is added as the primary one (RFC 7644 §3.5.2)',
      { emails: [home, { ...work, primary: true }] },
      [{ op: 'add', path: 'emails', value: [{ ...home, primary: true }] }],
      {
        emails: [
          { ...home, primary: true },
          { ...work, primary: false },
        ],
      },
    ],
  ])('%s', async (_, before, operations, after) => {
    for (const [, scim] of both()) {
      const { status, rest, at, body } = await patched(scim, before, ...operations)
      expect([status, rest]).toEqual([200, after])
      expect((await scim.get(at)).body).toEqual(body)
    }
  })

  it.each<[string, object, object[]]>([
    ['a value that is there', { title: 'T' }, [{ op: 'add', path: 'title', value: 'T' }]],
    ['an element that is there', { emails: [work, home] }, [{ op: 'add', path: 'emails', value: [work] }]],
    ['… in other letters', { emails: [work] }, [{ op: 'add', path: 'emails', value: [{ value: 'W@X', type: 'Work' }] }]],
    ['… and with less said of it', { emails: [{ ...work, display: 'W', primary: true }] }, [{ op: 'add', path: 'emails', value: [work] }]],
    [
      'an address that is there',
      { addresses: [{ formatted: 'A', region: 'R' }] },
      [{ op: 'add', path: 'addresses', value: [{ region: 'R', formatted: 'A' }] }],
    ],
    ['parts that are there', { name: { givenName: 'A', familyName: 'B' } }, [{ op: 'add', path: 'name', value: { givenName: 'A' } }]],
    ['nothing', { emails: [work] }, [{ op: 'add', path: 'emails', value: [] }]],
    ['what an extension has', { [enterpriseUrn]: { department: 'D' } }, [{ op: 'add', value: { [enterpriseUrn]: { department: 'D' } } }]],
  ])('rule 118: adding %s succeeds without any change, version or lastModified (RFC 7644 §3.5.2.1)', async (_, before, operations) => {
    for (const [, scim] of both()) {
      const at = `/Users/${await scim.createUser(`noop-${(serial += 1)}`, before as Record<string, unknown>)}`
      const stored = (await scim.get(at)).body
      const answer = await changingNothing(app, () => scim.patch(at, ...operations))
      expect([answer.status, answer.body]).toEqual([200, stored])
    }
  })

  it('rule 118: … nor does adding a member who is one (RFC 7644 §3.5.2.1)', async () => {
    for (const [, scim] of both()) {
      const users = await newUsers(scim, 2)
      const group = await newGroup(scim, users)
      const { body } = await scim.get(`/Groups/${group}`)
      await changingNothing(app, async () => {
        for (const value of [valuesOf(users), valuesOf(users.slice(1)), [{ value: users[0], display: 'Other', type: 'User' }], []]) {
          const answer = await scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value })
          expect([answer.status, answer.body]).toEqual([200, body])
        }
      })
    }
  })

  it('rule 119: members are added from an array or from one object; who comes twice is added once (Rippling)', async () => {
    const users = await newUsers(app.scim, 4)
    const group = await newGroup(app.scim)
    const add = async (value: unknown) => {
      expect((await app.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value })).status).toBe(200)
      return membersOf(app.scim, group)
    }
    expect(await add({ value: users[0] })).toEqual([users[0]])
    expect(await add([{ value: users[1] }, { value: users[1] }, { value: users[0] }, { value: users[1], display: 'again' }])).toEqual(
      users.slice(0, 2).sort(),
    )
    expect(await add([{ $ref: null, value: users[2] }])).toEqual(users.slice(0, 3).sort())
    await app.scim.patch(`/Groups/${group}`, { op: 'add', value: { members: [{ value: users[3] }] } })
    expect(await membersOf(app.scim, group)).toEqual([...users].sort())
    const { meta } = (await app.scim.get(`/Groups/${group}`)).body
    expect(meta.version).toBe('W/"5"')
  })

  it('rule 119: who is no user of the directory is left out, and the others come; a strict directory refuses and names all of them (§3.15)', async () => {
    const foreign = await (await app.newTeam()).scim.createUser('foreign')
    for (const [mode, scim] of both()) {
      const users = await newUsers(scim, 2)
      const group = await newGroup(scim, [users[0]!])
      const unknown = ['user-01a20cdf-64bb-71ef-85b2-b58aefca8081', 'somebody', foreign, await newGroup(scim)]
      const at = `/Groups/${group}`
      const { displayName } = (await scim.get(at)).body
      const value = valuesOf([...unknown, users[1]!])
      for (const ask of [
        () => scim.patch(at, { op: 'add', path: 'members', value }),
        () => scim.patch(at, { op: 'replace', path: 'members', value }),
        () => scim.put(at, { schemas: [groupUrn], displayName, members: value }),
      ]) {
        if (mode === 'lenient') {
          expect((await ask()).status).toBe(200)
          expect(await membersOf(scim, group)).toContain(users[1])
          continue
        }
        const answer = await changingNothing(app, ask)
        expectError(answer, 400, 'invalidValue')
        for (const id of unknown) expect(answer.body['detail']).toContain(id)
        expect(answer.body['detail']).not.toContain(users[1])
      }
      expect(await membersOf(scim, group)).toEqual([mode === 'lenient' ? users[1] : users[0]])
      // Nobody can be removed who is not there: that is no reason to refuse.
      for (const id of unknown) expect((await scim.patch(at, { op: 'remove', path: `members[value eq "${id}"]` })).status).toBe(200)
    }
  })

  it.each<[string, string, object[]]>([
    ['/Users', 'userName', [{ op: 'remove', path: 'userName' }]],
    ['/Users', 'userName, by its URN', [{ op: 'remove', path: `${userUrn}:userName` }]],
    [
      '/Users',
      'userName, even when it is set again',
      [
        { op: 'remove', path: 'USERNAME' },
        { op: 'add', path: 'userName', value: 'x' },
      ],
    ],
    ['/Users', 'id', [{ op: 'remove', path: 'id' }]],
    ['/Users', 'meta', [{ op: 'remove', path: 'meta' }]],
    ['/Users', 'groups', [{ op: 'remove', path: 'groups' }]],
    ['/Groups', 'displayName', [{ op: 'remove', path: 'displayName' }]],
    ['/Groups', 'members.value', [{ op: 'remove', path: 'members.value' }]],
  ])('rule 121: on %s removing %s, which is required or read-only, is 400 mutability (RFC 7644 §3.5.2.2)', async (path, _, operations) => {
    for (const [, scim] of both()) {
      const at = path === '/Users' ? `${path}/${(await newUsers(scim, 1))[0]}` : `${path}/${await newGroup(scim)}`
      expectError(await changingNothing(app, () => scim.patch(at, ...operations)), 400, 'mutability')
    }
  })

  it('rule 122: remove with a filter that matches nothing succeeds and changes nothing, of members and of other attributes (own)', async () => {
    for (const [, scim] of both()) {
      const [member, stranger] = await newUsers(scim, 2)
      const group = `/Groups/${await newGroup(scim, [member!])}`
      const user = `/Users/${await scim.createUser(`unmatched-${(serial += 1)}`, { emails: [work] })}`
      await changingNothing(app, async () => {
        for (const path of [`members[value eq "${stranger}"]`, 'members[value eq "nobody"]'])
          expect((await scim.patch(group, { op: 'remove', path })).status).toBe(200)
        for (const path of [
          'emails[type eq "home"]',
          'emails[type eq "home" and value eq "w@x"]',
          'emails[type eq "home"].display',
          'phoneNumbers[type eq "work"]',
        ])
          expect((await scim.patch(user, { op: 'remove', path })).status).toBe(200)
      })
    }
  })

  it('rule 123: remove of members with a list in value removes those alone, in a strict directory too (Entra)', async () => {
    for (const [, scim] of both()) {
      const users = await newUsers(scim, 5)
      const group = await newGroup(scim, users.slice(0, 4))
      const remove = async (value: unknown) => {
        expect((await scim.patch(`/Groups/${group}`, { op: 'Remove', path: 'members', value })).status).toBe(200)
        return membersOf(scim, group)
      }
      expect(await remove([{ $ref: null, value: users[0] }])).toEqual(users.slice(1, 4).sort())
      await changingNothing(app, () => remove([{ value: users[4] }, { value: 'nobody' }]))
      await changingNothing(app, () => remove([]))
      expect(await remove({ value: users[1] })).toEqual(users.slice(2, 4).sort())
      expect(await remove([{ value: users[2] }, { value: users[2] }])).toEqual([users[3]])
      // Without a list it is all of them (RFC 7644 §3.5.2.2).
      expect(await remove(undefined)).toEqual([])
    }
  })

  it('rule 123: … and of any other list of values (Entra)', async () => {
    for (const [, scim] of both()) {
      const before = { emails: [work, home, { value: 'w@x', type: 'home' }], addresses: [{ formatted: 'A' }, { formatted: 'B' }] }
      const { rest } = await patched(
        scim,
        before,
        { op: 'remove', path: 'emails', value: [{ value: 'W@x', type: 'work' }] },
        { op: 'remove', path: 'addresses', value: [{ formatted: 'A' }] },
      )
      expect(rest).toEqual({ emails: [home, { value: 'w@x', type: 'home' }], addresses: [{ formatted: 'B' }] })
    }
  })

  it('rule 126: replace of members leaves exactly those that are listed, in one change (RFC 7644 §3.5.2.3)', async () => {
    for (const [, scim] of both()) {
      const users = await newUsers(scim, 5)
      const group = await newGroup(scim, users.slice(0, 3))
      const before = (await storedRows(app)).length
      await scim.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: valuesOf(users.slice(2)) })
      expect(await membersOf(scim, group)).toEqual(users.slice(2).sort())
      // As many members as before, and one change.
      expect((await storedRows(app)).length).toBe(before + 1)
      await changingNothing(app, () =>
        scim.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: valuesOf(users.slice(2).reverse()) }),
      )
      await scim.patch(`/Groups/${group}`, { op: 'replace', value: { members: [] } })
      expect(await membersOf(scim, group)).toEqual([])
    }
  })
})

describe('a filter that matches nothing (RFC 7644 §3.5.2.3)', () => {
  it.each([
    { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'n@x' } },
    { op: 'replace', path: 'emails[type eq "home" and value eq "x@x"].value', value: 'n@x' },
    { op: 'replace', path: 'emails[type eq "home" or type eq "other"].value', value: 'n@x' },
    { op: 'replace', path: 'emails[type ne "work"].value', value: 'n@x' },
    { op: 'replace', path: 'emails[not (type eq "work")].value', value: 'n@x' },
    { op: 'replace', path: 'emails[value sw "h"].type', value: 'home' },
    { op: 'replace', path: 'phoneNumbers[value pr].type', value: 'work' },
    { op: 'add', path: 'emails[type eq "home" and value eq "x@x"].display', value: 'n@x' },
  ])('rule 128: %j is 400 noTarget (RFC 7644 §3.5.2.3)', async (operation) => {
    for (const [, scim] of both()) await refused(scim, { emails: [work] }, [operation], 'noTarget')
  })

  it.each<[string, unknown, object]>([
    ['emails[type eq "home"].value', 'n@x', { emails: [work, { type: 'home', value: 'n@x' }] }],
    ['addresses[type eq "work"].streetAddress', '1 Road', { emails: [work], addresses: [{ type: 'work', streetAddress: '1 Road' }] }],
    ['phoneNumbers[type eq "mobile"].value', '+47 1', { emails: [work], phoneNumbers: [{ type: 'mobile', value: '+47 1' }] }],
    ['roles[primary eq "True"].value', 'admin', { emails: [work], roles: [{ primary: true, value: 'admin' }] }],
    ['roles[primary eq true].value', 'admin', { emails: [work], roles: [{ primary: true, value: 'admin' }] }],
    ['emails[value eq "n@x"].type', 'other', { emails: [work, { value: 'n@x', type: 'other' }] }],
    ['emails[display eq "D"].value', 'n@x', { emails: [work, { display: 'D', value: 'n@x' }] }],
  ])(
    'rule 128: add and replace at %s create the element with both set; a strict directory has no target to replace (Entra)',
    async (path, value, after) => {
      for (const op of ['add', 'replace']) expect((await patched(app.scim, { emails: [work] }, { op, path, value })).rest).toEqual(after)
      await refused(strict, { emails: [work] }, [{ op: 'replace', path, value }], 'noTarget')
      expect((await patched(strict, { emails: [work] }, { op: 'add', path, value })).rest).toEqual(after)
    },
  )

  it('rule 128: several paths of one type fill one element (Entra)', async () => {
    const { rest } = await patched(
      app.scim,
      {},
      { op: 'Add', path: 'addresses[type eq "work"].streetAddress', value: '1 Road' },
      { op: 'Replace', path: 'addresses[type eq "work"].locality', value: 'Town' },
      { op: 'Replace', path: 'addresses[type eq "work"].country', value: 'NO' },
      { op: 'Replace', path: 'addresses[type eq "home"].country', value: 'SE' },
    )
    expect(rest).toEqual({
      addresses: [
        { type: 'work', streetAddress: '1 Road', locality: 'Town', country: 'NO' },
        { type: 'home', country: 'SE' },
      ],
    })
  })

  it('rule 128: clearing what is not there creates nothing (Entra)', async () => {
    for (const value of ['', null]) {
      const { rest, body } = await patched(
        app.scim,
        { emails: [work] },
        { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value },
      )
      expect([rest, body['meta'].version]).toEqual([{ emails: [work] }, 'W/"1"'])
    }
  })
})

describe('values (RFC 7644 §3.12)', () => {
  it.each<[string, unknown]>([
    ['title', 7],
    ['title', true],
    ['title', { value: 'T' }],
    ['title', ['T']],
    ['active', 1],
    ['active', 'on'],
    ['active', { value: true }],
    ['name', 'Ada'],
    ['name', 7],
    ['name', { givenName: 7 }],
    ['name.givenName', {}],
    ['emails', 7],
    ['emails', [7]],
    ['emails', [{ value: 7 }]],
    ['emails', [{ value: 'a@x', primary: 'perhaps' }]],
    ['emails[type eq "work"].value', 7],
    ['emails[type eq "work"].primary', 'perhaps'],
    ['emails[type eq "work"]', 7],
    ['x509Certificates', [{ value: '???' }]],
    [`${enterpriseUrn}:department`, 7],
    [enterpriseUrn, 'D'],
    [`${enterpriseUrn}:manager`, 7],
    ['title', undefined],
  ])('rule 130: a value of the wrong type at %s, %j, is 400 invalidValue (RFC 7644 §3.12)', async (path, value) => {
    for (const [, scim] of both()) {
      for (const op of ['add', 'replace']) await refused(scim, { title: 'T', emails: [work] }, [{ op, path, value }], 'invalidValue')
      if (value !== undefined) await refused(scim, { emails: [work] }, [{ op: 'replace', value: { [path]: value } }], 'invalidValue')
    }
  })

  it.each(['{', '', 'title', '{"Operations":[}', '<a/>', '{"Operations":[],}', "{'Operations':[]}"])(
    'rule 130: the body %j is no JSON: 400 invalidSyntax (RFC 7644 §3.12)',
    async (body) => {
      const id = await app.scim.createUser(`no-json-${(serial += 1)}`)
      await changingNothing(app, async () => {
        expectError(await app.scim.request('PATCH', `/Users/${id}`, body), 400, 'invalidSyntax')
        expectError(await app.scim.request('PUT', `/Users/${id}`, body), 400, 'invalidSyntax')
        expectError(await app.scim.request('POST', '/Users', body), 400, 'invalidSyntax')
      })
    },
  )

  it('rule 131: a PATCH that would break uniqueness is 409 uniqueness; one that only changes letters of its own is not (RFC 7644 §3.3)', async () => {
    for (const [, scim] of both()) {
      await scim.createUser('Held@x')
      for (const operation of [
        { op: 'replace', path: 'userName', value: 'held@X' },
        { op: 'add', path: 'userName', value: 'Held@x' },
        { op: 'replace', value: { userName: 'HELD@x' } },
      ]) {
        await refused(scim, {}, [operation], 'uniqueness', 409)
      }
      const own = await scim.createUser('own@x')
      expect((await scim.patch(`/Users/${own}`, { op: 'replace', path: 'userName', value: 'OWN@x' })).body['userName']).toBe('OWN@x')
      await scim.createGroup('Held')
      const group = await newGroup(scim)
      expectError(
        await changingNothing(app, () => scim.patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: 'HELD' })),
        409,
        'uniqueness',
      )
    }
  })

  it('rule 131: of many that take one name at once one succeeds (RFC 7644 §3.3)', async () => {
    const users = await newUsers(app.scim, 8)
    const answers = await Promise.all(
      users.map((id) => app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'coveted@x' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)])
    for (const answer of answers) if (answer.status === 409) expectError(answer, 409, 'uniqueness')
    expect((await app.scim.post('/Users', aUser('COVETED@x'))).status).toBe(409)
  })
})

// Answers without the group, which are not what is counted.
const large = useApp({ environment: { GROUP_ANSWER_MEMBER_LIMIT: '0' } })

describe('groups of 10, 1,000 and 100,000 members', () => {
  let groups: LoadedGroup[]
  beforeAll(async () => {
    groups = await loadGroups(large, [10, 1_000, 100_000], 320)
    // So that no statement that is counted is about the token.
    await large.scim.patch(`/Groups/${groups[0]!.id}`, { op: 'remove', path: 'members[value eq "nobody"]' })
  }, 120_000)

  type Act = [name: string, named: number, operations: (group: LoadedGroup) => unknown[]]
  const acts: Act[] = [
    ['adding one', 1, ({ strangerIds }) => [{ op: 'add', path: 'members', value: [{ value: strangerIds[0] }] }]],
    ['adding the same one again', 1, ({ strangerIds }) => [{ op: 'add', path: 'members', value: [{ value: strangerIds[0] }] }]],
    ['adding fifty', 50, ({ strangerIds }) => [{ op: 'add', path: 'members', value: valuesOf(strangerIds.slice(5, 55)) }]],
    ['removing one by filter', 1, ({ strangerIds }) => [{ op: 'remove', path: `members[value eq "${strangerIds[0]}"]` }]],
    ['removing the same one again', 1, ({ strangerIds }) => [{ op: 'remove', path: `members[value eq "${strangerIds[0]}"]` }]],
    ['removing some by a list', 5, ({ memberIds }) => [{ op: 'remove', path: 'members', value: valuesOf(memberIds.slice(0, 5)) }]],
    [
      'adding some and removing others',
      10,
      ({ memberIds, strangerIds }) => [
        { op: 'add', path: 'members', value: valuesOf(memberIds.slice(0, 5)) },
        ...strangerIds.slice(5, 10).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
      ],
    ],
    [
      'a batch of 256, half of them one operation each,',
      256,
      ({ strangerIds }) => [
        { op: 'add', path: 'members', value: valuesOf(strangerIds.slice(60, 188)) },
        ...strangerIds.slice(188, 316).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
      ],
    ],
    ['adding somebody unknown', 1, () => [{ op: 'add', path: 'members', value: [{ value: 'user-01a20cdf-64bb-71ef-85b2-b58aefca8081' }] }]],
    ['renaming', 0, ({ size }) => [{ op: 'replace', path: 'displayName', value: `Renamed ${size}` }]],
    [
      'renaming and adding at once',
      1,
      ({ size, strangerIds }) => [
        { op: 'replace', value: { displayName: `Renamed again ${size}` } },
        { op: 'add', path: 'members', value: [{ value: strangerIds[1] }] },
      ],
    ],
  ]

  it.each(acts)(
    'rule 132: %s takes the same statements and touches the same few rows whatever the size of the group (own)',
    async (_, named, operations) => {
      const costs: { statements: number; memberships: number; users: number; groups: number }[] = []
      for (const group of groups) {
        let statements: string[] = []
        const rows = await countRows(async () => {
          statements = await statementsOf(async () => {
            expect((await large.scim.patch(`/Groups/${group.id}`, ...operations(group))).status).toBe(204)
          })
        })
        costs.push({
          statements: statements.filter((text) => /users|groups|memberships/.test(text)).length,
          memberships: rows['memberships']!,
          users: rows['users']!,
          groups: rows['groups']!,
        })
      }
      for (const cost of costs) {
        expect(cost.statements).toBe(costs[0]!.statements)
        for (const table of ['memberships', 'users', 'groups'] as const) {
          expect([table, cost]).toEqual([
            table,
            expect.objectContaining({ [table]: expect.toSatisfy((rows: number) => rows <= 20 + 8 * named) }),
          ])
        }
      }
    },
    60_000,
  )

  it('rule 132: … and afterwards each group has the members that it should have (own)', async () => {
    for (const { id, size } of groups) {
      const [row] = await large.node.app.database.$queryRaw<{ rows: bigint; count: number }[]>`
        SELECT (SELECT count(*) FROM memberships WHERE group_id = groups.id) AS rows, member_count AS count FROM groups WHERE id = ${id.replace('group-', '')}::uuid`
      // Fifty came and five of them went, one came and went, 128 came in a batch, one came with the name.
      expect([Number(row!.rows), row!.count]).toEqual([size + 174, size + 174])
    }
  })
})
