import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Dialog } from '../../components/dialog.tsx'
import { useLimitText } from '../../components/money.tsx'
import { BulkActions } from './bulk-actions.tsx'
import type { BulkDialogProps } from './bulk-dialog.tsx'
import { mostAtOnce, type BulkEdit, type BulkTarget } from './bulk-edit.ts'
import { BulkOutcomes } from './bulk-outcomes.tsx'
import { BulkPreview } from './bulk-preview.tsx'
import { copyLimit } from './bulk-request.ts'
import { GroupPicker } from './group-picker.tsx'
import { isFixed, useBulk } from './use-bulk.ts'

/** Gives other groups the limit that one has now. */
export function CopyDialog({ source, money, onClose, onDone }: BulkDialogProps & { source: BulkTarget }) {
  const t = useTranslations('limits')
  const limitText = useLimitText()
  const [chosen, setChosen] = useState<ReadonlyMap<string, BulkTarget>>(new Map())
  const [isAllOrNothing, setIsAllOrNothing] = useState(false)
  const bulk = useBulk({ onClose, onDone })
  const { outcomes } = bulk
  const targets = [...chosen.values()]
  const amount = source.limit?.amount
  const edit: BulkEdit = amount ? { action: 'AMOUNT', amountMinor: amount.amountMinor } : { action: 'UNLIMITED' }
  if (outcomes) {
    return (
      <Dialog title={t('bulk.resultTitle')} isOpen onClose={onClose}>
        <BulkOutcomes outcomes={outcomes} onClose={onClose} />
      </Dialog>
    )
  }
  return (
    <Dialog title={t('copy.title', { name: source.name })} isOpen onClose={onClose}>
      <p>{t('copy.lead', { name: source.name, limit: limitText(source.limit) })}</p>
      <div inert={isFixed(bulk)}>
        <GroupPicker chosen={chosen} onChange={setChosen} without={source.id} />
      </div>
      {targets.length > 0 && <BulkPreview targets={targets} edit={edit} money={money} />}
      <BulkActions
        label={t('copy.copy', { count: targets.length })}
        isAllOrNothing={isAllOrNothing}
        onAllOrNothing={setIsAllOrNothing}
        isDisabled={targets.length === 0 || targets.length > mostAtOnce}
        bulk={bulk}
        onCancel={onClose}
        onSubmit={() => bulk.run((key) => copyLimit(source, targets, isAllOrNothing ? 'ALL_OR_NOTHING' : 'PER_ITEM', key))}
      />
    </Dialog>
  )
}
