import { describe, expect, test } from 'vitest'
import { guideOfLink, withOwnValues } from '../../src/dashboard/pages/set-up/guide-links.ts'
import { questionOf, setUpSearch, type SetUpSearch } from '../../src/dashboard/pages/set-up/search.ts'

describe('What stands in the address of the set-up page', () => {
  test('is left out where it is not understood', () => {
    expect(setUpSearch({ topic: 'nonsense', question: 7, person: '', provider: 'OKTA', more: 'x' })).toEqual({ provider: 'OKTA' })
  })

  test.each<[SetUpSearch, string]>([
    [{}, 'scim'],
    [{ person: 'ada@acme.example' }, 'person'],
    [{ group: 'Engineers' }, 'group'],
    [{ user: 'user-1' }, 'limit'],
    [{ question: 'group', person: 'ada@acme.example' }, 'group'],
  ])('%j opens the question %s', (search, question) => {
    expect(questionOf(search)).toBe(question)
  })
})

describe('A guide', () => {
  test('has the addresses of the team where it has them, and leaves the others as they are', () => {
    const own = { redirectUri: 'https://hc.example/sso/callback', signInUrl: 'https://hc.example/sign-in/team-1' }
    const text = '`https://<host>/scim/v2/dir-…` `https://<host>/sso/callback`'
    expect(withOwnValues(text, own)).toBe('`https://<host>/scim/v2/dir-…` `https://hc.example/sso/callback`')
    expect(withOwnValues(text, { ...own, scimUrl: 'https://hc.example/scim/v2/dir-1' })).toContain('`https://hc.example/scim/v2/dir-1`')
  })

  test.each([
    ['okta.md', 'OKTA'],
    ['./generic.md#tokens', 'OTHER'],
    ['../set-up.md', undefined],
    ['https://example.com/okta.md', undefined],
  ])('leads by %s to %s', (href, provider) => {
    expect(guideOfLink(href)).toBe(provider)
  })
})
