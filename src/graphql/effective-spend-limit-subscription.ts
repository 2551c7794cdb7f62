import { encodeChangeCursor } from '../domain/change-cursor.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { isDeciding, mayDecideFor, type ChangedDecision, type Decision } from '../domain/limit-history.ts'
import { namedUsers, type TeamTurn } from '../realtime/effective-limits.ts'
import { builder } from './builder.ts'
import { ChangeInterface } from './change.ts'
import { ChangeSource } from './change-source.ts'
import { MemberRefType } from './change-state.ts'
import type { Context } from './context.ts'
import { EffectiveSpendLimit, EffectiveSpendLimitValue, type OfTeam } from './effective-spend-limit.ts'
import { InvalidInputError, NotFoundError, toRefusal, type Refusal } from './errors.ts'
import { teamLimitStage, userLimitStage } from './limit-stage.ts'
import type { LimitChangeBatch, LimitUpdate, LiveMessage } from './live-message.ts'
import { requireId, requireTeam } from './reach.ts'
import { Checkpoint, once, requireCursor, requireFollowed, requireOwnUser, requireReadableTeam, ResyncRequired } from './subscription.ts'

const cursors = {
  previous: ({ previous }: Pick<LimitUpdate, 'previous'>) => encodeChangeCursor(previous),
  own: ({ position }: Pick<LimitUpdate, 'position'>) => encodeChangeCursor(position),
}

const Update = builder.objectRef<LimitUpdate>('EffectiveSpendLimitUpdate').implement({
  authScopes: { member: true },
  description: 'What the user may spend as of the cursor. An override counts until the log says that it expired, a moment after it did.',
  fields: (t) => ({
    previousCursor: t.field({ type: 'ChangeCursor', resolve: cursors.previous }),
    cursor: t.field({ type: 'ChangeCursor', resolve: cursors.own }),
    value: t.field({
      type: EffectiveSpendLimit,
      resolve: ({ value, teamId, position }) => ({ ...value, teamId, revision: position.revision }),
    }),
    cause: t.field({
      description:
        'The newest change after which it was another than before. Null of the first value when nothing has changed it since `after`. A member is told of memberships and limits, without who did it.',
      type: ChangeInterface,
      nullable: true,
      resolve: ({ cause }) => cause ?? null,
    }),
  }),
})

type MessageOfUser = Exclude<LiveMessage, { type: 'ChangeBatch' } | LimitChangeBatch>
type MessageOfTeam = Exclude<LiveMessage, { type: 'ChangeBatch' } | LimitUpdate>

const types = { Checkpoint, ResyncRequired, Gone: NotFoundError }

const EffectiveSpendLimitMessage = builder.unionType('EffectiveSpendLimitMessage', {
  types: [Update, Checkpoint, ResyncRequired, InvalidInputError, NotFoundError],
  resolveType(message: MessageOfUser | Refusal) {
    if (!('type' in message)) return message.code === 'NOT_FOUND' ? NotFoundError : InvalidInputError
    return message.type === 'EffectiveSpendLimitUpdate' ? Update : types[message.type]
  },
})

type ChangedOfTeam = ChangedDecision & { teamId: string; turn: TeamTurn }

const ChangedEffectiveSpendLimit = builder.objectRef<ChangedOfTeam>('ChangedEffectiveSpendLimit').implement({
  authScopes: { read: true },
  fields: (t) => ({
    user: t.field({
      type: MemberRefType,
      resolve: ({ userId, turn }) => turn.named.get(userId) ?? { id: userId, userName: '', displayName: null },
    }),
    before: t.field({
      type: EffectiveSpendLimitValue,
      nullable: true,
      description: 'Null when the user was not there.',
      resolve: ({ before, teamId }) => valueOf(before, teamId),
    }),
    after: t.field({
      type: EffectiveSpendLimitValue,
      nullable: true,
      description: 'Null when the user is not there any more.',
      resolve: ({ after, teamId }) => valueOf(after, teamId),
    }),
  }),
})

function valueOf(decision: Decision | undefined, teamId: string): OfTeam<Decision> | null {
  return decision ? { ...decision, teamId } : null
}

type TurnOfTeam = OfTeam<TeamTurn>

