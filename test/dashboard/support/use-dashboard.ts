import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { signedInAdministrator, signedInUser } from '../../support/signed-in.ts'
import type { StartedApp } from '../../support/start-app.ts'
import { useApp, type AppUnderTest } from '../../support/use-app.ts'
import { redisUrl } from '../../support/redis.ts'
import { launchChromium } from './chromium.ts'

export type DashboardUnderTest = AppUnderTest & {
  /** A window of its own, with its own cookies. Whatever its page complains of fails the test. */
  open(path: string, options?: OpenOptions): Promise<Page>
}

export type OpenOptions = BrowserContextOptions & {
  /** Signed in already: an administrator by e-mail, or a user of the directory by userName. Without it nobody is. */
  as?: { administrator: string } | { member: string }
  teamId?: string
  /** Complaints that the test provokes, such as of a connection that it cuts. */
  expectsComplaints?: RegExp
}

// A browser on a busy machine takes its time; how fast the pages are, is what the bench asks.
const patience = 30_000
vi.setConfig({ testTimeout: 120_000 })

/** An app on a database of its own with one team, and a real Chromium. */
export function useDashboard(options: Parameters<typeof useApp>[0] = { redisUrl }): DashboardUnderTest {
  const under = useApp(options) as DashboardUnderTest
  let browser: Browser
  const contexts: { context: BrowserContext; complaints: string[] }[] = []
  beforeAll(async () => {
    browser = await launchChromium()
    under.open = async (path, given = {}) => {
      const { context, page, complaints } = await openWindow(browser, under.node, under.team.teamId, given)
      contexts.push({ context, complaints })
      await page.goto(`${under.node.url}${path}`)
      return page
    }
  })
  afterEach(async () => {
    const ended = contexts.splice(0)
    await Promise.all(ended.map(({ context }) => context.close()))
    expect(ended.flatMap(({ complaints }) => complaints)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
  })
  return under
}

/** A window at a node; nothing is opened in it yet. */
export async function openWindow(
  browser: Browser,
  node: StartedApp,
  teamId: string,
  { as, teamId: otherTeamId, expectsComplaints, ...rest }: OpenOptions = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...rest })
  context.setDefaultTimeout(patience)
  if (as) {
    const team = otherTeamId ?? teamId
    const cookie =
      'administrator' in as ? await signedInAdministrator(node, team, as.administrator) : await signedInUser(node, team, as.member)
    const [name, value] = cookie.split('=') as [string, string]
    await context.addCookies([{ name, value, url: node.url, httpOnly: true, sameSite: 'Lax' }])
  }
  const page = await context.newPage()
  const complaints: string[] = []
  const note = (text: string): void => void (expectsComplaints?.test(text) || complaints.push(text))
  page.on('pageerror', (error) => note(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') note(`${message.type()}: ${message.text()} (${message.location().url})`)
  })
  return { context, page, complaints }
}
