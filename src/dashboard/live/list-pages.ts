import { moment, type Moment } from './freshness.ts'

export type ListPage<Row> = {
  rows: Row[]
  startCursor: string | null
  endCursor: string | null
  hasNextPage: boolean
  totalCount?: number | undefined
}

/** A place in the order: that of a row, which may be gone meanwhile. */
export type Place = { cursor: string; id: string }

/** Rows from a place in the order up to where the next page begins. `start`: the place of its first row when it was read; null before it was. */
export type Page<Row> = {
  after: string | null
  start: Place | null
  rows: Row[]
  endCursor: string | null
  /** Since when its rows may be others; null while they are what the server has. */
  staleSince: Moment | null
  /** The round in which it was read last. */
  readIn: number
}

/** A part of the order to be read, and the pages that the answer is put in the place of: none of a part after them all. */
type PageRange<Row> = { after: string | null; before: Place | null; covers: readonly Page<Row>[] }

/** The pages that have been loaded, without a hole, and which row is in which of them: a row is in one. */
export function createPages<Row extends { id: string }>(pageSize: number) {
  let pages: Page<Row>[] = []
  let hasMore = true
  const pageOf = new Map<string, Page<Row>>()

  function count(): number {
    let sum = 0
    for (const { rows } of pages) sum += rows.length
    return sum
  }

  function indexOf(id: string): number {
    const own = pageOf.get(id)
    if (!own) return -1
    let start = 0
    for (const page of pages) {
      if (page === own) return start + page.rows.findIndex((row) => row.id === id)
      start += page.rows.length
    }
    return -1
  }

  /** Puts an answer in the place of the pages that it covers. */
  function put({ after, before, covers }: PageRange<Row>, answer: ListPage<Row>, mark: Pick<Page<Row>, 'staleSince' | 'readIn'>): void {
    const { startCursor, endCursor, hasNextPage } = answer
    const rows = eachOnce(answer.rows)
    const start = startCursor !== null && rows[0] ? { cursor: startCursor, id: rows[0].id } : null
    const fresh: Page<Row> = { after, start, rows, endCursor, ...mark }
    const old = covers.flatMap((page) => page.rows)
    for (const { id } of old) pageOf.delete(id)
    const index = covers[0] ? pages.indexOf(covers[0]) : pages.length
    const isOnly = pages.length === covers.length
    const instead = rows.length > 0 || isOnly ? [fresh] : []
    // More came than is read at once: the rest up to the page after it is one more page, as it was until it is read.
    if (before !== null && hasNextPage)
      instead.push({
        ...fresh,
        after: endCursor,
        start: null,
        rows: restOf(old, rows),
        staleSince: mark.staleSince ?? moment(),
        readIn: -1,
      })
    pages = pages.toSpliced(index, covers.length, ...instead)
    if (before === null) hasMore = hasNextPage && rows.length > 0
    else if (instead.length === 0) pages[index]!.after = after
    for (const page of instead) own(page)
  }

  /** A row that has moved in the order is where it was read last. */
  function own(page: Page<Row>): void {
    const left = new Set<Page<Row>>()
    for (const { id } of page.rows) {
      const before = pageOf.get(id)
      if (before) left.add(before)
      pageOf.set(id, page)
    }
    for (const before of left) before.rows = before.rows.filter(({ id }) => pageOf.get(id) === before)
  }

  return {
    isThere: () => pages.length > 0,
    isComplete: () => !hasMore,
    isStale: () => pages.some((page) => page.staleSince !== null),
    count,
    indexOf,
    put,

    rowAt(): (index: number) => Row | undefined {
      const all = pages.map(({ rows }) => rows)
      const starts: number[] = []
      let sum = 0
      for (const rows of all) {
        starts.push(sum)
        sum += rows.length
      }
      return (index) => {
        const page = lastAtMost(starts, index)
        return page < 0 ? undefined : all[page]![index - starts[page]!]
      }
    },

    needsMore: (lastIndex: number) => hasMore && count() <= lastIndex,

    /** Those with rows in between that may be others by now. */
    staleIn(firstIndex: number, lastIndex: number): Page<Row>[] {
      const found: Page<Row>[] = []
      let start = 0
      for (const page of pages) {
        if (start > lastIndex) break
        const end = start + page.rows.length
        if (page.staleSince !== null && end >= firstIndex) found.push(page)
        start = end
      }
      return found
    },

    /** With a page what was never read after it; small pages are read together, so that there are never many of them. */
    rangeToReread(page: Page<Row>): PageRange<Row> {
      const index = pages.indexOf(page)
      let end = index + 1
      let rows = page.rows.length
      for (let next = pages[end]; next && (next.start === null || rows + next.rows.length <= pageSize); next = pages[++end])
        rows += next.rows.length
      return { after: page.after, before: pages[end]?.start ?? null, covers: pages.slice(index, end) }
    },

    rangeAfterAll: (): PageRange<Row> => ({ after: pages.at(-1)?.endCursor ?? null, before: null, covers: [] }),

    markStale(): void {
      const now = moment()
      for (const page of pages) page.staleSince ??= now
    },

    revise(id: string, revision: (row: Row) => Row | null): 'REVISED' | 'GONE' | undefined {
      const page = pageOf.get(id)
      if (!page) return undefined
      const index = page.rows.findIndex((row) => row.id === id)
      const revised = revision(page.rows[index]!)
      page.rows = revised === null ? page.rows.toSpliced(index, 1) : page.rows.with(index, revised)
      if (revised !== null) return 'REVISED'
      pageOf.delete(id)
      return 'GONE'
    },
  }
}

function eachOnce<Row extends { id: string }>(rows: Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return byId.size === rows.length ? rows : [...byId.values()]
}

/** Rows that stood after all that were read again, and were not among them. */
function restOf<Row extends { id: string }>(old: readonly Row[], fresh: readonly Row[]): Row[] {
  const ids = new Set(fresh.map(({ id }) => id))
  return old.slice(old.findLastIndex(({ id }) => ids.has(id)) + 1)
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
