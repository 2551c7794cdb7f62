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

export type AddAdministratorInput = {
  /** As the identity provider knows it; verified there when they sign in. */
  email: string;
  /** For the platform key: which team. */
  teamId?: string | number | null | undefined;
};

export type ApiKeyScope =
  /** May set and clear spend limits. */
  | 'LIMITS'
  /** May read the team and follow its changes. */
  | 'READ'
  /** May set up directories, their tokens, and API keys. */
  | 'SETUP'
  /** May record and reserve spend, and ask what a user may spend. */
  | 'SPEND';

export type DeactivateSsoInput = {
  /** Shown with the state. */
  reason?: string | null | undefined;
  /** For the platform key. */
  teamId?: string | number | null | undefined;
};

/** A group: exactly one of displayName and id. */
export type DiagnoseGroupInput = {
  /** Where it should be; without it, in any directory of the team. */
  directoryId?: string | number | null | undefined;
  /** A displayName or an externalId. */
  displayName?: string | null | undefined;
  id?: string | number | null | undefined;
};

/** What is to be explained. */
export type DiagnoseInput =
  {   /** Why does this group not appear, or not with its members? */
  group: DiagnoseGroupInput; scimNotOffered?: never; spendLimit?: never; user?: never; }
  |  { group?: never;   /** Why is SCIM not offered, or why does nothing arrive? Always true. */
  scimNotOffered: boolean; spendLimit?: never; user?: never; }
  |  { group?: never; scimNotOffered?: never;   /** Why does a limit not apply to this person? */
  spendLimit: DiagnoseSpendLimitInput; user?: never; }
  |  { group?: never; scimNotOffered?: never; spendLimit?: never;   /** Why does this person not arrive? */
  user: DiagnoseUserInput; };

export type DiagnoseSpendLimitInput = {
  userId: string | number;
};

/** A person: exactly one of userNameOrEmail and id. */
export type DiagnoseUserInput = {
  /** Where they should be; without it, in any directory of the team. */
  directoryId?: string | number | null | undefined;
  id?: string | number | null | undefined;
  /** A userName, an e-mail address or an externalId. */
  userNameOrEmail?: string | null | undefined;
};

/** Stable: programs may rely on them. There may be more of them later. */
export type FindingCode =
  /** Creating it was refused. */
  | 'CREATION_REFUSED'
  /** A directory of the team was deleted, with all users and groups in it. */
  | 'DIRECTORY_DELETED'
  /** None of the user's groups has a limit. */
  | 'GROUPS_WITHOUT_LIMIT'
  /** The group was deleted. */
  | 'GROUP_DELETED'
  /** The group has no members. */
  | 'GROUP_EMPTY'
  /** The group has no spend limit. */
  | 'GROUP_HAS_NO_LIMIT'
  /** The group is in another directory. */
  | 'GROUP_IN_OTHER_DIRECTORY'
  /** The group is here. */
  | 'GROUP_IS_HERE'
  /** There is no such group. */
  | 'GROUP_NOT_HERE'
  /** Requests ended in faults of the server. */
  | 'INTERNAL_ERRORS'
  /** When the identity provider came last. */
  | 'LAST_CONTACT'
  /** The limit that applies. */
  | 'LIMIT_APPLIES'
  /** Another group of the user has a higher limit. */
  | 'LOWER_THAN_ANOTHER_GROUP'
  /** Members were left out, because they are no users of the directory. */
  | 'MEMBERS_UNKNOWN'
  /** Groups inside the group were left out. */
  | 'NESTED_GROUPS'
  /** The identity provider has never been served by the directory. */
  | 'NEVER_CONTACTED'
  /** The user is not in a group that has a limit. */
  | 'NOT_IN_LIMITED_GROUP'
  /** The team has no directory. */
  | 'NO_DIRECTORY'
  /** No limit applies. */
  | 'NO_LIMIT_APPLIES'
  /** No token and no OAuth client of the directory is valid. */
  | 'NO_VALID_CREDENTIAL'
  /** The user's own limit goes before it. */
  | 'OUTRANKED_BY_OWN_LIMIT'
  /** The team is not on the Enterprise plan. */
  | 'PLAN_REQUIRED'
  /** What this kind of identity provider does, or leaves undone. */
  | 'PROVIDER_RULE'
  /** The identity provider has not come for longer than it should. */
  | 'PROVIDER_SILENT'
  /** The guard against mass removals has paused the removals of the directory. */
  | 'REMOVALS_PAUSED'
  /** A group's limit takes the place of the team's default. */
  | 'REPLACED_BY_GROUP_LIMIT'
  /** Requests are answered 403. */
  | 'REQUESTS_FORBIDDEN'
  /** Requests are refused for what they say. */
  | 'REQUESTS_REFUSED'
  /** Requests are answered 429. */
  | 'REQUESTS_THROTTLED'
  /** The same person is a user of another directory too. */
  | 'SAME_PERSON_ELSEWHERE'
  /** SCIM can be set up and is served. */
  | 'SCIM_IS_OFFERED'
  /** A group with a name close to it is here. */
  | 'SIMILAR_GROUP'
  /** A user with a name close to it is here. */
  | 'SIMILAR_USER'
  /** The SSO connection is inactive. */
  | 'SSO_INACTIVE'
  /** The team has no SSO connection. */
  | 'SSO_NOT_SET_UP'
  /** No administrator has signed in through the SSO connection yet. */
  | 'SSO_PENDING'
  /** Requests about it were refused. */
  | 'UPDATES_REFUSED'
  /** The user was deleted. */
  | 'USER_DELETED'
  /** The person is here under another name. */
  | 'USER_HAS_OTHER_NAME'
  /** The user is inactive. */
  | 'USER_INACTIVE'
  /** The user is in no group. */
  | 'USER_IN_NO_GROUP'
  /** The user is in another directory. */
  | 'USER_IN_OTHER_DIRECTORY'
  /** The user is here. */
  | 'USER_IS_HERE'
  /** There is no such user. */
  | 'USER_NOT_HERE'
  /** Requests come without a valid token. */
  | 'WRONG_CREDENTIAL'
  /** Requests come to endpoints that do not exist. */
  | 'WRONG_URL';

