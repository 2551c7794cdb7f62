import type { User } from '../domain/user.ts'
import { undoingUnless } from '../store/savepoint.ts'
import type { Command, Outcome } from '../store/transaction.ts'
import { createGroup, type CreateGroupInput, type GroupResult } from './create-group.ts'
import { createUser, type CreateUserInput } from './create-user.ts'

/** Users and groups of one directory that refer to each other by the ids given; each input as for a resource of its own. */
export type CreateLinkedResourcesInput = { teamId: string; users: readonly CreateUserInput[]; groups: readonly CreateGroupInput[] }

/** Of each input. `isCreated` false: one of them was refused, and nothing was created. */
export type LinkedOutcomes = { isCreated: boolean; users: readonly Outcome<User>[]; groups: readonly Outcome<GroupResult>[] }

/** RFC 7644 §3.7.1. All of them are created, or none: a reference never leads nowhere. Changes as of single ones, users first. */
export const createLinkedResources: Command<CreateLinkedResourcesInput, LinkedOutcomes> = {
  name: 'createLinkedResources',
  position: 12,
  async run(transaction, inputs) {
    const outcomes: Outcome<LinkedOutcomes>[] = []
    for (const input of inputs) {
      const value = await undoingUnless(
        transaction,
        ({ isCreated }: LinkedOutcomes) => isCreated,
        async () => {
          const users = await createUser.run(transaction, input.users)
          const groups = await createGroup.run(transaction, input.groups)
          return { isCreated: ![...users, ...groups].some((outcome) => 'error' in outcome), users, groups }
        },
      )
      outcomes.push({ value, changes: value.isCreated ? [...value.users, ...value.groups].flatMap(changesOf) : [] })
    }
    return outcomes
  },
}

function changesOf(outcome: Outcome<unknown>) {
  return 'error' in outcome ? [] : outcome.changes
}
