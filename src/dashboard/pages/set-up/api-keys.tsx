import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import type { SetUpApiKeysQuery } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { IssueKeyDialog } from './issue-key-dialog.tsx'
import { CheckField } from './check-field.tsx'
import { useAct } from '../../live/use-act.ts'

const SetUpApiKeys = graphql(`
  query SetUpApiKeys {
    team {
      apiKeys {
        id
        name
        scopes
        createdAt
        expiresAt
        lastUsedAt
        revokedAt
      }
    }
  }
`)

const EndApiKey = graphql(`
  mutation EndApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      __typename
      ... on RevokeApiKeySuccess {
        changeCursor
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Key = NonNullable<SetUpApiKeysQuery['team']>['apiKeys'][number]

/** Uses of a key are not in the change log. */
const askAgainMilliseconds = 30_000

export function ApiKeys() {
  const t = useTranslations('setUp.access')
  const [isIssuing, setIsIssuing] = useState(false)
  const [ended, setEnded] = useState<Key | null>(null)
  const { data, error, refetch } = useLiveQuery({
    document: SetUpApiKeys,
    variables: {},
    topics: ['set-up'],
    everyMilliseconds: askAgainMilliseconds,
  })
  const keys = data?.team?.apiKeys
  return (
    <Section
      title={t('keys')}
      actions={
        <Button look="primary" onPress={() => setIsIssuing(true)}>
          {t('issue')}
        </Button>
      }
    >
      <p className="hint">{t('keysHint')}</p>
      {keys ? <KeyTable keys={keys} onEnd={setEnded} /> : error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
      {isIssuing && <IssueKeyDialog onClose={() => setIsIssuing(false)} />}
      {ended && <EndDialog apiKey={ended} onClose={() => setEnded(null)} />}
    </Section>
  )
}

function stateOf({ revokedAt, expiresAt }: Key): 'valid' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && new Date(expiresAt) <= new Date() ? 'expired' : 'valid'
}

function KeyTable({ keys, onEnd }: { keys: readonly Key[]; onEnd(key: Key): void }) {
  const t = useTranslations('setUp.access')
  const [showsEnded, setShowsEnded] = useState(false)
  const shown = keys.filter((key) => showsEnded || stateOf(key) === 'valid').toReversed()
  const ended = keys.filter((key) => stateOf(key) !== 'valid').length
  return (
    <>
      {shown.length === 0 ? (
        <p>{t('noKeys')}</p>
      ) : (
        <table className="plain-table stacked-table">
          <caption className="visually-hidden">{t('keys')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('keyName')}</th>
              <th scope="col">{t('scopes')}</th>
              <th scope="col">{t('lastUsed')}</th>
              <th scope="col">{t('validUntil')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((key) => (
              <KeyRow key={key.id} apiKey={key} onEnd={() => onEnd(key)} />
            ))}
          </tbody>
        </table>
      )}
      {ended > 0 && (
        <CheckField isSelected={showsEnded} onChange={setShowsEnded}>
          {t('showEnded', { count: ended })}
        </CheckField>
      )}
    </>
  )
}

function KeyRow({ apiKey, onEnd }: { apiKey: Key; onEnd(): void }) {
  const t = useTranslations('setUp.access')
  const state = stateOf(apiKey)
  const until = apiKey.revokedAt ?? apiKey.expiresAt
  return (
    <tr>
      <th scope="row">{apiKey.name}</th>
      <td data-label={t('scopes')}>
        <span className="row">
          {apiKey.scopes.map((scope) => (
            <Badge key={scope}>{t(`scope.${scope}.name`)}</Badge>
          ))}
        </span>
      </td>
      <td data-label={t('lastUsed')}>{apiKey.lastUsedAt === null ? t('neverUsed') : <DateTime at={apiKey.lastUsedAt} />}</td>
      <td data-label={t('validUntil')}>
        {state !== 'valid' && <Badge tone="neutral">{t(state)}</Badge>} {until === null ? t('untilRevoked') : <DateTime at={until} />}
      </td>
      <td className="end">
        {state === 'valid' && (
          <Button onPress={onEnd} aria-label={t('revokeNamed', { name: apiKey.name })}>
            {t('revoke')}
          </Button>
        )}
      </td>
    </tr>
  )
}

function EndDialog({ apiKey, onClose }: { apiKey: Key; onClose(): void }) {
  const t = useTranslations('setUp.access')
  const act = useAct(async () => {
    orRefused((await ask(EndApiKey, { input: { apiKeyId: apiKey.id } })).revokeApiKey, 'RevokeApiKeySuccess')
    notify({ tone: 'success', text: t('keyRevoked', { name: apiKey.name }) })
    onClose()
  })
  return (
    <ConfirmDialog
      title={t('revokeTitle', { name: apiKey.name })}
      label={t('revoke')}
      isOpen
      isDangerous
      isPending={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t('revokeMeaning')}</p>
    </ConfirmDialog>
  )
}
