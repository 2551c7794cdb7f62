import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromId, toId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { startOpenidProvider, type OpenidProvider } from '../support/openid-provider.ts'
import { scimClient } from '../support/scim-client.ts'
import { platformKey } from '../support/start-app.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const email = 'grace@acme.example'
let [provider, next] = [] as unknown as [OpenidProvider, OpenidProvider]

beforeAll(async () => {
  const options = { redirectUris: [`${dashboard.node.url}/sso/callback`], accounts: [{ sub: 'grace', email }] }
  ;[provider, next] = [await startOpenidProvider(options), await startOpenidProvider(options)]
})
afterAll(async () => {
  for (const one of [provider, next]) await one?.stop()
})

const slowly = { timeout: 120_000 }

/** A new team of the operator's, and the link that lets its first administrator in. */
async function newTeam(): Promise<{ teamId: string; bareTeamId: string; link: string }> {
  const platform = graphqlClient(dashboard.node, platformKey)
  const { data } = await platform.ask<{ createTeam: { team: { id: string } } }>(
    'mutation { createTeam(input: { name: "Northwind", currency: "EUR", plan: ENTERPRISE }) { ... on CreateTeamSuccess { team { id } } } }',
  )
  const teamId = data!.createTeam.team.id
  const issued = await platform.ask<{ issueSignInLink: { url: string } }>(
    'mutation ($teamId: ID!, $email: String!) { issueSignInLink(input: { teamId: $teamId, email: $email }) { ... on IssueSignInLinkSuccess { url } } }',
    { teamId, email },
  )
  return { teamId, bareTeamId: fromId('team', teamId)!, link: issued.data!.issueSignInLink.url }
}

const step = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

async function stepIs(page: Page, title: string, state: string): Promise<void> {
  await step(page, title).getByText(state, { exact: true }).waitFor()
}

async function fillConnection(
  page: Page,
  { issuer, clientId, clientSecret }: Pick<OpenidProvider, 'issuer' | 'clientId' | 'clientSecret'>,
) {
  await page.getByLabel('Issuer').fill(issuer)
  await page.getByLabel('Client ID').fill(clientId)
  await page.getByLabel('Client secret', { exact: true }).fill(clientSecret)
}

/** Signed in by the link, with the connection set up and proved by a sign-in at the real provider. */
async function signInFirst(link: string): Promise<Page> {
  // The provider of the tests has no icon.
  const page = await dashboard.open(new URL(link).pathname + new URL(link).search, { expectsComplaints: /favicon\.ico/ })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Directory' }).waitFor()
  return page
}

test('From a sign-in link to limits that apply: each step is done where the page leads, and shows as done by itself', slowly, async () => {
  const { teamId, bareTeamId, link } = await newTeam()
  const page = await signInFirst(link)
  expect(page.url()).toBe(`${dashboard.node.url}/directory`)
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(new URL(link).searchParams.get('code')!)

  await page.getByRole('link', { name: 'Set-up', exact: true }).click()
  await stepIs(page, 'Enterprise plan', 'Done')
  await stepIs(page, 'Single sign-on', 'To do')
  await stepIs(page, 'First person', 'Waits for an earlier step')
  await step(page, 'Single sign-on').getByRole('link').click()
  await page.getByText(`${dashboard.node.url}/sso/callback`).waitFor()

  // A wrong issuer is refused with the server's reason, and nothing that was typed is lost.
  await fillConnection(page, { ...provider, issuer: 'http://127.0.0.1:1' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByRole('alert')
    .getByText(/127\.0\.0\.1:1/)
    .waitFor()
  expect(await page.getByLabel('Client ID').inputValue()).toBe(provider.clientId)
  expect(await page.getByLabel('Client secret', { exact: true }).inputValue()).toBe(provider.clientSecret)
  await page.getByLabel('Issuer').fill(provider.issuer)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').getByText('Pending').waitFor()
  expect(await page.content()).not.toContain(provider.clientSecret)

  await page.getByRole('link', { name: 'Test sign-in' }).click()
  await page.getByRole('button', { name: email }).click()
  await page.getByRole('status').getByText('Active').waitFor()
  expect(page.url()).toBe(`${dashboard.node.url}/set-up?topic=sign-in`)

  await page.getByRole('link', { name: 'Steps' }).click()
  await stepIs(page, 'Single sign-on', 'Done')
  await page.getByRole('status').getByText('2 of 7 done').waitFor()
  const { commands } = dashboard.node.app
  const actor = { kind: 'ADMINISTRATOR', id: null, label: email } as const
  const made = await commands.createDirectory({ teamId: bareTeamId, actor, name: 'Okta', provider: 'OKTA' })
  await stepIs(page, 'Directory and token', 'Done')
  const directoryId = toId('directory', made.value.directory.id)
  const scim = scimClient({ scimUrl: `${dashboard.node.url}/scim/v2/${directoryId}`, scimToken: made.value.secret })
  const ada = await scim.createUser('ada@acme.example')
  await stepIs(page, 'First person', 'Done')
  await stepIs(page, 'Connection test', 'Done')
  await scim.createGroup('Engineers', [ada])
  await stepIs(page, 'First group', 'Done')
  await step(page, 'Spend limits').getByRole('link', { name: 'Set limits' }).waitFor()
  const platform = graphqlClient(dashboard.node, platformKey)
  await platform.ask(
    'mutation ($teamId: ID!) { setSpendLimit(input: { target: { teamId: $teamId }, value: { amountMinor: 50000 } }) { __typename } }',
    { teamId },
  )
  await page.getByText('Everything is set up').waitFor()
  await page.getByRole('status').getByText('7 of 7 done').waitFor()
  await step(page, 'Directory and token').getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: 'Directory' }).waitFor()
})

