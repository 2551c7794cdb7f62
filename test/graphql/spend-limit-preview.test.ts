import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId, toId } from '../../src/domain/id.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { drawnAmount, keepDirectory, randomDirectory, type KeptDirectory, type RandomDirectory } from '../support/random-directory.ts'
import { scimClient, type ScimClient } from '../support/scim-client.ts'
import { signedInUser } from '../support/signed-in.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let database: pg.Client

beforeAll(async () => {
  database = new pg.Client({ connectionString: under.database.url })
  await database.connect()
})
afterAll(() => database?.end())

const value = '{ isUnlimited source amount { amountMinor currency } }'
const preview = `__typename ... on SpendLimitPreview { revision affectedUserCount raisedCount loweredCount unchangedCount becomesBlockedCount unblockedCount
  becomesUnlimitedCount examples(first: 100) { user { id userName } before ${value} after ${value} } } ... on Error { code message }`

type Value = { isUnlimited: boolean; source: string; amount: { amountMinor: number; currency: string } | null }
type Preview = {
  __typename: string
  message: string
  revision: number
  affectedUserCount: number
  raisedCount: number
  loweredCount: number
  unchangedCount: number
  becomesBlockedCount: number
  unblockedCount: number
  becomesUnlimitedCount: number
  examples: { user: { id: string; userName: string }; before: Value; after: Value }[]
}

const fields = {
  spendLimitPreview: 'SetSpendLimitInput!',
  clearSpendLimitPreview: 'ClearSpendLimitInput!',
  membershipPreview: 'MembershipPreviewInput!',
} as const

async function ask(client: GraphqlClient, field: keyof typeof fields, input: object, teamId: string | null = null): Promise<Preview> {
  const query = `query ($input: ${fields[field]}, $teamId: ID) { team(id: $teamId) { ${field}(input: $input) { ${preview} } } }`
  const { data, errors } = await client.ask<{ team: Record<string, Preview> }>(query, { input, teamId })
  if (errors) throw new Error(JSON.stringify(errors))
  return data!.team[field]!
}

async function askDeletion(client: GraphqlClient, groupId: string): Promise<Preview> {
  const { data, errors } = await client.ask<{ team: { groupDeletionPreview: Preview } }>(
    `query ($groupId: ID!) { team { groupDeletionPreview(groupId: $groupId) { ${preview} } } }`,
    { groupId },
  )
  if (errors) throw new Error(JSON.stringify(errors))
  return data!.team.groupDeletionPreview
}

type World = KeptDirectory & { client: GraphqlClient; scim: ScimClient; drawn: RandomDirectory; teamName: string }
let worlds = 0

async function makeWorld(drawn: RandomDirectory): Promise<World> {
  const teamName = `Team ${++worlds}`
  const team = await under.newTeam(teamName)
  const ids = { teamId: fromId('team', team.teamId)!, directoryId: fromId('directory', team.directoryId)! }
  const kept = await keepDirectory(database, { ...ids, name: `u${worlds}` }, drawn)
  return { ...kept, client: graphqlClient(under.node, team.apiKey), scim: scimClient(team), drawn, teamName }
}

/** What each user may spend, asked of each of them. */
async function valuesOf({ client, userIds }: World): Promise<Map<string, Value>> {
  const { data, errors } = await client.ask<{ team: { users: { nodes: { id: string; effectiveSpendLimit: Value }[] } } }>(
    `{ team { users(first: 200) { nodes { id effectiveSpendLimit ${value} } } } }`,
  )
  if (errors) throw new Error(JSON.stringify(errors))
  expect(data!.team.users.nodes).toHaveLength(userIds.length)
  return new Map(data!.team.users.nodes.map(({ id, effectiveSpendLimit }) => [id, effectiveSpendLimit]))
}

async function revisionOf({ teamId }: World): Promise<number> {
  const { rows } = await database.query<{ revision: string }>('SELECT revision FROM team_heads WHERE team_id = $1', [teamId])
  return Number(rows[0]!.revision)
}

const sizeOf = ({ amount }: Value): number => amount?.amountMinor ?? Infinity

