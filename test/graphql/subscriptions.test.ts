import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, socketClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

const follow = (options: ConstructorParameters<typeof Subscriber>[2] = {}, key = under.team.apiKey): Subscriber =>
  new Subscriber(under.node, key, options)
const cursorNow = async (asking = client): Promise<string> =>
  (await asking.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor

describe('changes', () => {
  test('opens with a Checkpoint at the head, then tells each change once, in order', async () => {
    const head = await cursorNow()
    const subscriber = follow()
    expect(await subscriber.next()).toEqual({
      __typename: 'Checkpoint',
      previousCursor: head,
      cursor: head,
      at: expect.stringMatching(/Z$/),
      isLive: true,
    })
    const ada = await under.scim.createUser('ada', { displayName: 'Ada' })
    const group = await under.scim.createGroup('Engineers', [ada])
    const changes = await subscriber.until((seen) => seen.length === 3)
    expect(changes).toMatchObject([
      {
        __typename: 'UserCreated',
        actor: { kind: 'DIRECTORY', id: under.team.directoryId, label: 'Acme directory' },
        user: { id: ada, directoryId: under.team.directoryId, userName: 'ada', displayName: 'Ada', active: true, version: 1 },
      },
      { __typename: 'GroupCreated', group: { id: group, displayName: 'Engineers', memberCount: 0, version: 1 } },
      {
        __typename: 'MembershipChanged',
        group: { id: group, memberCount: 1, version: 2 },
        addedCount: 1,
        addedUserIds: [ada],
        removedUserIds: [],
        added: [{ id: ada, userName: 'ada', displayName: 'Ada' }],
      },
    ])
    await subscriber.stop()
  })

  test('goes on from a snapshot: the view that it folds is what the next snapshot shows', async () => {
    const team = await under.newTeam('Folding')
    const asking = graphqlClient(under.node, team.apiKey)
    const subscriber = new Subscriber(under.node, team.apiKey, { after: await cursorNow(asking) })
    const [a, b] = [await team.scim.createUser('a'), await team.scim.createUser('b')]
    const group = await team.scim.createGroup('G', [a, b])
    await team.scim.patch(`/Users/${a}`, { op: 'replace', path: 'active', value: false })
    await team.scim.patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: 'H' })
    await team.scim.delete(`/Users/${b}`)
    await asking.ask(`mutation { setSpendLimit(input: { target: { groupId: "${group}" }, value: { amountMinor: 3 } }) { __typename } }`)
    const end = await cursorNow(asking)
    while ((await subscriber.next(), subscriber.cursor) !== end);
    const { folded, changes } = subscriber
    expect(changes.map(({ __typename }) => __typename)).toEqual([
      'UserCreated',
      'UserCreated',
      'GroupCreated',
      'MembershipChanged',
      'UserDeactivated',
      'GroupModified',
      'MembershipChanged',
      'UserDeleted',
      'SpendLimitSet',
    ])
    expect([...folded.users.values()]).toMatchObject([{ id: a, active: false, version: 2 }])
    expect([...folded.groups.values()]).toMatchObject([{ id: group, displayName: 'H', memberCount: 1 }])
    expect(folded.members).toEqual(new Map([[group, new Set([a])]]))
    expect([...folded.limits.values()]).toMatchObject([
      { targetId: group, isUnlimited: false, amount: { amountMinor: 3, currency: 'EUR' } },
    ])
    await subscriber.stop()
  })

  test('resumes from the last cursor after the connection was lost: nothing is missing, nothing comes twice', async () => {
    const subscriber = follow({ after: await cursorNow() })
    await under.scim.createUser('before')
    await subscriber.until((seen) => seen.length === 1)
    subscriber.reconnect()
    for (const name of ['during-1', 'during-2']) await under.scim.createUser(name)
    expect((await subscriber.until((seen) => seen.length === 3)).map(({ revision }) => revision - subscriber.changes[0]!.revision)).toEqual(
      [0, 1, 2],
    )
    await subscriber.stop()
  })

  test('tells only what the filter asks for, and moves past the rest', async () => {
    const ada = await under.scim.createUser('filtered')
    const subscriber = follow({ after: await cursorNow(), filter: { userId: ada, kinds: ['USER_DELETED', 'MEMBERSHIP_CHANGED'] } })
    await under.scim.createUser('left out')
    const group = await under.scim.createGroup('Filtered', [ada])
    await under.scim.delete(`/Users/${ada}`)
    expect(await subscriber.until((seen) => seen.length === 3)).toMatchObject([
      { __typename: 'MembershipChanged', group: { id: group }, addedUserIds: [ada] },
      { __typename: 'MembershipChanged', group: { id: group }, removedUserIds: [ada] },
      { __typename: 'UserDeleted', user: { id: ada } },
    ])
    await subscriber.stop()
  })

  test('follows on about a user that was deleted in between, and knows none that was deleted before', async () => {
    const ada = await under.scim.createUser('gone')
    const before = await cursorNow()
    await under.scim.delete(`/Users/${ada}`)
    const subscriber = follow({ after: before, filter: { userId: ada } })
    expect(await subscriber.until((seen) => seen.length === 1)).toMatchObject([{ __typename: 'UserDeleted' }])
    await subscriber.stop()
    const late = follow({ after: await cursorNow(), filter: { userId: ada } })
    expect(await late.next()).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' })
    expect(await late.ended()).toEqual({ completed: true })
  })

  test.each([
    ['a cursor that does not decode', { after: 'nonsense' }, { __typename: 'InvalidInputError', code: 'INVALID_INPUT' }],
    ['a cursor of nowhere', { after: Buffer.alloc(24, 1).toString('base64url').replace(/^./, 'A') }, { __typename: 'InvalidInputError' }],
    ['a user that is none', { filter: { userId: 'nonsense' } }, { __typename: 'NotFoundError', code: 'NOT_FOUND' }],
    ['a group that is none', { filter: { groupId: 'group-00000000-0000-7000-8000-000000000000' } }, { __typename: 'NotFoundError' }],
    ['a team that is none', { teamId: 'team-00000000-0000-7000-8000-000000000000' }, { __typename: 'NotFoundError' }],
  ])('answers %s and completes', async (_, options, message) => {
    const subscriber = follow(options)
    expect(await subscriber.next()).toMatchObject(message)
    expect(await subscriber.ended()).toEqual({ completed: true })
  })

  test.each([
    ['AHEAD', 1_000_000],
    ['REPLACED', 1],
  ] as const)('answers ResyncRequired %s for a position that this log does not have, and completes', async (reason, revision) => {
    const forged = Buffer.alloc(24, 1)
    forged.writeBigUInt64BE(BigInt(revision))
    const subscriber = follow({ after: forged.toString('base64url') })
    expect(await subscriber.next()).toEqual({ __typename: 'ResyncRequired', reason, cursor: await cursorNow() })
    expect(await subscriber.ended()).toEqual({ completed: true })
  })

  test('is for keys with the scope READ', async () => {
    const subscriber = follow({}, await graphqlIssueKey(client, ['LIMITS', 'SETUP']))
    expect(await subscriber.ended()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', requestId: expect.any(String) } }] })
  })

  test('names the team with the platform key', async () => {
    const unnamed = follow({}, under.node.platformKey)
    expect(await unnamed.next()).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringContaining('teamId') })
    const subscriber = follow({ teamId: under.team.teamId }, under.node.platformKey)
    expect(await subscriber.next()).toMatchObject({ __typename: 'Checkpoint', cursor: await cursorNow() })
    await subscriber.stop()
  })
})

