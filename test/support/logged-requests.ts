import { graphql } from './gql/index.ts'
import type { LoggedRequestsQuery, LoggedRequestsQueryVariables } from './gql/graphql.ts'
import { graphqlClient, type Node } from './graphql-client.ts'
import { eventually } from './server-process.ts'
import type { TestTeam } from './start-app.ts'

const LoggedRequests = graphql(`
  query LoggedRequests($directoryId: ID!, $first: Int, $after: String, $onlyFailed: Boolean) {
    node(id: $directoryId) {
      ... on Directory {
        requests(first: $first, after: $after, onlyFailed: $onlyFailed) {
          totalCount
          pageInfo {
            hasNextPage
            hasPreviousPage
            startCursor
            endCursor
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
            changes {
              __typename
              revision
            }
          }
        }
      }
    }
  }
`)

export type RequestsPage = Extract<LoggedRequestsQuery['node'], { requests: unknown }>['requests']
export type LoggedRequest = RequestsPage['nodes'][number]

/** One page of a directory's requests, as its team reads them now. */
export async function requestsPage(
  node: Node,
  { apiKey, directoryId }: Pick<TestTeam, 'apiKey' | 'directoryId'>,
  page: Omit<LoggedRequestsQueryVariables, 'directoryId'> = {},
): Promise<RequestsPage> {
  const { node: found } = await graphqlClient(node, apiKey).run(LoggedRequests, { directoryId, ...page })
  return (found as { requests: RequestsPage }).requests
}

/** The requests of a directory, oldest first, as soon as there are so many. */
export async function loggedRequests(node: Node, team: Pick<TestTeam, 'apiKey' | 'directoryId'>, count: number): Promise<LoggedRequest[]> {
  let page: RequestsPage | undefined
  await eventually(`${count} requests in the log`, async () => {
    page = await requestsPage(node, team, { first: 200 })
    return page.nodes.length >= count
  })
  return page!.nodes.toReversed()
}
