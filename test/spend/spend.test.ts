import { describe, expect, test } from 'vitest'
import type { NewSpendEntry, RecordedSpend, ReserveSpendInput, SettleSpendInput } from '../../src/commands/spend-change.ts'
import { toId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { sentStatements } from '../support/count-queries.ts'
import {
  actor,
  allAtOnce,
  entryOf,
  newKey,
  newSpendTeam,
  refusalOf,
  reservationOf,
  setTeamLimit,
  setUserLimit,
  totalsOf,
  useSpendNodes,
  type SpendTeam,
} from './use-spend-nodes.ts'

const under = useSpendNodes(2)
const most = Number.MAX_SAFE_INTEGER

const record = async ({ teamId }: SpendTeam, ...entries: NewSpendEntry[]): Promise<RecordedSpend[]> =>
  (await under.spend.recordSpend({ teamId, actor, entries })).value
const outcomesOf = (recorded: readonly RecordedSpend[]): string[] =>
  recorded.map((one) => (one.outcome === 'REFUSED' ? one.code : one.outcome))
const recordedOne = async (team: SpendTeam, amountMinor: number) => {
  const [first] = await record(team, entryOf(team.userId, amountMinor))
  if (first?.outcome !== 'RECORDED') throw new Error(JSON.stringify(first))
  return first.entry
}
const reserve = async (team: SpendTeam, amountMinor: number, more: Partial<ReserveSpendInput> = {}) =>
  (await under.spend.reserveSpend(reservationOf(team, amountMinor, more))).value
const settle = async ({ teamId }: SpendTeam, reservationId: string, more: Partial<SettleSpendInput> = {}) =>
  (await under.spend.settleSpend({ teamId, actor, reservationId, labels: {}, ...more })).value
const release = async ({ teamId }: SpendTeam, reservationId: string) =>
  (await under.spend.releaseSpend({ teamId, actor, reservationId })).value
const correct = async ({ teamId }: SpendTeam, entryId: string, amountMinor: number, idempotencyKey = newKey(), reason = 'It was wrong.') =>
  (await under.spend.correctSpend({ teamId, actor, entryId, idempotencyKey, amountMinor, reason })).value
const spentOf = async ({ teamId }: SpendTeam): Promise<number[]> => (await totalsOf(under.database, teamId)).map(({ spent }) => spent)
const entriesOf = ({ teamId }: SpendTeam) => under.database.spendEntry.count({ where: { teamId } })
const expire = (id: string) =>
  under.database.$executeRaw`
    UPDATE spend_reservations SET created_at = now() - (expires_at - created_at) - interval '1 second', expires_at = now() - interval '1 second'
    WHERE id = ${id}::uuid`
const deactivate = (id: string) => under.database.$executeRaw`UPDATE users SET active = false WHERE id = ${id}::uuid`
const remove = (id: string) => under.database.$executeRaw`DELETE FROM users WHERE id = ${id}::uuid`

describe('recordSpend', () => {
  test('keeps an entry as it was reported, and counts it in the month that it was made in', async () => {
    const team = await newSpendTeam(under)
    const at = new Date(Date.now() - 1_000)
    const [first] = await record(team, entryOf(team.userId, 250, { at, labels: { model: 'large' } }))
    expect(first).toMatchObject({
      outcome: 'RECORDED',
      entry: {
        teamId: team.teamId,
        userId: team.userId,
        kind: 'SPEND',
        amountMinor: 250,
        at,
        labels: { model: 'large' },
        recordedBy: actor,
      },
    })
    await record(team, entryOf(team.userId, 50))
    const totals = await totalsOf(under.database, team.teamId)
    expect(totals.reduce((sum, { spent }) => sum + spent, 0)).toBe(300)
    expect(totals.every(({ spent, sum }) => spent === sum)).toBe(true)
  })

  test('is never refused for a limit, also of a user who is inactive', async () => {
    const team = await newSpendTeam(under, { limitMinor: 10 })
    expect(outcomesOf(await record(team, entryOf(team.userId, 1_000)))).toEqual(['RECORDED'])
    await deactivate(team.userId)
    expect(outcomesOf(await record(team, entryOf(team.userId, 1)))).toEqual(['RECORDED'])
    expect(await spentOf(team)).toEqual([1_001])
  })

  test('records or refuses each entry by itself, in their order', async () => {
    const team = await newSpendTeam(under, { users: 2 })
    const other = await newSpendTeam(under)
    const [ada, ben] = team.userIds as [string, string]
    const fine = entryOf(ada, 1)
    const recorded = await record(
      team,
      fine,
      entryOf(other.userId, 1),
      entryOf(newId(), 1),
      entryOf(ada, -1),
      entryOf(ada, 1.5),
      entryOf(ada, most + 1),
      entryOf(ada, 1, { idempotencyKey: '' }),
      entryOf(ada, 1, { idempotencyKey: 'x'.repeat(201) }),
      entryOf(ada, 1, { idempotencyKey: 'reservation:1' }),
      entryOf(ada, 1, { idempotencyKey: 'a\u0000b' }),
      entryOf(ada, 1, { labels: { '': 'x' } }),
      entryOf(ada, 1, { labels: { x: 'x'.repeat(257) } }),
      entryOf(ada, 1, { labels: { x: '\ud800' } }),
      entryOf(ada, 1, { labels: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`l${index}`, 'x'])) }),
      entryOf(ada, 1, { at: new Date(Date.now() - 401 * 86_400_000) }),
      entryOf(ada, 1, { at: new Date(Date.now() + 6 * 60_000) }),
      entryOf(ada, 1, { at: new Date(8.64e15) }),
      entryOf(ada, 1, { at: new Date(Number.NaN) }),
      entryOf(ada, 2, { idempotencyKey: fine.idempotencyKey }),
      entryOf(ben, 7),
      fine,
    )
    const refused = Array.from({ length: 15 }, () => 'INVALID_INPUT')
    expect(outcomesOf(recorded)).toEqual([
      'RECORDED',
      'NOT_FOUND',
      'NOT_FOUND',
      ...refused,
      'IDEMPOTENCY_CONFLICT',
      'RECORDED',
      'DUPLICATE',
    ])
    expect(recorded[1]).toMatchObject({ message: `User ${toId('user', other.userId)} does not exist.` })
    expect(await spentOf(other)).toEqual([])
    expect((await spentOf(team)).sort()).toEqual([1, 7])
    expect((await totalsOf(under.database, team.teamId)).map(({ userId }) => userId).sort()).toEqual([ada, ben].sort())
  })

  test('has 1 to 1,000 entries, and refuses another currency as a whole', async () => {
    const { teamId, userId } = await newSpendTeam(under)
    const of = (count: number) => Array.from({ length: count }, () => entryOf(userId, 1))
    expect(await refusalOf(under.spend.recordSpend({ teamId, actor, entries: [] }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await refusalOf(under.spend.recordSpend({ teamId, actor, entries: of(1_001) }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await refusalOf(under.spend.recordSpend({ teamId, actor, currency: 'USD', entries: of(1) }))).toMatchObject({
      code: 'CURRENCY_MISMATCH',
      message: 'This spend is in USD; team Acme is billed in EUR. Send the amount in EUR.',
    })
    const { value } = await under.spend.recordSpend({ teamId, actor, currency: 'EUR', entries: of(1_000) })
    expect(new Set(outcomesOf(value))).toEqual(new Set(['RECORDED']))
    expect(await spentOf({ teamId } as SpendTeam)).toEqual([1_000])
  })

  test("never takes a user's month above 2^53 - 1, and is exact up to there", async () => {
    const team = await newSpendTeam(under)
    expect(outcomesOf(await record(team, entryOf(team.userId, most - 1), entryOf(team.userId, 2), entryOf(team.userId, 1)))).toEqual([
      'RECORDED',
      'INVALID_INPUT',
      'RECORDED',
    ])
    expect(outcomesOf(await record(team, entryOf(team.userId, 1), entryOf(team.userId, 0)))).toEqual(['INVALID_INPUT', 'RECORDED'])
    expect(await totalsOf(under.database, team.teamId)).toMatchObject([{ spent: most, sum: most }])
  })

  test('of a user that was deleted is not found, but for what was recorded before', async () => {
    const team = await newSpendTeam(under)
    const entry = entryOf(team.userId, 5)
    await record(team, entry)
    await remove(team.userId)
    expect(outcomesOf(await record(team, entry, entryOf(team.userId, 5)))).toEqual(['DUPLICATE', 'NOT_FOUND'])
    expect(await spentOf(team)).toEqual([5])
  })
})

describe('an idempotency key names one entry for good', () => {
  test('the same again is a duplicate and answers the entry that was recorded', async () => {
    const team = await newSpendTeam(under)
    const at = new Date(Date.now() - 60_000)
    const entry = entryOf(team.userId, 5, { at, labels: { a: '1', b: '2' } })
    const [first] = await record(team, entry)
    const [again, withoutTime, otherOrder] = await record(team, entry, { ...entry, at: null }, { ...entry, labels: { b: '2', a: '1' } })
    for (const one of [again, withoutTime, otherOrder]) expect(one).toEqual({ ...first, outcome: 'DUPLICATE' })
    expect(await entriesOf(team)).toBe(1)
  })

  test('another user, amount, time or labels under the key are refused', async () => {
    const team = await newSpendTeam(under, { users: 2 })
    const entry = entryOf(team.userId, 5, { at: new Date(Date.now() - 60_000), labels: { a: '1' } })
    await record(team, entry)
    const others: Partial<NewSpendEntry>[] = [
      { userId: team.userIds[1]! },
      { amountMinor: 6 },
      { at: new Date(entry.at!.getTime() + 1) },
      { labels: {} },
      { labels: { a: '2' } },
      { labels: { b: '1' } },
    ]
    const recorded = await record(team, ...others.map((other) => ({ ...entry, ...other })))
    expect(new Set(outcomesOf(recorded))).toEqual(new Set(['IDEMPOTENCY_CONFLICT']))
    expect(await entriesOf(team)).toBe(1)
  })

  test('it is of its team: another team may use the same', async () => {
    const [team, other] = [await newSpendTeam(under), await newSpendTeam(under)]
    const entry = entryOf(team.userId, 5)
    expect(outcomesOf(await record(team, entry))).toEqual(['RECORDED'])
    expect(outcomesOf(await record(other, { ...entry, userId: other.userId }))).toEqual(['RECORDED'])
  })

  test('what was refused leaves the key free', async () => {
    const team = await newSpendTeam(under)
    const entry = entryOf(newId(), 5)
    expect(outcomesOf(await record(team, entry))).toEqual(['NOT_FOUND'])
    expect(outcomesOf(await record(team, { ...entry, userId: team.userId }))).toEqual(['RECORDED'])
  })

  test('the same entry sent ten times at once, on two nodes, counts once', async () => {
    const team = await newSpendTeam(under)
    const entry = entryOf(team.userId, 5)
    const answers = await allAtOnce(under.nodes, 10, ({ spend }) =>
      spend.recordSpend({ teamId: team.teamId, actor, entries: [entry, entry] }),
    )
    const outcomes = answers.flatMap(({ value }) => outcomesOf(value))
    expect(outcomes.filter((outcome) => outcome === 'RECORDED')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'DUPLICATE')).toHaveLength(19)
    expect(await totalsOf(under.database, team.teamId)).toMatchObject([{ spent: 5, sum: 5 }])
  })

  test('one key for two users at once, on two nodes, is recorded for one of them', async () => {
    const team = await newSpendTeam(under, { users: 20 })
    const key = newKey()
    const answers = await allAtOnce(under.nodes, 20, ({ spend }, index) =>
      spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userIds[index]!, 5, { idempotencyKey: key })] }),
    )
    const outcomes = answers.flatMap(({ value }) => outcomesOf(value))
    expect(outcomes.filter((outcome) => outcome === 'RECORDED')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'IDEMPOTENCY_CONFLICT')).toHaveLength(19)
    expect((await totalsOf(under.database, team.teamId)).reduce((sum, { spent }) => sum + spent, 0)).toBe(5)
  })

  test('many keys in opposite orders on two nodes at once: nobody is lost, none counts twice', async () => {
    const team = await newSpendTeam(under, { users: 40 })
    const entries = team.userIds.map((userId) => entryOf(userId, 1))
    const answers = await allAtOnce(under.nodes, 10, ({ spend }, index) =>
      spend.recordSpend({ teamId: team.teamId, actor, entries: index % 2 === 0 ? entries : entries.toReversed() }),
    )
    const outcomes = answers.flatMap(({ value }) => outcomesOf(value))
    expect(outcomes.filter((outcome) => outcome === 'RECORDED')).toHaveLength(40)
    expect(outcomes.filter((outcome) => outcome === 'DUPLICATE')).toHaveLength(360)
    expect(await spentOf(team)).toEqual(Array.from({ length: 40 }, () => 1))
  })
})

