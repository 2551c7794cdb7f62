import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import { checkExpectedVersion, targetText } from '../commands/change-spend-limits.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { fromId, toId } from '../domain/id.ts'
import { checkAmountMinor, checkStatedCurrency } from '../domain/money.ts'
import { checkLimitExpiry, type SpendLimit, type SpendLimitTarget } from '../domain/spend-limit.ts'
import {
  findStrangers,
  findTargetLimit,
  mostExamples,
  mostMembersPreviewed,
  previewSpendLimits,
  reachOf,
  type PreviewExample,
  type SpendLimitPreview as Preview,
} from '../store/spend-limit-preview.ts'
import { builder } from './builder.ts'
import { loadInBatch, type Context } from './context.ts'
import { EffectiveSpendLimitValue, type OfTeam } from './effective-spend-limit.ts'
import { badInput, orRefusal, resultUnion } from './errors.ts'
import { fieldKey } from './loading.ts'
import { requireId } from './reach.ts'
import { amountOf, ClearSpendLimitInput, SetSpendLimitInput, targetOf } from './set-spend-limit.ts'
import './team.ts'
import { User } from './user.ts'

type UserRow = { id: string; teamId: string }

const SpendLimitPreviewExample = builder.objectRef<OfTeam<PreviewExample> & { user: UserRow }>('SpendLimitPreviewExample').implement({
  authScopes: { read: true },
  fields: (t) => ({
    user: t.field({ type: User, resolve: ({ user }) => user as never }),
    before: t.field({ type: EffectiveSpendLimitValue, resolve: ({ before, teamId }) => ({ ...before, teamId }) }),
    after: t.field({ type: EffectiveSpendLimitValue, resolve: ({ after, teamId }) => ({ ...after, teamId }) }),
  }),
})

const SpendLimitPreview = builder.objectRef<Preview>('SpendLimitPreview').implement({
  description:
    'What would become of the users in reach of a change, were it made now: of the target, or of the group whose members change. Counts are of users, exact, and all of one revision. Nothing is written.',
  authScopes: { read: true },
  fields: (t) => ({
    revision: t.expose('revision', { type: 'SafeInt', description: "The team's revision that all of this is of." }),
    affectedUserCount: t.int({
      description: 'Raised or lowered.',
      resolve: ({ raisedCount, loweredCount }) => raisedCount + loweredCount,
    }),
    raisedCount: t.exposeInt('raisedCount', { description: 'A higher amount, or no limit any more.' }),
    loweredCount: t.exposeInt('loweredCount'),
    unchangedCount: t.exposeInt('unchangedCount', {
      description: 'In reach, and the amount stays: another limit decides, or the user is inactive.',
    }),
    becomesBlockedCount: t.exposeInt('becomesBlockedCount', {
      description: "Something is left of this month's limit now, and with what is spent nothing would be.",
    }),
    unblockedCount: t.exposeInt('unblockedCount', { description: "Nothing is left of this month's limit now, and something would be." }),
    becomesUnlimitedCount: t.exposeInt('becomesUnlimitedCount'),
    examples: t.field({
      description:
        'Users whose amount would change, the largest difference first (between an amount and unlimited it is larger than between any amounts), then in order of id.',
      type: [SpendLimitPreviewExample],
      args: { first: t.arg.int({ defaultValue: 10, description: `At most ${mostExamples}.` }) },
      async resolve({ teamId, examples }, args, context, info) {
        const first = args.first ?? 10
        if (first < 0 || first > mostExamples) throw badInput(`\`first\` must be from 0 to ${mostExamples}; got ${first}.`)
        const shown = examples.slice(0, first)
        const users = await loadUsers(
          context,
          info,
          [['user']],
          teamId,
          shown.map(({ userId }) => userId),
        )
        // Gone between the two reads, when they are not in one snapshot.
        return shown.flatMap((example) => {
          const user = users.get(example.userId)
          return user ? [{ ...example, teamId, user }] : []
        })
      },
    }),
  }),
})

/** Users by id with what is selected of them at these paths below the field: one query for all of a list. */
export async function loadUsers(
  context: Context,
  info: GraphQLResolveInfo,
  paths: string[][],
  teamId: string,
  userIds: readonly string[],
): Promise<Map<string, UserRow>> {
  const query = queryFromInfo({ context, info, paths, typeName: 'User', select: { id: true, teamId: true } })
  const found = await Promise.all(
    userIds.map((id) =>
      loadInBatch<UserRow>(context, `users at ${fieldKey(info)}`, id, async (ids) => {
        const rows: UserRow[] = await context.database.user.findMany({ ...query, where: { id: { in: ids }, teamId } })
        return new Map(rows.map((row) => [row.id, row]))
      }),
    ),
  )
  return new Map(found.flatMap((user) => (user ? [[user.id, user] as const] : [])))
}

const setCodes = ['NOT_FOUND', 'INVALID_INPUT', 'CURRENCY_MISMATCH', 'VERSION_CONFLICT'] as const
const SpendLimitPreviewResult = resultUnion('SpendLimitPreviewResult', SpendLimitPreview, setCodes)
const deletionCodes = ['NOT_FOUND'] as const
const GroupDeletionPreviewResult = resultUnion('GroupDeletionPreviewResult', SpendLimitPreview, deletionCodes)
const membershipCodes = ['NOT_FOUND', 'INVALID_INPUT'] as const
const MembershipPreviewResult = resultUnion('MembershipPreviewResult', SpendLimitPreview, membershipCodes)

