import type { Committed } from '../domain/change.ts'
import type { Executor } from '../store/transaction.ts'
import { createGroup, type CreateGroupInput, type GroupResult } from './create-group.ts'
import { createLinkedResources, type CreateLinkedResourcesInput, type LinkedOutcomes } from './create-linked-resources.ts'
import { createUser, type CreateUserInput } from './create-user.ts'
import { deleteGroup, type DeleteGroupInput } from './delete-group.ts'
import { deleteUser, type DeleteUserInput } from './delete-user.ts'
import { modifyGroup, type ModifyGroupInput } from './modify-group.ts'
import { modifyUser, type ModifyUserInput } from './modify-user.ts'
import type { User } from '../domain/user.ts'

/** Every write that the identity provider may make. Only the SCIM door gets these: invariant 1. */
export type DirectoryCommands = ReturnType<typeof directoryCommands>

export function directoryCommands(executor: Executor) {
  return {
    createUser: (input: CreateUserInput): Promise<Committed<User>> => executor.submit(input.teamId, createUser, input),
    modifyUser: (input: ModifyUserInput): Promise<Committed<User>> => executor.submit(input.teamId, modifyUser, input),
    deleteUser: (input: DeleteUserInput): Promise<Committed<null>> => executor.submit(input.teamId, deleteUser, input),
    createGroup: (input: CreateGroupInput): Promise<Committed<GroupResult>> => executor.submit(input.teamId, createGroup, input),
    modifyGroup: (input: ModifyGroupInput): Promise<Committed<GroupResult>> => executor.submit(input.teamId, modifyGroup, input),
    deleteGroup: (input: DeleteGroupInput): Promise<Committed<null>> => executor.submit(input.teamId, deleteGroup, input),
    createLinkedResources: (input: CreateLinkedResourcesInput): Promise<Committed<LinkedOutcomes>> =>
      executor.submit(input.teamId, createLinkedResources, input),
  }
}
