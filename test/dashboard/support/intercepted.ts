import type { Page, Route } from 'playwright-core'

/** Of all questions of a page those with this operation, such as `query People`. */
async function intercept(page: Page, operation: string, answer: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
  const handler = (route: Route): Promise<void> =>
    route.request().postData()?.includes(`${operation}(`) ? answer(route) : route.fallback()
  await page.route('**/graphql', handler)
  return () => page.unroute('**/graphql', handler)
}

/** They wait until the test lets them go to the server. `asked`: the first one is under way. */
export async function holdRequests(page: Page, operation: string): Promise<{ asked: Promise<void>; release(): void }> {
  const asked = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  await intercept(page, operation, async (route) => {
    asked.resolve()
    await released.promise
    await route.fallback()
  })
  return { asked: asked.promise, release: released.resolve }
}

/** They are refused until the answer is called. */
export function refuseRequests(page: Page, operation: string): Promise<() => Promise<void>> {
  const json = { errors: [{ message: 'Not today.', extensions: { code: 'INTERNAL' } }] }
  return intercept(page, operation, (route) => route.fulfill({ json }))
}
