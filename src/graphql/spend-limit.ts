import { brandWithType } from '@pothos/core'
import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import { toId } from '../domain/id.ts'
import { countsAt, type SpendLimit as Limit, type SpendLimitTarget as Target } from '../domain/spend-limit.ts'
import { countingNow, toSpendLimit } from '../store/spend-limit.ts'
import { builder } from './builder.ts'
import { loadInBatch, type Context } from './context.ts'
import { VersionConflictError } from './errors.ts'
import { Group } from './group.ts'
import { readPage } from './keyset.ts'
import { fieldKey } from './loading.ts'
import { inCurrencyOf, Money } from './money.ts'
import { Team } from './team.ts'
import { User } from './user.ts'

const targetTypes = { TEAM: 'Team', GROUP: 'Group', USER: 'User' } as const
const idKinds = { TEAM: 'team', GROUP: 'group', USER: 'user' } as const

const SpendLimitTarget = builder.unionType('SpendLimitTarget', { types: [Team, Group, User] })

export const SpendLimit = builder.node(builder.objectRef<Limit>('SpendLimit'), {
  description: 'An amount per user and calendar month, or explicitly unlimited; set for the team, for a group, or for one user.',
  id: { resolve: (limit) => limit.id },
  authScopes: { member: true, limits: true },
  fields: (t) => ({
    targetId: t.id({
      authScopes: { member: true },
      description: 'Whose limit it is; it stays when the target is deleted.',
      resolve: ({ target }) => toId(idKinds[target.kind], target.id),
    }),
    target: t.field({
      type: SpendLimitTarget,
      nullable: true,
      authScopes: { member: true },
      description:
        'Null once it is deleted: an answer of long ago (an idempotency key) or of a moment ago (a subscription) may be about a limit whose target is gone. `targetId` stays.',
      resolve: (limit, _, context, info) => loadTarget(context, info, limit.teamId, limit.target),
    }),
    isUnlimited: t.boolean({ resolve: (limit) => limit.amountMinor === null }),
    amount: t.field({
      description: 'null exactly when unlimited.',
      type: Money,
      nullable: true,
      resolve: (limit, _, context) => inCurrencyOf(context, limit.teamId, limit.amountMinor),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Of the limit of one user: from then on it does not count. null: it stays until somebody changes it.',
    }),
    version: t.exposeInt('version', { authScopes: { read: true, limits: true } }),
    setAt: t.expose('setAt', { type: 'DateTime', authScopes: { read: true, limits: true } }),
    setBy: t.exposeString('setBy', { authScopes: { read: true, limits: true } }),
  }),
})

async function loadTarget(context: Context, info: GraphQLResolveInfo, teamId: string, { kind, id }: Target) {
  const typeName = targetTypes[kind]
  // For each row, not for each batch: this also notes, for the fields beneath this one, what the row was loaded with.
  const { select } = queryFromInfo({ context, info, typeName, select: { id: true } })
  const row = await loadInBatch<{ id: string }>(context, `${typeName} at ${fieldKey(info)}`, id, async (ids) => {
    const rows = await findTargets(context, kind, select, teamId, ids)
    return new Map(rows.map((found) => [found.id, found]))
  })
  if (!row) return null
  brandWithType(row, typeName as never)
  return row as never
}

function findTargets(
  { database }: Context,
  kind: Target['kind'],
  columns: object,
  teamId: string,
  ids: string[],
): PromiseLike<{ id: string }[]> {
  switch (kind) {
    case 'TEAM':
      return database.team.findMany({ select: { ...columns, id: true }, where: { id: teamId } })
    case 'GROUP':
      return database.group.findMany({ select: { ...columns, id: true }, where: { teamId, id: { in: ids } } })
    case 'USER':
      return database.user.findMany({ select: { ...columns, id: true }, where: { teamId, id: { in: ids } } })
  }
}

builder.objectField(VersionConflictError, 'current', (t) =>
  t.field({
    description: 'The limit that is there now; null when there is none, and when the conflict is not about a limit.',
    type: SpendLimit,
    nullable: true,
    resolve: (refusal) => (refusal.details['current'] ?? null) as Limit | null,
  }),
)

builder.prismaObjectFields('Team', (t) => ({
  spendLimit: t.field({
    authScopes: { read: true },
    description: 'What applies to users without a limit of their own or of a group; null when there is none.',
    type: SpendLimit,
    nullable: true,
    select: { spendLimit: true },
    resolve: ({ spendLimit }) => (spendLimit && countsAt(spendLimit, new Date()) ? toSpendLimit(spendLimit) : null),
  }),
  spendLimits: t.field({
    authScopes: { read: true },
    description: 'Every limit that is set: of the team, of groups and of users.',
    type: builder.connectionObject({ type: SpendLimit, name: 'SpendLimitConnection' }),
    args: { first: t.arg.int(), after: t.arg.string() },
    async resolve({ id }, args, { database }) {
      const where = { teamId: id, ...countingNow() }
      const order = { name: 'SPEND_LIMIT', column: 'id' } as const
      const read = async (query: object) => (await database.spendLimit.findMany(query)).map(toSpendLimit)
      return readPage(order, args, where, read, () => database.spendLimit.count({ where }))
    },
  }),
}))

builder.prismaObjectField('User', 'spendLimit', (t) =>
  t.field({
    authScopes: { read: true },
    description:
      'The limit of this user alone, which goes before all others; null when there is none, or it has expired. What applies is effectiveSpendLimit.',
    type: SpendLimit,
    nullable: true,
    select: { spendLimit: true },
    resolve: ({ spendLimit }) => (spendLimit && countsAt(spendLimit, new Date()) ? toSpendLimit(spendLimit) : null),
  }),
)

builder.prismaObjectField('Group', 'spendLimit', (t) =>
  t.field({
    authScopes: { read: true },
    description: 'What each member may spend because of this group; null when the group has none.',
    type: SpendLimit,
    nullable: true,
    select: { spendLimit: true },
    resolve: ({ spendLimit }) => (spendLimit && countsAt(spendLimit, new Date()) ? toSpendLimit(spendLimit) : null),
  }),
)
