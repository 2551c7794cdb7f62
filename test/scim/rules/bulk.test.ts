import { beforeAll, describe, expect, it } from 'vitest'
import { bulk, bulkRequest, idOf, managedBy, patchOf, postGroup, postUser, statusesOf } from '../../support/bulk-request.ts'
import type { ScimBody, ScimClient } from '../../support/scim-client.ts'
import { strictTeam } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { aGroup, aUser, changingNothing, enterpriseUrn, errorUrn, expectError, filterOf, patchUrn } from './wire.ts'

// RFC 7644 §3.7: many operations in one request.

const app = useApp({ environment: { SCIM_BODY_LIMIT_BYTES: '2000000' } })
const limits = { maxOperations: 1000, maxPayloadSize: 2_000_000 }
let strict: ScimClient
beforeAll(async () => {
  strict = (await strictTeam(app)).scim
})

const read = async (path: string): Promise<ScimBody> => {
  const { status, body, text } = await app.scim.get(path)
  if (status !== 200) throw new Error(`${status} ${text}`)
  return body
}
const membersOf = async (groupId: string): Promise<string[]> =>
  ((await read(`/Groups/${groupId}`))['members'] ?? []).map((member: ScimBody) => member['value']).sort()
const countOf = async (path: string, filter: string): Promise<number> => (await read(`${path}?${filterOf(filter)}`))['totalResults']

describe('a bulk request and its answer (RFC 7644 §3.7)', () => {
  it('rule 133: BulkRequest is POSTed to /Bulk, holds POST, PUT, PATCH and DELETE, and is answered with a BulkResponse (RFC 7644 §3.7)', async () => {
    const [toReplace, toPatch, toDelete] = await Promise.all(
      ['b133-put', 'b133-patch', 'b133-delete'].map((name) => app.scim.createUser(name)),
    )
    const operations = [
      postUser('new', 'b133-post'),
      { method: 'PUT', path: `/Users/${toReplace}`, data: aUser('b133-put', { title: 'Put' }) },
      patchOf(`/Users/${toPatch}`, { op: 'add', path: 'title', value: 'Patched' }),
      { method: 'DELETE', path: `/Users/${toDelete}` },
    ]
    const { status, body, headers } = await app.scim.post('/Bulk', bulkRequest(operations))
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/)
    expect(body['schemas']).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse'])
    expect(body['Operations'].map((result: ScimBody) => [result['method'], result['status']])).toEqual([
      ['POST', '201'],
      ['PUT', '200'],
      ['PATCH', '200'],
      ['DELETE', '204'],
    ])
    expect([(await read(`/Users/${toReplace}`))['title'], (await read(`/Users/${toPatch}`))['title']]).toEqual(['Put', 'Patched'])
    expect((await app.scim.get(`/Users/${toDelete}`)).status).toBe(404)
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const refused = await app.scim.request(method, '/Bulk', method === 'GET' ? undefined : bulkRequest(operations))
      expectError(refused, 405)
      expect(refused.headers.get('allow')).toBe('POST')
    }
    const nothing = await changingNothing(app, () =>
      app.scim.post('/Bulk', { ...bulkRequest([postUser('x', 'b133-never')]), schemas: [patchUrn] }),
    )
    expectError(nothing, 400, 'invalidSyntax')
  })

  it('rule 134: without failOnErrors every operation is tried, and the answer is 200 whatever became of them (RFC 7644 §3.7)', async () => {
    await app.scim.createUser('b134-taken')
    const results = await bulk(app.scim, [
      postUser('a', 'B134-TAKEN'),
      { method: 'DELETE', path: '/Users/user-00000000-0000-7000-8000-000000000000' },
      { method: 'GET', path: '/Users/x' },
      postUser('b', 'b134-new'),
    ])
    expect(statusesOf(results)).toEqual(['409', '404', '400', '201'])
    expect(await countOf('/Users', 'userName eq "b134-new"')).toBe(1)
    const allFailed = await bulk(app.scim, [postUser('a', 'b134-taken')])
    expect(statusesOf(allFailed)).toEqual(['409'])
  })

  it('rule 135: with failOnErrors n the work ends with the n-th error, and only what was done is told (RFC 7644 §3.7)', async () => {
    await app.scim.createUser('b135-taken')
    const operations = [
      postUser('a', 'b135-a'),
      postUser('b', 'b135-taken'),
      postUser('c', 'b135-c'),
      postUser('d', 'b135-taken'),
      postUser('e', 'b135-e'),
    ]
    const once = await bulk(app.scim, operations, { failOnErrors: 1 })
    expect(once.map((result) => [result['bulkId'], result['status']])).toEqual([
      ['a', '201'],
      ['b', '409'],
    ])
    const twice = await bulk(app.scim, operations, { failOnErrors: 2 })
    expect(twice.map((result) => [result['bulkId'], result['status']])).toEqual([
      ['a', '409'],
      ['b', '409'],
    ])
    expect(await countOf('/Users', 'userName sw "b135-"')).toBe(2)
    for (const failOnErrors of [0, -1, 1.5, '1']) {
      const refused = await changingNothing(app, () => app.scim.post('/Bulk', bulkRequest(operations, { failOnErrors })))
      expectError(refused, 400, 'invalidSyntax')
    }
  })

  it('rule 136: a POST needs a bulkId, unique in the request, and its result repeats it (RFC 7644 §3.7)', async () => {
    const results = await bulk(app.scim, [
      postUser('qwerty', 'b136-a'),
      { method: 'POST', path: '/Users', data: aUser('b136-none') },
      postUser('twice', 'b136-b'),
      postUser('twice', 'b136-c'),
    ])
    expect(results.map((result) => [result['bulkId'], result['status'], result['response']?.scimType])).toEqual([
      ['qwerty', '201', undefined],
      [undefined, '400', 'invalidSyntax'],
      ['twice', '400', 'invalidValue'],
      ['twice', '400', 'invalidValue'],
    ])
    expect(await countOf('/Users', 'userName sw "b136-"')).toBe(1)
  })
})

