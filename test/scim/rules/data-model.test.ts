import { beforeAll, describe, expect, it } from 'vitest'
import { checkCustomSchemas } from '../../../src/domain/custom-schema.ts'
import { fromId } from '../../../src/domain/id.ts'
import { withLog } from '../../support/logged-app.ts'
import { patchOp, scimClient, type ScimBody, type ScimClient, type ScimResponse } from '../../support/scim-client.ts'
import { strictTeam, teamWithSettings } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { flawsOf, trialsOf, tryOut, type Entry } from './attribute-contract.ts'
import { aGroup, aUser, changingNothing, enterpriseUrn, expectError, filterOf, groupUrn, listUrn, userUrn } from './wire.ts'

// RFC 7643, and what of it a client can see over HTTP.

const app = useApp()
let strict: ScimClient
let custom: ScimClient
const measured = 'urn:example:measured:1.0:User'
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
  const parts = [
    { name: 'value' },
    { name: 'exact', caseExact: true },
    { name: 'is', type: 'boolean' as const },
    { name: 'count', type: 'integer' as const },
  ]
  const customSchemas = checkCustomSchemas([
    {
      id: measured,
      resourceType: 'User',
      name: 'Measured',
      description: 'One attribute of each type',
      attributes: [
        { name: 'text', description: 'Text without caseExact' },
        { name: 'exact', description: 'Text with it', caseExact: true },
        { name: 'is', description: 'A boolean', type: 'boolean' },
        { name: 'whole', description: 'An integer', type: 'integer' },
        { name: 'zero', description: 'An integer', type: 'integer' },
        { name: 'part', description: 'A decimal', type: 'decimal' },
        { name: 'at', description: 'A dateTime', type: 'dateTime' },
        { name: 'file', description: 'A binary', type: 'binary' },
        { name: 'link', description: 'A reference', type: 'reference', referenceTypes: ['external'] },
        { name: 'one', description: 'Complex', type: 'complex', subAttributes: parts.map((part) => ({ ...part, description: 'A part' })) },
        {
          name: 'many',
          description: 'Complex, several',
          type: 'complex',
          multiValued: true,
          subAttributes: parts.map((part) => ({ ...part, description: 'A part' })),
        },
        { name: 'tags', description: 'Texts, several', multiValued: true },
        { name: 'hidden', description: 'Never returned', returned: 'never' },
        { name: 'asked', description: 'Returned on request', returned: 'request' },
        { name: 'shown', description: 'Always returned', returned: 'always' },
      ],
    },
  ])
  custom = (await teamWithSettings(app, { customSchemas })).scim
})

const uuidOf = (kind: 'user' | 'group', id: string): string => fromId(kind, id)!
const storedUser = async (id: string): Promise<Record<string, unknown>> =>
  (await app.node.app.database.user.findUniqueOrThrow({ where: { id: uuidOf('user', id) } })).attributes as Record<string, unknown>
const found = async (scim: ScimClient, path: string, filter: string): Promise<string[]> => {
  const { status, body } = await scim.get(`${path}?${filterOf(filter)}`)
  if (status !== 200) throw new Error(`${status} ${body['detail']}`)
  return body['Resources'].map((resource: { id: string }) => resource.id)
}
const made = ({ status, body, text }: ScimResponse): ScimBody => {
  if (status !== 201) throw new Error(`${status} ${text}`)
  return body
}
/** What is left of a resource when all that differs between two equal ones is taken away. */
const content = ({ id: _, meta: __, userName: ___, ...rest }: ScimBody): ScimBody => rest

describe('names and URNs (RFC 7643 §2.1)', () => {
  const canonical = {
    userName: 'cases-1',
    nickName: 'N',
    name: { givenName: 'Ada' },
    emails: [{ value: 'a@x', type: 'work', primary: true }],
    [enterpriseUrn]: { costCenter: '7' },
  }
  const upper = {
    SCHEMAS: [userUrn.toUpperCase(), enterpriseUrn.toUpperCase()],
    USERNAME: 'cases-1',
    NICKNAME: 'N',
    NAME: { GIVENNAME: 'Ada' },
    EMAILS: [{ VALUE: 'a@x', TYPE: 'work', PRIMARY: true }],
    [enterpriseUrn.toUpperCase()]: { COSTCENTER: '7' },
  }

  it('rule 1: names and URNs match without regard to case in bodies, and come out in one case (RFC 7643 §2.1)', async () => {
    for (const scim of [app.scim, strict]) {
      const body = made(await scim.post('/Users', upper))
      expect(content(body)).toEqual(content({ schemas: [userUrn, enterpriseUrn], active: true, ...canonical }))
      const put = await scim.put(`/Users/${body['id']}`, { ...upper, TITLE: 'T' })
      expect(content(put.body)).toEqual(content({ schemas: [userUrn, enterpriseUrn], active: true, title: 'T', ...canonical }))
      const group = made(await scim.post('/Groups', { Schemas: [groupUrn], DISPLAYNAME: 'Cases', MEMBERS: [{ Value: body['id'] }] }))
      expect(group['members']).toMatchObject([{ value: body['id'] }])
    }
  })

  it('rule 1: … in PATCH, in its message, its paths and its values (RFC 7643 §2.1)', async () => {
    const id = await app.scim.createUser('cases-2')
    const { status, body } = await app.scim.request('PATCH', `/Users/${id}`, {
      SCHEMAS: ['URN:IETF:PARAMS:SCIM:API:MESSAGES:2.0:PATCHOP'],
      OPERATIONS: [
        { OP: 'add', PATH: 'NICKNAME', VALUE: 'N' },
        { op: 'add', path: 'NAME.GIVENNAME', value: 'Ada' },
        { op: 'add', path: 'EMAILS[TYPE EQ "work"].VALUE', value: 'a@x' },
        { op: 'add', path: `${enterpriseUrn.toUpperCase()}:COSTCENTER`, value: '7' },
        { op: 'replace', value: { TITLE: 'T', 'EMAILS[TYPE EQ "work"].PRIMARY': true } },
      ],
    })
    expect(status).toBe(200)
    expect(content(body)).toEqual({ ...content(canonical), schemas: [userUrn, enterpriseUrn], active: true, title: 'T' })
  })

  it.each([
    [`USERNAME eq "cases-3"`],
    [`NAME.GIVENNAME EQ "Cased"`],
    [`EMAILS[TYPE eq "work" and VALUE eq "cased@x"]`],
    [`${enterpriseUrn.toUpperCase()}:COSTCENTER eq "cased"`],
    [`SCHEMAS eq "${enterpriseUrn.toUpperCase()}" and nickname eq "cased"`],
  ])('rule 1: … in the filter %s and in what is asked to be shown (RFC 7643 §2.1)', async (filter) => {
    const sent = {
      nickName: 'cased',
      name: { givenName: 'Cased' },
      emails: [{ value: 'cased@x', type: 'work' }],
      [enterpriseUrn]: { costCenter: 'cased' },
    }
    const [known] = await found(app.scim, '/Users', 'userName eq "cases-3"')
    const id = known ?? (await app.scim.createUser('cases-3', sent))
    expect(await found(app.scim, '/Users', filter)).toEqual([id])
    const shown = await app.scim.get(`/Users/${id}?attributes=NICKNAME,NAME.GIVENNAME,${enterpriseUrn.toUpperCase()}:COSTCENTER`)
    const { emails: _, ...asked } = sent
    expect(shown.body).toEqual({ schemas: [userUrn, enterpriseUrn], id, ...asked })
    const without = await app.scim.get(`/Users/${id}?excludedAttributes=NICKNAME,EMAILS.TYPE`)
    expect(without.body['nickName']).toBeUndefined()
    expect(without.body['emails']).toEqual([{ value: 'cased@x' }])
  })
})

