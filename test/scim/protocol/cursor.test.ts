import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cursorTimeoutSeconds, isKeyOf, issueCursor, readCursor, toCursorPlace, type Walk } from '../../../src/scim/protocol/cursor.ts'
import { outcome, refusal } from './refusal.ts'

const walk: Walk = { secret: Buffer.from('secret'), query: ['/Users', 'filter', 'sort'] }
const at = new Date('2026-11-24T12:00:00.750Z')
const after = (seconds: number): Date => new Date(at.getTime() + seconds * 1000)
const id = '01a20cdf-64bb-71ef-85b2-b58aefca8081'
const cursor = issueCursor(walk, 50, toCursorPlace(id, 'key'), at)

describe('a cursor (RFC 9865)', () => {
  it('rule 157: carries any key exactly, in characters that a URL holds as they are', () => {
    const key = fc.option(fc.string({ unit: 'binary', maxLength: 512 }).filter((text) => text.isWellFormed()))
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 1000 }), (key, count) => {
        const text = issueCursor(walk, count, toCursorPlace(id, key), at)
        expect(text).toMatch(/^[\w.~-]+$/)
        expect(readCursor(walk, text, undefined, at)).toEqual({ count, after: { id, key } })
      }),
    )
  })

  it('rule 157: names a key that is too long to carry, and knows it again', () => {
    const long = 'é'.repeat(100_000)
    const text = issueCursor(walk, 50, toCursorPlace(id, long), at)
    expect(text.length).toBeLessThan(300)
    const { after: place } = readCursor(walk, text, 50, at)
    if (!place || 'key' in place) throw new Error('expected a digest')
    expect(place.id).toBe(id)
    expect([long, `${long}e`, '', null].map((key) => isKeyOf(place, key))).toEqual([true, false, false, false])
  })

  it('rule 161: is refused when any of its characters is another one', () => {
    const forged = Array.from(cursor, (_, index) =>
      ['A', 'z', '_', '.', ''].map((other) => cursor.slice(0, index) + other + cursor.slice(index + 1)),
    )
    const scimTypes = forged
      .flat()
      .map((text) => (text === cursor ? 'invalidCursor' : refusal(() => readCursor(walk, text, 50, at)).scimType))
    expect(new Set(scimTypes)).toEqual(new Set(['invalidCursor']))
  })

  it('rule 161: any text is a first page, a page or a ScimError', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constantFrom('', '.', '..', cursor, `${cursor}=`, 'e30.e30'))
    fc.assert(
      fc.property(text, (any) => {
        const result = outcome(() => readCursor(walk, any, undefined, at))
        if ('refused' in result) expect(result.refused).toMatchObject({ status: 400, scimType: 'invalidCursor' })
        else expect(['', cursor]).toContain(any)
      }),
      { numRuns: 1_000 },
    )
  })

  it('rule 161: expires, and says so before anything else about its query', () => {
    expect(readCursor(walk, cursor, 50, after(cursorTimeoutSeconds)).after).toEqual({ id, key: 'key' })
    for (const other of [walk, { ...walk, query: [] }])
      expect(refusal(() => readCursor(other, cursor, 7, after(cursorTimeoutSeconds + 1)))).toMatchObject({ scimType: 'expiredCursor' })
  })

  it('rule 161: of another secret is refused like a forged one, and not as old', () => {
    const foreign = refusal(() => readCursor({ ...walk, secret: Buffer.from('other') }, cursor, 50, after(9_999)))
    expect(foreign).toMatchObject({ status: 400, scimType: 'invalidCursor' })
    expect(foreign.detail).toBe(refusal(() => readCursor(walk, 'x', 50, at)).detail)
  })

  it('rule 159: belongs to its query and its count', () => {
    expect(refusal(() => readCursor({ ...walk, query: ['/Users', 'filter', 'other'] }, cursor, 50, at))).toMatchObject({
      scimType: 'invalidCursor',
    })
    for (const count of [49, '51', 0, -1, 'fifty', [50], true])
      expect(refusal(() => readCursor(walk, cursor, count, at))).toMatchObject({ scimType: 'invalidCount' })
    for (const count of [50, '50', undefined]) expect(readCursor(walk, cursor, count, at).count).toBe(50)
    const largest = issueCursor(walk, 1000, toCursorPlace(id, null), at)
    expect(readCursor(walk, largest, 5000, at).count).toBe(1000)
  })

  it('rule 160: an empty one starts, with the count as an index page takes it', () => {
    expect(readCursor(walk, '', -3, at)).toEqual({ count: 0, after: undefined })
    expect(readCursor(walk, '', undefined, at)).toEqual({ count: 100, after: undefined })
    expect(readCursor(walk, '', '5000', at)).toEqual({ count: 1000, after: undefined })
    expect(refusal(() => readCursor(walk, '', 'two', at))).toMatchObject({ scimType: 'invalidValue' })
  })
})