/** What a preview should have said, from what every user may spend before and after it has come true. */
function expectedOf(
  world: World,
  reach: readonly number[],
  before: Map<string, Value>,
  after: Map<string, Value>,
): Omit<Preview, '__typename' | 'message' | 'revision'> {
  const users = reach.map((place) => {
    const id = toId('user', world.userIds[place]!)
    const spent = world.drawn.users[place]!.spentMinor ?? 0
    return { id, place, spent, before: before.get(id)!, after: after.get(id)! }
  })
  const count = (holds: (user: (typeof users)[number]) => boolean): number => users.filter(holds).length
  const isRaised = (user: (typeof users)[number]): boolean => sizeOf(user.after) > sizeOf(user.before)
  const isLowered = (user: (typeof users)[number]): boolean => sizeOf(user.after) < sizeOf(user.before)
  const isBlocked = (of: Value, spent: number): boolean => of.amount !== null && spent >= of.amount.amountMinor
  const difference = (user: (typeof users)[number]): number => Math.abs(finite(user.after) - finite(user.before))
  return {
    affectedUserCount: count((user) => isRaised(user) || isLowered(user)),
    raisedCount: count(isRaised),
    loweredCount: count(isLowered),
    unchangedCount: count((user) => !isRaised(user) && !isLowered(user)),
    becomesBlockedCount: count((user) => !isBlocked(user.before, user.spent) && isBlocked(user.after, user.spent)),
    unblockedCount: count((user) => isBlocked(user.before, user.spent) && !isBlocked(user.after, user.spent)),
    becomesUnlimitedCount: count((user) => user.after.isUnlimited && !user.before.isUnlimited),
    examples: users
      .filter((user) => isRaised(user) || isLowered(user))
      .sort((a, b) => difference(b) - difference(a) || (a.id < b.id ? -1 : 1))
      .map((user) => ({ user: { id: user.id, userName: expect.any(String) as string }, before: user.before, after: user.after })),
  }
}
const finite = (of: Value): number => Math.min(sizeOf(of), 1e15)

const run = { numRuns: 25, interruptAfterTimeLimit: 20_000 }

/** Asks for the preview, makes it true, and holds what every user may spend against what was said. */
async function holdTrue(world: World, reach: readonly number[], asked: () => Promise<Preview>, act: () => Promise<void>): Promise<void> {
  const before = await valuesOf(world)
  const revision = await revisionOf(world)
  const said = await asked()
  expect(said).toMatchObject({ __typename: 'SpendLimitPreview' })
  // Nothing is written by it; only the log may hear meanwhile of what had expired before.
  const { rows } = await database.query<{ kind: string }>('SELECT kind FROM changes WHERE team_id = $1 AND revision > $2', [
    world.teamId,
    revision,
  ])
  expect(rows.filter(({ kind }) => kind !== 'SpendLimitExpired')).toEqual([])
  expect(said.revision).toBeGreaterThanOrEqual(revision)
  expect(said.revision).toBeLessThanOrEqual(revision + rows.length)
  expect(await valuesOf(world)).toEqual(before)
  await act()
  const after = await valuesOf(world)
  const { __typename: _, message: __, revision: ___, ...rest } = said
  expect(rest).toEqual(expectedOf(world, reach, before, after))
  // Nobody else is touched.
  for (const [place, uuid] of world.userIds.entries()) {
    const id = toId('user', uuid)
    if (!reach.includes(place)) expect(after.get(id)).toEqual(before.get(id))
  }
}

type TargetDraw = { kind: 'TEAM' | 'GROUP' | 'USER'; place: number }
const drawnTarget: fc.Arbitrary<TargetDraw> = fc.record({ kind: fc.constantFrom('TEAM', 'GROUP', 'USER'), place: fc.nat({ max: 7 }) })

function targetIn(
  { teamId, userIds, groupIds, drawn }: World,
  { kind, place }: TargetDraw,
): { target: object; reach: number[]; isSet: boolean } {
  const at = place % Math.max(1, groupIds.length)
  const counts = (limit: RandomDirectory['standard']): boolean => typeof limit === 'object'
  if (kind === 'GROUP' && groupIds.length > 0)
    return { target: { groupId: toId('group', groupIds[at]!) }, reach: drawn.groups[at]!.members, isSet: counts(drawn.groups[at]!.limit) }
  if (kind === 'USER') {
    const user = place % userIds.length
    const { override, expiry } = drawn.users[user]!
    return { target: { userId: toId('user', userIds[user]!) }, reach: [user], isSet: counts(override) && expiry !== 'PAST' }
  }
  return { target: { teamId: toId('team', teamId) }, reach: userIds.map((_, index) => index), isSet: counts(drawn.standard) }
}

