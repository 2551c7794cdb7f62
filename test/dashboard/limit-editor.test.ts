import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { changeLimits } from '../support/limits.ts'
import { scimClient } from '../support/scim-client.ts'
import { createTestTeam } from '../support/start-app.ts'
import { axeViolations } from './support/axe-violations.ts'
import { pressEscape } from './support/press-escape.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const soon = { timeout: 30_000 }
const ada = { administrator: 'ada@acme.example' }
const bea = { administrator: 'bea@acme.example' }
let client: GraphqlClient
let people: string[]

beforeAll(async () => {
  client = graphqlClient(dashboard.node, dashboard.team.apiKey)
  people = []
  for (const name of ['ann', 'bob', 'cem', 'dana']) people.push(await dashboard.scim.createUser(name, { displayName: name }))
})

const opener = (page: Page, group: string, limit = '') => page.getByRole('button', { name: `Limit of ${group}: ${limit}` })
const amountField = (page: Page) => page.getByRole('textbox', { name: /Amount per person/ })

async function expectFocus(element: Locator): Promise<void> {
  await expect.poll(() => element.evaluate((one) => one === document.activeElement), soon).toBe(true)
}

async function openEditor(page: Page, group: string): Promise<void> {
  await opener(page, group).click()
  await page
    .getByRole('dialog', { name: `Limit of ${group}` })
    .getByRole('button', { name: 'Cancel' })
    .waitFor()
}

async function setLimit(groupId: string, value: object): Promise<void> {
  await changeLimits(client, 'setSpendLimit', { target: { groupId }, value })
}

async function storedLimit(groupId: string): Promise<unknown> {
  const { data } = await client.ask<{ node: { spendLimit: { isUnlimited: boolean; amount: { amountMinor: number } | null } | null } }>(
    'query ($id: ID!) { node(id: $id) { ... on Group { spendLimit { isUnlimited amount { amountMinor } } } } }',
    { id: groupId },
  )
  const limit = data!.node.spendLimit
  return limit && (limit.isUnlimited ? 'unlimited' : limit.amount!.amountMinor)
}

test('By the keyboard alone: the limit is opened, written, previewed and set, and the focus comes back', async () => {
  const id = await dashboard.scim.createGroup('Keys', people.slice(0, 3))
  const other = await dashboard.scim.createGroup('Keys too', people.slice(2))
  await setLimit(id, { amountMinor: 30_000 })
  await setLimit(other, { amountMinor: 10_000 })
  const page = await dashboard.open('/groups?search=keys', { as: ada })
  await opener(page, 'Keys').focus()
  await page.keyboard.press('Enter')
  await expectFocus(amountField(page))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('50')
  await page
    .getByRole('status')
    .filter({ hasText: 'Nobody gets more, 3 people get less, nobody is blocked.' })
    .waitFor({ state: 'attached' })
  const { data } = await client.ask<{ team: { preview: Record<string, number> } }>(
    `query ($input: SetSpendLimitInput!) { team { preview: spendLimitPreview(input: $input) { ... on SpendLimitPreview {
      raisedCount loweredCount becomesUnlimitedCount becomesBlockedCount unblockedCount unchangedCount } } } }`,
    { input: { target: { groupId: id }, value: { amountMinor: 5_000 } } },
  )
  const figures = await page.getByRole('region', { name: 'What this would change now' }).getByRole('definition').allTextContents()
  expect(figures.map(Number)).toEqual(Object.values(data!.team.preview))
  await page.getByRole('row', { name: 'cem €300 €100' }).waitFor()
  await page.keyboard.press('Enter')
  await opener(page, 'Keys', '€50. Change it').waitFor()
  await expectFocus(opener(page, 'Keys', '€50'))
  expect(await storedLimit(id)).toBe(5_000)
  await page.keyboard.press('Enter')
  await pressEscape(page)
  await expectFocus(opener(page, 'Keys', '€50'))
})

