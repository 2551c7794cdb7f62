import { beforeAll, describe, expect, it, vi } from 'vitest'
import { fromId } from '../../../src/domain/id.ts'
import { scimClient, type ScimBody, type ScimClient, type ScimResponse } from '../../support/scim-client.ts'
import type { TestTeam } from '../../support/start-app.ts'
import { useApp } from '../../support/use-app.ts'
import { expectError, filterOf } from './wire.ts'

// RFC 9865: paging by cursor.

const app = useApp()
let team: TestTeam & { scim: ScimClient }
let scim: ScimClient
beforeAll(async () => {
  team = await app.newTeam()
  scim = team.scim
  for (const name of ['golf', 'foxtrot', 'echo', 'delta', 'charlie', 'bravo', 'alpha'])
    await scim.createUser(name, { title: name < 'd' ? 'early' : 'late', displayName: name.slice(0, 1) })
  await scim.createGroup('Readers')
})

const page = async (query: string, path = '/Users', client = scim): Promise<ScimBody> => {
  const { status, body, text } = await client.get(`${path}?${query}`)
  if (status !== 200) throw new Error(text)
  return body
}
const names = ({ Resources }: ScimBody): string[] => Resources.map(({ userName, displayName }: ScimBody) => userName ?? displayName)
const next = (body: ScimBody): string => `cursor=${body['nextCursor']}`

async function walk(query: string, path = '/Users'): Promise<string[][]> {
  const pages: string[][] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const body: ScimBody = await page(`${query}&cursor=${cursor}`, path)
    pages.push(names(body))
    cursor = body['nextCursor']
  }
  return pages
}

