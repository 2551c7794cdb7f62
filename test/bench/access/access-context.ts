import type { NodeProcess } from '../live/node-process.ts'
import type { Team, World } from '../live/world.ts'

/** Two nodes of one deployment and two teams. */
export type AccessContext = {
  world: World
  /** Where the identity provider writes. */
  writing: NodeProcess
  /** Where people are connected. */
  other: NodeProcess
  team: Team
  neighbours: Team
  rounds: number
}

export const peoplePerRound = 100
