import { beforeAll, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { setLimit, spendClient } from '../support/spend-client.ts'
import { axeViolations } from './support/axe-violations.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
let client: GraphqlClient
let mia: string
let sales: string
let support: string

beforeAll(async () => {
  client = graphqlClient(dashboard.node, dashboard.team.apiKey)
  mia = await dashboard.scim.createUser('mia@acme.example', { displayName: 'Mia' })
  const noah = await dashboard.scim.createUser('noah@acme.example', { displayName: 'Noah' })
  sales = await dashboard.scim.createGroup('Sales', [mia, noah])
  support = await dashboard.scim.createGroup('Support', [noah])
  await setLimit(client, { groupId: sales }, 50_000)
  await setLimit(client, { groupId: support }, 90_000)
  await spendClient(client).spend(mia, 1_500)
})

test('A member sees what they may spend and why, live and in words to them, and nobody else; deactivated, they are out at once', async () => {
  const page = await dashboard.open('/me', { as: { member: 'mia@acme.example' }, expectsComplaints: /401|4401/ })
  await page.getByText('Sales gives you €500; none of your other groups has a limit.').waitFor()
  await page.getByText('€15 of €500 spent – 3%').first().waitFor()
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor()
  await dashboard.scim.patch(`/Groups/${support}`, { op: 'add', path: 'members', value: [{ value: mia }] })
  await page.getByText('Support gives you €900, Sales €500; the highest counts. Without Support it would be €500.').waitFor()
  await page.getByRole('heading', { name: 'My groups (2)' }).waitFor()
  const history = page.getByRole('list', { name: 'How my limit came about' })
  await history.getByText('You came into the group Support.').waitFor()
  await setLimit(client, { userId: mia }, 2_000)
  await page.getByText('Your personal limit of €20 goes before all others.').waitFor()
  await history.getByText('Your personal limit was set to €20.').waitFor()
  expect(await page.locator('main').textContent()).not.toContain('Noah')
  expect(await axeViolations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axeViolations(page)).toEqual([])
  await dashboard.scim.patch(`/Users/${mia}`, { op: 'replace', path: 'active', value: false })
  await page.getByRole('heading', { name: 'Sign in to Headcount' }).waitFor()
  await page.getByRole('alert').waitFor()
  expect(await page.title()).toBe('Sign in to Headcount')
}, 60_000)

test('An administrator who goes while others come is told that they left', async () => {
  const noah = (await dashboard.scim.get('/Users?filter=userName%20eq%20%22noah@acme.example%22')).body['Resources'][0].id as string
  await dashboard.node.app.commands.setAdministratorGroup({
    teamId: fromId('team', dashboard.team.teamId)!,
    actor: { kind: 'SYSTEM', id: null, label: 'Test' },
    groupId: fromId('group', await dashboard.scim.createGroup('IT', [noah]))!,
  })
  const page = await dashboard.open('/me', { as: { member: 'noah@acme.example' } })
  await page.getByText('Support gives you €900, Sales €500').waitFor()
  await page.getByRole('link', { name: 'Groups' }).waitFor()
  const members = [{ value: await dashboard.scim.createUser('pia@acme.example') }]
  await dashboard.scim.put(`/Groups/${support}`, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Support',
    members,
  })
  const history = page.getByRole('list', { name: 'How my limit came about' })
  await history.getByText('You left the group Support.').waitFor()
})

test('An administrator who is no user of a directory is told so', async () => {
  const page = await dashboard.open('/me', { as: { administrator: 'ada@acme.example' } })
  await page.getByRole('heading', { name: 'You are not in the directory' }).waitFor()
})
