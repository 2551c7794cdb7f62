import { getRouteApi } from '@tanstack/react-router'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { useSubject, type Subject } from '../../components/change-subject.ts'
import { Page } from '../../components/page.tsx'
import { ActivityFilters } from './activity-filters.tsx'
import { ActivityFeedView } from './activity-feed-view.tsx'
import { toFilter } from './change-kinds.ts'
import './activity.css'

const route = getRouteApi('/administration/activity')

/** The change log: what happened, to whom, and who did it. */
export function ActivityPage() {
  const t = useTranslations('activity')
  const search = route.useSearch()
  const user = useSubject(search.user ?? null)
  const group = useSubject(search.group ?? null)
  const subjects = [user, group].filter((subject) => subject !== undefined)
  const filter = toFilter(search)
  return (
    <Page title={useHeading(subjects)} lead={subjects.some(({ isDeleted }) => isDeleted) && <Badge>{t('deleted')}</Badge>}>
      <ActivityFilters search={search} user={user} group={group} />
      <ActivityFeedView key={JSON.stringify([filter, search.at])} filter={filter} at={search.at} hasFilter={hasFilter(search)} />
    </Page>
  )
}

function hasFilter({ user, group, kind, actorKind, actor }: ReturnType<typeof route.useSearch>): boolean {
  return [user, group, kind, actorKind, actor].some((chosen) => chosen !== undefined)
}

function useHeading(subjects: readonly Subject[]): string {
  const t = useTranslations('activity')
  const format = useFormatter()
  if (subjects.length === 0) return t('title')
  return t('whatHappened', { name: format.list(subjects.map(({ name }) => name ?? t('somebodyDeleted'))) })
}
