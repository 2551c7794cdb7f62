import { findDirectoryByToken, type ServedDirectory } from '../store/directory.ts'
import type { ReadDatabase } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { bearerSecret } from './viewer.ts'

/**
 * The directory that a SCIM request's token opens. A token of another directory reads like an unknown one, so that nobody
 * learns from the answer which directories exist.
 */
export async function findServedDirectory(
  database: ReadDatabase,
  authorization: string | undefined,
  directoryId: string | undefined,
): Promise<ServedDirectory | undefined> {
  const secret = bearerSecret(authorization)
  if (secret === undefined) return undefined
  const found = await findDirectoryByToken(database, hashSecret(secret))
  return found && found.directory.id === directoryId ? found.directory : undefined
}