export type FindingSeverity =
  /** It explains what was asked. */
  | 'ERROR'
  /** Worth knowing. */
  | 'INFO'
  /** It may explain it. */
  | 'WARNING';

export type IssueApiKeyInput = {
  expiresAt?: string | null | undefined;
  name: string;
  scopes: Array<ApiKeyScope>;
  /** For the platform key: which team. */
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

export type RemoveAdministratorInput = {
  administratorId: string | number;
  /** For the platform key, which may leave it out: the entry says which team. */
  teamId?: string | number | null | undefined;
};

export type ResyncReason =
  /** The log has not come to there. */
  | 'AHEAD'
  /** The log does not reach back to there any more. */
  | 'PRUNED'
  /** The log has another change there: it is not the one that the cursor is of. */
  | 'REPLACED';

export type RevokeApiKeyInput = {
  apiKeyId: string | number;
  /** For the platform key, which may leave it out: the key says which team. */
  teamId?: string | number | null | undefined;
};

/** Of a person. */
export type Role =
  | 'ADMINISTRATOR'
  | 'MEMBER';

export type SetAdministratorGroupInput = {
  /** null: only who is listed is an administrator. */
  groupId?: string | number | null | undefined;
  /** For the platform key, which may leave it out where groupId says which team. */
  teamId?: string | number | null | undefined;
};

/** What is left out stays as it is, where there is a connection of this issuer and client. */
export type SetUpSsoInput = {
  clientId: string;
  /** Kept encrypted and never shown. null, or left out of a new connection: a public client. */
  clientSecret?: string | null | undefined;
  /** Where people are looked for. null: in all directories of the team, where one match alone counts. */
  directoryId?: string | number | null | undefined;
  /** The https URL of the identity provider; its metadata is read at once. */
  issuer: string;
  /** At first sub for EXTERNAL_ID, preferred_username for USER_NAME, email for EMAIL. */
  matchingClaim?: string | null | undefined;
  /** For the platform key. */
  teamId?: string | number | null | undefined;
  /** For a provider that does not send email_verified and has only addresses that your company gave out. false at first. */
  trustsEmail?: boolean | null | undefined;
  /** EXTERNAL_ID at first. */
  userMatching?: UserMatching | null | undefined;
};

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

export type SsoState =
  | 'ACTIVE'
  | 'INACTIVE'
  | 'PENDING';

/** By which attribute somebody who signs in is found in the directory, unless they have been found before. */
export type UserMatching =
  | 'EMAIL'
  | 'EXTERNAL_ID'
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

export type SetUpAdministratorGroupQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpAdministratorGroupQuery = { team: { administratorGroupWarning: string | null, administratorGroup: { id: string, displayName: string, memberCount: number, directory: { name: string } } | null } | null };

export type MapAdministratorGroupMutationVariables = Exact<{
  input: SetAdministratorGroupInput;
}>;


export type MapAdministratorGroupMutation = { setAdministratorGroup:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'SetAdministratorGroupSuccess', changeCursor: string }
   };

