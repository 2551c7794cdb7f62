import { describe, expect, it } from 'vitest'
import { createTextFilter } from '../../../src/scim/request-log/logged-text.ts'
import { quoted } from '../../../src/scim/protocol/scim-error.ts'

const filtered = (text: string, said: Partial<Parameters<typeof createTextFilter>[0]> = {}) =>
  createTextFilter({ authorization: undefined, query: {}, body: undefined, ...said })(text, 1_000)

describe('A sentence in the log of requests', () => {
  it('keeps names of users, groups and attributes', () => {
    const text = 'userName "ada@acme.example" belongs to user-1 of this directory already.'
    expect(filtered(text, { body: { userName: 'ada@acme.example', password: 'pw' } })).toBe(text)
    const unknown = 'The schema defines no attribute "nothing".'
    expect(filtered(unknown, { query: { filter: 'nothing eq "x"' } })).toBe(unknown)
  })

  it.each<[string, string, Partial<Parameters<typeof createTextFilter>[0]>, string]>([
    ['the token of the request', 'User "tok-12345" does not exist.', { authorization: 'Bearer tok-12345' }, 'User "…" does not exist.'],
    ['the token where it is part of a word', 'a tok-12345-b', { authorization: 'bearer tok-12345' }, 'a …-b'],
    ['other credentials', 'a dXNlcjpwYXNz', { authorization: 'Basic dXNlcjpwYXNz' }, 'a …'],
    ['any secret of ours', 'User "hc_scim_abc-D_1" does not exist.', {}, 'User "…" does not exist.'],
    ['a header in the text', 'Send Authorization: Bearer abcdefgh.', {}, 'Send Authorization: Bearer …'],
    ['a password', 'no "s3cret-pass" here', { body: { password: 's3cret-pass' } }, 'no "…" here'],
    ['a short password, where it is quoted', 'no "pw" upwards', { body: { password: 'pw' } }, 'no "…" upwards'],
    ['the beginning of a long password', `no ${quoted('p'.repeat(200))}`, { body: { password: 'p'.repeat(200) } }, 'no "…"'],
    ['a password deep in a body', 'no "pass-123"', { body: { Operations: [{ data: { PassWord: ['pass-123'] } }] } }, 'no "…"'],
    [
      'a password in a PATCH',
      'no "pass-123"',
      { body: { Operations: [{ op: 'replace', path: 'password', value: 'pass-123' }] } },
      'no "…"',
    ],
    ['an attribute that is never shown', 'no "4711"', { body: { badge: { pin: '4711' } }, secretNames: new Set(['pin']) }, 'no "…"'],
    [
      'the value of a filter',
      'it cannot be compared with "ada".',
      { query: { filter: 'active eq "ada"' } },
      'it cannot be compared with "…".',
    ],
    [
      'a number in a filter',
      'it cannot be compared with "4711".',
      { query: { filter: 'title eq 4711' } },
      'it cannot be compared with "…".',
    ],
    ['the value of the second of two filters', 'no "bob"', { query: { filter: ['title eq "ada"', 'title eq "bob"'] } }, 'no "…"'],
    [
      'any part of a text that is no filter',
      '"ada" is not a JSON value.',
      { query: { filter: 'userName eq ada' } },
      '"…" is not a JSON value.',
    ],
    [
      'the rest of a filter with an open quote',
      `The quote in ${quoted(' "ada')} is not closed.`,
      { query: { filter: 'userName eq "ada' } },
      'The quote in "…" is not closed.',
    ],
    ['the value of a filter in a body', 'no "ada"', { body: { filter: 'userName eq "ada"' } }, 'no "…"'],
    ['the value of a filter in a PATCH path', 'no "ada"', { body: { Operations: [{ path: 'emails[value eq "ada"].type' }] } }, 'no "…"'],
    ['a value filter in a quoted path', `${quoted('emails[value eq "ada"].x')} is no path.`, {}, '"emails[…]" is no path.'],
    ['a value filter in a quoted path that is cut', `${quoted('emails[value eq "ada')} is no path.`, {}, '"emails[…]" is no path.'],
    ['the value of an unknown parameter', 'no "abc"', { query: { access_token: 'abc' } }, 'no "…"'],
    ['what PostgreSQL cannot hold', 'a\0b\ud800', {}, 'ab\ufffd'],
  ])('does not keep %s', (_, text, said, expected) => {
    expect(filtered(text, said)).toBe(expected)
  })

  it('is cut where it is too long', () => {
    expect(createTextFilter({ authorization: undefined, query: {}, body: undefined })('a'.repeat(100), 10)).toBe(`${'a'.repeat(9)}…`)
  })

  it('takes deep bodies and bodies that are none', () => {
    let deep: unknown = { password: 'deep-pass' }
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    expect(filtered('no "deep-pass"', { body: deep })).toBe('no "…"')
    for (const body of [null, 7, 'text', [], { Operations: [null, 7], filter: 7 }]) expect(filtered('so', { body })).toBe('so')
  })
})