describe('correctSpend', () => {
  test('adds the difference to what the entry counts now, in the same month, and keeps the reason', async () => {
    const team = await newSpendTeam(under)
    const entry = await recordedOne(team, 100)
    const first = await correct(team, entry.id, 30, newKey(), 'Two of three were refunded.')
    expect(first).toMatchObject({
      entry: {
        kind: 'CORRECTION',
        amountMinor: -70,
        period: entry.period,
        correctsId: entry.id,
        reason: 'Two of three were refunded.',
        recordedBy: actor,
      },
      standing: { spentMinor: 30 },
    })
    expect(await correct(team, entry.id, 45)).toMatchObject({ entry: { amountMinor: 15 }, standing: { spentMinor: 45 } })
    expect(await correct(team, entry.id, 0)).toMatchObject({ entry: { amountMinor: -45 }, standing: { spentMinor: 0 } })
    expect(await correct(team, entry.id, 0)).toMatchObject({ entry: { amountMinor: 0 }, standing: { spentMinor: 0 } })
    expect(await totalsOf(under.database, team.teamId)).toMatchObject([{ spent: 0, sum: 0 }])
  })

  test('the same correction again is answered as before, also after later ones; another one under its key is refused', async () => {
    const team = await newSpendTeam(under)
    const [entry, second] = [await recordedOne(team, 100), await recordedOne(team, 100)]
    const key = newKey()
    const first = await correct(team, entry.id, 30, key)
    await correct(team, entry.id, 50)
    expect((await correct(team, entry.id, 30, key)).entry).toEqual(first.entry)
    for (const again of [correct(team, entry.id, 50, key), correct(team, second.id, 30, key), correct(team, entry.id, 30, key, 'Another')])
      expect(await refusalOf(again)).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' })
    expect(await refusalOf(correct(team, entry.id, 30, second.idempotencyKey))).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' })
    expect(outcomesOf(await record(team, entryOf(team.userId, -0, { idempotencyKey: key })))).toEqual(['IDEMPOTENCY_CONFLICT'])
    expect(await spentOf(team)).toEqual([150])
  })

  test('is refused of a correction, of what is not there or of another team, and without a reason', async () => {
    const [team, other] = [await newSpendTeam(under), await newSpendTeam(under)]
    const entry = await recordedOne(team, 100)
    const { entry: correction } = await correct(team, entry.id, 30)
    expect(await refusalOf(correct(team, correction.id, 10))).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(toId('spendEntry', entry.id)),
    })
    const unknown = newId()
    expect((await refusalOf(correct(team, unknown, 10))).message).toBe(`Spend entry ${toId('spendEntry', unknown)} does not exist.`)
    expect((await refusalOf(correct(other, entry.id, 10))).message).toBe(`Spend entry ${toId('spendEntry', entry.id)} does not exist.`)
    for (const reason of ['', '  ', 'x'.repeat(501), 'a\u0000'])
      expect(await refusalOf(correct(team, entry.id, 10, newKey(), reason))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await refusalOf(correct(team, entry.id, -1))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await spentOf(team)).toEqual([30])
    expect(await spentOf(other)).toEqual([])
  })

  test('several at once of one entry, on two nodes: the total is what the last one said', async () => {
    const team = await newSpendTeam(under)
    const entry = await recordedOne(team, 100)
    const answers = await allAtOnce(under.nodes, 12, ({ spend }, index) =>
      spend.correctSpend({ teamId: team.teamId, actor, entryId: entry.id, idempotencyKey: newKey(), amountMinor: index * 10, reason: 'x' }),
    )
    const [total] = await totalsOf(under.database, team.teamId)
    expect(total!.spent).toBe(total!.sum)
    const last = answers.reduce((a, b) => (a.value.entry.recordedAt > b.value.entry.recordedAt ? a : b))
    expect(answers.indexOf(last) * 10).toBe(total!.spent)
    expect(await entriesOf(team)).toBe(13)
    // Each of them again is the same, also of those that shared a commit.
    for (const [index, { value }] of answers.entries())
      expect((await correct(team, entry.id, index * 10, value.entry.idempotencyKey, 'x')).entry).toEqual(value.entry)
  })

  test('of an entry whose user was deleted still counts: the ledger outlives users', async () => {
    const team = await newSpendTeam(under)
    const entry = await recordedOne(team, 100)
    await remove(team.userId)
    expect(await correct(team, entry.id, 1)).toMatchObject({
      standing: { spentMinor: 1, limit: { amountMinor: 0, source: 'INACTIVE_USER' } },
    })
  })
})

