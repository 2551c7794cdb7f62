import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import { countMemberships, findMembershipPages, type MembershipOf } from '../store/membership-page.ts'
import { builder } from './builder.ts'
import { loadInBatch, type Context } from './context.ts'
import { badInput } from './errors.ts'
import { Group } from './group.ts'
import { fieldKey } from './loading.ts'
import { decodePosition, encodePosition, toConnection, toPage, type Connection, type Edge } from './page.ts'
import { User } from './user.ts'

type MembershipEdge<Node> = Edge<Node> & { addedAt: Date }
type Row = { id: string; teamId: string }

const addedAt = (edge: unknown): Date => (edge as MembershipEdge<Row>).addedAt

const GroupMemberConnection = builder.connectionObject(
  { type: User, name: 'GroupMemberConnection' },
  { name: 'GroupMemberEdge', fields: (t) => ({ addedAt: t.field({ type: 'DateTime', resolve: addedAt }) }) },
)
const UserGroupConnection = builder.connectionObject(
  { type: Group, name: 'UserGroupConnection' },
  { name: 'UserGroupEdge', fields: (t) => ({ addedAt: t.field({ type: 'DateTime', resolve: addedAt }) }) },
)

builder.prismaObjectField('Group', 'members', (t) =>
  t.field({
    description: 'In order of user id.',
    authScopes: { read: true },
    type: GroupMemberConnection,
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      search: t.arg.string({ description: 'Part of userName, displayName or email, without regard to case.' }),
    },
    resolve: (group, args, context, info) =>
      readMemberships(context, 'groups', group.id, args, (userIds) => {
        const query = queryFromInfo({ context, info, paths: nodePaths, select: { id: true, teamId: true } })
        return loadEach(context, info, userIds, async (ids) =>
          context.database.user.findMany({ ...query, where: { id: { in: ids }, teamId: group.teamId } }),
        )
      }),
  }),
)

builder.prismaObjectField('User', 'groups', (t) =>
  t.field({
    description: 'In order of group id.',
    type: UserGroupConnection,
    args: { first: t.arg.int(), after: t.arg.string() },
    resolve: (user, args, context, info) =>
      readMemberships(context, 'users', user.id, args, (groupIds) => {
        const query = queryFromInfo({ context, info, paths: nodePaths, select: { id: true, teamId: true } })
        return loadEach(context, info, groupIds, async (ids) =>
          context.database.group.findMany({ ...query, where: { id: { in: ids }, teamId: user.teamId } }),
        )
      }),
  }),
)

const nodePaths = [['edges', 'node'], ['nodes']]

type Args = { first?: number | null; after?: string | null; search?: string | null }

/**
 * Not the plugin's relatedConnection: below several parents Prisma reads all memberships and cuts the pages in memory, and a group may
 * have a hundred thousand. So, a page of one group's or user's memberships: one query for the memberships of all groups or users of the page that it
 * stands in, and one for what is at their other end.
 */
async function readMemberships(
  context: Context,
  of: 'groups' | 'users',
  parentId: string,
  args: Args,
  load: (ids: readonly string[]) => Promise<(Row | undefined)[]>,
): Promise<Connection<Row, MembershipEdge<Row>>> {
  const page = toPage(args)
  const after = decodePosition('MEMBERSHIP', args.after)?.id
  const search = args.search || undefined
  const key = JSON.stringify([of, page.size, after, search])
  const memberships =
    page.size === 0
      ? []
      : await loadInBatch<MembershipOf[]>(context, `memberships ${key}`, parentId, (parentIds) =>
          findMembershipPages(context.database, { of, parentIds, after, limit: page.size + 1, search }),
        )
  if (!memberships) throw badInput('This page cannot be read.')
  const nodes = await load(memberships.map(({ id }) => id))
  const edges = memberships.flatMap(({ id, addedAt }, index) => {
    const node = nodes[index]
    // Gone between the two reads, when they are not in one snapshot.
    return node ? [{ node, addedAt, cursor: encodePosition('MEMBERSHIP', { value: null, id }) }] : []
  })
  const totalCount = async (): Promise<number> =>
    (await loadInBatch<number>(context, `count of memberships ${JSON.stringify([of, search])}`, parentId, (parentIds) =>
      countMemberships(context.database, { of, parentIds, search }),
    )) ?? 0
  return toConnection<Row, MembershipEdge<Row>>(edges, page, args, totalCount)
}

function loadEach(
  context: Context,
  info: GraphQLResolveInfo,
  ids: readonly string[],
  find: (ids: string[]) => Promise<Row[]>,
): Promise<(Row | undefined)[]> {
  const name = `rows at ${fieldKey(info)}`
  return Promise.all(ids.map((id) => loadInBatch(context, name, id, async (all) => new Map((await find(all)).map((row) => [row.id, row])))))
}
