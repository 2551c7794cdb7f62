import { ArrowRight, TrendingDown, TrendingUp } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { graphql } from '../gql/gql.ts'
import type { LimitValueFactsFragment } from '../gql/graphql.ts'
import { useLimitText } from './money.tsx'
import './limit-step.css'

export const limitValueFacts = graphql(`
  fragment LimitValueFacts on EffectiveSpendLimitValue {
    isUnlimited
    source
    amount {
      ...MoneyFacts
    }
  }
`)

type Value = LimitValueFactsFragment | null

/** What an effective limit was and what it became; null: the user was not there. */
export function LimitStep({ from, to }: { from: Value; to: Value }) {
  const t = useTranslations('people')
  const explanation = useTranslations('explanation')
  const limitText = useLimitText()
  const textOf = (value: Value): string =>
    value ? `${limitText(value)} (${explanation('source', { source: value.source })})` : t('notThere')
  const turn = compare(from, to)
  const Icon = turn === 0 ? ArrowRight : turn > 0 ? TrendingUp : TrendingDown
  return (
    <strong className={`limit-step ${turn > 0 ? 'limit-step-up' : turn < 0 ? 'limit-step-down' : ''}`}>
      <Icon aria-hidden size={16} />
      <span className="visually-hidden">{t('step', { from: textOf(from), to: textOf(to) })}</span>
      <span aria-hidden="true" className="number">
        {textOf(from)} → {textOf(to)}
      </span>
    </strong>
  )
}

function compare(from: Value, to: Value): number {
  return heightOf(to) === heightOf(from) ? 0 : heightOf(to) - heightOf(from)
}

function heightOf(value: Value): number {
  if (!value) return 0
  return value.isUnlimited ? Number.MAX_SAFE_INTEGER : (value.amount?.amountMinor ?? 0)
}
