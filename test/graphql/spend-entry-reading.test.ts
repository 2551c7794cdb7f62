import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { plannedAnew } from '../../src/store/database.ts'
import { sentStatements } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { spendClient } from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'

// Ledgers grow for ever: what a page of them costs must not.

const under = useApp()
let database: pg.Client
let client: GraphqlClient
let userId: string
const old = 20_000
const labels = [{ name: 'model', value: 'large' }]
/** Moments of this month and two months ago, in UTC, and their months. */
let months: { now: string; before: string; at: string }

beforeAll(async () => {
  database = new pg.Client({ connectionString: under.database.url })
  await database.connect()
  client = graphqlClient(under.node, under.team.apiKey)
  userId = await under.scim.createUser('ada')
  const spend = spendClient(client)
  const { period } = await spend.decide(userId, 0)
  const start = new Date(period.startsAt)
  start.setUTCMonth(start.getUTCMonth() - 2)
  months = { now: period.key, before: start.toISOString().slice(0, 7), at: start.toISOString() }
  const inserted = [fromId('team', under.team.teamId), fromId('user', userId), months.at, old]
  // Recorded one a second since then, as ids tell.
  await database.query(
    `INSERT INTO spend_entries (id, team_id, user_id, kind, idempotency_key, amount_minor, at, period, labels, recorded_at, actor_kind, actor_label)
     SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, $1::uuid, $2::uuid, 'SPEND',
       'old-' || n, 1, moment, date_trunc('month', $3::timestamptz AT TIME ZONE 'UTC'), CASE WHEN n % 5000 = 0 THEN '{"model":"large"}' ELSE '{}' END::jsonb,
       moment, 'PLATFORM', 'old'
     FROM (SELECT n, $3::timestamptz + n * interval '1 second' AS moment FROM generate_series(1, $4::int) AS n) AS made`,
    inserted,
  )
  // One in twenty of theirs, the others of others, as those that are open.
  await database.query(
    `INSERT INTO spend_reservations (id, team_id, user_id, idempotency_key, amount_minor, period, created_at, expires_at, state, closed_at, actor_kind, actor_label)
     SELECT (lpad(to_hex((extract(epoch FROM $3::timestamptz) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, $1::uuid,
       CASE WHEN n % 20 = 0 THEN $2::uuid ELSE md5((n % 20)::text)::uuid END, 'closed-' || n, 1, date_trunc('month', now() AT TIME ZONE 'UTC'), now(), now() + interval '1 day', 'RELEASED', now(), 'PLATFORM', 'old'
     FROM generate_series(1, $4::int) AS n`,
    inserted,
  )
  await database.query(
    `INSERT INTO spend_reservations (id, team_id, user_id, idempotency_key, amount_minor, period, created_at, expires_at, state, actor_kind, actor_label)
     SELECT gen_random_uuid(), $1::uuid, md5((1 + n % 19)::text)::uuid, 'open-' || n, 1, date_trunc('month', now() AT TIME ZONE 'UTC'), now(), now() + interval '1 day',
       'OPEN', 'PLATFORM', 'old'
     FROM generate_series(1, 200) AS n`,
    [fromId('team', under.team.teamId)],
  )
  await database.query('ANALYZE spend_entries, spend_reservations')
  await spend.spend(userId, 7, { labels })
  await spend.spend(userId, 8)
  // Recorded now, and of then.
  await spend.spend(userId, 9, { at: months.at, labels })
})
afterAll(() => database?.end())

type Page = { nodes: { amount: { amountMinor: number } }[]; totalCount: number; pageInfo: { endCursor: string | null } }
const query = `query ($filter: SpendEntryFilter, $first: Int, $after: String) {
  team { page: spendEntries(first: $first, after: $after, filter: $filter) { nodes { amount { amountMinor } } pageInfo { endCursor } totalCount } } }`
async function read(
  filter: object,
  { first = 20, after }: { first?: number; after?: string | null } = {},
): Promise<Page & { amounts: number[] }> {
  const { data, errors } = await client.ask<{ team: { page: Page } }>(query, { filter, first, after })
  if (errors || !data) throw new Error(JSON.stringify(errors))
  return { ...data.team.page, amounts: data.team.page.nodes.map(({ amount }) => amount.amountMinor) }
}

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] } & Record<
  string,
  unknown
