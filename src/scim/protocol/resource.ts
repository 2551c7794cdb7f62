import { findAttribute, findExtension, findExtensionAttribute } from './attribute-lookup.ts'
import type { Extension } from './attribute-lookup.ts'
import { ignoreName, invalidValue, parseAttributeValue } from './attribute-value.ts'
import type { Parsing, Strictness } from './attribute-value.ts'
import { equalValues, isJsonObject, isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { isComplex } from './multi-valued.ts'
import type { Attribute, ResourceType } from './schemas.ts'
import { ScimError } from './scim-error.ts'
import { isLegacyUrn } from './urns.ts'

export type ParsedResource = {
  /** Canonical names and types, unassigned attributes left out, nothing readOnly or writeOnly. */
  resource: JsonObject
  /** Names in the body that no schema defines. What is readOnly or a password is dropped without mention. */
  ignored: string[]
}

/** The body of a POST or PUT. Refuses with invalidSyntax or invalidValue what cannot be a resource of this type. */
export function parseResource(resourceType: ResourceType, body: unknown, { strict }: Strictness): ParsedResource {
  if (!isJsonObject(body)) throw new ScimError(400, 'invalidSyntax', 'The body has to be a JSON object.')
  const parsing: Parsing = { strict, ignored: new Set() }
  const resource: JsonObject = { schemas: [] }
  let declared: unknown
  for (const name of Object.keys(body)) {
    const attribute = findAttribute(resourceType, name)
    if (attribute?.name === 'schemas') declared = body[name]
    else if (attribute !== undefined) assign(resource, attribute, body[name], parsing)
    else parseExtension(resource, findExtension(resourceType, name), name, body[name], parsing)
  }
  checkSchemas(resourceType, declared, parsing)
  refuseMissing(resourceType, resource)
  resource['schemas'] = schemasOf(resourceType, resource)
  return { resource, ignored: [...parsing.ignored] }
}

function assign(target: JsonObject, attribute: Attribute, value: unknown, parsing: Parsing): void {
  // RFC 7644 §3.3 and §3.5.1: readOnly attributes in a body are ignored. A writeOnly one, the password, is never kept.
  if (attribute.mutability === 'readOnly' || attribute.mutability === 'writeOnly') return
  const parsed = parseAttributeValue(attribute, value, parsing)
  if (parsed !== null) target[attribute.name] = parsed
  else delete target[attribute.name]
}

function parseExtension(resource: JsonObject, extension: Extension | undefined, name: string, value: unknown, parsing: Parsing): void {
  if (extension === undefined) {
    ignoreName(name, isLegacyUrn(name) ? { ...parsing, strict: false } : parsing)
    return
  }
  const urn = extension.schema.id
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return
  if (!isJsonObject(value)) throw invalidValue(`${urn} has to be an object.`)
  const parsed: JsonObject = {}
  for (const key of Object.keys(value)) {
    const attribute = findExtensionAttribute(extension, key)
    if (attribute === undefined) ignoreName(`${urn}:${key}`, parsing)
    else assign(parsed, attribute, value[key], parsing)
  }
  if (!isUnassigned(parsed)) resource[urn] = parsed
}

// RFC 7643 §3: `schemas` says what the body holds. Deviation: Entra and OneLogin declare URNs of their own, and some leave it out.
function checkSchemas(resourceType: ResourceType, declared: unknown, parsing: Parsing): void {
  if (isUnassigned(declared as JsonValue | undefined)) {
    if (parsing.strict) throw new ScimError(400, 'invalidSyntax', 'The body needs "schemas".')
    return
  }
  const urns = typeof declared === 'string' && !parsing.strict ? [declared] : declared
  if (!Array.isArray(urns)) throw new ScimError(400, 'invalidSyntax', '"schemas" has to be an array of URNs.')
  for (const urn of urns) {
    if (typeof urn !== 'string') throw new ScimError(400, 'invalidSyntax', '"schemas" has to be an array of URNs.')
    if (!isDeclared(resourceType, urn) && !isLegacyUrn(urn)) ignoreName(urn, parsing)
  }
}

function isDeclared(resourceType: ResourceType, urn: string): boolean {
  return urn.toLowerCase() === resourceType.schema.id.toLowerCase() || findExtension(resourceType, urn) !== undefined
}

function refuseMissing(resourceType: ResourceType, resource: JsonObject): void {
  for (const attribute of resourceType.schema.attributes) refuseUnassigned(attribute, resource[attribute.name])
  for (const extension of resourceType.extensions) refuseIncomplete(extension, resource[extension.schema.id])
}

/** RFC 7643 §6: a required extension has to be there, and each that is there with all that it requires. */
export function refuseIncomplete({ schema, required }: ResourceType['extensions'][number], values: JsonValue | undefined): void {
  if (isUnassigned(values) && !required) return
  for (const attribute of schema.attributes) {
    const value = isComplex(values) ? values[attribute.name] : undefined
    refuseUnassigned(attribute, value)
    refuseMissingParts(attribute, value)
  }
  if (isUnassigned(values)) throw invalidValue(`${schema.id} is required.`)
}

function refuseMissingParts(attribute: Attribute, value: JsonValue | undefined): void {
  const required = (attribute.subAttributes ?? []).filter((subAttribute) => subAttribute.required)
  if (required.length === 0 || isUnassigned(value)) return
  for (const element of Array.isArray(value) ? value : [value]) {
    const missing = required.find(({ name }) => isComplex(element) && isUnassigned(element[name]))
    if (missing) throw invalidValue(`${attribute.name} needs ${missing.name}.`)
  }
}

/** RFC 7643 §4.1.1 and §4.2: userName and displayName are not just present but non-empty; blanks are empty. */
export function refuseUnassigned(attribute: Attribute, value: JsonValue | undefined): void {
  if (!attribute.required || attribute.mutability === 'readOnly') return
  if (isUnassigned(value) || (typeof value === 'string' && value.trim() === '')) {
    throw invalidValue(`${attribute.name} is required and cannot be empty.`)
  }
}

/** RFC 7643 §3.3: the base schema, and each extension that has a value. */
export function schemasOf(resourceType: ResourceType, resource: JsonObject): string[] {
  const extensions = resourceType.extensions.map(({ schema }) => schema.id).filter((urn) => !isUnassigned(resource[urn]))
  return [resourceType.schema.id, ...extensions]
}

/**
 * True when storing `b` in place of `a` would change nothing. Null, [] and absent are equal (RFC 7643 §2.5), and so are lists
 * in another order, as a provider that repeats itself may shuffle them; `false` and absent differ.
 */
export function equalResources(a: JsonObject, b: JsonObject): boolean {
  return equalValues(a, b)
}
