import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { graphql } from '../gql/gql.ts'
import type { SpendEntryFactsFragment, SpendFactsFragment } from '../gql/graphql.ts'
import { useViewer } from '../session.tsx'
import { Badge } from './badge.tsx'
import { Button } from './button.tsx'
import { Chart } from './chart.tsx'
import { DateTime } from './date-time.tsx'
import { useMoneyText } from './money.tsx'
import { ScrollRegion } from './scroll-region.tsx'
import { spendByDay } from './spend-by-day.ts'

export const spendEntryFacts = graphql(`
  fragment SpendEntryFacts on SpendEntry {
    id
    at
    period
    kind
    isLate
    reason
    amount {
      ...MoneyFacts
    }
    labels {
      name
      value
    }
  }
`)

type SpendEntriesProps = { entries: readonly SpendEntryFactsFragment[]; spend: SpendFactsFragment; hasMore: boolean; readAt: number }

/** What was recorded this month, newest first, and how it adds up day by day against the limit. */
export function SpendEntries(props: SpendEntriesProps) {
  const t = useTranslations('people')
  const { entries, hasMore } = props
  if (entries.length === 0) return <p className="hint">{t('noEntries')}</p>
  return (
    <>
      <Course {...props} />
      <EntryTable entries={entries} hasMore={hasMore} />
    </>
  )
}

function Course({ entries, spend, hasMore, readAt }: SpendEntriesProps) {
  const t = useTranslations('people')
  const format = useFormatter()
  const moneyText = useMoneyText()
  const { timeZone } = useViewer().team
  const { spent, limit, period } = spend
  const facts = { timeZone, startsAt: period.startsAt, spentMinor: spent.amountMinor, hasMore }
  const points = spendByDay(entries, facts, new Date(readAt)).map(({ day, spentMinor }) => ({
    key: day,
    label: format.dateTime(new Date(`${day}T00:00:00Z`), { month: 'short', day: 'numeric', timeZone: 'UTC' }),
    values: { spent: spentMinor, limit: limit?.amount?.amountMinor ?? null },
  }))
  const withLimit = limit?.amount ? [{ key: 'limit', title: t('limit'), kind: 'line' as const }] : []
  return (
    <Chart
      title={t('courseTitle')}
      labelTitle={t('courseDay')}
      points={points}
      series={[{ key: 'spent', title: t('spent'), kind: 'step' }, ...withLimit]}
      format={(amountMinor) => moneyText({ ...spent, amountMinor })}
    />
  )
}

const firstShown = 8

function EntryTable({ entries, hasMore }: { entries: readonly SpendEntryFactsFragment[]; hasMore: boolean }) {
  const t = useTranslations('people')
  const moneyText = useMoneyText()
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? entries : entries.slice(0, firstShown)
  return (
    <div className="stack">
      <ScrollRegion label={t('entries')}>
        <table className="plain-table spend-entries">
          <caption className="visually-hidden">{t('entries')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('entryAt')}</th>
              <th scope="col" className="number">
                {t('entryAmount')}
              </th>
              <th scope="col">{t('entryAbout')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => (
              <tr key={entry.id}>
                <td>
                  <DateTime at={entry.at} />
                </td>
                <td className="number">{moneyText(entry.amount)}</td>
                <td>
                  <About entry={entry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {entries.length > firstShown && (
        <div className="row">
          <Button look="quiet" onPress={() => setIsWhole(!isWhole)}>
            {isWhole ? t('fewerEntries') : t('moreEntries', { count: entries.length - firstShown })}
          </Button>
          {isWhole && hasMore && <span className="hint">{t('newestEntries', { count: entries.length })}</span>}
        </div>
      )}
    </div>
  )
}

function About({ entry: { kind, isLate, reason, labels } }: { entry: SpendEntryFactsFragment }) {
  const t = useTranslations('people')
  return (
    <span className="row">
      {kind === 'CORRECTION' && <Badge tone="info">{t('correction')}</Badge>}
      {isLate && <Badge tone="warning">{t('late')}</Badge>}
      {reason !== null && <span>{reason}</span>}
      {labels.map(({ name, value }) => (
        <Badge key={name}>
          {name}: {value}
        </Badge>
      ))}
    </span>
  )
}
