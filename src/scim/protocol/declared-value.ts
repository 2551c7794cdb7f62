import { findExtension, findExtensionAttribute, findSubAttribute } from './attribute-lookup.ts'
import type { Extension } from './attribute-lookup.ts'
import { parseDateTime } from './date-time.ts'
import { isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { isComplex } from './multi-valued.ts'
import type { Attribute, ResourceType } from './schemas.ts'
import { schemasOf } from './resource.ts'

// A directory may declare its extensions otherwise than when a value came. What is stored then stays; what is not declared, or does not
// fit the declaration, is no value of the resource until it is declared so again.

/** What of a stored resource its type declares: the same object when that is all of it. */
export function declaredAttributes(resourceType: ResourceType, stored: JsonObject): JsonObject {
  const declare = (name: string): JsonValue | undefined =>
    isExtensionName(name) ? declaredExtension(findExtension(resourceType, name), stored[name] ?? null) : stored[name]
  const names = Object.keys(stored)
  if (names.every((name) => declare(name) === stored[name])) return stored
  const declared: JsonObject = {}
  for (const name of names) {
    const value = declare(name)
    if (value !== undefined) declared[name] = value
  }
  declared['schemas'] = schemasOf(resourceType, declared)
  return declared
}

/** The resource to store: `modified`, which the type declares, and what is stored beside it. */
export function keepUndeclared(resourceType: ResourceType, stored: JsonObject, modified: JsonObject): JsonObject {
  if (declaredAttributes(resourceType, stored) === stored) return modified
  const kept: JsonObject = { ...modified }
  for (const urn of Object.keys(stored).filter(isExtensionName)) {
    const extension = findExtension(resourceType, urn)
    const [before, after] = [stored[urn] ?? null, kept[urn]]
    if (extension === undefined || !isComplex(before)) kept[urn] = after ?? before
    else {
      const values: JsonObject = isComplex(after) ? { ...after } : {}
      for (const name of Object.keys(before)) {
        const isHidden = declaredIn(extension, name, before[name] ?? null) === undefined
        if (isHidden && values[name] === undefined) values[name] = before[name] ?? null
      }
      if (!isUnassigned(values)) kept[urn] = values
    }
  }
  const undeclared = Object.keys(kept).filter((name) => isExtensionName(name) && findExtension(resourceType, name) === undefined)
  kept['schemas'] = [...schemasOf(resourceType, kept), ...undeclared]
  return kept
}

// Every extension is kept by its URN, and no attribute has a colon in its name.
function isExtensionName(name: string): boolean {
  return name.includes(':')
}

function declaredExtension(extension: Extension | undefined, stored: JsonValue): JsonObject | undefined {
  if (extension === undefined || !isComplex(stored)) return undefined
  return declaredParts(stored, (name, value) => declaredIn(extension, name, value))
}

function declaredIn(extension: Extension, name: string, value: JsonValue): JsonValue | undefined {
  const attribute = findExtensionAttribute(extension, name)
  return attribute && declaredValue(attribute, value)
}

function declaredValue(attribute: Attribute, stored: JsonValue): JsonValue | undefined {
  if (!attribute.multiValued) return declaredElement(attribute, stored)
  const elements = Array.isArray(stored) ? stored : [stored]
  const declared = elements.flatMap((element) => declaredElement(attribute, element) ?? [])
  if (declared.length === 0) return undefined
  return Array.isArray(stored) && declared.every((element, index) => element === elements[index]) ? stored : declared
}

function declaredElement(attribute: Attribute, stored: JsonValue): JsonValue | undefined {
  if (attribute.type !== 'complex') return isOfType(attribute, stored) ? stored : undefined
  if (!isComplex(stored)) return undefined
  return declaredParts(stored, (name, value) => {
    const subAttribute = findSubAttribute(attribute, name)
    return subAttribute && declaredValue(subAttribute, value)
  })
}

function declaredParts(stored: JsonObject, declare: (name: string, value: JsonValue) => JsonValue | undefined): JsonObject | undefined {
  const declared: JsonObject = {}
  let isAll = true
  for (const name of Object.keys(stored)) {
    const value = stored[name] ?? null
    const kept = declare(name, value)
    if (kept !== undefined) declared[name] = kept
    isAll &&= kept === value
  }
  if (isAll) return stored
  return isUnassigned(declared) ? undefined : declared
}

function isOfType({ type }: Attribute, value: JsonValue): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isSafeInteger(value)
    case 'decimal':
      return typeof value === 'number'
    case 'dateTime':
      return typeof value === 'string' && parseDateTime(value) !== undefined
    default:
      return typeof value === 'string'
  }
}
