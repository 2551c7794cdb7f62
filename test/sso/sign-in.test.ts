import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { quietLog } from '../realtime/live-log.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { cookieOf, signInAs, testIssuer } from '../support/signed-in.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { SessionBrowser } from './session-browser.ts'

const under = useApp()
const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
const uuid = (teamId: string): string => fromId('team', teamId)!

async function list(teamId: string, email: string): Promise<string> {
  return (await under.node.app.commands.addAdministrator({ teamId: uuid(teamId), actor, email })).value.id
}

async function secondDirectory(team: TestTeam): Promise<{ directoryId: string; scim: ScimClient }> {
  const made = await under.node.app.commands.createDirectory({ teamId: uuid(team.teamId), actor, name: 'Second', provider: 'OTHER' })
  const { id } = made.value.directory
  return { directoryId: id, scim: scimClient({ scimUrl: `${under.node.url}/scim/v2/dir-${id}`, scimToken: made.value.secret }) }
}

const refused = (sentence: RegExp) => expect.objectContaining({ code: 'SIGN_IN_REFUSED', message: expect.stringMatching(sentence) })
const browserOf = (signedIn: { secret: string }): SessionBrowser => new SessionBrowser(under.node, cookieOf(signedIn))
const deactivate = (scim: ScimClient, user: string) => scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: false })

describe('Somebody who signs in', () => {
  test('and is neither listed nor in the directory is refused with whom to ask, and leaves nothing behind', async () => {
    const team = await under.newTeam('Strict')
    await expect(
      signInAs(under.node, team.teamId, { subject: 'nobody', email: 'nobody@strict.example', isEmailVerified: true }),
    ).rejects.toEqual(
      refused(
        /^You cannot sign in to team Strict: you are neither a listed administrator nor an active user of its directory\. Ask an administrator of Strict\.$/,
      ),
    )
    const { person, session } = under.node.app.database
    const where = { teamId: uuid(team.teamId) }
    expect([await person.count({ where }), await session.count({ where })]).toEqual([0, 0])
  })

  test('is found in the directory by what the connection matches by, and from then on by issuer and sub', async () => {
    const team = await under.newTeam('Matching')
    const emails = [{ value: 'By.Email@matching.example' }]
    const user = await team.scim.createUser('by-user-name', { externalId: 'by-external-id', emails })
    for (const [userMatching, identity] of [
      ['USER_NAME', { matchingValue: 'BY-USER-NAME' }],
      ['EXTERNAL_ID', { matchingValue: 'by-external-id' }],
      ['EMAIL', { email: 'by.email@matching.example', isEmailVerified: true }],
    ] as const) {
      const signedIn = await signInAs(under.node, team.teamId, { subject: `by ${userMatching}`, ...identity }, { userMatching })
      expect(signedIn.role).toBe('MEMBER')
      const { data } = await browserOf(signedIn).ask<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }')
      expect(data!.viewer.user.id).toBe(user)
    }
    // Renamed since: the link holds, and the name of another user is not taken for it.
    await team.scim.patch(`/Users/${user}`, { op: 'replace', path: 'userName', value: 'renamed' })
    await team.scim.createUser('by-user-name')
    const again = await signInAs(under.node, team.teamId, { subject: 'by USER_NAME', matchingValue: 'by-user-name' })
    expect((await browserOf(again).ask<{ viewer: { user: object } }>('{ viewer { user { userName } } }')).data!.viewer.user).toEqual({
      userName: 'renamed',
    })
  })

  test.each([
    ['an address that is not verified', 'EMAIL', { email: 'match@unproven.example' }],
    ['an externalId in another case', 'EXTERNAL_ID', { matchingValue: 'MATCH' }],
    ['no claim to match by', 'USER_NAME', {}],
    ['an empty claim', 'EXTERNAL_ID', { matchingValue: '' }],
    ['a claim that no column holds', 'USER_NAME', { matchingValue: 'match\0' }],
  ] as const)('is not found by %s', async (_, userMatching, identity) => {
    const team = await under.newTeam('Unproven')
    await team.scim.createUser('match', { externalId: 'match', emails: [{ value: 'match@unproven.example' }] })
    await expect(signInAs(under.node, team.teamId, { subject: 'somebody', ...identity }, { userMatching })).rejects.toEqual(
      refused(/neither/),
    )
  })

  test('is looked for in the directory of the connection alone; without one two matches are refused', async () => {
    const team = await under.newTeam('Two directories')
    const second = await secondDirectory(team)
    await team.scim.createUser('in-both')
    const user = await second.scim.createUser('in-both')
    const identity = { subject: 'in-both', matchingValue: 'in-both' }
    await expect(signInAs(under.node, team.teamId, identity)).rejects.toEqual(refused(/several users of its directories match you/))
    const signedIn = await signInAs(under.node, team.teamId, identity, { directoryId: second.directoryId })
    expect((await browserOf(signedIn).ask<{ viewer: { user: object } }>('{ viewer { user { id } } }')).data!.viewer.user).toEqual({
      id: user,
    })
    // A listed administrator gets in, to say which directory counts.
    await list(team.teamId, 'admin@two.example')
    const administrator = { subject: 'admin', email: 'admin@two.example', isEmailVerified: true, matchingValue: 'in-both' }
    expect(await signInAs(under.node, team.teamId, administrator)).toMatchObject({ role: 'ADMINISTRATOR' })
  })

  test('is not found among the users of another team', async () => {
    const other = await under.newTeam('Neighbour')
    await other.scim.createUser('of-the-neighbour', { externalId: 'of-the-neighbour' })
    for (const userMatching of ['USER_NAME', 'EXTERNAL_ID'] as const)
      await expect(
        signInAs(under.node, under.team.teamId, { subject: 'x', matchingValue: 'of-the-neighbour' }, { userMatching }),
      ).rejects.toEqual(refused(/neither/))
  })

  test('may come only as a listed administrator while the connection has not proved itself', async () => {
    const team = await under.newTeam('Pending')
    await team.scim.createUser('early-bird')
    await list(team.teamId, 'admin@pending.example')
    await expect(
      signInAs(under.node, team.teamId, { subject: 'early-bird', matchingValue: 'early-bird' }, { onlyAdministrators: true }),
    ).rejects.toEqual(refused(/only listed administrators may sign in until it is active/))
    const identity = { subject: 'admin', email: 'Admin@Pending.example', isEmailVerified: true }
    expect(await signInAs(under.node, team.teamId, identity, { onlyAdministrators: true })).toMatchObject({ role: 'ADMINISTRATOR' })
  })
})

