import { findSubAttribute } from './attribute-lookup.ts'
import { parseBooleanText } from './comparison.ts'
import { parseDateTime } from './date-time.ts'
import { isJsonObject, isStorableText, isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { distinctElements, isHollow, settlePrimary } from './multi-valued.ts'
import { membersAttribute } from './schemas.ts'
import type { Attribute } from './schemas.ts'
import { quoted, ScimError } from './scim-error.ts'

export type Strictness = {
  /** Refuse what only lenient servers accept: unknown names, "True" as text, one object in place of an array. */
  readonly strict: boolean
}

/** Names the schemas do not define, which a lenient request may carry; reported so that they can be logged. */
export type IgnoredNames = Set<string>

export type Parsing = Strictness & {
  readonly ignored: IgnoredNames
  /** What RFC 7644 §3.5.2 asks for; in the body of a POST or PUT readOnly is ignored. */
  readonly refusesReadOnly?: boolean
}

const mostIgnoredNames = 100
const longestIgnoredName = 200
const mostElements = 1000

/** The client's value in canonical names and types, or null for unassigned. Refuses a wrong type with invalidValue. */
export function parseAttributeValue(attribute: Attribute, value: unknown, parsing: Parsing): JsonValue {
  if (attribute.multiValued) return parseElements(attribute, value, parsing)
  return attribute.type === 'complex'
    ? parseComplexValue(attribute, value, parsing)
    : parseSimpleValue(attribute, undefined, value, parsing)
}

/** Ignoring is lenient; strict mode answers what the interoperability profile asks for. */
export function ignoreName(name: string, { strict, ignored }: Parsing): void {
  if (strict) throw new ScimError(400, 'invalidSyntax', `The schemas of this resource define no ${quoted(name)}.`)
  if (ignored.size < mostIgnoredNames) ignored.add(name.slice(0, longestIgnoredName))
}

export function invalidValue(detail: string): ScimError {
  return new ScimError(400, 'invalidValue', detail)
}

function wrongType(attribute: Attribute, parent: Attribute | undefined): ScimError {
  const name = parent === undefined ? attribute.name : `${parent.name}.${attribute.name}`
  return invalidValue(`${name} has to be ${attribute.multiValued ? 'an array of ' : ''}${attribute.type}.`)
}

export function parseSimpleValue(
  attribute: Attribute,
  parent: Attribute | undefined,
  value: unknown,
  { strict }: Strictness,
): string | number | boolean | null {
  if (value === null || value === undefined || value === '') return null
  switch (attribute.type) {
    case 'boolean': {
      const truth = typeof value === 'string' && !strict ? parseBooleanText(value) : value
      if (typeof truth === 'boolean') return truth
      break
    }
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value
      break
    case 'decimal':
      if (typeof value === 'number' && Number.isFinite(value)) return value
      break
    default:
      if (typeof value === 'string' && isTextOf(attribute, value)) return storable(attribute, value)
  }
  // An empty array is unassigned for every attribute, RFC 7643 §2.5.
  if (Array.isArray(value) && value.length === 0) return null
  throw wrongType(attribute, parent)
}

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/

function isTextOf(attribute: Attribute, text: string): boolean {
  if (attribute.type === 'dateTime') return parseDateTime(text) !== undefined
  return attribute.type !== 'binary' || isBase64(text.replace(/\s/g, ''))
}

// RFC 4648 §4 and §5, with or without padding; certificates come with line breaks. One digit alone is no byte.
function isBase64(text: string): boolean {
  return base64.test(text) && (text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1)
}

function storable(attribute: Attribute, text: string): string {
  if (!isStorableText(text)) throw invalidValue(`${attribute.name} contains U+0000 or half of a surrogate pair.`)
  return text
}

/**
 * One complex value. With `keepsNull` a subAttribute that the client set to null stays as null, so that a PATCH can tell
 * "unassign" from "not mentioned"; a `value` set to null then unassigns the whole.
 */
export function parseComplexValue(attribute: Attribute, value: unknown, parsing: Parsing, keepsNull = false): JsonObject | null {
  if (value === null || value === undefined || value === '') return null
  if (isJsonObject(value)) return parseSubAttributes(attribute, value, parsing, keepsNull)
  if (Array.isArray(value) && value.length === 0) return null
  if (parsing.strict) throw wrongType(attribute, undefined)
  // Deviation: Entra sends a manager as a bare id, or as an array of one.
  if (Array.isArray(value) && value.length === 1 && !Array.isArray(value[0])) {
    return parseComplexValue(attribute, value[0], parsing, keepsNull)
  }
  const valueAttribute = findSubAttribute(attribute, 'value')
  if (typeof value !== 'string' || valueAttribute === undefined) throw wrongType(attribute, undefined)
  return { [valueAttribute.name]: parseSimpleValue(valueAttribute, attribute, value, parsing) }
}

function parseSubAttributes(
  attribute: Attribute,
  value: { readonly [name: string]: unknown },
  parsing: Parsing,
  keepsNull: boolean,
): JsonObject | null {
  const parsed: JsonObject = {}
  for (const name of Object.keys(value)) {
    const subAttribute = findSubAttribute(attribute, name)
    if (subAttribute === undefined) {
      ignoreName(`${attribute.name}.${name}`, parsing)
    } else if (subAttribute.mutability === 'readWrite' || subAttribute.mutability === 'immutable') {
      const parsedValue = parseSubAttribute(subAttribute, attribute, value[name], parsing)
      if (parsedValue !== null || keepsNull) parsed[subAttribute.name] = parsedValue
    } else if (subAttribute.mutability === 'readOnly' && parsing.refusesReadOnly === true) {
      throw new ScimError(400, 'mutability', `${attribute.name}.${subAttribute.name} is readOnly.`)
    }
  }
  if (keepsNull) return parsed['value'] === null ? null : parsed
  return isUnassigned(parsed) ? null : parsed
}

// RFC 7643 §2.3.8: a complex attribute contains no complex subAttributes; a multi-valued simple one is possible.
function parseSubAttribute(attribute: Attribute, parent: Attribute, value: unknown, parsing: Parsing): JsonValue {
  return attribute.multiValued ? parseElements(attribute, value, parsing) : parseSimpleValue(attribute, parent, value, parsing)
}

function parseElements(attribute: Attribute, value: unknown, parsing: Parsing): JsonValue[] | null {
  if (value === null || value === undefined || value === '') return null
  // Deviation: a OneLogin template may hold one object where the RFC wants an array.
  if (!Array.isArray(value) && parsing.strict) throw wrongType(attribute, undefined)
  const elements = (Array.isArray(value) ? value : [value]).flatMap((element) => parseElement(attribute, element, parsing) ?? [])
  refuseTooMany(attribute, elements.length)
  const settled = settlePrimary(distinctElements(attribute, elements), parsing.strict)
  return settled.length === 0 ? null : settled
}

function parseElement(attribute: Attribute, value: unknown, parsing: Parsing): JsonValue {
  if (attribute.type !== 'complex') return parseSimpleValue(attribute, undefined, value, parsing)
  if (value === null || value === '') return null
  if (Array.isArray(value)) throw wrongType(attribute, undefined)
  const element = parseComplexValue(attribute, value, parsing)
  refuseMissing(attribute, element)
  return element === null || isHollow(attribute, element) ? null : element
}

function refuseMissing(attribute: Attribute, element: JsonObject | null): void {
  for (const { name, required } of attribute.subAttributes ?? []) {
    if (required && isUnassigned(element?.[name])) throw invalidValue(`Each element of ${attribute.name} needs ${name}.`)
  }
}

/** Bounds the work of one request. Members are exempt: their number is the directory's, not the request's. */
export function refuseTooMany(attribute: Attribute, count: number): void {
  if (count > mostElements && attribute !== membersAttribute) {
    throw invalidValue(`${attribute.name} has ${count} values; at most ${mostElements} are accepted.`)
  }
}
