import type { BesideLog, Transaction } from './database.ts'

/** With the change that tells of it. */
export async function insertSignInCode(
  transaction: Transaction,
  code: { hash: Uint8Array; teamId: string; administratorId: string; expiresAt: Date },
): Promise<void> {
  await transaction.signInCode.create({ data: { ...code, hash: new Uint8Array(code.hash) } })
}

export async function findTeamOfSignInCode(transaction: BesideLog, hash: Uint8Array): Promise<string | undefined> {
  const row = await transaction.signInCode.findUnique({ where: { hash: new Uint8Array(hash) }, select: { teamId: true } })
  return row?.teamId
}

/** Whom a code lets in, and to which team; the code is used up by it. Of two who try at once, one gets it. */
export async function takeSignInCode(
  transaction: BesideLog,
  hash: Uint8Array,
): Promise<{ teamId: string; administratorId: string } | undefined> {
  const rows = await transaction.$queryRaw<{ teamId: string; administratorId: string; isValid: boolean }[]>`
    DELETE FROM sign_in_codes WHERE hash = ${hash} RETURNING team_id AS "teamId", administrator_id AS "administratorId", expires_at > now() AS "isValid"`
  const [row] = rows
  return row?.isValid ? { teamId: row.teamId, administratorId: row.administratorId } : undefined
}
