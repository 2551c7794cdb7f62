import { graphqlRequest, succeeded } from './graphql-request.ts'
import type { ScimTarget } from './run.ts'

export type Provider = 'OKTA' | 'ENTRA_ID' | 'GOOGLE_WORKSPACE' | 'ONELOGIN' | 'JUMPCLOUD' | 'PING_IDENTITY' | 'OTHER'
export type FreshTeam = {
  teamId: string
  createDirectory(name: string, provider?: Provider): Promise<ScimTarget & { directoryId: string }>
}

const createTeamMutation = `mutation ($input: CreateTeamInput!) {
  createTeam(input: $input) { ... on CreateTeamSuccess { team { id } } ... on Error { message } }
}`
const createDirectoryMutation = `mutation ($input: CreateDirectoryInput!) {
  createDirectory(input: $input) { ... on CreateDirectorySuccess { directory { id } scimUrl token } ... on Error { message } }
}`

/** A team of its own on a server whose platform key is known, so that nobody else's directory is touched. */
export async function createFreshTeam(graphqlUrl: string, platformKey: string, name: string): Promise<FreshTeam> {
  const created = await graphqlRequest<{ createTeam: { team?: { id: string } } }>(graphqlUrl, platformKey, createTeamMutation, {
    input: { name, plan: 'ENTERPRISE', currency: 'EUR', localSso: true },
  })
  const teamId = succeeded<{ team: { id: string } }>(created.createTeam, 'team').team.id
  return {
    teamId,
    async createDirectory(directoryName, provider = 'OTHER') {
      type Success = { directory: { id: string }; scimUrl: string; token: string }
      const input = { teamId, name: directoryName, provider }
      const { createDirectory } = await graphqlRequest<{ createDirectory: Partial<Success> }>(
        graphqlUrl,
        platformKey,
        createDirectoryMutation,
        { input },
      )
      const { directory, scimUrl, token } = succeeded<Success>(createDirectory, 'token')
      return { directoryId: directory.id, scimUrl, scimToken: token }
    },
  }
}
