import { batchReads } from '../store/batched-read.ts'
import type { ReadDatabase } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { findSessionsByHash, findSessionsById, type SignedIn } from '../store/session.ts'
import type { Person } from './viewer.ts'

/**
 * Who is signed in. Nothing is kept between two look-ups: a session that ended has ended, a role that was taken is gone. `lookedUpAt`: when, by
 * performance.now(), the look-up began.
 */
export type FoundSession = { viewer: Person; session: SignedIn; lookedUpAt: number } | { viewer?: undefined; isExpired: boolean }

export type SessionFinder = {
  /** By the secret that a browser sent. */
  find(secret: string): Promise<FoundSession>
  /** By id: for a connection whose browser has another secret by now. */
  findById(sessionId: string): Promise<FoundSession>
}

export type SessionFinderOptions = {
  database: ReadDatabase
  /** Without use for this long a session is over. */
  idleMinutes: number
  onUsed?(sessionId: string): void
}

/** Requests of one turn share a statement. */
export function createSessionFinder({ database, idleMinutes, onUsed = () => {} }: SessionFinderOptions): SessionFinder {
  const byHash = batchReads((hashes: readonly Uint8Array[]) => findSessionsByHash(database, hashes))
  const byId = batchReads((ids: readonly string[]) => findSessionsById(database, ids))

  async function look(find: () => Promise<SignedIn | undefined>): Promise<FoundSession> {
    const lookedUpAt = performance.now()
    const session = await find()
    if (!session) return { isExpired: false }
    const now = Date.now()
    if (session.expiresAt.getTime() <= now || session.lastUsedAt.getTime() <= now - idleMinutes * 60_000) return { isExpired: true }
    const viewer = toPerson(session)
    if (!viewer) return { isExpired: false }
    onUsed(session.id)
    return { viewer, session, lookedUpAt }
  }

  return { find: (secret) => look(() => byHash(hashSecret(secret))), findById: (id) => look(() => byId(id)) }
}

/** Undefined: neither listed nor an active user, as at sign-in (commands/sign-in.ts). */
function toPerson(session: SignedIn): Person | undefined {
  const { user, administratorId, administratorGroupId } = session
  const isAdministrator = administratorId !== null || administratorGroupId !== null
  // Whoever is deactivated does not get in, listed or not: leaving is immediate.
  if (user?.active === false || (!isAdministrator && user === null)) return undefined
  return {
    kind: 'PERSON',
    id: session.personId,
    teamId: session.teamId,
    sessionId: session.id,
    role: isAdministrator ? 'ADMINISTRATOR' : 'MEMBER',
    email: session.email,
    userId: user?.id ?? null,
    directoryId: user?.directoryId ?? null,
    administratorId,
    administratorGroupId,
    signedInAt: session.signedInAt,
    expiresAt: session.expiresAt,
  }
}
