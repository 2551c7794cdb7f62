import { comparisonKey, indexedText, type Attributes } from './attributes.ts'

export type Group = {
  id: string
  teamId: string
  directoryId: string
  attributes: Attributes
  memberCount: number
  version: number
  createdAt: Date
  lastModifiedAt: Date
} & GroupColumns

/** What is read out of the attributes for look-ups and views. */
export type GroupColumns = { displayName: string; displayNameKey: string; externalId: string | null }

/** Refuses names that are too long to be looked up. */
export function groupColumns(attributes: Attributes): GroupColumns {
  const displayName = indexedText(attributes, 'displayName') ?? ''
  return { displayName, displayNameKey: comparisonKey(displayName), externalId: indexedText(attributes, 'externalId') }
}

/** What a group was at a revision: what a change carries. It never needs another read, and outlives the group. */
export type GroupState = {
  id: string
  directoryId: string
  externalId: string | null
  displayName: string
  memberCount: number
  version: number
}

export function groupState(group: Group): GroupState {
  const { id, directoryId, externalId, displayName, memberCount, version } = group
  return { id, directoryId, externalId, displayName, memberCount, version }
}

/**
 * What a request does to the members of a group, all its operations taken together.
 * `replaceAll`: the members become exactly `add`. Otherwise `add` and `remove` are disjoint sets of user ids (bare UUIDs).
 * `unknown` holds what was named but cannot be a user of ours; it is ignored, or refused by a strict directory.
 */
export type MemberChange = { replaceAll: boolean; add: string[]; remove: string[]; unknown: string[] }
