/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** Users that meet all that is given. */
export type UserFilter = {
  active?: boolean | null | undefined;
  directoryId?: string | number | null | undefined;
  /** Members of this group. */
  groupId?: string | number | null | undefined;
  /** Users without a single membership, or those with one. */
  isInNoGroup?: boolean | null | undefined;
};

/** Ascending, ties in order of id; `last` takes from the end. Users without a displayName come last. */
export type UserOrder =
  | 'CREATED_AT'
  | 'DISPLAY_NAME'
  | 'USER_NAME';

export type TeamSnapshotQueryVariables = Exact<{ [key: string]: never; }>;


export type TeamSnapshotQuery = { team: { changeCursor: string, users: { totalCount: number, nodes: Array<{ id: string, userName: string, displayName: string | null, active: boolean }> }, groups: { nodes: Array<{ id: string, displayName: string, members: { nodes: Array<{ id: string }> } }> } } | null };

export type UsersPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: UserFilter | null | undefined;
  search?: string | null | undefined;
  orderBy?: UserOrder | null | undefined;
}>;


export type UsersPageQuery = { team: { users: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { id: string, userName: string } }>, nodes: Array<{ id: string }> } } | null };

export type SnapshotQueryVariables = Exact<{ [key: string]: never; }>;


export type SnapshotQuery = { team: { changeCursor: string, users: { totalCount: number, nodes: Array<{ id: string, userName: string, active: boolean }> }, groups: { nodes: Array<{ id: string, displayName: string, memberCount: number, members: { totalCount: number, nodes: Array<{ id: string }> } }> } } | null };

export type UserFieldsFragment = { id: string, userName: string, active: boolean };

export type LoggedRequestsQueryVariables = Exact<{
  directoryId: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  onlyFailed?: boolean | null | undefined;
}>;