async function succeed(client: GraphqlClient, mutation: string, type: string, input: object): Promise<void> {
  const { data, errors } = await client.ask<Record<string, { __typename: string }>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
    { input },
  )
  expect(errors).toBeUndefined()
  expect(data![mutation]!.__typename).toMatch(/Success$/)
}

describe('a preview says exactly what happens when it is then really done', () => {
  test('setting a limit', async () => {
    await fc.assert(
      fc.asyncProperty(randomDirectory, drawnTarget, drawnAmount, async (drawn, target, amountMinor) => {
        const world = await makeWorld(drawn)
        const { reach, target: named } = targetIn(world, target)
        const input = { target: named, value: amountMinor === null ? { unlimited: true } : { amountMinor } }
        await holdTrue(
          world,
          reach,
          () => ask(world.client, 'spendLimitPreview', input),
          () => succeed(world.client, 'setSpendLimit', 'SetSpendLimitInput', input),
        )
      }),
      run,
    )
  })

  test('clearing a limit', async () => {
    await fc.assert(
      fc.asyncProperty(randomDirectory, drawnTarget, async (drawn, target) => {
        const world = await makeWorld(drawn)
        const { reach, target: named, isSet } = targetIn(world, target)
        const input = { target: named }
        if (!isSet) {
          expect(await ask(world.client, 'clearSpendLimitPreview', input)).toMatchObject({ __typename: 'NotFoundError' })
          return
        }
        await holdTrue(
          world,
          reach,
          () => ask(world.client, 'clearSpendLimitPreview', input),
          () => succeed(world.client, 'clearSpendLimit', 'ClearSpendLimitInput', input),
        )
      }),
      run,
    )
  })

  test('deleting a group', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomDirectory.filter(({ groups }) => groups.length > 0),
        fc.nat({ max: 4 }),
        async (drawn, place) => {
          const world = await makeWorld(drawn)
          const at = place % drawn.groups.length
          const groupId = toId('group', world.groupIds[at]!)
          await holdTrue(
            world,
            drawn.groups[at]!.members,
            () => askDeletion(world.client, groupId),
            async () => expect((await world.scim.delete(`/Groups/${groupId}`)).status).toBe(204),
          )
        },
      ),
      run,
    )
  })

  test('changing the members of a group', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomDirectory.filter(({ groups }) => groups.length > 0),
        fc.nat({ max: 4 }),
        fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 5 }),
        fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 5 }),
        async (drawn, place, some, others) => {
          const world = await makeWorld(drawn)
          const groupId = toId('group', world.groupIds[place % drawn.groups.length]!)
          const added = some.filter((user) => user < drawn.users.length)
          const removed = others.filter((user) => user < drawn.users.length && !added.includes(user))
          const idsOf = (places: readonly number[]): string[] => places.map((user) => toId('user', world.userIds[user]!))
          const members = (places: readonly number[]): { value: string }[] => idsOf(places).map((value) => ({ value }))
          await holdTrue(
            world,
            [...added, ...removed],
            () => ask(world.client, 'membershipPreview', { groupId, addUserIds: idsOf(added), removeUserIds: idsOf(removed) }),
            async () => {
              const { status } = await world.scim.patch(
                `/Groups/${groupId}`,
                ...(added.length > 0 ? [{ op: 'add', path: 'members', value: members(added) }] : []),
                ...(removed.length > 0 ? [{ op: 'remove', path: 'members', value: members(removed) }] : []),
                { op: 'replace', path: 'externalId', value: 'previewed' },
              )
              expect([200, 204]).toContain(status)
            },
          )
        },
      ),
      run,
    )
  })
})

