import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { axeViolations, whileListIsOpen } from './support/axe-violations.ts'
import { holdRequests, refuseRequests } from './support/intercepted.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
let bob: string
let engineering: string

beforeAll(async () => {
  bob = await dashboard.scim.createUser('bob@acme.example', { displayName: 'Bob' })
  engineering = await dashboard.scim.createGroup('Engineering', [bob])
})

const feed = (page: Page) => page.getByRole('feed')
const rows = (page: Page) => feed(page).getByRole('article')

/** The revisions that are in the document, as they stand there. */
function revisions(page: Page): Promise<number[]> {
  return rows(page).evaluateAll((elements) =>
    elements
      .toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
      .map((element) => Number(element.getAttribute('data-revision'))),
  )
}

describe('The change log', () => {
  test('shows what the identity provider does as it does it, the newest first, and stands still while somebody reads', async () => {
    const page = await dashboard.open('/activity', { as: ada })
    await rows(page).first().waitFor()
    const cem = await dashboard.scim.createUser('cem@acme.example', { displayName: 'Cem' })
    await rows(page).first().getByText('Cem was added to the directory').waitFor()
    await dashboard.scim.request('PATCH', `/Users/${cem}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    })
    await rows(page).first().getByText('Cem was deactivated').waitFor()
    expect(await rows(page).first().getByText('Acme directory').count()).toBe(1)

    // A row with the focus holds what is shown.
    await rows(page).nth(1).focus()
    await page.getByText('Paused while you read').waitFor()
    const before = await revisions(page)
    for (const name of ['dan', 'eve', 'fay']) await dashboard.scim.createUser(`${name}@acme.example`)
    await page.getByRole('button', { name: '3 new changes' }).waitFor()
    expect(await revisions(page)).toEqual(before)
    await page.getByRole('button', { name: '3 new changes' }).click()
    await rows(page).first().getByText('fay@acme.example was added').waitFor()
    expect(await revisions(page)).toEqual([before[0]! + 3, before[0]! + 2, before[0]! + 1, ...before])

    await page.getByRole('button', { name: 'Pause' }).click()
    await dashboard.scim.createUser('gus@acme.example')
    await page.getByRole('button', { name: '1 new change', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Go on' }).click()
    await rows(page).first().getByText('gus@acme.example was added').waitFor()
    // Not each of them, and not at once.
    await page
      .getByRole('status')
      .getByText(/^\d new changes?$/)
      .waitFor({ state: 'attached' })
  })

  test('is filtered by person, group, kind and who did it, all of which stand in the address', async () => {
    const page = await dashboard.open('/activity', { as: ada })
    const allow = await refuseRequests(page, 'query FindPeople')
    await page.getByRole('combobox', { name: 'Person' }).fill('b')
    await page.getByText('Not today.').waitFor()
    await allow()
    await page.getByRole('combobox', { name: 'Person' }).fill('bo')
    await page.getByRole('option', { name: /Bob/ }).click()
    await page.getByRole('heading', { level: 1, name: 'What happened to Bob' }).waitFor()
    expect(new URL(page.url()).searchParams.get('user')).toBe(`user-${bob}`.replace('user-user-', 'user-'))
    await rows(page).getByText('Bob joined Engineering').waitFor()
    await expect.poll(() => rows(page).count()).toBe(2)

    await page.getByRole('button', { name: 'All kinds' }).click()
    await page.getByRole('option', { name: 'Members changed' }).click()
    await expect.poll(() => rows(page).count()).toBe(1)
    expect(new URL(page.url()).searchParams.get('kind')).toBe('MEMBERSHIP_CHANGED')
    await page.reload()
    await rows(page).getByText('Bob joined Engineering').waitFor()

    // What meets the filter comes by itself, nothing else does.
    await dashboard.scim.createUser('hal@acme.example')
    await dashboard.scim.request('PATCH', `/Groups/${engineering}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'remove', path: `members[value eq "${bob}"]` }],
    })
    await rows(page).first().getByText('Bob left Engineering').waitFor()
    expect(await rows(page).count()).toBe(2)

    await page.getByRole('button', { name: 'Person: Bob. Remove this filter' }).click()
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor()
    await page.getByRole('button', { name: 'Anybody' }).click()
    await page.getByRole('option', { name: 'API key' }).click()
    await page.getByRole('heading', { name: 'No change meets the filters' }).waitFor()
    await page.getByRole('link', { name: 'Remove all filters' }).click()
    await rows(page).first().getByRole('link', { name: 'Acme directory' }).click()
    await page.getByRole('button', { name: 'Done by: Acme directory. Remove this filter' }).waitFor()
    expect(new URL(page.url()).searchParams.get('actor')).toMatch(/^dir-/)
  })

  test('names whom it is about also when they are deleted, and whose limit it was', async () => {
    const ian = await dashboard.scim.createUser('ian@acme.example', { displayName: 'Ian' })
    await dashboard.scim.request('DELETE', `/Users/${ian}`)
    const page = await dashboard.open(`/activity?user=${ian}`, { as: ada })
    await page.getByRole('heading', { level: 1, name: 'What happened to Ian' }).waitFor()
    expect(await page.getByRole('button', { name: 'Person: Ian. Remove this filter' }).count()).toBe(1)
    // Before it is known who it was, nothing is said of them.
    const naming = await holdRequests(page, 'query SubjectName')
    await page.reload()
    await page.getByRole('button', { name: `Person: ${ian}. Remove this filter` }).waitFor()
    naming.release()
    await page.getByRole('button', { name: 'Person: Ian. Remove this filter' }).waitFor()
    await page.getByText('Deleted from the directory').waitFor()
    await rows(page).getByText('Ian was deleted').waitFor()
  })

  test('leads to one change in its place, as far back as it is', { timeout: 180_000 }, async () => {
    for (let index = 0; index < 150; index++) await dashboard.scim.createUser(`many-${index}@acme.example`)
    const page = await dashboard.open('/activity', { as: ada })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await rows(page).first().getByText('many-149@acme.example').waitFor()
    // Older ones come when somebody scrolls there, each once, without a hole.
    const seen = new Set<number>()
    await rows(page).first().focus()
    while (!seen.has(1)) {
      for (const revision of await revisions(page)) seen.add(revision)
      await page.keyboard.press('End')
    }
    await feed(page).evaluate((element) => element.scrollTo({ top: 0 }))
    await rows(page).first().getByText('many-149@acme.example').waitFor()
    await page
      .getByRole('button', { name: /^Copy a link to change/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Link copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/activity\?at=\d+$/)

    await page.goto(`${dashboard.node.url}/activity?at=5`)
    const target = feed(page).locator('[aria-current="location"]')
    await target.waitFor()
    expect(await target.getAttribute('data-revision')).toBe('5')
    const around = await revisions(page)
    expect(around).toEqual(around.map((_, index) => around[0]! - index))
    expect(around.at(-1)).toBe(1)
    await page.getByRole('button', { name: 'Show newer' }).click()
    await expect.poll(async () => Number(await rows(page).last().getAttribute('aria-setsize'))).toBeGreaterThan(60)
    await page.getByRole('button', { name: 'Go on' }).click()
    await rows(page).first().getByText('many-149@acme.example').waitFor()
    expect(new URL(page.url()).search).toBe('')

    await page.goto(`${dashboard.node.url}/activity?at=1000000`)
    await page.getByText('Change 1000000 is not in the log any more').waitFor()
  })

  test.each(['light'] as const)('axe finds nothing wrong in %s', { timeout: 120_000 }, async (colorScheme) => {
    const page = await dashboard.open('/activity?at=4', { as: ada, colorScheme })
    await rows(page).first().waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: /^(Live|Connecting)/ }).click()
    await page.getByRole('dialog').waitFor()
    // What the component library puts round an open popover is in no landmark.
    expect(await axeViolations(page, ['region'])).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Group' }).fill('zz')
    await page.getByText('Nothing found').waitFor()
    expect(await axeViolations(page, whileListIsOpen)).toEqual([])
  })
})