describe('paging by cursor (RFC 9865)', () => {
  it('rule 156: an empty cursor starts, with or without "=" (RFC 9865 §2)', async () => {
    const bodies = [await page('cursor&count=3'), await page('cursor=&count=3'), await page('count=3&cursor')]
    for (const body of bodies) expect(names(body)).toEqual(['golf', 'foxtrot', 'echo'])
    for (const body of bodies) expect(names(await page(`count=3&${next(body)}`))).toEqual(['delta', 'charlie', 'bravo'])
    expect((await page('cursor'))['itemsPerPage']).toBe(7)
  })

  it('rule 157: a cursor has only characters that a URL holds as they are (RFC 9865 §2)', async () => {
    const { scim } = await app.newTeam()
    await scim.createUser('a', { displayName: 'Ünï/+=& \u{1F600}' })
    await scim.createUser('b', { displayName: '\u{1F601}' })
    const cursors = await Promise.all(
      ['', 'sortBy=displayName', 'sortBy=displayName&sortOrder=descending'].map(
        async (sort) => (await page(`cursor&count=1&${sort}`, '/Users', scim))['nextCursor'],
      ),
    )
    for (const cursor of cursors) expect(cursor).toMatch(/^[\w.~-]{20,1000}$/)
  })

  it('rule 158: nextCursor is on every page but the last, and there is no previousCursor (RFC 9865 §2)', async () => {
    expect(await walk('count=3')).toEqual([['golf', 'foxtrot', 'echo'], ['delta', 'charlie', 'bravo'], ['alpha']])
    // A last page that is full.
    expect(await walk(`count=3&${filterOf('userName ne "golf"')}`)).toEqual([
      ['foxtrot', 'echo', 'delta'],
      ['charlie', 'bravo', 'alpha'],
    ])
    expect(await walk('count=7')).toHaveLength(1)
    expect(await walk(`count=3&${filterOf('userName eq "nobody"')}`)).toEqual([[]])
    const body = await page('cursor&count=3')
    expect(Object.keys(body).sort()).toEqual(['Resources', 'itemsPerPage', 'nextCursor', 'schemas', 'totalResults'])
    expect(Object.keys(await page('cursor')).sort()).toEqual(['Resources', 'itemsPerPage', 'schemas', 'totalResults'])
  })

  it.each([
    ['another filter', `count=2&${filterOf('title eq "early"')}`],
    ['no filter', 'count=2'],
    ['another sort', `count=2&${filterOf('title eq "late"')}&sortBy=userName`],
    ['another order', `count=2&${filterOf('title eq "late"')}&sortBy=displayName&sortOrder=descending`],
    ['other attributes', `count=2&${filterOf('title eq "late"')}&sortBy=displayName&attributes=userName`],
    ['other excludedAttributes', `count=2&${filterOf('title eq "late"')}&sortBy=displayName&excludedAttributes=title`],
  ])('rule 159: the same cursor with %s is refused as invalidCursor (RFC 9865 §2.1)', async (_, query) => {
    const first = await page(`cursor&count=2&${filterOf('title eq "late"')}&sortBy=displayName`)
    expectError(await scim.get(`/Users?${query}&${next(first)}`), 400, 'invalidCursor')
  })

  it('rule 159: the cursor of one endpoint is none of another (RFC 9865 §2.1)', async () => {
    const first = await page('cursor&count=2')
    for (const path of ['/Groups', '']) expectError(await scim.get(`${path}?count=2&${next(first)}`), 400, 'invalidCursor')
  })

  it('rule 159: another count is refused as invalidCount; none, or one that comes to the same, is not (RFC 9865 §2.1)', async () => {
    const first = await page('cursor&count=2')
    for (const count of ['3', '0', '-1', 'two', '1000'])
      expectError(await scim.get(`/Users?count=${count}&${next(first)}`), 400, 'invalidCount')
    for (const same of ['count=2&', '']) expect(names(await page(same + next(first)))).toEqual(['echo', 'delta'])
    const whole = await page(`cursor&count=5000&${filterOf('title pr')}`)
    expect(whole['nextCursor']).toBeUndefined()
  })

  it('rule 159: the order in which attributes are named, and their case, is no change (RFC 7643 §2.1)', async () => {
    const first = await page('cursor&count=2&attributes=userName,title&sortBy=username')
    expect(names(await page(`count=2&attributes=TITLE,%20userName&sortBy=userName&${next(first)}`))).toEqual(['charlie', 'delta'])
  })

  it('rule 160: a negative count is 0 on the first request, and 0 gives the total alone (RFC 9865 §2)', async () => {
    for (const count of [0, -5]) {
      const body = await page(`cursor&count=${count}`)
      expect(body).toMatchObject({ totalResults: 7, itemsPerPage: 0, Resources: [] })
      expect(body['nextCursor']).toBeUndefined()
    }
    expectError(await scim.get('/Users?cursor&count=two'), 400, 'invalidValue')
  })

  describe('a cursor that does not go on', () => {
    const detail = ({ body }: ScimResponse): string => String(body['detail']).replace(/ \(Request .*/, '')

    it('rule 161: an old one is refused as expiredCursor, with the way out (RFC 9865 §2.1)', async () => {
      const first = await page('cursor&count=2')
      const issuedAt = Date.now()
      vi.useFakeTimers({ toFake: ['Date'] })
      try {
        vi.setSystemTime(issuedAt + 3_590_000)
        expect(names(await page(`count=2&${next(first)}`))).toEqual(['echo', 'delta'])
        vi.setSystemTime(issuedAt + 3_602_000)
        const expired = await scim.get(`/Users?count=2&${next(first)}`)
        expectError(expired, 400, 'expiredCursor')
        expect(detail(expired)).toMatch(/3600 seconds.*empty cursor/)
      } finally {
        vi.useRealTimers()
      }
    })

    it('rule 161: forged, cut and foreign ones are refused alike, as invalidCursor (RFC 9865 §5.2)', async () => {
      const own = String((await page('cursor&count=2'))['nextCursor'])
      const other = await app.newTeam()
      for (const name of ['a', 'b', 'c']) await other.scim.createUser(name)
      const foreign = (await page('cursor&count=2', '/Users', other.scim))['nextCursor']
      const [payload, signature] = own.split('.')
      const fields = JSON.parse(Buffer.from(payload!, 'base64url').toString())
      const forged = Buffer.from(JSON.stringify([fields[0], 1000, ...fields.slice(2)])).toString('base64url')
      const bad = [
        foreign,
        `${forged}.${signature}`,
        `${payload}.${signature!.slice(1)}`,
        `${payload}.`,
        payload,
        `${own}.x`,
        `.${signature}`,
        'x',
        '.',
        `${Buffer.from('[]').toString('base64url')}.${signature}`,
        'Z'.repeat(5000),
      ]
      const answers = await Promise.all(bad.map((cursor) => scim.get(`/Users?count=2&cursor=${cursor}`)))
      for (const answer of answers) expectError(answer, 400, 'invalidCursor')
      expect(new Set(answers.map(detail))).toHaveLength(1)
    })

    it('rule 161: a new token does not go on with the walk of the old one (RFC 9865 §5.2)', async () => {
      const first = await page('cursor&count=2')
      const { commands } = app.node.app
      const issued = await commands.issueDirectoryToken({
        teamId: fromId('team', team.teamId)!,
        actor: { kind: 'SYSTEM', id: null, label: 'Test' },
        directoryId: fromId('directory', team.directoryId)!,
        label: 'Next',
        expiresAt: null,
      })
      const renewed = scimClient({ scimUrl: team.scimUrl, scimToken: issued.value.secret })
      expect(names(await page('cursor&count=2', '/Users', renewed))).toEqual(['golf', 'foxtrot'])
      expectError(await renewed.get(`/Users?count=2&${next(first)}`), 400, 'invalidCursor')
      expect(names(await page(`count=2&${next(first)}`))).toEqual(['echo', 'delta'])
    })
  })

  it('rule 162: totalResults is right where it is told (RFC 9865 §2)', async () => {
    for (const query of ['', `&${filterOf('title eq "late"')}`]) {
      const expected = query === '' ? 7 : 4
      for (let cursor = ''; ;) {
        const body = await page(`count=2${query}&cursor=${cursor}`)
        expect([expected, undefined]).toContain(body['totalResults'])
        if (cursor === '' || query === '') expect(body['totalResults']).toBe(expected)
        if (body['nextCursor'] === undefined) break
        cursor = body['nextCursor']
      }
    }
  })

  it('rule 163: pages are in the order of the sort (RFC 9865 §2.2)', async () => {
    expect((await walk('count=2&sortBy=userName')).flat()).toEqual(['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf'])
    expect((await walk('count=3&sortBy=title&sortOrder=descending')).flat()).toEqual([
      'delta',
      'echo',
      'foxtrot',
      'golf',
      'alpha',
      'bravo',
      'charlie',
    ])
    expect(await walk('count=5&sortBy=userName', '')).toEqual([
      ['alpha', 'bravo', 'charlie', 'delta', 'echo'],
      ['foxtrot', 'golf', 'Readers'],
    ])
  })

  it('rule 163: goes on through keys that are missing and keys of any length (RFC 9865 §2.2)', async () => {
    const { scim } = await app.newTeam()
    const long = 'x'.repeat(3_000)
    const titles = [`${long}b`, undefined, `${long}a`, long, undefined, 'a', `${long}a`]
    for (const [index, title] of titles.entries()) await scim.createUser(`u${index}`, title === undefined ? {} : { title })
    const order = async (sort: string): Promise<string[]> => {
      const found: string[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const body: ScimBody = await page(`count=1&${sort}&cursor=${cursor}`, '/Users', scim)
        expect(String(body['nextCursor'] ?? '').length).toBeLessThan(1_500)
        found.push(...names(body))
        cursor = body['nextCursor']
      }
      return found
    }
    expect(await order('sortBy=title')).toEqual(['u5', 'u3', 'u2', 'u6', 'u0', 'u1', 'u4'])
    expect(await order('sortBy=title&sortOrder=descending')).toEqual(['u4', 'u1', 'u0', 'u6', 'u2', 'u3', 'u5'])
  })

  it('rule 163: where a long key has changed the walk says that it cannot go on, and skips nothing (RFC 9865 §2.1)', async () => {
    const { scim } = await app.newTeam()
    const ids = []
    for (const end of ['a', 'b', 'c']) ids.push(await scim.createUser(end, { title: 'x'.repeat(3_000) + end }))
    const { nextCursor } = await page('cursor&count=1&sortBy=title', '/Users', scim)
    expect((await scim.patch(`/Users/${ids[0]}`, { op: 'replace', path: 'title', value: 'zzz' })).status).toBe(200)
    expectError(await scim.get(`/Users?count=1&sortBy=title&cursor=${nextCursor}`), 400, 'expiredCursor')
  })

  it('rule 164: without a cursor paging is by index (RFC 9865 §2.4)', async () => {
    const body = await page('count=2')
    expect(body).toMatchObject({ startIndex: 1, totalResults: 7 })
    expect(body['nextCursor']).toBeUndefined()
    expect((await page(''))['nextCursor']).toBeUndefined()
  })

  it('rule 165: cursor and startIndex together are refused (RFC 9865 §2)', async () => {
    for (const query of ['cursor&startIndex=1', 'cursor=&startIndex=3&count=1', 'cursor=x&startIndex=1'])
      expectError(await scim.get(`/Users?${query}`), 400, 'invalidValue')
    expectError(await scim.post('/Users/.search', { cursor: '', startIndex: 1 }), 400, 'invalidValue')
    expect((await scim.get('/Users?cursor&startIndex=')).status).toBe(200)
  })

  it('rule 166: .search takes cursor and count in its body, and goes on with what a GET began (RFC 9865 §3)', async () => {
    const parameters = { count: 2, sortBy: 'userName', filter: 'title eq "late"', attributes: ['userName', 'title'] }
    const first = await scim.post('/Users/.search', { ...parameters, cursor: '' })
    expect(names(first.body)).toEqual(['delta', 'echo'])
    const second = await scim.post('/Users/.search', { ...parameters, cursor: first.body['nextCursor'] })
    expect(names(second.body)).toEqual(['foxtrot', 'golf'])
    expect(second.body['nextCursor']).toBeUndefined()
    const byUrl = await page(
      `count=2&sortBy=userName&${filterOf('title eq "late"')}&attributes=userName,title&cursor=${first.body['nextCursor']}`,
    )
    expect(byUrl).toEqual(second.body)
    const other = await scim.post('/Users/.search', { ...parameters, count: 3, cursor: first.body['nextCursor'] })
    expectError(other, 400, 'invalidCount')
    expect(names((await scim.post('/.search', { cursor: '', count: 1 })).body)).toEqual(['golf'])
  })

  it('rule 167: /ServiceProviderConfig tells how pages are made (RFC 9865 §4)', async () => {
    expect((await scim.get('/ServiceProviderConfig')).body['pagination']).toEqual({
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: 1000,
      cursorTimeout: 3600,
    })
  })

  it('rule 168: the token is looked at for each page: revoked in the middle of a walk, it answers 401 (RFC 9865 §5.2)', async () => {
    const gone = await app.newTeam()
    for (const name of ['a', 'b', 'c']) await gone.scim.createUser(name)
    const first = await page('cursor&count=1', '/Users', gone.scim)
    expect(names(await page(`count=1&${next(first)}`, '/Users', gone.scim))).toEqual(['b'])
    await app.node.app.database
      .$executeRaw`UPDATE directory_tokens SET revoked_at = now() WHERE directory_id = ${gone.directoryId.slice(4)}::uuid`
    expectError(await gone.scim.get(`/Users?count=1&${next(first)}`), 401)
    expectError(await gone.scim.post('/Users/.search', { count: 1, cursor: first['nextCursor'] }), 401)
  })

  it.each(['', 'sortBy=userName', 'sortBy=displayName&sortOrder=descending', 'sortBy=title'])(
    'rule 169: a walk under inserts and deletes returns each that survives it once: %s (RFC 9865 §1)',
    async (sort) => {
      const { scim } = await app.newTeam()
      const ids: string[] = []
      for (let index = 0; index < 12; index++)
        ids.push(await scim.createUser(`m${index}`, { displayName: `d${index % 3}`, ...(index % 2 ? { title: 't' } : {}) }))
      const found: string[] = []
      const gone = new Set<string>()
      let made = 0
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const body: ScimBody = await page(`count=2&${sort}&cursor=${cursor}`, '/Users', scim)
        found.push(...body['Resources'].map(({ id }: ScimBody) => id))
        cursor = body['nextCursor']
        // The very place of the cursor, one that was read, one that was not; and new ones at both ends of the order.
        const leaving = [found.at(-1)!, found[0]!, ids.find((id) => !found.includes(id) && !gone.has(id))].filter(
          (id) => id !== undefined && !gone.has(id),
        )
        if (made < 6) {
          await Promise.all(leaving.map((id) => scim.delete(`/Users/${id}`)))
          for (const id of leaving) gone.add(id!)
          await Promise.all(['a', 'z'].map((name) => scim.createUser(`${name}${made++}`, { displayName: name, title: name })))
        }
      }
      expect(new Set(found).size).toBe(found.length)
      expect(ids.filter((id) => !gone.has(id) && !found.includes(id))).toEqual([])
      expect(gone.size).toBeGreaterThan(3)
    },
  )
})
