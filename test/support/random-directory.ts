import fc from 'fast-check'
import type pg from 'pg'
import { newId } from '../../src/store/id.ts'

/** A directory drawn at random: everything that the rule of limits looks at. Members are places in `users`; an amount of null is unlimited. */
export type RandomDirectory = {
  standard: DrawnLimit
  users: { active: boolean; override: DrawnLimit; expiry: 'NEVER' | 'FUTURE' | 'PAST'; spentMinor: number | undefined }[]
  groups: { limit: DrawnLimit; members: number[] }[]
}
/** CLEARED: the row is there and does not count. */
export type DrawnLimit = { amountMinor: number | null } | 'NONE' | 'CLEARED'

// Few amounts, so that ties are frequent.
export const drawnAmount = fc.constantFrom(null, 0, 1, 50, 100, 100, 500)

const drawnLimit: fc.Arbitrary<DrawnLimit> = fc.oneof(
  { weight: 3, arbitrary: drawnAmount.map((amountMinor) => ({ amountMinor })) },
  { weight: 2, arbitrary: fc.constant('NONE' as const) },
  { weight: 1, arbitrary: fc.constant('CLEARED' as const) },
)

export const randomDirectory: fc.Arbitrary<RandomDirectory> = fc
  .record({
    standard: drawnLimit,
    users: fc.array(
      fc.record({
        active: fc.boolean().chain((first) => fc.boolean().map((second) => first || second)),
        override: fc.oneof({ weight: 2, arbitrary: fc.constant('NONE' as const) }, { weight: 1, arbitrary: drawnLimit }),
        expiry: fc.constantFrom('NEVER' as const, 'NEVER' as const, 'FUTURE' as const, 'PAST' as const),
        spentMinor: fc.constantFrom(undefined, 0, 1, 49, 50, 100, 600),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    groups: fc.array(fc.record({ limit: drawnLimit, members: fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 8 }) }), { maxLength: 5 }),
  })
  .map(({ groups, users, ...rest }) => ({
    ...rest,
    users,
    groups: groups.map(({ members, ...group }) => ({ ...group, members: members.filter((member) => member < users.length) })),
  }))

export type KeptDirectory = { teamId: string; userIds: string[]; groupIds: string[] }

/**
 * Writes it into a directory of a team (bare ids), as if it had been there always: no changes, because nothing here follows the log. Spend is of
 * the current month.
 */
export async function keepDirectory(
  client: pg.Client,
  { teamId, directoryId, name }: { teamId: string; directoryId: string; name: string },
  drawn: RandomDirectory,
): Promise<KeptDirectory> {
  await client.query('BEGIN')
  try {
    const kept = await writeDirectory(client, { teamId, directoryId, name }, drawn)
    await client.query('COMMIT')
    return kept
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

async function writeDirectory(
  client: pg.Client,
  { teamId, directoryId, name }: { teamId: string; directoryId: string; name: string },
  drawn: RandomDirectory,
): Promise<KeptDirectory> {
  const userIds = drawn.users.map(() => newId())
  const groupIds = drawn.groups.map(() => newId())
  for (const [index, { active }] of drawn.users.entries()) {
    const userName = `${name}-${index}`
    await client.query(
      `INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, active, attributes, version, created_at, last_modified_at)
       VALUES ($1, $2, $3, $4::text, $4::text, $5::boolean, jsonb_build_object('userName', $4::text, 'active', $5::boolean), 1, now(), now())`,
      [userIds[index], teamId, directoryId, userName, active],
    )
  }
  for (const [index, { members }] of drawn.groups.entries()) {
    const displayName = `${name} group ${index}`
    await client.query(
      `INSERT INTO groups (id, team_id, directory_id, display_name, display_name_key, unique_name_key, attributes, member_count, version, created_at, last_modified_at)
       VALUES ($1, $2, $3, $4::text, $4::text, $4::text, jsonb_build_object('displayName', $4::text), $5, 1, now(), now())`,
      [groupIds[index], teamId, directoryId, displayName, members.length],
    )
    await client.query('INSERT INTO memberships (group_id, user_id, added_at) SELECT $1::uuid, unnest($2::uuid[]), now()', [
      groupIds[index],
      members.map((member) => userIds[member]),
    ])
  }
  await client.query('UPDATE directory_counts SET user_count = user_count + $2, group_count = group_count + $3 WHERE directory_id = $1', [
    directoryId,
    userIds.length,
    groupIds.length,
  ])
  await keepLimit(client, teamId, 'target_team_id', teamId, drawn.standard)
  for (const [index, { limit }] of drawn.groups.entries()) await keepLimit(client, teamId, 'group_id', groupIds[index]!, limit)
  for (const [index, { override, expiry, spentMinor }] of drawn.users.entries()) {
    await keepLimit(client, teamId, 'user_id', userIds[index]!, override, expiry)
    if (spentMinor !== undefined) await keepSpend(client, teamId, userIds[index]!, spentMinor)
  }
  return { teamId, userIds, groupIds }
}

async function keepLimit(
  client: pg.Client,
  teamId: string,
  column: 'target_team_id' | 'group_id' | 'user_id',
  target: string,
  limit: DrawnLimit,
  expiry: 'NEVER' | 'FUTURE' | 'PAST' = 'NEVER',
): Promise<void> {
  if (limit === 'NONE') return
  const isSet = limit !== 'CLEARED'
  const expiresAt = expiry === 'NEVER' ? null : new Date(Date.now() + (expiry === 'PAST' ? -60_000 : 86_400_000))
  await client.query(
    `INSERT INTO spend_limits (id, team_id, ${column}, is_set, amount_minor, version, set_at, set_by, expires_at) VALUES ($1, $2, $3, $4, $5, 1, now(), 'test', $6)`,
    [newId(), teamId, target, isSet, isSet ? limit.amountMinor : 7, isSet ? expiresAt : null],
  )
}

/** In the current month of the team, with the entry that makes it so. */
export async function keepSpend(client: pg.Client, teamId: string, userId: string, spentMinor: number): Promise<void> {
  const period = `(SELECT date_trunc('month', now() AT TIME ZONE time_zone)::date FROM teams WHERE id = $1)`
  await client.query(`INSERT INTO spend_totals (user_id, period, team_id, spent_minor) VALUES ($2, ${period}, $1, $3)`, [
    teamId,
    userId,
    spentMinor,
  ])
  await client.query(
    `INSERT INTO spend_entries (id, team_id, user_id, kind, idempotency_key, amount_minor, at, period, recorded_at, actor_kind, actor_label)
     VALUES ($4::uuid, $1, $2, 'SPEND', $4::text, $3, now(), ${period}, now(), 'SYSTEM', 'test')`,
    [teamId, userId, spentMinor, newId()],
  )
}
