import { fromId } from '../../../src/domain/id.ts'
import { succeeded } from '../../replay/graphql-request.ts'
import { connect } from '../load.ts'
import type { Product } from '../product.ts'
import { loadGroup, populate, withFewIndexes, type Population } from '../scim/population.ts'
import { callers, groupCounts, type SpendTeam } from './spend-context.ts'

const limitedGroups = 500
/** Users who are in more groups than others. */
const special = 100

/**
 * A team of `size` users, loaded by SQL: everybody is in one group and in nine of 500 others; the last hundred are in all 500, the hundred
 * before them in 49. All groups have limits, so has the team, and every hundredth user has one of their own. Everybody has spent something this month.
 */
export async function openSpendTeam(product: Product, size: number): Promise<SpendTeam> {
  const name = `Spenders ${size}`
  const population = await populate(product, name, size - 1)
  const { teamId, directoryId } = population.stage
  const [team, directory] = [fromId('team', teamId)!, fromId('directory', directoryId)!]
  await product.sql('UPDATE users SET id = $1 WHERE directory_id = $2 AND id::text NOT LIKE $3', [
    population.uuidOf(0),
    directory,
    `${population.idPrefix}%`,
  ])
  const everybody = await loadGroup(product, population, 'Everybody', 1, 0)
  const groups = await product.sql<{ id: string }>(
    `INSERT INTO groups SELECT copy.* FROM groups original, generate_series(1, ${limitedGroups}) number,
     LATERAL jsonb_populate_record(original, jsonb_build_object('id', uuidv7(), 'display_name', 'Group ' || number, 'display_name_key', 'group ' || number,
       'unique_name_key', 'group ' || number)) copy
     WHERE original.id = $1 RETURNING id`,
    [everybody.uuid],
  )
  const ids = groups.map(({ id }) => id)
  const inGroups: SpendTeam['inGroups'] = {
    10: { from: 0, count: size - 2 * special },
    50: { from: size - 2 * special, count: special },
    500: { from: size - special, count: special },
  }
  await withFewIndexes(product, 'memberships', size * 10, () => loadMemberships(product, population, everybody.uuid, ids, inGroups))
  await product.sql(
    `UPDATE groups SET member_count = counted.members FROM (SELECT group_id, count(*)::int AS members FROM memberships GROUP BY group_id) counted
     WHERE groups.id = counted.group_id AND directory_id = $1`,
    [directory],
  )
  await product.sql('UPDATE directory_counts SET group_count = group_count + $2 WHERE directory_id = $1', [directory, limitedGroups])
  await loadLimits(product, population, everybody.uuid, ids, size)
  await loadSpend(product, population, size)
  for (const table of ['users', 'memberships', 'groups', 'spend_limits', 'spend_totals', 'spend_entries'])
    await product.sql(`VACUUM ANALYZE ${table}`)
  const apiKey = await issueKey(product, teamId)
  const { graphqlUrl } = product.server.local
  const connection = connect(graphqlUrl.replace(/\/graphql$/, ''), apiKey, callers, {
    accept: 'application/graphql-response+json',
    'content-type': 'application/json',
  })
  return { size, teamId: team, population, apiKey, connection, everybody, inGroups }
}

async function loadMemberships(
  product: Product,
  { idPrefix }: Population,
  everybody: string,
  ids: readonly string[],
  inGroups: SpendTeam['inGroups'],
): Promise<void> {
  const user = `($1::text || lpad(to_hex(number), 12, '0'))::uuid`
  for (const count of groupCounts) {
    const { from, count: users } = inGroups[count]
    await product.sql(
      `INSERT INTO memberships SELECT ($2::uuid[])[1 + (number * 7 + place * 53) % $3], ${user}, now()
       FROM generate_series($4::int, $5::int) number, generate_series(1, $6::int) place ON CONFLICT DO NOTHING`,
      [idPrefix, ids, limitedGroups, from, from + users - 1, count === limitedGroups ? limitedGroups : count - 1],
    )
    await product.sql(`INSERT INTO memberships SELECT $2::uuid, ${user}, now() FROM generate_series($3::int, $4::int) number`, [
      idPrefix,
      everybody,
      from,
      from + users - 1,
    ])
  }
}

async function loadLimits(
  product: Product,
  { idPrefix, stage }: Population,
  everybody: string,
  ids: string[],
  size: number,
): Promise<void> {
  const team = fromId('team', stage.teamId)!
  const columns = 'id, team_id, target_team_id, group_id, user_id, is_set, amount_minor, version, set_at, set_by'
  await product.sql(
    `INSERT INTO spend_limits (${columns}) SELECT uuidv7(), $1, NULL, id, NULL, TRUE, 10000 + (ord * 37 % 400) * 100, 1, now(), 'bench'
     FROM unnest($2::uuid[]) WITH ORDINALITY AS named (id, ord)`,
    [team, [everybody, ...ids]],
  )
  await product.sql(`INSERT INTO spend_limits (${columns}) VALUES (uuidv7(), $1, $1, NULL, NULL, TRUE, 50000, 1, now(), 'bench')`, [team])
  await product.sql(
    `INSERT INTO spend_limits (${columns}) SELECT uuidv7(), $1, NULL, NULL, ($2::text || lpad(to_hex(number), 12, '0'))::uuid, TRUE, 77700, 1, now(), 'bench'
     FROM generate_series(99, $3::int, 100) number`,
    [team, idPrefix, size - 2 * special - 1],
  )
}

async function loadSpend(product: Product, { idPrefix, stage }: Population, size: number): Promise<void> {
  const team = fromId('team', stage.teamId)!
  await product.sql(
    `INSERT INTO spend_entries (id, team_id, user_id, kind, idempotency_key, amount_minor, at, period, recorded_at, actor_kind, actor_label)
     SELECT uuidv7(), $1, ($2::text || lpad(to_hex(number), 12, '0'))::uuid, 'SPEND', 'loaded-' || number, number % 9000, now(), date_trunc('month', now())::date, now(), 'SYSTEM', 'bench'
     FROM generate_series(0, $3::int) number`,
    [team, idPrefix, size - 1],
  )
  await product.sql(
    `INSERT INTO spend_totals (user_id, period, team_id, spent_minor) SELECT user_id, period, team_id, sum(amount_minor) FROM spend_entries
     WHERE team_id = $1 GROUP BY user_id, period, team_id`,
    [team],
  )
}

async function issueKey(product: Product, teamId: string): Promise<string> {
  const { issueApiKey } = await product.graphql<{ issueApiKey: { key?: string } }>(
    'mutation ($input: IssueApiKeyInput!) { issueApiKey(input: $input) { ... on IssueApiKeySuccess { key } ... on Error { message } } }',
    { input: { teamId, name: 'Bench', scopes: ['READ', 'LIMITS', 'SPEND'] } },
  )
  return succeeded<{ key: string }>(issueApiKey, 'key').key
}
