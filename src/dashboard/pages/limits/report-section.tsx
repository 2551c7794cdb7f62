import { Download } from 'lucide-react'
import { useCallback, type CSSProperties } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { SearchField, Select, type Choice } from '../../components/fields.tsx'
import { Section } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'
import { VirtualTable } from '../../components/virtual-table.tsx'
import { useViewer } from '../../session.tsx'
import { useChangeSearch, useLimitsSearch } from './address.ts'
import { AsOf } from './as-of.tsx'
import { GroupChip } from './group-chip.tsx'
import { firstDayOf, monthsUpTo } from './months.ts'
import { useReportColumns } from './report-columns.tsx'
import { useReport } from './report-list.ts'
import { fileAddress, filterOf, orderIn, orderOf } from './report-query.ts'
import { limitViews, reportOrders } from './search.ts'
import { Segments } from './segments.tsx'
import { useTypedText } from '../../components/use-typed-text.ts'

const rowHeight = 52

/** Who may spend what, and has, in one month; in the order and the view of the address. */
export function ReportSection({ nearPercent, currentPeriod }: { nearPercent: number; currentPeriod: string }) {
  const t = useTranslations('limits')
  const search = useLimitsSearch()
  const { team } = useViewer()
  const { view = 'all', period = currentPeriod, group } = search
  const filter = filterOf(view, nearPercent, group)
  const { list, snapshot, readAt } = useReport({
    filter,
    orderBy: orderOf(orderIn(search)),
    period: search.period ?? null,
    search: search.search ?? null,
  })
  const columns = useReportColumns(nearPercent)
  const total = snapshot.total ?? snapshot.count
  return (
    <Section
      id="people"
      title={t('people')}
      actions={
        <>
          {readAt !== undefined && <AsOf at={readAt} />}
          <a className="button button-secondary" href={fileAddress(team.id, search, nearPercent, search.period)} download>
            <Download aria-hidden size={16} />
            {t('download')}
          </a>
        </>
      }
    >
      <ReportControls currentPeriod={currentPeriod} />
      {group !== undefined && <GroupChip groupId={group} />}
      {period !== currentPeriod && <Callout tone="info">{t('pastMonth')}</Callout>}
      <p className="hint" role="status">
        {snapshot.total === undefined
          ? ''
          : `${t('peopleFound', { count: total })} ${t(`viewHints.${view}`, { percent: nearPercent / 100 })}`}
      </p>
      <div className="limits-table" style={{ '--rows-height': `${total * rowHeight}px` } as CSSProperties}>
        <VirtualTable
          label={t('people')}
          list={list}
          snapshot={snapshot}
          columns={columns}
          rowHeight={rowHeight}
          empty={<EmptyState title={t(search.search === undefined ? `viewEmpty.${view}` : 'viewEmpty.search')} />}
        />
      </div>
    </Section>
  )
}

function ReportControls({ currentPeriod }: { currentPeriod: string }) {
  const t = useTranslations('limits')
  const search = useLimitsSearch()
  const change = useChangeSearch()
  const tellSearch = useCallback((text: string) => change({ search: text === '' ? undefined : text }), [change])
  const [typed, setTyped] = useTypedText(search.search ?? '', tellSearch)
  const view = search.view ?? 'all'
  const period = search.period ?? currentPeriod
  return (
    <div className="limits-controls">
      <Segments
        label={t('view')}
        choices={limitViews.map((value) => ({ value, label: t(`views.${value}`) }))}
        value={view}
        onChange={(value) => change({ view: value === 'all' ? undefined : value, order: undefined })}
      />
      <div className="toolbar">
        <SearchField label={t('searchPeople')} value={typed} onChange={setTyped} />
        <Select
          label={t('month')}
          choices={useMonthChoices(currentPeriod, period)}
          value={period}
          onChange={(value) => change({ period: value === currentPeriod ? undefined : value })}
        />
        <Select
          label={t('order')}
          choices={reportOrders.map((value) => ({ value, label: t(`orders.${value}`) }))}
          value={orderIn(search)}
          onChange={(order) => change({ order })}
        />
      </div>
    </div>
  )
}

/** This month and a year back; and the one of the address, whichever it is. */
function useMonthChoices(currentPeriod: string, period: string): Choice<string>[] {
  const format = useFormatter()
  const months = monthsUpTo(currentPeriod, 12)
  return [...months, ...(months.includes(period) ? [] : [period])].map((value) => ({
    value,
    label: format.dateTime(firstDayOf(value), { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  }))
}
