import type { CustomSchema } from '../domain/custom-schema.ts'
import type { DirectorySettings, Provider } from '../domain/directory.ts'
import type { Plan } from '../domain/plan.ts'
import type { SsoState } from '../domain/sso.ts'
import { Prisma, type DirectoryToken as DirectoryTokenRow, type Directory as DirectoryRow } from '../generated/prisma/client.ts'
import type { Database, ReadDatabase, Sql, Transaction } from './database.ts'
import type { Team } from './team.ts'

export type Directory = Omit<DirectoryRow, 'provider' | 'customSchemas'> & { provider: Provider; customSchemas: CustomSchema[] }
/** With the default settings. */
export type NewDirectory = Pick<Directory, 'id' | 'teamId' | 'name' | 'provider' | 'createdAt'>
export type DirectoryToken = DirectoryTokenRow

/** A directory as a request reaches it: with what its team's gate asks. */
export type ServedDirectory = {
  id: string
  teamId: string
  name: string
  provider: Provider
  version: number
  isStrict: boolean
  allowsRepeatedGroupNames: boolean
  customSchemas: CustomSchema[]
  requestsPerSecond: number | null
  removalsPerHour: number | null
  team: Pick<Team, 'name' | 'plan' | 'localSso' | 'ssoState'>
}

/** The directory that a token opens, with the token's id; expired and revoked tokens open none. */
export async function findDirectoryByToken(
  database: ReadDatabase,
  hash: Uint8Array,
): Promise<{ tokenId: string; directory: ServedDirectory } | undefined> {
  const rows = await database.$queryRaw<TokenRow[]>`
    SELECT t.id AS "tokenId", d.id, d.team_id AS "teamId", d.name, d.provider, d.version, d.is_strict AS "isStrict",
      d.allows_repeated_group_names AS "allowsRepeatedGroupNames", d.custom_schemas AS "customSchemas", d.requests_per_second AS "requestsPerSecond",
      d.removals_per_hour AS "removalsPerHour",
      teams.name AS "teamName", teams.plan, teams.local_sso AS "localSso", teams.sso_state AS "ssoState"
    FROM directory_tokens t JOIN directories d ON d.id = t.directory_id JOIN teams ON teams.id = d.team_id
    WHERE t.hash = decode(${Buffer.from(hash).toString('hex')}, 'hex') AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())`
  const row = rows[0]
  if (!row) return undefined
  const { tokenId, teamName, plan, localSso, ssoState, ...directory } = row
  return { tokenId, directory: { ...directory, team: { name: teamName, plan, localSso, ssoState } } }
}

type TokenRow = Omit<ServedDirectory, 'team'> & {
  tokenId: string
  teamName: string
  plan: Plan
  localSso: boolean
  ssoState: SsoState | null
}

/**
 * SQL for: the token holds and its directory is served. The gate is the one of scimRefusal (domain/plan.ts), here for the moment of a
 * write. Null admits: not every caller is an identity provider. Where `removes` is true, the directory must have no guard against mass removals
 * either: what a guard counts is no matter of a statement that holds no lock of it.
 */
export function isAdmitted(tokenId: Sql, removes?: Sql): Sql {
  return Prisma.sql`(${tokenId} IS NULL OR EXISTS (
    SELECT FROM directory_tokens t JOIN directories d ON d.id = t.directory_id JOIN teams ON teams.id = d.team_id
    WHERE t.id = ${tokenId} AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND teams.plan = 'ENTERPRISE' AND (teams.local_sso OR teams.sso_state = 'ACTIVE')
      ${removes ? Prisma.sql`AND (d.removals_per_hour IS NULL OR NOT ${removes})` : Prisma.empty}))`
}

