import { useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { ChangeSentence } from '../../components/change-sentence.tsx'
import { LimitHistory } from '../../components/limit-history.tsx'
import { graphql } from '../../gql/gql.ts'

const PersonLimitHistory = graphql(`
  query PersonLimitHistory($id: ID!, $after: ChangeCursor) {
    node(id: $id) {
      ... on User {
        id
        effectiveSpendLimitChanges(first: 20, after: $after) {
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
              ...ChangeFacts
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

/** How somebody's effective limit became what it is, in the words of the change log. */
export function PersonHistory({ userId }: { userId: string }) {
  const t = useTranslations('people')
  return (
    <LimitHistory
      queryKey={[String(PersonLimitHistory), userId]}
      read={async (after, signal) => {
        const { node } = await ask(PersonLimitHistory, { id: userId, after }, signal)
        return node && 'effectiveSpendLimitChanges' in node ? node.effectiveSpendLimitChanges : null
      }}
      renderCause={(cause) => (cause ? <ChangeSentence change={cause} /> : t('causeUnknown'))}
      title={t('historyTitle')}
      empty={t('noHistory')}
      more={t('moreHistory')}
    />
  )
}
