import { describe, expect, test } from 'vitest'
import { isFromOwnSite, isOwnOrigin, sessionCookie, sessionCookieName, sessionSecretIn } from '../../src/access/session-secret.ts'

const at = (url: string) => ({ publicUrl: () => url })
const secret = `hc_session_${'a'.repeat(43)}`

describe('A page is our own when its origin is', () => {
  test.each([
    ['the public one', 'https://headcount.example', { origin: 'https://headcount.example', host: 'behind-the-proxy:4000' }, true],
    ['that of the host that was asked', 'http://127.0.0.1:4000', { origin: 'http://localhost:4000', host: 'localhost:4000' }, true],
    ['another one', 'https://headcount.example', { origin: 'https://evil.example', host: 'headcount.example' }, false],
    ['another port', 'http://127.0.0.1:4000', { origin: 'http://127.0.0.1:4001', host: '127.0.0.1:4000' }, false],
    [
      'that of the host, but of plain http',
      'https://headcount.example',
      { origin: 'http://headcount.example', host: 'headcount.example' },
      false,
    ],
    [
      'one that begins alike',
      'https://headcount.example',
      { origin: 'https://headcount.example.evil.example', host: 'headcount.example' },
      false,
    ],
    ['opaque', 'https://headcount.example', { origin: 'null', host: 'headcount.example' }, false],
    ['no URL', 'https://headcount.example', { origin: 'headcount.example', host: 'headcount.example' }, false],
    ['not said', 'https://headcount.example', { host: 'headcount.example' }, false],
    ['without a host', 'https://headcount.example', { origin: 'file://', host: '' }, false],
  ])('%s', (_, url, headers, isOwn) => {
    expect(isOwnOrigin(headers, at(url))).toBe(isOwn)
    expect(isFromOwnSite(headers, at(url))).toBe(isOwn)
  })
})

describe('What the browser says of the site that asks comes first', () => {
  const origin = 'https://headcount.example'
  test.each([
    ['same-origin', false, true],
    ['same-origin', true, true],
    ['same-site', true, false],
    ['cross-site', true, false],
    ['none', false, false],
    ['none', true, true],
    ['something new', true, false],
  ])('%s, for a navigation: %s', (site, orNavigation, isOwn) => {
    expect(isFromOwnSite({ 'sec-fetch-site': site, origin, host: 'headcount.example' }, at(origin), { orNavigation })).toBe(isOwn)
  })
})

describe('The cookie', () => {
  test.each([
    ['https://headcount.example', '__Host-headcount', true],
    ['http://127.0.0.1:4000', 'headcount', false],
    ['http://localhost:4000', 'headcount', false],
    ['http://[::1]:4000', 'headcount', false],
    // It does not come back over plain http: nobody is signed in rather than in the clear.
    ['http://10.0.0.7:4000', 'headcount', true],
  ])('of %s is %s', (url, name, isSecure) => {
    expect(sessionCookieName(at(url))).toBe(name)
    const cookie = sessionCookie(at(url), secret, new Date('2026-01-02T03:04:05Z'))
    expect(cookie).toBe(
      `${name}=${secret}; Path=/; Expires=Fri, 02 Jan 2026 03:04:05 GMT; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
    )
  })

  test.each([
    [`headcount=${secret}`, secret],
    [`a=b; headcount=${secret};c=d`, secret],
    [`headcount=${secret}; headcount=${secret}`, secret],
    [`headcount=${secret}; headcount=hc_session_${'b'.repeat(43)}`, undefined],
    [`__Host-headcount=${secret}`, undefined],
    [`xheadcount=${secret}`, undefined],
    [`headcount="${secret}"`, undefined],
    [`headcount=${secret}x`, undefined],
    [`headcount=hc_key_${'a'.repeat(43)}`, undefined],
    ['headcount', undefined],
    ['=', undefined],
    ['', undefined],
  ])('is read out of %j', (cookie, found) => {
    expect(sessionSecretIn({ cookie }, at('http://127.0.0.1:4000'))).toBe(found)
  })

  test('that a neighbour without https has set is not read over https', () => {
    expect(sessionSecretIn({ cookie: `headcount=${secret}` }, at('https://headcount.example'))).toBeUndefined()
    expect(sessionSecretIn({ cookie: `__Host-headcount=${secret}` }, at('https://headcount.example'))).toBe(secret)
  })
})
