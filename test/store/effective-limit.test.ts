import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { effectiveSpendLimit } from '../../src/domain/spend-limit.ts'
import { Prisma } from '../../src/generated/prisma/client.ts'
import type { Sql } from '../../src/store/database.ts'
import {
  effectiveLimitsBeforeAndAfter,
  effectiveLimitsOf,
  effectiveLimitsOfMany,
  type Hypothesis,
} from '../../src/store/effective-limit.ts'
import { findCandidates } from '../../src/store/spend-limit.ts'
import { drawnAmount, keepDirectory, randomDirectory, type KeptDirectory } from '../support/random-directory.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: pg.Client

beforeAll(async () => {
  client = new pg.Client({ connectionString: under.database.url })
  await client.connect()
})
afterAll(() => client?.end())

let kept = 0
async function inNewTeam(drawn: Parameters<typeof keepDirectory>[2]): Promise<KeptDirectory> {
  const team = await under.newTeam(`Team ${++kept}`)
  const ids = { teamId: fromId('team', team.teamId)!, directoryId: fromId('directory', team.directoryId)! }
  return keepDirectory(client, { ...ids, name: `u${kept}` }, drawn)
}

type Row = { user_id: string; source: string; amount_minor: bigint | null; limit_id: string | null }
type Answer = { source: string; amountMinor: number | null; limitId: string | null }
const answerOf = (row: Row): Answer => ({
  source: row.source,
  amountMinor: row.amount_minor === null ? null : Number(row.amount_minor),
  limitId: row.limit_id,
})

async function bySql(effective: Sql): Promise<Record<string, Answer>> {
  const rows = await under.node.app.database.$queryRaw<Row[]>`${effective}`
  return Object.fromEntries(rows.map((row) => [row.user_id, answerOf(row)]))
}

async function byTypeScript({ teamId, userIds }: KeptDirectory): Promise<Record<string, Answer>> {
  const { database } = under.node.app
  const candidates = await findCandidates(database, teamId, userIds)
  const { currency } = await database.team.findUniqueOrThrow({ where: { id: teamId } })
  const users = await database.user.findMany({ where: { id: { in: userIds } } })
  return Object.fromEntries(
    users.map(({ id, active }) => {
      const { source, amountMinor, decidedBy } = effectiveSpendLimit({ active }, candidates.get(id) ?? [], currency)
      return [id, { source, amountMinor, limitId: decidedBy?.id ?? null }]
    }),
  )
}

const usersOf = (ids: readonly string[]): Sql => Prisma.sql`SELECT id, team_id, active FROM users WHERE id = ANY(${[...ids]}::uuid[])`

describe('the effective limit in SQL', () => {
  test('is that of the rule in TypeScript for every user of any directory, in the form for few users and in the one for many', async () => {
    await fc.assert(
      fc.asyncProperty(randomDirectory, async (drawn) => {
        const directory = await inNewTeam(drawn)
        const { teamId, userIds } = directory
        const expected = await byTypeScript(directory)
        expect(Object.keys(expected)).toHaveLength(userIds.length)
        expect(await bySql(effectiveLimitsOf(usersOf(userIds)))).toEqual(expected)
        expect(await bySql(effectiveLimitsOfMany({ teamId }))).toEqual(expected)
        expect(await bySql(effectiveLimitsOfMany({ teamId, users: usersOf(userIds) }))).toEqual(expected)
      }),
      { numRuns: 40, interruptAfterTimeLimit: 20_000 },
    )
  })

  test('under a hypothesis is what the rule says when it has come true', async () => {
    await fc.assert(
      fc.asyncProperty(randomDirectory, fc.array(drawnChange, { minLength: 1, maxLength: 3 }), async (drawn, changes) => {
        const directory = await inNewTeam(drawn)
        const { teamId, userIds } = directory
        const supposing = toHypothesis(directory, changes)
        const users = usersOf(userIds)
        const before = await bySql(effectiveLimitsOfMany({ teamId }))
        const few = await bySql(effectiveLimitsOf(users, supposing))
        const many = await bySql(effectiveLimitsOfMany({ teamId }, supposing))
        const both = await under.node.app.database.$queryRaw<
          Record<string, never>[]
        >`${effectiveLimitsBeforeAndAfter({ teamId, users }, supposing)}`
        await comeTrue(supposing, teamId)
        const expected = await byTypeScript(directory)
        // A limit that was not there had no id yet.
        const known = new Set(Object.values(before).map(({ limitId }) => limitId))
        const withKnownIds = (answers: Record<string, Answer>): Record<string, Answer> =>
          Object.fromEntries(
            Object.entries(answers).map(([id, answer]) => [id, known.has(answer.limitId) ? answer : { ...answer, limitId: null }]),
          )
        expect(withKnownIds(few)).toEqual(withKnownIds(expected))
        expect(withKnownIds(many)).toEqual(withKnownIds(expected))
        const side = (prefix: string): Record<string, Answer> =>
          Object.fromEntries(
            both.map((row) => [
              row['user_id'],
              answerOf({
                source: row[`${prefix}source`],
                amount_minor: row[`${prefix}amount_minor`],
                limit_id: row[`${prefix}limit_id`],
              } as never),
            ]),
          )
        expect(side('before_')).toEqual(before)
        expect(withKnownIds(side('after_'))).toEqual(withKnownIds(expected))
      }),
      { numRuns: 40, interruptAfterTimeLimit: 20_000 },
    )
  })
})

