import { beforeAll, describe, expect, it } from 'vitest'
import type { ScimBody } from '../../support/scim-client.ts'
import { strictTeam } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { enterpriseUrn, expectError, groupUrn } from './wire.ts'

// RFC 7644 §3.4.3: querying with POST.

const app = useApp()
const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest'
beforeAll(async () => {
  const users = []
  for (const [index, name] of ['ada', 'bob', 'cy', 'dan'].entries()) {
    users.push(
      await app.scim.createUser(name, {
        title: `T${index % 2}`,
        emails: [{ value: `${name}@acme.example`, type: 'work' }],
        [enterpriseUrn]: { department: 'D' },
      }),
    )
  }
  await app.scim.createGroup('Readers', users.slice(0, 2))
  await app.scim.createGroup('Writers')
})

const search = (path: string, body: object) => app.scim.post(`${path}/.search`, { schemas: [searchUrn], ...body })
const names = (body: ScimBody): string[] => body['Resources'].map(({ userName, displayName }: ScimBody) => userName ?? displayName)

describe('POST …/.search (RFC 7644 §3.4.3)', () => {
  it.each<[string, Record<string, unknown>]>([
    ['/Users', {}],
    ['/Users', { filter: 'title eq "t0"' }],
    ['/Users', { filter: 'userName eq "BOB"' }],
    ['/Users', { filter: 'emails[type eq "work"].value eq "cy@acme.example"', attributes: ['userName', 'emails.value'] }],
    ['/Users', { sortBy: 'userName', sortOrder: 'descending', startIndex: 2, count: 2 }],
    ['/Users', { attributes: ['userName', `${enterpriseUrn}:department`] }],
    ['/Users', { excludedAttributes: ['emails', 'groups', 'meta.created'] }],
    ['/Users', { startIndex: 9, count: 1 }],
    ['/Users', { count: 0 }],
    ['/Groups', { filter: 'members pr', attributes: ['members'] }],
    ['/Groups', { sortBy: 'displayName', sortOrder: 'descending' }],
    ['', {}],
    ['', { filter: 'displayName sw "w" or title eq "T1"', sortBy: 'displayName', attributes: ['userName', 'displayName'] }],
    ['', { excludedAttributes: ['emails', 'members'], count: 3 }],
  ])('rule 96: %s/.search answers as the GET with the same parameters: %j (RFC 7644 §3.4.3)', async (path, parameters) => {
    const answer = await search(path, parameters)
    const texts = Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)])
    const byUrl = await app.scim.get(`${path}?${new URLSearchParams(texts)}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual(byUrl.body)
    expect(answer.headers.get('content-type')).toBe(byUrl.headers.get('content-type'))
  })

  it('rule 96: names in the body match without regard to case, and what is unknown is ignored (RFC 7643 §2.1)', async () => {
    const { status, body } = await app.scim.post('/Users/.search', {
      SCHEMAS: [searchUrn.toUpperCase()],
      FILTER: 'TITLE EQ "T1"',
      SortBy: 'USERNAME',
      SORTORDER: 'Descending',
      Count: 1,
      Attributes: ['USERNAME'],
      pageSize: 7,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ totalResults: 2, itemsPerPage: 1 })
    expect(names(body)).toEqual(['dan'])
    expect(Object.keys(body['Resources'][0]).sort()).toEqual(['id', 'schemas', 'userName'])
  })

  it('rule 96: null and an absent parameter are the same (RFC 7643 §2.5)', async () => {
    const nothing = {
      filter: null,
      sortBy: null,
      sortOrder: null,
      startIndex: null,
      count: null,
      cursor: null,
      attributes: null,
      excludedAttributes: null,
    }
    expect((await search('/Users', nothing)).body).toEqual((await search('/Users', {})).body)
  })

  it('rule 96: schemas may be left out unless the directory is strict, and may not be another message (RFC 7644 §3.4.3)', async () => {
    const strict = (await strictTeam(app)).scim
    expect((await app.scim.post('/Users/.search', {})).status).toBe(200)
    expectError(await strict.post('/Users/.search', {}), 400, 'invalidSyntax')
    expect((await strict.post('/Users/.search', { schemas: [searchUrn] })).status).toBe(200)
    expectError(await app.scim.post('/Users/.search', { schemas: [groupUrn] }), 400, 'invalidSyntax')
  })

  it.each<[string, unknown]>([
    ['invalidSyntax', []],
    ['invalidSyntax', '"text"'],
    ['invalidSyntax', 'filter=userName'],
    ['invalidValue', { filter: 5 }],
    ['invalidValue', { filter: ['userName pr'] }],
    ['invalidValue', { sortBy: ['userName'] }],
    ['invalidValue', { sortBy: 'userName', sortOrder: true }],
    ['invalidValue', { sortBy: 'userName', sortOrder: 'up' }],
    ['invalidValue', { startIndex: 1.5 }],
    ['invalidValue', { count: true }],
    ['invalidValue', { count: [1] }],
    ['invalidValue', { cursor: 7 }],
    ['invalidValue', { attributes: { userName: true } }],
    ['invalidValue', { attributes: [1] }],
    ['invalidValue', { attributes: ['userName'], excludedAttributes: ['title'] }],
    ['invalidFilter', { filter: 'userName' }],
    ['invalidFilter', { filter: '' }],
    ['invalidFilter', { filter: 'password pr' }],
    ['invalidPath', { sortBy: 'nothing' }],
  ])('rule 96: is refused as %s: %j (RFC 7644 §3.12)', async (scimType, body) => {
    for (const path of ['/Users', '/Groups', '']) expectError(await app.scim.post(`${path}/.search`, body), 400, scimType)
  })

  it('rule 96: changes nothing, and takes no other method (RFC 7644 §3.4.3)', async () => {
    for (const path of ['/Users', '/Groups', ''])
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await app.scim.request(method, `${path}/.search`, method === 'GET' ? undefined : {})
        expectError(answer, 405)
        expect(answer.headers.get('allow')).toBe('POST')
      }
    expect((await app.scim.get('/Users')).body['totalResults']).toBe(4)
  })

  it('rule 96: is read with the token of now: a revoked one opens nothing (RFC 7644 §2)', async () => {
    const team = await app.newTeam()
    expect((await team.scim.post('/.search', {})).status).toBe(200)
    await app.node.app.database
      .$executeRaw`UPDATE directory_tokens SET revoked_at = now() WHERE directory_id = ${team.directoryId.slice(4)}::uuid`
    for (const path of ['/Users', '/Groups', '']) expectError(await team.scim.post(`${path}/.search`, {}), 401)
  })
})
