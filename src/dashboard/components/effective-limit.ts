import { useState } from 'react'
import { ask } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import type { LimitExplanationFragment } from '../gql/graphql.ts'
import { useFollowing } from '../live/live-context.tsx'

const FollowedEffectiveLimit = graphql(`
  subscription FollowedEffectiveLimit($userId: ID!, $after: ChangeCursor) {
    effectiveSpendLimit(userId: $userId, after: $after) {
      __typename
      ... on Checkpoint {
        previousCursor
        cursor
        isLive
      }
      ... on EffectiveSpendLimitUpdate {
        previousCursor
        cursor
        value {
          ...LimitExplanation
        }
      }
      ... on ResyncRequired {
        reason
      }
      ... on InvalidInputError {
        message
      }
      ... on NotFoundError {
        message
      }
    }
  }
`)

const CursorOfLog = graphql(`
  query CursorOfLog {
    team {
      changeCursor
    }
  }
`)

/** Where the log stands; what is followed from there on begins without a gap. */
export async function readChangeCursor(signal: AbortSignal): Promise<string> {
  const { team } = await ask(CursorOfLog, {}, signal)
  if (!team) throw new Error('The team cannot be read.')
  return team.changeCursor
}

/**
 * What applies to a user, the moment that it changes: the newer of what was asked for and what the subscription told. It tells when the value becomes
 * another; what else is in the explanation comes with what is asked again.
 */
export function useEffectiveLimit(userId: string, asked: LimitExplanationFragment, onUpdate?: () => void): LimitExplanationFragment {
  const [told, setTold] = useState<LimitExplanationFragment>()
  useFollowing(`effectiveSpendLimit ${userId}`, {
    document: FollowedEffectiveLimit,
    variables: { userId },
    loadSnapshot: ({ signal }) => readChangeCursor(signal),
    onChanges({ value }) {
      setTold(value)
      onUpdate?.()
    },
  })
  return told && told.revision > asked.revision ? told : asked
}
