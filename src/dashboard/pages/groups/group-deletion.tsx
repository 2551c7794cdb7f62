import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { PreviewFigures } from '../../components/limit-editor-preview.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import type { GroupOfPage } from './group-of-page.ts'

const DeletionOfGroup = graphql(`
  query DeletionOfGroup($groupId: ID!) {
    team {
      groupDeletionPreview(groupId: $groupId) {
        __typename
        ...LimitPreviewFacts
        ... on Error {
          code
          message
        }
      }
    }
  }
`)

/** Counted when it is asked for: of a large group it is work. */
export function GroupDeletion({ group }: { group: GroupOfPage }) {
  const t = useTranslations('groups')
  const [isAsked, setIsAsked] = useState(false)
  return (
    <Section title={t('deletionTitle')}>
      <p>{t('deletion')}</p>
      {isAsked ? (
        <Preview groupId={group.id} />
      ) : (
        <div>
          <Button onPress={() => setIsAsked(true)}>{t('deletionShow')}</Button>
        </div>
      )}
    </Section>
  )
}

function Preview({ groupId }: { groupId: string }) {
  const { data, error, isFetching, refetch } = useLiveQuery({
    document: DeletionOfGroup,
    variables: { groupId },
    topics: ['limits', 'memberships'],
  })
  const preview = data?.team?.groupDeletionPreview
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!preview) return <Loading />
  return preview.__typename === 'SpendLimitPreview' ? (
    <PreviewFigures preview={preview} isBeingCounted={isFetching} />
  ) : (
    <p lang="en">{preview.message}</p>
  )
}
