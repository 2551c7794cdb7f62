import { CopyPlus, Pencil, Plus } from 'lucide-react'
import { useCallback, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { SearchField } from '../../components/fields.tsx'
import type { MoneyFacts } from '../../components/money.tsx'
import { Section } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { useChangeSearch, useLimitsSearch } from './address.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { isRefusal, mostAtOnce, type BulkTarget, type Outcome } from './bulk-edit.ts'
import { CopyDialog } from './copy-dialog.tsx'
import { useLimitColumns } from './limits-columns.tsx'
import { useLimits, type LimitRow } from './limits-list.ts'
import { limitKinds } from './search.ts'
import { Segments } from './segments.tsx'
import { useSelection, type Selection } from './selection.ts'
import { useSettled } from './settled.ts'

/** All limits that are set, to be looked through and changed, one or many at once. `money` says in which currency. */
export function LimitsSection({ money }: { money: MoneyFacts }) {
  const t = useTranslations('limits')
  const { kind } = useLimitsSearch()
  const change = useChangeSearch()
  const [search, setSearch] = useState('')
  const [typed, setTyped] = useSettled(search, setSearch)
  const { list, snapshot } = useLimits(kind, kind === undefined ? '' : search)
  const selection = useSelection(`${kind}`, snapshot)
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const columns = useLimitColumns(selection, refusals)
  const total = snapshot.total ?? snapshot.count
  const onDone = useCallback((outcomes: readonly Outcome[]): void => {
    setRefusals(new Map(outcomes.filter(isRefusal).map((outcome) => [outcome.target.id, outcome])))
  }, [])

  return (
    <Section id="limits" title={t('allLimits')} actions={<AddLimits money={money} onDone={onDone} />}>
      <div className="limits-controls">
        <Segments
          label={t('kind')}
          choices={(['all', ...limitKinds] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={kind ?? 'all'}
          onChange={(value) => change({ kind: value === 'all' ? undefined : value })}
        />
        {kind !== undefined && (
          <SearchField label={t(kind === 'groups' ? 'searchGroups' : 'searchPeople')} value={typed} onChange={setTyped} />
        )}
      </div>
      <SelectionBar selection={selection} total={total} rows={snapshot} money={money} onDone={onDone} />
      {/* Space selects the row that has the focus, so that nobody has to pass through every box. */}
      <div
        role="presentation"
        className="limits-table"
        style={{ '--rows': total } as CSSProperties}
        onKeyDown={(event) => toggleRow(event, selection, (index) => snapshot.rowAt(index))}
      >
        <VirtualTable
          label={t('allLimits')}
          list={list}
          snapshot={snapshot}
          columns={columns}
          rowHeight={56}
          empty={
            <EmptyState title={t(search === '' || kind === undefined ? 'noLimits' : 'viewEmpty.search')}>{t('noLimitsHint')}</EmptyState>
          }
        />
      </div>
    </Section>
  )
}

function toggleRow(event: KeyboardEvent, selection: Selection, rowAt: (index: number) => LimitRow | undefined): void {
  if (event.key !== ' ' || !(event.target instanceof HTMLElement)) return
  const { index } = event.target.dataset
  const row = index === undefined ? undefined : rowAt(Number(index))
  if (!row) return
  event.preventDefault()
  selection.toggle(row)
}

type DialogName = 'edit' | 'copy'

function SelectionBar({
  selection,
  rows,
  total,
  money,
  onDone,
}: {
  selection: Selection
  rows: Parameters<Selection['selectLoaded']>[0]
  total: number
  money: MoneyFacts
  onDone(outcomes: readonly Outcome[]): void
}) {
  const t = useTranslations('limits')
  const [open, setOpen] = useState<{ name: DialogName; targets: readonly BulkTarget[] }>()
  const { count } = selection
  const openWith = (name: DialogName): void => setOpen({ name, targets: selection.targets(rows) })
  const [source] = selection.targets(rows)
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
        {total > 0 && count < Math.min(total, mostAtOnce) && (
          <Button look="quiet" onPress={() => selection.selectLoaded(rows)}>
            {t('selectLoaded', { count: Math.min(rows.count, mostAtOnce) })}
          </Button>
        )}
        {count > 0 && (
          <Button look="quiet" onPress={selection.clear}>
            {t('selectNone')}
          </Button>
        )}
        <Button isDisabled={!canCopy} onPress={() => openWith('copy')}>
          <CopyPlus aria-hidden size={16} />
          {t('copyTo')}
        </Button>
        <Button look="primary" isDisabled={count === 0} onPress={() => openWith('edit')}>
          <Pencil aria-hidden size={16} />
          {t('change')}
        </Button>
      </div>
      {open?.name === 'edit' && <BulkDialog selected={open.targets} money={money} onClose={close} onDone={done} />}
      {open?.name === 'copy' && open.targets[0] && <CopyDialog source={open.targets[0]} money={money} onClose={close} onDone={done} />}
    </div>
  )
}

function AddLimits({ money, onDone }: { money: MoneyFacts; onDone(outcomes: readonly Outcome[]): void }) {
  const t = useTranslations('limits')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>
        <Plus aria-hidden size={16} />
        {t('addLimits')}
      </Button>
      {isOpen && <BulkDialog money={money} onClose={() => setIsOpen(false)} onDone={onDone} />}
    </>
  )
}
