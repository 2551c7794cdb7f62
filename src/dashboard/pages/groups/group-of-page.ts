import { graphql } from '../../gql/gql.ts'
import type { GroupFactsOfPageFragment } from '../../gql/graphql.ts'

export const groupFactsOfPage = graphql(`
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
`)

/** What the page of a group knows of it. */
export type GroupOfPage = GroupFactsOfPageFragment
