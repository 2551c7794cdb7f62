import { describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { signedInAdministrator, signInAs } from '../support/signed-in.ts'
import { createTestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { SessionBrowser } from './session-browser.ts'

const under = useApp()
type Issued = {
  __typename: string
  url?: string
  expiresAt?: string
  message?: string
  administrator?: { email: string; hasSignedIn: boolean }
}

async function issue(teamId: string, email: string, key = under.node.platformKey): Promise<Issued> {
  const { data } = await graphqlClient(under.node, key).ask<{ issueSignInLink: Issued }>(
    `mutation ($input: IssueSignInLinkInput!) { issueSignInLink(input: $input) {
      __typename ... on IssueSignInLinkSuccess { url expiresAt administrator { email hasSignedIn } } ... on Error { message } } }`,
    { input: { teamId, email } },
  )
  return data!.issueSignInLink
}

const codeOf = ({ url }: Issued): string => new URL(url!).searchParams.get('code')!
const use = async (issued: Issued, browser = new SessionBrowser(under.node)): Promise<{ browser: SessionBrowser; response: Response }> => ({
  browser,
  response: await browser.post('/sign-in', { code: codeOf(issued) }),
})
const setSsoState = (teamId: string, state: string | null) =>
  under.node.app.database.$executeRaw`UPDATE teams SET sso_state = ${state} WHERE id = ${fromId('team', teamId)}::uuid`
/** A team as it begins: nobody signs in anywhere. */
const newTeam = async (name: string): Promise<string> => (await createTestTeam(under.node, { name })).teamId

describe('A one-time link', () => {
  test('shows a button, which signs its administrator in; opening the link alone, as scanners of mail do, uses nothing up', async () => {
    const teamId = await newTeam('First link')
    const issued = await issue(teamId, 'first@link.example')
    expect(issued.administrator).toEqual({ email: 'first@link.example', hasSignedIn: false })
    expect(new Date(issued.expiresAt!).getTime() - Date.now()).toBeGreaterThan(14 * 60_000)
    expect(new Date(issued.expiresAt!).getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    for (let count = 0; count < 2; count++) {
      const page = await fetch(issued.url!)
      expect(page.status).toBe(200)
      expect(page.headers.get('cache-control')).toBe('no-store')
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(page.headers.getSetCookie()).toEqual([])
      expect(await page.text()).toContain(`name="code" value="${codeOf(issued)}"`)
    }
    const { browser, response } = await use(issued)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    const { data } = await browser.ask('{ viewer { role email team { id administrators { email hasSignedIn } } } }')
    expect(data).toEqual({
      viewer: {
        role: 'ADMINISTRATOR',
        email: 'first@link.example',
        team: { id: teamId, administrators: [{ email: 'first@link.example', hasSignedIn: true }] },
      },
    })
  })

  test('works once: of two who use it at the same time one is let in', async () => {
    const issued = await issue(await newTeam('Used twice'), 'twice@link.example')
    const both = await Promise.all([use(issued), use(issued), use(issued)])
    expect(both.map(({ response }) => response.status).sort()).toEqual([303, 403, 403])
    const third = await use(issued)
    expect(third.response.status).toBe(403)
    expect(await third.response.text()).toMatch(/This link does not work any more.*Request [\w-]+/s)
    expect(third.response.headers.getSetCookie()).toEqual([])
  })

  test('works for 15 minutes', async () => {
    const teamId = await newTeam('Too late')
    const issued = await issue(teamId, 'late@link.example')
    await under.node.app.database.$executeRaw`
      UPDATE sign_in_codes SET expires_at = now() - interval '1 second' WHERE team_id = ${fromId('team', teamId)}::uuid`
    expect((await use(issued)).response.status).toBe(403)
  })

  test('lets nobody in any more once single sign-on is ACTIVE, and is not issued then; while it is PENDING or INACTIVE it is', async () => {
    const teamId = await newTeam('Active since')
    const [first, second] = [await issue(teamId, 'a@link.example'), await issue(teamId, 'b@link.example')]
    await setSsoState(teamId, 'ACTIVE')
    const { response } = await use(first)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Single sign-on of team Active since is active, so a one-time link lets nobody in.')
    expect(await issue(teamId, 'c@link.example')).toMatchObject({
      __typename: 'ForbiddenError',
      message: expect.stringMatching(/is active/),
    })
    for (const state of ['PENDING', 'INACTIVE']) {
      await setSsoState(teamId, state)
      expect(await issue(teamId, 'c@link.example')).toMatchObject({ __typename: 'IssueSignInLinkSuccess' })
    }
    // It was used up by that try, whatever becomes of the connection.
    expect((await use(first)).response.status).toBe(403)
    expect((await use(second)).response.status).toBe(303)
  })

  test('is of one team, for one administrator: it ends with their entry in the list', async () => {
    const teamId = await newTeam('Removed')
    await signedInAdministrator(under.node, teamId, 'stays@link.example')
    const issued = await issue(teamId, 'goes@link.example')
    const { administrator } = under.node.app.database
    const { id } = await administrator.findFirstOrThrow({ where: { emailKey: 'goes@link.example' } })
    await graphqlClient(under.node, under.node.platformKey).ask(
      `mutation { removeAdministrator(input: { administratorId: "admin-${id}" }) { __typename } }`,
    )
    expect((await use(issued)).response.status).toBe(403)
  })

  test('is issued by the platform key alone', async () => {
    const key = await issue(under.team.teamId, 'x@link.example', under.team.apiKey)
    expect(key).toMatchObject({ __typename: 'ForbiddenError', message: 'Only the platform key may do this.' })
    const administrator = new SessionBrowser(under.node, await signedInAdministrator(under.node, under.team.teamId, 'y@link.example'))
    const { data } = await administrator.ask(
      `mutation { issueSignInLink(input: { teamId: "${under.team.teamId}", email: "x@link.example" }) { __typename } }`,
    )
    expect(data).toEqual({ issueSignInLink: { __typename: 'ForbiddenError' } })
  })

  test('for what is no address or no team is refused, and changes nothing', async () => {
    expect(await issue(under.team.teamId, 'not an address')).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await issue('team-01a20cdf-64bb-71ef-85b2-b58aefca8081', 'x@link.example')).toMatchObject({ __typename: 'NotFoundError' })
  })

  test('leaves a change that names the administrator, and no secret', async () => {
    const teamId = await newTeam('Audited')
    const issued = await issue(teamId, 'audited@link.example')
    const changes = await under.node.app.database.change.findMany({
      where: { teamId: fromId('team', teamId)! },
      orderBy: { revision: 'asc' },
    })
    expect(changes.slice(-2).map(({ kind, actorKind }) => [kind, actorKind])).toEqual([
      ['AdministratorAdded', 'PLATFORM'],
      ['SignInLinkIssued', 'PLATFORM'],
    ])
    expect(JSON.stringify(changes.map(({ data }) => data))).not.toContain(codeOf(issued))
  })

  test('ends the session that the browser had, and cannot be used by a page of another site', async () => {
    const teamId = await newTeam('Fixed')
    const before = new SessionBrowser(under.node, await signedInAdministrator(under.node, under.team.teamId, 'before@link.example'))
    const { cookie } = before
    const issued = await issue(teamId, 'after@link.example')
    const foreign = await before.post('/sign-in', { code: codeOf(issued) }, { origin: 'https://evil.example' })
    expect([foreign.status, before.cookie]).toEqual([403, cookie])
    expect((await use(issued, before)).response.status).toBe(303)
    expect(before.cookie).not.toBe(cookie)
    expect(await new SessionBrowser(under.node, cookie).status()).toBe(401)
  })

  test('and single sign-on afterwards are one person', async () => {
    const teamId = await newTeam('Same person')
    const { browser } = await use(await issue(teamId, 'same@link.example'))
    const signedIn = await signInAs(under.node, teamId, { subject: 'same', email: 'same@link.example', isEmailVerified: true })
    const { person, session } = under.node.app.database
    expect(await person.count({ where: { teamId: fromId('team', teamId)! } })).toBe(1)
    expect(await session.count({ where: { personId: signedIn.person.id } })).toBe(2)
    expect(await browser.status()).toBe(200)
  })

  test.each(['/sign-in', '/sign-in?code=', '/sign-in?code=%3Cscript%3E', '/sign-in?code=a&code=b'])(
    '%s is answered with a page that says what to do',
    async (path) => {
      const response = await fetch(under.node.url + path)
      expect(response.status).toBe(400)
      const text = await response.text()
      expect(text).toContain('Copy it again, or ask for a new one.')
      expect(text).not.toContain('<script>')
    },
  )

  test.each([
    ['no form', 'application/json', '{"code":"hc_code_x"}'],
    ['a form without a code', 'application/x-www-form-urlencoded', 'other=1'],
    ['a form with several codes', 'application/x-www-form-urlencoded', 'code=a&code=b'],
  ])('used by %s is refused', async (_, type, body) => {
    const response = await fetch(`${under.node.url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': type, origin: under.node.url },
      body,
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(response.headers.getSetCookie()).toEqual([])
  })
})
