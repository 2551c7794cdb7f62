/**
 * Guards a directory against mass removals by its identity provider. A removal is a user deactivated or deleted, or a membership taken away;
 * a deleted user counts once, without their memberships. Counting begins anew with the first removal after an hour.
 */
export type RemovalGuard = {
  removalsPerHour: number
  /** Removed since `since`, which is when the current hour began; null before the first removal. */
  counted: number
  since: Date | null
  /** From when on removals are refused, until an administrator resumes them. */
  pausedAt: Date | null
}

const hourMilliseconds = 3_600_000

/** The guard after `removals` more, or, when that would be more than an hour may have, the guard that pauses: then nothing may be removed. */
export function countRemovals(guard: RemovalGuard, removals: number, now: Date): RemovalGuard {
  if (guard.pausedAt || removals === 0) return guard
  const isOver = guard.since !== null && now.getTime() - guard.since.getTime() >= hourMilliseconds
  const current = isOver ? { ...guard, counted: 0, since: null } : guard
  const counted = current.counted + removals
  return counted > guard.removalsPerHour ? { ...current, pausedAt: now } : { ...current, counted, since: current.since ?? now }
}
