import { brandWithType } from '@pothos/core'
import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import { readableTeam, type Viewer as ViewerShape } from '../access/viewer.ts'
import { fromId, parseId, type IdKind } from '../domain/id.ts'
import { toSpendEntry } from '../store/spend-entry.ts'
import { toSpendReservation } from '../store/spend-reservation.ts'
import { countingNow, toSpendLimit } from '../store/spend-limit.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ownGroups, ownUsers } from './reach.ts'
import { Team } from './team.ts'
import { User } from './user.ts'

const ViewerKind = builder.enumType('ViewerKind', { values: ['PERSON', 'API_KEY', 'PLATFORM'] as const })
const Role = builder.enumType('Role', { description: 'Of a person.', values: ['ADMINISTRATOR', 'MEMBER'] as const })

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  authScopes: { everybody: true },
  description: 'Who is asking.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ViewerKind }),
    role: t.field({ type: Role, nullable: true, resolve: (viewer) => (viewer.kind === 'PERSON' ? viewer.role : null) }),
    team: t.prismaField({
      description: 'null for the platform key, which is of no team.',
      type: Team,
      nullable: true,
      authScopes: { member: true },
      resolve(query, viewer, _, { database }) {
        const id = readableTeam(viewer, undefined)
        return id === undefined ? null : database.team.findUnique({ ...query, where: { id } })
      },
    }),
    user: t.prismaField({
      description: 'The user of a directory that a person is; null when they are none.',
      type: User,
      nullable: true,
      authScopes: { member: true },
      resolve(query, viewer, _, { database }) {
        if (viewer.kind !== 'PERSON' || viewer.userId === null) return null
        return database.user.findFirst({ ...query, where: { id: viewer.userId, teamId: viewer.teamId } })
      },
    }),
    email: t.string({ nullable: true, resolve: (viewer) => (viewer.kind === 'PERSON' ? viewer.email : null) }),
    signedInAt: t.field({
      description: 'When a person last proved who they are.',
      type: 'DateTime',
      nullable: true,
      resolve: (viewer) => (viewer.kind === 'PERSON' ? viewer.signedInAt : null),
    }),
    expiresAt: t.field({
      description: 'When the session, or the key, ends at the latest.',
      type: 'DateTime',
      nullable: true,
      resolve: (viewer) => (viewer.kind === 'PLATFORM' ? null : viewer.expiresAt),
    }),
  }),
})

builder.queryFields((t) => ({
  viewer: t.field({ type: Viewer, authScopes: { everybody: true }, resolve: (_, __, { viewer }) => viewer }),
  team: t.prismaField({
    description: "The viewer's own team, or another one for the platform key, by its id. null when there is none that may be seen.",
    type: Team,
    nullable: true,
    authScopes: { member: true },
    args: { id: t.arg.id() },
    resolve(query, _, { id }, { viewer, database }) {
      const named = id == null ? undefined : fromId('team', id)
      if (id != null && named === undefined) return null
      const team = readableTeam(viewer, named)
      return team === undefined ? null : database.team.findUnique({ ...query, where: { id: team, isScratch: false } })
    },
  }),
  node: t.field({
    description:
      'A team, directory, user, group, spend limit, entry of spend or reservation by its id. null when there is none that may be seen.',
    type: builder.nodeInterfaceRef(),
    nullable: true,
    authScopes: { member: true },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, context, info) => findNode(context, info, id),
  }),
}))

/** Of the viewer's own team, and of a member their own; the platform key names a team by naming something in it. */
async function findNode(context: Context, info: GraphQLResolveInfo, id: string): Promise<object | null> {
  const named = parseId(id)
  if (!named) return null
  const { viewer, access, database } = context
  if (access.kind === 'MEMBER' && !membersSee.has(named.kind)) return null
  const where = viewer.kind === 'PLATFORM' ? { id: named.uuid, team: { isScratch: false } } : { id: named.uuid, teamId: viewer.teamId }
  // Of what has no relation to its team: nobody spends in a scratch team.
  const ofTeam = viewer.kind === 'PLATFORM' ? { id: named.uuid } : { id: named.uuid, teamId: viewer.teamId }
  const query = (typeName: string) => queryFromInfo({ context, info, typeName, select: { id: true } })
  switch (named.kind) {
    case 'team': {
      const readable = readableTeam(viewer, named.uuid)
      return readable === undefined
        ? null
        : branded('Team', await database.team.findUnique({ ...query('Team'), where: { id: readable, isScratch: false } }))
    }
    case 'directory':
      return branded('Directory', await database.directory.findFirst({ ...query('Directory'), where }))
    case 'user':
      return branded('User', await database.user.findFirst({ ...query('User'), where: { AND: [where, ownUsers(access)] } }))
    case 'group':
      return branded('Group', await database.group.findFirst({ ...query('Group'), where: { AND: [where, ownGroups(access)] } }))
    case 'spendLimit': {
      const limit = await database.spendLimit.findFirst({ where: { ...where, ...countingNow() } })
      return limit && branded('SpendLimit', toSpendLimit(limit))
    }
    case 'spendEntry': {
      const entry = await database.spendEntry.findFirst({
        where: { ...ofTeam, ...(access.kind === 'MEMBER' ? { userId: access.userId } : {}) },
      })
      return entry && branded('SpendEntry', toSpendEntry(entry))
    }
    case 'spendReservation': {
      const reservation = await database.spendReservation.findFirst({ where: ofTeam })
      return reservation && branded('SpendReservation', toSpendReservation(reservation))
    }
    case 'ssoConnection':
      return branded('SsoConnection', await database.ssoConnection.findFirst({ ...query('SsoConnection'), where }))
    case 'directoryToken':
    case 'apiKey':
    case 'scimRequest':
    case 'directoryClient':
    case 'administrator':
    case 'person':
    case 'session':
      return null
  }
}

const membersSee: ReadonlySet<IdKind> = new Set(['team', 'user', 'group', 'spendEntry'])

function branded<Row extends object>(typeName: string, row: Row | null): Row | null {
  if (row) brandWithType(row, typeName as never)
  return row
}