test('An amount that is none is refused before anything is sent; unlimited and no limit are set and shown', async () => {
  const id = await dashboard.scim.createGroup('Kinds')
  const page = await dashboard.open('/groups?search=kinds', { as: ada })
  const sent: string[] = []
  page.on('request', (request) => void (request.postData()?.includes('mutation') && sent.push(request.postData()!)))
  await openEditor(page, 'Kinds')
  const set = page.getByRole('button', { name: 'Set limit' })
  await set.click()
  await page.getByText('Write an amount, such as 1,234.05.').waitFor()
  await amountField(page).fill('12.345')
  await page.getByText('EUR has 2 digits after the point.').waitFor()
  await amountField(page).fill('-5')
  await page.getByText('A limit is never below 0.').waitFor()
  await amountField(page).fill('1,5')
  await page.getByText('This is no amount. Write it like 1,234.05.').waitFor()
  await set.click()
  expect(sent).toEqual([])
  await page.getByText('Unlimited', { exact: true }).click()
  await set.click()
  await opener(page, 'Kinds', 'Unlimited. Change it').waitFor()
  expect(await storedLimit(id)).toBe('unlimited')
  await openEditor(page, 'Kinds')
  await page.getByRole('radiogroup').getByText('Not set', { exact: true }).click()
  await page.getByRole('button', { name: 'Take the limit away' }).click()
  await opener(page, 'Kinds', 'Not set. Change it').waitFor()
  expect(await storedLimit(id)).toBe(null)
})

test('Two browsers: one sees what the other sets; the slower of two is told, and both ways out work', async () => {
  const id = await dashboard.scim.createGroup('Both', people)
  await setLimit(id, { amountMinor: 10_000 })
  const [a, b] = [await dashboard.open('/groups?search=both', { as: ada }), await dashboard.open('/groups?search=both', { as: bea })]
  await openEditor(a, 'Both')
  await amountField(a).fill('200')
  await a.getByRole('button', { name: 'Set limit' }).click()
  await opener(b, 'Both', '€200').waitFor()

  // The limit changes under an open dialog: it says so, and asks.
  await openEditor(b, 'Both')
  await setLimit(id, { amountMinor: 25_000 })
  await b.getByText('it was €200, now it is €250').waitFor()
  expect(await b.getByRole('button', { name: 'Set limit' }).isDisabled()).toBe(true)
  await b.getByRole('button', { name: 'Go on with mine' }).click()
  await amountField(b).fill('260')
  await b.getByRole('button', { name: 'Set limit' }).click()
  await opener(a, 'Both', '€260').waitFor()

  // Both at once: B's request leaves the browser after A's was done, and B could not have heard of it.
  const race = async (theirs: string, mine: string): Promise<void> => {
    await openEditor(b, 'Both')
    await amountField(b).fill(mine)
    await b.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('mutation')) await setLimit(id, { amountMinor: Number(theirs) * 100 })
      await route.continue()
    })
    await b.getByRole('button', { name: 'Set limit' }).click()
    await b.getByRole('dialog', { name: 'Somebody else was faster' }).getByRole('button', { name: 'Keep theirs' }).waitFor()
    await b.unroute('**/graphql')
    expect((await b.locator('.conflict dd:not(.hint)').allTextContents()).join()).toBe(`€${theirs},€${mine}`)
  }
  await race('300', '310')
  await b.getByRole('button', { name: 'Keep theirs' }).click()
  await opener(b, 'Both', '€300. Change it').waitFor()
  expect(await storedLimit(id)).toBe(30_000)
  await race('400', '410')
  expect(await axeViolations(b)).toEqual([])
  await b.getByRole('button', { name: 'Set mine anyway' }).click()
  await opener(b, 'Both', '€410. Change it').waitFor()
  await opener(a, 'Both', '€410').waitFor()
  expect(await storedLimit(id)).toBe(41_000)
})

