import type { Query, QueryClient } from '@tanstack/react-query'
import { largerLag, type Lag } from './freshness.ts'
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
  /** What the queries on the screen lack; null when nothing. */
  lag(): Lag | null
  stop(): void
}

/** A query that has to be asked again. */
type Debt = {
  query: Query
  /** The first change that its answer lacks, and the first one that came after the question that is under way was asked. */
  since: number
  sinceAsked: number | null
  /** Since when it is on the screen, if it was not when the debt arose. */
  shownSince: number
  failures: number
  timer: ReturnType<typeof setTimeout> | undefined
}

const longestPauseMilliseconds = 30_000

/**
 * Asks queries again that changes are about. What changes while a question is under way is asked once more after it, so that what is shown at rest is
 * never older than the last change. A question that fails is asked until it is answered. Each query for itself: a slow one holds up no other.
 */
export function createRefresher(client: QueryClient, pauseMilliseconds = 1_000): Refresher {
  const cache = client.getQueryCache()
  const debts = new Map<Query, Debt>()
  const lastAsked = new WeakMap<Query, number>()
  let isStopped = false

  function owe(query: Query): void {
    const now = Date.now()
    const isUnderWay = query.state.fetchStatus !== 'idle'
    // Nothing was answered yet, and nothing is asked: nothing can be old.
    if (query.state.data === undefined && !isUnderWay) return
    let debt = debts.get(query)
    if (!debt) {
      debt = { query, since: now, sinceAsked: null, shownSince: 0, failures: 0, timer: undefined }
      debts.set(query, debt)
    }
    if (isUnderWay) debt.sinceAsked ??= now
    if (query.isActive()) schedule(debt)
    else query.invalidate()
  }

  function schedule(debt: Debt): void {
    if (isStopped || debt.timer !== undefined || !debts.has(debt.query)) return
    const pause = Math.min(longestPauseMilliseconds, pauseMilliseconds * 2 ** debt.failures)
    const wait = (lastAsked.get(debt.query) ?? -Infinity) + pause - Date.now()
    debt.timer = setTimeout(() => void ask(debt), Math.max(0, wait))
  }

  async function ask(debt: Debt): Promise<void> {
    const { query } = debt
    if (!query.isActive()) {
      debt.timer = undefined
      return query.invalidate()
    }
    const isUnderWay = query.state.fetchStatus !== 'idle'
    // Asked after the last change: its answer settles the debt.
    const isNewEnough = isUnderWay && debt.sinceAsked === null
    lastAsked.set(query, Date.now())
    // The first answer of a query cannot be asked for anew: it is waited for, and asked for again after it.
    if (query.state.data !== undefined || !isUnderWay) debt.sinceAsked = isNewEnough ? debt.sinceAsked : null
    await client.refetchQueries({ predicate: (one) => one === query }, { cancelRefetch: !isNewEnough })
    debt.timer = undefined
    if (debts.get(query) !== debt) return
    if (query.isActive()) schedule(debt)
    else query.invalidate()
  }

  function answered(debt: Debt): void {
    debt.failures = 0
    if (debt.sinceAsked === null) return forget(debt.query)
    debt.since = debt.sinceAsked
    debt.sinceAsked = null
  }

  function forget(query: Query): void {
    clearTimeout(debts.get(query)?.timer)
    debts.delete(query)
  }

  const unsubscribe = cache.subscribe((event) => {
    const debt = debts.get(event.query)
    if (!debt) return
    if (event.type === 'removed') forget(event.query)
    else if (event.type === 'observerAdded') {
      if (event.query.getObserversCount() === 1) debt.shownSince = Date.now()
      schedule(debt)
    } else if (event.type === 'updated' && event.action.type === 'success' && !event.action.manual) answered(debt)
    else if (event.type === 'updated' && event.action.type === 'error') debt.failures++
  })

  function touch(topics: Iterable<Topic>): void {
    const touched = new Set(topics)
    for (const query of cache.getAll()) if (query.meta?.topics?.some((topic) => touched.has(topic))) owe(query)
  }

  return {
    touch,
    touchAll: () => touch(allTopics),
    lag() {
      const now = Date.now()
      return [...debts.values()]
        .filter(({ query }) => query.isActive() && query.state.data !== undefined)
        .map(({ since, shownSince, failures }) => ({
          since,
          waitingMilliseconds: now - Math.max(since, shownSince),
          hasFailed: failures > 0,
        }))
        .reduce<Lag | null>(largerLag, null)
    },
    stop() {
      isStopped = true
      unsubscribe()
      for (const query of debts.keys()) forget(query)
    },
  }
}
