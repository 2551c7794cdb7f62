import { describe, expect, it } from 'vitest'
import { commonAttributes, coreGroupSchema, coreUserSchema, enterpriseUserSchema } from '../../../src/scim/protocol/schemas.ts'
import type { Attribute, Schema } from '../../../src/scim/protocol/schemas.ts'

const every = (attributes: readonly Attribute[]): Attribute[] =>
  attributes.flatMap((attribute) => [attribute, ...every(attribute.subAttributes ?? [])])
const find = (schema: Schema, name: string) => schema.attributes.find((attribute) => attribute.name === name)

describe('the schemas (rule 33) [R43 §7, §8.7]', () => {
  const all = [commonAttributes, coreUserSchema.attributes, coreGroupSchema.attributes, enterpriseUserSchema.attributes].flatMap(every)

  it('have no empty canonicalValues and no complex subAttributes', () => {
    expect(all.filter(({ canonicalValues }) => canonicalValues?.length === 0)).toEqual([])
    const nested = all.flatMap(({ subAttributes = [] }) => subAttributes).filter(({ type }) => type === 'complex')
    expect(nested).toEqual([])
  })

  it('say subAttributes of complex attributes only, and referenceTypes of references only', () => {
    for (const { name, type, subAttributes, referenceTypes, description } of all) {
      expect([name, subAttributes !== undefined]).toEqual([name, type === 'complex'])
      expect([name, referenceTypes !== undefined]).toEqual([name, type === 'reference'])
      expect(description).not.toBe('')
    }
  })

  it('list the attributes of a User in the order of the RFC', () => {
    expect(coreUserSchema.attributes.map(({ name }) => name)).toEqual([
      'userName',
      'name',
      'displayName',
      'nickName',
      'profileUrl',
      'title',
      'userType',
      'preferredLanguage',
      'locale',
      'timezone',
      'active',
      'password',
      'emails',
      'phoneNumbers',
      'ims',
      'photos',
      'addresses',
      'groups',
      'entitlements',
      'roles',
      'x509Certificates',
    ])
  })

  it('hold what the rules lean on', () => {
    expect(find(coreUserSchema, 'userName')).toMatchObject({ required: true, caseExact: false, uniqueness: 'server' })
    expect(find(coreUserSchema, 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' })
    expect(find(coreUserSchema, 'groups')).toMatchObject({ mutability: 'readOnly' })
    expect(find(coreGroupSchema, 'displayName')).toMatchObject({ required: true })
    expect(find(coreGroupSchema, 'members')?.subAttributes?.every(({ mutability }) => mutability === 'immutable')).toBe(true)
    expect(commonAttributes.filter(({ returned }) => returned === 'always').map(({ name }) => name)).toEqual(['schemas', 'id'])
    expect(commonAttributes.find(({ name }) => name === 'externalId')).toMatchObject({ caseExact: true, mutability: 'readWrite' })
  })
})
