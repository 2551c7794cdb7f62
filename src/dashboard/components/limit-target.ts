import { graphql } from '../gql/gql.ts'
import type { MoneyFacts } from './money.tsx'

/** Whose limit it is; `id` is that of the team, the group or the user. */
export type LimitTarget = { kind: 'TEAM' | 'GROUP' | 'USER'; id: string; name: string }
export type CurrentLimit = { version: number; isUnlimited: boolean; amount: MoneyFacts | null; expiresAt: string | null }

/** What the editor has to know of a limit, for queries. */
export const currentLimitFacts = graphql(`
  fragment CurrentLimitFacts on SpendLimit {
    version
    isUnlimited
    expiresAt
    amount {
      ...MoneyFacts
    }
  }
`)
