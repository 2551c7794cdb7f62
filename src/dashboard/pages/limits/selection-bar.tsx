import { useMutation } from '@tanstack/react-query'
import { CopyPlus, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import type { MoneyFacts } from '../../components/money.tsx'
import { ErrorText } from '../../components/states.tsx'
import type { ListSnapshot } from '../../live/windowed-list.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { isRefusal, mostAtOnce, type BulkTarget, type Outcome } from './bulk-edit.ts'
import { CopyDialog } from './copy-dialog.tsx'
import { readFirstLimits, type LimitRow } from './limits-list.ts'
import type { LimitKind } from './search.ts'
import type { Selection } from './selection.ts'

type SelectionBarProps = {
  selection: Selection
  /** What is listed. */
  kind: LimitKind | undefined
  search: string
  shown: ListSnapshot<LimitRow>
  money: MoneyFacts
  onDone(outcomes: readonly Outcome[]): void
}

/** What can be done with what is selected. What was refused stays selected afterwards. */
export function SelectionBar({ selection, kind, search, shown, money, onDone }: SelectionBarProps) {
  const t = useTranslations('limits')
  const [open, setOpen] = useState<{ name: 'edit' | 'copy'; targets: readonly BulkTarget[] }>()
  const { count } = selection
  const targets = selection.targets(shown)
  const [source] = targets
  const canCopy = count === 1 && source?.kind === 'GROUP'
  const close = (): void => setOpen(undefined)
  const done = (outcomes: readonly Outcome[]): void => {
    onDone(outcomes)
    selection.keep(new Set(outcomes.filter(isRefusal).map(({ target }) => target.id)))
  }
  return (
    <div className="limits-selection">
      <span role="status">{count === 0 ? t('selectHint') : t('selected', { count })}</span>
      <div className="row">
        <SelectAll selection={selection} kind={kind} search={search} total={shown.total ?? shown.count} />
        {count > 0 && (
          <Button look="quiet" onPress={() => selection.set([])}>
            {t('selectNone')}
          </Button>
        )}
        <Button isDisabled={!canCopy} onPress={() => setOpen({ name: 'copy', targets })}>
          <CopyPlus aria-hidden size={16} />
          {t('copyTo')}
        </Button>
        <Button look="primary" isDisabled={count === 0} onPress={() => setOpen({ name: 'edit', targets })}>
          <Pencil aria-hidden size={16} />
          {t('change')}
        </Button>
      </div>
      {open?.name === 'edit' && <BulkDialog selected={open.targets} money={money} onClose={close} onDone={done} />}
      {open?.name === 'copy' && open.targets[0] && <CopyDialog source={open.targets[0]} money={money} onClose={close} onDone={done} />}
    </div>
  )
}

function SelectAll({ selection, kind, search, total }: Pick<SelectionBarProps, 'selection' | 'kind' | 'search'> & { total: number }) {
  const t = useTranslations('limits')
  const reading = useMutation({ mutationFn: () => readFirstLimits(kind, search, mostAtOnce), onSuccess: selection.set })
  if (total === 0 || selection.count >= Math.min(total, mostAtOnce)) return null
  return (
    <>
      {reading.error && (
        <span role="alert">
          <ErrorText error={reading.error} />
        </span>
      )}
      {/* Not pending: it is gone when that ends, and the library would announce it by a name that is not there any more. */}
      <Button look="quiet" isDisabled={reading.isPending} onPress={() => reading.mutate()}>
        {total > mostAtOnce ? t('selectFirst', { count: mostAtOnce }) : t('selectAll', { count: total })}
      </Button>
    </>
  )
}
