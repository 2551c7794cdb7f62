import type { SsoConnectionState, SsoState, UserMatching } from '../domain/sso.ts'
import { Prisma, type SsoConnection as SsoConnectionRow } from '../generated/prisma/client.ts'
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

/** Whether the connection is still there, as it was read; then it stays until the transaction ends, so that nobody is signed in by what was replaced. */
export async function holdSsoConnection(
  transaction: BesideLog,
  { teamId, id, version }: { teamId: string; id: string; version: number | undefined },
): Promise<boolean> {
  const rows = await transaction.$queryRaw<object[]>`
    SELECT 1 FROM sso_connections WHERE id = ${id}::uuid AND team_id = ${teamId}::uuid AND version = coalesce(${version ?? null}::int, version)
    FOR SHARE`
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

/**
 * Whom a provider proves somebody to be was matched to a user of the directory by other settings than those of now: those links and the sessions
 * that came by them end, and the next sign-in matches anew. A listed administrator who changes the settings stays signed in, as nobody's user. To
 * be called before the settings change: sign-ins that hold the connection end first, so that their links are found.
 */
export async function forgetMatchedUsers(
  transaction: Transaction,
  { id, teamId, issuer }: Pick<SsoConnection, 'id' | 'teamId' | 'issuer'>,
  actingPersonId: string | null,
): Promise<void> {
  await transaction.$executeRaw`SELECT FROM sso_connections WHERE id = ${id}::uuid FOR UPDATE`
  await transaction.$executeRaw`
    DELETE FROM sessions USING people
    WHERE people.id = sessions.person_id AND people.team_id = ${teamId}::uuid AND people.issuer = ${issuer} AND people.user_id IS NOT NULL
      AND NOT (people.id IS NOT DISTINCT FROM ${actingPersonId}::uuid AND EXISTS (SELECT FROM administrators WHERE person_id = people.id))`
  await transaction.$executeRaw`
    UPDATE people SET user_id = NULL WHERE team_id = ${teamId}::uuid AND issuer = ${issuer} AND user_id IS NOT NULL`
}

/**
 * Not a change: beside the log. A failure counts unless one did within the interval; the sentence is kept either way. Answers how many have counted
 * since the last success; undefined when the connection is gone.
 */
export async function countFailure(database: Database, id: string, sentence: string, intervalSeconds: number): Promise<number | undefined> {
  const isDue = isFailureDue(intervalSeconds)
  const rows = await database.$queryRaw<{ failureCount: number }[]>`
    UPDATE sso_connections SET failure_count = failure_count + CASE WHEN ${isDue} THEN 1 ELSE 0 END, last_error = ${sentence},
      last_error_at = CASE WHEN ${isDue} THEN now() ELSE last_error_at END
    WHERE id = ${id}::uuid RETURNING failure_count AS "failureCount"`
  return rows[0]?.failureCount
}

/** The same for what is not proven to be the provider's failure: it does not count. */
export async function keepError(database: Database, id: string, sentence: string, intervalSeconds: number): Promise<void> {
  await database.$executeRaw`
    UPDATE sso_connections SET last_error = ${sentence}, last_error_at = CASE WHEN ${isFailureDue(intervalSeconds)} THEN now() ELSE last_error_at END
    WHERE id = ${id}::uuid`
}

// The time of the last error stands still within the interval, or a steady run of failures would never be due again.
function isFailureDue(intervalSeconds: number): Prisma.Sql {
  if (intervalSeconds === 0) return Prisma.sql`true`
  return Prisma.sql`(failure_count = 0 OR last_error_at IS NULL OR last_error_at < now() - make_interval(secs => ${intervalSeconds}::int))`
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
