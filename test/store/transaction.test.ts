import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor, Change, NewChange } from '../../src/domain/change.ts'
import { createTeam } from '../../src/commands/create-team.ts'
import { openDatabase, type Database, type Transaction } from '../../src/store/database.ts'
import { newId } from '../../src/store/id.ts'
import { createExecutor, type Command, type Executor, type Outcome } from '../../src/store/transaction.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
const quiet = { error: () => {} }

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createDatabase()
  database = openDatabase({ url: testDatabase.url, poolSize: 10, log: quiet })
})
afterAll(async () => {
  await database.$disconnect()
  await testDatabase.drop()
})

const noted = (name: string): NewChange => ({ kind: 'TeamPlanSet', actor, data: { before: 'FREE', after: name as never } })

/** A command whose work is to rename the team; each input says how it ends. */
type Input = { label: string; end: 'change' | 'no change' | 'refusal' | 'database error'; teamId: string }
function renaming(name: string, position: number, runs: string[][] = []): Command<Input, string> {
  return {
    name,
    position,
    async run(transaction: Transaction, inputs): Promise<Outcome<string>[]> {
      runs.push(inputs.map((input) => input.label))
      const outcomes: Outcome<string>[] = []
      for (const { label, end, teamId } of inputs) {
        if (end === 'refusal') {
          outcomes.push({ error: new Error(`refused ${label}`) })
          continue
        }
        if (end === 'database error') await transaction.$executeRaw`SELECT 1 / 0`
        if (end === 'change') await transaction.$executeRaw`UPDATE teams SET name = name || ${` ${label}`} WHERE id = ${teamId}::uuid`
        outcomes.push({ value: label, changes: end === 'change' ? [noted(label)] : [] })
      }
      return outcomes
    },
  }
}

let executor: Executor
let committed: Change[]
let teamId: string
beforeEach(async () => {
  committed = []
  executor = createExecutor({ database, onCommit: (_, changes) => committed.push(...changes) })
  teamId = await newTeam(executor)
  committed = []
})

async function newTeam(on: Executor): Promise<string> {
  const id = newId()
  await on.submit(id, createTeam, { teamId: id, actor, name: 'T', plan: 'FREE', currency: 'EUR', localSso: false, isDemonstration: false })
  return id
}

