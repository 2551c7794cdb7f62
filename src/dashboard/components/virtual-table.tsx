import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ListSnapshot, WindowedList } from '../live/windowed-list.ts'
import { Button } from './button.tsx'
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

export type VirtualTableProps<Row extends { id: string }> = {
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
 * A table of any length: only the rows on the screen are in the document. One row has the focus; arrows, Page Up and Down, Home and End move it. A
 * screen reader hears the number of all rows and the place of each (WAI-ARIA aria-rowcount, aria-rowindex).
 */
export function VirtualTable<Row extends { id: string }>(props: VirtualTableProps<Row>) {
  const { snapshot, list, empty } = props
  if (snapshot.total === undefined && snapshot.count === 0) {
    return snapshot.error === undefined ? <Loading /> : <ErrorState error={snapshot.error} onRetry={() => list.retry()} />
  }
  if (snapshot.count === 0 && snapshot.isComplete) return <>{empty}</>
  return <Rows {...props} />
}

function Rows<Row extends { id: string }>({ label, list, snapshot, columns, onOpen, rowHeight = 48 }: VirtualTableProps<Row>) {
  const t = useTranslations('common')
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(0)
  const count = Math.max(snapshot.total ?? 0, snapshot.count)
  const virtualizer = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 10 })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => list.show(first, last), [list, first, last])
  const tracks = columns.map(({ width }) => width).join(' ')

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(count - 1, index))
    setFocused(next)
    virtualizer.scrollToIndex(next)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }
  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const target = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + page,
      PageUp: focused - page,
      Home: 0,
      End: count - 1,
    }[event.key]
    if (target === undefined) return
    event.preventDefault()
    moveTo(target)
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
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className="table-row table-head" style={{ gridTemplateColumns: tracks }}>
            {columns.map((column) => (
              <div key={column.key} role="columnheader" className={cellClass(column)}>
                {column.title}
              </div>
            ))}
          </div>
        </div>
        <div ref={scroller} role="rowgroup" className="table-scroller">
          <div role="presentation" className="table-space" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = snapshot.rowAt(item.index)
              return (
                <div
                  key={row?.id ?? `place-${item.index}`}
                  role="row"
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  tabIndex={item.index === focused ? 0 : -1}
                  className={`table-row${onOpen ? ' table-row-link' : ''}`}
                  style={{ gridTemplateColumns: tracks, height: item.size, transform: `translateY(${item.start}px)` }}
                  onFocus={() => setFocused(item.index)}
                  onClick={(event) => row && isOnRow(event.target) && onOpen?.(row)}
                  onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && row && onOpen?.(row)}
                >
                  {row
                    ? columns.map((column) => (
                        <div key={column.key} role="gridcell" className={cellClass(column)}>
                          {column.cell(row)}
                        </div>
                      ))
                    : columns.map((column, index) => (
                        <div key={column.key} role="gridcell" className={cellClass(column)}>
                          <span className="skeleton" />
                          {index === 0 && <span className="visually-hidden">{t('loadingRow', { index: item.index + 1 })}</span>}
                        </div>
                      ))}
                </div>
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

function cellClass<Row>({ isNumber, isSecondary }: Column<Row>): string {
  return `table-cell${isNumber ? ' number' : ''}${isSecondary ? ' table-secondary' : ''}`
}

/** Whether a press was meant for the row, not for a button or link in it. */
function isOnRow(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, [role="button"]') === null
}
