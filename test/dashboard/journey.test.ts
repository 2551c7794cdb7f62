import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIdentityProvider, type IdentityProvider } from '../simulate/identity-provider.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { startOpenidProvider, type OpenidProvider } from '../support/openid-provider.ts'
import { redisUrl } from '../support/redis.ts'
import { platformKey, startNode, type StartedApp } from '../support/start-app.ts'
import { launchChromium } from './support/chromium.ts'
import { openWindow } from './support/use-dashboard.ts'

const email = 'grace@northwind.example'
let [database, node, browser, openid] = [] as unknown as [TestDatabase, StartedApp, Browser, OpenidProvider]

beforeAll(async () => {
  database = await createDatabase()
  node = await startNode({ databaseUrl: database.url, redisUrl: redisUrl() })
  browser = await launchChromium()
  openid = await startOpenidProvider({ redirectUris: [`${node.url}/sso/callback`], accounts: [{ sub: 'grace', email }] })
})
afterAll(async () => {
  await openid?.stop()
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

/** What the operator does: a team, and the link for its first administrator. */
async function linkOfOperator(): Promise<string> {
  const operator = graphqlClient(node, platformKey)
  const { data: made } = await operator.ask<{ createTeam: { team: { id: string } } }>(
    'mutation { createTeam(input: { name: "Northwind", currency: "EUR", plan: ENTERPRISE }) { ... on CreateTeamSuccess { team { id } } } }',
  )
  const { data: issued } = await operator.ask<{ issueSignInLink: { url: string } }>(
    'mutation ($teamId: ID!, $email: String!) { issueSignInLink(input: { teamId: $teamId, email: $email }) { ... on IssueSignInLinkSuccess { url } } }',
    { teamId: made!.createTeam.team.id, email },
  )
  return issued!.issueSignInLink.url
}

const heading = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true })
const figure = (page: Page, title: string): Locator => page.locator(`dt:text-is("${title}") + dd`)

/** By the navigation, as everybody goes. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await heading(page, name).waitFor()
}

/** Single sign-on, filled in and proved by a sign-in at the provider. */
async function setUpSingleSignOn(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Single sign-on comes first' }).waitFor()
  await page.getByRole('link', { name: 'Go to Set-up' }).click()
  await page.getByLabel('Issuer').fill(openid.issuer)
  await page.getByLabel('Client ID').fill(openid.clientId)
  await page.getByLabel('Client secret', { exact: true }).fill(openid.clientSecret)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'Test sign-in' }).click()
  await page.getByRole('button', { name: email }).click()
  await page.getByRole('status').getByText('Active').waitFor()
}

