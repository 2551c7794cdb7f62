import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { ListSnapshot } from '../live/windowed-list.ts'

/** Keeps the rows that are looked at where they are while others come and go above them. At the very top what comes is seen coming. */
export function useKeptPlace<Row extends { id: string }>(
  scroller: RefObject<HTMLElement | null>,
  snapshot: ListSnapshot<Row>,
  range: { startIndex: number; endIndex: number } | null,
  rowHeight: number,
): void {
  const looked = useRef<{ id: string; index: number }[]>([])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || element.scrollTop <= 0) return
    const moves = looked.current
      .map(({ id, index }) => ({ now: snapshot.indexOf(id), index }))
      .filter(({ now }) => now >= 0)
      .map(({ now, index }) => now - index)
    // Most of them: one of them may have gone far away.
    const moved = moves.sort((a, b) => a - b)[Math.floor(moves.length / 2)] ?? 0
    if (moved !== 0) element.scrollBy({ top: moved * rowHeight, behavior: 'instant' })
  }, [scroller, snapshot, rowHeight])
  useLayoutEffect(() => {
    looked.current = []
    for (let index = range?.startIndex ?? 0; index <= (range?.endIndex ?? -1); index++) {
      const row = snapshot.rowAt(index)
      if (row) looked.current.push({ id: row.id, index })
    }
  })
}
