import type { Connection } from '../load.ts'
import type { SpendBenchOptions } from '../options.ts'
import type { Pgbench } from '../pgbench.ts'
import type { Product } from '../product.ts'
import type { Population } from '../scim/population.ts'

/** How many groups with a limit a user may be in, here. */
export const groupCounts = [10, 50, 500] as const
export type GroupCount = (typeof groupCounts)[number]

/** A team with so many users, all in one group and each in some of 500 more, all of which have limits. */
export type SpendTeam = {
  size: number
  teamId: string
  population: Population
  /** An API key that may read, record and reserve. */
  apiKey: string
  connection: Connection
  /** Of the group that everybody is in. */
  everybody: { id: string; uuid: string }
  /** Numbers of users who are in so many groups. */
  inGroups: Record<GroupCount, { from: number; count: number }>
}

/** What a bar of `npm run bench -- spend` measures with. */
export type SpendContext = {
  product: Product
  /** The smallest first. */
  teams: readonly SpendTeam[]
  /** On the product's database. */
  tables: Pgbench
  options: Pick<SpendBenchOptions, 'rounds' | 'seconds'>
  say(text: string): void
}

export const callers = 32

/** One of the users who are in so many groups. */
export function someone({ population, inGroups }: SpendTeam, groups: GroupCount): string {
  const { from, count } = inGroups[groups]
  return population.idOf(from + Math.floor(Math.random() * count))
}
