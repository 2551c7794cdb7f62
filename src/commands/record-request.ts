import type { Database } from '../store/database.ts'
import { touchDirectory } from '../store/directory.ts'

/**
 * Keeps `lastRequestAt` of directories about right without slowing requests: at most one write per directory and minute, beside the
 * request. It is no change (design.md) and may be lost.
 */
export function createRequestRecorder(database: Database, onError: (error: unknown) => void): (directoryId: string) => void {
  const recorded = new Map<string, number>()
  return (directoryId) => {
    const now = Date.now()
    if (now - (recorded.get(directoryId) ?? 0) < 60_000) return
    recorded.set(directoryId, now)
    touchDirectory(database, directoryId, new Date(now)).catch(onError)
  }
}
