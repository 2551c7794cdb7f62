import type { QueryClient } from '@tanstack/react-query'
import { allTopics, type Topic } from './topics.ts'

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { topics?: readonly Topic[] }
  }
}

export type Refresher = {
  /** Queries about these topics are asked again: at once, and from then on with a pause in between. */
  touch(topics: Iterable<Topic>): void
  /** Everything is asked again. */
  touchAll(): void
  stop(): void
}

/**
 * Asks queries again that changes are about. What changes while a question is under way is asked once more after it, so that what is shown at rest is
 * never older than the last change.
 */
export function createRefresher(client: QueryClient, pauseMilliseconds = 1_000): Refresher {
  let waiting = new Set<Topic>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let isStopped = false
  let lastAsked = -Infinity

  async function refresh(): Promise<void> {
    timer = undefined
    const topics = waiting
    waiting = new Set()
    isAsking = true
    await client.invalidateQueries({ predicate: ({ meta }) => meta?.topics?.some((topic) => topics.has(topic)) ?? false })
    isAsking = false
    lastAsked = Date.now()
    schedule()
  }
  function schedule(): void {
    if (isStopped || isAsking || timer !== undefined || waiting.size === 0) return
    timer = setTimeout(() => void refresh(), Math.max(0, lastAsked + pauseMilliseconds - Date.now()))
  }
  function touch(topics: Iterable<Topic>): void {
    for (const topic of topics) waiting.add(topic)
    schedule()
  }
  return {
    touch,
    touchAll: () => touch(allTopics),
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
