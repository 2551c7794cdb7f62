import { beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { newKey, setLimit, spendClient, type SpendClient } from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const under = useApp()
const second = useSecondNode(under)
let client: GraphqlClient
let spend: SpendClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
  spend = spendClient(client)
})

let users = 0
async function userWith(amountMinor: number): Promise<string> {
  const userId = await under.scim.createUser(`user-${++users}`)
  await setLimit(client, { userId }, amountMinor)
  return userId
}
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })
const unknown = 'reservation-00000000-0000-7000-8000-000000000000'

/** As if its time had passed. */
const expire = (reservationId: string) =>
  under.node.app.database.spendReservation.update({
    where: { id: fromId('spendReservation', reservationId)! },
    // From the 300 seconds that it is made for.
    data: { createdAt: new Date(Date.now() - 301_000), expiresAt: new Date(Date.now() - 1_000) },
  })

describe('reserveSpend', () => {
  test('holds an amount back, and answers the decision before and how the user stands after', async () => {
    const userId = await userWith(1_000)
    const labels = [{ name: 'job', value: '7' }]
    const { reservation, decision, spend: after } = await spend.reserve({ userId, amountMinor: 300, idempotencyKey: 'first', labels })
    expect(reservation).toEqual({
      id: expect.stringMatching(/^reservation-/),
      userId,
      amount: eur(300),
      period: after.period.key,
      state: 'OPEN',
      idempotencyKey: 'first',
      labels,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      closedAt: null,
    })
    expect(Date.parse(reservation.expiresAt) - Date.parse(reservation.createdAt)).toBe(300_000)
    expect(decision).toMatchObject({ isAllowed: true, requested: eur(300), remaining: eur(1_000), reserved: eur(0) })
    expect(after).toMatchObject({ reserved: eur(300), remaining: eur(700), spent: eur(0), usedPercent: 0, limit: { source: 'USER' } })
    expect(await spend.decide(userId, 701)).toMatchObject({ isAllowed: false, remaining: eur(700) })
  })

  test('is refused with the decision when less is left', async () => {
    const userId = await userWith(1_000)
    await spend.reserve({ userId, amountMinor: 600 })
    expect(await spend.reserve({ userId, amountMinor: 401 })).toMatchObject({
      __typename: 'SpendDeniedError',
      code: 'SPEND_DENIED',
      message: expect.stringMatching(/^Denied: EUR 4\.01 is more than the EUR 4\.00 that is left of EUR 10\.00/),
      decision: { isAllowed: false, denial: 'LIMIT_EXCEEDED', requested: eur(401), remaining: eur(400), reserved: eur(600) },
    })
    expect(await spend.reserve({ userId, amountMinor: 400 })).toMatchObject({
      __typename: 'ReserveSpendSuccess',
      spend: { remaining: eur(0) },
    })
  })

  test('on two nodes at once never holds back more than the limit', async () => {
    const userId = await userWith(1_000)
    const elsewhere = spendClient(graphqlClient(second, under.team.apiKey))
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? spend : elsewhere).reserve({ userId, amountMinor: 70 })),
    )
    expect(answers.filter(({ __typename }) => __typename === 'ReserveSpendSuccess')).toHaveLength(14)
    expect(await spend.decide(userId, 20)).toMatchObject({ isAllowed: true, reserved: eur(980), remaining: eur(20) })
  })

  test('sent again under its key is the same reservation; another one under the key is refused', async () => {
    const userId = await userWith(1_000)
    const input = { userId, amountMinor: 600, idempotencyKey: newKey() }
    const first = await spend.reserve(input)
    const again = await spend.reserve(input)
    expect(again.reservation.id).toBe(first.reservation.id)
    expect(again.decision).toMatchObject({ isAllowed: true, remaining: eur(1_000) })
    expect(await spend.reserve({ ...input, amountMinor: 601 })).toMatchObject({ __typename: 'IdempotencyConflictError' })
    expect(await spend.decide(userId, 0)).toMatchObject({ reserved: eur(600) })
  })

  test.each([
    ['settled', 'SETTLED', (reservationId: string) => spend.settle({ reservationId, amountMinor: 0 })],
    ['released', 'RELEASED', (reservationId: string) => spend.release({ reservationId })],
    ['expired', 'EXPIRED', (reservationId: string) => expire(reservationId)],
  ] as const)('sent again under its key once it is %s is refused: success means that it is held', async (how, state, end) => {
    const userId = await userWith(1_000)
    const input = { userId, amountMinor: 600, idempotencyKey: newKey() }
    const { reservation } = await spend.reserve(input)
    await end(reservation.id)
    expect(await spend.reserve(input)).toMatchObject({
      __typename: 'ReservationClosedError',
      code: 'RESERVATION_CLOSED',
      message: expect.stringMatching(new RegExp(`${how}.*new key`)),
      reservation: { id: reservation.id, state },
    })
    expect(await spend.decide(userId, 1_000)).toMatchObject({ isAllowed: true, reserved: eur(0) })
  })

  test.each([
    ['a negative amount', { amountMinor: -1 }, 'InvalidInputError'],
    ['an expiry of 0 seconds', { expiresInSeconds: 0 }, 'InvalidInputError'],
    ['an expiry of more than a day', { expiresInSeconds: 86_401 }, 'InvalidInputError'],
    ['an empty key', { idempotencyKey: '' }, 'InvalidInputError'],
    ['another currency', { currency: 'USD' }, 'CurrencyMismatchError'],
    [
      'a label twice',
      {
        labels: [
          { name: 'a', value: '1' },
          { name: 'a', value: '1' },
        ],
      },
      'InvalidInputError',
    ],
  ])('refuses %s', async (_, wrong, type) => {
    const userId = await userWith(1_000)
    expect(await spend.reserve({ userId, amountMinor: 1, ...wrong })).toMatchObject({ __typename: type })
    expect(await spend.decide(userId, 0)).toMatchObject({ reserved: eur(0) })
  })
})

