import { readableTeam } from '../access/viewer.ts'
import { decodeChangeCursor, encodeChangeCursor, type Position } from '../domain/change-cursor.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'
import type { ChangeMessage as Message, ResyncReason } from '../realtime/change-stream.ts'
import { matchesChangeFilter, readChangePage, type ActorRef, type ChangeFilter } from '../store/change-log.ts'
import { builder } from './builder.ts'
import { ChangeInterface } from './change.ts'
import { ChangeSource } from './change-source.ts'
import { actorOf, ChangeFilterInput } from './changes.ts'
import type { Context } from './context.ts'
import { InvalidInputError, NotFoundError, toRefusal, type Refusal } from './errors.ts'
import { requireId } from './reach.ts'

type MessageOf<Type extends Message['type']> = Extract<Message, { type: Type }>

const ChangeBatch = builder.objectRef<MessageOf<'ChangeBatch'>>('ChangeBatch').implement({
  authScopes: { member: true },
  description: 'Whoever compares previousCursor with the last cursor that this subscription was given can prove that nothing is missing.',
  fields: (t) => ({
    previousCursor: t.field({ type: 'ChangeCursor', resolve: (message) => encodeChangeCursor(message.previous) }),
    cursor: t.field({ type: 'ChangeCursor', resolve: (message) => encodeChangeCursor(message.position) }),
    changes: t.field({ type: [ChangeInterface], resolve: (message) => message.changes }),
  }),
})

export const Checkpoint = builder.objectRef<MessageOf<'Checkpoint'>>('Checkpoint').implement({
  authScopes: { member: true },
  description:
    'Opens every subscription, and comes when it is idle: the connection lives, and the position has moved past changes that the filter left out.',
  fields: (t) => ({
    previousCursor: t.field({ type: 'ChangeCursor', resolve: (message) => encodeChangeCursor(message.previous) }),
    cursor: t.field({ type: 'ChangeCursor', resolve: (message) => encodeChangeCursor(message.position) }),
    at: t.expose('at', { type: 'DateTime' }),
    isLive: t.exposeBoolean('isLive', {
      description:
        'The subscription has caught up with the log: what is committed from here on comes as it is committed. A subscription that has to catch up gets such a Checkpoint as soon as it has.',
    }),
  }),
})

const ResyncReasonEnum = builder.enumType('ResyncReason', {
  values: {
    PRUNED: { description: 'The log does not reach back to there any more.' },
    REPLACED: { description: 'The log has another change there: it is not the one that the cursor is of.' },
    AHEAD: { description: 'The log has not come to there.' },
  } as const satisfies Record<ResyncReason, object>,
})

export const ResyncRequired = builder.objectRef<MessageOf<'ResyncRequired'>>('ResyncRequired').implement({
  authScopes: { member: true },
  description:
    'The position is not in the log any more, or not in this log: read a new snapshot and subscribe from its changeCursor. The last message.',
  fields: (t) => ({
    reason: t.expose('reason', { type: ResyncReasonEnum }),
    cursor: t.field({
      type: 'ChangeCursor',
      description: 'The head of the log, for information.',
      resolve: (message) => encodeChangeCursor(message.position),
    }),
  }),
})

const types = { ChangeBatch, Checkpoint, ResyncRequired }

const ChangeMessage = builder.unionType('ChangeMessage', {
  types: [ChangeBatch, Checkpoint, ResyncRequired, InvalidInputError, NotFoundError],
  resolveType: (message) => ('type' in message ? types[message.type] : message.code === 'NOT_FOUND' ? NotFoundError : InvalidInputError),
})

builder.subscriptionFields((t) => ({
  changes: t.field({
    description: 'Every change of the team after `after` (from now on without it), in order, each once. The platform key names the team.',
    type: ChangeMessage,
    authScopes: { read: true },
    args: { teamId: t.arg.id(), after: t.arg({ type: 'ChangeCursor' }), filter: t.arg({ type: ChangeFilterInput }) },
    subscribe: (_, { teamId, after, filter }, context) =>
      follow(context, { teamId, after, userId: filter?.userId, groupId: filter?.groupId }, () => ({
        kinds: filter?.kinds ?? undefined,
        actor: requireActor(filter?.actorId),
        actorKinds: filter?.actorKinds ?? undefined,
      })),
    resolve: (message) => message,
  }),
  membershipChanges: t.field({
    description:
      'Members coming and going: of one group, of one user, or of all. A DirectoryDeleted comes too: it ends all memberships of its directory. The platform key names the team.',
    type: ChangeMessage,
    authScopes: { member: true },
    args: { teamId: t.arg.id(), groupId: t.arg.id(), userId: t.arg.id(), after: t.arg({ type: 'ChangeCursor' }) },
    subscribe: (_, args, context) => followMemberships(context, args),
    resolve: (message) => message,
  }),
}))

