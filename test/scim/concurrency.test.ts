import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Change } from '../../src/domain/change.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { readChangesAfter } from '../../src/store/change-log.ts'
import { seededRandom, type Random } from '../simulate/random.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { redisUrl } from '../support/redis.ts'
import { patchOp, scimClient, type ScimClient, type ScimResponse } from '../support/scim-client.ts'
import { createTestTeam, startNode, type StartedApp, type TestTeam } from '../support/start-app.ts'

const writers = 64
const requestsPerWriter = 12
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'

let database: TestDatabase
let nodes: StartedApp[] = []
let team: TestTeam
let clients: ScimClient[]
beforeAll(async () => {
  database = await createDatabase()
  nodes = [
    await startNode({ databaseUrl: database.url, redisUrl: redisUrl() }),
    await startNode({ databaseUrl: database.url, redisUrl: redisUrl() }),
  ]
  team = await createTestTeam(nodes[0]!)
  clients = nodes.map(({ url }) => scimClient({ scimToken: team.scimToken, scimUrl: `${url}/scim/v2/${team.directoryId}` }))
})
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  await database.drop()
})

/** What a request means to the members of a group, whoever they are at that moment. */
type Meaning = { replaceAll: boolean; add: string[]; remove: string[] }
/** A request to a group that was answered with success, and the version that it led to. */
type Accepted = { group: string; version: number; meaning: Meaning }
/** A request to a user that was answered with success: which entitlement it added. */
type Granted = { user: string; version: number; entitlement: string }

test('64 writers at the same groups and users, on two nodes: each request did what it means in its place of one serial order, and nothing is lost', async () => {
  const [client] = clients as [ScimClient]
  const users = await Promise.all(Array.from({ length: 24 }, (_, at) => client.createUser(`user${at}@acme.example`)))
  const groups = await Promise.all(['Red', 'Green', 'Blue'].map((name) => client.createGroup(name, users.slice(0, 4))))
  const accepted: Accepted[] = []
  const granted: Granted[] = []
  const deleted: string[] = []
  const unexpected: string[] = []

  const note = (what: string, { status, text }: ScimResponse, allowed: readonly number[]): boolean => {
    if (!allowed.includes(status)) unexpected.push(`${what}: ${status} ${text}`)
    return status < 300
  }
  const writer = async (at: number): Promise<void> => {
    const random = seededRandom(at + 1)
    const scim = clients[at % clients.length]!
    for (let turn = 0; turn < requestsPerWriter; turn++) {
      const kind = random.below(10)
      const user = random.pick(users)
      if (kind === 0 && turn > 6 && deleted.length < 8) {
        if (note('DELETE user', await scim.delete(`/Users/${user}`), [204, 404])) deleted.push(user)
      } else if (kind <= 2) {
        const entitlement = `${at}-${turn}`
        const answer = await scim.patch(`/Users/${user}`, { op: 'add', path: 'entitlements', value: [{ value: entitlement }] })
        if (note('PATCH user', answer, [200, 404])) granted.push({ user, version: versionOf(answer), entitlement })
      } else {
        const group = random.pick(groups)
        const { meaning, send } = groupRequest(random, users, at, turn)
        const answer = await send(scim, group)
        if (note('group', answer, [200, 204])) accepted.push({ group, version: versionOf(answer), meaning })
      }
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, at) => writer(at)))

  expect(unexpected).toEqual([])
  const changes = await readChangesAfter(nodes[0]!.app.database, fromId('team', team.teamId)!, 0, 100_000)
  expect(changes.map((change) => change.revision)).toEqual(changes.map((_, index) => index + 1))
  const final = replayInOrder(changes, accepted, new Set(deleted))
  for (const group of groups) {
    const { body } = await client.get(`/Groups/${group}`)
    const stored = ((body['members'] ?? []) as { value: string }[]).map((member) => member.value)
    expect(stored.sort()).toEqual([...final.get(group)!].sort())
    expect(stored.filter((user) => deleted.includes(user))).toEqual([])
  }
  for (const user of users.filter((id) => !deleted.includes(id))) {
    const { body } = await client.get(`/Users/${user}`)
    const stored = ((body['entitlements'] ?? []) as { value: string }[]).map((entitlement) => entitlement.value)
    const expected = granted.filter((grant) => grant.user === user)
    expect(stored.sort()).toEqual(expected.map((grant) => grant.entitlement).sort())
    expect(expected.map((grant) => grant.version).sort((a, b) => a - b)).toEqual(expected.map((_, index) => index + 2))
  }
  const { userCount, groupCount } = await nodes[0]!.app.database.directoryCounts.findFirstOrThrow()
  expect([userCount, groupCount]).toEqual([users.length - deleted.length, groups.length])
}, 120_000)

/**
 * Goes through the log: each change of members has to be exactly what its request means for the members of that moment, or the
 * deletion of a user. Answers the members at the end.
 */
