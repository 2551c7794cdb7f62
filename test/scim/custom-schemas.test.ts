import { beforeAll, describe, expect, it } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { modifyDirectory } from '../support/modify-directory.ts'
import { scimClient, type ScimBody, type ScimClient, type ScimResponse } from '../support/scim-client.ts'
import { startNode, type TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const urn = 'urn:example:scim:1.0:User'
const groupUrn = 'urn:example:scim:1.0:Group'

type Schema = Record<string, unknown>
const userSchema = (attributes: Schema[], more: Schema = {}): Schema => ({
  urn,
  resourceType: 'USER',
  name: 'Example',
  attributes,
  ...more,
})

/** One attribute of every type and trait. */
const attributes: Schema[] = [
  { name: 'badge', description: 'The badge.', canonicalValues: ['red', 'blue'] },
  { name: 'code', caseExact: true },
  { name: 'remote', type: 'BOOLEAN' },
  { name: 'level', type: 'INTEGER' },
  { name: 'score', type: 'DECIMAL' },
  { name: 'hiredAt', type: 'DATE_TIME' },
  { name: 'portrait', type: 'REFERENCE', referenceTypes: ['external'] },
  { name: 'key', type: 'BINARY' },
  { name: 'tags', multiValued: true },
  { name: 'floors', type: 'INTEGER', multiValued: true },
  { name: 'origin', mutability: 'IMMUTABLE' },
  { name: 'notes', returned: 'REQUEST' },
  { name: 'pin', returned: 'NEVER' },
  { name: 'tenant', returned: 'ALWAYS' },
  {
    name: 'desk',
    type: 'COMPLEX',
    subAttributes: [
      { name: 'building', caseExact: true },
      { name: 'seat', type: 'INTEGER' },
    ],
  },
  {
    name: 'devices',
    type: 'COMPLEX',
    multiValued: true,
    subAttributes: [
      { name: 'serial', required: true },
      { name: 'type', canonicalValues: ['laptop', 'phone'] },
      { name: 'since', type: 'DATE_TIME' },
      { name: 'price', type: 'DECIMAL' },
      { name: 'primary', type: 'BOOLEAN' },
      { name: '$ref', type: 'REFERENCE', referenceTypes: ['uri'] },
    ],
  },
]

type Made = TestTeam & { scim: ScimClient; client: GraphqlClient; declare(...schemas: Schema[]): Promise<void> }

async function makeTeam(...schemas: Schema[]): Promise<Made> {
  const team = await app.newTeam()
  const client = graphqlClient(app.node, team.apiKey)
  const declare = async (...customSchemas: Schema[]): Promise<void> => {
    const result = await modifyDirectory(client, { directoryId: team.directoryId, customSchemas })
    if (result.__typename !== 'ModifyDirectorySuccess') throw new Error(result.message)
  }
  if (schemas.length > 0) await declare(...schemas)
  return { ...team, client, declare }
}

const ada = {
  badge: 'Red',
  code: 'Ab',
  remote: true,
  level: 7,
  score: 2.5,
  hiredAt: '2020-03-01T09:00:00+02:00',
  portrait: 'https://example.com/Ada',
  key: 'c2VjcmV0',
  tags: ['Alpha', 'beta'],
  floors: [3, 4],
  tenant: 't1',
  desk: { building: 'North', seat: 12 },
  devices: [
    { serial: 'S1', type: 'laptop', since: '2021-01-01T00:00:00Z', price: 999.5, primary: true },
    { serial: 'S2', type: 'phone', price: 1, $ref: 'https://example.com/S2' },
  ],
}
const bob = {
  badge: 'blue',
  code: 'ab',
  remote: false,
  level: 12,
  score: 10,
  hiredAt: '2022-01-01T00:00:00Z',
  tags: ['gamma'],
  devices: [{ serial: 'S3', type: 'laptop' }],
}

const post = (scim: ScimClient, userName: string, extension?: unknown, more: Record<string, unknown> = {}): Promise<ScimResponse> =>
  scim.post('/Users', {
    schemas: [core, ...(extension === undefined ? [] : [urn])],
    userName,
    ...(extension === undefined ? {} : { [urn]: extension }),
    ...more,
  })
async function make(scim: ScimClient, userName: string, extension?: unknown): Promise<string> {
  const { status, text, body } = await post(scim, userName, extension)
  if (status !== 201) throw new Error(text)
  return body['id']
}
async function extensionOf(scim: ScimClient, id: string, query = ''): Promise<ScimBody | undefined> {
  return (await scim.get(`/Users/${id}${query}`)).body[urn]
}
async function changeCount(client: GraphqlClient): Promise<number> {
  const { data } = await client.ask<{ team: { changes: { totalCount: number } } }>('{ team { changes(first: 1) { totalCount } } }')
  return data!.team.changes.totalCount
}

describe('values of a custom schema', () => {
  it('come back as they were sent, by GET, list, PUT and PATCH, and the URN is in schemas', async () => {
    const { scim } = await makeTeam(userSchema(attributes))
    const created = await post(scim, 'ada', ada)
    const { id } = created.body
    expect(created.body).toMatchObject({ schemas: [core, urn], [urn]: ada })
    const others = [
      (await scim.get(`/Users/${id}`)).body,
      (await scim.get('/Users')).body['Resources'][0],
      (await scim.put(`/Users/${id}`, created.body)).body,
      (await scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: true })).body,
    ]
    for (const body of others) expect(body).toEqual(created.body)
  })

  it('take names and URN in any case, and answer in the case that was declared', async () => {
    const { scim } = await makeTeam(userSchema(attributes))
    const { body } = await scim.post('/Users', {
      schemas: [core, urn.toUpperCase()],
      userName: 'ada',
      [urn.toUpperCase()]: { LEVEL: 3, DESK: { SEAT: 4 }, Devices: [{ SERIAL: 'S' }] },
    })
    expect(body).toMatchObject({ schemas: [core, urn], [urn]: { level: 3, desk: { seat: 4 }, devices: [{ serial: 'S' }] } })
    expect(Object.keys(body)).not.toContain(urn.toUpperCase())
  })

  it('sent again are no change', async () => {
    const { scim, client } = await makeTeam(userSchema(attributes))
    const id = await make(scim, 'ada', ada)
    const before = await changeCount(client)
    const shuffled = { ...ada, tags: ada.tags.toReversed(), devices: ada.devices.toReversed() }
    await scim.put(`/Users/${id}`, { schemas: [core, urn], userName: 'ada', [urn]: shuffled })
    await scim.patch(
      `/Users/${id}`,
      { op: 'add', path: `${urn}:tags`, value: ['ALPHA'] },
      { op: 'replace', value: { [urn]: { level: 7 } } },
    )
    expect((await scim.get(`/Users/${id}`)).body['meta']['version']).toBe('W/"1"')
    expect(await changeCount(client)).toBe(before)
  })

  it('are named by their URN in the change that they make', async () => {
    const { scim, client } = await makeTeam(userSchema(attributes))
    const id = await make(scim, 'ada', { level: 1 })
    await scim.patch(`/Users/${id}`, { op: 'replace', value: { [`${urn}:level`]: 2, [`${urn}:tags`]: ['x'] } })
    const { data } = await client.ask('{ team { changes(last: 1) { nodes { ... on UserModified { attributes } } } } }')
    expect(data).toEqual({ team: { changes: { nodes: [{ attributes: [`${urn}:level`, `${urn}:tags`] }] } } })
  })

  it.each<[string, Record<string, unknown>]>([
    ['a string', { badge: 1 }],
    ['a boolean', { remote: 1 }],
    ['an integer', { level: 1.5 }],
    ['an integer in text', { level: '1' }],
    ['a decimal', { score: '1' }],
    ['a dateTime', { hiredAt: '2020-01-01' }],
    ['a binary', { key: 'not base64!' }],
    ['an array of strings', { tags: [1] }],
    ['an array of integers', { floors: [1, 'x'] }],
    ['a complex value', { desk: 7 }],
    ['a part of a complex value', { desk: { seat: 'x' } }],
    ['a part of an element', { devices: [{ serial: 'S', price: 'x' }] }],
    ['an element with what it requires', { devices: [{ type: 'laptop' }] }],
  ])('that are not %s where that is declared are refused', async (_, wrong) => {
    expect(await post((await declared()).scim, 'wrong', wrong)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
  })

  it('that the schema does not declare are ignored, or refused where the directory is strict', async () => {
    const { scim, client, directoryId } = await makeTeam(userSchema([{ name: 'level' }]))
    expect((await post(scim, 'ada', { level: 'a', size: 1 })).body[urn]).toEqual({ level: 'a' })
    await modifyDirectory(client, { directoryId, isStrict: true })
    expect(await post(scim, 'bob', { level: 'a', size: 1 })).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } })
    expect((await post(scim, 'bob', { level: 'a' })).status).toBe(201)
  })

  let shared: Promise<Made> | undefined
  const declared = (): Promise<Made> => (shared ??= makeTeam(userSchema(attributes)))
})

