import { graphqlClient } from '../support/graphql-client.ts'
import type { StartedApp } from '../support/start-app.ts'

/** The key of an application that asks and reports, of the team. */
export async function issueSpendKey(node: StartedApp, teamId: string): Promise<string> {
  const { data, errors } = await graphqlClient(node, node.platformKey).ask<{ issueApiKey: { key?: string } }>(
    `mutation ($input: IssueApiKeyInput!) { issueApiKey(input: $input) { ... on IssueApiKeySuccess { key } ... on Error { message } } }`,
    { input: { teamId, name: 'Application', scopes: ['SPEND', 'READ'] } },
  )
  if (data?.issueApiKey.key === undefined) throw new Error(JSON.stringify(errors ?? data))
  return data.issueApiKey.key
}
