import type { Actor, NewChange } from '../domain/change.ts'
import { hasReached, thresholdsReached } from '../domain/spend.ts'
import type { Transaction } from '../store/database.ts'
import { holdUsersThere, type Account } from '../store/spend-ledger.ts'
import type { SpendBook, Spending } from './spend-book.ts'

/**
 * The changes that tell of thresholds, by the index of the input that reached the highest of them: one for each user whose total of the current month
 * has come to one or several, as all inputs have left it. Marks them as told. Who is just being deleted is not told of, nor marked: should they stay, the
 * next entry tells.
 */
export async function reachThresholds(transaction: Transaction, teamId: string, book: SpendBook): Promise<Map<number, NewChange[]>> {
  const reached = [...book.spending()].flatMap(([account, steps]) => reachedOf(account, steps, book.team.thresholdPercents))
  const changes = new Map<number, NewChange[]>()
  if (reached.length === 0) return changes
  // The log tells of nobody whose deletion it has told of.
  const there = await holdUsersThere(
    transaction,
    teamId,
    reached.map(({ account }) => account.userId),
  )
  for (const { account, percents, input, actor } of reached.sort((a, b) => (a.account.userId < b.account.userId ? -1 : 1))) {
    const { userId, user, limit, spentMinor, currency, period } = account
    if (!there.has(userId)) continue
    account.thresholdsReached = [...account.thresholdsReached, ...percents].sort((a, b) => a - b)
    const data = {
      user: user!,
      period: period.key,
      percent: percents.at(-1)!,
      percents,
      spentMinor,
      limitMinor: limit.amountMinor!,
      currency,
      source: limit.source,
    }
    const change: NewChange = { kind: 'SpendThresholdReached', actor, data }
    changes.set(input, [...(changes.get(input) ?? []), change])
  }
  return changes
}

type Reached = { account: Account; percents: number[]; input: number; actor: Actor }

/** None, or one. A month that is over tells nobody anything. */
function reachedOf(account: Account, steps: readonly Spending[], thresholdPercents: readonly number[]): Reached[] {
  const { limit, user, isCurrent } = account
  if (!isCurrent || user === null || limit.amountMinor === null) return []
  const percents = thresholdsReached(account, thresholdPercents, account.thresholdsReached)
  const highest = percents.at(-1)
  if (highest === undefined) return []
  const limitMinor = limit.amountMinor
  const { input, actor } = steps.find((step) => hasReached(step.spentMinor, highest, limitMinor)) ?? steps.at(-1)!
  return [{ account, percents, input, actor }]
}
