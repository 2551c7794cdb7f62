import { createPages, type ListPage, type Page, type Place } from './list-pages.ts'
import { earlier, lagSince, moment, type Lag, type Moment } from './freshness.ts'
import { createStore, type Store } from './store.ts'

// What loads a list answers them.
export type { ListPage, Place } from './list-pages.ts'

export type ListRequest = {
  after: string | null
  /** Only rows before this place; `hasNextPage` is then about them alone. */
  before: Place | null
  /** At most 200. */
  first: number
  /** The count of all is wanted, too. */
  withTotal: boolean
  signal: AbortSignal
}

/** What is known of a long list. Rows beyond `count` are not loaded yet. */
export type ListSnapshot<Row> = {
  /** Loaded rows, from the first one on without a hole. */
  count: number
  /** Of all rows; undefined before the first page. */
  total: number | undefined
  /** Every row that there was has been loaded. */
  isComplete: boolean
  isLoading: boolean
  /** Why loading stopped; `retry` goes on. */
  error: unknown
  rowAt(index: number): Row | undefined
  /** Where a loaded row is; -1 when it is not loaded. */
  indexOf(id: string): number
}

export type WindowedListOptions<Row> = {
  load(request: ListRequest): Promise<ListPage<Row>>
  pageSize?: number
  /** Between two times that what is on the screen is read again, and after a failure. */
  pauseMilliseconds?: number
}

export type WindowedList<Row> = {
  snapshot: Store<ListSnapshot<Row>>
  /** These rows are on the screen: they are loaded, and read again when something has changed. */
  show(firstIndex: number, lastIndex: number): void
  /** Something has changed: what is on the screen is read again, the rest when it comes there. */
  touch(): void
  /** A row is known to be another now, or (null) to be gone. */
  revise(id: string, revision: (row: Row) => Row | null): void
  retry(): void
  /** What the rows on the screen lack; null when nothing. */
  lag(): Lag | null
  /** Nothing is read before it. May be called again after `stop`. */
  start(): void
  stop(): void
}

/** So many rows the API answers at once at most. */
const mostRows = 200
const longestPauseMilliseconds = 30_000

/**
 * A long list that is loaded from its beginning as far as somebody looks, and kept in step by reading the pages on the screen again. Pages begin after
 * a cursor that is a place in the order, so that rows which come and go before it shift nothing. A row is in the list once at any time; at rest the
 * rows on the screen are what the server has, in its order.
 */
