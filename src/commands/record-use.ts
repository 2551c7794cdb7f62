import type { Database } from '../store/database.ts'
import { touchApiKey } from '../store/api-key.ts'
import { touchDirectory } from '../store/directory.ts'

const minuteMilliseconds = 60_000

/**
 * Keeps the times of last use about right without slowing requests: at most one write per thing and minute, beside the request.
 * They are no changes (design.md) and may be lost.
 */
export function createUseRecorder(database: Database, onError: (error: unknown) => void) {
  const recorded = new Map<string, number>()
  function record(id: string, write: (at: Date) => Promise<void>): void {
    const now = Date.now()
    if (now - (recorded.get(id) ?? 0) < minuteMilliseconds) return
    recorded.set(id, now)
    write(new Date(now)).catch(onError)
  }
  return {
    directory: (directoryId: string, tokenId: string): void => record(tokenId, (at) => touchDirectory(database, directoryId, tokenId, at)),
    apiKey: (keyId: string): void => record(keyId, (at) => touchApiKey(database, keyId, at)),
  }
}
