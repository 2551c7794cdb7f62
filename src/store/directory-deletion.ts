import type { GroupRef } from '../domain/change.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { Sql, Transaction } from './database.ts'
import { findDirectory, type Directory } from './directory.ts'

/** A directory whose settings, removals and end no other transaction has a hand in until this one ends; users and groups may still come to it. */
export async function holdDirectory(transaction: Transaction, teamId: string, id: string): Promise<Directory | undefined> {
  await transaction.$executeRaw`SELECT FROM directories WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR NO KEY UPDATE`
  return findDirectory(transaction, teamId, id)
}

/** The group of a directory, if it is this one. */
export async function findGroupRef(transaction: Transaction, directoryId: string, groupId: string): Promise<GroupRef | undefined> {
  const group = await transaction.group.findFirst({ where: { id: groupId, directoryId }, select: { id: true, displayName: true } })
  return group ?? undefined
}

/** Whether people who sign in are looked up in this directory alone. */
export async function isNamedBySso(transaction: Transaction, directoryId: string): Promise<boolean> {
  return (await transaction.ssoConnection.findFirst({ where: { directoryId }, select: { id: true } })) !== null
}

/**
 * Removes a directory that this transaction holds (holdDirectory) with everything that is in it; answers how much that was. Statements over
 * whole sets, so that a large directory goes in seconds; `mostSeconds` is what each may take.
 *
 * Most of it is done while newcomers may still come: they hold the directory's row with FOR KEY SHARE. Then the row is taken for itself, and
 * whoever came meanwhile goes too. Users before groups, each in order of their ids, as everywhere; the turn of commits of several commands
 * (transaction.ts) is taken first, because those lock rows in an order of their own.
 */
export async function removeDirectory(
  transaction: Transaction,
  { id, teamId }: { id: string; teamId: string },
  mostSeconds: number,
): Promise<{ userCount: number; groupCount: number }> {
  await transaction.$executeRaw`SELECT set_config('statement_timeout', ${`${mostSeconds}s`}, true)`
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${teamId}, 0))`
  const before = await removeMembers(transaction, id)
  await transaction.$executeRaw`SELECT FROM directories WHERE id = ${id}::uuid FOR UPDATE`
  const meanwhile = await removeMembers(transaction, id)
  for (const table of ownTables) await transaction.$executeRaw`DELETE FROM ${table} WHERE directory_id = ${id}::uuid`
  await transaction.$executeRaw`DELETE FROM directories WHERE id = ${id}::uuid`
  return { userCount: before.userCount + meanwhile.userCount, groupCount: before.groupCount + meanwhile.groupCount }
}

/** Tokens before the clients that they are of. */
const ownTables: readonly Sql[] = ['directory_tokens', 'directory_clients', 'directory_counts', 'scim_requests'].map((name) =>
  Prisma.raw(name),
)

/**
 * Users and groups with memberships and limits. Nobody joins a group whose row and whose users are locked here. A person's link to a user is let go of by its foreign key,
 * and the user's sessions end by a trigger.
 */
async function removeMembers(transaction: Transaction, directoryId: string): Promise<{ userCount: number; groupCount: number }> {
  const users = Prisma.sql`SELECT id FROM users WHERE directory_id = ${directoryId}::uuid`
  const groups = Prisma.sql`SELECT id FROM groups WHERE directory_id = ${directoryId}::uuid`
  await transaction.$executeRaw`SELECT count(*) FROM (${users} ORDER BY id FOR UPDATE) AS locked`
  await transaction.$executeRaw`SELECT count(*) FROM (${groups} ORDER BY id FOR UPDATE) AS locked`
  await transaction.$executeRaw`DELETE FROM memberships WHERE group_id IN (${groups})`
  await transaction.$executeRaw`DELETE FROM spend_limits WHERE user_id IN (${users})`
  await transaction.$executeRaw`DELETE FROM spend_limits WHERE group_id IN (${groups})`
  const userCount = await transaction.$executeRaw`DELETE FROM users WHERE directory_id = ${directoryId}::uuid`
  const groupCount = await transaction.$executeRaw`DELETE FROM groups WHERE directory_id = ${directoryId}::uuid`
  return { userCount, groupCount }
}
