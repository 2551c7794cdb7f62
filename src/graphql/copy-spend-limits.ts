import { viewerActor } from '../access/viewer.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { resultUnion } from './errors.ts'
import { idempotencyKeyDescription, onceOf } from './idempotency.ts'
import { requireId, requireTeam } from './reach.ts'
import { bulkAnswer, BulkModeEnum, orError, successOfItems } from './set-spend-limits.ts'

const CopySpendLimitsInput = builder.inputType('CopySpendLimitsInput', {
  fields: (t) => ({
    teamId: t.id({ description: 'For the platform key, which may leave it out: the group says which team.' }),
    fromGroupId: t.id({ required: true }),
    toGroupIds: t.idList({ required: true, description: '1 to 500 other groups, also of other directories of the team.' }),
    mode: t.field({ type: BulkModeEnum, required: true }),
    expectedVersion: t.int({
      description: 'Of the limit that is copied, that of fromGroupId: refused with VersionConflictError when it is at another version.',
    }),
    idempotencyKey: t.string({ description: idempotencyKeyDescription }),
  }),
})

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'VERSION_CONFLICT', 'ITEMS_REFUSED', 'IDEMPOTENCY_CONFLICT', 'FORBIDDEN'] as const

const CopySpendLimitsSuccess = successOfItems('CopySpendLimitsSuccess')

builder.mutationField('copySpendLimits', (t) =>
  t.field({
    description:
      'Gives groups the limit that another group has, in one commit; limits of theirs are replaced. A group without a limit has nothing to copy: NotFoundError. Later changes of the one do not follow to the others. Scope LIMITS.',
    ...requires('limits'),
    type: resultUnion('CopySpendLimitsResult', CopySpendLimitsSuccess, codes),
    args: { input: t.arg({ type: CopySpendLimitsInput, required: true }) },
    resolve: (_, { input }, context) =>
      bulkAnswer(codes, context, async () => {
        const teamId = await requireTeam(context, input.teamId, { kind: 'group', id: input.fromGroupId })
        const committed = await context.commands.copySpendLimits({
          teamId,
          actor: viewerActor(context.viewer),
          mode: input.mode,
          fromGroupId: requireId('group', input.fromGroupId),
          toGroupIds: input.toGroupIds.map((id) => orError(() => requireId('group', id))),
          expectedVersion: input.expectedVersion ?? undefined,
          once: onceOf('copySpendLimits', input),
        })
        return { teamId, committed }
      }),
  }),
)
