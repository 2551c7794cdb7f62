import { useFormatter, useTranslations } from 'use-intl'
import { Badge, Callout, type Tone } from '../../components/badge.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { Section } from '../../components/page.tsx'
import type { SsoFactsFragment, SsoState } from '../../gql/graphql.ts'
import { useSignInAgain } from './sso-addresses.tsx'
import { SsoSwitch } from './sso-switch.tsx'

export const ssoTones: Record<SsoState, Tone> = { ACTIVE: 'good', PENDING: 'warning', INACTIVE: 'bad' }

/** The connection in use: whether it works, since when, and why. */
export function SsoConnectionState({ connection }: { connection: SsoFactsFragment }) {
  const t = useTranslations('setUp.sso')
  const testAddress = useSignInAgain()
  const { state } = connection
  return (
    <Section
      title={t('connection')}
      actions={
        <span role="status">
          <Badge tone={ssoTones[state]}>{t(`state.${state}`)}</Badge>
        </span>
      }
    >
      <p>{t(`stateMeaning.${state}`)}</p>
      <ReasonOf connection={connection} />
      <SsoFactList connection={connection} />
      <div className="row">
        <a className={`button ${state === 'PENDING' ? 'button-primary' : 'button-secondary'}`} href={testAddress}>
          {t('test')}
        </a>
        <SsoSwitch state={state} isVerified={connection.verifiedAt !== null} />
      </div>
      <p className="hint">{t(state === 'PENDING' ? 'testPending' : 'testHint')}</p>
    </Section>
  )
}

const moment = { dateStyle: 'medium', timeStyle: 'short' } as const

export function ReasonOf({ connection }: { connection: SsoFactsFragment }) {
  const t = useTranslations('setUp.sso')
  const format = useFormatter()
  return (
    <>
      <p className="hint">
        <span lang="en">{connection.stateReason}</span> {t('since', { time: format.dateTime(new Date(connection.stateSince), moment) })}
      </p>
      {connection.lastError !== null && (
        <Callout tone="bad" title={t('lastError')}>
          <p lang="en">{connection.lastError}</p>
          {connection.lastErrorAt !== null && (
            <p>
              <DateTime at={connection.lastErrorAt} withSeconds />
            </p>
          )}
        </Callout>
      )}
    </>
  )
}

export function SsoFactList({ connection }: { connection: SsoFactsFragment }) {
  const t = useTranslations('setUp.sso')
  const { issuer, clientId, hasClientSecret, userMatching, matchingClaim, directory, trustsEmail } = connection
  return (
    <dl className="pairs">
      <dt>{t('issuer')}</dt>
      <dd>
        <code>{issuer}</code>
      </dd>
      <dt>{t('clientId')}</dt>
      <dd>
        <code>{clientId}</code>
      </dd>
      <dt>{t('clientSecret')}</dt>
      <dd>{t(hasClientSecret ? 'secretKept' : 'secretNone')}</dd>
      <dt>{t('whoIsWho')}</dt>
      <dd>{t('matchedBy', { claim: matchingClaim, attribute: t(`matching.${userMatching}`) })}</dd>
      <dt>{t('directory')}</dt>
      <dd>{directory?.name ?? t('allDirectories')}</dd>
      <dt>{t('email')}</dt>
      <dd>{t(trustsEmail ? 'emailTrusted' : 'emailVerified')}</dd>
    </dl>
  )
}
