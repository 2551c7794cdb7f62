import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directoryCommands } from '../../src/commands/directory-commands.ts'
import { expireSpendLimits } from '../../src/commands/expire-spend-limits.ts'
import { teamCommands } from '../../src/commands/team-commands.ts'
import type { Actor, Change } from '../../src/domain/change.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { readChangesAfter } from '../../src/store/change-log.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { seededRandom } from '../simulate/random.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
let testDatabase: TestDatabase
let databases: Database[]
beforeAll(async () => {
  testDatabase = await createDatabase()
  databases = [0, 1].map(() => openDatabase({ url: testDatabase.url, poolSize: 6, log: { error: () => {} } }))
})
afterAll(async () => {
  await Promise.all(databases.map((database) => database.$disconnect()))
  await testDatabase.drop()
})

/** What somebody knows who only read the log; fails when a change cannot follow the one before it. */
function foldStrictly(changes: readonly Change[]) {
  const users = new Map<string, number>()
  const groups = new Map<string, { version: number; memberCount: number; members: Set<string> }>()
  const limits = new Map<string, { amountMinor: number | null; version: number }>()
  const rises = (what: string, before: number | undefined, after: number): void => {
    if (before === undefined || after !== before + 1) throw new Error(`${what}: version ${after} after ${before}`)
  }
  for (const [index, change] of changes.entries()) {
    if (change.revision !== index + 1) throw new Error(`revision ${change.revision} at place ${index + 1}`)
    switch (change.kind) {
      case 'UserCreated':
        users.set(change.data.user.id, change.data.user.version)
        break
      case 'UserModified':
      case 'UserDeactivated':
      case 'UserReactivated':
        rises(`${index} user`, users.get(change.data.after.id), change.data.after.version)
        users.set(change.data.after.id, change.data.after.version)
        break
      case 'UserDeleted':
        if (!users.delete(change.data.user.id)) throw new Error(`${index}: an unknown user is deleted`)
        for (const group of groups.values()) if (group.members.has(change.data.user.id)) throw new Error(`${index}: a member is deleted`)
        break
      case 'GroupCreated':
        groups.set(change.data.group.id, { version: 1, memberCount: 0, members: new Set() })
        break
      case 'GroupModified': {
        const group = groups.get(change.data.after.id)
        rises(`${index} group`, group?.version, change.data.after.version)
        group!.version = change.data.after.version
        break
      }
      case 'MembershipChanged': {
        const { group: state, addedUserIds, removedUserIds } = change.data
        const group = groups.get(state.id)
        rises(`${index} members`, group?.version, state.version)
        for (const id of removedUserIds) if (!group!.members.delete(id)) throw new Error(`${index}: a stranger leaves`)
        for (const id of addedUserIds) {
          if (group!.members.has(id) || !users.has(id)) throw new Error(`${index}: a member or nobody joins`)
          group!.members.add(id)
        }
        if (group!.members.size !== state.memberCount) throw new Error(`${index}: ${state.memberCount} members, but ${group!.members.size}`)
        Object.assign(group!, { version: state.version, memberCount: state.memberCount })
        break
      }
      case 'GroupDeleted':
        if (groups.get(change.data.group.id)?.memberCount !== 0) throw new Error(`${index}: a group with members is deleted`)
        groups.delete(change.data.group.id)
        break
      case 'SpendLimitSet': {
        const { before, after } = change.data
        if ((limits.get(after.target.id)?.version ?? 0) !== (before?.version ?? 0)) throw new Error(`${index}: a limit from another state`)
        limits.set(after.target.id, { amountMinor: after.amountMinor, version: after.version })
        break
      }
      case 'SpendLimitCleared':
      case 'SpendLimitExpired':
        if (limits.get(change.data.before.target.id)?.version !== change.data.before.version)
          throw new Error(`${index}: another limit is cleared or expires`)
        limits.delete(change.data.before.target.id)
        break
      default:
    }
  }
  return { users, groups, limits }
}

