import { viewerActor } from '../access/viewer.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireId, requireTeam } from './reach.ts'

const DeleteDirectoryInput = builder.inputType('DeleteDirectoryInput', {
  fields: (t) => ({
    directoryId: t.id({ required: true }),
    name: t.string({ required: true, description: "The directory's name, typed exactly: nothing of this comes back." }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the directory says which team.' }),
  }),
})

type Deleted = { userCount: number; groupCount: number; changeCursor: string }

const DeleteDirectorySuccess = builder.objectRef<Deleted>('DeleteDirectorySuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    userCount: t.exposeInt('userCount', { description: 'How many users went with it.' }),
    groupCount: t.exposeInt('groupCount', { description: 'How many groups went with it.' }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const

builder.mutationField('deleteDirectory', (t) =>
  t.field({
    ...requires('administrator'),
    description:
      "Deletes a directory with its users, groups and memberships, the limits on them, its tokens and OAuth clients and its request log, in one operation; its users' sessions end. The one act that takes from a directory what its identity provider put there. For signed-in administrators and the platform key.",
    type: resultUnion('DeleteDirectoryResult', DeleteDirectorySuccess, codes),
    args: { input: t.arg({ type: DeleteDirectoryInput, required: true }) },
    resolve: (_, { input: { directoryId, name, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'directory', id: directoryId })
        const committed = await context.commands.deleteDirectory({
          teamId: team,
          actor: viewerActor(context.viewer),
          directoryId: requireId('directory', directoryId),
          name,
        })
        return { ...committed.value, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)