type Wanted = { teamId?: string | null; groupId?: string | null; userId?: string | null; after?: string | null }

/** `narrowed` may refuse what it was given. */
async function follow(context: Context, wanted: Wanted, narrowed: () => ChangeFilter): Promise<AsyncIterable<Message | Refusal>> {
  try {
    const teamId = await requireReadableTeam(context, wanted.teamId)
    const after = requireCursor(context.lastEventId ?? wanted.after)
    const filter: ChangeFilter = {
      ...narrowed(),
      userId: await requireFollowed(context, teamId, 'user', wanted.userId, after),
      groupId: await requireFollowed(context, teamId, 'group', wanted.groupId, after),
    }
    return new ChangeSource(teamId, after, (change) => matchesChangeFilter(filter, change))
  } catch (error) {
    if (error instanceof DomainError) return once(toRefusal(error))
    throw error
  }
}

/** A member is told of their own coming and going, and of no group's end or existence. */
async function followMemberships(context: Context, wanted: Wanted): Promise<AsyncIterable<Message | Refusal>> {
  const { access } = context
  if (access.kind !== 'MEMBER') return follow(context, wanted, () => ({ kinds: ['MembershipChanged'] }))
  try {
    const teamId = await requireReadableTeam(context, wanted.teamId)
    const after = requireCursor(context.lastEventId ?? wanted.after)
    const filter: ChangeFilter = {
      kinds: ['MembershipChanged'],
      userId: requireOwnUser(access.userId, wanted.userId),
      groupId: wanted.groupId == null ? undefined : requireId('group', wanted.groupId),
    }
    return new ChangeSource(teamId, after, (change) => change.kind === 'MembershipChanged' && matchesChangeFilter(filter, change))
  } catch (error) {
    if (error instanceof DomainError) return once(toRefusal(error))
    throw error
  }
}

export function requireOwnUser(userId: string, named: string | null | undefined): string {
  if (named == null) throw new DomainError('INVALID_INPUT', 'A member follows what is their own. Give the id of your own user as userId.')
  if (fromId('user', named) !== userId) throw notFound(`User ${named.slice(0, 100)}`)
  return userId
}

export async function requireReadableTeam({ viewer, existing }: Context, id: string | null | undefined): Promise<string> {
  if (viewer.kind === 'PLATFORM' && id == null)
    throw new DomainError('INVALID_INPUT', 'With the platform key, teamId says which team is meant.')
  const named = id == null ? undefined : fromId('team', id)
  const teamId = id != null && named === undefined ? undefined : readableTeam(viewer, named)
  const exists = teamId !== undefined && (viewer.kind !== 'PLATFORM' || (await existing.team(teamId)))
  if (!exists) throw notFound(`Team ${id}`)
  return teamId
}

export function requireCursor(cursor: string | null | undefined): Position | undefined {
  if (cursor == null) return undefined
  const position = decodeChangeCursor(cursor)
  if (!position)
    throw new DomainError('INVALID_INPUT', '`after` is no change cursor. Use one that Team.changeCursor, a change or a subscription gave.')
  return position
}

/** Any id of an actor: who has not done anything yet may do so. */
function requireActor(id: string | null | undefined): ActorRef | undefined {
  if (id == null) return undefined
  const actor = actorOf(id)
  if (!actor)
    throw new DomainError(
      'INVALID_INPUT',
      '`actorId` is no id of an actor. Use one that Actor.id gave: a person, an API key or a directory.',
    )
  return actor
}

const deletions = { user: 'UserDeleted', group: 'GroupDeleted' } as const

/** A user or group of the team. Who follows on from a cursor may ask for one that was deleted after it: that is news to them. */
export async function requireFollowed(
  { database, existing }: Context,
  teamId: string,
  kind: 'user' | 'group',
  id: string | null | undefined,
  after: Position | undefined,
): Promise<string | undefined> {
  if (id == null) return undefined
  const uuid = fromId(kind, id)
  if (uuid !== undefined) {
    if (await existing[kind](teamId, uuid, after !== undefined)) return uuid
    if (after) {
      const filter: ChangeFilter = { kinds: [deletions[kind]], ...(kind === 'user' ? { userId: uuid } : { groupId: uuid }) }
      const deleted = await readChangePage(database, teamId, { after: after.revision, limit: 1, isBackward: false, filter })
      if (deleted.length > 0) return uuid
    }
  }
  throw notFound(`${kind === 'user' ? 'User' : 'Group'} ${id.slice(0, 100)}`)
}

export async function* once<Value>(value: Value): AsyncGenerator<Value> {
  yield value
}
