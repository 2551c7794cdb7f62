import type { TeamChange } from '../../live/change-facts.ts'
import { createStore, type Store } from '../../live/store.ts'
import type { ChangePage, ChangeSource } from './change-pages.ts'

export type FeedSnapshot = {
  /** The newest first, without a hole, each revision once. */
  rows: readonly TeamChange[]
  /** What came and is not among the rows yet: the feed is paused, or does not reach to the newest. */
  waiting: number
  /** How many have come since the start. */
  arrived: number
  isPaused: boolean
  hasOlder: boolean
  hasNewer: boolean
  isLoading: boolean
  error: unknown
  /** Where to follow from; null before the first page. */
  start: string | null
}

export type ActivityFeed = {
  snapshot: Store<FeedSnapshot>
  start(): void
  stop(): void
  /** Changes that were committed after the start, in order. */
  take(changes: readonly TeamChange[]): void
  /** Reads the newest page in the place of all that is shown; answers where the log stood. */
  readAnew(signal: AbortSignal): Promise<string>
  loadOlder(): void
  loadNewer(): void
  /** What failed is read, and what is under way once more: the connection that it was asked on may be dead. */
  retry(): void
  setPaused(isPaused: boolean): void
  /** Shows what waits. */
  release(): void
}

/** While nobody scrolls, not more rows are kept than this: a screen that is left open for days stays small. */
const mostRows = 1_000
/** Between two times that rows are put before those on the screen: nobody reads faster, and each time the whole list moves. */
const pauseMilliseconds = 400
/** More than this is counted, not kept; it is read when somebody wants to see it. */
const mostWaiting = 500

