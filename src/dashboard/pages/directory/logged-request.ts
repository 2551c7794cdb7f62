import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { ScimRequestsQuery } from '../../gql/graphql.ts'
import type { ListPage, ListRequest } from '../../live/windowed-list.ts'

const ScimRequests = graphql(`
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
`)

export type LoggedRequest = Extract<ScimRequestsQuery['node'], { __typename: 'Directory' }>['requests']['nodes'][number]

/** A page of the log, newest first. */
export async function loadRequests(directoryId: string, onlyFailed: boolean, request: ListRequest): Promise<ListPage<LoggedRequest>> {
  const { after, before, first, withTotal, signal } = request
  const { node } = await ask(ScimRequests, { id: directoryId, after, first, onlyFailed, withTotal }, signal)
  if (node?.__typename !== 'Directory') return { rows: [], startCursor: null, endCursor: null, hasNextPage: false, totalCount: 0 }
  const { nodes, pageInfo, totalCount } = node.requests
  // Newest first, and ids grow: what is before a place has a greater id.
  const rows = before ? nodes.filter(({ id }) => id > before.id) : nodes
  return { ...pageInfo, rows, hasNextPage: rows.length === nodes.length && pageInfo.hasNextPage, totalCount }
}
