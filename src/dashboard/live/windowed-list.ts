import { createStore, type Store } from './store.ts'

export type ListPage<Row> = {
  rows: Row[]
  startCursor: string | null
  endCursor: string | null
  hasNextPage: boolean
  totalCount?: number | undefined
}

/** A place in the order: that of a row, which may be gone meanwhile. */
export type Place = { cursor: string; id: string }

export type ListRequest = {
  after: string | null
  /** Only rows before this place; `hasNextPage` is then about them alone. */
  before: Place | null
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
  isComplete: boolean
  isLoading: boolean
  /** Why loading stopped; `retry` goes on. */
  error: unknown
  rowAt(index: number): Row | undefined
}

export type WindowedListOptions<Row> = {
  load(request: ListRequest): Promise<ListPage<Row>>
  pageSize?: number
  /** Between two times that pages are read again. */
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
  /** Nothing is read before it. May be called again after `stop`. */
  start(): void
  stop(): void
}

/** Rows after a cursor, up to where the next page begins. `start`: the place of its first row when it was read. */
type Page<Row> = { after: string | null; start: Place | null; rows: Row[]; endCursor: string | null; isStale: boolean }

/**
 * A long list that is loaded from its beginning as far as somebody looks, and kept in step by reading the pages on the screen again. Pages begin after
 * a cursor that is a place in the order, so that rows which come and go before it shift nothing. At rest the rows on the screen are what the server
 * has: each once, in its order.
 */