describe('filters on a custom schema (RFC 7644 §3.4.2.2)', () => {
  let scim: ScimClient
  beforeAll(async () => {
    scim = (await makeTeam(userSchema(attributes))).scim
    await make(scim, 'ada', ada)
    await make(scim, 'bob', bob)
    await make(scim, 'cy')
  })

  it.each([
    [`${urn}:badge eq "RED"`, ['ada']],
    [`${urn.toUpperCase()}:BADGE sw "b"`, ['bob']],
    [`${urn}:badge ne "red"`, ['bob', 'cy']],
    [`${urn}:code eq "Ab"`, ['ada']],
    [`${urn}:code eq "ab"`, ['bob']],
    [`${urn}:remote eq true`, ['ada']],
    [`${urn}:remote eq false`, ['bob']],
    [`${urn}:level eq 7`, ['ada']],
    [`${urn}:level gt 9`, ['bob']],
    [`${urn}:level le 12`, ['ada', 'bob']],
    [`${urn}:score eq 2.50`, ['ada']],
    [`${urn}:score ge 2.6`, ['bob']],
    [`${urn}:hiredAt eq "2020-03-01T07:00:00Z"`, ['ada']],
    [`${urn}:hiredAt gt "2021-12-31T23:30:00-01:00"`, []],
    [`${urn}:hiredAt lt "2021-01-01T00:00:00Z"`, ['ada']],
    [`${urn}:portrait eq "https://example.com/Ada"`, ['ada']],
    [`${urn}:portrait eq "https://example.com/ada"`, []],
    [`${urn}:key eq "c2VjcmV0"`, ['ada']],
    [`${urn}:tags eq "ALPHA"`, ['ada']],
    [`${urn}:tags co "a"`, ['ada', 'bob']],
    [`${urn}:tags[value eq "gamma"]`, ['bob']],
    [`${urn}:floors gt 3`, ['ada']],
    [`${urn}:floors eq 5`, []],
    [`${urn}:desk pr`, ['ada']],
    [`${urn}:desk.building eq "North"`, ['ada']],
    [`${urn}:desk.building eq "north"`, []],
    [`${urn}:desk.seat lt 13`, ['ada']],
    [`${urn}:devices.type eq "LAPTOP"`, ['ada', 'bob']],
    [`${urn}:devices[type eq "laptop" and price gt 900]`, ['ada']],
    [`${urn}:devices[type eq "phone" and price gt 900]`, []],
    [`${urn}:devices[since lt "2022-01-01T00:00:00Z"]`, ['ada']],
    [`${urn}:devices[primary eq true].serial eq "s1"`, ['ada']],
    [`${urn}:devices.$ref pr`, ['ada']],
    [`not (${urn}:devices pr)`, ['cy']],
    [`${urn}:level pr`, ['ada', 'bob']],
    [`${urn}:level eq null`, ['cy']],
    [`${urn} pr`, ['ada', 'bob']],
    [`schemas eq "${urn}"`, ['ada', 'bob']],
    [`${urn}:level gt 1 and userName eq "bob"`, ['bob']],
  ])('%s', async (filter, expected) => {
    const { status, body } = await scim.get(`/Users?filter=${encodeURIComponent(filter)}`)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body['Resources'].map((user: ScimBody) => user['userName']).sort()).toEqual(expected)
  })

  it.each([
    `${urn}:pin eq "1234"`,
    `${urn}:pin pr`,
    `${urn}:size eq 1`,
    `${urn}:desk.size eq 1`,
    `level eq 7`,
    `${urn}:level co 7`,
    `${urn}:level eq "seven"`,
    `${urn}:remote gt true`,
    `${urn}:key gt "a"`,
    `${urn}:hiredAt gt "yesterday"`,
    `${urn}:desk eq "North"`,
  ])('refuses %s', async (filter) => {
    const answer = await scim.get(`/Users?filter=${encodeURIComponent(filter)}`)
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } })
  })
})