describe('references (RFC 7644 §3.7.1 and §3.7.2)', () => {
  it('rule 137: bulkId:x is replaced by the real id in values, $ref, PATCH values and paths, paths of operations and extensions, before and after its POST (RFC 7644 §3.7.2)', async () => {
    const before = await app.scim.createUser('b137-before')
    const groupId = await app.scim.createGroup('b137 there', [before])
    const results = await bulk(app.scim, [
      postGroup('late', 'b137 late', ['bulkId:boss', 'bulkId:ada', before]),
      postUser('ada', 'b137-ada', managedBy('bulkId:boss')),
      patchOf('/Users/bulkId:boss', { op: 'add', path: 'title', value: 'Boss' }),
      postUser('boss', 'b137-boss', { [enterpriseUrn]: { manager: { value: before, $ref: '../Users/bulkId:ada' } } }),
      patchOf(
        `/Groups/${groupId}`,
        { op: 'add', path: 'members', value: [{ value: 'bulkId:ada' }, { value: 'bulkId:boss', $ref: '/Users/bulkId:boss' }] },
        { op: 'remove', path: `members[value eq "${before}" or value eq "bulkId:boss"]` },
      ),
      { method: 'PUT', path: 'Groups/bulkId:late', data: aGroup('b137 later', { members: [{ value: 'bulkId:ada' }] }) },
    ])
    expect(statusesOf(results)).toEqual(['201', '201', '200', '201', '200', '200'])
    const [late, ada, , boss] = results.map(idOf)
    expect(await membersOf(late!)).toEqual([ada])
    expect((await read(`/Groups/${late}`))['displayName']).toBe('b137 later')
    expect(await membersOf(groupId)).toEqual([ada])
    expect((await read(`/Users/${ada}`))[enterpriseUrn]).toEqual({ manager: { value: boss } })
    expect(await read(`/Users/${boss}`)).toMatchObject({
      title: 'Boss',
      [enterpriseUrn]: { manager: { value: before, $ref: `../Users/${ada}` } },
    })
    expect(JSON.stringify(await Promise.all([late, ada, boss].map((id) => app.scim.get(`/Users/${id}`))))).not.toContain('bulkId')
  })

  it('rule 138: circular references are resolved, whole or not at all (RFC 7644 §3.7.1)', async () => {
    const circle = (name: string): object[] => [
      postUser('a', `${name}-a`, managedBy('bulkId:b')),
      postUser('b', `${name}-b`, managedBy('bulkId:c')),
      postUser('c', `${name}-c`, managedBy('bulkId:a')),
    ]
    const results = await bulk(app.scim, [...circle('b138'), postUser('self', 'b138-self', managedBy('bulkId:self'))])
    expect(statusesOf(results)).toEqual(['201', '201', '201', '201'])
    const ids = results.map(idOf)
    const managers = await Promise.all(ids.map(async (id) => (await read(`/Users/${id}`))[enterpriseUrn].manager.value))
    expect(managers).toEqual([ids[1], ids[2], ids[0], ids[3]])

    await app.scim.createUser('b138x-b')
    const failed = await changingNothing(app, () => bulk(app.scim, circle('b138x')))
    expect(failed.map((result) => [result['status'], result['response'].scimType])).toEqual([
      ['409', 'invalidValue'],
      ['409', 'uniqueness'],
      ['409', 'invalidValue'],
    ])
    // The example of the RFC. Nested groups are not kept, so each is there without the other.
    const groups = await bulk(app.scim, [postGroup('g', 'b138 A', ['bulkId:h']), postGroup('h', 'b138 B', ['bulkId:g'])])
    expect(statusesOf(groups)).toEqual(['201', '201'])
    expect(await membersOf(idOf(groups[0]))).toEqual([])
  })

  it('rule 139: what refers to a POST that failed, or to none, fails with 409 invalidValue, and nothing of it is done (RFC 7644 §3.7.1)', async () => {
    await app.scim.createUser('b139-taken')
    const groupId = await app.scim.createGroup('b139 there')
    const results = await changingNothing(app, () =>
      bulk(app.scim, [
        postUser('a', 'b139-taken'),
        postGroup('g', 'b139 group', ['bulkId:a']),
        patchOf(
          `/Groups/${groupId}`,
          { op: 'replace', path: 'displayName', value: 'b139 other' },
          { op: 'remove', path: 'members[value eq "bulkId:a"]' },
        ),
        patchOf('/Users/bulkId:a', { op: 'add', path: 'title', value: 'T' }),
        { method: 'DELETE', path: '/Groups/bulkId:g' },
        postUser('b', 'b139-b', managedBy('bulkId:nobody')),
      ]),
    )
    const dependants = results.slice(1)
    expect(results[0]).toMatchObject({ status: '409', response: { scimType: 'uniqueness' } })
    for (const result of dependants) {
      expect(result).toMatchObject({ status: '409', response: { schemas: [errorUrn], status: '409', scimType: 'invalidValue' } })
    }
    expect(dependants.map((result) => /bulkId "(\w+)"/.exec(result['response'].detail)?.[1])).toEqual(['a', 'a', 'a', 'g', 'nobody'])
  })
})