const MembershipPreviewInput = builder.inputType('MembershipPreviewInput', {
  description: `Users of the group's directory; at most ${mostMembersPreviewed} in all.`,
  fields: (t) => ({
    groupId: t.id({ required: true }),
    addUserIds: t.idList({ defaultValue: [] }),
    removeUserIds: t.idList({ defaultValue: [] }),
  }),
})

builder.prismaObjectFields('Team', (t) => ({
  spendLimitPreview: t.field({
    description: 'What a limit would do before it is set.',
    authScopes: { read: true },
    type: SpendLimitPreviewResult,
    args: { input: t.arg({ type: SetSpendLimitInput, required: true }) },
    resolve: ({ id: teamId }, { input }, { database }) =>
      orRefusal(setCodes, async () => {
        const target = targetOf(input.target)
        const limit = await findLimit(database, teamId, target)
        const amountMinor = amountOf(input.value)
        if (amountMinor !== null) checkAmountMinor(amountMinor)
        const { name, currency } = await database.team.findUniqueOrThrow({ where: { id: teamId }, select: { name: true, currency: true } })
        const stated = { currency: input.currency ?? undefined, minorUnitDigits: input.minorUnitDigits ?? undefined }
        checkStatedCurrency('This limit', stated, { name, currency })
        checkLimitExpiry(target, input.expiresAt, new Date())
        checkExpectedVersion(limit ?? null, input.expectedVersion ?? undefined)
        return previewSpendLimits(database, teamId, reachOf(target), { limits: [{ target, isSet: true, amountMinor }] })
      }),
  }),
  clearSpendLimitPreview: t.field({
    description: 'What would come of taking a limit away.',
    authScopes: { read: true },
    type: SpendLimitPreviewResult,
    args: { input: t.arg({ type: ClearSpendLimitInput, required: true }) },
    resolve: ({ id: teamId }, { input }, { database }) =>
      orRefusal(setCodes, async () => {
        const target = targetOf(input.target)
        const limit = await findLimit(database, teamId, target)
        checkExpectedVersion(limit ?? null, input.expectedVersion ?? undefined)
        if (!limit) throw new DomainError('NOT_FOUND', 'The target has no limit of its own, so there is nothing to clear.')
        return previewSpendLimits(database, teamId, reachOf(target), { limits: [{ target, isSet: false, amountMinor: null }] })
      }),
  }),
  groupDeletionPreview: t.field({
    description: 'What limits would become of the members when the identity provider deletes the group.',
    authScopes: { read: true },
    type: GroupDeletionPreviewResult,
    args: { groupId: t.arg.id({ required: true }) },
    resolve: ({ id: teamId }, args, { database }) =>
      orRefusal(deletionCodes, async () => {
        const target = { kind: 'GROUP', id: requireId('group', args.groupId) } as const
        await findLimit(database, teamId, target)
        return previewSpendLimits(database, teamId, reachOf(target), { limits: [{ target, isSet: false, amountMinor: null }] })
      }),
  }),
  membershipPreview: t.field({
    description: 'What limits would become of users who come to a group or leave it.',
    authScopes: { read: true },
    type: MembershipPreviewResult,
    args: { input: t.arg({ type: MembershipPreviewInput, required: true }) },
    resolve: ({ id: teamId }, { input }, { database }) =>
      orRefusal(membershipCodes, async () => {
        const groupId = requireId('group', input.groupId)
        const { addedUserIds, removedUserIds } = membersIn(input)
        const userIds = [...new Set([...addedUserIds, ...removedUserIds])]
        const strangers = await findStrangers(database, teamId, groupId, userIds)
        if (!strangers) throw notFound(`Group ${input.groupId}`)
        refuseStrangers(strangers.map((id) => toId('user', id)))
        const memberships = { groupId, addedUserIds, removedUserIds }
        return previewSpendLimits(database, teamId, { kind: 'USERS', userIds }, { memberships })
      }),
  }),
}))

/** The limit of the target now; refuses a target that is not of this team. */
async function findLimit(database: Context['database'], teamId: string, target: SpendLimitTarget): Promise<SpendLimit | undefined> {
  const found = await findTargetLimit(database, teamId, target)
  if (!found) throw notFound(targetText(target))
  return found.limit
}

function membersIn({ addUserIds, removeUserIds }: typeof MembershipPreviewInput.$inferInput): {
  addedUserIds: string[]
  removedUserIds: string[]
} {
  const [added, removed] = [addUserIds ?? [], removeUserIds ?? []]
  if (added.length + removed.length > mostMembersPreviewed)
    throw new DomainError(
      'INVALID_INPUT',
      `The preview names ${added.length + removed.length} users; it takes at most ${mostMembersPreviewed}. Ask for fewer at a time.`,
    )
  const leaving = new Set(removed)
  const both = added.filter((id) => leaving.has(id))
  if (both.length > 0) throw new DomainError('INVALID_INPUT', `To add and to remove at once is no change: ${naming(both)}.`)
  refuseStrangers([...added, ...removed].filter((id) => fromId('user', id) === undefined))
  const bare = (ids: readonly string[]): string[] => ids.map((id) => requireId('user', id))
  return { addedUserIds: bare(added), removedUserIds: bare(removed) }
}

function refuseStrangers(ids: readonly string[]): void {
  if (ids.length > 0) throw new DomainError('INVALID_INPUT', `Not users of the group's directory: ${naming(ids)}.`)
}

function naming(ids: readonly string[]): string {
  const named = ids.slice(0, 20).map((id) => id.slice(0, 100))
  return `${named.join(', ')}${ids.length > 20 ? ` and ${ids.length - 20} more` : ''}`
}
