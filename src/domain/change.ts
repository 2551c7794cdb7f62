import type { ApiKeyScope, DirectorySettings, Provider } from './directory.ts'
import type { GroupState } from './group.ts'
import type { Plan } from './plan.ts'
import type { SpendSettings, SpendThreshold } from './spend-settings.ts'
import type { SpendLimitState } from './spend-limit.ts'
import type { SsoConnectionState } from './sso.ts'
import type { UserState } from './user.ts'

export type ActorKind = 'DIRECTORY' | 'ADMINISTRATOR' | 'API_KEY' | 'PLATFORM' | 'SYSTEM'
export type Actor = { kind: ActorKind; id: string | null; label: string }

export type MemberRef = { id: string; userName: string; displayName: string | null }
/** Which directory a change is about, as it was called then. */
export type DirectoryRef = { id: string; name: string; provider: Provider }
/** What the settings of a directory were at a revision. It never needs another read, and outlives the directory. */
export type DirectorySettingsState = { id: string; version: number } & DirectorySettings
/** `expiresAt` in RFC 3339, as the log keeps it. */
export type DirectoryTokenState = { id: string; label: string; expiresAt: string | null }
/** An OAuth client of a directory. */
export type DirectoryClientState = { id: string; label: string; expiresAt: string | null }
export type AdministratorState = { id: string; email: string }
export type GroupRef = { id: string; displayName: string }
export type ApiKeyState = { id: string; name: string; scopes: ApiKeyScope[]; expiresAt: string | null }

type Modified<State> = { before: State; after: State; attributes: string[] }

/** What a change of each kind carries; the kind is the name of its GraphQL type. */
export type ChangeDataByKind = {
  UserCreated: { user: UserState }
  UserModified: Modified<UserState>
  UserDeactivated: Modified<UserState>
  UserReactivated: Modified<UserState>
  UserDeleted: { user: UserState }
  GroupCreated: { group: GroupState }
  GroupModified: Modified<GroupState>
  GroupDeleted: { group: GroupState }
  MembershipChanged: {
    group: GroupState
    /** Complete. */
    addedUserIds: string[]
    removedUserIds: string[]
    /** Names for the first `membersNamed` of each. */
    added: MemberRef[]
    removed: MemberRef[]
  }
  SpendLimitSet: { before: SpendLimitState | null; after: SpendLimitState }
  SpendLimitCleared: { before: SpendLimitState }
  /** An override whose time was over. It stopped to count at `before.expiresAt`; this change tells of it a moment later. */
  SpendLimitExpired: { before: SpendLimitState }
  SpendSettingsModified: Modified<SpendSettings & { version: number }>
  /** Spend that was recorded took a user to a threshold of their limit, for the first time in its month. */
  SpendThresholdReached: SpendThreshold
  /** `timeZone` is absent in changes of before teams had one. */
  TeamCreated: { name: string; plan: Plan; currency: string; timeZone?: string }
  TeamPlanSet: { before: Plan; after: Plan }
  DirectoryCreated: { directory: DirectoryRef }
  DirectoryModified: Modified<DirectorySettingsState>
  /** The guard against mass removals stopped what would remove more than `removalsPerHour` in one hour. */
  DirectoryRemovalsPaused: { directory: DirectoryRef; removalsPerHour: number }
  DirectoryRemovalsResumed: { directory: DirectoryRef }
  DirectoryTokenIssued: { directoryId: string; token: DirectoryTokenState }
  DirectoryTokenRevoked: { directoryId: string; token: DirectoryTokenState }
  ApiKeyIssued: { apiKey: ApiKeyState }
  ApiKeyRevoked: { apiKey: ApiKeyState }
  /** Stands for all its users, groups, memberships and the limits on them. */
  DirectoryDeleted: { directory: DirectoryRef; userCount: number; groupCount: number }
  DirectoryClientIssued: { directoryId: string; client: DirectoryClientState }
  DirectoryClientRevoked: { directoryId: string; client: DirectoryClientState }
  DirectoryConnectionTested: { directory: DirectoryRef; hasPassed: boolean }
  SsoConnectionSet: { before: SsoConnectionState | null; after: SsoConnectionState }
  /** It takes the place of the connection in use once an administrator has signed in through it. */
  SsoReplacementSet: { ssoConnection: SsoConnectionState }
  SsoConnectionActivated: { ssoConnection: SsoConnectionState }
  SsoConnectionDeactivated: { ssoConnection: SsoConnectionState; reason: string }
  AdministratorAdded: { administrator: AdministratorState }
  AdministratorRemoved: { administrator: AdministratorState }
  /** The group whose members are administrators, beside those who are listed. */
  AdministratorGroupSet: { before: GroupRef | null; after: GroupRef | null }
  SignInLinkIssued: { administrator: AdministratorState; expiresAt: string }
}
export type ChangeKind = keyof ChangeDataByKind

