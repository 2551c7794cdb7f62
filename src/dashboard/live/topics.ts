import type { ChangeTypename } from './change-facts.ts'

/** What a view is about. A query that names topics is asked again when a change is about one of them. */
export type Topic = 'users' | 'groups' | 'memberships' | 'limits' | 'spend' | 'set-up'

/** Total: a new kind of change does not compile until it is said what it is about. */
const topicsOf = {
  UserCreated: ['users', 'limits'],
  UserModified: ['users'],
  UserDeactivated: ['users', 'limits'],
  UserReactivated: ['users', 'limits'],
  UserDeleted: ['users', 'limits', 'memberships'],
  GroupCreated: ['groups'],
  GroupModified: ['groups'],
  GroupDeleted: ['groups', 'memberships', 'limits'],
  MembershipChanged: ['memberships', 'limits'],
  SpendLimitSet: ['limits'],
  SpendLimitCleared: ['limits'],
  SpendLimitExpired: ['limits'],
  SpendThresholdReached: ['spend'],
  SpendSettingsModified: ['spend', 'set-up'],
  DirectoryCreated: ['set-up'],
  DirectoryModified: ['set-up'],
  DirectoryDeleted: ['users', 'groups', 'memberships', 'limits', 'spend', 'set-up'],
  DirectoryConnectionTested: ['set-up'],
  DirectoryRemovalsPaused: ['set-up'],
  DirectoryRemovalsResumed: ['set-up'],
  DirectoryTokenIssued: ['set-up'],
  DirectoryTokenRevoked: ['set-up'],
  DirectoryClientIssued: ['set-up'],
  DirectoryClientRevoked: ['set-up'],
  ApiKeyIssued: ['set-up'],
  ApiKeyRevoked: ['set-up'],
  AdministratorAdded: ['set-up'],
  AdministratorRemoved: ['set-up'],
  AdministratorGroupSet: ['set-up'],
  SignInLinkIssued: ['set-up'],
  SsoConnectionSet: ['set-up'],
  SsoConnectionActivated: ['set-up'],
  SsoConnectionDeactivated: ['set-up'],
  SsoReplacementSet: ['set-up'],
  TeamCreated: ['set-up'],
  TeamPlanSet: ['set-up'],
} as const satisfies Record<ChangeTypename, readonly Topic[]>

export const allTopics: readonly Topic[] = ['users', 'groups', 'memberships', 'limits', 'spend', 'set-up']

/** A kind that this build does not know may be about anything. */
export function topicsOfChange(typename: string): readonly Topic[] {
  return (topicsOf as Record<string, readonly Topic[]>)[typename] ?? allTopics
}
