import { viewerActor } from '../access/viewer.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import {
  decide,
  spendBounds,
  type SpendDecision as Decision,
  type SpendEntry as Entry,
  type SpendReservation as Reservation,
  type Standing,
} from '../domain/spend.ts'
import { findSettlements } from '../store/spend-entry.ts'
import { countSpendReservations, findSpendReservations, readSpendReservations } from '../store/spend-reservation.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { loadInBatch, type Context } from './context.ts'
import { orRefusal, ReservationClosedError, resultUnion } from './errors.ts'
import { mostItems } from './list-size.ts'
import { decodePosition, encodePosition, toConnection, toPage } from './page.ts'
import { requireId, requireTeam } from './reach.ts'
import { SpendDecision, type At } from './spend-decision.ts'
import { labelsOf, loadUser, moneyOf, SpendEntry, SpendLabel, SpendLabelInput, toLabels, type Label } from './spend-entry.ts'
import { Money } from './money.ts'
import { toUserSpend, UserSpend } from './user-spend.ts'
import { User } from './user.ts'

const SpendReservationState = builder.enumType('SpendReservationState', {
  values: {
    OPEN: { description: 'It holds its amount back.' },
    SETTLED: { description: 'What was spent is recorded.' },
    RELEASED: { description: 'It was given back.' },
    EXPIRED: { description: 'It holds nothing back any more. What was spent can still be settled.' },
  } as const,
})

export const SpendReservation = builder.node(builder.objectRef<Reservation>('SpendReservation'), {
  description: "An amount held back from a user's limit until it is settled, released or has expired. It outlives the user.",
  id: { resolve: (reservation) => reservation.id },
  authScopes: { read: true, spend: true },
  fields: (t) => ({
    userId: t.id({ resolve: ({ userId }) => toId('user', userId) }),
    user: t.field({
      description: 'null once the user is deleted.',
      type: User,
      nullable: true,
      authScopes: { member: true },
      resolve: (reservation, _, context, info) => loadUser(context, info, reservation.teamId, reservation.userId),
    }),
    amount: t.field({
      type: Money,
      description: 'What was reserved, whatever was spent.',
      resolve: (reservation, _, context) => moneyOf(context, reservation.teamId, reservation.amountMinor),
    }),
    period: t.exposeString('period', { description: 'The month that it counts in, whenever it is settled. Such as 2026-11.' }),
    state: t.field({
      type: SpendReservationState,
      resolve: ({ state, expiresAt }) => (state === 'OPEN' && expiresAt <= new Date() ? 'EXPIRED' : state),
    }),
    idempotencyKey: t.exposeString('idempotencyKey'),
    labels: t.field({ type: [SpendLabel], resolve: ({ labels }) => labelsOf(labels), ...mostItems(spendBounds.labels) }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true, description: 'When it was settled or released.' }),
    entry: t.field({
      description: 'What was recorded when it was settled.',
      type: SpendEntry,
      nullable: true,
      async resolve({ id, teamId, state }, _, context) {
        if (state !== 'SETTLED') return null
        const entry = await loadInBatch(context, `settlements of ${teamId}`, id, (ids) => findSettlements(context.database, teamId, ids))
        return entry ?? null
      },
    }),
  }),
})

builder.objectField(SpendEntry, 'reservation', (t) =>
  t.field({
    description: 'The reservation that the entry settles.',
    type: SpendReservation,
    nullable: true,
    authScopes: { read: true, spend: true },
    async resolve({ teamId, reservationId }, _, context) {
      if (reservationId === null) return null
      const load = (ids: string[]) => findSpendReservations(context.database, teamId, ids)
      return (await loadInBatch(context, `reservations of ${teamId}`, reservationId, load)) ?? null
    },
  }),
)

builder.objectField(ReservationClosedError, 'reservation', (t) =>
  t.field({ type: SpendReservation, resolve: ({ details }) => details['reservation'] as Reservation }),
)

