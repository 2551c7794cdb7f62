import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { countRemovals } from '../domain/removal-guard.ts'
import type { Admission } from './admitting.ts'
import { lockRemovalGuards, saveRemovalGuard, type StoredRemovalGuard } from '../store/removal-guard.ts'
import type { Transaction } from '../store/database.ts'

/** What a command that may remove something knows of its request. */
export type GuardedInput = Admission & { directoryId: string; actor: Actor }

/** A refusal that brings a change with it: that removals are paused from now on. */
export type PausedRemovals = { error: DomainError; changes: readonly NewChange[] }

export type Removals = {
  /** Counts what the request is about to remove. Answers the refusal when that is too much; then nothing of the request may be done. */
  count(input: GuardedInput, removals: number): PausedRemovals | undefined
  /** Writes what was counted; to be called once, when all requests are decided. */
  save(): Promise<void>
}

/** Locks the guards of these requests; the first thing that a command does. Without guarded requests it asks nothing. */
export async function guardRemovals(transaction: Transaction, inputs: readonly GuardedInput[]): Promise<Removals> {
  const directoryIds = [...new Set(inputs.flatMap(({ isGuarded, directoryId }) => (isGuarded ? directoryId : [])))]
  const guards = directoryIds.length > 0 ? await lockRemovalGuards(transaction, directoryIds) : new Map<string, StoredRemovalGuard>()
  const before = new Map(guards)
  return {
    count({ directoryId, actor }, removals) {
      const guard = guards.get(directoryId)
      if (!guard || removals === 0) return undefined
      const after = { ...guard, ...countRemovals(guard, removals, guard.now) }
      guards.set(directoryId, after)
      if (!after.pausedAt) return undefined
      const { directory, removalsPerHour } = guard
      const isFirst = !guard.pausedAt
      return {
        error: removalsPaused(after, removals),
        changes: isFirst ? [{ kind: 'DirectoryRemovalsPaused', actor, data: { directory, removalsPerHour } }] : [],
      }
    },
    async save() {
      for (const [id, guard] of guards) if (guard !== before.get(id)) await saveRemovalGuard(transaction, id, guard)
    },
  }
}

// Not when the hour is over: it is a person who lets removals go on. Identity providers try again, and this often costs nobody much.
const retryAfterSeconds = 300

function removalsPaused({ directory, removalsPerHour, counted, since, pausedAt }: StoredRemovalGuard, removals: number): DomainError {
  const already = since ? `${counted} since ${since.toISOString()}` : 'none in this hour'
  return new DomainError(
    'REMOVALS_PAUSED',
    `This request would remove ${removals} ${removals === 1 ? 'user or membership' : 'users or memberships'}. Directory "${directory.name}" may lose ${removalsPerHour} in an hour and has lost ${already}, so all its removals are ` +
      `paused since ${pausedAt!.toISOString()}. Nothing was changed; additions and other changes go on. ` +
      'An administrator resumes removals by modifyDirectory with resumeRemovals, and may set another removalsPerHour there.',
    { retryAfterSeconds },
  )
}