type DrawnChange = {
  of: 'TEAM' | 'GROUP' | 'USER' | 'MEMBERS'
  place: number
  isSet: boolean
  amountMinor: number | null
  added: number[]
  removed: number[]
}
const drawnChange: fc.Arbitrary<DrawnChange> = fc.record({
  of: fc.constantFrom('TEAM', 'GROUP', 'USER', 'MEMBERS'),
  place: fc.nat({ max: 7 }),
  isSet: fc.boolean(),
  amountMinor: drawnAmount,
  added: fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 4 }),
  removed: fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 4 }),
})

/** The last of several changes of one target counts. */
function toHypothesis({ teamId, userIds, groupIds }: KeptDirectory, changes: readonly DrawnChange[]): Hypothesis {
  const limits = new Map<string, NonNullable<Hypothesis['limits']>[number]>()
  let memberships: Hypothesis['memberships']
  const idsOf = (places: readonly number[]): string[] => places.flatMap((place) => userIds[place] ?? [])
  for (const { of, place, isSet, amountMinor, added, removed } of changes) {
    const groupId = groupIds[place % Math.max(1, groupIds.length)]
    const id = of === 'TEAM' ? teamId : of === 'USER' ? userIds[place % userIds.length]! : groupId
    if (id === undefined) continue
    if (of === 'MEMBERS')
      memberships = { groupId: id, addedUserIds: idsOf(added), removedUserIds: idsOf(removed.filter((place) => !added.includes(place))) }
    else limits.set(id, { target: { kind: of, id }, isSet, amountMinor })
  }
  return { limits: [...limits.values()], ...(memberships ? { memberships } : {}) }
}

async function comeTrue({ limits = [], memberships }: Hypothesis, teamId: string): Promise<void> {
  const columns = { TEAM: 'target_team_id', GROUP: 'group_id', USER: 'user_id' } as const
  for (const { target, isSet, amountMinor } of limits) {
    const column = columns[target.kind]
    await client.query(
      `INSERT INTO spend_limits (id, team_id, ${column}, is_set, amount_minor, version, set_at, set_by) VALUES (gen_random_uuid(), $1, $2, $3, $4, 1, now(), 'test')
       ON CONFLICT (${column}) DO UPDATE SET is_set = $3, amount_minor = $4, expires_at = NULL`,
      [teamId, target.id, isSet, amountMinor],
    )
  }
  if (!memberships) return
  const { groupId, addedUserIds, removedUserIds } = memberships
  await client.query('DELETE FROM memberships WHERE group_id = $1 AND user_id = ANY($2::uuid[])', [groupId, removedUserIds])
  await client.query(
    'INSERT INTO memberships (group_id, user_id, added_at) SELECT $1::uuid, unnest($2::uuid[]), now() ON CONFLICT DO NOTHING',
    [groupId, addedUserIds],
  )
}
