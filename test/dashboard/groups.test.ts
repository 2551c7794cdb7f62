import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { loadGroups } from '../support/big-groups.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { changeLimits } from '../support/limits.ts'
import { axeViolations } from './support/axe-violations.ts'
import { refuseRequests } from './support/intercepted.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const soon = { timeout: 30_000 }
const ada = { administrator: 'ada@acme.example' }

const member = (id: string): object => ({ op: 'add', path: 'members', value: [{ value: id }] })
const groupRow = (page: Page, name: string) => page.getByRole('grid', { name: 'Groups' }).getByRole('row').filter({ hasText: name })

test('Groups that the identity provider creates, renames, fills and deletes show without a reload, and so does a limit', async () => {
  const page = await dashboard.open('/groups', { as: ada })
  await page.getByRole('heading', { name: 'No groups yet' }).waitFor()
  const ann = await dashboard.scim.createUser('ann', { displayName: 'Ann Baker' })
  const id = await dashboard.scim.createGroup('Design')
  await groupRow(page, 'Design').getByRole('gridcell', { name: '0', exact: true }).waitFor()
  await dashboard.scim.patch(`/Groups/${id}`, member(ann))
  await groupRow(page, 'Design').getByRole('gridcell', { name: '1', exact: true }).waitFor()
  await dashboard.scim.patch(`/Groups/${id}`, { op: 'replace', path: 'displayName', value: 'Brand design' })
  await groupRow(page, 'Brand design').waitFor()
  await changeLimits(graphqlClient(dashboard.node, dashboard.team.apiKey), 'setSpendLimit', {
    target: { groupId: id },
    value: { amountMinor: 12_345 },
  })
  await groupRow(page, 'Brand design').getByRole('button', { name: 'Limit of Brand design: €123.45' }).waitFor()
  await dashboard.scim.delete(`/Groups/${id}`)
  await page.getByRole('heading', { name: 'No groups yet' }).waitFor()
  await dashboard.scim.delete(`/Users/${ann}`)
})

test('What is searched and filtered stands in the address, and a group opens from its row', async () => {
  const ids = [await dashboard.scim.createGroup('Sales Europe'), await dashboard.scim.createGroup('Sales Asia')]
  await dashboard.scim.createGroup('Support')
  await changeLimits(graphqlClient(dashboard.node, dashboard.team.apiKey), 'setSpendLimit', {
    target: { groupId: ids[0] },
    value: { unlimited: true },
  })
  const page = await dashboard.open('/groups', { as: ada })
  await page.getByText('3 groups').waitFor()
  await page.getByRole('searchbox', { name: 'Search groups' }).fill('sales')
  await page.getByText('2 groups').waitFor()
  await page.getByRole('button', { name: /With and without a limit/ }).click()
  await page.getByRole('option', { name: 'With a limit', exact: true }).click()
  await page.getByText('1 group', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('?search=sales&limit=with')
  await page.reload()
  await page.getByText('1 group', { exact: true }).waitFor()
  await groupRow(page, 'Sales Europe')
    .getByRole('gridcell')
    .first()
    .click({ position: { x: 150, y: 10 } })
  await page.getByRole('heading', { level: 1, name: 'Sales Europe' }).waitFor()
  await page.goBack()
  await page.getByRole('searchbox', { name: 'Search groups' }).fill('nothing like it')
  await page.getByRole('button', { name: 'Show all groups' }).click()
  await page.getByText('3 groups').waitFor()
  for (const id of ids) await dashboard.scim.delete(`/Groups/${id}`)
})

test('A group shows who joins and leaves as it happens, what its limit does, and that it was deleted', async () => {
  const [ann, bob, cem] = await Promise.all(
    ['Ann Baker', 'Bob Carter', 'Cem Demir'].map((displayName) =>
      dashboard.scim.createUser(displayName.toLowerCase().replace(' ', '.'), { displayName }),
    ),
  )
  const id = await dashboard.scim.createGroup('Engineering', [ann!, bob!])
  await changeLimits(graphqlClient(dashboard.node, dashboard.team.apiKey), 'setSpendLimit', {
    target: { groupId: id },
    value: { amountMinor: 50_000 },
  })
  const page = await dashboard.open('/groups', { as: ada })
  const allow = await refuseRequests(page, 'query LimitsInGroup')
  await groupRow(page, 'Engineering').getByRole('link').click()
  const limit = page.getByRole('region', { name: 'What the limit does' })
  await limit.getByRole('alert').getByText('Not today.').waitFor()
  await allow()
  await limit.getByRole('button', { name: 'Try again' }).click()
  await limit.getByText('A group decides').waitFor()
  const members = page.getByRole('grid', { name: 'Members' })
  await members.getByRole('link', { name: 'Bob Carter' }).waitFor()
  await page.getByText('Each member may spend €500 per calendar month').waitFor()
  const history = page.getByRole('region', { name: 'Who joined and left' })
  await history.getByText('The group was created').waitFor()
  await dashboard.scim.patch(`/Groups/${id}`, member(cem!))
  await members.getByRole('link', { name: 'Cem Demir' }).waitFor()
  await history.getByText('Cem Demir joined').waitFor()
  await dashboard.scim.patch(`/Groups/${id}`, { op: 'remove', path: `members[value eq "${bob}"]` })
  await history.getByText('Bob Carter left').waitFor()
  await expect
    .poll(
      () =>
        members
          .getByRole('link')
          .allTextContents()
          .then((names) => names.sort()),
      soon,
    )
    .toEqual(['Ann Baker', 'Cem Demir'])
  const chart = page.getByRole('img', { name: /Members: 0 .* to 2 .*lowest 0, highest 3/ })
  await chart.waitFor()
  const figures = page.getByRole('region', { name: /as a table/ }).getByRole('cell')
  expect(await figures.allTextContents()).toEqual(['2', '2', '3', '2', '0'])
  const asked = new Set<string>()
  page.on('request', (request) => {
    const { query = '', variables } = (request.postDataJSON() ?? {}) as { query?: string; variables?: { search: string | null } }
    if (query.includes('query MembersOfGroup(') && variables?.search != null) asked.add(variables.search)
  })
  // Faster than anybody types.
  await page.getByRole('searchbox', { name: 'Search members' }).evaluate(async (field: HTMLInputElement) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!
    for (const text of ['c', 'ce', 'cem']) {
      set!.call(field, text)
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => setTimeout(resolve))
    }
  })
  await page.getByText('1 member found').waitFor()
  expect([...asked]).toEqual(['cem'])
  await page.getByRole('button', { name: 'Show who would get more and who less' }).click()
  await page.getByRole('region', { name: 'If the identity provider deletes' }).getByRole('rowheader', { name: 'Ann Baker' }).waitFor()
  await dashboard.scim.delete(`/Groups/${id}`)
  await page.getByRole('heading', { name: 'This group was deleted' }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Engineering')
  await page.reload()
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
})

