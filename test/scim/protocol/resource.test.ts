import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/scim/protocol/json.ts'
import { equalResources, parseResource } from '../../../src/scim/protocol/resource.ts'
import { defineAttribute, groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import type { ResourceType } from '../../../src/scim/protocol/schemas.ts'
import cases from './resource.cases.json' with { type: 'json' }
import { outcome, refusal } from './refusal.ts'

type ResourceCase = {
  title: string
  resourceType?: string
  strict?: boolean
  body: unknown
  resource?: JsonObject
  ignored?: unknown
  scimType?: string
  detail?: string
}

const anyNames: unknown = expect.any(Array)

describe('a POST or PUT body', () => {
  it.each(cases as ResourceCase[])(
    '$title',
    ({ resourceType, strict = false, body, resource, ignored = anyNames, scimType, detail = '' }) => {
      const type = resourceType === 'Group' ? groupResourceType : userResourceType
      const sent = structuredClone(body)
      const parse = () => parseResource(type, body, { strict })
      const result = { resource, ignored }
      const refused = { status: 400, scimType, detail: expect.stringContaining(detail) }
      expect(outcome(parse)).toEqual(resource === undefined ? { refused } : { result })
      expect(body).toEqual(sent)
    },
  )

  it.each([null, undefined, [], 'ada', 7, true])('that is %j is invalidSyntax', (body) => {
    expect(refusal(() => parseResource(userResourceType, body, { strict: false }))).toMatchObject({
      status: 400,
      scimType: 'invalidSyntax',
    })
  })

  it('with more than 1000 emails is refused; members have no such bound', () => {
    const values = Array.from({ length: 1_001 }, (_, index) => ({ value: `v${index}` }))
    expect(refusal(() => parseResource(userResourceType, { userName: 'ada', emails: values }, { strict: false }))).toMatchObject({
      scimType: 'invalidValue',
    })
    const { resource } = parseResource(groupResourceType, { displayName: 'G', members: values }, { strict: false })
    expect(resource['members']).toHaveLength(1_001)
  })

  it('reports no more than 100 ignored names, each cut', () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}${'y'.repeat(1_000)}`, 1]))
    const { ignored } = parseResource(userResourceType, { ...body, userName: 'ada' }, { strict: false })
    expect(ignored).toHaveLength(100)
    expect(Math.max(...ignored.map((name) => name.length))).toBe(200)
  })

  it('cannot reach Object.prototype, whatever its keys', () => {
    const body: unknown = JSON.parse(
      '{"userName":"ada","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},' +
        '"name":{"__proto__":{"polluted":true},"givenName":"A"},"emails":[{"__proto__":{"value":"x"},"value":"a@x"}]}',
    )
    const { resource, ignored } = parseResource(userResourceType, body, { strict: false })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(resource)).toBe(Object.prototype)
    expect(JSON.stringify(resource)).not.toContain('polluted')
    expect(ignored).toEqual(['__proto__', 'constructor', 'name.__proto__', 'emails.__proto__'])
  })
})

describe('a resource type with a schema of its own', () => {
  const badgeUrn = 'urn:example:params:scim:schemas:extension:badge:2.0:User'
  const withBadges: ResourceType = {
    ...userResourceType,
    extensions: [
      ...userResourceType.extensions,
      {
        required: false,
        schema: {
          id: badgeUrn,
          name: 'Badge',
          description: 'Badges',
          attributes: [
            defineAttribute('number', 'The number.', { type: 'integer', required: true }),
            defineAttribute('tags', 'The tags.', { multiValued: true }),
            defineAttribute('weight', 'The weight.', { type: 'decimal' }),
            defineAttribute('issued', 'When.', { type: 'dateTime' }),
          ],
        },
      },
    ],
  }
  const parse = (badge: unknown) => parseResource(withBadges, { userName: 'ada', [badgeUrn]: badge }, { strict: false }).resource

  it('parses every type of attribute', () => {
    const badge = { number: 7, tags: ['a', 'b', 'a', ''], weight: 1.5, issued: '2026-11-24T08:00:00+01:00' }
    expect(parse(badge)).toEqual({
      schemas: [userResourceType.schema.id, badgeUrn],
      userName: 'ada',
      [badgeUrn]: { ...badge, tags: ['a', 'b'] },
    })
  })

  it.each([
    { number: 1.5 },
    { number: '7' },
    { number: 7, weight: '1' },
    { number: 7, tags: [1] },
    { number: 7, issued: 'today' },
    { tags: ['a'] },
  ])('refuses %j', (badge) => {
    expect(refusal(() => parse(badge))).toMatchObject({ scimType: 'invalidValue' })
  })

  it('cannot define an attribute named like a property of every object', () => {
    const extension = {
      required: false,
      schema: { id: 'urn:x:y', name: 'X', description: 'X', attributes: [defineAttribute('constructor', '')] },
    }
    const hostile: ResourceType = { ...userResourceType, extensions: [extension] }
    expect(() => parseResource(hostile, { userName: 'ada' }, { strict: false })).toThrow(TypeError)
  })
})

describe('equalResources', () => {
  it.each([
    ['null, [], {} and absent (rule 4)', { a: null, b: [], c: { d: null } }, {}, true],
    ['names in another order', { a: 'x', b: 'y' }, { b: 'y', a: 'x' }, true],
    ['elements in another order', { a: [{ v: 1 }, { v: 2, w: 3 }] }, { a: [{ w: 3, v: 2 }, { v: 1 }] }, true],
    ['elements as often as they are there', { a: [1, 1, 2] }, { a: [1, 2, 2] }, false],
    ['false and absent', { a: false }, {}, false],
    ['another case', { a: 'x' }, { a: 'X' }, false],
    ['a value and its text', { a: 1 }, { a: '1' }, false],
    ['an element more', { a: [1] }, { a: [1, 2] }, false],
    ['an object and a list', { a: { b: 1 } }, { a: [1] }, false],
  ] as [string, JsonObject, JsonObject, boolean][])('%s', (_, a, b, equal) => {
    expect(equalResources(a, b)).toBe(equal)
    expect(equalResources(b, a)).toBe(equal)
  })
})
