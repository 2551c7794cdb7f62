import type { CreateGroupInput, GroupResult } from '../commands/create-group.ts'
import type { CreateUserInput } from '../commands/create-user.ts'
import type { DirectoryCommands } from '../commands/directory-commands.ts'
import type { Change, Committed } from '../domain/change.ts'
import type { User } from '../domain/user.ts'
import { unresolved } from './protocol/bulk.ts'

/** What became of one of them: its result, with the changes that it made, or why it was refused. */
type Outcome<Result> = { value: Result; changes: readonly unknown[] } | { error: Error }
type Held<Input, Result> = { input: Input; resolve: (committed: Committed<Result>) => void; reject: (error: unknown) => void }

export type LinkedCreation = Pick<DirectoryCommands, 'createUser' | 'createGroup'> & {
  /** Instead of a creation that was refused before it got here. */
  withdraw(): void
}

/**
 * Creations that wait for each other: each is held until `count` of them are here, then all are done by one command, or none. Each is
 * answered like a single one; when others fail, as something that refers to what is not there.
 */
export function linkedCreation(commands: DirectoryCommands, teamId: string, count: number): LinkedCreation {
  const users: Held<CreateUserInput, User>[] = []
  const groups: Held<CreateGroupInput, GroupResult>[] = []
  let missing = count
  let isBroken = false

  function hold<Input, Result>(held: Held<Input, Result>[], input: Input): Promise<Committed<Result>> {
    return new Promise((resolve, reject) => {
      if (missing === 0) return reject(circleFailed())
      held.push({ input, resolve, reject })
      arrive()
    })
  }

  function arrive(): void {
    missing--
    if (missing > 0) return
    const all = [...users, ...groups]
    if (isBroken) for (const { reject } of all) reject(circleFailed())
    else create().catch((error: unknown) => all.forEach(({ reject }) => reject(error)))
  }

  async function create(): Promise<void> {
    const input = { teamId, users: users.map((held) => held.input), groups: groups.map((held) => held.input) }
    const { value, changes } = await commands.createLinkedResources(input)
    const rest = [...changes]
    for (const [index, held] of users.entries()) answer(held, value.users[index]!, value.isCreated, rest)
    for (const [index, held] of groups.entries()) answer(held, value.groups[index]!, value.isCreated, rest)
  }

  return {
    createUser: (input) => hold(users, input),
    createGroup: (input) => hold(groups, input),
    withdraw() {
      isBroken = true
      arrive()
    },
  }
}

/** `rest`: the committed changes that are not given out yet, in the order of the outcomes; loses those of this one. */
function answer<Result>(held: Held<unknown, Result>, outcome: Outcome<Result>, isCreated: boolean, rest: Change[]): void {
  if ('error' in outcome) held.reject(outcome.error)
  else if (!isCreated) held.reject(circleFailed())
  else held.resolve({ value: outcome.value, changes: rest.splice(0, outcome.changes.length) })
}

function circleFailed() {
  return unresolved('It is one of a circle of POSTs that refer to each other, and another one of them failed.')
}
