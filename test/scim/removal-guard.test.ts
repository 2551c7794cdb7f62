import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/domain/change.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import type { Folded } from '../support/folded-state.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { scimClient, type ScimClient, type ScimResponse } from '../support/scim-client.ts'
import { createTestTeam, startNode, type StartedApp, type TestTeam } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
const app = useApp()
const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }

type Guarded = TestTeam & { scim: ScimClient }
const guarded = (removalsPerHour: number): Promise<Guarded> => teamWithSettings(app, { removalsPerHour })
const database = () => app.node.app.database
const bareId = ({ directoryId }: TestTeam): string => fromId('directory', directoryId)!

const usersOf = (scim: ScimClient, count: number, prefix = 'user'): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => scim.createUser(`${prefix}${index}@acme.example`)))
const deactivate = (scim: ScimClient, id: string): Promise<ScimResponse> =>
  scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false })
const leave = (scim: ScimClient, group: string, user: string): Promise<ScimResponse> =>
  scim.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${user}"]` })
const putGroup = (scim: ScimClient, group: string, displayName: string, members: string[]): Promise<ScimResponse> =>
  scim.put(`/Groups/${group}`, { schemas: [groupUrn], displayName, members: members.map((value) => ({ value })) })

async function guardOf(team: TestTeam) {
  const { removalsCounted, removalsSince, removalsPausedAt } = await database().directory.findUniqueOrThrow({ where: { id: bareId(team) } })
  return { counted: removalsCounted, since: removalsSince, pausedAt: removalsPausedAt }
}

async function kindsOf(team: TestTeam): Promise<string[]> {
  const changes = await database().change.findMany({ where: { teamId: fromId('team', team.teamId)! }, orderBy: { revision: 'asc' } })
  expect(changes.map((change) => Number(change.revision))).toEqual(changes.map((_, index) => index + 1))
  return changes.map((change) => change.kind)
}

async function resume(team: TestTeam, node = app.node, more: object = {}): Promise<void> {
  const { data, errors } = await graphqlClient(node, team.apiKey).ask<{ modifyDirectory: { __typename: string } }>(
    'mutation ($input: ModifyDirectoryInput!) { modifyDirectory(input: $input) { __typename } }',
    { input: { directoryId: team.directoryId, resumeRemovals: true, ...more } },
  )
  expect(errors).toBeUndefined()
  expect(data!.modifyDirectory.__typename).toBe('ModifyDirectorySuccess')
}

/** What is stored, in the form in which a subscriber has it. */
async function stored(team: TestTeam, of = database()): Promise<{ active: Record<string, boolean>; members: Record<string, string[]> }> {
  const where = { directoryId: bareId(team) }
  const users = await of.user.findMany({ where, orderBy: { id: 'asc' } })
  const groups = await of.group.findMany({ where, orderBy: { id: 'asc' }, include: { memberships: { orderBy: { userId: 'asc' } } } })
  return {
    active: Object.fromEntries(users.map((user) => [toId('user', user.id), user.active])),
    members: Object.fromEntries(
      groups.map((group) => [toId('group', group.id), group.memberships.map((membership) => toId('user', membership.userId))]),
    ),
  }
}

function told(folded: Folded): Awaited<ReturnType<typeof stored>> {
  const inOrder = <Value>(map: ReadonlyMap<string, Value>): [string, Value][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    active: Object.fromEntries(inOrder(folded.users).map(([id, user]) => [id, user.active])),
    members: Object.fromEntries(inOrder(folded.members).map(([id, members]) => [id, [...members].sort()])),
  }
}

