import { viewerActor } from '../access/viewer.ts'
import type { Answered } from '../commands/answer-once.ts'
import { encodeChangeCursor } from '../domain/change-cursor.ts'
import type { Committed } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import type { SpendLimit as Limit, SpendLimitTarget } from '../domain/spend-limit.ts'
import { findPosition } from '../store/idempotency-key.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { idempotencyKeyDescription, onceOf } from './idempotency.ts'
import { requireId, requireTeam } from './reach.ts'
import { SpendLimit } from './spend-limit.ts'

export const SpendLimitTargetInput = builder.inputType('SpendLimitTargetInput', {
  description: 'Exactly one: the team, one of its groups, or one of its users.',
  isOneOf: true,
  fields: (t) => ({ teamId: t.id(), groupId: t.id(), userId: t.id() }),
})

export const SpendLimitValueInput = builder.inputType('SpendLimitValueInput', {
  description: 'Exactly one. 0 is a real limit. `unlimited: false` is refused: clearSpendLimit takes a limit away.',
  isOneOf: true,
  fields: (t) => ({ amountMinor: t.field({ type: 'SafeInt' }), unlimited: t.boolean() }),
})

/** What the fields of a wanted limit mean, wherever they stand. */
export const fieldDescriptions = {
  currency: "When given, must be the team's; CurrencyMismatchError otherwise.",
  minorUnitDigits:
    "How many digits of the amount stand after the point, as the caller understands it. When given, must be the team currency's; CurrencyMismatchError otherwise.",
  expectedVersion: 'Refused with VersionConflictError when the limit is at another version; 0 expects that there is none.',
  expiresAt:
    'Of one user alone: from then on the limit does not count, and what applies otherwise does. In the future, at most 2 years. Without it the limit stays, also when the one before had it.',
}

export const SetSpendLimitInput = builder.inputType('SetSpendLimitInput', {
  fields: (t) => ({
    target: t.field({ type: SpendLimitTargetInput, required: true }),
    value: t.field({ type: SpendLimitValueInput, required: true }),
    currency: t.field({ type: 'CurrencyCode', description: fieldDescriptions.currency }),
    minorUnitDigits: t.int({ description: fieldDescriptions.minorUnitDigits }),
    expectedVersion: t.int({ description: fieldDescriptions.expectedVersion }),
    expiresAt: t.field({ type: 'DateTime', description: fieldDescriptions.expiresAt }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
})

export const ClearSpendLimitInput = builder.inputType('ClearSpendLimitInput', {
  fields: (t) => ({
    target: t.field({ type: SpendLimitTargetInput, required: true }),
    expectedVersion: t.int({ description: fieldDescriptions.expectedVersion }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
})

const SetSpendLimitSuccess = builder.objectRef<{ spendLimit: Limit; changeCursor: string }>('SetSpendLimitSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    spendLimit: t.expose('spendLimit', { type: SpendLimit }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

const ClearSpendLimitSuccess = builder.objectRef<{ before: Limit; changeCursor: string }>('ClearSpendLimitSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    before: t.expose('before', { type: SpendLimit, description: 'The limit as it was.' }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

const clearCodes = ['NOT_FOUND', 'INVALID_INPUT', 'VERSION_CONFLICT', 'IDEMPOTENCY_CONFLICT', 'FORBIDDEN'] as const
const setCodes = [...clearCodes, 'CURRENCY_MISMATCH'] as const

builder.mutationFields((t) => ({
  setSpendLimit: t.field({
    description: 'Scope LIMITS.',
    ...requires('limits'),
    type: resultUnion('SetSpendLimitResult', SetSpendLimitSuccess, setCodes),
    args: { input: t.arg({ type: SetSpendLimitInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(setCodes, async () => {
        const { teamId, target } = await locateTarget(context, input.target)
        const committed = await context.commands.setSpendLimit({
          teamId,
          actor: viewerActor(context.viewer),
          target,
          amountMinor: amountOf(input.value),
          expiresAt: input.expiresAt,
          currency: input.currency ?? undefined,
          minorUnitDigits: input.minorUnitDigits ?? undefined,
          expectedVersion: input.expectedVersion ?? undefined,
          once: onceOf('setSpendLimit', input),
        })
        return { spendLimit: committed.value.value, changeCursor: await cursorOf(context, teamId, committed) }
      }),
  }),
  clearSpendLimit: t.field({
    description: 'Takes a limit away. Scope LIMITS.',
    ...requires('limits'),
    type: resultUnion('ClearSpendLimitResult', ClearSpendLimitSuccess, clearCodes),
    args: { input: t.arg({ type: ClearSpendLimitInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(clearCodes, async () => {
        const { teamId, target } = await locateTarget(context, input.target)
        const committed = await context.commands.clearSpendLimit({
          teamId,
          actor: viewerActor(context.viewer),
          target,
          expectedVersion: input.expectedVersion ?? undefined,
          once: onceOf('clearSpendLimit', input),
        })
        return { before: committed.value.value, changeCursor: await cursorOf(context, teamId, committed) }
      }),
  }),
}))

/** Where the log stands with what was answered; of a repeated request, where it stood the first time. */
export async function cursorOf(context: Context, teamId: string, committed: Committed<Answered<unknown>>): Promise<string> {
  const { place } = committed.value
  return place ? encodeChangeCursor(await findPosition(context.database, teamId, place)) : cursorAfter(context, teamId, committed)
}

export async function locateTarget(
  context: Context,
  input: typeof SpendLimitTargetInput.$inferInput,
): Promise<{ teamId: string; target: SpendLimitTarget }> {
  const { teamId, groupId, userId } = input
  const team =
    teamId != null
      ? await requireTeam(context, teamId)
      : await requireTeam(context, null, groupId != null ? { kind: 'group', id: groupId } : { kind: 'user', id: userId! })
  return { teamId: team, target: targetOf(input) }
}

/** What a target names; whether it exists, and in which team, is the command's to find. */
export function targetOf({ teamId, groupId, userId }: typeof SpendLimitTargetInput.$inferInput): SpendLimitTarget {
  if (teamId != null) return { kind: 'TEAM', id: requireId('team', teamId) }
  if (groupId != null) return { kind: 'GROUP', id: requireId('group', groupId) }
  return { kind: 'USER', id: requireId('user', userId!) }
}

/** null is unlimited. */
export function amountOf({ amountMinor, unlimited }: typeof SpendLimitValueInput.$inferInput): number | null {
  if (amountMinor != null) return amountMinor
  if (unlimited) return null
  throw new DomainError(
    'INVALID_INPUT',
    '`unlimited: false` says no amount. Send amountMinor, or take the limit away with clearSpendLimit.',
  )
}
