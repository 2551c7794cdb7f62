import { createHash } from 'node:crypto'
import type { Place } from '../store/order.ts'

/**
 * Where the pages ended that were read by index a moment ago. Whoever reads 1–100 and then asks for 101 gets what follows in the order,
 * though rows came or went before it in between; and pays for no row that is skipped. Only a help: what is not known here, after a
 * restart or at another node, is read by counting (docs/decisions/0008-pages-of-the-scim-door.md).
 */
export type IndexWalks = {
  /** The place before `startIndex` in the walk. */
  find(walk: WalkIdentity, startIndex: number): Place | undefined
  remember(walk: WalkIdentity, startIndex: number, before: Place): void
}

/** Everything that decides which resource stands where: token, endpoint, filter, sort. */
export type WalkIdentity = readonly unknown[]

const keptMilliseconds = 60_000
const mostKept = 2_000
const mostKeyCharacters = 512

export function createIndexWalks(now: () => number = () => performance.now()): IndexWalks {
  // In order of last use, so that the first is the one to let go.
  const ends = new Map<string, { before: Place; until: number }>()
  return {
    find(walk, startIndex) {
      const key = keyOf(walk, startIndex)
      const end = ends.get(key)
      if (end === undefined) return undefined
      ends.delete(key)
      if (end.until < now()) return undefined
      ends.set(key, end)
      return end.before
    },
    remember(walk, startIndex, before) {
      if (before.key !== null && before.key.length > mostKeyCharacters) return
      const key = keyOf(walk, startIndex)
      ends.delete(key)
      if (ends.size >= mostKept) ends.delete(ends.keys().next().value!)
      ends.set(key, { before, until: now() + keptMilliseconds })
    },
  }
}

function keyOf(walk: WalkIdentity, startIndex: number): string {
  return createHash('sha256')
    .update(JSON.stringify([...walk, startIndex]))
    .digest('base64url')
}
