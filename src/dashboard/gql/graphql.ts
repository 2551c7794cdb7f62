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

export type BulkMode =
  /** One item that is refused refuses all: nothing is changed. */
  | 'ALL_OR_NOTHING'
  /** Each item succeeds or is refused alone. */
  | 'PER_ITEM';

export type ClearSpendLimitInput = {
  /** Refused with VersionConflictError when the limit is at another version; 0 expects that there is none. */
  expectedVersion?: number | null | undefined;
  /** Names this request, 1 to 200 characters. The same request sent again under it is done once and answered as the first time, for at least 24 hours, on whichever node; another request under it is refused with IdempotencyConflictError. What was refused is not kept. */
  idempotencyKey?: string | null | undefined;
  target: SpendLimitTargetInput;
};

export type CopySpendLimitsInput = {
  /** Of the limit that is copied, that of fromGroupId: refused with VersionConflictError when it is at another version. */
  expectedVersion?: number | null | undefined;
  fromGroupId: string | number;
  /** Names this request, 1 to 200 characters. The same request sent again under it is done once and answered as the first time, for at least 24 hours, on whichever node; another request under it is refused with IdempotencyConflictError. What was refused is not kept. */
  idempotencyKey?: string | null | undefined;
  mode: BulkMode;
  /** For the platform key, which may leave it out: the group says which team. */
  teamId?: string | number | null | undefined;
  /** 1 to 500 other groups, also of other directories of the team. */
  toGroupIds: Array<string | number>;
};

/** Groups that meet all that is given. */
export type GroupFilter = {
  directoryId?: string | number | null | undefined;
  /** Groups with a limit, or those without: their members are not limited by them. */
  hasSpendLimit?: boolean | null | undefined;
};

/** What is not given stays as it is. */
export type ModifySpendSettingsInput = {
  /** Refused with VersionConflictError when the settings are at another version. */
  expectedVersion?: number | null | undefined;
  /** For the platform key, which has to say which team is meant. */
  teamId?: string | number | null | undefined;
  /** At most ten different whole numbers from 1 to 1000, in any order; none for no notices. What was told of in a month is not told of again. */
  thresholdPercents?: Array<number> | null | undefined;
  /** IANA name. Spend that is recorded from then on counts in months of the new zone; what was recorded stays in the month that it was counted in. */
  timeZone?: string | null | undefined;
};

export type OrderDirection =
  | 'ASC'
  | 'DESC';

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

export type SetSpendLimitInput = {
  /** When given, must be the team's; CurrencyMismatchError otherwise. */
  currency?: string | null | undefined;
  /** Refused with VersionConflictError when the limit is at another version; 0 expects that there is none. */
  expectedVersion?: number | null | undefined;
  /** Of one user alone: from then on the limit does not count, and what applies otherwise does. In the future, at most 2 years. Without it the limit stays, also when the one before had it. */
  expiresAt?: string | null | undefined;
  /** Names this request, 1 to 200 characters. The same request sent again under it is done once and answered as the first time, for at least 24 hours, on whichever node; another request under it is refused with IdempotencyConflictError. What was refused is not kept. */
  idempotencyKey?: string | null | undefined;
  /** How many digits of the amount stand after the point, as the caller understands it. When given, must be the team currency's; CurrencyMismatchError otherwise. */
  minorUnitDigits?: number | null | undefined;
  target: SpendLimitTargetInput;
  value: SpendLimitValueInput;
};

export type SetSpendLimitsInput = {
  /** Names this request, 1 to 200 characters. The same request sent again under it is done once and answered as the first time, for at least 24 hours, on whichever node; another request under it is refused with IdempotencyConflictError. What was refused is not kept. */
  idempotencyKey?: string | null | undefined;
  /** 1 to 500, each about another target. */
  items: Array<SetSpendLimitsItemInput>;
  mode: BulkMode;
  /** For the platform key, which has to say which team is meant. */
  teamId?: string | number | null | undefined;
};

