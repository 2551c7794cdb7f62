import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import { fromId, toId } from '../domain/id.ts'
import { spendBounds, type SpendEntry as Entry, type SpendLabels } from '../domain/spend.ts'
import { isStatementTimeout } from '../store/database.ts'
import {
  countSpendEntries,
  findCorrections,
  findLateEntries,
  findSpendEntries,
  mostCorrections,
  readSpendEntries,
  type SpendEntryFilter as Filter,
  type SpendEntryPosition,
} from '../store/spend-entry.ts'
import { currentPeriod } from '../store/spend-report.ts'
import { own } from './authorization.ts'
import { builder } from './builder.ts'
import { ActorType } from './change-state.ts'
import { currencyOf, loadInBatch, type Context } from './context.ts'
import { badInput } from './errors.ts'
import { mostItems } from './list-size.ts'
import { fieldKey } from './loading.ts'
import { Money } from './money.ts'
import { decodePosition, encodePosition, toConnection, toPage, type Connection, type PageArguments } from './page.ts'
import { checkPeriod } from './spend-month.ts'
import { User } from './user.ts'

export const SpendEntryKind = builder.enumType('SpendEntryKind', {
  values: {
    SPEND: { description: 'What was spent.' },
    CORRECTION: { description: 'The difference to an entry that was recorded before.' },
  } as const,
})

export type Label = { name: string; value: string }
export const SpendLabel = builder.objectRef<Label>('SpendLabel').implement({
  authScopes: { member: true, spend: true },
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
})

export const SpendLabelInput = builder.inputType('SpendLabelInput', {
  description: 'Names are of 1 to 64 characters, values of up to 256; at most 20, and each name once.',
  fields: (t) => ({ name: t.string({ required: true }), value: t.string({ required: true }) }),
})

export function labelsOf(labels: SpendLabels): Label[] {
  return Object.entries(labels).map(([name, value]) => ({ name, value }))
}

/** Undefined when a name comes twice. */
export function toLabels(labels: readonly Label[] | null | undefined): SpendLabels | undefined {
  const byName = new Map(labels?.map(({ name, value }) => [name, value]))
  return byName.size === (labels?.length ?? 0) ? Object.fromEntries(byName) : undefined
}

/** The user, while there is one: what was spent outlives them. */
export async function loadUser(context: Context, info: GraphQLResolveInfo, teamId: string, userId: string) {
  // For each row, not for each batch: this also notes, for the fields beneath this one, what the row was loaded with.
  const { select } = queryFromInfo({ context, info, typeName: 'User', select: { id: true, teamId: true } })
  const row = await loadInBatch<{ id: string }>(context, `User at ${fieldKey(info)}`, userId, async (ids) => {
    const rows = await context.database.user.findMany({ select: { ...select, id: true }, where: { teamId, id: { in: ids } } })
    return new Map(rows.map((found) => [found.id, found]))
  })
  return (row ?? null) as never
}

export async function moneyOf(context: Context, teamId: string, amountMinor: number): Promise<{ amountMinor: number; currency: string }> {
  return { amountMinor, currency: await currencyOf(context, teamId) }
}

const entryRef = builder.objectRef<Entry>('SpendEntry')

