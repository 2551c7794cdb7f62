import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser, signInAt } from '../support/browser.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
import { administrator, createSsoTeam, member, providerFor, stranger } from '../support/team-with-sso.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let provider: OpenidProvider
beforeAll(async () => void (provider = await providerFor(under.node)))
afterAll(() => provider?.stop())

describe('from nothing to an active connection', () => {
  test('a listed administrator who really signs in makes a pending connection active, and gets a session', async () => {
    const team = await createSsoTeam(under.node)
    expect(await team.setUp(provider)).toMatchObject({
      __typename: 'SetUpSsoSuccess',
      ssoConnection: { state: 'PENDING', issuer: provider.issuer },
    })

    const browser = createBrowser()
    const visit = await signInAt(
      browser,
      `${team.signInUrl}?returnTo=/teams`,
      administrator.sub,
      (url) => url === `${under.node.url}/teams`,
    )
    expect(visit.status).toBe(303)
    expect(browser.cookie(under.node.url, 'headcount')).toMatch(/^hc_session_/)

    expect(await team.connection()).toMatchObject({ state: 'ACTIVE', verifiedAt: expect.any(String), lastError: null })
    expect((await team.connection()).stateReason).toBe('ada@acme.example signed in through it.')
    expect(await team.changes()).toMatchObject([
      { __typename: 'TeamCreated' },
      { __typename: 'AdministratorAdded' },
      { __typename: 'SsoConnectionSet', actor: { kind: 'PLATFORM' } },
      { __typename: 'SsoConnectionActivated', actor: { kind: 'ADMINISTRATOR', label: 'ada@acme.example' } },
    ])
  })

  test('a member and a stranger cannot make a pending connection active, and get no session', async () => {
    const team = await createSsoTeam(under.node)
    await team.setUp(provider)
    for (const { sub } of [member, stranger]) {
      const browser = createBrowser()
      const visit = await signInAt(browser, team.signInUrl, sub)
      expect(visit.status).toBe(403)
      expect(visit.text).toContain('You are not signed in')
      expect(visit.text).toContain('Ask an administrator of Acme.')
      expect(browser.cookie(under.node.url, 'headcount')).toBeUndefined()
    }
    expect(await team.connection()).toMatchObject({ state: 'PENDING', verifiedAt: null })
  })
})

test('Whoever came by a one-time link signs in anew once single sign-on is active', async () => {
  const team = await createSsoTeam(under.node)
  const platform = graphqlClient(under.node, under.node.platformKey)
  const { data } = await platform.ask<{ issueSignInLink: { url: string } }>(
    'mutation ($input: IssueSignInLinkInput!) { issueSignInLink(input: $input) { ... on IssueSignInLinkSuccess { url } } }',
    { input: { teamId: team.teamId, email: 'linked@acme.example' } },
  )
  const linked = createBrowser()
  await linked.submit(`${under.node.url}/sign-in`, { code: new URL(data!.issueSignInLink.url).searchParams.get('code')! })
  const status = async () => {
    const cookie = `headcount=${linked.cookie(under.node.url, 'headcount')}`
    return (await graphqlClient(under.node, undefined, cookie).ask('{ viewer { kind } }')).status
  }
  expect(await status()).toBe(200)
  await team.setUp(provider)
  expect(await status()).toBe(200)
  await signInAt(createBrowser(), team.signInUrl, administrator.sub, (url) => url === `${under.node.url}/`)
  expect(await team.connection()).toMatchObject({ state: 'ACTIVE' })
  expect(await status()).toBe(401)
})
