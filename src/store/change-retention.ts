import type { Database, ReadDatabase } from './database.ts'

/** What stays in every team's log: its newest change, and of the others those that are both young enough and among the newest. */
export type Retention = { keptDays: number; keptEntries: number }

/** `oldest`: the first revision of the team's log. `isDue`: whether that change may go. */
export type LogEnd = { teamId: string; oldest: number; isDue: boolean }

/** Where the logs of the teams after `afterTeamId` begin, in order of the teams' ids, at most `limit`: one look into the index for each. */
export async function findLogEnds(
  database: ReadDatabase,
  { keptDays, keptEntries }: Retention,
  afterTeamId: string | undefined,
  limit: number,
): Promise<LogEnd[]> {
  const rows = await database.$queryRaw<{ teamId: string; oldest: bigint; isDue: boolean }[]>`
    SELECT head.team_id AS "teamId", oldest.revision AS oldest,
      oldest.revision < head.revision AND (oldest.revision <= head.revision - ${keptEntries}::bigint OR oldest.at < now() - make_interval(days => ${keptDays}::int)) AS "isDue"
    FROM (
      SELECT team_id, revision FROM team_heads WHERE team_id > ${afterTeamId ?? firstId}::uuid ORDER BY team_id LIMIT ${limit}
    ) AS head
    CROSS JOIN LATERAL (SELECT revision, at FROM changes WHERE team_id = head.team_id ORDER BY revision LIMIT 1) AS oldest
    ORDER BY head.team_id`
  return rows.map(({ teamId, oldest, isDue }) => ({ teamId, oldest: Number(oldest), isDue }))
}

const firstId = '00000000-0000-0000-0000-000000000000'

/** `limit` in rows, `limitBytes` in bytes as they are stored; one change goes, however large. */
export type LogPiece = { teamId: string; from: number; limit: number; limitBytes: number }

/** `isElsewhere`: another node was at it, and nothing was done. `more`: the revision from which on there is more that may go. */
export type PrunedPiece = { isElsewhere: boolean; changes: number; more: number | undefined }

/**
 * Removes the oldest changes of one team, whose log begins at `from` or later, up to the first that stays. One statement, so that what is
 * there is always dense: before, after, and when the process is killed within it.
 *
 * It locks the rows that it removes and nothing else. Writers only append to the log and readers take no locks, so neither waits for it. Of
 * one database one node at a time does this: who finds another one at it does not wait. Should this one have begun to
 * read before the other one's commit, it meets rows that are gone and leaves them alone.
 */
export async function pruneLog(
  database: Database,
  { keptDays, keptEntries }: Retention,
  { teamId, from, limit, limitBytes }: LogPiece,
): Promise<PrunedPiece> {
  // Revisions are in the order of time, but clocks are set back: a change goes when all before it go, so its time alone never leaves a hole.
  const rows = await database.$queryRaw<{ isOurs: boolean; changes: bigint; last: bigint | null; hasMore: boolean | null }[]>`
    WITH turn AS MATERIALIZED (
      SELECT pg_try_advisory_xact_lock(hashtextextended('the change log is pruned', 0)) AS is_ours
    ), page AS MATERIALIZED (
      SELECT change.revision, change.at, head.revision AS head, row_number() OVER in_order AS number, sum(change.bytes) OVER in_order AS bytes
      FROM turn, team_heads AS head, LATERAL (
        SELECT revision, at, pg_column_size(data) AS bytes FROM changes
        WHERE team_id = ${teamId}::uuid AND revision >= ${from}::bigint ORDER BY revision LIMIT ${limit}::int + 1
      ) AS change
      WHERE turn.is_ours AND head.team_id = ${teamId}::uuid
      WINDOW in_order AS (ORDER BY change.revision)
    ), kept AS MATERIALIZED (
      SELECT min(revision) AS first FROM page
      WHERE revision = head OR (revision > head - ${keptEntries}::bigint AND at >= now() - make_interval(days => ${keptDays}::int))
    ), due AS MATERIALIZED (
      SELECT max(revision) FILTER (WHERE number = 1 OR (number <= ${limit}::int AND bytes <= ${limitBytes}::bigint)) AS last, max(revision) AS newest
      FROM page, kept WHERE kept.first IS NULL OR revision < kept.first
    ), pruned AS (
      DELETE FROM changes WHERE team_id = ${teamId}::uuid AND revision BETWEEN ${from}::bigint AND (SELECT last FROM due) RETURNING revision
    )
    SELECT is_ours AS "isOurs", (SELECT count(*) FROM pruned) AS changes, due.last, due.newest > due.last AS "hasMore" FROM turn, due`
  const { isOurs, changes, last, hasMore } = rows[0]!
  return { isElsewhere: !isOurs, changes: Number(changes), more: hasMore ? Number(last) + 1 : undefined }
}