describe('schemas (RFC 7643 §3)', () => {
  it('rule 2: every resource and message has a non-empty schemas array, without repetition, of declared URNs alone (RFC 7643 §3)', async () => {
    const id = await app.scim.createUser('schemas-1', { [enterpriseUrn]: { department: 'D' } })
    const plain = await app.scim.createUser('schemas-2')
    const group = await app.scim.createGroup('Schemas', [id])
    const types = (await app.scim.get('/ResourceTypes')).body['Resources'] as ScimBody[]
    const declared = new Map(
      types.map(({ name, schema, schemaExtensions = [] }) => [name, [schema, ...schemaExtensions.map((one: ScimBody) => one['schema'])]]),
    )
    const seen: string[] = []
    const check = ({ schemas, meta, Resources = [] }: ScimBody, place: string) => {
      seen.push(place)
      expect([place, Array.isArray(schemas) && schemas.length > 0 && new Set(schemas).size === schemas.length]).toEqual([place, true])
      for (const urn of schemas) if (declared.has(meta?.resourceType)) expect(declared.get(meta.resourceType)).toContain(urn)
      for (const [index, resource] of Resources.entries()) check(resource, `${place} ${index}`)
    }
    for (const path of [
      `/Users/${id}`,
      `/Users/${plain}`,
      `/Users/${id}?attributes=userName`,
      `/Users/${id}?excludedAttributes=schemas`,
      `/Groups/${group}`,
      '/Users',
      '/Groups',
      '/Users?count=0',
      '/Users/nobody',
      '/Schemas',
      `/Schemas/${userUrn}`,
      '/ResourceTypes',
      '/ResourceTypes/User',
      '/ServiceProviderConfig',
    ]) {
      check((await app.scim.get(path)).body, path)
    }
    check((await app.scim.patch(`/Users/${id}`, { op: 'remove', path: enterpriseUrn })).body, 'PATCH')
    check((await app.scim.put(`/Users/${id}`, aUser('schemas-1'))).body, 'PUT')
    expect(seen.length).toBeGreaterThan(20)
    expect((await app.scim.get(`/Users/${id}`)).body['schemas']).toEqual([userUrn])
    expect((await app.scim.get('/Users?count=0')).body['schemas']).toEqual([listUrn])
  })

  it('rule 2: the order and repetition of the URNs that a client sends mean nothing (RFC 7643 §3)', async () => {
    for (const [index, schemas] of [
      [userUrn, enterpriseUrn],
      [enterpriseUrn, userUrn],
      [userUrn, enterpriseUrn, userUrn],
    ].entries()) {
      const body = made(await strict.post('/Users', { schemas, userName: `order-${index}`, [enterpriseUrn]: { department: 'D' } }))
      expect(body['schemas']).toEqual([userUrn, enterpriseUrn])
    }
  })

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', []],
    ['no array', 7],
    ['of no texts', [7]],
  ])('rule 2: a strict directory refuses a resource whose schemas are %s (RFC 7643 §3)', async (_, schemas) => {
    expectError(await strict.post('/Users', { schemas, userName: 'no-schemas' }), 400, 'invalidSyntax')
  })

  it.each([
    ['/Groups', 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group', false],
    ['/Users', 'urn:scim:schemas:core:2.0', true],
    ['/Users', 'urn:scim:schemas:extension:enterprise:2.0', true],
    ['/Users', 'urn:example:custom:2.0:User', false],
  ])('rule 3: on %s the undeclared schema %s is accepted and dropped; strict: %s (Entra, OneLogin)', async (path, urn, isStrictFine) => {
    const of = (name: string) => (path === '/Users' ? aUser(name) : aGroup(name)) as ScimBody
    const sent = { ...of(`undeclared ${urn}`), [urn]: { anything: 1 } }
    sent['schemas'] = [...of('x')['schemas'], urn]
    const created = await app.scim.post(path, sent)
    const answers = [
      created,
      await app.scim.put(`${path}/${made(created)['id']}`, sent),
      await app.scim.patch(`${path}/${created.body['id']}`, { op: 'replace', value: { schemas: sent['schemas'] } }),
      await app.scim.get(`${path}/${created.body['id']}`),
      await app.scim.get(path),
    ]
    for (const { status, text } of answers) {
      expect(status).toBeLessThan(300)
      const { userName: __, displayName: ___, ...rest } = JSON.parse(text) as ScimBody
      expect(JSON.stringify(rest).replaceAll(`undeclared ${urn}`, '')).not.toContain(urn)
    }
    const inStrict = await strict.post(path, { ...of(`strict ${urn}`), schemas: sent['schemas'] })
    if (isStrictFine) expect(inStrict.body['schemas']).toEqual(of('x')['schemas'])
    else expectError(inStrict, 400, 'invalidSyntax')
  })

  it('rule 3: an attribute that no schema defines is ignored on POST and PUT, and refused by a strict directory (§3.15)', async () => {
    const unknown = {
      shoeSize: 44,
      name: { givenName: 'A', nick: 'B' },
      emails: [{ value: 'a@x', verified: true }],
      [enterpriseUrn]: { badge: 1 },
    }
    const created = made(await app.scim.post('/Users', aUser('unknown-attributes', unknown)))
    expect(content(created)).toEqual({ schemas: [userUrn], active: true, name: { givenName: 'A' }, emails: [{ value: 'a@x' }] })
    await changingNothing(app, () => app.scim.put(`/Users/${created['id']}`, aUser('unknown-attributes', unknown)))
    const id = await strict.createUser('unknown-attributes')
    for (const [name, value] of Object.entries(unknown)) {
      const sent = aUser('unknown-attributes', { [name]: value })
      for (const answer of [await strict.post('/Users', { ...sent, userName: 'another' }), await strict.put(`/Users/${id}`, sent)]) {
        expectError(answer, 400, 'invalidSyntax')
        expect(answer.body['detail']).toMatch(/shoeSize|nick|verified|badge/)
      }
    }
  })
})

describe('unassigned values (RFC 7643 §2.5)', () => {
  const base = {
    title: 'T',
    name: { givenName: 'A', familyName: 'B' },
    emails: [{ value: 'a@x' }],
    addresses: [{ formatted: 'A', region: 'R' }],
  }
  const extension = { [enterpriseUrn]: { department: 'D', manager: { value: 'm' } } }
  type Form = [string, () => Record<string, unknown>]
  const attributes = ['title', 'nickName', 'displayName', 'name', 'emails', 'roles', 'addresses', 'externalId', 'active', enterpriseUrn]
  const forms: Form[] = [
    ['absent', () => ({})],
    ['null', () => Object.fromEntries(attributes.map((name) => [name, null]))],
    ['[]', () => Object.fromEntries(attributes.map((name) => [name, []]))],
    ['""', () => Object.fromEntries(attributes.map((name) => [name, '']))],
    [
      'null within',
      () => ({
        name: { givenName: null, familyName: [] },
        emails: [{ value: null, type: null }, {}, null],
        addresses: [{ region: null }, null],
        roles: [],
        [enterpriseUrn]: { department: null, manager: { value: null }, costCenter: '' },
      }),
    ],
  ]

  it('rule 4: null, [], "" and absent are the same in what is stored and in what is answered, after POST and PUT (RFC 7643 §2.5)', async () => {
    const answers: ScimBody[] = []
    const stored: unknown[] = []
    for (const [index, [, form]] of forms.entries()) {
      const body = made(await app.scim.post('/Users', aUser(`unassigned-${index}`, form())))
      answers.push(content(body))
      const { userName: _, ...rest } = await storedUser(body['id'])
      stored.push(rest)
      const full = await app.scim.createUser(`unassigned-put-${index}`, { ...base, ...extension })
      const put = await app.scim.put(`/Users/${full}`, aUser(`unassigned-put-${index}`, form()))
      answers.push(content(put.body))
      const { userName: __, ...replaced } = await storedUser(full)
      stored.push(replaced)
    }
    for (const answer of answers) expect(answer).toEqual({ schemas: [userUrn], active: true })
    for (const attributes of stored) expect(attributes).toEqual({ schemas: [userUrn], active: true })
  })

  it('rule 4: … so that putting one form over another changes nothing (RFC 7643 §2.5)', async () => {
    const id = await app.scim.createUser('unassigned-again')
    await changingNothing(app, async () => {
      for (const [, form] of forms) expect((await app.scim.put(`/Users/${id}`, aUser('unassigned-again', form()))).status).toBe(200)
    })
  })

  it.each([
    ['remove', { op: 'remove' }],
    ['null', { op: 'replace', value: null }],
    ['[]', { op: 'replace', value: [] }],
    ['""', { op: 'replace', value: '' }],
  ])('rule 4: a PATCH that unassigns by %s leaves the same state (RFC 7643 §2.5)', async (form, operation) => {
    const id = await app.scim.createUser(`unassigned-patch ${form}`, { ...base, ...extension, active: false })
    const paths = ['title', 'name', 'emails', 'addresses', 'active', `${enterpriseUrn}:department`, `${enterpriseUrn}:manager`]
    const { body } = await app.scim.patch(`/Users/${id}`, ...paths.map((path) => ({ ...operation, path })))
    expect(content(body)).toEqual({ schemas: [userUrn] })
    const { userName: _, ...stored } = await storedUser(id)
    expect(stored).toEqual({ schemas: [userUrn] })
    await changingNothing(app, () => app.scim.patch(`/Users/${id}`, ...paths.map((path) => ({ ...operation, path }))))
  })

  it('rule 4: … and filters see no difference (RFC 7643 §2.5)', async () => {
    const ids = await Promise.all(forms.map(async ([, form], index) => app.scim.createUser(`unassigned-seen-${index}`, form())))
    const has = await app.scim.createUser('unassigned-seen-full', { ...base, ...extension })
    for (const path of ['title', 'name', 'emails', 'addresses', `${enterpriseUrn}:department`, `${enterpriseUrn}:manager`]) {
      expect(await found(app.scim, '/Users', `userName sw "unassigned-seen-" and ${path} pr`), path).toEqual([has])
      for (const filter of [`not (${path} pr)`, `${path} eq null`])
        expect((await found(app.scim, '/Users', `userName sw "unassigned-seen-" and ${filter}`)).sort(), filter).toEqual([...ids].sort())
    }
  })

  it('rule 4: a group without members has no members key, whatever was sent (RFC 7643 §2.5)', async () => {
    for (const [index, members] of [undefined, null, []].entries()) {
      const body = made(await app.scim.post('/Groups', aGroup(`Unassigned ${index}`, { members })))
      expect(Object.keys(body)).not.toContain('members')
    }
  })
})

