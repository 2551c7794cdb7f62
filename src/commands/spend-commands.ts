import type { Committed } from '../domain/change.ts'
import type { Executor } from '../store/transaction.ts'
import { changeSpend } from './change-spend.ts'
import type {
  CorrectSpendInput,
  RecordSpendInput,
  ReleaseSpendInput,
  ReserveSpendInput,
  SettleSpendInput,
  SpendChange,
  SpendChangeResults,
} from './spend-change.ts'

/** What applications do with spend. Recorded spend is no change of the log; a threshold that it reaches is one, in the same commit. */
export type SpendCommands = ReturnType<typeof spendCommands>

export function spendCommands(executor: Executor) {
  const submit = <Kind extends keyof SpendChangeResults>(
    change: SpendChange & { kind: Kind },
  ): Promise<Committed<SpendChangeResults[Kind]>> =>
    executor.submit(change.teamId, changeSpend, change) as Promise<Committed<SpendChangeResults[Kind]>>
  return {
    recordSpend: (input: RecordSpendInput) => submit({ kind: 'RECORD', ...input }),
    /** Refuses with NOT_FOUND, INVALID_INPUT, IDEMPOTENCY_CONFLICT. */
    correctSpend: (input: CorrectSpendInput) => submit({ kind: 'CORRECT', ...input }),
    /** Refuses with NOT_FOUND, INVALID_INPUT, CURRENCY_MISMATCH, IDEMPOTENCY_CONFLICT, SPEND_DENIED. */
    reserveSpend: (input: ReserveSpendInput) => submit({ kind: 'RESERVE', ...input }),
    /** Refuses with NOT_FOUND, INVALID_INPUT, RESERVATION_CLOSED (one that was released). Settled before with the same amount: the same answer. */
    settleSpend: (input: SettleSpendInput) => submit({ kind: 'SETTLE', ...input }),
    /** Refuses with NOT_FOUND, RESERVATION_CLOSED (one that was settled). Released before: the same answer. */
    releaseSpend: (input: ReleaseSpendInput) => submit({ kind: 'RELEASE', ...input }),
  }
}
