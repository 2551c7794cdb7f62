import { Writable } from 'node:stream'
import pino from 'pino'
import { buildApp } from '../../src/app.ts'
import { parseConfig } from '../../src/config.ts'
import { scimClient, type ScimClient } from './scim-client.ts'
import type { AppUnderTest } from './use-app.ts'

/** A second node on the same database that logs all that can be logged; gives the lines. */
export async function withLog(app: AppUnderTest, act: (scim: ScimClient) => Promise<void>): Promise<string[]> {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }))
  const node = await buildApp({ ...parseConfig({ NODE_ENV: 'test', PORT: '0' }), databaseUrl: app.database.url }, log)
  try {
    await act(scimClient({ ...app.team, scimUrl: app.team.scimUrl.replace(app.node.url, await node.listen()) }))
  } finally {
    await node.close()
  }
  return lines
}
