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

export type CreateDirectoryInput = {
  name: string;
  provider: Provider;
  /** For the platform key: which team. */
  teamId?: string | number | null | undefined;
};

/** An attribute of a schema extension (RFC 7643 §7). `uniqueness` is always none. */
export type CustomAttributeInput = {
  /** Suggested values of a string; others are accepted. */
  canonicalValues?: Array<string> | null | undefined;
  /** Whether texts that differ in case alone differ. References and binary values are always case exact. Strings are not by default. */
  caseExact?: boolean | null | undefined;
  description?: string | null | undefined;
  multiValued?: boolean | null | undefined;
  mutability?: CustomAttributeMutability | null | undefined;
  /** A letter, then letters, digits, $, - or _. */
  name: string;
  /** Of a reference: User, Group, external or uri. */
  referenceTypes?: Array<string> | null | undefined;
  /** Whether every resource that has the extension has to have it. */
  required?: boolean | null | undefined;
  returned?: CustomAttributeReturned | null | undefined;
  /** Of a complex attribute, and only there. */
  subAttributes?: Array<CustomSubAttributeInput> | null | undefined;
  type?: CustomAttributeType | null | undefined;
};

/** RFC 7643 §2.2. */
export type CustomAttributeMutability =
  /** Once it has a value, it keeps that. */
  | 'IMMUTABLE'
  | 'READ_WRITE';

/** RFC 7643 §2.2. */
export type CustomAttributeReturned =
  /** Whatever a request asks for. Not for subAttributes. */
  | 'ALWAYS'
  /** Unless a request asks for other attributes only. */
  | 'DEFAULT'
  /** It is kept, but no answer shows it and no filter finds by it. */
  | 'NEVER'
  /** When a request asks for it by name. */
  | 'REQUEST';

/** RFC 7643 §2.3. */
export type CustomAttributeType =
  | 'BINARY'
  | 'BOOLEAN'
  | 'COMPLEX'
  | 'DATE_TIME'
  | 'DECIMAL'
  | 'INTEGER'
  | 'REFERENCE'
  | 'STRING';

/** A schema extension (RFC 7643 §3.3). */
export type CustomSchemaInput = {
  attributes: Array<CustomAttributeInput>;
  description?: string | null | undefined;
  name: string;
  /** Whether every resource that is created or replaced has to have it; others are refused, also such as deactivate. Only for what the identity provider sends for all. */
  required?: boolean | null | undefined;
  resourceType: CustomSchemaResourceType;
  /** The URN of the schema: the key of its values in a resource. Such as urn:example:scim:1.0:User; not one of SCIM's own. */
  urn: string;
};

export type CustomSchemaResourceType =
  | 'GROUP'
  | 'USER';

/** A part of a complex attribute: of any type but COMPLEX. */
export type CustomSubAttributeInput = {
  /** Suggested values of a string; others are accepted. */
  canonicalValues?: Array<string> | null | undefined;
  /** Whether texts that differ in case alone differ. References and binary values are always case exact. Strings are not by default. */
  caseExact?: boolean | null | undefined;
  description?: string | null | undefined;
  name: string;
  /** Of a reference: User, Group, external or uri. */
  referenceTypes?: Array<string> | null | undefined;
  /** Whether every value has to have it. */
  required?: boolean | null | undefined;
  returned?: CustomAttributeReturned | null | undefined;
  type?: CustomAttributeType | null | undefined;
};

export type DeleteDirectoryInput = {
  directoryId: string | number;
  /** The directory's name, typed exactly: nothing of this comes back. */
  name: string;
  /** For the platform key, which may leave it out: the directory says which team. */
  teamId?: string | number | null | undefined;
};

/** Whether the identity provider is served, or what is missing. */
export type DirectoryState =
  /** The team's plan does not include SCIM: requests are refused, and nothing is lost. */
  | 'PLAN_REQUIRED'
  /** Requests of the identity provider are served. */
  | 'SERVED'
  /** The team has no active SSO connection: requests are refused, and nothing is lost. */
  | 'SSO_REQUIRED';

export type IssueDirectoryClientInput = {
  directoryId: string | number;
  /** When it gets no more tokens and those that it has end. */
  expiresAt?: string | null | undefined;
  /** What tells this client from others, such as where it is used. */
  label: string;
  /** For the platform key, which may leave it out: the directory says which team. */
  teamId?: string | number | null | undefined;
};

