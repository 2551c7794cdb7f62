import { declaredAttributes, keepUndeclared } from './declared-value.ts'
import { equalValues, isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { isComplex } from './multi-valued.ts'
import { refuseIncomplete, schemasOf } from './resource.ts'
import type { Attribute, ResourceType } from './schemas.ts'
import { ScimError } from './scim-error.ts'

/**
 * The resource to store after a PUT (`replace`) or PATCH, which `modify` applies to what is declared of it. Refuses with mutability
 * when an immutable value would change, and with invalidValue when a PATCH would leave an extension without what it requires.
 */
export function modifyResource(
  resourceType: ResourceType,
  stored: JsonObject,
  method: 'replace' | 'patch',
  modify: (declared: JsonObject) => JsonObject,
): JsonObject {
  const before = declaredAttributes(resourceType, stored)
  const modified = modify(before)
  const after = method === 'replace' ? keepImmutable(resourceType, before, modified) : modified
  for (const extension of resourceType.extensions) {
    const urn = extension.schema.id
    if (equalValues(before[urn], after[urn])) continue
    refuseChangedImmutable(extension.schema.attributes, before[urn], after[urn])
    // Of a PATCH only what it touches: what became required meanwhile must not keep a user from being deactivated.
    if (method === 'patch') refuseIncomplete(extension, after[urn])
  }
  return keepUndeclared(resourceType, stored, after)
}

// RFC 7644 §3.5.1: values of an immutable attribute have to match; a client that leaves it out does not assert any.
function keepImmutable(resourceType: ResourceType, before: JsonObject, replaced: JsonObject): JsonObject {
  const kept: JsonObject = { ...replaced }
  for (const { schema } of resourceType.extensions) {
    for (const { name, mutability } of schema.attributes) {
      const value = mutability === 'immutable' ? partOf(before[schema.id], name) : undefined
      if (isUnassigned(value) || !isUnassigned(partOf(kept[schema.id], name))) continue
      const values = kept[schema.id]
      kept[schema.id] = { ...(isComplex(values) ? values : {}), [name]: value }
      kept['schemas'] = schemasOf(resourceType, kept)
    }
  }
  return kept
}

function refuseChangedImmutable(attributes: readonly Attribute[], before: JsonValue | undefined, after: JsonValue | undefined): void {
  for (const { name, mutability } of attributes) {
    if (mutability !== 'immutable' || isUnassigned(partOf(before, name))) continue
    if (equalValues(partOf(before, name), partOf(after, name))) continue
    throw new ScimError(400, 'mutability', `${name} is immutable and already has another value.`)
  }
}

function partOf(extension: JsonValue | undefined, name: string): JsonValue | undefined {
  return isComplex(extension) ? extension[name] : undefined
}