/** A target, and exactly one of `value` and `clear: true`. */
export type SetSpendLimitsItemInput = {
  /** Takes the limit away. */
  clear?: boolean | null | undefined;
  /** When given, must be the team's; CurrencyMismatchError otherwise. */
  currency?: string | null | undefined;
  /** Refused with VersionConflictError when the limit is at another version; 0 expects that there is none. */
  expectedVersion?: number | null | undefined;
  /** Of one user alone: from then on the limit does not count, and what applies otherwise does. In the future, at most 2 years. Without it the limit stays, also when the one before had it. */
  expiresAt?: string | null | undefined;
  /** How many digits of the amount stand after the point, as the caller understands it. When given, must be the team currency's; CurrencyMismatchError otherwise. */
  minorUnitDigits?: number | null | undefined;
  target: SpendLimitTargetInput;
  value?: SpendLimitValueInput | null | undefined;
};

export type SpendLimitSource =
  | 'GROUP'
  | 'INACTIVE_USER'
  | 'NONE'
  | 'TEAM'
  | 'USER';

/** Exactly one: the team, one of its groups, or one of its users. */
export type SpendLimitTargetInput =
  {   groupId: string | number; teamId?: never; userId?: never; }
  |  { groupId?: never;   teamId: string | number; userId?: never; }
  |  { groupId?: never; teamId?: never;   userId: string | number; };

/** Exactly one. 0 is a real limit. `unlimited: false` is refused: clearSpendLimit takes a limit away. */
export type SpendLimitValueInput =
  {   amountMinor: number; unlimited?: never; }
  |  { amountMinor?: never;   unlimited: boolean; };

/** Users that meet all that is given. */
export type SpendReportFilter = {
  active?: boolean | null | undefined;
  directoryId?: string | number | null | undefined;
  /** Members of this group. */
  groupId?: string | number | null | undefined;
  isBlocked?: boolean | null | undefined;
  isInNoGroup?: boolean | null | undefined;
  isUnlimited?: boolean | null | undefined;
  /** More than so many percent of the limit are spent; unlimited users are left out. At least 0. */
  overPercent?: number | null | undefined;
  /** Where the limit that applies comes from: one of these. */
  sources?: Array<SpendLimitSource> | null | undefined;
};

/** Ties in order of user id, turned round with the rest by DESC. Unlimited is more than any amount; unlimited users have the least part used. */
export type SpendReportOrder = {
  direction?: OrderDirection | null | undefined;
  field: SpendReportOrderField;
};

export type SpendReportOrderField =
  | 'LIMIT'
  | 'REMAINING'
  | 'SPENT'
  | 'USED_PERCENT'
  | 'USER_NAME';

export type ViewerKind =
  | 'API_KEY'
  | 'PERSON'
  | 'PLATFORM';

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

export type HeadOfLogQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadOfLogQuery = { team: { changeCursor: string } | null };

type BulkPreviewOf_CurrencyMismatchError_Fragment = { __typename: 'CurrencyMismatchError', message: string };

type BulkPreviewOf_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string };

type BulkPreviewOf_NotFoundError_Fragment = { __typename: 'NotFoundError', message: string };

type BulkPreviewOf_SpendLimitPreview_Fragment = { __typename: 'SpendLimitPreview', raisedCount: number, loweredCount: number, unchangedCount: number, becomesBlockedCount: number };

type BulkPreviewOf_VersionConflictError_Fragment = { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null };

export type BulkPreviewOfFragment =
  | BulkPreviewOf_CurrencyMismatchError_Fragment
  | BulkPreviewOf_InvalidInputError_Fragment
  | BulkPreviewOf_NotFoundError_Fragment
  | BulkPreviewOf_SpendLimitPreview_Fragment
  | BulkPreviewOf_VersionConflictError_Fragment
;

export type BulkSetPreviewQueryVariables = Exact<{
  input: SetSpendLimitInput;
}>;


export type BulkSetPreviewQuery = { team: { spendLimitPreview:
      | { __typename: 'CurrencyMismatchError', message: string }
      | { __typename: 'InvalidInputError', message: string }
      | { __typename: 'NotFoundError', message: string }
      | { __typename: 'SpendLimitPreview', raisedCount: number, loweredCount: number, unchangedCount: number, becomesBlockedCount: number }
      | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
     } | null };

export type BulkClearPreviewQueryVariables = Exact<{
  input: ClearSpendLimitInput;
}>;