describe('attribute definitions (RFC 7643 §2)', () => {
  it('rule 5: an attribute that says nothing else is a string, optional, single, not caseExact, readWrite, returned by default, not unique (RFC 7643 §2.2)', async () => {
    const { body: schema } = await app.scim.get(`/Schemas/${enterpriseUrn}`)
    const costCenter = schema['attributes'].find(({ name }: { name: string }) => name === 'costCenter')
    expect(costCenter).toEqual({
      name: 'costCenter',
      type: 'string',
      multiValued: false,
      description: expect.any(String),
      required: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
    })
    // And so it acts.
    const ids = [
      await app.scim.createUser('defaults-1', { [enterpriseUrn]: { costCenter: 'Cc-5' } }),
      await app.scim.createUser('defaults-2', { [enterpriseUrn]: { costCenter: 'cC-5' } }),
    ]
    expect((await found(app.scim, '/Users', `${enterpriseUrn}:costCenter eq "CC-5"`)).sort()).toEqual(ids.sort())
    expect((await app.scim.get(`/Users/${ids[0]}`)).body[enterpriseUrn]).toEqual({ costCenter: expect.stringMatching(/^cc-5$/i) })
    expectError(
      await app.scim.patch(`/Users/${ids[0]}`, { op: 'replace', path: `${enterpriseUrn}:costCenter`, value: ['a'] }),
      400,
      'invalidValue',
    )
    expect((await app.scim.patch(`/Users/${ids[0]}`, { op: 'remove', path: `${enterpriseUrn}:costCenter` })).status).toBe(200)
    expect((await app.scim.post('/Users', aUser('defaults-3'))).status).toBe(201)
  })

  it('rule 6: no complex attribute has complex subAttributes, neither in /Schemas nor in what is accepted (RFC 7643 §2.3.8)', async () => {
    const { body } = await app.scim.get('/Schemas')
    const all = body['Resources'].flatMap((schema: ScimBody) => schema['attributes'] as ScimBody[]) as ScimBody[]
    const complex = all.filter(({ type }) => type === 'complex')
    expect(complex.length).toBeGreaterThan(5)
    for (const { name, subAttributes } of complex) {
      expect([name, subAttributes.filter((one: ScimBody) => one['type'] === 'complex' || one['subAttributes'])]).toEqual([name, []])
    }
    for (const more of [
      { name: { givenName: { first: 'A' } } },
      { emails: [{ value: { address: 'a@x' } }] },
      { [enterpriseUrn]: { manager: { value: { id: 'x' } } } },
    ]) {
      expectError(await app.scim.post('/Users', aUser('nested', more)), 400, 'invalidValue')
    }
  })
})

describe('types (RFC 7643 §2.3)', () => {
  it('rule 7: what is answered has the types of the schema: booleans, integers, dateTimes with date and time, base64 (RFC 7643 §2.3)', async () => {
    const certificate = Buffer.from('a certificate, of sorts').toString('base64')
    const { body } = await app.scim.post(
      '/Users',
      aUser('types', { active: 'False', emails: [{ value: 'a@x', primary: 'TRUE' }], x509Certificates: [{ value: certificate }] }),
    )
    expect(body['active']).toBe(false)
    expect(body['emails']).toEqual([{ value: 'a@x', primary: true }])
    expect(Buffer.from(body['x509Certificates'][0].value, 'base64').toString()).toBe('a certificate, of sorts')
    for (const name of ['created', 'lastModified']) {
      expect(body['meta'][name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
      expect(Number.isNaN(Date.parse(body['meta'][name]))).toBe(false)
    }
    const { text } = await app.scim.get('/Users?count=2')
    for (const name of ['totalResults', 'startIndex', 'itemsPerPage']) expect(text).toMatch(new RegExp(`"${name}":\\d+[,}]`))
  })

  it('rule 7: … and those of an extension’s integers, decimals and dateTimes (RFC 7643 §2.3)', async () => {
    const body = `{"schemas":["${userUrn}","${measured}"],"userName":"measured","${measured}":{"whole":1.2e3,"part":-0.5,"zero":-0,"at":"2020-02-29T23:59:59.1234567+01:00","is":"TRUE"}}`
    const created = await custom.request('POST', '/Users', body)
    expect(created.status).toBe(201)
    expect(created.text).toMatch(/"whole":1200[,}]/)
    expect(created.text).toMatch(/"zero":0[,}]/)
    expect(created.body[measured]).toEqual({ whole: 1200, part: -0.5, zero: 0, at: '2020-02-29T23:59:59.1234567+01:00', is: true })
    const at = `/Users/${created.body['id']}`
    for (const [name, value] of [
      ['whole', 1.5],
      ['whole', '1'],
      ['whole', 1e300],
      ['whole', true],
      ['part', '0.5'],
      ['at', '2020-02-29'],
      ['at', '2021-02-29T00:00:00Z'],
      ['at', 'noon'],
      ['at', 1582934400],
      ['is', 0],
    ] as const) {
      expectError(await custom.patch(at, { op: 'replace', path: `${measured}:${name}`, value }), 400, 'invalidValue')
      expectError(await custom.put(at, aUser('measured', { [measured]: { [name]: value } })), 400, 'invalidValue')
    }
  })

  it.each([
    ['text for binary', { x509Certificates: [{ value: 'not base64!' }] }],
    ['base64 of no whole bytes', { x509Certificates: [{ value: 'AAAAA' }] }],
    ['a number for text', { title: 7 }],
    ['a boolean for text', { title: true }],
    ['a number for a boolean', { active: 1 }],
    ['an object for text', { title: {} }],
    ['an array for text', { title: ['T'] }],
    ['text for a complex attribute', { name: 'Ada' }],
    ['a number for an array', { emails: 7 }],
    ['an array in an array', { emails: [[]] }],
  ])('rule 7: %s is refused (RFC 7643 §2.3)', async (_, more) => {
    expectError(await app.scim.post('/Users', aUser('mistyped', more)), 400, 'invalidValue')
    expectError(await strict.post('/Users', aUser('mistyped', more)), 400, 'invalidValue')
  })

  const truths: [unknown, boolean][] = [
    ['True', true],
    ['False', false],
    ['true', true],
    ['FALSE', false],
    [true, true],
    [false, false],
  ]
  it.each(truths)('rule 8: %j is a boolean (Entra)', async (sent, meant) => {
    const userName = `boolean ${truths.findIndex(([text]) => text === sent)}`
    const id = made(await app.scim.post('/Users', aUser(userName, { active: sent })))['id']
    const turn = { op: 'Replace', path: 'active', value: !meant }
    const active = async () => (await app.scim.get(`/Users/${id}`)).body['active']
    expect(await active()).toBe(meant)
    await app.scim.patch(`/Users/${id}`, turn, { op: 'Replace', path: 'active', value: sent })
    expect(await active()).toBe(meant)
    await app.scim.patch(`/Users/${id}`, turn, { op: 'replace', value: { active: sent } })
    expect(await active()).toBe(meant)
    await app.scim.patch(`/Users/${id}`, turn)
    await app.scim.put(`/Users/${id}`, aUser(userName, { active: sent }))
    expect(await active()).toBe(meant)
    await app.scim.patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [{ value: 'b@x', primary: sent }] })
    expect((await app.scim.get(`/Users/${id}`)).body['emails']).toEqual([{ value: 'b@x', primary: meant }])
    if (typeof sent === 'string') {
      for (const [method, path, body] of [
        ['POST', '/Users', aUser('strict-boolean', { active: sent })],
        ['PATCH', `/Users/${await strict.createUser(`strict ${userName}`)}`, patchOp({ op: 'replace', path: 'active', value: sent })],
      ] as const) {
        expectError(await strict.request(method, path, body), 400, 'invalidValue')
      }
    }
  })

  it.each(['yes', '1', 'truee', ' true', 'null'])('rule 8: %j is no boolean (Entra)', async (sent) => {
    const id = await app.scim.createUser(`no boolean ${sent}`)
    await changingNothing(app, async () => {
      expectError(await app.scim.post('/Users', aUser('no-boolean', { active: sent })), 400, 'invalidValue')
      expectError(await app.scim.put(`/Users/${id}`, aUser(`no boolean ${sent}`, { active: sent })), 400, 'invalidValue')
      expectError(await app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: sent }), 400, 'invalidValue')
      expectError(await app.scim.patch(`/Users/${id}`, { op: 'replace', value: { active: sent } }), 400, 'invalidValue')
    })
  })
})

