import { beforeAll, describe, expect, it } from 'vitest'
import { loadGroups, type LoadedGroup } from '../../support/big-groups.ts'
import { createRowCounter } from '../../support/count-rows.ts'
import { statementsOf } from '../../support/count-queries.ts'
import { patchOp, type ScimBody, type ScimClient, type ScimResponse } from '../../support/scim-client.ts'
import { strictTeam } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aGroup, changingNothing, enterpriseUrn, expectError, filterOf, groupUrn, userUrn } from './wire.ts'

// RFC 7644 §3.4.2.5 and §3.9.

const countRows = createRowCounter(() => app.database.url)
const app = useApp()
let strict: ScimClient
let user: string
let group: string
const sent = {
  schemas: [userUrn, enterpriseUrn],
  userName: 'shown',
  externalId: 'S-1',
  active: true,
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [
    { value: 'a@x', type: 'work', primary: true },
    { value: 'b@x', type: 'home' },
  ],
  [enterpriseUrn]: { department: 'Maths', manager: { value: 'm' } },
}
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
  user = await app.scim.createUser('shown', sent)
  group = await app.scim.createGroup('Shown', [user])
})

/** Every operation that answers with a user, each with a query of its own; the users differ in nothing but id, name and meta. */
const operations: Record<string, (scim: ScimClient, query: string, name: string) => Promise<ScimResponse | ScimBody>> = {
  POST: (scim, query, userName) => scim.request('POST', `/Users?${query}`, { ...sent, userName }),
  GET: async (scim, query, userName) => scim.get(`/Users/${await scim.createUser(userName, { ...sent, userName })}?${query}`),
  PUT: async (scim, query, userName) => scim.put(`/Users/${await scim.createUser(userName)}?${query}`, { ...sent, userName }),
  PATCH: async (scim, query, userName) => {
    const { title, ...rest } = sent
    const id = await scim.createUser(userName, { ...rest, userName })
    return scim.request('PATCH', `/Users/${id}?${query}`, patchOp({ op: 'add', path: 'title', value: title }))
  },
  list: async (scim, query, userName) => {
    await scim.createUser(userName, { ...sent, userName })
    return first(await scim.get(`/Users?${filterOf(`userName eq "${userName}"`)}&${query}`))
  },
  '.search': async (scim, query, userName) => {
    await scim.createUser(userName, { ...sent, userName })
    const names = Object.fromEntries([...new URLSearchParams(query)].map(([name, value]) => [name, value.split(',')]))
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest']
    return first(await scim.post('/Users/.search', { schemas, filter: `userName eq "${userName}"`, ...names }))
  },
}
const first = ({ status, body }: ScimResponse): ScimBody => ({ status, body: body['Resources']?.[0] ?? body })

describe('projection on every operation (RFC 7644 §3.4.2.5, §3.9)', () => {
  const { externalId: _, title: __, ...withoutTwo } = sent
  it.each(Object.keys(operations))('rule 91: attributes and excludedAttributes work on %s (RFC 7644 §3.9)', async (operation) => {
    for (const scim of [app.scim, strict]) {
      const run = async (query: string, name: string) =>
        (await operations[operation]!(scim, query, `${name} ${operation}`))['body'] as ScimBody
      const id = expect.stringMatching(/^user-/)
      expect(await run('attributes=title,name.givenName', 'only')).toEqual({
        schemas: sent.schemas,
        id,
        title: 'Countess',
        name: { givenName: 'Ada' },
      })
      const { meta, userName, ...rest } = await run('excludedAttributes=title,externalId', 'without')
      const { userName: ___, ...expected } = withoutTwo
      expect(rest).toEqual({ ...expected, id })
      expect([userName, meta.resourceType]).toEqual([`without ${operation}`, 'User'])
    }
  })

  it('rule 91: … and on groups, where a PATCH that names attributes is 200 with them (RFC 7644 §3.9, §3.5.2)', async () => {
    const members = [{ value: user }]
    for (const answer of [
      await app.scim.request('POST', '/Groups?attributes=externalId', aGroup('Projected', { externalId: 'P', members })),
      await app.scim.get(`/Groups/${group}?attributes=externalId`).then(async (read) => {
        expect(read.body).toEqual({ schemas: [groupUrn], id: group })
        return app.scim.put(`/Groups/${group}?attributes=externalId`, aGroup('Shown', { externalId: 'P', members }))
      }),
      await app.scim.request('PATCH', `/Groups/${group}?attributes=externalId`, patchOp({ op: 'add', path: 'members', value: members })),
    ]) {
      expect(answer.body).toEqual({ schemas: [groupUrn], id: expect.stringMatching(/^group-/), externalId: 'P' })
      expect([200, 201]).toContain(answer.status)
    }
    const { body } = await app.scim.get('/Groups?attributes=displayName&count=1')
    expect(Object.keys(body['Resources'][0]).sort()).toEqual(['displayName', 'id', 'schemas'])
    const { members: shown } = (await app.scim.get(`/Groups/${group}?attributes=members.value`)).body
    expect(shown).toEqual([{ value: user }])
  })

  it.each(Object.keys(operations))(
    'rule 92: both together are 400 invalidValue on %s, and nothing is done (RFC 7644 §3.9)',
    async (operation) => {
      const query = 'attributes=userName&excludedAttributes=name'
      const scim: ScimClient = { ...app.scim, createUser: async () => user }
      const answer = await changingNothing(app, () => operations[operation]!(scim, query, `both ${operation}`))
      expect([answer['status'], answer['body']['scimType']]).toEqual([400, 'invalidValue'])
    },
  )

  it('rule 92: … on groups too, and on deletions neither matters (RFC 7644 §3.9)', async () => {
    const query = '?attributes=displayName&excludedAttributes=members'
    await changingNothing(app, async () => {
      for (const answer of [
        await app.scim.request('POST', `/Groups${query}`, aGroup('Both')),
        await app.scim.get(`/Groups/${group}${query}`),
        await app.scim.get(`/Groups${query}`),
        await app.scim.put(`/Groups/${group}${query}`, aGroup('Both')),
        await app.scim.request('PATCH', `/Groups/${group}${query}`, patchOp({ op: 'remove', path: 'members' })),
      ]) {
        expectError(answer, 400, 'invalidValue')
      }
    })
    expect((await app.scim.delete(`/Groups/${await app.scim.createGroup('Deleted with both')}${query}`)).status).toBe(204)
  })
})

