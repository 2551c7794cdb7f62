import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { createIdentityProvider } from '../simulate/identity-provider.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { modifyDirectory } from '../support/modify-directory.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { holdRequests, refuseRequests } from './support/intercepted.ts'
import { createTeamWithoutDirectory } from './support/team-without-directory.ts'
import { pressEscape } from './support/press-escape.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const as = { administrator: 'ada@acme.example' }

type Team = TestTeam & { scim: ScimClient }

/** A team of its own, so that tests do not see each other's requests. */
async function openTeam(view = '', name = 'Acme'): Promise<{ team: Team; page: Page }> {
  const team = await dashboard.newTeam(name)
  const page = await dashboard.open(`/directory${view}`, { as, teamId: team.teamId })
  await page.getByRole('heading', { level: 2, name: `${name} directory` }).waitFor()
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor()
  return { team, page }
}

/** The figure under a title. */
function figure(page: Page, title: string) {
  return page.getByRole('definition').and(page.locator(`dt:text-is("${title}") + dd`))
}

async function shownIn(page: Page, label: string): Promise<string> {
  return (await page.getByRole('dialog').or(page.getByRole('alertdialog')).locator(`.copy-field:has-text("${label}") code`).textContent())!
}

/** What is issued while nobody sees it would be valid and lost: until the answer is there, nothing closes the dialog. */
async function expectHeldWhile(page: Page, operation: string, act: () => Promise<void>): Promise<void> {
  const issuing = await holdRequests(page, operation)
  await act()
  await issuing.asked
  await expect.poll(() => page.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await page.mouse.click(4, 4)
  expect(await page.getByRole('dialog').isVisible()).toBe(true)
  issuing.release()
}

test(
  'A first directory is created, its token is shown once and works, and who arrives shows without a reload',
  { timeout: 120_000 },
  async () => {
    const teamId = await createTeamWithoutDirectory(dashboard.node)
    const page = await dashboard.open('/directory', { as, teamId })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Create a directory' }).click()
    await page.getByText('Microsoft Entra ID').click()
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Microsoft Entra ID')
    await page.getByRole('textbox', { name: 'Name' }).fill('Acme people')
    await expectHeldWhile(page, 'mutation CreateDirectory', () => page.getByRole('button', { name: 'Create', exact: true }).click())

    const dialog = page.getByRole('alertdialog', { name: 'Acme people is ready' })
    await dialog.waitFor()
    const scimUrl = await shownIn(page, 'SCIM base URL')
    await dialog.getByRole('button', { name: 'Copy Bearer token' }).click()
    const scimToken = await page.evaluate(() => navigator.clipboard.readText())
    await page.keyboard.press('Escape')
    await page.mouse.click(4, 4)
    expect(await dialog.isVisible()).toBe(true)
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('heading', { level: 2, name: 'Acme people' }).waitFor()
    expect(await page.content()).not.toContain(scimToken)
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, location.href]))).not.toContain(scimToken)
    await page.getByRole('button', { name: 'Live', exact: true }).waitFor()

    expect(await figure(page, 'People').textContent()).toBe('0')
    const provider = createIdentityProvider({ dialect: 'entra', seed: 3, scimUrl, token: scimToken, firstWaitMs: 1 })
    await provider.syncUsers(30)
    await provider.syncGroups(2)
    const { users, groups } = provider.expected()
    await page.locator('dt:text-is("People") + dd:has-text("30")').waitFor()
    await page.locator('dt:text-is("People arrived") + dd:text-is("30")').waitFor()
    await page.locator('dt:text-is("Groups arrived") + dd:text-is("2")').waitFor()
    expect(await figure(page, 'Rate').textContent()).toMatch(/^[1-9]\d*\/(s|min)$/)
    const recent = page.getByRole('list', { name: 'Recently arrived' })
    expect(await recent.getByRole('link').allTextContents()).toEqual(expect.arrayContaining([groups[0]]))
    await scimClient({ scimUrl, scimToken }).createUser('grace@acme.example', { displayName: 'Grace Hopper' })
    await recent.getByRole('link', { name: 'Grace Hopper' }).waitFor()

    await page.getByRole('textbox', { name: 'People you expect' }).fill('62')
    await page.keyboard.press('Tab')
    const bar = page.getByRole('progressbar', { name: `${users.size + 1} of 62 people are here` })
    await bar.waitFor()
    expect(await bar.getAttribute('aria-valuetext')).toBe('50%')
    expect(await page.getByText(/At this rate about/).textContent()).toMatch(/minute/)
    expect(new URL(page.url()).searchParams.get('expected')).toBe('62')
  },
)

