import { countAdministrators, isAnybodyInAdministratorGroup } from '../store/administrator.ts'
import type { ReadDatabase } from '../store/database.ts'
import { findTeam } from '../store/team.ts'

/** What is wrong with the ways in to a team, as a sentence for its administrators; null: nothing. Each act that decides it asks for itself. */
export async function administratorGroupWarning(database: ReadDatabase, teamId: string): Promise<string | null> {
  const team = await findTeam(database, teamId)
  if (!team) return null
  const listed = await countAdministrators(database, teamId)
  const isMapped = team.administratorGroupId !== null
  const isInhabited = isMapped && (await isAnybodyInAdministratorGroup(database, teamId))
  const canSignIn = team.ssoState === 'ACTIVE'
  if (listed === 0 && !(isInhabited && canSignIn))
    return 'Nobody gets in as an administrator: nobody is listed, and nobody could sign in by a group. Let the platform key list somebody.'
  if (listed === 0)
    return 'Nobody is listed as an administrator: whoever leaves the group last leaves nobody behind. List somebody as a way back in.'
  if (isMapped && !isInhabited) return 'The group has no active member, so nobody gets in by it: only those who are listed do.'
  if (isMapped && !canSignIn) return 'Nobody signs in by the group while single sign-on is not active: only those who are listed do.'
  return null
}