const order = 'SPEND_RESERVATION'

builder.prismaObjectField('User', 'spendReservations', (t) =>
  t.field({
    authScopes: { read: true },
    description:
      'Reservations of the user, the newest first: those that hold something back now, or with onlyOpen: false all that were made.',
    type: builder.connectionObject({ type: SpendReservation, name: 'SpendReservationConnection' }),
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      onlyOpen: t.arg.boolean({ defaultValue: true, description: 'Without those that were settled or released or have expired.' }),
    },
    select: { id: true, teamId: true },
    async resolve({ id, teamId }, { onlyOpen, ...args }, { database }) {
      const page = toPage(args)
      const after = decodePosition(order, args.after)?.id
      const filter = { teamId, userId: id, onlyOpen: onlyOpen ?? true }
      const found = page.size === 0 ? [] : await readSpendReservations(database, filter, { after, limit: page.size + 1 })
      const edges = found.map((node) => ({ node, cursor: encodePosition(order, { value: null, id: node.id }) }))
      return toConnection<Reservation, (typeof edges)[number]>(edges, page, args, () => countSpendReservations(database, filter))
    },
  }),
)

type Done = { reservation: Reservation; standing: Standing }

const spendAfter = 'How the user stands afterwards, in the month of the reservation.'

const ReserveSpendSuccess = builder.objectRef<Done>('ReserveSpendSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    reservation: t.expose('reservation', { type: SpendReservation }),
    decision: t.field({
      type: SpendDecision,
      description: 'As spendDecision would have answered just before.',
      resolve: ({ reservation, standing }) => ({
        ...decide(withoutReservation(standing, reservation), reservation.amountMinor),
        asOf: new Date(),
      }),
    }),
    spend: t.field({ type: UserSpend, description: spendAfter, resolve: ({ standing }) => toUserSpend(standing) }),
  }),
})

function withoutReservation(standing: Standing, { state, expiresAt, amountMinor }: Reservation): Standing {
  const holds = state === 'OPEN' && expiresAt > new Date()
  return holds ? { ...standing, reservedMinor: Math.max(0, standing.reservedMinor - amountMinor) } : standing
}

const SettleSpendSuccess = builder.objectRef<Done & { entry: Entry }>('SettleSpendSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    reservation: t.expose('reservation', { type: SpendReservation }),
    entry: t.expose('entry', { type: SpendEntry, description: 'What was recorded.' }),
    spend: t.field({ type: UserSpend, description: spendAfter, resolve: ({ standing }) => toUserSpend(standing) }),
  }),
})

const ReleaseSpendSuccess = builder.objectRef<Done>('ReleaseSpendSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    reservation: t.expose('reservation', { type: SpendReservation }),
    spend: t.field({ type: UserSpend, description: spendAfter, resolve: ({ standing }) => toUserSpend(standing) }),
  }),
})

const ReserveSpendInput = builder.inputType('ReserveSpendInput', {
  fields: (t) => ({
    userId: t.id({ required: true }),
    amountMinor: t.field({ type: 'SafeInt', required: true, description: "The most that may be spent, in the currency's minor unit." }),
    idempotencyKey: t.string({
      required: true,
      description:
        "Your own name of the reservation, for good: sent again, it gets the same reservation while that is held, and then ReservationClosedError. One of an entry's does not do.",
    }),
    expiresInSeconds: t.int({ defaultValue: 300, description: 'From 1 to 86,400. From then on it holds nothing back.' }),
    currency: t.field({ type: 'CurrencyCode', description: "When given, must be the team's." }),
    labels: t.field({ type: [SpendLabelInput] }),
  }),
})

const SettleSpendInput = builder.inputType('SettleSpendInput', {
  fields: (t) => ({
    reservationId: t.id({ required: true }),
    amountMinor: t.field({
      type: 'SafeInt',
      description: 'What was really spent, less or more; without it what was reserved. It is recorded as it is, whatever the limit.',
    }),
    labels: t.field({ type: [SpendLabelInput], description: 'Of the entry, beside those of the reservation.' }),
  }),
})