describe('multi-valued attributes (RFC 7643 §2.4)', () => {
  const primaries = (body: ScimBody) =>
    body['emails'].filter((email: ScimBody) => email['primary'] === true).map((email: ScimBody) => email['value'])
  const two = [
    { value: 'a@x', type: 'work', primary: true },
    { value: 'b@x', type: 'home', primary: true },
  ]

  it('rule 9: at most one element is primary, after POST, PUT and every kind of PATCH: the last word wins (RFC 7643 §2.4)', async () => {
    const body = made(await app.scim.post('/Users', aUser('primary', { emails: two })))
    expect(primaries(body)).toEqual(['b@x'])
    const path = `/Users/${body['id']}`
    expect(primaries((await app.scim.put(path, aUser('primary', { emails: [...two].reverse() }))).body)).toEqual(['a@x'])
    const patched = async (...operations: object[]) => primaries((await app.scim.patch(path, ...operations)).body)
    expect(await patched({ op: 'add', path: 'emails', value: [{ value: 'c@x', primary: true }] })).toEqual(['c@x'])
    expect(await patched({ op: 'add', path: 'emails', value: [{ value: 'a@x', primary: true }] })).toEqual(['a@x'])
    expect(await patched({ op: 'replace', path: 'emails[type eq "home"].primary', value: true })).toEqual(['b@x'])
    expect(await patched({ op: 'add', value: { emails: [{ value: 'd@x', primary: true }] } })).toEqual(['d@x'])
    expect(await patched({ op: 'replace', path: 'emails', value: two })).toEqual(['b@x'])
  })

  it('rule 9: a strict directory refuses two of them in one list (RFC 7643 §2.4)', async () => {
    const id = await strict.createUser('strict-primary', { emails: [two[0]] })
    for (const answer of [
      await strict.post('/Users', aUser('strict-primary-2', { emails: two })),
      await strict.put(`/Users/${id}`, aUser('strict-primary', { emails: two })),
      await strict.patch(`/Users/${id}`, { op: 'replace', path: 'emails', value: two }),
      await strict
        .patch(`/Users/${id}`, { op: 'replace', path: 'emails[value co "@x"]', value: { value: 'a@x', primary: true } })
        .then((answer) => (answer.status === 200 ? strict.patch(`/Users/${id}`, { op: 'add', path: 'emails', value: two }) : answer)),
    ]) {
      expectError(answer, 400, 'invalidValue')
    }
    // One that replaces the former is no conflict (RFC 7644 §3.5.2).
    const { body } = await strict.patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [two[1]] })
    expect(primaries(body)).toEqual(['b@x'])
  })

  it('rule 10: no two elements have the same type and value, without regard to case where the schema has none (RFC 7643 §2.4)', async () => {
    const emails = [
      { value: 'a@x', type: 'work' },
      { value: 'A@X', type: 'Work', display: 'A' },
      { value: 'a@x', type: 'home' },
      { value: 'b@x', type: 'work' },
    ]
    const unique = [
      { value: 'a@x', type: 'work', display: 'A' },
      { value: 'a@x', type: 'home' },
      { value: 'b@x', type: 'work' },
    ]
    const body = made(await app.scim.post('/Users', aUser('same', { emails })))
    expect(body['emails']).toEqual(unique)
    const path = `/Users/${body['id']}`
    expect((await app.scim.put(path, aUser('same', { emails }))).body['emails']).toEqual(unique)
    const add = { op: 'add', path: 'emails', value: [{ value: 'B@x', type: 'WORK' }] }
    await changingNothing(app, async () => expect((await app.scim.patch(path, add)).body['emails']).toEqual(unique))
    const moved = await app.scim.patch(path, { op: 'replace', path: 'emails[type eq "home"].type', value: 'work' })
    expect(moved.body['emails']).toEqual([unique[0], unique[2]])
    // A binary value is caseExact: another case is another value.
    const certificates = [{ value: 'AAAA' }, { value: 'aaaa' }, { value: 'AAAA' }]
    const kept = await app.scim.patch(path, { op: 'add', path: 'x509Certificates', value: certificates })
    expect(kept.body['x509Certificates']).toEqual([{ value: 'AAAA' }, { value: 'aaaa' }])
  })
})

