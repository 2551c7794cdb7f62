import type { ApiKeyScope } from '../domain/directory.ts'
import type { ApiKey as ApiKeyRow } from '../generated/prisma/client.ts'
import type { Database, ReadDatabase, Transaction } from './database.ts'

export type ApiKey = Omit<ApiKeyRow, 'scopes'> & { scopes: ApiKeyScope[] }

function toApiKey(row: ApiKeyRow): ApiKey {
  return { ...row, scopes: row.scopes as ApiKeyScope[] }
}

/** The keys with these hashes, each at the index of its hash; also those that are expired or revoked. */
export async function findApiKeysByHash(database: ReadDatabase, hashes: readonly Uint8Array[]): Promise<(ApiKey | undefined)[]> {
  const rows = await database.apiKey.findMany({ where: { hash: { in: hashes.map((hash) => new Uint8Array(hash)) } } })
  const byHash = new Map(rows.map((row) => [Buffer.from(row.hash).toString('base64'), toApiKey(row)]))
  return hashes.map((hash) => byHash.get(Buffer.from(hash).toString('base64')))
}

/** All keys of a team, oldest first; also those that are expired or revoked. */
export async function findApiKeys(database: ReadDatabase, teamId: string): Promise<Omit<ApiKey, 'hash'>[]> {
  const rows = await database.apiKey.findMany({ where: { teamId }, omit: { hash: true }, orderBy: { id: 'asc' } })
  return rows.map((row) => ({ ...row, scopes: row.scopes as ApiKeyScope[] }))
}

export async function insertApiKey(transaction: Transaction, key: ApiKey): Promise<void> {
  await transaction.apiKey.create({ data: { ...key, hash: new Uint8Array(key.hash) } })
}

export async function lockApiKey(transaction: Transaction, teamId: string, id: string): Promise<ApiKey | undefined> {
  await transaction.$executeRaw`SELECT FROM api_keys WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR NO KEY UPDATE`
  const row = await transaction.apiKey.findFirst({ where: { id, teamId } })
  return row ? toApiKey(row) : undefined
}

export async function revokeKey(transaction: Transaction, id: string, at: Date): Promise<void> {
  await transaction.apiKey.update({ where: { id }, data: { revokedAt: at } })
}

/** Not a change: outside the executor and the log. */
export async function touchApiKey(database: Database, id: string, at: Date): Promise<void> {
  await database.apiKey.updateMany({ where: { id }, data: { lastUsedAt: at } })
}
