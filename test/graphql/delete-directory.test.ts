import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../src/domain/change.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import type { Folded } from '../support/folded-state.ts'
import { graphqlClient, socketClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { patchOp, scimClient, type ScimClient } from '../support/scim-client.ts'
import { signedInAdministrator, signedInUser } from '../support/signed-in.ts'
import { type StartedApp, type TestTeam } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const app = useApp({ redisUrl })
const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
const secondNode = useSecondNode(app)

const database = () => app.node.app.database
const uuid = (kind: 'team' | 'directory' | 'user' | 'group', id: string): string => fromId(kind, id)!

type Answered = { __typename: string; message?: string; userCount?: number; groupCount?: number; changeCursor?: string }
async function deleteDirectory(input: object, key: string | undefined = app.node.platformKey, cookie?: string): Promise<Answered> {
  const { data, errors } = await graphqlClient(app.node, cookie === undefined ? key : undefined, cookie).ask<{ deleteDirectory: Answered }>(
    `mutation ($input: DeleteDirectoryInput!) { deleteDirectory(input: $input) {
      __typename ... on DeleteDirectorySuccess { userCount groupCount changeCursor } ... on Error { message } } }`,
    { input },
  )
  expect(errors).toBeUndefined()
  return data!.deleteDirectory
}

/** One more directory of a team. */
async function addDirectory(
  { teamId }: TestTeam,
  name: string,
): Promise<{ directoryId: string; scim: ScimClient; on(node: StartedApp): ScimClient }> {
  const { value } = await app.node.app.commands.createDirectory({ teamId: uuid('team', teamId), actor, name, provider: 'OKTA' })
  const directoryId = toId('directory', value.directory.id)
  const on = (node: StartedApp): ScimClient => scimClient({ scimUrl: `${node.url}/scim/v2/${directoryId}`, scimToken: value.secret })
  return { directoryId, scim: on(app.node), on }
}

async function setLimit({ teamId }: TestTeam, target: { kind: 'USER' | 'GROUP'; id: string }): Promise<void> {
  await app.node.app.commands.setSpendLimit({ teamId: uuid('team', teamId), actor, target, amountMinor: 5000 })
}

/** How many rows of each table are of the directory, as the database's own catalogue names the tables; those without any are left out. */
async function rowsOf(directoryId: string): Promise<Record<string, number>> {
  const id = uuid('directory', directoryId)
  const tables = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'directory_id' AND table_schema = 'public'`
  expect(tables.length).toBeGreaterThan(5)
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const rows = await database().$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${name} WHERE directory_id = '${id}'`,
    )
    if (rows[0]!.count > 0) counts[name] = rows[0]!.count
  }
  return counts
}

async function orphans(): Promise<number> {
  const rows = await database().$queryRaw<{ count: number }[]>`
    SELECT ((SELECT count(*) FROM memberships WHERE user_id NOT IN (SELECT id FROM users) OR group_id NOT IN (SELECT id FROM groups))
      + (SELECT count(*) FROM spend_limits WHERE target_team_id IS NULL AND coalesce(user_id, group_id) NOT IN (SELECT id FROM users UNION SELECT id FROM groups)))::int AS count`
  return rows[0]!.count
}

const changesOf = async ({ teamId }: TestTeam) =>
  database().change.findMany({ where: { teamId: uuid('team', teamId) }, orderBy: { revision: 'asc' } })

const sizes = ({ users, groups, members, limits }: Folded): number[] => [users.size, groups.size, members.size, limits.size]

