import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  url: string
  /** Also with sessions still open in it. */
  drop(): Promise<void>
}

/** A migrated, empty database for one test file. */
export function createDatabase(): Promise<TestDatabase> {
  return create(`TEMPLATE ${inject('templateDatabase')} STRATEGY FILE_COPY`)
}

/** A database without any table. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('')
}

async function create(options: string): Promise<TestDatabase> {
  const name = `test_${process.env['VITEST_WORKER_ID'] ?? '0'}_${randomBytes(6).toString('hex')}`
  await asAdmin(`CREATE DATABASE ${name} ${options}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
