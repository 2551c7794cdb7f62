import { useTranslations } from 'use-intl'
import { LimitEditing } from '../../components/limit-editing.tsx'
import { Page } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Charts } from './charts.tsx'
import { Glance } from './glance.tsx'
import './limits.css'
import { LimitsSection } from './limits-section.tsx'
import { ReportSection } from './report-section.tsx'
import { nearPercentOf } from './report-query.ts'
import { SettingsSection } from './settings-section.tsx'
import { TeamDefault } from './team-default.tsx'

const LimitsFrame = graphql(`
  query LimitsFrame {
    team {
      id
      name
      timeZone
      spendThresholdPercents
      spendSettingsVersion
      spendLimit {
        id
        version
        isUnlimited
        expiresAt
        setAt
        setBy
        amount {
          ...MoneyFacts
        }
      }
      spend {
        period
        spent {
          ...MoneyFacts
        }
      }
    }
  }
`)

/** What may be spent and what is: for whoever answers for the money. */
export function LimitsPage() {
  const t = useTranslations('limits')
  // A month may begin while the page is open.
  const { data, error, refetch } = useLiveQuery({
    document: LimitsFrame,
    variables: {},
    topics: ['limits', 'spend', 'set-up'],
    everyMilliseconds: 60_000,
  })
  const team = data?.team
  return (
    <Page title={t('title')} lead={t('lead')}>
      {team ? (
        <LimitEditing>
          <Glance nearPercent={nearPercentOf(team.spendThresholdPercents)} timeZone={team.timeZone} />
          <TeamDefault team={team} />
          <ReportSection nearPercent={nearPercentOf(team.spendThresholdPercents)} currentPeriod={team.spend.period} />
          <LimitsSection money={team.spend.spent} />
          <Charts currentPeriod={team.spend.period} money={team.spend.spent} />
          <SettingsSection settings={team} />
        </LimitEditing>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}
