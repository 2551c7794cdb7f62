import { useFormatter, useTranslations } from 'use-intl'
import { useLimitText } from '../../components/money.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import type { GroupOfPage } from './group-of-page.ts'

// What applies to the members, by where it comes from.
const LimitsInGroup = graphql(`
  query LimitsInGroup($groupId: ID!) {
    team {
      byGroups: spendReport(first: 1, filter: { groupId: $groupId, sources: [GROUP] }) {
        totalCount
      }
      byThemselves: spendReport(first: 1, filter: { groupId: $groupId, sources: [USER] }) {
        totalCount
      }
      byTeam: spendReport(first: 1, filter: { groupId: $groupId, sources: [TEAM] }) {
        totalCount
      }
      byNothing: spendReport(first: 1, filter: { groupId: $groupId, sources: [NONE] }) {
        totalCount
      }
      inactive: spendReport(first: 1, filter: { groupId: $groupId, sources: [INACTIVE_USER] }) {
        totalCount
      }
      blocked: spendReport(first: 1, filter: { groupId: $groupId, isBlocked: true }) {
        totalCount
      }
    }
  }
`)

const sources = ['byGroups', 'byThemselves', 'byTeam', 'byNothing', 'inactive', 'blocked'] as const

/** What the group's limit says, and what decides of its members. */
export function GroupLimit({ group }: { group: GroupOfPage }) {
  const t = useTranslations('groups')
  const limitText = useLimitText()
  const format = useFormatter()
  const { data, error, refetch } = useLiveQuery({
    document: LimitsInGroup,
    variables: { groupId: group.id },
    topics: ['limits', 'memberships'],
    everyMilliseconds: 30_000,
  })
  const { spendLimit } = group
  const says = spendLimit === null ? 'saysNothing' : spendLimit.isUnlimited ? 'saysUnlimited' : 'saysAmount'
  const counts = data?.team
  return (
    <Section title={t('whatLimitDoes')}>
      <p>
        {t(says, { limit: limitText(spendLimit) })}
        {spendLimit && (
          <span className="hint">
            {' '}
            {t('setBy', {
              who: spendLimit.setBy,
              at: format.dateTime(new Date(spendLimit.setAt), { dateStyle: 'medium', timeStyle: 'short' }),
            })}
          </span>
        )}
      </p>
      {counts ? (
        <dl className="facts group-sources">
          {sources
            .filter((source) => counts[source].totalCount > 0)
            .map((source) => (
              <div key={source} className="fact">
                <dt>{t(`sources.${source}`)}</dt>
                <dd>{format.number(counts[source].totalCount)}</dd>
              </div>
            ))}
        </dl>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Section>
  )
}
