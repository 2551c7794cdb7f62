import type { Plan, TeamGate } from '../domain/plan.ts'
import type { SsoState } from '../domain/sso.ts'
import type { Team as TeamRow } from '../generated/prisma/client.ts'
import type { BesideLog, ReadDatabase, Transaction } from './database.ts'

export type Team = Omit<TeamRow, 'plan' | 'ssoState'> & { plan: Plan; ssoState: SsoState | null }

export function toTeam(row: TeamRow): Team {
  return { ...row, plan: row.plan as Plan, ssoState: row.ssoState as SsoState | null }
}

/** What the gate asks of a team. */
export function teamGate({ name, plan, localSso, ssoState }: Pick<Team, 'name' | 'plan' | 'localSso' | 'ssoState'>): TeamGate {
  return { name, plan, localSso, ssoState }
}

/** A team, unless it is the scratch team of a test: that is nobody's to find. */
export async function findTeam(database: ReadDatabase, id: string): Promise<Team | undefined> {
  const row = await database.team.findUnique({ where: { id, isScratch: false } })
  return row ? toTeam(row) : undefined
}

/** A team, found in the same way, whose plan and SSO no other transaction may change until this one ends. */
export async function lockTeam(transaction: Transaction, id: string): Promise<Team | undefined> {
  await transaction.$executeRaw`SELECT FROM teams WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  return findTeam(transaction, id)
}

/** A team whose plan and SSO stay as they are until this transaction ends; any number may hold it so. */
export async function holdTeam(transaction: BesideLog, id: string): Promise<Team | undefined> {
  await transaction.$executeRaw`SELECT FROM teams WHERE id = ${id}::uuid FOR SHARE`
  return findTeam(transaction, id)
}

/** A team and the head of its log, which the first change moves to revision 1. */
export async function insertTeam(transaction: Transaction, team: Team): Promise<void> {
  await transaction.team.create({ data: team })
  await transaction.teamHead.create({ data: { teamId: team.id, revision: 0n, changeId: team.id } })
}

export async function updateTeamPlan(transaction: Transaction, id: string, plan: Plan): Promise<void> {
  await transaction.team.update({ where: { id }, data: { plan } })
}

export async function updateAdministratorGroup(transaction: Transaction, id: string, administratorGroupId: string | null): Promise<void> {
  await transaction.team.update({ where: { id }, data: { administratorGroupId } })
}

export async function hasAnyTeam(database: ReadDatabase): Promise<boolean> {
  return (await database.team.findFirst({ where: { isScratch: false }, select: { id: true } })) !== null
}

/** The demonstration team and its first directory, if they are there. */
export async function findDemonstration(database: ReadDatabase): Promise<{ teamId: string; directoryId: string | undefined } | undefined> {
  const team = await database.team.findFirst({
    where: { isDemonstration: true },
    select: { id: true, directories: { select: { id: true }, orderBy: { id: 'asc' }, take: 1 } },
  })
  return team ? { teamId: team.id, directoryId: team.directories[0]?.id } : undefined
}

/** The group whose members are administrators of a team. */
export async function findAdministratorGroup(transaction: Transaction, teamId: string): Promise<string | null> {
  const team = await transaction.team.findUnique({ where: { id: teamId }, select: { administratorGroupId: true } })
  return team?.administratorGroupId ?? null
}
