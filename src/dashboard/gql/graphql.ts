/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ActorKind =
  | 'ADMINISTRATOR'
  | 'API_KEY'
  | 'DIRECTORY'
  | 'PLATFORM'
  | 'SYSTEM';

/** Changes that meet all that is given. A DirectoryDeleted is the end of all users, groups, memberships and limits of a directory, so it is about each of them. */
export type ChangeFilter = {
  /** Done by this person (`person-…`), API key (`key-…`) or directory (`dir-…`), as Actor.id has it. */
  actorId?: string | number | null | undefined;
  /** Done by one of these; without DIRECTORY it is what people and programs did. */
  actorKinds?: Array<ActorKind> | null | undefined;
  /** About this group. */
  groupId?: string | number | null | undefined;
  kinds?: Array<ChangeKind> | null | undefined;
  /** About this user, or about members that it was one of. */
  userId?: string | number | null | undefined;
};

/** The type of a change. */
export type ChangeKind =
  | 'ADMINISTRATOR_ADDED'
  | 'ADMINISTRATOR_GROUP_SET'
  | 'ADMINISTRATOR_REMOVED'
  | 'API_KEY_ISSUED'
  | 'API_KEY_REVOKED'
  | 'DIRECTORY_CLIENT_ISSUED'
  | 'DIRECTORY_CLIENT_REVOKED'
  | 'DIRECTORY_CONNECTION_TESTED'
  | 'DIRECTORY_CREATED'
  | 'DIRECTORY_DELETED'
  | 'DIRECTORY_MODIFIED'
  | 'DIRECTORY_REMOVALS_PAUSED'
  | 'DIRECTORY_REMOVALS_RESUMED'
  | 'DIRECTORY_TOKEN_ISSUED'
  | 'DIRECTORY_TOKEN_REVOKED'
  | 'GROUP_CREATED'
  | 'GROUP_DELETED'
  | 'GROUP_MODIFIED'
  | 'MEMBERSHIP_CHANGED'
  | 'SIGN_IN_LINK_ISSUED'
  | 'SPEND_LIMIT_CLEARED'
  | 'SPEND_LIMIT_EXPIRED'
  | 'SPEND_LIMIT_SET'
  | 'SPEND_SETTINGS_MODIFIED'
  | 'SPEND_THRESHOLD_REACHED'
  | 'SSO_CONNECTION_ACTIVATED'
  | 'SSO_CONNECTION_DEACTIVATED'
  | 'SSO_CONNECTION_SET'
  | 'SSO_REPLACEMENT_SET'
  | 'TEAM_CREATED'
  | 'TEAM_PLAN_SET'
  | 'USER_CREATED'
  | 'USER_DEACTIVATED'
  | 'USER_DELETED'
  | 'USER_MODIFIED'
  | 'USER_REACTIVATED';

export type Plan =
  | 'ENTERPRISE'
  | 'FREE'
  | 'PRO';

export type Provider =
  | 'ENTRA_ID'
  | 'GOOGLE_WORKSPACE'
  | 'JUMPCLOUD'
  | 'OKTA'
  | 'ONELOGIN'
  | 'OTHER'
  | 'PING_IDENTITY';

export type ResyncReason =
  /** The log has not come to there. */
  | 'AHEAD'
  /** The log does not reach back to there any more. */
  | 'PRUNED'
  /** The log has another change there: it is not the one that the cursor is of. */
  | 'REPLACED';

/** Of a person. */
export type Role =
  | 'ADMINISTRATOR'
  | 'MEMBER';

export type SpendLimitSource =
  | 'GROUP'
  | 'INACTIVE_USER'
  | 'NONE'
  | 'TEAM'
  | 'USER';

export type ViewerKind =
  | 'API_KEY'
  | 'PERSON'
  | 'PLATFORM';

export type SubjectNameQueryVariables = Exact<{
  id: string | number;
}>;


export type SubjectNameQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group', groupName: string }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User', userName: string, displayName: string | null }
   | null };

export type FormerUserNameQueryVariables = Exact<{
  id: string | number;
}>;


export type FormerUserNameQuery = { team: { changes: { nodes: Array<
        | { __typename: 'AdministratorAdded' }
        | { __typename: 'AdministratorGroupSet' }
        | { __typename: 'AdministratorRemoved' }
        | { __typename: 'ApiKeyIssued' }
        | { __typename: 'ApiKeyRevoked' }
        | { __typename: 'DirectoryClientIssued' }
        | { __typename: 'DirectoryClientRevoked' }
        | { __typename: 'DirectoryConnectionTested' }
        | { __typename: 'DirectoryCreated' }
        | { __typename: 'DirectoryDeleted' }
        | { __typename: 'DirectoryModified' }
        | { __typename: 'DirectoryRemovalsPaused' }
        | { __typename: 'DirectoryRemovalsResumed' }
        | { __typename: 'DirectoryTokenIssued' }
        | { __typename: 'DirectoryTokenRevoked' }
        | { __typename: 'GroupCreated' }
        | { __typename: 'GroupDeleted' }
        | { __typename: 'GroupModified' }
        | { __typename: 'MembershipChanged' }
        | { __typename: 'SignInLinkIssued' }
        | { __typename: 'SpendLimitCleared' }
        | { __typename: 'SpendLimitExpired' }
        | { __typename: 'SpendLimitSet' }
        | { __typename: 'SpendSettingsModified' }
        | { __typename: 'SpendThresholdReached' }
        | { __typename: 'SsoConnectionActivated' }
        | { __typename: 'SsoConnectionDeactivated' }
        | { __typename: 'SsoConnectionSet' }
        | { __typename: 'SsoReplacementSet' }
        | { __typename: 'TeamCreated' }
        | { __typename: 'TeamPlanSet' }
        | { __typename: 'UserCreated', user: { userName: string, displayName: string | null } }
        | { __typename: 'UserDeactivated', after: { userName: string, displayName: string | null } }
        | { __typename: 'UserDeleted', user: { userName: string, displayName: string | null } }
        | { __typename: 'UserModified', after: { userName: string, displayName: string | null } }
        | { __typename: 'UserReactivated', after: { userName: string, displayName: string | null } }
      > } } | null };

