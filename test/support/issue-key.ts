import type { GraphqlClient } from './graphql-client.ts'

export async function graphqlIssueKey(client: GraphqlClient, scopes: readonly string[], expiresAt?: string): Promise<string> {
  const { data, errors } = await client.ask<{ issueApiKey: { key?: string; message?: string } }>(
    `mutation ($scopes: [ApiKeyScope!]!, $expiresAt: DateTime) {
      issueApiKey(input: { name: "Test", scopes: $scopes, expiresAt: $expiresAt }) { ... on IssueApiKeySuccess { key } ... on Error { message } }
    }`,
    { scopes, expiresAt },
  )
  if (data?.issueApiKey.key === undefined) throw new Error(JSON.stringify(errors ?? data))
  return data.issueApiKey.key
}
