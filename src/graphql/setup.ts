import { toId } from '../domain/id.ts'
import { isSetupComplete, setupStepKeys, setupSteps, type SetupFacts, type SetupStep } from '../domain/setup.ts'
import { findSetupFacts } from '../store/setup.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'

const SetupStepKeyEnum = builder.enumType('SetupStepKey', { description: 'In the order in which they are taken.', values: setupStepKeys })

const SetupStepStateEnum = builder.enumType('SetupStepState', {
  values: {
    DONE: { description: 'It is so.' },
    TO_DO: { description: 'It can be done now.' },
    BLOCKED: { description: 'An earlier step comes first.' },
    FAILING: { description: 'It was done, or tried, and something stands in its way.' },
  } as const,
})

const SetupStepType = builder.objectRef<SetupStep>('SetupStep').implement({
  authScopes: { read: true },
  fields: (t) => ({
    key: t.expose('key', { type: SetupStepKeyEnum }),
    state: t.expose('state', { type: SetupStepStateEnum }),
    detail: t.exposeString('detail', { description: 'What is so, with names and numbers, for people.' }),
    action: t.exposeString('action', { nullable: true, description: 'What to do next, and where; null when there is nothing to do.' }),
  }),
})

const Setup = builder.objectRef<SetupStep[]>('Setup').implement({
  description:
    'The steps from nothing to synchronised, each with its state and what to do next. Team.diagnose says why one person, group or limit does not arrive.',
  authScopes: { read: true },
  fields: (t) => ({
    steps: t.field({ type: [SetupStepType], resolve: (steps) => steps }),
    isComplete: t.boolean({ resolve: (steps) => isSetupComplete(steps) }),
  }),
})

builder.prismaObjectField('Team', 'setup', (t) =>
  t.field({
    type: Setup,
    authScopes: { read: true },
    select: { id: true },
    resolve: async ({ id }, _, context) => setupSteps(await requireSetupFacts(context, id)),
  }),
)

/** Of a team that was read a moment ago. */
export async function requireSetupFacts({ database }: Context, teamId: string): Promise<SetupFacts> {
  const facts = await findSetupFacts(database, teamId)
  if (!facts) throw new Error(`team ${teamId} is gone`)
  return { ...facts, teamId: toId('team', teamId) }
}
