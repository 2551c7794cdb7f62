import type { Database } from '../store/database.ts'
import { touchApiKey } from '../store/api-key.ts'
import { touchDirectory } from '../store/directory.ts'
import { touchSessions } from '../store/session.ts'

const minuteMilliseconds = 60_000
const mostRemembered = 100_000

export type UseRecorderOptions = { sessionIdleMinutes: number; onError(error: unknown): void }

/**
 * Keeps the times of last use about right without slowing requests: at most one write per thing and minute, beside the request.
 * They are no changes (design.md) and may be lost.
 */
export function createUseRecorder(database: Database, { sessionIdleMinutes, onError }: UseRecorderOptions) {
  const recorded = new Map<string, number>()
  // Sessions end without use, so what is kept of it has to be fresher than that.
  const sessionMilliseconds = Math.min(minuteMilliseconds, (sessionIdleMinutes * 60_000) / 4)

  function isDue(id: string, now: number, interval = minuteMilliseconds): boolean {
    if (now - (recorded.get(id) ?? 0) < interval) return false
    // Sessions come and go: forgetting all costs one more write of each.
    if (recorded.size >= mostRemembered) recorded.clear()
    recorded.set(id, now)
    return true
  }

  function record(id: string, write: (at: Date) => Promise<void>): void {
    const now = Date.now()
    if (isDue(id, now)) write(new Date(now)).catch(onError)
  }
  return {
    directory: (directoryId: string, tokenId: string): void => record(tokenId, (at) => touchDirectory(database, directoryId, tokenId, at)),
    /** Those of one turn are one write. */
    sessions(sessionIds: readonly string[]): void {
      const now = Date.now()
      const due = sessionIds.filter((id) => isDue(id, now, sessionMilliseconds))
      if (due.length > 0) touchSessions(database, due, new Date(now)).catch(onError)
    },
    apiKey: (keyId: string): void => record(keyId, (at) => touchApiKey(database, keyId, at)),
  }
}