describe('common attributes (RFC 7643 §3.1)', () => {
  it('rule 11: the id is issued here, unique, in every representation, and stays; what a client sends as id is ignored (RFC 7643 §3.1)', async () => {
    const user = made(await app.scim.post('/Users', aUser('ids-1', { id: 'mine' })))
    const group = made(await app.scim.post('/Groups', aGroup('Ids', { id: user['id'] })))
    expect(user['id']).toMatch(/.{8}/)
    expect(user['id']).not.toBe('mine')
    expect(group['id']).not.toBe(user['id'])
    const path = `/Users/${user['id']}`
    for (const answer of [
      await app.scim.get(path),
      await app.scim.get(`${path}?attributes=userName`),
      await app.scim.get(`${path}?excludedAttributes=id`),
      await app.scim.put(path, aUser('ids-1', { id: 'other', title: 'T' })),
      await app.scim.patch(path, { op: 'replace', value: { id: 'other', title: 'U' } }),
      await app.scim.request('PATCH', `${path}?attributes=title`, patchOp({ op: 'replace', path: 'title', value: 'V' })),
      await app.scim.patch(path, { op: 'replace', path: 'userName', value: 'ids-renamed' }),
    ]) {
      expect(answer.body['id']).toBe(user['id'])
    }
    expect(await found(app.scim, '/Users', `id eq "${user['id']}"`)).toEqual([user['id']])
    expect((await app.scim.get('/Users/mine')).status).toBe(404)
  })

  it('rule 11: … unique over users and groups of all directories, and never given again (RFC 7643 §3.1)', async () => {
    const other = await app.newTeam()
    const ids: string[] = []
    for (let round = 0; round < 5; round++) {
      const id = await app.scim.createUser('ids-again')
      ids.push(id, await other.scim.createUser('ids-again'), await app.scim.createGroup('Ids again'))
      await app.scim.delete(`/Users/${id}`)
      await app.scim.delete(`/Groups/${ids.at(-1)}`)
      await other.scim.delete(`/Users/${ids.at(-2)}`)
    }
    expect(new Set(ids.map((id) => id.replace(/^\w+-/, ''))).size).toBe(ids.length)
  })

  it('rule 12: no identifier contains the word bulkId (RFC 7643 §3.1)', async () => {
    const user = made(await app.scim.post('/Users', aUser('bulk-ids', { id: 'bulkId:qwerty' })))
    const group = made(await app.scim.post('/Groups', aGroup('Bulk ids', { id: 'bulkId:asdf' })))
    const discovered = [...(await app.scim.get('/ResourceTypes')).body['Resources'], ...(await app.scim.get('/Schemas')).body['Resources']]
    for (const { id } of [user, group, ...discovered]) expect(id.toLowerCase()).not.toContain('bulkid')
  })

  it('rule 13: externalId is the client’s: case-exact, never set here, not unique, on users and on groups (RFC 7643 §3.1)', async () => {
    for (const [path, resource] of [
      ['/Users', (name: string, more?: object) => aUser(`external ${name}`, more)],
      ['/Groups', (name: string, more?: object) => aGroup(`External ${name}`, more)],
    ] as const) {
      const without = made(await app.scim.post(path, resource('0')))
      expect(Object.keys(without)).not.toContain('externalId')
      const upper = made(await app.scim.post(path, resource('1', { externalId: 'Ex-1' })))
      const lower = made(await app.scim.post(path, resource('2', { externalId: 'ex-1' })))
      const again = made(await app.scim.post(path, resource('3', { externalId: 'Ex-1' })))
      expect([upper, lower, again].map((body) => body['externalId'])).toEqual(['Ex-1', 'ex-1', 'Ex-1'])
      expect((await found(app.scim, path, 'externalId eq "Ex-1"')).sort()).toEqual([upper['id'], again['id']].sort())
      const patched = await app.scim.patch(`${path}/${without['id']}`, { op: 'add', path: 'externalId', value: 'Ex-1' })
      expect(patched.body['externalId']).toBe('Ex-1')
      const put = await app.scim.put(`${path}/${upper['id']}`, resource('1'))
      expect(put.body['externalId']).toBeUndefined()
    }
  })

  it('rule 14: the same externalId in two directories, of two teams or of one, neither collides nor leaks (RFC 7643 §3.1, RFC 7644 §6)', async () => {
    const created = await app.node.app.commands.createDirectory({
      teamId: fromId('team', app.team.teamId)!,
      actor: { kind: 'SYSTEM', id: null, label: 'Test' },
      name: 'Second',
      provider: 'OTHER',
    })
    const { directory, secret } = created.value
    const second = scimClient({ scimUrl: `${app.node.url}/scim/v2/dir-${directory.id}`, scimToken: secret })
    const clients = [app.scim, second, (await app.newTeam()).scim]
    for (const [path, resource] of [
      ['/Users', (name: string, more: object) => aUser(name, more)],
      ['/Groups', (name: string, more: object) => aGroup(name, more)],
    ] as const) {
      const ids: string[] = []
      for (const scim of clients) ids.push(made(await scim.post(path, resource('shared', { externalId: 'shared-1' })))['id'])
      for (const [index, scim] of clients.entries()) {
        expect(await found(scim, path, 'externalId eq "shared-1"')).toEqual([ids[index]])
        for (const foreign of ids.filter((id) => id !== ids[index])) expectError(await scim.get(`${path}/${foreign}`), 404)
      }
      await clients[0]!.delete(`${path}/${ids[0]}`)
      expect(await found(clients[1]!, path, 'externalId eq "shared-1"')).toEqual([ids[1]])
    }
  })

  const forged = {
    resourceType: 'Device',
    created: '1999-01-01T00:00:00Z',
    lastModified: '1999-01-01T00:00:00Z',
    location: 'https://evil.example/Users/1',
    version: 'W/"99"',
  }
  it('rule 15: meta from a client is ignored; all of it is set here (RFC 7643 §3.1)', async () => {
    for (const [path, resource, resourceType] of [
      ['/Users', (more: object) => aUser('meta', more), 'User'],
      ['/Groups', (more: object) => aGroup('Meta', more), 'Group'],
    ] as const) {
      for (const scim of [app.scim, strict]) {
        const body = made(await scim.post(path, resource({ meta: forged })))
        const { meta } = body
        expect(Object.keys(meta).sort()).toEqual(['created', 'lastModified', 'location', 'resourceType', 'version'])
        for (const [name, value] of Object.entries(forged)) expect(meta[name]).not.toBe(value)
        expect(meta['resourceType']).toBe(resourceType)
        const at = `${path}/${body['id']}`
        expect((await scim.put(at, resource({ meta: forged }))).body['meta']).toEqual(meta)
        expect((await app.scim.get(at)).body['meta']?.['created'] ?? meta.created).toBe(meta.created)
      }
    }
    const id = await app.scim.createUser('meta-patch')
    const { meta } = (await app.scim.get(`/Users/${id}`)).body
    expect((await app.scim.patch(`/Users/${id}`, { op: 'replace', value: { meta: forged } })).body['meta']).toEqual(meta)
    expectError(await app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'meta.created', value: forged.created }), 400, 'mutability')
  })

  it('rule 16: lastModified is created until the first real change, and no-ops do not move it (RFC 7643 §3.1)', async () => {
    for (const [path, body, table] of [
      ['/Users', aUser('modified', { title: 'T' }), 'users'],
      ['/Groups', aGroup('Modified', { externalId: 'T' }), 'groups'],
    ] as const) {
      const { id, meta } = made(await app.scim.post(path, body))
      expect(meta.lastModified).toBe(meta.created)
      // As if it had been made the day before, so that a new time can be told from the old one.
      await app.node.app.database.$executeRawUnsafe(
        `UPDATE ${table} SET created_at = created_at - interval '1 day', last_modified_at = last_modified_at - interval '1 day' WHERE id = '${id.replace(/^\w+-/, '')}'`,
      )
      const at = `${path}/${id}`
      const day = 86_400_000
      const attribute = table === 'users' ? 'title' : 'externalId'
      for (const { body } of [
        await app.scim.get(at),
        await app.scim.put(at, (await app.scim.get(at)).body),
        await app.scim.patch(at, { op: 'replace', path: attribute, value: 'T' }),
        await app.scim.patch(at, { op: 'remove', path: table === 'users' ? 'nickName' : 'members' }),
      ]) {
        expect(body['meta'].lastModified).toBe(body['meta'].created)
      }
      const changed = (await app.scim.patch(at, { op: 'replace', path: attribute, value: 'U' })).body['meta']
      expect(Date.parse(changed.created)).toBe(Date.parse(meta.created) - day)
      expect(Date.parse(changed.lastModified)).toBeGreaterThanOrEqual(Date.parse(meta.created))
    }
  })

  it('rule 17: meta.location is the Location or Content-Location of the answer, absolute, and resolves (RFC 7643 §3.1)', async () => {
    const created = await app.scim.post('/Users', aUser('located'))
    const group = await app.scim.post('/Groups', aGroup('Located'))
    for (const answer of [created, group]) {
      expect(answer.headers.get('location')).toBe(answer.body['meta'].location)
      expect(answer.body['meta'].location.startsWith(`${app.team.scimUrl}/`)).toBe(true)
    }
    const at = `/Users/${created.body['id']}`
    const atGroup = `/Groups/${group.body['id']}`
    const answers = [
      await app.scim.get(at),
      await app.scim.put(at, aUser('located', { title: 'T' })),
      await app.scim.patch(at, { op: 'replace', path: 'title', value: 'U' }),
      await app.scim.get(atGroup),
      await app.scim.put(atGroup, aGroup('Located', { externalId: 'E' })),
      await app.scim.patch(atGroup, { op: 'replace', path: 'externalId', value: 'F' }),
    ]
    for (const answer of answers) expect(answer.headers.get('content-location')).toBe(answer.body['meta'].location)
    const discovered = [
      ...(await app.scim.get('/ResourceTypes')).body['Resources'],
      ...(await app.scim.get('/Schemas')).body['Resources'],
      (await app.scim.get('/ServiceProviderConfig')).body,
    ]
    for (const resource of [...answers.map(({ body }) => body), ...discovered]) {
      const response = await fetch(resource.meta.location, { headers: { authorization: `Bearer ${app.team.scimToken}` } })
      expect(await response.json()).toMatchObject(resource.id === undefined ? { meta: resource.meta } : { id: resource.id })
    }
    expect((await app.scim.get(`/Users?${filterOf('userName eq "located"')}`)).body['Resources'][0].meta.location).toBe(
      created.body['meta'].location,
    )
  })

  it('rule 18: meta.version is the ETag, weak (RFC 7643 §3.1)', async () => {
    const created = await app.scim.post('/Users', aUser('tagged'))
    const group = await app.scim.post('/Groups', aGroup('Tagged'))
    const at = `/Users/${created.body['id']}`
    const atGroup = `/Groups/${group.body['id']}`
    for (const answer of [
      created,
      group,
      await app.scim.get(at),
      await app.scim.put(at, aUser('tagged', { title: 'T' })),
      await app.scim.patch(at, { op: 'replace', path: 'title', value: 'U' }),
      await app.scim.patch(atGroup, { op: 'replace', path: 'externalId', value: 'F' }),
      await app.scim.get(atGroup),
    ]) {
      expect(answer.body['meta'].version).toMatch(/^W\/"[^"]+"$/)
      expect(answer.headers.get('etag')).toBe(answer.body['meta'].version)
    }
    const projected = await app.scim.get(`${at}?attributes=userName`)
    expect(projected.headers.get('etag')).toBe((await app.scim.get(at)).headers.get('etag'))
    const [listed] = (await app.scim.get(`/Users?${filterOf('userName eq "tagged"')}`)).body['Resources']
    expect(listed.meta.version).toBe(projected.headers.get('etag'))
  })
})

