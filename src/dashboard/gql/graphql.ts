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

export type SpendEntryKind =
  /** The difference to an entry that was recorded before. */
  | 'CORRECTION'
  /** What was spent. */
  | 'SPEND';

export type SpendLimitSource =
  | 'GROUP'
  | 'INACTIVE_USER'
  | 'NONE'
  | 'TEAM'
  | 'USER';

/** Users that meet all that is given. */
export type UserFilter = {
  active?: boolean | null | undefined;
  directoryId?: string | number | null | undefined;
  /** Members of this group. */
  groupId?: string | number | null | undefined;
  /** Users without a single membership, or those with one. */
  isInNoGroup?: boolean | null | undefined;
};

export type ViewerKind =
  | 'API_KEY'
  | 'PERSON'
  | 'PLATFORM';

export type FollowedEffectiveLimitSubscriptionVariables = Exact<{
  userId: string | number;
  after?: string | null | undefined;
}>;


export type FollowedEffectiveLimitSubscription = { effectiveSpendLimit:
    | { __typename: 'Checkpoint', previousCursor: string, cursor: string, isLive: boolean }
    | { __typename: 'EffectiveSpendLimitUpdate', previousCursor: string, cursor: string, value: { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, candidates: Array<{ isWinner: boolean, spendLimit: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, target:
              | { __typename: 'Group', id: string, displayName: string }
              | { __typename: 'Team' }
              | { __typename: 'User' }
             | null } }>, withoutWinner: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, staleness: { since: string | null, reason: string } | null } }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ResyncRequired', reason: ResyncReason }
   };

export type CursorOfLogQueryVariables = Exact<{ [key: string]: never; }>;


export type CursorOfLogQuery = { team: { changeCursor: string } | null };

export type LimitExplanationFragment = { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, candidates: Array<{ isWinner: boolean, spendLimit: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, target:
        | { __typename: 'Group', id: string, displayName: string }
        | { __typename: 'Team' }
        | { __typename: 'User' }
       | null } }>, withoutWinner: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, staleness: { since: string | null, reason: string } | null };

export type LimitValueFactsFragment = { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

export type SpendEntryFactsFragment = { id: string, at: string, kind: SpendEntryKind, isLate: boolean, reason: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number }, labels: Array<{ name: string, value: string }> };

export type SpendEntriesOfQueryVariables = Exact<{
  userId: string | number;
  period: string;
}>;


export type SpendEntriesOfQuery = { node:
    | { id: string, spendEntries: { nodes: Array<{ id: string, at: string, kind: SpendEntryKind, isLate: boolean, reason: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number }, labels: Array<{ name: string, value: string }> }>, pageInfo: { hasNextPage: boolean } } }
    | Record<PropertyKey, never>
   | null };

export type SpendFactsFragment = { usedPercent: number | null, period: { key: string, startsAt: string, resetsAt: string }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, reserved: { amountMinor: number, currency: string, minorUnitDigits: number }, remaining: { amountMinor: number, currency: string, minorUnitDigits: number } | null, limit: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null };

export type SpendToDateOfQueryVariables = Exact<{
  userId: string | number;
}>;


export type SpendToDateOfQuery = { node:
    | { id: string, spend: { usedPercent: number | null, period: { key: string, startsAt: string, resetsAt: string }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, reserved: { amountMinor: number, currency: string, minorUnitDigits: number }, remaining: { amountMinor: number, currency: string, minorUnitDigits: number } | null, limit: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null } }
    | Record<PropertyKey, never>
   | null };

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

export type HeadOfLogQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadOfLogQuery = { team: { changeCursor: string } | null };

export type OwnFactsFragment = { id: string, userName: string, displayName: string | null, effectiveSpendLimit: { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, candidates: Array<{ isWinner: boolean, spendLimit: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, target:
          | { __typename: 'Group', id: string, displayName: string }
          | { __typename: 'Team' }
          | { __typename: 'User' }
         | null } }>, withoutWinner: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, staleness: { since: string | null, reason: string } | null }, groups: { totalCount: number, edges: Array<{ addedAt: string, node: { id: string, displayName: string } }> } };

export type OwnPageQueryVariables = Exact<{
  id: string | number;
}>;


