import { beforeAll, describe, expect, test } from 'vitest'
import type { Change } from '../../src/domain/change.ts'
import { isDeciding, mayDecideFor } from '../../src/domain/limit-history.ts'
import { fromId } from '../../src/domain/id.ts'
import { createEffectiveLimits, type EffectiveLimitsOptions, type TeamTurn } from '../../src/realtime/effective-limits.ts'
import { positionOf } from '../../src/realtime/recent-changes.ts'
import { readChangesAfter } from '../../src/store/change-log.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { LimitTeam } from '../support/limit-acts.ts'
import { scimClient } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let teamId: string
let ada: string
let bob: string
let group: string
/** Those that may decide, the oldest first. */
let changes: Change[]

beforeAll(async () => {
  const { team, scim, node } = under
  teamId = fromId('team', team.teamId)!
  const limits = new LimitTeam(team.teamId, scim, graphqlClient(node, team.apiKey))
  const [userA, userB] = [await scim.createUser('ada'), await scim.createUser('bob')]
  const groupId = await scim.createGroup('Group', [userA])
  await limits.setLimit({ groupId }, 1)
  await scim.patch(`/Groups/${groupId}`, { op: 'add', path: 'members', value: [{ value: userB }] })
  await limits.setLimit({ groupId }, 2)
  await limits.setLimit({ userId: userB }, 0)
  await limits.setLimit({ teamId: team.teamId }, 1)
  await scim.delete(`/Groups/${groupId}`)
  await scim.delete(`/Users/${userB}`)
  ;[ada, bob, group] = [fromId('user', userA)!, fromId('user', userB)!, fromId('group', groupId)!]
  changes = (await readChangesAfter(node.app.database, teamId, 0, 500)).filter(isDeciding)
})

const open = (options: Partial<EffectiveLimitsOptions> = {}) =>
  createEffectiveLimits({ database: under.node.app.database, feeds: { read: (act) => act() }, ...options })

/** A line for reads that counts them, and how many there were at one time. */
function countedReads() {
  const counted = { all: 0, now: 0, most: 0 }
  const feeds: EffectiveLimitsOptions['feeds'] = {
    async read(act) {
      counted.all++
      counted.most = Math.max(counted.most, ++counted.now)
      try {
        return await act()
      } finally {
        counted.now--
      }
    },
  }
  return { counted, feeds }
}

const toldOf = (turns: readonly TeamTurn[]) =>
  turns.map(({ cause, changed, named }) => [
    cause.kind,
    ...changed.map(({ userId, before, after }) => [named.get(userId)?.userName, before?.amountMinor, after?.amountMinor]),
  ])

const everything = [
  ['UserCreated', ['ada', undefined, null]],
  ['UserCreated', ['bob', undefined, null]],
  ['SpendLimitSet', ['ada', null, 1_000]],
  ['MembershipChanged', ['bob', null, 1_000]],
  ['SpendLimitSet', ['ada', 1_000, 2_000], ['bob', 1_000, 2_000]],
  ['SpendLimitSet', ['bob', 2_000, 0]],
  ['MembershipChanged', ['ada', 2_000, 1_000]],
  ['SpendLimitCleared', ['bob', 0, 1_000]],
  ['UserDeleted', ['bob', 1_000, undefined]],
]