export type IssueDirectoryTokenInput = {
  directoryId: string | number;
  expiresAt?: string | null | undefined;
  /** What tells this token from others, such as where it is used. */
  label: string;
  /** For the platform key, which may leave it out: the directory says which team. */
  teamId?: string | number | null | undefined;
};

/** What is not given, or null where nothing else is said of null, stays as it is. */
export type ModifyDirectoryInput = {
  /** Whether two groups may have one displayName. Cannot be switched off while there are such groups. */
  allowsRepeatedGroupNames?: boolean | null | undefined;
  /** All schema extensions of the directory, in place of those before. At most 10, each with at most 100 attributes. Values of a schema or attribute that is not declared any more stay stored, are not shown, and come back when it is declared again; so do values that do not fit another type. */
  customSchemas?: Array<CustomSchemaInput> | null | undefined;
  directoryId: string | number;
  /** Refused with VersionConflictError when the settings are at another version. */
  expectedVersion?: number | null | undefined;
  /** Whether to refuse what RFC 7643 and 7644 do not allow, but identity providers send. */
  isStrict?: boolean | null | undefined;
  name?: string | null | undefined;
  provider?: Provider | null | undefined;
  /** How many deactivations, deletions and lost memberships one hour may have before further ones are paused, from 1; null for no guard, which also ends a pause. */
  removalsPerHour?: number | null | undefined;
  /** What the identity provider may send, from 1; null for the default of the deployment. */
  requestsPerSecond?: number | null | undefined;
  /** Ends a pause of removals, if there is one. */
  resumeRemovals?: boolean | null | undefined;
  /** For the platform key, which may leave it out: the directory says which team. */
  teamId?: string | number | null | undefined;
};

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

export type RevokeDirectoryClientInput = {
  clientId: string | number;
  /** For the platform key, which may leave it out: the client says which team. */
  teamId?: string | number | null | undefined;
};

export type RevokeDirectoryTokenInput = {
  /** For the platform key, which may leave it out: the token says which team. */
  teamId?: string | number | null | undefined;
  tokenId: string | number;
};

/** Of a person. */
export type Role =
  | 'ADMINISTRATOR'
  | 'MEMBER';

/** In the order in which they are taken. */
export type SetupStepKey =
  | 'CONNECTION_TEST'
  | 'DIRECTORY'
  | 'FIRST_GROUP'
  | 'FIRST_USER'
  | 'PLAN'
  | 'SPEND_LIMITS'
  | 'SSO';

export type SetupStepState =
  /** An earlier step comes first. */
  | 'BLOCKED'
  /** It is so. */
  | 'DONE'
  /** It was done, or tried, and something stands in its way. */
  | 'FAILING'
  /** It can be done now. */
  | 'TO_DO';

export type SpendLimitSource =
  | 'GROUP'
  | 'INACTIVE_USER'
  | 'NONE'
  | 'TEAM'
  | 'USER';

export type StepVerdict =
  /** The answer is not what the identity provider needs. */
  | 'FAILED'
  /** The answer is one that the identity provider takes; a removal that the guard paused, as it is set to, too. */
  | 'PASSED'
  /** It was not sent; `detail` says why. */
  | 'SKIPPED';

export type TestDirectoryConnectionInput = {
  directoryId: string | number;
  /** For the platform key, which may leave it out: the directory says which team. */
  teamId?: string | number | null | undefined;
};

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

export type DirectoryAccessQueryVariables = Exact<{
  id: string | number;
}>;


export type DirectoryAccessQuery = { node:
    | { __typename: 'Directory', id: string, tokens: Array<{ id: string, label: string, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null }>, clients: Array<{ id: string, label: string, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null }> }
    | { __typename: 'Group' }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null };

export type IssueDirectoryClientMutationVariables = Exact<{
  input: IssueDirectoryClientInput;
}>;


export type IssueDirectoryClientMutation = { issueDirectoryClient:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'IssueDirectoryClientSuccess', clientId: string, clientSecret: string, tokenUrl: string, directoryClient: { id: string, label: string } }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PlanRequiredError', code: string, message: string }
    | { __typename: 'SsoRequiredError', code: string, message: string }
   };

export type RevokeDirectoryClientMutationVariables = Exact<{
  input: RevokeDirectoryClientInput;
}>;


