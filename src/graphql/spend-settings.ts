import { viewerActor } from '../access/viewer.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireTeam } from './reach.ts'
import { successWithTeam } from './team.ts'

const timeZoneDescription = "IANA name, such as Europe/Berlin: the team's calendar months begin at its midnight."
const percentsDescription = "Percents of a limit at which a user's spend becomes a change, each once a month; ascending."

builder.prismaObjectFields('Team', (t) => ({
  timeZone: t.exposeString('timeZone', { description: timeZoneDescription }),
  spendThresholdPercents: t.exposeIntList('thresholdPercents', { authScopes: { read: true }, description: percentsDescription }),
  spendSettingsVersion: t.exposeInt('spendSettingsVersion', {
    authScopes: { read: true, limits: true },
    description: 'Of timeZone and spendThresholdPercents together; for expectedVersion of modifySpendSettings.',
  }),
}))

const ModifySpendSettingsInput = builder.inputType('ModifySpendSettingsInput', {
  description: 'What is not given stays as it is.',
  fields: (t) => ({
    teamId: t.id({ description: 'For the platform key, which has to say which team is meant.' }),
    timeZone: t.string({
      description:
        'IANA name. Spend that is recorded from then on counts in months of the new zone; what was recorded stays in the month that it was counted in.',
    }),
    thresholdPercents: t.intList({
      description:
        'At most ten different whole numbers from 1 to 1000, in any order; none for no notices. What was told of in a month is not told of again.',
    }),
    expectedVersion: t.int({ description: 'Refused with VersionConflictError when the settings are at another version.' }),
  }),
})

const ModifySpendSettingsSuccess = successWithTeam('ModifySpendSettingsSuccess')
const codes = ['NOT_FOUND', 'INVALID_INPUT', 'VERSION_CONFLICT', 'FORBIDDEN'] as const

builder.mutationField('modifySpendSettings', (t) =>
  t.field({
    description: "Changes what the team's months and thresholds are; what is set already changes nothing. Scope LIMITS.",
    ...requires('limits'),
    type: resultUnion('ModifySpendSettingsResult', ModifySpendSettingsSuccess, codes),
    args: { input: t.arg({ type: ModifySpendSettingsInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(codes, async () => {
        const teamId = await requireTeam(context, input.teamId)
        const committed = await context.commands.modifySpendSettings({
          teamId,
          actor: viewerActor(context.viewer),
          timeZone: input.timeZone ?? undefined,
          thresholdPercents: input.thresholdPercents ?? undefined,
          expectedVersion: input.expectedVersion ?? undefined,
        })
        return { teamId, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
)
