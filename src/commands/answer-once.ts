import type { NewChange } from '../domain/change.ts'
import { idempotencyConflict, type Once } from '../domain/idempotency.ts'
import { readHead } from '../store/change-log.ts'
import type { Transaction } from '../store/database.ts'
import { findKeptAnswer, keepAnswer, type LimitChange, type PlaceInLog } from '../store/idempotency-key.ts'
import type { Outcome } from '../store/transaction.ts'

/** An answer, and of one that made no change now, but under a key, its place in the log; otherwise that is at the last change of the commit. */
export type Answered<Value> = { value: Value; place: PlaceInLog | null }

/**
 * Does what is asked, or answers what it was answered before under the same key and writes nothing. The answer is kept in the transaction of the write, so
 * that there is never one without the other. The command names the key (`keyOf: keyOfOnce`), so that of two nodes one waits and then finds the answer, whatever
 * a second request would be answered. Refusals are not kept. `value` travels as JSON; the changes that `act` makes are of limits.
 */
export async function answerOnce<Value>(
  transaction: Transaction,
  teamId: string,
  once: Once | undefined,
  act: () => Promise<{ value: Value; changes: readonly NewChange[] }>,
): Promise<Outcome<Answered<Value>>> {
  if (!once) {
    const { value, changes } = await act()
    return { value: { value, place: null }, changes }
  }
  const kept = await findKeptAnswer(transaction, teamId, once.key)
  if (kept) {
    if (Buffer.compare(kept.requestHash, once.requestHash) !== 0) throw idempotencyConflict(once.key)
    return { value: { value: kept.value as Value, place: kept.place }, changes: [] }
  }
  const { value, changes } = await act()
  const before = await readHead(transaction, teamId)
  if (!before) throw new Error(`team ${teamId} has no head`)
  const place: PlaceInLog = { before, last: lastOf(changes) }
  await keepAnswer(transaction, teamId, once.key, { requestHash: once.requestHash, value, place })
  return { value: { value, place: changes.length === 0 ? place : null }, changes, hasWritten: true }
}

/** For a command that answers once: commits of the same key run one after the other. */
export function keyOfOnce({ once }: { once?: Once | undefined }): string | undefined {
  return once?.key
}

function lastOf(changes: readonly NewChange[]): LimitChange | null {
  const last = changes.at(-1)
  if (!last) return null
  switch (last.kind) {
    case 'SpendLimitSet':
      return { kind: last.kind, limitId: last.data.after.id, version: last.data.after.version }
    case 'SpendLimitCleared':
      return { kind: last.kind, limitId: last.data.before.id, version: last.data.before.version }
    default:
      throw new Error(`the last change of a kept answer is a ${last.kind}`)
  }
}
