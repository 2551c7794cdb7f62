import { setTimeout as pause } from 'node:timers/promises'
import type { NewChange } from '../domain/change.ts'
import { isExpiredAt, spendLimitState, type SpendLimit } from '../domain/spend-limit.ts'
import type { Database } from '../store/database.ts'
import { findExpiredOverrides, lockSpendLimits, readTransactionTime, saveSpendLimits } from '../store/spend-limit.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { lockUsers } from '../store/user.ts'
import { cleared, expiry } from './change-spend-limits.ts'

export type ExpireSpendLimitsInput = { teamId: string; userIds: readonly string[] }

/**
 * Writes down that overrides have expired, one change each, by user id. Whatever is not so any more when their rows are held (another node was faster, a new
 * value, a deleted user) is left alone.
 */
export const expireSpendLimits: Command<ExpireSpendLimitsInput, number> = {
  name: 'expireSpendLimits',
  position: 49,
  async run(transaction, inputs) {
    const { teamId } = inputs[0]!
    const users = await lockUsers(
      transaction,
      teamId,
      inputs.flatMap(({ userIds }) => userIds),
    )
    const team = await lockTeam(transaction, teamId)
    if (!team) return inputs.map(() => ({ value: 0, changes: [] }))
    const limits = await lockSpendLimits(
      transaction,
      users
        .values()
        .map(({ id }) => ({ kind: 'USER' as const, id }))
        .toArray(),
    )
    const now = await readTransactionTime(transaction)
    const done = new Set<string>()
    const written: SpendLimit[] = []
    const outcomes = inputs.map(({ userIds }) => {
      const changes: NewChange[] = []
      for (const userId of userIds.toSorted()) {
        const limit = limits.get(userId)
        if (!limit || done.has(userId) || !isExpiredAt(limit, now)) continue
        done.add(userId)
        written.push({ ...limit, ...cleared, version: limit.version + 1, setAt: now, setBy: expiry.label })
        changes.push({ kind: 'SpendLimitExpired', actor: expiry, data: { before: spendLimitState(limit, team.currency) } })
      }
      return { value: changes.length, changes }
    })
    await saveSpendLimits(transaction, written)
    return outcomes
  },
}

export type SpendLimitExpiry = {
  /** One look and what is due; answers how many changes this node made. */
  pass(): Promise<number>
  /** Resolves when nothing runs any more. */
  close(): Promise<void>
}

export type SpendLimitExpiryOptions = {
  database: Database
  expire(input: ExpireSpendLimitsInput): Promise<number>
  onError(error: unknown): void
  /** Between two looks at the most; a look that knows of an override that expires sooner is followed by one then. */
  longestMilliseconds?: number
  /** Overrides that one look takes. */
  mostAtOnce?: number
}

/**
 * Tells the log, soon after, of overrides that have expired: they stopped to count by themselves. Each node looks, about once a second, through
 * an index of nothing but overrides that are to expire; of several nodes that see the same one, one makes the change. It keeps no notes: what a killed
 * node has not committed, the next look of any node finds again. A team whose rows somebody holds does not keep the others waiting.
 */
export function createSpendLimitExpiry({
  database,
  expire,
  onError,
  longestMilliseconds = 1_000,
  mostAtOnce = 500,
}: SpendLimitExpiryOptions): SpendLimitExpiry {
  const closing = new AbortController()
  const { signal } = closing
  const busy = new Map<string, Promise<number>>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<unknown> = Promise.resolve()

  /** `begun`: of each team that was not under way yet, how many changes it gets. */
  async function look(): Promise<{ begun: Promise<number>[]; isMore: boolean; nextInMilliseconds: number | undefined }> {
    // Without those under way: one that waits for its rows would fill this look and the next ones with what is expired of it.
    const { expired, nextInMilliseconds } = await findExpiredOverrides(database, mostAtOnce, [...busy.keys()])
    const begun = Map.groupBy(expired, ({ teamId }) => teamId)
      .entries()
      // A look that began at the same time may have been faster.
      .filter(([teamId]) => !busy.has(teamId))
      .map(([teamId, overrides]) =>
        begin(
          teamId,
          overrides.map(({ userId }) => userId),
        ),
      )
      .toArray()
    return { begun, isMore: expired.length === mostAtOnce, nextInMilliseconds }
  }

  function begin(teamId: string, userIds: string[]): Promise<number> {
    const made = expire({ teamId, userIds }).finally(() => busy.delete(teamId))
    busy.set(teamId, made)
    made.catch(onError)
    return made
  }

  async function lookAndWait(): Promise<number> {
    const { begun, isMore, nextInMilliseconds = longestMilliseconds } = await look()
    const done = Promise.allSettled(begun).then((all) => all.some((one) => one.status === 'fulfilled' && one.value > 0))
    const isDone = await Promise.race([done, pause(longestMilliseconds, false, { ref: false, signal })])
    return isMore && isDone ? 0 : nextInMilliseconds
  }

  function schedule(milliseconds: number): void {
    // A little later: the clock of the database has to be past it.
    const wait = Math.max(5, Math.min(milliseconds + 1, longestMilliseconds * (0.75 + Math.random() / 2)))
    timer = setTimeout(run, wait).unref()
  }

  function run(): void {
    looking = lookAndWait()
      .catch((error: unknown) => {
        if (!signal.aborted) onError(error)
        return longestMilliseconds
      })
      .then((next) => {
        if (!signal.aborted) schedule(next)
      })
  }

  schedule(longestMilliseconds)
  return {
    async pass() {
      const { begun } = await look()
      const made = await Promise.all(begun)
      return made.reduce((sum, count) => sum + count, 0)
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      await looking
      await Promise.allSettled(busy.values())
    },
  }
}
