import { beforeAll, describe, expect, test } from 'vitest'
import { Prisma } from '../../src/generated/prisma/client.ts'
import { periodOf, startOf } from '../../src/store/spend-period.ts'
import {
  actor,
  entryOf,
  newKey,
  newSpendTeam,
  refusalOf,
  reservationOf,
  totalsOf,
  useSpendNodes,
  type SpendTeam,
} from './use-spend-nodes.ts'

const under = useSpendNodes(1)

type Boundary = { timeZone: string; firstDay: string; startsAt: string }
// The first moment of a month, where it is another one than in UTC, around changes of the clock, and where the clock goes back at midnight.
const boundaries: Boundary[] = [
  { timeZone: 'UTC', firstDay: '2026-11-01', startsAt: '2026-11-01T00:00:00.000Z' },
  { timeZone: 'Pacific/Auckland', firstDay: '2026-04-01', startsAt: '2026-03-31T11:00:00.000Z' },
  { timeZone: 'Pacific/Auckland', firstDay: '2026-05-01', startsAt: '2026-04-30T12:00:00.000Z' },
  { timeZone: 'Pacific/Auckland', firstDay: '2026-10-01', startsAt: '2026-09-30T11:00:00.000Z' },
  { timeZone: 'America/Los_Angeles', firstDay: '2026-03-01', startsAt: '2026-03-01T08:00:00.000Z' },
  { timeZone: 'America/Los_Angeles', firstDay: '2026-04-01', startsAt: '2026-04-01T07:00:00.000Z' },
  { timeZone: 'America/Los_Angeles', firstDay: '2026-11-01', startsAt: '2026-11-01T07:00:00.000Z' },
  { timeZone: 'America/Los_Angeles', firstDay: '2026-12-01', startsAt: '2026-12-01T08:00:00.000Z' },
  { timeZone: 'Asia/Kathmandu', firstDay: '2026-06-01', startsAt: '2026-05-31T18:15:00.000Z' },
  // 00:00 to 01:00 is there twice.
  { timeZone: 'America/Havana', firstDay: '2026-11-01', startsAt: '2026-11-01T04:00:00.000Z' },
]

describe('a month is one of the team time zone', () => {
  test.each(boundaries)(
    '$firstDay in $timeZone begins at $startsAt, and the millisecond before is of the month before',
    async (boundary) => {
      const { timeZone, firstDay, startsAt } = boundary
      const zone = Prisma.sql`${timeZone}::text`
      const month = (at: Date) => Prisma.sql`to_char(${periodOf(Prisma.sql`${at.toISOString()}::timestamptz`, zone)}, 'YYYY-MM-DD')`
      const start = new Date(startsAt)
      const [row] = await under.database.$queryRaw<{ start: Date; of: string; before: string }[]>`
      SELECT ${startOf(Prisma.sql`${firstDay}::date`, zone)} AS start, ${month(start)} AS of, ${month(new Date(start.getTime() - 1))} AS before`
      expect(row!.start.toISOString()).toBe(startsAt)
      expect(row!.of).toBe(firstDay)
      expect(row!.before < firstDay).toBe(true)
    },
  )
})

/** Of a month that is over, as the team counts: its last millisecond, and the first of the next one. */
async function lastMonth({ teamId }: SpendTeam): Promise<{ last: Date; first: Date; key: string; current: string }> {
  const [row] = await under.database.$queryRaw<{ first: Date; key: string; current: string }[]>`
    SELECT date_trunc('month', now() AT TIME ZONE time_zone) AT TIME ZONE time_zone AS first, to_char(now() AT TIME ZONE time_zone, 'YYYY-MM') AS current,
      to_char(date_trunc('month', now() AT TIME ZONE time_zone) - interval '1 day', 'YYYY-MM') AS key FROM teams WHERE id = ${teamId}::uuid`
  return { ...row!, last: new Date(row!.first.getTime() - 1) }
}

