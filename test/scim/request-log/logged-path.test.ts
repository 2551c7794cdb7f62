import { describe, expect, it } from 'vitest'
import { loggedPath, withoutQuery } from '../../../src/scim/request-log/logged-path.ts'

const user = 'user-01a20cdf-64bb-71ef-85b2-b58aefca8081'
const logged = (path: string, query: Record<string, string | string[]> = {}) => loggedPath(`/scim/v2/dir-1${path}`, query)

describe('The path of a request as its log shows it (RFC 7644 §7.5.2)', () => {
  it.each([
    ['/Users', '/Users'],
    ['', '/'],
    ['/', '/'],
    [`/Users/${user}`, `/Users/${user}`],
    ['/Users/2819c223-7f76-453a-919d-413861904646', '/Users/2819c223-7f76-453a-919d-413861904646'],
    ['/Users/ada@acme.example', '/Users/…'],
    ['/Users/hc_scim_x', '/Users/…'],
    ['/Users/Users', '/Users/Users'],
    ['/Users/ServiceProviderConfig', '/Users/ServiceProviderConfig'],
    ['/Users/.search', '/Users/.search'],
    ['/users/ada', '/users/…'],
    ['/Groups/Engineers', '/Groups/…'],
    ['/scim/v2/Users', '/scim/v2/Users'],
    ['/Users/%zz', '/Users/…'],
    ['/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User'],
    ['/hc_scim_0123456789', '/…'],
    ['/Bulk?', '/Bulk'],
  ])('%s becomes %s', (path, expected) => {
    expect(logged(path)).toBe(expected)
  })

  it.each([
    [{ filter: 'userName eq "ada@acme.example"' }, '?filter=userName eq "…"'],
    [{ filter: 'emails[type eq "work"].value eq "ada"' }, '?filter=emails[type eq "…" and value eq "…"]'],
    [
      { filter: 'active eq true and not (title pr or name.familyName sw "L")' },
      '?filter=active eq "…" and not (title pr or name.familyName sw "…")',
    ],
    [{ filter: 'userName eq ada@acme.example' }, '?filter=…'],
    [{ filter: 'ada' }, '?filter=…'],
    [{ startIndex: '1', count: '100' }, '?startIndex=1&count=100'],
    [{ startIndex: 'ada', count: '1e3' }, '?startIndex=…&count=…'],
    [{ sortBy: 'userName', sortOrder: 'descending' }, '?sortBy=userName&sortOrder=descending'],
    [{ sortBy: 'ada@acme.example', sortOrder: 'ada' }, '?sortBy=…&sortOrder=…'],
    [{ attributes: 'userName, name.familyName' }, '?attributes=userName,name.familyName'],
    [{ excludedAttributes: 'members,ada@acme.example' }, '?excludedAttributes=members,…'],
    [{ cursor: 'abc' }, '?cursor=…'],
    [{ access_token: 'abc' }, '?access_token=…'],
    [{ 'ada@acme.example': '' }, '?…'],
    [{ count: ['1', 'ada'] }, '?count=1'],
    [{ constructor: 'x' }, '?constructor=…'],
  ])('the query %j becomes %s', (query, expected) => {
    expect(logged('/Users', query as unknown as Record<string, string>)).toBe(`/Users${expected}`)
  })

  it('is bounded', () => {
    expect(logged('/Users', { attributes: 'userName,'.repeat(1_000) }).length).toBeLessThanOrEqual(1_000)
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, '']))
    expect(logged('/Users', many).split('&')).toHaveLength(21)
    expect(logged('/a/'.repeat(2_000)).length).toBeLessThanOrEqual(1_000)
  })

  it('has no query at all when it is a stranger’s', () => {
    expect(withoutQuery('/scim/v2/dir-1/Users?filter=title%20pr')).toBe('/Users')
  })
})