/** Those of these tokens that are admitted now, by id, with whether their directory has a guard against mass removals. */
export async function findAdmittedTokens(
  database: ReadDatabase | Transaction,
  tokenIds: readonly string[],
): Promise<Map<string, { isGuarded: boolean }>> {
  if (tokenIds.length === 0) return new Map()
  const rows = await database.$queryRaw<{ id: string; isGuarded: boolean }[]>`
    SELECT token.id, directories.removals_per_hour IS NOT NULL AS "isGuarded"
    FROM directory_tokens token JOIN directories ON directories.id = token.directory_id
    WHERE token.id = ANY(${[...new Set(tokenIds)]}::uuid[]) AND ${isAdmitted(Prisma.sql`token.id`)}`
  return new Map(rows.map(({ id, isGuarded }) => [id, { isGuarded }]))
}

export async function findDirectory(database: ReadDatabase, teamId: string, id: string): Promise<Directory | undefined> {
  const row = await database.directory.findFirst({ where: { id, teamId } })
  return row ? { ...row, provider: row.provider as Provider, customSchemas: toCustomSchemas(row.customSchemas) } : undefined
}

/** As checkCustomSchemas (domain/custom-schema.ts) made them: nothing else is stored. */
export function toCustomSchemas(stored: unknown): CustomSchema[] {
  return stored as CustomSchema[]
}

/**
 * A directory of the team that no other transaction may change until this one ends, nor insert groups into: those hold the row with
 * FOR KEY SHARE and read its settings from it (insertGroups).
 */
export async function lockDirectory(transaction: Transaction, teamId: string, id: string): Promise<Directory | undefined> {
  await transaction.$executeRaw`SELECT FROM directories WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR UPDATE`
  return findDirectory(transaction, teamId, id)
}

/** Writes the settings of a directory that this transaction has locked. */
export async function updateDirectory(transaction: Transaction, id: string, settings: DirectorySettings, version: number): Promise<void> {
  await transaction.directory.update({ where: { id }, data: { ...settings, version } })
}

/** How a test of the connection of a directory that this transaction has locked ended. */
export async function recordTest(transaction: Transaction, id: string, test: { testedAt: Date; hasPassedTest: boolean }): Promise<void> {
  await transaction.directory.update({ where: { id }, data: test, select: { id: true } })
}

/** Ends a pause of removals; a new hour is counted from nothing. */
export async function restartRemovals(transaction: Transaction, id: string): Promise<void> {
  await transaction.directory.update({ where: { id }, data: { removalsCounted: 0, removalsSince: null, removalsPausedAt: null } })
}

export async function insertDirectory(transaction: Transaction, directory: NewDirectory): Promise<void> {
  await transaction.directory.create({ data: { ...directory, counts: { create: {} } } })
}

export async function insertDirectoryToken(transaction: Transaction, token: DirectoryToken): Promise<void> {
  await transaction.directoryToken.create({ data: { ...token, hash: new Uint8Array(token.hash) } })
}

/** A token of the team's directories that an administrator issued, locked to the end of the transaction. Those of a client end with it. */
export async function lockDirectoryToken(transaction: Transaction, teamId: string, id: string): Promise<DirectoryToken | undefined> {
  await transaction.$executeRaw`SELECT FROM directory_tokens WHERE id = ${id}::uuid AND client_id IS NULL
    AND directory_id IN (SELECT id FROM directories WHERE team_id = ${teamId}::uuid) FOR NO KEY UPDATE`
  return (await transaction.directoryToken.findFirst({ where: { id, clientId: null, directory: { teamId } } })) ?? undefined
}

export async function revokeToken(transaction: Transaction, id: string, at: Date): Promise<void> {
  await transaction.directoryToken.update({ where: { id }, data: { revokedAt: at } })
}

/** Not a change: outside the executor and the log. */
export async function touchDirectory(database: Database, id: string, tokenId: string, at: Date): Promise<void> {
  await database.directory.updateMany({ where: { id }, data: { lastRequestAt: at } })
  await database.directoryToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: at } })
}

/** Whether the group whose members are administrators of its team is in this directory. */
export async function holdsAdministratorGroup(transaction: Transaction, directoryId: string): Promise<boolean> {
  const team = await transaction.team.findFirst({ where: { administratorGroup: { directoryId } }, select: { id: true } })
  return team !== null
}
