import { idempotencyKeptHours } from '../domain/idempotency.ts'
import type { Database } from '../store/database.ts'
import { deleteOldKeys } from '../store/idempotency-key.ts'

const sweepMilliseconds = 10 * 60_000

/** Removes, now and then, idempotency keys that nobody can expect to be kept any more. */
export function createIdempotencyKeySweeper(
  database: Database,
  { onError }: { onError(error: unknown): void },
): { close(): Promise<void> } {
  let sweeping: Promise<unknown> = Promise.resolve()
  const sweep = (): void => {
    sweeping = sweepIdempotencyKeys(database).catch(onError)
  }
  // Nodes that start together do not sweep together.
  const timer = setInterval(sweep, sweepMilliseconds * (0.75 + Math.random() / 2)).unref()
  return {
    async close() {
      clearInterval(timer)
      await sweeping
    },
  }
}

/** Answers how many were removed. */
export function sweepIdempotencyKeys(database: Database): Promise<number> {
  return deleteOldKeys(database, idempotencyKeptHours)
}
