import { describe, expect, it } from 'vitest'
import { parseListParameters, toCursorListResponse, toListResponse } from '../../../src/scim/protocol/list-response.ts'
import { refusal } from './refusal.ts'

describe('list parameters', () => {
  it.each([
    ['rule 85: none: from the first, 100 of them', {}, { startIndex: 1, count: 100 }],
    ['rule 85: startIndex below 1 is 1', { startIndex: '0' }, { startIndex: 1, count: 100 }],
    ['rule 85: startIndex below 0 is 1', { startIndex: '-5' }, { startIndex: 1, count: 100 }],
    ['rule 86: a negative count is 0', { count: '-1' }, { startIndex: 1, count: 0 }],
    ['rule 86: count 0 is 0', { count: '0' }, { startIndex: 1, count: 0 }],
    ['rule 87: count is cut to the maximum', { count: '5000' }, { startIndex: 1, count: 1000 }],
    ['rule 88: startIndex past any end stays', { startIndex: '1000001', count: '10' }, { startIndex: 1000001, count: 10 }],
    ['rule 96: numbers of a SearchRequest', { startIndex: 3, count: 2 }, { startIndex: 3, count: 2 }],
    ['rule 36: an empty parameter is none', { startIndex: '', count: '' }, { startIndex: 1, count: 100 }],
  ])('%s', (_, query, expected) => {
    expect(parseListParameters(query)).toEqual(expected)
  })

  it('takes the limits of the caller', () => {
    const limits = { defaultCount: 5, maxCount: 10 }
    expect(parseListParameters({}, limits).count).toBe(5)
    expect(parseListParameters({ count: '50' }, limits).count).toBe(10)
  })

  it.each(['one', '1.5', '1e3', '0x10', '99999999999999999999', true, [], ['1', '2'], 1.5])('rule 85: %j is invalidValue', (value) => {
    expect(refusal(() => parseListParameters({ startIndex: value }))).toMatchObject({ status: 400, scimType: 'invalidValue' })
    expect(refusal(() => parseListParameters({ count: value }))).toMatchObject({ status: 400, scimType: 'invalidValue' })
  })
})

describe('a ListResponse', () => {
  it('rule 58, 59: has Resources and numbers, also without a match', () => {
    expect(toListResponse({ resources: [], totalResults: 0, startIndex: 7 })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 7,
      itemsPerPage: 0,
      Resources: [],
    })
  })

  it('rule 89: tells the resources of this page from all there are', () => {
    expect(toListResponse({ resources: [{ id: '1' }], totalResults: 9, startIndex: 1 })).toMatchObject({ totalResults: 9, itemsPerPage: 1 })
  })

  it('rule 158, 162: of a cursor has no index, and a total and a next cursor only where there are such', () => {
    const page = { resources: [{ id: '1' }], totalResults: undefined, nextCursor: undefined }
    const bare = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], itemsPerPage: 1, Resources: [{ id: '1' }] }
    expect(toCursorListResponse(page)).toEqual(bare)
    expect(Object.keys(toCursorListResponse(page))).toEqual(Object.keys(bare))
    expect(toCursorListResponse({ ...page, totalResults: 0, nextCursor: 'x' })).toEqual({ ...bare, totalResults: 0, nextCursor: 'x' })
  })
})
