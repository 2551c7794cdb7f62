import type { Database } from '../store/database.ts'
import { hashSecret, newSecret } from '../store/secret.ts'
import { forgetPreviousSecret, replaceSessionSecret } from '../store/session.ts'

const rotationMilliseconds = 15 * 60_000

/** What a request's session is about its secrets. */
export type UsedSession = { sessionId: string; secret: string; rotatedAt: Date; isByPrevious: boolean; hasPrevious: boolean }

/**
 * After each use of a session over HTTP: a new secret for the browser when the last one is old enough; undefined otherwise. The one before stays good
 * until the new one has been used once, so that neither a second tab nor a lost answer signs anybody out. A secret that was stolen is good for
 * that long at most.
 */
export async function rotateSession(database: Database, used: UsedSession, now = new Date()): Promise<string | undefined> {
  const presented = hashSecret(used.secret)
  if (used.hasPrevious && !used.isByPrevious) await forgetPreviousSecret(database, used.sessionId, presented)
  const staleBefore = new Date(now.getTime() - rotationMilliseconds)
  if (used.rotatedAt >= staleBefore) return undefined
  const { secret, hash: next } = newSecret('session')
  const isReplaced = await replaceSessionSecret(database, { id: used.sessionId, presented, next, at: now, staleBefore })
  return isReplaced ? secret : undefined
}
