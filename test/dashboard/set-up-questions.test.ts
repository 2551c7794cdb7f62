import { beforeAll, expect, test } from 'vitest'
import { axeViolations } from './support/axe-violations.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
let user: string

beforeAll(async () => {
  const { scim } = dashboard
  user = await scim.createUser('bob@acme.example', { displayName: 'Bob Ross', active: false })
  await scim.createGroup('Painters', [user])
  await scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'zed@acme.example', active: 'nonsense' })
})

test('Each question is answered with evidence for this team, and the address leads back to the answer', async () => {
  const page = await dashboard.open('/set-up?topic=questions', { as: ada })
  const answer = page.getByRole('region', { name: /^Why/ })
  await answer.getByRole('heading', { name: 'SCIM is served' }).waitFor()

  await page.getByRole('link', { name: 'Why does this person not arrive?' }).click()
  await answer.getByLabel('User name, e-mail address or external ID').fill('bob@acme.example')
  await answer.getByRole('button', { name: 'Ask' }).click()
  await answer.getByRole('heading', { name: 'The person is inactive' }).waitFor()
  expect(await answer.getByRole('link', { name: 'Bob Ross' }).first().getAttribute('href')).toBe(`/people/${user}`)
  expect(new URL(page.url()).searchParams.get('person')).toBe('bob@acme.example')
  await answer.getByLabel('User name, e-mail address or external ID').fill('zed@acme.example')
  await answer.getByRole('button', { name: 'Ask' }).click()
  await answer.getByRole('heading', { name: 'Creating it was refused' }).waitFor()
  await answer.getByText('1 request that shows it').first().click()
  await answer.getByText('POST /Users').first().waitFor()

  await page.getByRole('link', { name: 'Why does this group not appear, or stay empty?' }).click()
  await answer.getByLabel('Name or external ID of the group').fill('Painter')
  await answer.getByRole('button', { name: 'Ask' }).click()
  await answer.getByRole('heading', { name: 'There is no such group' }).waitFor()
  await answer.getByRole('link', { name: 'Group Painters' }).waitFor()

  await page.getByRole('link', { name: 'Why does this limit not apply to this person?' }).click()
  await answer.getByRole('combobox', { name: 'Find a person' }).fill('ross')
  await page.getByRole('option', { name: /Bob Ross/ }).click()
  await answer.getByText('This explains it').first().waitFor()
  expect(new URL(page.url()).searchParams.get('user')).toBe(user)
  await page.reload()
  await answer.getByText('This explains it').first().waitFor()
})

test('An answer that is on the screen becomes another when the directory does', async () => {
  const page = await dashboard.open('/set-up?topic=questions&person=carol%40acme.example', { as: ada })
  await page.getByRole('heading', { name: 'There is no such person' }).waitFor()
  await dashboard.scim.createUser('carol@acme.example')
  await page.getByRole('heading', { name: 'The person is here', exact: true }).waitFor()
})

test('The guide of each provider is shown with this team’s own addresses, and guides lead to one another', async () => {
  const page = await dashboard.open('/set-up?topic=guide', { as: ada })
  const choice = page.getByRole('navigation', { name: 'Identity provider' })
  const names = ['Okta', 'Microsoft Entra ID', 'Google Workspace', 'OneLogin', 'JumpCloud', 'Ping Identity', 'Another provider']
  for (const name of names) {
    await choice.getByRole('link', { name }).click()
    const guide = page.getByRole('region', { name: `Guide: ${name}` })
    await guide.getByRole('heading', { level: 3 }).first().waitFor()
    await guide.getByText(`${dashboard.node.url}/sso/callback`).first().waitFor()
    expect(await guide.textContent()).not.toMatch(/\*\*|\| ---|<host>\/(sso|sign-in)/)
  }
  await page.getByRole('region', { name: 'Guide: Another provider' }).getByText(dashboard.team.scimUrl).first().waitFor()
  await page.getByRole('region', { name: 'Your values' }).getByRole('button', { name: 'Copy SCIM address' }).waitFor()
  await choice.getByRole('link', { name: 'Google Workspace' }).click()
  await page.getByRole('region', { name: 'Guide: Google Workspace' }).getByRole('link').first().click()
  await page.getByRole('region', { name: 'Guide: Another provider' }).waitFor()
  expect(new URL(page.url()).searchParams.get('provider')).toBe('OTHER')
})

test('A member is told that this is for administrators', async () => {
  await dashboard.scim.createUser('dan@acme.example')
  const page = await dashboard.open('/set-up?topic=access', { as: { member: 'dan@acme.example' } })
  await page.getByRole('heading', { name: 'This is for administrators' }).waitFor()
})

const slowly = { timeout: 120_000 }
test.each(['light'] as const)('axe finds nothing wrong on any part of the page, nor in its dialogs, in %s', slowly, async (colorScheme) => {
  const page = await dashboard.open('/set-up', { as: ada, colorScheme })
  await page.getByRole('heading', { name: 'First person' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
  const topics = page.getByRole('navigation', { name: 'Parts of the set-up' })
  await topics.getByRole('link', { name: 'Single sign-on' }).click()
  await page.getByLabel('Issuer').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await topics.getByRole('link', { name: 'Provider guide' }).click()
  await page.getByRole('heading', { level: 3 }).first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  await topics.getByRole('link', { name: 'Why does it not' }).click()
  await page.getByRole('link', { name: 'Why does this person not arrive?' }).click()
  await page.getByLabel('User name, e-mail address or external ID').fill('zed@acme.example')
  await page.getByRole('button', { name: 'Ask' }).click()
  await page
    .getByText(/requests? that shows? it/)
    .first()
    .click()
  expect(await axeViolations(page)).toEqual([])
  await topics.getByRole('link', { name: 'Who gets in' }).click()
  await page.getByRole('row', { name: /ada@acme\.example/ }).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Issue a key' }).click()
  await page.getByRole('alertdialog').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Remove ada@acme.example' }).click()
  await page.getByRole('alertdialog').waitFor()
  expect(await axeViolations(page)).toEqual([])
})