describe('A directory that may lose so many users and memberships in an hour', () => {
  it('loses exactly so many; the next removal is refused, says why and how to go on, and changes nothing', async () => {
    const team = await guarded(5)
    const { scim } = team
    const users = await usersOf(scim, 6)
    for (const user of users.slice(0, 3)) expect((await deactivate(scim, user)).status).toBe(200)
    for (const user of users.slice(3, 5)) expect((await scim.delete(`/Users/${user}`)).status).toBe(204)
    const { counted, since, pausedAt } = await guardOf(team)
    expect({ counted, pausedAt }).toEqual({ counted: 5, pausedAt: null })

    const before = await stored(team)
    const refused = await deactivate(scim, users[5]!)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('300')
    const guard = await guardOf(team)
    expect(refused.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' })
    expect(refused.body['detail']).toContain(
      `This request would remove 1 user or membership. Directory "Other directory" may lose 5 in an hour and has lost 5 since ${since!.toISOString()}, ` +
        `so all its removals are paused since ${guard.pausedAt!.toISOString()}. Nothing was changed; additions and other changes go on. ` +
        'An administrator resumes removals by modifyDirectory with resumeRemovals, and may set another removalsPerHour there.',
    )
    expect(await stored(team)).toEqual(before)
    expect(guard.counted).toBe(5)
  })

  it('counts users deactivated or deleted, and memberships removed in every way there is', async () => {
    const team = await guarded(100)
    const { scim } = team
    const users = await usersOf(scim, 8)
    const [one, two, three, four, five, six, seven, eight] = users as [string, string, string, string, string, string, string, string]
    const group = await scim.createGroup('All', users)
    const other = await scim.createGroup('Two', [six, seven])
    const member = (id: string): string[] => users.filter((user) => user !== id)
    const steps: [what: string, removals: number, act: () => Promise<ScimResponse>][] = [
      ['a user is deactivated by PATCH', 1, () => deactivate(scim, one)],
      ['the same again', 0, () => deactivate(scim, one)],
      [
        'a user is deactivated by PUT',
        1,
        () => scim.put(`/Users/${two}`, { schemas: [userUrn], userName: 'user1@acme.example', active: false }),
      ],
      ['a user is reactivated', 0, () => scim.patch(`/Users/${two}`, { op: 'replace', value: { active: true } })],
      ['a member of a group is deleted, and leaves it', 1, () => scim.delete(`/Users/${three}`)],
      ['a member leaves by a filter', 1, () => leave(scim, group, four)],
      ['the same again', 0, () => leave(scim, group, four)],
      [
        'a member leaves as Entra says it',
        1,
        () => scim.patch(`/Groups/${group}`, { op: 'Remove', path: 'members', value: [{ value: five }] }),
      ],
      [
        'a member is added and another leaves',
        1,
        () =>
          scim.patch(
            `/Groups/${group}`,
            { op: 'add', path: 'members', value: [{ value: four }] },
            { op: 'remove', path: `members[value eq "${six}"]` },
          ),
      ],
      [
        'members are replaced by PATCH',
        3,
        () => scim.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [four, five, eight].map((value) => ({ value })) }),
      ],
      [
        'the same again',
        0,
        () => scim.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [four, five, eight].map((value) => ({ value })) }),
      ],
      ['members are replaced by PUT', 2, () => putGroup(scim, group, 'All', [eight])],
      ['a PUT without members', 0, () => scim.put(`/Groups/${group}`, { schemas: [groupUrn], displayName: 'All of us' })],
      [
        'members are added',
        0,
        () => scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: member(three).map((value) => ({ value })) }),
      ],
      ['all members leave', 7, () => scim.patch(`/Groups/${group}`, { op: 'remove', path: 'members' })],
      ['an empty group is deleted', 0, () => scim.delete(`/Groups/${group}`)],
      ['a group of two is deleted', 2, () => scim.delete(`/Groups/${other}`)],
    ]
    let expected = 0
    for (const [what, removals, act] of steps) {
      expect((await act()).status, what).toBeLessThan(300)
      expected += removals
      expect((await guardOf(team)).counted, what).toBe(expected)
    }
  })

  it('counts nothing of a request that is refused for another reason', async () => {
    const team = await guarded(1)
    const { scim } = team
    const [user] = (await usersOf(scim, 1)) as [string]
    const group = await scim.createGroup('A', [user])
    await scim.createGroup('B')
    const tries = [
      await scim.request('DELETE', `/Users/${user}`, undefined, { 'if-match': 'W/"99"' }),
      await scim.request('DELETE', `/Groups/${group}`, undefined, { 'if-match': 'W/"99"' }),
      await putGroup(scim, group, 'B', []),
      await scim.delete('/Users/user-01a20cdf-64bb-71ef-85b2-b58aefca8081'),
    ]
    expect(tries.map((answer) => answer.status)).toEqual([412, 412, 409, 404])
    expect(await guardOf(team)).toMatchObject({ counted: 0, pausedAt: null })
    expect((await scim.delete(`/Users/${user}`)).status).toBe(204)
  })

  it('refuses a request that is too much as a whole: neither its renaming nor its additions are done', async () => {
    const team = await guarded(3)
    const { scim } = team
    const users = await usersOf(scim, 6)
    const group = await scim.createGroup('Whole', users.slice(0, 5))
    const before = [await stored(team), (await scim.get(`/Groups/${group}`)).body]
    const kinds = await kindsOf(team)
    const replaced = await scim.patch(
      `/Groups/${group}`,
      { op: 'replace', path: 'displayName', value: 'Renamed' },
      { op: 'replace', path: 'members', value: [{ value: users[5] }] },
    )
    const put = await putGroup(scim, group, 'Renamed', [users[5]!])
    const deleted = await scim.delete(`/Groups/${group}`)
    expect([replaced.status, put.status, deleted.status]).toEqual([429, 429, 429])
    expect(replaced.body['detail']).toContain('would remove 5 users or memberships')
    expect(replaced.body['detail']).toContain('has lost none in this hour')
    expect([await stored(team), (await scim.get(`/Groups/${group}`)).body]).toEqual(before)
    expect(await kindsOf(team)).toEqual([...kinds, 'DirectoryRemovalsPaused'])
  })

  it('after the first refusal loses nothing more, but goes on to grow and to change', async () => {
    const team = await guarded(2)
    const { scim } = team
    const users = await usersOf(scim, 4)
    const group = await scim.createGroup('Paused', users.slice(0, 3))
    const empty = await scim.createGroup('Empty')
    await deactivate(scim, users[3]!)
    expect((await scim.delete(`/Groups/${group}`)).status).toBe(429)
    // One more would still be within the limit, but who paused waits for an administrator.
    const removals = [
      await deactivate(scim, users[0]!),
      await scim.delete(`/Users/${users[0]}`),
      await leave(scim, group, users[0]!),
      await putGroup(scim, group, 'Paused', users.slice(0, 2)),
    ]
    expect(removals.map((answer) => answer.status)).toEqual([429, 429, 429, 429])
    const others = [
      await scim.post('/Users', { schemas: [userUrn], userName: 'new@acme.example' }),
      await scim.post('/Groups', { schemas: [groupUrn], displayName: 'New', members: [{ value: users[0] }] }),
      await scim.patch(`/Users/${users[0]}`, { op: 'replace', path: 'displayName', value: 'Ann' }),
      await scim.patch(`/Users/${users[3]}`, { op: 'replace', path: 'active', value: true }),
      await scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: users[3] }] }),
      await putGroup(scim, group, 'Renamed', users),
      await leave(scim, empty, users[0]!),
      await scim.delete(`/Groups/${empty}`),
      await scim.get(`/Users/${users[0]}`),
    ]
    expect(others.map((answer) => answer.status)).toEqual([201, 201, 200, 200, 200, 200, 200, 204, 200])
    expect((await kindsOf(team)).filter((kind) => kind === 'DirectoryRemovalsPaused')).toHaveLength(1)
  })

  it('begins to count anew an hour after the first removal, but a pause outlasts the hour', async () => {
    const team = await guarded(2)
    const { scim } = team
    const users = await usersOf(scim, 5)
    const anHourAgo = (): Promise<unknown> =>
      database().directory.update({ where: { id: bareId(team) }, data: { removalsSince: new Date(Date.now() - 3_600_000) } })
    await deactivate(scim, users[0]!)
    await deactivate(scim, users[1]!)
    await anHourAgo()
    expect((await deactivate(scim, users[2]!)).status).toBe(200)
    expect((await guardOf(team)).counted).toBe(1)
    expect((await deactivate(scim, users[3]!)).status).toBe(200)
    expect((await deactivate(scim, users[4]!)).status).toBe(429)
    await anHourAgo()
    expect((await deactivate(scim, users[4]!)).status).toBe(429)
  })

  it('goes on when an administrator resumes removals, counting from nothing; who follows the team hears of pause and resumption once', async () => {
    const team = await guarded(2)
    const { scim } = team
    const { data } = await graphqlClient(app.node, team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const dashboard = new Subscriber(app.node, team.apiKey, { after: data!.team.changeCursor })
    const users = await usersOf(scim, 6)
    const pausing = await Promise.all(users.slice(0, 4).map((user) => deactivate(scim, user)))
    expect(pausing.map((answer) => answer.status).sort()).toEqual([200, 200, 429, 429])
    await resume(team)
    expect(await guardOf(team)).toEqual({ counted: 0, since: null, pausedAt: null })
    for (const user of users.slice(4)) expect((await deactivate(scim, user)).status).toBe(200)
    await dashboard.until((changes) => changes.filter((change) => change.__typename === 'UserDeactivated').length === 4)
    const kinds = dashboard.changes.map((change) => change.__typename as string)
    expect(kinds).toEqual([
      ...Array.from({ length: 6 }, () => 'UserCreated'),
      'UserDeactivated',
      'UserDeactivated',
      'DirectoryRemovalsPaused',
      'DirectoryRemovalsResumed',
      'UserDeactivated',
      'UserDeactivated',
    ])
    expect(dashboard.changes.find((change) => change.__typename === 'DirectoryRemovalsPaused')!.actor).toMatchObject({
      kind: 'DIRECTORY',
      id: team.directoryId,
    })
    expect(told(dashboard.folded)).toEqual(await stored(team))
    await dashboard.stop()
  })

  it('counts the operations of a bulk request one by one', async () => {
    const team = await guarded(3)
    const { scim } = team
    const users = await usersOf(scim, 5)
    const answer = await scim.post('/Bulk', {
      schemas: [bulkUrn],
      Operations: [
        ...users.map((user) => ({ method: 'DELETE', path: `/Users/${user}` })),
        { method: 'POST', path: '/Users', bulkId: 'new', data: { schemas: [userUrn], userName: 'bulk@acme.example' } },
      ],
    })
    expect(answer.status).toBe(200)
    const statuses = (answer.body['Operations'] as { status: string }[]).map((operation) => operation.status)
    expect(statuses.slice(0, 5).sort()).toEqual(['204', '204', '204', '429', '429'])
    expect(statuses[5]).toBe('201')
    expect(await database().user.count({ where: { directoryId: bareId(team) } })).toBe(3)
  })

  it('takes nothing from another directory of the same team', async () => {
    const team = await guarded(1)
    const { scim } = team
    const made = await app.node.app.commands.createDirectory({
      teamId: fromId('team', team.teamId)!,
      actor,
      name: 'Free',
      provider: 'OTHER',
    })
    const directoryId = toId('directory', made.value.directory.id)
    const free = scimClient({ scimUrl: `${app.node.url}/scim/v2/${directoryId}`, scimToken: made.value.secret })
    const guardedUsers = await usersOf(scim, 4)
    const freeUsers = await usersOf(free, 4)
    const group = await free.createGroup('Free', freeUsers)
    const answers = await Promise.all([
      ...guardedUsers.map((user) => deactivate(scim, user)),
      ...freeUsers.map((user) => deactivate(free, user)),
      ...freeUsers.map((user) => leave(free, group, user)),
    ])
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.slice(0, 4).sort()).toEqual([200, 429, 429, 429])
    expect(statuses.slice(4)).toEqual(Array.from({ length: 8 }, () => 200))
    expect(await guardOf({ ...team, directoryId })).toEqual({ counted: 0, since: null, pausedAt: null })
  })
})

