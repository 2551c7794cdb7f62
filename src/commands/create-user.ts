import type { Attributes } from '../domain/attributes.ts'
import type { Actor } from '../domain/change.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { userColumns, userState, type User } from '../domain/user.ts'
import { newId } from '../store/id.ts'
import type { Command } from '../store/transaction.ts'
import { findUserNames, insertUsers } from '../store/user.ts'

export type CreateUserInput = { teamId: string; directoryId: string; actor: Actor; attributes: Attributes }

/** RFC 7644 §3.3. Refuses a userName that another user of the directory has, active or not. */
export const createUser: Command<CreateUserInput, User> = {
  name: 'createUser',
  position: 10,
  async run(transaction, inputs) {
    const now = new Date()
    const users = inputs.map(({ teamId, directoryId, attributes }): User => {
      const times = { createdAt: now, lastModifiedAt: now }
      return { id: newId(), teamId, directoryId, attributes, version: 1, ...times, ...userColumns(attributes) }
    })
    const inserted = await insertUsers(transaction, users)
    const refused = users.filter((user) => !inserted.has(user.id))
    const holders = new Map<string, { id: string; active: boolean }>()
    for (const directoryId of new Set(refused.map((user) => user.directoryId))) {
      const keys = refused.filter((user) => user.directoryId === directoryId).map((user) => user.userNameKey)
      for (const [key, holder] of await findUserNames(transaction, directoryId, keys)) holders.set(`${directoryId} ${key}`, holder)
    }
    return users.map((user, index) => {
      if (inserted.has(user.id)) {
        return { value: user, changes: [{ kind: 'UserCreated', actor: inputs[index]!.actor, data: { user: userState(user) } }] }
      }
      return { error: userNameTaken(user.userName, holders.get(`${user.directoryId} ${user.userNameKey}`)) }
    })
  },
}

export function userNameTaken(userName: string, holder: { id: string; active: boolean } | undefined): DomainError {
  const who = holder ? `${holder.active ? 'a user' : 'an inactive user'} with id ${toId('user', holder.id)}` : 'another user'
  return new DomainError('NOT_UNIQUE', `userName "${userName}" belongs to ${who} of this directory already.`)
}