describe('sorting by a custom schema (RFC 7644 §3.4.2.3)', () => {
  it.each([
    [`${urn}:level`, ['low', 'mid', 'high', 'none']],
    [`${urn}:score`, ['high', 'mid', 'low', 'none']],
    [`${urn}:hiredAt`, ['mid', 'low', 'high', 'none']],
    [`${urn}:badge`, ['low', 'high', 'mid', 'none']],
    [`${urn}:desk.seat`, ['high', 'low', 'mid', 'none']],
    [`${urn}:devices.serial`, ['mid', 'high', 'low', 'none']],
  ])('%s', async (sortBy, expected) => {
    const { scim } = await sorted()
    const [up, down] = [await scim.get(`/Users?sortBy=${sortBy}`), await scim.get(`/Users?sortBy=${sortBy}&sortOrder=descending`)]
    const names = ({ body }: ScimResponse): string[] => body['Resources'].map((user: ScimBody) => user['userName'])
    expect(names(up)).toEqual(expected)
    expect(names(down)).toEqual(expected.toReversed())
  })

  it('by what is never returned or not declared is refused', async () => {
    const { scim } = await sorted()
    for (const name of ['pin', 'size']) {
      expect(await scim.get(`/Users?sortBy=${urn}:${name}`)).toMatchObject({ status: 400, body: { scimType: 'invalidPath' } })
    }
  })

  let made: Promise<Made> | undefined
  const sorted = (): Promise<Made> => (made ??= fill())
  async function fill(): Promise<Made> {
    const team = await makeTeam(userSchema(attributes))
    const of = (level: number, score: number, hiredAt: string, badge: string, seat: number, serial: string): object => ({
      level,
      score,
      hiredAt,
      badge,
      desk: { seat },
      devices: [{ serial: 'S9' }, { serial, primary: true }],
    })
    await make(team.scim, 'low', of(2, 30.5, '2020-01-01T01:00:00+01:00', 'a', 20, 'S3'))
    await make(team.scim, 'mid', of(10, 4, '2019-12-31T23:30:00Z', 'c', 100, 'S1'))
    await make(team.scim, 'high', of(11, -1, '2020-01-01T00:30:00Z', 'B', 3, 'S2'))
    await make(team.scim, 'none')
    return team
  }
})

