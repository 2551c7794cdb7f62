import type { Database } from './database.ts'

/** Sessions and sign-in codes are not changes (design.md): they are written beside the log, outside the executor. */
export async function insertSignInCode(database: Database, code: { hash: Uint8Array; teamId: string; expiresAt: Date }): Promise<void> {
  await database.signInCode.create({ data: { ...code, hash: new Uint8Array(code.hash) } })
}

/** The team that a code opens; the code is used up by it. Of two who try at once, one gets it. */
export async function takeSignInCode(database: Database, hash: Uint8Array): Promise<string | undefined> {
  const rows = await database.$queryRaw<{ teamId: string; isValid: boolean }[]>`
    DELETE FROM sign_in_codes WHERE hash = ${hash} RETURNING team_id AS "teamId", expires_at > now() AS "isValid"`
  return rows[0]?.isValid ? rows[0].teamId : undefined
}
