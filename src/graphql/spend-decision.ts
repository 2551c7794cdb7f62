import { checkAmountMinor } from '../domain/money.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { decide, type SpendDecision as Decision, type SpendPeriod as Period, type Standing } from '../domain/spend.ts'
import type { Access } from '../access/viewer.ts'
import { builder } from './builder.ts'
import { orRefusal, resultUnion, SpendDeniedError } from './errors.ts'
import { Money, SpendLimitSource } from './money.ts'
import { requireId } from './reach.ts'

// An application asks this before each of its own requests. So it is read in one statement that concurrent requests share
// (store/spend-decision.ts), and no field reads anything more.

const SpendDenial = builder.enumType('SpendDenial', {
  description: 'Why an amount may not be spent.',
  values: {
    INACTIVE_USER: { description: 'The user is inactive and may spend nothing.' },
    LIMIT_IS_ZERO: { description: 'The limit is 0, so nothing may be spent at all.' },
    LIMIT_EXCEEDED: { description: 'More than is left this month, or nothing is left.' },
  } as const,
})

export const SpendPeriod = builder.objectRef<Period>('SpendPeriod').implement({
  description: "A calendar month in the team's time zone.",
  authScopes: { member: true, spend: true },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Such as 2026-11.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime' }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', description: 'The first moment of the next month, when spend begins at 0 again.' }),
  }),
})

type Applied = { limit: Standing['limit']; currency: string }

/** As EffectiveSpendLimitValue, for keys that have SPEND alone, and with its currency at hand. */
export const AppliedSpendLimit = builder.objectRef<Applied>('AppliedSpendLimit').implement({
  description: 'The limit that applies to a user now.',
  authScopes: { member: true, spend: true },
  fields: (t) => ({
    isUnlimited: t.boolean({ resolve: ({ limit }) => limit.isUnlimited }),
    amount: t.field({
      type: Money,
      nullable: true,
      description: 'null exactly when unlimited.',
      resolve: ({ limit: { amountMinor }, currency }) => (amountMinor === null ? null : { amountMinor, currency }),
    }),
    source: t.field({ type: SpendLimitSource, resolve: ({ limit }) => limit.source }),
  }),
})

/** As of a moment. */
export type At<Value> = Value & { asOf: Date }

export const SpendDecision = builder.objectRef<At<Decision>>('SpendDecision').implement({
  description: 'Whether a user may spend an amount now, and what that follows from. It holds nothing back: reserveSpend does.',
  authScopes: { member: true, spend: true },
  fields: (t) => ({
    isAllowed: t.exposeBoolean('isAllowed'),
    denial: t.expose('denial', { type: SpendDenial, nullable: true, description: 'null when allowed.' }),
    reason: t.exposeString('reason', { description: 'For people.' }),
    requested: t.field({ type: Money, resolve: ({ requestedMinor, currency }) => ({ amountMinor: requestedMinor, currency }) }),
    remaining: t.field({
      type: Money,
      nullable: true,
      description: 'What may still be spent this month, before this request; null when there is no limit.',
      resolve: ({ remainingMinor, currency }) => (remainingMinor === null ? null : { amountMinor: remainingMinor, currency }),
    }),
    spent: t.field({
      type: Money,
      description: 'Recorded this month.',
      resolve: ({ spentMinor, currency }) => ({ amountMinor: spentMinor, currency }),
    }),
    reserved: t.field({
      type: Money,
      description: 'Held back by reservations that are open and have not expired.',
      resolve: ({ reservedMinor, currency }) => ({ amountMinor: reservedMinor, currency }),
    }),
    limit: t.field({ type: AppliedSpendLimit, resolve: (decision) => decision }),
    decidedById: t.id({
      nullable: true,
      description: 'The limit that decided; of several equal ones that of the lowest target id. null when none did.',
      resolve: ({ limit }) => (limit.limitId === null ? null : toId('spendLimit', limit.limitId)),
    }),
    period: t.expose('period', { type: SpendPeriod }),
    resetsAt: t.field({
      type: 'DateTime',
      description: 'The first moment of the next month, when spend begins at 0 again.',
      resolve: ({ period }) => period.resetsAt,
    }),
    asOf: t.expose('asOf', { type: 'DateTime', description: 'When this was decided. It is as of the last commit then.' }),
  }),
})

const codes = ['NOT_FOUND', 'INVALID_INPUT'] as const

builder.queryField('spendDecision', (t) =>
  t.field({
    description:
      'Whether a user may spend an amount in minor units now, as of the last commit; 0 asks whether anything is left. Fast enough to stand before every request of an application. Scope READ or SPEND; a member asks for themselves.',
    type: resultUnion('SpendDecisionResult', SpendDecision, codes),
    authScopes: { member: true, spend: true },
    args: { userId: t.arg.id({ required: true }), amountMinor: t.arg({ type: 'SafeInt', required: true }) },
    resolve: (_, { userId, amountMinor }, context) =>
      orRefusal(codes, async () => {
        const standing = await context.findStanding({ teamId: teamOf(context.access), userId: ownUserId(context.access, userId) })
        if (!standing) throw notFound(`User ${userId}`)
        return { ...standing, ...decide(standing, checkAmountMinor(amountMinor)) }
      }),
  }),
)

/** null: the platform key reaches every team. */
function teamOf(access: Access): string | null {
  return 'teamId' in access ? access.teamId : null
}

/** The bare id of a user whom the viewer may ask about; for a member nobody else exists. */
function ownUserId(access: Access, userId: string): string {
  const uuid = requireId('user', userId)
  if (access.kind === 'MEMBER' && uuid !== access.userId) throw notFound(`User ${userId}`)
  return uuid
}

builder.objectField(SpendDeniedError, 'decision', (t) =>
  t.field({
    description: 'Why, and what is left.',
    type: SpendDecision,
    resolve: ({ details }) => details['decision'] as At<Decision>,
  }),
)
