import type { Committed } from '../domain/change.ts'
import type { Executor } from '../store/transaction.ts'
import type { DirectoryToken, NewDirectory } from '../store/directory.ts'
import type { ApiKey } from '../store/api-key.ts'
import type { SpendLimit } from '../domain/spend-limit.ts'
import type { Team } from '../store/team.ts'
import { newId } from '../store/id.ts'
import type { Administrator } from '../store/administrator.ts'
import { addAdministrator, type AddAdministratorInput } from './add-administrator.ts'
import { clearSpendLimit, type ClearSpendLimitInput } from './clear-spend-limit.ts'
import { createDirectory, type CreateDirectoryInput } from './create-directory.ts'
import { createTeam, type CreateTeamInput } from './create-team.ts'
import { issueApiKey, type IssueApiKeyInput } from './issue-api-key.ts'
import { issueDirectoryToken, type IssueDirectoryTokenInput, type IssuedToken } from './issue-directory-token.ts'
import { modifyDirectory, type ModifyDirectoryInput } from './modify-directory.ts'
import { revokeApiKey, type RevokeApiKeyInput } from './revoke-api-key.ts'
import { revokeDirectoryToken, type RevokeDirectoryTokenInput } from './revoke-directory-token.ts'
import { setSpendLimit, type SetSpendLimitInput } from './set-spend-limit.ts'
import { setTeamPlan, type SetTeamPlanInput } from './set-team-plan.ts'

/** Every write that people, applications and the operator may make: none of them touches a user, a group or a membership. */
export type TeamCommands = ReturnType<typeof teamCommands>

export function teamCommands(executor: Executor) {
  return {
    createTeam: (input: Omit<CreateTeamInput, 'teamId'>): Promise<Committed<Team>> => {
      const teamId = newId()
      return executor.submit(teamId, createTeam, { ...input, teamId })
    },
    setTeamPlan: (input: SetTeamPlanInput): Promise<Committed<Team>> => executor.submit(input.teamId, setTeamPlan, input),
    createDirectory: (input: CreateDirectoryInput): Promise<Committed<{ directory: NewDirectory; secret: string }>> =>
      executor.submit(input.teamId, createDirectory, input),
    modifyDirectory: (input: ModifyDirectoryInput): Promise<Committed<null>> => executor.submit(input.teamId, modifyDirectory, input),
    issueDirectoryToken: (input: IssueDirectoryTokenInput): Promise<Committed<IssuedToken>> =>
      executor.submit(input.teamId, issueDirectoryToken, input),
    revokeDirectoryToken: (input: RevokeDirectoryTokenInput): Promise<Committed<DirectoryToken>> =>
      executor.submit(input.teamId, revokeDirectoryToken, input),
    issueApiKey: (input: IssueApiKeyInput): Promise<Committed<{ apiKey: ApiKey; secret: string }>> =>
      executor.submit(input.teamId, issueApiKey, input),
    revokeApiKey: (input: RevokeApiKeyInput): Promise<Committed<ApiKey>> => executor.submit(input.teamId, revokeApiKey, input),
    addAdministrator: (input: AddAdministratorInput): Promise<Committed<Administrator>> =>
      executor.submit(input.teamId, addAdministrator, input),
    setSpendLimit: (input: SetSpendLimitInput): Promise<Committed<SpendLimit>> => executor.submit(input.teamId, setSpendLimit, input),
    clearSpendLimit: (input: ClearSpendLimitInput): Promise<Committed<SpendLimit>> => executor.submit(input.teamId, clearSpendLimit, input),
  }
}