describe('An entry in the list of administrators', () => {
  test('means who has its address verified, and then that person, whatever their address is later', async () => {
    const team = await under.newTeam('Bound')
    const administratorId = await list(team.teamId, 'ada@bound.example')
    const unproven = { subject: 'mallory', email: 'ada@bound.example', isEmailVerified: false }
    await expect(signInAs(under.node, team.teamId, unproven)).rejects.toEqual(refused(/neither/))
    const ada = { subject: 'ada', email: 'ADA@bound.example', isEmailVerified: true }
    expect(await signInAs(under.node, team.teamId, ada)).toMatchObject({ role: 'ADMINISTRATOR', administratorId })
    expect(
      await signInAs(under.node, team.teamId, { subject: 'ada', email: 'married@bound.example', isEmailVerified: true }),
    ).toMatchObject({
      role: 'ADMINISTRATOR',
      person: { email: 'married@bound.example' },
    })
    // The address was given to somebody else at the same provider: they are not Ada.
    await expect(signInAs(under.node, team.teamId, { ...ada, subject: 'successor' })).rejects.toEqual(refused(/neither/))
    // Another provider is another one's word; the team has one connection in use.
    const moved = await signInAs(under.node, team.teamId, { ...ada, issuer: 'https://other.example', subject: 'ada-there' })
    expect(moved).toMatchObject({ role: 'ADMINISTRATOR', administratorId })
    await expect(signInAs(under.node, team.teamId, ada)).resolves.toMatchObject({ role: 'ADMINISTRATOR', administratorId })
  })

  test('counts for a connection that is to replace another of the same issuer, and means who it meant until that has happened', async () => {
    const team = await under.newTeam('Replaced')
    await list(team.teamId, 'ada@replaced.example')
    const ada = { email: 'ada@replaced.example', isEmailVerified: true }
    const before = browserOf(await signInAs(under.node, team.teamId, { ...ada, subject: 'ada at one client' }))
    const proving = { bindsAnew: true, onlyAdministrators: true }
    const after = await signInAs(under.node, team.teamId, { ...ada, subject: 'ada at another' }, proving)
    expect(after.role).toBe('ADMINISTRATOR')
    expect(after.endedSessionIds).toEqual([])
    expect(await before.status()).toBe(200)
  })

  test('lets nobody in whose user is deactivated', async () => {
    const team = await under.newTeam('Listed and gone')
    const user = await team.scim.createUser('listed')
    await list(team.teamId, 'listed@gone.example')
    const identity = { subject: 'listed', email: 'listed@gone.example', isEmailVerified: true, matchingValue: 'listed' }
    await signInAs(under.node, team.teamId, identity)
    await deactivate(team.scim, user)
    await expect(signInAs(under.node, team.teamId, identity)).rejects.toEqual(
      refused(/your user in the directory of this team is deactivated/),
    )
    // Nor does somebody of that name whom no sign-in has linked to it yet.
    await expect(signInAs(under.node, team.teamId, { ...identity, subject: 'not linked yet' })).rejects.toEqual(refused(/deactivated/))
    await team.scim.delete(`/Users/${user}`)
    expect(await signInAs(under.node, team.teamId, identity)).toMatchObject({ role: 'ADMINISTRATOR' })
  })
})

