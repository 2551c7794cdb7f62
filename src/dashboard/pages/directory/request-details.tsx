import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { Dialog } from '../../components/dialog.tsx'
import type { LoggedRequest } from './logged-request.ts'
import { useProviderName } from '../../components/provider-name.ts'
import { useRefusedBecause } from './refused-because.ts'
import { Status } from './request-status.tsx'

/** All that is known of one request. */
export function RequestDetails({ request, onClose }: { request: LoggedRequest | null; onClose(): void }) {
  const t = useTranslations('directory')
  const common = useTranslations('common')
  return (
    <Dialog title={t('requestTitle')} isOpen={request !== null} onClose={onClose}>
      {request && <Details request={request} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common('close')}</Button>
      </div>
    </Dialog>
  )
}

function Details({ request }: { request: LoggedRequest }) {
  const t = useTranslations('directory')
  const nameOf = useProviderName()
  const refusedBecause = useRefusedBecause()
  const { method, path, status, scimType, detail, at, durationMilliseconds, provider, userAgent, ignored, tolerated, changes } = request
  return (
    <>
      <p>
        <code>
          <strong>{method}</strong> {path}
        </code>
      </p>
      <dl className="details">
        <Detail title={t('status')}>
          <Status status={status} /> {scimType !== null && <code>{scimType}</code>}
        </Detail>
        {status >= 400 && (
          <Detail title={t('reason')}>
            <span className="error-text">
              <span>{refusedBecause(request)}</span>
              {detail !== null && <span lang="en">{detail}</span>}
            </span>
          </Detail>
        )}
        {ignored.length > 0 && (
          <Detail title={t('ignored')}>
            <ul className="names">
              {ignored.map((name) => (
                <li key={name}>
                  <code>{name}</code>
                </li>
              ))}
            </ul>
            <span className="hint">{t('ignoredHint')}</span>
          </Detail>
        )}
        {tolerated.length > 0 && (
          <Detail title={t('tolerated')}>
            <ul className="stack" lang="en">
              {tolerated.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </Detail>
        )}
        <Detail title={t('changes')}>
          <Changes changes={changes} />
        </Detail>
        <Detail title={t('at')}>
          <DateTime at={at} withSeconds />
        </Detail>
        <Detail title={t('duration')}>{t('milliseconds', { count: Math.max(1, Math.round(durationMilliseconds)) })}</Detail>
        <Detail title={t('seemsToBe')}>{provider === null ? t('unknownProvider') : nameOf(provider)}</Detail>
        {userAgent !== null && (
          <Detail title={t('userAgent')}>
            <code>{userAgent}</code>
          </Detail>
        )}
      </dl>
    </>
  )
}

function Detail({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What a request of an identity provider can change; what else there may be later is called a change. */
const kinds = [
  'UserCreated',
  'UserModified',
  'UserDeactivated',
  'UserReactivated',
  'UserDeleted',
  'GroupCreated',
  'GroupModified',
  'GroupDeleted',
  'MembershipChanged',
  'DirectoryRemovalsPaused',
] as const

function Changes({ changes }: Pick<LoggedRequest, 'changes'>) {
  const t = useTranslations('directory')
  if (changes.length === 0) return t('nothingChanged')
  return (
    <ul className="names">
      {changes.map(({ __typename, revision }) => (
        <li key={revision}>
          <Link to="/activity" search={{ at: revision }}>
            {t(`change.${kinds.find((kind) => kind === __typename) ?? 'other'}`, { revision })}
          </Link>
        </li>
      ))}
    </ul>
  )
}