export type RevokeDirectoryClientMutation = { revokeDirectoryClient:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RevokeDirectoryClientSuccess', directoryClient: { id: string, revokedAt: string | null } }
   };

export type TestDirectoryConnectionMutationVariables = Exact<{
  input: TestDirectoryConnectionInput;
}>;


export type TestDirectoryConnectionMutation = { testDirectoryConnection:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'TestDirectoryConnectionSuccess', hasPassed: boolean, steps: Array<{ name: string, request: string, expected: string, got: string | null, verdict: StepVerdict, detail: string | null }> }
   };

export type CreateDirectoryMutationVariables = Exact<{
  input: CreateDirectoryInput;
}>;


export type CreateDirectoryMutation = { createDirectory:
    | { __typename: 'CreateDirectorySuccess', scimUrl: string, token: string, directory: { id: string, name: string } }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PlanRequiredError', code: string, message: string }
    | { __typename: 'SsoRequiredError', code: string, message: string }
   };

export type CustomSchemaFactsFragment = { urn: string, name: string, description: string, required: boolean, resourceType: CustomSchemaResourceType, attributes: Array<{ name: string, type: CustomAttributeType, description: string, required: boolean, multiValued: boolean }> };

export type DeleteDirectoryMutationVariables = Exact<{
  input: DeleteDirectoryInput;
}>;


export type DeleteDirectoryMutation = { deleteDirectory:
    | { __typename: 'DeleteDirectorySuccess', userCount: number, groupCount: number }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
   };

export type DirectoryOverviewQueryVariables = Exact<{
  id: string | number;
}>;


export type DirectoryOverviewQuery = { node:
    | { __typename: 'Directory', id: string, name: string, provider: Provider, state: DirectoryState, scimUrl: string, tokenUrl: string, userCount: number, groupCount: number, lastRequestAt: string | null, removalsPausedAt: string | null, removalsPerHour: number | null, hasPassedTest: boolean | null, testedAt: string | null, newest: { nodes: Array<{ id: string, at: string }> }, refused: { nodes: Array<{ id: string, at: string, status: number }> } }
    | { __typename: 'Group' }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null };

export type TeamDirectoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type TeamDirectoriesQuery = { team: { setup: { steps: Array<{ key: SetupStepKey, state: SetupStepState }> }, directories: Array<{ id: string, name: string }> } | null };

export type ScimRequestsQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
  first: number;
  onlyFailed: boolean;
  withTotal: boolean;
}>;


export type ScimRequestsQuery = { node:
    | { __typename: 'Directory', id: string, requests: { totalCount?: number, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ id: string, at: string, method: string, path: string, provider: Provider | null, userAgent: string | null, status: number, scimType: string | null, detail: string | null, ignored: Array<string>, tolerated: Array<string>, durationMilliseconds: number, changes: Array<
            | { __typename: 'AdministratorAdded', revision: number }
            | { __typename: 'AdministratorGroupSet', revision: number }
            | { __typename: 'AdministratorRemoved', revision: number }
            | { __typename: 'ApiKeyIssued', revision: number }
            | { __typename: 'ApiKeyRevoked', revision: number }
            | { __typename: 'DirectoryClientIssued', revision: number }
            | { __typename: 'DirectoryClientRevoked', revision: number }
            | { __typename: 'DirectoryConnectionTested', revision: number }
            | { __typename: 'DirectoryCreated', revision: number }
            | { __typename: 'DirectoryDeleted', revision: number }
            | { __typename: 'DirectoryModified', revision: number }
            | { __typename: 'DirectoryRemovalsPaused', revision: number }
            | { __typename: 'DirectoryRemovalsResumed', revision: number }
            | { __typename: 'DirectoryTokenIssued', revision: number }
            | { __typename: 'DirectoryTokenRevoked', revision: number }
            | { __typename: 'GroupCreated', revision: number }
            | { __typename: 'GroupDeleted', revision: number }
            | { __typename: 'GroupModified', revision: number }
            | { __typename: 'MembershipChanged', revision: number }
            | { __typename: 'SignInLinkIssued', revision: number }
            | { __typename: 'SpendLimitCleared', revision: number }
            | { __typename: 'SpendLimitExpired', revision: number }
            | { __typename: 'SpendLimitSet', revision: number }
            | { __typename: 'SpendSettingsModified', revision: number }
            | { __typename: 'SpendThresholdReached', revision: number }
            | { __typename: 'SsoConnectionActivated', revision: number }
            | { __typename: 'SsoConnectionDeactivated', revision: number }
            | { __typename: 'SsoConnectionSet', revision: number }
            | { __typename: 'SsoReplacementSet', revision: number }
            | { __typename: 'TeamCreated', revision: number }
            | { __typename: 'TeamPlanSet', revision: number }
            | { __typename: 'UserCreated', revision: number }
            | { __typename: 'UserDeactivated', revision: number }
            | { __typename: 'UserDeleted', revision: number }
            | { __typename: 'UserModified', revision: number }
            | { __typename: 'UserReactivated', revision: number }
          > }> } }
    | { __typename: 'Group' }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null };

