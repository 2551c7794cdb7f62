import { remainingOf, usedPercentOf, type Standing } from '../domain/spend.ts'
import { readStandings, type ReadStanding } from '../store/spend-decision.ts'
import { builder } from './builder.ts'
import { loadInBatch } from './context.ts'
import { Money } from './money.ts'
import { AppliedSpendLimit, SpendPeriod } from './spend-decision.ts'
import { badPeriod, checkPeriod } from './spend-month.ts'

type CountedSpend = Standing & { isCurrent: boolean }

export const UserSpend = builder.objectRef<CountedSpend>('UserSpend').implement({
  description:
    'What a user has spent in a month. Of a month that is not the current one there is no limit here: what applied then is in the log.',
  authScopes: { member: true, spend: true },
  fields: (t) => ({
    period: t.expose('period', { type: SpendPeriod }),
    spent: t.field({ type: Money, resolve: ({ spentMinor, currency }) => ({ amountMinor: spentMinor, currency }) }),
    reserved: t.field({
      type: Money,
      description: 'Held back by reservations that are open and have not expired.',
      resolve: ({ reservedMinor, currency }) => ({ amountMinor: reservedMinor, currency }),
    }),
    remaining: t.field({
      type: Money,
      nullable: true,
      description: 'null when there is no limit, and of another month.',
      resolve(standing) {
        const amountMinor = standing.isCurrent ? remainingOf(standing) : null
        return amountMinor === null ? null : { amountMinor, currency: standing.currency }
      },
    }),
    usedPercent: t.float({
      nullable: true,
      description:
        'How much of the limit is spent; more than 100 when it is exceeded. Of a limit of 0 it is 0 when nothing is spent, and 100 when something is. null when there is no limit, and of another month.',
      resolve: (standing) => (standing.isCurrent ? usedPercentOf(standing) : null),
    }),
    limit: t.field({
      type: AppliedSpendLimit,
      nullable: true,
      description: 'null of another month.',
      resolve: (standing) => (standing.isCurrent ? standing : null),
    }),
  }),
})

/** As a command answers it, of the month that it was about. */
export function toUserSpend(standing: Standing): CountedSpend {
  const now = new Date()
  return { ...standing, isCurrent: standing.period.startsAt <= now && now < standing.period.resetsAt }
}

builder.prismaObjectField('User', 'spend', (t) =>
  t.field({
    description: "What the user has spent in a month, in the team's time zone: this one, or another.",
    type: UserSpend,
    args: { period: t.arg.string({ description: 'Such as 2026-11; none of the future.' }) },
    select: { id: true, teamId: true },
    async resolve({ id, teamId }, args, context) {
      const period = checkPeriod(args.period)
      const standing = await loadInBatch<ReadStanding>(context, `spend of ${teamId} in ${period ?? 'this month'}`, id, async (userIds) => {
        const standings = await readStandings(
          context.database,
          userIds.map((userId) => ({ teamId, userId, period })),
        )
        return new Map(standings.flatMap((found) => (found ? [[found.userId, found]] : [])))
      })
      if (!standing) throw new Error(`the user ${id} is gone`)
      if (period !== undefined && standing.period.startsAt > standing.asOf) throw badPeriod(period)
      return standing
    },
  }),
)
