import { changedAttributes, type Attributes } from '../domain/attributes.ts'
import type { Actor, NewChange } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { groupColumns, groupState, type Group, type MemberChange } from '../domain/group.ts'
import { toId } from '../domain/id.ts'
import { findGroupNames, lockGroups, mayRepeatName, updateGroups } from '../store/group.ts'
import type { Transaction } from '../store/database.ts'
import { changingMembers, memberDeltaResult, type MemberDelta, type MemberDeltaResult } from '../store/member-statement.ts'
import type { Outcome } from '../store/transaction.ts'
import { countMembersAmong } from '../store/membership.ts'
import { holdUsers } from '../store/user.ts'
import { changeMembers, checkMembersKnown, type MemberRequest } from './change-members.ts'
import { displayNameTaken, type GroupResult } from './create-group.ts'
import { checkVersion, type VersionMatch } from './match-version.ts'
import { admitting, type Admission } from './admitting.ts'
import { eachOutcome, ofCaller } from './outcome.ts'
import { guardRemovals, type Removals } from './removal-guard.ts'

export type ModifyGroupInput = Admission & {
  teamId: string
  directoryId: string
  id: string
  actor: Actor
  ifMatch?: VersionMatch
  /** Pure: the attributes that the group shall have, members apart. What it throws refuses the request. */
  revise?: (group: Group) => Attributes
  members?: MemberChange
  refusesUnknownMembers: boolean
}

/** RFC 7644 §3.5. Reads and writes the group's row and the members that are named, never the rest of the group. */
export const modifyGroup = admitting<ModifyGroupInput, GroupResult>({
  name: 'modifyGroup',
  position: 31,
  lockFirst: async (transaction, inputs) => void (await guardRemovals(transaction, inputs.filter(mayRemove))),
  async run(transaction, inputs) {
    const now = new Date()
    const { teamId } = inputs[0]!
    const removals = await guardRemovals(transaction, inputs.filter(mayRemove))
    // Users before groups, as everywhere: otherwise two nodes could wait for each other.
    await holdUsers(
      transaction,
      teamId,
      inputs.flatMap(({ members }) => (members && !members.replaceAll ? members.add : [])),
      inputs.flatMap(({ id, members }) => (members?.replaceAll ? { groupId: id, userIds: members.add } : [])),
    )
    const groups = await lockGroups(
      transaction,
      teamId,
      inputs.map((input) => input.id),
    )
    const before = new Map(groups)
    const outcomes = new Array<Outcome<GroupResult>>(inputs.length)
    for (const round of roundsOf(inputs)) {
      const revised = await eachOutcome(round, (index) => reviseGroup(transaction, groups, inputs[index]!, removals, now))
      const requests: (MemberRequest & { at: number })[] = []
      for (const [at, index] of round.entries()) {
        const { id: groupId, members, actor } = inputs[index]!
        if (members && !('error' in revised[at]!)) requests.push({ groupId, members, actor, at })
      }
      const changed = requests.length > 0 ? await changeMembers(transaction, groups, requests, now) : []
      for (const [at, index] of round.entries()) {
        const outcome = revised[at]!
        if ('error' in outcome) {
          outcomes[index] = outcome
          continue
        }
        const members = changed[requests.findIndex((request) => request.at === at)]
        const changes = members?.change ? [...outcome.changes, members.change] : outcome.changes
        // As this request left it, whatever others of the round did after it.
        outcomes[index] = { value: { group: members?.group ?? outcome.value, unknownMembers: members?.unknownMembers ?? [] }, changes }
      }
    }
    await updateGroups(
      transaction,
      [...groups.values()].filter((group) => group !== before.get(group.id)),
    )
    await removals.save()
    return outcomes
  },
  inOneStatement(inputs) {
    const deltas = memberDeltas(inputs)
    return (
      deltas && {
        ctes: changingMembers(deltas, new Date()),
        outcomes: (results) => inputs.map((input, ord) => deltaOutcome(input, memberDeltaResult(results, ord))),
      }
    )
  },
})

/** Requests that only add or remove members, no two of them the same one: the common ones, and the many. */
function memberDeltas(inputs: readonly ModifyGroupInput[]): MemberDelta[] | undefined {
  const named = new Set<string>()
  const deltas: MemberDelta[] = []
  for (const { tokenId, isGuarded, directoryId, id: groupId, actor, ifMatch, revise, members, refusesUnknownMembers } of inputs) {
    if (revise || ifMatch !== undefined || refusesUnknownMembers || !members || members.replaceAll) return undefined
    const { add, remove } = members
    // How much may still be removed has to be asked under a lock.
    if (isGuarded && remove.length > 0) return undefined
    for (const userId of [...add, ...remove]) {
      const pair = `${groupId} ${userId}`
      if (named.has(pair)) return undefined
      named.add(pair)
    }
    deltas.push({ tokenId, directoryId, groupId, actor, add, remove })
  }
  return deltas
}

