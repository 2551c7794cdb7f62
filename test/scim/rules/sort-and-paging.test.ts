import { beforeAll, describe, expect, it } from 'vitest'
import { fromId } from '../../../src/domain/id.ts'
import { statementsOf } from '../../support/count-queries.ts'
import type { ScimBody, ScimClient } from '../../support/scim-client.ts'
import { teamWithSettings } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { enterpriseUrn, expectError, filterOf, plantSchemas, plantUrn } from './wire.ts'

// RFC 7644 §3.4.2.3 and §3.4.2.4.

const app = useApp()
let scim: ScimClient
beforeAll(async () => {
  scim = (await teamWithSettings(app, { customSchemas: plantSchemas })).scim
  const plant = (floor: number, since: string, badge: string) => ({ [plantUrn]: { floor, since, badge } })
  await scim.createUser('delta', {
    displayName: 'beta',
    emails: [{ value: 'z@acme.example' }, { value: 'B@acme.example', primary: true }],
    [enterpriseUrn]: { department: 'Z' },
    ...plant(10, '2024-03-01T00:30:00+01:00', 'b'),
  })
  await scim.createUser('Alpha', {
    displayName: 'Alpha',
    active: false,
    emails: [{ value: 'a@acme.example' }, { value: '0@acme.example' }],
    ...plant(9, '2024-03-01T00:00:00Z', 'B'),
  })
  await scim.createUser('charlie', { emails: [{ type: 'work', value: 'c@acme.example' }], ...plant(-1, '2024-02-29T23:30:00.5Z', 'a') })
  await scim.createUser('Bravo', { displayName: 'ALPHA', name: { familyName: 'Éclair' } })
  await scim.createUser('echo', { displayName: 'Ångström', name: { familyName: 'zorn' }, [enterpriseUrn]: { department: 'a' } })
})

const nameOf = ({ userName, displayName }: ScimBody): string => String(userName ?? displayName).toLowerCase()
async function listed(query: string, path = '/Users'): Promise<string[]> {
  const { status, body, text } = await scim.get(`${path}?${query}`)
  if (status !== 200) throw new Error(text)
  return body['Resources'].map(nameOf)
}
const page = async (query: string, path = '/Users'): Promise<ScimBody> => (await scim.get(`${path}?${query}`)).body

