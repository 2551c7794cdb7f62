import { useState } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { Ago } from './ago.tsx'
import { stateOf, type Credential, type CredentialState } from './credential.ts'

const tones = { valid: 'good', expired: 'neutral', revoked: 'neutral' } as const satisfies Record<CredentialState, Tone>

/** Those that are valid, and the others when somebody asks for them. */
export function CredentialList({
  label,
  empty,
  credentials,
  onRevoke,
}: {
  label: string
  empty: string
  credentials: readonly Credential[]
  onRevoke(credential: Credential): void
}) {
  const t = useTranslations('directory')
  const now = useNow({ updateInterval: 5_000 }).getTime()
  const [showsOld, setShowsOld] = useState(false)
  const valid = credentials.filter((credential) => stateOf(credential, now) === 'valid')
  const old = credentials.filter((credential) => !valid.includes(credential))
  const shown = (showsOld ? [...valid, ...old] : valid).toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  return (
    <>
      {valid.length === 0 && <p className="hint">{empty}</p>}
      {shown.length > 0 && (
        <ul className="credentials" aria-label={label}>
          {shown.map((credential) => (
            <CredentialRow key={credential.id} credential={credential} state={stateOf(credential, now)} onRevoke={onRevoke} />
          ))}
        </ul>
      )}
      {old.length > 0 && (
        <div>
          <Button look="quiet" aria-expanded={showsOld} onPress={() => setShowsOld(!showsOld)}>
            {t(showsOld ? 'hideOld' : 'showOld', { count: old.length })}
          </Button>
        </div>
      )}
    </>
  )
}

function CredentialRow({
  credential,
  state,
  onRevoke,
}: {
  credential: Credential
  state: CredentialState
  onRevoke(credential: Credential): void
}) {
  const t = useTranslations('directory')
  const { label, createdAt, lastUsedAt, expiresAt, revokedAt } = credential
  return (
    <li className="credential" aria-label={label}>
      <div className="credential-name">
        <strong>{label}</strong>
        <Badge tone={tones[state]}>{t(`credential.${state}`)}</Badge>
      </div>
      <dl className="credential-facts">
        <div>
          <dt>{t('createdAt')}</dt>
          <dd>
            <DateTime at={createdAt} />
          </dd>
        </div>
        <div>
          <dt>{t('lastUsedAt')}</dt>
          <dd>{lastUsedAt === null ? t('never') : <Ago at={lastUsedAt} />}</dd>
        </div>
        <div>
          <dt>{t(revokedAt === null ? 'expiresAt' : 'revokedAt')}</dt>
          <dd>{revokedAt === null && expiresAt === null ? t('expiresNever') : <DateTime at={(revokedAt ?? expiresAt)!} />}</dd>
        </div>
      </dl>
      {state === 'valid' && (
        <Button aria-label={t('revokeNamed', { label })} onPress={() => onRevoke(credential)}>
          {t('revoke')}
        </Button>
      )}
    </li>
  )
}
