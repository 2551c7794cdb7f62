import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import type { Once } from '../domain/idempotency.ts'
import type { Transaction } from '../store/database.ts'
import type { Command } from '../store/transaction.ts'
import { answerOnce, keyOfOnce, type Answered } from './answer-once.ts'
import { changeSpendLimits, targetText, type ChangedSpendLimit, type WishOrRefusal } from './change-spend-limits.ts'
import { eachOutcome } from './outcome.ts'

/** `ALL_OR_NOTHING`: one refusal refuses all. `PER_ITEM`: each succeeds or is refused alone. One commit in both. */
export type BulkMode = 'ALL_OR_NOTHING' | 'PER_ITEM'

export const mostSpendLimitsAtOnce = 500

export type SetSpendLimitsInput = {
  teamId: string
  actor: Actor
  mode: BulkMode
  items: readonly WishOrRefusal[]
  once?: Once | undefined
}

/** A refusal as it is kept, as data. */
export type ItemRefusal = Pick<DomainError, 'code' | 'message' | 'details'>
export type ItemResult = ChangedSpendLimit | ItemRefusal

/** In the order of the items. */
export type BulkResults = { results: ItemResult[] }

/** Refusals of a request of which nothing was done: why, by the index of the item. */
export type RefusedItems = { index: number; refusal: ItemRefusal }[]

/** Sets and clears many limits at once. */
export const setSpendLimits: Command<SetSpendLimitsInput, Answered<BulkResults>> = {
  name: 'setSpendLimits',
  position: 52,
  weightOf: ({ items }) => items.length,
  keyOf: keyOfOnce,
  run(transaction, inputs) {
    return eachOutcome(inputs, (input) => {
      const { teamId, once } = input
      return answerOnce(transaction, teamId, once, () => setMany(transaction, input))
    })
  },
}

/** `ALL_OR_NOTHING` refuses with ITEMS_REFUSED and `details.refusals` (RefusedItems). */
export async function setMany(
  transaction: Transaction,
  { teamId, actor, mode, items }: Omit<SetSpendLimitsInput, 'once'>,
): Promise<{ value: BulkResults; changes: readonly NewChange[] }> {
  checkNumberOfLimits(items.length)
  refuseTwice(items)
  const isAllOrNothing = mode === 'ALL_OR_NOTHING'
  const { results, changes } = await changeSpendLimits(transaction, { teamId, actor, isAllOrNothing }, items)
  if (isAllOrNothing) refuseAll(results)
  return { value: { results: results.map((result) => (result instanceof DomainError ? refusalOf(result) : result)) }, changes }
}

function refusalOf({ code, message, details }: DomainError): ItemRefusal {
  return { code, message, details }
}

/** Throws INVALID_INPUT. */
export function checkNumberOfLimits(number: number): void {
  if (number === 0 || number > mostSpendLimitsAtOnce)
    throw new DomainError('INVALID_INPUT', `One request sets 1 to ${mostSpendLimitsAtOnce} limits; got ${number}.`)
}

/** Which of two values for one target is meant, nobody can tell. */
function refuseTwice(items: readonly WishOrRefusal[]): void {
  const seen = new Set<string>()
  for (const item of items) {
    if (item instanceof DomainError) continue
    const target = targetText(item.target)
    if (seen.has(target))
      throw new DomainError('INVALID_INPUT', `${target} is the target of several items. Nothing was changed; name each target once.`)
    seen.add(target)
  }
}

function refuseAll(results: readonly (ChangedSpendLimit | DomainError)[]): void {
  const refusals: RefusedItems = results.flatMap((result, index) =>
    result instanceof DomainError ? [{ index, refusal: refusalOf(result) }] : [],
  )
  if (refusals.length === 0) return
  const message = `${refusals.length} of ${results.length} items ${refusals.length === 1 ? 'is' : 'are'} refused, so nothing was changed. Item ${refusals[0]!.index}: ${refusals[0]!.refusal.message}`
  throw new DomainError('ITEMS_REFUSED', message, { refusals })
}
