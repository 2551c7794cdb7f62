import type { Query, QueryClient } from '@tanstack/react-query'
import { lagSince, largerLag, later, moment, type Lag, type Moment } from './freshness.ts'
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
  /** What waits is asked now, and what is under way once more: the connection that it was asked on may be dead. */
  hurry(): void
  /** The screen can be seen again. */
  shown(): void
  /** What the queries on the screen lack; null when nothing. */
  lag(): Lag | null
  stop(): void
}

/** A query that has to be asked again. */
type Debt = {
  query: Query
  /** The first change that its answer lacks, and the first one that came after the question that is under way was asked. */
  since: Moment
  sinceAsked: Moment | null
  /** Since when it is on the screen, if it was not when the debt arose. */
  shownSince: Moment
  failures: number
  timer: ReturnType<typeof setTimeout> | undefined
}

const longestPauseMilliseconds = 30_000
/** From one question to the next it is so many times as long as the answer took: what is slow, as many look at it, is asked more seldom. */
const timesAsLong = 3

type RefresherOptions = {
  pauseMilliseconds?: number
  /** Nobody sees the screen: nothing is asked until somebody does. */
  isHidden?(): boolean
}

/**
 * Asks queries again that changes are about. What changes while a question is under way is asked once more after it, so that what is shown at rest is
 * never older than the last change. A question that fails, for whatever it was asked, is asked until it is answered. Each query for itself: a slow one holds up no other.
 */
export function createRefresher(
  client: QueryClient,
  { pauseMilliseconds = 1_000, isHidden = () => false }: RefresherOptions = {},
): Refresher {
  const cache = client.getQueryCache()
  const debts = new Map<Query, Debt>()
  /** Not before, by the clock that is never set. */
  const notBefore = new WeakMap<Query, number>()
  let isStopped = false

  function owe(query: Query): void {
    const now = moment()
    const isUnderWay = query.state.fetchStatus !== 'idle'
    // Nothing was answered yet, and nothing is asked: nothing can be old.
    if (query.state.data === undefined && !isUnderWay) return
    const debt = debts.get(query) ?? begin(query, now)
    if (isUnderWay) debt.sinceAsked ??= now
    if (query.isActive()) schedule(debt)
    else query.invalidate()
  }

  function begin(query: Query, since: Moment): Debt {
    const debt: Debt = { query, since, sinceAsked: null, shownSince: since, failures: 0, timer: undefined }
    debts.set(query, debt)
    return debt
  }

  function schedule(debt: Debt): void {
    if (isStopped || isHidden() || debt.timer !== undefined || !debts.has(debt.query)) return
    const wait = (notBefore.get(debt.query) ?? 0) - performance.now()
    debt.timer = setTimeout(() => void ask(debt), Math.max(0, wait))
  }

  function rest({ query, failures }: Debt, askedAt: number, took: number): void {
    const pause = Math.max(pauseMilliseconds * 2 ** failures, timesAsLong * took)
    notBefore.set(query, askedAt + Math.min(longestPauseMilliseconds, pause))
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
    const askedAt = performance.now()
    // The first answer of a query cannot be asked for anew: it is waited for, and asked for again after it.
    const isFirstAnswer = query.state.data === undefined && isUnderWay
    if (!isFirstAnswer) debt.sinceAsked = isNewEnough ? debt.sinceAsked : null
    await client.refetchQueries({ predicate: (one) => one === query }, { cancelRefetch: !isNewEnough })
    rest(debt, askedAt, isFirstAnswer ? 0 : performance.now() - askedAt)
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

  /** Nothing has changed for all that is known, but what is shown is as old as it is. */
  function failed(query: Query): Debt | undefined {
    const { data, dataUpdatedAt } = query.state
    if (data === undefined || isStopped) return undefined
    notBefore.set(query, performance.now() + 2 * pauseMilliseconds)
    return begin(query, { day: dataUpdatedAt, clock: performance.now() })
  }

  const unsubscribe = cache.subscribe((event) => {
    const isFailure = event.type === 'updated' && event.action.type === 'error'
    const debt = debts.get(event.query) ?? (isFailure ? failed(event.query) : undefined)
    if (!debt) return
    if (event.type === 'removed') forget(event.query)
    else if (event.type === 'observerAdded') {
      if (event.query.getObserversCount() === 1) debt.shownSince = moment()
      schedule(debt)
    } else if (event.type === 'updated' && event.action.type === 'success' && !event.action.manual) answered(debt)
    else if (isFailure) {
      debt.failures++
      schedule(debt)
    }
  })

  function touch(topics: Iterable<Topic>): void {
    const touched = new Set(topics)
    for (const query of cache.getAll()) if (query.meta?.topics?.some((topic) => touched.has(topic))) owe(query)
  }

  return {
    touch,
    touchAll: () => touch(allTopics),
    hurry() {
      for (const debt of debts.values()) {
        notBefore.delete(debt.query)
        if (debt.query.state.fetchStatus !== 'idle') continue
        clearTimeout(debt.timer)
        debt.timer = undefined
        schedule(debt)
      }
      for (const query of cache.getAll()) {
        if (query.state.fetchStatus === 'idle' || query.state.data === undefined) continue
        const debt = debts.get(query)
        if (debt) debt.sinceAsked = null
        void client.refetchQueries({ predicate: (one) => one === query }, { cancelRefetch: true })
      }
      // What could not be read at all has nothing to show, and is behind of nothing.
      const isMissing = ({ state }: Query): boolean => state.status === 'error' && state.data === undefined && state.fetchStatus === 'idle'
      void client.refetchQueries({ type: 'active', predicate: isMissing })
    },
    shown() {
      for (const debt of debts.values()) schedule(debt)
    },
    lag() {
      return [...debts.values()]
        .filter(({ query }) => query.isActive() && query.state.data !== undefined)
        .map(({ since, shownSince, failures }) => ({ ...lagSince(later(since, shownSince), failures > 0), since: since.day }))
        .reduce<Lag | null>(largerLag, null)
    },
    stop() {
      isStopped = true
      unsubscribe()
      for (const query of debts.keys()) forget(query)
    },
  }
}