describe('What changes were to the limits of a team', () => {
  test('is told of all of them together, and of each alone, long after the database has gone on', async () => {
    expect(toldOf((await open().ofTeam(teamId, changes)) as TeamTurn[])).toEqual(everything)
    const alone: TeamTurn[] = []
    for (const change of changes) alone.push(...((await open().ofTeam(teamId, [change])) as TeamTurn[]))
    expect(toldOf(alone)).toEqual(everything)
  })

  test('is computed once for each change, whoever asks for which of them', async () => {
    const limits = open()
    const [first] = await Promise.all([limits.ofTeam(teamId, changes), limits.ofTeam(teamId, changes)])
    for (const [index, turn] of ((await limits.ofTeam(teamId, changes)) as TeamTurn[]).entries())
      expect(turn).toBe((first as TeamTurn[])[index])
    const few = (await limits.ofTeam(teamId, changes.slice(3, 6))) as TeamTurn[]
    expect(few.every((turn) => (first as TeamTurn[]).includes(turn))).toBe(true)
  })

  test('is the same when what was computed had to be forgotten', async () => {
    const limits = open({ rememberedBytes: 3_000 })
    for (let from = 0; from < changes.length; from += 2) await limits.ofTeam(teamId, changes.slice(from, from + 4))
    expect(toldOf((await limits.ofTeam(teamId, changes)) as TeamTurn[])).toEqual(everything)
  })

  test('is LOST when it is too far back', async () => {
    const behind = changes.at(-1)!.revision - changes.at(-3)!.revision
    expect(await open({ mostBehind: behind - 1 }).ofTeam(teamId, changes.slice(0, -2))).toBe('LOST')
    expect(await open({ mostBehind: behind }).ofTeam(teamId, changes.slice(0, -2))).not.toBe('LOST')
  })

  test('is LOST when it is too far back before anything but the head is read', async () => {
    const { counted, feeds } = countedReads()
    expect(await open({ mostBehind: 1, feeds }).ofTeam(teamId, changes.slice(0, 3))).toBe('LOST')
    expect(counted.all).toBe(1)
    const first = changes[0]!
    await expect(open({ mostBehind: 1, feeds }).ofUser(teamId, ada, positionOf(first), [first])).rejects.toThrow('behind')
    expect(counted.all).toBe(2)
  })

  test('is the same from far behind, of all together and of each alone', async () => {
    expect(toldOf((await open({ farBehind: 0 }).ofTeam(teamId, changes)) as TeamTurn[])).toEqual(everything)
    const alone: TeamTurn[] = []
    for (const change of changes) alone.push(...((await open({ farBehind: 0 }).ofTeam(teamId, [change])) as TeamTurn[]))
    expect(toldOf(alone)).toEqual(everything)
  })

  test('is read once for the pages of a replay from far behind, which all get the same', async () => {
    const { counted, feeds } = countedReads()
    const limits = open({ farBehind: 0, feeds })
    const told: TeamTurn[] = [...((await limits.ofTeam(teamId, changes.slice(0, 1))) as TeamTurn[])]
    const ofFirst = counted.all
    for (let from = 1; from < changes.length; from++)
      told.push(...((await limits.ofTeam(teamId, changes.slice(from, from + 1))) as TeamTurn[]))
    expect(toldOf(told)).toEqual(everything)
    expect(counted.all).toBe(ofFirst)
    // What had to be forgotten is read again.
    const forgetful = open({ farBehind: 0, rememberedBytes: 2_000 })
    const again: TeamTurn[] = []
    for (const change of changes) again.push(...((await forgetful.ofTeam(teamId, [change])) as TeamTurn[]))
    expect(toldOf(again)).toEqual(everything)
  })

  test('is read one after the other, whoever of the team asks for what', async () => {
    const { counted, feeds } = countedReads()
    const limits = open({ farBehind: 0, feeds })
    const last = changes.at(-1)!
    await Promise.all([
      limits.ofTeam(teamId, changes.slice(0, 2)),
      limits.ofUser(teamId, ada, positionOf(last), [last]),
      limits.ofTeam(teamId, changes.slice(3)),
    ])
    expect(counted.most).toBe(1)
    expect(counted.all).toBeGreaterThan(3)
  })

  test('is LOST where it was to users of a directory that was deleted later, and to others is told all the same', async () => {
    const { node } = under
    const team = await under.newTeam('Two directories')
    const client = graphqlClient(node, team.apiKey)
    const limits = new LimitTeam(team.teamId, team.scim, client)
    const { data } = await client.ask<{ createDirectory: { directory: { id: string; scimUrl: string }; token: string } }>(
      'mutation { createDirectory(input: { name: "Second", provider: OTHER }) { ... on CreateDirectorySuccess { directory { id scimUrl } token } } }',
    )
    const { directory, token } = data!.createDirectory
    const second = scimClient({ scimUrl: directory.scimUrl, scimToken: token })
    const stays = await team.scim.createUser('stays')
    const going = await second.createUser('going')
    const gone = await second.createUser('gone')
    const group = await team.scim.createGroup('Stays', [stays])
    const theirs = await second.createGroup('Goes', [going, gone])
    await limits.setLimit({ groupId: group }, 1)
    await limits.setLimit({ groupId: theirs }, 2)
    await limits.setLimit({ teamId: team.teamId }, 3)
    await second.patch(`/Groups/${theirs}`, { op: 'remove', path: `members[value eq "${going}"]` })
    await second.patch(`/Users/${going}`, { op: 'replace', path: 'active', value: false })
    await second.delete(`/Users/${gone}`)
    await limits.setLimit({ userId: stays }, 4)
    const id = fromId('team', team.teamId)!
    const read = async (): Promise<Change[]> => (await readChangesAfter(node.app.database, id, 0, 500)).filter(isDeciding)
    // The same, as long as the directory is there.
    const before = await read()
    expect(await open().ofTeam(id, before)).not.toBe('LOST')
    await node.app.commands.deleteDirectory({
      teamId: id,
      actor: { kind: 'SYSTEM', id: null, label: 'Test' },
      directoryId: fromId('directory', directory.id)!,
      name: 'Second',
    })
    await limits.setLimit({ teamId: team.teamId }, 5)
    const told = async (change: Change, options: object): Promise<unknown> => {
      const turns = await open(options).ofTeam(id, [change])
      return turns === 'LOST' ? turns : toldOf(turns)
    }
    for (const options of [{}, { farBehind: 0 }]) {
      const answers: unknown[] = []
      for (const change of await read()) answers.push(await told(change, options))
      expect(answers).toEqual([
        [['UserCreated', ['stays', undefined, null]]],
        'LOST',
        'LOST',
        // The group of those who stay had no limit when they came.
        [],
        'LOST',
        [['SpendLimitSet', ['stays', null, 1_000]]],
        'LOST',
        'LOST',
        'LOST',
        'LOST',
        'LOST',
        'LOST',
        [['SpendLimitSet', ['stays', 1_000, 4_000]]],
        [['DirectoryDeleted']],
        [],
      ])
    }
    // In one batch with the deletion, too.
    expect(await open().ofTeam(id, await read())).toBe('LOST')
  })
})

