import { DomainError } from './errors.ts'
import { amountText } from './money.ts'

export type SpendLimitTarget = { kind: 'TEAM' | 'GROUP' | 'USER'; id: string }

export type SpendLimit = {
  id: string
  teamId: string
  target: SpendLimitTarget
  isSet: boolean
  /** Minor units of the team's currency; null is unlimited. */
  amountMinor: number | null
  version: number
  setAt: Date
  setBy: string
  /** Of an override: from then on it does not count. */
  expiresAt: Date | null
}

/** What a limit was at a revision: what a change carries. It never needs another read, and outlives the limit. */
export type SpendLimitState = {
  id: string
  target: SpendLimitTarget
  amountMinor: number | null
  currency: string
  version: number
  /** RFC 3339. Absent in changes of before limits could expire. */ expiresAt?: string | null
}

export type SpendLimitSource = 'USER' | 'GROUP' | 'TEAM' | 'NONE' | 'INACTIVE_USER'

export type EffectiveValue = {
  isUnlimited: boolean
  /** null exactly when unlimited */
  amountMinor: number | null
  source: SpendLimitSource
}

export type EffectiveSpendLimit = EffectiveValue & {
  decidedBy: SpendLimit | null
  candidates: { spendLimit: SpendLimit; isWinner: boolean; reason: string }[]
  withoutWinner: EffectiveValue | null
}

/** A limit that may apply to a user; `groupName` for that of a group the user is in. */
export type Candidate = { spendLimit: SpendLimit; groupName?: string }

/** Whether a limit is one at a moment: set, and not expired. SQL: `counts` of store/effective-limit.ts. */
export function countsAt({ isSet, expiresAt }: Pick<SpendLimit, 'isSet' | 'expiresAt'>, at: Date): boolean {
  return isSet && (expiresAt === null || expiresAt > at)
}

/** Whether it was a limit that ran out by itself, and nobody has written so yet. */
export function isExpiredAt(limit: Pick<SpendLimit, 'isSet' | 'expiresAt'>, at: Date): boolean {
  return limit.isSet && !countsAt(limit, at)
}

/** So far ahead may an override end. */
const mostYears = 2

/** When a limit is to end by itself. Overrides alone do: whoever else has a limit is many people, and their budget should not change with nobody at it. */
export function checkLimitExpiry(target: SpendLimitTarget, expiresAt: Date | null | undefined, now: Date): Date | null {
  if (!expiresAt) return null
  if (target.kind !== 'USER')
    throw new DomainError(
      'INVALID_INPUT',
      'Only the limit of one user (userId) may have expiresAt; those of groups and of the team stay until they are changed.',
    )
  if (expiresAt <= now) throw new DomainError('INVALID_INPUT', `expiresAt must be in the future; got ${expiresAt.toISOString()}.`)
  const last = new Date(now)
  last.setUTCFullYear(last.getUTCFullYear() + mostYears)
  if (expiresAt > last)
    throw new DomainError(
      'INVALID_INPUT',
      `expiresAt must be at most ${mostYears} years ahead; got ${expiresAt.toISOString()}. Leave it out for a limit that stays.`,
    )
  return expiresAt
}

export function spendLimitState(limit: SpendLimit, currency: string): SpendLimitState {
  const { id, target, amountMinor, version, expiresAt } = limit
  return { id, target, amountMinor, currency, version, expiresAt: expiresAt?.toISOString() ?? null }
}

/**
 * What one user may spend, and why. Override, else the highest limit of the user's groups (even below the team's),
 * else the team's default, else unlimited; an inactive user may spend nothing. `limits`: those that count (`countsAt`) of the user, of the
 * groups that the user is in, and of the team. `currency` is for the sentences.
 */
export function effectiveSpendLimit(user: { active: boolean }, limits: readonly Candidate[], currency: string): EffectiveSpendLimit {
  const inOrder = [...limits].sort(byPrecedence)
  if (!user.active) {
    return {
      isUnlimited: false,
      amountMinor: 0,
      source: 'INACTIVE_USER',
      decidedBy: null,
      withoutWinner: null,
      candidates: inOrder.map(({ spendLimit }) => ({
        spendLimit,
        isWinner: false,
        reason: 'Not used: the user is inactive and may spend nothing.',
      })),
    }
  }
  const first = inOrder[0]
  if (!first) return { ...noLimit, decidedBy: null, candidates: [], withoutWinner: null }
  const isWinner = (candidate: Candidate): boolean =>
    candidate.spendLimit.target.kind === first.spendLimit.target.kind && candidate.spendLimit.amountMinor === first.spendLimit.amountMinor
  const winners = inOrder.filter(isWinner)
  const next = inOrder.find((candidate) => !isWinner(candidate))
  return {
    ...valueOf(first),
    decidedBy: first.spendLimit,
    candidates: inOrder.map((candidate) => ({
      spendLimit: candidate.spendLimit,
      isWinner: isWinner(candidate),
      reason: isWinner(candidate) ? reasonToWin(candidate, winners, next, currency) : reasonToLose(candidate, first, currency),
    })),
    withoutWinner: valueOf(next),
  }
}

