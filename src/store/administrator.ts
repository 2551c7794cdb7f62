import { Prisma, type Administrator } from '../generated/prisma/client.ts'
import type { BesideLog, ReadDatabase, Transaction } from './database.ts'

export type { Administrator }

export async function findAdministratorByEmail(
  database: ReadDatabase | BesideLog,
  teamId: string,
  emailKey: string,
): Promise<Administrator | undefined> {
  return (await database.administrator.findUnique({ where: { teamId_emailKey: { teamId, emailKey } } })) ?? undefined
}

export async function insertAdministrator(transaction: Transaction, administrator: Administrator): Promise<void> {
  await transaction.administrator.create({ data: administrator })
}

/** An entry of the list that nobody else binds or removes until the transaction ends. */
export async function lockAdministrator(transaction: BesideLog, teamId: string, id: string): Promise<Administrator | undefined> {
  await transaction.$executeRaw`SELECT FROM administrators WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR NO KEY UPDATE`
  return (await transaction.administrator.findFirst({ where: { id, teamId } })) ?? undefined
}

/** The entry that means a person, not to be bound or removed by others until the transaction ends. */
export async function findAdministratorOfPerson(transaction: BesideLog, personId: string): Promise<Administrator | undefined> {
  await transaction.$executeRaw`SELECT FROM administrators WHERE person_id = ${personId}::uuid FOR NO KEY UPDATE`
  return (await transaction.administrator.findUnique({ where: { personId } })) ?? undefined
}

/** From here on this person is the one that the entry means; a person is meant by one entry at most. */
export async function bindAdministrator(transaction: BesideLog, id: string, personId: string): Promise<void> {
  await transaction.administrator.update({ where: { id }, data: { personId } })
}

/** Also its one-time links. */
export async function deleteAdministrator(transaction: Transaction, id: string): Promise<void> {
  await transaction.administrator.delete({ where: { id } })
}

export async function countAdministrators(database: ReadDatabase | Transaction, teamId: string): Promise<number> {
  return database.administrator.count({ where: { teamId } })
}

/** Whether some active user is in the group that makes administrators: the team's, or the one that is to be it. */
export async function isAnybodyInAdministratorGroup(
  database: Pick<ReadDatabase, '$queryRaw'>,
  teamId: string,
  groupId?: string | null,
): Promise<boolean> {
  const group =
    groupId === undefined ? Prisma.sql`(SELECT administrator_group_id FROM teams WHERE id = ${teamId}::uuid)` : Prisma.sql`${groupId}::uuid`
  const rows = await database.$queryRaw<object[]>`
    SELECT 1 FROM memberships JOIN users ON users.id = memberships.user_id WHERE memberships.group_id = ${group} AND users.active LIMIT 1`
  return rows.length > 0
}

export type ListedAdministrator = Pick<Administrator, 'id' | 'email' | 'addedAt' | 'addedBy'> & { lastSignedInAt: Date | null }

/** The list of a team, in the order in which it was made. */
export async function findAdministrators(database: ReadDatabase, teamId: string): Promise<ListedAdministrator[]> {
  const rows = await database.administrator.findMany({
    where: { teamId },
    orderBy: { id: 'asc' },
    select: { id: true, email: true, addedAt: true, addedBy: true, person: { select: { lastSignedInAt: true } } },
  })
  return rows.map(({ person, ...row }) => ({ ...row, lastSignedInAt: person?.lastSignedInAt ?? null }))
}
