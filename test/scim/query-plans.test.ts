import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { sentStatements } from '../support/count-queries.ts'
import { useApp } from '../support/use-app.ts'

// A filter that identity providers match by reads what it finds, not the directory (RFC 7644 §3.4.2.2).

const app = useApp()
const size = 3_000
let client: pg.Client
let userId: string
let groupId: string

beforeAll(async () => {
  const directoryId = fromId('directory', app.team.directoryId)!
  const neighbour = fromId('directory', (await app.newTeam()).directoryId)!
  client = new pg.Client({ connectionString: app.database.url })
  await client.connect()
  for (const directory of [directoryId, neighbour]) await fill(directory)
  await client.query('VACUUM ANALYZE')
  const { rows } = await client.query(
    `SELECT (SELECT id FROM users WHERE directory_id = $1 AND user_name = 'user-1500') AS "user", (SELECT id FROM groups WHERE directory_id = $1 AND display_name = 'Group 150') AS "group"`,
    [directoryId],
  )
  userId = `user-${rows[0].user}`
  groupId = `group-${rows[0].group}`
})
afterAll(() => client?.end())

async function fill(directoryId: string): Promise<void> {
  await client.query(
    `INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, external_id, display_name, display_name_key, email_keys, active, attributes, version, created_at, last_modified_at)
     SELECT gen_random_uuid(), team_id, id, 'user-' || n, 'user-' || n, 'E-' || n, 'Name ' || n, 'name ' || n, ARRAY['mail-' || n || '@work.example', 'mail-' || n || '@home.example'], true,
       jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'), 'userName', 'user-' || n, 'externalId', 'E-' || n, 'displayName', 'Name ' || n, 'title', 'T', 'active', true,
         'emails', jsonb_build_array(jsonb_build_object('value', 'Mail-' || n || '@work.example', 'type', 'work'), jsonb_build_object('value', 'mail-' || n || '@home.example', 'type', 'home'))),
       1, now(), now()
     FROM directories, generate_series(1, ${size}) n WHERE directories.id = $1`,
    [directoryId],
  )
  await client.query(
    `INSERT INTO groups (id, team_id, directory_id, display_name, display_name_key, unique_name_key, external_id, attributes, member_count, version, created_at, last_modified_at)
     SELECT gen_random_uuid(), team_id, id, 'Group ' || n, 'group ' || n, 'group ' || n, 'G-' || n, jsonb_build_object('displayName', 'Group ' || n, 'externalId', 'G-' || n), 10, 1, now(), now()
     FROM directories, generate_series(1, ${size / 10}) n WHERE directories.id = $1`,
    [directoryId],
  )
  await client.query(
    `INSERT INTO memberships (group_id, user_id, added_at)
     SELECT groups.id, users.id, now() FROM groups JOIN users ON users.directory_id = groups.directory_id
     WHERE groups.directory_id = $1 AND substr(users.user_name, 6)::int / 10 = substr(groups.display_name, 7)::int`,
    [directoryId],
  )
  await client.query('UPDATE directory_counts SET user_count = $2, group_count = $3 WHERE directory_id = $1', [
    directoryId,
    size,
    size / 10,
  ])
}

type Statement = { text: string; values: unknown[] }

/** What a request sends to PostgreSQL to read users or groups. */
async function statementsOf(act: () => Promise<unknown>): Promise<Statement[]> {
  const sent = await sentStatements(act)
  return sent.flatMap(({ text, values }) =>
    text !== undefined && values.length > 0 && /FROM (users|groups)\b/.test(text) ? { text, values } : [],
  )
}

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Plan[]
}

