import type { ReadDatabase } from '../store/database.ts'

/**
 * Whether something is there that somebody wants to follow. For those who come back, a mass of them at the cost of one look, what was there a
 * moment ago counts too: they go on from a cursor, and hear of its end. Ids are bare UUIDs.
 */
export type Existing = {
  /** Teams do not go. */
  team(id: string): Promise<boolean>
  user(teamId: string, id: string, comesBack: boolean): Promise<boolean>
  group(teamId: string, id: string, comesBack: boolean): Promise<boolean>
}

const trustMilliseconds = 5_000
const mostTrusted = 10_000

export function createExisting(database: ReadDatabase): Existing {
  const seen = new Map<string, number>()
  const asking = new Map<string, Promise<boolean>>()

  async function ask(key: string, mayBeRecent: boolean, find: () => Promise<object | null>): Promise<boolean> {
    if (mayBeRecent && (seen.get(key) ?? -Infinity) > performance.now() - trustMilliseconds) return true
    // A look that began before this question may have missed what came between.
    if (mayBeRecent && (await asking.get(key)?.catch(() => false))) return true
    const askedAt = performance.now()
    const answer = find().then((found) => {
      if (found) remember(key, askedAt)
      return found !== null
    })
    asking.set(key, answer)
    return answer.finally(() => asking.get(key) === answer && asking.delete(key))
  }

  function remember(key: string, askedAt: number): void {
    seen.delete(key)
    if (seen.size >= mostTrusted) seen.delete(seen.keys().next().value!)
    seen.set(key, askedAt)
  }

  const select = { id: true } as const
  return {
    team: (id) => ask(`team ${id}`, true, () => database.team.findUnique({ where: { id, isScratch: false }, select })),
    user: (teamId, id, comesBack) =>
      ask(`${teamId} user ${id}`, comesBack, () => database.user.findFirst({ where: { id, teamId }, select })),
    group: (teamId, id, comesBack) =>
      ask(`${teamId} group ${id}`, comesBack, () => database.group.findFirst({ where: { id, teamId }, select })),
  }
}
