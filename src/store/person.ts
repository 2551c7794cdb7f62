import { comparisonKey, longestKey, lookUpKey } from '../domain/attributes.ts'
import type { UserMatching } from '../domain/sso.ts'
import { Prisma, type Person } from '../generated/prisma/client.ts'
import type { BesideLog, ReadDatabase } from './database.ts'

export type { Person }

/** Who signed in under this name of an identity provider before (OpenID Connect Core §5.7: issuer and `sub` together, nothing else). */
export async function findPersonByIdentity(
  database: ReadDatabase | BesideLog,
  teamId: string,
  issuer: string,
  subject: string,
): Promise<Person | undefined> {
  return (await database.person.findUnique({ where: { teamId_issuer_subject: { teamId, issuer, subject } } })) ?? undefined
}

export async function findPerson(database: ReadDatabase | BesideLog, id: string): Promise<Person | undefined> {
  return (await database.person.findUnique({ where: { id } })) ?? undefined
}

/** A person whose row nobody else changes until the transaction ends. */
export async function lockPerson(transaction: BesideLog, id: string): Promise<Person | undefined> {
  await transaction.$executeRaw`SELECT FROM people WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  return (await transaction.person.findUnique({ where: { id } })) ?? undefined
}

export async function insertPerson(transaction: BesideLog, person: Person): Promise<void> {
  await transaction.person.create({ data: person })
}

export async function updatePerson(transaction: BesideLog, { id, ...person }: Pick<Person, 'id'> & Partial<Person>): Promise<void> {
  await transaction.person.update({ where: { id }, data: person })
}

/** A directory user as far as signing in asks. */
export type MatchedUser = { id: string; directoryId: string; active: boolean; email: string | null }

/**
 * The user as it is now, and stays until the transaction ends: whoever deactivates or deletes it in the same moment waits, and then ends the
 * session that this transaction makes.
 */
export async function holdUser(transaction: BesideLog, teamId: string, id: string): Promise<MatchedUser | undefined> {
  const rows = await transaction.$queryRaw<MatchedUser[]>`
    SELECT id, directory_id AS "directoryId", active, email FROM users WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR SHARE`
  return rows[0]
}

/** The users of a team, or of one of its directories, whose attribute has the value; three at most, which is more than one needs to know. */
export async function findMatchingUsers(
  transaction: BesideLog,
  { teamId, directoryId, by, value }: { teamId: string; directoryId: string | null; by: UserMatching; value: string },
): Promise<MatchedUser[]> {
  // A longer address is kept cut (domain/attributes.ts), so that another one may look like it.
  if (by === 'EMAIL' && value.length > longestKey) return []
  const matches = {
    EXTERNAL_ID: Prisma.sql`external_id = ${value}`,
    USER_NAME: Prisma.sql`user_name_key = ${comparisonKey(value)}`,
    EMAIL: Prisma.sql`email_keys @> ARRAY[${lookUpKey(value)}]::text[]`,
  }[by]
  const directories = directoryId === null ? Prisma.empty : Prisma.sql`AND id = ${directoryId}::uuid`
  return transaction.$queryRaw<MatchedUser[]>`
    SELECT id, directory_id AS "directoryId", active, email FROM users
    WHERE directory_id IN (SELECT id FROM directories WHERE team_id = ${teamId}::uuid ${directories}) AND ${matches} LIMIT 3`
}

/** Whether the user is in the group whose members are the team's administrators. */
export async function isInAdministratorGroup(database: BesideLog, teamId: string, userId: string): Promise<boolean> {
  const rows = await database.$queryRaw<object[]>`
    SELECT 1 FROM teams JOIN memberships ON memberships.group_id = teams.administrator_group_id
    WHERE teams.id = ${teamId}::uuid AND memberships.user_id = ${userId}::uuid`
  return rows.length > 0
}