describe('settleSpend', () => {
  test.each([
    ['less than', 200],
    ['more than', 1_500],
  ])('records %s what was reserved, as it was', async (_, amountMinor) => {
    const userId = await userWith(1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600, labels: [{ name: 'job', value: '7' }] })
    const settled = await spend.settle({ reservationId: reservation.id, amountMinor, labels: [{ name: 'model', value: 'large' }] })
    expect(settled).toMatchObject({
      __typename: 'SettleSpendSuccess',
      reservation: { state: 'SETTLED', closedAt: expect.any(String), amount: eur(600) },
      entry: {
        kind: 'SPEND',
        userId,
        amount: eur(amountMinor),
        labels: expect.arrayContaining([
          { name: 'job', value: '7' },
          { name: 'model', value: 'large' },
        ]),
      },
      spend: { spent: eur(amountMinor), reserved: eur(0), remaining: eur(Math.max(0, 1_000 - amountMinor)), usedPercent: amountMinor / 10 },
    })
    const { data } = await client.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on SpendReservation { state user { id } entry { id reservation { id } } } } }',
      { id: reservation.id },
    )
    expect(data!.node).toEqual({
      state: 'SETTLED',
      user: { id: userId },
      entry: { id: settled.entry.id, reservation: { id: reservation.id } },
    })
  })

  test('without an amount records what was reserved; sent again it gets the same answer and counts once', async () => {
    const userId = await userWith(1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
    const first = await spend.settle({ reservationId: reservation.id })
    expect(first.entry.amount).toEqual(eur(600))
    expect((await spend.settle({ reservationId: reservation.id })).entry.id).toBe(first.entry.id)
    expect(await spend.settle({ reservationId: reservation.id, amountMinor: 1 })).toMatchObject({
      __typename: 'ReservationClosedError',
      code: 'RESERVATION_CLOSED',
      reservation: { id: reservation.id, state: 'SETTLED' },
    })
    expect(await spend.decide(userId, 0)).toMatchObject({ spent: eur(600), reserved: eur(0) })
  })

  test('still counts once the reservation has expired, which then held nothing back', async () => {
    const userId = await userWith(1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
    await expire(reservation.id)
    expect(await spend.decide(userId, 1_000)).toMatchObject({ isAllowed: true, reserved: eur(0) })
    const { data } = await client.ask<{ node: { state: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on SpendReservation { state } } }',
      {
        id: reservation.id,
      },
    )
    expect(data!.node.state).toBe('EXPIRED')
    expect(await spend.settle({ reservationId: reservation.id, amountMinor: 10 })).toMatchObject({
      reservation: { state: 'SETTLED' },
      spend: { spent: eur(10) },
    })
  })

  test('of a user who is deleted counts all the same', async () => {
    const userId = await userWith(1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
    await under.scim.delete(`/Users/${userId}`)
    const { entry } = await spend.settle({ reservationId: reservation.id, amountMinor: 5 })
    const { data } = await client.ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { ... on SpendEntry { userId user { id } amount { amountMinor } } } }',
      {
        id: entry.id,
      },
    )
    expect(data!.node).toEqual({ userId, user: null, amount: { amountMinor: 5 } })
  })
})

