import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Dialog } from '../../components/dialog.tsx'
import type { MoneyFacts } from '../../components/money.tsx'
import { BulkActions } from './bulk-actions.tsx'
import { conflictsIn, mostAtOnce, type BulkTarget, type Outcome } from './bulk-edit.ts'
import { BulkOutcomes } from './bulk-outcomes.tsx'
import { BulkPreview } from './bulk-preview.tsx'
import { changeLimits } from './bulk-request.ts'
import { EditForm, nothingTyped, useEdit } from './edit-form.tsx'
import { GroupPicker } from './group-picker.tsx'
import { isFixed, useBulk } from './use-bulk.ts'

export type BulkDialogProps = {
  money: MoneyFacts
  onClose(): void
  /** What has become of each, whenever something was asked for. */
  onDone(outcomes: readonly Outcome[]): void
}

/**
 * One limit for many: what it would do, then what it did, one by one where something was refused. For those that were selected, or without `selected`
 * for groups that are chosen here.
 */
export function BulkDialog({ selected, money, onClose, onDone }: BulkDialogProps & { selected?: readonly BulkTarget[] }) {
  const t = useTranslations('limits')
  const [chosen, setChosen] = useState(() => byId(selected ?? []))
  const [typed, setTyped] = useState(nothingTyped)
  const [isAllOrNothing, setIsAllOrNothing] = useState(false)
  const bulk = useBulk({ onClose, onDone })
  const targets = [...chosen.values()]
  const count = targets.length
  const scope = { money, hasLimits: selected !== undefined && targets.some(({ limit }) => limit !== null) }
  const edit = useEdit(typed, scope)
  if (bulk.outcomes) {
    const open = openIn(bulk.outcomes)
    const decideAnew = (): void => {
      setChosen(byId(open))
      bulk.reset()
    }
    return (
      <Dialog title={t('bulk.resultTitle')} isOpen onClose={onClose}>
        <BulkOutcomes outcomes={bulk.outcomes} onClose={onClose} {...(open.length > 0 ? { onAgain: decideAnew } : {})} />
      </Dialog>
    )
  }
  return (
    <Dialog title={selected ? t('bulk.title', { count }) : t('addLimits')} isOpen onClose={onClose}>
      <div className="stack" inert={isFixed(bulk)}>
        {!selected && <GroupPicker chosen={chosen} onChange={setChosen} />}
        <EditForm {...scope} typed={typed} onChange={setTyped} />
      </div>
      {edit && <BulkPreview targets={targets} edit={edit} money={money} />}
      <BulkActions
        label={t(selected ? 'bulk.change' : 'bulk.setFor', { count })}
        isAllOrNothing={isAllOrNothing}
        onAllOrNothing={setIsAllOrNothing}
        isDisabled={!edit || count === 0 || count > mostAtOnce}
        bulk={bulk}
        onCancel={onClose}
        onSubmit={() => edit && bulk.run((key) => changeLimits(targets, edit, isAllOrNothing ? 'ALL_OR_NOTHING' : 'PER_ITEM', key))}
      />
    </Dialog>
  )
}

const byId = (targets: readonly BulkTarget[]): ReadonlyMap<string, BulkTarget> => new Map(targets.map((target) => [target.id, target]))

/** Who is to be decided on anew: where somebody else was faster, and with all or nothing the others, too. */
function openIn(outcomes: readonly Outcome[]): BulkTarget[] {
  const conflicts = conflictsIn(outcomes)
  return conflicts.length === 0 ? [] : [...conflicts, ...outcomes.flatMap(({ kind, target }) => (kind === 'heldBack' ? [target] : []))]
}
