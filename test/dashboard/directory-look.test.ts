import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { graphqlClient } from '../support/graphql-client.ts'
import { modifyDirectory } from '../support/modify-directory.ts'
import { axeViolations } from './support/axe-violations.ts'
import { createTeamWithoutDirectory } from './support/team-without-directory.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const as = { administrator: 'ada@acme.example' }

async function expectNoViolations(page: Page, where: string): Promise<void> {
  expect(await axeViolations(page), where).toEqual([])
}

test('What is loading says so, what failed says why and is tried again', async () => {
  const page = await dashboard.open('/groups', { as, expectsComplaints: /500/ })
  let isBroken = true
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/graphql', async (route) => {
    const asked = route.request().postData() ?? ''
    if (!isBroken || !/query (TeamDirectories|DirectoryOverview|DirectoryAccess|ScimRequests|DirectorySettings)/.test(asked))
      return route.continue()
    await released
    return route.fulfill({ status: 500, json: { errors: [{ message: 'Internal error: request 7.', extensions: { code: 'INTERNAL' } }] } })
  })
  await page.getByRole('navigation').getByRole('link', { name: 'Directory' }).click()
  await page.getByRole('main').getByRole('status').filter({ hasText: 'Loading…' }).waitFor()
  release()
  await page.getByText('Internal error: request 7.').waitFor()
  isBroken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { level: 2, name: 'Acme directory' }).waitFor()
  for (const tab of ['Access', 'Requests', 'Settings']) {
    isBroken = true
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tabpanel').getByText('Internal error: request 7.').waitFor()
    isBroken = false
    await page.getByRole('tabpanel').getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('tabpanel').getByRole('heading', { level: 2 }).first().waitFor()
  }
})

test('A mutation that is refused keeps the dialog and says why', async () => {
  const page = await dashboard.open('/directory', { as })
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('mutation CreateDirectory')
      ? route.fulfill({
          json: { data: { createDirectory: { __typename: 'SsoRequiredError', code: 'SSO_REQUIRED', message: 'SSO is off.' } } },
        })
      : route.continue(),
  )
  await page.getByRole('button', { name: 'New directory' }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('dialog').getByRole('alert').getByText('SSO is off.').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'New directory' }).click()
  expect(await page.getByText('SSO is off.').count()).toBe(0)
})

test.each(['light'] as const)(
  'axe finds nothing wrong on any part and with dialogs open (%s)',
  { timeout: 180_000 },
  async (colorScheme) => {
    const team = await dashboard.newTeam('Acme')
    const client = graphqlClient(dashboard.node, team.apiKey)
    const customSchemas = [
      { urn: 'urn:example:scim:1.0:User', name: 'Acme', resourceType: 'USER', attributes: [{ name: 'costCentre', required: true }] },
    ]
    await modifyDirectory(client, { directoryId: team.directoryId, removalsPerHour: 1, customSchemas })
    const ids = [await team.scim.createUser('one'), await team.scim.createUser('two')]
    for (const id of ids) await team.scim.delete(`/Users/${id}`)
    const page = await dashboard.open('/directory?expected=10', { as, teamId: team.teamId, colorScheme })
    await page.getByText(/^Removals are paused since/).waitFor()
    await page.getByRole('list', { name: 'Recently arrived' }).waitFor()
    await expectNoViolations(page, 'overview')
    await page.getByRole('button', { name: 'Resume removals' }).click()
    await page.getByRole('dialog').waitFor()
    await expectNoViolations(page, 'resume')
    await page.getByRole('button', { name: 'Cancel' }).click()

    await page.getByRole('tab', { name: 'Access' }).click()
    await page.getByRole('button', { name: 'Issue a token' }).click()
    await page.getByRole('dialog').waitFor()
    await expectNoViolations(page, 'issue')
    await page.getByRole('textbox', { name: 'Label' }).fill('Second')
    await page.getByRole('button', { name: 'Issue', exact: true }).click()
    await page.getByRole('alertdialog').waitFor()
    await expectNoViolations(page, 'token')
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByText('Second was not used yet.').waitFor()
    await expectNoViolations(page, 'access')

    await page.getByRole('tab', { name: 'Connection test' }).click()
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await page.getByRole('list', { name: 'Steps of the test' }).waitFor({ timeout: 45_000 })
    await expectNoViolations(page, 'test')

    await page.getByRole('tab', { name: 'Requests' }).click()
    const refused = page.getByRole('row').filter({ hasText: '429' })
    await refused.waitFor()
    await expectNoViolations(page, 'requests')
    await refused.click()
    await page.getByRole('dialog').waitFor()
    await expectNoViolations(page, 'request')
    await page.getByRole('button', { name: 'Close' }).click()

    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Mine')
    await modifyDirectory(client, { directoryId: team.directoryId, isStrict: true })
    await page.getByRole('row', { name: 'Name Acme directory Mine' }).waitFor()
    await expectNoViolations(page, 'settings')
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('dialog').waitFor()
    await expectNoViolations(page, 'delete')

    const bare = await dashboard.open('/directory', { as, teamId: await createTeamWithoutDirectory(dashboard.node), colorScheme })
    await bare.getByRole('button', { name: 'Create a directory' }).waitFor()
    await expectNoViolations(bare, 'empty')
    await bare.getByRole('button', { name: 'Create a directory' }).click()
    await bare.getByRole('dialog').waitFor()
    await expectNoViolations(bare, 'create')
  },
)
