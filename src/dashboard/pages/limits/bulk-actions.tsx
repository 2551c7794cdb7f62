import { useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorText } from '../../components/states.tsx'
import { CheckBox } from './check-box.tsx'
import { isFixed, type Bulk } from './use-bulk.ts'

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
  const { again } = bulk
  return (
    <>
      <div inert={isFixed(bulk)}>
        <CheckBox isSelected={isAllOrNothing} onChange={onAllOrNothing}>
          {t('bulk.allOrNothing')}
        </CheckBox>
      </div>
      <BulkError bulk={bulk} />
      <div className="dialog-actions">
        <Button onPress={onCancel}>{common(again ? 'close' : 'cancel')}</Button>
        <Button look="primary" isDisabled={isDisabled} isPending={bulk.isPending} onPress={again ?? onSubmit}>
          {again ? t('bulk.sendAgain') : label}
        </Button>
      </div>
    </>
  )
}

/** Without an answer nobody knows whether it was done: it is not said that nothing was. */
function BulkError({ bulk: { error, again } }: { bulk: Bulk }) {
  const t = useTranslations('limits')
  if (error == null) return null
  return (
    <div role="alert">
      <Callout tone={again ? 'warning' : 'bad'} title={t(again ? 'bulk.unanswered' : 'bulk.failed')}>
        {again ? <span>{t('bulk.unansweredHint')}</span> : <ErrorText error={error} />}
      </Callout>
    </div>
  )
}
