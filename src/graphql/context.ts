import type { Access, Viewer } from '../access/viewer.ts'
import type { ConnectionTest } from '../domain/connection-test.ts'
import type { SpendCommands } from '../commands/spend-commands.ts'
import type { TeamCommands } from '../commands/team-commands.ts'
import type { Feeds } from '../realtime/team-feed.ts'
import type { ReadDatabase } from '../store/database.ts'
import type { FindStanding } from '../store/spend-decision.ts'
import type { Finding } from '../store/verification.ts'
import type { Existing } from './existing.ts'

/** What is written of errors and refusals. */
export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What every operation of this node is given. */
export type Door = {
  commands: TeamCommands
  spend: SpendCommands
  feeds: Feeds
  /** The base URL that clients use. */
  publicUrl(): string
  isProduction: boolean
  sso: SsoSetUp
  /** Plays the identity provider's test calls; refuses with NOT_FOUND and, while one is under way, with INVALID_INPUT. */
  testConnection(teamId: string, directoryId: string): Promise<ConnectionTest>
  /** Of directories without a limit of their own. */
  defaultRequestsPerSecond: number
}

/** What setting single sign-on up needs of the other side of it. */
export type SsoSetUp = {
  /** The issuer's own name for itself, asked at the provider; a DomainError INVALID_INPUT says why it cannot be used. */
  discoverIssuer(issuer: string): Promise<string>
  /** Encrypts a client secret for the connection with the given id. */
  sealClientSecret(secret: string): (connectionId: string) => Uint8Array<ArrayBuffer>
  redirectUri(): string
}

/** What the GraphQL door keeps for all of its operations. */
export type Kept = {
  existing: Existing
  findStanding: FindStanding
  /** Of one team or of all: what is derived and is not what it should be. */
  verify(teamId: string | undefined): AsyncGenerator<{ teamId: string; findings: Finding[] }>
}

/** One operation of one viewer. */
export type Context = Door &
  Kept & {
    viewer: Viewer
    /** What the viewer may reach: the same for all who share an execution. */
    access: Access
    /** Read-only. All connections of the pool, or the one snapshot that this operation reads in. */
    database: ReadDatabase
    requestId: string
    log: Log
    transport: Transport
    /** Where a client of an event stream goes on (Last-Event-ID); it takes the place of `after`. */
    lastEventId?: string | undefined
    batches: Map<string, Batch<unknown>>
    /** Currencies of teams; they never change. */
    currencies: Map<string, Promise<string>>
  }

export type Transport = 'HTTP' | 'WEBSOCKET' | 'EVENT_STREAM'

type Batch<Value> = { keys: Set<string>; result: Promise<Map<string, Value>> }

/**
 * Loads by key, together with all the others that ask under the same name in the same turn: one query for a whole page.
 * Nothing outlives its turn, so a read after a write of the same operation sees the write.
 */
export async function loadInBatch<Value>(
  context: Context,
  name: string,
  key: string,
  load: (keys: string[]) => Promise<Map<string, Value>>,
): Promise<Value | undefined> {
  let batch = context.batches.get(name) as Batch<Value> | undefined
  if (!batch) {
    const keys = new Set<string>()
    const result = afterThisTurn().then(() => {
      context.batches.delete(name)
      return load([...keys])
    })
    batch = { keys, result }
    context.batches.set(name, batch)
  }
  batch.keys.add(key)
  return (await batch.result).get(key)
}

// Behind the promises that are settled already: rows of one page resolve their fields in several of them.
function afterThisTurn(): Promise<void> {
  return new Promise((resolve) => void Promise.resolve().then(() => process.nextTick(resolve)))
}

/** The currency that a team is billed in. */
export function currencyOf(context: Context, teamId: string): Promise<string> {
  let currency = context.currencies.get(teamId)
  if (!currency) {
    currency = context.database.team.findUniqueOrThrow({ where: { id: teamId }, select: { currency: true } }).then((team) => team.currency)
    context.currencies.set(teamId, currency)
  }
  return currency
}
