import { Plus } from 'lucide-react'
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
import { isRefusal, type Outcome } from './bulk-edit.ts'
import { useLimitColumns } from './limits-columns.tsx'
import { useLimits, type LimitRow } from './limits-list.ts'
import { limitKinds } from './search.ts'
import { Segments } from './segments.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useSelection, type Selection } from './selection.ts'
import { useTypedText } from '../../components/use-typed-text.ts'

const rowHeight = 56

/** All limits that are set, to be looked through and changed, one or many at once. `money` says in which currency. */
export function LimitsSection({ money }: { money: MoneyFacts }) {
  const t = useTranslations('limits')
  const { kind } = useLimitsSearch()
  const change = useChangeSearch()
  const [search, setSearch] = useState('')
  const [typed, setTyped] = useTypedText(search, setSearch)
  const { list, snapshot } = useLimits(kind, kind === undefined ? '' : search)
  const selection = useSelection(kind ?? 'all')
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
      {kind === 'people' && <p className="hint">{t('peopleHint')}</p>}
      <SelectionBar selection={selection} kind={kind} search={search} shown={snapshot} money={money} onDone={onDone} />
      {/* Space selects the row that has the focus, so that nobody has to pass through every box. */}
      <div
        role="presentation"
        className="limits-table"
        style={{ '--rows-height': `${total * rowHeight}px` } as CSSProperties}
        onKeyDown={(event) => toggleRow(event, selection, (index) => snapshot.rowAt(index))}
      >
        <VirtualTable
          label={t('allLimits')}
          list={list}
          snapshot={snapshot}
          columns={columns}
          rowHeight={rowHeight}
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
