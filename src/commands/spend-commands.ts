import type { Committed } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import type { Executor } from '../store/transaction.ts'
import { changeSpend } from './change-spend.ts'
import type {
  CorrectSpendInput,
  RecordedSpend,
  RecordSpendInput,
  ReleaseSpendInput,
  ReserveSpendInput,
  SettleSpendInput,
  SpendChange,
  SpendChangeResult,
  SpendChangeResults,
} from './spend-change.ts'

/** What applications do with spend. Recorded spend is no change of the log; a threshold that it reaches is one, in the same commit. */
export type SpendCommands = ReturnType<typeof spendCommands>

/** What became of spend, to be counted: `outcome` is one of few. */
export type SpendCounter = {
  /** So many entries of requests, corrections and settlements apart. */
  entries(outcome: 'recorded' | 'duplicate' | 'refused', count: number): void
  /** Commands but `recordSpend` that were done or refused; `outcome` is "done" or the code of the refusal. */
  command(name: 'correct' | 'reserve' | 'settle' | 'release', outcome: string): void
}

export function spendCommands(executor: Executor, counter?: SpendCounter) {
  const submit = async <Kind extends keyof SpendChangeResults>(
    change: SpendChange & { kind: Kind },
  ): Promise<Committed<SpendChangeResults[Kind]>> => {
    try {
      const done = await executor.submit(change.teamId, changeSpend, change)
      if (counter) countDone(counter, change.kind, done.value)
      return done as Committed<SpendChangeResults[Kind]>
    } catch (error) {
      if (counter) countRefused(counter, change, error)
      throw error
    }
  }
  return {
    recordSpend: (input: RecordSpendInput) => submit({ kind: 'RECORD', ...input }),
    /** Refuses with NOT_FOUND, INVALID_INPUT, IDEMPOTENCY_CONFLICT. */
    correctSpend: (input: CorrectSpendInput) => submit({ kind: 'CORRECT', ...input }),
    /** Refuses with NOT_FOUND, INVALID_INPUT, CURRENCY_MISMATCH, IDEMPOTENCY_CONFLICT, SPEND_DENIED, RESERVATION_CLOSED (one under the key that holds nothing any more). */
    reserveSpend: (input: ReserveSpendInput) => submit({ kind: 'RESERVE', ...input }),
    /** Refuses with NOT_FOUND, INVALID_INPUT, RESERVATION_CLOSED (released, or settled with another amount). Settled before with the same amount: the same answer. */
    settleSpend: (input: SettleSpendInput) => submit({ kind: 'SETTLE', ...input }),
    /** Refuses with NOT_FOUND, RESERVATION_CLOSED (one that was settled). Released before: the same answer. */
    releaseSpend: (input: ReleaseSpendInput) => submit({ kind: 'RELEASE', ...input }),
  }
}

function countDone(counter: SpendCounter, kind: SpendChange['kind'], value: SpendChangeResult): void {
  if (kind !== 'RECORD') return counter.command(commandNames[kind], 'done')
  const recorded = value as RecordedSpend[]
  for (const outcome of ['RECORDED', 'DUPLICATE', 'REFUSED'] as const) {
    const count = recorded.filter((one) => one.outcome === outcome).length
    if (count > 0) counter.entries(entryOutcomes[outcome], count)
  }
}

function countRefused(counter: SpendCounter, change: SpendChange, error: unknown): void {
  if (change.kind === 'RECORD') counter.entries('refused', change.entries.length)
  else counter.command(commandNames[change.kind], error instanceof DomainError ? error.code : 'fault')
}

const commandNames = { CORRECT: 'correct', RESERVE: 'reserve', SETTLE: 'settle', RELEASE: 'release' } as const
const entryOutcomes = { RECORDED: 'recorded', DUPLICATE: 'duplicate', REFUSED: 'refused' } as const