export type SetUpAdministratorsQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpAdministratorsQuery = { team: { administrators: Array<{ id: string, email: string, addedAt: string, addedBy: string, hasSignedIn: boolean, lastSignedInAt: string | null }> } | null };

export type ListAdministratorMutationVariables = Exact<{
  input: AddAdministratorInput;
}>;


export type ListAdministratorMutation = { addAdministrator:
    | { __typename: 'AddAdministratorSuccess', administrator: { id: string } }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
   };

export type UnlistAdministratorMutationVariables = Exact<{
  input: RemoveAdministratorInput;
}>;


export type UnlistAdministratorMutation = { removeAdministrator:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RemoveAdministratorSuccess', changeCursor: string }
   };

export type SetUpDiagnosisQueryVariables = Exact<{
  input: DiagnoseInput;
}>;


export type SetUpDiagnosisQuery = { team: { diagnose: { findings: Array<{ code: FindingCode, severity: FindingSeverity, message: string, action: string | null, about: Array<string>, requests: Array<{ id: string, at: string, method: string, path: string, status: number, scimType: string | null, detail: string | null, ignored: Array<string>, tolerated: Array<string> }> }> } } | null };

export type SetUpApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpApiKeysQuery = { team: { apiKeys: Array<{ id: string, name: string, scopes: Array<ApiKeyScope>, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null }> } | null };

export type EndApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type EndApiKeyMutation = { revokeApiKey:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'RevokeApiKeySuccess', changeCursor: string }
   };

export type FindGroupsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FindGroupsQuery = { team: { groups: { nodes: Array<{ id: string, displayName: string, memberCount: number, directory: { name: string } }> } } | null };

export type SetUpOwnValuesQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpOwnValuesQuery = { team: { ssoConnection: { redirectUri: string, signInUrl: string } | null, directories: Array<{ id: string, name: string, provider: Provider, scimUrl: string, tokenUrl: string }> } | null };

export type GiveApiKeyMutationVariables = Exact<{
  input: IssueApiKeyInput;
}>;


export type GiveApiKeyMutation = { issueApiKey:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'IssueApiKeySuccess', key: string }
    | { __typename: 'NotFoundError', code: string, message: string }
   };

export type NameOfNodeQueryVariables = Exact<{
  id: string | number;
}>;


export type NameOfNodeQuery = { node:
    | { __typename: 'Directory', name: string }
    | { __typename: 'Group', groupName: string }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User', userName: string, displayName: string | null }
   | null };

export type FindPeopleQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FindPeopleQuery = { team: { users: { nodes: Array<{ id: string, userName: string, displayName: string | null }> } } | null };

export type SetUpDirectoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpDirectoriesQuery = { team: { directories: Array<{ id: string, name: string }> } | null };

export type SsoFactsFragment = { id: string, issuer: string, clientId: string, hasClientSecret: boolean, state: SsoState, stateReason: string, stateSince: string, verifiedAt: string | null, lastError: string | null, lastErrorAt: string | null, userMatching: UserMatching, matchingClaim: string, trustsEmail: boolean, directory: { id: string, name: string } | null };

export type SetUpSignInQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpSignInQuery = { viewer: { signedInAt: string | null }, team: { ssoConnection: { redirectUri: string, signInUrl: string, id: string, issuer: string, clientId: string, hasClientSecret: boolean, state: SsoState, stateReason: string, stateSince: string, verifiedAt: string | null, lastError: string | null, lastErrorAt: string | null, userMatching: UserMatching, matchingClaim: string, trustsEmail: boolean, replacement: { id: string, issuer: string, clientId: string, hasClientSecret: boolean, state: SsoState, stateReason: string, stateSince: string, verifiedAt: string | null, lastError: string | null, lastErrorAt: string | null, userMatching: UserMatching, matchingClaim: string, trustsEmail: boolean, directory: { id: string, name: string } | null } | null, directory: { id: string, name: string } | null } | null, directories: Array<{ id: string, name: string }> } | null };