describe('On two nodes', () => {
  let shared: TestDatabase
  let nodes: StartedApp[]
  beforeAll(async () => {
    shared = await createDatabase()
    nodes = await Promise.all([0, 1].map(() => startNode({ databaseUrl: shared.url, redisUrl: redisUrl() })))
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()))
    await shared.drop()
  })
  const clientsOf = (team: TestTeam): [ScimClient, ScimClient] =>
    nodes.map((node) => scimClient({ ...team, scimUrl: team.scimUrl.replace(nodes[0]!.url, node.url) })) as [ScimClient, ScimClient]
  const guard = async (team: TestTeam, removalsPerHour: number): Promise<void> => {
    await resume(team, nodes[0], { removalsPerHour })
  }

  type Remove = (scim: ScimClient, user: string, group: string) => Promise<ScimResponse>
  const deactivates: Remove = (scim, user) => deactivate(scim, user)
  const deletes: Remove = (scim, user) => scim.delete(`/Users/${user}`)
  const leaves: Remove = (scim, user, group) => leave(scim, group, user)

  it.each<[string, Remove[]]>([
    ['deactivate users', [deactivates]],
    ['delete users', [deletes]],
    ['remove members of two groups', [leaves]],
    ['do all of it, while others create users', [deactivates, deletes, leaves]],
  ])('when many callers at once %s, no more than the limit is ever lost, and the log tells exactly what is stored', async (_, acts) => {
    const team = await createTestTeam(nodes[0]!)
    const clients = clientsOf(team)
    const { data } = await graphqlClient(nodes[1]!, team.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    const dashboard = new Subscriber(nodes[1]!, team.apiKey, { after: data!.team.changeCursor })
    const users = await usersOf(clients[0], 30)
    const groups = [await clients[0].createGroup('One', users), await clients[1].createGroup('Two', users)]
    await guard(team, 10)
    // The other node has to hear of it, so that it asks for the lock from the first request on.
    await clients[1].get(`/Users/${users[0]}`)
    const created = acts.length > 1 ? usersOf(clients[1], 10, 'new') : undefined
    const answers = await Promise.all(
      users.map((user, index) => acts[index % acts.length]!(clients[index % 2]!, user, groups[Math.floor(index / 2) % 2]!)),
    )
    await created
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status < 300)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
    const of = nodes[0]!.app.database
    const { removalsCounted } = await of.directory.findUniqueOrThrow({ where: { id: bareId(team) } })
    expect(removalsCounted).toBe(10)
    const changes = await of.change.findMany({ where: { teamId: fromId('team', team.teamId)! }, orderBy: { revision: 'asc' } })
    const kinds = changes.map((change) => change.kind)
    expect(kinds.filter((kind) => kind === 'DirectoryRemovalsPaused')).toHaveLength(1)
    // What was removed was removed before the pause.
    const pausedAt = kinds.indexOf('DirectoryRemovalsPaused')
    expect(kinds.slice(pausedAt + 1).filter((kind) => kind !== 'UserCreated')).toEqual([])
    await dashboard.until((seen) => seen.at(-1)?.revision === changes.length)
    expect(told(dashboard.folded)).toEqual(await stored(team, of))
    await dashboard.stop()
  })

  it('a guard that one node was told of holds for the next request at the other', async () => {
    const team = await createTestTeam(nodes[0]!)
    const [here, there] = clientsOf(team)
    const users = await usersOf(there, 4)
    const group = await there.createGroup('There', users)
    await guard(team, 1)
    // The other node still trusts what it knew of the directory; the write itself looks again.
    expect((await leave(there, group, users[0]!)).status).toBe(200)
    const answers = [await deactivate(there, users[1]!), await leave(there, group, users[2]!), await there.delete(`/Users/${users[3]}`)]
    expect(answers.map((answer) => answer.status)).toEqual([429, 429, 429])
    expect((await leave(here, group, users[2]!)).status).toBe(429)
  })

  it('a pause outlives the process that began it', async () => {
    const team = await createTestTeam(nodes[0]!)
    const [scim] = clientsOf(team)
    await guard(team, 1)
    const users = await usersOf(scim, 3)
    await deactivate(scim, users[0]!)
    expect((await deactivate(scim, users[1]!)).status).toBe(429)
    const later = await startNode({ databaseUrl: shared.url })
    const after = scimClient({ ...team, scimUrl: team.scimUrl.replace(nodes[0]!.url, later.url) })
    expect((await deactivate(after, users[2]!)).status).toBe(429)
    await resume(team, later)
    expect((await deactivate(after, users[2]!)).status).toBe(200)
    await later.stop()
  })
})
