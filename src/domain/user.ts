import { comparisonKey, indexedText, lookUpKey, textAttribute, type Attributes, type JsonValue } from './attributes.ts'

export type User = {
  id: string
  teamId: string
  directoryId: string
  attributes: Attributes
  version: number
  createdAt: Date
  lastModifiedAt: Date
} & UserColumns

/** What is read out of the attributes for look-ups and views. */
export type UserColumns = {
  userName: string
  userNameKey: string
  externalId: string | null
  displayName: string | null
  email: string | null
  active: boolean
}

/** Refuses names that are too long to be looked up. */
export function userColumns(attributes: Attributes): UserColumns {
  const userName = indexedText(attributes, 'userName') ?? ''
  return {
    userName,
    userNameKey: comparisonKey(userName),
    externalId: indexedText(attributes, 'externalId'),
    displayName: textAttribute(attributes, 'displayName'),
    email: preferred(emailsOf(attributes['emails'])),
    // A user whose `active` was removed may still sign in: only `false` deactivates (RFC 7643 §4.1.1).
    active: attributes['active'] !== false,
  }
}

/** What a user is found by besides: folded, written with the user and never read back. */
export type UserKeys = { displayNameKey: string | null; emailKeys: string[] }

export function userKeys(attributes: Attributes): UserKeys {
  const displayName = textAttribute(attributes, 'displayName')
  const emails = emailsOf(attributes['emails']).flatMap(({ value }) => (typeof value === 'string' ? lookUpKey(value) : []))
  return { displayNameKey: displayName === null ? null : lookUpKey(displayName), emailKeys: [...new Set(emails)] }
}

/** What a user was at a revision: what a change carries. It never needs another read, and outlives the user. */
export type UserState = {
  id: string
  directoryId: string
  externalId: string | null
  userName: string
  displayName: string | null
  email: string | null
  active: boolean
  version: number
}

export function userState(user: User): UserState {
  const { id, directoryId, externalId, userName, displayName, email, active, version } = user
  return { id, directoryId, externalId, userName, displayName, email, active, version }
}

function emailsOf(emails: JsonValue | undefined): Attributes[] {
  if (!Array.isArray(emails)) return []
  return emails.filter((email): email is Attributes => email !== null && typeof email === 'object' && !Array.isArray(email))
}

// The primary address, else the first one for work, else the first.
function preferred(emails: readonly Attributes[]): string | null {
  const chosen =
    emails.find((email) => email['primary'] === true) ?? emails.find((email) => String(email['type']).toLowerCase() === 'work') ?? emails[0]
  return chosen ? textAttribute(chosen, 'value') : null
}
