import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { checkAmountMinor, checkStatedCurrency, type StatedCurrency } from '../domain/money.ts'
import { checkLimitExpiry, isExpiredAt, spendLimitState, type SpendLimit, type SpendLimitTarget } from '../domain/spend-limit.ts'
import { lockGroups } from '../store/group.ts'
import { newId } from '../store/id.ts'
import { lockSpendLimits, readTransactionTime, saveSpendLimits } from '../store/spend-limit.ts'
import { lockTeam, type Team } from '../store/team.ts'
import type { Transaction } from '../store/database.ts'
import { lockUsers } from '../store/user.ts'

/** What somebody wants one limit to be. */
export type SpendLimitWish = StatedCurrency & {
  target: SpendLimitTarget
  /** null takes the limit away. */
  value: SpendLimitValue | null
  /** The version that the caller read; 0 when it read that there is none. */
  expectedVersion?: number | undefined
}

/** Minor units of the team's currency, null is unlimited; without `expiresAt` it stays until somebody changes it. */
export type SpendLimitValue = { amountMinor: number | null; expiresAt?: Date | null | undefined }

/** A limit as it was and as it is, where it counts; the same when nothing really changed. */
export type ChangedSpendLimit = { before: SpendLimit | null; after: SpendLimit | null }

/** A wish, or why it is none: what the door could not make sense of is refused with the others. */
export type WishOrRefusal = SpendLimitWish | DomainError

/** In the order of the wishes: what became of each, or why it was refused. */
export type SpendLimitsOutcome = { results: (ChangedSpendLimit | DomainError)[]; changes: NewChange[] }

/**
 * Holds the targets so that none can be deleted before the commit, and gives each limit the value that is wanted; with `isAllOrNothing`, none of them when
 * one is refused. What is so already changes nothing. An override that has expired while nobody wrote so counts as none, and the log hears
 * of it first. The targets are different ones. Statements: as many for one wish as for hundreds.
 */
export async function changeSpendLimits(
  transaction: Transaction,
  { teamId, actor, isAllOrNothing = false }: { teamId: string; actor: Actor; isAllOrNothing?: boolean },
  items: readonly WishOrRefusal[],
): Promise<SpendLimitsOutcome> {
  const wishes = items.filter(isNoRefusal)
  const targets = wishes.map(({ target }) => target)
  const { team, isThere } = await lockTargets(transaction, teamId, targets)
  const limits = await lockSpendLimits(transaction, targets.filter(isThere))
  const now = hasTimes(wishes, limits) ? await readTransactionTime(transaction) : new Date()
  const decided = items.map((item) =>
    item instanceof DomainError
      ? item
      : orRefusal(() => decide(item, limits.get(item.target.id), isThere(item.target), { team, actor, now })),
  )
  const results = decided.map((one) => (one instanceof DomainError ? one : one.result))
  if (isAllOrNothing && results.some((result) => result instanceof DomainError)) return { results, changes: [] }
  const made = decided.filter(isNoRefusal)
  await saveSpendLimits(
    transaction,
    made.flatMap(({ write }) => write ?? []),
  )
  return { results, changes: made.flatMap(({ changes }) => changes) }
}

function isNoRefusal<One>(one: One | DomainError): one is One {
  return !(one instanceof DomainError)
}

type Decided = { result: ChangedSpendLimit; write: SpendLimit | undefined; changes: NewChange[] }
type Circumstances = { team: Team; actor: Actor; now: Date }

