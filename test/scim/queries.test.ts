import { beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '../support/use-app.ts'

const app = useApp()
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
let ids: Record<string, string>
let group: string
beforeAll(async () => {
  const make = (name: string, more: object) => app.scim.createUser(`${name}@acme.example`, more as Record<string, unknown>)
  ids = {
    ada: await make('ada', {
      externalId: 'E-1',
      title: 'Countess 100%',
      name: { familyName: 'Lovelace' },
      emails: [
        { value: 'Ada@work.example', type: 'work' },
        { value: 'ada@home.example', type: 'home' },
      ],
      [enterprise]: { department: 'Maths' },
    }),
    bob: await make('bob', { externalId: 'e-1', active: false, title: 'Count_ess', emails: [{ value: 'bob@home.example', type: 'work' }] }),
    cy: await make('cy', { name: { givenName: 'Cy' }, [enterprise]: { department: 'maths', employeeNumber: '7' } }),
  }
  group = await app.scim.createGroup('Readers', [ids['ada']!, ids['cy']!])
})

async function found(filter: string): Promise<string[]> {
  const { status, body } = await app.scim.get(`/Users?filter=${encodeURIComponent(filter)}`)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body['Resources'].map((user: { userName: string }) => user.userName.split('@')[0]).sort()
}

describe('filters (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['userName eq "ADA@acme.example"', ['ada']],
    ['USERNAME Eq "bob@ACME.example"', ['bob']],
    ['userName ne "ada@acme.example"', ['bob', 'cy']],
    ['userName co "B@"', ['bob']],
    ['userName sw "c"', ['cy']],
    ['userName ew "acme.EXAMPLE"', ['ada', 'bob', 'cy']],
    ['externalId eq "E-1"', ['ada']],
    ['externalId eq "e-1"', ['bob']],
    ['externalId pr', ['ada', 'bob']],
    ['not (externalId pr)', ['cy']],
    ['externalId eq null', ['cy']],
    ['active eq true', ['ada', 'cy']],
    ['active eq "False"', ['bob']],
    ['active ne true', ['bob']],
    ['title co "100%"', ['ada']],
    ['title co "Count_"', ['bob']],
    ['title sw "count"', ['ada', 'bob']],
    ['title ne "x"', ['ada', 'bob', 'cy']],
    ['name.familyName eq "lovelace"', ['ada']],
    ['name pr', ['ada', 'cy']],
    ['emails eq "ada@WORK.example"', ['ada']],
    ['emails co "home.example"', ['ada', 'bob']],
    ['emails.type eq "home"', ['ada']],
    ['emails[type eq "work" and value co "home"]', ['bob']],
    ['emails.type eq "work" and emails.value co "home"', ['ada', 'bob']],
    ['emails[type eq "WORK"].value eq "ada@work.example"', ['ada']],
    ['not (emails pr)', ['cy']],
    [`${enterprise}:department eq "MATHS"`, ['ada', 'cy']],
    [`${enterprise}:employeeNumber pr`, ['cy']],
    [`schemas eq "${enterprise}"`, ['ada', 'cy']],
    ['userName eq "ada@acme.example" or userName eq "bob@acme.example" and active eq true', ['ada']],
    ['(userName eq "ada@acme.example" or userName eq "bob@acme.example") and active eq false', ['bob']],
    ['meta.created gt "2020-01-01T00:00:00Z" and meta.lastModified ge "2021-09-23T19:35:41.8420572Z"', ['ada', 'bob', 'cy']],
    ['meta.created lt "2020-01-01T00:00:00+02:00"', []],
    ['meta.resourceType eq "User"', ['ada', 'bob', 'cy']],
    ['meta.version eq "W/\\"1\\""', ['ada', 'bob', 'cy']],
    ['groups.display eq "readers"', ['ada', 'cy']],
    ['groups pr', ['ada', 'cy']],
    ['groups[type eq "direct"]', ['ada', 'cy']],
    ['userName gt "b"', ['bob', 'cy']],
    ['id eq "nobody"', []],
    ['id co "user-"', ['ada', 'bob', 'cy']],
  ])('%s', async (filter, expected) => expect(await found(filter)).toEqual(expected))

  it('finds by id, by group and by member, exactly', async () => {
    expect(await found(`id eq "${ids['bob']}"`)).toEqual(['bob'])
    expect(await found(`id eq "${ids['bob']!.toUpperCase()}"`)).toEqual([])
    expect(await found(`groups.value eq "${group}"`)).toEqual(['ada', 'cy'])
    const groups = async (filter: string) => (await app.scim.get(`/Groups?filter=${encodeURIComponent(filter)}`)).body['totalResults']
    expect(await groups(`members eq "${ids['ada']}"`)).toBe(1)
    expect(await groups(`members[value eq "${ids['bob']}"]`)).toBe(0)
    expect(await groups(`id eq "${group}" and members.value eq "${ids['cy']}"`)).toBe(1)
    expect(await groups('displayName eq "READERS"')).toBe(1)
    expect(await groups('members pr')).toBe(1)
    expect(await groups(`meta.location eq "${app.team.scimUrl}/Groups/${group}"`)).toBe(1)
  })

  it('compares text without regard to composition, on both sides', async () => {
    await app.scim.createUser('amelie@acme.example', { title: 'Ame\u0301lie' })
    expect(await found('title eq "Ame\u0301lie"')).toEqual(['amelie'])
    expect(await found('title eq "AM\u00c9LIE"')).toEqual(['amelie'])
    expect(
      (
        await app.scim.delete(
          `/Users/${(await app.scim.get(`/Users?filter=${encodeURIComponent('userName eq "amelie@acme.example"')}`)).body['Resources'][0].id}`,
        )
      ).status,
    ).toBe(204)
  })

  it('reads times with any offset, and refuses one that there is not', async () => {
    expect(await found('meta.created gt "2020-01-01T00:00:00+16:00"')).toEqual(['ada', 'bob', 'cy'])
    expect(await found('meta.created gt "0000-01-01T00:00:00Z" and meta.created lt "9999-12-31T23:59:59-23:59"')).toEqual([
      'ada',
      'bob',
      'cy',
    ])
    const { status, body } = await app.scim.get(`/Users?filter=${encodeURIComponent('meta.created gt "2020-01-01T00:00:00+99:99"')}`)
    expect([status, body['scimType']]).toEqual([400, 'invalidFilter'])
  })

  it('takes the id of another kind for nobody', async () => {
    expect(await found(`id eq "${ids['ada']!.replace('user-', 'group-')}"`)).toEqual([])
  })

  it.each<[string, string]>([
    ['unknown operator', 'userName xx "a"'],
    ['bare word', 'userName eq a'],
    ['single quotes', "userName eq 'a'"],
    ['open string', 'userName eq "a'],
    ['open parenthesis', '(userName eq "a"'],
    ['"not" without parentheses', 'not userName eq "a"'],
    ['unknown attribute', 'nothing eq "a"'],
    ['order of a boolean', 'active gt true'],
    ['what is never returned', 'password eq "x"'],
    ['a complex attribute', 'name eq "x"'],
    ['nothing', ''],
    ['deep nesting', '('.repeat(20_000)],
    ['too many terms', Array.from({ length: 500 }, () => 'userName eq "a"').join(' or ')],
  ])('refuses %s as invalidFilter or tooMany', async (_, filter) => {
    const { status, body } = await app.scim.get(`/Users?filter=${encodeURIComponent(filter)}`)
    expect(status).toBe(400)
    expect(['invalidFilter', 'tooMany']).toContain(body['scimType'])
    expect(body['detail'].length).toBeGreaterThan(10)
  })
})

