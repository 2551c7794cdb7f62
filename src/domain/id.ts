/** Ids as the doors show them: kind, hyphen, UUIDv7. Inside, an id is the bare UUID; only the doors call these functions. */
const prefixes = {
  team: 'team',
  directory: 'dir',
  user: 'user',
  group: 'group',
  spendLimit: 'limit',
  directoryToken: 'token',
  apiKey: 'key',
  scimRequest: 'request',
  directoryClient: 'client',
  ssoConnection: 'sso',
  administrator: 'admin',
  person: 'person',
  session: 'session',
  spendEntry: 'entry',
  spendReservation: 'reservation',
} as const

export type IdKind = keyof typeof prefixes

// Case-exact: an id that was upper-cased on the way is another id (RFC 7643 §3.1).
const form = /^([a-z]+)-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

export function toId(kind: IdKind, uuid: string): string {
  return `${prefixes[kind]}-${uuid}`
}

/** The bare UUID, or undefined when the text is not an id of this kind: such a resource does not exist. */
export function fromId(kind: IdKind, id: string): string | undefined {
  const match = form.exec(id)
  return match?.[1] === prefixes[kind] ? match[2] : undefined
}

export function parseId(id: string): { kind: IdKind; uuid: string } | undefined {
  const match = form.exec(id)
  if (!match) return undefined
  for (const kind of Object.keys(prefixes) as IdKind[]) {
    if (prefixes[kind] === match[1]) return { kind, uuid: match[2]! }
  }
  return undefined
}