test('Without the plan or single sign-on it says what comes first, and leads there', async () => {
  const onPro = await createTeamWithoutDirectory(dashboard.node, { plan: 'PRO' })
  const first = await dashboard.open('/directory', { as, teamId: onPro })
  await first.getByRole('heading', { name: 'The Enterprise plan comes first' }).waitFor()
  expect(await first.getByRole('button', { name: 'Create a directory' }).count()).toBe(0)
  const withoutSso = await createTeamWithoutDirectory(dashboard.node, { localSso: false })
  const second = await dashboard.open('/directory', { as, teamId: withoutSso })
  await second.getByRole('heading', { name: 'Single sign-on comes first' }).waitFor()
  await second.getByRole('link', { name: 'Go to Set-up' }).click()
  await second.getByRole('heading', { level: 1, name: 'Set-up' }).waitFor()
})

test('A token is changed without a gap: a new one, wait until it is used, revoke the old one, which then gets 401', async () => {
  const { team, page } = await openTeam('?view=access')
  await page.getByRole('button', { name: 'Issue the new token' }).click()
  await page.getByRole('textbox', { name: 'Label' }).fill('Okta 2027')
  await page.getByRole('button', { name: /Expires$/ }).click()
  await page.getByRole('option', { name: 'In 365 days' }).click()
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  const scimToken = await shownIn(page, 'Bearer token')
  await page.getByRole('button', { name: 'I have copied it' }).click()
  const row = page.getByRole('list', { name: 'Tokens', exact: true }).getByRole('listitem', { name: 'Okta 2027' })
  expect(await row.textContent()).toContain('Last usedNever')
  await page.getByText('Okta 2027 was not used yet.').waitFor()
  expect((await scimClient({ ...team, scimToken }).get('/Users')).status).toBe(200)
  await page.getByText('Okta 2027 is in use.').waitFor()

  await page
    .getByRole('list', { name: 'Tokens', exact: true })
    .getByRole('listitem')
    .last()
    .getByRole('button', { name: /^Revoke / })
    .click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByText('Nothing else is valid').count()).toBe(0)
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('button', { name: 'Show 1 that has ended' }).waitFor()
  expect((await team.scim.get('/Users')).status).toBe(401)
  expect((await scimClient({ ...team, scimToken }).get('/Users')).status).toBe(200)

  await row.getByRole('button', { name: 'Revoke Okta 2027' }).click()
  await page.getByText('Nothing else is valid').waitFor()
  await pressEscape(page)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await row.getByRole('button', { name: 'Revoke Okta 2027' }).evaluate((button) => button === document.activeElement)).toBe(true)
})

test('An OAuth client is issued and fetches a token that works', async () => {
  const { team, page } = await openTeam('?view=access')
  await page.getByRole('button', { name: 'Issue a client' }).click()
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  await page.getByText('Give it a label.').waitFor()
  await page.getByRole('textbox', { name: 'Label' }).fill('PingOne')
  await expectHeldWhile(page, 'mutation IssueDirectoryClient', () => page.getByRole('button', { name: 'Issue', exact: true }).click())
  await page.getByRole('alertdialog').waitFor()
  const [tokenUrl, id, secret] = [
    await shownIn(page, 'OAuth token URL'),
    await shownIn(page, 'Client ID'),
    await shownIn(page, 'Client secret'),
  ]
  await page.getByRole('button', { name: 'I have copied it' }).click()
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: scimToken } = (await answer.json()) as { access_token: string }
  expect((await scimClient({ ...team, scimToken }).get('/Users')).status).toBe(200)
  const row = page.getByRole('list', { name: 'OAuth clients' }).getByRole('listitem', { name: 'PingOne' })
  await row.getByText(/ago|now/).waitFor()
})

