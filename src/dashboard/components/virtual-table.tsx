import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { memo, useCallback, useEffect, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ListSnapshot, WindowedList } from '../live/windowed-list.ts'
import { Button } from './button.tsx'
import { useKeptPlace } from './kept-place.ts'
import { useRowFocus } from './row-focus.ts'
import { ErrorState, Loading } from './states.tsx'

export type Column<Row> = {
  key: string
  title: string
  /** A track of a CSS grid, such as `2fr` or `8rem`. */
  width: string
  cell(row: Row): ReactNode
  isNumber?: boolean
  /** Left out where the screen is narrow. */
  isSecondary?: boolean
}

type VirtualTableProps<Row extends { id: string }> = {
  label: string
  list: WindowedList<Row>
  snapshot: ListSnapshot<Row>
  columns: readonly Column<Row>[]
  /** Enter, or a press on the row, opens it. */
  onOpen?: (row: Row) => void
  empty: ReactNode
  rowHeight?: number
}

/**
 * A table of any length: only the rows on the screen are in the document. One row has the focus and keeps it wherever it moves; arrows, Page Up and
 * Down, Home and End go on from it. What comes and goes above the screen does not move it. A screen reader hears the number of all rows and the place
 * of each (WAI-ARIA aria-rowcount, aria-rowindex).
 */
export function VirtualTable<Row extends { id: string }>(props: VirtualTableProps<Row>) {
  const { snapshot, list, empty } = props
  if (snapshot.count === 0 && (snapshot.total === undefined || (snapshot.error !== undefined && !snapshot.isComplete))) {
    return snapshot.error === undefined ? <Loading /> : <ErrorState error={snapshot.error} onRetry={() => list.retry()} />
  }
  if (snapshot.count === 0 && snapshot.isComplete) return <>{empty}</>
  return <Rows {...props} />
}

const overscan = 10

function Rows<Row extends { id: string }>({ label, list, snapshot, columns, onOpen, rowHeight = 48 }: VirtualTableProps<Row>) {
  const t = useTranslations('common')
  const scroller = useRef<HTMLDivElement>(null)
  const count = Math.max(snapshot.total ?? 0, snapshot.count)
  const focus = useRowFocus(scroller, snapshot, count)
  const focused = focus.index
  // The row with the focus stays in the document when it is scrolled away: the focus would be lost with it.
  const rangeExtractor = useCallback(
    (range: Range) => [...new Set([...defaultRangeExtractor(range), focused])].filter((index) => index < range.count).sort((a, b) => a - b),
    [focused],
  )
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    rangeExtractor,
  })
  const items = virtualizer.getVirtualItems()
  const first = Math.max(0, (virtualizer.range?.startIndex ?? 0) - overscan)
  const last = Math.max(0, Math.min(count - 1, (virtualizer.range?.endIndex ?? 0) + overscan))
  useEffect(() => list.show(first, last), [list, first, last])
  useKeptPlace(scroller, snapshot, virtualizer.range, rowHeight)

  function onKeyDown(event: KeyboardEvent): void {
    if (!isOfTable(event) || isTyping(event.target)) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const target = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + page,
      PageUp: focused - page,
      Home: 0,
      End: count - 1,
    }[event.key]
    if (target === undefined || event.altKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const next = Math.max(0, Math.min(count - 1, target))
    focus.moveTo(next)
    virtualizer.scrollToIndex(next)
  }
  return (
    <div className="table-frame">
      <div
        className="table"
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-readonly="true"
        tabIndex={-1}
        style={tracksOf(columns)}
        onKeyDown={onKeyDown}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
      >
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className="table-row table-head">
            {columns.map((column) => (
              <div key={column.key} role="columnheader" className={cellClass(column)}>
                {column.title}
              </div>
            ))}
          </div>
        </div>
        <div ref={scroller} role="rowgroup" className="table-scroller" style={{ height: virtualizer.getTotalSize() }}>
          <div role="presentation" className="table-space" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = snapshot.rowAt(item.index)
              return (
                <TableRow
                  key={row?.id ?? `place-${item.index}`}
                  row={row}
                  index={item.index}
                  top={item.start}
                  height={item.size}
                  isFocused={item.index === focused}
                  columns={columns}
                  onOpen={onOpen}
                />
              )
            })}
          </div>
        </div>
      </div>
      {snapshot.error !== undefined && (
        <div className="row table-foot" role="alert">
          <span>{t('listInterrupted')}</span>
          <Button onPress={() => list.retry()}>{t('retry')}</Button>
        </div>
      )}
    </div>
  )
}

type TableRowProps<Row> = {
  row: Row | undefined
  index: number
  top: number
  height: number
  isFocused: boolean
  columns: readonly Column<Row>[]
  onOpen: ((row: Row) => void) | undefined
}

/** Of one that stayed the same nothing is worked out again. */
const TableRow = memo(function TableRow<Row extends { id: string }>(props: TableRowProps<Row>) {
  const { row, index, top, height, isFocused, columns, onOpen } = props
  return (
    <div
      role="row"
      data-index={index}
      data-id={row?.id}
      aria-rowindex={index + 2}
      tabIndex={isFocused ? 0 : -1}
      className={`table-row${onOpen ? ' table-row-link' : ''}`}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={(event) => row && isOfTable(event) && isOnRow(event.target) && onOpen?.(row)}
      onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && row && onOpen?.(row)}
    >
      {columns.map((column, place) => (
        <div key={column.key} role="gridcell" className={cellClass(column)}>
          {row ? column.cell(row) : <Skeleton index={place === 0 ? index : undefined} />}
        </div>
      ))}
    </div>
  )
}) as <Row extends { id: string }>(props: TableRowProps<Row>) => ReactNode

function Skeleton({ index }: { index: number | undefined }) {
  const t = useTranslations('common')
  return (
    <>
      <span className="skeleton" />
      {index !== undefined && <span className="visually-hidden">{t('loadingRow', { index: index + 1 })}</span>}
    </>
  )
}

function tracksOf<Row>(columns: readonly Column<Row>[]): CSSProperties {
  const tracks = (some: readonly Column<Row>[]): string => some.map(({ width }) => width).join(' ')
  return { '--tracks': tracks(columns), '--tracks-narrow': tracks(columns.filter(({ isSecondary }) => !isSecondary)) } as CSSProperties
}

function cellClass<Row>({ isNumber, isSecondary }: Column<Row>): string {
  return `table-cell${isNumber ? ' number' : ''}${isSecondary ? ' table-secondary' : ''}`
}

/** Not of a dialog that a cell has opened: React tells of its events here, too. */
function isOfTable({ target, currentTarget }: { target: EventTarget; currentTarget: Element }): boolean {
  return target instanceof Node && currentTarget.contains(target)
}

function isTyping(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="listbox"], [role="menu"]') !== null
}

/** Whether a press was meant for the row, not for a button or link in it. */
function isOnRow(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, [role="button"]') === null
}