export type BulkClearPreviewQuery = { team: { clearSpendLimitPreview:
      | { __typename: 'CurrencyMismatchError', message: string }
      | { __typename: 'InvalidInputError', message: string }
      | { __typename: 'NotFoundError', message: string }
      | { __typename: 'SpendLimitPreview', raisedCount: number, loweredCount: number, unchangedCount: number, becomesBlockedCount: number }
      | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
     } | null };

export type SetManyLimitsMutationVariables = Exact<{
  input: SetSpendLimitsInput;
}>;


export type SetManyLimitsMutation = { setSpendLimits:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'IdempotencyConflictError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'SetSpendLimitsSuccess', results: Array<
        | { __typename: 'ChangedSpendLimit' }
        | { __typename: 'CurrencyMismatchError', message: string }
        | { __typename: 'InvalidInputError', message: string }
        | { __typename: 'NotFoundError', message: string }
        | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
      > }
    | { __typename: 'SpendLimitsRefused', code: string, message: string, refusals: Array<{ index: number, error:
          | { __typename: 'CurrencyMismatchError', message: string }
          | { __typename: 'ForbiddenError', message: string }
          | { __typename: 'IdempotencyConflictError', message: string }
          | { __typename: 'InvalidInputError', message: string }
          | { __typename: 'NotFoundError', message: string }
          | { __typename: 'PlanRequiredError', message: string }
          | { __typename: 'RecentSignInRequiredError', message: string }
          | { __typename: 'ReservationClosedError', message: string }
          | { __typename: 'SpendDeniedError', message: string }
          | { __typename: 'SpendLimitsRefused', message: string }
          | { __typename: 'SsoRequiredError', message: string }
          | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
         }> }
   };

export type CopyLimitMutationVariables = Exact<{
  input: CopySpendLimitsInput;
}>;


export type CopyLimitMutation = { copySpendLimits:
    | { __typename: 'CopySpendLimitsSuccess', results: Array<
        | { __typename: 'ChangedSpendLimit' }
        | { __typename: 'CurrencyMismatchError', message: string }
        | { __typename: 'InvalidInputError', message: string }
        | { __typename: 'NotFoundError', message: string }
        | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
      > }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'IdempotencyConflictError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'SpendLimitsRefused', code: string, message: string, refusals: Array<{ index: number, error:
          | { __typename: 'CurrencyMismatchError', message: string }
          | { __typename: 'ForbiddenError', message: string }
          | { __typename: 'IdempotencyConflictError', message: string }
          | { __typename: 'InvalidInputError', message: string }
          | { __typename: 'NotFoundError', message: string }
          | { __typename: 'PlanRequiredError', message: string }
          | { __typename: 'RecentSignInRequiredError', message: string }
          | { __typename: 'ReservationClosedError', message: string }
          | { __typename: 'SpendDeniedError', message: string }
          | { __typename: 'SpendLimitsRefused', message: string }
          | { __typename: 'SsoRequiredError', message: string }
          | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
         }> }
    | { __typename: 'VersionConflictError', code: string, message: string }
   };

type BulkItemResult_ChangedSpendLimit_Fragment = { __typename: 'ChangedSpendLimit' };

type BulkItemResult_CurrencyMismatchError_Fragment = { __typename: 'CurrencyMismatchError', message: string };

type BulkItemResult_InvalidInputError_Fragment = { __typename: 'InvalidInputError', message: string };

type BulkItemResult_NotFoundError_Fragment = { __typename: 'NotFoundError', message: string };

type BulkItemResult_VersionConflictError_Fragment = { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null };

export type BulkItemResultFragment =
  | BulkItemResult_ChangedSpendLimit_Fragment
  | BulkItemResult_CurrencyMismatchError_Fragment
  | BulkItemResult_InvalidInputError_Fragment
  | BulkItemResult_NotFoundError_Fragment
  | BulkItemResult_VersionConflictError_Fragment
;