test('A group of some thousands scrolls to its end with every member once, also while members come and go', async () => {
  const [group] = await loadGroups(dashboard, [2_500])
  const page = await dashboard.open(`/groups/${group!.id}`, { as: ada })
  const grid = page.getByRole('grid', { name: 'Members' })
  await grid
    .getByRole('link', { name: /^loaded-/ })
    .first()
    .waitFor()
  const [gone, come] = [group!.memberIds[50]!, group!.strangerIds[0]!]
  const seen = scrollThrough(page)
  await dashboard.scim.patch(`/Groups/${group!.id}`, { op: 'remove', path: `members[value eq "${gone}"]` })
  await dashboard.scim.patch(`/Groups/${group!.id}`, member(come))
  const { ids, repeated } = await seen
  expect(repeated).toEqual([])
  const members = await dashboard.node.app.database.$queryRaw<{ id: string }[]>`
    SELECT 'user-' || user_id AS id FROM memberships WHERE group_id = ${fromId('group', group!.id)}::uuid`
  const unseen = members.map(({ id }) => id).filter((id) => !ids.includes(id) && id !== come)
  expect(unseen).toEqual([])
  await expect.poll(() => grid.getAttribute('aria-rowcount'), soon).toBe('2501')
})

/** Shows one screen after another, each once it is loaded; `repeated` are rows that were on one screen twice. */
function scrollThrough(page: Page): Promise<{ ids: string[]; repeated: string[] }> {
  return page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]')!
    const scroller = grid.querySelectorAll('[role=rowgroup]')[1]!
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const shown = (): string[] => [...scroller.querySelectorAll('a')].map((link) => link.getAttribute('href')!.split('/').at(-1)!)
    const ids = new Set<string>()
    const repeated: string[] = []
    for (let top = 0; ; top += 700) {
      scroller.scrollTop = top
      do await frame()
      while (scroller.querySelector('.skeleton'))
      const now = shown()
      repeated.push(...now.filter((id, index) => now.indexOf(id) !== index))
      for (const id of now) ids.add(id)
      if (top > scroller.scrollHeight) return { ids: [...ids], repeated }
    }
  })
}

test.each(['light'] as const)('axe finds nothing wrong with groups and a group, %s', async (colorScheme) => {
  const ann = await dashboard.scim.createUser(`ann-${colorScheme}`)
  const id = await dashboard.scim.createGroup(`Axe ${colorScheme}`, [ann])
  const page = await dashboard.open('/groups', { as: ada, colorScheme })
  await groupRow(page, `Axe ${colorScheme}`).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.goto(`${dashboard.node.url}/groups/${id}`)
  await page.getByRole('grid', { name: 'Members' }).getByRole('link').first().waitFor()
  await page.locator('.recharts-line').waitFor()
  expect(await axeViolations(page)).toEqual([])
})
