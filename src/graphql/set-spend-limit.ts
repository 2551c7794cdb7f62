import { viewerActor } from '../access/viewer.ts'
import { DomainError } from '../domain/errors.ts'
import type { SpendLimit as Limit, SpendLimitTarget } from '../domain/spend-limit.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireId, requireTeam } from './reach.ts'
import { SpendLimit } from './spend-limit.ts'

const SpendLimitTargetInput = builder.inputType('SpendLimitTargetInput', {
  description: 'Exactly one: the team, one of its groups, or one of its users.',
  isOneOf: true,
  fields: (t) => ({ teamId: t.id(), groupId: t.id(), userId: t.id() }),
})

const SpendLimitValueInput = builder.inputType('SpendLimitValueInput', {
  description: 'Exactly one. 0 is a real limit. `unlimited: false` is refused: clearSpendLimit takes a limit away.',
  isOneOf: true,
  fields: (t) => ({ amountMinor: t.field({ type: 'SafeInt' }), unlimited: t.boolean() }),
})

const expectedVersion = 'Refused with VersionConflictError when the limit is at another version; 0 expects that there is none.'

const SetSpendLimitInput = builder.inputType('SetSpendLimitInput', {
  fields: (t) => ({
    target: t.field({ type: SpendLimitTargetInput, required: true }),
    value: t.field({ type: SpendLimitValueInput, required: true }),
    currency: t.field({ type: 'CurrencyCode', description: "When given, must be the team's." }),
    expectedVersion: t.int({ description: expectedVersion }),
  }),
})

const ClearSpendLimitInput = builder.inputType('ClearSpendLimitInput', {
  fields: (t) => ({
    target: t.field({ type: SpendLimitTargetInput, required: true }),
    expectedVersion: t.int({ description: expectedVersion }),
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

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'VERSION_CONFLICT', 'FORBIDDEN'] as const

builder.mutationFields((t) => ({
  setSpendLimit: t.field({
    description: 'Scope LIMITS.',
    ...requires('limits'),
    type: resultUnion('SetSpendLimitResult', SetSpendLimitSuccess, codes),
    args: { input: t.arg({ type: SetSpendLimitInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(codes, async () => {
        const { teamId, target } = await locateTarget(context, input.target)
        const value = {
          amountMinor: amountOf(input.value),
          currency: input.currency ?? undefined,
          expectedVersion: input.expectedVersion ?? undefined,
        }
        const committed = await context.commands.setSpendLimit({ teamId, actor: viewerActor(context.viewer), target, ...value })
        return { spendLimit: committed.value, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
  clearSpendLimit: t.field({
    description: 'Takes a limit away. Scope LIMITS.',
    ...requires('limits'),
    type: resultUnion('ClearSpendLimitResult', ClearSpendLimitSuccess, codes),
    args: { input: t.arg({ type: ClearSpendLimitInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(codes, async () => {
        const { teamId, target } = await locateTarget(context, input.target)
        const committed = await context.commands.clearSpendLimit({
          teamId,
          actor: viewerActor(context.viewer),
          target,
          expectedVersion: input.expectedVersion ?? undefined,
        })
        return { before: committed.value, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
}))

async function locateTarget(
  context: Context,
  { teamId, groupId, userId }: typeof SpendLimitTargetInput.$inferInput,
): Promise<{ teamId: string; target: SpendLimitTarget }> {
  if (teamId != null) return { teamId: await requireTeam(context, teamId), target: { kind: 'TEAM', id: requireId('team', teamId) } }
  if (groupId != null) {
    return {
      teamId: await requireTeam(context, null, { kind: 'group', id: groupId }),
      target: { kind: 'GROUP', id: requireId('group', groupId) },
    }
  }
  return {
    teamId: await requireTeam(context, null, { kind: 'user', id: userId! }),
    target: { kind: 'USER', id: requireId('user', userId!) },
  }
}

/** null is unlimited. */
function amountOf({ amountMinor, unlimited }: typeof SpendLimitValueInput.$inferInput): number | null {
  if (amountMinor != null) return amountMinor
  if (unlimited) return null
  throw new DomainError(
    'INVALID_INPUT',
    '`unlimited: false` says no amount. Send amountMinor, or take the limit away with clearSpendLimit.',
  )
}