export type FormerGroupNameQueryVariables = Exact<{
  id: string | number;
}>;


export type FormerGroupNameQuery = { team: { changes: { nodes: Array<
        | { __typename: 'AdministratorAdded' }
        | { __typename: 'AdministratorGroupSet' }
        | { __typename: 'AdministratorRemoved' }
        | { __typename: 'ApiKeyIssued' }
        | { __typename: 'ApiKeyRevoked' }
        | { __typename: 'DirectoryClientIssued' }
        | { __typename: 'DirectoryClientRevoked' }
        | { __typename: 'DirectoryConnectionTested' }
        | { __typename: 'DirectoryCreated' }
        | { __typename: 'DirectoryDeleted' }
        | { __typename: 'DirectoryModified' }
        | { __typename: 'DirectoryRemovalsPaused' }
        | { __typename: 'DirectoryRemovalsResumed' }
        | { __typename: 'DirectoryTokenIssued' }
        | { __typename: 'DirectoryTokenRevoked' }
        | { __typename: 'GroupCreated', group: { displayName: string } }
        | { __typename: 'GroupDeleted', group: { displayName: string } }
        | { __typename: 'GroupModified', after: { displayName: string } }
        | { __typename: 'MembershipChanged', group: { displayName: string } }
        | { __typename: 'SignInLinkIssued' }
        | { __typename: 'SpendLimitCleared' }
        | { __typename: 'SpendLimitExpired' }
        | { __typename: 'SpendLimitSet' }
        | { __typename: 'SpendSettingsModified' }
        | { __typename: 'SpendThresholdReached' }
        | { __typename: 'SsoConnectionActivated' }
        | { __typename: 'SsoConnectionDeactivated' }
        | { __typename: 'SsoConnectionSet' }
        | { __typename: 'SsoReplacementSet' }
        | { __typename: 'TeamCreated' }
        | { __typename: 'TeamPlanSet' }
        | { __typename: 'UserCreated' }
        | { __typename: 'UserDeactivated' }
        | { __typename: 'UserDeleted' }
        | { __typename: 'UserModified' }
        | { __typename: 'UserReactivated' }
      > } } | null };

