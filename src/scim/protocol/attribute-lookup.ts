import { commonAttributes, defineAttribute } from './schemas.ts'
import type { Attribute, ResourceType, Schema } from './schemas.ts'

// RFC 7643 §2.1: attribute names and schema URNs are case-insensitive. A client's name is only ever looked up here, and
// what is written is the canonical name found; so no client text, "__proto__" least of all, becomes a key of ours.

export type Extension = {
  readonly schema: Schema
  readonly required: boolean
  /** The extension's object as one complex attribute, named by its URN. */
  readonly whole: Attribute
  readonly attributes: ReadonlyMap<string, Attribute>
}

type Names = { readonly base: ReadonlyMap<string, Attribute>; readonly extensions: ReadonlyMap<string, Extension> }

const namesOf = new WeakMap<ResourceType, Names>()
const subAttributesOf = new WeakMap<Attribute, ReadonlyMap<string, Attribute>>()

/** An attribute of the base schema, or a common one. */
export function findAttribute(resourceType: ResourceType, name: string): Attribute | undefined {
  return find(names(resourceType).base, name)
}

export function findExtension(resourceType: ResourceType, urn: string): Extension | undefined {
  return find(names(resourceType).extensions, urn)
}

export function findExtensionAttribute(extension: Extension, name: string): Attribute | undefined {
  return find(extension.attributes, name)
}

export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  let subAttributes = subAttributesOf.get(attribute)
  if (subAttributes === undefined) {
    subAttributes = byName(attribute.subAttributes ?? [])
    subAttributesOf.set(attribute, subAttributes)
  }
  return find(subAttributes, name)
}

function find<Found>(map: ReadonlyMap<string, Found>, name: string): Found | undefined {
  return map.get(name) ?? map.get(name.toLowerCase())
}

function names(resourceType: ResourceType): Names {
  let found = namesOf.get(resourceType)
  if (found === undefined) {
    found = {
      base: byName([...commonAttributes, ...resourceType.schema.attributes]),
      extensions: new Map(
        resourceType.extensions.flatMap(({ schema, required }) => {
          const extension: Extension = { schema, required, whole: wholeOf(schema), attributes: byName(schema.attributes) }
          return [
            [schema.id, extension],
            [schema.id.toLowerCase(), extension],
          ]
        }),
      ),
    }
    namesOf.set(resourceType, found)
  }
  return found
}

function wholeOf(schema: Schema): Attribute {
  return defineAttribute(schema.id, schema.description, { type: 'complex', subAttributes: schema.attributes })
}

function byName(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  const map = new Map<string, Attribute>()
  for (const attribute of attributes) {
    // A directory's own schema may not name an attribute so that reading it would read Object.prototype.
    if (attribute.name in Object.prototype) throw new TypeError(`An attribute cannot be named "${attribute.name}"`)
    map.set(attribute.name, attribute)
    map.set(attribute.name.toLowerCase(), attribute)
  }
  return map
}
