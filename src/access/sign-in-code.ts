import type { Database } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { takeSignInCode } from '../store/sign-in-code.ts'

/** Whom a sign-in code lets in, once and in time; undefined for any other text. */
export async function useSignInCode(database: Database, code: string): Promise<{ teamId: string; administratorId: string } | undefined> {
  return takeSignInCode(database, hashSecret(code))
}
