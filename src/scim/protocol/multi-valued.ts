import { findSubAttribute } from './attribute-lookup.ts'
import { foldText } from './comparison.ts'
import { equalValues, isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Attribute } from './schemas.ts'
import { ScimError } from './scim-error.ts'

// RFC 7643 §2.4: what holds for the elements of one multi-valued attribute.

export function isComplex(element: JsonValue | undefined): element is JsonObject {
  return typeof element === 'object' && element !== null && !Array.isArray(element)
}

const labels: ReadonlySet<string> = new Set(['type', 'primary', 'display'])

/** True when labels are all that is left: identity providers clear a telephone number by `value: ""` and leave its type. */
export function isHollow(attribute: Attribute, element: JsonValue): boolean {
  if (!isComplex(element)) return isUnassigned(element)
  const content = (attribute.subAttributes ?? []).filter(({ name }) => !labels.has(name))
  return content.length > 0 ? content.every(({ name }) => isUnassigned(element[name])) : isUnassigned(element)
}

/** Later elements fold into an earlier one that is the same; order is kept. */
export function distinctElements(attribute: Attribute, elements: JsonValue[], touched?: Set<JsonValue>): JsonValue[] {
  return elements.length < 2 ? elements : appendElements(attribute, [], elements, touched)
}

const fewElements = 8

/**
 * RFC 7644 §3.5.2.1: appends what is not there yet. May change the elements it is given. When one of `touched` folds into another
 * element, that one is touched too.
 */
export function appendElements(attribute: Attribute, elements: JsonValue[], added: JsonValue[], touched?: Set<JsonValue>): JsonValue[] {
  const result = [...elements]
  if (added.length <= fewElements && elements.length > 0) {
    for (const element of added) {
      const same = result.find((other) => isSame(attribute, other, element))
      place(attribute, result, element, same, touched)
    }
    return result
  }
  const byIdentity = new Map<string, JsonValue>()
  for (const element of elements) byIdentity.set(identity(attribute, element), element)
  for (const element of added) {
    const key = identity(attribute, element)
    const same = byIdentity.get(key)
    place(attribute, result, element, same, touched)
    if (same === undefined) byIdentity.set(key, element)
  }
  return result
}

function place(
  attribute: Attribute,
  elements: JsonValue[],
  element: JsonValue,
  same: JsonValue | undefined,
  touched: Set<JsonValue> | undefined,
): void {
  if (same === undefined) {
    elements.push(element)
    return
  }
  if (touched?.has(element)) touched.add(same)
  if (!isComplex(same) || !isComplex(element)) return
  for (const name of Object.keys(element)) {
    // RFC 7644 §3.5.2.1: a value that is there already is no change, and without caseExact another case is the same value.
    if (!equalParts(attribute, name, same[name], element[name])) same[name] = element[name] ?? null
  }
}

// RFC 7643 §2.4: no two elements should have the same type and value. Without a value, all of it has to be the same.
function isSame(attribute: Attribute, a: JsonValue, b: JsonValue): boolean {
  if (!isComplex(a) || !isComplex(b)) return comparable(attribute, a) === comparable(attribute, b)
  if (isUnassigned(a['value']) || isUnassigned(b['value'])) return hasAllOf(attribute, a, b) && hasAllOf(attribute, b, a)
  return (
    equalParts(attribute, 'value', a['value'], b['value']) &&
    (isIdentifiedByValue(attribute) || equalParts(attribute, 'type', a['type'], b['type']))
  )
}

function identity(attribute: Attribute, element: JsonValue): string {
  if (!isComplex(element)) return JSON.stringify(comparable(attribute, element))
  const part = (name: string): JsonValue => comparablePart(attribute, name, element[name])
  if (isUnassigned(element['value'])) return JSON.stringify((attribute.subAttributes ?? []).map(({ name }) => part(name)))
  return JSON.stringify(isIdentifiedByValue(attribute) ? part('value') : [part('value'), part('type')])
}

/** True when every subAttribute that `some` has is the same in `element`. */
export function hasAllOf(attribute: Attribute, element: JsonObject, some: JsonObject): boolean {
  return Object.keys(some).every((name) => equalParts(attribute, name, element[name], some[name]))
}

export function equalParts(attribute: Attribute, name: string, a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || equalValues(comparablePart(attribute, name, a), comparablePart(attribute, name, b))
}

function comparablePart(attribute: Attribute, name: string, value: JsonValue | undefined): JsonValue {
  return comparable(findSubAttribute(attribute, name) ?? attribute, value)
}

/** True when both are one value of the attribute, whatever the order of its elements and, without caseExact, their case. */
export function sameValue(attribute: Attribute, a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return equalValues(comparableWhole(attribute, a), comparableWhole(attribute, b))
}

function comparableWhole(attribute: Attribute, value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((element) => comparableWhole(attribute, element))
  if (!isComplex(value)) return comparable(attribute, value)
  const parts: JsonObject = {}
  for (const { name } of attribute.subAttributes ?? []) parts[name] = comparablePart(attribute, name, value[name])
  return parts
}

/** RFC 7643 §2.2: what is compared in place of a value; without caseExact its case does not count. */
export function comparable({ caseExact }: Attribute, value: JsonValue | undefined): JsonValue {
  return typeof value === 'string' && caseExact !== true ? foldText(value) : (value ?? null)
}

// Members: the id alone tells them apart, whatever else a client writes beside it. Where the attribute itself is immutable, so is every part of it.
function isIdentifiedByValue(attribute: Attribute): boolean {
  return attribute.mutability !== 'immutable' && findSubAttribute(attribute, 'value')?.mutability === 'immutable'
}

/**
 * RFC 7643 §2.4: at most one element is primary. Of several the last one keeps it, as in a PATCH the later word wins; one of
 * `preferred` comes first.
 */
export function settlePrimary(elements: JsonValue[], strict: boolean, preferred?: ReadonlySet<JsonValue>): JsonValue[] {
  const primaries = elements.filter((element) => isComplex(element) && element['primary'] === true)
  if (primaries.length < 2) return elements
  const candidates = preferred === undefined ? primaries : primaries.filter((element) => preferred.has(element))
  if (strict && candidates.length > 1) throw new ScimError(400, 'invalidValue', 'At most one value can be primary.')
  const winner = candidates.at(-1) ?? primaries.at(-1)
  for (const element of primaries) if (element !== winner && isComplex(element)) element['primary'] = false
  return elements
}
