import { graphql } from '../gql/gql.ts'
import type { LimitExplanationFragment } from '../gql/graphql.ts'
import { useLimitText } from './money.tsx'

export const limitExplanation = graphql(`
  fragment LimitExplanation on EffectiveSpendLimit {
    isUnlimited
    source
    revision
    amount {
      ...MoneyFacts
    }
  }
`)

/** What applies to somebody, and why: every limit that was looked at, which one won, and what would apply without it. */
export function Explanation({ limit }: { limit: LimitExplanationFragment }) {
  return <p>{useLimitText()(limit)}</p>
}
