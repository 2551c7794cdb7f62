import { findSubAttribute } from './attribute-lookup.ts'
import { isWholeExtension } from './attribute-path.ts'
import type { ResolvedPath } from './attribute-path.ts'
import { refuseTooMany } from './attribute-value.ts'
import { matchesElement } from './filter.ts'
import type { ResolvedFilter } from './filter.ts'
import { cloneJson, equalValues, isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import {
  appendElements,
  comparable,
  distinctElements,
  equalParts,
  hasAllOf,
  isComplex,
  isHollow,
  sameValue,
  settlePrimary,
} from './multi-valued.ts'
import type { Attribute } from './schemas.ts'
import { quoted, ScimError } from './scim-error.ts'

export type PatchTarget = ResolvedPath & { readonly filter?: ResolvedFilter }

export type PatchOperation = {
  readonly op: 'add' | 'remove' | 'replace'
  readonly target: PatchTarget
  /**
   * Parsed: null unassigns. For add and replace of one complex value, the subAttributes named, null where they are to be
   * unassigned. For remove, the elements to remove when the client listed them, else null.
   */
  readonly value: JsonValue
}

/** Changes the draft, which is the caller's own; never keeps a part of the operation in it. */
export function applyOperation(draft: JsonObject, operation: PatchOperation, strict: boolean): void {
  const { attribute } = operation.target
  const holder = holderOf(draft, operation.target)
  const stored = holder[attribute.name]
  const fixed = attribute.mutability === 'immutable' && !isUnassigned(stored) ? cloneJson(stored as JsonValue) : undefined
  const result = attribute.multiValued ? applyToElements(stored, operation, strict) : applyToOne(stored, operation)
  if (fixed !== undefined) {
    // RFC 7644 §3.5.2: what is immutable can be added while there is nothing, and that is all.
    if (!sameValue(attribute, fixed, result)) throw immutableValue(attribute.name)
    holder[attribute.name] = fixed
  } else if (isUnassigned(result)) delete holder[attribute.name]
  else holder[attribute.name] = result
}

function holderOf(draft: JsonObject, { schema, isExtension }: ResolvedPath): JsonObject {
  if (!isExtension) return draft
  const stored = draft[schema.id]
  if (isComplex(stored)) return stored
  const created: JsonObject = {}
  draft[schema.id] = created
  return created
}

function applyToOne(stored: JsonValue | undefined, { op, target, value }: PatchOperation): JsonValue {
  const { subAttribute } = target
  if (subAttribute !== undefined) return mergeComplex(stored, { [subAttribute.name]: op === 'remove' ? null : value }, target)
  if (op === 'remove' || value === null) return null
  return isComplex(value) ? mergeComplex(stored, value, target) : cloneJson(value)
}

// RFC 7644 §3.5.2.1 and §3.5.2.3: the subAttributes named are set, the others stay.
function mergeComplex(stored: JsonValue | undefined, changes: JsonObject, { attribute }: PatchTarget): JsonValue {
  const merged: JsonObject = isComplex(stored) ? { ...stored } : {}
  for (const part of attribute.subAttributes ?? []) {
    const change = changes[part.name]
    if (change === undefined) continue
    if (part.mutability === 'immutable' && !isUnassigned(merged[part.name]) && !sameValue(part, merged[part.name], change)) {
      throw immutableValue(`${attribute.name}.${part.name}`)
    }
    setOrDelete(merged, part.name, change)
  }
  return 'value' in changes ? withNewValue(stored, merged, changes) : merged
}

// A complex value that refers to something by `value`, as manager does, is gone without it; and the old $ref is not the new one's.
function withNewValue(stored: JsonValue | undefined, merged: JsonObject, changes: JsonObject): JsonValue {
  if (changes['value'] === null) return null
  const isChanged = isComplex(stored) && !equalValues(stored['value'], changes['value'])
  if (isChanged && changes['$ref'] === undefined) delete merged['$ref']
  return merged
}

function setOrDelete(object: JsonObject, name: string, value: JsonValue): void {
  if (value === null) delete object[name]
  else object[name] = cloneJson(value)
}

function applyToElements(stored: JsonValue | undefined, operation: PatchOperation, strict: boolean): JsonValue[] {
  const elements = Array.isArray(stored) ? stored : isUnassigned(stored) || stored === undefined ? [] : [stored]
  if (operation.op === 'remove') return removeElements(elements, operation)
  const touched = new Set<JsonValue>()
  const result = setElements(elements, operation, strict, touched)
  refuseTooMany(operation.target.attribute, result.length)
  // RFC 7644 §3.5.2: a new primary turns the former one off.
  return settlePrimary(result, strict, touched)
}

function removeElements(elements: JsonValue[], { target, value }: PatchOperation): JsonValue[] {
  const { filter, subAttribute } = target
  const isSelected = (element: JsonValue) => filter === undefined || matchesElement(filter, element)
  if (subAttribute !== undefined) {
    for (const element of elements) if (isComplex(element) && isSelected(element)) delete element[subAttribute.name]
    return elements
  }
  if (filter === undefined && Array.isArray(value)) return withoutListed(target.attribute, elements, value)
  return elements.filter((element) => !isSelected(element))
}

function withoutListed(attribute: Attribute, elements: JsonValue[], listed: JsonValue[]): JsonValue[] {
  const keyOf = (element: JsonValue) => comparable(valueOf(attribute), isComplex(element) ? element['value'] : element)
  const byValue = Map.groupBy(listed, keyOf)
  return elements.filter((element) => {
    const candidates = byValue.get(keyOf(element)) ?? []
    return !candidates.some((candidate) => isListedAs(attribute, element, candidate))
  })
}

function valueOf(attribute: Attribute): Attribute {
  return findSubAttribute(attribute, 'value') ?? attribute
}

function isListedAs(attribute: Attribute, element: JsonValue, listed: JsonValue): boolean {
  if (!isComplex(element) || !isComplex(listed)) return !isComplex(element) && !isComplex(listed)
  if (isUnassigned(listed['value'])) return hasAllOf(attribute, element, listed)
  return isUnassigned(listed['type']) || isUnassigned(element['type']) || equalParts(attribute, 'type', element['type'], listed['type'])
}

function setElements(elements: JsonValue[], operation: PatchOperation, strict: boolean, touched: Set<JsonValue>): JsonValue[] {
  const { op, target, value } = operation
  if (target.filter !== undefined) return setSelected(elements, target.filter, operation, strict, touched)
  if (target.subAttribute !== undefined) return setEverywhere(elements, operation, touched)
  const added = Array.isArray(value) ? cloneJson(value) : []
  for (const element of added) if (isComplex(element) && element['primary'] === true) touched.add(element)
  return op === 'replace' ? added : appendElements(target.attribute, elements, added, touched)
}

// A subAttribute of a multi-valued attribute without filter, such as `emails.value`: that of every element, or of a new one.
function setEverywhere(elements: JsonValue[], { op, target, value }: PatchOperation, touched: Set<JsonValue>): JsonValue[] {
  const name = target.subAttribute?.name ?? ''
  const isAppended = elements.length === 0 || (op === 'add' && name === 'value')
  if (isAppended) return value === null ? elements : appendElements(target.attribute, elements, [{ [name]: cloneJson(value) }])
  for (const element of elements) if (isComplex(element)) setOrDelete(element, name, value)
  if (name === 'primary') touched.add(elements[0] ?? null)
  return distinctElements(target.attribute, elements)
}

function setSelected(
  elements: JsonValue[],
  filter: ResolvedFilter,
  operation: PatchOperation,
  strict: boolean,
  touched: Set<JsonValue>,
): JsonValue[] {
  if (!elements.some((element) => matchesElement(filter, element))) {
    const created = createFor(filter, operation, strict)
    if (created === undefined) return elements
    touched.add(created)
    return appendElements(operation.target.attribute, elements, [created], touched)
  }
  const result = elements.flatMap((element) => {
    if (!matchesElement(filter, element)) return [element]
    const changed = changeElement(element, filter, operation)
    if (changed !== null) touched.add(changed)
    return changed === null ? [] : [changed]
  })
  return distinctElements(operation.target.attribute, result, touched)
}

function changeElement(element: JsonValue, filter: ResolvedFilter, { op, target, value }: PatchOperation): JsonValue {
  if (target.subAttribute !== undefined && isComplex(element)) {
    setOrDelete(element, target.subAttribute.name, value)
    return element
  }
  if (value === null) return op === 'replace' ? null : element
  if (!isComplex(value) || !isComplex(element)) return cloneJson(value)
  // RFC 7644 §3.5.2.3: replace with a value filter replaces the whole element; what the filter said of it stays true.
  const changed: JsonObject = op === 'add' ? element : selectedBy(filter)
  for (const name of Object.keys(value)) setOrDelete(changed, name, value[name] ?? null)
  return changed
}

/**
 * RFC 7644 §3.5.2.3 says noTarget when no element matches. Deviation: Entra expects `emails[type eq "work"].value` to create the
 * work address; done for one plain eq, in strict mode only for add.
 */
function createFor(filter: ResolvedFilter, { op, target, value }: PatchOperation, strict: boolean): JsonValue | undefined {
  const isRefused = op === 'replace' && (strict || target.subAttribute === undefined)
  if (!isPlainEquality(filter) || isRefused) {
    if (value === null && !strict) return undefined
    throw new ScimError(400, 'noTarget', `No element of ${quoted(target.attribute.name)} matches the filter of the path.`)
  }
  if (value === null) return undefined
  const created = selectedBy(filter)
  if (target.subAttribute !== undefined) created[target.subAttribute.name] = cloneJson(value)
  else if (isComplex(value)) for (const name of Object.keys(value)) setOrDelete(created, name, value[name] ?? null)
  else return cloneJson(value)
  return created
}

function isPlainEquality(filter: ResolvedFilter): boolean {
  return filter.type === 'compare' && filter.operator === 'eq'
}

function selectedBy(filter: ResolvedFilter): JsonObject {
  const name = filter.type === 'compare' && filter.operator === 'eq' ? filter.path.subAttribute?.name : undefined
  return filter.type === 'compare' && name !== undefined ? { [name]: filter.value } : {}
}

/** After all operations: elements left with labels only go, and so does an extension left without values. */
export function dropHollow(draft: JsonObject, target: PatchTarget): void {
  const { attribute, schema, isExtension } = target
  const holder = isExtension ? draft[schema.id] : draft
  if (!isComplex(holder) || isWholeExtension(target)) return
  const stored = holder[attribute.name]
  if (Array.isArray(stored)) {
    const kept = stored.filter((element) => !isHollow(attribute, element))
    if (kept.length === 0) delete holder[attribute.name]
    else if (kept.length < stored.length) holder[attribute.name] = kept
  }
  if (isExtension && isUnassigned(holder)) delete draft[schema.id]
}

function immutableValue(name: string): ScimError {
  return new ScimError(400, 'mutability', `${name} is immutable and already has another value.`)
}
