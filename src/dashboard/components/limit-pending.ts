import { useSyncExternalStore } from 'react'
import type { TeamChange } from '../live/change-facts.ts'
import { useLive } from '../live/live-context.tsx'
import type { Live } from '../live/live.ts'
import { createStore, type Store } from '../live/store.ts'
import type { CurrentLimit } from './limit-target.ts'

/**
 * `baseVersion`: what it was when it was set here; as soon as the view shows another one, that counts. `isEnded`: the log told of an end of the limit
 * before the answer came, which may have been of this one.
 */
export type Pending = { limit: CurrentLimit | null; isSaved: boolean; baseVersion: number; isEnded?: boolean }

type Pendings = ReadonlyMap<string, Pending>

const pendingsOfLive = new WeakMap<Live, Store<Pendings>>()

/**
 * What was set here and does not show in the view's own data yet, by target: every place that shows a limit shows the same. It hears of the changes of
 * the team for as long as they are followed, whether a view shows the target or not.
 */
export function pendingsOf(live: Live): Store<Pendings> {
  const known = pendingsOfLive.get(live)
  if (known) return known
  const pendings = createStore<Pendings>(new Map())
  pendingsOfLive.set(live, pendings)
  live.listen((changes) => pendings.set(afterChanges(pendings.get(), changes)))
  return pendings
}

export function setPending(live: Live, targetId: string, pending: Pending | null): void {
  const pendings = pendingsOf(live)
  const next = new Map(pendings.get())
  if (pending === null) next.delete(targetId)
  else next.set(targetId, pending)
  pendings.set(next)
}

/** The answer has come. A limit that has ended meanwhile is left to what the views read. */
export function settlePending(live: Live, targetId: string, saved: CurrentLimit | null, baseVersion: number): void {
  const isEnded = pendingsOf(live).get().get(targetId)?.isEnded === true
  setPending(live, targetId, isEnded ? null : { limit: saved, isSaved: true, baseVersion })
}

/** The limit as it is shown: what was set here a moment ago, or what the view has read. */
export function useShownLimit(targetId: string, current: CurrentLimit | null): { limit: CurrentLimit | null; isSaving: boolean } {
  const pendings = pendingsOf(useLive())
  const pending = useSyncExternalStore(pendings.subscribe, () => pendings.get().get(targetId))
  const isOver = pending?.isSaved === true && (current?.version ?? 0) !== pending.baseVersion
  return !pending || isOver ? { limit: current, isSaving: false } : { limit: pending.limit, isSaving: !pending.isSaved }
}

/** A limit that was set where none was, and is gone again, is at the version that it began with: only the change tells. */
function afterChanges(pendings: Pendings, changes: readonly TeamChange[] | null): Pendings {
  const next = new Map(pendings)
  for (const [targetId, pending] of pendings) {
    if (changes !== null && !changes.some((change) => endsLimit(change, targetId, pending))) continue
    if (pending.isSaved) next.delete(targetId)
    else next.set(targetId, { ...pending, isEnded: true })
  }
  return next
}

function endsLimit(change: TeamChange, targetId: string, { limit }: Pending): boolean {
  if (change.__typename === 'SpendLimitCleared') return change.cleared.targetId === targetId && limit !== null
  return change.__typename === 'SpendLimitExpired' && change.expired.targetId === targetId
}
