import type { Position } from '../domain/change-cursor.ts'
import type { Database, ReadDatabase, Transaction } from './database.ts'
import { readHead } from './change-log.ts'

/** What was answered under a key, and to which request. */
export type KeptAnswer = { requestHash: Uint8Array; value: unknown; place: PlaceInLog }

/** `before`: where the log stood when the answer was made; `last`: which change of a limit was the last one with it. */
export type PlaceInLog = { before: Position; last: LimitChange | null }

/** A change of a limit, by what only it is of. */
export type LimitChange = { kind: 'SpendLimitSet' | 'SpendLimitCleared'; limitId: string; version: number }

type Stored = Omit<KeptAnswer, 'requestHash'>

export async function findKeptAnswer(transaction: Transaction, teamId: string, key: string): Promise<KeptAnswer | undefined> {
  const rows = await transaction.$queryRaw<{ requestHash: Uint8Array; answer: string }[]>`
    SELECT request_hash AS "requestHash", answer::text FROM idempotency_keys WHERE team_id = ${teamId}::uuid AND key = ${key}`
  const row = rows[0]
  return row && { requestHash: row.requestHash, ...(JSON.parse(row.answer, revive) as Stored) }
}

/** Keeps an answer with the write that it is of. Whoever holds the key (Command.keyOf) found none before; a second writer would make it fail. */
export async function keepAnswer(transaction: Transaction, teamId: string, key: string, answer: KeptAnswer): Promise<void> {
  const { requestHash, ...stored } = answer
  await transaction.$executeRaw`
    INSERT INTO idempotency_keys (team_id, key, request_hash, answer, created_at)
    VALUES (${teamId}::uuid, ${key}, ${requestHash}, ${JSON.stringify(stored satisfies Stored)}::jsonb, now())`
}

/** Where the log stood with what was answered, after that was committed. When that was pruned, where it stands. */
export async function findPosition(database: ReadDatabase, teamId: string, { before, last }: PlaceInLog): Promise<Position> {
  if (!last) return before
  const { kind, limitId, version } = last
  // From where the log stood: the change is among the next ones. The three kinds are those of the index.
  const rows = await database.$queryRaw<{ revision: bigint; id: string }[]>`
    SELECT revision, id FROM changes
    WHERE team_id = ${teamId}::uuid AND revision > ${before.revision} AND kind IN ('SpendLimitSet', 'SpendLimitCleared', 'SpendLimitExpired')
      AND kind = ${kind} AND COALESCE(data->'after', data->'before') @> jsonb_build_object('id', ${limitId}::text, 'version', ${version}::int)
    ORDER BY revision LIMIT 1`
  const found = rows[0]
  if (found) return { revision: Number(found.revision), changeId: found.id }
  return (await readHead(database, teamId)) ?? before
}

const piece = 5_000

/** Removes the keys that were kept for so long, a piece in one statement. Answers how many. */
export async function deleteOldKeys(database: Database, keptHours: number): Promise<number> {
  for (let removed = 0; ;) {
    const count = await database.$executeRaw`
      DELETE FROM idempotency_keys WHERE (team_id, key) IN (
        SELECT team_id, key FROM idempotency_keys WHERE created_at < now() - make_interval(hours => ${keptHours}::int)
        ORDER BY created_at LIMIT ${piece} FOR UPDATE SKIP LOCKED
      )`
    removed += count
    if (count < piece) return removed
  }
}

/** Times in an answer, which are all of limits. */
function revive(key: string, value: unknown): unknown {
  return (key === 'setAt' || key === 'expiresAt') && typeof value === 'string' ? new Date(value) : value
}
