import { useTranslations } from 'use-intl'
import { CopyField } from '../../components/copy-button.tsx'
import { useViewer } from '../../session.tsx'

/** What the identity provider is told; before there is a connection, as this page itself was reached. */
export function SsoAddresses({ connection }: { connection: { redirectUri: string; signInUrl: string } | null }) {
  const t = useTranslations('setUp.sso')
  const { team } = useViewer()
  const redirectUri = connection?.redirectUri ?? `${window.location.origin}/sso/callback`
  const signInUrl = connection?.signInUrl ?? `${window.location.origin}/sign-in/${team.id}`
  return (
    <div className="stack">
      <div className="copy-with-hint">
        <CopyField label={t('redirectUri')} value={redirectUri} />
        <p className="hint">{t('redirectUriHint')}</p>
      </div>
      <div className="copy-with-hint">
        <CopyField label={t('signInUrl')} value={signInUrl} />
        <p className="hint">{t('signInUrlHint')}</p>
      </div>
      <div className="copy-with-hint">
        <CopyField label={t('scopes')} value="openid email profile" />
      </div>
    </div>
  )
}

/** Signs in once more and comes back here: a proof that it works, and that the person is there. */
export function useSignInAgain(): string {
  const { team } = useViewer()
  return `/sign-in/${team.id}?returnTo=${encodeURIComponent(backHere)}`
}

export const backHere = '/set-up?topic=sign-in'