export type SetSsoConnectionMutationVariables = Exact<{
  input: SetUpSsoInput;
}>;


export type SetSsoConnectionMutation = { setUpSso:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PlanRequiredError', code: string, message: string }
    | { __typename: 'RecentSignInRequiredError', code: string, message: string }
    | { __typename: 'SetUpSsoSuccess', ssoConnection: { id: string, state: SsoState, verifiedAt: string | null } }
   };

export type SwitchSsoOffMutationVariables = Exact<{
  input: DeactivateSsoInput;
}>;


export type SwitchSsoOffMutation = { deactivateSso:
    | { __typename: 'DeactivateSsoSuccess', changeCursor: string }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
   };

export type SwitchSsoOnMutationVariables = Exact<{ [key: string]: never; }>;


export type SwitchSsoOnMutation = { reactivateSso:
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PlanRequiredError', code: string, message: string }
    | { __typename: 'ReactivateSsoSuccess', changeCursor: string }
   };

export type SetUpStepsQueryVariables = Exact<{ [key: string]: never; }>;


export type SetUpStepsQuery = { team: { setup: { isComplete: boolean, steps: Array<{ key: SetupStepKey, state: SetupStepState, detail: string, action: string | null }> } } | null };

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
export const SsoFactsFragmentDoc = new TypedDocumentString(`
    fragment SsoFacts on SsoConnection {
  id
  issuer
  clientId
  hasClientSecret
  state
  stateReason
  stateSince
  verifiedAt
  lastError
  lastErrorAt
  userMatching
  matchingClaim
  trustsEmail
  directory {
    id
    name
  }
}
    `, {"fragmentName":"SsoFacts"}) as unknown as TypedDocumentString<SsoFactsFragment, unknown>;
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
export const SetUpAdministratorGroupDocument = new TypedDocumentString(`
    query SetUpAdministratorGroup {
  team {
    administratorGroup {
      id
      displayName
      memberCount
      directory {
        name
      }
    }
    administratorGroupWarning
  }
}
    `) as unknown as TypedDocumentString<SetUpAdministratorGroupQuery, SetUpAdministratorGroupQueryVariables>;