export type BulkRefusalFragment = { index: number, error:
    | { __typename: 'CurrencyMismatchError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'IdempotencyConflictError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'PlanRequiredError', message: string }
    | { __typename: 'RecentSignInRequiredError', message: string }
    | { __typename: 'ReservationClosedError', message: string }
    | { __typename: 'SpendDeniedError', message: string }
    | { __typename: 'SpendLimitsRefused', message: string }
    | { __typename: 'SsoRequiredError', message: string }
    | { __typename: 'VersionConflictError', message: string, current: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
   };

export type SpendByMonthQueryVariables = Exact<{
  m0: string;
  m1: string;
  m2: string;
  m3: string;
  m4: string;
  m5: string;
  m6: string;
  m7: string;
  m8: string;
  m9: string;
  m10: string;
  m11: string;
}>;


export type SpendByMonthQuery = { team: { m0: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m1: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m2: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m3: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m4: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m5: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m6: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m7: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m8: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m9: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m10: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, m11: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } } } | null };

export type MonthOfSpendFragment = { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } };

export type SpendDistributionQueryVariables = Exact<{ [key: string]: never; }>;


export type SpendDistributionQuery = { team: { limited: { totalCount: number }, over0: { totalCount: number }, over25: { totalCount: number }, over50: { totalCount: number }, over75: { totalCount: number }, over100: { totalCount: number } } | null };

export type LimitsGlanceQueryVariables = Exact<{
  over: SpendReportFilter;
  near: SpendReportFilter;
  blocked: SpendReportFilter;
  unlimited: SpendReportFilter;
}>;


export type LimitsGlanceQuery = { team: { spend: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } }, all: { totalCount: number }, over: { totalCount: number }, near: { totalCount: number }, blocked: { totalCount: number }, inactive: { totalCount: number }, unlimited: { totalCount: number } } | null };

export type LimitsGroupNameQueryVariables = Exact<{
  id: string | number;
}>;


export type LimitsGroupNameQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group', id: string, displayName: string }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null };

export type PickGroupsQueryVariables = Exact<{
  search?: string | null | undefined;
  filter?: GroupFilter | null | undefined;
}>;


export type PickGroupsQuery = { team: { groups: { totalCount: number, nodes: Array<{ id: string, displayName: string, memberCount: number, spendLimit: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }> } } | null };

export type LimitOfRowFragment = { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

export type AllLimitsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  withTotal: boolean;
}>;


export type AllLimitsQuery = { team: { spendLimits: { totalCount?: number, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean }, edges: Array<{ cursor: string, node: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, target:
            | { __typename: 'Group', id: string, memberCount: number, groupName: string }
            | { __typename: 'Team' }
            | { __typename: 'User', id: string, userName: string, displayName: string | null }
           | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }> } } | null };

export type GroupLimitsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
  withTotal: boolean;
}>;


export type GroupLimitsQuery = { team: { groups: { totalCount?: number, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ id: string, displayName: string, memberCount: number, spendLimit: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }> } } | null };

export type PersonalLimitsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
  withTotal: boolean;
}>;


export type PersonalLimitsQuery = { team: { spendReport: { totalCount?: number, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ user: { id: string, userName: string, displayName: string | null, spendLimit: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, targetId: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null } }> } } | null };

export type LimitsFrameQueryVariables = Exact<{ [key: string]: never; }>;


export type LimitsFrameQuery = { team: { id: string, name: string, timeZone: string, spendThresholdPercents: Array<number>, spendSettingsVersion: number, spendLimit: { id: string, version: number, isUnlimited: boolean, expiresAt: string | null, setAt: string, setBy: string, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null, spend: { period: string, spent: { amountMinor: number, currency: string, minorUnitDigits: number } } } | null };

export type ReportPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  before?: string | null | undefined;
  withTotal: boolean;
  period?: string | null | undefined;
  search?: string | null | undefined;
  filter: SpendReportFilter;
  orderBy: SpendReportOrder;
}>;


export type ReportPageQuery = { team: { spendReport: { totalCount?: number, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ usedPercent: number | null, isBlocked: boolean, user: { id: string, userName: string, displayName: string | null, active: boolean }, limit: { source: SpendLimitSource, isUnlimited: boolean, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, decidedBy: { id: string, target:
            | { __typename: 'Group', id: string, displayName: string }
            | { __typename: 'Team' }
            | { __typename: 'User' }
           | null } | null, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, reserved: { amountMinor: number, currency: string, minorUnitDigits: number }, remaining: { amountMinor: number, currency: string, minorUnitDigits: number } | null }> } } | null };

