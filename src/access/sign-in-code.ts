import type { Database } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { takeSignInCode } from '../store/sign-in-code.ts'

/** The team that a sign-in code opens, once and in time; undefined for any other text. */
export async function useSignInCode(database: Database, code: string): Promise<string | undefined> {
  return takeSignInCode(database, hashSecret(code))
}