>
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** Of each statement about a table that is sent meanwhile, how many rows were looked at, and by which indexes. */
async function looksAt(table: string, act: () => Promise<unknown>): Promise<{ rows: number; indexes: string[] }[]> {
  const sent = (await sentStatements(act)).filter(({ text }) => text?.includes(table))
  const looks = []
  for (const { text, values } of sent) {
    // As it is planned for any values, which is how it is kept; or for these alone, where it says so.
    const mode = text!.startsWith(plannedAnew.sql) ? 'force_custom_plan' : 'force_generic_plan'
    await database.query(`SET plan_cache_mode = ${mode}; PREPARE asked AS ${text}`)
    const given = values.length === 0 ? '' : `(${values.map((value) => pg.escapeLiteral(String(value))).join()})`
    const { rows } = await database.query(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked${given}`)
    await database.query('DEALLOCATE asked')
    const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan)
    const number = (node: Plan, name: string): number => Number(node[name] ?? 0)
    looks.push({
      rows: Math.max(
        ...nodes.map(
          (node) => number(node, 'Actual Rows') + number(node, 'Rows Removed by Filter') + number(node, 'Rows Removed by Index Recheck'),
        ),
      ),
      indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    })
  }
  return looks
}

describe('Team.spendEntries without a user', () => {
  test('that asks for a label or a kind is of the current month, unless it names one', async () => {
    expect((await read({ label: labels[0] })).amounts).toEqual([7])
    expect((await read({ kind: 'SPEND' })).amounts).toEqual([8, 7])
    expect((await read({ kind: 'SPEND' })).totalCount).toBe(2)
    expect((await read({ label: labels[0], period: months.before })).amounts).toEqual([9, 1, 1, 1, 1])
    expect((await read({ label: labels[0], userId })).amounts).toEqual([7, 9, 1, 1, 1, 1])
    expect((await read({}, { first: 3 })).amounts).toEqual([9, 8, 7])
    expect((await read({})).totalCount).toBe(old + 3)
  })

  test('stays in the month of its first page', async () => {
    const { pageInfo } = await read({ kind: 'SPEND', period: months.before }, { first: 1 })
    expect((await read({ kind: 'SPEND' }, { first: 2, after: pageInfo.endCursor })).amounts).toEqual([1, 1])
  })

  test.each([
    ['a label that nothing has', () => ({ label: { name: 'model', value: 'none' } })],
    ['corrections, of which there are none', () => ({ kind: 'CORRECTION' })],
    ['the current month', () => ({ period: months.now })],
  ])('does not look at the months before it: %s', async (_, filter) => {
    const looks = await looksAt('spend_entries', () => read(filter()))
    expect(looks).toHaveLength(2)
    for (const { rows } of looks) expect(rows).toBeLessThan(50)
  })

  test.each([
    ['page', '{ team { spendEntries { nodes { id } } } }'],
    ['number', '{ team { spendEntries(first: 0) { totalCount } } }'],
  ])('that takes too long is refused and helped: its %s', async (_, asked) => {
    const holder = new pg.Client({ connectionString: under.database.url })
    await holder.connect()
    try {
      await holder.query('BEGIN; LOCK TABLE spend_entries IN ACCESS EXCLUSIVE MODE')
      const answer = client.ask(asked)
      // As the time-out would.
      const end = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%spend_entries%'`
      while ((await database.query(end)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      expect((await answer).errors).toMatchObject([
        { message: expect.stringMatching(/takes too long.*userId.*period/), extensions: { code: 'BAD_USER_INPUT' } },
      ])
    } finally {
      await holder.query('ROLLBACK')
      await holder.end()
    }
  })
})

test('User.spendReservations that are open are found without those that are closed', async () => {
  const spend = spendClient(client)
  for (let amountMinor = 1; amountMinor <= 3; amountMinor++) await spend.reserve({ userId, amountMinor })
  const ask = async (after?: string | null): Promise<Page> => {
    const asked = `query ($id: ID!, $after: String) { node(id: $id) { ... on User { page: spendReservations(first: 2, after: $after) { nodes { amount { amountMinor } } pageInfo { endCursor } totalCount } } } }`
    const { data, errors } = await client.ask<{ node: { page: Page } }>(asked, { id: userId, after })
    if (errors || !data) throw new Error(JSON.stringify(errors))
    return data.node.page
  }
  const first = await ask()
  expect(first).toMatchObject({ nodes: [{ amount: { amountMinor: 3 } }, { amount: { amountMinor: 2 } }], totalCount: 3 })
  expect((await ask(first.pageInfo.endCursor)).nodes).toMatchObject([{ amount: { amountMinor: 1 } }])
  const looks = await looksAt('spend_reservations', ask)
  expect(looks).toHaveLength(2)
  for (const { rows, indexes } of looks) {
    expect(indexes).toEqual(['spend_reservations_open'])
    expect(rows).toBeLessThan(10)
  }
})
