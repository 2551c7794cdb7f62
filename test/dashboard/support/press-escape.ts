import type { Page } from 'playwright-core'

/** Closes what is open over the page, once it has the focus: a key that comes sooner is not for it. */
export async function pressEscape(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.closest('[role="dialog"], [role="alertdialog"]') != null)
  await page.keyboard.press('Escape')
}
