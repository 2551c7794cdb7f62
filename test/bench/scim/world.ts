import { fromId } from '../../../src/domain/id.ts'
import { createLimitDatabase } from '../limits.ts'
import { connect, type Connection } from '../load.ts'
import type { Pgbench } from '../pgbench.ts'
import { startProduct, type Product } from '../product.ts'
import { check, type Check } from '../report.ts'
import { loadGroup, loadMembers, populate, withFewIndexes, type LoadedGroup, type Population } from './population.ts'

/** A server of its own whose directory holds so many users, in groups of the sizes that are measured. */
export type World = {
  size: number
  product: Product
  /** On the limits' own database, whose transactions the bars speak of. */
  limits: Pgbench
  /** On the product's database: the same statements on the same tables. */
  tables: Pgbench
  population: Population
  /** What pgbench writes into the product's tables is of a directory of its own. */
  limitRows: { population: Population; group: LoadedGroup; teams: LoadedGroup[] }
  /** By size, as far as there are users enough. */
  groups: ReadonlyMap<number, LoadedGroup>
  /** The largest group of at most 10,000; every user is in one of those. */
  office: LoadedGroup
  /** 50 groups for users who are going to be deleted. */
  teams: LoadedGroup[]
  /** Persons whom a request has deactivated, so that the next one reactivates them: none is without effect. */
  inactive: Set<number>
  connection: Connection
}

export const groupSizes = [100, 10_000, 100_000] as const
const officeSize = 10_000
const teamCount = 50
const mostCallers = 32

/** Users beyond the size of a world: they come and go as members. Numbers count from its size. */
const newcomers = { many: { from: 1, to: 256 }, replacing: { from: 257, to: 356 }, one: 357 } as const

export async function openWorld(pgbenchAt: (databaseUrl: string) => Pgbench, size: number, say: (text: string) => void): Promise<World> {
  const title = `the world of ${size.toLocaleString('en-US')} users`
  say(`${title}: starting a server`)
  const product = await startProduct()
  try {
    return await furnish(product, pgbenchAt, size, (text) => say(`${title}: ${text}`))
  } catch (reason) {
    await product.stop()
    throw reason
  }
}

async function furnish(
  product: Product,
  pgbenchAt: (databaseUrl: string) => Pgbench,
  size: number,
  say: (text: string) => void,
): Promise<World> {
  const limits = pgbenchAt(await createLimitDatabase(product.databaseUrl))
  await product.sql('CREATE SCHEMA bench')
  await product.sql('CREATE SEQUENCE bench.number')
  await product.sql('CREATE SEQUENCE bench.victim')
  // Far from the revisions that the limits' team has by itself.
  await product.sql('CREATE SEQUENCE bench.revision START 1000000000')
  const ofLimits = await populate(product, 'limits', 0)
  const limitRows = {
    population: ofLimits,
    group: await loadGroup(product, ofLimits, 'Written by pgbench', 1, 0),
    teams: await emptyTeams(product, ofLimits),
  }

  say('loading users')
  const population = await populate(product, 'users', size + newcomers.one)
  say('loading groups')
  const offices: LoadedGroup[] = []
  const groups = new Map<number, LoadedGroup>()
  for (let from = 1; from <= size; from += officeSize)
    offices.push(await loadGroup(product, population, `Office ${offices.length + 1}`, 1, 0))
  await withFewIndexes(product, 'memberships', size, async () => {
    for (const [index, office] of offices.entries()) {
      const [from, to] = [index * officeSize + 1, Math.min(size, (index + 1) * officeSize)]
      await loadMembers(product, population, [office.uuid], from, to)
      office.size = to - from + 1
    }
    for (const members of groupSizes)
      if (members <= size && members !== offices[0]!.size)
        groups.set(members, await loadGroup(product, population, `Group of ${members}`, 1, members))
  })
  if (offices[0]!.size === officeSize) groups.set(officeSize, offices[0]!)
  const teams = await emptyTeams(product, population)
  say('cleaning up after loading')
  for (const table of ['users', 'memberships', 'groups']) await product.sql(`VACUUM ANALYZE ${table}`)
  // What was loaded is written now, not while something is measured.
  await product.sql('CHECKPOINT')
  const { scimUrl, scimToken } = population.stage
  return {
    size,
    product,
    limits,
    tables: pgbenchAt(product.databaseUrl),
    population,
    limitRows,
    groups,
    office: offices[0]!,
    teams,
    inactive: new Set(),
    connection: connect(scimUrl, scimToken, mostCallers),
  }
}

async function emptyTeams(product: Product, population: Population): Promise<LoadedGroup[]> {
  const teams: LoadedGroup[] = []
  while (teams.length < teamCount) teams.push(await loadGroup(product, population, `Team ${teams.length + 1}`, 1, 0))
  return teams
}

export async function closeWorld(world: World): Promise<void> {
  world.connection.close()
  await world.product.stop()
}

/** The id of the newcomer who is added to groups and removed again. */
export function newcomerOf({ population, size }: World): string {
  return population.idOf(size + newcomers.one)
}

/** 256 newcomers: as many as Okta sends at once. */
export function newcomersOf({ population, size }: World): string[] {
  return idsOf(population, size + newcomers.many.from, size + newcomers.many.to)
}

/** The members of a group as they were loaded, and the same with one of a hundred exchanged for a newcomer. */
export function memberLists({ population, size }: World, group: LoadedGroup): [string[], string[]] {
  const all = idsOf(population, 1, group.size)
  const exchanged = exchangedOf(group)
  return [
    all,
    [...all.slice(exchanged), ...idsOf(population, size + newcomers.replacing.from, size + newcomers.replacing.from + exchanged - 1)],
  ]
}

/** How many members differ between the two lists. */
export function exchangedOf({ size }: LoadedGroup): number {
  return Math.max(1, Math.min(newcomers.replacing.to - newcomers.replacing.from + 1, Math.floor(size / 100)))
}

export function idsOf(population: Population, from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => population.idOf(from + index))
}

/** That nothing of a world was lost or made up. */
export async function checkWorld({ product, population, groups, teams, size }: World, name: string): Promise<Check[]> {
  const title = `${name}, ${size.toLocaleString('en-US')} users`
  const checks = await product.checkStage(population.stage, title, { users: population.stored })
  for (const group of [...groups.values(), teams[0]!]) checks.push(await checkGroup(product, title, group))
  return checks
}

export async function checkGroup(product: Product, title: string, { id, size }: LoadedGroup): Promise<Check> {
  const { node } = await product.graphql<{ node: { memberCount: number } }>(
    'query ($id: ID!) { node(id: $id) { ... on Group { memberCount } } }',
    { id },
  )
  const [stored] = await product.sql<{ members: number }>('SELECT count(*)::int AS members FROM memberships WHERE group_id = $1', [
    fromId('group', id),
  ])
  return check(
    `${title}: members of a group of ${size.toLocaleString('en-US')}, stored and as the product counts`,
    [size, size],
    [stored?.members, node.memberCount],
  )
}
