import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { holdsOf } from '../../src/access/access-end.ts'
import type { Person } from '../../src/access/viewer.ts'
import type { Change } from '../../src/domain/change.ts'
import { createAccessWatch } from '../../src/graphql/access-watch.ts'
import { createSessionWatch } from '../../src/graphql/session-watch.ts'
import type { Feeds } from '../../src/realtime/team-feed.ts'
import { quietLog } from '../realtime/live-log.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { redisUrl } from '../support/redis.ts'
import { cookieOf, signedInAdministrator, signedInUser, signInAs } from '../support/signed-in.ts'
import { startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

// What ends an access happens at one node; the connections are at another.
const under = useApp({ redisUrl })
const other = useSecondNode(under)

async function connect(cookie: string): Promise<RawSocket> {
  const socket = await new RawSocket(other, { headers: { cookie, origin: other.url } }).open()
  onTestFinished(() => socket.socket.terminate())
  socket.send({ type: 'connection_init' })
  expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
  return socket
}

/** Goes on: what is asked is answered. */
async function goesOn(socket: RawSocket): Promise<void> {
  socket.send({ type: 'ping' })
  expect(await socket.next()).toEqual({ type: 'pong' })
}
const status = async (cookie: string): Promise<number> => (await graphqlClient(other, undefined, cookie).ask('{ viewer { kind } }')).status
const role = async (cookie: string): Promise<string> =>
  (await graphqlClient(other, undefined, cookie).ask<{ viewer: { role: string } }>('{ viewer { role } }')).data!.viewer.role
const platform = (mutation: string) =>
  graphqlClient(under.node, under.node.platformKey).ask(`mutation { ${mutation} { __typename ... on Error { message } } }`)
const setActive = (id: string, active: boolean) => under.scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: active })
const deactivated = { code: 4401, reason: 'The user was deactivated' }
const changed = { code: 4403, reason: 'What you may see has changed; come again' }

