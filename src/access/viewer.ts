import { timingSafeEqual } from 'node:crypto'
import type { Actor } from '../domain/change.ts'
import { apiKeyScopes, type ApiKeyScope } from '../domain/directory.ts'
import { toId } from '../domain/id.ts'
import { findApiKeysByHash, type ApiKey } from '../store/api-key.ts'
import { batchReads } from '../store/batched-read.ts'
import type { ReadDatabase } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'

/** Who asks over GraphQL. Ids are bare UUIDs. */
export type Viewer =
  | Person
  | { kind: 'API_KEY'; id: string; name: string; teamId: string; scopes: readonly ApiKeyScope[]; expiresAt: Date | null }
  | { kind: 'PLATFORM' }

export type Role = 'ADMINISTRATOR' | 'MEMBER'

/** Somebody who is signed in. */
export type Person = {
  kind: 'PERSON'
  /** Of the person, not of a directory user. */
  id: string
  teamId: string
  sessionId: string
  role: Role
  email: string | null
  /** The directory user that they are; active. */
  userId: string | null
  /** In which directory that user is. */
  directoryId: string | null
  /** Their entry in the list of administrators. */
  administratorId: string | null
  /** The mapped group that makes them an administrator. */
  administratorGroupId: string | null
  /** When they last proved who they are. */
  signedInAt: Date
  /** When the session ends at the latest. */
  expiresAt: Date
}

/**
 * What a viewer may reach, apart from who it is: all who have the same may share what is read and executed. A member's has the own user in it.
 */
export type Access =
  | { kind: 'PLATFORM' }
  | { kind: 'TEAM'; teamId: string; scopes: readonly ApiKeyScope[]; isAdministrator: boolean }
  | { kind: 'MEMBER'; teamId: string; userId: string }
  | { kind: 'NONE' }

export function accessOf(viewer: Viewer): Access {
  if (viewer.kind === 'PLATFORM') return { kind: 'PLATFORM' }
  if (viewer.kind === 'API_KEY') return { kind: 'TEAM', teamId: viewer.teamId, scopes: viewer.scopes, isAdministrator: false }
  if (viewer.role === 'ADMINISTRATOR') return { kind: 'TEAM', teamId: viewer.teamId, scopes: apiKeyScopes, isAdministrator: true }
  return viewer.userId === null ? { kind: 'NONE' } : { kind: 'MEMBER', teamId: viewer.teamId, userId: viewer.userId }
}

export type ViewerFinder = {
  /** The viewer behind an `Authorization: Bearer …` value; undefined when it opens nothing now. */
  find(authorization: string | undefined): Promise<Viewer | undefined>
  /**
   * What a look-up of the last seconds found, else looks it up. For connections that are told when their access ends
   * (graphql/access-watch.ts): a mass of them comes back at the cost of one.
   */
  findRecent(authorization: string | undefined): Promise<FoundViewer>
}
/** `lookedUpAt`: when, by performance.now(), the look-up began. `isExpired`: it opened something until it expired. */
export type FoundViewer = { viewer: Viewer; lookedUpAt: number } | { viewer?: undefined; isExpired: boolean }

const trustMilliseconds = 5_000
const mostTrusted = 10_000

export function createViewerFinder(
  database: ReadDatabase,
  platformKey: string | undefined,
  onKeyUsed: (keyId: string) => void = () => {},
): ViewerFinder {
  const platformHash = platformKey === undefined ? undefined : hashSecret(platformKey)
  const trusted = new Map<string, { key: ApiKey; lookedUpAt: number }>()
  const findKey = batchReads((hashes: readonly Uint8Array[]) => findApiKeysByHash(database, hashes))

  async function lookUp(hash: Uint8Array, isRecentEnough: boolean): Promise<{ key: ApiKey | undefined; lookedUpAt: number }> {
    const name = Buffer.from(hash).toString('base64')
    const known = trusted.get(name)
    const now = performance.now()
    if (isRecentEnough && known && known.lookedUpAt > now - trustMilliseconds) return known
    const key = await findKey(hash)
    trusted.delete(name)
    if (!key) return { key, lookedUpAt: now }
    if (trusted.size >= mostTrusted) trusted.delete(trusted.keys().next().value!)
    trusted.set(name, { key, lookedUpAt: now })
    return { key, lookedUpAt: now }
  }

  async function findViewer(authorization: string | undefined, isRecentEnough: boolean): Promise<FoundViewer> {
    const secret = bearerSecret(authorization)
    if (secret === undefined) return { isExpired: false }
    const hash = hashSecret(secret)
    if (platformHash && timingSafeEqual(hash, platformHash)) return { viewer: { kind: 'PLATFORM' }, lookedUpAt: performance.now() }
    const { key, lookedUpAt } = await lookUp(hash, isRecentEnough)
    if (!key || key.revokedAt) return { isExpired: false }
    if (key.expiresAt && key.expiresAt <= new Date()) return { isExpired: true }
    onKeyUsed(key.id)
    const { id, name, teamId, scopes, expiresAt } = key
    return { viewer: { kind: 'API_KEY', id, name, teamId, scopes, expiresAt }, lookedUpAt }
  }

  return {
    find: async (authorization) => (await findViewer(authorization, false)).viewer,
    findRecent: (authorization) => findViewer(authorization, true),
  }
}

