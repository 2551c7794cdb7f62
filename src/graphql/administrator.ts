import { administratorGroupWarning } from '../access/administrator-group.ts'
import { viewerActor } from '../access/viewer.ts'
import { toId } from '../domain/id.ts'
import { findAdministrators, type ListedAdministrator } from '../store/administrator.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { Group } from './group.ts'
import { mostItems, usualMost } from './list-size.ts'
import { requireId, requireTeam } from './reach.ts'
import { successWithTeam, Team, type TeamResult } from './team.ts'

const Administrator = builder.objectRef<ListedAdministrator>('Administrator').implement({
  description:
    'Somebody who is an administrator because the list says so. Members of the mapped group are administrators too, without an entry here.',
  authScopes: { read: true },
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toId('administrator', id) }),
    email: t.exposeString('email', { description: 'Whoever signs in with this verified address is meant.' }),
    addedAt: t.expose('addedAt', { type: 'DateTime' }),
    addedBy: t.exposeString('addedBy'),
    hasSignedIn: t.boolean({ resolve: ({ lastSignedInAt }) => lastSignedInAt !== null }),
    lastSignedInAt: t.expose('lastSignedInAt', { type: 'DateTime', nullable: true }),
  }),
})

builder.prismaObjectFields(Team, (t) => ({
  administrators: t.field({
    description: 'Who is listed as an administrator, in the order in which they were added.',
    type: [Administrator],
    ...mostItems(usualMost),
    authScopes: { read: true },
    resolve: ({ id }, _, { database }) => findAdministrators(database, id),
  }),
  administratorGroup: t.relation('administratorGroup', {
    description: 'The group whose active members are administrators for as long as they are in it, beside those who are listed.',
    type: Group,
    nullable: true,
    authScopes: { read: true },
  }),
  administratorGroupWarning: t.string({
    description: 'What to mend when nobody could get in by the group, or nobody but its members; null when all is well.',
    nullable: true,
    authScopes: { read: true },
    resolve: ({ id }, _, { database }) => administratorGroupWarning(database, id),
  }),
}))

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const
const teamIdDescription = 'For the platform key: which team.'

const AddAdministratorInput = builder.inputType('AddAdministratorInput', {
  fields: (t) => ({
    email: t.string({ required: true, description: 'As the identity provider knows it; verified there when they sign in.' }),
    teamId: t.id({ description: teamIdDescription }),
  }),
})

const AddAdministratorSuccess = builder
  .objectRef<TeamResult & { administrator: ListedAdministrator }>('AddAdministratorSuccess')
  .implement({
    authScopes: { everybody: true },
    fields: (t) => ({
      administrator: t.expose('administrator', { type: Administrator }),
      changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
    }),
  })

builder.mutationField('addAdministrator', (t) =>
  t.field({
    ...requires('administrator'),
    description:
      'Lists somebody as an administrator. They are one from their next sign-in on. Again: nothing changes. For signed-in administrators and the platform key.',
    type: resultUnion('AddAdministratorResult', AddAdministratorSuccess, codes),
    args: { input: t.arg({ type: AddAdministratorInput, required: true }) },
    resolve: (_, { input: { email, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId)
        const committed = await context.commands.addAdministrator({ teamId: team, actor: viewerActor(context.viewer), email })
        const listed = await findAdministrators(context.database, team)
        const administrator = listed.find(({ id }) => id === committed.value.id) ?? { ...committed.value, lastSignedInAt: null }
        return { teamId: team, administrator, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

const RemoveAdministratorInput = builder.inputType('RemoveAdministratorInput', {
  fields: (t) => ({
    administratorId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the entry says which team.' }),
  }),
})

const RemoveAdministratorSuccess = successWithTeam('RemoveAdministratorSuccess')

builder.mutationField('removeAdministrator', (t) =>
  t.field({
    ...requires('administrator'),
    description:
      'Takes somebody off the list; their open connections end. The last one stays, unless somebody gets in as an administrator by the mapped group. For signed-in administrators and the platform key.',
    type: resultUnion('RemoveAdministratorResult', RemoveAdministratorSuccess, codes),
    args: { input: t.arg({ type: RemoveAdministratorInput, required: true }) },
    resolve: (_, { input: { administratorId, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'administrator', id: administratorId })
        const committed = await context.commands.removeAdministrator({
          teamId: team,
          actor: viewerActor(context.viewer),
          administratorId: requireId('administrator', administratorId),
        })
        return { teamId: team, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

const SetAdministratorGroupInput = builder.inputType('SetAdministratorGroupInput', {
  fields: (t) => ({
    groupId: t.id({ description: 'null: only who is listed is an administrator.' }),
    teamId: t.id({ description: 'For the platform key, which may leave it out where groupId says which team.' }),
  }),
})

const SetAdministratorGroupSuccess = successWithTeam('SetAdministratorGroupSuccess')

builder.mutationField('setAdministratorGroup', (t) =>
  t.field({
    ...requires('administrator'),
    description:
      'Makes the active members of a group administrators, for as long as they are in it. For signed-in administrators and the platform key.',
    type: resultUnion('SetAdministratorGroupResult', SetAdministratorGroupSuccess, codes),
    args: { input: t.arg({ type: SetAdministratorGroupInput, required: true }) },
    resolve: (_, { input: { groupId, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId, groupId == null ? undefined : { kind: 'group', id: groupId })
        const committed = await context.commands.setAdministratorGroup({
          teamId: team,
          actor: viewerActor(context.viewer),
          groupId: groupId == null ? null : requireId('group', groupId),
        })
        return { teamId: team, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

const IssueSignInLinkInput = builder.inputType('IssueSignInLinkInput', {
  fields: (t) => ({ email: t.string({ required: true }), teamId: t.id({ required: true }) }),
})

type IssuedLink = { url: string; expiresAt: Date; administrator: ListedAdministrator; changeCursor: string }

const IssueSignInLinkSuccess = builder.objectRef<IssuedLink>('IssueSignInLinkSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Signs in whoever opens it, once and within 15 minutes. It is shown this once.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    administrator: t.expose('administrator', { type: Administrator }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('issueSignInLink', (t) =>
  t.field({
    ...requires('platform'),
    description:
      'Lets the first administrator in, before single sign-on does; lists them when they are not listed. Refused, and of no use any more, while single sign-on is ACTIVE. For the platform key.',
    type: resultUnion('IssueSignInLinkResult', IssueSignInLinkSuccess, codes),
    args: { input: t.arg({ type: IssueSignInLinkInput, required: true }) },
    resolve: (_, { input: { email, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = requireId('team', teamId)
        const committed = await context.commands.issueSignInLink({ teamId: team, actor: viewerActor(context.viewer), email })
        const { administrator, code, expiresAt } = committed.value
        return {
          url: `${context.publicUrl()}/sign-in?code=${code}`,
          expiresAt,
          administrator: { ...administrator, lastSignedInAt: null },
          changeCursor: await cursorAfter(context, team, committed),
        }
      }),
  }),
)