describe('PATCH of a custom schema (RFC 7644 §3.5.2)', () => {
  const patched = async (start: unknown, ...operations: unknown[]): Promise<ScimResponse> => {
    const { scim } = await shared()
    const id = await make(scim, `user-${names++}`, start)
    return scim.patch(`/Users/${id}`, ...operations)
  }
  let names = 0
  let made: Promise<Made> | undefined
  const shared = (): Promise<Made> => (made ??= makeTeam(userSchema(attributes)))

  it.each<[string, unknown, unknown[], unknown]>([
    ['add of a value', undefined, [{ op: 'add', path: `${urn}:level`, value: 1 }], { level: 1 }],
    ['add of the whole extension', { badge: 'x' }, [{ op: 'add', path: urn, value: { level: 1 } }], { badge: 'x', level: 1 }],
    [
      'add without a path',
      undefined,
      [{ op: 'add', value: { [urn]: { level: 1 }, [`${urn}:desk.seat`]: 2 } }],
      { level: 1, desk: { seat: 2 } },
    ],
    ['add to a multi-valued attribute', { tags: ['a'] }, [{ op: 'add', path: `${urn}:tags`, value: ['b', 'A'] }], { tags: ['a', 'b'] }],
    ['replace of a value', { level: 1 }, [{ op: 'replace', path: `${urn}:level`, value: 2 }], { level: 2 }],
    ['replace of all values', { tags: ['a', 'b'] }, [{ op: 'replace', path: `${urn}:tags`, value: ['c'] }], { tags: ['c'] }],
    [
      'replace of a part',
      { desk: { building: 'N', seat: 1 } },
      [{ op: 'replace', path: `${urn}:desk.seat`, value: 2 }],
      { desk: { building: 'N', seat: 2 } },
    ],
    [
      'replace of a complex value keeps other parts',
      { desk: { building: 'N' } },
      [{ op: 'replace', path: `${urn}:desk`, value: { seat: 2 } }],
      { desk: { building: 'N', seat: 2 } },
    ],
    [
      'replace of a part of a selected element',
      {
        devices: [
          { serial: 'S1', price: 1 },
          { serial: 'S2', price: 2 },
        ],
      },
      [{ op: 'replace', path: `${urn}:devices[serial eq "s2"].price`, value: 3 }],
      {
        devices: [
          { serial: 'S1', price: 1 },
          { serial: 'S2', price: 3 },
        ],
      },
    ],
    ['remove of a value', { level: 1, badge: 'x' }, [{ op: 'remove', path: `${urn}:level` }], { badge: 'x' }],
    ['remove of a part', { desk: { building: 'N', seat: 1 } }, [{ op: 'remove', path: `${urn}:desk.seat` }], { desk: { building: 'N' } }],
    ['remove of one value of several', { tags: ['a', 'b'] }, [{ op: 'remove', path: `${urn}:tags[value eq "A"]` }], { tags: ['b'] }],
    [
      'remove of an element',
      { devices: [{ serial: 'S1' }, { serial: 'S2' }] },
      [{ op: 'remove', path: `${urn}:devices[serial eq "S1"]` }],
      { devices: [{ serial: 'S2' }] },
    ],
    ['remove of the last value', { level: 1 }, [{ op: 'remove', path: `${urn}:level` }], undefined],
    ['remove of the whole extension', { level: 1, tags: ['a'] }, [{ op: 'remove', path: urn }], undefined],
    ['a name without its URN', undefined, [{ op: 'replace', path: 'level', value: 4 }], { level: 4 }],
    ['an empty value', { badge: 'x', level: 1 }, [{ op: 'replace', path: `${urn}:badge`, value: '' }], { level: 1 }],
    [
      'a new primary turns the former one off',
      { devices: [{ serial: 'S1', primary: true }] },
      [{ op: 'add', path: `${urn}:devices`, value: [{ serial: 'S2', primary: true }] }],
      {
        devices: [
          { serial: 'S1', primary: false },
          { serial: 'S2', primary: true },
        ],
      },
    ],
  ])('%s', async (_, start, operations, expected) => {
    const { status, body } = await patched(start, ...operations)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body[urn]).toEqual(expected)
    expect(body['schemas']).toEqual(expected === undefined ? [core] : [core, urn])
  })

  it.each<[string, unknown, Record<string, unknown>, string]>([
    ['a name that is not declared', {}, { op: 'add', path: `${urn}:size`, value: 1 }, 'invalidPath'],
    ['a part that is not declared', {}, { op: 'add', path: `${urn}:desk.size`, value: 1 }, 'invalidPath'],
    ['another type', { level: 1 }, { op: 'replace', path: `${urn}:level`, value: 'x' }, 'invalidValue'],
    ['an element without what it requires', {}, { op: 'add', path: `${urn}:devices`, value: [{ price: 1 }] }, 'invalidValue'],
    [
      'the loss of what an element requires',
      { devices: [{ serial: 'S', price: 1 }] },
      { op: 'remove', path: `${urn}:devices[price eq 1].serial` },
      'invalidValue',
    ],
    ['a filter on a single value', { level: 1 }, { op: 'remove', path: `${urn}:level[value eq 1]` }, 'invalidPath'],
  ])('refuses %s', async (_, start, operation, scimType) => {
    expect(await patched(start, operation)).toMatchObject({ status: 400, body: { scimType } })
  })
})

