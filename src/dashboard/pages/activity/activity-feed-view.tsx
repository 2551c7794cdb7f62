import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState, ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { ActivityChangesSubscription, ActivityChangesSubscriptionVariables, ChangeFilter } from '../../gql/graphql.ts'
import { useFollowing, useRetry } from '../../live/live-context.tsx'
import { createActivityFeed, type ActivityFeed, type FeedSnapshot } from './activity-feed.ts'
import { ActivityList } from './activity-list.tsx'
import { ArrivalSummary } from './arrival-summary.tsx'
import { changeSource } from './change-pages.ts'
import type { ActivitySearch } from './search.ts'

const ActivityChanges = graphql(`
  subscription ActivityChanges($after: ChangeCursor, $filter: ChangeFilter) {
    changes(after: $after, filter: $filter) {
      __typename
      ... on Checkpoint {
        previousCursor
        cursor
        isLive
      }
      ... on ChangeBatch {
        previousCursor
        cursor
        changes {
          ...ChangeFacts
        }
      }
      ... on ResyncRequired {
        reason
      }
      ... on InvalidInputError {
        message
      }
      ... on NotFoundError {
        message
      }
    }
  }
`)

/** The log that meets one filter, begun at its newest or around a revision. Another filter is another view. */
export function ActivityFeedView({ filter, at, hasFilter }: { filter: ChangeFilter; at: number | undefined; hasFilter: boolean }) {
  const { feed, snapshot } = useActivityFeed(filter, at)
  if (snapshot.start === null) {
    return snapshot.error === undefined ? <Loading /> : <ErrorState error={snapshot.error} onRetry={() => feed.retry()} />
  }
  return (
    <>
      {at !== undefined && !snapshot.rows.some(({ revision }) => revision === at) && <NotThere revision={at} />}
      {snapshot.rows.length === 0 && snapshot.waiting === 0 ? (
        <Empty hasFilter={hasFilter} />
      ) : (
        <Feed feed={feed} snapshot={snapshot} at={at} />
      )}
    </>
  )
}

function useActivityFeed(filter: ChangeFilter, at: number | undefined): { feed: ActivityFeed; snapshot: FeedSnapshot } {
  const [feed] = useState(() => createActivityFeed(changeSource(filter), at))
  useEffect(() => {
    feed.start()
    return () => feed.stop()
  }, [feed])
  useRetry(feed)
  const snapshot = useSyncExternalStore(feed.snapshot.subscribe, feed.snapshot.get)
  const { start } = snapshot
  useFollowing<ActivityChangesSubscription, ActivityChangesSubscriptionVariables>(
    `activity ${start}`,
    start === null
      ? null
      : {
          document: ActivityChanges,
          variables: { filter },
          after: start,
          loadSnapshot: ({ signal }) => feed.readAnew(signal),
          onChanges: ({ changes }) => feed.take(changes),
        },
  )
  return { feed, snapshot }
}

function Feed({ feed, snapshot, at }: { feed: ActivityFeed; snapshot: FeedSnapshot; at: number | undefined }) {
  const navigate = useNavigate({ from: '/activity' })
  const [isHeld, setIsHeld] = useState(at !== undefined)
  const [isReading, setIsReading] = useState(false)
  const isPaused = isHeld || isReading
  useEffect(() => feed.setPaused(isPaused), [feed, isPaused])
  const [returns, setReturns] = useState(0)
  function goOn(): void {
    // A place in the log that is left is left for good; the newest is another view.
    if (at !== undefined)
      return void navigate({ to: '/activity', search: (before: ActivitySearch) => ({ ...before, at: undefined }), replace: true })
    setIsHeld(false)
    setReturns(returns + 1)
    feed.release()
  }
  return (
    <section className="activity-frame">
      <Bar snapshot={snapshot} isHeld={isHeld} onPause={() => setIsHeld(true)} onGoOn={goOn} onNewer={() => feed.loadNewer()} />
      <ActivityList feed={feed} snapshot={snapshot} at={at} returns={returns} onReading={setIsReading} />
      <ArrivalSummary arrived={snapshot.arrived} />
    </section>
  )
}

type BarProps = { snapshot: FeedSnapshot; isHeld: boolean; onPause(): void; onGoOn(): void; onNewer(): void }

function Bar({ snapshot: { isPaused, waiting, hasNewer, error }, isHeld, onPause, onGoOn, onNewer }: BarProps) {
  const t = useTranslations('activity')
  const isStuck = waiting > 0 && error !== undefined
  return (
    <div className="row spread activity-bar">
      <p className="hint">{t(isPaused ? (isHeld ? 'paused' : 'pausedReading') : isStuck ? 'interrupted' : 'following')}</p>
      <div className="row">
        {waiting > 0 && (
          <Button look="primary" onPress={onGoOn}>
            {t('newChanges', { count: waiting })}
          </Button>
        )}
        {hasNewer && <Button onPress={onNewer}>{t('newer')}</Button>}
        {isPaused || hasNewer ? <Button onPress={onGoOn}>{t('goOn')}</Button> : <Button onPress={onPause}>{t('pause')}</Button>}
      </div>
    </div>
  )
}

function NotThere({ revision }: { revision: number }) {
  const t = useTranslations('activity')
  return <Callout tone="warning">{t('notThere', { revision: String(revision) })}</Callout>
}

function Empty({ hasFilter }: { hasFilter: boolean }) {
  const t = useTranslations('activity')
  return (
    <EmptyState
      title={t('emptyTitle')}
      action={
        hasFilter && (
          <Link to="/activity" search={{}} className="button button-secondary">
            {t('clearFilters')}
          </Link>
        )
      }
    >
      {t('empty')}
    </EmptyState>
  )
}
