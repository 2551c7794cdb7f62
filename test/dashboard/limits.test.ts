import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { setLimit } from '../support/spend-client.ts'
import { fillSpendingTeam, spenderNames, type SpendingTeam } from './support/spending-team.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const eventually = <Value>(read: () => Promise<Value> | Value) => expect.poll(read, { timeout: 30_000 })
const ada = { administrator: 'ada@acme.example' }
let team: SpendingTeam
beforeAll(async () => {
  team = await fillSpendingTeam(dashboard.node, dashboard.team, dashboard.scim)
})

const openLimits = (search = ''): Promise<Page> => dashboard.open(`/limits${search}`, { as: ada })

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const report = (page: Page) => section(page, 'People').getByRole('grid', { name: 'People' })
/** The names in the report, in its order. */
async function names(page: Page): Promise<string[]> {
  await report(page).getByRole('row').nth(1).waitFor()
  return report(page).getByRole('link').and(page.locator('[href^="/people/"]')).allTextContents()
}
const shows = async (page: Page, expected: string[]): Promise<void> => eventually(() => names(page)).toEqual(expected)
const clearLimit = (userId: string) =>
  team.client.ask(`mutation ($userId: ID!) { clearSpendLimit(input: { target: { userId: $userId } }) { __typename } }`, { userId })
const { over, used, near, free, quiet, free2, unlimited, gone } = spenderNames

test('The month at a glance counts whoever is over, near, blocked and unlimited, and each count leads to them', async () => {
  const page = await openLimits()
  const glance = section(page, 'At a glance')
  await glance.getByText('€735.45').waitFor()
  await glance.getByText(/As of \d+:\d\d:\d\d/).waitFor()
  await glance.getByText('8 people in the directory').waitFor()
  await glance.getByText('may spend nothing more; 1 of them is inactive').waitFor()
  await glance.getByText('Spend begins at 0 again at midnight, UTC', { exact: false }).waitFor()
  for (const [name, people] of [
    ['Over: 1 person. Show them', [over]],
    ['Near: 1 person. Show them', [near]],
    ['Blocked: 3 people. Show them', [over, gone, used]],
    ['Unlimited: 1 person. Show them', [unlimited]],
  ] as const) {
    await glance.getByRole('link', { name }).click()
    await eventually(async () => (await names(page)).toSorted()).toEqual([...people].sort())
    expect(new URL(page.url()).searchParams.get('view')).toBe(name.split(':', 1)[0]!.toLowerCase())
    await section(page, 'People')
      .getByRole('status')
      .getByText(people.length === 1 ? '1 person.' : '3 people.')
      .waitFor()
  }
})

test('The charts have their figures as tables beside them, and say of when they are; what changes before their first answer is in the second', async () => {
  const page = await openLimits()
  const charts = section(page, 'Over time and across people')
  const figures = async (title: string): Promise<string[][]> => {
    const rows = charts.getByRole('region', { name: `${title}, as a table` }).locator('tbody tr')
    await rows.first().waitFor()
    return rows.evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent)))
  }
  const months = await figures('Spent by month')
  expect(months.map(([, spent]) => spent)).toEqual(['€735.45', '€49', ...Array.from({ length: 10 }, () => '€0')])
  expect(await figures('Who has spent the most this month, against their limit')).toEqual([
    [over, '€123.45', '€100'],
    [used, '€100', '€100'],
    [near, '€80', '€100'],
    [free, '€25', '€100'],
  ])
  const parts = await figures('People by how much of their limit is used this month')
  expect(parts).toEqual([
    ['Over 100 %', '1'],
    ['75–100 %', '2'],
    ['50–75 %', '0'],
    ['25–50 %', '0'],
    ['Up to 25 %', '1'],
    ['Nothing', '2'],
  ])
  expect(await charts.getByText(/^As of \d+:\d\d:\d\d$/).count()).toBe(3)

  const [read, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isFirst = true
  await page.route('**/graphql', async (route) => {
    if (!isFirst || !route.request().postData()?.includes('query SpendDistribution')) return route.continue()
    isFirst = false
    const response = await route.fetch()
    read.resolve()
    await released.promise
    return route.fulfill({ response })
  })
  // All of it is seen: what is not is asked for again when it is.
  await page.setViewportSize({ width: 1280, height: 6_000 })
  await page.reload()
  await read.promise
  await setLimit(team.client, { userId: team.users.free }, 2_000)
  await section(page, 'At a glance').getByRole('link', { name: 'Over: 2 people. Show them' }).waitFor()
  released.resolve()
  await eventually(async () => (await figures('People by how much of their limit is used this month'))[0]).toEqual(['Over 100 %', '2'])
  await clearLimit(team.users.free)
})

