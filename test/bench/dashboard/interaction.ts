import type { Page } from 'playwright-core'
import { check, toFigureRow, type BarReport } from '../report.ts'
import { percentile } from '../statistics.ts'
import { startChurn } from './churn.ts'
import { changesPerSecond, type DashboardContext } from './dashboard-context.ts'
import { goTo, openWindow } from './window.ts'

/**
 * From a key or a press to the next paint, as Event Timing has it (https://w3c.github.io/event-timing/), of everything that the script does while
 * changes arrive. The durations are multiples of 8 ms.
 */
export async function interaction(context: DashboardContext): Promise<BarReport> {
  const figures = { half: [] as number[], most: [] as number[], worst: [] as number[] }
  let interactions = 0
  const problems: string[] = []
  const page = await openWindow(context, '/people')
  const churn = startChurn(context)
  try {
    await script(page)
    for (let round = 0; round < context.rounds; round++) {
      context.say(`round ${round + 1} of ${context.rounds}: interactions`)
      await observe(page)
      await script(page)
      const durations = await observed(page)
      interactions += durations.length
      figures.half.push(percentile(durations, 50))
      figures.most.push(percentile(durations, 98))
      figures.worst.push(Math.max(...durations))
    }
  } finally {
    await churn.stop()
    await page.context().close()
    problems.push(...churn.problems)
  }
  const row = (name: string, values: number[], atMost?: number) =>
    toFigureRow({
      name,
      unit: 'ms',
      figures: values,
      voidRounds: 0,
      ...(atMost === undefined ? {} : { bar: { number: 'dashboard', atMost } }),
    })
  return {
    rows: [
      row('interaction to next paint, p50', figures.half, 100),
      row('interaction to next paint, p98', figures.most),
      row('interaction to next paint, the worst', figures.worst),
    ],
    checks: [
      check('interactions of at least 16 ms were seen', true, interactions >= context.rounds * 20),
      check(`changes came at ${changesPerSecond}/s`, true, churn.perSecond() > changesPerSecond * 0.95),
      check('changes that were refused', [], problems.slice(0, 3)),
    ],
    notes: [
      `Interactions: ${interactions}; changes: ${churn.perSecond().toFixed(1)}/s. Chromium draws without a graphics card, on the same cores as server and database.`,
    ],
  }
}

/** What somebody does who looks for people: types, scrolls, opens, goes back, goes elsewhere. */
async function script(page: Page): Promise<void> {
  const search = page.getByRole('searchbox').first()
  await search.click()
  await page.keyboard.type('user.12', { delay: 60 })
  await page.waitForTimeout(600)
  await search.fill('')
  await page.waitForTimeout(600)
  const grid = page.getByRole('grid').first()
  await grid.getByRole('row').nth(2).focus()
  for (let index = 0; index < 10; index++) await page.keyboard.press('PageDown', { delay: 40 })
  for (let index = 0; index < 10; index++) await page.keyboard.press('ArrowUp', { delay: 40 })
  await page.keyboard.press('Home')
  await page.waitForTimeout(300)
  await grid.getByRole('row').nth(3).press('Enter')
  await page.waitForURL(/\/people\/user-/)
  await page.waitForTimeout(500)
  await page.goBack()
  await grid.waitFor()
  for (const name of ['Groups', 'Limits', 'Activity', 'People']) {
    await goTo(page, name)
    await page.waitForTimeout(400)
  }
  await page.getByRole('button', { name: 'Account and settings' }).click()
  await page.keyboard.press('Escape')
}

type Observed = Window & { interactions?: Map<number, number> }

async function observe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<number, number>()
    ;(window as Observed).interactions = seen
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (!entry.interactionId) continue
        seen.set(entry.interactionId, Math.max(seen.get(entry.interactionId) ?? 0, entry.duration))
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  })
}

async function observed(page: Page): Promise<number[]> {
  await page.waitForTimeout(500)
  return page.evaluate(() => [...((window as Observed).interactions?.values() ?? [])])
}