const log = (of = teamId) => database.change.findMany({ where: { teamId: of }, orderBy: { revision: 'asc' } })
const nameOf = async () => (await database.team.findUniqueOrThrow({ where: { id: teamId } })).name
const waitingForKeys = async () => {
  const rows = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`
  return rows[0]!.count
}
const headOf = async () => database.teamHead.findUniqueOrThrow({ where: { teamId } })

describe('the executor', () => {
  it('gives concurrent commands of one team one transaction, and each its own answer', async () => {
    const runs: string[][] = []
    const command = renaming('rename', 1, runs)
    const labels = Array.from({ length: 20 }, (_, index) => `c${index}`)
    const answers = await Promise.all(labels.map((label) => executor.submit(teamId, command, { label, end: 'change', teamId })))
    expect(answers.map((answer) => answer.value)).toEqual(labels)
    expect(runs).toEqual([labels])
    expect(answers.map((answer) => answer.changes[0]!.revision)).toEqual(labels.map((_, index) => index + 2))
    const times = new Set((await log()).slice(1).map((row) => row.at.getTime()))
    expect(times.size).toBe(1)
  })

  it('refuses one command without touching the others of its commit', async () => {
    const command = renaming('rename', 1)
    const ends = ['change', 'refusal', 'change'] as const
    const results = await Promise.allSettled(
      ends.map((end, index) => executor.submit(teamId, command, { label: `r${index}`, end, teamId })),
    )
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await nameOf()).toBe('T r0 r2')
    expect((await log()).map((row) => Number(row.revision))).toEqual([1, 2, 3])
  })

  it('runs a commit that fails as a whole again one by one, so that only the one at fault fails', async () => {
    const command = renaming('rename', 1)
    const ends = ['change', 'database error', 'change', 'no change'] as const
    const results = await Promise.allSettled(
      ends.map((end, index) => executor.submit(teamId, command, { label: `f${index}`, end, teamId })),
    )
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(await nameOf()).toBe('T f0 f2')
    expect((await log()).map((row) => Number(row.revision))).toEqual([1, 2, 3])
  })

  it('keeps, by savepoints, what other commands of the same commit did when one of them fails', async () => {
    const first = renaming('first', 1)
    const second = renaming('second', 2)
    const results = await Promise.allSettled([
      executor.submit(teamId, first, { label: 'kept', end: 'change', teamId }),
      executor.submit(teamId, second, { label: 'lost', end: 'database error', teamId }),
      executor.submit(teamId, second, { label: 'also kept', end: 'change', teamId }),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await nameOf()).toBe('T kept also kept')
    expect((await log()).map((row) => Number(row.revision))).toEqual([1, 2, 3])
  })

  it('writes no change and moves no counter when nothing changed', async () => {
    const { changes } = await executor.submit(teamId, renaming('rename', 1), { label: 'x', end: 'no change', teamId })
    expect(changes).toEqual([])
    expect(Number((await headOf()).revision)).toBe(1)
    expect(committed).toEqual([])
  })

  it('leaves no write without its change and no change without its write when a transaction is rolled back', async () => {
    await expect(executor.submit(teamId, renaming('rename', 1), { label: 'x', end: 'database error', teamId })).rejects.toThrow()
    expect(await nameOf()).toBe('T')
    expect(await log()).toHaveLength(1)
    expect(committed).toEqual([])
  })

  it('tells of a commit after it is readable, in order of revision', async () => {
    const seen: number[] = []
    const listening = createExecutor({ database, onCommit: (_, changes) => seen.push(...changes.map((change) => change.revision)) })
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        listening.submit(teamId, renaming('rename', 1), { label: `${index}`, end: 'change', teamId }),
      ),
    )
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index + 2))
  })

  it('numbers densely when several nodes write to one team', async () => {
    const nodes = Array.from({ length: 3 }, () => createExecutor({ database, onCommit: () => {} }))
    const writes = Array.from({ length: 150 }, (_, index) =>
      nodes[index % 3]!.submit(teamId, renaming('rename', 1), { label: `${index}`, end: 'change', teamId }),
    )
    const revisions = (await Promise.all(writes)).flatMap(({ changes }) => changes.map((change) => change.revision))
    expect(revisions.sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, index) => index + 2))
    const rows = await log()
    expect(rows.map((row) => Number(row.revision))).toEqual(Array.from({ length: 151 }, (_, index) => index + 1))
    expect((await headOf()).changeId).toBe(rows.at(-1)!.id)
    expect(rows.every((row, index) => index === 0 || row.at >= rows[index - 1]!.at)).toBe(true)
  })

  it('tries again after a deadlock with another node; the caller sees nothing of it', async () => {
    const other = await newTeam(executor)
    const locking = (first: string, second: string): Command<null, null> => ({
      name: 'lock',
      position: 1,
      async run(transaction) {
        await transaction.$executeRaw`UPDATE teams SET name = name WHERE id = ${first}::uuid`
        await transaction.$executeRaw`SELECT pg_sleep(0.2)`
        await transaction.$executeRaw`UPDATE teams SET name = name WHERE id = ${second}::uuid`
        return [{ value: null, changes: [noted('x')] }]
      },
    })
    const elsewhere = createExecutor({ database, onCommit: () => {} })
    await Promise.all([executor.submit(teamId, locking(teamId, other), null), elsewhere.submit(other, locking(other, teamId), null)])
    expect(await log(teamId)).toHaveLength(2)
    expect(await log(other)).toHaveLength(2)
  })

  it('does not let one team wait for another', async () => {
    const other = await newTeam(executor)
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const holding: Command<null, null> = { name: 'hold', position: 1, run: async () => (await held, [{ value: null, changes: [] }]) }
    const slow = executor.submit(teamId, holding, null)
    await executor.submit(other, renaming('rename', 1), { label: 'quick', end: 'no change', teamId: other })
    release()
    await slow
  })

  it('gives a command that may take long a commit of its own, in its turn', async () => {
    const runs: string[][] = []
    const short = renaming('short', 1, runs)
    const long = { ...renaming('long', 2, runs), mostSeconds: 60 }
    const submit = (command: Command<Input, string>, label: string) => executor.submit(teamId, command, { label, end: 'change', teamId })
    await Promise.all([
      submit(short, 'a'),
      submit(short, 'b'),
      submit(long, 'c'),
      submit(long, 'd'),
      submit(short, 'e'),
      submit(short, 'f'),
    ])
    expect(runs).toEqual([['a', 'b'], ['c'], ['d'], ['e', 'f']])
    expect((await log()).slice(1).map((row) => row.data)).toEqual('abcdef'.split('').map((after) => ({ before: 'FREE', after })))
  })

  it('gives no commit more work than one may have, unless one command alone has more', async () => {
    const runs: string[][] = []
    const heavy = { ...renaming('heavy', 1, runs), weightOf: ({ label }: Input) => ({ a: 900, b: 900, c: 900, d: 5_000 })[label] ?? 1 }
    await Promise.all([...'abcdef'].map((label) => executor.submit(teamId, heavy, { label, end: 'no change', teamId })))
    expect(runs).toEqual([['a', 'b'], ['c'], ['d'], ['e', 'f']])
  })

  it('lets so many requests of a team wait and no more, nor more work than that many would be; one that has more waits when nothing else does', async () => {
    const bounded = createExecutor({ database, onCommit: () => {}, waitingLimit: 4, waitingWeight: 100 })
    let release = (): void => {}
    let begin = (): void => {}
    const [held, begun] = [new Promise<void>((resolve) => (release = resolve)), new Promise<void>((resolve) => (begin = resolve))]
    const holding: Command<number, number> = {
      name: 'hold',
      position: 1,
      weightOf: (weight) => weight,
      run: async (_, inputs) => (begin(), await held, inputs.map((value) => ({ value, changes: [] }))),
    }
    const submit = (weight: number) => bounded.submit(teamId, holding, weight)
    const refusal = { code: 'OVERLOADED' }
    const running = submit(1)
    await begun
    const alone = submit(5_000)
    await expect(submit(1)).rejects.toMatchObject(refusal)
    release()
    expect((await Promise.all([running, alone])).map(({ value }) => value)).toEqual([1, 5_000])

    const first = [submit(40)]
    first.push(submit(50))
    await expect(submit(11)).rejects.toMatchObject(refusal)
    first.push(submit(10))
    expect((await Promise.all(first)).map(({ value }) => value)).toEqual([40, 50, 10])
    // What was begun waits no more.
    const light = [1, 1, 1, 1].map(submit)
    await expect(submit(1)).rejects.toMatchObject(refusal)
    await Promise.all(light)
    expect((await submit(100)).value).toBe(100)
  })

  it('runs commits one after the other that have a key in common, on whichever nodes and in whatever order they name them, and others meanwhile', async () => {
    let release = (): void => {}
    let begin = (): void => {}
    const [held, begun] = [new Promise<void>((resolve) => (release = resolve)), new Promise<void>((resolve) => (begin = resolve))]
    const runs: string[][] = []
    const keyed = (act: () => Promise<void>): Command<string, null> => ({
      name: 'keyed',
      position: 1,
      keyOf: (input) => input,
      async run(_, inputs) {
        runs.push([...inputs])
        await act()
        return inputs.map(() => ({ value: null, changes: [] }))
      },
    })
    const holding = keyed(async () => (begin(), held))
    const passing = keyed(async () => {})
    const [elsewhere, third] = [0, 1].map(() => createExecutor({ database, onCommit: () => {} })) as [Executor, Executor]
    const first = ['a', 'b'].map((key) => executor.submit(teamId, holding, key))
    await begun
    const second = ['b', 'a'].map((key) => elsewhere.submit(teamId, passing, key))
    await expect.poll(waitingForKeys, { timeout: 10_000 }).toBe(1)
    await third.submit(teamId, passing, 'c')
    await third.submit(await newTeam(third), passing, 'a')
    expect(runs).toEqual([['a', 'b'], ['c'], ['a']])
    release()
    await Promise.all([...first, ...second])
    expect(runs.at(-1)).toEqual(['b', 'a'])
  })

  it('commits what is no change and says so, and appends nothing', async () => {
    const before = await headOf()
    const writing: Command<null, null> = {
      name: 'write',
      position: 1,
      async run(transaction) {
        await transaction.$executeRaw`UPDATE teams SET name = 'Written' WHERE id = ${teamId}::uuid`
        return [{ value: null, changes: [], hasWritten: true }]
      },
    }
    expect(await executor.submit(teamId, writing, null)).toEqual({ value: null, changes: [] })
    expect(await nameOf()).toBe('Written')
    expect(await headOf()).toEqual(before)
    expect(committed).toEqual([])
  })

  it('never edits a change: the database itself refuses it', async () => {
    await expect(database.$executeRaw`UPDATE changes SET kind = 'X' WHERE team_id = ${teamId}::uuid`).rejects.toThrow(/never edited/)
  })
})
