import { describe, expect, test } from 'vitest'
import { returnPath } from '../../src/sso/return-to.ts'

describe('where somebody goes after signing in', () => {
  test.each(['/', '/teams', '/teams?a=b#c', '/a/b%2fc', '/?next=https://evil.example', '/x:y@z'])('%s is a path of ours', (path) => {
    expect(returnPath(path)).toBe(path)
    expect(new URL(returnPath(path), 'https://headcount.example').host).toBe('headcount.example')
  })

  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'evil.example',
    '@evil.example',
    '?x',
    '',
    '/\u0000',
    '/x\r\nset-cookie: a=b',
    '/x\r\n\r\n<script>',
    '/ü',
    `/${'x'.repeat(2_001)}`,
  ]
  test.each(elsewhere)('%j leads to the start page', (path) => expect(returnPath(path)).toBe('/'))

  test('what is no text leads to the start page', () => {
    for (const value of [undefined, null, 1, {}, ['/a', '/b'], ['//evil.example']]) expect(returnPath(value)).toBe('/')
  })
})
