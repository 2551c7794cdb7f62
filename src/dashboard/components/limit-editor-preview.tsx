import { ArrowDown, ArrowRight, ArrowUp, Ban, Equal, Infinity as Unlimited, LockOpen } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import { graphql } from '../gql/gql.ts'
import type { LimitPreviewFactsFragment } from '../gql/graphql.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { Badge, Callout } from './badge.tsx'
import { Button } from './button.tsx'
import { isAlready, toSetInput, toTargetInput, type LimitDraft, type SetDraft } from './limit-editor-draft.ts'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import { useLimitText } from './money.tsx'
import { ErrorText } from './states.tsx'
import { useSettled } from './use-settled.ts'

export const limitPreviewFacts = graphql(`
  fragment LimitPreviewFacts on SpendLimitPreview {
    affectedUserCount
    raisedCount
    loweredCount
    becomesUnlimitedCount
    becomesBlockedCount
    unblockedCount
    unchangedCount
    examples(first: 5) {
      user {
        id
        userName
        displayName
      }
      before {
        isUnlimited
        source
        amount {
          ...MoneyFacts
        }
      }
      after {
        isUnlimited
        source
        amount {
          ...MoneyFacts
        }
      }
    }
  }
`)

const SetLimitPreview = graphql(`
  query SetLimitPreview($input: SetSpendLimitInput!) {
    team {
      preview: spendLimitPreview(input: $input) {
        __typename
        ...LimitPreviewFacts
        ... on Error {
          code
          message
        }
      }
    }
  }
`)

const ClearLimitPreview = graphql(`
  query ClearLimitPreview($input: ClearSpendLimitInput!) {
    team {
      preview: clearSpendLimitPreview(input: $input) {
        __typename
        ...LimitPreviewFacts
        ... on Error {
          code
          message
        }
      }
    }
  }
`)

const settleMilliseconds = 300

/** `isDayWrong`: there is no draft because of its last day, not of its amount. */
type PreviewProps = { target: LimitTarget; draft: LimitDraft | null; current: CurrentLimit | null; isDayWrong?: boolean }

/** What would come of it, before it is set; it follows the changes of the team while it is shown. */
export function LimitPreview(props: PreviewProps) {
  const t = useTranslations('limitEditor')
  return (
    <section className="limit-preview" aria-label={t('preview')}>
      <h3>{t('preview')}</h3>
      <PreviewBody {...props} />
    </section>
  )
}

function PreviewBody({ target, draft, current, isDayWrong = false }: PreviewProps) {
  const t = useTranslations('limitEditor')
  const settled = useSettledDraft(draft)
  const isSame = draft !== null && isAlready(draft, current)
  const { data, error, isFetching, refetch } = usePreview(target, isSame ? null : settled)
  const result = data?.team?.preview
  if (draft === null) return <p className="hint">{t(isDayWrong ? 'previewNoDay' : 'previewEmpty')}</p>
  if (isSame) return <p className="hint">{t('previewSame')}</p>
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  if (!result) return <p className="hint">{t('previewLoading')}</p>
  if (result.__typename !== 'SpendLimitPreview')
    return (
      <Callout tone="warning">
        <span lang="en">{result.message}</span>
      </Callout>
    )
  return <PreviewFigures preview={result} isBeingCounted={settled !== draft || isFetching} />
}

/** The draft once it has been the same for a moment, by its content. */
function useSettledDraft(draft: LimitDraft | null): LimitDraft | null {
  const key = JSON.stringify(draft)
  const settled = useSettled(key, settleMilliseconds)
  return settled === key ? draft : (JSON.parse(settled) as LimitDraft | null)
}

function usePreview(target: LimitTarget, draft: LimitDraft | null) {
  const topics = ['limits', 'memberships'] as const
  const isClearing = draft?.kind === 'none'
  const cleared = useLiveQuery({
    document: ClearLimitPreview,
    variables: { input: { target: toTargetInput(target) } },
    topics,
    isEnabled: isClearing,
  })
  const set = useLiveQuery({
    document: SetLimitPreview,
    variables: { input: toSetInput(target, draft === null || isClearing ? { kind: 'unlimited', expiresAt: null } : (draft as SetDraft)) },
    topics,
    isEnabled: draft !== null && !isClearing,
    keepsPrevious: true,
  })
  return isClearing ? cleared : set
}

/** How many rise, fall and so on, with examples; for whatever is previewed. */
export function PreviewFigures({ preview, isBeingCounted = false }: { preview: LimitPreviewFactsFragment; isBeingCounted?: boolean }) {
  const t = useTranslations('limitEditor')
  const format = useFormatter()
  const figures = [
    { key: 'raised', count: preview.raisedCount, Icon: ArrowUp },
    { key: 'lowered', count: preview.loweredCount, Icon: ArrowDown },
    { key: 'unlimited', count: preview.becomesUnlimitedCount, Icon: Unlimited },
    { key: 'blocked', count: preview.becomesBlockedCount, Icon: Ban },
    { key: 'unblocked', count: preview.unblockedCount, Icon: LockOpen },
    { key: 'unchanged', count: preview.unchangedCount, Icon: Equal },
  ] as const
  return (
    <div className="stack" aria-busy={isBeingCounted}>
      <dl className="preview-figures">
        {figures.map(({ key, count, Icon }) => (
          <div key={key} className={`preview-figure${count === 0 ? ' preview-zero' : ` preview-${key}`}`}>
            <dt>
              <Icon aria-hidden size={14} /> {t(`figures.${key}`)}
            </dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="visually-hidden" role="status">
        {!isBeingCounted &&
          t('previewSummary', { raised: preview.raisedCount, lowered: preview.loweredCount, blocked: preview.becomesBlockedCount })}
      </p>
      <Examples preview={preview} />
    </div>
  )
}

function Examples({ preview: { examples, affectedUserCount } }: { preview: LimitPreviewFactsFragment }) {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  if (examples.length === 0) return null
  const isOfAll = affectedUserCount <= examples.length
  return (
    <table className="plain-table preview-examples">
      <caption>{isOfAll ? t('examplesAll') : t('examples', { shown: examples.length, count: affectedUserCount })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('person')}</th>
          <th scope="col" className="number">
            {t('before')}
          </th>
          <th scope="col" className="number">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {examples.map(({ user, before, after }) => (
          <tr key={user.id}>
            <th scope="row">{user.displayName ?? user.userName}</th>
            <td className="number">{limitText(before.source === 'NONE' ? null : before)}</td>
            <td className="number">
              <ArrowRight aria-hidden size={12} /> <strong>{limitText(after.source === 'NONE' ? null : after)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const t = useTranslations('limitEditor')
  const tc = useTranslations('common')
  return (
    <div className="row" role="alert">
      <Badge tone="warning">{t('previewFailed')}</Badge>
      <ErrorText error={error} />
      <Button onPress={onRetry}>{tc('retry')}</Button>
    </div>
  )
}