describe('Deleting a directory', () => {
  test('takes its users, groups, memberships, limits, tokens, request log and sessions in one change, and nothing of another directory', async () => {
    const team = await app.newTeam('Leaving')
    const going = await addDirectory(team, 'Going')
    const follower = new Subscriber(app.node, team.apiKey)
    await follower.next()
    const build = async (scim: ScimClient): Promise<{ users: string[]; groups: string[] }> => {
      const users = await Promise.all([1, 2, 3].map((n) => scim.createUser(`user${n}`)))
      const groups = [await scim.createGroup('All', users), await scim.createGroup('Some', users.slice(0, 1))]
      await setLimit(team, { kind: 'USER', id: uuid('user', users[0]!) })
      await setLimit(team, { kind: 'GROUP', id: uuid('group', groups[0]!) })
      return { users, groups }
    }
    const gone = await build(going.scim)
    const kept = await build(team.scim)
    const teamId = uuid('team', team.teamId)
    const people = await Promise.all([gone, kept].map(({ users }) => signedIn(teamId, uuid('user', users[0]!))))
    await database().team.update({ where: { id: teamId }, data: { administratorGroupId: uuid('group', gone.groups[0]!) } })
    const connectionId = randomUUID()
    const now = new Date()
    const state = { stateReason: 'Set up.', stateSince: now, createdAt: now, userMatching: 'EXTERNAL_ID', matchingClaim: 'sub' }
    await database().ssoConnection.create({
      data: {
        id: connectionId,
        teamId,
        issuer: 'https://idp.example',
        clientId: 'c',
        directoryId: uuid('directory', going.directoryId),
        ...state,
      },
    })
    const before = await changesOf(team)
    expect(await rowsOf(going.directoryId)).toMatchObject({ users: 3, groups: 2, directory_tokens: 1, directory_counts: 1 })

    // Otherwise people would be looked up in all other directories, which nobody has decided.
    const refused = await deleteDirectory({ directoryId: going.directoryId, name: 'Going' })
    expect(refused).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringContaining('SSO connection') })
    expect(await changesOf(team)).toEqual(before)
    await database().ssoConnection.update({ where: { id: connectionId }, data: { directoryId: null } })

    const answer = await deleteDirectory({ directoryId: going.directoryId, name: 'Going' })
    expect(answer).toMatchObject({ __typename: 'DeleteDirectorySuccess', userCount: 3, groupCount: 2 })

    expect(await rowsOf(going.directoryId)).toEqual({})
    expect(await database().directory.findUnique({ where: { id: uuid('directory', going.directoryId) } })).toBeNull()
    expect(await orphans()).toBe(0)
    expect((await going.scim.get('/Users')).status).toBe(401)
    expect((await team.scim.get('/Users')).body['totalResults']).toBe(3)
    const news = (await changesOf(team)).slice(before.length)
    expect(news.map(({ kind, data }) => ({ kind, data }))).toEqual([
      { kind: 'AdministratorGroupSet', data: { before: { id: uuid('group', gone.groups[0]!), displayName: 'All' }, after: null } },
      {
        kind: 'DirectoryDeleted',
        data: { directory: { id: uuid('directory', going.directoryId), name: 'Going', provider: 'OKTA' }, userCount: 3, groupCount: 2 },
      },
    ])
    expect((await database().team.findUniqueOrThrow({ where: { id: teamId } })).administratorGroupId).toBeNull()
    const left = await database().person.findMany({ where: { id: { in: people } }, include: { sessions: true }, orderBy: { id: 'asc' } })
    const byId = new Map(left.map((person) => [person.id, { userId: person.userId, sessions: person.sessions.length }]))
    expect(people.map((id) => byId.get(id))).toEqual([
      { userId: null, sessions: 0 },
      { userId: uuid('user', kept.users[0]!), sessions: 1 },
    ])

    await follower.until((changes) => changes.some((change) => change.__typename === 'DirectoryDeleted'))
    expect(sizes(follower.folded)).toEqual([3, 2, 2, 2])
    expect([...follower.folded.users.keys()].sort()).toEqual([...kept.users].sort())
    await follower.stop()
  })

  test("needs the name typed exactly, an administrator, and the caller's own team; else nothing is changed", async () => {
    const team = await app.newTeam('Careful')
    const stranger = await app.newTeam('Stranger')
    const directory = await addDirectory(team, 'Büro "Nord"')
    await directory.scim.createUser('somebody')
    const before = (await changesOf(team)).length
    const { directoryId } = directory
    for (const name of ['büro "nord"', 'Büro "Nord" ', '', 'Careful directory'])
      expect(await deleteDirectory({ directoryId, name })).toMatchObject({
        __typename: 'InvalidInputError',
        message: expect.stringContaining('nothing was changed'),
      })
    expect(await deleteDirectory({ directoryId, name: 'Büro "Nord"' }, team.apiKey)).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await deleteDirectory({ directoryId, name: 'Büro "Nord"', teamId: stranger.teamId })).toMatchObject({
      __typename: 'NotFoundError',
    })
    expect(await deleteDirectory({ directoryId: 'dir-x', name: 'Büro "Nord"' })).toMatchObject({ __typename: 'NotFoundError' })
    expect((await changesOf(team)).length).toBe(before)
    expect((await directory.scim.get('/Users')).body['totalResults']).toBe(1)

    expect(await deleteDirectory({ directoryId, name: 'Büro "Nord"' })).toMatchObject({
      __typename: 'DeleteDirectorySuccess',
      userCount: 1,
      groupCount: 0,
    })
    expect(await deleteDirectory({ directoryId, name: 'Büro "Nord"' })).toMatchObject({ __typename: 'NotFoundError' })
  })

  test('is done by a signed-in administrator, whom the change names, and by no member', async () => {
    const team = await app.newTeam('By a person')
    const directory = await addDirectory(team, 'Own')
    await directory.scim.createUser('member')
    const input = { directoryId: directory.directoryId, name: 'Own' }
    const member = await signedInUser(app.node, team.teamId, 'member')
    expect(await deleteDirectory(input, undefined, member)).toMatchObject({ __typename: 'ForbiddenError' })
    const administrator = await signedInAdministrator(app.node, team.teamId, 'boss@acme.example')
    expect(await deleteDirectory(input, undefined, administrator)).toMatchObject({ __typename: 'DeleteDirectorySuccess' })
    expect((await changesOf(team)).at(-1)).toMatchObject({
      kind: 'DirectoryDeleted',
      actorKind: 'ADMINISTRATOR',
      actorLabel: 'boss@acme.example',
    })
  })

  test('works whatever the plan and the SSO connection: leaving is never locked in', async () => {
    const team = await app.newTeam('Downgraded')
    const directory = await addDirectory(team, 'Old')
    await app.node.app.commands.setTeamPlan({ teamId: uuid('team', team.teamId), actor, plan: 'FREE' })
    expect(await deleteDirectory({ directoryId: directory.directoryId, name: 'Old' })).toMatchObject({
      __typename: 'DeleteDirectorySuccess',
    })
  })

  test('reaches whoever follows one of its users, one of its groups or memberships, live and by asking, and by the kinds that it stands for', async () => {
    const team = await app.newTeam('Followed')
    const directory = await addDirectory(team, 'Followed one')
    const user = await directory.scim.createUser('followed')
    const group = await directory.scim.createGroup('Followed', [user])
    const filters = [
      { userId: user },
      { groupId: group },
      { userId: user, groupId: group },
      { kinds: ['USER_DELETED' as const] },
      { kinds: ['MEMBERSHIP_CHANGED' as const], userId: user },
      { kinds: ['SPEND_LIMIT_CLEARED' as const, 'GROUP_DELETED' as const] },
      { kinds: ['DIRECTORY_DELETED' as const] },
      { kinds: ['USER_CREATED' as const] },
    ]
    const isTold = filters.map((_, index) => index < 7)
    const followers = filters.map((filter) => new Subscriber(app.node, team.apiKey, { filter }))
    const opened = await Promise.all(followers.map((follower) => follower.next()))
    const start = (opened[0] as { cursor: string }).cursor
    const memberships = [`groupId: "${group}"`, `userId: "${user}"`, 'teamId: null'].map((argument) => followMemberships(team, argument))
    await Promise.all(memberships.map(({ opened: isOpen }) => isOpen))

    await deleteDirectory({ directoryId: directory.directoryId, name: 'Followed one' })
    // Of whom it passes by, the next change that is theirs proves that it did.
    await team.scim.createUser('afterwards')
    await Promise.all(followers.map((follower) => follower.until((changes) => changes.length > 0)))
    for (const [index, follower] of followers.entries())
      expect([filters[index], follower.changes.map((change) => change.__typename)]).toEqual([
        filters[index],
        isTold[index] ? ['DirectoryDeleted'] : ['UserCreated'],
      ])
    for (const { told, stop } of memberships) {
      expect(await told).toBe('DirectoryDeleted')
      await stop()
    }
    for (const [index, filter] of filters.entries()) {
      const { data } = await graphqlClient(app.node, team.apiKey).ask<{
        team: { changes: { totalCount: number; nodes: { __typename: string }[] } }
      }>(
        'query ($filter: ChangeFilter, $after: String) { team { changes(first: 50, after: $after, filter: $filter) { totalCount nodes { __typename } } } }',
        { filter, after: start },
      )
      expect(data!.team.changes.nodes.map((node) => node.__typename)).toEqual(isTold[index] ? ['DirectoryDeleted'] : ['UserCreated'])
    }
    await Promise.all(followers.map((follower) => follower.stop()))

    // Who comes back from before it learns of it too, though the user is gone.
    const late = new Subscriber(secondNode, team.apiKey, { after: start, filter: { userId: user } })
    await late.until((changes) => changes.some((change) => change.__typename === 'DirectoryDeleted'))
    await late.stop()
    const tooLate = new Subscriber(secondNode, team.apiKey, { filter: { userId: user } })
    expect(await tooLate.next()).toMatchObject({ __typename: 'NotFoundError' })
    await tooLate.stop()
  })

  test('leaves nothing behind of what an identity provider writes at another node meanwhile; afterwards that is refused with 401', async () => {
    const team = await app.newTeam('Raced')
    const directory = await addDirectory(team, 'Raced one')
    const scims = [directory.on(app.node), directory.on(secondNode)]
    const users = await Promise.all(Array.from({ length: 40 }, (_, n) => scims[n % 2]!.createUser(`raced${n}`)))
    const groups = await Promise.all([0, 1, 2].map((n) => scims[n % 2]!.createGroup(`Raced ${n}`, users.slice(n * 10, n * 10 + 10))))
    const counts = new Map<number, number>()
    let isOver = false
    const unexpected: unknown[] = []
    async function write(scim: ScimClient, lane: number): Promise<void> {
      for (let n = 0; ; n++) {
        const user = users[(lane * 7 + n) % users.length]!
        const group = groups[n % groups.length]!
        const requests = [
          () => scim.post('/Users', { userName: `new-${lane}-${n}` }),
          () => scim.post('/Groups', { displayName: `New ${lane}-${n}`, members: [{ value: user }] }),
          () => scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: user }] }),
          () => scim.patch(`/Users/${user}`, { op: 'replace', path: 'displayName', value: `${lane}-${n}` }),
          () => scim.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${user}"]` }),
          () =>
            scim.post('/Bulk', {
              schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
              Operations: [
                { method: 'POST', path: '/Users', bulkId: 'u', data: { userName: `bulk-${lane}-${n}` } },
                {
                  method: 'POST',
                  path: '/Groups',
                  bulkId: 'g',
                  data: { displayName: `Bulk ${lane}-${n}`, members: [{ value: 'bulkId:u' }, { value: user }] },
                },
                { method: 'PATCH', path: `/Users/${user}`, data: patchOp({ op: 'replace', path: 'title', value: `${lane}-${n}` }) },
              ],
            }),
        ]
        const { status, text } = await requests[(lane + n) % requests.length]!()
        counts.set(status, (counts.get(status) ?? 0) + 1)
        if (status >= 500 || (status >= 400 && status !== 401)) unexpected.push(text)
        if (isOver && status === 401) return
      }
    }
    const lanes = Array.from({ length: 12 }, (_, lane) => write(scims[lane % 2]!, lane))
    const follower = new Subscriber(app.node, team.apiKey)
    await follower.until((changes) => changes.length > 30)
    const answer = await deleteDirectory({ directoryId: directory.directoryId, name: 'Raced one' })
    isOver = true
    await Promise.all(lanes)
    await follower.stop()

    expect(answer.__typename).toBe('DeleteDirectorySuccess')
    expect(unexpected).toEqual([])
    expect(counts.get(401)).toBeGreaterThanOrEqual(12)
    expect(await rowsOf(directory.directoryId)).toEqual({})
    expect(await orphans()).toBe(0)
    const changes = await changesOf(team)
    expect(changes.map((change) => Number(change.revision))).toEqual(changes.map((_, index) => index + 1))
    // The last word about the directory, and with the numbers that the log itself adds up to.
    expect(changes.at(-1)!.kind).toBe('DirectoryDeleted')
    const made = (kind: string): number => changes.filter((change) => change.kind === kind).length
    expect(answer).toMatchObject({ userCount: made('UserCreated'), groupCount: made('GroupCreated') })
  })
})