describe('an immutable attribute (RFC 7643 §2.2, RFC 7644 §3.5.1)', () => {
  const schema = userSchema([
    { name: 'origin', mutability: 'IMMUTABLE' },
    { name: 'marks', multiValued: true, mutability: 'IMMUTABLE' },
    { name: 'place', type: 'COMPLEX', mutability: 'IMMUTABLE', subAttributes: [{ name: 'town' }, { name: 'street' }] },
    { name: 'level' },
  ])
  const first = { origin: 'here', marks: ['a', 'b'], place: { town: 'T' } }
  const immutable = { status: 400, body: { scimType: 'mutability' } }

  it('is set when it has no value yet, by POST, PUT or PATCH', async () => {
    const { scim } = await makeTeam(schema)
    const [a, b, c] = [await make(scim, 'a', first), await make(scim, 'b'), await make(scim, 'c', { level: 'x' })]
    await scim.put(`/Users/${b}`, { schemas: [core, urn], userName: 'b', [urn]: first })
    await scim.patch(`/Users/${c}`, ...Object.entries(first).map(([name, value]) => ({ op: 'add', path: `${urn}:${name}`, value })))
    expect([await extensionOf(scim, a), await extensionOf(scim, b), await extensionOf(scim, c)]).toEqual([
      first,
      first,
      { level: 'x', ...first },
    ])
  })

  it('keeps its value: the same one is accepted, another one is refused, and nothing of the request is applied', async () => {
    const { scim } = await makeTeam(schema)
    const id = await make(scim, 'ada', first)
    const put = (extension: unknown): Promise<ScimResponse> =>
      scim.put(`/Users/${id}`, { schemas: [core, urn], userName: 'renamed', [urn]: extension })
    for (const [name, value] of Object.entries({ origin: 'there', marks: ['a'], place: { town: 'T', street: 'S' } })) {
      expect(await put({ ...first, [name]: value })).toMatchObject(immutable)
      const path = `${urn}:${name}`
      const renaming = { op: 'replace', path: 'userName', value: 'renamed' }
      expect(await scim.patch(`/Users/${id}`, renaming, { op: 'replace', path, value })).toMatchObject(immutable)
      expect(await scim.patch(`/Users/${id}`, { op: 'remove', path })).toMatchObject(immutable)
    }
    expect(await scim.patch(`/Users/${id}`, { op: 'add', path: `${urn}:marks`, value: ['c'] })).toMatchObject(immutable)
    expect(await scim.patch(`/Users/${id}`, { op: 'add', path: `${urn}:place.street`, value: 'S' })).toMatchObject(immutable)
    expect(await scim.patch(`/Users/${id}`, { op: 'remove', path: urn })).toMatchObject(immutable)
    expect((await scim.get(`/Users/${id}`)).body).toMatchObject({ userName: 'ada', [urn]: first, meta: { version: 'W/"1"' } })
    expect((await put({ ...first, marks: ['b', 'a'], level: 'x' })).body[urn]).toEqual({ ...first, marks: expect.any(Array), level: 'x' })
  })

  it('of several values has each of them, also when they differ in their type alone', async () => {
    const subAttributes = [{ name: 'value' }, { name: 'type' }]
    const { scim } = await makeTeam(
      userSchema([{ name: 'keys', type: 'COMPLEX', multiValued: true, mutability: 'IMMUTABLE', subAttributes }]),
    )
    const keys = [
      { value: 'k', type: 'steel' },
      { value: 'k', type: 'brass' },
    ]
    expect(await extensionOf(scim, await make(scim, 'ada', { keys }))).toEqual({ keys })
  })

  it('that a PUT leaves out is kept', async () => {
    const { scim } = await makeTeam(schema)
    const id = await make(scim, 'ada', { ...first, level: 'x' })
    const { body } = await scim.put(`/Users/${id}`, { schemas: [core], userName: 'ada' })
    expect(body).toMatchObject({ schemas: [core, urn] })
    expect(body[urn]).toEqual(first)
  })
})

describe('what a custom schema requires (RFC 7643 §6, §7)', () => {
  const missing = { status: 400, body: { scimType: 'invalidValue' } }

  it('of a required attribute: each user who has the extension has it', async () => {
    const { scim } = await makeTeam(userSchema([{ name: 'level', type: 'INTEGER', required: true }, { name: 'badge' }]))
    expect(await post(scim, 'ada', { badge: 'x' })).toMatchObject(missing)
    expect(await post(scim, 'ada', { badge: 'x', level: null })).toMatchObject(missing)
    const id = await make(scim, 'ada')
    expect(await scim.patch(`/Users/${id}`, { op: 'add', path: `${urn}:badge`, value: 'x' })).toMatchObject(missing)
    const both = [
      { op: 'add', path: `${urn}:badge`, value: 'x' },
      { op: 'add', path: `${urn}:level`, value: 0 },
    ]
    expect((await scim.patch(`/Users/${id}`, ...both)).body[urn]).toEqual({ badge: 'x', level: 0 })
    expect(await scim.patch(`/Users/${id}`, { op: 'remove', path: `${urn}:level` })).toMatchObject({
      status: 400,
      body: { scimType: 'mutability' },
    })
    expect(await scim.put(`/Users/${id}`, { schemas: [core, urn], userName: 'ada', [urn]: { badge: 'y' } })).toMatchObject(missing)
    expect((await scim.put(`/Users/${id}`, { schemas: [core], userName: 'ada' })).status).toBe(200)
  })

  it('of a required extension: every user who is created or replaced has it', async () => {
    const { scim, declare } = await makeTeam()
    const before = await make(scim, 'before')
    await declare(userSchema([{ name: 'level' }], { required: true }))
    expect(await post(scim, 'ada')).toMatchObject(missing)
    expect(await post(scim, 'ada', {})).toMatchObject(missing)
    const id = await make(scim, 'ada', { level: 'x' })
    expect(await scim.put(`/Users/${id}`, { schemas: [core], userName: 'ada' })).toMatchObject(missing)
    expect(await scim.patch(`/Users/${id}`, { op: 'remove', path: urn })).toMatchObject({ status: 400 })
    // Who was there before can still leave.
    expect(await scim.patch(`/Users/${before}`, { op: 'replace', path: 'active', value: false })).toMatchObject({ body: { active: false } })
    const { body } = await scim.get('/ResourceTypes/User')
    expect(body['schemaExtensions']).toContainEqual({ schema: urn, required: true })
  })
})