describe('paging (RFC 7644 §3.4.2.4)', () => {
  const page = async (query: string) => (await app.scim.get(`/Users?${query}`)).body
  it.each([
    ['startIndex=1&count=2', { totalResults: 3, startIndex: 1, itemsPerPage: 2 }],
    ['startIndex=3&count=2', { totalResults: 3, startIndex: 3, itemsPerPage: 1 }],
    ['startIndex=0&count=-1', { totalResults: 3, startIndex: 1, itemsPerPage: 0 }],
    ['count=0', { totalResults: 3, startIndex: 1, itemsPerPage: 0 }],
    ['startIndex=1000001&count=100', { totalResults: 3, startIndex: 1000001, itemsPerPage: 0, Resources: [] }],
    ['count=100000', { totalResults: 3, itemsPerPage: 3 }],
    ['unknown=1&', { totalResults: 3 }],
  ])('%s', async (query, expected) => {
    const body = await page(query)
    expect(body).toMatchObject(expected)
    expect(body['Resources']).toHaveLength(body['itemsPerPage'])
  })

  it('refuses a startIndex that is no number: 400 invalidValue', async () => {
    const { status, body } = await app.scim.get('/Users?startIndex=one')
    expect([status, body['scimType']]).toEqual([400, 'invalidValue'])
  })
})

describe('projection (RFC 7644 §3.9)', () => {
  it('does not read members that were not asked for', async () => {
    const { body } = await app.scim.get('/Groups?excludedAttributes=members')
    expect(body['Resources'][0]).toMatchObject({ displayName: 'Readers' })
    expect(body['Resources'][0].members).toBeUndefined()
    expect((await app.scim.get('/Groups')).body['Resources'][0].members).toHaveLength(2)
  })

  it('refuses attributes and excludedAttributes together', async () => {
    expect((await app.scim.get('/Users?attributes=userName&excludedAttributes=name')).status).toBe(400)
  })
})
