import { DomainError } from '../domain/errors.ts'
import { createBudgets, retryAfter, type BudgetOptions } from './rate-limit.ts'
import { viewerName, type Viewer } from './viewer.ts'

export type OperationLimit = {
  /** Counts one operation; a DomainError RATE_LIMITED says that it is one too many, and in how many seconds there is room again. */
  admit(viewer: Viewer): Promise<void>
  close(): void
}

/** Limits what each API key, person and the platform key ask over GraphQL, on all nodes together, as the requests of directories are limited. */
export function createOperationLimit({
  operationsPerSecond,
  windowSeconds = 10,
  ...options
}: BudgetOptions & { operationsPerSecond: number }): OperationLimit {
  const budgets = createBudgets('operations', { windowSeconds, ...options })
  const refusal = (milliseconds: number): DomainError => {
    const retryAfterSeconds = retryAfter(milliseconds, windowSeconds)
    const message =
      `Of one credential ${operationsPerSecond} operations per second are answered, on average over ${windowSeconds} seconds, and this one has sent them. ` +
      `Nothing was done. Send this again in ${retryAfterSeconds} s, or ask for more with fewer operations.`
    return new DomainError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  return {
    admit: (viewer) => budgets.admit(viewerName(viewer), operationsPerSecond, refusal),
    close: budgets.close,
  }
}
