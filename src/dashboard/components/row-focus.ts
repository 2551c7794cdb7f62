import { useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'
import type { ListSnapshot } from '../live/windowed-list.ts'

/** Which row has the focus: it goes along with the row; when that is gone, the one in its place has it. */
export function useRowFocus<Row extends { id: string }>(
  scroller: RefObject<HTMLElement | null>,
  snapshot: ListSnapshot<Row>,
  count: number,
): { index: number; moveTo(index: number): void; onFocus(event: FocusEvent): void; onBlur(event: FocusEvent): void } {
  const [focused, setFocused] = useState<{ index: number; id: string | undefined }>({ index: 0, id: undefined })
  const isWithin = useRef(false)
  const isMoving = useRef(false)
  const place = focused.id === undefined ? -1 : snapshot.indexOf(focused.id)
  const index = Math.max(0, Math.min(count - 1, place >= 0 ? place : focused.index))

  useLayoutEffect(() => {
    // A row that went out of the document, or was put elsewhere in it, has lost the focus without anybody having left it.
    const isLost = isWithin.current && document.activeElement === document.body
    const hasMoved = isMoving.current
    if (!hasMoved && !isLost) return
    isMoving.current = false
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    row?.focus({ preventScroll: true })
    // The table has scrolled to it; the table itself may be half out of the window.
    if (hasMoved) row?.scrollIntoView({ block: 'nearest' })
  })

  return {
    index,
    moveTo(next) {
      isMoving.current = true
      setFocused({ index: next, id: snapshot.rowAt(next)?.id })
    },
    onFocus({ target }) {
      isWithin.current = true
      const row = target.closest<HTMLElement>('[data-index]')
      if (!row || !scroller.current?.contains(row)) return
      const at = Number(row.dataset['index'])
      const id = row.dataset['id']
      setFocused((before) => (before.index === at && before.id === id ? before : { index: at, id }))
    },
    onBlur({ relatedTarget, currentTarget }) {
      isWithin.current = relatedTarget !== null && currentTarget.contains(relatedTarget)
    },
  }
}
