import { beforeAll, expect, test } from 'vitest'
import { graphqlClient } from '../support/graphql-client.ts'
import { axeViolations, whileListIsOpen } from './support/axe-violations.ts'
import { holdRequests } from './support/intercepted.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
let group: string

beforeAll(async () => {
  group = await dashboard.scim.createGroup('Platform owners', [await dashboard.scim.createUser('eve@acme.example')])
  await dashboard.scim.createGroup('Empty')
})

test('Administrators are added and removed, and whoever has signed in is shown so', async () => {
  const page = await dashboard.open('/set-up?topic=access', { as: ada })
  const list = page.getByRole('region', { name: 'Administrators' })
  await list
    .getByRole('row', { name: /ada@acme\.example/ })
    .getByText('You', { exact: true })
    .waitFor()
  await list.getByLabel('Add an administrator by e-mail address').fill('grace@acme.example')
  await list.getByRole('button', { name: 'Add' }).click()
  await list
    .getByRole('row', { name: /grace@acme\.example/ })
    .getByText('Not yet')
    .waitFor()
  expect(await list.getByLabel('Add an administrator by e-mail address').inputValue()).toBe('')

  // Somebody else's act shows here too.
  await dashboard.open('/set-up?topic=access', { as: { administrator: 'linus@acme.example' } })
  await list.getByRole('row', { name: /linus@acme\.example/ }).waitFor()

  await list.getByRole('button', { name: 'Remove grace@acme.example' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await list.getByRole('row', { name: /grace@acme\.example/ }).waitFor({ state: 'detached' })
})

test('A group is found by a part of its name and made the administrator group, with the warning of the server', async () => {
  const page = await dashboard.open('/set-up?topic=access', { as: ada })
  const section = page.getByRole('region', { name: 'Administrator group' })
  await section.getByText('No group makes its members administrators.').waitFor()
  await section.getByRole('combobox', { name: 'Choose a group' }).fill('owners')
  await page.getByRole('option', { name: /Platform owners/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make them administrators' }).click()
  await section.getByRole('link', { name: 'Platform owners' }).waitFor()
  expect(await section.getByRole('link', { name: 'Platform owners' }).getAttribute('href')).toBe(`/groups/${group}`)

  await section.getByRole('combobox', { name: 'Choose a group' }).fill('empty')
  await page.getByRole('option', { name: /Empty/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make them administrators' }).click()
  await section.getByText('Look at this').waitFor()
  await section.getByRole('button', { name: 'Use no group' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Use no group' }).click()
  await section.getByText('No group makes its members administrators.').waitFor()
})

test('An API key is shown until somebody says that they have stored it, never again, works with its scopes alone, and ends when it is revoked', async () => {
  const page = await dashboard.open('/set-up?topic=access', { as: ada })
  const section = page.getByRole('region', { name: 'API keys' })
  await section.getByRole('button', { name: 'Issue a key' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Billing')
  await dialog.getByRole('button', { name: /Valid until/ }).click()
  await page.getByRole('option', { name: '90 days' }).click()
  const issuing = await holdRequests(page, 'mutation GiveApiKey')
  await dialog.getByRole('button', { name: 'Issue a key' }).click()
  await issuing.asked
  await expect.poll(() => dialog.getByRole('button', { name: 'Cancel' }).isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  issuing.release()
  const shown = dialog.getByText(/^hc_/)
  const key = (await shown.textContent())!
  await page.keyboard.press('Escape')
  // As over plain http.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await dialog.getByRole('button', { name: 'Copy API key' }).click()
  await dialog.getByText(/The text is selected/).waitFor()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(key)
  const answer = async () => (await graphqlClient(dashboard.node, key).ask('{ team { name } }')).status
  expect(await answer()).toBe(200)
  await dialog.getByRole('button', { name: 'I have stored it' }).click()
  const row = section.getByRole('row', { name: /Billing/ })
  await row.getByText('Read', { exact: true }).waitFor()
  expect(await page.content()).not.toContain(key)

  await row.getByRole('button', { name: 'Revoke Billing' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await row.waitFor({ state: 'detached' })
  expect(await answer()).toBe(401)
  await section.getByText('Show 1 key that has ended').click()
  await row.getByText('Revoked', { exact: true }).waitFor()
})

test('axe finds nothing wrong with the key that is shown, nor with the choice of a group', { timeout: 180_000 }, async () => {
  const page = await dashboard.open('/set-up?topic=access', { as: ada })
  const section = page.getByRole('region', { name: 'Administrator group' })
  await section.getByRole('combobox', { name: 'Choose a group' }).fill('owners')
  await page.getByRole('option', { name: /Platform owners/ }).waitFor()
  expect(await axeViolations(page, whileListIsOpen)).toEqual([])
  await page.getByRole('option', { name: /Platform owners/ }).click()
  await page.getByRole('alertdialog').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: 'Issue a key' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Reports')
  await dialog.getByRole('button', { name: 'Issue a key' }).click()
  await dialog.getByText(/^hc_/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axeViolations(page)).toEqual([])
})

test('Whoever removes themselves is thrown out at once', async () => {
  const page = await dashboard.open('/set-up?topic=access', {
    as: { administrator: 'mary@acme.example' },
    expectsComplaints: /401|403|4401/,
  })
  await page.getByRole('button', { name: 'Remove mary@acme.example' }).click()
  await page.getByText('This is you.', { exact: false }).waitFor()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('You are signed out', { exact: false }).waitFor()
})