describe('What changes were to one user', () => {
  test('is told of each place of the log, to all who ask at one time, as of that place', async () => {
    const limits = open()
    const asked = [ada, bob].flatMap((userId) => {
      const own = changes.filter((change) => mayDecideFor(userId, change))
      return own.map((change) => limits.ofUser(teamId, userId, positionOf(change), [change]))
    })
    const turns = await Promise.all(asked)
    expect(
      turns
        .filter(({ cause }) => cause)
        .map(({ before, after, cause, value }) => [before?.amountMinor, after?.amountMinor, cause!.kind, value?.source]),
    ).toEqual([
      [undefined, null, 'UserCreated', 'NONE'],
      [null, 1_000, 'SpendLimitSet', 'GROUP'],
      [1_000, 2_000, 'SpendLimitSet', 'GROUP'],
      [2_000, 1_000, 'MembershipChanged', 'TEAM'],
      [undefined, null, 'UserCreated', 'NONE'],
      [null, 1_000, 'MembershipChanged', 'GROUP'],
      [1_000, 2_000, 'SpendLimitSet', 'GROUP'],
      [2_000, 0, 'SpendLimitSet', 'USER'],
      [0, 1_000, 'SpendLimitCleared', 'TEAM'],
      [1_000, undefined, 'UserDeleted', undefined],
    ])
  })

  test('names who had set a limit that was set again since, and when', async () => {
    const first = changes.find((change) => change.kind === 'SpendLimitSet')!
    const { value } = await open().ofUser(teamId, ada, positionOf(first), [first])
    expect(value!.decidedBy).toMatchObject({ target: { kind: 'GROUP', id: group }, version: 1, setAt: first.at, setBy: first.actor.label })
    expect(value!.candidates[0]!.spendLimit).toEqual(value!.decidedBy)
  })
})