export type LoggedRequestsQuery = { node:
    | { requests: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, at: string, method: string, path: string, provider: Provider | null, userAgent: string | null, status: number, scimType: string | null, detail: string | null, ignored: Array<string>, tolerated: Array<string>, durationMilliseconds: number, changes: Array<
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
    | Record<PropertyKey, never>
   | null };

export type FollowChangesSubscriptionVariables = Exact<{
  teamId?: string | number | null | undefined;
  after?: string | null | undefined;
  filter?: ChangeFilter | null | undefined;
}>;


export type FollowChangesSubscription = { changes:
    | { __typename: 'ChangeBatch', previousCursor: string, cursor: string, changes: Array<
        | { __typename: 'AdministratorAdded', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorGroupSet', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'AdministratorRemoved', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyIssued', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'ApiKeyRevoked', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientIssued', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryClientRevoked', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryConnectionTested', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryCreated', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryDeleted', userCount: number, groupCount: number, revision: number, at: string, directory: { id: string }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryModified', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsPaused', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryRemovalsResumed', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenIssued', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'DirectoryTokenRevoked', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupCreated', revision: number, at: string, group: { id: string, directoryId: string, externalId: string | null, displayName: string, memberCount: number, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupDeleted', revision: number, at: string, group: { id: string, directoryId: string, externalId: string | null, displayName: string, memberCount: number, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'GroupModified', attributes: Array<string>, revision: number, at: string, groupBefore: { id: string, directoryId: string, externalId: string | null, displayName: string, memberCount: number, version: number }, groupAfter: { id: string, directoryId: string, externalId: string | null, displayName: string, memberCount: number, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'MembershipChanged', addedCount: number, removedCount: number, addedUserIds: Array<string>, removedUserIds: Array<string>, revision: number, at: string, group: { id: string, directoryId: string, externalId: string | null, displayName: string, memberCount: number, version: number }, added: Array<{ id: string, userName: string, displayName: string | null }>, removed: Array<{ id: string, userName: string, displayName: string | null }>, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SignInLinkIssued', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitCleared', revision: number, at: string, cleared: { id: string, targetId: string, isUnlimited: boolean, version: number, amount: { amountMinor: number, currency: string } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitExpired', revision: number, at: string, expired: { id: string, targetId: string, isUnlimited: boolean, version: number, amount: { amountMinor: number, currency: string } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendLimitSet', revision: number, at: string, limitBefore: { id: string, targetId: string, isUnlimited: boolean, version: number, amount: { amountMinor: number, currency: string } | null } | null, limit: { id: string, targetId: string, isUnlimited: boolean, version: number, amount: { amountMinor: number, currency: string } | null }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendSettingsModified', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SpendThresholdReached', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionActivated', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionDeactivated', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoConnectionSet', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'SsoReplacementSet', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamCreated', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'TeamPlanSet', revision: number, at: string, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserCreated', revision: number, at: string, user: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeactivated', attributes: Array<string>, revision: number, at: string, before: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, after: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserDeleted', revision: number, at: string, user: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserModified', attributes: Array<string>, revision: number, at: string, before: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, after: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
        | { __typename: 'UserReactivated', attributes: Array<string>, revision: number, at: string, before: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, after: { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number }, actor: { kind: ActorKind, id: string | null, label: string } }
      > }
    | { __typename: 'Checkpoint', previousCursor: string, cursor: string, at: string, isLive: boolean }
    | { __typename: 'InvalidInputError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'ResyncRequired', reason: ResyncReason, cursor: string }
   };

export type UserStateFieldsFragment = { id: string, directoryId: string, externalId: string | null, userName: string, displayName: string | null, email: string | null, active: boolean, version: number };

export type GroupStateFieldsFragment = { id: string, directoryId: string, externalId: string | null, displayName: string, memberCount: number, version: number };

export type SpendLimitStateFieldsFragment = { id: string, targetId: string, isUnlimited: boolean, version: number, amount: { amountMinor: number, currency: string } | null };

export const UserFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}}]} as unknown as DocumentNode<UserFieldsFragment, unknown>;
export const UserStateFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserStateFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserState"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"directoryId"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UserStateFieldsFragment, unknown>;
export const GroupStateFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupStateFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GroupState"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"directoryId"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<GroupStateFieldsFragment, unknown>;
export const SpendLimitStateFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SpendLimitStateFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpendLimitState"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"isUnlimited"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amountMinor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<SpendLimitStateFieldsFragment, unknown>;
export const TeamSnapshotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TeamSnapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}},{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<TeamSnapshotQuery, TeamSnapshotQueryVariables>;
export const UsersPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UsersPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UsersPageQuery, UsersPageQueryVariables>;
export const SnapshotDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"team"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeCursor"}},{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserFields"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}}]} as unknown as DocumentNode<SnapshotQuery, SnapshotQueryVariables>;
export const LoggedRequestsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LoggedRequests"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"directoryId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"onlyFailed"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"directoryId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Directory"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"onlyFailed"},"value":{"kind":"Variable","name":{"kind":"Name","value":"onlyFailed"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scimType"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"ignored"}},{"kind":"Field","name":{"kind":"Name","value":"tolerated"}},{"kind":"Field","name":{"kind":"Name","value":"durationMilliseconds"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LoggedRequestsQuery, LoggedRequestsQueryVariables>;
export const FollowChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"teamId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeCursor"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"teamId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"teamId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Checkpoint"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"isLive"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeBatch"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previousCursor"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserCreated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserModified"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attributes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserDeactivated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attributes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserReactivated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attributes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserDeleted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GroupCreated"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GroupModified"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"groupBefore"},"name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupStateFields"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"groupAfter"},"name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attributes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GroupDeleted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MembershipChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"GroupStateFields"}}]}},{"kind":"Field","name":{"kind":"Name","value":"addedCount"}},{"kind":"Field","name":{"kind":"Name","value":"removedCount"}},{"kind":"Field","name":{"kind":"Name","value":"addedUserIds"}},{"kind":"Field","name":{"kind":"Name","value":"removedUserIds"}},{"kind":"Field","name":{"kind":"Name","value":"added"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removed"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpendLimitSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"limitBefore"},"name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SpendLimitStateFields"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"limit"},"name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SpendLimitStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpendLimitCleared"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"cleared"},"name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SpendLimitStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpendLimitExpired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"expired"},"name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SpendLimitStateFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DirectoryDeleted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userCount"}},{"kind":"Field","name":{"kind":"Name","value":"groupCount"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResyncRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserStateFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserState"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"directoryId"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"userName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GroupStateFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GroupState"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"directoryId"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SpendLimitStateFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpendLimitState"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"isUnlimited"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amountMinor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<FollowChangesSubscription, FollowChangesSubscriptionVariables>;