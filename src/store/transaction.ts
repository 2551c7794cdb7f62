import { context, type Context } from '@opentelemetry/api'
import type { Change, Committed, NewChange } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { appendChanges, appendInOneStatement } from './change-log.ts'
import { startCommitSpan, type CommitSpan } from './commit-span.ts'
import { sqlState, type Database, type ReadDatabase, type Sql, type Transaction } from './database.ts'

/**
 * What became of one input: its result and the changes to append, in order (none: nothing really changed), or why it was refused. What a
 * refusal has to tell everybody else are its changes: they are committed with what `run` wrote for them.
 */
export type Outcome<Result> =
  | {
      value: Result
      changes: readonly NewChange[]
      /** It wrote what is no change (design.md), such as recorded spend: committed although nothing is appended. */ hasWritten?: boolean
    }
  | { error: Error; changes?: readonly NewChange[] }

/**
 * An action on a team's data. `run` gets all the inputs that share this commit and answers each at its index.
 * A refusal is data (`error`), so that it touches no other input. Whatever `run` throws fails all of them, and they are tried again alone.
 * Rows are locked in order of their ids; `run` neither appends changes nor commits.
 */
export type Command<Input, Result> = {
  readonly name: string
  /** Commands of one commit run in this order, the same on every node: users before groups before limits. */
  readonly position: number
  /** How much work an input is, when they differ: those that share a commit are together no more than `heaviest`, unless one alone is. */
  weightOf?(input: Input): number
  /** What only one commit of the team at a time may be about, on whichever node: the next one begins to read when that one is done. */
  keyOf?(input: Input): string | undefined
  /** What its transaction may take, when that is long; it then has one to itself, and the team's others wait for it. */
  readonly mostSeconds?: number
  /** Takes locks that come before all others, when the commit is of several commands: before any of them runs. */
  lockFirst?(transaction: Transaction, inputs: readonly Input[]): Promise<void>
  run(transaction: Transaction, inputs: readonly Input[]): Promise<Outcome<Result>[]>
  /**
   * The same as one statement, for the inputs of a commit that are all of this command; undefined when these cannot be. It may read
   * before, without locks: the statement then has to look again, and an input that it did not find as it was read has no outcome.
   */
  inOneStatement?(inputs: readonly Input[], database: ReadDatabase): MaybePromise<OneStatement<Result> | undefined>
}

/**
 * See appendInOneStatement; at most one change for each input. `ctes` undefined: nothing is to be written. `outcomes` answers each
 * input from the results alone, after the commit; their changes, in order, are those appended. Undefined: run that input in a transaction.
 */
export type OneStatement<Result> = {
  ctes: Sql | undefined
  addsUsers?: boolean
  outcomes(results: ReadonlyMap<number, unknown>): (Outcome<Result> | undefined)[]
}
type MaybePromise<Value> = Value | Promise<Value>

export type Executor = {
  /** Resolves after the commit; rejects with the command's own refusal, or with a fault when nothing was changed. */
  submit<Input, Result>(teamId: string, command: Command<Input, Result>, input: Input): Promise<Committed<Result>>
  /** Resolves when nothing is waiting and nothing runs. */
  idle(): Promise<void>
}

export type ExecutorOptions = {
  database: Database
  /**
   * Called after each commit with its changes in revision order, and how many inputs it was of; of one team and node, calls come in revision
   * order. Must not throw.
   */
  onCommit(teamId: string, changes: readonly Change[], inputs: number): void
  /** Inputs that may share one commit. */
  batchSize?: number
  /** Transactions at one time, over all teams; fewer than the pool has connections, so that reads go on. */
  concurrency?: number
  /** Inputs of one team that may wait; more are refused, so that a slow database cannot fill the memory. */
  waitingLimit?: number
  /** How much work those that wait may be together (Command.weightOf); an input that is more waits all the same when no other does. */
  waitingWeight?: number
}

type Entry = {
  command: Command<unknown, unknown>
  input: unknown
  /** The trace that it belongs to, if any. */
  context: Context
  weight: number
  resolve(committed: Committed<unknown>): void
  reject(error: Error): void
}

/** What waits of one team, and how much work it is together. */
type Queue = { readonly entries: Entry[]; weight: number }

/**
 * Runs commands so that concurrent requests of one team share one transaction and its commit: the team's counter row serialises
 * its writers, and only sharing keeps that from being a convoy. While a team's batch runs, what arrives waits and makes the next batch.
 * Each command still succeeds or fails alone and is answered only after the commit.
 */
