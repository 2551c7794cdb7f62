import { useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Ago } from './ago.tsx'
import type { Credential } from './credential.ts'
import { FormRefusal } from './form-fields.tsx'
import type { Act } from '../../live/use-act.ts'

/** Asks before a token or client ends, and says what that does. */
export function RevokeDialog({
  credential,
  isLast,
  revoke,
  onClose,
}: {
  credential: Credential | null
  /** Without it nothing lets the identity provider in. */
  isLast: boolean
  revoke: Act<string, unknown>
  onClose(): void
}) {
  const t = useTranslations('directory')
  const common = useTranslations('common')
  const close = (): void => {
    revoke.reset()
    onClose()
  }
  return (
    <Dialog title={credential ? t('revokeTitle', { label: credential.label }) : ''} isOpen={credential !== null} onClose={close}>
      {credential && (
        <>
          <p>{t('revokeText')}</p>
          <p>
            {t('lastUsedAt')}: {credential.lastUsedAt === null ? t('never') : <Ago at={credential.lastUsedAt} />}
          </p>
          {isLast && (
            <Callout tone="warning" title={t('revokeLast')}>
              <span>{t('revokeLastText')}</span>
            </Callout>
          )}
          {revoke.error && <FormRefusal error={revoke.error} />}
          <div className="dialog-actions">
            <Button onPress={close}>{common('cancel')}</Button>
            <Button look="danger" isPending={revoke.isPending} onPress={() => revoke.mutate(credential.id, { onSuccess: close })}>
              {t('revoke')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
