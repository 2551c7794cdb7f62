import type { Change } from '../domain/change.ts'
import type { Viewer } from './viewer.ts'

/**
 * Why a connection may not go on. EXPIRED: with a renewed credential it may come again. CHANGED: it may come again at once, and then reaches what it
 * may reach now. SIGNED_OUT: here, elsewhere, or because the team's sign-in is another now.
 */
export type AccessEnd = 'EXPIRED' | 'REVOKED' | 'DEACTIVATED' | 'SIGNED_OUT' | 'CHANGED'

/** Names what a viewer's access hangs on: when one of these ends, so does the access. */
export function holdsOf(viewer: Viewer): string[] {
  if (viewer.kind === 'API_KEY') return [keyHold(viewer.id)]
  if (viewer.kind === 'PLATFORM') return []
  const { userId, directoryId, administratorId, administratorGroupId } = viewer
  return [
    people,
    ...(userId === null ? [] : [userHold(userId)]),
    ...(directoryId === null ? [] : [`directory:${directoryId}`]),
    ...(administratorId === null ? [] : [`administrator:${administratorId}`]),
    ...(administratorGroupId === null ? [] : [groupHold(administratorGroupId)]),
  ]
}

/** RECHECK: whether it goes on cannot be known from the change; whoever hangs on it is looked up again. */
export type HoldEnd = { hold: string; end: AccessEnd | 'RECHECK' }

/**
 * What ends with a change: a revoked key, a person who was deactivated or deleted, a role. Members that leave a group are not named one by one: only
 * those who are administrators by that group hang on it, and of most groups nobody does.
 */
export function endedHold(change: Change): HoldEnd | undefined {
  switch (change.kind) {
    case 'ApiKeyRevoked':
      return { hold: keyHold(change.data.apiKey.id), end: 'REVOKED' }
    case 'UserDeactivated':
      return { hold: userHold(change.data.after.id), end: 'DEACTIVATED' }
    case 'UserDeleted':
      return { hold: userHold(change.data.user.id), end: 'DEACTIVATED' }
    case 'DirectoryDeleted':
      return { hold: `directory:${change.data.directory.id}`, end: 'DEACTIVATED' }
    case 'AdministratorRemoved':
      return { hold: `administrator:${change.data.administrator.id}`, end: 'RECHECK' }
    case 'AdministratorGroupSet':
      // Who is in the new group may be anybody.
      return { hold: people, end: 'RECHECK' }
    case 'MembershipChanged':
      return change.data.removedUserIds.length > 0 ? { hold: groupHold(change.data.group.id), end: 'RECHECK' } : undefined
    case 'GroupDeleted':
      return { hold: groupHold(change.data.group.id), end: 'RECHECK' }
    default:
      return undefined
  }
}

/** All who are signed in. */
const people = 'people'
const keyHold = (id: string): string => `key:${id}`
const groupHold = (id: string): string => `group:${id}`
export const userHold = (id: string): string => `user:${id}`