export type LimitExplanationFragment = { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

type ChangeFacts_AdministratorAdded_Fragment = { __typename: 'AdministratorAdded', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_AdministratorGroupSet_Fragment = { __typename: 'AdministratorGroupSet', revision: number, at: string, mappedBefore: { id: string, displayName: string } | null, mappedAfter: { id: string, displayName: string } | null, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_AdministratorRemoved_Fragment = { __typename: 'AdministratorRemoved', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_ApiKeyIssued_Fragment = { __typename: 'ApiKeyIssued', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_ApiKeyRevoked_Fragment = { __typename: 'ApiKeyRevoked', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryClientIssued_Fragment = { __typename: 'DirectoryClientIssued', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryClientRevoked_Fragment = { __typename: 'DirectoryClientRevoked', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryConnectionTested_Fragment = { __typename: 'DirectoryConnectionTested', hasPassed: boolean, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryCreated_Fragment = { __typename: 'DirectoryCreated', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryDeleted_Fragment = { __typename: 'DirectoryDeleted', userCount: number, groupCount: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryModified_Fragment = { __typename: 'DirectoryModified', attributes: Array<string>, revision: number, at: string, directoryBefore: { id: string, name: string }, directoryAfter: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryRemovalsPaused_Fragment = { __typename: 'DirectoryRemovalsPaused', removalsPerHour: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryRemovalsResumed_Fragment = { __typename: 'DirectoryRemovalsResumed', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryTokenIssued_Fragment = { __typename: 'DirectoryTokenIssued', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_DirectoryTokenRevoked_Fragment = { __typename: 'DirectoryTokenRevoked', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_GroupCreated_Fragment = { __typename: 'GroupCreated', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_GroupDeleted_Fragment = { __typename: 'GroupDeleted', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_GroupModified_Fragment = { __typename: 'GroupModified', attributes: Array<string>, revision: number, at: string, groupBefore: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, groupAfter: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_MembershipChanged_Fragment = { __typename: 'MembershipChanged', addedCount: number, removedCount: number, revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, added: Array<{ id: string, userName: string, displayName: string | null }>, removed: Array<{ id: string, userName: string, displayName: string | null }>, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SignInLinkIssued_Fragment = { __typename: 'SignInLinkIssued', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SpendLimitCleared_Fragment = { __typename: 'SpendLimitCleared', revision: number, at: string, cleared: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SpendLimitExpired_Fragment = { __typename: 'SpendLimitExpired', revision: number, at: string, expired: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SpendLimitSet_Fragment = { __typename: 'SpendLimitSet', revision: number, at: string, limitBefore: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, limitAfter: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SpendSettingsModified_Fragment = { __typename: 'SpendSettingsModified', attributes: Array<string>, revision: number, at: string, settingsBefore: { thresholdPercents: Array<number>, timeZone: string }, settingsAfter: { thresholdPercents: Array<number>, timeZone: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SpendThresholdReached_Fragment = { __typename: 'SpendThresholdReached', percent: number, period: string, source: SpendLimitSource, revision: number, at: string, limit: { amountMinor: number, currency: string, minorUnitDigits: number }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, member: { id: string, userName: string, displayName: string | null }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SsoConnectionActivated_Fragment = { __typename: 'SsoConnectionActivated', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SsoConnectionDeactivated_Fragment = { __typename: 'SsoConnectionDeactivated', reason: string, revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SsoConnectionSet_Fragment = { __typename: 'SsoConnectionSet', revision: number, at: string, ssoAfter: { id: string, issuer: string, clientId: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_SsoReplacementSet_Fragment = { __typename: 'SsoReplacementSet', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_TeamCreated_Fragment = { __typename: 'TeamCreated', name: string, revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_TeamPlanSet_Fragment = { __typename: 'TeamPlanSet', revision: number, at: string, planBefore: Plan, planAfter: Plan, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_UserCreated_Fragment = { __typename: 'UserCreated', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_UserDeactivated_Fragment = { __typename: 'UserDeactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_UserDeleted_Fragment = { __typename: 'UserDeleted', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_UserModified_Fragment = { __typename: 'UserModified', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } };

type ChangeFacts_UserReactivated_Fragment = { __typename: 'UserReactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } };

export type ChangeFactsFragment =
  | ChangeFacts_AdministratorAdded_Fragment
  | ChangeFacts_AdministratorGroupSet_Fragment
  | ChangeFacts_AdministratorRemoved_Fragment
  | ChangeFacts_ApiKeyIssued_Fragment
  | ChangeFacts_ApiKeyRevoked_Fragment
  | ChangeFacts_DirectoryClientIssued_Fragment
  | ChangeFacts_DirectoryClientRevoked_Fragment
  | ChangeFacts_DirectoryConnectionTested_Fragment
  | ChangeFacts_DirectoryCreated_Fragment
  | ChangeFacts_DirectoryDeleted_Fragment
  | ChangeFacts_DirectoryModified_Fragment
  | ChangeFacts_DirectoryRemovalsPaused_Fragment
  | ChangeFacts_DirectoryRemovalsResumed_Fragment
  | ChangeFacts_DirectoryTokenIssued_Fragment
  | ChangeFacts_DirectoryTokenRevoked_Fragment
  | ChangeFacts_GroupCreated_Fragment
  | ChangeFacts_GroupDeleted_Fragment
  | ChangeFacts_GroupModified_Fragment
  | ChangeFacts_MembershipChanged_Fragment
  | ChangeFacts_SignInLinkIssued_Fragment
  | ChangeFacts_SpendLimitCleared_Fragment
  | ChangeFacts_SpendLimitExpired_Fragment
  | ChangeFacts_SpendLimitSet_Fragment
  | ChangeFacts_SpendSettingsModified_Fragment
  | ChangeFacts_SpendThresholdReached_Fragment
  | ChangeFacts_SsoConnectionActivated_Fragment
  | ChangeFacts_SsoConnectionDeactivated_Fragment
  | ChangeFacts_SsoConnectionSet_Fragment
  | ChangeFacts_SsoReplacementSet_Fragment
  | ChangeFacts_TeamCreated_Fragment
  | ChangeFacts_TeamPlanSet_Fragment
  | ChangeFacts_UserCreated_Fragment
  | ChangeFacts_UserDeactivated_Fragment
  | ChangeFacts_UserDeleted_Fragment
  | ChangeFacts_UserModified_Fragment
  | ChangeFacts_UserReactivated_Fragment
;

export type UserFactsFragment = { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean };

export type GroupFactsFragment = { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number };

export type LimitFactsFragment = { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

export type MoneyFactsFragment = { amountMinor: number, currency: string, minorUnitDigits: number };

export type TeamChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type TeamChangesSubscription = { changes:
    | { __typename: 'ChangeBatch', previousCursor: string, cursor: string, changes: Array<
        | { __typename: 'AdministratorAdded', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorGroupSet', revision: number, at: string, mappedBefore: { id: string, displayName: string } | null, mappedAfter: { id: string, displayName: string } | null, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorRemoved', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyIssued', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyRevoked', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientIssued', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientRevoked', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryConnectionTested', hasPassed: boolean, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryCreated', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryDeleted', userCount: number, groupCount: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryModified', attributes: Array<string>, revision: number, at: string, directoryBefore: { id: string, name: string }, directoryAfter: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsPaused', removalsPerHour: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsResumed', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenIssued', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenRevoked', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupCreated', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupDeleted', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupModified', attributes: Array<string>, revision: number, at: string, groupBefore: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, groupAfter: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'MembershipChanged', addedCount: number, removedCount: number, revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, added: Array<{ id: string, userName: string, displayName: string | null }>, removed: Array<{ id: string, userName: string, displayName: string | null }>, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SignInLinkIssued', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitCleared', revision: number, at: string, cleared: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitExpired', revision: number, at: string, expired: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitSet', revision: number, at: string, limitBefore: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, limitAfter: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendSettingsModified', attributes: Array<string>, revision: number, at: string, settingsBefore: { thresholdPercents: Array<number>, timeZone: string }, settingsAfter: { thresholdPercents: Array<number>, timeZone: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendThresholdReached', percent: number, period: string, source: SpendLimitSource, revision: number, at: string, limit: { amountMinor: number, currency: string, minorUnitDigits: number }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, member: { id: string, userName: string, displayName: string | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionActivated', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionDeactivated', reason: string, revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionSet', revision: number, at: string, ssoAfter: { id: string, issuer: string, clientId: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoReplacementSet', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamCreated', name: string, revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamPlanSet', revision: number, at: string, planBefore: Plan, planAfter: Plan, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserCreated', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeleted', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserModified', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserReactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
      > }
    | { __typename: 'Checkpoint', previousCursor: string, cursor: string, isLive: boolean }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ResyncRequired', reason: ResyncReason }
   };

export type OwnMembershipsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  userId: string | number;
}>;


export type OwnMembershipsSubscription = { membershipChanges:
    | { __typename: 'ChangeBatch', previousCursor: string, cursor: string }
    | { __typename: 'Checkpoint', previousCursor: string, cursor: string, isLive: boolean }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ResyncRequired', reason: ResyncReason }
   };

export type HeadOfLogQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadOfLogQuery = { team: { changeCursor: string } | null };

export type ActivityChangesSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: ChangeFilter | null | undefined;
}>;


export type ActivityChangesSubscription = { changes:
    | { __typename: 'ChangeBatch', previousCursor: string, cursor: string, changes: Array<
        | { __typename: 'AdministratorAdded', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorGroupSet', revision: number, at: string, mappedBefore: { id: string, displayName: string } | null, mappedAfter: { id: string, displayName: string } | null, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorRemoved', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyIssued', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyRevoked', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientIssued', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientRevoked', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryConnectionTested', hasPassed: boolean, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryCreated', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryDeleted', userCount: number, groupCount: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryModified', attributes: Array<string>, revision: number, at: string, directoryBefore: { id: string, name: string }, directoryAfter: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsPaused', removalsPerHour: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsResumed', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenIssued', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenRevoked', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupCreated', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupDeleted', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupModified', attributes: Array<string>, revision: number, at: string, groupBefore: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, groupAfter: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'MembershipChanged', addedCount: number, removedCount: number, revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, added: Array<{ id: string, userName: string, displayName: string | null }>, removed: Array<{ id: string, userName: string, displayName: string | null }>, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SignInLinkIssued', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitCleared', revision: number, at: string, cleared: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitExpired', revision: number, at: string, expired: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitSet', revision: number, at: string, limitBefore: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, limitAfter: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendSettingsModified', attributes: Array<string>, revision: number, at: string, settingsBefore: { thresholdPercents: Array<number>, timeZone: string }, settingsAfter: { thresholdPercents: Array<number>, timeZone: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendThresholdReached', percent: number, period: string, source: SpendLimitSource, revision: number, at: string, limit: { amountMinor: number, currency: string, minorUnitDigits: number }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, member: { id: string, userName: string, displayName: string | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionActivated', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionDeactivated', reason: string, revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionSet', revision: number, at: string, ssoAfter: { id: string, issuer: string, clientId: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoReplacementSet', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamCreated', name: string, revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamPlanSet', revision: number, at: string, planBefore: Plan, planAfter: Plan, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserCreated', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeleted', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserModified', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserReactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
      > }
    | { __typename: 'Checkpoint', previousCursor: string, cursor: string, isLive: boolean }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ResyncRequired', reason: ResyncReason }
   };

export type ActorNameQueryVariables = Exact<{
  id: string | number;
}>;


export type ActorNameQuery = { team: { changes: { nodes: Array<
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
        | { actor: { label: string } }
      > } } | null };

export type ChangeLogQueryVariables = Exact<{
  filter?: ChangeFilter | null | undefined;
  before?: string | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type ChangeLogQuery = { team: { changeCursor: string, changes: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<
        | { __typename: 'AdministratorAdded', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorGroupSet', revision: number, at: string, mappedBefore: { id: string, displayName: string } | null, mappedAfter: { id: string, displayName: string } | null, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorRemoved', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyIssued', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyRevoked', revision: number, at: string, apiKey: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientIssued', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientRevoked', directoryId: string, revision: number, at: string, client: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryConnectionTested', hasPassed: boolean, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryCreated', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryDeleted', userCount: number, groupCount: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryModified', attributes: Array<string>, revision: number, at: string, directoryBefore: { id: string, name: string }, directoryAfter: { id: string, name: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsPaused', removalsPerHour: number, revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsResumed', revision: number, at: string, directory: { id: string, name: string, provider: Provider }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenIssued', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenRevoked', directoryId: string, revision: number, at: string, token: { id: string, label: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupCreated', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupDeleted', revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupModified', attributes: Array<string>, revision: number, at: string, groupBefore: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, groupAfter: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'MembershipChanged', addedCount: number, removedCount: number, revision: number, at: string, group: { id: string, directoryId: string, displayName: string, externalId: string | null, memberCount: number }, added: Array<{ id: string, userName: string, displayName: string | null }>, removed: Array<{ id: string, userName: string, displayName: string | null }>, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SignInLinkIssued', revision: number, at: string, administrator: { id: string, email: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitCleared', revision: number, at: string, cleared: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitExpired', revision: number, at: string, expired: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitSet', revision: number, at: string, limitBefore: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, limitAfter: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendSettingsModified', attributes: Array<string>, revision: number, at: string, settingsBefore: { thresholdPercents: Array<number>, timeZone: string }, settingsAfter: { thresholdPercents: Array<number>, timeZone: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendThresholdReached', percent: number, period: string, source: SpendLimitSource, revision: number, at: string, limit: { amountMinor: number, currency: string, minorUnitDigits: number }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, member: { id: string, userName: string, displayName: string | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionActivated', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionDeactivated', reason: string, revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionSet', revision: number, at: string, ssoAfter: { id: string, issuer: string, clientId: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoReplacementSet', revision: number, at: string, ssoConnection: { id: string, issuer: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamCreated', name: string, revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamPlanSet', revision: number, at: string, planBefore: Plan, planAfter: Plan, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserCreated', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeleted', revision: number, at: string, user: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserModified', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserReactivated', attributes: Array<string>, revision: number, at: string, userBefore: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, userAfter: { id: string, directoryId: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean }, actor: { kind: ActorKind, id: string | null, label: string } }
      > } } | null };

export type PlaceInLogQueryVariables = Exact<{
  revision: number;
  next: number;
}>;


export type PlaceInLogQuery = { team: { at: string | null, next: string | null } | null };

export type FoundUsersQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FoundUsersQuery = { team: { users: { nodes: Array<{ id: string, userName: string, displayName: string | null }> } } | null };

export type FoundGroupsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FoundGroupsQuery = { team: { groups: { nodes: Array<{ id: string, displayName: string }> } } | null };

export type MemberViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type MemberViewerQuery = { viewer: { kind: ViewerKind, role: Role | null, email: string | null, expiresAt: string | null, team: { id: string, name: string, currency: string, timeZone: string } | null, user: { id: string, userName: string, displayName: string | null } | null } };

export type AdministratorViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type AdministratorViewerQuery = { team: { plan: Plan, changeCursor: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const MoneyFactsFragmentDoc = new TypedDocumentString(`
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
    `, {"fragmentName":"MoneyFacts"}) as unknown as TypedDocumentString<MoneyFactsFragment, unknown>;
export const LimitExplanationFragmentDoc = new TypedDocumentString(`
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"LimitExplanation"}) as unknown as TypedDocumentString<LimitExplanationFragment, unknown>;
export const UserFactsFragmentDoc = new TypedDocumentString(`
    fragment UserFacts on UserState {
  id
  directoryId
  userName
  displayName
  email
  externalId
  active
}
    `, {"fragmentName":"UserFacts"}) as unknown as TypedDocumentString<UserFactsFragment, unknown>;
export const GroupFactsFragmentDoc = new TypedDocumentString(`
    fragment GroupFacts on GroupState {
  id
  directoryId
  displayName
  externalId
  memberCount
}
    `, {"fragmentName":"GroupFacts"}) as unknown as TypedDocumentString<GroupFactsFragment, unknown>;
export const LimitFactsFragmentDoc = new TypedDocumentString(`
    fragment LimitFacts on SpendLimitState {
  id
  targetId
  isUnlimited
  expiresAt
  amount {
    ...MoneyFacts
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"LimitFacts"}) as unknown as TypedDocumentString<LimitFactsFragment, unknown>;
export const ChangeFactsFragmentDoc = new TypedDocumentString(`
    fragment ChangeFacts on Change {
  __typename
  revision
  at
  actor {
    kind
    id
    label
  }
  ... on UserCreated {
    user {
      ...UserFacts
    }
  }
  ... on UserModified {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserReactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeleted {
    user {
      ...UserFacts
    }
  }
  ... on GroupCreated {
    group {
      ...GroupFacts
    }
  }
  ... on GroupModified {
    attributes
    groupBefore: before {
      ...GroupFacts
    }
    groupAfter: after {
      ...GroupFacts
    }
  }
  ... on GroupDeleted {
    group {
      ...GroupFacts
    }
  }
  ... on MembershipChanged {
    group {
      ...GroupFacts
    }
    addedCount
    added(first: 50) {
      id
      userName
      displayName
    }
    removedCount
    removed(first: 50) {
      id
      userName
      displayName
    }
  }
  ... on SpendLimitSet {
    limitBefore: before {
      ...LimitFacts
    }
    limitAfter: after {
      ...LimitFacts
    }
  }
  ... on SpendLimitCleared {
    cleared: before {
      ...LimitFacts
    }
  }
  ... on SpendLimitExpired {
    expired: before {
      ...LimitFacts
    }
  }
  ... on SpendThresholdReached {
    percent
    period
    limit {
      ...MoneyFacts
    }
    spent {
      ...MoneyFacts
    }
    source
    member: user {
      id
      userName
      displayName
    }
  }
  ... on SpendSettingsModified {
    attributes
    settingsBefore: before {
      thresholdPercents
      timeZone
    }
    settingsAfter: after {
      thresholdPercents
      timeZone
    }
  }
  ... on DirectoryCreated {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryModified {
    attributes
    directoryBefore: before {
      id
      name
    }
    directoryAfter: after {
      id
      name
    }
  }
  ... on DirectoryDeleted {
    directory {
      id
      name
      provider
    }
    userCount
    groupCount
  }
  ... on DirectoryConnectionTested {
    directory {
      id
      name
      provider
    }
    hasPassed
  }
  ... on DirectoryRemovalsPaused {
    directory {
      id
      name
      provider
    }
    removalsPerHour
  }
  ... on DirectoryRemovalsResumed {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryTokenIssued {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryTokenRevoked {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryClientIssued {
    directoryId
    client {
      id
      label
    }
  }
  ... on DirectoryClientRevoked {
    directoryId
    client {
      id
      label
    }
  }
  ... on ApiKeyIssued {
    apiKey {
      id
      name
    }
  }
  ... on ApiKeyRevoked {
    apiKey {
      id
      name
    }
  }
  ... on AdministratorAdded {
    administrator {
      id
      email
    }
  }
  ... on AdministratorRemoved {
    administrator {
      id
      email
    }
  }
  ... on AdministratorGroupSet {
    mappedBefore: before {
      id
      displayName
    }
    mappedAfter: after {
      id
      displayName
    }
  }
  ... on SignInLinkIssued {
    administrator {
      id
      email
    }
  }
  ... on SsoConnectionSet {
    ssoAfter: after {
      id
      issuer
      clientId
    }
  }
  ... on SsoConnectionActivated {
    ssoConnection {
      id
      issuer
    }
  }
  ... on SsoConnectionDeactivated {
    ssoConnection {
      id
      issuer
    }
    reason
  }
  ... on SsoReplacementSet {
    ssoConnection {
      id
      issuer
    }
  }
  ... on TeamCreated {
    name
  }
  ... on TeamPlanSet {
    planBefore: before
    planAfter: after
  }
}
    fragment UserFacts on UserState {
  id
  directoryId
  userName
  displayName
  email
  externalId
  active
}
fragment GroupFacts on GroupState {
  id
  directoryId
  displayName
  externalId
  memberCount
}
fragment LimitFacts on SpendLimitState {
  id
  targetId
  isUnlimited
  expiresAt
  amount {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"ChangeFacts"}) as unknown as TypedDocumentString<ChangeFactsFragment, unknown>;
export const SubjectNameDocument = new TypedDocumentString(`
    query SubjectName($id: ID!) {
  node(id: $id) {
    __typename
    ... on User {
      userName
      displayName
    }
    ... on Group {
      groupName: displayName
    }
  }
}
    `) as unknown as TypedDocumentString<SubjectNameQuery, SubjectNameQueryVariables>;
export const FormerUserNameDocument = new TypedDocumentString(`
    query FormerUserName($id: ID!) {
  team {
    changes(
      last: 1
      filter: {
        userId: $id
        kinds: [USER_CREATED, USER_MODIFIED, USER_DEACTIVATED, USER_REACTIVATED, USER_DELETED]
      }
    ) {
      nodes {
        __typename
        ... on UserDeleted {
          user {
            userName
            displayName
          }
        }
        ... on UserCreated {
          user {
            userName
            displayName
          }
        }
        ... on UserModified {
          after {
            userName
            displayName
          }
        }
        ... on UserDeactivated {
          after {
            userName
            displayName
          }
        }
        ... on UserReactivated {
          after {
            userName
            displayName
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FormerUserNameQuery, FormerUserNameQueryVariables>;
export const FormerGroupNameDocument = new TypedDocumentString(`
    query FormerGroupName($id: ID!) {
  team {
    changes(
      last: 1
      filter: {
        groupId: $id
        kinds: [GROUP_CREATED, GROUP_MODIFIED, GROUP_DELETED, MEMBERSHIP_CHANGED]
      }
    ) {
      nodes {
        __typename
        ... on GroupDeleted {
          group {
            displayName
          }
        }
        ... on GroupCreated {
          group {
            displayName
          }
        }
        ... on MembershipChanged {
          group {
            displayName
          }
        }
        ... on GroupModified {
          after {
            displayName
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FormerGroupNameQuery, FormerGroupNameQueryVariables>;
export const TeamChangesDocument = new TypedDocumentString(`
    subscription TeamChanges($after: ChangeCursor) {
  changes(after: $after) {
    __typename
    ... on Checkpoint {
      previousCursor
      cursor
      isLive
    }
    ... on ChangeBatch {
      previousCursor
      cursor
      changes {
        ...ChangeFacts
      }
    }
    ... on ResyncRequired {
      reason
    }
    ... on InvalidInputError {
      message
    }
    ... on NotFoundError {
      message
    }
  }
}
    fragment ChangeFacts on Change {
  __typename
  revision
  at
  actor {
    kind
    id
    label
  }
  ... on UserCreated {
    user {
      ...UserFacts
    }
  }
  ... on UserModified {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserReactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeleted {
    user {
      ...UserFacts
    }
  }
  ... on GroupCreated {
    group {
      ...GroupFacts
    }
  }
  ... on GroupModified {
    attributes
    groupBefore: before {
      ...GroupFacts
    }
    groupAfter: after {
      ...GroupFacts
    }
  }
  ... on GroupDeleted {
    group {
      ...GroupFacts
    }
  }
  ... on MembershipChanged {
    group {
      ...GroupFacts
    }
    addedCount
    added(first: 50) {
      id
      userName
      displayName
    }
    removedCount
    removed(first: 50) {
      id
      userName
      displayName
    }
  }
  ... on SpendLimitSet {
    limitBefore: before {
      ...LimitFacts
    }
    limitAfter: after {
      ...LimitFacts
    }
  }
  ... on SpendLimitCleared {
    cleared: before {
      ...LimitFacts
    }
  }
  ... on SpendLimitExpired {
    expired: before {
      ...LimitFacts
    }
  }
  ... on SpendThresholdReached {
    percent
    period
    limit {
      ...MoneyFacts
    }
    spent {
      ...MoneyFacts
    }
    source
    member: user {
      id
      userName
      displayName
    }
  }
  ... on SpendSettingsModified {
    attributes
    settingsBefore: before {
      thresholdPercents
      timeZone
    }
    settingsAfter: after {
      thresholdPercents
      timeZone
    }
  }
  ... on DirectoryCreated {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryModified {
    attributes
    directoryBefore: before {
      id
      name
    }
    directoryAfter: after {
      id
      name
    }
  }
  ... on DirectoryDeleted {
    directory {
      id
      name
      provider
    }
    userCount
    groupCount
  }
  ... on DirectoryConnectionTested {
    directory {
      id
      name
      provider
    }
    hasPassed
  }
  ... on DirectoryRemovalsPaused {
    directory {
      id
      name
      provider
    }
    removalsPerHour
  }
  ... on DirectoryRemovalsResumed {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryTokenIssued {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryTokenRevoked {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryClientIssued {
    directoryId
    client {
      id
      label
    }
  }
  ... on DirectoryClientRevoked {
    directoryId
    client {
      id
      label
    }
  }
  ... on ApiKeyIssued {
    apiKey {
      id
      name
    }
  }
  ... on ApiKeyRevoked {
    apiKey {
      id
      name
    }
  }
  ... on AdministratorAdded {
    administrator {
      id
      email
    }
  }
  ... on AdministratorRemoved {
    administrator {
      id
      email
    }
  }
  ... on AdministratorGroupSet {
    mappedBefore: before {
      id
      displayName
    }
    mappedAfter: after {
      id
      displayName
    }
  }
  ... on SignInLinkIssued {
    administrator {
      id
      email
    }
  }
  ... on SsoConnectionSet {
    ssoAfter: after {
      id
      issuer
      clientId
    }
  }
  ... on SsoConnectionActivated {
    ssoConnection {
      id
      issuer
    }
  }
  ... on SsoConnectionDeactivated {
    ssoConnection {
      id
      issuer
    }
    reason
  }
  ... on SsoReplacementSet {
    ssoConnection {
      id
      issuer
    }
  }
  ... on TeamCreated {
    name
  }
  ... on TeamPlanSet {
    planBefore: before
    planAfter: after
  }
}
fragment UserFacts on UserState {
  id
  directoryId
  userName
  displayName
  email
  externalId
  active
}
fragment GroupFacts on GroupState {
  id
  directoryId
  displayName
  externalId
  memberCount
}
fragment LimitFacts on SpendLimitState {
  id
  targetId
  isUnlimited
  expiresAt
  amount {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<TeamChangesSubscription, TeamChangesSubscriptionVariables>;
export const OwnMembershipsDocument = new TypedDocumentString(`
    subscription OwnMemberships($after: ChangeCursor, $userId: ID!) {
  membershipChanges(after: $after, userId: $userId) {
    __typename
    ... on Checkpoint {
      previousCursor
      cursor
      isLive
    }
    ... on ChangeBatch {
      previousCursor
      cursor
    }
    ... on ResyncRequired {
      reason
    }
    ... on InvalidInputError {
      message
    }
    ... on NotFoundError {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<OwnMembershipsSubscription, OwnMembershipsSubscriptionVariables>;
export const HeadOfLogDocument = new TypedDocumentString(`
    query HeadOfLog {
  team {
    changeCursor
  }
}
    `) as unknown as TypedDocumentString<HeadOfLogQuery, HeadOfLogQueryVariables>;
export const ActivityChangesDocument = new TypedDocumentString(`
    subscription ActivityChanges($after: ChangeCursor, $filter: ChangeFilter) {
  changes(after: $after, filter: $filter) {
    __typename
    ... on Checkpoint {
      previousCursor
      cursor
      isLive
    }
    ... on ChangeBatch {
      previousCursor
      cursor
      changes {
        ...ChangeFacts
      }
    }
    ... on ResyncRequired {
      reason
    }
    ... on InvalidInputError {
      message
    }
    ... on NotFoundError {
      message
    }
  }
}
    fragment ChangeFacts on Change {
  __typename
  revision
  at
  actor {
    kind
    id
    label
  }
  ... on UserCreated {
    user {
      ...UserFacts
    }
  }
  ... on UserModified {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserReactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeleted {
    user {
      ...UserFacts
    }
  }
  ... on GroupCreated {
    group {
      ...GroupFacts
    }
  }
  ... on GroupModified {
    attributes
    groupBefore: before {
      ...GroupFacts
    }
    groupAfter: after {
      ...GroupFacts
    }
  }
  ... on GroupDeleted {
    group {
      ...GroupFacts
    }
  }
  ... on MembershipChanged {
    group {
      ...GroupFacts
    }
    addedCount
    added(first: 50) {
      id
      userName
      displayName
    }
    removedCount
    removed(first: 50) {
      id
      userName
      displayName
    }
  }
  ... on SpendLimitSet {
    limitBefore: before {
      ...LimitFacts
    }
    limitAfter: after {
      ...LimitFacts
    }
  }
  ... on SpendLimitCleared {
    cleared: before {
      ...LimitFacts
    }
  }
  ... on SpendLimitExpired {
    expired: before {
      ...LimitFacts
    }
  }
  ... on SpendThresholdReached {
    percent
    period
    limit {
      ...MoneyFacts
    }
    spent {
      ...MoneyFacts
    }
    source
    member: user {
      id
      userName
      displayName
    }
  }
  ... on SpendSettingsModified {
    attributes
    settingsBefore: before {
      thresholdPercents
      timeZone
    }
    settingsAfter: after {
      thresholdPercents
      timeZone
    }
  }
  ... on DirectoryCreated {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryModified {
    attributes
    directoryBefore: before {
      id
      name
    }
    directoryAfter: after {
      id
      name
    }
  }
  ... on DirectoryDeleted {
    directory {
      id
      name
      provider
    }
    userCount
    groupCount
  }
  ... on DirectoryConnectionTested {
    directory {
      id
      name
      provider
    }
    hasPassed
  }
  ... on DirectoryRemovalsPaused {
    directory {
      id
      name
      provider
    }
    removalsPerHour
  }
  ... on DirectoryRemovalsResumed {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryTokenIssued {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryTokenRevoked {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryClientIssued {
    directoryId
    client {
      id
      label
    }
  }
  ... on DirectoryClientRevoked {
    directoryId
    client {
      id
      label
    }
  }
  ... on ApiKeyIssued {
    apiKey {
      id
      name
    }
  }
  ... on ApiKeyRevoked {
    apiKey {
      id
      name
    }
  }
  ... on AdministratorAdded {
    administrator {
      id
      email
    }
  }
  ... on AdministratorRemoved {
    administrator {
      id
      email
    }
  }
  ... on AdministratorGroupSet {
    mappedBefore: before {
      id
      displayName
    }
    mappedAfter: after {
      id
      displayName
    }
  }
  ... on SignInLinkIssued {
    administrator {
      id
      email
    }
  }
  ... on SsoConnectionSet {
    ssoAfter: after {
      id
      issuer
      clientId
    }
  }
  ... on SsoConnectionActivated {
    ssoConnection {
      id
      issuer
    }
  }
  ... on SsoConnectionDeactivated {
    ssoConnection {
      id
      issuer
    }
    reason
  }
  ... on SsoReplacementSet {
    ssoConnection {
      id
      issuer
    }
  }
  ... on TeamCreated {
    name
  }
  ... on TeamPlanSet {
    planBefore: before
    planAfter: after
  }
}
fragment UserFacts on UserState {
  id
  directoryId
  userName
  displayName
  email
  externalId
  active
}
fragment GroupFacts on GroupState {
  id
  directoryId
  displayName
  externalId
  memberCount
}
fragment LimitFacts on SpendLimitState {
  id
  targetId
  isUnlimited
  expiresAt
  amount {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<ActivityChangesSubscription, ActivityChangesSubscriptionVariables>;
export const ActorNameDocument = new TypedDocumentString(`
    query ActorName($id: ID!) {
  team {
    changes(last: 1, filter: { actorId: $id }) {
      nodes {
        actor {
          label
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ActorNameQuery, ActorNameQueryVariables>;
export const ChangeLogDocument = new TypedDocumentString(`
    query ChangeLog($filter: ChangeFilter, $before: String, $last: Int, $after: String, $first: Int) {
  team {
    changeCursor
    changes(
      filter: $filter
      before: $before
      last: $last
      after: $after
      first: $first
    ) {
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        ...ChangeFacts
      }
    }
  }
}
    fragment ChangeFacts on Change {
  __typename
  revision
  at
  actor {
    kind
    id
    label
  }
  ... on UserCreated {
    user {
      ...UserFacts
    }
  }
  ... on UserModified {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserReactivated {
    attributes
    userBefore: before {
      ...UserFacts
    }
    userAfter: after {
      ...UserFacts
    }
  }
  ... on UserDeleted {
    user {
      ...UserFacts
    }
  }
  ... on GroupCreated {
    group {
      ...GroupFacts
    }
  }
  ... on GroupModified {
    attributes
    groupBefore: before {
      ...GroupFacts
    }
    groupAfter: after {
      ...GroupFacts
    }
  }
  ... on GroupDeleted {
    group {
      ...GroupFacts
    }
  }
  ... on MembershipChanged {
    group {
      ...GroupFacts
    }
    addedCount
    added(first: 50) {
      id
      userName
      displayName
    }
    removedCount
    removed(first: 50) {
      id
      userName
      displayName
    }
  }
  ... on SpendLimitSet {
    limitBefore: before {
      ...LimitFacts
    }
    limitAfter: after {
      ...LimitFacts
    }
  }
  ... on SpendLimitCleared {
    cleared: before {
      ...LimitFacts
    }
  }
  ... on SpendLimitExpired {
    expired: before {
      ...LimitFacts
    }
  }
  ... on SpendThresholdReached {
    percent
    period
    limit {
      ...MoneyFacts
    }
    spent {
      ...MoneyFacts
    }
    source
    member: user {
      id
      userName
      displayName
    }
  }
  ... on SpendSettingsModified {
    attributes
    settingsBefore: before {
      thresholdPercents
      timeZone
    }
    settingsAfter: after {
      thresholdPercents
      timeZone
    }
  }
  ... on DirectoryCreated {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryModified {
    attributes
    directoryBefore: before {
      id
      name
    }
    directoryAfter: after {
      id
      name
    }
  }
  ... on DirectoryDeleted {
    directory {
      id
      name
      provider
    }
    userCount
    groupCount
  }
  ... on DirectoryConnectionTested {
    directory {
      id
      name
      provider
    }
    hasPassed
  }
  ... on DirectoryRemovalsPaused {
    directory {
      id
      name
      provider
    }
    removalsPerHour
  }
  ... on DirectoryRemovalsResumed {
    directory {
      id
      name
      provider
    }
  }
  ... on DirectoryTokenIssued {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryTokenRevoked {
    directoryId
    token {
      id
      label
    }
  }
  ... on DirectoryClientIssued {
    directoryId
    client {
      id
      label
    }
  }
  ... on DirectoryClientRevoked {
    directoryId
    client {
      id
      label
    }
  }
  ... on ApiKeyIssued {
    apiKey {
      id
      name
    }
  }
  ... on ApiKeyRevoked {
    apiKey {
      id
      name
    }
  }
  ... on AdministratorAdded {
    administrator {
      id
      email
    }
  }
  ... on AdministratorRemoved {
    administrator {
      id
      email
    }
  }
  ... on AdministratorGroupSet {
    mappedBefore: before {
      id
      displayName
    }
    mappedAfter: after {
      id
      displayName
    }
  }
  ... on SignInLinkIssued {
    administrator {
      id
      email
    }
  }
  ... on SsoConnectionSet {
    ssoAfter: after {
      id
      issuer
      clientId
    }
  }
  ... on SsoConnectionActivated {
    ssoConnection {
      id
      issuer
    }
  }
  ... on SsoConnectionDeactivated {
    ssoConnection {
      id
      issuer
    }
    reason
  }
  ... on SsoReplacementSet {
    ssoConnection {
      id
      issuer
    }
  }
  ... on TeamCreated {
    name
  }
  ... on TeamPlanSet {
    planBefore: before
    planAfter: after
  }
}
fragment UserFacts on UserState {
  id
  directoryId
  userName
  displayName
  email
  externalId
  active
}
fragment GroupFacts on GroupState {
  id
  directoryId
  displayName
  externalId
  memberCount
}
fragment LimitFacts on SpendLimitState {
  id
  targetId
  isUnlimited
  expiresAt
  amount {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<ChangeLogQuery, ChangeLogQueryVariables>;
export const PlaceInLogDocument = new TypedDocumentString(`
    query PlaceInLog($revision: SafeInt!, $next: SafeInt!) {
  team {
    at: changeCursorAt(revision: $revision)
    next: changeCursorAt(revision: $next)
  }
}
    `) as unknown as TypedDocumentString<PlaceInLogQuery, PlaceInLogQueryVariables>;
export const FoundUsersDocument = new TypedDocumentString(`
    query FoundUsers($search: String) {
  team {
    users(search: $search, first: 8, orderBy: DISPLAY_NAME) {
      nodes {
        id
        userName
        displayName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FoundUsersQuery, FoundUsersQueryVariables>;
export const FoundGroupsDocument = new TypedDocumentString(`
    query FoundGroups($search: String) {
  team {
    groups(search: $search, first: 8) {
      nodes {
        id
        displayName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FoundGroupsQuery, FoundGroupsQueryVariables>;
export const MemberViewerDocument = new TypedDocumentString(`
    query MemberViewer {
  viewer {
    kind
    role
    email
    expiresAt
    team {
      id
      name
      currency
      timeZone
    }
    user {
      id
      userName
      displayName
    }
  }
}
    `) as unknown as TypedDocumentString<MemberViewerQuery, MemberViewerQueryVariables>;
export const AdministratorViewerDocument = new TypedDocumentString(`
    query AdministratorViewer {
  team {
    plan
    changeCursor
  }
}
    `) as unknown as TypedDocumentString<AdministratorViewerQuery, AdministratorViewerQueryVariables>;