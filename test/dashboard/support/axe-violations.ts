import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe finds wrong with what is on the screen, by WCAG 2.2 AA and good practice. */
export async function axeViolations(page: Page, except: readonly string[] = []): Promise<unknown[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules([...except])
    .analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

/**
 * While the list of a field is open, React Aria hides everything but the field and the list from screen readers (ariaHideOutside), so that they read
 * on in the list. axe then misses the heading and the landmarks, and finds what could have the focus among what is hidden.
 */
export const whileListIsOpen = ['region', 'page-has-heading-one', 'aria-hidden-focus']