export type ResumeRemovalsMutationVariables = Exact<{
  input: ModifyDirectoryInput;
}>;


export type ResumeRemovalsMutation = { modifyDirectory:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'ModifyDirectorySuccess', directory: { id: string, removalsPausedAt: string | null } }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'VersionConflictError', code: string, message: string }
   };

export type RecentArrivalsQueryVariables = Exact<{
  directoryId: string | number;
}>;


export type RecentArrivalsQuery = { team: { changes: { nodes: Array<
        | { __typename: 'AdministratorAdded', revision: number, at: string }
        | { __typename: 'AdministratorGroupSet', revision: number, at: string }
        | { __typename: 'AdministratorRemoved', revision: number, at: string }
        | { __typename: 'ApiKeyIssued', revision: number, at: string }
        | { __typename: 'ApiKeyRevoked', revision: number, at: string }
        | { __typename: 'DirectoryClientIssued', revision: number, at: string }
        | { __typename: 'DirectoryClientRevoked', revision: number, at: string }
        | { __typename: 'DirectoryConnectionTested', revision: number, at: string }
        | { __typename: 'DirectoryCreated', revision: number, at: string }
        | { __typename: 'DirectoryDeleted', revision: number, at: string }
        | { __typename: 'DirectoryModified', revision: number, at: string }
        | { __typename: 'DirectoryRemovalsPaused', revision: number, at: string }
        | { __typename: 'DirectoryRemovalsResumed', revision: number, at: string }
        | { __typename: 'DirectoryTokenIssued', revision: number, at: string }
        | { __typename: 'DirectoryTokenRevoked', revision: number, at: string }
        | { __typename: 'GroupCreated', revision: number, at: string, group: { id: string, displayName: string } }
        | { __typename: 'GroupDeleted', revision: number, at: string }
        | { __typename: 'GroupModified', revision: number, at: string }
        | { __typename: 'MembershipChanged', revision: number, at: string }
        | { __typename: 'SignInLinkIssued', revision: number, at: string }
        | { __typename: 'SpendLimitCleared', revision: number, at: string }
        | { __typename: 'SpendLimitExpired', revision: number, at: string }
        | { __typename: 'SpendLimitSet', revision: number, at: string }
        | { __typename: 'SpendSettingsModified', revision: number, at: string }
        | { __typename: 'SpendThresholdReached', revision: number, at: string }
        | { __typename: 'SsoConnectionActivated', revision: number, at: string }
        | { __typename: 'SsoConnectionDeactivated', revision: number, at: string }
        | { __typename: 'SsoConnectionSet', revision: number, at: string }
        | { __typename: 'SsoReplacementSet', revision: number, at: string }
        | { __typename: 'TeamCreated', revision: number, at: string }
        | { __typename: 'TeamPlanSet', revision: number, at: string }
        | { __typename: 'UserCreated', revision: number, at: string, user: { id: string, userName: string, displayName: string | null } }
        | { __typename: 'UserDeactivated', revision: number, at: string }
        | { __typename: 'UserDeleted', revision: number, at: string }
        | { __typename: 'UserModified', revision: number, at: string }
        | { __typename: 'UserReactivated', revision: number, at: string }
      > } } | null };

export type ModifyDirectoryMutationVariables = Exact<{
  input: ModifyDirectoryInput;
}>;


export type ModifyDirectoryMutation = { modifyDirectory:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'ModifyDirectorySuccess', directory: { id: string, version: number } }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'VersionConflictError', code: string, message: string }
   };

export type DirectorySettingsQueryVariables = Exact<{
  id: string | number;
}>;