export type OwnPageQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group' }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User', id: string, userName: string, displayName: string | null, effectiveSpendLimit: { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, candidates: Array<{ isWinner: boolean, spendLimit: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, target:
              | { __typename: 'Group', id: string, displayName: string }
              | { __typename: 'Team' }
              | { __typename: 'User' }
             | null } }>, withoutWinner: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, staleness: { since: string | null, reason: string } | null }, groups: { totalCount: number, edges: Array<{ addedAt: string, node: { id: string, displayName: string } }> } }
   | null };

export type OwnMembershipsSubscriptionVariables = Exact<{
  userId: string | number;
  after?: string | null | undefined;
}>;


export type OwnMembershipsSubscription = { membershipChanges:
    | { __typename: 'ChangeBatch', previousCursor: string, cursor: string, changes: Array<
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
        | { __typename: 'UserCreated' }
        | { __typename: 'UserDeactivated' }
        | { __typename: 'UserDeleted' }
        | { __typename: 'UserModified' }
        | { __typename: 'UserReactivated' }
      > }
    | { __typename: 'Checkpoint', previousCursor: string, cursor: string, isLive: boolean }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ResyncRequired', reason: ResyncReason }
   };

type OwnCause_AdministratorAdded_Fragment = { __typename: 'AdministratorAdded' };

type OwnCause_AdministratorGroupSet_Fragment = { __typename: 'AdministratorGroupSet' };

type OwnCause_AdministratorRemoved_Fragment = { __typename: 'AdministratorRemoved' };

type OwnCause_ApiKeyIssued_Fragment = { __typename: 'ApiKeyIssued' };

type OwnCause_ApiKeyRevoked_Fragment = { __typename: 'ApiKeyRevoked' };

type OwnCause_DirectoryClientIssued_Fragment = { __typename: 'DirectoryClientIssued' };

type OwnCause_DirectoryClientRevoked_Fragment = { __typename: 'DirectoryClientRevoked' };

type OwnCause_DirectoryConnectionTested_Fragment = { __typename: 'DirectoryConnectionTested' };

type OwnCause_DirectoryCreated_Fragment = { __typename: 'DirectoryCreated' };

type OwnCause_DirectoryDeleted_Fragment = { __typename: 'DirectoryDeleted' };

type OwnCause_DirectoryModified_Fragment = { __typename: 'DirectoryModified' };

type OwnCause_DirectoryRemovalsPaused_Fragment = { __typename: 'DirectoryRemovalsPaused' };

type OwnCause_DirectoryRemovalsResumed_Fragment = { __typename: 'DirectoryRemovalsResumed' };

type OwnCause_DirectoryTokenIssued_Fragment = { __typename: 'DirectoryTokenIssued' };

type OwnCause_DirectoryTokenRevoked_Fragment = { __typename: 'DirectoryTokenRevoked' };

type OwnCause_GroupCreated_Fragment = { __typename: 'GroupCreated' };

type OwnCause_GroupDeleted_Fragment = { __typename: 'GroupDeleted' };

type OwnCause_GroupModified_Fragment = { __typename: 'GroupModified' };

type OwnCause_MembershipChanged_Fragment = { __typename: 'MembershipChanged', addedCount: number, group: { id: string, displayName: string } };

type OwnCause_SignInLinkIssued_Fragment = { __typename: 'SignInLinkIssued' };

type OwnCause_SpendLimitCleared_Fragment = { __typename: 'SpendLimitCleared', before: { targetId: string } };

type OwnCause_SpendLimitExpired_Fragment = { __typename: 'SpendLimitExpired' };

type OwnCause_SpendLimitSet_Fragment = { __typename: 'SpendLimitSet', after: { targetId: string, isUnlimited: boolean, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } };

type OwnCause_SpendSettingsModified_Fragment = { __typename: 'SpendSettingsModified' };

type OwnCause_SpendThresholdReached_Fragment = { __typename: 'SpendThresholdReached' };

type OwnCause_SsoConnectionActivated_Fragment = { __typename: 'SsoConnectionActivated' };

type OwnCause_SsoConnectionDeactivated_Fragment = { __typename: 'SsoConnectionDeactivated' };

type OwnCause_SsoConnectionSet_Fragment = { __typename: 'SsoConnectionSet' };

type OwnCause_SsoReplacementSet_Fragment = { __typename: 'SsoReplacementSet' };

type OwnCause_TeamCreated_Fragment = { __typename: 'TeamCreated' };

type OwnCause_TeamPlanSet_Fragment = { __typename: 'TeamPlanSet' };

type OwnCause_UserCreated_Fragment = { __typename: 'UserCreated' };

type OwnCause_UserDeactivated_Fragment = { __typename: 'UserDeactivated' };

