import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page, Route } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { createChangePruner } from '../../src/commands/prune-changes.ts'
import { fromId } from '../../src/domain/id.ts'
import { TcpProxy } from '../client/tcp-proxy.ts'
import { signedInUser, signInAs } from '../support/signed-in.ts'
import { startNode } from '../support/start-app.ts'
import { redisUrl } from '../support/redis.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { refuseRequests } from './support/intercepted.ts'
import { pressEscape } from './support/press-escape.ts'
import { useDashboard } from './support/use-dashboard.ts'

const dashboard = useDashboard()
const ada = { administrator: 'ada@acme.example' }
/** What Chromium itself complains of when a connection is cut. */
const expectsComplaints = /WebSocket|Failed to load resource|ERR_/
const soon = { timeout: 30_000 }
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const rows = (page: Page) => page.getByRole('feed').getByRole('article')
const badge = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

/** A page whose whole traffic goes through a proxy. */
async function openThroughProxy(): Promise<{ page: Page; proxy: TcpProxy }> {
  const proxy = await TcpProxy.to(`${dashboard.node.url}/`)
  ends.push(() => proxy.stop())
  const page = await dashboard.open('/activity', { as: ada, expectsComplaints })
  await page.goto(`${proxy.url}activity`)
  await badge(page, 'Live').waitFor()
  return { page, proxy }
}

async function shownRevisions(page: Page): Promise<number[]> {
  const shown = await rows(page).evaluateAll((elements) =>
    elements.map((element) => [Number(element.getAttribute('data-index')), Number(element.getAttribute('data-revision'))] as const),
  )
  return shown.sort(([a], [b]) => a - b).map(([, revision]) => revision)
}

/** Each once, in order, none missing. */
async function expectNoHole(page: Page): Promise<void> {
  const shown = await shownRevisions(page)
  expect(shown.length).toBeGreaterThan(3)
  expect(shown).toEqual(shown.map((_, index) => shown[0]! - index))
}

test(
  'A network that is cut for 30 s: the screen says as of when it is, then goes on without a gap or a duplicate',
  { timeout: 120_000 },
  async () => {
    const { page, proxy } = await openThroughProxy()
    const other = await page.context().newPage()
    await other.goto(`${dashboard.node.url}/activity`)
    await dashboard.scim.createUser('before@acme.example')
    for (const tab of [page, other]) await rows(tab).first().getByText('before@acme.example').waitFor()

    const cutAt = Date.now()
    proxy.stall()
    for (let index = 0; index < 4; index++) await dashboard.scim.createUser(`meanwhile-${index}@acme.example`)
    await rows(other).first().getByText('meanwhile-3@acme.example').waitFor()
    await badge(page, /^As of/).waitFor({ timeout: 25_000 })
    expect(await rows(page).first().textContent()).toContain('before@acme.example')
    await badge(page, /^As of/).click()
    await page.getByRole('dialog').getByText('The connection was lost.').waitFor()
    await pressEscape(page)
    await wait(Math.max(0, cutAt + 30_000 - Date.now()))
    // What was open in the old network stays dead without a word.
    proxy.unstall()

    await badge(page, 'Live').waitFor({ timeout: 45_000 })
    await rows(page).first().getByText('meanwhile-3@acme.example').waitFor()
    await expectNoHole(page)
    expect(await shownRevisions(page)).toEqual(await shownRevisions(other))
  },
)

/** What a screen reader hears of how fresh the page is from now on. */
async function watchAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  const said = await page
    .locator('.top-bar')
    .getByRole('status')
    .evaluateHandle((element) => {
      const texts: string[] = [element.textContent]
      const observer = new MutationObserver(() => texts.push(element.textContent))
      observer.observe(element, { childList: true, characterData: true, subtree: true })
      return texts
    })
  return () => said.jsonValue()
}

test('Whoever does not want to wait tries again at once, is told of a new version, and misses nothing', async () => {
  const { page, proxy } = await openThroughProxy()
  await rows(page).first().waitFor()
  proxy.refuse(true)
  proxy.cut()
  await badge(page, /^As of/).waitFor()
  const said = await watchAnnouncements(page)
  for (let index = 0; index < 12; index++) await dashboard.scim.createUser(`missed-${index}@acme.example`)
  await page.route(proxy.url, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/assets/other.js"></script>' }),
  )
  await badge(page, /^As of/).click()
  const again = page.getByRole('button', { name: 'Try again now' })
  await again.waitFor()
  await expect.poll(said, soon).toContainEqual(expect.stringMatching(/^The page is not live: it shows how it was at \d/))
  proxy.refuse(false)
  // It may come back by itself in this very moment; that a press does not wait is proven with the client.
  await again.click({ timeout: 1_000 }).catch(() => {})
  // What told of the wait closes with it: nothing stays hidden from a screen reader behind it, and the focus is where it was.
  await badge(page, 'Live').waitFor()
  await expect.poll(() => badge(page, 'Live').evaluate((element) => element === document.activeElement)).toBe(true)
  await rows(page).first().getByText('missed-11@acme.example').waitFor()
  await expectNoHole(page)
  // Until it is heard that the page is live, what was heard before stays as it was.
  await expect.poll(async () => (await said()).at(-1), soon).toBe('The page is live.')
  expect((await said()).filter((text) => text.endsWith(' at .'))).toEqual([])
  await page.getByText('A new version of this page is there.').waitFor()
  await dashboard.scim.createUser('after@acme.example')
  await rows(page).first().getByText('after@acme.example').waitFor()
})

