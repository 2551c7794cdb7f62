import { graphql } from '../gql/gql.ts'
import type { ChangeFactsFragment } from '../gql/graphql.ts'

/** What every view of changes knows of one: enough for a sentence, and to tell which views it is about. */
export const changeFacts = graphql(`
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
`)

export const userFacts = graphql(`
  fragment UserFacts on UserState {
    id
    directoryId
    userName
    displayName
    email
    externalId
    active
  }
`)

export const groupFacts = graphql(`
  fragment GroupFacts on GroupState {
    id
    directoryId
    displayName
    externalId
    memberCount
  }
`)

export const limitFacts = graphql(`
  fragment LimitFacts on SpendLimitState {
    id
    targetId
    isUnlimited
    expiresAt
    amount {
      ...MoneyFacts
    }
  }
`)

export const moneyFacts = graphql(`
  fragment MoneyFacts on Money {
    amountMinor
    currency
    minorUnitDigits
  }
`)

export type TeamChange = ChangeFactsFragment
export type ChangeTypename = TeamChange['__typename']