export function createExecutor({
  database,
  onCommit,
  batchSize = 64,
  concurrency = 8,
  waitingLimit = 2_000,
  waitingWeight = 20_000,
}: ExecutorOptions): Executor {
  const queues = new Map<string, Queue>()
  const ready: string[] = []
  let running = 0
  const idleWaiters: (() => void)[] = []

  function submit<Input, Result>(teamId: string, command: Command<Input, Result>, input: Input): Promise<Committed<Result>> {
    return new Promise<Committed<unknown>>((resolve, reject) => {
      const entry: Entry = {
        command: command as Command<unknown, unknown>,
        input,
        context: context.active(),
        weight: command.weightOf?.(input) ?? 1,
        resolve,
        reject,
      }
      const queue = queues.get(teamId)
      if (!queue) {
        queues.set(teamId, { entries: [entry], weight: entry.weight })
        ready.push(teamId)
        // After the current turn of the event loop: requests that arrived together share a commit from the first one on.
        setImmediate(startReady)
      } else if (isFull(queue, entry.weight)) {
        reject(new DomainError('OVERLOADED', `${queue.entries.length} requests of this team are waiting already. Try again in a moment.`))
      } else {
        queue.entries.push(entry)
        queue.weight += entry.weight
      }
    }) as Promise<Committed<Result>>
  }

  function isFull({ entries, weight }: Queue, more: number): boolean {
    return entries.length >= waitingLimit || (entries.length > 0 && weight + more > waitingWeight)
  }

  function startReady(): void {
    while (running < concurrency && ready.length > 0) {
      running++
      void runTeam(ready.shift()!)
    }
  }

  async function runTeam(teamId: string): Promise<void> {
    const queue = queues.get(teamId)!
    const batch = queue.entries.splice(0, batchLength(queue.entries, batchSize))
    queue.weight -= weightOf(batch)
    await runBatch(teamId, batch)
    if (queue.entries.length > 0) ready.push(teamId)
    else queues.delete(teamId)
    running--
    if (running === 0 && ready.length === 0) for (const done of idleWaiters.splice(0)) done()
    startReady()
  }

  /** `isAlone`: an entry that found no outcome in a shared commit; its rows are locked before it looks at them. */
  async function runBatch(teamId: string, entries: readonly Entry[], attempt = 1, isAlone = false): Promise<void> {
    const span = startCommitSpan(
      teamId,
      entries.map((entry) => entry.context),
    )
    let batch: Batch
    try {
      batch = await span.run(
        async () => (isAlone ? undefined : await commitOneStatement(teamId, entries)) ?? (await commitTransaction(teamId, entries)),
      )
    } catch (error) {
      span.failed(sqlState(error) ?? 'fault')
      return retry(teamId, entries, attempt, isAlone, error)
    }
    span.committed(batch.committed.length)
    await answer(teamId, entries, batch, span)
  }

  async function retry(teamId: string, entries: readonly Entry[], attempt: number, isAlone: boolean, error: unknown): Promise<void> {
    const state = sqlState(error)
    // Running again what was committed would do it twice: without proof that it was rolled back, the callers hear of a fault and ask again.
    const isRolledBack = state !== undefined && !isOutcomeUnknown(state)
    // What a second writer was in the way of may well pass together; anything else is one command's own fault.
    const mayPass = isRolledBack && retryable.has(state) && attempt < (entries.length > 1 ? 4 : 8)
    if (mayPass) {
      await pause(attempt)
      await runBatch(teamId, entries, attempt + 1, isAlone)
    } else if (isRolledBack && entries.length > 1) {
      for (const entry of entries) await runBatch(teamId, [entry])
    } else {
      for (const entry of entries) entry.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** After the commit: nothing here may run it again. */
  async function answer(
    teamId: string,
    entries: readonly Entry[],
    { outcomes, committed, makers }: Batch,
    span: CommitSpan,
  ): Promise<void> {
    if (committed.length > 0) span.run(() => onCommit(teamId, committed, entries.length))
    const changes = Map.groupBy(committed, (_, index) => makers[index]!)
    const again: Entry[] = []
    for (const [index, entry] of entries.entries()) {
      const outcome = outcomes[index]
      if (!outcome) again.push(entry)
      else if ('error' in outcome) entry.reject(outcome.error)
      else entry.resolve({ value: outcome.value, changes: changes.get(index) ?? [] })
    }
    for (const entry of again) await runBatch(teamId, [entry], 1, true)
  }

  async function commitTransaction(teamId: string, entries: readonly Entry[]): Promise<Batch> {
    let outcomes: Outcomes = []
    try {
      return await database.$transaction(async (client) => {
        const transaction = client as Transaction
        const ran = await runCommands(transaction, teamId, entries)
        outcomes = ran.outcomes
        const made = changesInOrder(outcomes, ran.order)
        if (made.length === 0) {
          if (outcomes.some(hasWritten)) return { outcomes, committed: [], makers: [] }
          // Nothing changed, so nothing was written: locks alone are not worth a flush to disk.
          throw new NothingChanged()
        }
        const committed = await appendChanges(
          transaction,
          teamId,
          made.map(({ change }) => change),
        )
        return { outcomes, committed, makers: made.map(({ entry }) => entry) }
      }, durationOf(entries))
    } catch (error) {
      if (error instanceof NothingChanged) return { outcomes, committed: [], makers: [] }
      throw error
    }
  }

  /** One trip instead of four and more, when the commit is of one command that knows how. */
  async function commitOneStatement(teamId: string, entries: readonly Entry[]): Promise<Batch | undefined> {
    const { command } = entries[0]!
    if (!command.inOneStatement || entries.some((entry) => entry.command !== command)) return undefined
    const statement = await command.inOneStatement(
      entries.map((entry) => entry.input),
      database,
    )
    if (!statement) return undefined
    const { ctes, addsUsers } = statement
    if (!ctes) return { outcomes: statement.outcomes(new Map()), committed: [], makers: [] }
    const { first, at, ids, results } = await appendInOneStatement(database, teamId, { ctes, addsUsers, mostChanges: entries.length })
    const outcomes = statement.outcomes(results)
    const made = changesInOrder(outcomes, [...entries.keys()])
    const committed = made.map(({ change }, index) => ({ ...change, id: ids[index]!, teamId, revision: first + index, at }))
    return { outcomes, committed, makers: made.map(({ entry }) => entry) }
  }

  function idle(): Promise<void> {
    if (running === 0 && ready.length === 0) return Promise.resolve()
    return new Promise((resolve) => idleWaiters.push(resolve))
  }

  return { submit, idle }
}

/** By index of the entry. Undefined is the outcome of an entry that has to run again. */
type Outcomes = readonly (Outcome<unknown> | undefined)[]
/** `makers`: for each change the index of the entry that made it. */
type Batch = { outcomes: Outcomes; committed: readonly Change[]; makers: readonly number[] }

const hasWritten = (outcome: Outcomes[number]): boolean => outcome !== undefined && 'value' in outcome && outcome.hasWritten === true

class NothingChanged extends Error {}

/** How many of those that wait share the next commit; who may take long shares none. */
function batchLength(queue: readonly Entry[], most: number): number {
  const long = queue.findIndex(({ command }) => command.mostSeconds !== undefined)
  return lengthByWeight(queue, long === -1 ? most : Math.max(1, Math.min(long, most)))
}

function lengthByWeight(queue: readonly Entry[], most: number): number {
  let together = 0
  for (const [index, { weight }] of queue.entries()) {
    if (index === most) break
    together += weight
    if (together > heaviest) return Math.max(1, index)
  }
  return most
}

function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { weight }) => sum + weight, 0)
}

