import { expect, test } from 'vitest'
import { axeViolations } from './support/axe-violations.ts'
import { isUnderBar } from './support/under-bar.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }

test('An administrator lands in the directory, and the screen says that it is live', async () => {
  const page = await dashboard.open('/', { as: ada })
  await page.getByRole('heading', { level: 1, name: 'Directory' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/directory')
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor()
  expect(await page.title()).toBe('Directory – Acme – Headcount')
  // On a telephone, there and back by the keyboard: what has the focus is not under a bar (WCAG 2.2, 2.4.11).
  await page.setViewportSize({ width: 390, height: 640 })
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement!.outerHTML)
  for (const key of ['Tab', 'Shift+Tab']) {
    await page.keyboard.press(key)
    const first = await focused()
    const hidden: string[] = []
    for (let last = first, presses = 0; presses < 100 && !(presses > 0 && (last === first || last.startsWith('<body'))); presses++) {
      if (await page.evaluate(isUnderBar)) hidden.push(last)
      await page.keyboard.press(key)
      last = await focused()
    }
    expect(hidden).toEqual([])
  }
})

test('Whoever is not signed in is told where to, and comes back to the page that they asked for', async () => {
  const page = await dashboard.open('/groups?search=eng', { expectsComplaints: /401|404/ })
  await page.getByRole('heading', { name: 'Sign in to Headcount' }).waitFor()
  await page.getByLabel('Team id').fill('nonsense')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('This is no team id.').waitFor()
  await page.getByLabel('Team id').fill(dashboard.team.teamId)
  const asked = page.waitForRequest((request) => request.url().includes('/sign-in/'))
  await page.getByRole('button', { name: 'Go on' }).click()
  const url = new URL((await asked).url())
  expect([url.pathname, url.searchParams.get('returnTo')]).toEqual([`/sign-in/${dashboard.team.teamId}`, '/groups?search=eng'])
})

test('A member sees their own page only', async () => {
  await dashboard.scim.request('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'bob' })
  const page = await dashboard.open('/people', { as: { member: 'bob' } })
  await page.getByRole('heading', { name: 'This is for administrators' }).waitFor()
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['My page'])
  await page.getByRole('link', { name: 'To my page' }).click()
  await page.getByRole('heading', { level: 1, name: 'My page' }).waitFor()
  const { teamId } = dashboard.team
  for (const path of [
    'directory',
    'groups',
    `groups/group-${teamId.slice(5)}`,
    `people/user-${teamId.slice(5)}`,
    'limits',
    'activity',
    'set-up',
  ]) {
    await page.goto(`${dashboard.node.url}/${path}`)
    await page.getByRole('heading', { name: 'This is for administrators' }).waitFor()
    expect([path, await page.getByRole('heading', { level: 1 }).count()]).toEqual([path, 0])
  }
})

test('The language and the appearance are chosen in the account menu and kept', async () => {
  const page = await dashboard.open('/groups', { as: ada })
  await page.getByRole('button', { name: 'Account and settings' }).click()
  await page.getByRole('menuitemradio', { name: '한국어' }).click()
  await page.getByRole('heading', { level: 1, name: '그룹' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: '그룹' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko')
})

test('axe finds nothing wrong where nobody is signed in', async () => {
  const page = await dashboard.open('/', { expectsComplaints: /401/ })
  await page.getByRole('heading', { name: 'Sign in to Headcount' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
})

test('The pages of the sign-in are in the language and the light of the browser, under a policy that lets their style alone in', async () => {
  const page = await dashboard.open('/sign-out', { as: ada, locale: 'de-DE', colorScheme: 'dark', expectsComplaints: /401/ })
  await page.getByRole('heading', { level: 1, name: 'Von Headcount abmelden' }).waitFor()
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await background()).toBe('rgb(16, 18, 22)')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await background()).toBe('rgb(245, 246, 248)')
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Abmelden', exact: true }).click()
  await page.getByRole('heading', { name: 'Bei Headcount anmelden' }).waitFor()
})