const noLimit: EffectiveValue = { isUnlimited: true, amountMinor: null, source: 'NONE' }
const ranks = { USER: 0, GROUP: 1, TEAM: 2 }

// By kind, then the highest first (null, unlimited, before any amount), then by target id, so that ties have one order.
function byPrecedence(a: Candidate, b: Candidate): number {
  const left = a.spendLimit
  const right = b.spendLimit
  return (
    ranks[left.target.kind] - ranks[right.target.kind] ||
    compareAmounts(right.amountMinor, left.amountMinor) ||
    (left.target.id < right.target.id ? -1 : 1)
  )
}

function compareAmounts(a: number | null, b: number | null): number {
  return a === b ? 0 : (a ?? Infinity) < (b ?? Infinity) ? -1 : 1
}

function valueOf(candidate: Candidate | undefined): EffectiveValue {
  if (!candidate) return noLimit
  const { amountMinor, target } = candidate.spendLimit
  return { isUnlimited: amountMinor === null, amountMinor, source: target.kind }
}

/** After "has" or "with". */
function textOf(amountMinor: number | null, currency: string): string {
  return amountMinor === null ? 'an explicitly unlimited limit' : amountText(amountMinor, currency)
}

/** Whose limit it is, for the middle of a sentence. */
function nameOf({ spendLimit, groupName }: Candidate): string {
  return { USER: "the user's own limit", GROUP: `group ${groupName}`, TEAM: "the team's default" }[spendLimit.target.kind]
}

function reasonToWin(candidate: Candidate, winners: readonly Candidate[], next: Candidate | undefined, currency: string): string {
  const { target, amountMinor, expiresAt } = candidate.spendLimit
  const amount = textOf(amountMinor, currency)
  switch (target.kind) {
    case 'USER': {
      if (!expiresAt) return `Applies: the user's own limit, ${amount}, goes before all others.`
      const after = next ? `${nameOf(next)} with ${textOf(next.spendLimit.amountMinor, currency)} applies` : 'no limit applies'
      return `Applies until ${expiresAt.toISOString()}: the user's own limit, ${amount}, goes before all others. As things stand now, then ${after}.`
    }
    case 'GROUP': {
      const others = winners.filter((winner) => winner !== candidate).map((winner) => winner.groupName)
      const tie = others.length === 0 ? '' : `, as ${listOf(others)} ${others.length === 1 ? 'has' : 'have'}`
      return `Applies: group ${candidate.groupName} has the highest limit of the user's groups, ${amount}${tie}.`
    }
    case 'TEAM':
      return `Applies: the team's default, ${amount}; neither the user nor a group of the user has a limit.`
  }
}

/** Some of those who tie: a user may be in many groups. */
function listOf(names: readonly (string | undefined)[]): string {
  const named = names.slice(0, 3).map((name) => `group ${name}`)
  if (names.length > named.length) named.push(`${names.length - named.length} more`)
  return named.length === 1 ? named[0]! : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

function reasonToLose(candidate: Candidate, winner: Candidate, currency: string): string {
  const own = textOf(candidate.spendLimit.amountMinor, currency)
  const others = textOf(winner.spendLimit.amountMinor, currency)
  const what = candidate.spendLimit.target.kind === 'GROUP' ? `group ${candidate.groupName} has ${own}` : `the team's default is ${own}`
  switch (winner.spendLimit.target.kind) {
    case 'USER': {
      const { expiresAt } = winner.spendLimit
      return `Not used: ${what}; the user's own limit, ${others}, goes before it${expiresAt ? ` until ${expiresAt.toISOString()}` : ''}.`
    }
    case 'GROUP':
      return candidate.spendLimit.target.kind === 'TEAM'
        ? `Not used: ${what}; a group's limit replaces it, even when it is lower, and group ${winner.groupName} has ${others}.`
        : `Not used: ${what}, less than group ${winner.groupName} with ${others}.`
    case 'TEAM':
      return "Not used: the team's default applies."
  }
}
