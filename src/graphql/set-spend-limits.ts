import { viewerActor } from '../access/viewer.ts'
import type { Answered } from '../commands/answer-once.ts'
import type { ChangedSpendLimit, SpendLimitWish } from '../commands/change-spend-limits.ts'
import { mostSpendLimitsAtOnce, type BulkResults, type ItemResult, type RefusedItems } from '../commands/set-spend-limits.ts'
import type { Committed } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ErrorInterface, orRefusal, resultUnion, SpendLimitsRefused, type Refusal, type UnionCode } from './errors.ts'
import { idempotencyKeyDescription, onceOf } from './idempotency.ts'
import { mostItems } from './list-size.ts'
import { requireTeam } from './reach.ts'
import { amountOf, cursorOf, fieldDescriptions, SpendLimitTargetInput, SpendLimitValueInput, targetOf } from './set-spend-limit.ts'
import { SpendLimit } from './spend-limit.ts'

export const BulkModeEnum = builder.enumType('BulkMode', {
  values: {
    ALL_OR_NOTHING: { description: 'One item that is refused refuses all: nothing is changed.' },
    PER_ITEM: { description: 'Each item succeeds or is refused alone.' },
  } as const,
})

const SetSpendLimitsItemInput = builder.inputType('SetSpendLimitsItemInput', {
  description: 'A target, and exactly one of `value` and `clear: true`.',
  fields: (t) => ({
    target: t.field({ type: SpendLimitTargetInput, required: true }),
    value: t.field({ type: SpendLimitValueInput }),
    clear: t.boolean({ description: 'Takes the limit away.' }),
    currency: t.field({ type: 'CurrencyCode', description: fieldDescriptions.currency }),
    minorUnitDigits: t.int({ description: fieldDescriptions.minorUnitDigits }),
    expectedVersion: t.int({ description: fieldDescriptions.expectedVersion }),
    expiresAt: t.field({ type: 'DateTime', description: fieldDescriptions.expiresAt }),
  }),
})

const SetSpendLimitsInput = builder.inputType('SetSpendLimitsInput', {
  fields: (t) => ({
    teamId: t.id({ description: 'For the platform key, which has to say which team is meant.' }),
    mode: t.field({ type: BulkModeEnum, required: true }),
    items: t.field({ type: [SetSpendLimitsItemInput], required: true, description: '1 to 500, each about another target.' }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
})

const ChangedSpendLimitType = builder.objectRef<ChangedSpendLimit>('ChangedSpendLimit').implement({
  authScopes: { everybody: true },
  description: 'One item of many, done. The same limit twice: it was so already, and nothing was changed.',
  fields: (t) => ({
    before: t.expose('before', { type: SpendLimit, nullable: true, description: 'The limit as it was; null when there was none.' }),
    spendLimit: t.field({
      type: SpendLimit,
      nullable: true,
      description: 'The limit as it is now; null when it was taken away.',
      resolve: ({ after }) => after,
    }),
  }),
})

export const itemCodes = ['NOT_FOUND', 'INVALID_INPUT', 'VERSION_CONFLICT', 'CURRENCY_MISMATCH'] as const

export const SpendLimitItemResult = resultUnion('SpendLimitItemResult', ChangedSpendLimitType, itemCodes)

type Results = { results: ItemResult[]; changeCursor: string }

/** The success of a mutation of many limits. */
export function successOfItems(name: string) {
  return builder.objectRef<Results>(name).implement({
    authScopes: { everybody: true },
    fields: (t) => ({
      results: t.expose('results', {
        type: [SpendLimitItemResult],
        description: 'In the order of the items.',
        ...mostItems(mostSpendLimitsAtOnce),
      }),
      changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
    }),
  })
}

const SpendLimitItemRefusal = builder.objectRef<RefusedItems[number]>('SpendLimitItemRefusal').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Which item, from 0.' }),
    error: t.field({ type: ErrorInterface, resolve: ({ refusal }) => refusal }),
  }),
})

builder.objectField(SpendLimitsRefused, 'refusals', (t) =>
  t.field({
    type: [SpendLimitItemRefusal],
    description: 'Every item that was refused, in their order.',
    ...mostItems(mostSpendLimitsAtOnce),
    resolve: ({ details }) => details['refusals'] as RefusedItems,
  }),
)

/** Runs a mutation of many limits. */
export function bulkAnswer(
  codes: readonly UnionCode[],
  context: Context,
  act: () => Promise<{ teamId: string; committed: Committed<Answered<BulkResults>> }>,
): Promise<Results | Refusal> {
  return orRefusal(codes, async () => {
    const { teamId, committed } = await act()
    return { ...committed.value.value, changeCursor: await cursorOf(context, teamId, committed) }
  })
}

const SetSpendLimitsSuccess = successOfItems('SetSpendLimitsSuccess')
const codes = ['NOT_FOUND', 'INVALID_INPUT', 'ITEMS_REFUSED', 'IDEMPOTENCY_CONFLICT', 'FORBIDDEN'] as const

builder.mutationField('setSpendLimits', (t) =>
  t.field({
    description: 'Sets and clears up to 500 limits in one commit. Scope LIMITS.',
    ...requires('limits'),
    type: resultUnion('SetSpendLimitsResult', SetSpendLimitsSuccess, codes),
    args: { input: t.arg({ type: SetSpendLimitsInput, required: true }) },
    resolve: (_, { input }, context) =>
      bulkAnswer(codes, context, async () => {
        const teamId = await requireTeam(context, input.teamId)
        const committed = await context.commands.setSpendLimits({
          teamId,
          actor: viewerActor(context.viewer),
          mode: input.mode,
          items: input.items.map((item) => orError(() => wishOf(item))),
          once: onceOf('setSpendLimits', input),
        })
        return { teamId, committed }
      }),
  }),
)

function wishOf(item: typeof SetSpendLimitsItemInput.$inferInput): SpendLimitWish {
  const { target, value, clear, currency, minorUnitDigits, expectedVersion, expiresAt } = item
  if ((value != null) === (clear === true))
    throw new DomainError('INVALID_INPUT', 'An item needs exactly one of `value` and `clear: true`.')
  if (clear && expiresAt != null) throw new DomainError('INVALID_INPUT', 'A limit that is taken away has no expiresAt.')
  return {
    target: targetOf(target),
    value: value == null ? null : { amountMinor: amountOf(value), expiresAt },
    currency: currency ?? undefined,
    minorUnitDigits: minorUnitDigits ?? undefined,
    expectedVersion: expectedVersion ?? undefined,
  }
}

/** What an item says, or why it says nothing: it is refused with the others. */
export function orError<Value>(parse: () => Value): Value | DomainError {
  try {
    return parse()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}
