import type { Plan, TeamGate } from '../domain/plan.ts'
import type { SsoState } from '../domain/sso.ts'
import type { DirectoryClient } from '../generated/prisma/client.ts'
import type { Database, ReadDatabase, Transaction } from './database.ts'

/** An OAuth client of a directory; only the hash of its secret is kept. */
export type { DirectoryClient }

export async function insertDirectoryClient(transaction: Transaction, client: DirectoryClient): Promise<void> {
  await transaction.directoryClient.create({ data: client })
}

/** A client of the team's directories, locked to the end of the transaction. */
export async function lockDirectoryClient(transaction: Transaction, teamId: string, id: string): Promise<DirectoryClient | undefined> {
  await transaction.$executeRaw`SELECT FROM directory_clients WHERE id = ${id}::uuid
    AND directory_id IN (SELECT id FROM directories WHERE team_id = ${teamId}::uuid) FOR NO KEY UPDATE`
  return (await transaction.directoryClient.findFirst({ where: { id, directory: { teamId } } })) ?? undefined
}

/** Ends a client that this transaction has locked, and all of its tokens: none is issued while the client is locked. */
export async function revokeClient(transaction: Transaction, id: string, at: Date): Promise<void> {
  await transaction.directoryClient.update({ where: { id }, data: { revokedAt: at } })
  await transaction.directoryToken.updateMany({ where: { clientId: id, revokedAt: null }, data: { revokedAt: at } })
}

export type FoundClient = { id: string; directoryId: string; hash: Uint8Array; team: TeamGate }

/** A client that may ask for tokens now, with its team's gate; expired and revoked ones are not found. */
export async function findDirectoryClient(database: ReadDatabase, id: string): Promise<FoundClient | undefined> {
  const row = await database.directoryClient.findFirst({
    where: { id, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    select: {
      id: true,
      directoryId: true,
      hash: true,
      directory: { select: { team: { select: { name: true, plan: true, localSso: true, ssoState: true } } } },
    },
  })
  if (!row) return undefined
  const { directory, ...client } = row
  const { plan, ssoState, ...team } = directory.team
  return { ...client, team: { ...team, plan: plan as Plan, ssoState: ssoState as SsoState | null } }
}

export type ClientToken = { id: string; hash: Uint8Array; lifetimeSeconds: number; mostOfClient: number }

/**
 * A token for a client, and when it ends: with the client at the latest. Undefined when the client has ended meanwhile. Removes what has expired of the client's
 * tokens, and of the others the oldest that are more than `mostOfClient`: however often a client asks, it has no more rows. Not a change: outside the executor and the log.
 * The directory before the client, as its deletion takes them.
 */
export async function insertClientToken(
  database: Database,
  clientId: string,
  { id, hash, lifetimeSeconds, mostOfClient }: ClientToken,
): Promise<{ expiresInSeconds: number } | undefined> {
  const rows = await database.$queryRaw<{ expiresInSeconds: number }[]>`
    WITH directory AS MATERIALIZED (
      SELECT id FROM directories WHERE id = (SELECT directory_id FROM directory_clients WHERE id = ${clientId}::uuid) FOR KEY SHARE
    ), client AS (
      UPDATE directory_clients SET last_used_at = now() FROM directory
      WHERE directory_clients.id = ${clientId}::uuid AND directory_clients.directory_id = directory.id
        AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
      RETURNING directory_clients.id, directory_id, label, expires_at
    ), surplus AS (
      DELETE FROM directory_tokens WHERE client_id = (SELECT id FROM client) AND (expires_at <= now() OR id IN (
        SELECT id FROM directory_tokens WHERE client_id = ${clientId}::uuid ORDER BY id DESC OFFSET ${mostOfClient - 1}::int))
    ), granted AS (
      INSERT INTO directory_tokens (id, directory_id, client_id, label, hash, created_at, expires_at)
      SELECT ${id}::uuid, directory_id, id, label, decode(${Buffer.from(hash).toString('hex')}, 'hex'), now(),
        least(expires_at, now() + make_interval(secs => ${lifetimeSeconds}::int)) FROM client
      RETURNING expires_at
    )
    SELECT extract(epoch FROM expires_at - now())::float8 AS "expiresInSeconds" FROM granted`
  return rows[0]
}
