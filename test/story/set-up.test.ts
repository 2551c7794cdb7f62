import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEntries } from '../replay/entry.ts'
import { startRun } from '../replay/run.ts'
import { createBrowser, signInAt, type Browser } from '../support/browser.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { mustNotBeLogged } from '../support/kept-logs.ts'
import { startOpenidProvider, type OpenidProvider } from '../support/openid-provider.ts'
import { redisUrl } from '../support/redis.ts'
import { startNode, type StartedApp } from '../support/start-app.ts'

const email = 'grace@acme.example'

let database: TestDatabase
let node: StartedApp
let provider: OpenidProvider
const browser: Browser = createBrowser()

beforeAll(async () => {
  database = await createDatabase()
  node = await startNode({ databaseUrl: database.url, redisUrl: redisUrl() })
  provider = await startOpenidProvider({ redirectUris: [`${node.url}/sso/callback`], accounts: [{ sub: 'grace', email }] })
  mustNotBeLogged(provider.clientSecret)
})
afterAll(async () => {
  await provider?.stop()
  await node?.stop()
  await database?.drop()
})

describe('From nothing to synchronised', () => {
  let teamId: string
  let scim: { scimUrl: string; scimToken: string; directoryId: string }

  /** As a page of ours asks: with the cookie of who is signed in. */
  async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const cookie = `headcount=${browser.cookie(node.url, 'headcount')}`
    const { data, errors } = await graphqlClient(node, undefined, cookie).ask<Data>(query, variables)
    expect(errors).toBeUndefined()
    return data!
  }
  const steps = async (): Promise<Record<string, string>> => {
    const { team } = await ask<{ team: { setup: { steps: { key: string; state: string }[] } } }>(
      '{ team { setup { steps { key state } } } }',
    )
    return Object.fromEntries(team.setup.steps.map(({ key, state }) => [key, state]))
  }
  const scimStatus = async (): Promise<{ status: number; detail?: string }> => {
    const answer = await fetch(`${scim.scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${scim.scimToken}` } })
    return { status: answer.status, detail: ((await answer.json()) as { detail?: string }).detail }
  }

  test('the operator makes a team and a link for its first administrator, who gets in by it once', async () => {
    const platform = graphqlClient(node, node.platformKey)
    const created = await platform.ask<{ createTeam: { team: { id: string } } }>(
      'mutation { createTeam(input: { name: "Acme", currency: "EUR", plan: ENTERPRISE }) { ... on CreateTeamSuccess { team { id } } } }',
    )
    teamId = created.data!.createTeam.team.id
    const issued = await platform.ask<{ issueSignInLink: { url: string } }>(
      'mutation ($teamId: ID!, $email: String!) { issueSignInLink(input: { teamId: $teamId, email: $email }) { ... on IssueSignInLinkSuccess { url } ... on Error { message } } }',
      { teamId, email },
    )
    const link = issued.data!.issueSignInLink.url
    const page = await browser.open(link)
    expect([page.status, browser.cookie(node.url, 'headcount')]).toEqual([200, undefined])
    const code = new URL(link).searchParams.get('code')!
    await browser.submit(`${node.url}/sign-in`, { code })
    expect(await ask('{ viewer { kind role email team { id } } }')).toEqual({
      viewer: { kind: 'PERSON', role: 'ADMINISTRATOR', email, team: { id: teamId } },
    })
    const stranger = createBrowser()
    await stranger.submit(`${node.url}/sign-in`, { code })
    expect(stranger.cookie(node.url, 'headcount')).toBeUndefined()
  })

  test('a directory has to wait for single sign-on, which waits for a real sign-in', async () => {
    const makeDirectory = 'mutation { createDirectory(input: { name: "Okta", provider: OKTA }) { __typename ... on Error { message } } }'
    expect(await ask(makeDirectory)).toMatchObject({ createDirectory: { __typename: 'SsoRequiredError' } })
    expect(await steps()).toMatchObject({ PLAN: 'DONE', SSO: 'TO_DO', DIRECTORY: 'BLOCKED' })
    const set = await ask(
      'mutation ($issuer: String!, $clientId: String!, $clientSecret: String!) { setUpSso(input: { issuer: $issuer, clientId: $clientId, clientSecret: $clientSecret }) { __typename ... on SetUpSsoSuccess { ssoConnection { state signInUrl } } ... on Error { message } } }',
      { issuer: provider.issuer, clientId: provider.clientId, clientSecret: provider.clientSecret },
    )
    expect(set).toEqual({
      setUpSso: { __typename: 'SetUpSsoSuccess', ssoConnection: { state: 'PENDING', signInUrl: `${node.url}/sign-in/${teamId}` } },
    })
    expect(await ask(makeDirectory)).toMatchObject({ createDirectory: { __typename: 'SsoRequiredError' } })
  })

  test('the administrator signs in at the provider, and the connection is active', async () => {
    await signInAt(browser, `${node.url}/sign-in/${teamId}`, 'grace')
    expect(await ask('{ viewer { role email } team { ssoConnection { state } } }')).toEqual({
      viewer: { role: 'ADMINISTRATOR', email },
      team: { ssoConnection: { state: 'ACTIVE' } },
    })
  })

  test('a directory and its token, a passed test of the connection, and what Okta sends', { timeout: 120_000 }, async () => {
    const { createDirectory } = await ask<{ createDirectory: { token: string; scimUrl: string; directory: { id: string } } }>(
      'mutation { createDirectory(input: { name: "Okta", provider: OKTA }) { ... on CreateDirectorySuccess { token scimUrl directory { id } } } }',
    )
    scim = { scimUrl: createDirectory.scimUrl, scimToken: createDirectory.token, directoryId: createDirectory.directory.id }
    expect(await steps()).toMatchObject({ SSO: 'DONE', DIRECTORY: 'DONE', CONNECTION_TEST: 'TO_DO' })
    const { testDirectoryConnection } = await ask<{ testDirectoryConnection: { hasPassed: boolean } }>(
      'mutation ($id: ID!) { testDirectoryConnection(input: { directoryId: $id }) { ... on TestDirectoryConnectionSuccess { hasPassed } ... on Error { message } } }',
      { id: scim.directoryId },
    )
    expect(testDirectoryConnection).toEqual({ hasPassed: true })
    expect(await steps()).toMatchObject({ CONNECTION_TEST: 'DONE', FIRST_USER: 'TO_DO' })

    const file = path.join(import.meta.dirname, '../scim/providers/okta/group-push.json')
    const run = startRun(scim)
    for (const entry of parseEntries(readFileSync(file, 'utf8'), file)) {
      expect((await run.play(entry)).problems, entry.name).toEqual([])
    }
    run.close()
  })

  test('groups appear, and a limit on one of them applies to its members', async () => {
    const { status } = await postScim('/Users', { userName: 'ada@acme.example' })
    expect(status).toBe(201)
    const user = (await postScim('/Users', { userName: 'katherine@acme.example' })).id
    const group = (await postScim('/Groups', { displayName: 'Engineers', members: [{ value: user }] })).id
    await ask('mutation ($id: ID!) { setSpendLimit(input: { target: { groupId: $id }, value: { amountMinor: 50000 } }) { __typename } }', {
      id: group,
    })
    const { team } = await ask<{ team: { groups: { nodes: { displayName: string }[] }; user: { effectiveSpendLimit: object } } }>(
      'query ($id: ID!) { team { groups { nodes { displayName } } user(by: { id: $id }) { effectiveSpendLimit { source amount { amountMinor } } } } }',
      { id: user },
    )
    expect(team.groups.nodes).toContainEqual({ displayName: 'Engineers' })
    expect(team.user.effectiveSpendLimit).toEqual({ source: 'GROUP', amount: { amountMinor: 50000 } })
    expect(await steps()).toEqual({
      PLAN: 'DONE',
      SSO: 'DONE',
      DIRECTORY: 'DONE',
      CONNECTION_TEST: 'DONE',
      FIRST_USER: 'DONE',
      FIRST_GROUP: 'DONE',
      SPEND_LIMITS: 'DONE',
    })
  })

  test('with single sign-on out of use the provider is told why; afterwards it is served as before', async () => {
    expect(await scimStatus()).toMatchObject({ status: 200 })
    await ask('mutation { deactivateSso(input: { reason: "Moving to another provider" }) { __typename } }')
    const refused = await scimStatus()
    expect(refused.status).toBe(403)
    expect(refused.detail).toMatch(/inactive/)
    const change = await ask(
      '{ team { changes(last: 1) { nodes { __typename actor { kind label } ... on SsoConnectionDeactivated { reason } } } } }',
    )
    expect(change).toEqual({
      team: {
        changes: {
          nodes: [
            {
              __typename: 'SsoConnectionDeactivated',
              actor: { kind: 'ADMINISTRATOR', label: email },
              reason: expect.stringContaining('Moving'),
            },
          ],
        },
      },
    })
    await ask('mutation { reactivateSso(input: {}) { __typename } }')
    expect(await scimStatus()).toMatchObject({ status: 200 })
  })

  async function postScim(at: string, resource: object): Promise<{ status: number; id: string }> {
    const type = at === '/Users' ? 'User' : 'Group'
    const answer = await fetch(`${scim.scimUrl}${at}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scim.scimToken}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ schemas: [`urn:ietf:params:scim:schemas:core:2.0:${type}`], ...resource }),
    })
    return { status: answer.status, ...((await answer.json()) as { id: string }) }
  }
})
