import { v7 } from 'uuid'
import type { Provider } from '../domain/directory.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Database, ReadDatabase } from './database.ts'

/** One request of an identity provider with its outcome. No secrets, no bodies. */
export type ScimRequest = {
  id: string
  directoryId: string
  /** When it was answered. */
  at: Date
  method: string
  path: string
  provider: Provider | null
  userAgent: string | null
  status: number
  scimType: string | null
  detail: string | null
  ignored: string[]
  tolerated: string[]
  durationMilliseconds: number
  /** Of the changes that it made in its team's log. */
  revisions: number[]
}

/** A new id; those of one process grow in the order in which they are made, so that they are the order of the log. */
export function newScimRequestId(): string {
  return v7()
}

/**
 * Requests whose directory is not there are left out, without waiting for one that is just being deleted. Again: nothing is stored twice.
 * Answers the directory of each one stored.
 */
export async function insertScimRequests(database: Database, requests: readonly ScimRequest[]): Promise<string[]> {
  const rows = requests.map(({ directoryId, userAgent, scimType, durationMilliseconds, ...same }) => ({
    ...same,
    directory_id: directoryId,
    user_agent: userAgent,
    scim_type: scimType,
    duration_milliseconds: durationMilliseconds,
  }))
  const stored = await database.$queryRaw<{ directory_id: string }[]>`
    WITH request AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (id uuid, directory_id uuid, at timestamptz, method text, path text,
        provider text, user_agent text, status int, scim_type text, detail text, ignored text[], tolerated text[], duration_milliseconds float8, revisions bigint[])
    ), known AS MATERIALIZED (
      SELECT id FROM directories WHERE id IN (SELECT directory_id FROM request) FOR KEY SHARE SKIP LOCKED
    )
    INSERT INTO scim_requests (id, directory_id, at, method, path, provider, user_agent, status, scim_type, detail, ignored, tolerated, duration_milliseconds, revisions)
    SELECT request.* FROM request JOIN known ON known.id = request.directory_id
    ON CONFLICT DO NOTHING RETURNING directory_id`
  return stored.map((row) => row.directory_id)
}

/** Deletes what is older, oldest first, at most `limit`; answers how many. What another node deletes at this moment is left to it. */
export function deleteOldScimRequests(database: Database, keptDays: number, limit: number): Promise<number> {
  return database.$executeRaw`
    WITH oldest AS MATERIALIZED (
      SELECT id FROM scim_requests ORDER BY id LIMIT ${limit}
    ), expired AS MATERIALIZED (
      SELECT id FROM scim_requests WHERE id IN (SELECT id FROM oldest) AND at < now() - make_interval(days => ${keptDays}::int) FOR UPDATE SKIP LOCKED
    )
    DELETE FROM scim_requests WHERE id IN (SELECT id FROM expired)`
}

/**
 * Keeps the newest `kept` requests that failed and the newest `kept` that did not of each of these directories: neither pushes the other out.
 * Deletes at most `limit` of each kind and directory; answers how many there were.
 */
export function deleteSurplusScimRequests(
  database: Database,
  directoryIds: readonly string[],
  kept: number,
  limit: number,
): Promise<number> {
  return database.$executeRaw`
    WITH bound AS MATERIALIZED (
      SELECT directory.id AS directory_id, failed, (
        SELECT id FROM scim_requests WHERE directory_id = directory.id AND (status >= 400) = failed ORDER BY id DESC OFFSET ${kept}::int LIMIT 1
      ) AS newest
      FROM unnest(${[...directoryIds]}::uuid[]) AS directory (id) CROSS JOIN (VALUES (true), (false)) AS outcome (failed)
    ), surplus AS MATERIALIZED (
      SELECT request.id FROM bound CROSS JOIN LATERAL (
        SELECT id FROM scim_requests WHERE directory_id = bound.directory_id AND (status >= 400) = bound.failed AND id <= bound.newest
        ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
      ) AS request
    )
    DELETE FROM scim_requests WHERE id IN (SELECT id FROM surplus)`
}

export type ScimRequestPage = {
  directoryIds: readonly string[]
  /** Those before this one in the log. */
  after: string | undefined
  limit: number
  onlyFailed: boolean
}

/** One page of the requests of each directory, newest first, in one statement. */
export async function findScimRequestPages(
  database: ReadDatabase,
  { directoryIds, after, limit, onlyFailed }: ScimRequestPage,
): Promise<Map<string, ScimRequest[]>> {
  const rows = await database.$queryRaw<(Omit<ScimRequest, 'revisions'> & { revisions: bigint[] })[]>`
    SELECT page.id, page.directory_id AS "directoryId", at, method, path, provider, user_agent AS "userAgent", status, scim_type AS "scimType", detail,
      ignored, tolerated, duration_milliseconds AS "durationMilliseconds", revisions
    FROM unnest(${[...directoryIds]}::uuid[]) AS directory (id)
    CROSS JOIN LATERAL (
      SELECT * FROM scim_requests WHERE directory_id = directory.id ${failed(onlyFailed)}
        ${after === undefined ? Prisma.empty : Prisma.sql`AND id < ${after}::uuid`}
      ORDER BY id DESC LIMIT ${limit}
    ) AS page
    ORDER BY page.directory_id, page.id DESC`
  const pages = new Map<string, ScimRequest[]>(directoryIds.map((id) => [id, []]))
  for (const row of rows) pages.get(row.directoryId)!.push({ ...row, revisions: row.revisions.map(Number) })
  return pages
}

export async function countScimRequests(
  database: ReadDatabase,
  directoryIds: readonly string[],
  onlyFailed: boolean,
): Promise<Map<string, number>> {
  const rows = await database.$queryRaw<{ directoryId: string; count: bigint }[]>`
    SELECT directory_id AS "directoryId", count(*) AS count FROM scim_requests
    WHERE directory_id = ANY(${[...directoryIds]}::uuid[]) ${failed(onlyFailed)} GROUP BY 1`
  const counts = new Map(directoryIds.map((id) => [id, 0]))
  for (const { directoryId, count } of rows) counts.set(directoryId, Number(count))
  return counts
}

function failed(onlyFailed: boolean): Prisma.Sql {
  return onlyFailed ? Prisma.sql`AND status >= 400` : Prisma.empty
}
