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
   * What a look-up of the last seconds found, else looks it up. For requests that are admitted once more in the moment of their commit
   * (commands/admitting.ts) or of their read (store/look-up.ts), which spares them the look-up before.
   */
  findRecent(authorization: string | undefined, directoryId: string | undefined): Promise<FoundDirectory | undefined>
  /** What this node has found of the directory is out of date: its settings were modified here. Other nodes trust theirs for 5 s at most. */
  forget(directoryId: string): void
}

const trustMilliseconds = 5_000
const mostTrusted = 1_000

/**
 * Finds the directory that a SCIM request's token opens. A token of another directory reads like an unknown one, so that nobody
 * learns from the answer which directories exist.
 */
export function createDirectoryFinder(database: ReadDatabase): DirectoryFinder {
  const trusted = new Map<string, { found: FoundDirectory; until: number }>()
  let forgotten = 0
  // An identity provider sends many requests at once, all with one token.
  const findByHash = shareLookUps(async (hash: string) => {
    const forgottenBefore = forgotten
    const found = await findDirectoryByToken(database, Buffer.from(hash, 'base64'))
    trusted.delete(hash)
    // A look-up that began before a modification may have seen what was there before it.
    if (found && forgotten === forgottenBefore) {
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
    async findRecent(authorization, directoryId) {
      const hash = hashOf(authorization)
      const known = hash === undefined ? undefined : trusted.get(hash)
      if (known && known.until > performance.now()) return ofDirectory(known.found, directoryId)
      return find(authorization, directoryId)
    },
    forget(directoryId) {
      forgotten++
      for (const [hash, { found }] of trusted) if (found.directory.id === directoryId) trusted.delete(hash)
    },
  }
}
