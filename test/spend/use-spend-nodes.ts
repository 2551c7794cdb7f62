import { afterAll, beforeAll } from 'vitest'
import { spendCommands, type SpendCommands } from '../../src/commands/spend-commands.ts'
import type { NewSpendEntry, ReserveSpendInput } from '../../src/commands/spend-change.ts'
import { teamCommands, type TeamCommands } from '../../src/commands/team-commands.ts'
import type { Actor, Change } from '../../src/domain/change.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { newId } from '../../src/store/id.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'

export const actor: Actor = { kind: 'API_KEY', id: newId(), label: 'App' }

/** What one node does: its own pool and executors, as app.ts makes them. */
export type SpendNode = { database: Database; spend: SpendCommands; teams: TeamCommands; committed: Change[] }
export type SpendNodes = { nodes: SpendNode[]; database: Database; spend: SpendCommands; teams: TeamCommands }

/** Nodes on one database for a test file; so many inputs may share a commit. What it answers is filled in before the tests run. */
export function useSpendNodes(count = 2, { batchSize = 64 } = {}): SpendNodes {
  const under = {} as SpendNodes
  let testDatabase: TestDatabase
  beforeAll(async () => {
    testDatabase = await createDatabase()
    under.nodes = Array.from({ length: count }, () => {
      const database = openDatabase({ url: testDatabase.url, poolSize: 8, log: { error: () => {} } })
      const committed: Change[] = []
      const onCommit = (_: string, changes: readonly Change[]): void => void committed.push(...changes)
      return {
        database,
        spend: spendCommands(createExecutor({ database, onCommit, batchSize })),
        teams: teamCommands(createExecutor({ database, onCommit })),
        committed,
      }
    })
    Object.assign(under, under.nodes[0])
  })
  afterAll(async () => {
    await Promise.all((under.nodes ?? []).map(({ database }) => database.$disconnect()))
    await testDatabase?.drop()
  })
  return under
}

export type SpendTeam = { teamId: string; directoryId: string; userIds: string[]; userId: string }

/** A team with so many users. */
export async function newSpendTeam(
  { teams, database }: Pick<SpendNodes, 'teams' | 'database'>,
  {
    users = 1,
    currency = 'EUR',
    timeZone = 'UTC',
    limitMinor,
  }: { users?: number; currency?: string; timeZone?: string; limitMinor?: number } = {},
): Promise<SpendTeam> {
  const { value: team } = await teams.createTeam({
    actor,
    name: 'Acme',
    plan: 'ENTERPRISE',
    currency,
    localSso: true,
    isDemonstration: false,
  })
  const { value } = await teams.createDirectory({ teamId: team.id, actor, name: 'People', provider: 'OTHER' })
  const directoryId = value.directory.id
  const userIds = Array.from({ length: users }, () => newId())
  await database.$executeRaw`
    INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, display_name, active, attributes, version, created_at, last_modified_at)
    SELECT id, ${team.id}::uuid, ${directoryId}::uuid, 'user-' || n, 'user-' || n, 'User ' || n, true, '{}', 1, now(), now()
    FROM unnest(${userIds}::uuid[]) WITH ORDINALITY AS named (id, n)`
  if (timeZone !== 'UTC') await database.team.update({ where: { id: team.id }, data: { timeZone } })
  if (limitMinor !== undefined) await setTeamLimit({ teams }, team.id, limitMinor)
  return { teamId: team.id, directoryId, userIds, userId: userIds[0]! }
}

export async function setTeamLimit({ teams }: Pick<SpendNodes, 'teams'>, teamId: string, amountMinor: number | null): Promise<void> {
  await teams.setSpendLimit({ teamId, actor, target: { kind: 'TEAM', id: teamId }, amountMinor })
}

export async function setUserLimit(
  { teams }: Pick<SpendNodes, 'teams'>,
  team: SpendTeam,
  userId: string,
  amountMinor: number | null,
): Promise<void> {
  await teams.setSpendLimit({ teamId: team.teamId, actor, target: { kind: 'USER', id: userId }, amountMinor })
}

let keys = 0
export const newKey = (): string => `key-${++keys}`

export function entryOf(userId: string, amountMinor: number, more: Partial<NewSpendEntry> = {}): NewSpendEntry {
  return { userId, idempotencyKey: newKey(), amountMinor, at: null, labels: {}, ...more }
}

export function reservationOf(team: SpendTeam, amountMinor: number, more: Partial<ReserveSpendInput> = {}): ReserveSpendInput {
  return {
    teamId: team.teamId,
    actor,
    userId: team.userId,
    idempotencyKey: newKey(),
    amountMinor,
    expiresInSeconds: 600,
    labels: {},
    ...more,
  }
}

/** Does it so many times at once, by turns at each node. */
export function allAtOnce<Answer>(
  nodes: readonly SpendNode[],
  count: number,
  act: (node: SpendNode, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => act(nodes[index % nodes.length]!, index)))
}

/** The refusal of a command; fails when it was not refused. */
export async function refusalOf(command: Promise<unknown>): Promise<DomainError> {
  const error = await command.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof DomainError) return error
  throw error ?? new Error('it was not refused')
}

export type Total = { userId: string; period: string; spent: number; sum: number; reached: number[] }

/** Each total beside the sum of its entries. */
export async function totalsOf(database: Database, teamId: string): Promise<Total[]> {
  const rows = await database.$queryRaw<{ userId: string; period: string; spent: bigint; sum: bigint; reached: number[] }[]>`
    SELECT user_id AS "userId", to_char(period, 'YYYY-MM') AS period, spent_minor AS spent, thresholds_reached AS reached,
      (SELECT COALESCE(sum(amount_minor), 0) FROM spend_entries e WHERE e.user_id = t.user_id AND e.period = t.period)::bigint AS sum
    FROM spend_totals t WHERE team_id = ${teamId}::uuid ORDER BY user_id, period`
  return rows.map((row) => ({ ...row, spent: Number(row.spent), sum: Number(row.sum) }))
}

export async function thresholdChanges(database: Database, teamId: string) {
  return database.change.findMany({ where: { teamId, kind: 'SpendThresholdReached' }, orderBy: { revision: 'asc' } })
}