/** A person of the team who is that user and has a session; answers the person's id. */
async function signedIn(teamId: string, userId: string): Promise<string> {
  const now = new Date()
  const person = await database().person.create({
    data: {
      id: randomUUID(),
      teamId,
      issuer: 'https://idp.example',
      subject: userId,
      email: null,
      userId,
      createdAt: now,
      lastSignedInAt: now,
    },
  })
  await database().session.create({
    data: {
      id: randomUUID(),
      teamId,
      personId: person.id,
      hash: new TextEncoder().encode(randomUUID()),
      rotatedAt: now,
      signedInAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
    },
  })
  return person.id
}

function followMemberships(team: TestTeam, argument: string): { opened: Promise<void>; told: Promise<string>; stop(): Promise<void> } {
  const client = socketClient(app.node, team.apiKey)
  const opened = Promise.withResolvers<void>()
  const told = Promise.withResolvers<string>()
  type Told = { membershipChanges: { __typename: string; changes?: { __typename: string }[] } }
  client.subscribe<Told>(
    { query: `subscription { membershipChanges(${argument}) { __typename ... on ChangeBatch { changes { __typename } } } }` },
    {
      next({ data, errors }) {
        if (!data) return told.reject(new Error(JSON.stringify(errors)))
        opened.resolve()
        const [first] = data.membershipChanges.changes ?? []
        if (first) told.resolve(first.__typename)
      },
      error: (error) => told.reject(error),
      complete: () => told.reject(new Error('it ended')),
    },
  )
  return { opened: opened.promise, told: told.promise, stop: async () => void (await client.dispose()) }
}