describe('A role', () => {
  test('comes with the mapped group and goes with it, at the next request', async () => {
    const team = await under.newTeam('Grouped')
    const user = await team.scim.createUser('grouped')
    const group = await team.scim.createGroup('Administrators', [user])
    const browser = browserOf(await signInAs(under.node, team.teamId, { subject: 'grouped', matchingValue: 'grouped' }))
    const role = async () => (await browser.ask<{ viewer: { role: string } }>('{ viewer { role } }')).data!.viewer.role
    expect(await role()).toBe('MEMBER')
    await list(team.teamId, 'way-back@grouped.example')
    await graphqlClient(under.node, under.node.platformKey).ask(
      `mutation { setAdministratorGroup(input: { teamId: "${team.teamId}", groupId: "${group}" }) { __typename } }`,
    )
    expect(await role()).toBe('ADMINISTRATOR')
    expect(await signInAs(under.node, team.teamId, { subject: 'grouped' })).toMatchObject({ role: 'ADMINISTRATOR', administratorId: null })
    await team.scim.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${user}"]` })
    expect(await role()).toBe('MEMBER')
  })
})

describe('Of two who act on one person at the same time', () => {
  test('two first sign-ins make one person', async () => {
    const team = await under.newTeam('At once')
    await team.scim.createUser('at-once')
    const identity = { subject: 'at-once', matchingValue: 'at-once' }
    const signedIn = await Promise.all(Array.from({ length: 5 }, () => signInAs(under.node, team.teamId, identity)))
    expect(new Set(signedIn.map(({ person }) => person.id)).size).toBe(1)
    expect(await under.node.app.database.person.count({ where: { teamId: uuid(team.teamId) } })).toBe(1)
    for (const one of signedIn) expect(await browserOf(one).status()).toBe(200)
  })

  test('a deactivation that waits for the sign-in ends its session; one that came first refuses it', async () => {
    const team = await under.newTeam('Second writer')
    const user = await team.scim.createUser('leaving')
    const database = openDatabase({ url: under.database.url, poolSize: 3, log: quietLog })
    onTestFinished(() => database.$disconnect())
    const identity = { subject: 'leaving', matchingValue: 'leaving' }
    let secret = ''
    let deactivated: Promise<unknown> | undefined
    // The sign-in holds the user's row; it is in this transaction, so that the deactivation comes before its end for certain.
    await database.$transaction(async (transaction) => {
      const inside = {
        $transaction: (act: (inner: typeof transaction) => Promise<unknown>) => act(transaction),
      } as unknown as typeof database
      secret = (await signInAs({ app: { ...under.node.app, database: inside } }, team.teamId, identity)).secret
      deactivated = deactivate(team.scim, user)
      await waitsForRow(database)
    })
    expect(await deactivated).toMatchObject({ status: 200 })
    expect(await new SessionBrowser(under.node, cookieOf({ secret })).status()).toBe(401)
    expect(await database.session.count({ where: { teamId: uuid(team.teamId) } })).toBe(0)

    const other = await team.scim.createUser('left-first')
    let signingIn: Promise<unknown> | undefined
    await database.$transaction(async (transaction) => {
      await transaction.$executeRaw`UPDATE users SET active = false WHERE id = ${fromId('user', other)}::uuid`
      signingIn = signInAs(under.node, team.teamId, { subject: 'left-first', matchingValue: 'left-first' }).catch((error: unknown) => error)
      await waitsForRow(database)
    })
    expect(await signingIn).toEqual(refused(/deactivated/))
  })
})

