import { toId } from '../../src/domain/id.ts'
import type { Browser } from './browser.ts'
import { graphqlClient } from './graphql-client.ts'
import { startOpenidProvider, type Account, type OpenidProvider, type OpenidProviderOptions } from './openid-provider.ts'
import { platformKey, type StartedApp } from './start-app.ts'

export const administrator: Account = { sub: 'sub-of-ada', email: 'ada@acme.example', claims: { preferred_username: 'ada@acme.example' } }
export const member: Account = { sub: 'sub-of-bob', email: 'bob@acme.example', claims: { preferred_username: 'bob@acme.example' } }
export const stranger: Account = {
  sub: 'sub-of-eve',
  email: 'eve@elsewhere.example',
  claims: { preferred_username: 'eve@elsewhere.example' },
}

/** A provider that knows an administrator, a member and a stranger, with a client for this node. */
export function providerFor(node: StartedApp, options: Partial<OpenidProviderOptions> = {}): Promise<OpenidProvider> {
  return startOpenidProvider({ redirectUris: [`${node.url}/sso/callback`], accounts: [administrator, member, stranger], ...options })
}

export type SsoTeam = {
  teamId: string
  bareTeamId: string
  signInUrl: string
  /** The scalar fields of the connection and of its replacement, as the platform key reads them. */
  connection(): Promise<SsoFields>
  /** With the platform key, or in a browser's session. */
  mutate(name: 'setUpSso' | 'deactivateSso' | 'reactivateSso', input: object, browser?: Browser): Promise<Record<string, unknown>>
  setUp(provider: OpenidProvider, input?: object, browser?: Browser): Promise<Record<string, unknown>>
  changes(): Promise<{ __typename: string; actor: { kind: string; label: string } }[]>
}
export type SsoFields = {
  id: string
  issuer: string
  clientId: string
  hasClientSecret: boolean
  state: string
  stateReason: string
  verifiedAt: string | null
  lastError: string | null
  replacement: { id: string; issuer: string; state: string } | null
}

const types = { setUpSso: 'SetUpSso', deactivateSso: 'DeactivateSso', reactivateSso: 'ReactivateSso' }

/** An Enterprise team without single sign-on and with `ada@acme.example` in its list of administrators. */
export async function createSsoTeam(
  node: StartedApp,
  { name = 'Acme', plan = 'ENTERPRISE' as 'ENTERPRISE' | 'PRO' } = {},
): Promise<SsoTeam> {
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  const { commands } = node.app
  const made = await commands.createTeam({ actor, name, plan, currency: 'EUR', localSso: false, isDemonstration: false })
  const bareTeamId = made.value.id
  const teamId = toId('team', bareTeamId)
  await commands.addAdministrator({ teamId: bareTeamId, actor, email: administrator.email! })
  const platform = graphqlClient(node, platformKey)

  async function ask<Data>(query: string, variables: object, browser?: Browser): Promise<Data> {
    if (!browser) {
      const { data, errors } = await platform.ask<Data>(query, variables)
      if (!data) throw new Error(JSON.stringify(errors))
      return data
    }
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
    const { text } = await browser.request(node.graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    const { data, errors } = JSON.parse(text) as { data?: Data; errors?: unknown }
    if (!data) throw new Error(JSON.stringify(errors))
    return data
  }
  const mutate: SsoTeam['mutate'] = async (mutation, input, browser) => {
    const query = `mutation ($input: ${types[mutation]}Input!) { answer: ${mutation}(input: $input) {
      __typename ... on Error { code message } ... on ${types[mutation]}Success { ssoConnection { id issuer state stateReason } } } }`
    const { answer } = await ask<{ answer: Record<string, unknown> }>(
      query,
      { input: { ...(browser ? {} : { teamId }), ...input } },
      browser,
    )
    return answer
  }
  return {
    teamId,
    bareTeamId,
    signInUrl: `${node.url}/sign-in/${teamId}`,
    mutate,
    setUp: ({ issuer, clientId, clientSecret }, input = {}, browser) =>
      mutate('setUpSso', { issuer, clientId, clientSecret, ...input }, browser),
    async connection() {
      const { team } = await ask<{ team: { ssoConnection: SsoFields } }>(
        `query ($id: ID!) { team(id: $id) { ssoConnection { id issuer clientId hasClientSecret state stateReason verifiedAt lastError
          replacement { id issuer state } } } }`,
        { id: teamId },
      )
      return team.ssoConnection
    },
    async changes() {
      const { team } = await ask<{ team: { changes: { nodes: { __typename: string; actor: { kind: string; label: string } }[] } } }>(
        'query ($id: ID!) { team(id: $id) { changes(first: 100) { nodes { __typename actor { kind label } } } } }',
        { id: teamId },
      )
      return team.changes.nodes
    },
  }
}
