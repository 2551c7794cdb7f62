import { useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyField } from '../../components/copy-button.tsx'

type Secret = { label: string; value: string }

/** What the identity provider needs, with secrets that nobody can read again. Goes only when somebody says that they have kept them. */
export function OnceShown({ fields, onKept }: { fields: readonly Secret[]; onKept(): void }) {
  const t = useTranslations('directory')
  return (
    <>
      <Callout tone="warning" title={t('onceTitle')}>
        <span>{t('onceText')}</span>
      </Callout>
      {fields.map(({ label, value }) => (
        <CopyField key={label} label={label} value={value} />
      ))}
      <div className="dialog-actions">
        <Button look="primary" onPress={onKept}>
          {t('onceKept')}
        </Button>
      </div>
    </>
  )
}