test('A connection test shows the verdict of each step: passed, failed with the reason, and skipped', async () => {
  const { team, page } = await openTeam('?view=test')
  await page.getByText('The connection was not tested yet.').waitFor()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await page.getByText('The connection works').waitFor({ timeout: 45_000 })
  const steps = page.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem')
  expect(await steps.count()).toBeGreaterThan(5)
  expect(await steps.first().textContent()).toMatch(/^Passed.*Request(GET|POST) .*Expected.*Got/)
  await page.locator('dt:text-is("Connection test") + dd:has-text("Passed")').waitFor()
  await page.getByRole('tab', { name: 'Access' }).click()
  await page.getByRole('tab', { name: 'Connection test' }).click()
  expect(await steps.count()).toBeGreaterThan(5)

  const teamId = fromId('team', team.teamId)!
  await dashboard.node.app.commands.setTeamPlan({ teamId, actor: { kind: 'SYSTEM', id: null, label: 'Test' }, plan: 'PRO' })
  await page.getByRole('button', { name: 'Test again' }).click()
  await page.getByText('The connection does not work yet').waitFor({ timeout: 45_000 })
  const [failed, skipped] = [steps.filter({ hasText: /^Failed/ }), steps.filter({ hasText: /^Skipped/ })]
  expect(await skipped.count()).toBeGreaterThan(5)
  await page.getByText(`${await failed.count()} failed, ${await skipped.count()} skipped`).waitFor()
  expect(await failed.last().textContent()).toMatch(/Got403.*SCIM needs the Enterprise plan/)
  expect(await skipped.first().textContent()).toMatch(/The directory does not serve its identity provider; the step before says why/)
  await page.locator('dt:text-is("Connection test") + dd:has-text("Failed")').waitFor()
})

test('A refused request and one with ignored attributes are in the log with the reason, and lead to what they changed', async () => {
  const { team, page } = await openTeam('?view=requests')
  await page.getByText('No request yet.').waitFor()
  await team.scim.createUser('grace@acme.example', { favouriteColour: 'blue' })
  await team.scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'grace@acme.example' })
  const rows = page.getByRole('grid', { name: 'Requests' }).getByRole('row')
  const refused = rows.filter({ hasText: '409' })
  await refused.waitFor()
  expect(await refused.textContent()).toMatch(/POST \/Users.*grace@acme\.example/)
  const taken = rows.filter({ hasText: '201' })
  expect(await taken.textContent()).toContain('1 change · Ignored: favouriteColour')
  await taken.click()
  const dialog = page.getByRole('dialog', { name: 'Request' })
  await dialog.getByText('favouriteColour').waitFor()
  const link = dialog.getByRole('link', { name: /^Person created/ })
  expect(await link.getAttribute('href')).toMatch(/^\/activity\?at=\d+$/)
  await dialog.getByRole('button', { name: 'Close' }).click()

  await page.getByText('Only refused ones').click()
  await taken.waitFor({ state: 'detached' })
  await refused.waitFor()
  expect(new URL(page.url()).searchParams.get('failed')).toBe('true')
  await page.locator('dt:text-is("Last refused request") + dd a').waitFor()
})

test('A pause of removals is told with what it means, and ends when somebody resumes', async () => {
  const { team, page } = await openTeam()
  const client = graphqlClient(dashboard.node, team.apiKey)
  await modifyDirectory(client, { directoryId: team.directoryId, removalsPerHour: 1 })
  const ids = [await team.scim.createUser('one'), await team.scim.createUser('two')]
  expect((await team.scim.delete(`/Users/${ids[0]}`)).status).toBe(204)
  expect((await team.scim.delete(`/Users/${ids[1]}`)).status).toBe(429)
  await page.getByText(/^Removals are paused since/).waitFor()
  await page.getByRole('button', { name: 'Resume removals' }).click()
  await page.getByRole('dialog', { name: 'Resume removals?' }).getByRole('button', { name: 'Resume removals' }).click()
  await page.getByText(/^Removals are paused since/).waitFor({ state: 'detached' })
  expect((await team.scim.delete(`/Users/${ids[1]}`)).status).toBe(204)
})