describe('sorting (RFC 7644 §3.4.2.3)', () => {
  it('rule 81: a multi-valued attribute sorts by its primary value, else by its first (RFC 7644 §3.4.2.3)', async () => {
    expect(await listed('sortBy=emails')).toEqual(['alpha', 'delta', 'charlie', 'bravo', 'echo'])
    expect(await listed('sortBy=emails.value&sortOrder=descending')).toEqual(['echo', 'bravo', 'charlie', 'delta', 'alpha'])
    // The primary address has no type, so it has no value here.
    expect(await listed('sortBy=emails.type')).toEqual(['charlie', 'delta', 'alpha', 'bravo', 'echo'])
  })

  it('rule 81: a complex attribute needs a subAttribute, if it has no "value" (RFC 7644 §3.4.2.3)', async () => {
    expectError(await scim.get('/Users?sortBy=name'), 400, 'invalidPath')
    expectError(await scim.get('/Users?sortBy=addresses'), 400, 'invalidPath')
    expectError(await scim.get(`/Users?sortBy=${enterpriseUrn}`), 400, 'invalidPath')
    expect(await listed('sortBy=name.familyName')).toEqual(['echo', 'bravo', 'delta', 'alpha', 'charlie'])
    expect(await listed(`sortBy=${enterpriseUrn}:manager`)).toHaveLength(5)
  })

  it('rule 82: ascending unless told otherwise, and only with sortBy (RFC 7644 §3.4.2.3)', async () => {
    expect(await listed('sortBy=userName')).toEqual(['alpha', 'bravo', 'charlie', 'delta', 'echo'])
    expect(await listed('sortBy=USERNAME&sortOrder=Ascending')).toEqual(['alpha', 'bravo', 'charlie', 'delta', 'echo'])
    expect(await listed('sortBy=userName&sortOrder=descending')).toEqual(['echo', 'delta', 'charlie', 'bravo', 'alpha'])
    for (const ignored of ['sortOrder=descending', 'sortOrder=sideways', 'sortBy=&sortOrder=descending'])
      expect(await listed(ignored)).toEqual(['delta', 'alpha', 'charlie', 'bravo', 'echo'])
    expectError(await scim.get('/Users?sortBy=userName&sortOrder=sideways'), 400, 'invalidValue')
  })

  it('rule 82: text without regard to case unless caseExact, numbers, times and booleans by what they are (RFC 7644 §3.4.2.3)', async () => {
    expect(await listed('sortBy=displayName')).toEqual(['alpha', 'bravo', 'delta', 'echo', 'charlie'])
    expect(await listed(`sortBy=${enterpriseUrn}:department`)).toEqual(['echo', 'delta', 'alpha', 'charlie', 'bravo'])
    expect(await listed(`sortBy=${plantUrn}:badge`)).toEqual(['alpha', 'charlie', 'delta', 'bravo', 'echo'])
    expect(await listed(`sortBy=${plantUrn}:floor`)).toEqual(['charlie', 'alpha', 'delta', 'bravo', 'echo'])
    expect(await listed(`sortBy=${plantUrn}:since`)).toEqual(['delta', 'charlie', 'alpha', 'bravo', 'echo'])
    expect(await listed('sortBy=active')).toEqual(['alpha', 'delta', 'charlie', 'bravo', 'echo'])
    expect(await listed('sortBy=meta.created')).toEqual(['delta', 'alpha', 'charlie', 'bravo', 'echo'])
    expect(await listed('sortBy=id&sortOrder=descending')).toEqual(['echo', 'bravo', 'charlie', 'alpha', 'delta'])
  })

  it('rule 83: what has no value comes last when ascending, first when descending (RFC 7644 §3.4.2.3)', async () => {
    expect(await listed('sortBy=nickName')).toEqual(['delta', 'alpha', 'charlie', 'bravo', 'echo'])
    expect((await listed('sortBy=displayName')).at(-1)).toBe('charlie')
    expect((await listed('sortBy=displayName&sortOrder=descending'))[0]).toBe('charlie')
    expect((await listed(`sortBy=${plantUrn}:floor&sortOrder=descending`)).slice(0, 2)).toEqual(['echo', 'bravo'])
  })

  it('rule 84: an unknown sortBy is refused, and one that would tell of what is never returned (RFC 7644 §3.12)', async () => {
    for (const sortBy of [
      'favouriteColour',
      'emails.colour',
      'department',
      'members',
      'userName eq',
      'emails[type eq "work"]',
      'password',
      `${plantUrn}:secret`,
    ])
      expectError(await scim.get(`/Users?sortBy=${encodeURIComponent(sortBy)}`), 400, 'invalidPath')
    expectError(await scim.get('?sortBy=favouriteColour'), 400, 'invalidPath')
  })

  it('rule 84: ties are broken by id, so pages are stable (RFC 7644 §3.4.2.3)', async () => {
    const pages = async (sortOrder: string): Promise<string[]> => {
      const names: string[] = []
      for (let at = 1; at <= 5; at += 2) names.push(...(await listed(`sortBy=displayName&sortOrder=${sortOrder}&startIndex=${at}&count=2`)))
      return names
    }
    expect(await pages('ascending')).toEqual(['alpha', 'bravo', 'delta', 'echo', 'charlie'])
    expect(await pages('descending')).toEqual(['charlie', 'echo', 'delta', 'bravo', 'alpha'])
  })

  it('rule 84: sort is advertised, and a filter and a sort go together (RFC 7643 §5)', async () => {
    expect((await scim.get('/ServiceProviderConfig')).body['sort']).toEqual({ supported: true })
    expect(await listed(`${filterOf('emails pr')}&sortBy=userName&sortOrder=descending`)).toEqual(['delta', 'charlie', 'alpha'])
  })

  it('rule 60: at the root both types are sorted together; what one does not define has no value there (RFC 7644 §3.4.2.1)', async () => {
    const { scim } = await app.newTeam()
    await scim.createUser('first', { displayName: 'Mid' })
    await scim.createGroup('Low')
    await scim.createGroup('zoo')
    await scim.createUser('Aaa')
    const order = async (query: string) => (await scim.get(`?${query}`)).body['Resources'].map(nameOf)
    expect(await order('sortBy=displayName')).toEqual(['low', 'first', 'zoo', 'aaa'])
    expect(await order('sortBy=userName')).toEqual(['aaa', 'first', 'low', 'zoo'])
    expect(await order('sortBy=userName&sortOrder=descending')).toEqual(['zoo', 'low', 'first', 'aaa'])
    expect(await order('sortBy=id')).toEqual(['low', 'zoo', 'first', 'aaa'])
    expect(await order('sortBy=meta.resourceType')).toEqual(['low', 'zoo', 'first', 'aaa'])
  })
})

