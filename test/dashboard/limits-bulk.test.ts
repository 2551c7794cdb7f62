import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { scimClient } from '../support/scim-client.ts'
import { setLimit } from '../support/spend-client.ts'
import { createTestTeam, type TestTeam } from '../support/start-app.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const eventually = <Value>(read: () => Promise<Value> | Value) => expect.poll(read, { timeout: 30_000 })
const ada = { administrator: 'ada@acme.example' }

type Groups = Record<'Design' | 'Engineering' | 'Marketing' | 'Sales' | 'Support', string>
let team: TestTeam
let client: GraphqlClient
let groups: Groups

/** A team of its own for each test: one person in three groups with limits; two groups have none. */
beforeEach(async () => {
  team = await createTestTeam(dashboard.node)
  client = graphqlClient(dashboard.node, team.apiKey)
  const scim = scimClient(team)
  const user = await scim.createUser('grace', { displayName: 'Grace' })
  groups = {
    Design: await scim.createGroup('Design', [user]),
    Engineering: await scim.createGroup('Engineering', [user]),
    Marketing: await scim.createGroup('Marketing'),
    Sales: await scim.createGroup('Sales'),
    Support: await scim.createGroup('Support'),
  }
  await setLimit(client, { groupId: groups.Design }, 1_000)
  await setLimit(client, { groupId: groups.Engineering }, 2_000)
  await setLimit(client, { groupId: groups.Marketing }, 3_000)
})

const openLimits = async (search = '?kind=groups', options = {}): Promise<Page> => {
  const page = await dashboard.open(`/limits${search}`, { as: ada, teamId: team.teamId, ...options })
  await table(page).getByRole('row').nth(1).waitFor()
  return page
}
const table = (page: Page) => page.getByRole('region', { name: 'All limits' }).getByRole('grid')
const row = (page: Page, name: string) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) })
const select = (page: Page, name: string) =>
  row(page, name)
    .getByRole('checkbox', { name: `Select ${name}` })
    .check({ force: true })
const dialog = (page: Page) => page.getByRole('dialog')

/** What each group has; null is unlimited, undefined none. */
async function limits(): Promise<Record<string, number | null | undefined>> {
  const { data } = await client.ask<{
    team: { groups: { nodes: { displayName: string; spendLimit: { amount: { amountMinor: number } | null } | null }[] } }
  }>('{ team { groups { nodes { displayName spendLimit { amount { amountMinor } } } } } }')
  return Object.fromEntries(
    data!.team.groups.nodes.map(({ displayName, spendLimit }) => [
      displayName,
      spendLimit ? (spendLimit.amount?.amountMinor ?? null) : undefined,
    ]),
  )
}

test('Several limits are set together, after a look at what that would do; where somebody else was faster it says so, and the others are done', async () => {
  const page = await openLimits()
  await select(page, 'Design')
  await select(page, 'Engineering')
  await select(page, 'Marketing')
  await page.getByText('3 limits selected').waitFor()
  await page.getByRole('button', { name: 'Change selected' }).click()
  await dialog(page).getByRole('textbox', { name: 'Amount a month in EUR' }).fill('45.50')
  await page.keyboard.press('Tab')
  const preview = dialog(page).getByRole('table').getByRole('row')
  await preview.filter({ hasText: 'Design' }).getByText('€10 → €45.50').waitFor()
  await preview.filter({ hasText: 'Engineering' }).getByText('1 rises').waitFor()
  await preview.filter({ hasText: 'Marketing' }).getByText('Nobody’s limit becomes another').waitFor()

  await setLimit(client, { groupId: groups.Engineering }, 7_700)
  await dialog(page).getByRole('button', { name: 'Change 3 limits' }).click()
  await dialog(page).getByText('2 limits were changed, 1 was refused.').waitFor()
  const items = dialog(page).getByRole('listitem')
  expect(await items.first().innerText()).toBe('Engineering\nSomebody else was faster. It is now: €77.')
  expect(await limits()).toMatchObject({ Design: 4_550, Engineering: 7_700, Marketing: 4_550 })

  // Decided anew about the one, knowing what is there now.
  await dialog(page).getByRole('button', { name: 'Decide anew' }).click()
  expect(await dialog(page).getByRole('textbox', { name: 'Amount a month in EUR' }).inputValue()).toBe('45.50')
  await dialog(page).getByRole('radio', { name: 'Raise or lower by percent' }).check({ force: true })
  await dialog(page).getByRole('table').getByText('€77 → €84.70').waitFor()
  await dialog(page).getByRole('button', { name: 'Change 1 limit' }).click()
  await page.getByText('1 limit changed').waitFor()
  expect(await limits()).toMatchObject({ Engineering: 8_470 })
  await page.getByText('Select limits to change them together').waitFor()
})

test('With all or nothing one refusal leaves all as they were; the row in the table says why, too', async () => {
  const page = await openLimits()
  await page.getByRole('button', { name: 'Select all 3 limits' }).click()
  await page.getByRole('button', { name: 'Change selected' }).click()
  await dialog(page).getByRole('radio', { name: 'Set to unlimited' }).check({ force: true })
  await dialog(page).getByRole('checkbox', { name: 'All or nothing' }).check({ force: true })
  await setLimit(client, { groupId: groups.Design }, 1_100)
  await dialog(page).getByRole('button', { name: 'Change 3 limits' }).click()
  await dialog(page).getByText('Nothing was changed. 1 limit was refused.').waitFor()
  expect(await dialog(page).getByRole('listitem').allInnerTexts()).toEqual([
    'Design\nSomebody else was faster. It is now: €11.',
    'Engineering\nNot changed, because others were refused.',
    'Marketing\nNot changed, because others were refused.',
  ])
  await dialog(page).getByRole('button', { name: 'Close' }).click()
  await row(page, 'Design').getByText('Somebody else was faster. It is now: €11.').waitFor()
  expect(await limits()).toMatchObject({ Design: 1_100, Engineering: 2_000, Marketing: 3_000 })
})

