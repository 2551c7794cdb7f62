import type { Database } from '../store/database.ts'
import { newSecret } from '../store/secret.ts'
import { insertSignInCode } from '../store/sign-in-code.ts'

/** A code that lets one administrator in once, within `lifetimeSeconds`; shown this once. */
export async function issueSignInCode(
  database: Database,
  { teamId, administratorId }: { teamId: string; administratorId: string },
  lifetimeSeconds: number,
): Promise<string> {
  const { secret, hash } = newSecret('signInCode')
  await insertSignInCode(database, { hash, teamId, administratorId, expiresAt: new Date(Date.now() + lifetimeSeconds * 1000) })
  return secret
}