/** The directory of an Okta, and what is shown of it once. */
async function createDirectoryInPage(page: Page): Promise<{ scimUrl: string; token: string }> {
  await page.getByRole('button', { name: 'Create a directory' }).click()
  await page.getByText('Okta', { exact: true }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Okta is ready' })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = async (name: string): Promise<string> => {
    await dialog.getByRole('button', { name: `Copy ${name}` }).click()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  const shown = { scimUrl: await copied('SCIM base URL'), token: await copied('Bearer token') }
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByRole('heading', { level: 2, name: 'Okta' }).waitFor()
  return shown
}

/** Sets what each member of a group may spend, after a look at whom it changes. */
async function setLimitOf(page: Page, group: string, members: number): Promise<void> {
  await page.getByRole('button', { name: `Limit of ${group}: Not set` }).click()
  const dialog = page.getByRole('dialog', { name: `Limit of ${group}` })
  await dialog.getByRole('textbox', { name: /Amount per person/ }).fill('50')
  const lowered = `Nobody gets more, ${members} ${members === 1 ? 'person gets' : 'people get'} less, nobody is blocked.`
  await dialog.getByRole('status').filter({ hasText: lowered }).waitFor({ state: 'attached' })
  await dialog.getByRole('button', { name: 'Set limit' }).click()
  await page.getByRole('button', { name: `Limit of ${group}: €50. Change it` }).waitFor()
}

/** The names of a group's members, as the identity provider has them. */
function membersOf(provider: IdentityProvider, group: string): string[] {
  const { members, users } = provider.expected()
  return [...members.get(group)!].map((userName) => users.get(userName)!.displayName).sort()
}

/** Lets things happen in the company until somebody came into the group or left it. */
async function changeMembers(provider: IdentityProvider, group: string): Promise<void> {
  const before = membersOf(provider, group).join()
  do await provider.step()
  while (membersOf(provider, group).join() === before)
}

test(
  'A customer begins with nothing but a link, and does in the page all there is to do: single sign-on, the directory, the limits; what the identity provider does shows by itself',
  { timeout: 240_000 },
  async () => {
    // The provider of the tests has no icon.
    const { page, context, complaints } = await openWindow(browser, node, '', { expectsComplaints: /favicon\.ico/ })
    await page.goto(await linkOfOperator())
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading(page, 'Directory').waitFor()
    await setUpSingleSignOn(page)
    // From here on nothing is loaded again.
    const loads: string[] = []
    page.on('load', () => loads.push(page.url()))

    await goTo(page, 'Directory')
    const { scimUrl, token } = await createDirectoryInPage(page)
    await page.getByRole('tab', { name: 'Connection test' }).click()
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await page.getByText('The connection works').waitFor({ timeout: 60_000 })
    await page.getByRole('tab', { name: 'Overview' }).click()
    expect(await figure(page, 'People').textContent()).toBe('0')
    const provider = createIdentityProvider({ dialect: 'okta', seed: 11, scimUrl, token, firstWaitMs: 1 })
    await provider.testConnection()
    await provider.syncUsers(12)
    await provider.syncGroups(2)
    await page.locator('dt:text-is("People arrived") + dd:text-is("12")').waitFor()
    await page.locator('dt:text-is("Groups arrived") + dd:text-is("2")').waitFor()
    const [group] = provider.expected().groups as [string]
    await page.getByRole('list', { name: 'Recently arrived' }).getByRole('link', { name: group }).first().waitFor()

    await goTo(page, 'Groups')
    const members = membersOf(provider, group)
    const row = page.getByRole('grid', { name: 'Groups' }).getByRole('row').filter({ hasText: group })
    await row.getByRole('gridcell', { name: String(members.length), exact: true }).waitFor()
    await setLimitOf(page, group, members.length)

    await goTo(page, 'People')
    await page.getByText('12 people').first().waitFor()
    const [person] = members as [string]
    await page.getByRole('grid', { name: 'People' }).getByRole('link', { name: person }).click()
    await heading(page, person).waitFor()
    await page.getByText(new RegExp(`^${group} gives €50; `)).waitFor()

    await goTo(page, 'Limits')
    await page.getByRole('region', { name: 'At a glance' }).getByText('12 people in the directory').waitFor()
    const reported = page.getByRole('region', { name: 'People', exact: true }).getByRole('row').filter({ hasText: person })
    await reported.getByText(`€50`).first().waitFor()
    await reported.getByText(group).waitFor()

    await goTo(page, 'Activity')
    await page
      .getByRole('feed')
      .getByRole('article')
      .filter({ hasText: group })
      .filter({ hasText: '€50' })
      .filter({ hasText: email })
      .first()
      .waitFor()

    await goTo(page, 'Groups')
    await row.getByRole('link', { name: group }).click()
    await heading(page, group).waitFor()
    const shown = page.getByRole('grid', { name: 'Members' }).getByRole('link')
    await expect.poll(async () => (await shown.allTextContents()).sort(), { timeout: 30_000 }).toEqual(members)
    await changeMembers(provider, group)
    await expect.poll(async () => (await shown.allTextContents()).sort(), { timeout: 30_000 }).toEqual(membersOf(provider, group))

    await goTo(page, 'Set-up')
    await page.getByRole('status').getByText('7 of 7 done').waitFor()
    expect([loads, complaints]).toEqual([[], []])
    await context.close()
  },
)
