import type { Actor } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import type { Once } from '../domain/idempotency.ts'
import type { SpendLimit, SpendLimitTarget } from '../domain/spend-limit.ts'
import type { Command } from '../store/transaction.ts'
import { answerOnce, keyOfOnce, type Answered } from './answer-once.ts'
import { changeSpendLimits, type SpendLimitValue, type SpendLimitWish } from './change-spend-limits.ts'
import { eachOutcome } from './outcome.ts'

export type SetSpendLimitInput = Omit<SpendLimitWish, 'value'> &
  SpendLimitValue & {
    teamId: string
    actor: Actor
    target: SpendLimitTarget
    once?: Once | undefined
  }

/** Sets the limit of one team, group or user. The same value again, until the same time, changes nothing. */
export const setSpendLimit: Command<SetSpendLimitInput, Answered<SpendLimit>> = {
  name: 'setSpendLimit',
  position: 50,
  keyOf: keyOfOnce,
  run(transaction, inputs) {
    return eachOutcome(inputs, ({ teamId, actor, once, amountMinor, expiresAt, ...wish }) =>
      answerOnce(transaction, teamId, once, async () => {
        const { results, changes } = await changeSpendLimits(transaction, { teamId, actor }, [
          { ...wish, value: { amountMinor, expiresAt } },
        ])
        const result = results[0]!
        if (result instanceof DomainError) throw result
        return { value: result.after!, changes }
      }),
    )
  },
}
