import { queryFromInfo } from '@pothos/plugin-prisma'
import { encodeChangeCursor } from '../domain/change-cursor.ts'
import { DomainError } from '../domain/errors.ts'
import { plans, type Plan } from '../domain/plan.ts'
import { viewerActor } from '../access/viewer.ts'
import { own, requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { Directory } from './directory.ts'
import { Group, GroupFilter, GroupOrder, groupOrders, whereGroups } from './group.ts'
import { readPage } from './keyset.ts'
import { ownUsers, requireId } from './reach.ts'
import { User, UserBy, UserFilter, UserOrder, userOrders, whereUser, whereUsers } from './user.ts'

export const PlanEnum = builder.enumType('Plan', { values: plans as readonly ['FREE', 'PRO', 'ENTERPRISE'] })

const UserConnection = builder.connectionObject({ type: User, name: 'UserConnection' })
const GroupConnection = builder.connectionObject({ type: Group, name: 'GroupConnection' })
const nodeColumns = { id: true, teamId: true } as const
const nodePaths = [['edges', 'node'], ['nodes']]

export const Team = builder.prismaNode('Team', {
  description: 'A tenant.',
  id: { field: 'id' },
  select: { id: true },
  authScopes: own<{ id: string }>((team, { teamId }) => team.id === teamId),
  fields: (t) => ({
    name: t.exposeString('name'),
    plan: t.field({ type: PlanEnum, select: { plan: true }, resolve: (team) => team.plan as Plan }),
    currency: t.expose('currency', { type: 'CurrencyCode' }),
    changeCursor: t.field({
      description:
        'Where the change log stood when this answer was read, in the same snapshot. Subscribe with it: nothing is lost, nothing comes twice. For queries; a mutation answers its own.',
      type: 'ChangeCursor',
      select: { head: true },
      resolve({ id, head }) {
        if (!head) throw new Error(`team ${id} has no head`)
        return encodeChangeCursor({ revision: Number(head.revision), changeId: head.changeId })
      },
    }),
    directories: t.relation('directories', {
      authScopes: { read: true },
      type: Directory,
      query: { orderBy: { id: 'asc' } },
    }),
    users: t.field({
      authScopes: { read: true },
      type: UserConnection,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: UserFilter }),
        search: t.arg.string({ description: 'Part of userName, displayName or email, without regard to case.' }),
        orderBy: t.arg({ type: UserOrder, defaultValue: 'USER_NAME' }),
      },
      resolve(team, args, context, info) {
        const where = whereUsers(team.id, args.filter, args.search)
        const order = userOrders[args.orderBy ?? 'USER_NAME']
        const { select } = queryFromInfo({ context, info, paths: nodePaths, select: { ...nodeColumns, [order.column]: true } })
        const { user } = context.database
        return readPage(
          order,
          args,
          where,
          (query) => user.findMany({ ...query, select }),
          () => user.count({ where }),
        )
      },
    }),
    user: t.prismaField({
      description: 'More than one match, in several directories, is refused with code AMBIGUOUS; name the directory.',
      type: User,
      nullable: true,
      args: { by: t.arg({ type: UserBy, required: true }), directoryId: t.arg.id() },
      async resolve(query, team, { by, directoryId }, { access, database }) {
        const found = await database.user.findMany({
          ...query,
          where: { AND: [whereUser(team.id, by, directoryId), ownUsers(access)] },
          orderBy: { id: 'asc' },
          take: 2,
        })
        if (found.length > 1) throw new DomainError('AMBIGUOUS', 'More than one user matches. Name the directory, or the id.')
        return found[0] ?? null
      },
    }),
    groups: t.field({
      authScopes: { read: true },
      type: GroupConnection,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: GroupFilter }),
        search: t.arg.string({ description: 'Part of displayName, without regard to case.' }),
        orderBy: t.arg({ type: GroupOrder, defaultValue: 'DISPLAY_NAME' }),
      },
      resolve(team, args, context, info) {
        const where = whereGroups(team.id, args.filter, args.search)
        const order = groupOrders[args.orderBy ?? 'DISPLAY_NAME']
        const { select } = queryFromInfo({ context, info, paths: nodePaths, select: { ...nodeColumns, [order.column]: true } })
        const { group } = context.database
        return readPage(
          order,
          args,
          where,
          (query) => group.findMany({ ...query, select }),
          () => group.count({ where }),
        )
      },
    }),
  }),
})

export type TeamResult = { teamId: string; changeCursor: string }

/** The success of a mutation about a team. */
export function successWithTeam(name: string) {
  return builder.objectRef<TeamResult>(name).implement({
    authScopes: { everybody: true },
    fields: (t) => ({
      team: t.prismaField({
        type: Team,
        resolve: (query, { teamId }, _, { database }) => database.team.findUniqueOrThrow({ ...query, where: { id: teamId } }),
      }),
      changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
    }),
  })
}

const createCodes = ['INVALID_INPUT', 'FORBIDDEN'] as const

const CreateTeamInput = builder.inputType('CreateTeamInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    currency: t.field({
      type: 'CurrencyCode',
      required: true,
      description: 'The team is billed in it, and all its limits are in it, for good.',
    }),
    plan: t.field({ type: PlanEnum, defaultValue: 'FREE' }),
    timeZone: t.string({ description: "IANA name of the zone that the team's calendar months are of; UTC without it." }),
    localSso: t.boolean({ defaultValue: false, description: 'Marks SSO active for local use; refused in production.' }),
  }),
})

const CreateTeamSuccess = successWithTeam('CreateTeamSuccess')

builder.mutationField('createTeam', (t) =>
  t.field({
    description: 'For the platform key.',
    ...requires('platform'),
    type: resultUnion('CreateTeamResult', CreateTeamSuccess, createCodes),
    args: { input: t.arg({ type: CreateTeamInput, required: true }) },
    resolve: (_, { input: { name, currency, plan, localSso, timeZone } }, context) =>
      orRefusal(createCodes, async () => {
        if (localSso && context.isProduction)
          throw new DomainError('INVALID_INPUT', 'localSso is for local use. In production a team sets up single sign-on.')
        const settings = { plan: plan ?? 'FREE', timeZone: timeZone ?? undefined, localSso: localSso ?? false, isDemonstration: false }
        const input = { name, currency, ...settings }
        const committed = await context.commands.createTeam({ actor: viewerActor(context.viewer), ...input })
        const teamId = committed.value.id
        return { teamId, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
)

const planCodes = ['NOT_FOUND', 'FORBIDDEN'] as const

const SetTeamPlanInput = builder.inputType('SetTeamPlanInput', {
  fields: (t) => ({ teamId: t.id({ required: true }), plan: t.field({ type: PlanEnum, required: true }) }),
})

const SetTeamPlanSuccess = successWithTeam('SetTeamPlanSuccess')

builder.mutationField('setTeamPlan', (t) =>
  t.field({
    description: 'For the platform key.',
    ...requires('platform'),
    type: resultUnion('SetTeamPlanResult', SetTeamPlanSuccess, planCodes),
    args: { input: t.arg({ type: SetTeamPlanInput, required: true }) },
    resolve: (_, { input: { teamId, plan } }, context) =>
      orRefusal(planCodes, async () => {
        const team = requireId('team', teamId)
        const committed = await context.commands.setTeamPlan({ teamId: team, actor: viewerActor(context.viewer), plan })
        return { teamId: team, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)
