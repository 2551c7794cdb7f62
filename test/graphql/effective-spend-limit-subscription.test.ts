import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { fromId, toId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { sentStatements } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { LimitFollower, followUser, type LimitMessage } from '../support/limit-follower.ts'
import { patchOp } from '../support/scim-client.ts'
import { signedInUser } from '../support/signed-in.ts'
import { startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
const followers: LimitFollower[] = []
afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.stop()))
})

type Team = Awaited<ReturnType<typeof under.newTeam>>
let team: Team
beforeEach(async () => {
  team = await under.newTeam('Followed')
  client = graphqlClient(under.node, team.apiKey)
})

async function ofUser(userId: string, after?: string): Promise<LimitFollower> {
  const follower = await LimitFollower.ofUser(under.node, team.apiKey, userId, after)
  followers.push(follower)
  follower.skip()
  return follower
}
async function ofTeam(after?: string): Promise<LimitFollower> {
  const follower = await LimitFollower.ofTeam(under.node, team.apiKey, after)
  followers.push(follower)
  return follower
}
const limit = async (target: object, value: object): Promise<void> => {
  const { data, errors } = await client.ask<{ setSpendLimit: { __typename: string } }>(
    'mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename ... on Error { message } } }',
    { input: { target, value } },
  )
  if (data?.setSpendLimit.__typename !== 'SetSpendLimitSuccess') throw new Error(JSON.stringify({ data, errors }))
}
const clear = (target: object) =>
  client.ask('mutation ($input: ClearSpendLimitInput!) { clearSpendLimit(input: $input) { __typename } }', { input: { target } })