test('The report says what applies, where it comes from, what is spent, reserved and left, and is ordered and searched in the address', async () => {
  const page = await openLimits()
  await shows(page, [free2, free, gone, near, over, quiet, unlimited, used])
  const row = (name: string) => report(page).getByRole('row').filter({ hasText: name })
  expect(await row(quiet).getByRole('gridcell').allInnerTexts()).toEqual([
    `${quiet}\nquiet@acme.example`,
    '€50\nContractors',
    '€0',
    '€10',
    '€40',
    '0%',
    'Within',
  ])
  expect(await row(over).getByRole('gridcell').last().innerText()).toBe('Over, blocked')
  expect(await row(gone).getByRole('gridcell').last().innerText()).toBe('Inactive')
  expect(await row(free2).getByRole('gridcell').nth(1).innerText()).toBe('€20\nDefault of the team')

  await page.getByRole('button', { name: /Order by/ }).click()
  await page.getByRole('option', { name: 'Spent, most first' }).click()
  await shows(page, [unlimited, over, used, near, free, gone, free2, quiet])
  expect(new URL(page.url()).searchParams.get('order')).toBe('-spent')
  await page.getByRole('searchbox', { name: 'Search people' }).fill('free')
  await shows(page, [free, free2])
  expect(new URL(page.url()).searchParams.get('search')).toBe('free')
  await page.reload()
  await shows(page, [free, free2])
  await page.getByRole('searchbox', { name: 'Search people' }).fill('nobody of this name')
  await page.getByRole('heading', { name: 'Nothing matches the search' }).waitFor()
})

test('Of an earlier month it shows what was spent then, and says that the limits are those of today', async () => {
  const page = await openLimits('?order=-spent')
  const months = page.getByRole('button', { name: /Month/ })
  await months.click()
  expect(await page.getByRole('option').count()).toBe(13)
  await page.getByRole('option').nth(1).click()
  await eventually(async () => (await names(page))[0]).toBe(quiet)
  const row = report(page).getByRole('row').nth(1)
  expect(await row.getByRole('gridcell').nth(2).innerText()).toBe('€49')
  await page.getByText('beside the limits of today').waitFor()
  expect(new URL(page.url()).searchParams.get('period')).toMatch(/^\d{4}-\d\d$/)
})

test('The group in the address leaves its members alone, until everybody is wanted again', async () => {
  const page = await openLimits(`?group=${team.groups.Contractors}`)
  await shows(page, [quiet])
  await page.getByText('Only members of Contractors').waitFor()
  await page.getByRole('button', { name: 'Show everybody' }).click()
  await eventually(async () => (await names(page)).length).toBe(8)
})

test('The file has the rows that are shown, in their order; who is no administrator gets none', async () => {
  const page = await openLimits('?view=blocked&order=-spent')
  await shows(page, [over, used, gone])
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()])
  expect(download.suggestedFilename()).toMatch(/^spend-report-Acme-\d{4}-\d\d\.csv$/)
  const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n')
  const at = head!.split(',').indexOf('displayName')
  expect(lines.map((line) => line.split(',')[at])).toEqual([over, used, gone])

  const nearBy = await openLimits('?view=near')
  await shows(nearBy, [near])
  const link = nearBy.getByRole('link', { name: 'Download as CSV' })
  const address = dashboard.node.url + (await link.getAttribute('href'))!
  // As a request of our own page: a cookie alone is not enough.
  const headers = { origin: dashboard.node.url }
  const answer = await nearBy.request.get(address, { headers })
  expect([answer.status(), (await answer.text()).trim().split('\r\n').length]).toEqual([200, 2])
  expect((await fetch(address)).status).toBe(401)
  const member = await dashboard.open('/limits', { as: { member: 'free@acme.example' } })
  await member.getByRole('heading', { name: 'This is for administrators' }).waitFor()
  expect((await member.request.get(address, { headers })).status()).toBe(403)
})

test('A limit that somebody else changes moves people between the views, and the counts, without a reload', async () => {
  const page = await openLimits('?view=over')
  await shows(page, [over])
  await setLimit(team.client, { userId: team.users.free }, 2_000)
  await shows(page, [free, over])
  await section(page, 'At a glance').getByRole('link', { name: 'Over: 2 people. Show them' }).waitFor()
  await setLimit(team.client, { userId: team.users.free }, 3_000)
  await shows(page, [over])
  await section(page, 'At a glance').getByRole('link', { name: 'Near: 2 people. Show them' }).waitFor()
  await clearLimit(team.users.free)
  await section(page, 'At a glance').getByRole('link', { name: 'Near: 1 person. Show them' }).waitFor()
})
