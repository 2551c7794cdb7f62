import { timingSafeEqual } from 'node:crypto'
import type { DomainError } from '../domain/errors.ts'
import { scimRefusal } from '../domain/plan.ts'
import type { Database } from '../store/database.ts'
import { findDirectoryClient, insertClientToken } from '../store/directory-client.ts'
import { newId } from '../store/id.ts'
import { hashSecret, newSecret } from '../store/secret.ts'

/** What a client presents; ids are bare UUIDs, undefined where the text was no id. */
export type ClientCredentials = { directoryId: string | undefined; clientId: string | undefined; secret: string }
export type GrantedToken = { token: string; expiresInSeconds: number }
/** `refusal`: the client is known and its directory is not served now. */
export type GrantOutcome = GrantedToken | { refusal: DomainError } | 'UNKNOWN_CLIENT'

const lifetimeSeconds = 3_600
/** A client that asks for a token with each request has no more than so many; the oldest end early then. */
const mostOfClient = 200

/** A token for an OAuth client of the directory (RFC 6749 §4.4), for an hour. Not a change: beside the log, as every use of a credential. */
export async function grantDirectoryToken(database: Database, { directoryId, clientId, secret }: ClientCredentials): Promise<GrantOutcome> {
  const client = clientId === undefined ? undefined : await findDirectoryClient(database, clientId)
  const isKnown = client !== undefined && client.directoryId === directoryId && timingSafeEqual(client.hash, hashSecret(secret))
  if (!isKnown) return 'UNKNOWN_CLIENT'
  const refusal = scimRefusal(client.team)
  if (refusal) return { refusal }
  const { secret: token, hash } = newSecret('directoryToken')
  const granted = await insertClientToken(database, client.id, { id: newId(), hash, lifetimeSeconds, mostOfClient })
  return granted ? { token, expiresInSeconds: Math.floor(granted.expiresInSeconds) } : 'UNKNOWN_CLIENT'
}
