import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderIdentity, parseListQuery, projectionIdentity } from '../../../src/scim/protocol/list-query.ts'
import { parseSearchRequest } from '../../../src/scim/protocol/search-request.ts'
import { searchRequestUrn } from '../../../src/scim/protocol/urns.ts'
import { outcome, refusal } from './refusal.ts'

const lenient = { strict: false }
const strict = { strict: true }

describe('a SearchRequest (RFC 7644 §3.4.3)', () => {
  it('rule 96: means the same as a query string of the same parameters', () => {
    const body = {
      schemas: [searchRequestUrn],
      filter: 'title pr',
      sortBy: 'userName',
      sortOrder: 'descending',
      attributes: ['title', 'userName'],
      startIndex: 11,
      count: 10,
    }
    const query = { ...body, attributes: 'userName, TITLE', startIndex: '11', count: '10' }
    const [byBody, byUrl] = [parseSearchRequest(body, strict), parseListQuery(query)]
    expect({ ...byBody, attributes: null }).toEqual({ ...byUrl, attributes: null })
    expect(projectionIdentity(byBody)).toEqual(projectionIdentity(byUrl))
    expect(byBody.page).toEqual({ by: 'index', startIndex: 11, count: 10 })
  })

  it('rule 96: has names without regard to case', () => {
    const { filter, sortBy, page } = parseSearchRequest(
      { SCHEMAS: searchRequestUrn.toUpperCase(), Filter: 'a pr', SORTBY: 'a', CURSOR: '', COUNT: 2 },
      strict,
    )
    expect({ filter, sortBy, page }).toEqual({ filter: 'a pr', sortBy: 'a', page: { by: 'cursor', cursor: '', count: 2 } })
  })

  it.each([[null], [undefined], ['text'], [7], [[]]])('rule 130: %j is invalidSyntax', (body) => {
    expect(refusal(() => parseSearchRequest(body, lenient))).toMatchObject({ status: 400, scimType: 'invalidSyntax' })
  })

  it('rule 2: has its URN, or none where the directory is not strict', () => {
    expect(refusal(() => parseSearchRequest({}, strict))).toMatchObject({ scimType: 'invalidSyntax' })
    expect(refusal(() => parseSearchRequest({ schemas: ['urn:example:other'] }, lenient))).toMatchObject({ scimType: 'invalidSyntax' })
    expect(parseSearchRequest({ schemas: null }, lenient).page).toEqual({ by: 'index', startIndex: 1, count: 100 })
  })

  it.each([
    { filter: 1 },
    { sortBy: {} },
    { sortOrder: [] },
    { cursor: 5 },
    { count: '1.5' },
    { startIndex: true },
    { cursor: '', startIndex: 1 },
  ])('rule 130: %j is invalidValue', (body) => {
    expect(refusal(() => parseSearchRequest(body, lenient))).toMatchObject({ status: 400, scimType: 'invalidValue' })
  })

  it('of any kind gives a query or a ScimError, and no name of a client becomes one of ours', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom('filter', 'count', 'cursor', '__proto__', 'constructor', 'schemas'), fc.jsonValue()),
        ),
        (body) => {
          const result = outcome(() => parseSearchRequest(body, lenient))
          if ('result' in result)
            expect(Object.keys(result.result).sort()).toEqual(['attributes', 'excludedAttributes', 'filter', 'page', 'sortBy', 'sortOrder'])
        },
      ),
    )
  })
})

describe('what makes two lists the same walk', () => {
  const order = (values: object) => orderIdentity(parseListQuery(values))
  it('is filter, sort and order, the order that is meant by default too', () => {
    expect(order({ sortBy: 'userName' })).toEqual(order({ sortBy: 'USERNAME ', sortOrder: 'Ascending' }))
    expect(order({ sortOrder: 'descending' })).toEqual(order({}))
    for (const other of [{ filter: 'title pr' }, { sortBy: 'title' }, { sortBy: 'userName', sortOrder: 'descending' }])
      expect(order(other)).not.toEqual(order({ sortBy: 'userName' }))
  })

  it('is also which attributes are shown, in any order', () => {
    const shown = (values: object) => projectionIdentity(parseListQuery(values))
    expect(shown({ attributes: 'a,b' })).toEqual(shown({ attributes: ['B', 'a', 'a'] }))
    expect(shown({ attributes: 'a' })).not.toEqual(shown({ excludedAttributes: 'a' }))
    expect(shown({ attributes: '' })).toEqual(shown({}))
  })
})