function deltaOutcome(input: ModifyGroupInput, result: MemberDeltaResult | undefined): Outcome<GroupResult> | undefined {
  const { id, actor, members } = input
  // Where members were to be removed it may be a guard that stopped the statement: the transaction tells.
  if (!result) return mayRemove(input) ? undefined : { error: notFound(`Group ${toId('group', id)}`) }
  const { group, data, unknownUserIds } = result
  const unknownMembers = [...(members?.unknown ?? []), ...unknownUserIds.map((userId) => toId('user', userId))]
  return { value: { group, unknownMembers }, changes: data ? [{ kind: 'MembershipChanged', actor, data }] : [] }
}

async function reviseGroup(
  transaction: Transaction,
  groups: Map<string, Group>,
  input: ModifyGroupInput,
  removals: Removals,
  now: Date,
): Promise<Outcome<Group>> {
  const { directoryId, id, actor, ifMatch, revise, members, refusesUnknownMembers } = input
  const before = groups.get(id)
  if (!before || before.directoryId !== directoryId) throw notFound(`Group ${toId('group', id)}`)
  checkVersion(`Group ${toId('group', id)}`, before.version, ifMatch)
  if (members && refusesUnknownMembers) await checkMembersKnown(transaction, directoryId, members)
  const attributes = revise ? ofCaller(() => revise(before)) : before.attributes
  const changed = changedAttributes(before.attributes, attributes)
  const after: Group =
    changed.length === 0 ? before : { ...before, attributes, ...groupColumns(attributes), version: before.version + 1, lastModifiedAt: now }
  if (after.displayNameKey !== before.displayNameKey) await checkDisplayName(transaction, groups, after)
  // Last of all reasons to refuse: what is refused for another one removes nothing.
  const paused = input.isGuarded && mayRemove(input) ? removals.count(input, await countRemovals(transaction, before, members!)) : undefined
  if (paused) return paused
  if (changed.length === 0) return { value: before, changes: [] }
  groups.set(id, after)
  const change: NewChange = {
    kind: 'GroupModified',
    actor,
    data: { before: groupState(before), after: groupState(after), attributes: changed },
  }
  return { value: after, changes: [change] }
}

/** How many members a request takes away from a group that this transaction has locked; only the rows that are named are read. */
async function countRemovals(transaction: Transaction, group: Group, { replaceAll, add, remove }: MemberChange): Promise<number> {
  const named = await countMembersAmong(transaction, group.id, replaceAll ? add : remove)
  return replaceAll ? group.memberCount - named : named
}

// Whether names may repeat is read from the group's own row, which is locked: whoever switches that waits for the row, or this transaction did.
async function checkDisplayName(transaction: Transaction, groups: ReadonlyMap<string, Group>, renamed: Group): Promise<void> {
  const { directoryId, displayNameKey, id } = renamed
  const stored = (await findGroupNames(transaction, directoryId, [displayNameKey])).get(displayNameKey)
  const inCommit = [...groups.values()].some(
    (group) => group.id !== id && group.directoryId === directoryId && group.displayNameKey === displayNameKey,
  )
  const isTaken = (stored !== undefined && !groups.has(stored)) || (inCommit && !(await mayRepeatName(transaction, id)))
  if (isTaken) throw await displayNameTaken(transaction, renamed)
}

function mayRemove({ members }: ModifyGroupInput): boolean {
  return members !== undefined && (members.replaceAll || members.remove.length > 0)
}

/**
 * The inputs in rounds, by index: each round is a few statements, however many inputs are in it. Requests for one group follow
 * one another in their order; those that only add or remove different users share a round, so that many callers at one group cost one.
 * What a guard counts is done in the order of the requests, as the log will have it, and so is what may take or free a name.
 */
function roundsOf(inputs: readonly ModifyGroupInput[]): number[][] {
  if (inputs.length === 1) return [[0]]
  const rounds: number[][] = []
  const latest = new Map<string, { round: number; named: Set<string>; replacesAll: boolean }>()
  let [countedRound, revisedRound] = [0, 0]
  for (const [index, input] of inputs.entries()) {
    const { id, revise, ifMatch, members } = input
    const ids = members ? [...members.add, ...members.remove] : []
    const last = latest.get(id)
    const shares =
      last && !revise && ifMatch === undefined && !members?.replaceAll && !last.replacesAll && !ids.some((user) => last.named.has(user))
    const isCounted = input.isGuarded && mayRemove(input)
    const round = Math.max(last ? (shares ? last.round : last.round + 1) : 0, isCounted ? countedRound : 0, revise ? revisedRound : 0)
    if (isCounted) countedRound = round
    if (revise) revisedRound = round
    ;(rounds[round] ??= []).push(index)
    if (shares && round === last.round) for (const user of ids) last.named.add(user)
    else latest.set(id, { round, named: new Set(ids), replacesAll: members?.replaceAll ?? false })
  }
  return rounds
}
