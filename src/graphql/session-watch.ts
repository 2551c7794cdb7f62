import { findEndedSessions } from '../store/session.ts'
import type { ReadDatabase } from '../store/database.ts'
import type { Log } from './context.ts'

/**
 * Sessions end without a change in the log (design.md). So a node asks for those that have connections here, once a second and in one statement,
 * which of them are gone.
 */
export type SessionWatch = {
  /** `onEnded` is called once, when the session is gone. Answers how to stop. */
  watch(sessionId: string, onEnded: () => void): () => void
  /** These ended just now, at this node: whoever hangs on them need not wait. */
  ended(sessionIds: readonly string[]): void
  close(): void
}

export type SessionWatchOptions = {
  database: ReadDatabase
  /** An open connection is use: called for those that are there, each time that they were asked for. */
  onUsed(sessionIds: readonly string[]): void
  log: Log
}

// With the answer it stays below a second.
const askMilliseconds = 800

export function createSessionWatch({ database, onUsed, log }: SessionWatchOptions): SessionWatch {
  const holders = new Map<string, Set<() => void>>()
  let timer: NodeJS.Timeout | undefined
  let isAsking = false
  let isClosed = false

  function end(sessionId: string): void {
    const some = holders.get(sessionId)
    holders.delete(sessionId)
    for (const onEnded of some ?? []) onEnded()
  }

  async function ask(): Promise<void> {
    isAsking = true
    const ids = [...holders.keys()]
    try {
      const ended = new Set(await findEndedSessions(database, ids))
      for (const id of ended) end(id)
      onUsed(ids.filter((id) => !ended.has(id)))
    } catch (error) {
      // Nothing that ends a session is committed while the database is away; then it is asked again.
      if (!isClosed) log.error({ err: error }, 'Sessions could not be asked for')
    }
    isAsking = false
    schedule()
  }

  function schedule(): void {
    if (isClosed || isAsking || timer !== undefined || holders.size === 0) return
    timer = setTimeout(() => {
      timer = undefined
      if (holders.size > 0) void ask()
    }, askMilliseconds).unref()
  }

  return {
    watch(sessionId, onEnded) {
      const some = holders.get(sessionId) ?? new Set()
      holders.set(sessionId, some.add(onEnded))
      schedule()
      return () => {
        some.delete(onEnded)
        if (some.size === 0 && holders.get(sessionId) === some) holders.delete(sessionId)
      }
    },
    ended: (sessionIds) => sessionIds.forEach(end),
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
