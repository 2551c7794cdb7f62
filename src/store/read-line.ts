import { DomainError } from '../domain/errors.ts'

/** Where expensive reads wait for one another. */
export type ReadLine = {
  /** Runs the read when it is its turn; OVERLOADED when too many of its team, or of all, wait already. */
  run<T>(teamId: string, read: () => Promise<T>): Promise<T>
}

export type ReadLineOptions = {
  atOnce: number
  /** How many may wait; unbounded without it. */
  waiting?: { ofTeam: number; ofAll: number }
}

/** At most `atOnce` reads at a time, and one of a team. Teams take turns, so that one with many reads leaves the others theirs. */
export function createReadLine({ atOnce, waiting }: ReadLineOptions): ReadLine {
  const running = new Set<string>()
  /** By team, what waits; the team whose turn is next comes first. */
  const queues = new Map<string, (() => void)[]>()
  let waitingCount = 0

  function turn(teamId: string): Promise<void> | undefined {
    if (running.size < atOnce && !running.has(teamId)) {
      running.add(teamId)
      return undefined
    }
    const queue = queues.get(teamId) ?? []
    if (waiting && (queue.length >= waiting.ofTeam || waitingCount >= waiting.ofAll)) {
      throw new DomainError(
        'OVERLOADED',
        'Too many questions like this one wait already. Try again in a moment, and ask for fewer at a time.',
      )
    }
    queues.set(teamId, queue)
    waitingCount++
    return new Promise((resolve) => queue.push(resolve))
  }

  function passTurn(teamId: string): void {
    running.delete(teamId)
    for (const [next, queue] of queues) {
      if (running.has(next)) continue
      running.add(next)
      waitingCount--
      const begin = queue.shift()!
      queues.delete(next)
      if (queue.length > 0) queues.set(next, queue)
      begin()
      return
    }
  }

  return {
    async run(teamId, read) {
      await turn(teamId)
      try {
        return await read()
      } finally {
        passTurn(teamId)
      }
    },
  }
}
