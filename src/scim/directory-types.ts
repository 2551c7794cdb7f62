import type { CustomAttribute, CustomSchema, CustomSubAttribute } from '../domain/custom-schema.ts'
import type { ServedDirectory } from '../store/directory.ts'
import { defineAttribute, groupResourceType, userResourceType, type Attribute, type ResourceType, type Schema } from './protocol/schemas.ts'

/** What the users and groups of a directory consist of. */
export type DirectoryTypes = { user: ResourceType; group: ResourceType }

const standardTypes: DirectoryTypes = { user: userResourceType, group: groupResourceType }

/** RFC 7643 §7: what /Schemas says of uniqueness is what the directory does. */
const typesOfRepeatedNames: DirectoryTypes = { user: userResourceType, group: withRepeatedNames(groupResourceType) }

function withRepeatedNames(type: ResourceType): ResourceType {
  const attributes = type.schema.attributes.map((attribute): Attribute =>
    attribute.name === 'displayName' ? { ...attribute, uniqueness: 'none' } : attribute,
  )
  return { ...type, schema: { ...type.schema, attributes } }
}

const mostKept = 1_000
const kept = new Map<string, { version: number; types: DirectoryTypes }>()

/** The resource types of a directory, with the schema extensions that it declares (RFC 7643 §3.3). Made once for each version of its settings. */
export function directoryTypes({
  id,
  version,
  customSchemas,
  allowsRepeatedGroupNames = false,
}: Pick<ServedDirectory, 'id' | 'version' | 'customSchemas'> & { allowsRepeatedGroupNames?: boolean }): DirectoryTypes {
  const standard = allowsRepeatedGroupNames ? typesOfRepeatedNames : standardTypes
  if (customSchemas.length === 0) return standard
  const known = kept.get(id)
  if (known?.version === version) return known.types
  const types = { user: extend(standard.user, customSchemas), group: extend(standard.group, customSchemas) }
  if (known === undefined && kept.size >= mostKept) kept.delete(kept.keys().next().value!)
  kept.set(id, { version, types })
  return types
}

function extend(type: ResourceType, customSchemas: readonly CustomSchema[]): ResourceType {
  const own = customSchemas.filter(({ resourceType }) => resourceType === type.name)
  if (own.length === 0) return type
  const extensions = own.map((schema) => ({ schema: toSchema(schema), required: schema.required }))
  return { ...type, extensions: [...type.extensions, ...extensions] }
}

function toSchema({ id, name, description, attributes }: CustomSchema): Schema {
  return { id, name, description, attributes: attributes.map(toAttribute) }
}

function toAttribute(attribute: CustomAttribute): Attribute {
  const { multiValued, mutability, subAttributes } = attribute
  return define(attribute, {
    multiValued,
    mutability,
    // RFC 7643 §7: a part is no more changeable than the whole.
    ...(subAttributes.length > 0 ? { subAttributes: subAttributes.map((part) => define(part, { mutability })) } : {}),
  })
}

function define(attribute: CustomAttribute | CustomSubAttribute, more: Partial<Attribute>): Attribute {
  const { name, description, type, required, returned, caseExact, canonicalValues, referenceTypes } = attribute
  return defineAttribute(name, description, {
    type,
    required,
    returned,
    ...(type === 'string' ? { caseExact } : {}),
    ...(canonicalValues.length > 0 ? { canonicalValues } : {}),
    ...(referenceTypes.length > 0 ? { referenceTypes } : {}),
    ...more,
  })
}
