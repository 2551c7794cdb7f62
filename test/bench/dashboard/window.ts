import type { Page } from 'playwright-core'
import type { DashboardContext } from './dashboard-context.ts'

/** A window of the administrator, at a page of the dashboard. */
export async function openWindow({ browser, url, sessionSecret }: DashboardContext, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' })
  await context.addCookies([{ name: 'headcount', value: sessionSecret, url, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  await page.goto(`${url}${path}`)
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor()
  return page
}

export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}
