import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { fromId, toId } from '../../src/domain/id.ts'
import { superuser } from '../../src/store/postgres-cluster.ts'
import { createFreshTeam } from '../replay/fresh-directory.ts'
import { graphqlRequest } from '../replay/graphql-request.ts'
import { startServerProcess, type ServerProcess } from '../replay/server-process.ts'
import { check, type Check } from './report.ts'

/** A directory in a team of its own: what one bar writes does not slow the next. */
export type Stage = { teamId: string; directoryId: string; scimUrl: string; scimToken: string }

export type Product = {
  server: ServerProcess
  databaseUrl: string
  postgresVersion: string
  createStage(name: string): Promise<Stage>
  sql<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<Row[]>
  graphql<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** Copies one user, who came in by SCIM, `count` times within their directory; answers their ids. */
  multiplyUser(userId: string, count: number): Promise<string[]>
  /** What holds for every directory, whatever was measured. */
  checkStage(stage: Stage, name: string, expected: { users: number }): Promise<Check[]>
  stop(): Promise<void>
}

/** The server as a user starts it: its own process, PostgreSQL's default durability. */
export async function startProduct(environment: Record<string, string> = {}): Promise<Product> {
  const server = await startServerProcess(environment)
  const databaseUrl = await databaseUrlOf(server)
  const client = new pg.Client({ connectionString: databaseUrl })
  // When a signal stops the server under us, whoever asks next hears of it; by itself that is no reason to crash.
  client.on('error', () => {})
  await client.connect()
  const { graphqlUrl, platformKey } = server.local
  // What we load is right by construction: no foreign key has to be looked at for each row of a million.
  await client.query('SET session_replication_role = replica')
  const sql = async <Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []) =>
    (await client.query<Row>(statement, values)).rows
  const graphql = <Data>(query: string, variables: Record<string, unknown> = {}) =>
    graphqlRequest<Data>(graphqlUrl, platformKey, query, variables)
  const [{ server_version: postgresVersion } = { server_version: 'unknown' }] = await sql<{ server_version: string }>('SHOW server_version')

  return {
    server,
    databaseUrl,
    postgresVersion,
    sql,
    graphql,
    async createStage(name) {
      const team = await createFreshTeam(graphqlUrl, platformKey, name)
      const directory = await team.createDirectory(name)
      // What is measured is how fast the product is, not how fast it allows an identity provider to be.
      await sql('UPDATE directories SET requests_per_second = 1000000 WHERE id = $1', [fromId('directory', directory.directoryId)])
      return { teamId: team.teamId, ...directory }
    },
    async multiplyUser(userId, count) {
      // All columns are the user's but the ones that have to differ, so this knows little of the table.
      const rows = await sql<{ id: string }>(
        `INSERT INTO users SELECT copy.* FROM users original, generate_series(1, $2::int) number,
         LATERAL jsonb_populate_record(original, jsonb_build_object('id', uuidv7(), 'user_name', 'user.' || number || '@bench.example', 'user_name_key', 'user.' || number || '@bench.example',
           'email', 'user.' || number || '@bench.example', 'email_keys', jsonb_build_array('user.' || number || '@bench.example'), 'external_id', '00u' || number, 'attributes', original.attributes || jsonb_build_object('userName', 'user.' || number || '@bench.example', 'externalId', '00u' || number))) copy
         WHERE original.id = $1 RETURNING id`,
        [fromId('user', userId), count],
      )
      await sql(
        'UPDATE directory_counts SET user_count = user_count + $2 WHERE directory_id = (SELECT directory_id FROM users WHERE id = $1)',
        [fromId('user', userId), count],
      )
      await sql('VACUUM ANALYZE users')
      return rows.map((row) => toId('user', row.id))
    },
    async checkStage(stage, name, expected) {
      const directory = await graphql<{ node: { userCount: number } }>(
        'query ($id: ID!) { node(id: $id) { ... on Directory { userCount } } }',
        { id: stage.directoryId },
      )
      const [stored] = await sql<{ users: number }>('SELECT count(*)::int AS users FROM users WHERE directory_id = $1', [
        fromId('directory', stage.directoryId),
      ])
      const [log] = await sql<{ first: number; last: number; count: number }>(
        'SELECT min(revision)::int AS first, max(revision)::int AS last, count(*)::int AS count FROM changes WHERE team_id = $1',
        [fromId('team', stage.teamId)],
      )
      return [
        check(`${name}: users stored`, expected.users, stored?.users),
        check(`${name}: users that the product counts`, expected.users, directory.node.userCount),
        check(`${name}: revisions are 1 to ${log?.count}`, { first: 1, last: log?.count, count: log?.count }, log),
      ]
    },
    async stop() {
      await client.end()
      await server.stop()
    },
  }
}

async function databaseUrlOf({ dataDirectory }: ServerProcess): Promise<string> {
  const password = (await readFile(path.join(dataDirectory, 'postgres-password'), 'utf8')).trim()
  // The fourth line of postmaster.pid is the port.
  const port = (await readFile(path.join(dataDirectory, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3]!.trim()
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/headcount`
}
