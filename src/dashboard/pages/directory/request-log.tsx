import { Pause, Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ToggleButton } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { Badge } from '../../components/badge.tsx'
import { Section } from '../../components/page.tsx'
import { VirtualTable, type Column } from '../../components/virtual-table.tsx'
import { graphql } from '../../gql/gql.ts'
import type { ScimRequestsQuery } from '../../gql/graphql.ts'
import { useWindowedList } from '../../live/live-context.tsx'
import type { ListPage, ListRequest } from '../../live/windowed-list.ts'
import { Checkbox } from './form-fields.tsx'
import { RequestDetails } from './request-details.tsx'
import { useDirectorySearch } from './use-directory-search.ts'

const ScimRequests = graphql(`
  query ScimRequests($id: ID!, $after: String, $first: Int!, $onlyFailed: Boolean!, $withTotal: Boolean!) {
    node(id: $id) {
      __typename
      ... on Directory {
        id
        requests(after: $after, first: $first, onlyFailed: $onlyFailed) {
          totalCount @include(if: $withTotal)
          pageInfo {
            startCursor
            endCursor
            hasNextPage
          }
          nodes {
            id
            at
            method
            path
            provider
            userAgent
            status
            scimType
            detail
            ignored
            tolerated
            durationMilliseconds
            changes(first: 20) {
              __typename
              revision
            }
          }
        }
      }
    }
  }
`)

export type LoggedRequest = Extract<ScimRequestsQuery['node'], { __typename: 'Directory' }>['requests']['nodes'][number]

async function loadPage(directoryId: string, onlyFailed: boolean, request: ListRequest): Promise<ListPage<LoggedRequest>> {
  const { after, before, first, withTotal, signal } = request
  const { node } = await ask(ScimRequests, { id: directoryId, after, first, onlyFailed, withTotal }, signal)
  if (node?.__typename !== 'Directory') return { rows: [], startCursor: null, endCursor: null, hasNextPage: false, totalCount: 0 }
  const { nodes, pageInfo, totalCount } = node.requests
  // Newest first, and ids grow: what is before a place has a greater id.
  const rows = before ? nodes.filter(({ id }) => id > before.id) : nodes
  return { ...pageInfo, rows, hasNextPage: rows.length === nodes.length && pageInfo.hasNextPage, totalCount }
}

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
    load: (request) => loadPage(directoryId, onlyFailed, request),
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

function useColumns(): Column<LoggedRequest>[] {
  const t = useTranslations('directory')
  const format = useFormatter()
  return [
    { key: 'status', title: t('status'), width: '4.5rem', cell: ({ status }) => <Status status={status} /> },
    {
      key: 'at',
      title: t('at'),
      width: 'minmax(6.5rem, 9rem)',
      cell: ({ at }) => (
        <time dateTime={at} title={at} className="number">
          {format.dateTime(new Date(at), { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' })}
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
    { key: 'outcome', title: t('outcome'), width: 'minmax(0, 2fr)', cell: (request) => <Outcome request={request} />, isSecondary: true },
    {
      key: 'duration',
      title: t('duration'),
      width: '5.5rem',
      isNumber: true,
      isSecondary: true,
      cell: ({ durationMilliseconds }) => t('milliseconds', { count: Math.max(1, Math.round(durationMilliseconds)) }),
    },
  ]
}

export function Status({ status }: { status: number }) {
  return <Badge tone={status >= 500 ? 'bad' : status >= 400 ? 'warning' : 'good'}>{status}</Badge>
}

/** The shortest that tells what became of it: why it was refused, else what it changed and what was left out. */
function Outcome({ request }: { request: LoggedRequest }) {
  const t = useTranslations('directory')
  const { detail, scimType, ignored, tolerated, changes, status } = request
  if (status >= 400) return <span title={detail ?? undefined}>{detail ?? scimType ?? t('refusedWithout')}</span>
  const parts = [
    ...(changes.length > 0 ? [t('changesMade', { count: changes.length })] : []),
    ...(ignored.length > 0 ? [t('ignoredNamed', { count: ignored.length, names: ignored.join(', ') })] : []),
    ...(tolerated.length > 0 ? [t('notesCount', { count: tolerated.length })] : []),
  ]
  return <span className={parts.length === 0 ? 'hint' : ''}>{parts.length === 0 ? t('nothingChanged') : parts.join(' · ')}</span>
}
