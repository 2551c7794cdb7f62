import { useFormatter, useTranslations } from 'use-intl'
import { Chart } from '../../components/chart.tsx'
import type { ChartPoint, ChartProps } from '../../components/chart-facts.ts'
import { useMoneyText, type MoneyFacts } from '../../components/money.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { AsOf } from './as-of.tsx'
import { useCalmQuery } from './calm-query.ts'
import { firstDayOf, monthsUpTo } from './months.ts'
import { useIsSeen } from './use-is-seen.ts'

const SpendByMonth = graphql(`
  query SpendByMonth(
    $m0: String!
    $m1: String!
    $m2: String!
    $m3: String!
    $m4: String!
    $m5: String!
    $m6: String!
    $m7: String!
    $m8: String!
    $m9: String!
    $m10: String!
    $m11: String!
  ) {
    team {
      m0: spend(period: $m0) {
        ...MonthOfSpend
      }
      m1: spend(period: $m1) {
        ...MonthOfSpend
      }
      m2: spend(period: $m2) {
        ...MonthOfSpend
      }
      m3: spend(period: $m3) {
        ...MonthOfSpend
      }
      m4: spend(period: $m4) {
        ...MonthOfSpend
      }
      m5: spend(period: $m5) {
        ...MonthOfSpend
      }
      m6: spend(period: $m6) {
        ...MonthOfSpend
      }
      m7: spend(period: $m7) {
        ...MonthOfSpend
      }
      m8: spend(period: $m8) {
        ...MonthOfSpend
      }
      m9: spend(period: $m9) {
        ...MonthOfSpend
      }
      m10: spend(period: $m10) {
        ...MonthOfSpend
      }
      m11: spend(period: $m11) {
        ...MonthOfSpend
      }
    }
  }
`)

export const monthOfSpend = graphql(`
  fragment MonthOfSpend on TeamSpend {
    period
    spent {
      ...MoneyFacts
    }
  }
`)

const SpendDistribution = graphql(`
  query SpendDistribution {
    team {
      limited: spendReport(first: 0, filter: { active: true, isUnlimited: false }) {
        totalCount
      }
      over0: spendReport(first: 0, filter: { active: true, overPercent: 0 }) {
        totalCount
      }
      over25: spendReport(first: 0, filter: { active: true, overPercent: 25 }) {
        totalCount
      }
      over50: spendReport(first: 0, filter: { active: true, overPercent: 50 }) {
        totalCount
      }
      over75: spendReport(first: 0, filter: { active: true, overPercent: 75 }) {
        totalCount
      }
      over100: spendReport(first: 0, filter: { active: true, overPercent: 100 }) {
        totalCount
      }
    }
  }
`)

// There is no limit of a team: what each may spend is theirs, and of months that are over only the log knows it. Person by person it can be compared.
const SpendAgainstLimit = graphql(`
  query SpendAgainstLimit {
    team {
      spendReport(first: 10, filter: { active: true, overPercent: 0 }, orderBy: { field: SPENT, direction: DESC }) {
        nodes {
          user {
            id
            userName
            displayName
          }
          limit {
            amount {
              amountMinor
            }
          }
          spent {
            amountMinor
          }
        }
      }
    }
  }
`)

const pauses = { everyMilliseconds: 60_000, leastPauseMilliseconds: 10_000 }

export function Charts({ currentPeriod, money }: { currentPeriod: string; money: MoneyFacts }) {
  const t = useTranslations('limits')
  const [ref, isSeen] = useIsSeen()
  return (
    <Section title={t('charts')}>
      <div className="limits-charts" ref={ref}>
        <MonthsChart currentPeriod={currentPeriod} money={money} isSeen={isSeen} />
        <AgainstLimitChart money={money} isSeen={isSeen} />
        <DistributionChart isSeen={isSeen} />
      </div>
    </Section>
  )
}

function DatedChart({ readAt, ...props }: ChartProps & { readAt: number }) {
  return (
    <div className="limits-chart">
      <Chart {...props} />
      <AsOf at={readAt} />
    </div>
  )
}

function MonthsChart({ currentPeriod, money, isSeen }: { currentPeriod: string; money: MoneyFacts; isSeen: boolean }) {
  const t = useTranslations('limits')
  const format = useFormatter()
  const moneyText = useMoneyText()
  const months = monthsUpTo(currentPeriod, 11).reverse()
  const variables = Object.fromEntries(months.map((month, index) => [`m${index}`, month])) as never
  const { data, error, refetch, dataUpdatedAt } = useCalmQuery(SpendByMonth, variables, { ...pauses, isSeen })
  if (!data?.team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const points = Object.values(data.team)
    .filter((month) => typeof month === 'object')
    .map(({ period, spent }): ChartPoint => ({
      key: period,
      label: format.dateTime(firstDayOf(period), { month: 'short', year: '2-digit', timeZone: 'UTC' }),
      values: { spent: spent.amountMinor },
    }))
  return (
    <DatedChart
      readAt={dataUpdatedAt}
      title={t('spentByMonth')}
      labelTitle={t('month')}
      points={points}
      series={[{ key: 'spent', title: t('columns.spent'), kind: 'bar' }]}
      format={(amount) => moneyText({ ...money, amountMinor: Math.round(amount) })}
    />
  )
}

/** Those with a limit who have spent the most; who has spent the most of all comes last, and so first in the table. */
function AgainstLimitChart({ money, isSeen }: { money: MoneyFacts; isSeen: boolean }) {
  const t = useTranslations('limits')
  const moneyText = useMoneyText()
  const { data, error, refetch, dataUpdatedAt } = useCalmQuery(SpendAgainstLimit, {}, { ...pauses, isSeen })
  if (!data?.team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const points = data.team.spendReport.nodes.toReversed().map(({ user, limit, spent }): ChartPoint => ({
    key: user.id,
    label: user.displayName ?? user.userName,
    values: { spent: spent.amountMinor, limit: limit.amount?.amountMinor ?? null },
  }))
  return (
    <DatedChart
      readAt={dataUpdatedAt}
      title={t('spentAgainstLimit')}
      labelTitle={t('columns.person')}
      points={points}
      series={[
        { key: 'spent', title: t('columns.spent'), kind: 'bar' },
        { key: 'limit', title: t('columns.limit'), kind: 'bar' },
      ]}
      format={(amount) => moneyText({ ...money, amountMinor: Math.round(amount) })}
    />
  )
}

/** Active people with a limit, by how much of it is used this month. */
function DistributionChart({ isSeen }: { isSeen: boolean }) {
  const t = useTranslations('limits')
  const format = useFormatter()
  const { data, error, refetch, dataUpdatedAt } = useCalmQuery(SpendDistribution, {}, { ...pauses, isSeen })
  const team = data?.team
  if (!team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const above = [team.limited, team.over0, team.over25, team.over50, team.over75, team.over100].map(({ totalCount }) => totalCount)
  const labels = (['none', 'to25', 'to50', 'to75', 'to100', 'over100'] as const).map((name) => t(`used.${name}`))
  const points = labels.map((label, index): ChartPoint => {
    // The counts are of nearly the same moment, not of one.
    const people = Math.max(0, above[index]! - (above[index + 1] ?? 0))
    return { key: String(index), label, values: { people } }
  })
  return (
    <DatedChart
      readAt={dataUpdatedAt}
      title={t('usedByPeople')}
      labelTitle={t('columns.used')}
      points={points}
      series={[{ key: 'people', title: t('columns.people'), kind: 'bar' }]}
      format={(count) => format.number(count, { maximumFractionDigits: 0 })}
    />
  )
}