describe('reserveSpend', () => {
  test('holds an amount back from the limit that applies, and denies what does not fit with the decision', async () => {
    const team = await newSpendTeam(under, { limitMinor: 1_000 })
    await record(team, entryOf(team.userId, 100))
    expect(await reserve(team, 600, { labels: { job: '1' } })).toMatchObject({
      reservation: { state: 'OPEN', amountMinor: 600, labels: { job: '1' }, closedAt: null },
      standing: { spentMinor: 100, reservedMinor: 600, limit: { amountMinor: 1_000, source: 'TEAM', limitId: expect.any(String) } },
    })
    expect(await refusalOf(reserve(team, 301))).toMatchObject({
      code: 'SPEND_DENIED',
      details: { decision: { denial: 'LIMIT_EXCEEDED', remainingMinor: 300, requestedMinor: 301, isAllowed: false } },
    })
    expect(await reserve(team, 300)).toMatchObject({ standing: { reservedMinor: 900 } })
    await setUserLimit(under, team, team.userId, 1_001)
    expect(await reserve(team, 1)).toMatchObject({ standing: { limit: { source: 'USER' } } })
    await setUserLimit(under, team, team.userId, null)
    expect(await reserve(team, 1_000_000)).toMatchObject({ standing: { limit: { isUnlimited: true } } })
  })

  test('is denied to who is inactive or whose limit is 0, also of 0; 0 is held back while something is left', async () => {
    const team = await newSpendTeam(under, { users: 2, limitMinor: 0 })
    expect(await refusalOf(reserve(team, 0))).toMatchObject({ code: 'SPEND_DENIED', details: { decision: { denial: 'LIMIT_IS_ZERO' } } })
    await setTeamLimit(under, team.teamId, 10)
    expect(await reserve(team, 0)).toMatchObject({ reservation: { amountMinor: 0 } })
    await record(team, entryOf(team.userId, 10))
    expect(await refusalOf(reserve(team, 0))).toMatchObject({ details: { decision: { denial: 'LIMIT_EXCEEDED' } } })
    await setTeamLimit(under, team.teamId, null)
    await deactivate(team.userIds[1]!)
    expect(await refusalOf(reserve(team, 0, { userId: team.userIds[1]! }))).toMatchObject({
      details: { decision: { denial: 'INACTIVE_USER' } },
    })
  })

  test('the same key again answers the same reservation while it is held; another request under it is refused', async () => {
    const team = await newSpendTeam(under, { users: 2, limitMinor: 100 })
    const input = reservationOf(team, 60, { labels: { a: '1' } })
    const first = await under.spend.reserveSpend(input)
    expect((await under.spend.reserveSpend(input)).value).toEqual(first.value)
    for (const other of [{ amountMinor: 61 }, { userId: team.userIds[1]! }, { labels: {} }, { expiresInSeconds: 601 }])
      expect(await refusalOf(under.spend.reserveSpend({ ...input, ...other }))).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' })
    await remove(team.userId)
    expect((await under.spend.reserveSpend(input)).value).toMatchObject({ reservation: { state: 'OPEN' }, standing: { reservedMinor: 60 } })
  })

  test('the same key again is refused once nothing is held under it any more, with the reservation as it is', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const closed = async (act: (id: string) => Promise<unknown>, state: string, says: RegExp) => {
      const input = reservationOf(team, 60)
      const { id } = (await under.spend.reserveSpend(input)).value.reservation
      await act(id)
      expect(await refusalOf(under.spend.reserveSpend(input))).toMatchObject({
        code: 'RESERVATION_CLOSED',
        message: expect.stringMatching(says),
        details: { reservation: { id, state } },
      })
      // Another request under the key is what it was before.
      expect(await refusalOf(under.spend.reserveSpend({ ...input, amountMinor: 61 }))).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' })
    }
    await closed((id) => release(team, id), 'RELEASED', /was released.*new key/)
    await closed(expire, 'OPEN', /has expired.*new key/)
    await closed((id) => settle(team, id, { amountMinor: 1 }), 'SETTLED', /was settled.*new key/)
    expect(await spentOf(team)).toEqual([1])
  })

  test('the same ten times at once, on two nodes, holds back once', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const input = reservationOf(team, 60)
    const answers = await allAtOnce(under.nodes, 10, ({ spend }) => spend.reserveSpend(input))
    expect(new Set(answers.map(({ value }) => value.reservation.id)).size).toBe(1)
    expect(answers.every(({ value }) => value.standing.reservedMinor === 60)).toBe(true)
  })

  test('refuses what is malformed, and users that are not of the team', async () => {
    const [team, other] = [await newSpendTeam(under), await newSpendTeam(under)]
    for (const more of [
      { expiresInSeconds: 0 },
      { expiresInSeconds: 86_401 },
      { expiresInSeconds: 1.5 },
      { amountMinor: -1 },
      { idempotencyKey: '' },
    ])
      expect(await refusalOf(reserve(team, 1, more))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await refusalOf(reserve(team, 1, { currency: 'JPY' }))).toMatchObject({ code: 'CURRENCY_MISMATCH' })
    for (const userId of [other.userId, newId()])
      expect((await refusalOf(reserve(team, 1, { userId }))).message).toBe(`User ${toId('user', userId)} does not exist.`)
    await reserve(team, most)
    expect(await refusalOf(reserve(team, 1))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('holds nothing back from its expiry on, without anybody doing anything', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { reservation } = await reserve(team, 100)
    expect(await refusalOf(reserve(team, 1))).toMatchObject({ code: 'SPEND_DENIED' })
    await expire(reservation.id)
    expect(await reserve(team, 100)).toMatchObject({ standing: { reservedMinor: 100 } })
  })
})

