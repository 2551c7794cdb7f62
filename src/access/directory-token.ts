import { findDirectoryByToken, type ServedDirectory } from '../store/directory.ts'
import type { ReadDatabase } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { shareLookUps } from './shared-look-up.ts'
import { bearerSecret } from './viewer.ts'

export type FoundDirectory = { directory: ServedDirectory; tokenId: string }
export type DirectoryFinder = (authorization: string | undefined, directoryId: string | undefined) => Promise<FoundDirectory | undefined>

/**
 * Finds the directory that a SCIM request's token opens. A token of another directory reads like an unknown one, so that nobody
 * learns from the answer which directories exist.
 */
export function createDirectoryFinder(database: ReadDatabase): DirectoryFinder {
  // An identity provider sends many requests at once, all with one token.
  const findByHash = shareLookUps((hash: string) => findDirectoryByToken(database, Buffer.from(hash, 'base64')))
  return async (authorization, directoryId) => {
    const secret = bearerSecret(authorization)
    if (secret === undefined) return undefined
    const found = await findByHash(hashSecret(secret).toString('base64'))
    return found?.directory.id === directoryId ? found : undefined
  }
}
