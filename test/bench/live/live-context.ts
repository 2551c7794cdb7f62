import type { LiveBenchOptions } from '../options.ts'
import type { Crowd } from './crowd.ts'
import type { NodeProcess } from './node-process.ts'
import type { Peer } from './peer.ts'
import type { Team, World } from './world.ts'

/** What a bar of `npm run bench -- live` measures with. */
export type LiveContext = {
  world: World
  crowd: Crowd
  /** A node with Redis, one without; each with a team of its own, so that nobody else's changes come in between. */
  node: NodeProcess
  team: Team
  soloNode: NodeProcess
  soloTeam: Team
  /** Servers, by process id, that have been warmed up. */
  warm: Set<number>
  raw: Peer
  yoga: Peer
  grs: Peer
  options: Pick<LiveBenchOptions, 'rounds' | 'seconds' | 'subscriberCounts' | 'isQuick'> & {
    /** How far the limit may move within a round. */
    mostMovement?: number
    /** How long Redis is away, and how long a node is watched after a resume for what it asks anyway. */
    pauseSeconds: number
    /** Of how many teams those are who come back at once. */
    teamCounts: readonly number[]
  }
  say(text: string): void
}

/** The first of the sizes that is at least so large; the largest when none is. */
export function sizeFrom(counts: readonly number[], least: number): number {
  return counts.find((count) => count >= least) ?? counts.at(-1)!
}

export const formatCount = (count: number): string => count.toLocaleString('en-US')
