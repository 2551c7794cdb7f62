import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkFilter, formatFilter, matchesFilter, parseFilter } from '../../../src/scim/protocol/filter.ts'
import type { Filter } from '../../../src/scim/protocol/filter.ts'
import type { JsonObject } from '../../../src/scim/protocol/json.ts'
import { groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import cases from './filter.cases.json' with { type: 'json' }
import { outcome, refusal } from './refusal.ts'

const ada = cases.ada as unknown as JsonObject
const check = (text: string) => checkFilter(userResourceType, parseFilter(text))

describe('a filter selects by RFC 7644 §3.4.2.2', () => {
  it.each(cases.matching)('$title', ({ filter, matches }) => {
    expect(matchesFilter(check(filter), ada)).toBe(matches)
    expect(matchesFilter(check(formatFilter(parseFilter(filter))), ada)).toBe(matches)
  })

  it('compares members by id', () => {
    const filter = checkFilter(groupResourceType, parseFilter('members eq "u1" and members[value eq "u1"] and members.value eq "u1"'))
    expect(matchesFilter(filter, { displayName: 'G', members: [{ value: 'u0' }, { value: 'u1' }] })).toBe(true)
    expect(matchesFilter(filter, { displayName: 'G', members: [{ value: 'U1' }] })).toBe(false)
  })
})

describe('a filter is refused with invalidFilter', () => {
  it.each(cases.refused)('$title: $filter', ({ filter }) => {
    const error = refusal(() => check(filter))
    expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' })
    expect(error.detail).toMatch(/^\S.{10,}\.$|…\)\.$/s)
  })

  it.each([
    ['20,000 parentheses', '('.repeat(20_000)],
    ['8,000 parentheses', '('.repeat(8_000)],
    ['balanced but deep parentheses', `${'('.repeat(33)}title pr${')'.repeat(33)}`],
    ['2,000 nots', 'not ('.repeat(1_600)],
    ['201 expressions', Array.from({ length: 201 }, () => 'title pr').join(' or ')],
    ['more than 8192 characters', `title eq "${'x'.repeat(8_192)}"`],
    ['8,000 spaces and a quote', `${' '.repeat(8_000)}"`],
  ])('rule 79: %s', (_, text) => {
    expect(refusal(() => check(text))).toMatchObject({ status: 400, scimType: 'invalidFilter' })
  })

  it('rule 79: 200 expressions and 32 levels are accepted', () => {
    expect(check(Array.from({ length: 200 }, () => 'title pr').join(' or '))).toMatchObject({ type: 'or' })
    expect(check(`${'('.repeat(32)}title pr${')'.repeat(32)}`)).toMatchObject({ type: 'present' })
  })
})

describe('a resolved filter', () => {
  it('names attributes in canonical case with their definitions', () => {
    expect(check('EMAILS[TYPE EQ "work"].VALUE eq "x"')).toMatchObject({
      type: 'valuePath',
      path: { attribute: { name: 'emails', multiValued: true } },
      filter: {
        type: 'and',
        filters: [
          { path: { subAttribute: { name: 'type' } }, operator: 'eq', value: 'work' },
          { path: { subAttribute: { name: 'value' } }, operator: 'eq', value: 'x' },
        ],
      },
    })
  })

  it('holds no null: comparison with it is presence', () => {
    expect(check('title eq null')).toMatchObject({ type: 'not', filter: { type: 'present' } })
    expect(check('title ne null')).toMatchObject({ type: 'present' })
  })

  it('holds booleans where the client sent text', () => {
    expect(check('active eq "False"')).toMatchObject({ type: 'compare', value: false })
  })
})

const name = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,8}$/).filter((text) => !['not', 'and', 'or'].includes(text))
const path = fc.record(
  { schema: fc.constant('urn:example:params:2.0:User'), attribute: name, subAttribute: name },
  { requiredKeys: ['attribute'] },
)
const compValue = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\u0000')),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => (number === 0 ? 0 : number)),
  fc.boolean(),
  fc.constant(null),
)
const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le')
const expression: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ type: fc.constant('compare'), path, operator, value: compValue }),
  fc.record({ type: fc.constant('present'), path }),
) as fc.Arbitrary<Filter>

function compound(leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({ type: fc.constantFrom('and' as const, 'or' as const), filters: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }),
      fc.record({ type: fc.constant('not' as const), filter: tie('filter') }),
    ),
  })).filter
}

/** Trees of every shape the grammar allows. */
const filter = compound(fc.oneof(expression, fc.record({ type: fc.constant('valuePath' as const), path, filter: compound(expression) })))

describe('filter text', () => {
  it('comes back as the same tree', () => {
    fc.assert(
      fc.property(filter, (tree) => {
        const text = formatFilter(tree)
        fc.pre(text.length <= 8192)
        expect(parseFilter(text)).toEqual(tree)
      }),
      { numRuns: 500 },
    )
  })

  it('of any kind gives a filter or a ScimError, nothing else', () => {
    const fragment = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '"',
      '\\',
      '.',
      ':',
      ' ',
      'not',
      ' and ',
      ' or ',
      ' eq ',
      ' pr',
      'emails',
      'type',
      'urn:',
      'true',
      '1e9',
      '\u0000',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (any) => {
        const refused = { status: 400, scimType: 'invalidFilter', detail: expect.any(String) }
        expect([{ result: true }, { result: false }, { refused }]).toContainEqual(outcome(() => matchesFilter(check(any), ada)))
      }),
      { numRuns: 2_000 },
    )
  })
})
