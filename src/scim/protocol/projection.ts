import { findAttribute, findExtension } from './attribute-lookup.ts'
import type { Extension } from './attribute-lookup.ts'
import { isWholeExtension, readAttributePath, resolvePath } from './attribute-path.ts'
import type { ResolvedPath } from './attribute-path.ts'
import { declaredAttributes } from './declared-value.ts'
import { isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { isComplex } from './multi-valued.ts'
import type { Attribute, ResourceType } from './schemas.ts'
import { ScimError } from './scim-error.ts'

/** RFC 7644 §3.9: what of a resource the client asked to see. */
export type Projection = {
  readonly resourceType: ResourceType
  /** `all` by default, `only` what `attributes` names, `without` what `excludedAttributes` names. */
  readonly mode: 'all' | 'only' | 'without'
  /** The attributes named, as a whole or by their subAttributes. */
  readonly named: ReadonlyMap<Attribute, 'whole' | ReadonlySet<Attribute>>
}

/**
 * Takes the comma-separated texts of a query string or the lists of a SearchRequest. Names the schemas do not define are
 * ignored, RFC 7644 §3.9 being silent about them.
 */
export function parseProjection(
  resourceType: ResourceType,
  { attributes, excludedAttributes }: { readonly attributes?: unknown; readonly excludedAttributes?: unknown },
): Projection {
  const included = splitNames(attributes)
  const excluded = splitNames(excludedAttributes)
  if (included.length > 0 && excluded.length > 0) {
    throw new ScimError(400, 'invalidValue', '"attributes" and "excludedAttributes" exclude each other. Send one of them.')
  }
  if (included.length > 0) return { resourceType, mode: 'only', named: nameAttributes(resourceType, included) }
  if (excluded.length > 0) return { resourceType, mode: 'without', named: nameAttributes(resourceType, excluded) }
  return { resourceType, mode: 'all', named: new Map() }
}

function splitNames(names: unknown): string[] {
  const list: unknown = typeof names === 'string' ? names.split(',') : (names ?? [])
  if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) {
    throw new ScimError(400, 'invalidValue', '"attributes" and "excludedAttributes" are lists of attribute names.')
  }
  return list.map((name) => name.trim()).filter((name) => name !== '')
}

function nameAttributes(resourceType: ResourceType, names: string[]): Projection['named'] {
  const named = new Map<Attribute, 'whole' | Set<Attribute>>()
  for (const name of names) {
    const path = tryResolve(resourceType, name)
    if (path === undefined) continue
    const subAttributes = named.get(path.attribute) ?? new Set()
    if (path.subAttribute === undefined || subAttributes === 'whole') named.set(path.attribute, 'whole')
    else named.set(path.attribute, subAttributes.add(path.subAttribute))
  }
  return named
}

function tryResolve(resourceType: ResourceType, name: string): ResolvedPath | undefined {
  const path = readAttributePath(name)
  return path && resolvePath(resourceType, path)
}

/** How the client named an attribute: itself, only within its whole extension, or by some of its subAttributes. */
type Naming = 'whole' | 'within' | ReadonlySet<Attribute> | undefined

function namingOf({ named }: Projection, attribute: Attribute, extension: Attribute | undefined): Naming {
  const naming = named.get(attribute)
  const isWithin = naming !== 'whole' && extension !== undefined && named.get(extension) === 'whole'
  return isWithin ? 'within' : naming
}

/** RFC 7643 §7, `returned`: always, never, by default, or on request only. */
function isShown({ returned }: Attribute, mode: Projection['mode'], naming: Naming): boolean {
  switch (returned) {
    case 'always':
      return true
    case 'never':
      return false
    case 'request':
      return mode === 'only' && naming !== undefined && naming !== 'within'
    case 'default':
      if (mode === 'only') return naming !== undefined
      return mode === 'all' || (naming !== 'whole' && naming !== 'within')
  }
}

/** A new object with what the projection shows; the values in it are the resource's own. */
export function applyProjection(projection: Projection, stored: JsonObject): JsonObject {
  const resource = declaredAttributes(projection.resourceType, stored)
  const projected: JsonObject = {}
  for (const name of Object.keys(resource)) {
    const attribute = findAttribute(projection.resourceType, name)
    const extension = attribute === undefined ? findExtension(projection.resourceType, name) : undefined
    const shown =
      attribute !== undefined
        ? projectAttribute(projection, attribute, resource[name], undefined)
        : extension && projectExtension(projection, extension, resource[name])
    if (shown !== undefined) projected[name] = shown
  }
  return projected
}

function projectExtension(projection: Projection, { schema, whole }: Extension, stored: JsonValue | undefined): JsonObject | undefined {
  if (!isComplex(stored)) return undefined
  const projected: JsonObject = {}
  for (const attribute of schema.attributes) {
    const shown = projectAttribute(projection, attribute, stored[attribute.name], whole)
    if (shown !== undefined) projected[attribute.name] = shown
  }
  return isUnassigned(projected) ? undefined : projected
}

function projectAttribute(
  projection: Projection,
  attribute: Attribute,
  stored: JsonValue | undefined,
  extension: Attribute | undefined,
): JsonValue | undefined {
  const naming = namingOf(projection, attribute, extension)
  if (stored === undefined || !isShown(attribute, projection.mode, naming)) return undefined
  if (attribute.type !== 'complex') return stored
  const shown = (attribute.subAttributes ?? []).filter((subAttribute) =>
    naming instanceof Set
      ? isShown(subAttribute, projection.mode, naming.has(subAttribute) ? 'whole' : undefined)
      : isShown(subAttribute, 'all', undefined),
  )
  return shown.length === attribute.subAttributes?.length ? stored : pickAssigned(stored, shown)
}

function pickAssigned(stored: JsonValue, subAttributes: readonly Attribute[]): JsonValue | undefined {
  if (!Array.isArray(stored)) return pick(stored, subAttributes)
  const elements = stored.flatMap((element) => pick(element, subAttributes) ?? [])
  return elements.length === 0 ? undefined : elements
}

function pick(element: JsonValue, subAttributes: readonly Attribute[]): JsonValue | undefined {
  if (!isComplex(element)) return element
  const picked: JsonObject = {}
  for (const { name } of subAttributes) {
    const value = element[name]
    if (value !== undefined) picked[name] = value
  }
  return isUnassigned(picked) ? undefined : picked
}

/** Whether the client named some subAttributes of the attribute, so that it does not appear as a whole. */
export function namesParts({ named }: Projection, attribute: Attribute): boolean {
  const naming = named.get(attribute)
  return naming !== undefined && naming !== 'whole'
}

/** False when nothing of the attribute can appear in the answer, so that members or groups need not be read. */
export function includesAttribute(projection: Projection, name: string): boolean {
  const path = tryResolve(projection.resourceType, name)
  if (path === undefined) return false
  const extension = path.isExtension ? findExtension(projection.resourceType, path.schema.id)?.whole : undefined
  const attributes = isWholeExtension(path) ? path.schema.attributes : [path.attribute]
  return attributes.some((attribute) => isShown(attribute, projection.mode, namingOf(projection, attribute, extension)))
}
