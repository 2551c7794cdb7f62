import type { Provider } from '../domain/directory.ts'
import type { RemovalGuard } from '../domain/removal-guard.ts'
import type { Transaction } from './database.ts'

/** `now` by the clock of the database: nodes may differ. */
export type StoredRemovalGuard = RemovalGuard & { directory: { id: string; name: string; provider: Provider }; now: Date }

/**
 * The guards of those of these directories that have one, by directory id. No other transaction counts removals of them until this one
 * ends, so they are locked before users and groups, whose locks the others wait for.
 */
export async function lockRemovalGuards(
  transaction: Transaction,
  directoryIds: readonly string[],
): Promise<Map<string, StoredRemovalGuard>> {
  const rows = await transaction.$queryRaw<(RemovalGuard & { id: string; name: string; provider: Provider; now: Date })[]>`
    SELECT id, name, provider, removals_per_hour AS "removalsPerHour", removals_counted AS counted, removals_since AS since, removals_paused_at AS "pausedAt",
      date_trunc('milliseconds', clock_timestamp()) AS now
    FROM directories WHERE id = ANY(${[...directoryIds]}::uuid[]) AND removals_per_hour IS NOT NULL ORDER BY id FOR NO KEY UPDATE`
  return new Map(rows.map(({ id, name, provider, ...guard }) => [id, { ...guard, directory: { id, name, provider } }]))
}

/** Writes what was counted by a guard that this transaction has locked. */
export async function saveRemovalGuard(
  transaction: Transaction,
  directoryId: string,
  { counted, since, pausedAt }: RemovalGuard,
): Promise<void> {
  await transaction.directory.update({
    where: { id: directoryId },
    data: { removalsCounted: counted, removalsSince: since, removalsPausedAt: pausedAt },
    select: { id: true },
  })
}
