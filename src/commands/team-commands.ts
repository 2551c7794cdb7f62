import type { Committed } from '../domain/change.ts'
import type { Executor } from '../store/transaction.ts'
import type { DirectoryClient } from '../store/directory-client.ts'
import type { DirectoryToken, NewDirectory } from '../store/directory.ts'
import type { ApiKey } from '../store/api-key.ts'
import type { SpendLimit } from '../domain/spend-limit.ts'
import type { Team } from '../store/team.ts'
import { newId } from '../store/id.ts'
import type { Administrator } from '../store/administrator.ts'
import type { SsoConnection } from '../store/sso-connection.ts'
import { activateSso, type ActivateSsoInput } from './activate-sso.ts'
import { addAdministrator, type AddAdministratorInput } from './add-administrator.ts'
import type { Answered } from './answer-once.ts'
import { clearSpendLimit, type ClearSpendLimitInput } from './clear-spend-limit.ts'
import { copySpendLimits, type CopySpendLimitsInput } from './copy-spend-limits.ts'
import { createDirectory, type CreateDirectoryInput } from './create-directory.ts'
import { createTeam, type CreateTeamInput } from './create-team.ts'
import { deleteDirectory, type DeleteDirectoryInput, type DeletedDirectory } from './delete-directory.ts'
import { issueApiKey, type IssueApiKeyInput } from './issue-api-key.ts'
import { issueDirectoryClient, type IssueDirectoryClientInput, type IssuedClient } from './issue-directory-client.ts'
import { issueSignInLink, type IssuedSignInLink, type IssueSignInLinkInput } from './issue-sign-in-link.ts'
import { issueDirectoryToken, type IssueDirectoryTokenInput, type IssuedToken } from './issue-directory-token.ts'
import { modifyDirectory, type ModifyDirectoryInput } from './modify-directory.ts'
import { modifySpendSettings, type ModifySpendSettingsInput } from './modify-spend-settings.ts'
import { removeAdministrator, type RemoveAdministratorInput } from './remove-administrator.ts'
import { setAdministratorGroup, type SetAdministratorGroupInput } from './set-administrator-group.ts'
import { revokeApiKey, type RevokeApiKeyInput } from './revoke-api-key.ts'
import { recordConnectionTest, type RecordConnectionTestInput } from './record-connection-test.ts'
import { revokeDirectoryClient, type RevokeDirectoryClientInput } from './revoke-directory-client.ts'
import { revokeDirectoryToken, type RevokeDirectoryTokenInput } from './revoke-directory-token.ts'
import { deactivateSso, type DeactivateSsoInput } from './deactivate-sso.ts'
import { reactivateSso, type ReactivateSsoInput } from './reactivate-sso.ts'
import { setSpendLimit, type SetSpendLimitInput } from './set-spend-limit.ts'
import { setSpendLimits, type BulkResults, type SetSpendLimitsInput } from './set-spend-limits.ts'
import { setTeamPlan, type SetTeamPlanInput } from './set-team-plan.ts'
import { setUpSso, type SetUpSsoInput } from './set-up-sso.ts'

/**
 * Every write that people, applications and the operator may make. None of them touches a user, a group or a membership, but for the deletion of
 * a directory with all that is in it (design.md, "Who sees what").
 */
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
    deleteDirectory: (input: DeleteDirectoryInput): Promise<Committed<DeletedDirectory>> =>
      executor.submit(input.teamId, deleteDirectory, input),
    issueDirectoryToken: (input: IssueDirectoryTokenInput): Promise<Committed<IssuedToken>> =>
      executor.submit(input.teamId, issueDirectoryToken, input),
    revokeDirectoryToken: (input: RevokeDirectoryTokenInput): Promise<Committed<DirectoryToken>> =>
      executor.submit(input.teamId, revokeDirectoryToken, input),
    recordConnectionTest: (input: RecordConnectionTestInput): Promise<Committed<null>> =>
      executor.submit(input.teamId, recordConnectionTest, input),
    issueDirectoryClient: (input: IssueDirectoryClientInput): Promise<Committed<IssuedClient>> =>
      executor.submit(input.teamId, issueDirectoryClient, input),
    revokeDirectoryClient: (input: RevokeDirectoryClientInput): Promise<Committed<DirectoryClient>> =>
      executor.submit(input.teamId, revokeDirectoryClient, input),
    issueApiKey: (input: IssueApiKeyInput): Promise<Committed<{ apiKey: ApiKey; secret: string }>> =>
      executor.submit(input.teamId, issueApiKey, input),
    revokeApiKey: (input: RevokeApiKeyInput): Promise<Committed<ApiKey>> => executor.submit(input.teamId, revokeApiKey, input),
    addAdministrator: (input: AddAdministratorInput): Promise<Committed<Administrator>> =>
      executor.submit(input.teamId, addAdministrator, input),
    removeAdministrator: (input: RemoveAdministratorInput): Promise<Committed<Administrator>> =>
      executor.submit(input.teamId, removeAdministrator, input),
    setAdministratorGroup: (input: SetAdministratorGroupInput): Promise<Committed<null>> =>
      executor.submit(input.teamId, setAdministratorGroup, input),
    issueSignInLink: (input: IssueSignInLinkInput): Promise<Committed<IssuedSignInLink>> =>
      executor.submit(input.teamId, issueSignInLink, input),
    setUpSso: (input: SetUpSsoInput): Promise<Committed<SsoConnection>> => executor.submit(input.teamId, setUpSso, input),
    activateSso: (input: ActivateSsoInput): Promise<Committed<{ isActive: boolean }>> => executor.submit(input.teamId, activateSso, input),
    deactivateSso: (input: DeactivateSsoInput): Promise<Committed<SsoConnection>> => executor.submit(input.teamId, deactivateSso, input),
    reactivateSso: (input: ReactivateSsoInput): Promise<Committed<SsoConnection>> => executor.submit(input.teamId, reactivateSso, input),
    modifySpendSettings: (input: ModifySpendSettingsInput): Promise<Committed<null>> =>
      executor.submit(input.teamId, modifySpendSettings, input),
    setSpendLimit: (input: SetSpendLimitInput): Promise<Committed<Answered<SpendLimit>>> =>
      executor.submit(input.teamId, setSpendLimit, input),
    clearSpendLimit: (input: ClearSpendLimitInput): Promise<Committed<Answered<SpendLimit>>> =>
      executor.submit(input.teamId, clearSpendLimit, input),
    setSpendLimits: (input: SetSpendLimitsInput): Promise<Committed<Answered<BulkResults>>> =>
      executor.submit(input.teamId, setSpendLimits, input),
    copySpendLimits: (input: CopySpendLimitsInput): Promise<Committed<Answered<BulkResults>>> =>
      executor.submit(input.teamId, copySpendLimits, input),
  }
}