export function createWindowedList<Row extends { id: string }>({
  load,
  pageSize = 100,
  pauseMilliseconds = 1_000,
}: WindowedListOptions<Row>): WindowedList<Row> {
  const pages = createPages<Row>(pageSize)
  /** As of so many touches. */
  let total: { count: number; touches: number } | undefined
  let error: unknown
  let failedAt: Moment | undefined
  let failures = 0
  let again: ReturnType<typeof setTimeout> | undefined
  let isHalted = false
  let isLoading = false
  let shown = { first: 0, last: 0 }
  /** Rises when something is known to be another: what was asked for before it is stale when it comes. */
  let touches = 0
  /** The first one since the last question. */
  let touchedAt: Moment | null = null
  /** In a round each stale page on the screen is read once; the next one comes after a pause. */
  let round = 0
  let isInRound = false
  let notBefore = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort: AbortController | undefined
  const snapshot = createStore<ListSnapshot<Row>>(toSnapshot())

  function toSnapshot(): ListSnapshot<Row> {
    const count = pages.count()
    const isComplete = pages.isComplete()
    // What has all been read, and is not stale, is counted by that.
    const known = isComplete && !pages.isStale() ? count : (total?.count ?? (isComplete ? count : undefined))
    return { count, total: known, isComplete, isLoading, error, rowAt: pages.rowAt(), indexOf: pages.indexOf }
  }
  const tell = (): void => snapshot.set(toSnapshot())

  /** What is to be read now, and after which wait: the next page that the screen needs, else a stale one that is on it. */
  function next(): { page: Page<Row> | undefined; waitMilliseconds: number } | undefined {
    if (pages.needsMore(shown.last)) return { page: undefined, waitMilliseconds: error === undefined ? 0 : waitUntil(notBefore) }
    const stale = pages.staleIn(shown.first, shown.last)
    const unread = stale.find(({ readIn }) => readIn !== round)
    if (isInRound && unread) return { page: unread, waitMilliseconds: 0 }
    if (isInRound) {
      isInRound = false
      notBefore = performance.now() + pauseMilliseconds
    }
    return stale[0] && { page: stale[0], waitMilliseconds: waitUntil(notBefore) }
  }

  function schedule(): void {
    if (!abort || isLoading || isHalted) return
    clearTimeout(timer)
    const task = next()
    if (!task) return
    timer = setTimeout(() => void read(task.page), task.waitMilliseconds)
  }

  async function read(page: Page<Row> | undefined): Promise<void> {
    const signal = abort?.signal
    if (!signal) return
    if (page && !isInRound) {
      isInRound = true
      round++
    }
    const touchesBefore = touches
    touchedAt = null
    const range = page ? pages.rangeToReread(page) : pages.rangeAfterAll()
    // Whoever jumps far ahead gets there in fewer steps.
    const isFarBehind = !page && shown.last - pages.count() > pageSize
    const first = Math.min(mostRows, page || isFarBehind ? pageSize * 2 : pageSize)
    isLoading = true
    tell()
    try {
      const withTotal = total === undefined || total.touches !== touches
      const loaded = await load({ after: range.after, before: range.before, first, withTotal, signal })
      if (signal.aborted) return
      if (loaded.totalCount !== undefined) total = { count: loaded.totalCount, touches: touchesBefore }
      pages.put(range, loaded, { staleSince: touchedAt, readIn: round })
      error = undefined
      failedAt = undefined
      failures = 0
    } catch (reason) {
      if (signal.aborted) return
      error = reason
      failedAt ??= moment()
      failures++
      // Where there is nothing yet, the view says so and offers to try again.
      if (pages.isThere()) again = setTimeout(goOn, Math.min(longestPauseMilliseconds, pauseMilliseconds * 2 ** failures))
      isHalted = true
      isInRound = false
      notBefore = performance.now() + pauseMilliseconds
    }
    isLoading = false
    tell()
    schedule()
  }

  function noteTouch(): void {
    touches++
    touchedAt ??= moment()
  }

  function begin(): void {
    abort?.abort()
    abort = new AbortController()
    isLoading = false
    isInRound = false
  }

  function goOn(): void {
    clearTimeout(again)
    isHalted = false
    schedule()
  }

  return {
    snapshot,
    show(firstIndex, lastIndex) {
      if (shown.first === firstIndex && shown.last === lastIndex) return
      shown = { first: firstIndex, last: lastIndex }
      schedule()
    },
    touch() {
      noteTouch()
      pages.markStale()
      goOn()
    },
    revise(id, revision) {
      // An answer that is under way may not know of it yet.
      if (isLoading) noteTouch()
      const change = pages.revise(id, revision)
      if (change === 'GONE' && total) total = { ...total, count: Math.max(0, total.count - 1) }
      if (change !== undefined) tell()
    },
    retry() {
      if (!abort) return
      // What is under way may wait for the answer of a connection that is dead.
      if (isLoading) begin()
      error = undefined
      notBefore = 0
      tell()
      goOn()
    },
    lag() {
      const behind = pages.staleIn(shown.first, shown.last).map(({ staleSince }) => staleSince!)
      if (failedAt && pages.isThere()) behind.push(failedAt)
      return behind.length > 0 ? lagSince(behind.reduce(earlier), failedAt !== undefined) : null
    },
    start() {
      if (abort) return
      begin()
      // Nobody told what happened meanwhile.
      noteTouch()
      pages.markStale()
      goOn()
    },
    stop() {
      clearTimeout(timer)
      clearTimeout(again)
      abort?.abort()
      abort = undefined
      isLoading = false
      isInRound = false
    },
  }
}

function waitUntil(at: number): number {
  return Math.max(0, at - performance.now())
}
