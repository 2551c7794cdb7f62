import { isDeepStrictEqual } from 'node:util'
import { DomainError } from './errors.ts'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue }

/** SCIM attributes of a user or group as the identity provider sent them, in canonical names (RFC 7643 §3). */
export type Attributes = { [name: string]: JsonValue }

/** Names of the top-level attributes that differ; those of an extension as `<urn>:<name>`. Empty: nothing really changed. */
export function changedAttributes(before: Attributes, after: Attributes): string[] {
  const changed: string[] = []
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    // `schemas` follows from the attributes (RFC 7643 §3): never a change of its own.
    if (name === 'schemas' || isSame(before[name], after[name])) continue
    if (name.startsWith('urn:')) {
      for (const inner of changedAttributes(asObject(before[name]), asObject(after[name]))) changed.push(`${name}:${inner}`)
    } else changed.push(name)
  }
  return changed
}

// RFC 7643 §2.4: the values of a multi-valued attribute have no order, so another order is no change.
function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (isDeepStrictEqual(a, b)) return true
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  return isDeepStrictEqual(a.map(canonical).sort(), b.map(canonical).sort())
}

/** One text for equal values, whatever the order of their names. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  )
}

export function textAttribute(attributes: Attributes, name: string): string | null {
  const value = attributes[name]
  return typeof value === 'string' ? value : null
}

/** For what look-ups are indexed by: a longer text would not fit into an index. */
export function indexedText(attributes: Attributes, name: string): string | null {
  const text = textAttribute(attributes, name)
  if (text !== null && text.length > 512) {
    throw new DomainError('INVALID_INPUT', `${name} has ${text.length} characters; 512 are the most.`)
  }
  return text
}

/** As in SQL and in filters: without regard to case and composition (RFC 7643 §2.2), cut to what an index can hold. */
export function lookUpKey(text: string): string {
  const folded = text.normalize('NFC').toLowerCase()
  return folded.length <= longestKey ? folded : Array.from(folded).slice(0, longestKey).join('')
}

/** Characters of a look-up key; longer values are equal only when all of them is. */
export const longestKey = 256

function asObject(value: JsonValue | undefined): Attributes {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}
}

// RFC 8265 §3.3 (UsernameCaseMapped), without its list of refused characters: what an identity provider sent is kept.
const wide = /[\u3000\uFF01-\uFFEE]/g

/** Text prepared for comparison without regard to case, width and composition (RFC 7643 §4.1.1, RFC 7644 §5). */
export function comparisonKey(text: string): string {
  return text
    .replace(wide, (character) => character.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC')
}
