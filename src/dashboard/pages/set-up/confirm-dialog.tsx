import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Refusal } from './refusal.tsx'

/** Asks before something is done that is felt at once. It stays, with the reason, when it was refused. */
export function ConfirmDialog({
  title,
  label,
  children,
  isOpen,
  isPending,
  error,
  isDangerous = false,
  onConfirm,
  onClose,
}: {
  title: string
  /** Of the button that does it. */
  label: string
  children: ReactNode
  isOpen: boolean
  isPending: boolean
  error: unknown
  isDangerous?: boolean
  onConfirm(): void
  onClose(): void
}) {
  const t = useTranslations('common')
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} isAlert>
      {children}
      {error != null && <Refusal error={error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button look={isDangerous ? 'danger' : 'primary'} isPending={isPending} onPress={onConfirm}>
          {label}
        </Button>
      </div>
    </Dialog>
  )
}