/** Until some statement of this database waits for a row that somebody else holds. */
async function waitsForRow(database: ReturnType<typeof openDatabase>): Promise<void> {
  for (;;) {
    const rows = await database.$queryRaw<object[]>`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (rows.length > 0) return
  }
}

test('The issuer is a part of who somebody is: the same sub of another one is another person', async () => {
  const team = await under.newTeam('Two issuers')
  await team.scim.createUser('one-of-two')
  const identity = { subject: 'same', matchingValue: 'one-of-two' }
  const first = await signInAs(under.node, team.teamId, { ...identity, issuer: testIssuer })
  const second = await signInAs(under.node, team.teamId, { ...identity, issuer: `${testIssuer}/` })
  expect(first.person.id).not.toBe(second.person.id)
})

describe('Somebody who signed in before the directory knew them', () => {
  test.each([
    ['is deactivated', (scim: ScimClient, id: string) => deactivate(scim, id)],
    ['is deleted', (scim: ScimClient, id: string) => scim.delete(`/Users/${id}`)],
  ])('is out as soon as their user %s, by their address or by what the connection matches by', async (how, act) => {
    const team = await under.newTeam('Early')
    const addresses = [`early-${how.length}@early.example`, `late-${how.length}@early.example`, `stays-${how.length}@early.example`]
    const [byEmail, bySubject, staying] = await Promise.all(
      addresses.map(async (email) => {
        await list(team.teamId, email)
        return signInAs(under.node, team.teamId, {
          subject: `sub of ${email}`,
          email,
          isEmailVerified: true,
          matchingValue: `value of ${email}`,
        })
      }),
    )
    const first = await team.scim.createUser('other name', { emails: [{ value: addresses[0]!.toUpperCase() }] })
    const second = await team.scim.createUser('another name', { externalId: `value of ${addresses[1]}` })
    for (const signedIn of [byEmail!, bySubject!, staying!]) expect(await browserOf(signedIn).status()).toBe(200)
    await act(team.scim, first)
    await act(team.scim, second)
    expect(await browserOf(byEmail!).status()).toBe(401)
    expect(await browserOf(bySubject!).status()).toBe(401)
    expect(await browserOf(staying!).status()).toBe(200)
  })
})

test('A proof of a replacement that was cut off leaves its administrator who they were', async () => {
  const { teamId } = await under.newTeam('Cut off')
  const email = 'grace@cut.example'
  await list(teamId, email)
  await signInAs(under.node, teamId, { subject: 'old sub', email, isEmailVerified: true })
  // Another client of the same issuer, and the process ends before the connection has taken over.
  await signInAs(under.node, teamId, { subject: 'new sub', email, isEmailVerified: true }, { bindsAnew: true })
  const again = await signInAs(under.node, teamId, { subject: 'old sub', email, isEmailVerified: true })
  expect(again.role).toBe('ADMINISTRATOR')
  expect(await browserOf(again).status()).toBe(200)
})
