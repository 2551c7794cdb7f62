import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { scimRefusal } from '../domain/plan.ts'
import { lockTeam, teamGate, type Team } from '../store/team.ts'
import type { Transaction } from '../store/database.ts'

/** The team, when SCIM may be set up for it, held so that the commit finds it as it was. */
export async function lockOpenTeam(transaction: Transaction, teamId: string): Promise<Team> {
  const team = await lockTeam(transaction, teamId)
  if (!team) throw notFound(`Team ${toId('team', teamId)}`)
  const refusal = scimRefusal(teamGate(team))
  if (refusal) throw refusal
  return team
}