type Kinded<K extends ChangeKind = ChangeKind> = { [Kind in K]: { kind: Kind; data: ChangeDataByKind[Kind] } }[K]

/** A change that a command asks to append: it gets its revision, id and time with the commit. */
export type NewChange<K extends ChangeKind = ChangeKind> = Kinded<K> & { actor: Actor }
/** A committed change. */
export type Change<K extends ChangeKind = ChangeKind> = NewChange<K> & { id: string; teamId: string; revision: number; at: Date }

/** What a command answered, with the changes that it committed; none when nothing really changed. */
export type Committed<Result> = { value: Result; changes: readonly Change[] }

/** How many members a membership change names, of those added and of those removed. */
export const membersNamed = 200

const kinds = {
  UserCreated: 1,
  UserModified: 1,
  UserDeactivated: 1,
  UserReactivated: 1,
  UserDeleted: 1,
  GroupCreated: 1,
  GroupModified: 1,
  GroupDeleted: 1,
  MembershipChanged: 1,
  SpendLimitSet: 1,
  SpendLimitCleared: 1,
  SpendLimitExpired: 1,
  SpendSettingsModified: 1,
  SpendThresholdReached: 1,
  TeamCreated: 1,
  TeamPlanSet: 1,
  DirectoryCreated: 1,
  DirectoryModified: 1,
  DirectoryRemovalsPaused: 1,
  DirectoryRemovalsResumed: 1,
  DirectoryTokenIssued: 1,
  DirectoryTokenRevoked: 1,
  ApiKeyIssued: 1,
  ApiKeyRevoked: 1,
  DirectoryDeleted: 1,
  DirectoryClientIssued: 1,
  DirectoryClientRevoked: 1,
  DirectoryConnectionTested: 1,
  SsoConnectionSet: 1,
  SsoReplacementSet: 1,
  SsoConnectionActivated: 1,
  SsoConnectionDeactivated: 1,
  AdministratorAdded: 1,
  AdministratorRemoved: 1,
  AdministratorGroupSet: 1,
  SignInLinkIssued: 1,
} satisfies Record<ChangeKind, 1>
export const changeKinds = Object.keys(kinds) as ChangeKind[]

/** The one user or group that a change is about, if it is about one. */
export function subjectOf(change: NewChange): { userId: string | null; groupId: string | null } {
  switch (change.kind) {
    case 'UserCreated':
    case 'UserDeleted':
      return { userId: change.data.user.id, groupId: null }
    case 'UserModified':
    case 'UserDeactivated':
    case 'UserReactivated':
      return { userId: change.data.after.id, groupId: null }
    case 'GroupCreated':
    case 'GroupDeleted':
    case 'MembershipChanged':
      return { userId: null, groupId: change.data.group.id }
    case 'GroupModified':
      return { userId: null, groupId: change.data.after.id }
    case 'SpendLimitSet':
    case 'SpendLimitCleared':
    case 'SpendLimitExpired': {
      const { target } = change.kind === 'SpendLimitSet' ? change.data.after : change.data.before
      return { userId: target.kind === 'USER' ? target.id : null, groupId: target.kind === 'GROUP' ? target.id : null }
    }
    case 'SpendThresholdReached':
      return { userId: change.data.user.id, groupId: null }
    default:
      return { userId: null, groupId: null }
  }
}