describe('concurrent commands on the same few users, groups and limits', () => {
  it.each([
    ['one node', 1, 1],
    ['one node', 1, 2],
    ['two nodes', 2, 3],
    ['two nodes', 2, 4],
  ])(
    'on %s (%d, seed %d): the log, read alone, tells what the database holds, and no step of it contradicts the one before',
    async (_, nodes, seed) => {
      const random = seededRandom(seed)
      const database = databases[0]!
      const executors = databases.slice(0, nodes).map((each) => createExecutor({ database: each, onCommit: () => {} }))
      const directory = executors.map(directoryCommands)
      const team = executors.map(teamCommands)
      const { value } = await team[0]!.createTeam({
        actor,
        name: 'T',
        plan: 'ENTERPRISE',
        currency: 'EUR',
        localSso: true,
        isDemonstration: false,
      })
      const teamId = value.id
      const made = await team[0]!.createDirectory({ teamId, actor, name: 'D', provider: 'OTHER' })
      const base = { teamId, directoryId: made.value.directory.id, actor }
      const users: string[] = []
      const groups: string[] = []
      const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)]!
      const some = (count: number): string[] => [...new Set(Array.from({ length: count }, () => pick(users)))]
      const forget = (list: string[], id: string): void => void list.splice(list.indexOf(id), list.includes(id) ? 1 : 0)
      const members = (add: string[], remove: string[] = [], replaceAll = false) => ({
        add,
        remove: remove.filter((id) => !add.includes(id)),
        replaceAll,
        unknown: [],
      })

      async function act(): Promise<unknown> {
        const commands = pick(directory)
        const chance = random.below(100)
        if (users.length < 6 || chance < 18) {
          const { value: user } = await commands.createUser({ ...base, attributes: { userName: `u${random.below(40)}`, active: true } })
          return users.push(user.id)
        }
        if (groups.length < 3 || chance < 22) {
          const created = await commands.createGroup({
            ...base,
            attributes: { displayName: `g${random.below(30)}` },
            members: members(some(3)),
            refusesUnknownMembers: false,
          })
          return groups.push(created.value.group.id)
        }
        const id = pick(groups)
        const user = pick(users)
        const target = random.below(2) === 0 ? ({ kind: 'USER', id: user } as const) : ({ kind: 'GROUP', id } as const)
        if (chance < 32) return commands.deleteUser({ ...base, id: user }).then(() => forget(users, user))
        if (chance < 36) return commands.deleteGroup({ ...base, id }).then(() => forget(groups, id))
        if (chance < 62)
          return commands.modifyGroup({ ...base, id, members: members(some(3), some(2)), refusesUnknownMembers: random.below(5) === 0 })
        if (chance < 70) {
          const displayName = `g${random.below(30)}`
          return commands.modifyGroup({
            ...base,
            id,
            revise: (group) => ({ ...group.attributes, displayName }),
            members: members(some(4), [], true),
            refusesUnknownMembers: false,
          })
        }
        if (chance < 86) {
          const [userName, active] = [`u${random.below(40)}`, random.below(2) === 0]
          return commands.modifyUser({
            ...base,
            id: user,
            revise: (before) => ({ ...before.attributes, active, ...(chance < 78 ? { userName } : {}) }),
          })
        }
        if (chance < 90) return pick(team).setSpendLimit({ teamId, actor, target, amountMinor: random.below(5) })
        // Over in a moment: writers and the sweeper find it expired, or not yet.
        if (chance < 93) {
          const expiresAt = new Date(Date.now() + 20 + random.below(50))
          return pick(team).setSpendLimit({ teamId, actor, target: { kind: 'USER', id: user }, amountMinor: random.below(5), expiresAt })
        }
        if (chance < 95) return pick(executors).submit(teamId, expireSpendLimits, { teamId, userIds: users })
        return pick(team).clearSpendLimit({ teamId, actor, target })
      }

      const faults: unknown[] = []
      await Promise.all(
        Array.from({ length: 24 }, async () => {
          for (let index = 0; index < 25; index++) {
            await act().catch((error: unknown) => {
              if (!(error instanceof DomainError)) faults.push(error)
            })
          }
        }),
      )
      expect(faults).toEqual([])

      const folded = foldStrictly(await readChangesAfter(database, teamId, 0, 10_000))
      const storedUsers = await database.user.findMany({ where: { teamId } })
      expect(folded.users).toEqual(new Map(storedUsers.map((user) => [user.id, user.version])))
      const storedGroups = await database.group.findMany({ where: { teamId }, include: { memberships: true } })
      expect(folded.groups).toEqual(
        new Map(
          storedGroups.map(({ id, version, memberCount, memberships }) => [
            id,
            { version, memberCount, members: new Set(memberships.map((row) => row.userId)) },
          ]),
        ),
      )
      const storedLimits = await database.spendLimit.findMany({ where: { teamId, isSet: true } })
      expect(folded.limits).toEqual(
        new Map(
          storedLimits.map(({ userId, groupId, amountMinor, version }) => [
            userId ?? groupId,
            { amountMinor: Number(amountMinor), version },
          ]),
        ),
      )
    },
    60_000,
  )
})

describe('a neighbour team', () => {
  it('is neither waited for nor held up: an id of another team is refused at once, even while its owner is being written', async () => {
    const [executor] = databases.map((each) => createExecutor({ database: each, onCommit: () => {} }))
    const commands = teamCommands(executor!)
    const create = async (name: string) =>
      (await commands.createTeam({ actor, name, plan: 'ENTERPRISE', currency: 'EUR', localSso: true, isDemonstration: false })).value.id
    const [ours, theirs] = [await create('Ours'), await create('Theirs')]
    const made = await commands.createDirectory({ teamId: theirs, actor, name: 'D', provider: 'OTHER' })
    const user = await directoryCommands(executor!).createUser({
      teamId: theirs,
      directoryId: made.value.directory.id,
      actor,
      attributes: { userName: 'x' },
    })
    await databases[1]!.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT FROM users WHERE id = ${user.value.id}::uuid FOR UPDATE`
      await transaction.$executeRaw`SELECT FROM directory_tokens FOR UPDATE`
      const tokenId = (await transaction.directoryToken.findFirstOrThrow({ where: { directory: { teamId: theirs } } })).id
      // Were their rows waited for, neither of these could be answered before this transaction ends.
      const target = { kind: 'USER', id: user.value.id } as const
      await expect(commands.setSpendLimit({ teamId: ours, actor, target, amountMinor: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(commands.revokeDirectoryToken({ teamId: ours, actor, tokenId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
})
