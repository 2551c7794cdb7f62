import type { ReadDatabase } from '../store/database.ts'

/**
 * Whether something is there that somebody wants to follow. What was there a moment ago still counts: whoever follows it hears of its
 * end, and a mass of followers that comes back costs one look. Ids are bare UUIDs.
 */
export type Existing = {
  team(id: string): Promise<boolean>
  user(teamId: string, id: string): Promise<boolean>
  group(teamId: string, id: string): Promise<boolean>
}

const trustMilliseconds = 5_000
const mostTrusted = 10_000

export function createExisting(database: ReadDatabase): Existing {
  const seen = new Map<string, number>()
  const asking = new Map<string, Promise<boolean>>()

  async function ask(key: string, find: () => Promise<object | null>): Promise<boolean> {
    if ((seen.get(key) ?? -Infinity) > performance.now() - trustMilliseconds) return true
    // A look that began before this question may have missed what came between.
    if (await asking.get(key)?.catch(() => false)) return true
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
    team: (id) => ask(id, () => database.team.findUnique({ where: { id }, select })),
    user: (teamId, id) => ask(`${teamId} ${id}`, () => database.user.findFirst({ where: { id, teamId }, select })),
    group: (teamId, id) => ask(`${teamId} ${id}`, () => database.group.findFirst({ where: { id, teamId }, select })),
  }
}