export const MapAdministratorGroupDocument = new TypedDocumentString(`
    mutation MapAdministratorGroup($input: SetAdministratorGroupInput!) {
  setAdministratorGroup(input: $input) {
    __typename
    ... on SetAdministratorGroupSuccess {
      changeCursor
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<MapAdministratorGroupMutation, MapAdministratorGroupMutationVariables>;
export const SetUpAdministratorsDocument = new TypedDocumentString(`
    query SetUpAdministrators {
  team {
    administrators {
      id
      email
      addedAt
      addedBy
      hasSignedIn
      lastSignedInAt
    }
  }
}
    `) as unknown as TypedDocumentString<SetUpAdministratorsQuery, SetUpAdministratorsQueryVariables>;
export const ListAdministratorDocument = new TypedDocumentString(`
    mutation ListAdministrator($input: AddAdministratorInput!) {
  addAdministrator(input: $input) {
    __typename
    ... on AddAdministratorSuccess {
      administrator {
        id
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ListAdministratorMutation, ListAdministratorMutationVariables>;
export const UnlistAdministratorDocument = new TypedDocumentString(`
    mutation UnlistAdministrator($input: RemoveAdministratorInput!) {
  removeAdministrator(input: $input) {
    __typename
    ... on RemoveAdministratorSuccess {
      changeCursor
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<UnlistAdministratorMutation, UnlistAdministratorMutationVariables>;
export const SetUpDiagnosisDocument = new TypedDocumentString(`
    query SetUpDiagnosis($input: DiagnoseInput!) {
  team {
    diagnose(input: $input) {
      findings {
        code
        severity
        message
        action
        about
        requests {
          id
          at
          method
          path
          status
          scimType
          detail
          ignored
          tolerated
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SetUpDiagnosisQuery, SetUpDiagnosisQueryVariables>;
export const SetUpApiKeysDocument = new TypedDocumentString(`
    query SetUpApiKeys {
  team {
    apiKeys {
      id
      name
      scopes
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
    }
  }
}
    `) as unknown as TypedDocumentString<SetUpApiKeysQuery, SetUpApiKeysQueryVariables>;
export const EndApiKeyDocument = new TypedDocumentString(`
    mutation EndApiKey($input: RevokeApiKeyInput!) {
  revokeApiKey(input: $input) {
    __typename
    ... on RevokeApiKeySuccess {
      changeCursor
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EndApiKeyMutation, EndApiKeyMutationVariables>;
export const FindGroupsDocument = new TypedDocumentString(`
    query FindGroups($search: String) {
  team {
    groups(search: $search, first: 20) {
      nodes {
        id
        displayName
        memberCount
        directory {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FindGroupsQuery, FindGroupsQueryVariables>;
export const SetUpOwnValuesDocument = new TypedDocumentString(`
    query SetUpOwnValues {
  team {
    ssoConnection {
      redirectUri
      signInUrl
    }
    directories {
      id
      name
      provider
      scimUrl
      tokenUrl
    }
  }
}
    `) as unknown as TypedDocumentString<SetUpOwnValuesQuery, SetUpOwnValuesQueryVariables>;
export const GiveApiKeyDocument = new TypedDocumentString(`
    mutation GiveApiKey($input: IssueApiKeyInput!) {
  issueApiKey(input: $input) {
    __typename
    ... on IssueApiKeySuccess {
      key
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<GiveApiKeyMutation, GiveApiKeyMutationVariables>;
export const NameOfNodeDocument = new TypedDocumentString(`
    query NameOfNode($id: ID!) {
  node(id: $id) {
    __typename
    ... on User {
      userName
      displayName
    }
    ... on Group {
      groupName: displayName
    }
    ... on Directory {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<NameOfNodeQuery, NameOfNodeQueryVariables>;
export const FindPeopleDocument = new TypedDocumentString(`
    query FindPeople($search: String) {
  team {
    users(search: $search, first: 20) {
      nodes {
        id
        userName
        displayName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FindPeopleQuery, FindPeopleQueryVariables>;
export const SetUpDirectoriesDocument = new TypedDocumentString(`
    query SetUpDirectories {
  team {
    directories {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<SetUpDirectoriesQuery, SetUpDirectoriesQueryVariables>;
export const SetUpSignInDocument = new TypedDocumentString(`
    query SetUpSignIn {
  viewer {
    signedInAt
  }
  team {
    ssoConnection {
      ...SsoFacts
      redirectUri
      signInUrl
      replacement {
        ...SsoFacts
      }
    }
    directories {
      id
      name
    }
  }
}
    fragment SsoFacts on SsoConnection {
  id
  issuer
  clientId
  hasClientSecret
  state
  stateReason
  stateSince
  verifiedAt
  lastError
  lastErrorAt
  userMatching
  matchingClaim
  trustsEmail
  directory {
    id
    name
  }
}`) as unknown as TypedDocumentString<SetUpSignInQuery, SetUpSignInQueryVariables>;
export const SetSsoConnectionDocument = new TypedDocumentString(`
    mutation SetSsoConnection($input: SetUpSsoInput!) {
  setUpSso(input: $input) {
    __typename
    ... on SetUpSsoSuccess {
      ssoConnection {
        id
        state
        verifiedAt
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SetSsoConnectionMutation, SetSsoConnectionMutationVariables>;
export const SwitchSsoOffDocument = new TypedDocumentString(`
    mutation SwitchSsoOff($input: DeactivateSsoInput!) {
  deactivateSso(input: $input) {
    __typename
    ... on DeactivateSsoSuccess {
      changeCursor
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SwitchSsoOffMutation, SwitchSsoOffMutationVariables>;
export const SwitchSsoOnDocument = new TypedDocumentString(`
    mutation SwitchSsoOn {
  reactivateSso(input: {  }) {
    __typename
    ... on ReactivateSsoSuccess {
      changeCursor
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SwitchSsoOnMutation, SwitchSsoOnMutationVariables>;
export const SetUpStepsDocument = new TypedDocumentString(`
    query SetUpSteps {
  team {
    setup {
      isComplete
      steps {
        key
        state
        detail
        action
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SetUpStepsQuery, SetUpStepsQueryVariables>;
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