import type { CustomAttribute, CustomSchema, CustomSubAttribute } from '../../domain/custom-schema.ts'
import type { JsonObject, JsonValue } from '../protocol/json.ts'

/**
 * A body with values for what the directory's own schemas require of it: whoever declares that has the identity provider send it, and it is no matter of the test
 * whether that is set up. Other bodies stay as they are.
 */
export function withRequired(body: JsonObject, resourceType: CustomSchema['resourceType'], schemas: readonly CustomSchema[]): JsonObject {
  const needed = schemas.filter((schema) => schema.required && schema.resourceType === resourceType)
  if (needed.length === 0 || !Array.isArray(body['schemas'])) return body
  const extensions = needed.map((schema) => [schema.id, valuesOf(schema.attributes)] as const)
  return { ...body, schemas: [...body['schemas'], ...needed.map(({ id }) => id)], ...Object.fromEntries(extensions) }
}

function valuesOf(attributes: readonly (CustomAttribute | CustomSubAttribute)[]): JsonObject {
  const required = attributes.filter(({ required: isRequired }) => isRequired)
  // A schema of which nothing is required still has to be there with something.
  const given = required.length > 0 ? required : attributes.slice(0, 1)
  return Object.fromEntries(given.map((attribute) => [attribute.name, sampleOf(attribute)]))
}

function sampleOf(attribute: CustomAttribute | CustomSubAttribute): JsonValue {
  const value = simpleSample(attribute)
  return 'multiValued' in attribute && attribute.multiValued ? [value] : value
}

function simpleSample(attribute: CustomAttribute | CustomSubAttribute): JsonValue {
  switch (attribute.type) {
    case 'boolean':
      return true
    case 'integer':
      return 1
    case 'decimal':
      return 1.5
    case 'dateTime':
      return '2030-01-01T00:00:00Z'
    case 'binary':
      return 'AA=='
    case 'reference':
      return 'https://idp.example/sample'
    case 'complex':
      return 'subAttributes' in attribute ? valuesOf(attribute.subAttributes) : {}
    case 'string':
      return attribute.canonicalValues[0] ?? 'sample'
  }
}
