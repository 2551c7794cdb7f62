import { changedAttributes, type Attributes } from '../domain/attributes.ts'
import type { Actor, NewChange } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { userColumns, userState, type User } from '../domain/user.ts'
import type { Transaction } from '../store/database.ts'
import { findUserNames, lockUsers, updateUsers } from '../store/user.ts'
import { userNameTaken } from './create-user.ts'
import { checkVersion, type VersionMatch } from './match-version.ts'
import { admitting, type Admission } from './admitting.ts'
import { eachOutcome, ofCaller } from './outcome.ts'

export type ModifyUserInput = Admission & {
  teamId: string
  directoryId: string
  id: string
  actor: Actor
  ifMatch?: VersionMatch
  /** Pure: the attributes that the user shall have. What it throws refuses the request. */
  revise: (user: User) => Attributes
}

/** RFC 7644 §3.5. When nothing really changed there is no change, no new version and no new lastModified. */
export const modifyUser = admitting<ModifyUserInput, User>({
  name: 'modifyUser',
  position: 11,
  async run(transaction, inputs) {
    const now = new Date()
    const users = await lockUsers(
      transaction,
      inputs[0]!.teamId,
      inputs.map((input) => input.id),
    )
    const modified = new Set<string>()
    const outcomes = await eachOutcome(inputs, async ({ directoryId, id, actor, ifMatch, revise }) => {
      const before = users.get(id)
      if (!before || before.directoryId !== directoryId) throw notFound(`User ${toId('user', id)}`)
      checkVersion(`User ${toId('user', id)}`, before.version, ifMatch)
      const attributes = ofCaller(() => revise(before))
      const changed = changedAttributes(before.attributes, attributes)
      if (changed.length === 0) return { value: before, changes: [] }
      const after: User = { ...before, attributes, ...userColumns(attributes), version: before.version + 1, lastModifiedAt: now }
      if (after.userNameKey !== before.userNameKey) await checkUserName(transaction, users, after)
      users.set(id, after)
      modified.add(id)
      const kind = before.active === after.active ? 'UserModified' : after.active ? 'UserReactivated' : 'UserDeactivated'
      const change: NewChange = { kind, actor, data: { before: userState(before), after: userState(after), attributes: changed } }
      return { value: after, changes: [change] }
    })
    await updateUsers(
      transaction,
      [...modified].map((id) => users.get(id)!),
    )
    return outcomes
  },
})

// Against what is stored and against what this commit is about to store.
async function checkUserName(transaction: Transaction, users: ReadonlyMap<string, User>, renamed: User): Promise<void> {
  const { directoryId, userNameKey, id } = renamed
  const stored = (await findUserNames(transaction, directoryId, [userNameKey])).get(userNameKey)
  const inCommit = [...users.values()].find(
    (user) => user.id !== id && user.directoryId === directoryId && user.userNameKey === userNameKey,
  )
  const holder = inCommit ?? (stored && !users.has(stored.id) ? stored : undefined)
  if (holder) throw userNameTaken(renamed.userName, holder)
}
