import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/scim/protocol/json.ts'
import { applyProjection, includesAttribute, parseProjection } from '../../../src/scim/protocol/projection.ts'
import { defineAttribute, groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import type { ResourceType } from '../../../src/scim/protocol/schemas.ts'
import cases from './projection.cases.json' with { type: 'json' }
import { refusal } from './refusal.ts'

type ProjectionCase = {
  title: string
  query: { attributes?: string | string[]; excludedAttributes?: string }
  shows: JsonObject
}

const ada = cases.ada as unknown as JsonObject

describe('a projection', () => {
  it.each(cases.cases as ProjectionCase[])('$title', ({ query, shows }) => {
    const untouched = structuredClone(ada)
    const projected = applyProjection(parseProjection(userResourceType, query), ada)
    expect(projected).toEqual({ schemas: ada['schemas'], id: '1', ...shows })
    expect(ada).toEqual(untouched)
  })

  it('rule 92: attributes and excludedAttributes exclude each other [R44 §3.9]', () => {
    const query = { attributes: 'userName', excludedAttributes: 'emails' }
    expect(refusal(() => parseProjection(userResourceType, query))).toMatchObject({ status: 400, scimType: 'invalidValue' })
  })

  it('rule 29: what is returned on request appears only when named [R43 §7]', () => {
    const schema = {
      ...userResourceType.schema,
      attributes: [...userResourceType.schema.attributes, defineAttribute('notes', 'Notes.', { returned: 'request' })],
    }
    const withNotes: ResourceType = { ...userResourceType, schema }
    const shows = (query: { attributes?: string; excludedAttributes?: string }) =>
      'notes' in applyProjection(parseProjection(withNotes, query), { id: '1', notes: 'x' })
    expect(shows({})).toBe(false)
    expect(shows({ excludedAttributes: 'emails' })).toBe(false)
    expect(shows({ attributes: 'userName' })).toBe(false)
    expect(shows({ attributes: 'notes' })).toBe(true)
  })

  it('rule 29: naming a whole extension does not name what it returns on request', () => {
    const urn = 'urn:example:params:scim:schemas:extension:badge:2.0:User'
    const attributes = [defineAttribute('number', 'Number.'), defineAttribute('pin', 'PIN.', { returned: 'request' })]
    const extensions = [{ required: false, schema: { id: urn, name: 'Badge', description: 'Badge', attributes } }]
    const withBadge: ResourceType = { ...userResourceType, extensions }
    const resource = { id: '1', [urn]: { number: '7', pin: '1234' } }
    const shown = (names: string) => applyProjection(parseProjection(withBadge, { attributes: names }), resource)
    expect(shown(urn)).toEqual({ id: '1', [urn]: { number: '7' } })
    expect(shown(`${urn},${urn}:pin`)).toEqual({ id: '1', [urn]: { number: '7', pin: '1234' } })
  })
})

describe('rule 95: includesAttribute says whether members have to be read', () => {
  it.each([
    [{}, true],
    [{ excludedAttributes: 'members' }, false],
    [{ excludedAttributes: 'Members,displayName' }, false],
    [{ excludedAttributes: 'members.display' }, true],
    [{ attributes: 'displayName' }, false],
    [{ attributes: 'members' }, true],
    [{ attributes: 'members.value' }, true],
    [{ attributes: 'urn:ietf:params:scim:schemas:core:2.0:Group:members' }, true],
  ])('%j: %s', (query, included) => {
    expect(includesAttribute(parseProjection(groupResourceType, query), 'members')).toBe(included)
  })

  it('knows extensions and refuses what no schema defines', () => {
    const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const projection = parseProjection(userResourceType, { attributes: `${extension}:department` })
    expect(includesAttribute(projection, extension)).toBe(true)
    expect(includesAttribute(projection, `${extension}:department`)).toBe(true)
    expect(includesAttribute(projection, `${extension}:manager`)).toBe(false)
    expect(includesAttribute(parseProjection(userResourceType, { attributes: extension }), `${extension}:manager`)).toBe(true)
    expect(includesAttribute(parseProjection(userResourceType, {}), 'colour')).toBe(false)
    expect(includesAttribute(parseProjection(userResourceType, {}), 'password')).toBe(false)
  })
})
