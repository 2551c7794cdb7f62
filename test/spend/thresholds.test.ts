import { describe, expect, test } from 'vitest'
import { hasReached } from '../../src/domain/spend.ts'
import {
  actor,
  allAtOnce,
  entryOf,
  newKey,
  newSpendTeam,
  reservationOf,
  setTeamLimit,
  setUserLimit,
  thresholdChanges,
  totalsOf,
  useSpendNodes,
  type SpendTeam,
} from './use-spend-nodes.ts'

const under = useSpendNodes(2)

const record = async ({ teamId, userId }: SpendTeam, amountMinor: number, at: Date | null = null) => {
  const { value, changes } = await under.spend.recordSpend({ teamId, actor, entries: [entryOf(userId, amountMinor, { at })] })
  if (value[0]?.outcome !== 'RECORDED') throw new Error(JSON.stringify(value))
  return { entry: value[0].entry, changes }
}
const correct = async ({ teamId }: SpendTeam, entryId: string, amountMinor: number) =>
  under.spend.correctSpend({ teamId, actor, entryId, idempotencyKey: newKey(), amountMinor, reason: 'It was wrong.' })
const percentsOf = async ({ teamId }: SpendTeam): Promise<number[][]> =>
  (await thresholdChanges(under.database, teamId)).map(({ data }) => (data as { percents: number[] }).percents)
const setPercents = ({ teamId }: SpendTeam, thresholdPercents: number[]) =>
  under.database.team.update({ where: { id: teamId }, data: { thresholdPercents } })