describe('results (RFC 7644 §3.7.3)', () => {
  it('rule 140: every result but that of a failed POST has a location, and what is no success has an Error as its response (RFC 7644 §3.7.3)', async () => {
    const id = await app.scim.createUser('b140')
    const users = `${app.team.scimUrl}/Users`
    const results = await bulk(app.scim, [
      postUser('a', 'b140-a'),
      postUser('b', 'B140'),
      patchOf(`/Users/${id}`, { op: 'replace', path: 'active', value: false }),
      patchOf(`/Users/${id}`, { op: 'replace', path: 'nothing', value: 1 }),
      patchOf('/Users/nobody', { op: 'replace', path: 'title', value: 'T' }),
      { method: 'PUT', path: `/Users/${id}` },
      { method: 'DELETE', path: `/Users/${id}` },
      { method: 'DELETE', path: '/Users/bulkId:b' },
    ])
    expect(statusesOf(results)).toEqual(['201', '409', '200', '400', '404', '400', '204', '409'])
    expect(results.map((result) => result['location'])).toEqual([
      `${users}/${idOf(results[0])}`,
      undefined,
      `${users}/${id}`,
      `${users}/${id}`,
      `${users}/nobody`,
      `${users}/${id}`,
      `${users}/${id}`,
      `${users}/bulkId:b`,
    ])
    expect((await read(`/Users/${idOf(results[0])}`))['meta'].location).toBe(results[0]!['location'])
    for (const { status, response } of results as { status: string; response?: ScimBody }[]) {
      if (status.startsWith('2')) expect(response).toBeUndefined()
      else expect(response).toMatchObject({ schemas: [errorUrn], status, detail: expect.stringMatching(/\w/) })
    }
    expect(results[3]!['response'].scimType).toBe('invalidPath')
  })

  it('rule 141: the status of a result is a string, and its version is the ETag of the resource (RFC 7644 §3.7.3)', async () => {
    const [created] = await bulk(app.scim, [postUser('a', 'b141')])
    expect(created).toEqual({
      method: 'POST',
      bulkId: 'a',
      status: '201',
      version: 'W/"1"',
      location: expect.stringContaining('/Users/user-'),
    })
    const [patched] = await bulk(app.scim, [patchOf(`/Users/${idOf(created)}`, { op: 'add', path: 'title', value: 'T' })])
    const { headers } = await app.scim.get(`/Users/${idOf(created)}`)
    expect(patched).toMatchObject({ status: '200', version: headers.get('etag') })
    expect(patched!['version']).toBe('W/"2"')
  })

  it('rule 142: the version of an operation is its If-Match: another version is 412, and nothing changes (RFC 7644 §3.7)', async () => {
    const id = await app.scim.createUser('b142')
    const groupId = await app.scim.createGroup('b142')
    const title = { op: 'add', path: 'title', value: 'T' }
    const refused = await changingNothing(app, () =>
      bulk(app.scim, [
        { ...patchOf(`/Users/${id}`, title), version: 'W/"7"' },
        { method: 'PUT', path: `/Users/${id}`, version: 'W/"7"', data: aUser('b142', { title: 'T' }) },
        { method: 'DELETE', path: `/Users/${id}`, version: '"7"' },
        { ...patchOf(`/Groups/${groupId}`, { op: 'replace', path: 'displayName', value: 'b142 x' }), version: 'W/"7"' },
        { method: 'DELETE', path: `/Groups/${groupId}`, version: 'nonsense' },
      ]),
    )
    expect(statusesOf(refused)).toEqual(['412', '412', '412', '412', '412'])
    const results = await bulk(app.scim, [
      { ...patchOf(`/Users/${id}`, title), version: 'W/"1"' },
      { ...patchOf(`/Users/${id}`, { ...title, value: 'U' }), version: 'W/"1"' },
      { method: 'DELETE', path: `/Users/${id}`, version: 'W/"2"' },
    ])
    expect(statusesOf(results)).toEqual(['200', '412', '204'])
  })

  it('rule 143: more than maxOperations, or than maxPayloadSize, is 413 that names the limit, and nothing is done (RFC 7644 §3.7.4)', async () => {
    const config = await read('/ServiceProviderConfig')
    expect(config['bulk']).toEqual({ supported: true, ...limits })
    const many = Array.from({ length: limits.maxOperations + 1 }, (_, index) => postUser(`b${index}`, `b143-${index}`))
    const refused = await changingNothing(app, () => app.scim.post('/Bulk', bulkRequest(many)))
    expect([refused.status, refused.body['status']]).toEqual([413, '413'])
    expect(refused.body['detail']).toMatch(/maxOperations\D+1000/)
    const body = (length: number): string => {
      const text = JSON.stringify(bulkRequest([{ method: 'DELETE', path: '/Users/nobody' }]))
      return text + ' '.repeat(length - text.length)
    }
    const tooLarge = await app.scim.request('POST', '/Bulk', body(limits.maxPayloadSize + 1))
    expect([tooLarge.status, tooLarge.body['status']]).toEqual([413, '413'])
    expect(tooLarge.body['detail']).toMatch(/maxPayloadSize\D+2000000/)
    expect((await app.scim.request('POST', '/Bulk', body(limits.maxPayloadSize))).status).toBe(200)
  })

  it('rule 144: whatever order the work is done in, the outcome is that of the request (RFC 7644 §3.7)', async () => {
    const gone = await app.scim.createUser('b144-name')
    const staying = await app.scim.createUser('b144-staying')
    const results = await bulk(app.scim, [
      postGroup('first', 'b144 one name', ['bulkId:new', staying]),
      postGroup('second', 'B144 ONE NAME'),
      { method: 'DELETE', path: `/Users/${gone}` },
      postUser('new', 'b144-name'),
      patchOf(`/Users/${staying}`, { op: 'replace', path: 'title', value: 'one' }),
      patchOf(`/Users/${staying}`, { op: 'replace', path: 'title', value: 'two' }),
      patchOf(`/Users/${staying}`, { op: 'replace', path: 'userName', value: 'b144-left' }),
      postUser('heir', 'b144-staying'),
      { method: 'DELETE', path: `/Users/${staying}` },
      patchOf(`/Users/${staying}`, { op: 'replace', path: 'title', value: 'three' }),
    ])
    // In the order of the request, too.
    expect(results.map((result) => [result['bulkId'], result['status']])).toEqual([
      ['first', '201'],
      ['second', '409'],
      [undefined, '204'],
      ['new', '201'],
      [undefined, '200'],
      [undefined, '200'],
      [undefined, '200'],
      ['heir', '201'],
      [undefined, '204'],
      [undefined, '404'],
    ])
    expect(await membersOf(idOf(results[0]))).toEqual([idOf(results[3])])
  })

  it('rule 145: the data of a PATCH is taken as a PatchOp message with or without schemas, and as its bare operations (RFC 7644 §3.7)', async () => {
    for (const scim of [app.scim, strict]) {
      const id = await scim.createUser('b145')
      const operation = (name: string) => ({ op: 'add', path: name, value: `the ${name}` })
      const patch = (data: unknown): object => ({ method: 'PATCH', path: `/Users/${id}`, data })
      const results = await bulk(scim, [
        patch({ schemas: [patchUrn], Operations: [operation('title')] }),
        patch({ Operations: [operation('nickName')] }),
        patch([operation('userType')]),
        patch({ schemas: ['urn:other'], Operations: [operation('locale')] }),
      ])
      expect(statusesOf(results)).toEqual(['200', '200', '200', '400'])
      const { body } = await scim.get(`/Users/${id}`)
      expect(body).toMatchObject({ title: 'the title', nickName: 'the nickName', userType: 'the userType' })
      expect(body).not.toHaveProperty('locale')
    }
  })
})
