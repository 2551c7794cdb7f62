import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useChangeSearch } from './address.ts'

const LimitsGroupName = graphql(`
  query LimitsGroupName($id: ID!) {
    node(id: $id) {
      __typename
      ... on Group {
        id
        displayName
      }
    }
  }
`)

/** Says that only the members of a group are shown, and ends that. */
export function GroupChip({ groupId }: { groupId: string }) {
  const t = useTranslations('limits')
  const change = useChangeSearch()
  const { data } = useLiveQuery({ document: LimitsGroupName, variables: { id: groupId }, topics: ['groups'] })
  const name = data?.node?.__typename === 'Group' ? data.node.displayName : groupId
  return (
    <div className="row">
      <span className="badge badge-info">{t('onlyGroup', { name })}</span>
      <Button look="quiet" onPress={() => change({ group: undefined })}>
        <X aria-hidden size={14} />
        {t('allPeople')}
      </Button>
    </div>
  )
}
