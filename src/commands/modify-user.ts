import { changedAttributes, type Attributes } from '../domain/attributes.ts'
import type { Actor, NewChange } from '../domain/change.ts'
import { notAdmitted, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { userColumns, userState, type User } from '../domain/user.ts'
import type { ReadDatabase, Transaction } from '../store/database.ts'
import type { Outcome } from '../store/transaction.ts'
import { findAdmittedTokens } from '../store/directory.ts'
import { findUserNames, findUsers, lockUsers, revisingUsers, updateUsers, type UserRevision } from '../store/user.ts'
import { userNameTaken } from './create-user.ts'
import { checkVersion, type VersionMatch } from './match-version.ts'
import { admitting, type Admission } from './admitting.ts'
import { eachOutcome, ofCaller } from './outcome.ts'
import { guardRemovals } from './removal-guard.ts'

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
  lockFirst: async (transaction, inputs) => void (await guardRemovals(transaction, inputs)),
  async run(transaction, inputs) {
    const now = new Date()
    const removals = await guardRemovals(transaction, inputs)
    const users = await lockUsers(
      transaction,
      inputs[0]!.teamId,
      inputs.map((input) => input.id),
    )
    const modified = new Set<string>()
    const outcomes = await eachOutcome(inputs, async (input) => {
      const { before, after, change } = revised(input, users.get(input.id), now)
      if (!change) return { value: before, changes: [] }
      if (after.userNameKey !== before.userNameKey) await checkUserName(transaction, users, after)
      const paused = change.kind === 'UserDeactivated' ? removals.count(input, 1) : undefined
      if (paused) return paused
      users.set(after.id, after)
      modified.add(after.id)
      return { value: after, changes: [change] }
    })
    await updateUsers(
      transaction,
      [...modified].map((id) => users.get(id)!),
    )
    await removals.save()
    return outcomes
  },
  // Read, revise, and write what still is as it was read: two trips instead of five. What a second writer was faster with runs again under a lock.
  async inOneStatement(inputs, database) {
    const ids = inputs.map((input) => input.id)
    if (new Set(ids).size < ids.length) return undefined
    const now = new Date()
    const users = await findUsers(database, inputs[0]!.teamId, ids)
    const revisions: UserRevision[] = []
    let needsLock = false
    const outcomes = await eachOutcome(inputs, (input) => {
      const { before, after, change } = revised(input, users.get(input.id), now)
      if (!change) return { value: before, changes: [] }
      // Whether a name is free, and how much may still be removed, has to be asked under a lock.
      needsLock ||= after.userNameKey !== before.userNameKey || (Boolean(input.isGuarded) && change.kind === 'UserDeactivated')
      revisions.push({ ord: ids.indexOf(input.id), user: after, version: before.version, tokenId: input.tokenId, change })
      return { value: after, changes: [change] }
    })
    if (needsLock) return undefined
    const admitted = await admittedOf(database, inputs, outcomes)
    return {
      ctes: revisions.length > 0 ? revisingUsers(revisions) : undefined,
      outcomes: (results) =>
        outcomes.map((outcome, ord) => {
          if (!('error' in outcome) && outcome.changes.length > 0) return results.has(ord) ? outcome : undefined
          const { tokenId } = inputs[ord]!
          return tokenId === undefined || admitted.has(tokenId) ? outcome : { error: notAdmitted() }
        }),
    }
  },
})

type Revised = { before: User; after: User; /** Undefined: nothing really changed. */ change: NewChange | undefined }

function revised({ directoryId, id, actor, ifMatch, revise }: ModifyUserInput, before: User | undefined, now: Date): Revised {
  if (!before || before.directoryId !== directoryId) throw notFound(`User ${toId('user', id)}`)
  checkVersion(`User ${toId('user', id)}`, before.version, ifMatch)
  const attributes = ofCaller(() => revise(before))
  const changed = changedAttributes(before.attributes, attributes)
  if (changed.length === 0) return { before, after: before, change: undefined }
  const after: User = { ...before, attributes, ...userColumns(attributes), version: before.version + 1, lastModifiedAt: now }
  const kind = before.active === after.active ? 'UserModified' : after.active ? 'UserReactivated' : 'UserDeactivated'
  return { before, after, change: { kind, actor, data: { before: userState(before), after: userState(after), attributes: changed } } }
}

/** Tokens of the requests that write nothing: the statement looks at those of the others. */
async function admittedOf(
  database: ReadDatabase,
  inputs: readonly ModifyUserInput[],
  outcomes: readonly Outcome<User>[],
): Promise<ReadonlyMap<string, unknown>> {
  const tokens = inputs.flatMap(({ tokenId }, ord) => {
    const outcome = outcomes[ord]!
    return tokenId === undefined || (!('error' in outcome) && outcome.changes.length > 0) ? [] : tokenId
  })
  return findAdmittedTokens(database, tokens)
}

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