type OwnCause_UserDeleted_Fragment = { __typename: 'UserDeleted' };

type OwnCause_UserModified_Fragment = { __typename: 'UserModified' };

type OwnCause_UserReactivated_Fragment = { __typename: 'UserReactivated' };

export type OwnCauseFragment =
  | OwnCause_AdministratorAdded_Fragment
  | OwnCause_AdministratorGroupSet_Fragment
  | OwnCause_AdministratorRemoved_Fragment
  | OwnCause_ApiKeyIssued_Fragment
  | OwnCause_ApiKeyRevoked_Fragment
  | OwnCause_DirectoryClientIssued_Fragment
  | OwnCause_DirectoryClientRevoked_Fragment
  | OwnCause_DirectoryConnectionTested_Fragment
  | OwnCause_DirectoryCreated_Fragment
  | OwnCause_DirectoryDeleted_Fragment
  | OwnCause_DirectoryModified_Fragment
  | OwnCause_DirectoryRemovalsPaused_Fragment
  | OwnCause_DirectoryRemovalsResumed_Fragment
  | OwnCause_DirectoryTokenIssued_Fragment
  | OwnCause_DirectoryTokenRevoked_Fragment
  | OwnCause_GroupCreated_Fragment
  | OwnCause_GroupDeleted_Fragment
  | OwnCause_GroupModified_Fragment
  | OwnCause_MembershipChanged_Fragment
  | OwnCause_SignInLinkIssued_Fragment
  | OwnCause_SpendLimitCleared_Fragment
  | OwnCause_SpendLimitExpired_Fragment
  | OwnCause_SpendLimitSet_Fragment
  | OwnCause_SpendSettingsModified_Fragment
  | OwnCause_SpendThresholdReached_Fragment
  | OwnCause_SsoConnectionActivated_Fragment
  | OwnCause_SsoConnectionDeactivated_Fragment
  | OwnCause_SsoConnectionSet_Fragment
  | OwnCause_SsoReplacementSet_Fragment
  | OwnCause_TeamCreated_Fragment
  | OwnCause_TeamPlanSet_Fragment
  | OwnCause_UserCreated_Fragment
  | OwnCause_UserDeactivated_Fragment
  | OwnCause_UserDeleted_Fragment
  | OwnCause_UserModified_Fragment
  | OwnCause_UserReactivated_Fragment
;

export type OwnLimitHistoryQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type OwnLimitHistoryQuery = { node:
    | { id: string, effectiveSpendLimitChanges: { nodes: Array<{ revision: number, at: string, from: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, to: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, cause:
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
            | { __typename: 'MembershipChanged', addedCount: number, group: { id: string, displayName: string } }
            | { __typename: 'SignInLinkIssued' }
            | { __typename: 'SpendLimitCleared', before: { targetId: string } }
            | { __typename: 'SpendLimitExpired' }
            | { __typename: 'SpendLimitSet', after: { targetId: string, isUnlimited: boolean, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }
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
           | null }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } }
    | Record<PropertyKey, never>
   | null };

export type PickableGroupsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type PickableGroupsQuery = { team: { groups: { nodes: Array<{ id: string, displayName: string, memberCount: number }> } } | null };

export type PickedGroupQueryVariables = Exact<{
  id: string | number;
}>;


export type PickedGroupQuery = { node:
    | { id: string, displayName: string }
    | Record<PropertyKey, never>
   | null };

export type PeopleDirectoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type PeopleDirectoriesQuery = { team: { directories: Array<{ id: string, name: string }> } | null };

export type PersonRowFragment = { id: string, userName: string, displayName: string | null, email: string | null, active: boolean, effectiveSpendLimit: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, decidedBy: { id: string, target:
        | { __typename: 'Group', id: string, displayName: string }
        | { __typename: 'Team' }
        | { __typename: 'User' }
       | null } | null } };

export type PeopleQueryVariables = Exact<{
  search?: string | null | undefined;
  filter?: UserFilter | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  first?: number | null | undefined;
  withTotal: boolean;
}>;


export type PeopleQuery = { team: { users: { totalCount?: number, nodes: Array<{ id: string, userName: string, displayName: string | null, email: string | null, active: boolean, effectiveSpendLimit: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, decidedBy: { id: string, target:
              | { __typename: 'Group', id: string, displayName: string }
              | { __typename: 'Team' }
              | { __typename: 'User' }
             | null } | null } }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean } } } | null };

