import type { BesideLog } from '../store/database.ts'
import { newId } from '../store/id.ts'
import { hashSecret, newSecret } from '../store/secret.ts'
import { deleteSessionByHash, insertSession } from '../store/session.ts'

export type NewSession = {
  teamId: string
  personId: string
  /** The SSO connection; null: by a one-time link. */
  connectionId: string | null
  userAgent: string | null | undefined
  /** Of the session that this browser had. */
  sessionSecretBefore: string | undefined
  sessionHours: number
}

/** `secret` is for the browser, this once. `endedSessionId`: the one that the browser had. */
export type StartedSession = { secret: string; sessionId: string; expiresAt: Date; endedSessionId: string | undefined }

/**
 * Always a new secret, and the end of the session that this browser had: nobody can have a secret ready in somebody else's browser before they
 * sign in. Who is meant has to be held already (rows are locked users first).
 */
export async function startSession(transaction: BesideLog, session: NewSession, now: Date): Promise<StartedSession> {
  const { teamId, personId, connectionId, userAgent, sessionSecretBefore, sessionHours } = session
  const endedSessionId =
    sessionSecretBefore === undefined ? undefined : await deleteSessionByHash(transaction, hashSecret(sessionSecretBefore))
  const { secret, hash } = newSecret('session')
  const id = newId()
  const expiresAt = new Date(now.getTime() + sessionHours * 3_600_000)
  await insertSession(transaction, {
    id,
    teamId,
    personId,
    hash,
    previousHash: null,
    rotatedAt: now,
    signedInAt: now,
    connectionId,
    lastUsedAt: now,
    expiresAt,
    userAgent: userAgent?.toWellFormed().slice(0, 256) ?? null,
  })
  return { secret, sessionId: id, expiresAt, endedSessionId }
}
