import type { Database } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { deleteExpiredSessions, deleteSessionByHash, deleteSessionsOfPersonByHash } from '../store/session.ts'

/** Signs out here, or, `everywhere`, in every browser of the same person. Answers the ids of the sessions that ended; none: there was none. */
export async function endSessions(database: Database, secret: string, { everywhere }: { everywhere: boolean }): Promise<string[]> {
  const hash = hashSecret(secret)
  if (everywhere) return deleteSessionsOfPersonByHash(database, hash)
  const id = await deleteSessionByHash(database, hash)
  return id === undefined ? [] : [id]
}

const sweepMilliseconds = 10 * 60_000

/** Removes, now and then, the sessions and one-time codes whose time is over: they let nobody in any more, whether they are there or not. */
export function createSessionSweeper(
  database: Database,
  { idleMinutes, onError }: { idleMinutes: number; onError(error: unknown): void },
): { close(): Promise<void> } {
  let sweeping = Promise.resolve()
  const sweep = (): void => {
    const now = new Date()
    sweeping = deleteExpiredSessions(database, now, new Date(now.getTime() - idleMinutes * 60_000)).catch(onError)
  }
  // Nodes that start together do not sweep together.
  const timer = setInterval(sweep, sweepMilliseconds * (0.75 + Math.random() / 2)).unref()
  return {
    close() {
      clearInterval(timer)
      return sweeping
    },
  }
}
