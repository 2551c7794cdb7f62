import type { Actor } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import type { Plan } from '../domain/plan.ts'
import { lockTeam, updateTeamPlan, type Team } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type SetTeamPlanInput = { teamId: string; actor: Actor; plan: Plan }

export const setTeamPlan: Command<SetTeamPlanInput, Team> = {
  name: 'setTeamPlan',
  position: 1,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, plan }) => {
      const team = await lockTeam(transaction, teamId)
      if (!team) throw notFound(`Team ${toId('team', teamId)}`)
      if (team.plan === plan) return { value: team, changes: [] }
      await updateTeamPlan(transaction, teamId, plan)
      return { value: { ...team, plan }, changes: [{ kind: 'TeamPlanSet', actor, data: { before: team.plan, after: plan } }] }
    })
  },
}