test('What is being written stays open when its row leaves the list, and says so; what was set here is forgotten once somebody else takes it away', async () => {
  const id = await dashboard.scim.createGroup('Leaves')
  const page = await dashboard.open('/groups?search=leaves&limit=without', { as: ada })
  await openEditor(page, 'Leaves')
  await amountField(page).fill('200')
  await setLimit(id, { amountMinor: 5_000 })
  await page.getByText('it was Not set, now it is €50').waitFor()
  await page.getByRole('heading', { name: 'Nothing matches', includeHidden: true }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Go on with mine' }).click()
  expect(await amountField(page).inputValue()).toBe('200')
  await page.getByRole('button', { name: 'Set limit' }).click()
  await page.getByText('Limit of Leaves: €200.').waitFor()
  expect(await storedLimit(id)).toBe(20_000)

  // Back in the list it is at the version that it began with: nothing but the change tells that it is not what was set here.
  await changeLimits(client, 'clearSpendLimit', { target: { groupId: id } })
  await openEditor(page, 'Leaves')
  await amountField(page).fill('300')
  await page.getByRole('button', { name: 'Set limit' }).click()
  await page.getByText('Limit of Leaves: €300.').waitFor()
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
  await changeLimits(client, 'clearSpendLimit', { target: { groupId: id } })
  await opener(page, 'Leaves', 'Not set. Change it').waitFor()

  await openEditor(page, 'Leaves')
  await dashboard.scim.delete(`/Groups/${id}`)
  await page.getByText('Leaves was deleted meanwhile.').waitFor()
})

test('The last day of a personal limit is set, changed and taken away; one that is written in part is no limit without an end', async () => {
  const id = await dashboard.scim.createUser('ella', { displayName: 'Ella' })
  const year = new Date().getUTCFullYear() + 1
  const storedEnd = async (): Promise<unknown> => {
    const { data } = await client.ask<{ node: { spendLimit: unknown } }>(
      'query ($id: ID!) { node(id: $id) { ... on User { spendLimit { amount { amountMinor } expiresAt } } } }',
      { id },
    )
    return data!.node.spendLimit
  }
  const page = await dashboard.open(`/people/${id}`, { as: ada })
  const part = (name: string) => page.getByRole('dialog').getByRole('spinbutton', { name: new RegExp(`^${name}`) })
  const set = page.getByRole('button', { name: 'Set limit' })
  await openEditor(page, 'Ella')
  await amountField(page).fill('40')
  await part('day').pressSequentially('31')
  await part('month').pressSequentially('03')
  await set.click()
  await page.getByText('This day is not complete.').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), soon).toMatch(/^year/)
  expect(await axeViolations(page)).toEqual([])
  expect(await storedEnd()).toBe(null)

  await page.keyboard.type(String(year))
  await page.getByText('This day is not complete.').waitFor({ state: 'detached' })
  await set.click()
  await opener(page, 'Ella', '€40. Change it').waitFor()
  await page.getByText(`until 31 Mar ${year}`).waitFor()
  expect(await storedEnd()).toEqual({ amount: { amountMinor: 4_000 }, expiresAt: `${year}-04-01T00:00:00.000Z` })

  // Of a day that was there a part is taken away: it is not the old one either.
  await openEditor(page, 'Ella')
  await part('day').focus()
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await set.click()
  await page.getByText('This day is not complete.').waitFor()
  await part('day').pressSequentially('30')
  await set.click()
  await page.getByText(`until 30 Mar ${year}`).waitFor()
  await openEditor(page, 'Ella')
  await part('year').focus()
  await page.keyboard.press('Backspace')
  await page.getByRole('button', { name: 'Without an end' }).click()
  await part('year').getByText('yyyy').waitFor()
  await set.click()
  await page.getByText(`until 30 Mar ${year}`).waitFor({ state: 'detached' })
  await expect.poll(storedEnd, soon).toEqual({ amount: { amountMinor: 4_000 }, expiresAt: null })
})

