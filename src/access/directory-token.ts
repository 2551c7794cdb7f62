import { findDirectoryByToken, type ServedDirectory } from '../store/directory.ts'
import type { ReadDatabase } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { shareLookUps } from './shared-look-up.ts'
import { bearerSecret } from './viewer.ts'

export type FoundDirectory = { directory: ServedDirectory; tokenId: string }
export type DirectoryFinder = {
  /** Looks the token up. */
  find(authorization: string | undefined, directoryId: string | undefined): Promise<FoundDirectory | undefined>
  /**
   * What a look-up of the last seconds found, else looks it up. For writes only: they are admitted once more in the moment of the
   * commit (commands/admitting.ts), which spares them the look-up before.
   */
  findForWrite(authorization: string | undefined, directoryId: string | undefined): Promise<FoundDirectory | undefined>
}

const trustMilliseconds = 5_000
const mostTrusted = 1_000

/**
 * Finds the directory that a SCIM request's token opens. A token of another directory reads like an unknown one, so that nobody
 * learns from the answer which directories exist.
 */
export function createDirectoryFinder(database: ReadDatabase): DirectoryFinder {
  const trusted = new Map<string, { found: FoundDirectory; until: number }>()
  // An identity provider sends many requests at once, all with one token.
  const findByHash = shareLookUps(async (hash: string) => {
    const found = await findDirectoryByToken(database, Buffer.from(hash, 'base64'))
    trusted.delete(hash)
    if (found) {
      if (trusted.size >= mostTrusted) trusted.delete(trusted.keys().next().value!)
      trusted.set(hash, { found, until: performance.now() + trustMilliseconds })
    }
    return found
  })
  const hashOf = (authorization: string | undefined): string | undefined => {
    const secret = bearerSecret(authorization)
    return secret === undefined ? undefined : hashSecret(secret).toString('base64')
  }
  const ofDirectory = (found: FoundDirectory | undefined, directoryId: string | undefined): FoundDirectory | undefined =>
    found?.directory.id === directoryId ? found : undefined

  async function find(authorization: string | undefined, directoryId: string | undefined): Promise<FoundDirectory | undefined> {
    const hash = hashOf(authorization)
    return hash === undefined ? undefined : ofDirectory(await findByHash(hash), directoryId)
  }
  return {
    find,
    async findForWrite(authorization, directoryId) {
      const hash = hashOf(authorization)
      const known = hash === undefined ? undefined : trusted.get(hash)
      if (known && known.until > performance.now()) return ofDirectory(known.found, directoryId)
      return find(authorization, directoryId)
    },
  }
}
