import { useState } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/page.tsx'
import { graphql } from '../../gql/gql.ts'
import { validOf, type Credential } from './credential.ts'
import { CredentialList } from './credential-list.tsx'
import type { DirectoryFacts } from './directory-facts.ts'
import { IssueDialog } from './issue-dialog.tsx'
import type { Issue } from './issue-form.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { useAct } from '../../live/use-act.ts'

const IssueClient = graphql(`
  mutation IssueDirectoryClient($input: IssueDirectoryClientInput!) {
    issueDirectoryClient(input: $input) {
      __typename
      ... on IssueDirectoryClientSuccess {
        clientId
        clientSecret
        tokenUrl
        directoryClient {
          id
          label
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const RevokeClient = graphql(`
  mutation RevokeDirectoryClient($input: RevokeDirectoryClientInput!) {
    revokeDirectoryClient(input: $input) {
      __typename
      ... on RevokeDirectoryClientSuccess {
        directoryClient {
          id
          revokedAt
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Shown = { directory: DirectoryFacts; tokens: readonly Credential[]; clients: readonly Credential[] }

/** OAuth clients, for providers that fetch short-lived tokens. */
export function Clients({ directory, tokens, clients }: Shown) {
  const t = useTranslations('directory')
  const now = useNow({ updateInterval: 30_000 }).getTime()
  const [isIssuing, setIsIssuing] = useState(false)
  const [revoked, setRevoked] = useState<Credential | null>(null)
  const issue = useAct(async (input: Issue) => {
    const { issueDirectoryClient } = await ask(IssueClient, { input: { directoryId: directory.id, ...input } })
    const { tokenUrl, clientId, clientSecret, directoryClient } = orRefused(issueDirectoryClient, 'IssueDirectoryClientSuccess')
    const fields = [
      { label: t('scimUrl'), value: directory.scimUrl },
      { label: t('tokenUrl'), value: tokenUrl },
      { label: t('clientId'), value: clientId },
      { label: t('clientSecret'), value: clientSecret },
    ]
    return { label: directoryClient.label, fields }
  })
  const revoke = useAct(async (clientId: string) => {
    const { revokeDirectoryClient } = await ask(RevokeClient, { input: { clientId } })
    return orRefused(revokeDirectoryClient, 'RevokeDirectoryClientSuccess')
  })
  return (
    <Section title={t('clients')} actions={<Button onPress={() => setIsIssuing(true)}>{t('issueClient')}</Button>}>
      <p className="hint">{t('clientsText')}</p>
      <CredentialList label={t('clients')} empty={t('noClients')} credentials={clients} onRevoke={setRevoked} />
      <IssueDialog title={t('issueClient')} issue={issue} isOpen={isIssuing} onClose={() => setIsIssuing(false)} />
      <RevokeDialog
        credential={revoked}
        isLast={validOf([...tokens, ...clients], now).length === 1}
        revoke={revoke}
        onClose={() => setRevoked(null)}
      />
    </Section>
  )
}