describe('settleSpend and releaseSpend', () => {
  test('settle what was really spent, be it less, as much or more, and free the rest', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { reservation } = await reserve(team, 60, { labels: { a: '1', b: '1' } })
    expect(await settle(team, reservation.id, { amountMinor: 20, labels: { b: '2' } })).toMatchObject({
      reservation: { state: 'SETTLED', closedAt: expect.any(Date), amountMinor: 60 },
      entry: { kind: 'SPEND', amountMinor: 20, reservationId: reservation.id, labels: { a: '1', b: '2' } },
      standing: { spentMinor: 20, reservedMinor: 0 },
    })
    const second = await reserve(team, 80)
    expect(await settle(team, second.reservation.id)).toMatchObject({ entry: { amountMinor: 80 }, standing: { spentMinor: 100 } })
    await setTeamLimit(under, team.teamId, 200)
    const { reservation: fourth } = await reserve(team, 100)
    expect(await settle(team, fourth.id, { amountMinor: 150 })).toMatchObject({ standing: { spentMinor: 250, reservedMinor: 0 } })
  })

  test('settle once: the same again is the same answer, another amount is refused with the reservation', async () => {
    const team = await newSpendTeam(under)
    const { reservation } = await reserve(team, 60)
    const first = await settle(team, reservation.id, { amountMinor: 20 })
    expect(await settle(team, reservation.id, { amountMinor: 20 })).toEqual(first)
    expect(await refusalOf(settle(team, reservation.id))).toMatchObject({
      code: 'RESERVATION_CLOSED',
      details: { reservation: { id: reservation.id, state: 'SETTLED' } },
    })
    expect(await refusalOf(release(team, reservation.id))).toMatchObject({ code: 'RESERVATION_CLOSED' })
    expect(await spentOf(team)).toEqual([20])
  })

  test('ten settlements of one reservation at once, on two nodes, count once', async () => {
    const team = await newSpendTeam(under)
    const { reservation } = await reserve(team, 60)
    const answers = await allAtOnce(under.nodes, 10, ({ spend }) =>
      spend.settleSpend({ teamId: team.teamId, actor, reservationId: reservation.id, labels: {} }),
    )
    expect(new Set(answers.map(({ value }) => value.entry.id)).size).toBe(1)
    expect(await totalsOf(under.database, team.teamId)).toMatchObject([{ spent: 60, sum: 60 }])
  })

  test('settling and releasing one reservation at once: one of them is done, and nothing in between', async () => {
    const team = await newSpendTeam(under, { limitMinor: 1_000_000 })
    for (let round = 0; round < 8; round++) {
      const { reservation } = await reserve(team, 1)
      const answers = await Promise.allSettled([
        under.nodes[0]!.spend.settleSpend({ teamId: team.teamId, actor, reservationId: reservation.id, labels: {} }),
        under.nodes[1]!.spend.releaseSpend({ teamId: team.teamId, actor, reservationId: reservation.id }),
      ])
      const refused = answers.filter((answer) => answer.status === 'rejected')
      expect(refused.map(({ reason }) => reason as unknown)).toMatchObject([{ code: 'RESERVATION_CLOSED' }])
    }
    const settled = await under.database.spendReservation.count({ where: { teamId: team.teamId, state: 'SETTLED' } })
    expect(await spentOf(team)).toEqual([settled])
  })

  test('release gives back what was held, again is the same answer, and a released one cannot be settled', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { reservation } = await reserve(team, 100)
    const first = await release(team, reservation.id)
    expect(first).toMatchObject({ reservation: { state: 'RELEASED' }, standing: { reservedMinor: 0 } })
    expect(await release(team, reservation.id)).toEqual(first)
    expect(await refusalOf(settle(team, reservation.id))).toMatchObject({
      code: 'RESERVATION_CLOSED',
      details: { reservation: { state: 'RELEASED' } },
    })
    expect(await reserve(team, 100)).toMatchObject({ reservation: { state: 'OPEN' } })
  })

  test('what was spent is settled although the reservation has expired, and gives nothing back twice', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { reservation } = await reserve(team, 100)
    await expire(reservation.id)
    await reserve(team, 90)
    expect(await settle(team, reservation.id)).toMatchObject({
      reservation: { state: 'SETTLED' },
      standing: { spentMinor: 100, reservedMinor: 90 },
    })
  })

  test('what was reserved by a user who was deleted since can be settled', async () => {
    const team = await newSpendTeam(under, { limitMinor: 100 })
    const { reservation } = await reserve(team, 10)
    await remove(team.userId)
    expect(await settle(team, reservation.id)).toMatchObject({
      entry: { amountMinor: 10 },
      standing: { spentMinor: 10, limit: { amountMinor: 0, source: 'INACTIVE_USER' } },
    })
  })

  test('a reservation of another team is one that does not exist', async () => {
    const [team, other] = [await newSpendTeam(under), await newSpendTeam(under)]
    const { reservation } = await reserve(team, 10)
    for (const id of [reservation.id, newId()]) {
      const message = `Reservation ${toId('spendReservation', id)} does not exist.`
      expect(await refusalOf(settle(other, id))).toMatchObject({ code: 'NOT_FOUND', message })
      expect(await refusalOf(release(other, id))).toMatchObject({ code: 'NOT_FOUND', message })
    }
    expect(await spentOf(other)).toEqual([])
  })
})