describe('a preview is refused', () => {
  let world: World
  let other: World
  beforeAll(async () => {
    const drawn: RandomDirectory = {
      standard: { amountMinor: 100 },
      users: [{ active: true, override: 'NONE', expiry: 'NEVER', spentMinor: undefined }],
      groups: [{ limit: { amountMinor: 50 }, members: [0] }],
    }
    world = await makeWorld(drawn)
    other = await makeWorld(drawn)
  })
  const amount = { amountMinor: 5 }

  test('for targets of another team exactly as for those that do not exist', async () => {
    const missing = '01920000-0000-7000-8000-000000000000'
    for (const [kind, theirs] of [
      ['userId', toId('user', other.userIds[0]!)],
      ['groupId', toId('group', other.groupIds[0]!)],
      ['teamId', toId('team', other.teamId)],
    ] as const) {
      const none = theirs.replace(/-.*/, `-${missing}`)
      for (const [field, more] of [
        ['spendLimitPreview', { value: amount }],
        ['clearSpendLimitPreview', {}],
      ] as const) {
        const answers = await Promise.all([theirs, none].map((id) => ask(world.client, field, { target: { [kind]: id }, ...more })))
        expect(answers[0]).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND', message: expect.stringContaining(theirs) })
        expect(JSON.stringify(answers[1]).replaceAll(none, theirs)).toBe(JSON.stringify(answers[0]))
      }
    }
    const theirs = toId('group', other.groupIds[0]!)
    expect(await askDeletion(world.client, theirs)).toMatchObject({ __typename: 'NotFoundError' })
    expect(await ask(world.client, 'membershipPreview', { groupId: theirs })).toMatchObject({ __typename: 'NotFoundError' })
  })

  test('of members who are no users of the directory of the group, which it names', async () => {
    const theirs = toId('user', other.userIds[0]!)
    const own = toId('user', world.userIds[0]!)
    const groupId = toId('group', world.groupIds[0]!)
    for (const given of [{ addUserIds: [own, theirs] }, { removeUserIds: [theirs] }]) {
      const answer = await ask(world.client, 'membershipPreview', { groupId, ...given })
      expect(answer).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringContaining(theirs) })
      expect(answer.message).not.toContain(own)
    }
    expect(await ask(world.client, 'membershipPreview', { groupId, addUserIds: ['nonsense'] })).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringContaining('nonsense'),
    })
    expect(await ask(world.client, 'membershipPreview', { groupId, addUserIds: [own], removeUserIds: [own] })).toMatchObject({
      __typename: 'InvalidInputError',
    })
    const many = Array.from({ length: 10_001 }, () => own)
    expect(await ask(world.client, 'membershipPreview', { groupId, addUserIds: many })).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringContaining('10000'),
    })
  })

  test('as the limit itself would be: amount, currency, version', async () => {
    const target = { groupId: toId('group', world.groupIds[0]!) }
    const refused = (more: object): Promise<Preview> => ask(world.client, 'spendLimitPreview', { target, value: amount, ...more })
    expect(await refused({ value: { amountMinor: -1 } })).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await refused({ value: { unlimited: false } })).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await refused({ currency: 'USD' })).toMatchObject({
      __typename: 'CurrencyMismatchError',
      message: expect.stringContaining('EUR'),
    })
    expect(await refused({ minorUnitDigits: 3 })).toMatchObject({ __typename: 'CurrencyMismatchError' })
    expect(await refused({ expiresAt: '2099-01-01T00:00:00Z' })).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringContaining('expiresAt'),
    })
    expect(await refused({ expectedVersion: 7 })).toMatchObject({ __typename: 'VersionConflictError' })
    expect(await refused({ expectedVersion: 1 })).toMatchObject({ __typename: 'SpendLimitPreview', loweredCount: 1 })
    expect(await ask(world.client, 'clearSpendLimitPreview', { target, expectedVersion: 7 })).toMatchObject({
      __typename: 'VersionConflictError',
    })
  })

  test('to members, and to keys that may not read', async () => {
    const query = `query ($input: SetSpendLimitInput!) { team { spendLimitPreview(input: $input) { __typename } } }`
    const input = { target: { teamId: toId('team', world.teamId) }, value: amount }
    const userName = `u${world.teamName.slice(5)}-0`
    const member = graphqlClient(under.node, undefined, await signedInUser(under.node, toId('team', world.teamId), userName))
    const writing = graphqlClient(under.node, await graphqlIssueKey(world.client, ['LIMITS']))
    for (const client of [member, writing]) {
      const { data, errors } = await client.ask(query, { input })
      expect(data?.['team'] ?? null).toBeNull()
      if (client === member) expect(errors![0]!.extensions.code).toBe('FORBIDDEN')
    }
  })

  test('of more examples than there may be', async () => {
    const { errors } = await world.client.ask(
      `query ($input: SetSpendLimitInput!) { team { spendLimitPreview(input: $input) { ... on SpendLimitPreview { examples(first: 101) { user { id } } } } } }`,
      { input: { target: { teamId: toId('team', world.teamId) }, value: amount } },
    )
    expect(errors![0]).toMatchObject({ message: expect.stringContaining('0 to 100'), extensions: { code: 'BAD_USER_INPUT' } })
  })
})