export type ModifySpendSettingsMutationVariables = Exact<{
  input: ModifySpendSettingsInput;
}>;


export type ModifySpendSettingsMutation = { modifySpendSettings:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'ModifySpendSettingsSuccess', team: { id: string, timeZone: string, spendThresholdPercents: Array<number>, spendSettingsVersion: number } }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'VersionConflictError', code: string, message: string }
   };

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
export const LimitOfRowFragmentDoc = new TypedDocumentString(`
    fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"LimitOfRow"}) as unknown as TypedDocumentString<LimitOfRowFragment, unknown>;
export const BulkPreviewOfFragmentDoc = new TypedDocumentString(`
    fragment BulkPreviewOf on SpendLimitPreviewResult {
  __typename
  ... on SpendLimitPreview {
    raisedCount
    loweredCount
    unchangedCount
    becomesBlockedCount
  }
  ... on VersionConflictError {
    current {
      ...LimitOfRow
    }
  }
  ... on Error {
    message
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`, {"fragmentName":"BulkPreviewOf"}) as unknown as TypedDocumentString<BulkPreviewOfFragment, unknown>;
export const BulkItemResultFragmentDoc = new TypedDocumentString(`
    fragment BulkItemResult on SpendLimitItemResult {
  __typename
  ... on VersionConflictError {
    current {
      ...LimitOfRow
    }
  }
  ... on Error {
    message
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`, {"fragmentName":"BulkItemResult"}) as unknown as TypedDocumentString<BulkItemResultFragment, unknown>;
export const BulkRefusalFragmentDoc = new TypedDocumentString(`
    fragment BulkRefusal on SpendLimitItemRefusal {
  index
  error {
    __typename
    message
    ... on VersionConflictError {
      current {
        ...LimitOfRow
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`, {"fragmentName":"BulkRefusal"}) as unknown as TypedDocumentString<BulkRefusalFragment, unknown>;
export const MonthOfSpendFragmentDoc = new TypedDocumentString(`
    fragment MonthOfSpend on TeamSpend {
  period
  spent {
    ...MoneyFacts
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"MonthOfSpend"}) as unknown as TypedDocumentString<MonthOfSpendFragment, unknown>;
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
export const BulkSetPreviewDocument = new TypedDocumentString(`
    query BulkSetPreview($input: SetSpendLimitInput!) {
  team {
    spendLimitPreview(input: $input) {
      ...BulkPreviewOf
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment BulkPreviewOf on SpendLimitPreviewResult {
  __typename
  ... on SpendLimitPreview {
    raisedCount
    loweredCount
    unchangedCount
    becomesBlockedCount
  }
  ... on VersionConflictError {
    current {
      ...LimitOfRow
    }
  }
  ... on Error {
    message
  }
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<BulkSetPreviewQuery, BulkSetPreviewQueryVariables>;
export const BulkClearPreviewDocument = new TypedDocumentString(`
    query BulkClearPreview($input: ClearSpendLimitInput!) {
  team {
    clearSpendLimitPreview(input: $input) {
      ...BulkPreviewOf
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment BulkPreviewOf on SpendLimitPreviewResult {
  __typename
  ... on SpendLimitPreview {
    raisedCount
    loweredCount
    unchangedCount
    becomesBlockedCount
  }
  ... on VersionConflictError {
    current {
      ...LimitOfRow
    }
  }
  ... on Error {
    message
  }
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<BulkClearPreviewQuery, BulkClearPreviewQueryVariables>;
export const SetManyLimitsDocument = new TypedDocumentString(`
    mutation SetManyLimits($input: SetSpendLimitsInput!) {
  setSpendLimits(input: $input) {
    __typename
    ... on SetSpendLimitsSuccess {
      results {
        ...BulkItemResult
      }
    }
    ... on SpendLimitsRefused {
      refusals {
        ...BulkRefusal
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment BulkItemResult on SpendLimitItemResult {
  __typename
  ... on VersionConflictError {
    current {
      ...LimitOfRow
    }
  }
  ... on Error {
    message
  }
}
fragment BulkRefusal on SpendLimitItemRefusal {
  index
  error {
    __typename
    message
    ... on VersionConflictError {
      current {
        ...LimitOfRow
      }
    }
  }
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<SetManyLimitsMutation, SetManyLimitsMutationVariables>;
export const CopyLimitDocument = new TypedDocumentString(`
    mutation CopyLimit($input: CopySpendLimitsInput!) {
  copySpendLimits(input: $input) {
    __typename
    ... on CopySpendLimitsSuccess {
      results {
        ...BulkItemResult
      }
    }
    ... on SpendLimitsRefused {
      refusals {
        ...BulkRefusal
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment BulkItemResult on SpendLimitItemResult {
  __typename
  ... on VersionConflictError {
    current {
      ...LimitOfRow
    }
  }
  ... on Error {
    message
  }
}
fragment BulkRefusal on SpendLimitItemRefusal {
  index
  error {
    __typename
    message
    ... on VersionConflictError {
      current {
        ...LimitOfRow
      }
    }
  }
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<CopyLimitMutation, CopyLimitMutationVariables>;
export const SpendByMonthDocument = new TypedDocumentString(`
    query SpendByMonth($m0: String!, $m1: String!, $m2: String!, $m3: String!, $m4: String!, $m5: String!, $m6: String!, $m7: String!, $m8: String!, $m9: String!, $m10: String!, $m11: String!) {
  team {
    m0: spend(period: $m0) {
      ...MonthOfSpend
    }
    m1: spend(period: $m1) {
      ...MonthOfSpend
    }
    m2: spend(period: $m2) {
      ...MonthOfSpend
    }
    m3: spend(period: $m3) {
      ...MonthOfSpend
    }
    m4: spend(period: $m4) {
      ...MonthOfSpend
    }
    m5: spend(period: $m5) {
      ...MonthOfSpend
    }
    m6: spend(period: $m6) {
      ...MonthOfSpend
    }
    m7: spend(period: $m7) {
      ...MonthOfSpend
    }
    m8: spend(period: $m8) {
      ...MonthOfSpend
    }
    m9: spend(period: $m9) {
      ...MonthOfSpend
    }
    m10: spend(period: $m10) {
      ...MonthOfSpend
    }
    m11: spend(period: $m11) {
      ...MonthOfSpend
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment MonthOfSpend on TeamSpend {
  period
  spent {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<SpendByMonthQuery, SpendByMonthQueryVariables>;
export const SpendDistributionDocument = new TypedDocumentString(`
    query SpendDistribution {
  team {
    limited: spendReport(first: 0, filter: { active: true, isUnlimited: false }) {
      totalCount
    }
    over0: spendReport(first: 0, filter: { active: true, overPercent: 0 }) {
      totalCount
    }
    over25: spendReport(first: 0, filter: { active: true, overPercent: 25 }) {
      totalCount
    }
    over50: spendReport(first: 0, filter: { active: true, overPercent: 50 }) {
      totalCount
    }
    over75: spendReport(first: 0, filter: { active: true, overPercent: 75 }) {
      totalCount
    }
    over100: spendReport(first: 0, filter: { active: true, overPercent: 100 }) {
      totalCount
    }
  }
}
    `) as unknown as TypedDocumentString<SpendDistributionQuery, SpendDistributionQueryVariables>;
export const LimitsGlanceDocument = new TypedDocumentString(`
    query LimitsGlance($over: SpendReportFilter!, $near: SpendReportFilter!, $blocked: SpendReportFilter!, $unlimited: SpendReportFilter!) {
  team {
    spend {
      period
      spent {
        ...MoneyFacts
      }
    }
    all: spendReport(first: 0) {
      totalCount
    }
    over: spendReport(first: 0, filter: $over) {
      totalCount
    }
    near: spendReport(first: 0, filter: $near) {
      totalCount
    }
    blocked: spendReport(first: 0, filter: $blocked) {
      totalCount
    }
    inactive: spendReport(first: 0, filter: { active: false }) {
      totalCount
    }
    unlimited: spendReport(first: 0, filter: $unlimited) {
      totalCount
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<LimitsGlanceQuery, LimitsGlanceQueryVariables>;
export const LimitsGroupNameDocument = new TypedDocumentString(`
    query LimitsGroupName($id: ID!) {
  node(id: $id) {
    __typename
    ... on Group {
      id
      displayName
    }
  }
}
    `) as unknown as TypedDocumentString<LimitsGroupNameQuery, LimitsGroupNameQueryVariables>;
export const PickGroupsDocument = new TypedDocumentString(`
    query PickGroups($search: String, $filter: GroupFilter) {
  team {
    groups(first: 50, search: $search, filter: $filter) {
      totalCount
      nodes {
        id
        displayName
        memberCount
        spendLimit {
          ...LimitOfRow
        }
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<PickGroupsQuery, PickGroupsQueryVariables>;
export const AllLimitsDocument = new TypedDocumentString(`
    query AllLimits($first: Int!, $after: String, $withTotal: Boolean!) {
  team {
    spendLimits(first: $first, after: $after) {
      totalCount @include(if: $withTotal)
      pageInfo {
        startCursor
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          ...LimitOfRow
          target {
            __typename
            ... on Group {
              id
              groupName: displayName
              memberCount
            }
            ... on User {
              id
              userName
              displayName
            }
          }
        }
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<AllLimitsQuery, AllLimitsQueryVariables>;
export const GroupLimitsDocument = new TypedDocumentString(`
    query GroupLimits($first: Int!, $after: String, $before: String, $search: String, $withTotal: Boolean!) {
  team {
    groups(
      first: $first
      after: $after
      before: $before
      search: $search
      filter: { hasSpendLimit: true }
    ) {
      totalCount @include(if: $withTotal)
      pageInfo {
        startCursor
        endCursor
        hasNextPage
      }
      nodes {
        id
        displayName
        memberCount
        spendLimit {
          ...LimitOfRow
        }
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<GroupLimitsQuery, GroupLimitsQueryVariables>;
export const PersonalLimitsDocument = new TypedDocumentString(`
    query PersonalLimits($first: Int!, $after: String, $before: String, $search: String, $withTotal: Boolean!) {
  team {
    spendReport(
      first: $first
      after: $after
      before: $before
      search: $search
      filter: { sources: [USER] }
    ) {
      totalCount @include(if: $withTotal)
      pageInfo {
        startCursor
        endCursor
        hasNextPage
      }
      nodes {
        user {
          id
          userName
          displayName
          spendLimit {
            ...LimitOfRow
          }
        }
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}
fragment LimitOfRow on SpendLimit {
  id
  version
  isUnlimited
  expiresAt
  setAt
  setBy
  targetId
  amount {
    ...MoneyFacts
  }
}`) as unknown as TypedDocumentString<PersonalLimitsQuery, PersonalLimitsQueryVariables>;
export const LimitsFrameDocument = new TypedDocumentString(`
    query LimitsFrame {
  team {
    id
    name
    timeZone
    spendThresholdPercents
    spendSettingsVersion
    spendLimit {
      id
      version
      isUnlimited
      expiresAt
      setAt
      setBy
      amount {
        ...MoneyFacts
      }
    }
    spend {
      period
      spent {
        ...MoneyFacts
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<LimitsFrameQuery, LimitsFrameQueryVariables>;
export const ReportPageDocument = new TypedDocumentString(`
    query ReportPage($first: Int!, $after: String, $before: String, $withTotal: Boolean!, $period: String, $search: String, $filter: SpendReportFilter!, $orderBy: SpendReportOrder!) {
  team {
    spendReport(
      first: $first
      after: $after
      before: $before
      period: $period
      search: $search
      filter: $filter
      orderBy: $orderBy
    ) {
      totalCount @include(if: $withTotal)
      pageInfo {
        startCursor
        endCursor
        hasNextPage
      }
      nodes {
        user {
          id
          userName
          displayName
          active
        }
        limit {
          source
          isUnlimited
          amount {
            ...MoneyFacts
          }
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
        isBlocked
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<ReportPageQuery, ReportPageQueryVariables>;
export const ModifySpendSettingsDocument = new TypedDocumentString(`
    mutation ModifySpendSettings($input: ModifySpendSettingsInput!) {
  modifySpendSettings(input: $input) {
    __typename
    ... on ModifySpendSettingsSuccess {
      team {
        id
        timeZone
        spendThresholdPercents
        spendSettingsVersion
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ModifySpendSettingsMutation, ModifySpendSettingsMutationVariables>;
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