describe('one commit', () => {
  test('is shared by who comes at once, and of each input the next one sees what it left', async () => {
    const team = await newSpendTeam(under, { users: 2, limitMinor: 100 })
    const held = await reserve(team, 30)
    const key = newKey()
    const answers = await Promise.allSettled([
      under.spend.reserveSpend(reservationOf(team, 80)),
      under.spend.releaseSpend({ teamId: team.teamId, actor, reservationId: held.reservation.id }),
      under.spend.reserveSpend(reservationOf(team, 80, { idempotencyKey: key })),
      under.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 15), entryOf(team.userIds[1]!, 40)] }),
      under.spend.reserveSpend(reservationOf(team, 10)),
      under.spend.reserveSpend(reservationOf(team, 80, { idempotencyKey: key })),
      under.spend.reserveSpend(reservationOf(team, 5)),
    ])
    expect(answers.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(answers[6]).toMatchObject({ value: { value: { standing: { spentMinor: 15, reservedMinor: 85 } } } })
    const times = await under.database.spendReservation.findMany({
      where: { teamId: team.teamId, state: 'OPEN' },
      select: { createdAt: true },
    })
    expect(new Set(times.map(({ createdAt }) => createdAt.getTime())).size).toBe(1)
  })

  test('costs three statements, be it one request or many of all kinds', async () => {
    const team = await newSpendTeam(under, { users: 40, limitMinor: 1_000_000 })
    const { teamId, userIds } = team
    const [entry, held, other] = [await recordedOne(team, 5), await reserve(team, 5), await reserve(team, 5)]
    const work = /spend_totals|spend_entries|spend_reservations/
    const one = await sentStatements(() => record(team, entryOf(team.userId, 1)))
    const many = await sentStatements(() =>
      Promise.all([
        ...userIds.map((userId) => record(team, entryOf(userId, 1), entryOf(userId, 2))),
        ...userIds.slice(20).map((userId) => reserve(team, 1, { userId })),
        settle(team, held.reservation.id),
        release(team, other.reservation.id),
        correct(team, entry.id, 1),
      ]),
    )
    const texts = (statements: typeof one) => statements.map(({ text }) => text ?? '').filter((text) => work.test(text))
    expect(texts(one)).toHaveLength(3)
    // The same texts: each is prepared once for a connection.
    expect(texts(many)).toEqual(texts(one))
    expect((await totalsOf(under.database, teamId)).every(({ spent, sum }) => spent === sum)).toBe(true)
  })

  test('in which nothing is written is rolled back: not even an empty month is left', async () => {
    const team = await newSpendTeam(under, { limitMinor: 0 })
    await refusalOf(reserve(team, 1))
    expect(await totalsOf(under.database, team.teamId)).toEqual([])
  })
})

test('recorded spend is never edited, not even by who has the database', async () => {
  const team = await newSpendTeam(under)
  const entry = await recordedOne(team, 5)
  await expect(under.database.$executeRaw`UPDATE spend_entries SET amount_minor = 1 WHERE id = ${entry.id}::uuid`).rejects.toThrow(
    'recorded spend is never edited',
  )
})
