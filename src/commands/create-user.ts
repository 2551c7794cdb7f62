import type { Attributes } from '../domain/attributes.ts'
import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError, notAdmitted } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { userColumns, userState, type User } from '../domain/user.ts'
import type { Transaction } from '../store/database.ts'
import { newId } from '../store/id.ts'
import type { Outcome } from '../store/transaction.ts'
import { admitting, type Admission } from './admitting.ts'
import { findUserNames, insertingUsers, insertUsers, type InsertedUser } from '../store/user.ts'

export type CreateUserInput = Admission & {
  teamId: string
  directoryId: string
  actor: Actor
  attributes: Attributes
  /** A bare UUID from newId, when others refer to the user already. */
  id?: string
}

/** RFC 7644 §3.3. Refuses a userName that another user of the directory has, active or not. */
export const createUser = admitting<CreateUserInput, User>({
  name: 'createUser',
  position: 10,
  async run(transaction, inputs) {
    const prepared = inputs.map(prepare)
    const inserted = await insertUsers(
      transaction,
      readyOf(prepared).map((ready) => ready.user),
    )
    return answer(transaction, prepared, (ready) => inserted.has(ready.user.id))
  },
  inOneStatement(inputs) {
    const prepared = inputs.map(prepare)
    const ready = readyOf(prepared)
    const places = new Map(ready.map((one, ord) => [one, ord]))
    return {
      ctes: insertingUsers(ready),
      addsUsers: true,
      outcomes: (results) =>
        prepared.map((one) => {
          if ('error' in one) return one
          const result = results.get(places.get(one)!) as InsertedUser | undefined
          if (!result) return { error: notAdmitted() }
          const { isInserted, holder } = result
          return isInserted
            ? { value: one.user, changes: [one.change] }
            : { error: userNameTaken(one.user.userName, holder ?? namesake(ready, one)) }
        }),
    }
  },
})

/** Whoever of the same commit was first with this name: too new for the statement itself to see. */
function namesake(ready: readonly Ready[], { user }: Ready): Holder | undefined {
  return ready.find((other) => other.user !== user && holderKey(other.user) === holderKey(user))?.user
}

type Ready = { user: User; change: NewChange<'UserCreated'>; tokenId: string | undefined }
type Prepared = Ready | { error: DomainError }

function prepare({ teamId, directoryId, attributes, actor, tokenId, id = newId() }: CreateUserInput): Prepared {
  const now = new Date()
  try {
    const times = { createdAt: now, lastModifiedAt: now }
    const user: User = { id, teamId, directoryId, attributes, version: 1, ...times, ...userColumns(attributes) }
    return { user, tokenId, change: { kind: 'UserCreated', actor, data: { user: userState(user) } } }
  } catch (error) {
    if (error instanceof DomainError) return { error }
    throw error
  }
}

function readyOf(prepared: readonly Prepared[]): Ready[] {
  return prepared.filter((one): one is Ready => 'user' in one)
}

/** Those that were not inserted are refused, naming who has the userName. */
async function answer(
  transaction: Transaction,
  prepared: readonly Prepared[],
  isInserted: (ready: Ready) => boolean,
): Promise<Outcome<User>[]> {
  const taken = readyOf(prepared).filter((ready) => !isInserted(ready))
  const holders = await findHolders(
    transaction,
    taken.map((ready) => ready.user),
  )
  return prepared.map((one) => {
    if ('error' in one) return one
    if (isInserted(one)) return { value: one.user, changes: [one.change] }
    return { error: userNameTaken(one.user.userName, holders.get(holderKey(one.user))) }
  })
}

type Holder = { id: string; active: boolean }
const holderKey = ({ directoryId, userNameKey }: User): string => `${directoryId} ${userNameKey}`

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
