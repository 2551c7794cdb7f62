import { effectiveSpendLimit, type Candidate, type EffectiveSpendLimit as Effective, type EffectiveValue } from '../domain/spend-limit.ts'
import { findCandidates } from '../store/spend-limit.ts'
import { builder } from './builder.ts'
import { loadInBatch } from './context.ts'
import { inCurrencyOf, Money, SpendLimitSource } from './money.ts'
import { SpendLimit } from './spend-limit.ts'

export type OfTeam<Value> = Value & { teamId: string }

export const EffectiveSpendLimitValue = builder.objectRef<OfTeam<EffectiveValue>>('EffectiveSpendLimitValue').implement({
  authScopes: { member: true },
  fields: (t) => ({
    isUnlimited: t.exposeBoolean('isUnlimited'),
    amount: t.field({
      type: Money,
      nullable: true,
      resolve: (value, _, context) => inCurrencyOf(context, value.teamId, value.amountMinor),
    }),
    source: t.expose('source', { type: SpendLimitSource }),
  }),
})

const SpendLimitCandidate = builder.objectRef<Effective['candidates'][number]>('SpendLimitCandidate').implement({
  authScopes: { member: true },
  fields: (t) => ({
    spendLimit: t.expose('spendLimit', { type: SpendLimit }),
    isWinner: t.exposeBoolean('isWinner'),
    reason: t.exposeString('reason'),
  }),
})

export const EffectiveSpendLimit = builder.objectRef<OfTeam<Effective>>('EffectiveSpendLimit').implement({
  authScopes: { member: true },
  description: 'What one user may spend in a calendar month, and why.',
  fields: (t) => ({
    isUnlimited: t.exposeBoolean('isUnlimited'),
    amount: t.field({
      type: Money,
      nullable: true,
      resolve: (value, _, context) => inCurrencyOf(context, value.teamId, value.amountMinor),
    }),
    source: t.expose('source', { type: SpendLimitSource }),
    decidedBy: t.expose('decidedBy', { type: SpendLimit, nullable: true }),
    candidates: t.expose('candidates', {
      type: [SpendLimitCandidate],
      description: 'Every limit that was looked at, the winner first, each with why it won or lost.',
    }),
    withoutWinner: t.field({
      description: 'What would apply without the winner(s); null when nothing decided.',
      type: EffectiveSpendLimitValue,
      nullable: true,
      resolve: ({ withoutWinner, teamId }) => withoutWinner && { ...withoutWinner, teamId },
    }),
  }),
})

builder.prismaObjectField('User', 'effectiveSpendLimit', (t) =>
  t.field({
    type: EffectiveSpendLimit,
    select: { active: true },
    async resolve({ id, teamId, active }, _, context) {
      const candidates = await loadInBatch<Candidate[]>(context, `candidates of ${teamId}`, id, (userIds) =>
        findCandidates(context.database, teamId, userIds),
      )
      return { ...effectiveSpendLimit({ active }, candidates ?? []), teamId }
    },
  }),
)