/** The change log from the newest back as far as somebody scrolls, and live at its head. */
export function createActivityFeed(source: ChangeSource, at: number | undefined): ActivityFeed {
  let rows: readonly TeamChange[] = []
  let olderCursor: string | null = null
  let newerCursor: string | null = null
  let start: string | null = null
  /** The oldest rows were let go of: where they begin has to be asked for. */
  let isTrimmed = false
  let waiting = nothingWaits
  /** What comes while the newest page is read: it may be in it, or not. */
  let meanwhile: TeamChange[] | undefined
  let lastTaken = 0
  let arrived = 0
  let isPaused = at !== undefined
  /** Rises when all rows are replaced: what was asked for before belongs to other rows. */
  let generation = 0
  let loading: Loading | undefined
  let error: unknown
  let failed: (() => void) | undefined
  let abort: AbortController | undefined
  const snapshot = createStore<FeedSnapshot>(toSnapshot())

  function toSnapshot(): FeedSnapshot {
    const hasOlder = olderCursor !== null || isTrimmed
    const isLoading = loading !== undefined
    return { rows, waiting: waiting.count, arrived, isPaused, hasOlder, hasNewer: newerCursor !== null, isLoading, error, start }
  }
  const tell = (): void => snapshot.set(toSnapshot())
  let telling: ReturnType<typeof setTimeout> | undefined
  let lastTold = -Infinity
  /** The first that comes shows at once, what follows on its heels together. */
  function tellSoon(): void {
    telling ??= setTimeout(
      () => {
        telling = undefined
        lastTold = Date.now()
        // What failed is tried again when somebody asks for it, or the connection is back.
        if (!isPaused && error === undefined) showWaiting()
        tell()
      },
      Math.max(0, lastTold + pauseMilliseconds - Date.now()),
    )
  }

  /** One after the other; what fails can be tried again. */
  async function load(read: Read): Promise<void> {
    const signal = abort?.signal
    if (!signal) return
    if (loading) return void (loading.next = () => void load(read))
    const mine: Loading = { read }
    loading = mine
    const began = generation
    error = undefined
    failed = undefined
    tell()
    try {
      const apply = await read(signal)
      if (loading === mine && began === generation) apply()
    } catch (reason) {
      if (loading === mine) {
        error = reason
        failed = () => void load(read)
      }
    }
    // Stopped, or asked once more.
    if (loading !== mine) return
    loading = undefined
    tell()
    mine.next?.()
  }

  function replace(page: ChangePage): void {
    generation++
    rows = page.changes
    olderCursor = page.olderCursor
    newerCursor = page.newerCursor
    isTrimmed = false
    start ??= page.changeCursor
  }

  /** What waits goes before the rows, if there is no hole between. */
  function join(): void {
    if (newerCursor !== null || waiting.isMore) return
    const newest = rows[0]?.revision ?? 0
    rows = [...waiting.changes.filter(({ revision }) => revision > newest).toReversed(), ...rows]
    waiting = nothingWaits
    // What is older is read after the last of the rows: it stays until then.
    if (isPaused || loading || rows.length <= mostRows) return
    rows = rows.slice(0, mostRows)
    isTrimmed = true
  }

  /** What waits is shown: put before the rows, or, where there is a hole between, read with the newest in their place. */
  function showWaiting(): void {
    join()
    const isHole = newerCursor !== null || waiting.isMore
    if (!isHole || meanwhile) return
    void load(async (signal) => {
      const page = await readNewest(signal)
      return () => showNewest(page)
    })
  }

  async function readNewest(signal: AbortSignal): Promise<ChangePage> {
    const mine: TeamChange[] = []
    meanwhile = mine
    try {
      return await source.newest(signal)
    } catch (reason) {
      if (meanwhile === mine) meanwhile = undefined
      throw reason
    }
  }

  function showNewest(page: ChangePage): void {
    replace(page)
    const newest = rows[0]?.revision ?? 0
    const changes = (meanwhile ?? []).filter(({ revision }) => revision > newest)
    meanwhile = undefined
    waiting = { changes, count: changes.length, isMore: false }
    lastTaken = changes.at(-1)?.revision ?? newest
    if (!isPaused) join()
  }

  return {
    snapshot,
    start() {
      if (abort) return
      abort = new AbortController()
      if (start !== null) return
      void load(async (signal) => {
        const page = await (at === undefined ? source.newest(signal) : source.around(at, signal))
        return () => replace(page)
      })
    },
    stop() {
      abort?.abort()
      abort = undefined
      loading = undefined
      meanwhile = undefined
      clearTimeout(telling)
      telling = undefined
    },
    take(changes) {
      const more = changes.filter(({ revision }) => revision > lastTaken)
      lastTaken = more.at(-1)?.revision ?? lastTaken
      arrived += more.length
      meanwhile?.push(...more)
      waiting = withMore(waiting, more)
      tellSoon()
    },
    async readAnew(signal) {
      const page = await readNewest(signal)
      if (!signal.aborted) showNewest(page)
      tell()
      return page.changeCursor
    },
    loadOlder() {
      const last = rows.at(-1)
      if (loading || !last || (olderCursor === null && !isTrimmed)) return
      void load(async (signal) => {
        const before = isTrimmed ? await source.cursorAt(last.revision, signal) : olderCursor
        const page = before === null ? null : await source.older(before, signal)
        return () => {
          rows = [...rows, ...(page?.changes ?? []).filter(({ revision }) => revision < last.revision)]
          olderCursor = page?.olderCursor ?? null
          isTrimmed = false
        }
      })
    },
    loadNewer() {
      const after = newerCursor
      if (loading || after === null) return
      void load(async (signal) => {
        const page = await source.newer(after, signal)
        return () => {
          const newest = rows[0]?.revision ?? 0
          rows = [...page.changes.filter(({ revision }) => revision > newest), ...rows]
          newerCursor = page.newerCursor
          if (!isPaused) join()
        }
      })
    },
    retry() {
      if (!loading) return failed?.()
      const { read, next } = loading
      loading = undefined
      void load(read)
      if (next) loading = Object.assign(loading!, { next })
    },
    setPaused(paused) {
      if (isPaused === paused) return
      isPaused = paused
      if (!isPaused) showWaiting()
      tell()
    },
    release() {
      isPaused = false
      showWaiting()
      tell()
    },
  }
}

/** Answers what to do with what it read. */
type Read = (signal: AbortSignal) => Promise<() => void>
/** `next` is what waits for it. */
type Loading = { read: Read; next?: () => void }

/** In order. `isMore`: more than is kept. */
type Waiting = { changes: readonly TeamChange[]; count: number; isMore: boolean }
const nothingWaits: Waiting = { changes: [], count: 0, isMore: false }

function withMore({ changes, count, isMore }: Waiting, more: readonly TeamChange[]): Waiting {
  const all = count + more.length
  if (isMore || all > mostWaiting) return { changes: [], count: all, isMore: true }
  return { changes: [...changes, ...more], count: all, isMore: false }
}
