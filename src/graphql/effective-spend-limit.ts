import { effectiveSpendLimit, type EffectiveSpendLimit as Effective, type EffectiveValue } from '../domain/spend-limit.ts'
import { staleness, type Staleness } from '../domain/staleness.ts'
import { findUserLimits, type UserLimits } from '../store/spend-limit.ts'
import { findStalenessFacts } from '../store/staleness.ts'
import { builder } from './builder.ts'
import { loadInBatch, type Context } from './context.ts'
import { mostItems, usualMost } from './list-size.ts'
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
    isWinner: t.exposeBoolean('isWinner', { description: 'Groups with the same highest limit are all winners.' }),
    reason: t.exposeString('reason', { description: 'Why it won or lost, for people, with the amounts.' }),
  }),
})

const StalenessType = builder.objectRef<Staleness>('Staleness').implement({
  authScopes: { member: true },
  description: 'The directory is no longer kept in step with the identity provider. What was last synchronised stays in force.',
  fields: (t) => ({
    since: t.expose('since', { type: 'DateTime', nullable: true, description: 'null when the change log does not reach back to it.' }),
    reason: t.exposeString('reason', { description: 'For people.' }),
  }),
})

/** What applies to a user, with the revision that it is of. */
export type EffectiveShape = OfTeam<Effective> & { revision: number }

export const EffectiveSpendLimit = builder.objectRef<EffectiveShape>('EffectiveSpendLimit').implement({
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
    decidedBy: t.expose('decidedBy', {
      type: SpendLimit,
      nullable: true,
      description: 'The winner; of several groups with the same limit that with the lowest id. null when nothing decided.',
    }),
    candidates: t.expose('candidates', {
      type: [SpendLimitCandidate],
      description: 'Every limit that was looked at, the winner first, each with why it won or lost.',
      ...mostItems(usualMost),
    }),
    withoutWinner: t.field({
      description: 'What would apply without the winner(s); null when nothing decided.',
      type: EffectiveSpendLimitValue,
      nullable: true,
      resolve: ({ withoutWinner, teamId }) => withoutWinner && { ...withoutWinner, teamId },
    }),
    revision: t.expose('revision', {
      type: 'SafeInt',
      description: "The revision of the team's change log that the answer is of: with all changes up to it, and none after it.",
    }),
    staleness: t.field({
      description: 'null while directories are kept in step; otherwise since when and why they are not.',
      type: StalenessType,
      nullable: true,
      resolve: ({ teamId }, _, context) => stalenessOf(context, teamId),
    }),
  }),
})

async function stalenessOf(context: Context, teamId: string): Promise<Staleness | null> {
  const facts = await loadInBatch(context, 'staleness', teamId, async (teamIds) => {
    const found = await Promise.all(teamIds.map(async (id) => [id, await findStalenessFacts(context.database, id)] as const))
    return new Map(found)
  })
  return facts ? staleness(facts) : null
}

builder.prismaObjectField('User', 'effectiveSpendLimit', (t) =>
  t.field({
    type: EffectiveSpendLimit,
    resolve: ({ id, teamId }, _, context) => loadEffectiveSpendLimit(context, teamId, id),
  }),
)

/** What applies to a user now. Their activity is read again, with the limits: all of it is of one revision. */
async function loadEffectiveSpendLimit(context: Context, teamId: string, userId: string): Promise<EffectiveShape> {
  const limits = await loadInBatch<UserLimits>(context, `limits of users of ${teamId}`, userId, (ids) =>
    findUserLimits(context.database, teamId, ids),
  )
  if (!limits) throw new Error(`team ${teamId} has no head`)
  const { revision, currency, candidates } = limits
  // It came along, and amounts beneath ask for it.
  context.currencies.set(teamId, Promise.resolve(currency))
  return { ...effectiveSpendLimit(limits, candidates, currency), revision, teamId }
}