const EffectiveSpendLimitsChanged = builder.objectRef<TurnOfTeam>('EffectiveSpendLimitsChanged').implement({
  authScopes: { read: true },
  description:
    'What one change was to effective limits: whose amount, being unlimited or source is another. The same of another limit is no change. A DirectoryDeleted ends those of all its users, and names none of them.',
  fields: (t) => ({
    cause: t.field({ type: ChangeInterface, resolve: ({ cause }) => cause }),
    changedCount: t.int({ description: 'Users who came and who went are among them.', resolve: ({ counts }) => counts.changed }),
    raisedCount: t.int({ resolve: ({ counts }) => counts.raised }),
    loweredCount: t.int({ resolve: ({ counts }) => counts.lowered }),
    zeroCount: t.int({
      description: 'Those whose amount became 0. What they have spent is not looked at.',
      resolve: ({ counts }) => counts.zero,
    }),
    unlimitedCount: t.int({ description: 'Those who became unlimited.', resolve: ({ counts }) => counts.unlimited }),
    changedUserIds: t.idList({ description: 'Complete.', resolve: ({ changed }) => changed.map(({ userId }) => toId('user', userId)) }),
    changed: t.field({
      type: [ChangedEffectiveSpendLimit],
      description: `For display, in order of id: at most ${namedUsers}. The ids are complete.`,
      args: { first: t.arg.int({ defaultValue: 50 }) },
      resolve: (turn, { first }) =>
        turn.changed.slice(0, Math.min(Math.max(first ?? 50, 0), namedUsers)).map((changed) => ({ ...changed, teamId: turn.teamId, turn })),
    }),
  }),
})

const Batch = builder.objectRef<LimitChangeBatch>('EffectiveSpendLimitChangeBatch').implement({
  authScopes: { read: true },
  description: 'Changes after which effective limits were others than before, in order, each once.',
  fields: (t) => ({
    previousCursor: t.field({ type: 'ChangeCursor', resolve: cursors.previous }),
    cursor: t.field({ type: 'ChangeCursor', resolve: cursors.own }),
    changes: t.field({
      type: [EffectiveSpendLimitsChanged],
      resolve: ({ turns, teamId }) => turns.map((turn) => ({ ...turn, teamId })),
    }),
  }),
})

const EffectiveSpendLimitChangesMessage = builder.unionType('EffectiveSpendLimitChangesMessage', {
  types: [Batch, Checkpoint, ResyncRequired, InvalidInputError, NotFoundError],
  resolveType(message: MessageOfTeam | Refusal) {
    if (!('type' in message)) return message.code === 'NOT_FOUND' ? NotFoundError : InvalidInputError
    return message.type === 'EffectiveSpendLimitChangeBatch' ? Batch : types[message.type]
  },
})

builder.subscriptionFields((t) => ({
  effectiveSpendLimit: t.field({
    description:
      'What one user may spend: the value at once, then each time that it becomes another (the amount, being unlimited or the source), whatever the cause. The same value of another limit is not told. It ends with NotFoundError when the user is deleted. A member may ask only for themselves.',
    type: EffectiveSpendLimitMessage,
    authScopes: { member: true },
    args: {
      userId: t.arg.id({ required: true }),
      after: t.arg({
        type: 'ChangeCursor',
        description: 'Where an earlier subscription or a snapshot stood: the first value says what has changed it since.',
      }),
    },
    subscribe: (_, args, context) => orOnce<MessageOfUser>(() => followUser(context, args)),
    resolve: (message) => message,
  }),
  effectiveSpendLimitChanges: t.field({
    description:
      "Every change of the team's effective limits after `after` (from now on without it), in order, each once: which change made it, and everybody whose limit became another by it. The platform key names the team.",
    type: EffectiveSpendLimitChangesMessage,
    authScopes: { read: true },
    args: { teamId: t.arg.id(), after: t.arg({ type: 'ChangeCursor' }) },
    subscribe: (_, args, context) => orOnce<MessageOfTeam>(() => followTeam(context, args)),
    resolve: (message) => message,
  }),
}))

async function orOnce<Message>(follow: () => Promise<ChangeSource>): Promise<AsyncIterable<Message | Refusal>> {
  try {
    // Its stage makes the messages that the field resolves.
    return (await follow()) as unknown as AsyncIterable<Message>
  } catch (error) {
    if (error instanceof DomainError) return once(toRefusal(error))
    throw error
  }
}

async function followUser(context: Context, wanted: { userId: string; after?: string | null }): Promise<ChangeSource> {
  const { access, viewer } = context
  const named = requireId('user', wanted.userId)
  const teamId =
    viewer.kind === 'PLATFORM'
      ? await requireTeam(context, undefined, { kind: 'user', id: wanted.userId })
      : await requireReadableTeam(context, undefined)
  const after = requireCursor(context.lastEventId ?? wanted.after)
  const userId =
    access.kind === 'MEMBER'
      ? requireOwnUser(access.userId, wanted.userId)
      : ((await requireFollowed(context, teamId, 'user', wanted.userId, after)) ?? named)
  return new ChangeSource(
    teamId,
    after,
    (change) => mayDecideFor(userId, change),
    (limits) => userLimitStage(limits, teamId, userId),
  )
}

async function followTeam(context: Context, wanted: { teamId?: string | null; after?: string | null }): Promise<ChangeSource> {
  const teamId = await requireReadableTeam(context, wanted.teamId)
  const after = requireCursor(context.lastEventId ?? wanted.after)
  return new ChangeSource(teamId, after, isDeciding, (limits) => teamLimitStage(limits, teamId))
}
