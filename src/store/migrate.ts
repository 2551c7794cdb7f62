import { createHash, randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const ourMigrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

// The lock and the ledger are Prisma's own, so `prisma migrate deploy` and this agree on what is done and never run at once.
const migrationLock = 72_707_369
const ledger = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

const lockPauseMs = 100

export interface MigrateOptions {
  directory?: string
  lockTimeoutSeconds?: number
}

interface Migration {
  name: string
  sql: string
}

interface LedgerRow {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/**
 * Applies the migrations that this database lacks, in order of their names, and returns those names.
 * Each is one transaction together with its row in the ledger: killed at any moment, it is done or it is not.
 */
export async function migrate(url: string, { directory = ourMigrations, lockTimeoutSeconds = 60 }: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(directory)
  const client = new pg.Client({ connectionString: url, application_name: 'headcount-migrate' })
  // A broken session fails the query that runs.
  client.on('error', () => {})
  await client.connect()
  try {
    await takeLock(client, lockTimeoutSeconds)
    await client.query(ledger)
    const missing = await findMissing(client, migrations)
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end().catch(() => {})
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.sort().map(async (name) => ({ name, sql: await readFile(path.join(directory, name, 'migration.sql'), 'utf8') })))
}

// Asks again and again instead of waiting inside PostgreSQL: a waiting statement is a transaction, and for its end a
// CREATE INDEX CONCURRENTLY of the holder would wait in turn.
async function takeLock(client: pg.Client, timeoutSeconds: number): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [migrationLock])
    if (rows[0]?.taken === true) return
    if (Date.now() > deadline) {
      throw new Error(
        `Another node or "prisma migrate" is migrating this database and has not finished within ${timeoutSeconds} seconds. Start again when it has.`,
      )
    }
    await delay(lockPauseMs)
  }
}

async function findMissing(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<LedgerRow>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const unfinished = rows.find((row) => row.finished_at === null)
  if (unfinished !== undefined) {
    throw new Error(
      `Migration ${unfinished.migration_name} was begun and never finished. Mend the database by hand, then tell the ledger with ` +
        `"npm run prisma -- migrate resolve --applied ${unfinished.migration_name}" (or --rolled-back).`,
    )
  }
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
  for (const { name, sql } of migrations) {
    const checksum = applied.get(name)
    if (checksum !== undefined && !checksums(sql).includes(checksum)) {
      throw new Error(
        `Migration ${name} was edited after it was applied to this database. Restore its file, and put the change into a new migration.`,
      )
    }
  }
  return migrations.filter(({ name }) => !applied.has(name))
}

async function apply(client: pg.Client, { name, sql }: Migration): Promise<void> {
  const id = randomUUID()
  await client.query('BEGIN')
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksumOf(sql), name])
  const transaction = await transactionId(client)
  await client.query(sql).catch(async (reason: unknown) => {
    await client.query('ROLLBACK').catch(() => {})
    throw new Error(`Migration ${name} failed and was rolled back: ${explain(reason, sql)}`, { cause: reason })
  })
  if ((await transactionId(client)) !== transaction) {
    throw new Error(
      `Migration ${name} is half done: its BEGIN, COMMIT or ROLLBACK broke the transaction that it shares with the ledger. Take that out, and mend the database by hand.`,
    )
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1', [id])
  await client.query('COMMIT')
}

async function transactionId(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ id: string | null }>('SELECT pg_current_xact_id_if_assigned()::text AS id')
  return rows[0]?.id ?? null
}

function explain(reason: unknown, sql: string): string {
  const { message, position } = reason as { message: string; position?: string }
  return position === undefined ? message : `${message} (line ${sql.slice(0, Number(position) - 1).split('\n').length})`
}

function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

// Git may have changed the line ends since; Prisma, too, takes both.
function checksums(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n')
  return [sql, unix, unix.replaceAll('\n', '\r\n')].map(checksumOf)
}
