import type { Change, Committed, NewChange } from '../domain/change.ts'
import { appendChanges } from './change-log.ts'
import { sqlState, type Database, type Transaction } from './database.ts'

/** What became of one input: its result and the changes to append, in order (none: nothing really changed), or why it was refused. */
export type Outcome<Result> = { value: Result; changes: readonly NewChange[] } | { error: Error }

/**
 * An action on a team's data. `run` gets all the inputs that share this commit and answers each at its index.
 * A refusal is data (`error`), so that it touches no other input. Whatever `run` throws fails all of them, and they are tried again alone.
 * Rows are locked in order of their ids; `run` neither appends changes nor commits.
 */
export type Command<Input, Result> = {
  readonly name: string
  /** Commands of one commit run in this order, the same on every node: users before groups before limits. */
  readonly position: number
  run(transaction: Transaction, inputs: readonly Input[]): Promise<Outcome<Result>[]>
}

export type Executor = {
  /** Resolves after the commit; rejects with the command's own refusal, or with a fault when nothing was changed. */
  submit<Input, Result>(teamId: string, command: Command<Input, Result>, input: Input): Promise<Committed<Result>>
  /** Resolves when nothing is waiting and nothing runs. */
  idle(): Promise<void>
}

export type ExecutorOptions = {
  database: Database
  /** Called after each commit with its changes in revision order; of one team and node, calls come in revision order. Must not throw. */
  onCommit(teamId: string, changes: readonly Change[]): void
  /** Inputs that may share one commit. */
  batchSize?: number
  /** Transactions at one time, over all teams; fewer than the pool has connections, so that reads go on. */
  concurrency?: number
}

type Entry = {
  command: Command<unknown, unknown>
  input: unknown
  resolve(committed: Committed<unknown>): void
  reject(error: Error): void
}

/**
 * Runs commands so that concurrent requests of one team share one transaction and its commit: the team's counter row serialises
 * its writers, and only sharing keeps that from being a convoy. While a team's batch runs, what arrives waits and makes the next batch.
 * Each command still succeeds or fails alone and is answered only after the commit.
 */
export function createExecutor({ database, onCommit, batchSize = 64, concurrency = 8 }: ExecutorOptions): Executor {
  const queues = new Map<string, Entry[]>()
  const ready: string[] = []
  let running = 0
  const idleWaiters: (() => void)[] = []

  function submit<Input, Result>(teamId: string, command: Command<Input, Result>, input: Input): Promise<Committed<Result>> {
    return new Promise<Committed<unknown>>((resolve, reject) => {
      const entry: Entry = { command: command as Command<unknown, unknown>, input, resolve, reject }
      const queue = queues.get(teamId)
      if (queue) queue.push(entry)
      else {
        queues.set(teamId, [entry])
        ready.push(teamId)
        // After the current turn of the event loop: requests that arrived together share a commit from the first one on.
        setImmediate(startReady)
      }
    }) as Promise<Committed<Result>>
  }

  function startReady(): void {
    while (running < concurrency && ready.length > 0) {
      running++
      void runTeam(ready.shift()!)
    }
  }

  async function runTeam(teamId: string): Promise<void> {
    const queue = queues.get(teamId)!
    await runBatch(teamId, queue.splice(0, batchSize))
    if (queue.length > 0) ready.push(teamId)
    else queues.delete(teamId)
    running--
    if (running === 0 && ready.length === 0) for (const done of idleWaiters.splice(0)) done()
    startReady()
  }

  async function runBatch(teamId: string, entries: readonly Entry[], attempt = 1): Promise<void> {
    try {
      await commitBatch(teamId, entries)
    } catch (error) {
      const state = sqlState(error)
      // Only a SQLSTATE proves that the transaction was rolled back. A connection that was lost at the commit proves nothing:
      // running again could do it twice, so the callers hear of a fault and ask again.
      const isRolledBack = state !== undefined && !state.startsWith('08')
      if (isRolledBack && entries.length > 1) {
        for (const entry of entries) await runBatch(teamId, [entry])
      } else if (isRolledBack && retryable.has(state) && attempt < 8) {
        await pause(attempt)
        await runBatch(teamId, entries, attempt + 1)
      } else {
        for (const entry of entries) entry.reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }

  async function commitBatch(teamId: string, entries: readonly Entry[]): Promise<void> {
    const { outcomes, committed } = await database.$transaction(async (client) => {
      const transaction = client as Transaction
      const outcomes = await runCommands(transaction, entries)
      const changes = outcomes.flatMap((outcome) => (!outcome || 'error' in outcome ? [] : outcome.changes))
      const committed = changes.length > 0 ? await appendChanges(transaction, teamId, changes) : []
      return { outcomes, committed }
    })
    if (committed.length > 0) onCommit(teamId, committed)
    let taken = 0
    for (const [index, outcome] of outcomes.entries()) {
      const entry = entries[index]!
      if (!outcome) await runBatch(teamId, [entry])
      else if ('error' in outcome) entry.reject(outcome.error)
      else entry.resolve({ value: outcome.value, changes: committed.slice(taken, (taken += outcome.changes.length)) })
    }
  }

  function idle(): Promise<void> {
    if (running === 0 && ready.length === 0) return Promise.resolve()
    return new Promise((resolve) => idleWaiters.push(resolve))
  }

  return { submit, idle }
}

// Serialisation failure, deadlock, lock time-out.
const conflicts = new Set(['40001', '40P01', '55P03'])
// Those, and a foreign or unique key that a second writer took between read and write: the next try sees what the other one did.
const retryable = new Set([...conflicts, '23503', '23505'])

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
}

/**
 * Runs each command once with all its inputs, in order of position; the outcomes come back in the order of the entries.
 * Undefined is the outcome of an entry whose own work was rolled back and that has to run again.
 */
async function runCommands(transaction: Transaction, entries: readonly Entry[]): Promise<(Outcome<unknown> | undefined)[]> {
  const outcomes = new Array<Outcome<unknown> | undefined>(entries.length)
  const groups = new Map<Command<unknown, unknown>, number[]>()
  for (const [index, entry] of entries.entries()) {
    const group = groups.get(entry.command)
    if (group) group.push(index)
    else groups.set(entry.command, [index])
  }
  const inOrder = [...groups].sort(([a], [b]) => a.position - b.position)
  for (const [command, indexes] of inOrder) {
    const run = async (some: readonly number[]): Promise<void> => {
      const results = await command.run(
        transaction,
        some.map((index) => entries[index]!.input),
      )
      for (const [at, index] of some.entries()) outcomes[index] = results[at]!
    }
    // A command that has the transaction to itself needs no savepoint: what fails it fails nobody else.
    if (inOrder.length === 1) await run(indexes)
    else await runInSavepoints(transaction, indexes, run)
  }
  return outcomes
}

async function runInSavepoints(
  transaction: Transaction,
  indexes: readonly number[],
  run: (some: readonly number[]) => Promise<void>,
): Promise<void> {
  await transaction.$executeRaw`SAVEPOINT command`
  try {
    await run(indexes)
  } catch (error) {
    // Without a SQLSTATE the connection may be gone; after a deadlock or a time-out only a new transaction helps.
    if (sqlState(error) === undefined || conflicts.has(sqlState(error)!)) throw error
    await transaction.$executeRaw`ROLLBACK TO SAVEPOINT command`
    if (indexes.length > 1) for (const index of indexes) await runInSavepoints(transaction, [index], run)
    return
  }
  await transaction.$executeRaw`RELEASE SAVEPOINT command`
}