function replayInOrder(changes: readonly Change[], accepted: readonly Accepted[], deleted: ReadonlySet<string>): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>()
  const statesOf = new Map<string, ReadonlySet<string>>()
  const alive = new Set<string>()
  // What changed nothing answers with the version that it found, so several may have one version: one led to it.
  const answered = Map.groupBy(accepted, (request) => `${request.group} ${request.version}`)
  const explained = new Set<Accepted>()
  for (const change of changes) {
    if (change.kind === 'UserCreated') alive.add(toId('user', change.data.user.id))
    else if (change.kind === 'UserDeleted') alive.delete(toId('user', change.data.user.id))
    else if (change.kind === 'GroupCreated') members.set(toId('group', change.data.group.id), new Set())
    if (change.kind !== 'MembershipChanged') continue
    const group = toId('group', change.data.group.id)
    const { version, memberCount } = change.data.group
    const [added, removed] = [change.data.addedUserIds, change.data.removedUserIds].map((ids) => ids.map((id) => toId('user', id)).sort())
    const state = members.get(group)!
    const requests = answered.get(`${group} ${version}`) ?? []
    const effects = requests.map((request) => effectOf(request.meaning, state, alive))
    const leading = effects.findIndex((effect) => isDeepStrictEqual(effect, { added, removed }))
    if (leading !== -1) explained.add(requests[leading]!)
    else if (state.size > 0) {
      // Without a request it is the deletion of a user, who leaves each of their groups.
      expect({ version, effects, added }).toEqual({ version, effects, added: [] })
      expect(removed).toHaveLength(1)
      expect(deleted).toContain(removed![0])
    }
    for (const user of removed!) state.delete(user)
    for (const user of added!) state.add(user)
    expect(memberCount).toBe(state.size)
    statesOf.set(`${group} ${version}`, new Set(state))
  }
  // In the state that they found, the others mean nothing.
  for (const request of accepted.filter((one) => !explained.has(one))) {
    const state = statesOf.get(`${request.group} ${request.version}`)!
    const effect = effectOf(request.meaning, state, new Set([...alive].filter((user) => !deleted.has(user))))
    expect(effect).toEqual({ added: [], removed: [] })
  }
  return members
}

function effectOf({ replaceAll, add, remove }: Meaning, state: ReadonlySet<string>, alive: ReadonlySet<string>) {
  const wanted = add.filter((user) => alive.has(user))
  const removed = replaceAll ? [...state].filter((user) => !wanted.includes(user)) : remove.filter((user) => state.has(user))
  return { added: wanted.filter((user) => !state.has(user)).sort(), removed: removed.sort() }
}

type GroupRequest = { meaning: Meaning; send(scim: ScimClient, group: string): Promise<ScimResponse> }

function groupRequest(random: Random, users: readonly string[], at: number, turn: number): GroupRequest {
  const some = (most: number): string[] => [...new Set(Array.from({ length: 1 + random.below(most) }, () => random.pick(users)))]
  const values = (ids: readonly string[]) => ids.map((value) => ({ value }))
  switch (random.below(5)) {
    case 0: {
      const add = some(10)
      // The name stays: only members are meant.
      const send = async (scim: ScimClient, group: string) => {
        const { body } = await scim.get(`/Groups/${group}?attributes=displayName`)
        return scim.put(`/Groups/${group}`, { schemas: [groupUrn], displayName: body['displayName'], members: values(add) })
      }
      return { meaning: { replaceAll: true, add, remove: [] }, send }
    }
    case 1: {
      const add = some(10)
      const operation = { op: 'replace', path: 'members', value: values(add) }
      return { meaning: { replaceAll: true, add, remove: [] }, send: (scim, group) => scim.patch(`/Groups/${group}`, operation) }
    }
    case 2: {
      const remove = some(3)
      const operations = remove.map((user) => ({ op: 'remove', path: `members[value eq "${user}"]` }))
      return { meaning: { replaceAll: false, add: [], remove }, send: (scim, group) => scim.patch(`/Groups/${group}`, ...operations) }
    }
    case 3: {
      const add = some(4)
      const remove = some(4).filter((user) => !add.includes(user))
      const operations = [
        { op: 'Add', path: 'members', value: values(add) },
        ...(remove.length > 0 ? [{ op: 'Remove', path: 'members', value: values(remove) }] : []),
      ]
      // In answers without members too.
      const path = (at + turn) % 2 === 0 ? '' : '?excludedAttributes=members'
      const send = (scim: ScimClient, group: string) => scim.request('PATCH', `/Groups/${group}${path}`, patchOp(...operations))
      return { meaning: { replaceAll: false, add, remove }, send }
    }
    default: {
      const add = some(2)
      const operation = { op: 'add', path: 'members', value: values(add) }
      return { meaning: { replaceAll: false, add, remove: [] }, send: (scim, group) => scim.patch(`/Groups/${group}`, operation) }
    }
  }
}

function versionOf({ headers }: ScimResponse): number {
  return Number(/^W\/"(\d+)"$/.exec(headers.get('etag') ?? '')?.[1])
}
