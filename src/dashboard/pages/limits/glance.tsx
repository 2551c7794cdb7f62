import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleSlash, Infinity as InfinityIcon, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { useMoneyText } from '../../components/money.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { LimitsGlanceQuery } from '../../gql/graphql.ts'
import { given } from '../../search-params.ts'
import { AsOf } from './as-of.tsx'
import { useCalmQuery } from './calm-query.ts'
import { firstDayOf, monthAfter } from './months.ts'
import { filterOf } from './report-query.ts'
import type { LimitsSearch, LimitView } from './search.ts'
import { useIsSeen } from './use-is-seen.ts'

const LimitsGlance = graphql(`
  query LimitsGlance($over: SpendReportFilter!, $near: SpendReportFilter!, $blocked: SpendReportFilter!, $unlimited: SpendReportFilter!) {
    team {
      spend {
        period
        spent {
          ...MoneyFacts
        }
      }
      all: spendReport(first: 0) {
        totalCount
      }
      over: spendReport(first: 0, filter: $over) {
        totalCount
      }
      near: spendReport(first: 0, filter: $near) {
        totalCount
      }
      blocked: spendReport(first: 0, filter: $blocked) {
        totalCount
      }
      inactive: spendReport(first: 0, filter: { active: false }) {
        totalCount
      }
      unlimited: spendReport(first: 0, filter: $unlimited) {
        totalCount
      }
    }
  }
`)

type Figures = NonNullable<LimitsGlanceQuery['team']>
type Standout = Exclude<LimitView, 'all'>

const icons: Record<Standout, LucideIcon> = { over: CircleAlert, near: TriangleAlert, blocked: CircleSlash, unlimited: InfinityIcon }

/** This month in six figures, each of people a link to who they are. */
export function Glance({ nearPercent, timeZone }: { nearPercent: number; timeZone: string }) {
  const t = useTranslations('limits')
  const of = (view: Standout) => filterOf(view, nearPercent)
  const variables = { over: of('over'), near: of('near'), blocked: of('blocked'), unlimited: of('unlimited') }
  const [ref, isSeen] = useIsSeen()
  const { data, error, refetch, dataUpdatedAt } = useCalmQuery(LimitsGlance, variables, {
    everyMilliseconds: 30_000,
    leastPauseMilliseconds: 2_000,
    isSeen,
  })
  const team = data?.team
  return (
    <Section title={t('glance')} actions={team && <AsOf at={dataUpdatedAt} />}>
      {team ? (
        <div ref={ref}>
          <GlanceFigures team={team} nearPercent={nearPercent} timeZone={timeZone} />
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Section>
  )
}

function GlanceFigures({ team, nearPercent, timeZone }: { team: Figures; nearPercent: number; timeZone: string }) {
  const t = useTranslations('limits')
  const format = useFormatter()
  const moneyText = useMoneyText()
  const { period, spent } = team.spend
  const month = format.dateTime(firstDayOf(period), { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const resets = format.dateTime(firstDayOf(monthAfter(period, 1)), { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const inactive = team.inactive.totalCount
  return (
    <dl className="limits-glance">
      <Figure title={t('spentIn', { month })} hint={t('ofPeople', { count: team.all.totalCount })}>
        {moneyText(spent)}
      </Figure>
      <PeopleFigure view="over" count={team.over.totalCount} hint={t('overHint')} />
      <PeopleFigure view="near" count={team.near.totalCount} hint={t('nearHint', { percent: nearPercent / 100 })} />
      <PeopleFigure view="blocked" count={team.blocked.totalCount} hint={t('blockedHint', { inactive })} />
      <PeopleFigure view="unlimited" count={team.unlimited.totalCount} hint={t('unlimitedHint')} />
      <Figure title={t('resets')} hint={t('resetsHint', { timeZone })}>
        {resets}
      </Figure>
    </dl>
  )
}

function Figure({ title, hint, children }: { title: ReactNode; hint: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{title}</dt>
      <dd>
        <span className="limits-figure">{children}</span>
        <span className="hint limits-figure-hint">{hint}</span>
      </dd>
    </div>
  )
}

function PeopleFigure({ view, count, hint }: { view: Standout; count: number; hint: string }) {
  const t = useTranslations('limits')
  const format = useFormatter()
  const Icon = icons[view]
  return (
    <Figure
      title={
        <span className={`limits-figure-title${count > 0 ? ` limits-${view}` : ''}`}>
          <Icon aria-hidden size={15} />
          {t(`views.${view}`)}
        </span>
      }
      hint={hint}
    >
      <Link
        to="/limits"
        search={({ kind }: LimitsSearch) => given({ kind, view })}
        hash="people"
        aria-label={t('showView', { count, view: t(`views.${view}`) })}
      >
        {format.number(count)}
      </Link>
    </Figure>
  )
}
