import { createContext, use, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { FollowOptions } from '../../client/following.ts'
import type { ChangeListener, Live } from './live.ts'
import { lagSince, moment, type Freshness } from './freshness.ts'
import { createWindowedList, type ListSnapshot, type WindowedList, type WindowedListOptions } from './windowed-list.ts'

export const LiveContext = createContext<Live | null>(null)

export function useLive(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('Nothing is followed here.')
  return live
}

export function useFreshness(): Freshness {
  const { freshness } = useLive()
  return useSyncExternalStore(freshness.subscribe, freshness.get)
}

/** Hears of each change of the team for as long as the component is there. */
export function useTeamChanges(listener: ChangeListener): void {
  const live = useLive()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => live.listen((changes) => latest.current(changes)), [live])
}

/** Follows one more subscription for as long as the component is there; begins anew when `key` is another. Null follows nothing. */
export function useFollowing<Data, Variables>(key: string, options: FollowOptions<Data, Variables> | null): void {
  const live = useLive()
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const isWanted = options !== null
  useEffect(() => {
    const first = latest.current
    if (!first) return undefined
    const following = live.follow<Data, Variables>({
      ...first,
      onChanges: (changes) => latest.current?.onChanges(changes),
      onCheckpoint: (checkpoint) => latest.current?.onCheckpoint?.(checkpoint),
    })
    return () => following.stop()
  }, [live, key, isWanted])
}

/** A long list, begun anew when `key` is another. */
export function useWindowedList<Row extends { id: string }>(
  key: string,
  options: WindowedListOptions<Row>,
): { list: WindowedList<Row>; snapshot: ListSnapshot<Row> } {
  const [kept, setKept] = useState(() => ({ key, list: createWindowedList(options) }))
  let current = kept
  if (kept.key !== key) {
    current = { key, list: createWindowedList(options) }
    setKept(current)
  }
  const { list } = current
  useEffect(() => {
    list.start()
    return () => list.stop()
  }, [list])
  const snapshot = useSyncExternalStore(list.snapshot.subscribe, list.snapshot.get)
  const live = useLive()
  useEffect(() => live.watch(list), [live, list])
  return { list, snapshot }
}

/** What is shown is not what was asked for: the longer that lasts, the less fresh the screen is. */
export function useLagWhile(isBehind: boolean): void {
  const live = useLive()
  useEffect(() => {
    if (!isBehind) return undefined
    const since = moment()
    return live.watch({ lag: () => lagSince(since, false) })
  }, [live, isBehind])
}

/** What could not be read is read when the connection is back, or somebody asks for it. Null before it is read, it is behind of nothing. */
export function useRetry(shown: { retry(): void }): void {
  const live = useLive()
  useEffect(() => live.watch({ lag: () => null, retry: () => shown.retry() }), [live, shown])
}
