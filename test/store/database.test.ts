import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { openDatabase } from '../../src/store/database.ts'
import { newId } from '../../src/store/id.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await createDatabase()
})
afterAll(() => testDatabase.drop())

describe('a database whose own time zone is not UTC', () => {
  it.each(['America/New_York', 'Europe/Berlin', 'Asia/Kolkata'])('%s: times are stored and read as they are', async (zone) => {
    const admin = new pg.Client({ connectionString: testDatabase.url })
    await admin.connect()
    await admin.query(`ALTER DATABASE ${new URL(testDatabase.url).pathname.slice(1)} SET timezone = '${zone}'`)
    await admin.end()
    const database = openDatabase({ url: testDatabase.url, poolSize: 2, log: { error: () => {} } })
    const createdAt = new Date('2026-07-01T12:00:00.123Z')
    const id = newId()
    await database.team.create({ data: { id, name: 'T', plan: 'FREE', currency: 'EUR', createdAt } })
    expect((await database.team.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(createdAt)
    const [row] = await database.$queryRaw<{ at: Date; isSame: boolean; skew: number }[]>`
      SELECT created_at AS at, created_at = '2026-07-01T12:00:00.123Z'::timestamptz AS "isSame", extract(epoch FROM now())::float8 AS skew FROM teams WHERE id = ${id}::uuid`
    expect(row).toMatchObject({ at: createdAt, isSame: true })
    expect(Math.abs(row!.skew - Date.now() / 1000)).toBeLessThan(60)
    await database.$disconnect()
  })
})