describe('A person whose user', () => {
  test('is deactivated loses sockets, event streams and sessions at every node, also after the user is active again', async () => {
    const user = await under.scim.createUser('deactivated')
    const cookie = await signedInUser(under.node, under.team.teamId, 'deactivated')
    const socket = await connect(cookie)
    const query = `subscription { membershipChanges(userId: "${user}") { __typename } }`
    const stream = await fetch(`${other.graphqlUrl}?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream', cookie, origin: other.url },
    })
    expect(stream.status).toBe(200)
    await setActive(user, false)
    expect(await socket.closed).toEqual(deactivated)
    // The stream ends: there is no more to read.
    await stream.text()
    expect(await status(cookie)).toBe(401)
    await setActive(user, true)
    expect(await status(cookie)).toBe(401)
  })

  test('is deleted loses them, though listed as an administrator', async () => {
    const user = await under.scim.createUser('deleted')
    const email = 'deleted@acme.example'
    await signedInAdministrator(under.node, under.team.teamId, email)
    const identity = { subject: email, email, isEmailVerified: true, matchingValue: 'deleted' }
    const cookie = cookieOf(await signInAs(under.node, under.team.teamId, identity))
    const socket = await connect(cookie)
    await under.scim.delete(`/Users/${user}`)
    expect(await socket.closed).toEqual(deactivated)
    expect(await status(cookie)).toBe(401)
  })

  test('goes with its directory loses them', async () => {
    const team = await under.newTeam('Without directory')
    await team.scim.createUser('of-the-directory')
    const cookie = await signedInUser(under.node, team.teamId, 'of-the-directory')
    const [socket, bystander] = [
      await connect(cookie),
      await connect(await signedInAdministrator(under.node, team.teamId, 'stays@acme.example')),
    ]
    const { data } = await platform(`deleteDirectory(input: { directoryId: "${team.directoryId}", name: "Without directory directory" })`)
    expect(data).toEqual({ deleteDirectory: { __typename: 'DeleteDirectorySuccess' } })
    expect((await socket.closed).code).toBe(4401)
    expect(await status(cookie)).toBe(401)
    await goesOn(bystander)
  })
})

describe('A role that is taken', () => {
  test('from the list closes with 4403, so that the client comes back as the member that is left; with 4401 when nobody is', async () => {
    const team = await under.newTeam('Unlisted')
    await team.scim.createUser('member-too')
    const entries: string[] = []
    const cookies: string[] = []
    for (const [email, matchingValue] of [
      ['member@unlisted.example', 'member-too'],
      ['guest@unlisted.example', null],
      ['stays@unlisted.example', null],
    ] as const) {
      await signedInAdministrator(under.node, team.teamId, email)
      const signedIn = await signInAs(under.node, team.teamId, { subject: email, email, isEmailVerified: true, matchingValue })
      entries.push(`admin-${signedIn.administratorId}`)
      cookies.push(cookieOf(signedIn))
    }
    const [member, guest, stays] = [await connect(cookies[0]!), await connect(cookies[1]!), await connect(cookies[2]!)]
    for (const id of entries.slice(0, 2)) await platform(`removeAdministrator(input: { administratorId: "${id}" })`)
    expect(await member.closed).toEqual(changed)
    expect(await guest.closed).toEqual({ code: 4401, reason: 'Signed out' })
    expect([await role(cookies[0]!), await status(cookies[1]!), await role(cookies[2]!)]).toEqual(['MEMBER', 401, 'ADMINISTRATOR'])
    await goesOn(stays)
    // Listed again: what was signed in before does not come back to life.
    await platform(`addAdministrator(input: { teamId: "${team.teamId}", email: "guest@unlisted.example" })`)
    await signInAs(under.node, team.teamId, { subject: 'guest@unlisted.example', email: 'guest@unlisted.example', isEmailVerified: true })
    expect(await status(cookies[1]!)).toBe(401)
  })

  test('or given by the mapped group closes with 4403, and nobody else is touched', async () => {
    const team = await under.newTeam('By group')
    await signedInAdministrator(under.node, team.teamId, 'way-back@group.example')
    const [inOne, inBoth, outside] = [
      await team.scim.createUser('in-one'),
      await team.scim.createUser('in-both'),
      await team.scim.createUser('outside'),
    ]
    const [one, two] = [await team.scim.createGroup('One', [inOne, inBoth]), await team.scim.createGroup('Two', [inBoth, outside])]
    const cookieFor = (userName: string): Promise<string> => signedInUser(under.node, team.teamId, userName)
    const cookies = { inOne: await cookieFor('in-one'), inBoth: await cookieFor('in-both'), outside: await cookieFor('outside') }
    const map = (groupId: string) => platform(`setAdministratorGroup(input: { groupId: "${groupId}" })`)

    const members = [await connect(cookies.inOne), await connect(cookies.inBoth), await connect(cookies.outside)]
    await map(one)
    expect([await members[0]!.closed, await members[1]!.closed]).toEqual([changed, changed])
    await goesOn(members[2]!)
    expect([await role(cookies.inOne), await role(cookies.outside)]).toEqual(['ADMINISTRATOR', 'MEMBER'])

    // To another group: who is in both stays what they are, and hangs on that one now.
    const administrators = [await connect(cookies.inOne), await connect(cookies.inBoth)]
    await map(two)
    expect(await administrators[0]!.closed).toEqual(changed)
    expect(await members[2]!.closed).toEqual(changed)
    await goesOn(administrators[1]!)
    await team.scim.patch(`/Groups/${one}`, { op: 'remove', path: `members[value eq "${inBoth}"]` })
    await goesOn(administrators[1]!)
    await team.scim.patch(`/Groups/${two}`, { op: 'remove', path: `members[value eq "${inBoth}"]` })
    expect(await administrators[1]!.closed).toEqual(changed)
    expect(await role(cookies.inBoth)).toBe('MEMBER')

    const last = await connect(cookies.outside)
    await team.scim.delete(`/Groups/${two}`)
    expect(await last.closed).toEqual(changed)
    expect(await role(cookies.outside)).toBe('MEMBER')
  })
})

describe('A session', () => {
  test('whose time is over closes its socket with 4403', async () => {
    const cookie = await signedInAdministrator(under.node, under.team.teamId, 'expires@acme.example')
    const secret = cookie.slice('headcount='.length)
    await under.node.app.database
      .$executeRaw`UPDATE sessions SET expires_at = now() + interval '1500 milliseconds' WHERE hash = sha256(${secret}::bytea)`
    const socket = await connect(cookie)
    expect(await socket.closed).toEqual({ code: 4403, reason: 'The credential has expired' })
    const late = await new RawSocket(other, { headers: { cookie, origin: other.url } }).open()
    late.send({ type: 'connection_init' })
    expect((await late.closed).code).toBe(4403)
  })

  test('whose secret is another one by now keeps its sockets', async () => {
    const team = await under.newTeam('Rotated')
    const user = await team.scim.createUser('rotated')
    const group = await team.scim.createGroup('Rotated', [user])
    const cookie = await signedInUser(under.node, team.teamId, 'rotated')
    const socket = await connect(cookie)
    const secret = cookie.slice('headcount='.length)
    await under.node.app.database
      .$executeRaw`UPDATE sessions SET rotated_at = rotated_at - interval '16 minutes' WHERE hash = sha256(${secret}::bytea)`
    const { headers } = await graphqlClient(other, undefined, cookie).ask('{ viewer { kind } }')
    const [next] = headers.getSetCookie()[0]!.split(';')
    expect(await status(next!)).toBe(200)
    expect(await status(cookie)).toBe(401)
    // It is looked up again, and found by its id.
    await signedInAdministrator(under.node, team.teamId, 'way-back@rotated.example')
    const mapped = await team.scim.createGroup('Somebody else', [])
    await platform(`setAdministratorGroup(input: { groupId: "${mapped}" })`)
    await goesOn(socket)
    await platform(`setAdministratorGroup(input: { groupId: "${group}" })`)
    expect(await socket.closed).toEqual(changed)
  })

  test('that has open connections is asked for together with all others, counts as used, and ends them when it is gone', async () => {
    const { database } = under.node.app
    const sessionIdOf = async (subject: string): Promise<string> => {
      await under.scim.createUser(subject)
      return (await signInAs(under.node, under.team.teamId, { subject, matchingValue: subject })).sessionId
    }
    const [stays, goes, also] = [await sessionIdOf('stays'), await sessionIdOf('goes'), await sessionIdOf('also')]
    const used: string[][] = []
    const ended: string[] = []
    const watch = createSessionWatch({ database, onUsed: (ids) => void used.push([...ids]), log: quietLog })
    onTestFinished(() => watch.close())
    for (const id of [stays, goes, also]) watch.watch(id, () => void ended.push(id))
    const stop = watch.watch(goes, () => void ended.push('left before'))
    stop()
    stop()
    watch.ended([also])
    expect(ended).toEqual([also])
    await database.session.delete({ where: { id: goes } })
    await vi.waitFor(() => expect(ended).toEqual([also, goes]), { timeout: 5_000 })
    expect(used.at(-1)).toEqual([stays])
  })
})

test('What happened between the look-up of a person and their connection is not missed: they are looked up again, or end', async () => {
  const listeners: { changes(changes: readonly Change[]): void }[] = []
  const feeds = {
    async join(_: string, listener: (typeof listeners)[number]) {
      listeners.push(listener)
      return { leave() {} }
    },
  } as unknown as Feeds
  const person = {
    kind: 'PERSON',
    id: 'p',
    teamId: 't',
    userId: 'u',
    directoryId: 'd',
    administratorId: 'a',
    administratorGroupId: 'g',
  } as Person
  const watch = createAccessWatch(feeds)
  const heard: string[] = []
  const holder = (name: string) => ({
    holds: holdsOf(person),
    onEnded: (end: string) => void heard.push(`${name} ${end}`),
    recheck: () => void heard.push(`${name} RECHECK`),
  })
  await watch.watch('t', { ...holder('first'), holds: [] }, performance.now())
  heard.length = 0
  const lookedUpAt = performance.now()
  const change = (kind: string, data: object): Change => ({ kind, data }) as unknown as Change
  const left = change('MembershipChanged', { group: { id: 'g' }, removedUserIds: ['x'] })
  const came = change('MembershipChanged', { group: { id: 'g' }, removedUserIds: [] })
  listeners[0]!.changes([came])
  await watch.watch('t', holder('after additions'), lookedUpAt)
  expect(heard).toEqual([])
  listeners[0]!.changes([left])
  expect(heard).toEqual(['after additions RECHECK'])
  await watch.watch('t', holder('after removals'), lookedUpAt)
  expect(heard).toEqual(['after additions RECHECK', 'after removals RECHECK'])
  listeners[0]!.changes([change('DirectoryDeleted', { directory: { id: 'd' } })])
  await watch.watch('t', holder('after the end'), lookedUpAt)
  expect(heard.slice(-1)).toEqual(['after the end DEACTIVATED'])
})

test('Connections of one team count together, whoever opened them', async () => {
  const node = await startNode({ databaseUrl: under.database.url, environment: { CONNECTIONS_PER_TEAM: '1' } })
  onTestFinished(() => node.stop())
  const cookie = await signedInAdministrator(under.node, under.team.teamId, 'crowded@acme.example')
  await new RawSocket(node).admitted(under.team.apiKey)
  const socket = await new RawSocket(node, { headers: { cookie, origin: node.url } }).open()
  socket.send({ type: 'connection_init' })
  expect((await socket.closed).code).toBe(1013)
})