describe('projection of a custom schema (RFC 7644 §3.9)', () => {
  let scim: ScimClient
  let id: string
  beforeAll(async () => {
    scim = (await makeTeam(userSchema(attributes))).scim
    id = await make(scim, 'ada', { level: 1, badge: 'x', notes: 'n', pin: '1234', tenant: 't', desk: { building: 'N', seat: 1 } })
  })
  const all = { level: 1, badge: 'x', tenant: 't', desk: { building: 'N', seat: 1 } }

  it.each<[string, unknown]>([
    ['', all],
    [`?attributes=userName`, { tenant: 't' }],
    [`?attributes=${urn}:level`, { level: 1, tenant: 't' }],
    [`?attributes=${urn.toUpperCase()}:LEVEL`, { level: 1, tenant: 't' }],
    [`?attributes=${urn}:desk.seat`, { desk: { seat: 1 }, tenant: 't' }],
    [`?attributes=${urn}`, all],
    [`?attributes=${urn}:notes`, { notes: 'n', tenant: 't' }],
    [`?attributes=${urn}:pin`, { tenant: 't' }],
    [`?excludedAttributes=${urn}:level`, { badge: 'x', tenant: 't', desk: { building: 'N', seat: 1 } }],
    [`?excludedAttributes=${urn}:desk.building`, { level: 1, badge: 'x', tenant: 't', desk: { seat: 1 } }],
    [`?excludedAttributes=${urn}`, { tenant: 't' }],
    [`?excludedAttributes=${urn}:tenant`, all],
  ])('%s', async (query, expected) => {
    expect(await extensionOf(scim, id, query)).toEqual(expected)
    const { body } = await scim.get(`/Users${query}`)
    expect(body['Resources'][0][urn]).toEqual(expected)
  })

  it('never shows what is never returned, whatever is asked', async () => {
    const texts = [
      await scim.get(`/Users/${id}`),
      await scim.get(`/Users?attributes=${urn}:pin`),
      await scim.patch(`/Users/${id}`, { op: 'replace', path: `${urn}:pin`, value: '1235' }),
      await scim.put(`/Users/${id}?attributes=${urn}:pin,userName`, {
        schemas: [core, urn],
        userName: 'ada',
        [urn]: { ...all, pin: '1236' },
      }),
    ].map(({ text }) => text)
    expect(texts.join()).not.toMatch(/123[456]/)
  })
})

describe('a custom schema of groups', () => {
  it('works as one of users does', async () => {
    const { scim } = await makeTeam({
      urn: groupUrn,
      resourceType: 'GROUP',
      name: 'Example',
      attributes: [
        { name: 'budget', type: 'INTEGER' },
        { name: 'site', required: true },
      ],
    })
    const user = await scim.createUser('ada')
    const values = { budget: 5, site: 'N' }
    const group = { schemas: [coreGroup, groupUrn], displayName: 'G', members: [{ value: user }], [groupUrn]: values }
    const { status, body } = await scim.post('/Groups', group)
    expect(status).toBe(201)
    expect(body).toMatchObject({ schemas: [coreGroup, groupUrn], [groupUrn]: values, members: [{ value: user }] })
    const patched = await scim.patch(
      `/Groups/${body['id']}`,
      { op: 'replace', path: `${groupUrn}:budget`, value: 6 },
      { op: 'remove', path: 'members' },
    )
    expect(patched.body).toMatchObject({ [groupUrn]: { budget: 6, site: 'N' } })
    const found = await scim.get(`/Groups?filter=${encodeURIComponent(`${groupUrn}:budget gt 5`)}&attributes=${groupUrn}:site`)
    expect(found.body['Resources']).toEqual([{ schemas: [coreGroup, groupUrn], id: body['id'], [groupUrn]: { site: 'N' } }])
    expect(await scim.put(`/Groups/${body['id']}`, { ...group, [groupUrn]: { budget: 1 } })).toMatchObject({ status: 400 })
    expect((await scim.put(`/Groups/${body['id']}`, { ...group, [groupUrn]: { site: 'S' } })).body[groupUrn]).toEqual({ site: 'S' })
    // It is no extension of users.
    expect((await scim.post('/Users', { schemas: [core], userName: 'bob', [groupUrn]: values })).body).not.toHaveProperty([groupUrn])
  })
})