test('Limits are taken away together, by keyboard alone', async () => {
  const page = await openLimits()
  await table(page).getByRole('row').nth(1).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.getByText('2 limits selected').waitFor()
  const change = page.getByRole('button', { name: 'Change selected' })
  await change.focus()
  await page.keyboard.press('Enter')
  await dialog(page).getByRole('radio', { name: 'Set an amount' }).focus()
  await page.keyboard.press('ArrowUp')
  await dialog(page).getByRole('radio', { name: 'Take the limit away' }).and(page.locator(':checked')).waitFor()
  await dialog(page).getByRole('table').getByText('€10 → Not set').waitFor()
  await dialog(page).getByRole('button', { name: 'Change 2 limits' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('2 limits changed').waitFor()
  await eventually(() => table(page).getByRole('row').count()).toBe(2)
  expect(await limits()).toMatchObject({ Design: undefined, Engineering: 2_000, Marketing: undefined })
})

test('Groups without a limit are found by name and given one; the limit of one group is copied to others, once also when the answer is lost', async () => {
  const page = await openLimits('?kind=groups', { expectsComplaints: /ERR_FAILED/ })
  await page.getByRole('button', { name: 'Add limits for groups' }).click()
  const choices = dialog(page).getByRole('listbox', { name: 'Groups' })
  await eventually(() => choices.getByRole('option').count()).toBe(2)
  await choices.getByRole('option', { name: /Sales/ }).click()
  await dialog(page).getByRole('searchbox', { name: 'Search groups' }).fill('supp')
  await eventually(() => choices.getByRole('option').count()).toBe(1)
  await choices.getByRole('option', { name: /Support/ }).click()
  await dialog(page).getByText('2 groups chosen:').waitFor()
  await dialog(page).getByText('Sales, Support').waitFor()
  await dialog(page).getByRole('textbox', { name: 'Amount a month in EUR' }).fill('0')
  await page.keyboard.press('Tab')
  await dialog(page).getByRole('button', { name: 'Set for 2 groups' }).click()
  await page.getByText('2 limits changed').waitFor()
  await eventually(() => limits()).toMatchObject({ Sales: 0, Support: 0 })

  await select(page, 'Marketing')
  await page.getByRole('button', { name: 'Copy to groups' }).click()
  await dialog(page).getByText('Marketing has €30.').waitFor()
  await dialog(page).getByRole('checkbox', { name: 'Only groups without a limit' }).uncheck({ force: true })
  await eventually(() => choices.getByRole('option').count()).toBe(4)
  await choices.getByRole('option', { name: /Design/ }).click()
  await choices.getByRole('option', { name: /Sales/ }).click()
  await dialog(page).getByRole('table').getByText('€10 → €30').waitFor()
  const keys: unknown[] = []
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('mutation')) return route.continue()
    keys.push(route.request().postDataJSON().variables.input.idempotencyKey)
    if (keys.length > 1) return route.continue()
    await route.fetch()
    return route.abort()
  })
  await dialog(page).getByRole('button', { name: 'Copy to 2 groups' }).click()
  await dialog(page).getByText('It is not known whether this was done').waitFor()
  // What it did shows behind the question.
  await row(page, 'Design').getByText('€30').waitFor()
  expect(await dialog(page).getByText('Nothing was changed').count()).toBe(0)
  await dialog(page).getByRole('button', { name: 'Send again' }).click()
  await page.getByText('2 limits changed').last().waitFor()
  await dialog(page).waitFor({ state: 'detached' })
  expect(keys).toEqual([keys[0], keys[0]])
  await eventually(() => limits()).toEqual({ Design: 3_000, Engineering: 2_000, Marketing: 3_000, Sales: 3_000, Support: 0 })
})

test('A limit that ends by itself still does after it was changed with others; of unlimited there is no percent', async () => {
  const { data } = await client.ask<{ team: { users: { nodes: { id: string }[] } } }>('{ team { users { nodes { id } } } }')
  const userId = data!.team.users.nodes[0]!.id
  const expiresAt = '2027-03-31T22:00:00.000Z'
  await client.ask(`mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }`, {
    input: { target: { userId }, value: { amountMinor: 5_000 }, expiresAt },
  })
  await setLimit(client, { groupId: groups.Design }, null)
  const page = await openLimits('')
  await select(page, 'Grace')
  await select(page, 'Design')
  await page.getByRole('button', { name: 'Change selected' }).click()
  await dialog(page).getByRole('radio', { name: 'Raise or lower by percent' }).check({ force: true })
  await dialog(page)
    .getByRole('textbox', { name: /Percent/ })
    .fill('-20')
  await page.keyboard.press('Tab')
  await dialog(page).getByRole('table').getByText('€50 → €40').waitFor()
  await dialog(page).getByRole('row').filter({ hasText: 'Design' }).getByText('Stays as it is.').waitFor()
  await dialog(page).getByRole('button', { name: 'Change 2 limits' }).click()
  await page.getByText('1 limit changed').waitFor()
  const after = await client.ask('query ($id: ID!) { node(id: $id) { ... on User { spendLimit { amount { amountMinor } expiresAt } } } }', {
    id: userId,
  })
  expect(after.data).toEqual({ node: { spendLimit: { amount: { amountMinor: 4_000 }, expiresAt } } })
})