export const SpendEntry = builder.node(entryRef, {
  description: 'What was spent, as it was reported. Never edited: a correction is an entry of its own. It outlives the user.',
  id: { resolve: (entry) => entry.id },
  authScopes: own<Entry>((entry, { userId }) => entry.userId === userId, { member: true, spend: true }),
  fields: (t) => ({
    kind: t.expose('kind', { type: SpendEntryKind }),
    userId: t.id({ resolve: ({ userId }) => toId('user', userId) }),
    user: t.field({
      description: 'null once the user is deleted.',
      type: User,
      nullable: true,
      authScopes: { member: true },
      resolve: (entry, _, context, info) => loadUser(context, info, entry.teamId, entry.userId),
    }),
    amount: t.field({
      description: 'Of a correction the difference to what counted before, which may be negative.',
      type: Money,
      resolve: (entry, _, context) => moneyOf(context, entry.teamId, entry.amountMinor),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was spent.' }),
    period: t.exposeString('period', { description: "The month that it counts in, in the team's time zone, such as 2026-11." }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
    recordedBy: t.expose('recordedBy', { type: ActorType, authScopes: { member: true } }),
    isLate: t.boolean({
      description: 'Recorded in a later month than it counts in.',
      resolve: async ({ id, teamId }, _, context) =>
        (await loadInBatch(context, `late entries of ${teamId}`, id, (ids) => findLateEntries(context.database, teamId, ids))) ?? false,
    }),
    idempotencyKey: t.exposeString('idempotencyKey', { authScopes: { read: true, spend: true } }),
    labels: t.field({ type: [SpendLabel], resolve: ({ labels }) => labelsOf(labels), ...mostItems(spendBounds.labels) }),
    reason: t.exposeString('reason', { nullable: true, description: 'Of a correction.' }),
    corrects: t.field({
      description: 'The entry that a correction is of.',
      type: entryRef,
      nullable: true,
      resolve: async ({ teamId, correctsId }, _, context) =>
        correctsId === null
          ? null
          : ((await loadInBatch(context, `entries of ${teamId}`, correctsId, (ids) => findSpendEntries(context.database, teamId, ids))) ??
            null),
    }),
    corrections: t.field({
      description: `The corrections of an entry, the oldest first; ${mostCorrections} at most.`,
      type: [entryRef],
      ...mostItems(mostCorrections),
      resolve: async ({ id, teamId }, _, context) =>
        (await loadInBatch(context, `corrections of ${teamId}`, id, (ids) => findCorrections(context.database, teamId, ids))) ?? [],
    }),
  }),
})

const SpendEntryFilter = builder.inputType('SpendEntryFilter', {
  description: 'Entries that meet all that is given. With `kind` or `label`, without a user, they are of one month.',
  fields: (t) => ({
    userId: t.id({ description: 'Also of a user who is deleted.' }),
    period: t.string({
      description:
        'The month that they count in, such as 2026-11. Without it `kind` and `label` are looked for in the current month, or in all months of userId.',
    }),
    kind: t.field({ type: SpendEntryKind }),
    label: t.field({ type: SpendLabelInput, description: 'With this name and exactly this value.' }),
  }),
})

const SpendEntryConnection = builder.connectionObject({ type: SpendEntry, name: 'SpendEntryConnection' })
const ofMonth = 'Such as 2026-11.'
const pageArguments = { first: { required: false }, after: { required: false } } as const

builder.prismaObjectField('User', 'spendEntries', (t) =>
  t.field({
    description: 'What was recorded of the user: the newest month first, and in it what was recorded last.',
    type: SpendEntryConnection,
    args: {
      first: t.arg.int(pageArguments.first),
      after: t.arg.string(pageArguments.after),
      period: t.arg.string({ description: ofMonth }),
    },
    select: { id: true, teamId: true },
    resolve: ({ id, teamId }, { period, ...args }, context) => pageOf(context, { teamId, userId: id, period: checkPeriod(period) }, args),
  }),
)

builder.prismaObjectField('Team', 'spendEntries', (t) =>
  t.field({
    authScopes: { read: true },
    description: 'What was recorded of all users, what was recorded last first; of one user as User.spendEntries has it.',
    type: SpendEntryConnection,
    args: {
      first: t.arg.int(pageArguments.first),
      after: t.arg.string(pageArguments.after),
      filter: t.arg({ type: SpendEntryFilter }),
    },
    select: { id: true },
    async resolve({ id }, { filter, ...args }, context) {
      // An id that is none matches nothing, as one of another team does.
      const userId = filter?.userId == null ? undefined : (fromId('user', filter.userId) ?? nobody)
      const [kind, label] = [filter?.kind ?? undefined, filter?.label ?? undefined]
      let period = checkPeriod(filter?.period)
      // Of a ledger that grows for ever, what few entries have is looked for in a month of it.
      if (userId === undefined && (kind ?? label) !== undefined)
        // The next page is of the month of the one before it, also when a new one has begun.
        period ??= positionAfter(ofTeam, args.after)?.period ?? (await currentPeriod(context.database, id))
      return pageOf(context, { teamId: id, userId, period, kind, label }, args)
    },
  }),
)

const nobody = '00000000-0000-0000-0000-000000000000'

const ofTeam = 'SPEND_ENTRY'
const ofUser = 'SPEND_ENTRY_OF_USER'

async function pageOf(context: Context, filter: Filter, args: PageArguments): Promise<Connection<Entry>> {
  const page = toPage(args)
  const order = filter.userId === undefined ? ofTeam : ofUser
  const after = positionAfter(order, args.after)
  const read = () => readSpendEntries(context.database, filter, { after, limit: page.size + 1 })
  const entries = page.size === 0 ? [] : await inTime(read)
  const edges = entries.map((node) => ({ node, cursor: encodePosition(order, { value: node.period, id: node.id }) }))
  return toConnection<Entry, (typeof edges)[number]>(edges, page, args, () => inTime(() => countSpendEntries(context.database, filter)))
}

async function inTime<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (!isStatementTimeout(error)) throw error
    throw badInput(
      'This takes too long, with so many entries as there are. Ask for those of a user (userId), or of a later month (period).',
    )
  }
}

function positionAfter(order: string, cursor: string | null | undefined): SpendEntryPosition | undefined {
  const position = decodePosition(order, cursor)
  return position && { id: position.id, period: checkPeriod(position.value ?? '')! }
}