export type DirectorySettingsQuery = { node:
    | { __typename: 'Directory', id: string, version: number, name: string, provider: Provider, isStrict: boolean, allowsRepeatedGroupNames: boolean, requestsPerSecond: number, usesDefaultRequestsPerSecond: boolean, removalsPerHour: number | null, userCount: number, groupCount: number, customSchemas: Array<{ urn: string, name: string, description: string, required: boolean, resourceType: CustomSchemaResourceType, attributes: Array<{ name: string, type: CustomAttributeType, description: string, required: boolean, multiValued: boolean }> }> }
    | { __typename: 'Group' }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null };

export type IssueDirectoryTokenMutationVariables = Exact<{
  input: IssueDirectoryTokenInput;
}>;


export type IssueDirectoryTokenMutation = { issueDirectoryToken:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'IssueDirectoryTokenSuccess', token: string, directoryToken: { id: string, label: string } }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PlanRequiredError', code: string, message: string }
    | { __typename: 'SsoRequiredError', code: string, message: string }
   };

export type RevokeDirectoryTokenMutationVariables = Exact<{
  input: RevokeDirectoryTokenInput;
}>;


export type RevokeDirectoryTokenMutation = { revokeDirectoryToken:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RevokeDirectoryTokenSuccess', directoryToken: { id: string, revokedAt: string | null } }
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
export const CustomSchemaFactsFragmentDoc = new TypedDocumentString(`
    fragment CustomSchemaFacts on CustomSchema {
  urn
  name
  description
  required
  resourceType
  attributes {
    name
    type
    description
    required
    multiValued
  }
}
    `, {"fragmentName":"CustomSchemaFacts"}) as unknown as TypedDocumentString<CustomSchemaFactsFragment, unknown>;
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
export const DirectoryAccessDocument = new TypedDocumentString(`
    query DirectoryAccess($id: ID!) {
  node(id: $id) {
    __typename
    ... on Directory {
      id
      tokens {
        id
        label
        createdAt
        lastUsedAt
        expiresAt
        revokedAt
      }
      clients {
        id
        label
        createdAt
        lastUsedAt
        expiresAt
        revokedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DirectoryAccessQuery, DirectoryAccessQueryVariables>;
export const IssueDirectoryClientDocument = new TypedDocumentString(`
    mutation IssueDirectoryClient($input: IssueDirectoryClientInput!) {
  issueDirectoryClient(input: $input) {
    __typename
    ... on IssueDirectoryClientSuccess {
      clientId
      clientSecret
      tokenUrl
      directoryClient {
        id
        label
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<IssueDirectoryClientMutation, IssueDirectoryClientMutationVariables>;
export const RevokeDirectoryClientDocument = new TypedDocumentString(`
    mutation RevokeDirectoryClient($input: RevokeDirectoryClientInput!) {
  revokeDirectoryClient(input: $input) {
    __typename
    ... on RevokeDirectoryClientSuccess {
      directoryClient {
        id
        revokedAt
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeDirectoryClientMutation, RevokeDirectoryClientMutationVariables>;
export const TestDirectoryConnectionDocument = new TypedDocumentString(`
    mutation TestDirectoryConnection($input: TestDirectoryConnectionInput!) {
  testDirectoryConnection(input: $input) {
    __typename
    ... on TestDirectoryConnectionSuccess {
      hasPassed
      steps {
        name
        request
        expected
        got
        verdict
        detail
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<TestDirectoryConnectionMutation, TestDirectoryConnectionMutationVariables>;
export const CreateDirectoryDocument = new TypedDocumentString(`
    mutation CreateDirectory($input: CreateDirectoryInput!) {
  createDirectory(input: $input) {
    __typename
    ... on CreateDirectorySuccess {
      scimUrl
      token
      directory {
        id
        name
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateDirectoryMutation, CreateDirectoryMutationVariables>;
export const DeleteDirectoryDocument = new TypedDocumentString(`
    mutation DeleteDirectory($input: DeleteDirectoryInput!) {
  deleteDirectory(input: $input) {
    __typename
    ... on DeleteDirectorySuccess {
      userCount
      groupCount
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteDirectoryMutation, DeleteDirectoryMutationVariables>;
export const DirectoryOverviewDocument = new TypedDocumentString(`
    query DirectoryOverview($id: ID!) {
  node(id: $id) {
    __typename
    ... on Directory {
      id
      name
      provider
      state
      scimUrl
      tokenUrl
      userCount
      groupCount
      lastRequestAt
      removalsPausedAt
      removalsPerHour
      hasPassedTest
      testedAt
      newest: requests(first: 1) {
        nodes {
          id
          at
        }
      }
      refused: requests(first: 1, onlyFailed: true) {
        nodes {
          id
          at
          status
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DirectoryOverviewQuery, DirectoryOverviewQueryVariables>;
export const TeamDirectoriesDocument = new TypedDocumentString(`
    query TeamDirectories {
  team {
    setup {
      steps {
        key
        state
      }
    }
    directories {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<TeamDirectoriesQuery, TeamDirectoriesQueryVariables>;
export const ScimRequestsDocument = new TypedDocumentString(`
    query ScimRequests($id: ID!, $after: String, $first: Int!, $onlyFailed: Boolean!, $withTotal: Boolean!) {
  node(id: $id) {
    __typename
    ... on Directory {
      id
      requests(after: $after, first: $first, onlyFailed: $onlyFailed) {
        totalCount @include(if: $withTotal)
        pageInfo {
          startCursor
          endCursor
          hasNextPage
        }
        nodes {
          id
          at
          method
          path
          provider
          userAgent
          status
          scimType
          detail
          ignored
          tolerated
          durationMilliseconds
          changes(first: 20) {
            __typename
            revision
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ScimRequestsQuery, ScimRequestsQueryVariables>;
export const ResumeRemovalsDocument = new TypedDocumentString(`
    mutation ResumeRemovals($input: ModifyDirectoryInput!) {
  modifyDirectory(input: $input) {
    __typename
    ... on ModifyDirectorySuccess {
      directory {
        id
        removalsPausedAt
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeRemovalsMutation, ResumeRemovalsMutationVariables>;
export const RecentArrivalsDocument = new TypedDocumentString(`
    query RecentArrivals($directoryId: ID!) {
  team {
    changes(
      last: 8
      filter: { actorId: $directoryId, kinds: [USER_CREATED, GROUP_CREATED] }
    ) {
      nodes {
        __typename
        revision
        at
        ... on UserCreated {
          user {
            id
            userName
            displayName
          }
        }
        ... on GroupCreated {
          group {
            id
            displayName
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RecentArrivalsQuery, RecentArrivalsQueryVariables>;
export const ModifyDirectoryDocument = new TypedDocumentString(`
    mutation ModifyDirectory($input: ModifyDirectoryInput!) {
  modifyDirectory(input: $input) {
    __typename
    ... on ModifyDirectorySuccess {
      directory {
        id
        version
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ModifyDirectoryMutation, ModifyDirectoryMutationVariables>;
export const DirectorySettingsDocument = new TypedDocumentString(`
    query DirectorySettings($id: ID!) {
  node(id: $id) {
    __typename
    ... on Directory {
      id
      version
      name
      provider
      isStrict
      allowsRepeatedGroupNames
      requestsPerSecond
      usesDefaultRequestsPerSecond
      removalsPerHour
      userCount
      groupCount
      customSchemas {
        ...CustomSchemaFacts
      }
    }
  }
}
    fragment CustomSchemaFacts on CustomSchema {
  urn
  name
  description
  required
  resourceType
  attributes {
    name
    type
    description
    required
    multiValued
  }
}`) as unknown as TypedDocumentString<DirectorySettingsQuery, DirectorySettingsQueryVariables>;
export const IssueDirectoryTokenDocument = new TypedDocumentString(`
    mutation IssueDirectoryToken($input: IssueDirectoryTokenInput!) {
  issueDirectoryToken(input: $input) {
    __typename
    ... on IssueDirectoryTokenSuccess {
      token
      directoryToken {
        id
        label
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<IssueDirectoryTokenMutation, IssueDirectoryTokenMutationVariables>;
export const RevokeDirectoryTokenDocument = new TypedDocumentString(`
    mutation RevokeDirectoryToken($input: RevokeDirectoryTokenInput!) {
  revokeDirectoryToken(input: $input) {
    __typename
    ... on RevokeDirectoryTokenSuccess {
      directoryToken {
        id
        revokedAt
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeDirectoryTokenMutation, RevokeDirectoryTokenMutationVariables>;
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