describe('users (RFC 7643 §4.1)', () => {
  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' \t'],
    ['an empty array', []],
  ])('rule 19: a userName that is %s is refused, on POST, PUT and PATCH (RFC 7643 §4.1.1)', async (_, userName) => {
    const id = await app.scim.createUser(`required ${JSON.stringify(userName)}`)
    await changingNothing(app, async () => {
      expectError(await app.scim.post('/Users', { schemas: [userUrn], userName }), 400, 'invalidValue')
      expectError(await app.scim.put(`/Users/${id}`, { schemas: [userUrn], userName }), 400, 'invalidValue')
      if (userName !== undefined)
        expectError(await app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: userName }), 400, 'invalidValue')
      expectError(await app.scim.patch(`/Users/${id}`, { op: 'remove', path: 'userName' }), 400, 'mutability')
    })
  })

  it('rule 19: … and is unique over all users without regard to case, on POST, PUT and PATCH (RFC 7643 §4.1.1)', async () => {
    await app.scim.createUser('Unique@x')
    const id = await app.scim.createUser('unique-other@x')
    await changingNothing(app, async () => {
      expectError(await app.scim.post('/Users', aUser('UNIQUE@X')), 409, 'uniqueness')
      expectError(await app.scim.put(`/Users/${id}`, aUser('uniquE@x')), 409, 'uniqueness')
      expectError(await app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'UNIQUE@x' }), 409, 'uniqueness')
    })
  })

  it('rule 20: another directory may hold the same userName (own)', async () => {
    const other = await app.newTeam()
    const ids = [await app.scim.createUser('tenant@x'), await other.scim.createUser('TENANT@x')]
    expect(await found(app.scim, '/Users', 'userName eq "tenant@x"')).toEqual([ids[0]])
    expect(await found(other.scim, '/Users', 'userName eq "tenant@x"')).toEqual([ids[1]])
  })

  it('rule 22: groups of a user is read-only: ignored on POST and PUT, refused on PATCH; it holds group ids, type direct (RFC 7643 §4.1.2)', async () => {
    const group = await app.scim.createGroup('Read only')
    const sent = { groups: [{ value: group, display: 'Read only' }] }
    const { id, groups } = made(await app.scim.post('/Users', aUser('grouped', sent)))
    expect(groups).toBeUndefined()
    expect((await app.scim.put(`/Users/${id}`, aUser('grouped', sent))).body['groups']).toBeUndefined()
    for (const operation of [
      { op: 'add', path: 'groups', value: sent.groups },
      { op: 'replace', path: 'groups', value: [] },
      { op: 'remove', path: 'groups' },
      { op: 'remove', path: `groups[value eq "${group}"]` },
      { op: 'replace', path: `groups[value eq "${group}"].display`, value: 'x' },
    ]) {
      expectError(await app.scim.patch(`/Users/${id}`, operation), 400, 'mutability')
    }
    expect((await app.scim.patch(`/Users/${id}`, { op: 'replace', value: sent })).body['groups']).toBeUndefined()
    expect((await app.scim.get(`/Groups/${group}`)).body['members']).toBeUndefined()
    await app.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: id }] })
    const { body } = await app.scim.get(`/Users/${id}`)
    expect(body['groups']).toEqual([{ value: group, $ref: `${app.team.scimUrl}/Groups/${group}`, display: 'Read only', type: 'direct' }])
    // Putting the whole back, as Okta does, changes nothing.
    await changingNothing(app, async () => expect((await app.scim.put(`/Users/${id}`, body)).body['groups']).toEqual(body['groups']))
    const inStrict = await strict.createUser('grouped')
    expectError(await strict.patch(`/Users/${inStrict}`, { op: 'replace', value: sent }), 400, 'mutability')
    expect((await strict.put(`/Users/${inStrict}`, aUser('grouped', sent))).status).toBe(200)
  })

  it('rule 25: a country is kept as it was sent (RFC 7643 §4.1.2)', async () => {
    const addresses = ['NO', 'Norway', 'République française'].map((country) => ({ formatted: country, country }))
    for (const scim of [app.scim, strict])
      expect(made(await scim.post('/Users', aUser('country', { addresses })))['addresses']).toEqual(addresses)
  })
})

