import { findAttribute, findExtension, findExtensionAttribute, findSubAttribute } from './attribute-lookup.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Attribute, ResourceType, Schema } from './schemas.ts'
import { quoted, ScimError } from './scim-error.ts'

/** RFC 7644 §3.10: `[URN ":"] attribute ["." subAttribute]`, as text says it, before any schema is asked. */
export type AttributePath = { schema?: string; attribute: string; subAttribute?: string }

export type ResolvedPath = {
  readonly schema: Schema
  readonly isExtension: boolean
  /** For a bare extension URN: the whole extension as one complex attribute, whose name is the URN. */
  readonly attribute: Attribute
  readonly subAttribute?: Attribute
}

const plainPath = /^([a-z$][\w$-]*)(?:\.([a-z$][\w$-]*))?$/i
const urnTail = /^([\w$-]+)(?:\.([\w$-]+))?(?:\.([\w$-]+))?$/

export function parseAttributePath(text: string): AttributePath {
  const path = readAttributePath(text)
  if (path !== undefined) return path
  const detail = `${quoted(text)} is not an attribute path. Write attribute, attribute.subAttribute or urn:attribute.`
  throw new ScimError(400, 'invalidPath', detail)
}

/** The same where a text that is no path is not an error. */
export function readAttributePath(text: string): AttributePath | undefined {
  const colon = text.lastIndexOf(':')
  if (colon !== -1) return readUrnPath(text, colon)
  const parts = plainPath.exec(text)
  return parts === null ? undefined : toPath(undefined, parts[1] ?? '', parts[2])
}

// The dots of "2.0" lie before the last colon, so only what follows it can be attribute and subAttribute.
function readUrnPath(text: string, colon: number): AttributePath | undefined {
  const schema = text.slice(0, colon)
  const parts = urnTail.exec(text.slice(colon + 1))
  if (parts === null || !/^urn:/i.test(schema)) return undefined
  const [, first = '', second, third] = parts
  // Deviation: "…:User.manager.value", with a dot where the RFC has a colon, as Entra's collections write it.
  if (second !== undefined && third !== undefined) return toPath(`${schema}:${first}`, second, third)
  return toPath(schema, first, second)
}

function toPath(schema: string | undefined, attribute: string, subAttribute: string | undefined): AttributePath {
  const path: AttributePath = { attribute }
  if (schema !== undefined) path.schema = schema
  if (subAttribute !== undefined) path.subAttribute = subAttribute
  return path
}

export function formatAttributePath({ schema, attribute, subAttribute }: AttributePath): string {
  const name = subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`
  return schema === undefined ? name : `${schema}:${name}`
}

/** The attribute a path means to this resource type, or undefined when its schemas define none. */
export function resolvePath(resourceType: ResourceType, path: AttributePath): ResolvedPath | undefined {
  if (path.schema === undefined) return resolveInBase(resourceType, path.attribute, path.subAttribute)
  const wholeExtension = resolveExtension(resourceType, formatAttributePath(path))
  if (wholeExtension !== undefined) return wholeExtension
  return (
    resolveQualified(resourceType, path.schema, path.attribute, path.subAttribute) ??
    // Deviation: "…:User.manager" parses as attribute User, subAttribute manager.
    (path.subAttribute === undefined
      ? undefined
      : resolveQualified(resourceType, `${path.schema}:${path.attribute}`, path.subAttribute, undefined))
  )
}

/** The object of a declared extension, by its URN. */
export function resolveExtension(resourceType: ResourceType, urn: string): ResolvedPath | undefined {
  const extension = findExtension(resourceType, urn)
  return extension && { schema: extension.schema, isExtension: true, attribute: extension.whole }
}

/** Deviation: Entra sends `manager` without its URN. Found when exactly one extension defines the attribute. */
export function resolveUnqualified(resourceType: ResourceType, path: AttributePath): ResolvedPath | undefined {
  if (path.schema !== undefined) return undefined
  const found = resourceType.extensions.flatMap(
    ({ schema }) => resolveQualified(resourceType, schema.id, path.attribute, path.subAttribute) ?? [],
  )
  return found.length === 1 ? found[0] : undefined
}

function resolveInBase(resourceType: ResourceType, name: string, subName: string | undefined): ResolvedPath | undefined {
  return withSubAttribute(resourceType.schema, false, findAttribute(resourceType, name), subName)
}

function resolveQualified(resourceType: ResourceType, urn: string, name: string, subName: string | undefined): ResolvedPath | undefined {
  if (urn.toLowerCase() === resourceType.schema.id.toLowerCase()) return resolveInBase(resourceType, name, subName)
  const extension = findExtension(resourceType, urn)
  return extension && withSubAttribute(extension.schema, true, findExtensionAttribute(extension, name), subName)
}

function withSubAttribute(
  schema: Schema,
  isExtension: boolean,
  attribute: Attribute | undefined,
  subName: string | undefined,
): ResolvedPath | undefined {
  if (attribute === undefined) return undefined
  if (subName === undefined) return { schema, isExtension, attribute }
  const subAttribute = findSubAttribute(attribute, subName)
  return subAttribute && { schema, isExtension, attribute, subAttribute }
}

export function isWholeExtension(path: ResolvedPath): boolean {
  return path.isExtension && path.attribute.name === path.schema.id
}

/** In canonical case, as details name it. */
export function formatResolvedPath({ schema, isExtension, attribute, subAttribute }: ResolvedPath): string {
  if (isExtension && attribute.name === schema.id) return schema.id
  const name = subAttribute === undefined ? attribute.name : `${attribute.name}.${subAttribute.name}`
  return isExtension ? `${schema.id}:${name}` : name
}

/** The stored value of the path's attribute (not of its subAttribute). */
export function readAttribute(resource: JsonObject, path: ResolvedPath): JsonValue | undefined {
  if (!path.isExtension || isWholeExtension(path)) return resource[path.attribute.name]
  const extension = resource[path.schema.id]
  return typeof extension === 'object' && extension !== null && !Array.isArray(extension) ? extension[path.attribute.name] : undefined
}
