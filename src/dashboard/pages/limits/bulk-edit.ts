import type { CurrentLimit } from '../../components/limit-target.ts'
import type { MoneyFacts } from '../../components/money.tsx'
import type { SetSpendLimitsItemInput, SpendLimitTargetInput } from '../../gql/graphql.ts'

/** Whose limit is to be changed, as it was when the reader decided. */
export type BulkTarget = { kind: 'TEAM' | 'GROUP' | 'USER'; id: string; name: string; limit: CurrentLimit | null }

export type BulkEdit =
  | { action: 'AMOUNT'; amountMinor: number }
  | { action: 'UNLIMITED' }
  /** Higher, or lower when negative. */
  | { action: 'PERCENT'; percent: number }
  | { action: 'CLEAR' }

/** The most that the API takes at once. */
export const mostAtOnce = 500

export function targetInput({ kind, id }: Pick<BulkTarget, 'kind' | 'id'>): SpendLimitTargetInput {
  return kind === 'TEAM' ? { teamId: id } : kind === 'GROUP' ? { groupId: id } : { userId: id }
}

/**
 * What is asked for one target, never in place of what somebody else has set meanwhile; null where there is nothing to do: a percent of unlimited, or
 * of no limit. When a limit was to end by itself it still does.
 */
export function itemOf(target: BulkTarget, edit: BulkEdit): SetSpendLimitsItemInput | null {
  const { limit } = target
  const base = { target: targetInput(target), expectedVersion: limit?.version ?? 0 }
  if (edit.action === 'CLEAR') return limit ? { ...base, clear: true } : null
  const value = valueOf(limit, edit)
  if (!value) return null
  return { ...base, value, ...(limit?.expiresAt == null ? {} : { expiresAt: limit.expiresAt }) }
}

function valueOf(limit: CurrentLimit | null, edit: Exclude<BulkEdit, { action: 'CLEAR' }>): SetSpendLimitsItemInput['value'] | null {
  switch (edit.action) {
    case 'AMOUNT':
      return { amountMinor: edit.amountMinor }
    case 'UNLIMITED':
      return { unlimited: true }
    case 'PERCENT':
      return limit?.amount ? { amountMinor: raisedBy(limit.amount.amountMinor, edit.percent) } : null
  }
}

function raisedBy(amountMinor: number, percent: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(amountMinor * (1 + percent / 100))))
}

/** What a target would have then, as a limit is written; undefined: it stays. */
export function resultOf(
  target: BulkTarget,
  edit: BulkEdit,
  money: MoneyFacts,
): { isUnlimited: boolean; amount: MoneyFacts | null } | null | undefined {
  const item = itemOf(target, edit)
  if (!item) return undefined
  if (!item.value) return null
  const { amountMinor } = item.value
  return amountMinor == null ? { isUnlimited: true, amount: null } : { isUnlimited: false, amount: { ...money, amountMinor } }
}

/** What has become of one target. `current`: what is there now when somebody else was faster. */
export type Outcome =
  | { target: BulkTarget; kind: 'changed' }
  | { target: BulkTarget; kind: 'unchanged' }
  | { target: BulkTarget; kind: 'conflict'; current: CurrentLimit | null }
  | { target: BulkTarget; kind: 'refused'; message: string }
  /** With ALL_OR_NOTHING: nothing was wrong with it. */
  | { target: BulkTarget; kind: 'heldBack' }

export type ItemError = { __typename: string; message?: string; current?: CurrentLimit | null }

export function refusalOf(target: BulkTarget, error: ItemError): Outcome {
  return error.__typename === 'VersionConflictError'
    ? { target, kind: 'conflict', current: error.current ?? null }
    : { target, kind: 'refused', message: error.message ?? error.__typename }
}

/** Those who could not be changed because somebody else was faster, as they are now: to be decided on anew. */
export function conflictsIn(outcomes: readonly Outcome[]): BulkTarget[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'conflict' ? [{ ...outcome.target, limit: outcome.current }] : []))
}

export function isRefusal(outcome: Outcome): boolean {
  return outcome.kind === 'conflict' || outcome.kind === 'refused'
}