describe('a threshold that spend reaches is one change, once for a user and month', () => {
  test('it names the user, the limit and the spend, and comes with the answer of who reached it', async () => {
    const team = await newSpendTeam(under, { limitMinor: 200 })
    expect((await record(team, 99)).changes).toEqual([])
    const { changes, entry } = await record(team, 1)
    expect(changes).toMatchObject([
      {
        kind: 'SpendThresholdReached',
        actor,
        data: {
          user: { id: team.userId, userName: 'user-1', displayName: 'User 1' },
          period: entry.period,
          percent: 50,
          percents: [50],
          spentMinor: 100,
          limitMinor: 200,
          currency: 'EUR',
          source: 'TEAM',
        },
      },
    ])
    const [row] = await thresholdChanges(under.database, team.teamId)
    expect(row).toMatchObject({ userId: team.userId, actorKind: 'API_KEY', data: { percent: 50 } })
    expect((await record(team, 1)).changes).toEqual([])
  })

  test('a jump over several is one change that names all', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    await record(team, 1_000)
    expect(await thresholdChanges(under.database, team.teamId)).toMatchObject([
      { data: { percent: 100, percents: [50, 80, 100], spentMinor: 1_000 } },
    ])
  })

  test('spend that falls by a correction and rises again makes none again', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { entry } = await record(team, 85)
    expect((await correct(team, entry.id, 10)).changes).toEqual([])
    expect((await correct(team, entry.id, 85)).changes).toEqual([])
    expect((await correct(team, entry.id, 100)).changes).toMatchObject([{ data: { percents: [100] } }])
    expect(await percentsOf(team)).toEqual([[50, 80], [100]])
  })

  test('a settlement reaches it, a reservation does not', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { value, changes } = await under.spend.reserveSpend(reservationOf(team, 100))
    expect(changes).toEqual([])
    const settled = await under.spend.settleSpend({
      teamId: team.teamId,
      actor,
      reservationId: value.reservation.id,
      amountMinor: 60,
      labels: {},
    })
    expect(settled.changes).toMatchObject([{ data: { percents: [50] } }])
  })

  test('a lowered limit is looked at when something is spent; a raised one takes nothing back', async () => {
    const team = await newSpendTeam(under, { limitMinor: 1_000 })
    await record(team, 100)
    await setTeamLimit(under, team.teamId, 110)
    expect(await percentsOf(team)).toEqual([])
    await record(team, 1)
    await setTeamLimit(under, team.teamId, 10_000)
    await record(team, 5_000)
    await setTeamLimit(under, team.teamId, 5_000)
    await record(team, 1)
    expect(await percentsOf(team)).toEqual([[50, 80], [100]])
  })

  test('percents that are set in mid-month count from then on', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    await record(team, 70)
    await setPercents(team, [10, 60, 90])
    await record(team, 0)
    await setPercents(team, [])
    await record(team, 25)
    await setPercents(team, [50, 90, 200])
    await record(team, 0)
    await record(team, 105)
    expect(await percentsOf(team)).toEqual([[50], [10, 60], [90], [200]])
    const [total] = await totalsOf(under.database, team.teamId)
    expect(total!.reached).toEqual([10, 50, 60, 90, 200])
  })

  test('none for who is unlimited or inactive, nor for spend of a month that is over; a limit of 0 is reached by whatever is spent', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    await record(team, 500, new Date(Date.now() - 40 * 86_400_000))
    await setUserLimit(under, team, team.userId, null)
    await record(team, 500)
    await setUserLimit(under, team, team.userId, 100)
    await under.database.$executeRaw`UPDATE users SET active = false WHERE id = ${team.userId}::uuid`
    await record(team, 1)
    expect(await percentsOf(team)).toEqual([])
    const blocked = await newSpendTeam(under, { limitMinor: 0 })
    await record(blocked, 0)
    expect(await percentsOf(blocked)).toEqual([])
    await record(blocked, 1)
    expect(await percentsOf(blocked)).toEqual([[50, 80, 100]])
  })

  test('many who spend at once, on two nodes, make one of each', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    await allAtOnce(under.nodes, 40, ({ spend }) => spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 3)] }))
    expect((await percentsOf(team)).flat()).toEqual([50, 80, 100])
    const { length } = under.nodes.flatMap(({ committed }) =>
      committed.filter(({ teamId, kind }) => teamId === team.teamId && kind === 'SpendThresholdReached'),
    )
    expect(length).toBe((await percentsOf(team)).length)
  })

  test('one request of several users makes one for each, and one user several entries only one', async () => {
    const team = await newSpendTeam(under, { users: 3, limitMinor: 100 })
    const entries = team.userIds.flatMap((userId) => [entryOf(userId, 30), entryOf(userId, 30), entryOf(userId, 30)])
    const { changes } = await under.spend.recordSpend({ teamId: team.teamId, actor, entries })
    expect(changes.map(({ data }) => data)).toMatchObject(
      team.userIds.toSorted().map((id) => ({ user: { id }, percents: [50, 80], spentMinor: 90 })),
    )
  })

  test('of several who share a commit, who spent what reached it is told', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const other = { ...actor, label: 'Other' }
    const [first, second, third] = await Promise.all([
      under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 40)] }),
      under.spend.recordSpend({ teamId: team.teamId, actor: other, entries: [entryOf(team.userId, 20)] }),
      under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 1)] }),
    ])
    expect([first.changes, third.changes]).toEqual([[], []])
    expect(second.changes).toMatchObject([{ actor: other, data: { percents: [50], spentMinor: 61 } }])
  })

  test('none for a user who is being deleted: the log tells of nobody after the end, and nobody waits for it', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    await under.nodes[1]!.database.$transaction(async (transaction) => {
      await transaction.$executeRaw`DELETE FROM users WHERE id = ${team.userId}::uuid`
      const { value, changes } = await under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 60)] })
      expect(value).toMatchObject([{ outcome: 'RECORDED' }])
      expect(changes).toEqual([])
    })
    expect(await thresholdChanges(under.database, team.teamId)).toEqual([])
    expect(await totalsOf(under.database, team.teamId)).toMatchObject([{ spent: 60, sum: 60, reached: [] }])
  })

  test('whoever holds a user for deletion, and it may take long, keeps no spend waiting; a user who stays is told of by what is spent next', async () => {
    const team = await newSpendTeam(under, { users: 2, limitMinor: 100 })
    const [held, other] = team.userIds as [string, string]
    await under.nodes[1]!.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM users WHERE id = ${held}::uuid FOR UPDATE`
      const { value } = await under.spend.reserveSpend(reservationOf(team, 5, { userId: held }))
      const settled = await under.spend.settleSpend({
        teamId: team.teamId,
        actor,
        reservationId: value.reservation.id,
        amountMinor: 5,
        labels: {},
      })
      expect(settled.changes).toEqual([])
      const entries = [entryOf(held, 50), entryOf(other, 50)]
      const { changes } = await under.spend.recordSpend({ teamId: team.teamId, actor, entries })
      expect(changes).toMatchObject([{ data: { user: { id: other }, percents: [50] } }])
    })
    expect(await totalsOf(under.database, team.teamId)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ userId: held, spent: 55, reached: [] }),
        expect.objectContaining({ userId: other, spent: 50, reached: [50] }),
      ]),
    )
    const { changes } = await under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(held, 0)] })
    expect(changes).toMatchObject([{ data: { user: { id: held }, percents: [50], spentMinor: 55 } }])
  })

  test('is exact for the largest amounts', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(hasReached(most, 100, most)).toBe(true)
    expect(hasReached(most - 1, 100, most)).toBe(false)
    expect(hasReached((most - 1) / 2, 50, most)).toBe(false)
    expect(hasReached((most + 1) / 2, 50, most)).toBe(true)
  })
})
