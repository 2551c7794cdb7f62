import { describe, expect, onTestFinished, test } from 'vitest'
import { directoryCommands } from '../../src/commands/directory-commands.ts'
import { createSpendLimitExpiry, expireSpendLimits, type SpendLimitExpiry } from '../../src/commands/expire-spend-limits.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { actor, newSpendTeam, setUserLimit, useSpendNodes, type SpendTeam } from '../spend/use-spend-nodes.ts'

// Nodes without a sweeper of their own: what is swept here, the test has swept.
const under = useSpendNodes(1)

/** A team whose users all have an override that has been over for so long. */
async function teamWithExpired(users: number, secondsAgo: number): Promise<SpendTeam> {
  const team = await newSpendTeam(under, { users })
  for (const userId of team.userIds) await setUserLimit(under, team, userId, 1)
  await under.database.$executeRaw`
    UPDATE spend_limits SET expires_at = now() - make_interval(secs => ${secondsAgo}) WHERE user_id = ANY(${team.userIds}::uuid[])`
  await under.database.directoryCounts.update({ where: { directoryId: team.directoryId }, data: { userCount: users } })
  return team
}

const logOf = async ({ teamId }: SpendTeam) => under.database.change.findMany({ where: { teamId }, orderBy: { revision: 'asc' } })
const expiriesOf = async (team: SpendTeam) => (await logOf(team)).filter(({ kind }) => kind === 'SpendLimitExpired')

function sweeper(mostAtOnce: number): SpendLimitExpiry {
  const executor = createExecutor({ database: under.database, onCommit: () => {} })
  const expiry = createSpendLimitExpiry({
    database: under.database,
    expire: async (input) => (await executor.submit(input.teamId, expireSpendLimits, input)).value,
    onError: (error) => expect(error).toBeUndefined(),
    // Only when the test says so.
    longestMilliseconds: 3_600_000,
    mostAtOnce,
  })
  onTestFinished(() => expiry.close())
  return expiry
}

describe('The sweeper', () => {
  test('comes to the others when a team that waits for its rows has more overrides than one look takes', async () => {
    const [held, free] = [await teamWithExpired(5, 100), await teamWithExpired(1, 10)]
    const expiry = sweeper(3)
    const { waiting } = await under.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM users WHERE id = ANY(${held.userIds}::uuid[]) ORDER BY id FOR UPDATE`
      const waiting = expiry.pass()
      await expect.poll(() => isWaitingForRows(), { timeout: 10_000 }).toBe(true)
      expect(await expiry.pass()).toBe(1)
      expect(await expiriesOf(free)).toHaveLength(1)
      expect(await expiriesOf(held)).toEqual([])
      return { waiting }
    })
    expect(await waiting).toBe(3)
    expect(await expiry.pass()).toBe(2)
    expect(await expiriesOf(held)).toHaveLength(5)
  })
})

async function isWaitingForRows(): Promise<boolean> {
  const rows = await under.database.$queryRaw<{ isWaiting: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS "isWaiting"`
  return rows[0]!.isWaiting
}

describe('The deletion of a user', () => {
  const directory = () => directoryCommands(createExecutor({ database: under.database, onCommit: () => {} }))
  const remove = ({ teamId, directoryId }: SpendTeam, id: string) => directory().deleteUser({ teamId, directoryId, id, actor })

  test('tells of an override that had expired that it expired, not that somebody cleared it', async () => {
    const team = await teamWithExpired(1, 10)
    await remove(team, team.userId)
    expect((await logOf(team)).slice(-2)).toMatchObject([
      {
        kind: 'SpendLimitExpired',
        actorKind: 'SYSTEM',
        actorLabel: 'Expiry',
        data: { before: { target: { id: team.userId }, version: 1 } },
      },
      { kind: 'UserDeleted', actorKind: 'API_KEY' },
    ])
    expect(await under.database.spendLimit.count({ where: { teamId: team.teamId } })).toBe(0)
    expect(await sweeper(3).pass()).toBe(0)
  })

  test('tells of one that was still to expire, as of one without an end, that it was cleared', async () => {
    const team = await teamWithExpired(1, -3600)
    await remove(team, team.userId)
    expect((await logOf(team)).slice(-2)).toMatchObject([{ kind: 'SpendLimitCleared', actorKind: 'API_KEY' }, { kind: 'UserDeleted' }])
  })
})
