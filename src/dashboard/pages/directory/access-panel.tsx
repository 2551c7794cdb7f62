import { useTranslations } from 'use-intl'
import { CopyField } from '../../components/copy-button.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Clients } from './clients.tsx'
import type { DirectoryFacts } from './directory-facts.ts'
import { Tokens } from './tokens.tsx'

const DirectoryAccess = graphql(`
  query DirectoryAccess($id: ID!) {
    node(id: $id) {
      __typename
      ... on Directory {
        id
        tokens {
          id
          label
          createdAt
          lastUsedAt
          expiresAt
          revokedAt
        }
        clients {
          id
          label
          createdAt
          lastUsedAt
          expiresAt
          revokedAt
        }
      }
    }
  }
`)

/** When something was last used is no change of the team's. */
const lastUseMilliseconds = 5_000

/** How the identity provider gets in. */
export function AccessPanel({ directory }: { directory: DirectoryFacts }) {
  const { data, error, refetch } = useLiveQuery({
    document: DirectoryAccess,
    variables: { id: directory.id },
    topics: ['set-up'],
    everyMilliseconds: lastUseMilliseconds,
  })
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  if (data.node?.__typename !== 'Directory') return <Loading />
  const { tokens, clients } = data.node
  return (
    <>
      <Endpoint directory={directory} />
      <Tokens directory={directory} tokens={tokens} clients={clients} />
      <Clients directory={directory} tokens={tokens} clients={clients} />
    </>
  )
}

function Endpoint({ directory: { scimUrl, tokenUrl } }: { directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  return (
    <Section title={t('endpoint')}>
      <p className="hint">{t('endpointText')}</p>
      <CopyField label={t('scimUrl')} value={scimUrl} />
      <CopyField label={t('tokenUrl')} value={tokenUrl} />
    </Section>
  )
}
