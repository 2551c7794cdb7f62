import type { Change } from '../domain/change.ts'
import type { Viewer } from './viewer.ts'

/** Why a connection may not go on. EXPIRED: with a renewed credential it may come again. */
export type AccessEnd = 'EXPIRED' | 'REVOKED' | 'DEACTIVATED'

/** Names what a viewer's access hangs on: when one of these ends, so does the access. */
export function holdsOf(viewer: Viewer): string[] {
  return viewer.kind === 'API_KEY' ? [keyHold(viewer.id)] : []
}

/** What ends with a change: a revoked key, a person who was deactivated or deleted. */
export function endedHold(change: Change): { hold: string; end: AccessEnd } | undefined {
  switch (change.kind) {
    case 'ApiKeyRevoked':
      return { hold: keyHold(change.data.apiKey.id), end: 'REVOKED' }
    case 'UserDeactivated':
      return { hold: userHold(change.data.after.id), end: 'DEACTIVATED' }
    case 'UserDeleted':
      return { hold: userHold(change.data.user.id), end: 'DEACTIVATED' }
    default:
      return undefined
  }
}

const keyHold = (id: string): string => `key:${id}`
export const userHold = (id: string): string => `user:${id}`
