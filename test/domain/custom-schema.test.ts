import { describe, expect, test } from 'vitest'
import { checkCustomSchemas, type CustomAttributeDraft, type CustomSchemaDraft } from '../../src/domain/custom-schema.ts'
import { DomainError } from '../../src/domain/errors.ts'

const schemaOf = (attributes: readonly CustomAttributeDraft[], more: Partial<CustomSchemaDraft> = {}): CustomSchemaDraft => ({
  id: 'urn:example:scim:1.0:User',
  resourceType: 'User',
  name: 'Example',
  attributes,
  ...more,
})
const named = (id: string): CustomSchemaDraft => schemaOf([{ name: 'level' }], { id })
const numbered = <Made>(count: number, make: (index: number) => Made): Made[] => Array.from({ length: count }, (_, index) => make(index))

function refusal(drafts: readonly CustomSchemaDraft[]): string {
  try {
    checkCustomSchemas(drafts)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INVALID_INPUT') return error.message
    throw error
  }
  return 'accepted'
}

describe('A custom schema', () => {
  test('is completed by what RFC 7643 §2.2 says of an attribute', () => {
    const [schema] = checkCustomSchemas([schemaOf([{ name: 'level' }, { name: 'badge', type: 'reference', referenceTypes: ['external'] }])])
    expect(schema).toEqual({
      id: 'urn:example:scim:1.0:User',
      resourceType: 'User',
      name: 'Example',
      description: '',
      required: false,
      attributes: [
        {
          name: 'level',
          type: 'string',
          multiValued: false,
          description: '',
          required: false,
          canonicalValues: [],
          caseExact: false,
          mutability: 'readWrite',
          returned: 'default',
          referenceTypes: [],
          subAttributes: [],
        },
        expect.objectContaining({ name: 'badge', caseExact: true, referenceTypes: ['external'] }),
      ],
    })
  })

  test.each([
    'urn:example:x',
    'urn:example:scim:1.0:User',
    'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User',
    'urn:okta:acme_1:1.0:user:custom',
    'urn:acme:2.0',
  ])('can have the URN %s', (id) => {
    expect(refusal([named(id)])).toBe('accepted')
  })

  test.each([
    ['', /cannot be the URN/],
    ['level', /cannot be the URN/],
    ['URN:example:x', /cannot be the URN/],
    ['urn:x:y', /cannot be the URN/],
    ['urn:example:', /cannot be the URN/],
    ['urn:example:a::b', /cannot be the URN/],
    ['urn:example:a b', /cannot be the URN/],
    ['urn:example:a.b.c', /cannot be the URN/],
    ['urn:example:"x"', /cannot be the URN/],
    [`urn:example:${'x'.repeat(200)}`, /cannot be the URN/],
    ['urn:ietf:params:scim:schemas:core:2.0:User', /reserved/],
    ['urn:ietf:params:scim:schemas:core:2.0:Device', /reserved/],
    ['urn:IETF:params:scim:schemas:extension:Enterprise:2.0:User', /reserved/],
    ['urn:ietf:params:scim:schemas:extension:enterprise', /reserved/],
    ['urn:ietf:params:scim:api:messages:2.0:PatchOp', /reserved/],
    ['urn:scim:schemas:core:1.0', /reserved/],
    ['urn:ietf:params:scim:schemas:extension', /continues/],
  ])('cannot have the URN %j', (id, reason) => {
    expect(refusal([named(id)])).toMatch(reason)
  })

  test('has a URN that no other one has or continues, whatever the case', () => {
    expect(refusal([named('urn:example:a'), named('urn:example:A')])).toMatch(/twice/)
    expect(refusal([named('urn:example:a'), named('urn:example:A:b')])).toMatch(/continues/)
    expect(refusal([named('urn:example:a:b'), named('urn:example:a')])).toMatch(/continues/)
    expect(refusal([named('urn:example:a'), named('urn:example:ab')])).toBe('accepted')
  })

  test.each<[string, CustomAttributeDraft[], RegExp]>([
    ['no attribute', [], /0 attributes/],
    ['too many attributes', numbered(101, (index) => ({ name: `a${index}` })), /101 attributes/],
    ['one name in two cases', [{ name: 'level' }, { name: 'LEVEL' }], /twice/],
    ['a name that begins with a digit', [{ name: '1st' }], /cannot have an attribute "1st"/],
    ['a name with a dot', [{ name: 'a.b' }], /cannot have an attribute/],
    ['a name with a colon', [{ name: 'a:b' }], /cannot have an attribute/],
    ['an empty name', [{ name: '' }], /cannot have an attribute/],
    ['a name beyond ASCII', [{ name: 'größe' }], /cannot have an attribute/],
    ['a name of 101 characters', [{ name: 'a'.repeat(101) }], /cannot have an attribute/],
    ['a name that begins with an underscore', [{ name: '__proto__' }], /cannot have an attribute/],
    ['a name of Object.prototype', [{ name: 'constructor' }], /no attribute can have this name/],
    ['another name of Object.prototype', [{ name: 'toString' }], /no attribute can have this name/],
    ['a part with a name of Object.prototype', [{ name: 'a', type: 'complex', subAttributes: [{ name: 'valueOf' }] }], /no attribute can/],
    ['a complex attribute without parts', [{ name: 'a', type: 'complex' }], /0 subAttributes/],
    ['parts of a string', [{ name: 'a', subAttributes: [{ name: 'b' }] }], /1 subAttributes/],
    ['51 parts', [{ name: 'a', type: 'complex', subAttributes: numbered(51, (index) => ({ name: `s${index}` })) }], /51 subAttributes/],
    ['a part in two cases', [{ name: 'a', type: 'complex', subAttributes: [{ name: 'b' }, { name: 'B' }] }], /twice/],
    ['a complex part', [{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }], /cannot be complex/],
    ['a part that is always returned', [{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', returned: 'always' }] }], /always/],
    ['$ref that is no reference', [{ name: 'a', type: 'complex', subAttributes: [{ name: '$ref' }] }], /has to be a reference/],
    ['$ref as an attribute', [{ name: '$ref', type: 'reference', referenceTypes: ['uri'] }], /cannot have an attribute/],
    ['a reference to nothing', [{ name: 'a', type: 'reference' }], /referenceTypes/],
    ['a reference to an unknown type', [{ name: 'a', type: 'reference', referenceTypes: ['Device'] }], /referenceTypes/],
    ['referenceTypes of a string', [{ name: 'a', referenceTypes: ['User'] }], /referenceTypes/],
    ['no canonicalValues at all', [{ name: 'a', canonicalValues: [] }], /0 canonicalValues/],
    ['canonicalValues of an integer', [{ name: 'a', type: 'integer', canonicalValues: ['1'] }], /canonicalValues/],
    ['canonicalValues that differ in case alone', [{ name: 'a', canonicalValues: ['x', 'X'] }], /repeats/],
    ['an empty canonical value', [{ name: 'a', canonicalValues: [' '] }], /1 to 200 characters/],
    ['a boolean that is case exact', [{ name: 'a', type: 'boolean', caseExact: true }], /no case/],
    ['a binary that is not case exact', [{ name: 'a', type: 'binary', caseExact: false }], /always caseExact/],
    ['a description with U+0000', [{ name: 'a', description: 'x\u0000' }], /control character/],
    ['a description with half of a surrogate pair', [{ name: 'a', description: '\ud800' }], /control character/],
    ['a description of 501 characters', [{ name: 'a', description: 'x'.repeat(501) }], /500 characters/],
  ])('is refused with %s, and says so', (_, attributes, reason) => {
    const message = refusal([schemaOf(attributes)])
    expect(message).toMatch(reason)
    expect(message).toMatch(/Nothing was changed\.$/)
    expect(message).toContain('urn:example:scim:1.0:User')
  })

  test('can have canonical values in several cases where case counts', () => {
    expect(refusal([schemaOf([{ name: 'a', caseExact: true, canonicalValues: ['x', 'X'] }])])).toBe('accepted')
  })

  test('is one of ten of its directory, and all of them together have a bounded size', () => {
    expect(refusal(numbered(10, (index) => named(`urn:example:s${index}`)))).toBe('accepted')
    expect(refusal(numbered(11, (index) => named(`urn:example:s${index}`)))).toMatch(/11/)
    const description = 'x'.repeat(500)
    expect(refusal([schemaOf(numbered(100, (index) => ({ name: `a${index}`, description })))])).toMatch(/65536/)
  })

  test('needs a name', () => {
    expect(refusal([schemaOf([{ name: 'a' }], { name: '  ' })])).toMatch(/name must have 1 to 200/)
  })
})
