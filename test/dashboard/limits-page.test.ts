import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { changeLimits } from '../support/limits.ts'
import { axeViolations } from './support/axe-violations.ts'
import { fillSpendingTeam, type SpendingTeam } from './support/spending-team.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
let team: SpendingTeam
beforeAll(async () => {
  team = await fillSpendingTeam(dashboard.node, dashboard.team, dashboard.scim)
})

async function openLimits(options: Parameters<typeof dashboard.open>[1] = {}): Promise<Page> {
  const page = await dashboard.open('/limits', { as: ada, ...options })
  await page.getByRole('grid').nth(1).waitFor()
  await page.getByRole('link', { name: /^Over: / }).waitFor()
  // What comes above moves what is below, and a list that is open closes when that scrolls.
  await page.locator('.limits-chart svg.recharts-surface').nth(2).waitFor()
  return page
}

test('The time zone and the notices are changed; what somebody else changed meanwhile is shown before anything is overwritten, and a lost answer is no refusal', async () => {
  const page = await openLimits({ expectsComplaints: /ERR_FAILED/ })
  const settings = page.getByRole('region', { name: 'Months and notices' })
  const zone = settings.getByRole('combobox', { name: 'Time zone' })
  // Scrolling tells of itself after the next frame, and a list that is open closes then.
  await zone.scrollIntoViewIfNeeded()
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await zone.fill('seoul')
  await page.getByRole('option', { name: 'Asia/Seoul' }).click()
  const percents = settings.getByRole('textbox', { name: 'Notices at percent of the limit' })
  await percents.fill('50, 50')
  await settings.getByText('Write up to ten different whole numbers').waitFor()
  expect(await settings.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await percents.fill('90 %, 60 %')
  await settings.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved').waitFor()
  await page.getByRole('region', { name: 'At a glance' }).getByText('Asia/Seoul', { exact: false }).waitFor()
  // The highest notice below the limit says from where on somebody is near it.
  await page.getByText('at least 90% used, something is left').waitFor()
  expect(await percents.inputValue()).toBe('60, 90')

  await percents.fill('70')
  const changed = await changeLimits(team.client, 'modifySpendSettings', { timeZone: 'UTC', thresholdPercents: [50, 80, 100] })
  expect(changed.__typename).toBe('ModifySpendSettingsSuccess')
  await settings.getByText('They are now: UTC; notices at 50, 80, 100.').waitFor()
  expect(await settings.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await settings.getByRole('button', { name: 'Keep what I typed' }).click()
  await settings.getByRole('button', { name: 'Cancel' }).click()
  expect(await percents.inputValue()).toBe('50, 80, 100')

  let arrives = false
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('mutation')) return route.continue()
    if (arrives) await route.fetch()
    return route.abort()
  })
  await percents.fill('75')
  await settings.getByRole('button', { name: 'Save' }).click()
  await settings.getByText('It is not known whether the settings were saved').waitFor()
  expect(await settings.getByText('Nothing was changed').count()).toBe(0)
  arrives = true
  await settings.getByRole('button', { name: 'Save' }).click()
  // It shows by itself that they are: nothing is left to save.
  await settings.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' })
  expect(await settings.getByRole('alert').count()).toBe(0)
  expect([await percents.inputValue(), await settings.getByRole('button', { name: 'Save' }).isDisabled()]).toEqual(['75', true])
})

test.each(['light'] as const)('axe finds nothing wrong with the page and its dialogs when it is %s', async (colorScheme) => {
  const page = await openLimits({ colorScheme })
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Select all 4 limits' }).click()
  await page.getByRole('button', { name: 'Change selected' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Amount a month in EUR' }).fill('12')
  await page.keyboard.press('Tab')
  await page.getByRole('dialog').getByText('1 falls').first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add limits for groups' }).click()
  await page.getByRole('option').first().click()
  expect(await axeViolations(page)).toEqual([])
})

test.each(['en-GB', 'de-DE', 'ko-KR'])('Nothing has to be scrolled sideways on a narrow screen (%s)', async (locale) => {
  const page = await dashboard.open('/limits', { as: ada, locale, viewport: { width: 390, height: 844 } })
  await page.getByRole('grid').nth(1).waitFor()
  await page.getByRole('link', { name: 'Engineering' }).first().waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await page.getByRole('grid').nth(1).getByRole('row').nth(1).focus()
  await page.keyboard.press('Space')
  await page.locator('.limits-selection').getByRole('button').last().click()
  await page.getByRole('dialog').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})
