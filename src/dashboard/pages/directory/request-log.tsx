import { Pause, Play } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ToggleButton } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import { Section } from '../../components/page.tsx'
import { VirtualTable, type Column } from '../../components/virtual-table.tsx'
import { useWindowedList } from '../../live/live-context.tsx'
import { Checkbox } from './form-fields.tsx'
import { loadRequests, type LoggedRequest } from './logged-request.ts'
import { RequestDetails } from './request-details.tsx'
import { useRefusedBecause } from './refused-because.ts'
import { Status } from './request-status.tsx'
import { useDirectorySearch } from './use-directory-search.ts'

const refreshMilliseconds = 3_000

/** What the identity provider asked and how it was answered, newest first. Requests are not in the change log, so it is read again while it is seen. */
export function RequestLog({ directoryId }: { directoryId: string }) {
  const t = useTranslations('directory')
  const { search, choose } = useDirectorySearch()
  const onlyFailed = search.failed === true
  const [isPaused, setIsPaused] = useState(false)
  const [opened, setOpened] = useState<LoggedRequest | null>(null)
  const { list, snapshot } = useWindowedList<LoggedRequest>(`${directoryId} ${onlyFailed}`, {
    pageSize: 50,
    load: (request) => loadRequests(directoryId, onlyFailed, request),
  })
  useEffect(() => {
    if (isPaused) return undefined
    const timer = setInterval(() => document.visibilityState === 'visible' && list.touch(), refreshMilliseconds)
    return () => clearInterval(timer)
  }, [list, isPaused])
  return (
    <Section
      title={t('view.requests')}
      actions={
        <>
          <Checkbox isSelected={onlyFailed} onChange={(isSelected) => choose({ failed: isSelected ? true : undefined })}>
            {t('onlyFailed')}
          </Checkbox>
          <ToggleButton className="button button-secondary" isSelected={isPaused} onChange={setIsPaused}>
            {isPaused ? <Play aria-hidden size={16} /> : <Pause aria-hidden size={16} />}
            {t(isPaused ? 'goOn' : 'pause')}
          </ToggleButton>
        </>
      }
    >
      <p className="hint">
        {t('requestsText')} {snapshot.total !== undefined && snapshot.total > 0 && t('requestsCount', { count: snapshot.total })}
      </p>
      <VirtualTable
        label={t('view.requests')}
        list={list}
        snapshot={snapshot}
        columns={useColumns()}
        onOpen={setOpened}
        empty={<p className="empty-log">{t(onlyFailed ? 'noFailedRequests' : 'noRequests')}</p>}
      />
      <RequestDetails request={opened} onClose={() => setOpened(null)} />
    </Section>
  )
}

const timeOnly = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const narrow = window.matchMedia('(max-width: 40rem)')

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
}

function useColumns(): Column<LoggedRequest>[] {
  const t = useTranslations('directory')
  const format = useFormatter()
  const isNarrow = useIsNarrow()
  const columns: (Column<LoggedRequest> & { isForWide?: boolean })[] = [
    { key: 'status', title: t('status'), width: '4.5rem', cell: ({ status }) => <Status status={status} /> },
    {
      key: 'at',
      title: t('at'),
      width: isNarrow ? '4.75rem' : '9.5rem',
      cell: ({ at }) => (
        <time dateTime={at} title={at} className="number">
          {format.dateTime(new Date(at), isNarrow ? timeOnly : { month: 'short', day: 'numeric', ...timeOnly })}
        </time>
      ),
    },
    {
      key: 'request',
      title: t('request'),
      width: 'minmax(0, 2fr)',
      cell: ({ method, path }) => (
        <code title={`${method} ${path}`}>
          <strong>{method}</strong> {path}
        </code>
      ),
    },
    { key: 'outcome', title: t('outcome'), width: 'minmax(0, 2fr)', cell: (request) => <Outcome request={request} />, isForWide: true },
    {
      key: 'duration',
      title: t('duration'),
      width: '5.5rem',
      isNumber: true,
      isForWide: true,
      cell: ({ durationMilliseconds }) => t('milliseconds', { count: Math.max(1, Math.round(durationMilliseconds)) }),
    },
  ]
  return columns.filter(({ isForWide = false }) => !isNarrow || !isForWide)
}

/** The shortest that tells what became of it: why it was refused, else what it changed and what was left out. */
function Outcome({ request }: { request: LoggedRequest }) {
  const t = useTranslations('directory')
  const refusedBecause = useRefusedBecause()
  const { detail, ignored, tolerated, changes, status } = request
  if (status >= 400) {
    return (
      <span>
        {refusedBecause(request)}
        {detail !== null && (
          <span lang="en" title={detail}>
            {` · ${detail}`}
          </span>
        )}
      </span>
    )
  }
  const parts = [
    ...(changes.length > 0 ? [t('changesMade', { count: changes.length })] : []),
    ...(ignored.length > 0 ? [t('ignoredNamed', { count: ignored.length, names: ignored.join(', ') })] : []),
    ...(tolerated.length > 0 ? [t('notesCount', { count: tolerated.length })] : []),
  ]
  return <span className={parts.length === 0 ? 'hint' : ''}>{parts.length === 0 ? t('nothingChanged') : parts.join(' · ')}</span>
}
