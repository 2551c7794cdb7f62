import { useTranslations } from 'use-intl'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { CustomSchemas } from './custom-schemas.tsx'
import { DangerZone } from './danger-zone.tsx'
import { SettingsForm } from './settings-form.tsx'

const DirectorySettings = graphql(`
  query DirectorySettings($id: ID!) {
    node(id: $id) {
      __typename
      ... on Directory {
        id
        version
        name
        provider
        isStrict
        allowsRepeatedGroupNames
        requestsPerSecond
        usesDefaultRequestsPerSecond
        removalsPerHour
        userCount
        groupCount
        customSchemas {
          ...CustomSchemaFacts
        }
      }
    }
  }
`)

export function SettingsPanel({ directoryId }: { directoryId: string }) {
  const t = useTranslations('directory')
  const { data, error, refetch } = useLiveQuery({
    document: DirectorySettings,
    variables: { id: directoryId },
    topics: ['set-up', 'users', 'groups'],
  })
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  if (data.node?.__typename !== 'Directory') return <Loading />
  const directory = data.node
  return (
    <>
      <Section title={t('view.settings')}>
        <SettingsForm directory={directory} onConflict={() => void refetch()} />
      </Section>
      <CustomSchemas schemas={directory.customSchemas} />
      <DangerZone directory={directory} />
    </>
  )
}
