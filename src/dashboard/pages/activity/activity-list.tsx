import { defaultRangeExtractor, useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import type { TeamChange } from '../../live/change-facts.ts'
import type { ActivityFeed, FeedSnapshot } from './activity-feed.ts'
import { ActivityRow } from './activity-row.tsx'

type ActivityListProps = {
  feed: ActivityFeed
  snapshot: FeedSnapshot
  at: number | undefined
  /** Rises when somebody wants to see the newest. */
  returns: number
  /** Somebody reads: the list is scrolled away from its top, or a row has the focus. */
  onReading(isReading: boolean): void
}

const rowHeight = 52
/** Less than this is no scrolling. */
const topPixels = 8

/** A feed (WAI-ARIA): rows of any height, of which those on the screen are in the document; arrows and Page Up and Down move the focus from row to row. */
export function ActivityList({ feed, snapshot, at, returns, onReading }: ActivityListProps) {
  const t = useTranslations('activity')
  const scroller = useRef<HTMLDivElement>(null)
  const { rows, hasOlder, isLoading, error } = snapshot
  const { focused, ...roving } = useFocusedRow(scroller, rows)
  // The row with the focus stays in the document when it is scrolled away: the focus would be lost with it.
  const rangeExtractor = useCallback(
    (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), focused])].filter((index) => index >= 0 && index < range.count).sort((a, b) => a - b),
    [focused],
  )
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]!.revision,
    overscan: 8,
    rangeExtractor,
  })
  const items = virtualizer.getVirtualItems()
  const last = virtualizer.range?.endIndex ?? 0
  useEffect(() => {
    if (last >= rows.length - 20 && hasOlder && error === undefined) feed.loadOlder()
  }, [feed, last, rows.length, hasOlder, isLoading, error])
  useArrival(virtualizer, rows, at)
  const { onFocus, onBlur, onScroll } = useReading(scroller, onReading)
  const current = focused < 0 ? (items[0]?.index ?? 0) : focused
  function onKeyDown(event: KeyboardEvent): void {
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 1, PageUp: -1 }
    const step = steps[event.key]
    const to = step === undefined ? { Home: 0, End: rows.length - 1 }[event.key] : current + step
    if (to === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(rows.length - 1, to))
    roving.moveTo(next)
    virtualizer.scrollToIndex(next)
  }
  useEffect(() => {
    if (returns === 0) return
    scroller.current?.scrollTo({ top: 0 })
    // The button that was pressed is gone.
    scroller.current?.focus({ preventScroll: true })
  }, [returns])
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of a feed are its own (WAI-ARIA) */}
      <div
        ref={scroller}
        role="feed"
        aria-label={t('log')}
        aria-busy={isLoading}
        tabIndex={-1}
        className="activity-scroller"
        onFocus={(event) => {
          onFocus(event)
          roving.onFocus(event.target)
        }}
        onBlur={onBlur}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className="table-space" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => (
            <ActivityRow
              key={item.key}
              ref={virtualizer.measureElement}
              change={rows[item.index]!}
              index={item.index}
              count={hasOlder ? -1 : rows.length}
              offset={item.start}
              isTarget={rows[item.index]!.revision === at}
              isFocusable={item.index === current}
            />
          ))}
        </div>
      </div>
      {error !== undefined && (
        <div className="row table-foot" role="alert">
          <span>{t('interrupted')}</span>
          <Button onPress={() => feed.retry()}>{t('retry')}</Button>
        </div>
      )}
    </>
  )
}

/** Shows the row that a link leads to, and keeps what is read in its place when rows come before it. */
function useArrival(virtualizer: Virtualizer<HTMLDivElement, Element>, rows: readonly TeamChange[], at: number | undefined): void {
  const isShown = useRef(false)
  const first = useRef(rows[0]?.revision)
  useLayoutEffect(() => {
    const target = rows.findIndex(({ revision }) => revision === at)
    if (!isShown.current && target > 0) virtualizer.scrollToIndex(target, { align: 'center' })
    isShown.current = true
  }, [virtualizer, rows, at])
  useLayoutEffect(() => {
    const before = first.current
    first.current = rows[0]?.revision
    const offset = virtualizer.scrollOffset ?? 0
    if (before === undefined || before === first.current || offset <= topPixels) return
    const moved = rows.findIndex(({ revision }) => revision === before)
    if (moved > 0) virtualizer.scrollToIndex(moved, { align: 'start' })
  }, [virtualizer, rows])
}

function useReading(scroller: RefObject<HTMLDivElement | null>, onReading: (isReading: boolean) => void) {
  const hasFocus = useRef(false)
  const tell = (): void => onReading(hasFocus.current || (scroller.current?.scrollTop ?? 0) > topPixels)
  return {
    onScroll: tell,
    onFocus(event: FocusEvent<HTMLDivElement>) {
      hasFocus.current = event.target !== event.currentTarget
      tell()
    },
    onBlur(event: FocusEvent<HTMLDivElement>) {
      hasFocus.current = event.relatedTarget !== event.currentTarget && event.currentTarget.contains(event.relatedTarget)
      tell()
    },
  }
}

/** One row can be reached with Tab; keys move it. It is remembered by its revision: rows come and shift. -1 before one had the focus. */
function useFocusedRow(scroller: RefObject<HTMLDivElement | null>, rows: readonly TeamChange[]) {
  const [revision, setRevision] = useState<number>()
  const isMoving = useRef(false)
  useLayoutEffect(() => {
    if (!isMoving.current) return
    isMoving.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-revision="${revision}"]`)?.focus()
  })
  return {
    focused: rows.findIndex((row) => row.revision === revision),
    moveTo(index: number) {
      isMoving.current = true
      setRevision(rows[index]?.revision)
    },
    onFocus(element: Element) {
      const focused = element.closest('[data-revision]')?.getAttribute('data-revision')
      if (focused != null) setRevision(Number(focused))
    },
  }
}
