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

export type BulkMode =
  /** One item that is refused refuses all: nothing is changed. */
  | 'ALL_OR_NOTHING'
  /** Each item succeeds or is refused alone. */
  | 'PER_ITEM';

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

export type DeactivateSsoInput = {
  /** Shown with the state. */
  reason?: string | null | undefined;
  /** For the platform key. */
  teamId?: string | number | null | undefined;
};

export type DeleteDirectoryInput = {
  directoryId: string | number;
  /** The directory's name, typed exactly: nothing of this comes back. */
  name: string;
  /** For the platform key, which may leave it out: the directory says which team. */
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

/** Whether the identity provider is served, or what is missing. */
export type DirectoryState =
  /** The team's plan does not include SCIM: requests are refused, and nothing is lost. */
  | 'PLAN_REQUIRED'
  /** Requests of the identity provider are served. */
  | 'SERVED'
  /** The team has no active SSO connection: requests are refused, and nothing is lost. */
  | 'SSO_REQUIRED';

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

/** Groups that meet all that is given. */
export type GroupFilter = {
  directoryId?: string | number | null | undefined;
  /** Groups with a limit, or those without: their members are not limited by them. */
  hasSpendLimit?: boolean | null | undefined;
};

export type IssueApiKeyInput = {
  expiresAt?: string | null | undefined;
  name: string;
  scopes: Array<ApiKeyScope>;
  /** For the platform key: which team. */
  teamId?: string | number | null | undefined;
};

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

export type SetAdministratorGroupInput = {
  /** null: only who is listed is an administrator. */
  groupId?: string | number | null | undefined;
  /** For the platform key, which may leave it out where groupId says which team. */
  teamId?: string | number | null | undefined;
};

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

export type SsoState =
  | 'ACTIVE'
  | 'INACTIVE'
  | 'PENDING';

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

/** Users that meet all that is given. */
export type UserFilter = {
  active?: boolean | null | undefined;
  directoryId?: string | number | null | undefined;
  /** Members of this group. */
  groupId?: string | number | null | undefined;
  /** Users without a single membership, or those with one. */
  isInNoGroup?: boolean | null | undefined;
};

/** By which attribute somebody who signs in is found in the directory, unless they have been found before. */
export type UserMatching =
  | 'EMAIL'
  | 'EXTERNAL_ID'
  | 'USER_NAME';

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

export type FindGroupsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FindGroupsQuery = { team: { groups: { nodes: Array<{ id: string, displayName: string, memberCount: number, directory: { name: string } }> } } | null };

export type LimitOfTargetQueryVariables = Exact<{
  id: string | number;
}>;


export type LimitOfTargetQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group', spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team', spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
    | { __typename: 'User', spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
   | null };

export type LimitCurrencyQueryVariables = Exact<{ [key: string]: never; }>;


export type LimitCurrencyQuery = { team: { spend: { spent: { currency: string, minorUnitDigits: number } } } | null };

export type LimitPreviewFactsFragment = { affectedUserCount: number, raisedCount: number, loweredCount: number, becomesUnlimitedCount: number, becomesBlockedCount: number, unblockedCount: number, unchangedCount: number, examples: Array<{ user: { id: string, userName: string, displayName: string | null }, before: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, after: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }> };

export type SetLimitPreviewQueryVariables = Exact<{
  input: SetSpendLimitInput;
}>;


export type SetLimitPreviewQuery = { team: { preview:
      | { __typename: 'CurrencyMismatchError', code: string, message: string }
      | { __typename: 'InvalidInputError', code: string, message: string }
      | { __typename: 'NotFoundError', code: string, message: string }
      | { __typename: 'SpendLimitPreview', affectedUserCount: number, raisedCount: number, loweredCount: number, becomesUnlimitedCount: number, becomesBlockedCount: number, unblockedCount: number, unchangedCount: number, examples: Array<{ user: { id: string, userName: string, displayName: string | null }, before: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, after: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }> }
      | { __typename: 'VersionConflictError', code: string, message: string }
     } | null };

export type ClearLimitPreviewQueryVariables = Exact<{
  input: ClearSpendLimitInput;
}>;


export type ClearLimitPreviewQuery = { team: { preview:
      | { __typename: 'CurrencyMismatchError', code: string, message: string }
      | { __typename: 'InvalidInputError', code: string, message: string }
      | { __typename: 'NotFoundError', code: string, message: string }
      | { __typename: 'SpendLimitPreview', affectedUserCount: number, raisedCount: number, loweredCount: number, becomesUnlimitedCount: number, becomesBlockedCount: number, unblockedCount: number, unchangedCount: number, examples: Array<{ user: { id: string, userName: string, displayName: string | null }, before: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, after: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }> }
      | { __typename: 'VersionConflictError', code: string, message: string }
     } | null };

export type ConflictingLimitFragment = { setAt: string, setBy: string, version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

export type SetLimitMutationVariables = Exact<{
  input: SetSpendLimitInput;
}>;


export type SetLimitMutation = { setSpendLimit:
    | { __typename: 'CurrencyMismatchError', code: string, message: string }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'IdempotencyConflictError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'SetSpendLimitSuccess', spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }
    | { __typename: 'VersionConflictError', code: string, message: string, current: { setAt: string, setBy: string, version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
   };

export type ClearLimitMutationVariables = Exact<{
  input: ClearSpendLimitInput;
}>;


export type ClearLimitMutation = { clearSpendLimit:
    | { __typename: 'ClearSpendLimitSuccess' }
    | { __typename: 'ForbiddenError', code: string, message: string }
    | { __typename: 'IdempotencyConflictError', code: string, message: string }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'VersionConflictError', code: string, message: string, current: { setAt: string, setBy: string, version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
   };

export type LimitValueFactsFragment = { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

export type CurrentLimitFactsFragment = { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null };

export type FindPeopleQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FindPeopleQuery = { team: { users: { nodes: Array<{ id: string, userName: string, displayName: string | null }> } } | null };

export type SpendEntryFactsFragment = { id: string, at: string, period: string, kind: SpendEntryKind, isLate: boolean, reason: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number }, labels: Array<{ name: string, value: string }> };

export type SpendFactsFragment = { usedPercent: number | null, period: { key: string, startsAt: string, resetsAt: string }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, reserved: { amountMinor: number, currency: string, minorUnitDigits: number }, remaining: { amountMinor: number, currency: string, minorUnitDigits: number } | null, limit: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null };

export type SpendToDateOfQueryVariables = Exact<{
  userId: string | number;
}>;


export type SpendToDateOfQuery = { node:
    | { id: string, spend: { usedPercent: number | null, period: { key: string, startsAt: string, resetsAt: string }, spent: { amountMinor: number, currency: string, minorUnitDigits: number }, reserved: { amountMinor: number, currency: string, minorUnitDigits: number }, remaining: { amountMinor: number, currency: string, minorUnitDigits: number } | null, limit: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }, spendEntries: { nodes: Array<{ id: string, at: string, period: string, kind: SpendEntryKind, isLate: boolean, reason: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number }, labels: Array<{ name: string, value: string }> }>, pageInfo: { hasNextPage: boolean } } }
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

export type SessionMembershipsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  userId: string | number;
}>;


export type SessionMembershipsSubscription = { membershipChanges:
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

export type DeletionOfGroupQueryVariables = Exact<{
  groupId: string | number;
}>;


export type DeletionOfGroupQuery = { team: { groupDeletionPreview:
      | { __typename: 'NotFoundError', code: string, message: string }
      | { __typename: 'SpendLimitPreview', affectedUserCount: number, raisedCount: number, loweredCount: number, becomesUnlimitedCount: number, becomesBlockedCount: number, unblockedCount: number, unchangedCount: number, examples: Array<{ user: { id: string, userName: string, displayName: string | null }, before: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null }, after: { isUnlimited: boolean, source: SpendLimitSource, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } }> }
     } | null };

export type LimitsInGroupQueryVariables = Exact<{
  groupId: string | number;
}>;


export type LimitsInGroupQuery = { team: { byGroups: { totalCount: number }, byThemselves: { totalCount: number }, byTeam: { totalCount: number }, byNothing: { totalCount: number }, inactive: { totalCount: number }, blocked: { totalCount: number } } | null };

export type GroupRowFragment = { id: string, displayName: string, memberCount: number, lastModifiedAt: string, directory: { id: string, name: string }, spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null };

export type GroupListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
  filter?: GroupFilter | null | undefined;
  withTotal: boolean;
}>;


export type GroupListQuery = { team: { groups: { totalCount?: number, nodes: Array<{ id: string, displayName: string, memberCount: number, lastModifiedAt: string, directory: { id: string, name: string }, spendLimit: { version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type MembersOfGroupQueryVariables = Exact<{
  groupId: string | number;
  first: number;
  after?: string | null | undefined;
  search?: string | null | undefined;
  withTotal: boolean;
}>;


export type MembersOfGroupQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group', members: { totalCount?: number, edges: Array<{ addedAt: string, cursor: string, node: { id: string, userName: string, displayName: string | null, email: string | null, active: boolean } }>, pageInfo: { hasNextPage: boolean } } }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null };

export type GroupFactsOfPageFragment = { id: string, displayName: string, externalId: string | null, createdAt: string, lastModifiedAt: string, memberCount: number, directory: { id: string, name: string }, spendLimit: { setAt: string, setBy: string, version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null };

export type GroupByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type GroupByIdQuery = { node:
    | { __typename: 'Directory' }
    | { __typename: 'Group', id: string, displayName: string, externalId: string | null, createdAt: string, lastModifiedAt: string, memberCount: number, directory: { id: string, name: string }, spendLimit: { setAt: string, setBy: string, version: number, isUnlimited: boolean, expiresAt: string | null, amount: { amountMinor: number, currency: string, minorUnitDigits: number } | null } | null }
    | { __typename: 'SpendEntry' }
    | { __typename: 'SpendLimit' }
    | { __typename: 'SpendReservation' }
    | { __typename: 'SsoConnection' }
    | { __typename: 'Team' }
    | { __typename: 'User' }
   | null, team: { administratorGroup: { id: string } | null } | null };

export type DirectoriesOfGroupsQueryVariables = Exact<{ [key: string]: never; }>;


export type DirectoriesOfGroupsQuery = { team: { directories: Array<{ id: string, name: string }> } | null };

export type MembershipHistoryQueryVariables = Exact<{
  groupId: string | number;
  last: number;
  before?: string | null | undefined;
}>;


export type MembershipHistoryQuery = { team: { changes: { nodes: Array<
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
      >, pageInfo: { hasPreviousPage: boolean, startCursor: string | null } } } | null };

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

export type SpendAgainstLimitQueryVariables = Exact<{ [key: string]: never; }>;


export type SpendAgainstLimitQuery = { team: { spendReport: { nodes: Array<{ user: { id: string, userName: string, displayName: string | null }, limit: { amount: { amountMinor: number } | null }, spent: { amountMinor: number } }> } } | null };

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

type OwnCause_MembershipChanged_Fragment = { __typename: 'MembershipChanged', addedUserIds: Array<string>, group: { id: string, displayName: string } };

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
            | { __typename: 'MembershipChanged', addedUserIds: Array<string>, group: { id: string, displayName: string } }
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


export type SetUpStepsQuery = { team: { setup: { isComplete: boolean, steps: Array<{ key: SetupStepKey, state: SetupStepState, detail: string, action: string | null }> }, ssoConnection: { issuer: string, state: SsoState } | null, directories: Array<{ id: string, userCount: number, groupCount: number }> } | null };

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
export const LimitPreviewFactsFragmentDoc = new TypedDocumentString(`
    fragment LimitPreviewFacts on SpendLimitPreview {
  affectedUserCount
  raisedCount
  loweredCount
  becomesUnlimitedCount
  becomesBlockedCount
  unblockedCount
  unchangedCount
  examples(first: 5) {
    user {
      id
      userName
      displayName
    }
    before {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
    after {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
  }
}
    fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`, {"fragmentName":"LimitPreviewFacts"}) as unknown as TypedDocumentString<LimitPreviewFactsFragment, unknown>;
export const CurrentLimitFactsFragmentDoc = new TypedDocumentString(`
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}`, {"fragmentName":"CurrentLimitFacts"}) as unknown as TypedDocumentString<CurrentLimitFactsFragment, unknown>;
export const ConflictingLimitFragmentDoc = new TypedDocumentString(`
    fragment ConflictingLimit on SpendLimit {
  ...CurrentLimitFacts
  setAt
  setBy
}
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}`, {"fragmentName":"ConflictingLimit"}) as unknown as TypedDocumentString<ConflictingLimitFragment, unknown>;
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
  period
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
export const GroupRowFragmentDoc = new TypedDocumentString(`
    fragment GroupRow on Group {
  id
  displayName
  memberCount
  lastModifiedAt
  directory {
    id
    name
  }
  spendLimit {
    ...CurrentLimitFacts
  }
}
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}`, {"fragmentName":"GroupRow"}) as unknown as TypedDocumentString<GroupRowFragment, unknown>;
export const GroupFactsOfPageFragmentDoc = new TypedDocumentString(`
    fragment GroupFactsOfPage on Group {
  id
  displayName
  externalId
  createdAt
  lastModifiedAt
  memberCount
  directory {
    id
    name
  }
  spendLimit {
    ...CurrentLimitFacts
    setAt
    setBy
  }
}
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}`, {"fragmentName":"GroupFactsOfPage"}) as unknown as TypedDocumentString<GroupFactsOfPageFragment, unknown>;
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
    addedUserIds
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
export const LimitOfTargetDocument = new TypedDocumentString(`
    query LimitOfTarget($id: ID!) {
  node(id: $id) {
    __typename
    ... on Team {
      spendLimit {
        ...CurrentLimitFacts
      }
    }
    ... on Group {
      spendLimit {
        ...CurrentLimitFacts
      }
    }
    ... on User {
      spendLimit {
        ...CurrentLimitFacts
      }
    }
  }
}
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}`) as unknown as TypedDocumentString<LimitOfTargetQuery, LimitOfTargetQueryVariables>;
export const LimitCurrencyDocument = new TypedDocumentString(`
    query LimitCurrency {
  team {
    spend {
      spent {
        currency
        minorUnitDigits
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LimitCurrencyQuery, LimitCurrencyQueryVariables>;
export const SetLimitPreviewDocument = new TypedDocumentString(`
    query SetLimitPreview($input: SetSpendLimitInput!) {
  team {
    preview: spendLimitPreview(input: $input) {
      __typename
      ...LimitPreviewFacts
      ... on Error {
        code
        message
      }
    }
  }
}
    fragment LimitPreviewFacts on SpendLimitPreview {
  affectedUserCount
  raisedCount
  loweredCount
  becomesUnlimitedCount
  becomesBlockedCount
  unblockedCount
  unchangedCount
  examples(first: 5) {
    user {
      id
      userName
      displayName
    }
    before {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
    after {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<SetLimitPreviewQuery, SetLimitPreviewQueryVariables>;
export const ClearLimitPreviewDocument = new TypedDocumentString(`
    query ClearLimitPreview($input: ClearSpendLimitInput!) {
  team {
    preview: clearSpendLimitPreview(input: $input) {
      __typename
      ...LimitPreviewFacts
      ... on Error {
        code
        message
      }
    }
  }
}
    fragment LimitPreviewFacts on SpendLimitPreview {
  affectedUserCount
  raisedCount
  loweredCount
  becomesUnlimitedCount
  becomesBlockedCount
  unblockedCount
  unchangedCount
  examples(first: 5) {
    user {
      id
      userName
      displayName
    }
    before {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
    after {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<ClearLimitPreviewQuery, ClearLimitPreviewQueryVariables>;
export const SetLimitDocument = new TypedDocumentString(`
    mutation SetLimit($input: SetSpendLimitInput!) {
  setSpendLimit(input: $input) {
    __typename
    ... on SetSpendLimitSuccess {
      spendLimit {
        ...CurrentLimitFacts
      }
    }
    ... on VersionConflictError {
      current {
        ...ConflictingLimit
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment ConflictingLimit on SpendLimit {
  ...CurrentLimitFacts
  setAt
  setBy
}
fragment CurrentLimitFacts on SpendLimit {
  version
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
}`) as unknown as TypedDocumentString<SetLimitMutation, SetLimitMutationVariables>;
export const ClearLimitDocument = new TypedDocumentString(`
    mutation ClearLimit($input: ClearSpendLimitInput!) {
  clearSpendLimit(input: $input) {
    __typename
    ... on VersionConflictError {
      current {
        ...ConflictingLimit
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment ConflictingLimit on SpendLimit {
  ...CurrentLimitFacts
  setAt
  setBy
}
fragment CurrentLimitFacts on SpendLimit {
  version
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
}`) as unknown as TypedDocumentString<ClearLimitMutation, ClearLimitMutationVariables>;
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
export const SpendToDateOfDocument = new TypedDocumentString(`
    query SpendToDateOf($userId: ID!) {
  node(id: $userId) {
    ... on User {
      id
      spend {
        ...SpendFacts
      }
      spendEntries(first: 200) {
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
  period
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
export const SessionMembershipsDocument = new TypedDocumentString(`
    subscription SessionMemberships($after: ChangeCursor, $userId: ID!) {
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
    `) as unknown as TypedDocumentString<SessionMembershipsSubscription, SessionMembershipsSubscriptionVariables>;
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
export const DeletionOfGroupDocument = new TypedDocumentString(`
    query DeletionOfGroup($groupId: ID!) {
  team {
    groupDeletionPreview(groupId: $groupId) {
      __typename
      ...LimitPreviewFacts
      ... on Error {
        code
        message
      }
    }
  }
}
    fragment LimitPreviewFacts on SpendLimitPreview {
  affectedUserCount
  raisedCount
  loweredCount
  becomesUnlimitedCount
  becomesBlockedCount
  unblockedCount
  unchangedCount
  examples(first: 5) {
    user {
      id
      userName
      displayName
    }
    before {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
    after {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
  }
}
fragment MoneyFacts on Money {
  amountMinor
  currency
  minorUnitDigits
}`) as unknown as TypedDocumentString<DeletionOfGroupQuery, DeletionOfGroupQueryVariables>;
export const LimitsInGroupDocument = new TypedDocumentString(`
    query LimitsInGroup($groupId: ID!) {
  team {
    byGroups: spendReport(first: 1, filter: { groupId: $groupId, sources: [GROUP] }) {
      totalCount
    }
    byThemselves: spendReport(
      first: 1
      filter: { groupId: $groupId, sources: [USER] }
    ) {
      totalCount
    }
    byTeam: spendReport(first: 1, filter: { groupId: $groupId, sources: [TEAM] }) {
      totalCount
    }
    byNothing: spendReport(first: 1, filter: { groupId: $groupId, sources: [NONE] }) {
      totalCount
    }
    inactive: spendReport(
      first: 1
      filter: { groupId: $groupId, sources: [INACTIVE_USER] }
    ) {
      totalCount
    }
    blocked: spendReport(first: 1, filter: { groupId: $groupId, isBlocked: true }) {
      totalCount
    }
  }
}
    `) as unknown as TypedDocumentString<LimitsInGroupQuery, LimitsInGroupQueryVariables>;
export const GroupListDocument = new TypedDocumentString(`
    query GroupList($first: Int!, $after: String, $before: String, $search: String, $filter: GroupFilter, $withTotal: Boolean!) {
  team {
    groups(
      first: $first
      after: $after
      before: $before
      search: $search
      filter: $filter
    ) {
      nodes {
        ...GroupRow
      }
      pageInfo {
        hasNextPage
        startCursor
        endCursor
      }
      totalCount @include(if: $withTotal)
    }
  }
}
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}
fragment GroupRow on Group {
  id
  displayName
  memberCount
  lastModifiedAt
  directory {
    id
    name
  }
  spendLimit {
    ...CurrentLimitFacts
  }
}`) as unknown as TypedDocumentString<GroupListQuery, GroupListQueryVariables>;
export const MembersOfGroupDocument = new TypedDocumentString(`
    query MembersOfGroup($groupId: ID!, $first: Int!, $after: String, $search: String, $withTotal: Boolean!) {
  node(id: $groupId) {
    __typename
    ... on Group {
      members(first: $first, after: $after, search: $search) {
        edges {
          addedAt
          cursor
          node {
            id
            userName
            displayName
            email
            active
          }
        }
        pageInfo {
          hasNextPage
        }
        totalCount @include(if: $withTotal)
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MembersOfGroupQuery, MembersOfGroupQueryVariables>;
export const GroupByIdDocument = new TypedDocumentString(`
    query GroupById($id: ID!) {
  node(id: $id) {
    __typename
    ...GroupFactsOfPage
  }
  team {
    administratorGroup {
      id
    }
  }
}
    fragment CurrentLimitFacts on SpendLimit {
  version
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
}
fragment GroupFactsOfPage on Group {
  id
  displayName
  externalId
  createdAt
  lastModifiedAt
  memberCount
  directory {
    id
    name
  }
  spendLimit {
    ...CurrentLimitFacts
    setAt
    setBy
  }
}`) as unknown as TypedDocumentString<GroupByIdQuery, GroupByIdQueryVariables>;
export const DirectoriesOfGroupsDocument = new TypedDocumentString(`
    query DirectoriesOfGroups {
  team {
    directories {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<DirectoriesOfGroupsQuery, DirectoriesOfGroupsQueryVariables>;
export const MembershipHistoryDocument = new TypedDocumentString(`
    query MembershipHistory($groupId: ID!, $last: Int!, $before: String) {
  team {
    changes(
      last: $last
      before: $before
      filter: { groupId: $groupId, kinds: [MEMBERSHIP_CHANGED, GROUP_CREATED] }
    ) {
      nodes {
        ...ChangeFacts
      }
      pageInfo {
        hasPreviousPage
        startCursor
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
}`) as unknown as TypedDocumentString<MembershipHistoryQuery, MembershipHistoryQueryVariables>;
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
export const SpendAgainstLimitDocument = new TypedDocumentString(`
    query SpendAgainstLimit {
  team {
    spendReport(
      first: 10
      filter: { active: true, overPercent: 0 }
      orderBy: { field: SPENT, direction: DESC }
    ) {
      nodes {
        user {
          id
          userName
          displayName
        }
        limit {
          amount {
            amountMinor
          }
        }
        spent {
          amountMinor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SpendAgainstLimitQuery, SpendAgainstLimitQueryVariables>;
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
    addedUserIds
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
    ssoConnection {
      issuer
      state
    }
    directories {
      id
      userCount
      groupCount
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