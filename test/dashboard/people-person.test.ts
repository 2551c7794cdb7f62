import { beforeAll, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { setLimit, spendClient } from '../support/spend-client.ts'
import { axeViolations } from './support/axe-violations.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
let client: GraphqlClient
let grace: string
let engineering: string

beforeAll(async () => {
  client = graphqlClient(dashboard.node, dashboard.team.apiKey)
  grace = await dashboard.scim.createUser('grace@acme.example', { displayName: 'Grace Hopper', externalId: '00u1' })
  const contractors = await dashboard.scim.createGroup('Contractors', [grace])
  engineering = await dashboard.scim.createGroup('Engineering')
  await setLimit(client, { groupId: contractors }, 5_000)
  await setLimit(client, { groupId: engineering }, 50_000)
})

const membership = (op: 'add' | 'remove') => ({ op, path: 'members', value: [{ value: grace }] })

async function setPlan(plan: Plan): Promise<void> {
  const teamId = fromId('team', dashboard.team.teamId)!
  await dashboard.node.app.commands.setTeamPlan({ teamId, actor: { kind: 'SYSTEM', id: null, label: 'Test' }, plan })
}

test('A person shows what applies to them and why, live: when a group takes them in, when somebody sets a limit, when they spend, when the directory is not kept in step, and when they are gone', async () => {
  const page = await dashboard.open(`/people/${grace}`, { as: ada })
  await page.getByText('Contractors gives €50; no other group has a limit. Without Contractors there would be no limit.').waitFor()
  await page.getByText('00u1').waitFor()
  const outOfStep = page.getByText('The directory is not kept in step')
  await setPlan('PRO')
  await outOfStep.waitFor()
  await page.getByText(/team Acme is on the plan PRO, and SCIM needs ENTERPRISE/).waitFor()
  await setPlan('ENTERPRISE')
  await outOfStep.waitFor({ state: 'detached' })
  await dashboard.scim.patch(`/Groups/${engineering}`, membership('add'))
  await page.getByText('Engineering gives €500, Contractors €50; the highest counts. Without Engineering it would be €50.').waitFor()
  await page
    .getByRole('table', { name: 'All limits that were looked at' })
    .getByRole('row', { name: /Contractors.*Not used.*Less than Engineering/ })
    .waitFor()
  await page.getByRole('heading', { name: 'Groups (2)' }).waitFor()
  const history = page.getByRole('list', { name: 'How the limit came about' })
  await history.getByRole('listitem').filter({ hasText: 'From €50 (From a group) to €500 (From a group)' }).waitFor()
  await setLimit(client, { userId: grace }, 12_000)
  await page.getByText('The personal limit of €120 goes before all others. Without it it would be €500.').waitFor()
  await spendClient(client).spend(grace, 11_999, { labels: [{ name: 'model', value: 'large' }] })
  await page.getByText('€119.99 of €120 spent – 99.9%').first().waitFor({ timeout: 25_000 })
  // Figures, entries and course are of one answer.
  expect(await page.getByRole('table', { name: 'Entries of this month' }).getByText('model: large').count()).toBe(1)
  const course = page.getByRole('region', { name: 'Spend so far this month, day by day, as a table' })
  expect(await course.locator('tbody tr').first().locator('td').allTextContents()).toEqual(['€119.99', '€120'])
  await dashboard.scim.patch(`/Users/${grace}`, { op: 'replace', path: 'displayName', value: 'Admiral Hopper' })
  await page.getByRole('heading', { level: 1, name: 'Admiral Hopper' }).waitFor()
  expect(await page.getByRole('link', { name: 'Why does a limit not apply?' }).getAttribute('href')).toBe(
    `/set-up?topic=questions&user=${grace}`,
  )
  expect(await axeViolations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axeViolations(page)).toEqual([])
  await dashboard.scim.delete(`/Users/${grace}`)
  await page.getByRole('alert').getByText('This person was deleted').waitFor()
  expect(await page.getByRole('link', { name: 'Activity' }).last().getAttribute('href')).toBe(`/activity?user=${grace}`)
  // The rest of the screen is as live as before.
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor()
  await page.goto(`${dashboard.node.url}/people/${grace}`)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
}, 90_000)