export function createWindowedList<Row extends { id: string }>({
  load,
  pageSize = 100,
  pauseMilliseconds = 1_000,
}: WindowedListOptions<Row>): WindowedList<Row> {
  const pages: Page<Row>[] = []
  let total: number | undefined
  let hasMore = true
  let error: unknown
  let isLoading = false
  let shown = { first: 0, last: 0 }
  let lastRead = -Infinity
  /** Rises with each touch: a page that was asked for before it is stale when it comes. */
  let touches = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort: AbortController | undefined
  const snapshot = createStore<ListSnapshot<Row>>(toSnapshot())

  function toSnapshot(): ListSnapshot<Row> {
    const all = pages.map(({ rows }) => rows)
    const starts: number[] = []
    let count = 0
    for (const rows of all) {
      starts.push(count)
      count += rows.length
    }
    return {
      count,
      total: hasMore ? (total === undefined ? undefined : Math.max(total, count)) : count,
      isComplete: !hasMore,
      isLoading,
      error,
      rowAt(index) {
        const page = lastAtMost(starts, index)
        return page < 0 ? undefined : all[page]![index - starts[page]!]
      },
    }
  }
  const tell = (): void => snapshot.set(toSnapshot())

  function nextWithStart(index: number): Page<Row> | undefined {
    return pages.slice(index + 1).find(({ start }) => start !== null)
  }

  function isShown(page: Page<Row>): boolean {
    let start = 0
    for (const one of pages) {
      if (one === page) return start <= shown.last && start + page.rows.length >= shown.first
      start += one.rows.length
    }
    return false
  }

  /** What is to be read next: a page on the screen that is stale, else the next page that the screen needs. */
  function next(): { page: Page<Row> | undefined; waitMilliseconds: number } | undefined {
    if (pages.length === 0) return { page: undefined, waitMilliseconds: 0 }
    const stale = pages.find((page) => page.isStale && isShown(page))
    const count = pages.reduce((sum, { rows }) => sum + rows.length, 0)
    if (hasMore && count <= shown.last) return { page: undefined, waitMilliseconds: 0 }
    if (stale) return { page: stale, waitMilliseconds: Math.max(0, lastRead + pauseMilliseconds - Date.now()) }
    return undefined
  }

  function schedule(): void {
    if (!abort || isLoading || error !== undefined) return
    clearTimeout(timer)
    const task = next()
    if (!task) return
    timer = setTimeout(() => void read(task.page), task.waitMilliseconds)
  }

  async function read(page: Page<Row> | undefined): Promise<void> {
    timer = undefined
    if (page && !pages.includes(page)) return schedule()
    const signal = abort?.signal
    if (!signal) return
    const after = page ? page.after : (pages.at(-1)?.endCursor ?? null)
    const touchesBefore = touches
    isLoading = true
    tell()
    try {
      const before = page ? (nextWithStart(pages.indexOf(page))?.start ?? null) : null
      const withTotal = total === undefined || page !== undefined
      const loaded = await load({ after, before, first: pageSize, withTotal, signal })
      if (signal.aborted) return
      if (loaded.totalCount !== undefined) total = loaded.totalCount
      const { rows, startCursor, endCursor } = loaded
      const start = startCursor !== null && rows[0] ? { cursor: startCursor, id: rows[0].id } : null
      const fresh: Page<Row> = { after, start, rows, endCursor, isStale: touches !== touchesBefore }
      if (page) replace(page, fresh, loaded.hasNextPage)
      else append(fresh, loaded.hasNextPage)
      if (page) lastRead = Date.now()
    } catch (reason) {
      if (signal.aborted) return
      error = reason
    }
    isLoading = false
    tell()
    schedule()
  }

  function append(fresh: Page<Row>, hasNextPage: boolean): void {
    if (fresh.rows.length > 0) pages.push(fresh)
    else if (pages.length === 0) pages.push(fresh)
    hasMore = hasNextPage
    keepOnce(fresh)
  }

  /** Puts a page that was read again in its place; the page after it begins where this one ends now. */
  function replace(old: Page<Row>, fresh: Page<Row>, hasNextPage: boolean): void {
    const index = pages.indexOf(old)
    if (index < 0) return
    const following = nextWithStart(index)
    // Pages in between were not read yet: they are within what was read now.
    if (following) pages.splice(index + 1, pages.indexOf(following) - index - 1)
    else pages.splice(index + 1)
    const end = fresh.rows.length > 0 ? fresh.endCursor : fresh.after
    if (!following) {
      pages[index] = fresh
      hasMore = hasNextPage
    } else if (hasNextPage) {
      // More came than a page holds: the rest up to the page after it is one more page.
      pages.splice(index, 1, fresh, { after: end, start: null, rows: [], endCursor: end, isStale: true })
    } else {
      following.after = end
      if (fresh.rows.length > 0) pages[index] = fresh
      else pages.splice(index, 1)
    }
    keepOnce(fresh)
  }

  /** A row that has moved in the order is where it was read last. */
  function keepOnce(fresh: Page<Row>): void {
    const ids = new Set(fresh.rows.map(({ id }) => id))
    for (const page of pages)
      if (page !== fresh && page.rows.some(({ id }) => ids.has(id))) page.rows = page.rows.filter(({ id }) => !ids.has(id))
  }

  return {
    snapshot,
    show(firstIndex, lastIndex) {
      shown = { first: firstIndex, last: lastIndex }
      schedule()
    },
    touch() {
      touches++
      for (const page of pages) page.isStale = true
      error = undefined
      schedule()
    },
    revise(id, revision) {
      for (const page of pages) {
        const index = page.rows.findIndex((row) => row.id === id)
        if (index < 0) continue
        const revised = revision(page.rows[index]!)
        page.rows = revised === null ? page.rows.toSpliced(index, 1) : page.rows.with(index, revised)
        if (revised === null && total !== undefined) total--
        tell()
        return
      }
    },
    retry() {
      error = undefined
      tell()
      schedule()
    },
    start() {
      abort ??= new AbortController()
      schedule()
    },
    stop() {
      clearTimeout(timer)
      abort?.abort()
      abort = undefined
      isLoading = false
    },
  }
}

/** Index of the last start that is not after the value; -1 when there is none. */
function lastAtMost(starts: readonly number[], value: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (starts[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
