import { brandWithType } from '@pothos/core'
import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import { readableTeam, type Viewer as ViewerShape } from '../access/viewer.ts'
import { fromId, parseId } from '../domain/id.ts'
import { toSpendLimit } from '../store/spend-limit.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { Team } from './team.ts'
import { User } from './user.ts'

const ViewerKind = builder.enumType('ViewerKind', { values: ['PERSON', 'API_KEY', 'PLATFORM'] as const })
const Role = builder.enumType('Role', { description: 'Of a person.', values: ['ADMINISTRATOR', 'MEMBER'] as const })

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Who is asking.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ViewerKind }),
    role: t.field({ type: Role, nullable: true, resolve: () => null }),
    team: t.prismaField({
      description: 'null for the platform key, which is of no team.',
      type: Team,
      nullable: true,
      extensions: { scope: 'READ' },
      resolve(query, viewer, _, { database }) {
        const id = readableTeam(viewer, undefined)
        return id === undefined ? null : database.team.findUnique({ ...query, where: { id } })
      },
    }),
    user: t.field({ type: User, nullable: true, resolve: () => null }),
    email: t.string({ nullable: true, resolve: () => null }),
  }),
})

builder.queryFields((t) => ({
  viewer: t.field({ type: Viewer, resolve: (_, __, { viewer }) => viewer }),
  team: t.prismaField({
    description: "The viewer's own team, or another one for the platform key, by its id. null when there is none that may be seen.",
    type: Team,
    nullable: true,
    extensions: { scope: 'READ' },
    args: { id: t.arg.id() },
    resolve(query, _, { id }, { viewer, database }) {
      const named = id == null ? undefined : fromId('team', id)
      if (id != null && named === undefined) return null
      const team = readableTeam(viewer, named)
      return team === undefined ? null : database.team.findUnique({ ...query, where: { id: team } })
    },
  }),
  node: t.field({
    description: 'A team, directory, user, group or spend limit by its id. null when there is none that may be seen.',
    type: builder.nodeInterfaceRef(),
    nullable: true,
    extensions: { scope: 'READ' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, context, info) => findNode(context, info, id),
  }),
}))

/** Of the viewer's own team; the platform key names a team by naming something in it. */
async function findNode(context: Context, info: GraphQLResolveInfo, id: string): Promise<object | null> {
  const named = parseId(id)
  if (!named) return null
  const { viewer, database } = context
  const where = viewer.kind === 'PLATFORM' ? { id: named.uuid } : { id: named.uuid, teamId: viewer.teamId }
  const query = (typeName: string) => queryFromInfo({ context, info, typeName, select: { id: true } })
  switch (named.kind) {
    case 'team': {
      const readable = readableTeam(viewer, named.uuid)
      return readable === undefined ? null : branded('Team', await database.team.findUnique({ ...query('Team'), where: { id: readable } }))
    }
    case 'directory':
      return branded('Directory', await database.directory.findFirst({ ...query('Directory'), where }))
    case 'user':
      return branded('User', await database.user.findFirst({ ...query('User'), where }))
    case 'group':
      return branded('Group', await database.group.findFirst({ ...query('Group'), where }))
    case 'spendLimit': {
      const limit = await database.spendLimit.findFirst({ where: { ...where, isSet: true } })
      return limit && branded('SpendLimit', toSpendLimit(limit))
    }
    case 'directoryToken':
    case 'apiKey':
    case 'scimRequest':
    case 'directoryClient':
    case 'ssoConnection':
    case 'administrator':
    case 'person':
    case 'session':
      return null
  }
}

function branded<Row extends object>(typeName: string, row: Row | null): Row | null {
  if (row) brandWithType(row, typeName as never)
  return row
}
