import { Prisma, type Session } from '../generated/prisma/client.ts'
import type { BesideLog, Database, ReadDatabase, Transaction } from './database.ts'

export type { Session }

/** A session with whose it is and what they are now. */
export type SignedIn = {
  id: string
  teamId: string
  personId: string
  /** Whether it was found by the secret before the one that was given last. */
  isByPrevious: boolean
  hasPrevious: boolean
  rotatedAt: Date
  signedInAt: Date
  lastUsedAt: Date
  expiresAt: Date
  email: string | null
  user: { id: string; directoryId: string; active: boolean } | null
  /** Their entry in the list of administrators. */
  administratorId: string | null
  /** The mapped group that makes them an administrator: their user is active and in it. */
  administratorGroupId: string | null
}

type SignedInRow = Omit<SignedIn, 'user'> & { key: string; userId: string | null; directoryId: string | null; active: boolean | null }

const signedInColumns = Prisma.sql`s.id, s.team_id AS "teamId", s.person_id AS "personId", s.previous_hash IS NOT NULL AS "hasPrevious", s.rotated_at AS "rotatedAt",
  s.signed_in_at AS "signedInAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", coalesce(p.email, u.email) AS email,
  u.id AS "userId", u.directory_id AS "directoryId", u.active, a.id AS "administratorId",
  (SELECT m.group_id FROM memberships m WHERE m.group_id = t.administrator_group_id AND m.user_id = u.id AND u.active) AS "administratorGroupId"`
const signedInTables = Prisma.sql`JOIN teams t ON t.id = s.team_id JOIN people p ON p.id = s.person_id LEFT JOIN users u ON u.id = p.user_id
  LEFT JOIN administrators a ON a.person_id = p.id`

/** The sessions that these secrets open, each at the index of its hash; also those whose time is over. */
export async function findSessionsByHash(database: ReadDatabase, hashes: readonly Uint8Array[]): Promise<(SignedIn | undefined)[]> {
  const keys = hashes.map((hash) => Buffer.from(hash).toString('hex'))
  const rows = await database.$queryRaw<SignedInRow[]>`
    SELECT asked.key, s.hash <> decode(asked.key, 'hex') AS "isByPrevious", ${signedInColumns}
    FROM unnest(${[...new Set(keys)]}::text[]) AS asked (key)
      JOIN sessions s ON s.hash = decode(asked.key, 'hex') OR s.previous_hash = decode(asked.key, 'hex') ${signedInTables}`
  return byKey(keys, rows)
}

/** The same by id. */
export async function findSessionsById(database: ReadDatabase | Transaction, ids: readonly string[]): Promise<(SignedIn | undefined)[]> {
  const rows = await database.$queryRaw<SignedInRow[]>`
    SELECT s.id AS key, false AS "isByPrevious", ${signedInColumns} FROM sessions s ${signedInTables} WHERE s.id = ANY(${[...new Set(ids)]}::uuid[])`
  return byKey(ids, rows)
}

function byKey(keys: readonly string[], rows: readonly SignedInRow[]): (SignedIn | undefined)[] {
  const found = new Map(
    rows.map(({ key, userId, directoryId, active, ...row }): [string, SignedIn] => [
      key,
      { ...row, user: userId === null ? null : { id: userId, directoryId: directoryId!, active: active! } },
    ]),
  )
  return keys.map((key) => found.get(key))
}

export async function insertSession(transaction: BesideLog, session: Session): Promise<void> {
  await transaction.session.create({ data: { ...session, hash: new Uint8Array(session.hash), previousHash: null } })
}

/**
 * Puts another secret in place of the one that was given last, and keeps that as the one before. Of several who try at once, one does: false for
 * the others. `presented` is what the request came with, the last one or the one before it.
 */
export async function replaceSessionSecret(
  database: Database,
  { id, presented, next, at, staleBefore }: { id: string; presented: Uint8Array; next: Uint8Array; at: Date; staleBefore: Date },
): Promise<boolean> {
  const replaced = await database.$executeRaw`
    UPDATE sessions SET previous_hash = ${presented}, hash = ${next}, rotated_at = ${at}
    WHERE id = ${id}::uuid AND (hash = ${presented} OR previous_hash = ${presented}) AND rotated_at < ${staleBefore}`
  return replaced > 0
}

/** The secret that was given last has been used: the one before it opens nothing any more. */
export async function forgetPreviousSecret(database: Database, id: string, current: Uint8Array): Promise<void> {
  await database.$executeRaw`UPDATE sessions SET previous_hash = NULL WHERE id = ${id}::uuid AND hash = ${current}`
}

/** One that somebody else holds, such as whoever ends it, is left as it is: nobody waits for a time of last use. */
export async function touchSessions(database: Database, ids: readonly string[], at: Date): Promise<void> {
  await database.$executeRaw`
    UPDATE sessions SET last_used_at = ${at} WHERE id IN (
      SELECT id FROM sessions WHERE id = ANY(${[...ids]}::uuid[]) AND last_used_at < ${at} FOR NO KEY UPDATE SKIP LOCKED)`
}

/** Which of these are gone. */
export async function findEndedSessions(database: ReadDatabase, ids: readonly string[]): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT asked.id FROM unnest(${[...ids]}::uuid[]) AS asked (id) WHERE NOT EXISTS (SELECT FROM sessions WHERE sessions.id = asked.id)`
  return rows.map(({ id }) => id)
}

/** Ends the session that a secret opens, the last one or the one before it. Answers its id. */
export async function deleteSessionByHash(database: BesideLog, hash: Uint8Array): Promise<string | undefined> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions WHERE hash = ${hash} OR previous_hash = ${hash} RETURNING id`
  return rows[0]?.id
}

/** Ends all sessions of the person whose session a secret opens. Answers their ids. */
export async function deleteSessionsOfPersonByHash(database: BesideLog, hash: Uint8Array): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions WHERE person_id IN (SELECT person_id FROM sessions WHERE hash = ${hash} OR previous_hash = ${hash}) RETURNING id`
  return rows.map(({ id }) => id)
}

export async function deleteSessionsOfPerson(database: BesideLog, personId: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`DELETE FROM sessions WHERE person_id = ${personId}::uuid RETURNING id`
  return rows.map(({ id }) => id)
}

/** Ends a person's sessions unless they are an active user of the directory. */
export async function deleteSessionsWithoutUser(transaction: Transaction, personId: string): Promise<void> {
  await transaction.$executeRaw`
    DELETE FROM sessions WHERE person_id = ${personId}::uuid AND NOT EXISTS (
      SELECT FROM people JOIN users ON users.id = people.user_id WHERE people.id = ${personId}::uuid AND users.active)`
}

/** Removes some of the sessions whose time is over, however many nodes do. */
export async function deleteExpiredSessions(database: Database, now: Date, idleSince: Date): Promise<void> {
  await database.$executeRaw`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE expires_at < ${now} OR last_used_at < ${idleSince} ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`
  await database.$executeRaw`
    DELETE FROM sign_in_codes WHERE hash IN (SELECT hash FROM sign_in_codes WHERE expires_at < ${now} LIMIT 1000 FOR UPDATE SKIP LOCKED)`
}

/** One-time links are void once single sign-on is active, and so is whoever came by one. */
export async function deleteLinkSessions(transaction: Transaction, teamId: string): Promise<void> {
  await transaction.session.deleteMany({ where: { teamId, connectionId: null } })
}
