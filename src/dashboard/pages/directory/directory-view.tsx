import { lazy, Suspense, type ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ErrorState, Loading } from '../../components/states.tsx'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { AccessPanel } from './access-panel.tsx'
import { ArrivalsPanel } from './arrivals-panel.tsx'
import { ConnectionTest, useConnectionTest } from './connection-test.tsx'
import { DirectoryOverview } from './directory-facts.ts'
import { Notes } from './notes.tsx'
import { directoryViews, type DirectoryViewName } from './search.ts'
import { Summary } from './summary.tsx'
import { useArrivals } from './use-arrivals.ts'
import { useDirectorySearch } from './use-directory-search.ts'

const RequestLog = lazy(() => import('./request-log.tsx').then(({ RequestLog: component }) => ({ default: component })))
const SettingsPanel = lazy(() => import('./settings-panel.tsx').then(({ SettingsPanel: component }) => ({ default: component })))

/** Requests are not in the change log. */
const requestsMilliseconds = 5_000

/** All of one directory. What arrives is counted and a test goes on whichever part is shown. */
export function DirectoryView({ directoryId }: { directoryId: string }) {
  const arrivals = useArrivals(directoryId)
  const test = useConnectionTest(directoryId)
  const { data, error, refetch } = useLiveQuery({
    document: DirectoryOverview,
    variables: { id: directoryId },
    topics: ['users', 'groups', 'set-up'],
    everyMilliseconds: requestsMilliseconds,
  })
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  // Deleted meanwhile: the list of directories is about to say so.
  if (data.node?.__typename !== 'Directory') return <Loading />
  const directory = data.node
  return (
    <>
      <Summary directory={directory} />
      <Notes directory={directory} />
      <Views>
        {(view) => {
          switch (view) {
            case 'overview':
              return <ArrivalsPanel directory={directory} arrivals={arrivals} />
            case 'access':
              return <AccessPanel directory={directory} />
            case 'test':
              return <ConnectionTest directory={directory} test={test} />
            case 'requests':
              return <RequestLog directoryId={directoryId} />
            case 'settings':
              return <SettingsPanel directoryId={directoryId} />
          }
        }}
      </Views>
    </>
  )
}

function Views({ children }: { children(view: DirectoryViewName): ReactNode }) {
  const t = useTranslations('directory')
  const { search, choose } = useDirectorySearch()
  return (
    <Tabs
      className="tabs"
      selectedKey={search.view ?? 'overview'}
      onSelectionChange={(key) => choose({ view: key === 'overview' ? undefined : (key as DirectoryViewName) })}
    >
      <TabList className="tab-list" aria-label={t('views')}>
        {directoryViews.map((view) => (
          <Tab key={view} id={view} className="tab">
            {t(`view.${view}`)}
          </Tab>
        ))}
      </TabList>
      {directoryViews.map((view) => (
        <TabPanel key={view} id={view} className="tab-panel">
          <Suspense fallback={<Loading />}>{children(view)}</Suspense>
        </TabPanel>
      ))}
    </Tabs>
  )
}
