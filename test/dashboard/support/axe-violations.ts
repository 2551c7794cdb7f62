import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

// For some seconds the library's announcer names a button that was under way, also when its dialog has gone.
const announcer = '[data-live-announcer]'
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with what is on the screen, by WCAG 2.2 AA and good practice, and with its colours in the dark: rule and elements. */
export async function axeViolations(page: Page, except: readonly string[] = []): Promise<unknown[]> {
  await page.evaluate(`window.axe ??= (() => { ${axe.source}; return axe })()`)
  const disabled = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]))
  const inLight = await run(page, { runOnly: { type: 'tag', values: tags }, rules: disabled })
  await page.emulateMedia({ colorScheme: 'dark' })
  const inDark = await run(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...inLight, ...inDark]
}

function run(page: Page, options: RunOptions): Promise<unknown[]> {
  return page.evaluate(
    async ({ options, announcer }) => {
      const { violations } = await (window as unknown as { axe: Pick<typeof axe, 'run'> }).axe.run({ exclude: [announcer] }, options)
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
    },
    { options: { ...options, resultTypes: ['violations' as const] }, announcer },
  )
}

/**
 * While the list of a field is open, React Aria hides everything but the field and the list from screen readers (ariaHideOutside), so that they read
 * on in the list. axe then misses the heading and the landmarks, and finds what could have the focus among what is hidden.
 */
export const whileListIsOpen = ['region', 'page-has-heading-one', 'aria-hidden-focus']