describe('paging by index (RFC 7644 §3.4.2.4)', () => {
  it('rule 85: a startIndex below 1 is 1; what is no number is refused (RFC 7644 §3.4.2.4)', async () => {
    for (const startIndex of [0, -1, -2147483648])
      expect(await page(`startIndex=${startIndex}&count=1`)).toMatchObject({ startIndex: 1, itemsPerPage: 1, totalResults: 5 })
    for (const bad of ['one', '1.5', '0x1', '1e2', '99999999999999999999']) {
      expectError(await scim.get(`/Users?startIndex=${bad}`), 400, 'invalidValue')
      expectError(await scim.get(`/Users?count=${bad}`), 400, 'invalidValue')
    }
  })

  it.each(['/Users', ''])('rule 86: a negative count is 0, and 0 gives the total alone, at "%s" (RFC 7644 §3.4.2.4)', async (path) => {
    for (const count of [0, -1, -1000])
      expect(await page(`count=${count}`, path)).toMatchObject({ totalResults: 5, itemsPerPage: 0, Resources: [] })
    expect(await page(`count=0&${filterOf('emails pr')}`, path)).toMatchObject({ totalResults: 3, itemsPerPage: 0 })
  })

  it('rule 87: never more than count, and never more than the maximum, which applies without a word (RFC 7644 §3.4.2.4)', async () => {
    const { scim, directoryId } = await app.newTeam()
    const config = (await scim.get('/ServiceProviderConfig')).body
    expect(config['filter']['maxResults']).toBe(1000)
    expect(config['pagination']['maxPageSize']).toBe(1000)
    await app.node.app.database.$executeRaw`
      WITH made AS (
        INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, active, attributes, version, created_at, last_modified_at)
        SELECT gen_random_uuid(), team_id, id, 'u' || n, 'u' || n, true, jsonb_build_object('userName', 'u' || n), 1, now(), now()
        FROM directories, generate_series(1, 1003) n WHERE directories.id = ${fromId('directory', directoryId)}::uuid RETURNING directory_id
      )
      UPDATE directory_counts SET user_count = 1003 WHERE directory_id IN (SELECT directory_id FROM made)`
    expect((await scim.get('/Users?count=5000&attributes=userName')).body).toMatchObject({ totalResults: 1003, itemsPerPage: 1000 })
    expect((await scim.get('/Users?count=5000&startIndex=1001&attributes=userName')).body).toMatchObject({
      totalResults: 1003,
      itemsPerPage: 3,
    })
    expect((await scim.get('/Users?attributes=userName')).body).toMatchObject({ totalResults: 1003, itemsPerPage: 100 })
    expect((await scim.get('/Users?count=3&attributes=userName')).body['Resources']).toHaveLength(3)
  })

  it.each([`${filterOf('emails pr')}&`, ''])(
    'rule 88: a startIndex past the end gives the real total and nothing, at "%s" (RFC 7644 §3.4.2.4)',
    async (filter) => {
      for (const startIndex of [6, 1_000_001, Number.MAX_SAFE_INTEGER]) {
        const body = await page(`${filter}startIndex=${startIndex}&count=10`)
        expect(body).toMatchObject({ totalResults: filter === '' ? 5 : 3, startIndex, itemsPerPage: 0, Resources: [] })
      }
    },
  )

  it('rule 89: totalResults counts all that match, whatever the page (RFC 7644 §3.4.2)', async () => {
    for (const query of ['', 'startIndex=2&count=2', 'startIndex=5', 'count=1', 'sortBy=userName&startIndex=4&count=1'])
      expect((await page(query))['totalResults']).toBe(5)
    for (const query of ['', '&startIndex=2&count=1', '&count=1', '&startIndex=3', '&sortBy=userName&count=2'])
      expect((await page(filterOf('emails pr') + query))['totalResults']).toBe(3)
  })

  it('rule 89: the total follows users and groups that come and go (RFC 7644 §3.4.2)', async () => {
    const { scim } = await app.newTeam()
    const totals = async () =>
      Promise.all(['/Users', '/Groups', ''].map(async (path) => (await scim.get(`${path}?count=1`)).body['totalResults']))
    expect(await totals()).toEqual([0, 0, 0])
    const [a] = [await scim.createUser('a'), await scim.createUser('b')]
    const group = await scim.createGroup('G', [a])
    expect(await totals()).toEqual([2, 1, 3])
    await scim.delete(`/Users/${a}`)
    await scim.delete(`/Groups/${group}`)
    expect((await scim.post('/Users', { userName: 'b' })).status).toBe(409)
    expect(await totals()).toEqual([1, 0, 1])
  })

  it('rule 90: a page has 100 by default, and with count=100 (RFC 7644 §3.4.2.4)', async () => {
    const { scim } = await app.newTeam()
    await Promise.all(Array.from({ length: 101 }, (_, index) => scim.createUser(`u${index}`)))
    for (const query of ['', 'count=100'])
      expect((await scim.get(`/Users?${query}`)).body).toMatchObject({ totalResults: 101, itemsPerPage: 100 })
  })
})

