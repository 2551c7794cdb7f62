import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { setLimit } from '../support/spend-client.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
let sales: string

beforeAll(async () => {
  const eve = await dashboard.scim.createUser('eve@acme.example', { displayName: 'Eve' })
  sales = await dashboard.scim.createGroup('Sales', [eve])
  const teamId = fromId('team', dashboard.team.teamId)!
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  await dashboard.node.app.commands.setAdministratorGroup({ teamId, actor, groupId: fromId('group', sales)! })
})

let amount = 10
/** What every member of the group may spend, who is on each of the pages. */
async function raiseLimit(): Promise<string> {
  amount += 10
  await setLimit(graphqlClient(dashboard.node, dashboard.team.apiKey), { groupId: sales }, amount * 100)
  return `€${amount}`
}

type View = {
  name: string
  /** By a link, from the view before it. */
  open(page: Page): Promise<void>
  /** What is there once it was read. */
  content(page: Page): Locator
  /** Where the limit stands, which changes. */
  limit?(page: Page): Locator
  /** What changes comes over the socket: nothing is read again. */
  isTold?: boolean
  /** How its first read fails: no answer at all is tried again for some seconds by what is no list. */
  isUnanswered?: boolean
}

const go =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
const main = (page: Page): Locator => page.getByRole('main')
const grid = (page: Page, name: string): Locator => main(page).getByRole('grid', { name, exact: true })

const views: View[] = [
  {
    name: 'Groups',
    open: go('Groups'),
    content: (page) => grid(page, 'Groups').getByRole('link', { name: 'Sales' }),
    limit: main,
    isUnanswered: true,
  },
  {
    name: 'a group',
    open: (page) => grid(page, 'Groups').getByRole('link', { name: 'Sales' }).click(),
    content: (page) => grid(page, 'Members').getByRole('link', { name: 'Eve' }),
    limit: (page) => main(page).getByRole('button', { name: /^Limit of Sales/ }),
  },
  {
    name: 'People',
    open: go('People'),
    content: (page) => grid(page, 'People').getByRole('link', { name: 'Eve' }),
    limit: main,
    isUnanswered: true,
  },
  {
    name: 'a person',
    open: (page) => grid(page, 'People').getByRole('link', { name: 'Eve' }).click(),
    content: (page) => main(page).getByRole('link', { name: 'Sales' }).first(),
    limit: main,
  },
  {
    name: 'Limits',
    open: go('Limits'),
    content: (page) => main(page).getByRole('region', { name: 'People', exact: true }).getByRole('link', { name: 'Eve' }),
    limit: (page) => main(page).getByRole('region', { name: 'People', exact: true }),
  },
  { name: 'Activity', open: go('Activity'), content: (page) => main(page).getByRole('article').first(), isTold: true },
  {
    name: 'Set-up',
    open: go('Set-up'),
    content: (page) =>
      main(page)
        .getByRole('status')
        .getByText(/of 7 done/),
  },
  { name: 'My page', open: go('My page'), content: (page) => main(page).getByText(/^Sales gives you €/), limit: main },
]

const badge = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
const cannotBeLoaded = (page: Page): Locator => main(page).getByRole('heading', { name: 'This could not be loaded' })

type Failure = 'none' | 'fault' | 'silence'

/** Lets every query fail, while the socket goes on. */
async function failQueries(page: Page): Promise<(failure: Failure) => void> {
  let failure: Failure = 'none'
  await page.route('**/graphql', (route) => {
    const { query } = JSON.parse(route.request().postData()!) as { query: string }
    if (failure === 'none' || !/^\s*query\b/m.test(query)) return route.continue()
    if (failure === 'silence') return route.abort()
    return route.fulfill({ status: 500, json: { errors: [{ message: 'internal error', extensions: { code: 'INTERNAL' } }] } })
  })
  return (wanted) => (failure = wanted)
}

async function firstReadFails(page: Page, { open, content, isUnanswered = false }: View, fail: (failure: Failure) => void): Promise<void> {
  fail(isUnanswered ? 'silence' : 'fault')
  await open(page)
  await cannotBeLoaded(page).first().waitFor()
  const reason = isUnanswered ? 'No answer came from Headcount.' : 'Something went wrong in Headcount.'
  expect(await main(page).getByRole('alert').first().textContent()).toContain(reason)
  fail('none')
  await main(page).getByRole('button', { name: 'Try again' }).first().click()
  await content(page).waitFor()
  await badge(page, 'Live').waitFor()
  expect(await cannotBeLoaded(page).count()).toBe(0)
}

async function laterReadFails(page: Page, { content, limit }: View, fail: (failure: Failure) => void): Promise<void> {
  fail('fault')
  const raised = await raiseLimit()
  await badge(page, /^As of \d/).waitFor()
  expect([await content(page).count(), await cannotBeLoaded(page).count()]).toEqual([1, 0])
  fail('none')
  await badge(page, 'Live').waitFor()
  await limit?.(page).getByText(raised).first().waitFor()
}

test(
  'Every page says that it could not be read and reads again when asked to; what is there stays when a later read fails, and the badge says as of when',
  { timeout: 240_000 },
  async () => {
    const expectsComplaints = /500|ERR_|Failed to load|WebSocket/
    const page = await dashboard.open('/directory', { as: { member: 'eve@acme.example' }, expectsComplaints })
    await badge(page, 'Live').waitFor()
    const fail = await failQueries(page)
    await raiseLimit()
    for (const view of views) {
      try {
        await firstReadFails(page, view, fail)
        if (!view.isTold) await laterReadFails(page, view, fail)
      } catch (cause) {
        throw new Error(`${view.name}: ${String(cause)}`, { cause })
      }
    }

    // Without a network.
    await page.context().setOffline(true)
    await badge(page, /^Offline since \d/).waitFor()
    await views.at(-1)!.content(page).waitFor()
    const meanwhile = await raiseLimit()
    await page.context().setOffline(false)
    await badge(page, 'Live').waitFor()
    await main(page).getByText(`Sales gives you ${meanwhile}`).waitFor()
  },
)
