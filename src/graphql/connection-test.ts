import { viewerActor } from '../access/viewer.ts'
import type { ConnectionTest, StepVerdict, TestedStep } from '../domain/connection-test.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { Directory } from './directory.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireId, requireTeam } from './reach.ts'

builder.prismaObjectFields(Directory, (t) => ({
  testedAt: t.expose('testedAt', {
    description: 'When testDirectoryConnection was last done; null when never.',
    type: 'DateTime',
    nullable: true,
  }),
  hasPassedTest: t.exposeBoolean('hasPassedTest', { description: 'How the last test ended; null when there was none.', nullable: true }),
}))

const StepVerdictEnum = builder.enumType('StepVerdict', {
  values: {
    PASSED: { description: 'The answer is one that the identity provider takes; a removal that the guard paused, as it is set to, too.' },
    FAILED: { description: 'The answer is not what the identity provider needs.' },
    SKIPPED: { description: 'It was not sent; `detail` says why.' },
  } as const satisfies Record<StepVerdict, object>,
})

const ConnectionTestStep = builder.objectRef<TestedStep>('ConnectionTestStep').implement({
  authScopes: { everybody: true },
  description: 'One request as the identity provider sends it, and how it was answered.',
  fields: (t) => ({
    name: t.exposeString('name'),
    request: t.exposeString('request', { description: 'Method and path below the base URL.' }),
    expected: t.exposeString('expected', { description: 'Status, and what the body has to have.' }),
    got: t.exposeString('got', { nullable: true }),
    verdict: t.expose('verdict', { type: StepVerdictEnum }),
    detail: t.exposeString('detail', { description: 'What the answer said, or why the step was skipped.', nullable: true }),
  }),
})

const TestDirectoryConnectionInput = builder.inputType('TestDirectoryConnectionInput', {
  fields: (t) => ({
    directoryId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the directory says which team.' }),
  }),
})

type Tested = ConnectionTest & { directoryId: string; changeCursor: string }

const TestDirectoryConnectionSuccess = builder.objectRef<Tested>('TestDirectoryConnectionSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    directory: t.prismaField({
      type: Directory,
      resolve: (query, { directoryId }, _, { database }) => database.directory.findUniqueOrThrow({ ...query, where: { id: directoryId } }),
    }),
    hasPassed: t.exposeBoolean('hasPassed'),
    steps: t.expose('steps', { type: [ConnectionTestStep] }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const

builder.mutationField('testDirectoryConnection', (t) =>
  t.field({
    ...requires('setup'),
    description:
      "Plays the test calls and a first synchronisation of the directory's identity provider through the SCIM door, against a scratch directory with the same settings that nobody else sees, and shows each verdict. Takes some seconds, 45 at most; one test of a directory at a time. Scope SETUP.",
    type: resultUnion('TestDirectoryConnectionResult', TestDirectoryConnectionSuccess, codes),
    args: { input: t.arg({ type: TestDirectoryConnectionInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(codes, async () => {
        const teamId = await requireTeam(context, input.teamId, { kind: 'directory', id: input.directoryId })
        const directoryId = requireId('directory', input.directoryId)
        const tested = await context.testConnection(teamId, directoryId)
        const { hasPassed } = tested
        const committed = await context.commands.recordConnectionTest({
          teamId,
          directoryId,
          hasPassed,
          actor: viewerActor(context.viewer),
        })
        return { ...tested, directoryId, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
)
