import type { Actor } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import type { Once } from '../domain/idempotency.ts'
import type { SpendLimit, SpendLimitTarget } from '../domain/spend-limit.ts'
import type { Command } from '../store/transaction.ts'
import { answerOnce, keyOfOnce, type Answered } from './answer-once.ts'
import { changeSpendLimits } from './change-spend-limits.ts'
import { eachOutcome } from './outcome.ts'

export type ClearSpendLimitInput = {
  teamId: string
  actor: Actor
  target: SpendLimitTarget
  expectedVersion?: number | undefined
  once?: Once | undefined
}

/** Takes a limit away and answers it as it was. The row stays, so that versions of the target go on where they were. */
export const clearSpendLimit: Command<ClearSpendLimitInput, Answered<SpendLimit>> = {
  name: 'clearSpendLimit',
  position: 51,
  keyOf: keyOfOnce,
  run(transaction, inputs) {
    return eachOutcome(inputs, ({ teamId, actor, target, expectedVersion, once }) =>
      answerOnce(transaction, teamId, once, async () => {
        const { results, changes } = await changeSpendLimits(transaction, { teamId, actor }, [{ target, value: null, expectedVersion }])
        const result = results[0]!
        if (result instanceof DomainError) throw result
        return { value: result.before!, changes }
      }),
    )
  },
}