test('A log whose first page could not be read is read by itself once the connection is back', async () => {
  await dashboard.scim.createUser('unread@acme.example')
  const { page, proxy } = await openThroughProxy()
  const asked = (route: Route): Promise<void> =>
    route.request().postData()?.includes('query ChangeLog') ? route.abort() : route.continue()
  await page.route('**/graphql', asked)
  await page.reload()
  await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
  await badge(page, 'Live').waitFor()
  await page.unroute('**/graphql', asked)
  proxy.cut()
  await rows(page).first().getByText('unread@acme.example').waitFor()
})

test(
  'Who was away for longer than the log reaches back reads everything anew: no row stays that is not true any more',
  { timeout: 120_000 },
  async () => {
    const { scim, node } = dashboard
    const gone = await scim.createUser('aa-gone@acme.example')
    const renamed = await scim.createUser('aa-old@acme.example')
    const { page, proxy } = await openThroughProxy()
    const people = await page.context().newPage()
    await people.goto(`${proxy.url}people?search=aa-`)
    await people.getByRole('link', { name: 'aa-gone@acme.example' }).waitFor()
    proxy.refuse(true)
    proxy.cut()
    for (const tab of [page, people]) await badge(tab, /^As of/).waitFor()
    await scim.request('DELETE', `/Users/${gone}`)
    await scim.request('PATCH', `/Users/${renamed}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'userName', value: 'aa-new@acme.example' }],
    })
    for (let index = 0; index < 5; index++) await scim.createUser(`pruned-${index}@acme.example`)
    const pruner = createChangePruner({ database: node.app.database, keptDays: 365, keptEntries: 1, log: { info() {}, warn() {} } })
    await pruner.prune()
    await pruner.close()
    // A node that was there all the time still knows what was pruned.
    const fresh = await startNode({ databaseUrl: dashboard.database.url, redisUrl: redisUrl() })
    ends.push(() => fresh.stop())
    const reasons: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const reason = /"ResyncRequired","reason":"(\w+)"/.exec(String(payload))?.[1]
        if (reason) reasons.push(reason)
      }),
    )
    proxy.redirect(`${fresh.url}/`)
    proxy.refuse(false)
    for (const tab of [page, people]) await badge(tab, 'Live').waitFor({ timeout: 45_000 })
    expect(reasons).toContain('PRUNED')
    expect((await people.getByText('aa-gone@acme.example').count()) + (await people.getByText('aa-old@acme.example').count())).toBe(0)
    await people.getByRole('link', { name: 'aa-new@acme.example' }).waitFor()
    await rows(page).first().getByText('pruned-4@acme.example').waitFor()
    // All that the log has; nothing of what was shown before.
    expect(await rows(page).count()).toBe(1)
    await scim.createUser('afterwards@acme.example')
    await rows(page).first().getByText('afterwards@acme.example').waitFor()
  },
)

test(
  'Somebody else who signs in in the same browser: the open tab becomes theirs, and shows nothing of who was there before',
  { timeout: 60_000 },
  async () => {
    const { scim, node, team } = dashboard
    await scim.createUser('mia@acme.example', { displayName: 'Mia' })
    const page = await dashboard.open('/activity', { as: ada, expectsComplaints })
    await rows(page).first().waitFor()
    const signInBeside = async (cookie: string): Promise<void> => {
      const [name, value] = cookie.split('=') as [string, string]
      await page.context().addCookies([{ name, value, url: node.url, httpOnly: true, sameSite: 'Lax' }])
      const beside = await page.context().newPage()
      await beside.goto(`${node.url}/me`)
      await beside.getByRole('heading', { level: 1, name: 'My page' }).waitFor()
      await beside.close()
    }
    await signInBeside(await signedInUser(node, team.teamId, 'mia@acme.example'))
    await page.getByRole('heading', { name: 'This is for administrators' }).waitFor()
    expect(await rows(page).count()).toBe(0)
    // The end of the session that was tells it, too.
    const secret = (await page.context().cookies()).find(({ name }) => name === 'headcount')!.value
    await scim.createUser('noa@acme.example', { displayName: 'Noa' })
    await page.goto(`${node.url}/me`)
    await page.getByText('Mia – ').waitFor()
    const noa = await signInAs(
      node,
      team.teamId,
      { subject: 'noa@acme.example', matchingValue: 'noa@acme.example' },
      { sessionSecretBefore: secret },
    )
    await page.context().addCookies([{ name: 'headcount', value: noa.secret, url: node.url, httpOnly: true, sameSite: 'Lax' }])
    await page.getByText('Noa – ').waitFor()
    expect(await page.getByText('Mia').count()).toBe(0)
  },
)

test('A page that the browser kept is not brought back as it was, and the browser keeps nothing that opens anything', async () => {
  const page = await dashboard.open('/groups', { as: ada, expectsComplaints })
  await badge(page, 'Live').waitFor()
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href, document.cookie]),
  )
  expect(kept).not.toMatch(/hc_|secret|token|ada@/i)
  const hidden = await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    return document.documentElement.hidden
  })
  expect(hidden).toBe(true)
  await page.context().clearCookies()
  await page.evaluate(() => void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await page.getByRole('heading', { name: 'Sign in to Headcount' }).waitFor()
})

test(
  'A part of the page that is gone with its build: the page is loaded anew, and says so where that does not help',
  { timeout: 60_000 },
  async () => {
    const page = await dashboard.open('/groups', { as: ada, expectsComplaints: /404|Failed to (load|fetch)|dynamically imported/ })
    await badge(page, 'Live').waitFor()
    await page.route(/\/assets\/limits-page-.*\.js/, (route) => route.fulfill({ status: 404, body: '' }))
    await page.getByRole('link', { name: 'Limits' }).click()
    await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
    await page.unroute(/\/assets\/limits-page-.*\.js/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { level: 1, name: 'Limits' }).waitFor()
  },
)

test('A server that is killed and started again: an open page comes back by itself, complete', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headcount-dashboard-'))
  ends.push(() => rm(folder, { recursive: true, force: true }))
  const start = async (port: string): Promise<{ server: ServerProcess; url: string }> => {
    const server = startServerProcess({
      PORT: port,
      DATABASE_URL: dashboard.database.url,
      HEADCOUNT_DATA_DIR: folder,
      HEADCOUNT_PLATFORM_KEY: dashboard.node.platformKey,
    })
    ends.push(async () => {
      server.child.kill('SIGTERM')
      await server.exited
    })
    await server.printed('Listening')
    return { server, url: /http:\/\/[^\s:]+:\d+/.exec(server.output())![0].replace('localhost', '127.0.0.1') }
  }
  const { server, url } = await start('0')
  const page = await dashboard.open('/activity', { as: ada, expectsComplaints })
  await page.goto(`${url}/activity`)
  await badge(page, 'Live').waitFor()
  await rows(page).first().waitFor()
  server.child.kill('SIGKILL')
  await server.exited
  await badge(page, /^As of/).waitFor()
  await dashboard.scim.createUser('killed@acme.example')
  await start(new URL(url).port)
  await badge(page, 'Live').waitFor({ timeout: 40_000 })
  await rows(page).first().getByText('killed@acme.example').waitFor()
  await expectNoHole(page)
})

test('Whoever comes to the administrators or leaves them sees at once what they may, and a deactivated user is thrown out', async () => {
  const { scim, team, node } = dashboard
  const eve = await scim.createUser('eve@acme.example', { displayName: 'Eve' })
  const admins = await scim.createGroup('IT', [eve])
  const patch = (path: string, operation: object) =>
    scim.request('PATCH', path, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] })
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  await node.app.commands.addAdministrator({ teamId: fromId('team', team.teamId)!, actor, email: 'ada@acme.example' })
  await node.app.commands.setAdministratorGroup({
    teamId: fromId('team', team.teamId)!,
    actor,
    groupId: fromId('group', admins) ?? admins,
  })
  const page = await dashboard.open('/activity?kind=USER_CREATED', { as: { member: 'eve@acme.example' }, expectsComplaints })
  await rows(page).first().waitFor()
  await patch(`/Groups/${admins}`, { op: 'remove', path: `members[value eq "${eve}"]` })
  await page.getByRole('heading', { name: 'This is for administrators' }).waitFor()
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['My page'])
  await patch(`/Groups/${admins}`, { op: 'add', path: 'members', value: [{ value: eve }] })
  await rows(page).first().waitFor()
  // What failed stays on the screen until somebody closes it, or nobody is signed in any more.
  await refuseRequests(page, 'mutation SetLimit')
  await page.getByRole('navigation').getByRole('link', { name: 'Groups' }).click()
  await page.getByRole('button', { name: 'Limit of IT: ' }).click()
  await page.getByRole('textbox', { name: /Amount per person/ }).fill('300')
  await page.getByRole('button', { name: 'Set limit' }).click()
  const notice = page.getByText('The limit of IT was not changed')
  await notice.waitFor()
  await page.goBack()
  await rows(page).first().waitFor()
  expect(await notice.count()).toBe(1)
  await patch(`/Users/${eve}`, { op: 'replace', path: 'active', value: false })
  await page.getByRole('heading', { name: 'Sign in to Headcount' }).waitFor()
  await page.getByRole('alert').waitFor()
  expect(await page.title()).toBe('Sign in to Headcount')
  expect(await notice.count()).toBe(0)
  const signIn = await page.getByRole('link').first().getAttribute('href')
  expect(signIn).toContain(encodeURIComponent('/activity?kind=USER_CREATED'))
})
