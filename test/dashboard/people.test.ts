import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { loadGroups } from '../support/big-groups.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { setLimit } from '../support/spend-client.ts'
import { axeViolations } from './support/axe-violations.ts'
import { refuseRequests } from './support/intercepted.ts'
import { isUnderBar } from './support/under-bar.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
let client: GraphqlClient
let alan: string
let engineering: string

beforeAll(async () => {
  client = graphqlClient(dashboard.node, dashboard.team.apiKey)
  alan = await dashboard.scim.createUser('alan@acme.example', { displayName: 'Alan Turing', emails: [{ value: 'alan@acme.example' }] })
  await dashboard.scim.createUser('grace@acme.example', { displayName: 'Grace Hopper', active: false })
  engineering = await dashboard.scim.createGroup('Engineering', [alan])
})

const rowOf = (page: Page, name: string | RegExp): Locator => page.getByRole('row', { name })

test('Search and filters stand in the address, and survive a reload and steps in the history', async () => {
  const page = await dashboard.open('/people', { as: ada })
  await rowOf(page, /Grace Hopper/).waitFor()
  await page.getByText('2 people').first().waitFor()
  const search = page.getByRole('searchbox', { name: /Name, user name/ })
  await search.pressSequentially('hopp', { delay: 20 })
  await rowOf(page, /Alan Turing/).waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('?search=hopp')
  await page.getByRole('button', { name: /^Active and inactive/ }).click()
  await page.getByRole('option', { name: 'Active only', exact: true }).click()
  await page.getByRole('heading', { name: 'Nobody meets this' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Nobody meets this' }).waitFor()
  expect(await search.inputValue()).toBe('hopp')
  await page.goBack()
  await rowOf(page, /Grace Hopper/).waitFor()
  await page.goForward()
  await page.getByRole('link', { name: 'Clear search and filters' }).click()
  await rowOf(page, /Alan Turing/).waitFor()
  expect(await search.inputValue()).toBe('')
  await page.getByRole('button', { name: /^In any group or none/ }).click()
  await page.getByRole('option', { name: 'In one group …' }).click()
  const allow = await refuseRequests(page, 'query PickableGroups')
  await page.getByRole('combobox', { name: 'Group' }).fill('eng')
  await page.getByText('Not today.').waitFor()
  await allow()
  await page.getByRole('combobox', { name: 'Group' }).fill('engi')
  await page.getByRole('option', { name: /Engineering/ }).click()
  await rowOf(page, /Grace Hopper/).waitFor({ state: 'detached' })
  await rowOf(page, /Alan Turing/).waitFor()
  expect(new URL(page.url()).searchParams.get('group')).toBe(engineering)
  await page.reload()
  await rowOf(page, /Alan Turing/).waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Group' }).inputValue()).toBe('Engineering')
  await page.getByRole('button', { name: /^In one group/ }).click()
  await page.getByRole('option', { name: 'In no group' }).click()
  await rowOf(page, /Grace Hopper/).waitFor()
  expect(new URL(page.url()).search).toBe('?groups=none')
}, 90_000)

test('Who comes, is renamed, is deactivated or goes is shown as it happens, and so is a limit that becomes another, and the group that it is of', async () => {
  await setLimit(client, { groupId: engineering }, 10_000)
  const page = await dashboard.open('/people', { as: ada })
  await rowOf(page, /Alan Turing.*€100.*Engineering/).waitFor()
  await dashboard.scim.patch(`/Groups/${engineering}`, { op: 'replace', path: 'displayName', value: 'Product' })
  await rowOf(page, /Alan Turing.*€100.*Product/).waitFor()
  const bob = await dashboard.scim.createUser('bob@acme.example', { displayName: 'Bob' })
  await rowOf(page, /Bob/).waitFor()
  await page.getByText('3 people').first().waitFor()
  const ids = await page.getByRole('row').evaluateAll((rows) => rows.map((row) => row.textContent))
  expect(ids.slice(1).map((text) => text?.match(/(alan|bob|grace)@/)?.[1])).toEqual(['alan', 'bob', 'grace'])
  await dashboard.scim.patch(`/Users/${bob}`, { op: 'replace', path: 'displayName', value: 'Robert' })
  await rowOf(page, /Robert/).waitFor()
  await setLimit(client, { groupId: engineering }, 50_000)
  await rowOf(page, /Alan Turing.*€500.*Product/).waitFor()
  await dashboard.scim.patch(`/Users/${bob}`, { op: 'replace', path: 'active', value: false })
  await rowOf(page, /Robert.*Inactive.*€0/).waitFor()
  await rowOf(page, /Robert/).focus()
  await dashboard.scim.delete(`/Users/${bob}`)
  await rowOf(page, /Robert/).waitFor({ state: 'detached' })
  await page.getByText('2 people').first().waitFor()
  // The focus has not been lost with the row: it is at the one in its place.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe('3')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Alan Turing' }).waitFor()
})

test('axe finds nothing wrong with the people, light and dark, and with a filter of groups', async () => {
  const page = await dashboard.open('/people', { as: ada })
  await rowOf(page, /Alan Turing/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: /^In any group or none/ }).click()
  await page.getByRole('option', { name: 'In one group …' }).click()
  await page.getByRole('combobox', { name: 'Group' }).waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axeViolations(page)).toEqual([])
}, 90_000)