export type PersonLimitHistoryQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type PersonLimitHistoryQuery = { node:
    | { id: string, effectiveSpendLimitChanges: { nodes: Array<{ revision: number, at: string, from: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, to: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, cause:
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
           | null }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } }
    | Record<PropertyKey, never>
   | null };

export type PersonFactsFragment = { id: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean, createdAt: string, lastModifiedAt: string, directory: { id: string, name: string }, spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, effectiveSpendLimit: { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, candidates: Array<{ isWinner: boolean, spendLimit: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, target:
          | { __typename: 'Group', id: string, displayName: string }
          | { __typename: 'Team' }
          | { __typename: 'User' }
         | null } }>, withoutWinner: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, staleness: { since: string | null, reason: string } | null }, groups: { totalCount: number, edges: Array<{ addedAt: string, node: { id: string, displayName: string, spendLimit: { isUnlimited: boolean, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null } }> } };

export type PersonQueryVariables = Exact<{
  id: string | number;
}>;


export type PersonQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group' }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User', id: string, userName: string, displayName: string | null, email: string | null, externalId: string | null, active: boolean, createdAt: string, lastModifiedAt: string, directory: { id: string, name: string }, spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, effectiveSpendLimit: { isUnlimited: boolean, source: SpendLimitSource, revision: number, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, candidates: Array<{ isWinner: boolean, spendLimit: { id: string, targetId: string, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null, target:
              | { __typename: 'Group', id: string, displayName: string }
              | { __typename: 'Team' }
              | { __typename: 'User' }
             | null } }>, withoutWinner: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, staleness: { since: string | null, reason: string } | null }, groups: { totalCount: number, edges: Array<{ addedAt: string, node: { id: string, displayName: string, spendLimit: { isUnlimited: boolean, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null } }> } }
   | null };

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
export const LimitValueFactsFragmentDoc = new TypedDocumentString(`
    fragment LimitValueFacts on EffectiveSpendLimitValue {
  isUnlimited
  source
  amount {
    ...MoneyFacts
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"LimitValueFacts"}) as unknown as TypedDocumentString<LimitValueFactsFragment, unknown>;
export const SpendEntryFactsFragmentDoc = new TypedDocumentString(`
    fragment SpendEntryFacts on SpendEntry {
  id
  at
  kind
  isLate
  reason
  amount {
    ...MoneyFacts
  }
  labels {
    name
    value
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"SpendEntryFacts"}) as unknown as TypedDocumentString<SpendEntryFactsFragment, unknown>;
export const SpendFactsFragmentDoc = new TypedDocumentString(`
    fragment SpendFacts on UserSpend {
  period {
    key
    startsAt
    resetsAt
  }
  spent {
    ...MoneyFacts
  }
  reserved {
    ...MoneyFacts
  }
  remaining {
    ...MoneyFacts
  }
  usedPercent
  limit {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"SpendFacts"}) as unknown as TypedDocumentString<SpendFactsFragment, unknown>;
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
export const LimitExplanationFragmentDoc = new TypedDocumentString(`
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
  candidates {
    isWinner
    spendLimit {
      id
      targetId
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
  withoutWinner {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
  staleness {
    since
    reason
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"LimitExplanation"}) as unknown as TypedDocumentString<LimitExplanationFragment, unknown>;
export const OwnFactsFragmentDoc = new TypedDocumentString(`
    fragment OwnFacts on User {
  id
  userName
  displayName
  effectiveSpendLimit {
    ...LimitExplanation
  }
  groups(first: 200) {
    totalCount
    edges {
      addedAt
      node {
        id
        displayName
      }
    }
  }
}
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
  candidates {
    isWinner
    spendLimit {
      id
      targetId
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
  withoutWinner {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
  staleness {
    since
    reason
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"OwnFacts"}) as unknown as TypedDocumentString<OwnFactsFragment, unknown>;
export const OwnCauseFragmentDoc = new TypedDocumentString(`
    fragment OwnCause on Change {
  __typename
  ... on MembershipChanged {
    addedCount
    group {
      id
      displayName
    }
  }
  ... on SpendLimitSet {
    after {
      targetId
      isUnlimited
      amount {
        ...MoneyFacts
      }
    }
  }
  ... on SpendLimitCleared {
    before {
      targetId
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"OwnCause"}) as unknown as TypedDocumentString<OwnCauseFragment, unknown>;
export const PersonRowFragmentDoc = new TypedDocumentString(`
    fragment PersonRow on User {
  id
  userName
  displayName
  email
  active
  effectiveSpendLimit {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
    decidedBy {
      id
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"PersonRow"}) as unknown as TypedDocumentString<PersonRowFragment, unknown>;
export const PersonFactsFragmentDoc = new TypedDocumentString(`
    fragment PersonFacts on User {
  id
  userName
  displayName
  email
  externalId
  active
  createdAt
  lastModifiedAt
  directory {
    id
    name
  }
  spendLimit {
    version
    isUnlimited
    expiresAt
    amount {
      ...MoneyFacts
    }
  }
  effectiveSpendLimit {
    ...LimitExplanation
  }
  groups(first: 200) {
    totalCount
    edges {
      addedAt
      node {
        id
        displayName
        spendLimit {
          isUnlimited
          amount {
            ...MoneyFacts
          }
        }
      }
    }
  }
}
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
  candidates {
    isWinner
    spendLimit {
      id
      targetId
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
  withoutWinner {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
  staleness {
    since
    reason
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"PersonFacts"}) as unknown as TypedDocumentString<PersonFactsFragment, unknown>;
export const FollowedEffectiveLimitDocument = new TypedDocumentString(`
    subscription FollowedEffectiveLimit($userId: ID!, $after: ChangeCursor) {
  effectiveSpendLimit(userId: $userId, after: $after) {
    __typename
    ... on Checkpoint {
      previousCursor
      cursor
      isLive
    }
    ... on EffectiveSpendLimitUpdate {
      previousCursor
      cursor
      value {
        ...LimitExplanation
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
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
  candidates {
    isWinner
    spendLimit {
      id
      targetId
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
  withoutWinner {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
  staleness {
    since
    reason
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<FollowedEffectiveLimitSubscription, FollowedEffectiveLimitSubscriptionVariables>;
export const CursorOfLogDocument = new TypedDocumentString(`
    query CursorOfLog {
  team {
    changeCursor
  }
}
    `) as unknown as TypedDocumentString<CursorOfLogQuery, CursorOfLogQueryVariables>;
export const SpendEntriesOfDocument = new TypedDocumentString(`
    query SpendEntriesOf($userId: ID!, $period: String!) {
  node(id: $userId) {
    ... on User {
      id
      spendEntries(first: 200, period: $period) {
        nodes {
          ...SpendEntryFacts
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
}
    fragment SpendEntryFacts on SpendEntry {
  id
  at
  kind
  isLate
  reason
  amount {
    ...MoneyFacts
  }
  labels {
    name
    value
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<SpendEntriesOfQuery, SpendEntriesOfQueryVariables>;
export const SpendToDateOfDocument = new TypedDocumentString(`
    query SpendToDateOf($userId: ID!) {
  node(id: $userId) {
    ... on User {
      id
      spend {
        ...SpendFacts
      }
    }
  }
}
    fragment SpendFacts on UserSpend {
  period {
    key
    startsAt
    resetsAt
  }
  spent {
    ...MoneyFacts
  }
  reserved {
    ...MoneyFacts
  }
  remaining {
    ...MoneyFacts
  }
  usedPercent
  limit {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<SpendToDateOfQuery, SpendToDateOfQueryVariables>;
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
export const HeadOfLogDocument = new TypedDocumentString(`
    query HeadOfLog {
  team {
    changeCursor
  }
}
    `) as unknown as TypedDocumentString<HeadOfLogQuery, HeadOfLogQueryVariables>;
export const OwnPageDocument = new TypedDocumentString(`
    query OwnPage($id: ID!) {
  node(id: $id) {
    __typename
    ...OwnFacts
  }
}
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
  candidates {
    isWinner
    spendLimit {
      id
      targetId
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
  withoutWinner {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
  staleness {
    since
    reason
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment OwnFacts on User {
  id
  userName
  displayName
  effectiveSpendLimit {
    ...LimitExplanation
  }
  groups(first: 200) {
    totalCount
    edges {
      addedAt
      node {
        id
        displayName
      }
    }
  }
}`) as unknown as TypedDocumentString<OwnPageQuery, OwnPageQueryVariables>;
export const OwnMembershipsDocument = new TypedDocumentString(`
    subscription OwnMemberships($userId: ID!, $after: ChangeCursor) {
  membershipChanges(userId: $userId, after: $after) {
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
        __typename
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
    `) as unknown as TypedDocumentString<OwnMembershipsSubscription, OwnMembershipsSubscriptionVariables>;
export const OwnLimitHistoryDocument = new TypedDocumentString(`
    query OwnLimitHistory($id: ID!, $after: ChangeCursor) {
  node(id: $id) {
    ... on User {
      id
      effectiveSpendLimitChanges(first: 10, after: $after) {
        nodes {
          revision
          at
          from {
            ...LimitValueFacts
          }
          to {
            ...LimitValueFacts
          }
          cause {
            ...OwnCause
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  }
}
    fragment LimitValueFacts on EffectiveSpendLimitValue {
  isUnlimited
  source
  amount {
    ...MoneyFacts
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment OwnCause on Change {
  __typename
  ... on MembershipChanged {
    addedCount
    group {
      id
      displayName
    }
  }
  ... on SpendLimitSet {
    after {
      targetId
      isUnlimited
      amount {
        ...MoneyFacts
      }
    }
  }
  ... on SpendLimitCleared {
    before {
      targetId
    }
  }
}`) as unknown as TypedDocumentString<OwnLimitHistoryQuery, OwnLimitHistoryQueryVariables>;
export const PickableGroupsDocument = new TypedDocumentString(`
    query PickableGroups($search: String) {
  team {
    groups(search: $search, first: 30) {
      nodes {
        id
        displayName
        memberCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PickableGroupsQuery, PickableGroupsQueryVariables>;
export const PickedGroupDocument = new TypedDocumentString(`
    query PickedGroup($id: ID!) {
  node(id: $id) {
    ... on Group {
      id
      displayName
    }
  }
}
    `) as unknown as TypedDocumentString<PickedGroupQuery, PickedGroupQueryVariables>;
export const PeopleDirectoriesDocument = new TypedDocumentString(`
    query PeopleDirectories {
  team {
    directories {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<PeopleDirectoriesQuery, PeopleDirectoriesQueryVariables>;
export const PeopleDocument = new TypedDocumentString(`
    query People($search: String, $filter: UserFilter, $after: String, $before: String, $first: Int, $withTotal: Boolean!) {
  team {
    users(
      search: $search
      filter: $filter
      after: $after
      before: $before
      first: $first
      orderBy: USER_NAME
    ) {
      nodes {
        ...PersonRow
      }
      pageInfo {
        startCursor
        endCursor
        hasNextPage
      }
      totalCount @include(if: $withTotal)
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment PersonRow on User {
  id
  userName
  displayName
  email
  active
  effectiveSpendLimit {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
    decidedBy {
      id
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const PersonLimitHistoryDocument = new TypedDocumentString(`
    query PersonLimitHistory($id: ID!, $after: ChangeCursor) {
  node(id: $id) {
    ... on User {
      id
      effectiveSpendLimitChanges(first: 20, after: $after) {
        nodes {
          revision
          at
          from {
            ...LimitValueFacts
          }
          to {
            ...LimitValueFacts
          }
          cause {
            ...ChangeFacts
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  }
}
    fragment LimitValueFacts on EffectiveSpendLimitValue {
  isUnlimited
  source
  amount {
    ...MoneyFacts
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
}`) as unknown as TypedDocumentString<PersonLimitHistoryQuery, PersonLimitHistoryQueryVariables>;
export const PersonDocument = new TypedDocumentString(`
    query Person($id: ID!) {
  node(id: $id) {
    __typename
    ...PersonFacts
  }
}
    fragment LimitExplanation on EffectiveSpendLimit {
  isUnlimited
  source
  revision
  amount {
    ...MoneyFacts
  }
  candidates {
    isWinner
    spendLimit {
      id
      targetId
      isUnlimited
      expiresAt
      amount {
        ...MoneyFacts
      }
      target {
        __typename
        ... on Group {
          id
          displayName
        }
      }
    }
  }
  withoutWinner {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
  staleness {
    since
    reason
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment PersonFacts on User {
  id
  userName
  displayName
  email
  externalId
  active
  createdAt
  lastModifiedAt
  directory {
    id
    name
  }
  spendLimit {
    version
    isUnlimited
    expiresAt
    amount {
      ...MoneyFacts
    }
  }
  effectiveSpendLimit {
    ...LimitExplanation
  }
  groups(first: 200) {
    totalCount
    edges {
      addedAt
      node {
        id
        displayName
        spendLimit {
          isUnlimited
          amount {
            ...MoneyFacts
          }
        }
      }
    }
  }
}`) as unknown as TypedDocumentString<PersonQuery, PersonQueryVariables>;
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