import { fromId } from '../domain/id.ts'
import type { SpendLimit as Limit } from '../domain/spend-limit.ts'
import { toSpendLimit } from '../store/spend-limit.ts'
import {
  countReportRows,
  isReportKey,
  readReportPage,
  spendReportOrders,
  type ReportPlace,
  type SpendReportFilter as Filter,
  type SpendReportOrder as Order,
  type SpendReportQuery,
  type SpendReportRow as Row,
} from '../store/spend-report.ts'
import { builder } from './builder.ts'
import { loadInBatch, type Context } from './context.ts'
import { EffectiveSpendLimitValue } from './effective-spend-limit.ts'
import { badInput } from './errors.ts'
import { inCurrencyOf, Money, SpendLimitSource } from './money.ts'
import { decodePosition, encodePosition, toConnection, toPage, type Connection, type Edge } from './page.ts'
import { SpendLimit } from './spend-limit.ts'
import { loadPeriod } from './spend-month.ts'
import { loadUsers } from './spend-limit-preview.ts'
import './team.ts'
import { User } from './user.ts'

type RowWithUser = Row & { user: { id: string; teamId: string } }

const SpendReportRow = builder.objectRef<RowWithUser>('SpendReportRow').implement({
  description:
    'What one user may spend and has spent in a month. The limit is the one that applies now, also in the report of a past month.',
  authScopes: { read: true },
  fields: (t) => ({
    user: t.field({ type: User, resolve: ({ user }) => user as never }),
    limit: t.field({ type: EffectiveSpendLimitValue, resolve: ({ limit, teamId }) => ({ ...limit, teamId }) }),
    decidedBy: t.field({
      description: 'The limit that applies; of several equal ones of groups that with the lowest group id. Null when none does.',
      type: SpendLimit,
      nullable: true,
      resolve: async ({ limitId, teamId }, _, context) =>
        limitId === null
          ? null
          : ((await loadInBatch<Limit>(context, `limits of ${teamId} by id`, limitId, async (ids) => {
              const rows = await context.database.spendLimit.findMany({ where: { teamId, id: { in: ids } } })
              return new Map(rows.map((row) => [row.id, toSpendLimit(row)]))
            })) ?? null),
    }),
    spent: t.field({ type: Money, resolve: async (row, _, context) => (await inCurrencyOf(context, row.teamId, row.spentMinor))! }),
    reserved: t.field({
      description: 'Held back by reservations of the month that are open and have not expired.',
      type: Money,
      resolve: async (row, _, context) => (await inCurrencyOf(context, row.teamId, row.reservedMinor))!,
    }),
    remaining: t.field({
      description: 'The limit without what is spent and reserved; never negative. Null when unlimited.',
      type: Money,
      nullable: true,
      resolve: (row, _, context) => inCurrencyOf(context, row.teamId, row.remainingMinor),
    }),
    usedPercent: t.exposeFloat('usedPercent', {
      description:
        'What is spent of the limit, to four digits; of a limit of 0 it is 0 when nothing is spent, and 100 when something is. Null when unlimited.',
      nullable: true,
    }),
    isBlocked: t.exposeBoolean('isBlocked', {
      description: 'Nothing more can be spent: as much is spent as the limit is, or more; the limit is 0; or the user is inactive.',
    }),
  }),
})

type ReportConnection = Connection<RowWithUser> & { period: string }

const SpendReportConnection = builder.connectionObject({
  type: SpendReportRow,
  name: 'SpendReportConnection',
  fields: (t) => ({
    period: t.string({
      description: 'The month that the report is of, YYYY-MM.',
      resolve: (connection) => (connection as unknown as ReportConnection).period,
    }),
  }),
})

const SpendReportFilter = builder.inputType('SpendReportFilter', {
  description: 'Users that meet all that is given.',
  fields: (t) => ({
    sources: t.field({ type: [SpendLimitSource], description: 'Where the limit that applies comes from: one of these.' }),
    groupId: t.id({ description: 'Members of this group.' }),
    overPercent: t.float({ description: 'More than so many percent of the limit are spent; unlimited users are left out. At least 0.' }),
    isBlocked: t.boolean(),
    isUnlimited: t.boolean(),
    isInNoGroup: t.boolean(),
    directoryId: t.id(),
    active: t.boolean(),
  }),
})

const SpendReportOrderField = builder.enumType('SpendReportOrderField', { values: spendReportOrders })

export const OrderDirection = builder.enumType('OrderDirection', { values: ['ASC', 'DESC'] as const })

