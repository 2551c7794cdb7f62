import { endedHold, type AccessEnd, type HoldEnd } from '../access/access-end.ts'
import type { Feeds, Joined } from '../realtime/team-feed.ts'

/** A connection that lives as long as what it hangs on (access/access-end.ts). */
export type AccessHolder = {
  holds: readonly string[]
  /** One of the holds ended. Called at most once. */
  onEnded(end: AccessEnd): void
  /** Whether the access goes on cannot be known from what was seen: ask again. */
  recheck(): void
}

export type AccessWatch = {
  /**
   * Resolves once no end of the holder's access can pass unseen; answers how to stop. `lookedUpAt` is when (by performance.now()) the
   * look-up that found the access began.
   */
  watch(teamId: string, holder: AccessHolder, lookedUpAt: number): Promise<() => void>
}

type Team = {
  joined: Promise<Joined>
  joinedAt: number
  /** By what they hang on. */
  holders: Map<string, Set<AccessHolder>>
  count: number
  ended: Map<string, { end: HoldEnd['end']; heardAt: number }>
}

const mostEnded = 10_000

/** Follows, in each team that has a connection here, the changes that end somebody's access: one listener per team, however many connections. */
export function createAccessWatch(feeds: Feeds): AccessWatch {
  const teams = new Map<string, Team>()

  function open(teamId: string): Team {
    const holders = new Map<string, Set<AccessHolder>>()
    const ended: Team['ended'] = new Map()
    const team: Team = { joined: join(), joinedAt: Infinity, holders, count: 0, ended }
    function join(): Promise<Joined> {
      return feeds.join(teamId, {
        changes(changes) {
          for (const change of changes) {
            const end = endedHold(change)
            if (end) endHold(end.hold, end.end)
          }
        },
        replaced() {
          // What ended in the part of the log that is gone was not heard of: older look-ups do not count any more.
          team.joinedAt = performance.now()
          for (const some of holders.values()) for (const holder of some) holder.recheck()
        },
        closed() {},
      })
    }
    function endHold(hold: string, end: HoldEnd['end']): void {
      // For those who come with a look-up from before. When they are too many to remember, those look-ups do not count any more.
      if (ended.size >= mostEnded) {
        ended.clear()
        team.joinedAt = performance.now()
      }
      ended.set(hold, { end, heardAt: performance.now() })
      for (const holder of holders.get(hold) ?? []) tell(holder, end)
    }
    teams.set(teamId, team)
    team.joined.then(
      () => (team.joinedAt = performance.now()),
      () => teams.delete(teamId),
    )
    return team
  }

  function add(team: Team, holder: AccessHolder): void {
    team.count++
    for (const hold of holder.holds) {
      const some = team.holders.get(hold)
      if (some) some.add(holder)
      else team.holders.set(hold, new Set([holder]))
    }
  }

  function remove(team: Team, holder: AccessHolder): void {
    team.count--
    for (const hold of holder.holds) {
      const some = team.holders.get(hold)
      some?.delete(holder)
      if (some?.size === 0) team.holders.delete(hold)
    }
  }

  return {
    async watch(teamId, holder, lookedUpAt) {
      const team = teams.get(teamId) ?? open(teamId)
      add(team, holder)
      let isWatching = true
      const stop = (): void => {
        if (!isWatching) return
        isWatching = false
        remove(team, holder)
        if (team.count > 0) return
        if (teams.get(teamId) === team) teams.delete(teamId)
        void team.joined.then(
          ({ leave }) => leave(),
          () => {},
        )
      }
      try {
        await team.joined
      } catch (error) {
        stop()
        throw error
      }
      // What ended since the look-up was seen here, or, while the team was not followed yet, has to be asked for.
      const ended = holder.holds.flatMap((hold) => team.ended.get(hold) ?? []).filter(({ heardAt }) => heardAt > lookedUpAt)
      const [end] = [...ended.filter((one) => one.end !== 'RECHECK'), ...ended]
      if (end) tell(holder, end.end)
      else if (team.joinedAt > lookedUpAt) holder.recheck()
      return stop
    },
  }
}

function tell(holder: AccessHolder, end: HoldEnd['end']): void {
  if (end === 'RECHECK') holder.recheck()
  else holder.onEnded(end)
}
