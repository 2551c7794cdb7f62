import { request as httpRequest } from 'node:http'
import type pg from 'pg'
import { fromId } from '../../src/domain/id.ts'
import { eventually } from './server-process.ts'
import type { StartedApp, TestTeam } from './start-app.ts'

export type Abandoned = { sql: pg.Client; node: StartedApp; team: TestTeam; userId: string; method: string; body?: unknown }

/** Asks about a user whose row somebody else has locked, and goes away while the request waits for it; then the lock is given up. */
export async function abandonRequest({ sql, node, team, userId, method, body }: Abandoned): Promise<void> {
  await sql.query('BEGIN')
  await sql.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [fromId('user', userId)])
  const headers = { authorization: `Bearer ${team.scimToken}`, ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }) }
  const asked = httpRequest(`${team.scimUrl}/Users/${userId}`, { method, headers })
  asked.on('error', () => {})
  const closed = new Promise((resolve) => asked.once('close', resolve))
  asked.end(body === undefined ? undefined : JSON.stringify(body))
  await eventually('the request waits for the row', async () => {
    const { rows } = await sql.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    return rows.length > 0
  })
  asked.destroy()
  await closed
  // Asked after the connection was closed, and so answered after the node has seen it closed.
  await fetch(`${node.url}/health`)
  await sql.query('ROLLBACK')
}
