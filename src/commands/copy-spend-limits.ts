import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import type { Once } from '../domain/idempotency.ts'
import { toId } from '../domain/id.ts'
import { lockGroups } from '../store/group.ts'
import { findLimitsOfGroups } from '../store/spend-limit.ts'
import type { Transaction } from '../store/database.ts'
import type { Command } from '../store/transaction.ts'
import { answerOnce, keyOfOnce, type Answered } from './answer-once.ts'
import type { SpendLimitValue } from './change-spend-limits.ts'
import { eachOutcome } from './outcome.ts'
import { checkNumberOfLimits, setMany, type BulkMode, type BulkResults } from './set-spend-limits.ts'

export type CopySpendLimitsInput = {
  teamId: string
  actor: Actor
  mode: BulkMode
  fromGroupId: string
  /** Ids, or why one is none. */
  toGroupIds: readonly (string | DomainError)[]
  /** The version of the limit that is copied, as the caller read it. */
  expectedVersion?: number | undefined
  once?: Once | undefined
}

/** Gives groups the limit of another one. A group that has none has nothing to copy: refused, because clearing is something else. */
export const copySpendLimits: Command<CopySpendLimitsInput, Answered<BulkResults>> = {
  name: 'copySpendLimits',
  position: 53,
  weightOf: ({ toGroupIds }) => toGroupIds.length,
  keyOf: keyOfOnce,
  run(transaction, inputs) {
    return eachOutcome(inputs, (input) => {
      const { teamId, actor, mode, fromGroupId, once } = input
      return answerOnce(transaction, teamId, once, async () => {
        checkNumberOfLimits(input.toGroupIds.length)
        const value = await readSource(transaction, input)
        const items = input.toGroupIds.map((id) => {
          if (id instanceof DomainError) return id
          if (id === fromGroupId) return new DomainError('INVALID_INPUT', 'This is the group that the limit is copied from.')
          return { target: { kind: 'GROUP' as const, id }, value }
        })
        return setMany(transaction, { teamId, actor, mode, items })
      })
    })
  },
}

/** What is copied, as it is until the commit. All groups are held at once, by id, so that copies in both directions do not wait for each other. */
async function readSource(
  transaction: Transaction,
  { teamId, fromGroupId, toGroupIds, expectedVersion }: CopySpendLimitsInput,
): Promise<SpendLimitValue> {
  const what = `Group ${toId('group', fromGroupId)}`
  const groups = await lockGroups(transaction, teamId, [fromGroupId, ...toGroupIds.filter((id) => typeof id === 'string')])
  const group = groups.get(fromGroupId)
  if (!group) throw notFound(what)
  const limit = (await findLimitsOfGroups(transaction, [fromGroupId])).get(fromGroupId)
  if (expectedVersion !== undefined && expectedVersion !== (limit?.version ?? 0)) {
    const found = limit ? `is at version ${limit.version}` : 'has no limit'
    throw new DomainError(
      'VERSION_CONFLICT',
      `Version ${expectedVersion} was expected, but ${what} ${found}. Read it again, then decide.`,
      {
        current: limit ?? null,
      },
    )
  }
  if (!limit)
    throw new DomainError(
      'NOT_FOUND',
      `Group ${group.displayName} (${toId('group', fromGroupId)}) has no limit of its own, so there is nothing to copy. To take limits away, clear them.`,
    )
  return { amountMinor: limit.amountMinor }
}