describe('what attributes names (RFC 7644 §3.9, §3.10)', () => {
  const always = { schemas: sent.schemas }
  it.each<[string, object]>([
    ['userName', { userName: 'shown' }],
    ['name', { name: sent.name }],
    ['name.givenName', { name: { givenName: 'Ada' } }],
    ['name.givenName,name.familyName', { name: sent.name }],
    ['name,name.givenName', { name: sent.name }],
    ['emails.value', { emails: [{ value: 'a@x' }, { value: 'b@x' }] }],
    ['emails.primary', { emails: [{ primary: true }] }],
    [`${userUrn}:title`, { title: 'Countess' }],
    [`${userUrn}:name.familyName`, { name: { familyName: 'Lovelace' } }],
    [enterpriseUrn, { [enterpriseUrn]: sent[enterpriseUrn] }],
    [`${enterpriseUrn}:department`, { [enterpriseUrn]: { department: 'Maths' } }],
    [`${enterpriseUrn}:manager.value`, { [enterpriseUrn]: { manager: { value: 'm' } } }],
    ['USERNAME, Title', { userName: 'shown', title: 'Countess' }],
    ['externalId,active', { externalId: 'S-1', active: true }],
    ['meta.resourceType', { meta: { resourceType: 'User' } }],
    ['nickName', {}],
    ['shoeSize', {}],
    ['shoeSize,title', { title: 'Countess' }],
    ['urn:example:unknown:User:x', {}],
    ['emails[type eq "work"]', {}],
    ['password', {}],
    ['__proto__,constructor', {}],
    [',,title,', { title: 'Countess' }],
  ])('rule 93: attributes=%s shows what is always shown and what it names (RFC 7644 §3.9)', async (names, expected) => {
    const { status, body } = await app.scim.get(`/Users/${user}?attributes=${encodeURIComponent(names)}`)
    expect(status).toBe(200)
    expect(body).toEqual({ ...always, id: user, ...expected })
    const listed = await app.scim.get(`/Users?${filterOf(`id eq "${user}"`)}&attributes=${encodeURIComponent(names)}`)
    expect(listed.body['Resources']).toEqual([body])
  })

  it('rule 93: without names in it, it is as if it were not there (RFC 7644 §3.9)', async () => {
    const { body } = await app.scim.get(`/Users/${user}`)
    for (const query of ['attributes=', 'excludedAttributes=', 'attributes=,', 'attributes=%20'])
      expect((await app.scim.get(`/Users/${user}?${query}`)).body).toEqual(body)
    expect(body['meta']).toBeDefined()
  })

  it.each<[string, (body: ScimBody) => unknown, unknown]>([
    ['id,schemas', ({ id, schemas }) => ({ id: typeof id, schemas }), { id: 'string', schemas: sent.schemas }],
    ['ID,SCHEMAS,userName', ({ id, schemas, userName }) => [typeof id, schemas, userName], ['string', sent.schemas, undefined]],
    ['meta', ({ meta }) => meta, undefined],
    ['name.givenName', ({ name }) => name, { familyName: 'Lovelace' }],
    ['name.givenName,name.familyName', ({ name }) => name, undefined],
    ['emails.type,emails.primary', ({ emails }) => emails, [{ value: 'a@x' }, { value: 'b@x' }]],
    [enterpriseUrn, (body) => body[enterpriseUrn], undefined],
    [`${enterpriseUrn}:department`, (body) => body[enterpriseUrn], { manager: { value: 'm' } }],
    ['groups', ({ groups }) => groups, undefined],
    ['shoeSize', ({ title }) => title, 'Countess'],
  ])('rule 94: excludedAttributes=%s takes that away, but never what is always shown (RFC 7644 §3.9)', async (names, look, expected) => {
    const { status, body } = await app.scim.get(`/Users/${user}?excludedAttributes=${encodeURIComponent(names)}`)
    expect(status).toBe(200)
    expect(look(body)).toEqual(expected)
    expect([body['id'], body['schemas']]).toEqual([user, sent.schemas])
  })
})