describe('a walk by index', () => {
  it('rule 84: skips and repeats nothing while users come and go before its place (RFC 7644 §3.4.2.4)', async () => {
    const { scim } = await app.newTeam()
    const ids: string[] = []
    for (let index = 0; index < 9; index++) ids.push(await scim.createUser(`u${index}`))
    const read = async (startIndex: number, more = ''): Promise<string[]> =>
      (await scim.get(`/Users?startIndex=${startIndex}&count=3${more}`)).body['Resources'].map(({ id }: ScimBody) => id)
    const first = await read(1)
    await scim.delete(`/Users/${ids[0]}`)
    await scim.delete(`/Users/${ids[4]}`)
    expect(first).toEqual(ids.slice(0, 3))
    expect(await read(4)).toEqual([ids[3], ids[5], ids[6]])
    expect(await read(7)).toEqual(ids.slice(7))
    expect(await read(9)).toEqual([])
    // Another order is another walk; a page that nobody has come to is counted from the first.
    expect(await read(4, '&sortBy=userName')).toEqual([ids[5], ids[6], ids[7]])
    expect(await read(3)).toEqual([ids[3], ids[5], ids[6]])
  })

  it('rule 84: does not meet the walk of another token or directory (RFC 7644 §3.4.2.4)', async () => {
    const [one, other] = [await app.newTeam(), await app.newTeam()]
    for (const { scim } of [one, other]) for (const name of ['a', 'b', 'c', 'd']) await scim.createUser(name)
    const first = (await one.scim.get('/Users?count=2')).body['Resources']
    await one.scim.delete(`/Users/${first[0].id}`)
    expect((await other.scim.get('/Users?startIndex=3&count=2')).body['Resources'].map(nameOf)).toEqual(['c', 'd'])
    expect((await one.scim.get('/Users?startIndex=3&count=2')).body['Resources'].map(nameOf)).toEqual(['c', 'd'])
  })
})

describe('what a list reads', () => {
  let filled: ScimClient
  beforeAll(async () => {
    filled = (await app.newTeam()).scim
    const users = await Promise.all(Array.from({ length: 12 }, (_, index) => filled.createUser(`u${index}`)))
    await Promise.all(Array.from({ length: 12 }, (_, index) => filled.createGroup(`g${index}`, users.slice(index))))
    // Once for the process, not for a list.
    await filled.get(`/Users?${filterOf('title pr')}`)
  })
  const statements = async (path: string): Promise<string[]> =>
    (await statementsOf(() => filled.get(path))).filter((text) => !/^\s*SELECT t\.id AS "tokenId"/.test(text))

  it.each([
    ['/Users', 2],
    ['/Users?count=5', 2],
    ['/Users?startIndex=6&count=5', 2],
    ['/Users?cursor&count=5', 2],
    ['/Users?attributes=userName&count=5', 1],
    ['/Users?excludedAttributes=groups', 1],
    [`/Users?${filterOf('userName sw "u11"')}`, 2],
    [`/Users?${filterOf('userName sw "u"')}&count=5`, 3],
    [`/Users?${filterOf('userName sw "u"')}&sortBy=displayName&count=5`, 3],
    ['/Users?count=0', 1],
    ['/Groups', 2],
    [`/Groups?${filterOf('displayName sw "g"')}&count=5`, 3],
  ])('is at most a page, a total and the memberships on it: %s', async (path, count) => {
    expect(await statements(path)).toHaveLength(count)
  })

  it.each([
    '/Groups?excludedAttributes=members',
    '/Groups?attributes=displayName',
    '/Users?excludedAttributes=groups',
    '?excludedAttributes=groups,members',
  ])('is no membership that was not asked for: %s', async (path) => {
    const read = await statements(path)
    expect(read.length).toBeGreaterThan(0)
    expect(read.filter((text) => text.includes('memberships'))).toEqual([])
  })

  it('is no row twice: an unfiltered total is read where it is kept', async () => {
    for (const path of ['/Users?count=5', '/Users?count=0', '?count=5']) expect((await statements(path)).join()).not.toMatch(/count\(\*\)/)
  })
})
