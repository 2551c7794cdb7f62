import type { Attributes } from '../domain/attributes.ts'
import type { Actor } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { userColumns, userState, type User } from '../domain/user.ts'
import type { Transaction } from '../store/database.ts'
import { newId } from '../store/id.ts'
import type { Command } from '../store/transaction.ts'
import { findUserNames, insertUsers } from '../store/user.ts'
import { eachOutcome } from './outcome.ts'

export type CreateUserInput = { teamId: string; directoryId: string; actor: Actor; attributes: Attributes }

/** RFC 7644 §3.3. Refuses a userName that another user of the directory has, active or not. */
export const createUser: Command<CreateUserInput, User> = {
  name: 'createUser',
  position: 10,
  async run(transaction, inputs) {
    const now = new Date()
    const outcomes = await eachOutcome(inputs, ({ teamId, directoryId, attributes, actor }) => {
      const times = { createdAt: now, lastModifiedAt: now }
      const user: User = { id: newId(), teamId, directoryId, attributes, version: 1, ...times, ...userColumns(attributes) }
      return { value: user, changes: [{ kind: 'UserCreated', actor, data: { user: userState(user) } }] }
    })
    const users = outcomes.flatMap((outcome) => ('error' in outcome ? [] : outcome.value))
    const inserted = await insertUsers(transaction, users)
    if (inserted.size === users.length) return outcomes
    const holders = await findHolders(
      transaction,
      users.filter((user) => !inserted.has(user.id)),
    )
    return outcomes.map((outcome) => {
      if ('error' in outcome || inserted.has(outcome.value.id)) return outcome
      const { userName, directoryId, userNameKey } = outcome.value
      return { error: userNameTaken(userName, holders.get(`${directoryId} ${userNameKey}`)) }
    })
  },
}

type Holder = { id: string; active: boolean }

/** Who has the user names of these users, by directory and key. */
async function findHolders(transaction: Transaction, users: readonly User[]): Promise<Map<string, Holder>> {
  const holders = new Map<string, Holder>()
  for (const directoryId of new Set(users.map((user) => user.directoryId))) {
    const keys = users.filter((user) => user.directoryId === directoryId).map((user) => user.userNameKey)
    for (const [key, holder] of await findUserNames(transaction, directoryId, keys)) holders.set(`${directoryId} ${key}`, holder)
  }
  return holders
}

export function userNameTaken(userName: string, holder: { id: string; active: boolean } | undefined): DomainError {
  const who = holder ? `${holder.active ? 'a user' : 'an inactive user'} with id ${toId('user', holder.id)}` : 'another user'
  return new DomainError('NOT_UNIQUE', `userName "${userName}" belongs to ${who} of this directory already.`)
}
