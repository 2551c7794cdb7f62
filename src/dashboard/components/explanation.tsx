import { Link } from '@tanstack/react-router'
import { useFormatter, useTranslations } from 'use-intl'
import { graphql } from '../gql/gql.ts'
import type { LimitExplanationFragment } from '../gql/graphql.ts'
import { Badge, Callout } from './badge.tsx'
import { candidateReason, explanationSentences, kindOf, type Words } from './explanation-sentences.ts'
import { useLimitText, useMoneyText } from './money.tsx'
import { ScrollRegion } from './scroll-region.tsx'
import './explanation.css'

export const limitExplanation = graphql(`
  fragment LimitExplanation on EffectiveSpendLimit {
    isUnlimited
    source
    revision
    amount {
      ...MoneyFacts
    }
    candidates {
      isWinner
      spendLimit {
        id
        targetId
        isUnlimited
        expiresAt
        amount {
          ...MoneyFacts
        }
        target {
          __typename
          ... on Group {
            id
            displayName
          }
        }
      }
    }
    withoutWinner {
      isUnlimited
      source
      amount {
        ...MoneyFacts
      }
    }
    staleness {
      since
      reason
    }
  }
`)

/** What applies to somebody, and why: every limit that was looked at, which one won, and what would apply without it. `isOwn`: to the reader. */
export function Explanation({ limit, isOwn = false }: { limit: LimitExplanationFragment; isOwn?: boolean }) {
  const t = useTranslations('explanation')
  const limitText = useLimitText()
  const words = useWords(isOwn)
  return (
    <div className="explanation">
      <p className="explanation-value">
        <strong>{limitText(limit)}</strong>
        {!limit.isUnlimited && <span className="hint">{t('perMonth')}</span>}
        <Badge tone={limit.source === 'INACTIVE_USER' ? 'bad' : 'neutral'}>{t('source', { source: limit.source })}</Badge>
      </p>
      <p className="explanation-text">{explanationSentences(limit, words).join(' ')}</p>
      {limit.staleness && <Stale staleness={limit.staleness} words={words} />}
      {limit.candidates.length > 0 && <Candidates limit={limit} words={words} />}
    </div>
  )
}

function useWords(isOwn: boolean): Words {
  const t = useTranslations('explanation')
  const format = useFormatter()
  return {
    t,
    money: useMoneyText(),
    moment: (at) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' }),
    list: (names) => format.list(names),
    isOwn,
  }
}

/** The reason comes from the server, in English. */
function Stale({ staleness, words }: { staleness: NonNullable<LimitExplanationFragment['staleness']>; words: Words }) {
  const t = useTranslations('explanation')
  const { since, reason } = staleness
  return (
    <Callout tone="warning" title={t('staleTitle')}>
      <span>{since === null ? t('stale') : t('staleSince', { date: words.moment(since) })}</span>
      <span lang="en">{reason}</span>
    </Callout>
  )
}

function Candidates({ limit, words }: { limit: LimitExplanationFragment; words: Words }) {
  const t = useTranslations('explanation')
  const limitText = useLimitText()
  return (
    <ScrollRegion label={t('candidates')}>
      <table className="plain-table explanation-table">
        <caption className="visually-hidden">{t('candidates')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('limitOf')}</th>
            <th scope="col" className="number">
              {t('amount')}
            </th>
            <th scope="col">{t('verdict')}</th>
            <th scope="col">{t('reason')}</th>
          </tr>
        </thead>
        <tbody>
          {limit.candidates.map((candidate) => (
            <tr key={candidate.spendLimit.id}>
              <th scope="row">
                <Whose candidate={candidate} isOwn={words.isOwn} />
              </th>
              <td className="number">{limitText(candidate.spendLimit)}</td>
              <td>
                <Badge tone={candidate.isWinner ? 'good' : 'neutral'}>{t(candidate.isWinner ? 'applies' : 'notUsed')}</Badge>
              </td>
              <td>{candidateReason(candidate, limit, words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** A group leads to its page, which members may not see. */
function Whose({ candidate, isOwn }: { candidate: LimitExplanationFragment['candidates'][number]; isOwn: boolean }) {
  const t = useTranslations('explanation')
  const { target } = candidate.spendLimit
  switch (kindOf(candidate)) {
    case 'USER':
      return t('personal', { own: isOwn ? 'yes' : 'no' })
    case 'TEAM':
      return t('teamDefault')
    case 'GROUP':
      if (target?.__typename !== 'Group') return t('deletedGroup')
      if (isOwn) return target.displayName
      return (
        <Link to="/groups/$groupId" params={{ groupId: target.id }}>
          {target.displayName}
        </Link>
      )
  }
}
