import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '../generated/prisma/client.ts'

export type Database = PrismaClient

/** A piece of SQL with its bound values. */
export type Sql = Prisma.Sql

/** A Prisma client inside a transaction. Only the executor (transaction.ts) makes one, so only a command can write. */
export type Transaction = Prisma.TransactionClient & { readonly [inTransaction]: true }
declare const inTransaction: unique symbol

/** A transaction for what is no change (design.md): sessions, and the people who sign in. It appends nothing to the log. */
export type BesideLog = Prisma.TransactionClient

/** Runs a transaction beside the log; once more from the start, a few times, when a second writer was in its way. */
export async function besideLog<T>(database: Database, act: (transaction: BesideLog) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.$transaction(act)
    } catch (error) {
      if (attempt >= 5 || !wasInTheWay.has(sqlState(error) ?? '')) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt))
    }
  }
}

// Serialisation failure, deadlock, a row that is gone, a key that is taken.
const wasInTheWay = new Set(['40001', '40P01', '23503', '23505'])

type Reading = 'findUnique' | 'findUniqueOrThrow' | 'findFirst' | 'findFirstOrThrow' | 'findMany' | 'count' | 'aggregate' | 'groupBy'
type Delegates = {
  [Name in keyof PrismaClient as PrismaClient[Name] extends { findMany: unknown } ? Name : never]: PrismaClient[Name]
}

/** Prisma without its write methods: what resolvers and the SCIM door get, so that every write is a command. */
export type ReadDatabase = {
  readonly [Name in keyof Delegates]: Pick<Delegates[Name], Reading & keyof Delegates[Name]>
} & Pick<PrismaClient, '$queryRaw'>

/** Begins a statement that is planned anew for its values each time: how it is best done depends on them, and of its texts there is no end. */
export const plannedAnew = Prisma.raw('/* planned anew */')

// Prepared statements by the text of the SQL; bounded all the same.
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  let made = 0
  return ({ sql }) => {
    if (sql.startsWith(plannedAnew.sql)) return ''
    const known = names.get(sql)
    if (known !== undefined) return known
    // Past the bound an unnamed statement: PostgreSQL keeps every named one for as long as the connection lives.
    if (names.size >= 500 || sql.length > 20_000) return ''
    const name = `s${++made}`
    names.set(sql, name)
    return name
  }
}

export type DatabaseOptions = {
  url: string
  poolSize: number
  /** No statement takes longer. */ statementTimeoutSeconds?: number
  log: { error(details: object, message: string): void }
}

export function openDatabase({ url, poolSize, statementTimeoutSeconds = 30, log }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A lost client must not hold a team's counter, and a waiting one must not wait for ever.
    // Times travel without a zone: the session's is UTC, whatever the server's.
    // Questions are small or few: compiling them or starting workers for them costs more than it saves.
    options: `-c TimeZone=UTC -c idle_in_transaction_session_timeout=30000 -c lock_timeout=15000 -c statement_timeout=${statementTimeoutSeconds}s -c jit=off -c max_parallel_workers_per_gather=0`,
  })
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    statementNameGenerator: statementNames(),
    onPoolError: (error) => log.error({ err: error }, 'A database connection was lost'),
    onConnectionError: (error) => log.error({ err: error }, 'A database connection failed'),
  })
  const database = new PrismaClient({ adapter, transactionOptions: { maxWait: 15_000, timeout: 60_000 } })
  pools.set(database, pool)
  return database
}

const pools = new WeakMap<Database, pg.Pool>()

/** `busy` and `idle` are connections; `waiting` is for one. */
export type PoolState = { busy: number; idle: number; waiting: number }

export function poolState(database: Database): PoolState {
  const { totalCount = 0, idleCount = 0, waitingCount = 0 } = pools.get(database) ?? {}
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
}

/**
 * Reads in one REPEATABLE READ transaction: everything that `read` sees is of one moment.
 * Bounded in time, so that a slow reader cannot hold old rows back from being cleaned up, and in number, because each holds a
 * connection for as long as it reads: writers and other readers keep theirs.
 */
export async function inSnapshot<T>(
  database: Database,
  timeoutMilliseconds: number,
  read: (snapshot: ReadDatabase) => Promise<T>,
): Promise<T> {
  const turns = snapshotTurns.get(database) ?? { free: snapshotsAtOnce, waiting: [] }
  snapshotTurns.set(database, turns)
  if (turns.free > 0) turns.free--
  else await new Promise<void>((resolve) => turns.waiting.push(resolve))
  try {
    return await database.$transaction((transaction) => read(transaction), {
      isolationLevel: 'RepeatableRead',
      timeout: timeoutMilliseconds,
    })
  } finally {
    const next = turns.waiting.shift()
    if (next) next()
    else turns.free++
  }
}

const snapshotsAtOnce = 4
const snapshotTurns = new WeakMap<Database, { free: number; waiting: (() => void)[] }>()

/** The SQLSTATE of a database error, wherever Prisma put it; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at !== null && typeof at === 'object' && depth < 6; depth++) {
    const { originalCode, cause, meta } = at as { originalCode?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } }
    if (typeof originalCode === 'string') return originalCode
    at = cause ?? meta?.driverAdapterError
  }
  return undefined
}

/** Whether a statement was ended because its time was over. */
export function isStatementTimeout(error: unknown): boolean {
  return sqlState(error) === '57014'
}

/** Whether a transaction could not begin, or was ended, because its time was over. */
export function isTransactionTimeout(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2028'
}
