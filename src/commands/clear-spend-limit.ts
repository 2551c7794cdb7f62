import type { Actor } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { spendLimitState, type SpendLimit, type SpendLimitTarget } from '../domain/spend-limit.ts'
import { lockSpendLimits, saveSpendLimit } from '../store/spend-limit.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'
import { checkExpectedVersion, lockTarget } from './set-spend-limit.ts'

export type ClearSpendLimitInput = { teamId: string; actor: Actor; target: SpendLimitTarget; expectedVersion?: number }

/** Takes a limit away. The row stays, so that versions of the target go on where they were. */
export const clearSpendLimit: Command<ClearSpendLimitInput, SpendLimit> = {
  name: 'clearSpendLimit',
  position: 51,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, target, expectedVersion }) => {
      const team = await lockTarget(transaction, teamId, target)
      const before = (await lockSpendLimits(transaction, [target])).get(target.id)
      checkExpectedVersion(before, expectedVersion)
      if (!before?.isSet) throw new DomainError('NOT_FOUND', 'The target has no limit of its own, so there is nothing to clear.')
      const after: SpendLimit = {
        ...before,
        isSet: false,
        amountMinor: null,
        version: before.version + 1,
        setAt: new Date(),
        setBy: actor.label,
        expiresAt: null,
      }
      await saveSpendLimit(transaction, after)
      return { value: before, changes: [{ kind: 'SpendLimitCleared', actor, data: { before: spendLimitState(before, team.currency) } }] }
    })
  },
}