const ReleaseSpendInput = builder.inputType('ReleaseSpendInput', { fields: (t) => ({ reservationId: t.id({ required: true }) }) })

const reserveCodes = [
  'SPEND_DENIED',
  'RESERVATION_CLOSED',
  'NOT_FOUND',
  'INVALID_INPUT',
  'CURRENCY_MISMATCH',
  'IDEMPOTENCY_CONFLICT',
  'FORBIDDEN',
] as const
const closingCodes = ['NOT_FOUND', 'INVALID_INPUT', 'RESERVATION_CLOSED', 'FORBIDDEN'] as const

builder.mutationFields((t) => ({
  reserveSpend: t.field({
    description:
      "Holds an amount back from a user's limit, or refuses it: concurrent reservations never exceed the limit together. Success means that it is held. Scope SPEND.",
    ...requires('spend'),
    type: resultUnion('ReserveSpendResult', ReserveSpendSuccess, reserveCodes),
    args: { input: t.arg({ type: ReserveSpendInput, required: true }) },
    resolve: (_, { input: { labels, expiresInSeconds, currency, ...input } }, context) =>
      orRefusal(reserveCodes, async () => {
        const teamId = await requireTeam(context, null, { kind: 'user', id: input.userId })
        const userId = requireId('user', input.userId)
        const asked = {
          ...input,
          userId,
          currency: currency ?? undefined,
          expiresInSeconds: expiresInSeconds ?? 300,
          labels: requireLabels(labels),
        }
        const { value } = await withDecision(() => context.spend.reserveSpend({ teamId, actor: viewerActor(context.viewer), ...asked }))
        return value
      }),
  }),
  settleSpend: t.field({
    description:
      'Records what was spent of a reservation, in the month of the reservation, and gives the rest back; also once it has expired. Sent again it gets the same answer. Scope SPEND.',
    ...requires('spend'),
    type: resultUnion('SettleSpendResult', SettleSpendSuccess, closingCodes),
    args: { input: t.arg({ type: SettleSpendInput, required: true }) },
    resolve: (_, { input: { amountMinor, labels, ...named } }, context) =>
      orRefusal(closingCodes, async () => {
        const closing = await locateReservation(context, named.reservationId)
        const { value } = await context.spend.settleSpend({
          ...closing,
          amountMinor: amountMinor ?? undefined,
          labels: requireLabels(labels),
        })
        return value
      }),
  }),
  releaseSpend: t.field({
    description: 'Gives back what a reservation holds. Sent again it gets the same answer. Scope SPEND.',
    ...requires('spend'),
    type: resultUnion('ReleaseSpendResult', ReleaseSpendSuccess, closingCodes),
    args: { input: t.arg({ type: ReleaseSpendInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(closingCodes, async () => {
        const closing = await locateReservation(context, input.reservationId)
        const { value } = await context.spend.releaseSpend(closing)
        return value
      }),
  }),
}))

async function locateReservation(context: Context, id: string) {
  const teamId = await requireTeam(context, null, { kind: 'spendReservation', id })
  return { teamId, actor: viewerActor(context.viewer), reservationId: requireId('spendReservation', id) }
}

export function requireLabels(labels: readonly Label[] | null | undefined): Record<string, string> {
  const byName = toLabels(labels)
  if (!byName) throw new DomainError('INVALID_INPUT', 'A label is given twice; each name may come once.')
  return byName
}

/** What a denial carries is what spendDecision answers. */
async function withDecision<Value>(act: () => Promise<Value>): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'SPEND_DENIED') throw error
    const decision: At<Decision> = { ...(error.details['decision'] as Decision), asOf: new Date() }
    throw new DomainError(error.code, error.message, { ...error.details, decision })
  }
}
