import type { Actor } from '../domain/change.ts'
import { checkName } from '../domain/directory.ts'
import { checkCurrency } from '../domain/money.ts'
import type { Plan } from '../domain/plan.ts'
import { insertTeam, type Team } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type CreateTeamInput = {
  teamId: string
  actor: Actor
  name: string
  plan: Plan
  currency: string
  localSso: boolean
  isDemonstration: boolean
}

/** A team and the first change of its log. */
export const createTeam: Command<CreateTeamInput, Team> = {
  name: 'createTeam',
  position: 0,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, plan, localSso, isDemonstration, ...input }) => {
      const name = checkName('name of the team', input.name)
      const currency = checkCurrency(input.currency)
      const team: Team = {
        id: teamId,
        name,
        plan,
        currency,
        localSso,
        isDemonstration,
        isScratch: false,
        ssoState: null,
        administratorGroupId: null,
        timeZone: 'UTC',
        thresholdPercents: [50, 80, 100],
        spendSettingsVersion: 1,
        createdAt: new Date(),
      }
      await insertTeam(transaction, team)
      return { value: team, changes: [{ kind: 'TeamCreated', actor, data: { name, plan, currency } }] }
    })
  },
}