/** About what a second of one connection does: nobody's small request waits for longer behind many large ones. */
const heaviest = 2_000

/** Of a transaction; the database's own unless its command says otherwise. */
function durationOf([first]: readonly Entry[]): { timeout?: number } {
  const seconds = first?.command.mostSeconds
  return seconds === undefined ? {} : { timeout: seconds * 1000 }
}

/** The log tells what happened in the order in which it happened: that of the commands' runs, not that of the requests' arrival. */
function changesInOrder(outcomes: Outcomes, order: readonly number[]): { change: NewChange; entry: number }[] {
  return order.flatMap((entry) => {
    const outcome = outcomes[entry]
    return (outcome?.changes ?? []).map((change) => ({ change, entry }))
  })
}

// Serialisation failure, deadlock, lock time-out.
const conflicts = new Set(['40001', '40P01', '55P03'])
// Those, and a foreign or unique key that a second writer took between read and write: the next try sees what the other one did.
const retryable = new Set([...conflicts, '23503', '23505'])

/** A lost connection, a server that was shut down, a completion that is unknown: the commit may have become durable all the same. */
function isOutcomeUnknown(state: string): boolean {
  return state.startsWith('08') || state.startsWith('57P') || state === '40003'
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
}

/** Runs each command once with all its inputs, in order of position. `order`: the entries in the order in which their work was done. */
async function runCommands(
  transaction: Transaction,
  teamId: string,
  entries: readonly Entry[],
): Promise<{ outcomes: Outcomes; order: number[] }> {
  const outcomes = new Array<Outcome<unknown> | undefined>(entries.length)
  const groups = new Map<Command<unknown, unknown>, number[]>()
  for (const [index, entry] of entries.entries()) {
    const group = groups.get(entry.command)
    if (group) group.push(index)
    else groups.set(entry.command, [index])
  }
  const inOrder = [...groups].sort(([a], [b]) => a.position - b.position)
  // Before all other locks: who waits for a key holds nothing that the holder of the key may wait for.
  await lockKeys(
    transaction,
    teamId,
    entries.flatMap(({ command, input }) => command.keyOf?.(input) ?? []),
  )
  // Each kind locks its rows in order, several kinds one after the other do not: of one team only one node at a time does that.
  if (inOrder.length > 1) {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${teamId}, 0))`
    for (const [command, indexes] of inOrder) {
      await command.lockFirst?.(
        transaction,
        indexes.map((index) => entries[index]!.input),
      )
    }
  }
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
  return { outcomes, order: inOrder.flatMap(([, indexes]) => indexes) }
}

/** In one order, so that two commits of the same keys do not wait for each other. What is read after it, is so as of what their last holders committed. */
async function lockKeys(transaction: Transaction, teamId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await transaction.$executeRaw`
    SELECT pg_advisory_xact_lock(hash) FROM (
      SELECT DISTINCT hashtextextended(${teamId} || ' ' || key, 0) AS hash FROM unnest(${[...keys]}::text[]) AS named (key) ORDER BY hash
    ) AS in_order`
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