/** How the statement runs with a plan made for any values, as PostgreSQL keeps them, or for these alone. */
async function planOf({ text, values }: Statement, mode: 'force_generic_plan' | 'force_custom_plan'): Promise<Plan> {
  await client.query(`SET plan_cache_mode = ${mode}`)
  await client.query(`PREPARE statement AS ${text}`)
  try {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE statement(${values.map(literal).join()})`)
    return rows[0]['QUERY PLAN'][0].Plan
  } finally {
    await client.query('DEALLOCATE statement')
  }
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((element) => JSON.stringify(String(element))).join()}}`)
  return pg.escapeLiteral(String(value))
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** Rows of the directory that were looked at, whatever became of them. */
function rowsRead(plan: Plan): number {
  const scans = nodesOf(plan).filter((node) => ['users', 'groups', 'memberships'].includes(node['Relation Name'] ?? ''))
  return scans.reduce(
    (sum, node) =>
      sum +
      (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * node['Actual Loops'],
    0,
  )
}

const filters: [path: '/Users' | '/Groups', filter: () => string, index: RegExp, found: number][] = [
  ['/Users', () => `id eq "${userId}"`, /^users_pkey|users_directory_id_id_idx$/, 1],
  ['/Users', () => 'userName eq "USER-1500"', /^users_directory_id_user_name_key_key$/, 1],
  ['/Users', () => 'externalId eq "E-1500"', /^users_directory_id_external_id_idx$/, 1],
  ['/Users', () => 'displayName eq "NAME 1500"', /^users_directory_id_display_name_key_idx$/, 1],
  ['/Users', () => 'emails eq "mail-1500@home.example"', /^users_email_keys_idx$/, 1],
  ['/Users', () => 'emails.value eq "MAIL-1500@work.example"', /^users_email_keys_idx$/, 1],
  ['/Users', () => 'emails[value eq "mail-1500@work.example"]', /^users_email_keys_idx$/, 1],
  ['/Users', () => 'emails[type eq "work"].value eq "mail-1500@work.example"', /^users_email_keys_idx$/, 1],
  ['/Users', () => 'emails[type eq "work" and value eq "mail-1500@work.example"]', /^users_email_keys_idx$/, 1],
  ['/Users', () => 'emails[type eq "home" and value eq "mail-1500@work.example"]', /^users_email_keys_idx$/, 0],
  ['/Users', () => `groups.value eq "${groupId}"`, /^memberships_pkey$/, 10],
  ['/Users', () => `groups[value eq "${groupId}"]`, /^memberships_pkey$/, 10],
  ['/Groups', () => `id eq "${groupId}"`, /^groups_pkey|groups_directory_id_id_idx$/, 1],
  ['/Groups', () => 'externalId eq "G-150"', /^groups_directory_id_external_id_idx$/, 1],
  ['/Groups', () => 'displayName eq "group 150"', /^groups_directory_id_(display|unique)_name_key_(idx|key)$/, 1],
  ['/Groups', () => `members eq "${userId}"`, /^memberships_user_id_group_id_idx$/, 1],
  ['/Groups', () => `members.value eq "${userId}"`, /^memberships_user_id_group_id_idx$/, 1],
  ['/Groups', () => `members[value eq "${userId}"]`, /^memberships_user_id_group_id_idx$/, 1],
  ['/Groups', () => `members[value eq "${userId}" and type eq "User"]`, /^memberships_user_id_group_id_idx$/, 1],
]

const alone = (filter: string): string => filter
const withOthers = (filter: string): string => `meta.created gt "2020-01-01T00:00:00Z" and ${filter} and not (externalId eq "nobody")`

describe.each([
  ['alone', alone],
  ['and-ed with others', withOthers],
])('a filter %s', (_, combine) => {
  it.each(
    filters.map(([path, filter, index, found]) => [path, String(filter).replace(/^\(\) => |[`']/g, ''), filter, index, found] as const),
  )('rule 78: reads what it finds through an index: %s %s (RFC 7644 §3.4.2.2)', async (path, _, filter, index, found) => {
    const text = combine(filter())
    for (const request of [
      () => app.scim.get(`${path}?attributes=externalId&filter=${encodeURIComponent(text)}`),
      () => app.scim.post(`${path}/.search`, { attributes: ['externalId'], filter: text }),
    ]) {
      let total: unknown
      const statements = await statementsOf(async () => (total = (await request()).body['totalResults']))
      expect(total).toBe(found)
      expect(statements).toHaveLength(1)
      for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
        const plan = await planOf(statements[0]!, mode)
        const used = nodesOf(plan).flatMap((node) => node['Index Name'] ?? [])
        expect({ mode, used, matches: used.some((name) => index.test(name)) }).toMatchObject({ matches: true })
        expect({ mode, rowsRead: rowsRead(plan), isFew: rowsRead(plan) <= 4 * found + 10 }).toMatchObject({ isFew: true })
      }
    }
  })
})

describe('a page', () => {
  it('reads no more rows than it shows, wherever in the directory its cursor is', async () => {
    const { nextCursor } = (await app.scim.get('/Users?attributes=userName&count=50&cursor')).body
    const [statement] = await statementsOf(() => app.scim.get(`/Users?attributes=userName&count=50&cursor=${nextCursor}`))
    for (const mode of ['force_custom_plan', 'force_generic_plan'] as const)
      expect(rowsRead(await planOf(statement!, mode))).toBeLessThanOrEqual(110)
  })

  it('by index skips in the index, and reads the rows of the page alone', async () => {
    const [statement] = await statementsOf(() => app.scim.get(`/Users?attributes=userName&count=50&startIndex=${size - 100}`))
    for (const mode of ['force_custom_plan', 'force_generic_plan'] as const) {
      const scans = nodesOf(await planOf(statement!, mode)).filter((node) => node['Relation Name'] === 'users')
      expect(scans.map((node) => node['Node Type'])).toContain('Index Only Scan')
      for (const node of scans.filter((scan) => scan['Node Type'] !== 'Index Only Scan'))
        expect((node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']).toBeLessThanOrEqual(51)
    }
  })

  it('begins where the walk ended that came to it, and skips nothing', async () => {
    await app.scim.get('/Users?attributes=userName&count=50&startIndex=2801')
    const [statement] = await statementsOf(() => app.scim.get('/Users?attributes=userName&count=50&startIndex=2851'))
    for (const mode of ['force_custom_plan', 'force_generic_plan'] as const)
      expect(rowsRead(await planOf(statement!, mode))).toBeLessThanOrEqual(110)
  })
})
