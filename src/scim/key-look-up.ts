import { comparisonKey, lookUpKey } from '../domain/attributes.ts'
import { fromId } from '../domain/id.ts'
import { isKey, type GroupKey, type UserKey } from '../store/look-up.ts'
import { matchesFilter, type ResolvedFilter } from './protocol/filter.ts'
import type { JsonObject } from './protocol/json.ts'

/** A filter that asks for one key, as identity providers ask before each write. `isExact` tells whether a resource that has the key is really meant. */
export type KeyLookUp<Key> = { by: Key; key: string; isExact(attributes: JsonObject): boolean }

const always = (): boolean => true

/** Undefined: the filter asks for more than one key, and the store has to search. */
export function userLookUpOf(filter: ResolvedFilter): KeyLookUp<UserKey> | undefined {
  const asked = equalityOf(filter)
  if (asked) {
    const { name, value } = asked
    if (name === 'id') return found('id', fromId('user', value))
    if (name === 'userName') return found('userName', comparisonKey(value))
    if (name === 'externalId') return found('externalId', value)
  }
  const address = emailOf(filter)
  // The index knows the addresses of a user, not which of them is of which type: that is asked of the one who is found.
  return address === undefined ? undefined : found('email', lookUpKey(address), (attributes) => matchesFilter(filter, attributes))
}

export function groupLookUpOf(filter: ResolvedFilter): KeyLookUp<GroupKey> | undefined {
  const asked = equalityOf(filter)
  if (!asked) return undefined
  const { name, value } = asked
  if (name === 'id') return found('id', fromId('group', value))
  if (name === 'displayName') return found('displayName', comparisonKey(value))
  return name === 'externalId' ? found('externalId', value) : undefined
}

function found<Key>(by: Key, key: string | undefined, isExact: (attributes: JsonObject) => boolean = always): KeyLookUp<Key> | undefined {
  // Of composed and decomposed forms the search knows more.
  return key !== undefined && isKey(key) && /^[\x20-\x7e]+$/.test(key) ? { by, key, isExact } : undefined
}

type Compare = Extract<ResolvedFilter, { type: 'compare' }>

function equalityOf(filter: ResolvedFilter): { name: string; value: string } | undefined {
  if (!isEquality(filter) || filter.path.isExtension || filter.path.subAttribute) return undefined
  return { name: filter.path.attribute.name, value: filter.value }
}

function isEquality(filter: ResolvedFilter): filter is Compare & { value: string } {
  return filter.type === 'compare' && filter.operator === 'eq' && typeof filter.value === 'string'
}

/** The address that every element meant has: `emails.value eq "x"`, `emails[value eq "x"]`, `emails[type eq "work" and value eq "x"]`, and `emails[type eq "work"].value eq "x"`, which reads as the one before. */
function emailOf(filter: ResolvedFilter): string | undefined {
  if (filter.type === 'valuePath') return isOfEmails(filter) ? addressIn(filter.filter) : undefined
  return filter.type === 'compare' && isOfEmails(filter) ? addressIn(filter) : undefined
}

function isOfEmails({ path }: Extract<ResolvedFilter, { path: unknown }>): boolean {
  return !path.isExtension && path.attribute.name === 'emails'
}

function addressIn(filter: ResolvedFilter): string | undefined {
  if (filter.type === 'and') return filter.filters.map(addressIn).find((address) => address !== undefined)
  return isEquality(filter) && filter.path.subAttribute?.name === 'value' ? filter.value : undefined
}