const cursorNow = async (): Promise<string> =>
  (await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor
const members = (op: string, ids: readonly string[]): object => ({ op, path: 'members', value: ids.map((value) => ({ value })) })
const leaves = (user: string): object => ({ op: 'remove', path: `members[value eq "${user}"]` })
const said = ({ value, cause }: LimitMessage) => [value!.source, value!.amount?.amountMinor ?? null, cause?.__typename ?? null]

describe('effectiveSpendLimit', () => {
  test('tells the value at once, after its own Checkpoint and without a cause', async () => {
    const user = await team.scim.createUser('at-once')
    await limit({ teamId: team.teamId }, { amountMinor: 10 })
    const follower = await ofUser(user)
    const [first, second] = follower.messages
    expect(first).toMatchObject({ __typename: 'Checkpoint', isLive: true })
    expect(second).toMatchObject({ __typename: 'EffectiveSpendLimitUpdate', previousCursor: first!.cursor, cursor: first!.cursor })
    expect(said(second!)).toEqual(['TEAM', 10, null])
    expect(follower.messages.length).toBe(2)
  })

  test('then each time that the value becomes another, with the change that made it so, and only then', async () => {
    const { scim, teamId } = team
    const user = await scim.createUser('everything')
    const [high, low] = [await scim.createGroup('High', []), await scim.createGroup('Low', [])]
    const follower = await ofUser(user)
    const told: unknown[] = []
    const after = async (act: () => Promise<unknown>): Promise<void> => {
      await act()
      told.push(said(await follower.next()))
    }
    await after(() => limit({ teamId }, { amountMinor: 100 }))
    // Nothing yet: groups without a limit, limits of groups that the user is not in, and what others do.
    await limit({ groupId: high }, { amountMinor: 50 })
    await limit({ groupId: low }, { amountMinor: 5 })
    await scim.createUser('somebody')
    await after(() => scim.patch(`/Groups/${high}`, members('add', [user])))
    // A lower limit of another group of theirs decides nothing, whether it comes, changes or goes; nor does the team's.
    await scim.patch(`/Groups/${low}`, members('add', [user]))
    await limit({ groupId: low }, { amountMinor: 6 })
    await clear({ groupId: low })
    await limit({ groupId: low }, { amountMinor: 7 })
    await limit({ teamId }, { amountMinor: 1_000 })
    await scim.patch(`/Groups/${high}`, { op: 'replace', path: 'displayName', value: 'Highest' })
    await after(() => limit({ groupId: high }, { unlimited: true }))
    await after(() => limit({ userId: user }, { amountMinor: 3 }))
    // Their own goes before all others.
    await clear({ groupId: high })
    await limit({ groupId: high }, { amountMinor: 50 })
    await after(() => clear({ userId: user }))
    await after(() => scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: false }))
    await limit({ userId: user }, { amountMinor: 9 })
    await clear({ userId: user })
    await after(() => scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: true }))
    await after(() => clear({ groupId: high }))
    await after(() => scim.patch(`/Groups/${low}`, leaves(user)))
    await after(() => scim.patch(`/Groups/${low}`, members('add', [user])))
    await after(() => scim.delete(`/Groups/${low}`))
    await after(() => clear({ teamId }))
    expect(told).toEqual([
      ['TEAM', 100, 'SpendLimitSet'],
      ['GROUP', 50, 'MembershipChanged'],
      ['GROUP', null, 'SpendLimitSet'],
      ['USER', 3, 'SpendLimitSet'],
      ['GROUP', 50, 'SpendLimitCleared'],
      ['INACTIVE_USER', 0, 'UserDeactivated'],
      ['GROUP', 50, 'UserReactivated'],
      ['GROUP', 7, 'SpendLimitCleared'],
      ['TEAM', 1_000, 'MembershipChanged'],
      ['GROUP', 7, 'MembershipChanged'],
      ['TEAM', 1_000, 'MembershipChanged'],
      ['NONE', null, 'SpendLimitCleared'],
    ])
    // Of all that was nothing to it there is not even a Checkpoint.
    expect(follower.messages.length).toBe(2 + told.length)
  })

  test('nothing when only another group with the same limit decides: the value is the same, and so is its cause', async () => {
    const { scim } = team
    const user = await scim.createUser('tied')
    const groups = [await scim.createGroup('One', [user]), await scim.createGroup('Two', [user])].toSorted()
    for (const groupId of groups) await limit({ groupId }, { amountMinor: 5 })
    const [follower, ofAll, after] = [await ofUser(user), await ofTeam(), await cursorNow()]
    const decidedBy = follower.value!.decidedBy!.id
    const told = follower.messages.length
    await scim.patch(`/Groups/${groups[0]}`, leaves(user))
    await scim.patch(`/Groups/${groups[0]}`, members('add', [user]))
    await clear({ groupId: groups[0] })
    const back = await ofUser(user, after)
    expect(said(back.updates()[0]!)).toEqual(['GROUP', 5, null])
    expect(back.value!.decidedBy!.id).not.toBe(decidedBy)
    await limit({ groupId: groups[1] }, { amountMinor: 6 })
    expect(said(await follower.next())).toEqual(['GROUP', 6, 'SpendLimitSet'])
    expect(follower.messages.length).toBe(told + 1)
    expect((await ofAll.next()).changes).toMatchObject([{ cause: { __typename: 'SpendLimitSet' }, changedUserIds: [user], raisedCount: 1 }])
    expect(ofAll.updates().length).toBe(1)
  })

  test('ends with NotFoundError when the user is deleted, also for who comes back after that', async () => {
    const user = await team.scim.createUser('going')
    const after = await cursorNow()
    const follower = await ofUser(user)
    await team.scim.delete(`/Users/${user}`)
    expect(await follower.next()).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND' })
    await follower.until(() => follower.isEnded)
    const late = new LimitFollower(under.node, team.apiKey, followUser, { userId: user, after })
    followers.push(late)
    await late.until(() => late.isEnded)
    expect(late.messages.map(({ __typename }) => __typename)).toEqual(['Checkpoint', 'NotFoundError'])
  })

  test('goes on from a cursor with the value that is, and the newest change that made it another since', async () => {
    const { scim } = team
    const user = await scim.createUser('away')
    const group = await scim.createGroup('Away', [user])
    await limit({ groupId: group }, { amountMinor: 1 })
    const follower = await ofUser(user)
    const { cursor } = follower
    await follower.stop()
    await limit({ groupId: group }, { amountMinor: 2 })
    await limit({ userId: user }, { amountMinor: 3 })
    await limit({ groupId: group }, { amountMinor: 4 })
    const back = await ofUser(user, cursor)
    const [opening, value, live] = back.messages
    expect(opening).toMatchObject({ __typename: 'Checkpoint', previousCursor: cursor, cursor, isLive: false })
    expect(said(value!)).toEqual(['USER', 3, 'SpendLimitSet'])
    expect(live).toMatchObject({ __typename: 'Checkpoint', previousCursor: value!.cursor, cursor: value!.cursor, isLive: true })
    expect(back.messages.length).toBe(3)
    await limit({ groupId: group }, { amountMinor: 5 })
    await clear({ userId: user })
    expect(said(await back.next())).toEqual(['GROUP', 5, 'SpendLimitCleared'])
    // Nothing has changed it since.
    const again = await ofUser(user, back.cursor)
    expect(said(again.updates()[0]!)).toEqual(['GROUP', 5, null])
  })

  test('refuses ids of nobody, of other teams and cursors that are none', async () => {
    const other = await under.newTeam('Neighbour')
    const theirs = await other.scim.createUser('theirs')
    const user = await team.scim.createUser('mine')
    const first = async (variables: Record<string, unknown>): Promise<LimitMessage> => {
      const follower = new LimitFollower(under.node, team.apiKey, followUser, variables)
      followers.push(follower)
      await follower.until(() => follower.isEnded)
      return follower.messages[0]!
    }
    for (const userId of [theirs, toId('user', newId()), 'nonsense'])
      expect(await first({ userId })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await first({ userId: user, after: 'nonsense' })).toMatchObject({ __typename: 'InvalidInputError' })
    const cursor = (await graphqlClient(under.node, other.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }'))
      .data!.team
    expect(await first({ userId: user, after: cursor.changeCursor })).toMatchObject({ __typename: 'ResyncRequired' })
  })

  test('a member follows themselves and nobody else, and is not told who did it', async () => {
    const { scim, teamId, apiKey } = team
    const user = await scim.createUser('mia')
    const other = await scim.createUser('noah')
    const cookie = await signedInUser(under.node, teamId, 'mia')
    const query = (id: string): string =>
      `subscription { limit: effectiveSpendLimit(userId: "${id}") { __typename ... on EffectiveSpendLimitUpdate { value { amount { amountMinor } candidates { reason } }
        cause { __typename actor { kind } ... on SpendLimitSet { after { amount { amountMinor } } } ... on MembershipChanged { group { displayName } addedUserIds } } } } }`
    const stream = async (id: string) => {
      const abort = new AbortController()
      onTestFinished(() => abort.abort())
      const response = await fetch(under.node.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie, origin: new URL(under.node.graphqlUrl).origin },
        body: JSON.stringify({ query: query(id) }),
        signal: abort.signal,
      })
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      return async (isEnough: (all: string) => boolean): Promise<string> => {
        while (!isEnough(text)) {
          const { value, done } = await reader.read()
          if (done) break
          text += value
        }
        return text
      }
    }
    const own = await stream(user)
    await own((text) => text.includes('EffectiveSpendLimitUpdate'))
    const group = await scim.createGroup('Theirs', [other])
    await limit({ groupId: group }, { amountMinor: 77 })
    await scim.patch(`/Groups/${group}`, members('add', [user]))
    const text = await own((all) => all.includes('MembershipChanged'))
    expect(text).toContain('"amountMinor":77')
    expect(text).toContain(`"addedUserIds":["${user}"]`)
    expect(text).not.toContain(other)
    expect(text).not.toContain(apiKey)
    const theirs = await stream(other)
    expect(await theirs((all) => all.includes('event: complete'))).toContain('NotFoundError')
  })

  test('goes over an event stream as over a socket, and on after Last-Event-ID', async () => {
    const { scim, apiKey } = team
    const user = await scim.createUser('streamed')
    const read = async (headers: Record<string, string>, isEnough: (text: string) => boolean): Promise<string> => {
      const abort = new AbortController()
      const response = await fetch(under.node.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${apiKey}`, ...headers },
        body: JSON.stringify({ query: followUser, variables: { userId: user } }),
        signal: abort.signal,
      })
      let text = ''
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) if (isEnough((text += chunk))) break
      abort.abort()
      return text
    }
    const first = await read({}, (text) => text.includes('EffectiveSpendLimitUpdate') && text.endsWith('\n\n'))
    const id = /^id: (.*)$/m.exec(first)![1]!
    await limit({ userId: user }, { amountMinor: 4 })
    const second = await read({ 'last-event-id': id }, (text) => text.includes('"isLive":true'))
    expect(second).toContain(`"previousCursor":"${id}"`)
    expect(second).toContain('"amountMinor":4')
    expect(second).toContain('"__typename":"SpendLimitSet"')
  })

  test('goes on when the group of a candidate is deleted while it is told of', async () => {
    const { scim } = team
    const user = await scim.createUser('racing')
    const follower = new LimitFollower(
      under.node,
      team.apiKey,
      followUser.replace('decidedBy { id }', 'decidedBy { id } candidates { spendLimit { targetId target { __typename } } }'),
      { userId: user },
    )
    followers.push(follower)
    await follower.until(() => follower.value !== undefined)
    const { database } = under.node.app
    for (let round = 1; round <= 12; round++) {
      const group = await scim.createGroup(`Racing ${round}`, [user])
      await Promise.all([
        limit({ groupId: group }, { amountMinor: round }),
        // As soon as the limit is committed.
        vi
          .waitFor(async () => expect(await database.spendLimit.count({ where: { groupId: fromId('group', group)! } })).toBe(1), {
            interval: 1,
            timeout: 10_000,
          })
          .then(() => scim.delete(`/Groups/${group}`)),
      ])
    }
    await limit({ userId: user }, { amountMinor: 1_000 })
    await follower.until(() => follower.value?.source === 'USER')
    expect(follower.isEnded).toBe(false)
  })

  test('two nodes without Redis tell the same', async () => {
    const second = await startNode({ databaseUrl: under.database.url })
    onTestFinished(() => second.stop())
    const user = await team.scim.createUser('on-two-nodes')
    const [here, there] = [await ofUser(user), await LimitFollower.ofUser(second, team.apiKey, user)]
    followers.push(there)
    there.skip()
    await limit({ userId: user }, { amountMinor: 8 })
    expect(await there.next()).toEqual(await here.next())
  })

  test('the platform key follows users of any team, and nobody who is not there', async () => {
    const user = await team.scim.createUser('any-team')
    const follower = await LimitFollower.ofUser(under.node, under.node.platformKey!, user)
    followers.push(follower)
    expect(follower.value).toMatchObject({ source: 'NONE' })
    const nobody = new LimitFollower(under.node, under.node.platformKey!, followUser, { userId: toId('user', newId()) })
    followers.push(nobody)
    await nobody.until(() => nobody.isEnded)
    expect(nobody.messages).toMatchObject([{ __typename: 'NotFoundError' }])
  })

  test('whoever begins while limits of other groups change misses nothing: its messages follow on each other', async () => {
    const { scim } = team
    const user = await scim.createUser('begins')
    const [own, other] = [await scim.createGroup('Own', [user]), await scim.createGroup('Other', [])]
    await limit({ groupId: own }, { amountMinor: 1 })
    let isWriting = true
    const writing = (async () => {
      for (let amountMinor = 1; isWriting; amountMinor++) await limit({ groupId: other }, { amountMinor })
    })()
    const begun: LimitFollower[] = []
    for (let count = 0; count < 10; count++) begun.push(...(await Promise.all([ofUser(user), ofTeam()])))
    isWriting = false
    await writing
    await limit({ groupId: own }, { amountMinor: 2 })
    for (const follower of begun) expect((await follower.next()).__typename).toMatch(/Update|Batch/)
  })

  test('an override that expires tells so', async () => {
    const user = await team.scim.createUser('temporary')
    await limit({ teamId: team.teamId }, { amountMinor: 10 })
    const follower = await ofUser(user)
    const expiresAt = new Date(Date.now() + 1_500).toISOString()
    const { data } = await client.ask(
      'mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename ... on Error { message } } }',
      { input: { target: { userId: user }, value: { amountMinor: 99 }, expiresAt } },
    )
    expect(data).toMatchObject({ setSpendLimit: { __typename: 'SetSpendLimitSuccess' } })
    expect(said(await follower.next())).toEqual(['USER', 99, 'SpendLimitSet'])
    expect(said(await follower.next())).toEqual(['TEAM', 10, 'SpendLimitExpired'])
  })
})

describe('effectiveSpendLimitChanges', () => {
  test('tells of each change whose limits it made others, with before and after, and of nothing else', async () => {
    const { scim, teamId } = team
    const [ada, bob] = [await scim.createUser('ada'), await scim.createUser('bob', { active: false })]
    const follower = await ofTeam()
    const group = await scim.createGroup('Followed', [ada, bob])
    await limit({ groupId: group }, { amountMinor: 10 })
    const [set] = (await follower.next()).changes!
    expect(set).toEqual({
      cause: { __typename: 'SpendLimitSet', revision: expect.any(Number) },
      changedCount: 1,
      raisedCount: 0,
      loweredCount: 1,
      zeroCount: 0,
      unlimitedCount: 0,
      changedUserIds: [ada],
      changed: [
        {
          user: { id: ada, userName: 'ada' },
          before: { isUnlimited: true, source: 'NONE', amount: null },
          after: { isUnlimited: false, source: 'GROUP', amount: { amountMinor: 10 } },
        },
      ],
    })
    // Decides nothing: a default below groups that all are in.
    await limit({ teamId }, { amountMinor: 99 })
    await limit({ groupId: group }, { amountMinor: 0 })
    expect((await follower.next()).changes).toMatchObject([{ changedUserIds: [ada], zeroCount: 1, loweredCount: 1 }])
    await scim.patch(`/Users/${bob}`, { op: 'replace', path: 'active', value: true })
    expect((await follower.next()).changes).toMatchObject([
      { cause: { __typename: 'UserReactivated' }, changedUserIds: [bob], raisedCount: 0 },
    ])
    await limit({ userId: bob }, { unlimited: true })
    expect((await follower.next()).changes).toMatchObject([{ changedUserIds: [bob], unlimitedCount: 1, raisedCount: 1 }])
    await scim.delete(`/Users/${bob}`)
    const gone = (await follower.next()).changes!
    expect(gone.map(({ cause, changedUserIds }) => [cause.__typename, changedUserIds])).toEqual([
      ['SpendLimitCleared', [bob]],
      ['UserDeleted', [bob]],
    ])
    expect(gone[1]!.changed).toEqual([
      { user: { id: bob, userName: 'bob' }, before: expect.objectContaining({ source: 'TEAM' }), after: null },
    ])
    const carl = await scim.createUser('carl')
    expect((await follower.next()).changes).toMatchObject([
      { cause: { __typename: 'UserCreated' }, changedUserIds: [carl], changed: [{ before: null }] },
    ])
  })

  test('goes on from a cursor without a gap, change by change as it was then', async () => {
    const { scim } = team
    const user = await scim.createUser('back')
    const group = await scim.createGroup('Back', [user])
    const after = await cursorNow()
    for (const amountMinor of [1, 2, 3]) await limit({ groupId: group }, { amountMinor })
    await limit({ userId: user }, { amountMinor: 9 })
    await scim.delete(`/Groups/${group}`)
    await clear({ userId: user })
    const follower = await ofTeam(after)
    await follower.until(() => follower.updates().flatMap(({ changes }) => changes!).length === 5)
    const amounts = follower.updates().flatMap(({ changes }) => changes!.map(({ changed }) => changed[0]!.after!.amount?.amountMinor))
    expect(amounts).toEqual([1, 2, 3, 9, undefined])
  })
})

describe('However many follow', () => {
  const count = 10_000
  let userIds: string[]
  let group: string

  beforeAll(async () => {
    // A team of its own, made once: its users come in bulk.
    team = await under.newTeam('Large')
    client = graphqlClient(under.node, team.apiKey)
    const { teamId, directoryId } = team
    const now = new Date()
    const rows = Array.from({ length: count }, (_, index) => {
      const name = `bulk-${index}`
      return {
        id: newId(),
        teamId: fromId('team', teamId)!,
        directoryId: fromId('directory', directoryId)!,
        attributes: { userName: name },
        userName: name,
        userNameKey: name,
        active: true,
        version: 1,
        createdAt: now,
        lastModifiedAt: now,
      }
    })
    await under.node.app.database.user.createMany({ data: rows })
    userIds = rows.map(({ id }) => toId('user', id))
    group = await team.scim.createGroup('Everybody', [])
    large = team
  }, 180_000)
  let large: Team
  beforeEach(() => {
    team = large
    client = graphqlClient(under.node, team.apiKey)
  })

  /** Statements of reading what a change was to limits, until all who follow have been told. */
  async function readsOf(all: readonly LimitFollower[], act: () => Promise<unknown>): Promise<number> {
    const before = all.map((follower) => follower.updates().length)
    const statements = await sentStatements(async () => {
      await act()
      for (const [index, follower] of all.entries()) await follower.until(() => follower.updates().length > before[index]!)
    })
    return statements.filter(({ text }) => /^SELECT|^\s*WITH asked/.test(text ?? '') || /json_agg\(json_build_array/.test(text ?? ''))
      .length
  }

  test('a membership of 10,000 and a limit of a group of 10,000 are read once for all, not once for each', async () => {
    const few = await Promise.all(userIds.slice(0, 2).map((id) => ofUser(id)))
    await limit({ groupId: group }, { amountMinor: 5 })
    const join = (ids: readonly string[]) => team.scim.request('PATCH', `/Groups/${group}`, patchOp(members('add', ids)))
    const leave = () => team.scim.request('PATCH', `/Groups/${group}`, patchOp({ op: 'remove', path: 'members' }))
    const ofFew = {
      join: await readsOf(few, () => join(userIds)),
      limit: await readsOf(few, () => limit({ groupId: group }, { amountMinor: 6 })),
    }
    await readsOf(few, leave)
    const many = [...few, ...(await Promise.all(userIds.slice(2, 200).map((id) => ofUser(id))))]
    const teams = await Promise.all([ofTeam(), ofTeam()])
    const ofMany = {
      join: await readsOf([...many, ...teams], () => join(userIds)),
      limit: await readsOf([...many, ...teams], () => limit({ groupId: group }, { amountMinor: 7 })),
    }
    for (const follower of many) expect(follower.value).toMatchObject({ source: 'GROUP', amount: { amountMinor: 7 } })
    for (const follower of teams) {
      const changes = follower.updates().flatMap((message) => message.changes!)
      expect(
        changes.map(({ cause, changedCount, loweredCount, raisedCount }) => [cause.__typename, changedCount, loweredCount, raisedCount]),
      ).toEqual([
        ['MembershipChanged', count, count, 0],
        ['SpendLimitSet', count, 0, count],
      ])
      expect(new Set(changes[0]!.changedUserIds)).toEqual(new Set(userIds))
      expect(changes[0]!.changed.length).toBe(50)
    }
    // Two reads may follow on each other where those who follow ask in several turns; and the team's is one more.
    expect(ofMany.join).toBeLessThanOrEqual(ofFew.join + 12)
    expect(ofMany.limit).toBeLessThanOrEqual(ofFew.limit + 12)
  }, 180_000)

  test("the team's default of 10,000 is told to all", async () => {
    const [one, all] = [await ofUser(userIds.at(-1)!), await ofTeam()]
    await team.scim.request('PATCH', `/Groups/${group}`, patchOp({ op: 'remove', path: 'members' }))
    await vi.waitFor(() => expect(one.value).toMatchObject({ source: 'NONE' }), 20_000)
    await limit({ teamId: team.teamId }, { amountMinor: 0 })
    await one.until(() => one.value?.source === 'TEAM')
    await all.until(() => all.updates().some(({ changes }) => changes!.some(({ zeroCount }) => zeroCount === count)))
  }, 180_000)
})
