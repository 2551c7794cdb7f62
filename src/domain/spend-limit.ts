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

export function spendLimitState(limit: SpendLimit, currency: string): SpendLimitState {
  const { id, target, amountMinor, version, expiresAt } = limit
  return { id, target, amountMinor, currency, version, expiresAt: expiresAt?.toISOString() ?? null }
}

/**
 * What one user may spend, and why. Override, else the highest limit of the user's groups (even below the team's),
 * else the team's default, else unlimited; an inactive user may spend nothing.
 */
export function effectiveSpendLimit(user: { active: boolean }, limits: readonly Candidate[]): EffectiveSpendLimit {
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
  return {
    ...valueOf(first),
    decidedBy: first.spendLimit,
    candidates: inOrder.map((candidate) => ({
      spendLimit: candidate.spendLimit,
      isWinner: isWinner(candidate),
      reason: isWinner(candidate) ? reasonToWin(candidate, inOrder.filter(isWinner).length) : reasonToLose(candidate, first),
    })),
    withoutWinner: valueOf(inOrder.find((candidate) => !isWinner(candidate))),
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

function reasonToWin(candidate: Candidate, winners: number): string {
  switch (candidate.spendLimit.target.kind) {
    case 'USER':
      return "Applies: the user's own limit goes before all others."
    case 'GROUP':
      return winners > 1
        ? `Applies: group ${candidate.groupName} has the highest limit of the user's groups, as ${winners - 1} other(s) do.`
        : `Applies: group ${candidate.groupName} has the highest limit of the user's groups.`
    case 'TEAM':
      return "Applies: the team's default; neither the user nor a group of the user has a limit."
  }
}

function reasonToLose(candidate: Candidate, winner: Candidate): string {
  switch (winner.spendLimit.target.kind) {
    case 'USER':
      return "Not used: the user's own limit goes before it."
    case 'GROUP':
      return candidate.spendLimit.target.kind === 'TEAM'
        ? "Not used: a group's limit replaces the team's default, even when it is lower."
        : `Not used: group ${winner.groupName} has a higher limit than group ${candidate.groupName}.`
    case 'TEAM':
      return "Not used: the team's default applies."
  }
}
