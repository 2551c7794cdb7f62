import type { Database } from './database.ts'

/** Sessions and sign-in codes are not changes (design.md): they are written beside the log, outside the executor. */
export async function insertSignInCode(
  database: Database,
  code: { hash: Uint8Array; teamId: string; administratorId: string; expiresAt: Date },
): Promise<void> {
  await database.signInCode.create({ data: { ...code, hash: new Uint8Array(code.hash) } })
}

/** Whom a code lets in, and to which team; the code is used up by it. Of two who try at once, one gets it. */
export async function takeSignInCode(
  database: Database,
  hash: Uint8Array,
): Promise<{ teamId: string; administratorId: string } | undefined> {
  const rows = await database.$queryRaw<{ teamId: string; administratorId: string; isValid: boolean }[]>`
    DELETE FROM sign_in_codes WHERE hash = ${hash} RETURNING team_id AS "teamId", administrator_id AS "administratorId", expires_at > now() AS "isValid"`
  const [row] = rows
  return row?.isValid ? { teamId: row.teamId, administratorId: row.administratorId } : undefined
}