describe('releaseSpend', () => {
  test('gives back what was reserved, as often as it is sent, and what is released cannot be settled', async () => {
    const userId = await userWith(1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
    for (let time = 0; time < 2; time++) {
      expect(await spend.release({ reservationId: reservation.id })).toMatchObject({
        __typename: 'ReleaseSpendSuccess',
        reservation: { state: 'RELEASED' },
        spend: { reserved: eur(0), remaining: eur(1_000) },
      })
    }
    expect(await spend.settle({ reservationId: reservation.id })).toMatchObject({
      __typename: 'ReservationClosedError',
      reservation: { state: 'RELEASED' },
    })
  })

  test('refuses a reservation that was settled', async () => {
    const userId = await userWith(1_000)
    const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
    await spend.settle({ reservationId: reservation.id })
    expect(await spend.release({ reservationId: reservation.id })).toMatchObject({
      __typename: 'ReservationClosedError',
      reservation: { state: 'SETTLED' },
    })
  })
})

test('A reservation, or a user, of another team is the same NotFoundError as one of nobody’s, for keys and for the platform key', async () => {
  const userId = await userWith(1_000)
  const { reservation } = await spend.reserve({ userId, amountMinor: 600 })
  const other = await under.newTeam()
  const asking = spendClient(graphqlClient(under.node, other.apiKey))
  const platform = spendClient(graphqlClient(under.node, under.node.platformKey))
  const shown = async (answer: Promise<object>, named: string) => JSON.stringify(await answer).replaceAll(named, '<asked>')
  for (const act of ['settle', 'release'] as const) {
    const ofOthers = await shown(asking[act]({ reservationId: reservation.id }), reservation.id)
    expect(ofOthers).toContain('NotFoundError')
    for (const by of [asking, platform])
      for (const named of [unknown, 'nonsense']) expect(await shown(by[act]({ reservationId: named }), named)).toBe(ofOthers)
  }
  const reserving = (by: SpendClient, named: string) => shown(by.reserve({ userId: named, amountMinor: 1, idempotencyKey: 'same' }), named)
  const ofOthers = await reserving(asking, userId)
  expect(ofOthers).toContain('NotFoundError')
  for (const named of ['user-00000000-0000-7000-8000-000000000000', 'nonsense']) expect(await reserving(asking, named)).toBe(ofOthers)
  expect(await spend.decide(userId, 0)).toMatchObject({ reserved: eur(600), spent: eur(0) })
  // The platform key finds the team by what it names.
  expect(await platform.settle({ reservationId: reservation.id, amountMinor: 1 })).toMatchObject({ spend: { spent: eur(1) } })
})
