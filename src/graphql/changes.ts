import { decodeChangeCursor, encodeChangeCursor, type Position } from '../domain/change-cursor.ts'
import { changeKinds, type ActorKind, type Change, type ChangeKind } from '../domain/change.ts'
import { GraphQLError } from 'graphql'
import { fromId, parseId, type IdKind } from '../domain/id.ts'
import { countChanges, readChangeId, readChangePage, type ActorRef, type ChangeFilter } from '../store/change-log.ts'
import { builder } from './builder.ts'
import { ChangeInterface } from './change.ts'
import { ActorKind as ActorKindEnum } from './change-state.ts'
import type { Context } from './context.ts'
import { badInput } from './errors.ts'
import { toConnection, toPage, type Connection, type PageArguments } from './page.ts'

const enumName = (kind: ChangeKind): string => kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

const ChangeKindEnum = builder.enumType('ChangeKind', {
  description: 'The type of a change.',
  values: Object.fromEntries(changeKinds.map((kind) => [enumName(kind), { value: kind }])) as Record<string, { value: ChangeKind }>,
})

export const ChangeFilterInput = builder.inputType('ChangeFilter', {
  description:
    'Changes that meet all that is given. A DirectoryDeleted is the end of all users, groups, memberships and limits of a directory, so it is about each of them.',
  fields: (t) => ({
    kinds: t.field({ type: [ChangeKindEnum] }),
    userId: t.id({ description: 'About this user, or about members that it was one of.' }),
    groupId: t.id({ description: 'About this group.' }),
    actorId: t.id({ description: 'Done by this person (`person-…`), API key (`key-…`) or directory (`dir-…`), as Actor.id has it.' }),
    actorKinds: t.field({
      type: [ActorKindEnum],
      description: 'Done by one of these; without DIRECTORY it is what people and programs did.',
    }),
  }),
})

/** Undefined when it names what no id is: nothing is about that. */
export function toChangeFilter(filter: typeof ChangeFilterInput.$inferInput | null | undefined): ChangeFilter | undefined {
  const userId = filter?.userId == null ? null : fromId('user', filter.userId)
  const groupId = filter?.groupId == null ? null : fromId('group', filter.groupId)
  const actor = filter?.actorId == null ? null : actorOf(filter.actorId)
  if (userId === undefined || groupId === undefined || actor === undefined) return undefined
  return {
    kinds: filter?.kinds ?? undefined,
    userId: userId ?? undefined,
    groupId: groupId ?? undefined,
    actor: actor ?? undefined,
    actorKinds: filter?.actorKinds ?? undefined,
  }
}

const actorKinds: Partial<Record<IdKind, ActorKind>> = { person: 'ADMINISTRATOR', apiKey: 'API_KEY', directory: 'DIRECTORY' }

/** Who has this id as an actor; undefined when it is no id of one. */
export function actorOf(id: string): ActorRef | undefined {
  const named = parseId(id)
  const kind = named && actorKinds[named.kind]
  return kind && { kind, id: named.uuid }
}

builder.prismaObjectField('Team', 'changes', (t) =>
  t.field({
    authScopes: { read: true },
    description: 'The change log, oldest first; `last` takes from the end. Cursors of edges are change cursors.',
    type: builder.connectionObject({ type: ChangeInterface, name: 'ChangeConnection' }),
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: ChangeFilterInput }) },
    resolve: ({ id }, { filter, ...args }, context) => readChanges(context, id, toChangeFilter(filter), args),
  }),
)

builder.prismaObjectField('Team', 'changeCursorAt', (t) =>
  t.field({
    type: 'ChangeCursor',
    nullable: true,
    authScopes: { read: true },
    description:
      'The cursor of the change with this revision: what was before and after it is read from there. null when the log has none, or not any more.',
    args: { revision: t.arg({ type: 'SafeInt', required: true }) },
    async resolve({ id }, { revision }, { database }) {
      const changeId = await readChangeId(database, id, revision)
      return changeId === undefined ? null : encodeChangeCursor({ revision, changeId })
    },
  }),
)

async function readChanges(
  context: Context,
  teamId: string,
  filter: ChangeFilter | undefined,
  args: PageArguments,
): Promise<Connection<Change>> {
  const page = toPage(args)
  const after = await requirePosition(context, teamId, args.after)
  const before = await requirePosition(context, teamId, args.before)
  const range = { after: after?.revision, before: before?.revision, limit: page.size + 1, isBackward: page.isBackward }
  const changes = filter === undefined || page.size === 0 ? [] : await readChangePage(context.database, teamId, { ...range, filter })
  const edges = changes.map((node) => ({ node, cursor: encodeChangeCursor({ revision: node.revision, changeId: node.id }) }))
  return toConnection<Change, (typeof edges)[number]>(edges, page, args, () =>
    filter === undefined ? 0 : countChanges(context.database, teamId, filter),
  )
}

/** A cursor of this log as it is; never a page of another history. */
async function requirePosition({ database }: Context, teamId: string, cursor: string | null | undefined): Promise<Position | undefined> {
  if (cursor == null) return undefined
  const position = decodeChangeCursor(cursor)
  if (!position) throw badInput('This is no change cursor. Start again without it.')
  const changeId = position.revision === 0 ? teamId : await readChangeId(database, teamId, position.revision)
  if (changeId === position.changeId) return position
  throw new GraphQLError('This change cursor is not in the log any more, or not of this log. Start again without it.', {
    extensions: { code: 'RESYNC_REQUIRED' },
  })
}
