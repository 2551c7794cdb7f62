import type { Feeds, Joined } from '../realtime/team-feed.ts'

/** A connection that lives as long as its API key. */
export type KeyHolder = {
  keyId: string
  /** The key was revoked. */
  onRevoked(): void
  /** Whether the key still opens anything cannot be known from what was seen: ask again. */
  recheck(): void
}

export type KeyWatch = {
  /**
   * Resolves once no revocation of the holder's key can pass unseen; answers how to stop. `lookedUpAt` is when (by
   * performance.now()) the look-up that found the key began.
   */
  watch(teamId: string, holder: KeyHolder, lookedUpAt: number): Promise<() => void>
}

type Team = { joined: Promise<Joined>; joinedAt: number; holders: Set<KeyHolder>; revoked: Set<string> }

/** Follows the revocations of keys in each team that has a connection here: one listener per team, however many connections. */
export function createKeyWatch(feeds: Feeds): KeyWatch {
  const teams = new Map<string, Team>()

  function open(teamId: string): Team {
    const holders = new Set<KeyHolder>()
    const revoked = new Set<string>()
    const recheckAll = (): void => {
      for (const holder of holders) holder.recheck()
    }
    const joined = feeds.join(teamId, {
      changes(changes) {
        for (const change of changes) {
          if (change.kind !== 'ApiKeyRevoked') continue
          const { id } = change.data.apiKey
          revoked.add(id)
          for (const holder of holders) if (holder.keyId === id) holder.onRevoked()
        }
      },
      replaced: recheckAll,
      closed() {},
    })
    const team: Team = { joined, joinedAt: Infinity, holders, revoked }
    teams.set(teamId, team)
    joined.then(
      () => (team.joinedAt = performance.now()),
      () => teams.delete(teamId),
    )
    return team
  }

  return {
    async watch(teamId, holder, lookedUpAt) {
      const team = teams.get(teamId) ?? open(teamId)
      team.holders.add(holder)
      const stop = (): void => {
        team.holders.delete(holder)
        if (team.holders.size > 0) return
        if (teams.get(teamId) === team) teams.delete(teamId)
        void team.joined.then(
          ({ leave }) => leave(),
          () => {},
        )
      }
      try {
        await team.joined
      } catch (error) {
        team.holders.delete(holder)
        throw error
      }
      // What was revoked since the look-up was seen here, or, while the team was not followed yet, has to be asked for.
      if (team.revoked.has(holder.keyId)) holder.onRevoked()
      else if (team.joinedAt > lookedUpAt) holder.recheck()
      return stop
    },
  }
}