describe('members that are not asked for', () => {
  let groups: LoadedGroup[]
  beforeAll(async () => {
    groups = await loadGroups(app, [10, 1_000, 100_000])
  }, 120_000)

  const queries = [
    'excludedAttributes=members',
    'attributes=displayName',
    'attributes=id,externalId',
    'excludedAttributes=MEMBERS,meta',
    `attributes=${groupUrn}:displayName`,
  ]

  it('rule 95: without members in the projection no member is read, whatever the size of the group (own)', async () => {
    const counts: number[][] = []
    for (const { id, size } of groups) {
      const ofSize: number[] = []
      const rows = await countRows(async () => {
        for (const [index, query] of queries.entries()) {
          const reads: [string, () => Promise<ScimResponse>][] = [
            ['GET', () => app.scim.get(`/Groups/${id}?${query}`)],
            ['match', () => app.scim.get(`/Groups?${filterOf(`displayName eq "Loaded ${size}"`)}&${query}`)],
            ['list', () => app.scim.get(`/Groups?${query}`)],
            ['PUT', () => app.scim.put(`/Groups/${id}?${query}`, aGroup(`Loaded ${size}`, { externalId: `put ${index}` }))],
            [
              'PATCH',
              () => app.scim.request('PATCH', `/Groups/${id}?${query}`, patchOp({ op: 'replace', path: 'externalId', value: `${index}` })),
            ],
          ]
          for (const [name, read] of reads) {
            let answer: ScimResponse | undefined
            const statements = await statementsOf(async () => {
              answer = await read()
            })
            expect([name, answer!.status, answer!.body['members']]).toEqual([name, 200, undefined])
            expect([name, statements.filter((text) => /memberships/i.test(text))]).toEqual([name, []])
            // Whether the token is looked up apart depends on when it was last.
            ofSize.push(statements.filter((text) => /users|groups/.test(text)).length)
          }
        }
      })
      expect([size, rows['memberships']]).toEqual([size, 0])
      counts.push(ofSize)
    }
    for (const ofSize of counts) expect(ofSize).toEqual(counts[0])
  }, 120_000)

  it('rule 95: … while a read that shows them does read them: the count can tell (own)', async () => {
    const [small, medium] = groups
    for (const { id, size } of [small!, medium!]) {
      let shown = 0
      const rows = await countRows(async () => {
        shown = (await app.scim.get(`/Groups/${id}?attributes=members`)).body['members'].length
      })
      expect(shown).toBe(size)
      expect(rows['memberships']).toBeGreaterThanOrEqual(size)
    }
    expect((await statementsOf(() => app.scim.get(`/Groups/${small!.id}`))).some((text) => /memberships/i.test(text))).toBe(true)
  })

  it('rule 95: … and the same for the groups of a user (own)', async () => {
    expect(
      (await statementsOf(() => app.scim.get(`/Users/${user}?excludedAttributes=groups`))).filter((text) => /memberships/i.test(text)),
    ).toEqual([])
    expect(
      (await statementsOf(() => app.scim.get('/Users?attributes=userName&count=5'))).filter((text) => /memberships/i.test(text)),
    ).toEqual([])
  })

  it('rule 95: creating with a projection answers without members, and stores them (own)', async () => {
    const created = await app.scim.request(
      'POST',
      '/Groups?excludedAttributes=members',
      aGroup('Stored unseen', { members: [{ value: user }] }),
    )
    expect([created.status, created.body['members']]).toEqual([201, undefined])
    expect((await app.scim.get(`/Groups/${created.body['id']}`)).body['members']).toHaveLength(1)
  })
})
