import { useFormatter, useTranslations } from 'use-intl'
import { graphql } from '../gql/gql.ts'
import type { SpendFactsFragment } from '../gql/graphql.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { useLimitText, useMoneyText } from './money.tsx'
import { usePercentText } from './percent-text.ts'
import { SpendEntries } from './spend-entries.tsx'
import { ErrorState, Loading } from './states.tsx'
import './spend-to-date.css'

export const spendFacts = graphql(`
  fragment SpendFacts on UserSpend {
    period {
      key
      startsAt
      resetsAt
    }
    spent {
      ...MoneyFacts
    }
    reserved {
      ...MoneyFacts
    }
    remaining {
      ...MoneyFacts
    }
    usedPercent
    limit {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
  }
`)

// In one question, so that figures, entries and course agree: the newest entries are those of this month first.
const SpendToDateOf = graphql(`
  query SpendToDateOf($userId: ID!) {
    node(id: $userId) {
      ... on User {
        id
        spend {
          ...SpendFacts
        }
        spendEntries(first: 200) {
          nodes {
            ...SpendEntryFacts
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  }
`)

/** Recorded spend is no change in the log, so it is asked for. */
const spendMilliseconds = 15_000

/** What a user has spent this month, against the limit: as figures, entry by entry, and in its course. */
export function SpendToDate({ userId }: { userId: string }) {
  const { data, error, refetch, dataUpdatedAt } = useLiveQuery({
    document: SpendToDateOf,
    variables: { userId },
    topics: ['limits', 'memberships', 'users', 'spend'],
    everyMilliseconds: spendMilliseconds,
  })
  const user = data?.node && 'spend' in data.node ? data.node : undefined
  if (!user) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const { spend, spendEntries } = user
  const ofMonth = spendEntries.nodes.filter(({ period }) => period === spend.period.key)
  const hasMore = spendEntries.pageInfo.hasNextPage && ofMonth.length === spendEntries.nodes.length
  return (
    <div className="stack">
      <SpendBar spend={spend} readAt={dataUpdatedAt} />
      <SpendEntries entries={ofMonth} spend={spend} hasMore={hasMore} readAt={dataUpdatedAt} />
    </div>
  )
}

/** The part of the limit that is spent and held back, said in words as well. */
function SpendBar({ spend, readAt }: { spend: SpendFactsFragment; readAt: number }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const format = useFormatter()
  const moneyText = useMoneyText()
  const limitText = useLimitText()
  const percentText = usePercentText()
  const { spent, reserved, remaining, usedPercent, limit, period } = spend
  const percent = usedPercent === null ? null : percentText(usedPercent)
  const summary =
    percent === null
      ? t('spentUnlimited', { spent: moneyText(spent) })
      : t('spentOf', { spent: moneyText(spent), limit: limitText(limit), percent })
  return (
    <div className="spend">
      <p className="spend-summary">{summary}</p>
      {usedPercent !== null && <Meter spend={spend} usedPercent={usedPercent} text={summary} />}
      <dl className="facts spend-facts">
        <Fact name={t('spent')} value={moneyText(spent)} />
        <Fact name={t('reserved')} value={moneyText(reserved)} />
        <Fact name={t('remaining')} value={remaining === null ? common('unlimited') : moneyText(remaining)} />
        {percent !== null && <Fact name={t('used')} value={percent} />}
      </dl>
      <p className="hint spread row">
        <span>{t('resets', { date: format.dateTime(new Date(period.resetsAt), { dateStyle: 'medium', timeStyle: 'short' }) })}</span>
        <span>{common('asOf', { time: format.dateTime(new Date(readAt), { timeStyle: 'medium' }) })}</span>
      </p>
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Meter({ spend: { reserved, limit }, usedPercent, text }: { spend: SpendFactsFragment; usedPercent: number; text: string }) {
  const t = useTranslations('people')
  const ofLimit = limit?.amount ? (100 * reserved.amountMinor) / Math.max(1, limit.amount.amountMinor) : 0
  const used = Math.max(0, Math.min(100, usedPercent))
  const held = Math.max(0, Math.min(100 - used, ofLimit))
  const tone = usedPercent >= 100 ? 'bad' : usedPercent >= 80 ? 'warning' : 'good'
  return (
    <div
      className="spend-meter"
      role="meter"
      aria-label={t('spendTitle')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(used)}
      aria-valuetext={text}
    >
      <span className={`spend-used spend-${tone}`} style={{ width: `${used}%` }} />
      <span className="spend-held" style={{ width: `${held}%` }} />
    </div>
  )
}
