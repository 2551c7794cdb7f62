import { useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { LimitHistory } from '../../components/limit-history.tsx'
import { useLimitText } from '../../components/money.tsx'
import { graphql } from '../../gql/gql.ts'
import type { OwnCauseFragment, OwnFactsFragment } from '../../gql/graphql.ts'

export const ownCause = graphql(`
  fragment OwnCause on Change {
    __typename
    ... on MembershipChanged {
      addedUserIds
      group {
        id
        displayName
      }
    }
    ... on SpendLimitSet {
      after {
        targetId
        isUnlimited
        amount {
          ...MoneyFacts
        }
      }
    }
    ... on SpendLimitCleared {
      before {
        targetId
      }
    }
  }
`)

const OwnLimitHistory = graphql(`
  query OwnLimitHistory($id: ID!, $after: ChangeCursor) {
    node(id: $id) {
      ... on User {
        id
        effectiveSpendLimitChanges(first: 10, after: $after) {
          nodes {
            revision
            at
            from {
              ...LimitValueFacts
            }
            to {
              ...LimitValueFacts
            }
            cause {
              ...OwnCause
            }
          }
          pageInfo {
            endCursor
            hasNextPage
          }
        }
      }
    }
  }
`)

/** How the reader's limit became what it is. Who did it, and what else it changed, is not theirs to see. */
export function OwnHistory({ userId, groups }: { userId: string; groups: OwnFactsFragment['groups'] }) {
  const t = useTranslations('me')
  const groupName = (id: string): string => groups.edges.find(({ node }) => node.id === id)?.node.displayName ?? t('aGroup')
  return (
    <LimitHistory
      queryKey={[String(OwnLimitHistory), userId]}
      read={async (after, signal) => {
        const { node } = await ask(OwnLimitHistory, { id: userId, after }, signal)
        return node && 'effectiveSpendLimitChanges' in node ? node.effectiveSpendLimitChanges : null
      }}
      renderCause={(cause) => <Cause cause={cause} userId={userId} groupName={groupName} />}
      title={t('historyTitle')}
      empty={t('noHistory')}
      more={t('moreHistory')}
    />
  )
}

function Cause({ cause, userId, groupName }: { cause: OwnCauseFragment | null; userId: string; groupName(id: string): string }) {
  const t = useTranslations('me')
  const limitText = useLimitText()
  switch (cause?.__typename) {
    case 'MembershipChanged':
      // An administrator is told of all who came and went with them.
      return t(cause.addedUserIds.includes(userId) ? 'joined' : 'left', { group: cause.group.displayName })
    case 'SpendLimitSet':
      return t('set', { ...whose(cause.after.targetId), group: groupName(cause.after.targetId), value: limitText(cause.after) })
    case 'SpendLimitCleared':
      return t('cleared', { ...whose(cause.before.targetId), group: groupName(cause.before.targetId) })
    case 'SpendLimitExpired':
      return t('expired')
    default:
      return t('causeUnknown')
  }
}

function whose(targetId: string): { whose: 'USER' | 'TEAM' | 'GROUP' } {
  return { whose: targetId.startsWith('user-') ? 'USER' : targetId.startsWith('team-') ? 'TEAM' : 'GROUP' }
}