describe('membershipChanges', () => {
  const document = `subscription ($groupId: ID, $userId: ID, $after: ChangeCursor) {
    membershipChanges(groupId: $groupId, userId: $userId, after: $after) {
      __typename
      ... on ChangeBatch { changes { ... on MembershipChanged { group { displayName } addedUserIds removedUserIds addedCount removedCount none: added(first: -1) { id } one: added(first: 1) { id } } } }
      ... on Error { code }
    }
  }`
  type Batch = { __typename: string; changes?: { group: { displayName: string } }[] }

  async function read(variables: object, count: number): Promise<Batch[]> {
    const socket = socketClient(under.node, under.team.apiKey)
    const messages: Batch[] = []
    let changes = 0
    for await (const { data, errors } of socket.iterate<{ membershipChanges: Batch }>({
      query: document,
      variables: variables as Record<string, unknown>,
    })) {
      if (!data) throw new Error(JSON.stringify(errors))
      messages.push(data.membershipChanges)
      changes += data.membershipChanges.changes?.length ?? 0
      if (changes >= count) break
    }
    await socket.dispose()
    return messages
  }

  test('tells who came and went: of one group, of one user, or of all', async () => {
    const { scim } = under
    const [ada, bob] = [await scim.createUser('m-ada'), await scim.createUser('m-bob')]
    const [one, two] = [await scim.createGroup('One'), await scim.createGroup('Two')]
    const after = await cursorNow()
    await scim.patch(`/Groups/${one}`, { op: 'add', path: 'members', value: [{ value: ada }, { value: bob }] })
    await scim.patch(`/Groups/${two}`, { op: 'add', path: 'members', value: [{ value: bob }] })
    await scim.patch(`/Groups/${one}`, { op: 'remove', path: `members[value eq "${ada}"]` })
    const of = async (wanted: object, count: number): Promise<string[]> =>
      (await read({ ...wanted, after }, count)).flatMap(({ changes }) => changes ?? []).map(({ group }) => group.displayName)
    expect(await of({}, 3)).toEqual(['One', 'Two', 'One'])
    expect(await of({ groupId: one }, 2)).toEqual(['One', 'One'])
    expect(await of({ userId: bob }, 2)).toEqual(['One', 'Two'])
    expect((await read({ groupId: one, userId: ada, after }, 2)).flatMap(({ changes }) => changes ?? [])).toMatchObject([
      { addedUserIds: [ada, bob].toSorted(), addedCount: 2, removedCount: 0, none: [], one: [{}] },
      { addedUserIds: [], removedUserIds: [ada], removedCount: 1 },
    ])
  })

  test('of another kind of thing is NotFoundError', async () => {
    expect(await read({ groupId: under.team.teamId }, 1)).toEqual([{ __typename: 'NotFoundError', code: 'NOT_FOUND' }])
  })
})

test('Queries and mutations work on a socket too', async () => {
  const socket = socketClient(under.node, under.team.apiKey)
  for await (const { data } of socket.iterate({ query: '{ team { name changeCursor } }' }))
    expect(data).toMatchObject({ team: { name: 'Acme' } })
  await socket.dispose()
})

test('Whoever begins to follow a user who was just deleted is told that there is none; whoever comes back with a cursor hears of the end', async () => {
  const id = await under.scim.createUser('gone-in-a-moment')
  const asFollowed = follow({ filter: { userId: id } })
  expect((await asFollowed.next()).__typename).toBe('Checkpoint')
  const { cursor } = asFollowed
  await under.scim.delete(`/Users/${id}`)
  const beginning = follow({ filter: { userId: id } })
  expect((await beginning.next()).__typename).toBe('NotFoundError')
  const comingBack = follow({ filter: { userId: id }, after: cursor! })
  expect((await comingBack.next()).__typename).toBe('Checkpoint')
  expect((await comingBack.until((seen) => seen.length === 1)).map(({ __typename }) => __typename)).toEqual(['UserDeleted'])
  for (const subscriber of [asFollowed, beginning, comingBack]) await subscriber.stop()
})
