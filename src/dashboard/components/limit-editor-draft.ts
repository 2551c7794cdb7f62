import type { SetSpendLimitInput, SpendLimitTargetInput } from '../gql/graphql.ts'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import type { MoneyFacts } from './money.tsx'

/** What somebody wants a limit to be; `none` takes it away. */
export type LimitDraft =
  | { kind: 'amount'; amount: MoneyFacts; expiresAt: string | null }
  | { kind: 'unlimited'; expiresAt: string | null }
  | { kind: 'none' }
export type SetDraft = Exclude<LimitDraft, { kind: 'none' }>

export function toTargetInput({ kind, id }: LimitTarget): SpendLimitTargetInput {
  switch (kind) {
    case 'TEAM':
      return { teamId: id }
    case 'GROUP':
      return { groupId: id }
    case 'USER':
      return { userId: id }
  }
}

/** Currency and digits go with an amount, so that the server refuses one that is understood otherwise there. */
export function toSetInput(target: LimitTarget, draft: SetDraft): SetSpendLimitInput {
  const expiry = draft.expiresAt === null ? {} : { expiresAt: draft.expiresAt }
  if (draft.kind === 'unlimited') return { target: toTargetInput(target), value: { unlimited: true }, ...expiry }
  const { amountMinor, currency, minorUnitDigits } = draft.amount
  return { target: toTargetInput(target), value: { amountMinor }, currency, minorUnitDigits, ...expiry }
}

/** How the limit looks once it is set; the version is not known yet. */
export function toLimit(draft: LimitDraft): CurrentLimit | null {
  switch (draft.kind) {
    case 'none':
      return null
    case 'unlimited':
      return { version: 0, isUnlimited: true, amount: null, expiresAt: draft.expiresAt }
    case 'amount':
      return { version: 0, isUnlimited: false, amount: draft.amount, expiresAt: draft.expiresAt }
  }
}

/** Whether it is so already. */
export function isAlready(draft: LimitDraft, current: CurrentLimit | null): boolean {
  const wanted = toLimit(draft)
  if (wanted === null || current === null) return wanted === current
  return (
    wanted.isUnlimited === current.isUnlimited &&
    wanted.amount?.amountMinor === current.amount?.amountMinor &&
    timeOf(wanted.expiresAt) === timeOf(current.expiresAt)
  )
}

function timeOf(at: string | null): number | null {
  return at === null ? null : Date.parse(at)
}