test('3,000 people are there to the end, each once and in order, and what comes above does not move what is looked at', async () => {
  await loadGroups(dashboard, [3_000], 1)
  const page = await dashboard.open('/people?search=loaded-', { as: ada })
  await page.getByText('3,001 people').first().waitFor()
  await rowOf(page, /loaded-1 /)
    .first()
    .focus()
  await page.keyboard.press('End')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? null), { timeout: 20_000 }).not.toBe(null)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe('3002')
  const seen = await scrollThrough(page)
  expect(seen.size).toBe(3_001)
  expect(new Set([...seen.values()].map(({ id }) => id)).size).toBe(3_001)
  const names = [...seen].sort(([a], [b]) => a - b).map(([, { name }]) => name.match(/loaded-\d+/)![0])
  expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)))
  await page
    .getByRole('grid')
    .locator('.table-scroller')
    .evaluate((element) => element.scrollTo({ top: 30_000 }))
  await expect.poll(() => topRow(page)).not.toBe(undefined)
  const before = await topRow(page)
  await dashboard.scim.createUser('loaded-0')
  await page.getByText('3,002 people').first().waitFor()
  expect(await topRow(page)).toEqual(before)
  // On a telephone the table is longer than the window: the row that the keys go to is not under its bars.
  await page.setViewportSize({ width: 390, height: 640 })
  await page.evaluate(() => scrollTo({ top: 0 }))
  for (const key of ['Home', 'PageDown', 'PageDown', 'End', 'PageUp']) {
    await page.locator('.table-scroller [tabindex="0"]').focus()
    await page.keyboard.press(key)
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row')
    expect(await page.evaluate(isUnderBar)).toBe(false)
  }
}, 90_000)

type Seen = Map<number, { id: string; name: string }>

/** Each place of the table from the first to the last, with who is there. */
async function scrollThrough(page: Page): Promise<Seen> {
  const entries = await page.locator('.table-scroller').evaluate(async (scroller) => {
    const seen: [number, { id: string; name: string }][] = []
    for (let top = 0; top <= scroller.scrollHeight; top += scroller.clientHeight + 9 * 48) {
      scroller.scrollTo({ top })
      for (let frame = 0; frame < 200; frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        const rows = [...scroller.querySelectorAll<HTMLElement>('[data-index]')]
        const { top: edge, bottom } = scroller.getBoundingClientRect()
        const inView = rows.filter((row) => row.getBoundingClientRect().bottom > edge && row.getBoundingClientRect().top < bottom)
        const isThere = inView.length >= Math.floor(scroller.clientHeight / 48) && inView.every((row) => row.dataset['id'] !== undefined)
        if (!isThere) continue
        for (const { dataset, textContent } of rows)
          if (dataset['id'] !== undefined) seen.push([Number(dataset['index']), { id: dataset['id'], name: textContent }])
        break
      }
    }
    return seen
  })
  return new Map(entries)
}

async function topRow(page: Page): Promise<{ name: string; offset: number } | undefined> {
  return page.locator('.table-scroller').evaluate((scroller) => {
    const edge = scroller.getBoundingClientRect().top
    const rows = [...scroller.querySelectorAll<HTMLElement>('[data-id]')]
    const first = rows.find((row) => row.getBoundingClientRect().bottom > edge + 1)
    return first ? { name: first.querySelector('a')!.textContent, offset: first.getBoundingClientRect().top - edge } : undefined
  })
}