test('What is being saved shows at once; what the server refuses is taken back, with the reason; without an answer nobody says that it was not done', async () => {
  const id = await dashboard.scim.createGroup('Refused')
  await setLimit(id, { amountMinor: 70_000 })
  const page = await dashboard.open('/groups?search=refused', { as: ada, expectsComplaints: /ERR_FAILED/ })
  let answer = (): void => undefined
  const held = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('mutation')) return route.continue()
    await held
    const setSpendLimit = { __typename: 'ForbiddenError', code: 'FORBIDDEN', message: 'You may not set limits any more.' }
    return route.fulfill({ json: { data: { setSpendLimit } } })
  })
  await openEditor(page, 'Refused')
  await amountField(page).fill('5')
  await page.getByRole('button', { name: 'Set limit' }).click()
  await opener(page, 'Refused', '€5, being saved').waitFor()
  answer()
  await page.getByText('The limit of Refused was not changed.').waitFor()
  await page.getByText('You may not set limits any more.').waitFor()
  await opener(page, 'Refused', '€700. Change it').waitFor()

  // It is done, and the answer is lost, each of the times that it is sent by itself.
  await page.unroute('**/graphql')
  const keys: unknown[] = []
  let loses = true
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('mutation')) return route.continue()
    keys.push(route.request().postDataJSON().variables.input.idempotencyKey)
    if (!loses) return route.continue()
    await route.fetch()
    return route.abort()
  })
  await openEditor(page, 'Refused')
  await amountField(page).fill('6')
  await page.getByRole('button', { name: 'Set limit' }).click()
  const unanswered = page.getByRole('dialog', { name: 'Nobody knows whether this was done' })
  await unanswered.getByText('it is not known whether the limit of Refused was changed').waitFor()
  loses = false
  await unanswered.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('Limit of Refused: €6.').waitFor()
  await opener(page, 'Refused', '€6. Change it').waitFor()
  expect(keys).toEqual(Array.from({ length: 4 }, () => keys[0]))
  expect(await page.getByText('The limit of Refused was not changed.').count()).toBe(1)
})

test.each([
  { currency: 'JPY', locale: 'en-GB', typed: '12,500', tooFine: '1.5', amountMinor: 12_500, shown: /12,500/ },
  { currency: 'BHD', locale: 'de-DE', typed: '1.234,567', tooFine: '1,2345', amountMinor: 1_234_567, shown: /1\.234,567/ },
])(
  'A limit in $currency as $locale writes it has the digits of its currency',
  async ({ currency, locale, typed, tooFine, amountMinor, shown }) => {
    const team = await createTestTeam(dashboard.node, { name: currency, currency })
    const groupId = await scimClient(team).createGroup('Digits')
    const page = await dashboard.open('/groups', { as: ada, teamId: team.teamId, locale })
    const button = page.getByRole('button', { name: /^Limit (of|von) Digits/ })
    await button.click()
    const field = page.getByRole('dialog').getByRole('textbox')
    await field.fill(tooFine)
    await page.getByText(/after the point|Nachkommastellen/).waitFor()
    await field.fill(typed)
    await page.getByRole('button', { name: /Set limit|Limit festlegen/ }).click()
    await page.getByRole('button', { name: shown }).waitFor()
    const stored = () =>
      graphqlClient(dashboard.node, team.apiKey).ask(
        'query ($id: ID!) { node(id: $id) { ... on Group { spendLimit { amount { amountMinor } } } } }',
        { id: groupId },
      )
    await expect.poll(async () => (await stored()).data, soon).toEqual({ node: { spendLimit: { amount: { amountMinor } } } })
  },
)

test.each(['light'] as const)('axe finds nothing wrong with the open dialog, %s', async (colorScheme) => {
  await dashboard.scim.createGroup(`Axe ${colorScheme}`, people)
  const page = await dashboard.open(`/groups?search=axe ${colorScheme}`, { as: ada, colorScheme })
  await openEditor(page, `Axe ${colorScheme}`)
  await amountField(page).fill('1x')
  await page.getByText('This is no amount.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await amountField(page).fill('5,000')
  await page.getByRole('rowheader', { name: 'ann' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
})
