import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { identityOf, isLiveIdentity } from './process-identity.ts'

const prefix = 'postgres.new-'

/**
 * A name inside `parent` for a folder in the making, which gets its own name by a rename when it is complete.
 * Removes what killed processes left unfinished there.
 */
export async function openWorkshop(parent: string): Promise<string> {
  for (const name of await readdir(parent)) {
    const owner = name.startsWith(prefix) ? name.slice(prefix.length).split('.')[0] : undefined
    if (owner === undefined || isLiveIdentity(owner)) continue
    // A program that outlived its parent may still write there; then a later start removes it.
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => {})
  }
  return path.join(parent, `${prefix}${identityOf(process.pid)}.${randomBytes(4).toString('hex')}`)
}