const SpendReportOrder = builder.inputType('SpendReportOrder', {
  description:
    'Ties in order of user id, turned round with the rest by DESC. Unlimited is more than any amount; unlimited users have the least part used.',
  fields: (t) => ({
    field: t.field({ type: SpendReportOrderField, required: true }),
    direction: t.field({ type: OrderDirection, defaultValue: 'ASC' }),
  }),
})

builder.prismaObjectField('Team', 'spendReport', (t) =>
  t.field({
    description:
      'Every user of the team with the limit that applies now, where it comes from, and what is spent in a month. It lists users who are there; what deleted ones spent is in Team.spend. The same as a file: GET /teams/{id}/spend-report.csv.',
    authScopes: { read: true },
    type: SpendReportConnection,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: SpendReportFilter }),
      orderBy: t.arg({ type: SpendReportOrder, defaultValue: { field: 'USER_NAME', direction: 'ASC' } }),
      search: t.arg.string({ description: 'Part of userName, displayName or email, without regard to case.' }),
      period: t.arg.string({
        description:
          "YYYY-MM in the team's time zone; without it the current month; none of the future. Of a past month the report says what was spent then against the limits of today.",
      }),
    },
    async resolve({ id: teamId }, { filter, orderBy, search, period, ...args }, context, info) {
      const { database } = context
      const order: Order = { field: orderBy?.field ?? 'USER_NAME', isDescending: orderBy?.direction === 'DESC' }
      const page = toPage(args)
      const [after, before] = [args.after, args.before].map((cursor) => placeIn(order, cursor))
      const query: SpendReportQuery = {
        teamId,
        order,
        filter: toReportFilter({ ...filter, search }),
        period: await loadPeriod(context, teamId, period),
      }
      const { size, isBackward } = page
      const found = size === 0 ? [] : await readReportPage(database, query, { after, before, limit: size + 1, isBackward })
      const users = await loadUsers(
        context,
        info,
        [
          ['edges', 'node', 'user'],
          ['nodes', 'user'],
        ],
        teamId,
        found.map(({ row }) => row.userId),
      )
      const edges = found.flatMap(({ row, key }): Edge<RowWithUser>[] => {
        const user = users.get(row.userId)
        // Gone between the two reads, when they are not in one snapshot.
        return user ? [{ node: { ...row, user }, cursor: encodePosition(nameOf(order), { value: key, id: row.userId }) }] : []
      })
      const connection = toConnection<RowWithUser, Edge<RowWithUser>>(edges, page, args, () => loadCount(context, query))
      return { ...connection, period: query.period }
    },
  }),
)

/** Several counts of one team and month that are asked for together are worked out together. */
async function loadCount(context: Context, { teamId, period, filter }: SpendReportQuery): Promise<number> {
  const count = await loadInBatch(context, `report counts ${teamId} ${period}`, JSON.stringify(filter), async (keys) => {
    const counts = await countReportRows(
      context.database,
      { teamId, period },
      keys.map((key) => JSON.parse(key) as Filter),
    )
    return new Map(keys.map((key, index) => [key, counts[index]!]))
  })
  return count!
}

function nameOf({ field, isDescending }: Order): string {
  return `SPEND_REPORT ${field} ${isDescending ? 'DESC' : 'ASC'}`
}

function placeIn(order: Order, cursor: string | null | undefined): ReportPlace | undefined {
  const position = decodePosition(nameOf(order), cursor)
  if (!position) return undefined
  if (position.value === null || !isReportKey(order.field, position.value))
    throw badInput('This cursor is not one of this connection and order. Start again without it.')
  return { key: position.value, userId: position.id }
}

type FilterInput = typeof SpendReportFilter.$inferInput & { search?: string | null | undefined }

/** Ids that are none match nothing, as ids of others do. Refuses what is no filter. */
export function toReportFilter(filter: FilterInput): Filter {
  const { overPercent, sources } = filter
  if (overPercent != null && !(overPercent >= 0 && overPercent <= 1e9))
    throw badInput(`overPercent must be from 0 to 1000000000; got ${overPercent}.`)
  return {
    directoryId: filter.directoryId == null ? undefined : (fromId('directory', filter.directoryId) ?? noId),
    groupId: filter.groupId == null ? undefined : (fromId('group', filter.groupId) ?? noId),
    active: filter.active ?? undefined,
    isInNoGroup: filter.isInNoGroup ?? undefined,
    search: filter.search || undefined,
    sources: sources ?? undefined,
    overPercent: overPercent ?? undefined,
    isBlocked: filter.isBlocked ?? undefined,
    isUnlimited: filter.isUnlimited ?? undefined,
  }
}

// Nothing has it.
const noId = '00000000-0000-0000-0000-000000000000'
