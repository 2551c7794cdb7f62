import { timingSafeEqual } from 'node:crypto'
import type { Actor } from '../domain/change.ts'
import type { ApiKeyScope } from '../domain/directory.ts'
import { toId } from '../domain/id.ts'
import { findApiKeyByHash } from '../store/api-key.ts'
import type { ReadDatabase } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'

/** Who asks over GraphQL. People come with sign-in. Ids are bare UUIDs. */
export type Viewer =
  | { kind: 'API_KEY'; id: string; name: string; teamId: string; scopes: readonly ApiKeyScope[]; expiresAt: Date | null }
  | { kind: 'PLATFORM' }

export type ViewerFinder = (authorization: string | undefined) => Promise<Viewer | undefined>

/** Finds the viewer behind an `Authorization: Bearer …` value; undefined when it opens nothing. */
export function createViewerFinder(
  database: ReadDatabase,
  platformKey: string | undefined,
  onKeyUsed: (keyId: string) => void = () => {},
): ViewerFinder {
  const platformHash = platformKey === undefined ? undefined : hashSecret(platformKey)
  return async (authorization) => {
    const secret = bearerSecret(authorization)
    if (secret === undefined) return undefined
    const hash = hashSecret(secret)
    if (platformHash && timingSafeEqual(hash, platformHash)) return { kind: 'PLATFORM' }
    const key = await findApiKeyByHash(database, hash, new Date())
    if (key) onKeyUsed(key.id)
    return key && { kind: 'API_KEY', id: key.id, name: key.name, teamId: key.teamId, scopes: key.scopes, expiresAt: key.expiresAt }
  }
}

// RFC 6750 §2.1. The scheme is case-insensitive (RFC 9110 §11.1).
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]{1,512}=*) *$/i

export function bearerSecret(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : bearer.exec(authorization)?.[1]
}

/** The team that a viewer reads: an API key's own; for the platform key the one that it names. Undefined: none that it may read. */
export function readableTeam(viewer: Viewer, named: string | undefined): string | undefined {
  if (viewer.kind === 'PLATFORM') return named
  if (!viewer.scopes.includes('READ')) return undefined
  return named === undefined || named === viewer.teamId ? viewer.teamId : undefined
}

export function hasScope(viewer: Viewer, scope: ApiKeyScope): boolean {
  return viewer.kind === 'PLATFORM' || viewer.scopes.includes(scope)
}

export function viewerActor(viewer: Viewer): Actor {
  return viewer.kind === 'PLATFORM'
    ? { kind: 'PLATFORM', id: null, label: 'Platform key' }
    : { kind: 'API_KEY', id: viewer.id, label: viewer.name }
}

/** A viewer as the logs name it: never its secret. */
export function viewerName(viewer: Viewer): string {
  return viewer.kind === 'PLATFORM' ? 'platform' : toId('apiKey', viewer.id)
}
