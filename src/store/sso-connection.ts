import type { SsoConnectionState, SsoState, UserMatching } from '../domain/sso.ts'
import type { SsoConnection as SsoConnectionRow } from '../generated/prisma/client.ts'
import type { BesideLog, Database, ReadDatabase, Transaction } from './database.ts'

export type SsoConnection = Omit<SsoConnectionRow, 'userMatching' | 'clientSecret'> & {
  userMatching: UserMatching
  /** Sealed (sealed-secret.ts); null for a public client. */
  clientSecret: Uint8Array<ArrayBuffer> | null
}

/** A connection as somebody signs in through it. */
export type SignInConnection = SsoConnection & { team: { id: string; name: string; ssoState: SsoState | null } }

export function toSsoConnection(row: SsoConnectionRow): SsoConnection {
  return { ...row, userMatching: row.userMatching as UserMatching, clientSecret: row.clientSecret && new Uint8Array(row.clientSecret) }
}

export function ssoConnectionState(connection: Omit<SsoConnection, 'clientSecret'>): SsoConnectionState {
  const { id, issuer, clientId, userMatching, matchingClaim, trustsEmail, directoryId, version } = connection
  return { id, issuer, clientId, userMatching, matchingClaim, trustsEmail, directoryId, version }
}

type Asked = { id: string } | { teamId: string; isReplacement: boolean }

export async function findSignInConnection(database: ReadDatabase, asked: Asked): Promise<SignInConnection | undefined> {
  const where = 'id' in asked ? { id: asked.id } : { teamId_isReplacement: asked }
  const row = await database.ssoConnection.findUnique({ where, include: { team: { select: { id: true, name: true, ssoState: true } } } })
  if (!row) return undefined
  const { team, ...connection } = row
  return { ...toSsoConnection(connection), team: { ...team, ssoState: team.ssoState as SsoState | null } }
}

/** Whether the connection is still there; then it stays until the transaction ends, so that nobody is signed in by one that was replaced. */
export async function holdSsoConnection(transaction: BesideLog, teamId: string, id: string): Promise<boolean> {
  const rows = await transaction.$queryRaw<object[]>`
    SELECT 1 FROM sso_connections WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid FOR KEY SHARE`
  return rows.length > 0
}

/** The connection in use and its replacement, of a team that this transaction has locked. */
export async function findTeamConnections(
  transaction: Transaction,
  teamId: string,
): Promise<{ current: SsoConnection | undefined; replacement: SsoConnection | undefined }> {
  const rows = (await transaction.ssoConnection.findMany({ where: { teamId } })).map(toSsoConnection)
  return { current: rows.find((row) => !row.isReplacement), replacement: rows.find((row) => row.isReplacement) }
}

export async function insertSsoConnection(transaction: Transaction, connection: SsoConnection): Promise<void> {
  await transaction.ssoConnection.create({ data: connection })
}

export async function updateSsoConnection(
  transaction: Transaction,
  id: string,
  data: Partial<Omit<SsoConnection, 'id' | 'teamId' | 'issuer' | 'clientId' | 'createdAt'>>,
): Promise<void> {
  await transaction.ssoConnection.update({ where: { id }, data })
}

/** Sign-ins that are under way through it end with it. */
export async function deleteSsoConnection(transaction: Transaction, id: string): Promise<void> {
  await transaction.ssoConnection.delete({ where: { id } })
}

/** What the gate of every SCIM request asks. */
export async function setSsoState(transaction: Transaction, teamId: string, state: SsoState): Promise<void> {
  await transaction.team.update({ where: { id: teamId }, data: { ssoState: state } })
}

/**
 * What a replaced provider said of people counts no more: their sessions end, and administrators are recognised anew by their verified addresses. Not
 * so the one who proved its replacement.
 */
export async function forgetProvenPeople(
  transaction: Transaction,
  teamId: string,
  prover: { administratorId: string | null; sessionId: string },
): Promise<void> {
  await transaction.session.deleteMany({ where: { teamId, id: { not: prover.sessionId } } })
  await transaction.$executeRaw`
    UPDATE administrators SET person_id = NULL FROM people
    WHERE administrators.team_id = ${teamId}::uuid AND people.id = administrators.person_id AND people.issuer IS NOT NULL
      AND administrators.id IS DISTINCT FROM ${prover.administratorId}::uuid`
}

/** Not a change: beside the log. Answers how many failures there have been since the last success; undefined when the connection is gone. */
export async function countFailure(database: Database, id: string, sentence: string): Promise<number | undefined> {
  const rows = await database.$queryRaw<{ failureCount: number }[]>`
    UPDATE sso_connections SET failure_count = failure_count + 1, last_error = ${sentence}, last_error_at = now()
    WHERE id = ${id}::uuid RETURNING failure_count AS "failureCount"`
  return rows[0]?.failureCount
}

/** The same for what is not proven to be the provider's failure: it does not count. */
export async function keepError(database: Database, id: string, sentence: string): Promise<void> {
  await database.$executeRaw`UPDATE sso_connections SET last_error = ${sentence}, last_error_at = now() WHERE id = ${id}::uuid`
}

/** Not a change: beside the log. */
export async function clearFailures(database: Database, id: string): Promise<void> {
  await database.$executeRaw`
    UPDATE sso_connections SET failure_count = 0, last_error = NULL, last_error_at = NULL WHERE id = ${id}::uuid AND (failure_count > 0 OR last_error IS NOT NULL)`
}

export async function findClientSecrets(database: ReadDatabase): Promise<{ id: string; clientSecret: Uint8Array<ArrayBuffer> }[]> {
  const rows = await database.ssoConnection.findMany({ where: { clientSecret: { not: null } }, select: { id: true, clientSecret: true } })
  return rows.map(({ id, clientSecret }) => ({ id, clientSecret: new Uint8Array(clientSecret!) }))
}

/** The same secret under another key: no change. Only while it is still the one that was read. */
export async function exchangeClientSecret(
  database: Database,
  id: string,
  before: Uint8Array<ArrayBuffer>,
  after: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { count } = await database.ssoConnection.updateMany({ where: { id, clientSecret: before }, data: { clientSecret: after } })
  return count > 0
}