describe('passwords (RFC 7643 §4.1.1, §7)', () => {
  it('rule 21: a password is in no answer, no table and no log, and cannot be filtered by (RFC 7643 §4.1.1, §7)', async () => {
    const secret = 'Hunter2-never-kept'
    const lines = await withLog(app, async (scim) => {
      const created = await scim.post('/Users', aUser('secretive', { password: secret }))
      const at = `/Users/${created.body['id']}`
      const answers = [
        created,
        await scim.post('/Users', { schemas: [userUrn], password: secret }),
        await scim.post('/Users', aUser('secretive', { password: secret })),
        await scim.request('POST', '/Users', `{"userName":"secretive","password":"${secret}"`),
        await scim.put(at, aUser('secretive', { password: secret })),
        await scim.patch(at, { op: 'replace', path: 'password', value: secret }),
        await scim.patch(at, { op: 'replace', value: { password: secret } }),
        await scim.patch(at, { op: 'add', path: `${userUrn}:password`, value: secret }),
        await scim.get(`${at}?attributes=password`),
        await scim.get(`/Users?${filterOf('userName eq "secretive"')}&attributes=password,userName`),
      ]
      expect(answers.map(({ status }) => status)).toEqual([201, 400, 409, 400, 200, 200, 200, 200, 200, 200])
      for (const { text, body } of answers) {
        expect(text).not.toContain(secret)
        expect(JSON.stringify(body)).not.toMatch(/"password"/i)
      }
      for (const filter of ['password pr', `password eq "${secret}"`, `not (password eq "x")`, `${userUrn}:password sw "H"`])
        expectError(await scim.get(`/Users?${filterOf(filter)}`), 400, 'invalidFilter')
      const tables = await app.node.app.database.$queryRaw<{ name: string }[]>`
        SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
      expect(tables.length).toBeGreaterThan(5)
      for (const { name } of tables) {
        const [row] = await app.node.app.database.$queryRawUnsafe<{ found: bigint }[]>(
          `SELECT count(*) AS found FROM ${name} t WHERE (t.*)::text LIKE '%Hunter2%'`,
        )
        expect([name, row!.found]).toEqual([name, 0n])
      }
    })
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.join('')).not.toContain(secret)
  })
})

describe('groups (RFC 7643 §4.2)', () => {
  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', '  '],
  ])('rule 23: a group whose displayName is %s is refused, on POST, PUT and PATCH (RFC 7643 §4.2)', async (_, displayName) => {
    const id = await app.scim.createGroup(`Required ${JSON.stringify(displayName)}`)
    await changingNothing(app, async () => {
      expectError(await app.scim.post('/Groups', { schemas: [groupUrn], displayName }), 400, 'invalidValue')
      expectError(await app.scim.put(`/Groups/${id}`, { schemas: [groupUrn], displayName }), 400, 'invalidValue')
      if (displayName !== undefined)
        expectError(await app.scim.patch(`/Groups/${id}`, { op: 'replace', path: 'displayName', value: displayName }), 400, 'invalidValue')
      expectError(await app.scim.patch(`/Groups/${id}`, { op: 'remove', path: 'displayName' }), 400, 'mutability')
    })
  })

  it('rule 24: a member is added or removed, never edited; its $ref resolves to it (RFC 7643 §4.2)', async () => {
    for (const scim of [app.scim, strict]) {
      const [one, two] = [await scim.createUser('member-1'), await scim.createUser('member-2')]
      const group = await scim.createGroup('Members', [one])
      const at = `/Groups/${group}`
      const [member] = (await scim.get(at)).body['members']
      expect(member).toMatchObject({ value: one, type: 'User', $ref: expect.stringMatching(/^http/) })
      const response = await scim.get(new URL(member.$ref).pathname.replace(/^.*?(?=\/Users)/, ''))
      expect([response.body['id'], response.body['meta'].location]).toEqual([one, member.$ref])
      await changingNothing(app, async () => {
        for (const operation of [
          { op: 'replace', path: `members[value eq "${one}"].value`, value: two },
          { op: 'replace', path: `members[value eq "${one}"].type`, value: 'Group' },
          { op: 'replace', path: `members[value eq "${one}"].$ref`, value: 'https://x.example' },
          { op: 'add', path: `members[value eq "${one}"].display`, value: 'x' },
          { op: 'replace', path: `members[value eq "${one}"]`, value: { value: two } },
          { op: 'replace', path: 'members.value', value: two },
          { op: 'remove', path: `members[value eq "${one}"].type` },
        ]) {
          expectError(await scim.patch(at, operation), 400, 'mutability')
        }
      })
      await scim.patch(at, { op: 'remove', path: `members[value eq "${one}"]` }, { op: 'add', path: 'members', value: [{ value: two }] })
      expect((await scim.get(at)).body['members']).toMatchObject([{ value: two }])
    }
  })
})

describe('extensions (RFC 7643 §3.3, §4.3)', () => {
  it('rule 26: extension attributes sit under the URN, and the URN is in schemas while any is set (RFC 7643 §3.3)', async () => {
    const { id, ...body } = made(
      await app.scim.post('/Users', { schemas: [userUrn], userName: 'extended', [enterpriseUrn]: { department: 'D' } }),
    )
    expect(body).toMatchObject({ schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: { department: 'D' } })
    expect(Object.keys(body)).not.toContain('department')
    const at = `/Users/${id}`
    const emptied = (await app.scim.patch(at, { op: 'remove', path: `${enterpriseUrn}:department` })).body
    expect(emptied['schemas']).toEqual([userUrn])
    expect(Object.keys(emptied)).not.toContain(enterpriseUrn)
    const added = (await app.scim.patch(at, { op: 'add', path: `${enterpriseUrn}:costCenter`, value: '7' })).body
    expect(added).toMatchObject({ schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: { costCenter: '7' } })
    const declaredOnly = made(
      await app.scim.post('/Users', { schemas: [userUrn, enterpriseUrn], userName: 'extended-2', [enterpriseUrn]: {} }),
    )
    expect(declaredOnly['schemas']).toEqual([userUrn])
  })

  it('rule 27: manager.displayName is read-only; manager.value is kept, known or not (RFC 7643 §4.3)', async () => {
    for (const scim of [app.scim, strict]) {
      const boss = await scim.createUser('boss')
      for (const value of [boss, 'somebody-not-here-yet']) {
        const manager = { value, displayName: 'Forged' }
        const body = made(
          await scim.post('/Users', { schemas: [userUrn, enterpriseUrn], userName: `led by ${value}`, [enterpriseUrn]: { manager } }),
        )
        expect(body[enterpriseUrn].manager).toEqual({ value })
        const at = `/Users/${body['id']}`
        const put = await scim.put(at, {
          schemas: [userUrn, enterpriseUrn],
          userName: `led by ${value}`,
          title: 'T',
          [enterpriseUrn]: { manager },
        })
        expect(put.body[enterpriseUrn].manager).toEqual({ value })
        expectError(
          await scim.patch(at, { op: 'replace', path: `${enterpriseUrn}:manager.displayName`, value: 'Forged' }),
          400,
          'mutability',
        )
        const patched = await scim.patch(at, { op: 'replace', path: `${enterpriseUrn}:manager`, value: { value: 'another' } })
        expect(patched.body[enterpriseUrn].manager).toEqual({ value: 'another' })
      }
    }
  })

  it('rule 27: … in a PATCH value it is ignored, and refused by a strict directory (RFC 7643 §4.3)', async () => {
    const value = { [`${enterpriseUrn}:manager`]: { value: 'm', displayName: 'Forged' } }
    const id = await app.scim.createUser('led')
    expect((await app.scim.patch(`/Users/${id}`, { op: 'replace', value })).body[enterpriseUrn]).toEqual({ manager: { value: 'm' } })
    const inStrict = await strict.createUser('led')
    expectError(await strict.patch(`/Users/${inStrict}`, { op: 'replace', value }), 400, 'mutability')
    const nested = { [enterpriseUrn]: { manager: { value: 'm', displayName: 'Forged' } } }
    expectError(await strict.patch(`/Users/${inStrict}`, { op: 'add', value: nested }), 400, 'mutability')
  })
})

describe('caseExact and returned (RFC 7643 §2.2, §7)', () => {
  it('rule 28: a caseExact attribute is compared exactly, any other folded; both keep the case they came in (RFC 7643 §2.2)', async () => {
    const sent = {
      externalId: 'CaSe-X',
      displayName: 'DiSplay-X',
      emails: [{ value: 'MiXed@X', type: 'WoRk' }],
      x509Certificates: [{ value: 'AbCd' }],
    }
    const body = made(await app.scim.post('/Users', aUser('FoldED', sent)))
    expect(body).toMatchObject({ userName: 'FoldED', ...sent })
    const id = body['id']
    for (const [filter, expected] of [
      ['userName eq "folded"', [id]],
      ['displayName eq "DISPLAY-x"', [id]],
      ['emails.value eq "mixed@x"', [id]],
      ['emails[type eq "work" and value sw "MIXED"]', [id]],
      ['externalId eq "CaSe-X"', [id]],
      ['externalId eq "case-x"', []],
      ['x509Certificates.value eq "AbCd"', [id]],
      ['x509Certificates.value eq "abcd"', []],
      [`id eq "${id}"`, [id]],
      [`id eq "${id.toUpperCase()}"`, []],
    ] as const) {
      expect(await found(app.scim, '/Users', filter), filter).toEqual(expected)
    }
    const patched = await app.scim.patch(
      `/Users/${id}`,
      { op: 'replace', path: 'emails[type eq "WORK"].display', value: 'D' },
      { op: 'remove', path: 'x509Certificates[value eq "abcd"]' },
    )
    expect(patched.body['emails']).toEqual([{ value: 'MiXed@X', type: 'WoRk', display: 'D' }])
    expect(patched.body['x509Certificates']).toEqual([{ value: 'AbCd' }])
    // A new case is a change, though the same name.
    const renamed = await app.scim.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'fOLDed' })
    expect([renamed.status, renamed.body['userName']]).toEqual([200, 'fOLDed'])
  })

  it('rule 29: always cannot be projected away, never cannot be asked for, default goes when others are named (RFC 7643 §2.2, §7)', async () => {
    const id = await app.scim.createUser('returned', { title: 'T', password: 'secret' })
    const shown = async (query: string) => Object.keys((await app.scim.get(`/Users/${id}?${query}`)).body).sort()
    expect(await shown('excludedAttributes=id,schemas,title')).toEqual(['active', 'id', 'meta', 'schemas', 'userName'])
    expect(await shown('attributes=password')).toEqual(['id', 'schemas'])
    expect(await shown('attributes=title')).toEqual(['id', 'schemas', 'title'])
    expect(await shown('attributes=meta')).toEqual(['id', 'meta', 'schemas'])
  })

  it('rule 29: … of an extension too; request appears only when it is named itself (RFC 7643 §7)', async () => {
    const values = { text: 'T', hidden: 'secret', asked: 'A', shown: 'S' }
    const created = await custom.post('/Users', aUser('returned', { [measured]: values }))
    expect([created.body[measured], created.text.includes('secret')]).toEqual([{ text: 'T', shown: 'S' }, false])
    const at = `/Users/${created.body['id']}`
    const read = async (query: string) => (await custom.get(`${at}?${query}`)).body[measured]
    expect(await read(`attributes=${measured}:asked`)).toEqual({ asked: 'A', shown: 'S' })
    expect(await read(`attributes=${measured}:hidden`)).toEqual({ shown: 'S' })
    expect(await read('attributes=userName')).toEqual({ shown: 'S' })
    expect(await read(`attributes=${measured}`)).toEqual({ text: 'T', shown: 'S' })
    expect(await read(`excludedAttributes=${measured}`)).toEqual({ shown: 'S' })
    expect(await read(`excludedAttributes=${measured}:shown,${measured}:text`)).toEqual({ shown: 'S' })
    expectError(await custom.get(`/Users?${filterOf(`${measured}:hidden eq "secret"`)}`), 400, 'invalidFilter')
    const patched = await custom.patch(at, { op: 'replace', path: `${measured}:asked`, value: 'B' })
    expect(patched.body[measured]).toEqual({ text: 'T', shown: 'S' })
    expect(await read(`attributes=${measured}:asked`)).toEqual({ asked: 'B', shown: 'S' })
  })
})

describe('discovery agrees with the service (RFC 7643 §5–§7)', () => {
  it('rule 30: the schema of a ResourceType and its extensions are in /Schemas, and each extension says whether it is required (RFC 7643 §6)', async () => {
    const known = (await app.scim.get('/Schemas')).body['Resources'].map(({ id }: ScimBody) => id)
    const types = (await app.scim.get('/ResourceTypes')).body['Resources'] as ScimBody[]
    expect(types.map(({ name, endpoint, schema }) => [name, endpoint, schema])).toEqual([
      ['User', '/Users', userUrn],
      ['Group', '/Groups', groupUrn],
    ])
    for (const { name, schema, schemaExtensions } of types) {
      expect(known).toContain(schema)
      for (const extension of schemaExtensions) {
        expect(known).toContain(extension.schema)
        expect([name, extension.schema, typeof extension.required]).toEqual([name, extension.schema, 'boolean'])
      }
    }
    expect(types[0]!['schemaExtensions']).toContainEqual({ schema: enterpriseUrn, required: false })
  })

  it('rule 31: /ServiceProviderConfig says what is supported, with all limits (RFC 7643 §5)', async () => {
    const { status, body } = await app.scim.get('/ServiceProviderConfig')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: expect.any(Boolean), maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { supported: true, maxResults: expect.any(Number) },
      changePassword: { supported: false },
      sort: { supported: expect.any(Boolean) },
      etag: { supported: true },
    })
    expect(body['authenticationSchemes'].map(({ type, primary }: { type: string; primary: boolean }) => ({ type, primary }))).toEqual([
      { type: 'oauthbearertoken', primary: true },
      { type: 'oauth2', primary: false },
    ])
    for (const scheme of body['authenticationSchemes'])
      expect(scheme).toMatchObject({ name: expect.any(String), description: expect.any(String), specUri: expect.stringMatching(/^https:/) })
    const { body: page } = await app.scim.get(`/Users?count=${body['filter'].maxResults + 1}`)
    expect(page['itemsPerPage']).toBeLessThanOrEqual(body['filter'].maxResults)
  })

  it('rule 32: it is open, and alike for a directory that is and one that is not (RFC 7643 §5)', async () => {
    const read = async (directoryId: string, headers = {}) => {
      const response = await fetch(`${app.node.url}/scim/v2/${directoryId}/ServiceProviderConfig`, { headers })
      return { status: response.status, text: (await response.text()).replaceAll(directoryId, 'dir') }
    }
    const known = await read(app.team.directoryId)
    expect(known.status).toBe(200)
    expect(JSON.parse(known.text).authenticationSchemes.length).toBeGreaterThan(0)
    expect(await read('dir-01a20cdf-64bb-71ef-85b2-b58aefca8081')).toEqual(known)
    expect(await read('no-directory-at-all')).toEqual(known)
    expect(await read(app.team.directoryId, { authorization: 'Bearer wrong' })).toEqual(known)
  })

  const entriesOf = async (urn: string, scim: ScimClient): Promise<Entry[]> => (await scim.get(`/Schemas/${urn}`)).body['attributes']
  let serial = 0

  it('rule 33: every attribute in /Schemas carries its characteristics, and none that is empty or foreign to its type (RFC 7643 §7)', async () => {
    for (const scim of [app.scim, custom]) {
      const schemas = (await scim.get('/Schemas')).body['Resources'] as { name: string; attributes: Entry[] }[]
      expect(schemas.length).toBeGreaterThan(2)
      const flaws = schemas.flatMap(({ name, attributes }) => attributes.flatMap((entry) => flawsOf(`${name}:${entry.name}`, entry)))
      expect(flaws).toEqual([])
    }
  })

  it('rule 33: every attribute of a user is accepted, returned, patched, projected and filtered as /Schemas says (RFC 7643 §7)', async () => {
    for (const [scim, urns] of [
      [app.scim, [userUrn, enterpriseUrn]],
      [custom, [measured]],
    ] as const) {
      const trials = (await Promise.all(urns.map(async (urn) => trialsOf(urn, await entriesOf(urn, scim))))).flat()
      const create = (more: object) => ({ schemas: [userUrn, ...urns], userName: `contract ${(serial += 1)}`, ...more })
      const problems: string[] = []
      for (let at = 0; at < trials.length; at += 8)
        problems.push(
          ...(await Promise.all(trials.slice(at, at + 8).map((trial) => tryOut(scim, trial, { path: '/Users', create })))).flat(),
        )
      expect(problems).toEqual([])
      expect(trials.length).toBeGreaterThan(15)
    }
  }, 120_000)

  it('rule 33: … and every attribute of a group, but its members, which are immutable (RFC 7643 §7)', async () => {
    const entries = await entriesOf(groupUrn, app.scim)
    const trials = trialsOf(
      groupUrn,
      entries.filter(({ name }) => name !== 'members'),
    )
    const create = (more: object) => aGroup(`Contract ${(serial += 1)}`, more)
    for (const trial of trials) expect(await tryOut(app.scim, trial, { path: '/Groups', create })).toEqual([])
    expect(trials.length).toBeGreaterThan(0)
    const { scim } = await teamWithSettings(app, { allowsRepeatedGroupNames: true })
    const repeated = trialsOf(groupUrn, await entriesOf(groupUrn, scim)).filter(({ entry }) => entry.name === 'displayName')
    expect(repeated.map(({ entry }) => entry.uniqueness)).toEqual(['none'])
    for (const trial of repeated) {
      const fixed = (more: object) => aGroup('Contract repeated', more)
      expect(await tryOut(scim, trial, { path: '/Groups', create: fixed })).toEqual([])
    }
    const members = entries.find(({ name }) => name === 'members')!
    const user = await app.scim.createUser('contract member', { displayName: 'Contract Member' })
    const group = await app.scim.createGroup('Contract members', [user])
    const [member] = (await app.scim.get(`/Groups/${group}`)).body['members']
    expect(Object.keys(member).sort()).toEqual(members.subAttributes!.map(({ name }) => name).sort())
    for (const { name, mutability, type } of members.subAttributes!) {
      expect([name, mutability]).toEqual([name, 'immutable'])
      const shown = (await app.scim.get(`/Groups/${group}?attributes=members.${name}`)).body
      expect(shown).toEqual({ schemas: [groupUrn], id: group, members: [{ [name]: member[name] }] })
      const left = (await app.scim.get(`/Groups/${group}?excludedAttributes=members.${name}`)).body['members'][0]
      expect(Object.keys(left)).toEqual(Object.keys(member).filter((key) => key !== name))
      expect(await found(app.scim, '/Groups', `members.${name} eq ${JSON.stringify(member[name])} and id eq "${group}"`)).toEqual([group])
      expect(type === 'reference' || type === 'string').toBe(true)
      expectError(await app.scim.patch(`/Groups/${group}`, { op: 'replace', path: `members.${name}`, value: 'x' }), 400, 'mutability')
    }
    expect(await found(app.scim, '/Groups', `members[value eq "${user}" and type eq "user"]`)).toEqual([group])
  })
})