describe('discovery (RFC 7643 §6, §7)', () => {
  it('tells of the schemas as they are declared, and of the resource type that they extend', async () => {
    const { scim, scimUrl } = await makeTeam(userSchema(attributes, { description: 'What Example adds.' }))
    const { body } = await scim.get(`/Schemas/${urn.toUpperCase()}`)
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: urn,
      name: 'Example',
      description: 'What Example adds.',
      meta: { resourceType: 'Schema', location: `${scimUrl}/Schemas/${urn}` },
    })
    const told = new Map<string, ScimBody>(body['attributes'].map((attribute: ScimBody) => [attribute['name'], attribute]))
    expect([...told.keys()]).toEqual(attributes.map(({ name }) => name))
    const common = { description: '', multiValued: false, required: false, mutability: 'readWrite', returned: 'default' }
    expect(told.get('badge')).toEqual({
      ...common,
      name: 'badge',
      type: 'string',
      description: 'The badge.',
      canonicalValues: ['red', 'blue'],
      caseExact: false,
      uniqueness: 'none',
    })
    expect(told.get('portrait')).toMatchObject({ type: 'reference', referenceTypes: ['external'], caseExact: true })
    expect(told.get('hiredAt')).toEqual({ ...common, name: 'hiredAt', type: 'dateTime' })
    expect(told.get('origin')).toMatchObject({ mutability: 'immutable' })
    expect([told.get('notes'), told.get('pin'), told.get('tenant')].map((attribute) => attribute?.['returned'])).toEqual([
      'request',
      'never',
      'always',
    ])
    expect(told.get('devices')).toMatchObject({ type: 'complex', multiValued: true })
    expect(told.get('devices')?.['subAttributes'].map((part: ScimBody) => [part['name'], part['type'], part['required']])).toEqual([
      ['serial', 'string', true],
      ['type', 'string', false],
      ['since', 'dateTime', false],
      ['price', 'decimal', false],
      ['primary', 'boolean', false],
      ['$ref', 'reference', false],
    ])
    const schemas = await scim.get('/Schemas')
    expect(schemas.body).toMatchObject({ totalResults: 4 })
    expect(schemas.body['Resources']).toContainEqual(body)
    expect((await scim.get('/ResourceTypes/User')).body['schemaExtensions']).toEqual([
      { schema: enterprise, required: false },
      { schema: urn, required: false },
    ])
    expect((await scim.get('/ResourceTypes/Group')).body['schemaExtensions']).toEqual([])
  })

  it('and everything else is of the directory alone: another one knows nothing of it', async () => {
    const mine = await makeTeam(userSchema(attributes))
    const other = await makeTeam(userSchema([{ name: 'else' }], { urn: 'urn:example:else' }))
    expect(await other.scim.get(`/Schemas/${urn}`)).toMatchObject({ status: 404 })
    expect((await other.scim.get('/Schemas')).text).not.toContain(urn)
    expect((await other.scim.get('/ResourceTypes')).text).not.toContain(urn)
    expect(await other.scim.get(`/Users?filter=${encodeURIComponent(`${urn}:level eq 1`)}`)).toMatchObject({
      status: 400,
      body: { scimType: 'invalidFilter' },
    })
    const { body } = await post(other.scim, 'ada', ada)
    expect(body).toMatchObject({ schemas: [core] })
    expect(body).not.toHaveProperty([urn])
    expect(await other.scim.patch(`/Users/${body['id']}`, { op: 'add', path: `${urn}:level`, value: 1 })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidPath' },
    })
    expect((await mine.scim.get(`/Schemas/${urn}`)).status).toBe(200)
  })

  it('follows the settings at once on the node that modified them', async () => {
    const { scim, declare } = await makeTeam(userSchema([{ name: 'level', type: 'INTEGER' }]))
    const id = await make(scim, 'ada', { level: 1 })
    await declare(userSchema([{ name: 'level', type: 'INTEGER' }, { name: 'rank' }]))
    expect((await scim.patch(`/Users/${id}`, { op: 'add', path: `${urn}:rank`, value: 'x' })).body[urn]).toEqual({ level: 1, rank: 'x' })
    await declare()
    expect(await scim.patch(`/Users/${id}`, { op: 'add', path: `${urn}:rank`, value: 'y' })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidPath' },
    })
  })
})

