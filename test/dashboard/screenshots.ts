import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { buildDashboard } from '../../src/dashboard/build.ts'
import { graphqlRequest } from '../replay/graphql-request.ts'
import type { LocalServer } from '../replay/local-server.ts'
import { startServerProcess } from '../replay/server-process.ts'
import { createIdentityProvider } from '../simulate/identity-provider.ts'
import { createBrowser, signInAt } from '../support/browser.ts'
import { startOpenidProvider } from '../support/openid-provider.ts'
import { launchChromium } from './support/chromium.ts'

/**
 * `npm run screenshots`: every page in every variant, of a company that a simulated identity provider brought, into .screenshots/. Names of variants
 * take those alone; `small` are the top of each page for the README.
 */

const folder = path.join(import.meta.dirname, '../../.screenshots')

const variants: Record<string, BrowserContextOptions> = {
  light: {},
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 390, height: 844 } },
  korean: { locale: 'ko-KR' },
  german: { locale: 'de-DE' },
  small: { viewport: { width: 1280, height: 760 }, deviceScaleFactor: 0.55 },
}

type Ids = { group: string; user: string }
type Who = 'administrator' | 'member'
const pagesOfAdministrators: Record<string, (ids: Ids) => string> = {
  directory: () => '/directory',
  groups: () => '/groups',
  group: ({ group }) => `/groups/${group}`,
  people: () => '/people',
  person: ({ user }) => `/people/${user}`,
  limits: () => '/limits',
  activity: () => '/activity',
  'set-up': () => '/set-up',
  'set-up-sign-in': () => '/set-up?topic=sign-in',
  'set-up-guide': () => '/set-up?topic=guide&provider=OKTA',
  'set-up-access': () => '/set-up?topic=access',
  'set-up-questions': ({ user }) => `/set-up?topic=questions&user=${user}`,
}
const pages: Record<Who, typeof pagesOfAdministrators> = { administrator: pagesOfAdministrators, member: { me: () => '/me' } }

async function main(): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await buildDashboard()
  const server = await startServerProcess()
  const browser = await launchChromium()
  try {
    const { local } = server
    const { ids, userName } = await fill(local)
    const sessions = await signIn(local, userName)
    const wanted = process.argv.slice(2)
    for (const [variant, options] of Object.entries(variants)) {
      if (!(wanted.length > 0 ? wanted.includes(variant) : variant !== 'small')) continue
      for (const who of ['administrator', 'member'] as const) {
        const page = await openPage(browser, options, sessions[who], local)
        for (const [name, pathOf] of Object.entries(pages[who]))
          await shoot(page, new URL(pathOf(ids), local.dashboardUrl).href, `${name}-${variant}`)
        await page.context().close()
      }
    }
    console.log(`The pictures are in ${folder}.`)
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** People and groups by SCIM, then limits and spend as administrators and applications set and record them. */
async function fill(local: LocalServer): Promise<{ ids: Ids; userName: string }> {
  const provider = createIdentityProvider({ dialect: 'okta', seed: 7, scimUrl: local.scimUrl, token: local.scimToken })
  await provider.testConnection()
  await provider.syncUsers(240)
  await provider.syncGroups(12)
  for (let index = 0; index < 40; index++) await provider.step()
  const ask = <Data>(query: string, variables: object = {}): Promise<Data> =>
    graphqlRequest<Data>(local.graphqlUrl, local.apiKey, query, variables as Record<string, unknown>)
  const { team } = await ask<{
    team: {
      id: string
      groups: { nodes: { id: string }[] }
      users: { nodes: { id: string; userName: string; groups: { totalCount: number } }[] }
    }
  }>(
    '{ team { id groups(first: 50) { nodes { id } } users(first: 150, filter: { active: true }) { nodes { id userName groups { totalCount } } } } }',
  )
  const set = (target: object, value: object, more: object = {}): Promise<unknown> =>
    ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', { input: { target, value, ...more } })
  await set({ teamId: team.id }, { amountMinor: 15_000 })
  for (const [index, { id }] of team.groups.nodes.slice(0, 7).entries())
    await set({ groupId: id }, index === 6 ? { unlimited: true } : { amountMinor: 10_000 * (index + 2) })
  const inGroups = team.users.nodes.filter(({ groups }) => groups.totalCount >= 2)
  const { id: user, userName } = inGroups[0] ?? team.users.nodes[0]!
  await set({ userId: inGroups[1]!.id }, { amountMinor: 120_000 }, { expiresAt: new Date(Date.now() + 9 * 86_400_000).toISOString() })
  const entries = team.users.nodes.slice(0, 140).flatMap(({ id }, index) =>
    Array.from({ length: 1 + (index % 5) }, (_, at) => ({
      idempotencyKey: `picture-${index}-${at}`,
      userId: id,
      amountMinor: 1_500 + ((index * 7_919 + at * 104_729) % 9_000),
      labels: [{ name: 'model', value: ['small', 'large'][at % 2] }],
    })),
  )
  await ask('mutation ($input: RecordSpendInput!) { recordSpend(input: $input) { __typename } }', { input: { entries } })
  return { ids: { group: team.groups.nodes[0]!.id, user }, userName }
}

/** Through single sign-on, which the administrator's sign-in makes active; the values of their session cookies. */
async function signIn({ dashboardUrl, graphqlUrl, platformKey, teamId }: LocalServer, userName: string): Promise<Record<Who, string>> {
  const { origin } = new URL(dashboardUrl)
  const provider = await startOpenidProvider({
    redirectUris: [`${origin}/sso/callback`],
    accounts: [
      { sub: 'administrator', email: 'admin@acme.example' },
      { sub: 'member', claims: { preferred_username: userName } },
    ],
  })
  try {
    const { issuer, clientId, clientSecret } = provider
    await graphqlRequest(graphqlUrl, platformKey, 'mutation ($input: SetUpSsoInput!) { setUpSso(input: $input) { __typename } }', {
      input: { teamId, issuer, clientId, clientSecret, userMatching: 'USER_NAME' },
    })
    const sessionOf = async (sub: Who): Promise<string> => {
      const visitor = createBrowser()
      await signInAt(visitor, `${origin}/sign-in/${teamId}`, sub, (url) => url === `${origin}/`)
      return visitor.cookie(origin, 'headcount')!
    }
    return { administrator: await sessionOf('administrator'), member: await sessionOf('member') }
  } finally {
    await provider.stop()
  }
}

async function openPage(browser: Browser, options: BrowserContextOptions, session: string, { dashboardUrl }: LocalServer): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB', reducedMotion: 'reduce', ...options })
  await context.addCookies([{ name: 'headcount', value: session, url: new URL(dashboardUrl).origin }])
  return context.newPage()
}

async function shoot(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.locator('.freshness-live').waitFor()
  // Charts are loaded when they are first shown.
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: !name.endsWith('-small') })
}

await main()
