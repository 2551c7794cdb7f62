import { useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorText } from '../../components/states.tsx'
import { CheckBox } from './check-box.tsx'
import type { Bulk } from './use-bulk.ts'

/** The end of a dialog that changes many limits. */
export function BulkActions(props: {
  label: string
  isAllOrNothing: boolean
  onAllOrNothing(isChosen: boolean): void
  isDisabled: boolean
  bulk: Bulk
  onCancel(): void
  onSubmit(): void
}) {
  const { label, isAllOrNothing, onAllOrNothing, isDisabled, bulk, onCancel, onSubmit } = props
  const t = useTranslations('limits')
  const common = useTranslations('common')
  return (
    <>
      <CheckBox isSelected={isAllOrNothing} onChange={onAllOrNothing}>
        {t('bulk.allOrNothing')}
      </CheckBox>
      {bulk.error != null && (
        <div role="alert">
          <Callout tone="bad" title={t('bulk.failed')}>
            <ErrorText error={bulk.error} />
          </Callout>
        </div>
      )}
      <div className="dialog-actions">
        <Button onPress={onCancel}>{common('cancel')}</Button>
        <Button look="primary" isDisabled={isDisabled} isPending={bulk.isPending} onPress={onSubmit}>
          {label}
        </Button>
      </div>
    </>
  )
}
