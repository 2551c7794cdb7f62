import type { Actor } from '../domain/change.ts'
import { checkName } from '../domain/directory.ts'
import { checkCurrency } from '../domain/money.ts'
import type { Plan } from '../domain/plan.ts'
import { defaultSpendSettings } from '../domain/spend-settings.ts'
import { insertTeam, type Team } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { checkKnownTimeZone } from './modify-spend-settings.ts'
import { eachOutcome } from './outcome.ts'

export type CreateTeamInput = {
  teamId: string
  actor: Actor
  name: string
  plan: Plan
  currency: string
  /** IANA name; without it UTC. */
  timeZone?: string | undefined
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
      const { thresholdPercents } = defaultSpendSettings
      const timeZone = input.timeZone === undefined ? defaultSpendSettings.timeZone : await checkKnownTimeZone(transaction, input.timeZone)
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
        timeZone,
        thresholdPercents,
        spendSettingsVersion: 1,
        createdAt: new Date(),
      }
      await insertTeam(transaction, team)
      return { value: team, changes: [{ kind: 'TeamCreated', actor, data: { name, plan, currency, timeZone } }] }
    })
  },
}
