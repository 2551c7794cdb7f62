import { findSubAttribute } from './attribute-lookup.ts'
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
export function distinctElements(attribute: Attribute, elements: JsonValue[]): JsonValue[] {
  return elements.length < 2 ? elements : appendElements(attribute, [], elements)
}

const fewElements = 8

/** RFC 7644 §3.5.2.1: appends what is not there yet. May change the elements it is given. */
export function appendElements(attribute: Attribute, elements: JsonValue[], added: JsonValue[]): JsonValue[] {
  const result = [...elements]
  if (added.length <= fewElements && elements.length > 0) {
    for (const element of added)
      place(
        result,
        element,
        result.find((other) => isSame(attribute, other, element)),
      )
    return result
  }
  const byIdentity = new Map<string, JsonValue>()
  for (const element of elements) byIdentity.set(identity(attribute, element), element)
  for (const element of added) {
    const key = identity(attribute, element)
    const same = byIdentity.get(key)
    place(result, element, same)
    if (same === undefined) byIdentity.set(key, element)
  }
  return result
}

function place(elements: JsonValue[], element: JsonValue, same: JsonValue | undefined): void {
  if (same === undefined) elements.push(element)
  else if (isComplex(same) && isComplex(element)) Object.assign(same, element)
}

// RFC 7643 §2.4: no two elements should have the same type and value. Without a value, all of it has to be the same.
function isSame(attribute: Attribute, a: JsonValue, b: JsonValue): boolean {
  if (!isComplex(a) || !isComplex(b)) return a === b
  if (isUnassigned(a['value']) || isUnassigned(b['value'])) return equalValues(a, b)
  return a['value'] === b['value'] && (isIdentifiedByValue(attribute) || (a['type'] ?? null) === (b['type'] ?? null))
}

function identity(attribute: Attribute, element: JsonValue): string {
  if (!isComplex(element)) return JSON.stringify(element)
  const { value = null, type = null } = element
  if (!isUnassigned(value)) return isIdentifiedByValue(attribute) ? JSON.stringify(value) : JSON.stringify([value, type])
  return JSON.stringify((attribute.subAttributes ?? []).map(({ name }) => element[name] ?? null))
}

// Members: the id alone tells them apart, whatever else a client writes beside it.
function isIdentifiedByValue(attribute: Attribute): boolean {
  return findSubAttribute(attribute, 'value')?.mutability === 'immutable'
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