describe('values of a schema that is not declared any more', () => {
  it('are not shown, survive PUT and PATCH, and come back when it is declared again', async () => {
    const { scim, declare, client } = await makeTeam(userSchema(attributes))
    const { body } = await post(scim, 'ada', ada)
    const id: string = body['id']
    await declare()
    const hidden = (await scim.get(`/Users/${id}`)).body
    expect(hidden).toMatchObject({ schemas: [core] })
    expect(hidden).not.toHaveProperty([urn])
    const before = await changeCount(client)
    expect((await scim.put(`/Users/${id}`, hidden)).body).toEqual(hidden)
    expect(await changeCount(client)).toBe(before)
    expect((await scim.put(`/Users/${id}`, { ...hidden, title: 'Countess' })).text).not.toContain(urn)
    expect((await scim.patch(`/Users/${id}`, { op: 'add', path: `${enterprise}:department`, value: 'Maths' })).body).toMatchObject({
      schemas: [core, enterprise],
    })
    const { data } = await client.ask('{ team { changes(last: 2) { nodes { ... on UserModified { attributes } } } } }')
    expect(data).toEqual({ team: { changes: { nodes: [{ attributes: ['title'] }, { attributes: [`${enterprise}:department`] }] } } })
    await declare(userSchema(attributes))
    const again = (await scim.get(`/Users/${id}`)).body
    expect(again).toMatchObject({ title: 'Countess', [enterprise]: { department: 'Maths' } })
    expect(again[urn]).toEqual(body[urn])
    expect([...again['schemas']].sort()).toEqual([core, enterprise, urn].sort())
    expect((await scim.get(`/Users?filter=${encodeURIComponent(`schemas eq "${urn}"`)}`)).body['totalResults']).toBe(1)
  })

  it('and of an attribute that is not declared any more likewise', async () => {
    const { scim, declare } = await makeTeam(userSchema([{ name: 'a' }, { name: 'b' }]))
    const [one, two] = [await make(scim, 'one', { a: '1', b: '2' }), await make(scim, 'two', { b: '2' })]
    await declare(userSchema([{ name: 'a' }]))
    expect([await extensionOf(scim, one), await extensionOf(scim, two)]).toEqual([{ a: '1' }, undefined])
    expect((await scim.get(`/Users/${two}`)).body['schemas']).toEqual([core])
    await scim.put(`/Users/${one}`, { schemas: [core, urn], userName: 'one', [urn]: { a: '3' } })
    await scim.patch(`/Users/${two}`, { op: 'add', path: `${urn}:a`, value: '4' })
    expect([await extensionOf(scim, one), await extensionOf(scim, two)]).toEqual([{ a: '3' }, { a: '4' }])
    await declare(userSchema([{ name: 'a' }, { name: 'b' }]))
    expect([await extensionOf(scim, one), await extensionOf(scim, two)]).toEqual([
      { a: '3', b: '2' },
      { a: '4', b: '2' },
    ])
  })

  it('that do not fit another type are no values until they fit again: no answer shows them and no filter fails on them', async () => {
    const { scim, declare } = await makeTeam(
      userSchema([
        { name: 'level' },
        { name: 'at' },
        { name: 'tags', multiValued: true },
        { name: 'desk', type: 'COMPLEX', subAttributes: [{ name: 'seat' }] },
      ]),
    )
    const first = { level: 'high', at: 'noon', tags: ['x'], desk: { seat: '12' } }
    const id = await make(scim, 'ada', first)
    const other = [
      { name: 'level', type: 'INTEGER' },
      { name: 'at', type: 'DATE_TIME' },
      { name: 'tags', type: 'BOOLEAN', multiValued: true },
      { name: 'desk', type: 'COMPLEX', multiValued: true, subAttributes: [{ name: 'seat', type: 'INTEGER' }] },
    ]
    await declare(userSchema(other))
    expect(await extensionOf(scim, id)).toBeUndefined()
    for (const filter of ['level gt 1', 'at gt "2020-01-01T00:00:00Z"', 'tags eq true', 'desk.seat eq 12', 'desk[seat eq 12]']) {
      const { status, body } = await scim.get(`/Users?filter=${encodeURIComponent(`${urn}:${filter}`)}`)
      expect([filter, status, body['totalResults']]).toEqual([filter, 200, 0])
    }
    expect((await scim.get(`/Users?sortBy=${urn}:level`)).status).toBe(200)
    const patched = await scim.patch(
      `/Users/${id}`,
      { op: 'replace', path: `${urn}:level`, value: 3 },
      { op: 'add', path: `${urn}:desk`, value: [{ seat: 1 }] },
    )
    expect(patched.body[urn]).toEqual({ level: 3, desk: [{ seat: 1 }] })
    await declare(userSchema([{ name: 'level' }, { name: 'at' }]))
    expect(await extensionOf(scim, id)).toEqual({ at: 'noon' })
  })
})

describe('two nodes', () => {
  it('serve one directory by its new schemas, the other node as soon as it has looked the directory up', async () => {
    const { scim, scimToken, directoryId, declare } = await makeTeam(userSchema([{ name: 'level' }]))
    const second = await startNode({ databaseUrl: app.database.url })
    try {
      const there = scimClient({ scimUrl: `${second.url}/scim/v2/${directoryId}`, scimToken })
      const id = await make(there, 'ada', { level: 'x' })
      await declare(userSchema([{ name: 'rank' }]))
      expect((await scim.get(`/Schemas/${urn}`)).body['attributes']).toMatchObject([{ name: 'rank' }])
      // Discovery looks the directory up, and with that the node has the new settings for other requests too.
      expect((await there.get(`/Schemas/${urn}`)).body['attributes']).toMatchObject([{ name: 'rank' }])
      expect((await there.get('/Users')).body['Resources'][0]).not.toHaveProperty([urn])
      expect((await there.patch(`/Users/${id}`, { op: 'add', path: `${urn}:rank`, value: 'y' })).body[urn]).toEqual({ rank: 'y' })
      expect(await extensionOf(scim, id)).toEqual({ rank: 'y' })
    } finally {
      await second.stop()
    }
  })
})