test('Settings that somebody else changed meanwhile are shown beside what was edited, and nothing is overwritten unseen', async () => {
  const { team, page } = await openTeam('?view=settings')
  const client = graphqlClient(dashboard.node, team.apiKey)
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('Mine')
  await modifyDirectory(client, { directoryId: team.directoryId, name: 'Theirs', isStrict: true })
  const conflict = page.getByRole('alert')
  await conflict.getByRole('row', { name: 'Name Theirs Mine' }).waitFor()
  await conflict.getByRole('row', { name: 'Strict On Not edited' }).waitFor()
  await conflict.getByText('Acme key changed the settings meanwhile').waitFor()
  expect(await page.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('heading', { level: 2, name: 'Mine' }).waitFor()
  const after = await modifyDirectory(client, { directoryId: team.directoryId })
  expect(after.directory).toMatchObject({ name: 'Mine', isStrict: true, version: 3 })

  await page.getByText('Pause removals when an hour has too many').click()
  await page.getByRole('textbox', { name: 'Removals in an hour' }).fill('7')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('The settings are saved').first().waitFor()
  expect((await modifyDirectory(client, { directoryId: team.directoryId })).directory).toMatchObject({ removalsPerHour: 7, version: 4 })
})

test('A save that comes too late is refused, and then shows what is there', async () => {
  const { team, page } = await openTeam('?view=settings')
  await page.getByRole('textbox', { name: 'Name' }).fill('Mine')
  const client = graphqlClient(dashboard.node, team.apiKey)
  // Between the press and the server somebody else is faster.
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('mutation ModifyDirectory'))
      await modifyDirectory(client, { directoryId: team.directoryId, name: 'Theirs' })
    await route.continue()
  })
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('alert').getByRole('row', { name: 'Name Theirs Mine' }).waitFor()
  await page.getByRole('button', { name: 'Take what is there now' }).click()
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Theirs')
})

test('A directory is deleted only by its exact name, with all that is in it', async () => {
  const { team, page } = await openTeam('?view=settings')
  await team.scim.createGroup('Engineers', [await team.scim.createUser('grace')])
  await page.getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete Acme directory?' })
  await dialog.getByText('1 person, and their session').waitFor()
  await dialog.getByText('1 group with its members').waitFor()
  await dialog.getByRole('textbox').fill('acme directory')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await dialog.getByText('This is not the name of the directory.').waitFor()
  expect((await team.scim.get('/Users')).status).toBe(200)
  await dialog.getByRole('textbox').fill('Acme directory')
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await page.getByRole('heading', { name: 'No directory yet' }).waitFor()
  await page.getByText('With 1 person and 1 group.').waitFor()
  expect((await team.scim.get('/Users')).status).toBe(401)
})

test('Of several directories one is chosen, and the address keeps it; one that is gone is told', async () => {
  const { team, page } = await openTeam()
  await page.getByRole('button', { name: 'New directory' }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByRole('heading', { level: 2, name: 'Okta' }).waitFor()
  await page.getByRole('button', { name: /Directory$/ }).click()
  await page.getByRole('option', { name: 'Acme directory' }).click()
  await page.getByRole('heading', { level: 2, name: 'Acme directory' }).waitFor()
  expect(new URL(page.url()).searchParams.get('directory')).toBe(team.directoryId)
  for (const [title, path] of [
    ['People', '/people'],
    ['Groups', '/groups'],
  ] as const)
    expect(await figure(page, title).getByRole('link').getAttribute('href')).toBe(`${path}?directory=${team.directoryId}`)
  const allow = await refuseRequests(page, 'query RecentArrivals')
  await page.reload()
  await page.getByRole('alert').getByText('Not today.').waitFor()
  expect(await page.getByText('Nobody has arrived yet').count()).toBe(0)
  await allow()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Nobody has arrived yet').waitFor()
  await page.goto(`${dashboard.node.url}/directory?directory=dir-nonsense`)
  await page.getByRole('heading', { name: 'This directory is not there' }).waitFor()
  await page.getByRole('button', { name: 'To the first directory' }).click()
  await page.getByRole('heading', { level: 2, name: 'Acme directory' }).waitFor()
})