// RFC 6750 §2.1. The scheme is case-insensitive (RFC 9110 §11.1).
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]{1,512}=*) *$/i

export function bearerSecret(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : bearer.exec(authorization)?.[1]
}

/** The team that a viewer reads: an API key's or a person's own; for the platform key the one that it names. Undefined: none that it may read. */
export function readableTeam(viewer: Viewer, named: string | undefined): string | undefined {
  const access = accessOf(viewer)
  if (access.kind === 'PLATFORM') return named
  if (access.kind === 'NONE' || (access.kind === 'TEAM' && !access.scopes.includes('READ'))) return undefined
  return named === undefined || named === access.teamId ? access.teamId : undefined
}

export function hasScope(viewer: Viewer, scope: ApiKeyScope): boolean {
  const access = accessOf(viewer)
  return access.kind === 'PLATFORM' || (access.kind === 'TEAM' && access.scopes.includes(scope))
}

export function viewerActor(viewer: Viewer): Actor {
  switch (viewer.kind) {
    case 'PLATFORM':
      return { kind: 'PLATFORM', id: null, label: 'Platform key' }
    case 'API_KEY':
      return { kind: 'API_KEY', id: viewer.id, label: viewer.name }
    case 'PERSON':
      return { kind: 'ADMINISTRATOR', id: viewer.id, label: viewer.email ?? 'An administrator' }
  }
}

/** A viewer as the logs name it: never its secret. */
export function viewerName(viewer: Viewer): string {
  return viewer.kind === 'PLATFORM' ? 'platform' : toId(viewer.kind === 'PERSON' ? 'person' : 'apiKey', viewer.id)
}

/**
 * What a viewer may see of a team, for telling alike those who may see the same. A role or a narrower view has its own; whoever sees
 * only what is theirs has their own id in it.
 */
export function accessScope(viewer: Viewer): string {
  const access = accessOf(viewer)
  return access.kind === 'MEMBER' ? `MEMBER ${access.userId}` : access.kind === 'NONE' ? 'NONE' : 'TEAM'
}

/** What all have who follow the team and whose `accessScope` is the same. */
export function accessOfAll(viewer: Viewer, teamId: string): Access {
  const access = accessOf(viewer)
  return access.kind === 'TEAM' || access.kind === 'PLATFORM' ? { kind: 'TEAM', teamId, scopes: ['READ'], isAdministrator: false } : access
}

/** Whether one credential may take the place of the other on an open connection: what may be seen and done stays exactly the same. */
export function isSameAccess(a: Viewer, b: Viewer): boolean {
  if (a.kind === 'PERSON' && b.kind === 'PERSON' && a.id !== b.id) return false
  const [first, second] = [accessOf(a), accessOf(b)]
  if (first.kind === 'TEAM' && second.kind === 'TEAM')
    return first.teamId === second.teamId && first.isAdministrator === second.isAdministrator && haveSame(first.scopes, second.scopes)
  if (first.kind === 'MEMBER' && second.kind === 'MEMBER') return first.teamId === second.teamId && first.userId === second.userId
  return first.kind === second.kind
}

function haveSame(some: readonly ApiKeyScope[], others: readonly ApiKeyScope[]): boolean {
  return some.length === others.length && some.every((scope) => others.includes(scope))
}