function decide(wish: SpendLimitWish, stored: SpendLimit | undefined, isThere: boolean, { team, actor, now }: Circumstances): Decided {
  const { target, value } = wish
  if (!isThere) throw missing(target)
  if (value?.amountMinor != null) checkAmountMinor(value.amountMinor)
  checkStatedCurrency('This limit', wish, team)
  const expiresAt = checkLimitExpiry(target, value?.expiresAt, now)
  const changes: NewChange[] = []
  let version = stored?.version ?? 0
  let before = stored?.isSet ? stored : null
  if (before && isExpiredAt(before, now)) {
    changes.push({ kind: 'SpendLimitExpired', actor: expiry, data: { before: spendLimitState(before, team.currency) } })
    before = null
    version++
  }
  checkExpectedVersion(before, wish.expectedVersion)
  if (!value) {
    if (!before) throw new DomainError('NOT_FOUND', 'The target has no limit of its own, so there is nothing to clear.')
    const write: SpendLimit = { ...before, ...cleared, version: version + 1, setAt: new Date(), setBy: actor.label }
    changes.push({ kind: 'SpendLimitCleared', actor, data: { before: spendLimitState(before, team.currency) } })
    return { result: { before, after: null }, write, changes }
  }
  const { amountMinor } = value
  if (before && before.amountMinor === amountMinor && before.expiresAt?.getTime() === expiresAt?.getTime())
    return { result: { before, after: before }, write: undefined, changes }
  const after: SpendLimit = {
    id: stored?.id ?? newId(),
    teamId: team.id,
    target,
    isSet: true,
    amountMinor,
    version: version + 1,
    setAt: new Date(),
    setBy: actor.label,
    expiresAt,
  }
  const states = { before: before && spendLimitState(before, team.currency), after: spendLimitState(after, team.currency) }
  changes.push({ kind: 'SpendLimitSet', actor, data: states })
  return { result: { before, after }, write: after, changes }
}

/** Who is said to have ended an override whose time was over. */
export const expiry: Actor = { kind: 'SYSTEM', id: null, label: 'Expiry' }

/** A limit that is none any more. */
export const cleared = { isSet: false, amountMinor: null, expiresAt: null } as const

/** In the order in which deletions take them: users, groups, the team. */
async function lockTargets(
  transaction: Transaction,
  teamId: string,
  targets: readonly SpendLimitTarget[],
): Promise<{ team: Team; isThere(target: SpendLimitTarget): boolean }> {
  const idsOf = (kind: SpendLimitTarget['kind']): string[] => targets.filter((target) => target.kind === kind).map(({ id }) => id)
  const [userIds, groupIds] = [idsOf('USER'), idsOf('GROUP')]
  const users = userIds.length > 0 ? await lockUsers(transaction, teamId, userIds) : undefined
  const groups = groupIds.length > 0 ? await lockGroups(transaction, teamId, groupIds) : undefined
  const team = await lockTeam(transaction, teamId)
  if (!team) throw notFound(`Team ${toId('team', teamId)}`)
  return {
    team,
    isThere({ kind, id }) {
      switch (kind) {
        case 'USER':
          return users?.has(id) ?? false
        case 'GROUP':
          return groups?.has(id) ?? false
        case 'TEAM':
          return id === teamId
      }
    },
  }
}

function hasTimes(wishes: readonly SpendLimitWish[], limits: ReadonlyMap<string, SpendLimit>): boolean {
  return wishes.some(({ value }) => value?.expiresAt != null) || limits.values().some(({ expiresAt }) => expiresAt !== null)
}

function orRefusal<Value>(run: () => Value): Value | DomainError {
  try {
    return run()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

function missing(target: SpendLimitTarget): DomainError {
  return notFound(targetText(target))
}

/** For sentences. */
export function targetText({ kind, id }: SpendLimitTarget): string {
  const [name, idKind] = ({ TEAM: ['Team', 'team'], GROUP: ['Group', 'group'], USER: ['User', 'user'] } as const)[kind]
  return `${name} ${toId(idKind, id)}`
}

export function checkExpectedVersion(current: SpendLimit | null, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion < 0) {
    throw new DomainError('INVALID_INPUT', `expectedVersion is ${expectedVersion}; it is 0 for none, or the version that was read.`)
  }
  if (expectedVersion === undefined || expectedVersion === (current?.version ?? 0)) return
  const found = current ? `is at version ${current.version}` : 'has no limit'
  throw new DomainError(
    'VERSION_CONFLICT',
    `Version ${expectedVersion} was expected, but the target ${found}. Read it again, then decide.`,
    { current },
  )
}
