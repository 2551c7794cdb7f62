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
import { RotationGuide } from './rotation-guide.tsx'
import { useAct } from '../../live/use-act.ts'

const IssueToken = graphql(`
  mutation IssueDirectoryToken($input: IssueDirectoryTokenInput!) {
    issueDirectoryToken(input: $input) {
      __typename
      ... on IssueDirectoryTokenSuccess {
        token
        directoryToken {
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

const RevokeToken = graphql(`
  mutation RevokeDirectoryToken($input: RevokeDirectoryTokenInput!) {
    revokeDirectoryToken(input: $input) {
      __typename
      ... on RevokeDirectoryTokenSuccess {
        directoryToken {
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

/** Bearer tokens: which there are, and how one takes over from another. */
export function Tokens({ directory, tokens, clients }: Shown) {
  const t = useTranslations('directory')
  const now = useNow({ updateInterval: 30_000 }).getTime()
  const [isIssuing, setIsIssuing] = useState(false)
  const [revoked, setRevoked] = useState<Credential | null>(null)
  const issue = useAct(async (input: Issue) => {
    const { issueDirectoryToken } = await ask(IssueToken, { input: { directoryId: directory.id, ...input } })
    const { token, directoryToken } = orRefused(issueDirectoryToken, 'IssueDirectoryTokenSuccess')
    const fields = [
      { label: t('scimUrl'), value: directory.scimUrl },
      { label: t('token'), value: token },
    ]
    return { label: directoryToken.label, fields }
  })
  const revoke = useAct(async (tokenId: string) => {
    const { revokeDirectoryToken } = await ask(RevokeToken, { input: { tokenId } })
    return orRefused(revokeDirectoryToken, 'RevokeDirectoryTokenSuccess')
  })
  return (
    <Section title={t('tokens')} actions={<Button onPress={() => setIsIssuing(true)}>{t('issueToken')}</Button>}>
      <p className="hint">{t('tokensText')}</p>
      <CredentialList label={t('tokens')} empty={t('noTokens')} credentials={tokens} onRevoke={setRevoked} />
      <RotationGuide tokens={tokens} onIssue={() => setIsIssuing(true)} onRevoke={setRevoked} />
      <IssueDialog title={t('issueToken')} issue={issue} isOpen={isIssuing} onClose={() => setIsIssuing(false)} />
      <RevokeDialog
        credential={revoked}
        isLast={validOf([...tokens, ...clients], now).length === 1}
        revoke={revoke}
        onClose={() => setRevoked(null)}
      />
    </Section>
  )
}