test('Another provider takes over after its proof; an old sign-in is told to sign in again first', slowly, async () => {
  const { bareTeamId, link } = await newTeam()
  const page = await signInFirst(link)
  await page.goto(`${dashboard.node.url}/set-up?topic=sign-in`)
  await fillConnection(page, provider)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'Test sign-in' }).click()
  await page.getByRole('button', { name: email }).click()
  await page.getByRole('status').getByText('Active').waitFor()

  const { database } = dashboard.node.app
  await database.session.updateMany({ where: { teamId: bareTeamId }, data: { signedInAt: new Date(Date.now() - 601_000) } })
  await page.reload()
  await page.getByRole('button', { name: 'Change the settings' }).click()
  await fillConnection(page, next)
  await page.getByText('This needs a sign-in within the last 10 minutes.').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page
    .getByRole('alert')
    .getByText(/Sign in again, then repeat it here/)
    .waitFor()
  await page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click()
  // The provider still knows who it is and sends the browser back at once. What was filled in is there, apart from the secret.
  await page.getByText('Only the client secret is not kept').waitFor()
  expect(await page.getByLabel('Issuer').inputValue()).toBe(next.issuer)
  expect(await page.getByLabel('Client ID').inputValue()).toBe(next.clientId)
  expect(await page.getByLabel('Client secret', { exact: true }).inputValue()).toBe('')
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(next.clientSecret)
  await page.getByLabel('Client secret', { exact: true }).fill(next.clientSecret)
  await page.getByText('This replaces the connection in use').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  const replacement = page.getByRole('region', { name: 'Replacement' })
  await replacement.getByText(next.issuer).first().waitFor()
  await page.getByRole('region', { name: 'Connection in use' }).getByText(provider.issuer).first().waitFor()

  await replacement.getByRole('link', { name: 'Prove the replacement' }).click()
  await page.getByRole('button', { name: 'Sign in through it' }).click()
  await page.getByRole('button', { name: email }).click()
  await page.getByRole('region', { name: 'Connection in use' }).getByText(next.issuer).first().waitFor()
  expect(page.url()).toBe(`${dashboard.node.url}/set-up?topic=sign-in`)
  expect(await page.getByText('Replacement', { exact: true }).count()).toBe(0)

  // Switched off with a reason, and on again.
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.getByRole('alertdialog').getByLabel('Reason').fill('The provider is being moved')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click()
  await page.getByRole('status').getByText('Inactive').waitFor()
  await page.getByText(/The provider is being moved/).waitFor()
  await page.getByRole('button', { name: 'Switch on again' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Switch on again' }).click()
  await page.getByRole('status').getByText('Active').waitFor()
})
