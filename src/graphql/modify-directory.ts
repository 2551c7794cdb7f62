import { viewerActor } from '../access/viewer.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { CustomSchemaInput } from './custom-schema.ts'
import { Directory, ProviderEnum } from './directory.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireId, requireTeam } from './reach.ts'

const ModifyDirectoryInput = builder.inputType('ModifyDirectoryInput', {
  description: 'What is not given, or null where nothing else is said of null, stays as it is.',
  fields: (t) => ({
    directoryId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the directory says which team.' }),
    expectedVersion: t.int({ description: 'Refused with VersionConflictError when the settings are at another version.' }),
    name: t.string(),
    provider: t.field({ type: ProviderEnum }),
    isStrict: t.boolean({ description: 'Whether to refuse what RFC 7643 and 7644 do not allow, but identity providers send.' }),
    allowsRepeatedGroupNames: t.boolean({
      description: 'Whether two groups may have one displayName. Cannot be switched off while there are such groups.',
    }),
    customSchemas: t.field({
      type: [CustomSchemaInput],
      description:
        'All schema extensions of the directory, in place of those before. At most 10, each with at most 100 attributes. Values of a schema or attribute that is not declared any more stay stored, are not shown, and come back when it is declared again; so do values that do not fit another type.',
    }),
    requestsPerSecond: t.int({ description: 'What the identity provider may send, from 1; null for the default of the deployment.' }),
    removalsPerHour: t.int({
      description:
        'How many deactivations, deletions and lost memberships one hour may have before further ones are paused, from 1; null for no guard, which also ends a pause.',
    }),
    resumeRemovals: t.boolean({ description: 'Ends a pause of removals, if there is one.', defaultValue: false }),
  }),
})

const ModifyDirectorySuccess = builder.objectRef<{ directoryId: string; changeCursor: string }>('ModifyDirectorySuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    directory: t.prismaField({
      type: Directory,
      resolve: (query, { directoryId }, _, { database }) => database.directory.findUniqueOrThrow({ ...query, where: { id: directoryId } }),
    }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'VERSION_CONFLICT', 'FORBIDDEN'] as const

builder.mutationField('modifyDirectory', (t) =>
  t.field({
    description:
      'Changes the settings that are given; what is set already changes nothing. They hold at once on the node that answers, on others within 5 s. Scope SETUP.',
    ...requires('setup'),
    type: resultUnion('ModifyDirectoryResult', ModifyDirectorySuccess, codes),
    args: { input: t.arg({ type: ModifyDirectoryInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(codes, async () => {
        const teamId = await requireTeam(context, input.teamId, { kind: 'directory', id: input.directoryId })
        const directoryId = requireId('directory', input.directoryId)
        const committed = await context.commands.modifyDirectory({
          teamId,
          directoryId,
          actor: viewerActor(context.viewer),
          expectedVersion: input.expectedVersion ?? undefined,
          settings: {
            name: input.name ?? undefined,
            provider: input.provider ?? undefined,
            isStrict: input.isStrict ?? undefined,
            allowsRepeatedGroupNames: input.allowsRepeatedGroupNames ?? undefined,
            customSchemas: input.customSchemas?.map(({ urn, ...schema }) => ({ id: urn, ...schema })),
            requestsPerSecond: input.requestsPerSecond,
            removalsPerHour: input.removalsPerHour,
          },
          resumesRemovals: input.resumeRemovals ?? false,
        })
        return { directoryId, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
)