describe.each(['Pacific/Auckland', 'America/Los_Angeles', 'UTC'])('at the end of a month in %s, without any job', (timeZone) => {
  let team: SpendTeam
  beforeAll(async () => {
    team = await newSpendTeam(under, { timeZone, limitMinor: 1_000 })
  })

  test('an entry of the last millisecond counts in the month that ends, one of the next in the one that begins', async () => {
    const { last, first, key, current } = await lastMonth(team)
    const { value } = await under.spend.recordSpend({
      teamId: team.teamId,
      actor,
      entries: [entryOf(team.userId, 1, { at: last }), entryOf(team.userId, 20, { at: first }), entryOf(team.userId, 300)],
    })
    expect(value).toMatchObject([{ entry: { period: key } }, { entry: { period: current } }, { entry: { period: current } }])
    const totals = await totalsOf(under.database, team.teamId)
    expect(totals.map(({ period, spent }) => [period, spent])).toEqual([
      [key, 1],
      [current, 320],
    ])
  })

  test('a late entry goes to its month, and leaves nothing less for this one', async () => {
    const { key } = await lastMonth(team)
    const before = await under.spend.reserveSpend(reservationOf(team, 1))
    await under.spend.releaseSpend({ teamId: team.teamId, actor, reservationId: before.value.reservation.id })
    const late = new Date(Date.now() - 40 * 86_400_000)
    const { value, changes } = await under.spend.recordSpend({
      teamId: team.teamId,
      actor,
      entries: [entryOf(team.userId, 5_000, { at: late })],
    })
    expect(value).toMatchObject([{ outcome: 'RECORDED', entry: { at: late } }])
    expect(value[0]!.outcome === 'RECORDED' && value[0]!.entry.period <= key).toBe(true)
    expect(changes).toEqual([])
    const after = await under.spend.reserveSpend(reservationOf(team, 1))
    expect(after.value.standing).toEqual(before.value.standing)
  })

  test('what was reserved in a month and settled in the next counts in its own, and frees nothing in this one', async () => {
    const { key, current } = await lastMonth(team)
    const { value } = await under.spend.reserveSpend(reservationOf(team, 400))
    expect(value.standing.period).toMatchObject({ key: current, startsAt: (await lastMonth(team)).first })
    // As if it had been made before the month ended.
    await under.database.$executeRaw`
      UPDATE spend_reservations SET period = (${key} || '-01')::date, created_at = created_at - interval '31 days' WHERE id = ${value.reservation.id}::uuid`
    const next = await under.spend.reserveSpend(reservationOf(team, 100))
    expect(next.value.standing.reservedMinor).toBeLessThan(400)
    const spent = next.value.standing.spentMinor
    const settled = await under.spend.settleSpend({ teamId: team.teamId, actor, reservationId: value.reservation.id, labels: {} })
    expect(settled.value).toMatchObject({ entry: { period: key, amountMinor: 400 }, standing: { period: { key }, reservedMinor: 0 } })
    const corrected = await under.spend.correctSpend({
      teamId: team.teamId,
      actor,
      entryId: settled.value.entry.id,
      idempotencyKey: newKey(),
      amountMinor: 300,
      reason: 'x',
    })
    expect(corrected.value).toMatchObject({ entry: { period: key, amountMinor: -100 }, standing: { period: { key } } })
    const now = await under.spend.reserveSpend(reservationOf(team, 1))
    expect(now.value.standing).toMatchObject({ spentMinor: spent, period: { key: current } })
    const totals = await totalsOf(under.database, team.teamId)
    expect(totals.every(({ spent: total, sum }) => total === sum)).toBe(true)
  })

  test('who spent all of a month may spend again when the next one begins', async () => {
    const { userIds } = await newSpendTeam(under, { timeZone, limitMinor: 10 })
    const { last } = await lastMonth(team)
    const [user] = await under.database.user.findMany({ where: { id: userIds[0]! } })
    const own = { ...team, teamId: user!.teamId, userId: user!.id }
    await under.spend.recordSpend({ teamId: own.teamId, actor, entries: [entryOf(own.userId, 10, { at: last })] })
    await under.spend.reserveSpend(reservationOf(own, 10))
    expect(await refusalOf(under.spend.reserveSpend(reservationOf(own, 1)))).toMatchObject({ code: 'SPEND_DENIED' })
  })
})

test('another time zone moves nothing that is recorded: it counts from the next entry on', async () => {
  const team = await newSpendTeam(under)
  const at = new Date(Date.now() - 30 * 86_400_000)
  const first = await under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 10, { at })] })
  await under.database.team.update({ where: { id: team.teamId }, data: { timeZone: 'Pacific/Kiritimati' } })
  await under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 5)] })
  const entry = first.value[0]!.outcome === 'RECORDED' ? first.value[0]!.entry : undefined
  expect(await totalsOf(under.database, team.teamId)).toContainEqual(expect.objectContaining({ period: entry!.period, spent: 10, sum: 10 }))
})
