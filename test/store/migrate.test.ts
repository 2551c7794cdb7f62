import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { createDatabase, createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { prisma } from '../support/prisma.ts'

const repository = path.join(import.meta.dirname, '..', '..')

let directory: string
let database: TestDatabase

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'headcount-migrations-'))
  database = await createEmptyDatabase()
  await write('1_teams', 'CREATE TABLE teams (id integer PRIMARY KEY, name text NOT NULL);')
  await write('2_users', 'CREATE TABLE users (id integer PRIMARY KEY);\nINSERT INTO users VALUES (1);')
})

afterEach(async () => {
  await database.drop()
  await rm(directory, { recursive: true, force: true })
})

async function write(name: string, sql: string): Promise<void> {
  await mkdir(path.join(directory, name), { recursive: true })
  await writeFile(path.join(directory, name, 'migration.sql'), sql)
}

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

async function tables(): Promise<string[]> {
  const rows = await query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
  return rows.map(({ name }) => name)
}

async function ledger(): Promise<string[]> {
  const rows = await query<{ name: string }>(`SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at`)
  return rows.map(({ name }) => name)
}

describe('migrate', () => {
  test('brings an empty database up, in order, and has nothing to do the next time', async () => {
    expect(await migrate(database.url, { directory })).toEqual(['1_teams', '2_users'])
    expect(await tables()).toEqual(['_prisma_migrations', 'teams', 'users'])
    expect(await migrate(database.url, { directory })).toEqual([])
    expect(await ledger()).toEqual(['1_teams', '2_users'])
  })

  test('applies only what is new', async () => {
    await migrate(database.url, { directory })
    await write('3_groups', 'CREATE TABLE groups (id integer);')
    expect(await migrate(database.url, { directory })).toEqual(['3_groups'])
  })

  test('takes functions with their semicolons whole', async () => {
    await write('3_function', `CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$;`)
    await migrate(database.url, { directory })
    expect(await query('SELECT f()')).toEqual([{ f: 'a;b' }])
  })

  test('finds the migrations of Headcount whatever the working directory', async () => {
    const script = `import { migrate } from ${JSON.stringify(path.join(repository, 'src/store/migrate.ts'))}
      console.log((await migrate(process.argv[1])).length > 0)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, database.url], {
      cwd: tmpdir(),
    })
    expect(stdout.trim()).toBe('true')
  })

  test('refuses when a file was edited after it was applied', async () => {
    await migrate(database.url, { directory })
    await write('1_teams', 'CREATE TABLE teams (id integer PRIMARY KEY, name text);')
    await write('3_groups', 'CREATE TABLE groups (id integer);')
    await expect(migrate(database.url, { directory })).rejects.toThrow(
      'Migration 1_teams was edited after it was applied to this database. Restore its file, and put the change into a new migration.',
    )
    expect(await tables()).toEqual(['_prisma_migrations', 'teams', 'users'])
  })

  test('does not mind other line ends', async () => {
    await migrate(database.url, { directory })
    await write('2_users', 'CREATE TABLE users (id integer PRIMARY KEY);\r\nINSERT INTO users VALUES (1);')
    expect(await migrate(database.url, { directory })).toEqual([])
  })

  test('leaves nothing of a migration that fails, keeps those before it, and goes on when it is mended', async () => {
    await write('3_broken', 'CREATE TABLE half (id integer);\n\nINSERT INTO half VALUES (no_such_thing);')
    await expect(migrate(database.url, { directory })).rejects.toThrow(
      'Migration 3_broken failed and was rolled back: column "no_such_thing" does not exist (line 3)',
    )
    expect(await tables()).toEqual(['_prisma_migrations', 'teams', 'users'])
    expect(await ledger()).toEqual(['1_teams', '2_users'])
    await write('3_broken', 'CREATE TABLE half (id integer);')
    expect(await migrate(database.url, { directory })).toEqual(['3_broken'])
  })

  test('refuses a migration that ends its own transaction, and never starts over it', async () => {
    await write('3_commit', 'CREATE TABLE early (id integer); COMMIT; CREATE TABLE late (id integer);')
    await expect(migrate(database.url, { directory })).rejects.toThrow(/^Migration 3_commit is half done: .* BEGIN, COMMIT or ROLLBACK/)
    await expect(migrate(database.url, { directory })).rejects.toThrow(/^Migration 3_commit was begun and never finished/)
  })

  test('run by two nodes at once applies each migration once', async () => {
    const applied = await Promise.all([migrate(database.url, { directory }), migrate(database.url, { directory })])
    expect(applied.flat()).toEqual(['1_teams', '2_users'])
    expect(await query('SELECT id FROM users')).toEqual([{ id: 1 }])
  })

  test('says so when somebody else holds the migration lock for too long', async () => {
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    await other.query('SELECT pg_advisory_lock(72707369)')
    await expect(migrate(database.url, { directory, lockTimeoutSeconds: 0.2 })).rejects.toThrow(
      'Another node or "prisma migrate" is migrating this database and has not finished within 0.2 seconds. Start again when it has.',
    )
    await other.end()
    expect(await migrate(database.url, { directory })).toEqual(['1_teams', '2_users'])
  })

  test('killed in the middle of a migration leaves nothing of it, and the next run completes', async () => {
    await write('3_slow', 'CREATE TABLE slow (id integer); SELECT pg_sleep(600);')
    const script = `import { migrate } from ${JSON.stringify(path.join(repository, 'src/store/migrate.ts'))}
      await migrate(process.argv[1], { directory: process.argv[2] })`
    const node = spawn(process.execPath, ['--input-type=module', '--eval', script, database.url, directory], { stdio: 'ignore' })
    const sleeping = `SELECT pid FROM pg_stat_activity WHERE application_name = 'headcount-migrate' AND datname = current_database() AND wait_event = 'PgSleep'`
    await vi.waitFor(async () => expect(await query(sleeping)).toHaveLength(1), { timeout: 15_000, interval: 50 })
    node.kill('SIGKILL')
    await once(node, 'exit')
    // PostgreSQL notices a killed client only at the end of the statement.
    await query(`SELECT pg_terminate_backend(pid) FROM (${sleeping}) AS migrating`)
    expect(await tables()).toEqual(['_prisma_migrations', 'teams', 'users'])
    await write('3_slow', 'CREATE TABLE slow (id integer);')
    expect(await migrate(database.url, { directory })).toEqual(['3_slow'])
  })
})

describe("Prisma's own command", () => {
  beforeEach(async () => {
    await writeFile(path.join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n')
    await writeFile(path.join(directory, 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n')
    const config = { schema: path.join(directory, 'schema.prisma'), migrations: { path: directory }, datasource: { url: database.url } }
    await writeFile(path.join(directory, 'prisma.config.mjs'), `export default ${JSON.stringify(config)}`)
  })

  const run = (...args: string[]) => prisma([...args, '--config', path.join(directory, 'prisma.config.mjs')], database.url)

  test('agrees that nothing is left to do after migrate', async () => {
    await migrate(database.url, { directory })
    expect(await run('migrate', 'status')).toMatchObject({ code: 0, output: expect.stringContaining('Database schema is up to date!') })
    expect(await run('migrate', 'deploy')).toMatchObject({ code: 0, output: expect.stringContaining('No pending migrations to apply.') })
  })

  test('leaves nothing to do for migrate after it has deployed', async () => {
    expect(await run('migrate', 'deploy')).toMatchObject({
      code: 0,
      output: expect.stringContaining('All migrations have been successfully applied.'),
    })
    expect(await migrate(database.url, { directory })).toEqual([])
  })

  test('when its migration failed, stops migrate until somebody has looked', async () => {
    await write('3_broken', 'CREATE TABLE half (id integer); INSERT INTO half VALUES (no_such_thing);')
    expect((await run('migrate', 'deploy')).code).toBe(1)
    await expect(migrate(database.url, { directory })).rejects.toThrow(/^Migration 3_broken was begun and never finished/)
    expect((await run('migrate', 'resolve', '--rolled-back', '3_broken')).code).toBe(0)
    await write('3_broken', 'CREATE TABLE half (id integer);')
    expect(await migrate(database.url, { directory })).toEqual(['3_broken'])
  })

  test('waits for migrate to finish', async () => {
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    await other.query('SELECT pg_advisory_lock(72707369)')
    const deploy = run('migrate', 'deploy')
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`
    await vi.waitFor(async () => expect(await query(waiting)).toHaveLength(1), { timeout: 15_000, interval: 50 })
    expect(await tables()).toEqual([])
    await other.end()
    expect((await deploy).code).toBe(0)
  })
})

test('a database for tests has the whole schema', async () => {
  const copy = await createDatabase()
  expect(await migrate(copy.url)).toEqual([])
  await copy.drop()
})
