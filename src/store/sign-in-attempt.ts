import type { Database } from './database.ts'

/** A sign-in that is under way at the identity provider. Not a change: beside the log, outside the executor. */
export type SignInAttempt = {
  /** SHA-256 of the `state` */
  hash: Uint8Array<ArrayBuffer>
  /** SHA-256 of the secret of the browser that began it */
  browserHash: Uint8Array<ArrayBuffer>
  teamId: string
  connectionId: string
  nonce: string
  codeVerifier: string
  returnTo: string
  /** Of the administrator who proves a replacement. */
  sessionId: string | null
  expiresAt: Date
}

/** Also removes what nobody came back for. */
export async function insertSignInAttempt(database: Database, attempt: SignInAttempt): Promise<void> {
  await database.$executeRaw`DELETE FROM sign_in_attempts WHERE expires_at < now()`
  await database.signInAttempt.create({ data: attempt })
}

/** The attempt that this browser began, used up by it; undefined for anything else. Of two who come back at once, one gets it. */
export async function takeSignInAttempt(
  database: Database,
  hash: Uint8Array,
  browserHash: Uint8Array,
): Promise<Omit<SignInAttempt, 'hash' | 'browserHash' | 'expiresAt'> | undefined> {
  const rows = await database.$queryRaw<(SignInAttempt & { isValid: boolean })[]>`
    DELETE FROM sign_in_attempts WHERE hash = ${hash} AND browser_hash = ${browserHash}
    RETURNING team_id AS "teamId", connection_id AS "connectionId", nonce, code_verifier AS "codeVerifier", return_to AS "returnTo",
      session_id AS "sessionId", expires_at > now() AS "isValid"`
  const [row] = rows
  if (!row?.isValid) return undefined
  const { isValid: _, ...attempt } = row
  return attempt
}
