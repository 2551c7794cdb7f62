import { describe, expect, it } from 'vitest'
import { changedAttributes, comparisonKey, type Attributes } from '../../src/domain/attributes.ts'
import { decodeChangeCursor, encodeChangeCursor } from '../../src/domain/change-cursor.ts'
import { fromId, parseId, toId } from '../../src/domain/id.ts'
import { userColumns } from '../../src/domain/user.ts'

describe('what changed between two states', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  it.each<[string, Attributes, Attributes, string[]]>([
    ['nothing, in another order of keys', { userName: 'a', name: { a: '1', b: '2' } }, { name: { b: '2', a: '1' }, userName: 'a' }, []],
    [
      'nothing, in another order of values',
      { emails: [{ value: 'a', type: 'work' }, { value: 'b' }] },
      { emails: [{ value: 'b' }, { type: 'work', value: 'a' }] },
      [],
    ],
    ['a value that comes twice where another went', { roles: ['a', 'b'] }, { roles: ['a', 'a'] }, ['roles']],
    ['nothing but the derived schemas', { schemas: ['x'], title: 'T' }, { schemas: ['x', 'y'], title: 'T' }, []],
    ['an attribute that came, one that went, one that differs', { a: 1, b: 2 }, { b: 3, c: 4 }, ['a', 'b', 'c']],
    [
      'attributes of an extension, by their URN',
      { [enterprise]: { department: 'A', costCenter: '1' } },
      { [enterprise]: { department: 'B', costCenter: '1' } },
      [`${enterprise}:department`],
    ],
    ['a whole extension that came', {}, { [enterprise]: { department: 'A' } }, [`${enterprise}:department`]],
  ])('%s', (_, before, after, expected) => {
    expect(changedAttributes(before, after).sort()).toEqual(expected)
  })
})

describe('comparison of user names (RFC 7643 §4.1.1, RFC 7644 §5)', () => {
  it.each([
    ['case', 'Ada@Acme.Example', 'ada@acme.example'],
    ['composed and decomposed', 'Jos\u00e9', 'jose\u0301'],
    ['width', '\uFF21\uFF24\uFF21', 'ada'],
    ['case of other scripts', 'ΑΛΦΑ', 'αλφα'],
  ])('does not regard %s', (_, a, b) => expect(comparisonKey(a)).toBe(comparisonKey(b)))
  it('regards accents', () => expect(comparisonKey('jose')).not.toBe(comparisonKey('josé')))
})

describe('ids', () => {
  const uuid = '01a20cdf-64bb-71ef-85b2-b58aefca8081'
  it('are a kind, a hyphen and a UUID', () => {
    expect(toId('directory', uuid)).toBe(`dir-${uuid}`)
    expect(parseId(`dir-${uuid}`)).toEqual({ kind: 'directory', uuid })
    expect(fromId('user', `user-${uuid}`)).toBe(uuid)
  })
  it.each([`group-${uuid}`, uuid, `user-${uuid.toUpperCase()}`, `user-${uuid} `, 'user-1', '', '__proto__', `user-user-${uuid}`])(
    '%s is no user',
    (id) => {
      expect(fromId('user', id)).toBeUndefined()
    },
  )
})

describe('change cursor', () => {
  const changeId = '01a20cdf-64bb-71ef-85b2-b58aefca8081'
  it.each([0, 1, 4294967296, Number.MAX_SAFE_INTEGER])('carries revision %d and the id of its change', (revision) => {
    expect(decodeChangeCursor(encodeChangeCursor({ revision, changeId }))).toEqual({ revision, changeId })
  })
  it.each(['', 'x', '1', 'A'.repeat(31), 'A'.repeat(33), `${'A'.repeat(31)}!`, '_'.repeat(32)])('%s is none', (text) => {
    expect(decodeChangeCursor(text)).toBeUndefined()
  })
})

describe('the e-mail of a user', () => {
  const email = (emails: object[]) => userColumns({ userName: 'a', emails: emails as never }).email
  it('is the primary one', () =>
    expect(
      email([
        { value: 'a', type: 'work' },
        { value: 'b', primary: true },
      ]),
    ).toBe('b'))
  it('else the first for work', () =>
    expect(
      email([
        { value: 'a', type: 'home' },
        { value: 'b', type: 'Work' },
      ]),
    ).toBe('b'))
  it('else the first', () => expect(email([{ value: 'a' }, { value: 'b', type: 'home' }])).toBe('a'))
  it('else nothing', () => expect(email([])).toBeNull())
})
