import { readTeamSpends, type TeamSpend as Spend } from '../store/team-spend.ts'
import { builder } from './builder.ts'
import { loadInBatch } from './context.ts'
import { Money } from './money.ts'
import { badPeriod, checkPeriod } from './spend-month.ts'
import './team.ts'

const TeamSpend = builder.objectRef<Spend>('TeamSpend').implement({
  description: 'What all users of a team have spent in a month, those who were deleted since among them.',
  authScopes: { read: true },
  fields: (t) => ({
    period: t.exposeString('period', { description: 'The month, YYYY-MM.' }),
    spent: t.field({
      type: Money,
      description: 'The whole of it. What is more than 2^53 - 1 minor units is told as that.',
      resolve: ({ spentMinor, currency }) => ({ amountMinor: spentMinor, currency }),
    }),
    spentByDeletedUsers: t.field({
      type: Money,
      description: 'The part of it that spendReport does not list: of users who are not there any more.',
      resolve: ({ spentByDeletedUsersMinor, currency }) => ({ amountMinor: spentByDeletedUsersMinor, currency }),
    }),
  }),
})

builder.prismaObjectField('Team', 'spend', (t) =>
  t.field({
    description: "What was spent in a month, in the team's time zone: this one, or an earlier one.",
    authScopes: { read: true },
    type: TeamSpend,
    args: { period: t.arg.string({ description: 'Such as 2026-11; none of the future.' }) },
    select: { id: true },
    async resolve({ id }, args, context) {
      const period = checkPeriod(args.period)
      const load = (teamIds: string[]) => readTeamSpends(context.database, teamIds, period)
      const spend = await loadInBatch(context, `spend of teams in ${period ?? 'this month'}`, id, load)
      if (!spend) throw new Error(`the team ${id} is gone`)
      if (spend.isFuture) throw badPeriod(spend.period)
      return spend
    },
  }),
)
