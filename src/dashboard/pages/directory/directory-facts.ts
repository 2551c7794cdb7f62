import { graphql } from '../../gql/gql.ts'
import type { DirectoryOverviewQuery } from '../../gql/graphql.ts'

export const DirectoryOverview = graphql(`
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
`)

/** How a directory stands. */
export type DirectoryFacts = Extract<DirectoryOverviewQuery['node'], { __typename: 'Directory' }>
