import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { useLimitText, type MoneyFacts } from '../../components/money.tsx'
import { ErrorText } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { BulkPreviewOfFragment } from '../../gql/graphql.ts'
import { itemOf, resultOf, type BulkEdit, type BulkTarget } from './bulk-edit.ts'

export const bulkPreviewOf = graphql(`
  fragment BulkPreviewOf on SpendLimitPreviewResult {
    __typename
    ... on SpendLimitPreview {
      raisedCount
      loweredCount
      unchangedCount
      becomesBlockedCount
    }
    ... on VersionConflictError {
      current {
        ...LimitOfRow
      }
    }
    ... on Error {
      message
    }
  }
`)

const SetPreview = graphql(`
  query BulkSetPreview($input: SetSpendLimitInput!) {
    team {
      spendLimitPreview(input: $input) {
        ...BulkPreviewOf
      }
    }
  }
`)

const ClearPreview = graphql(`
  query BulkClearPreview($input: ClearSpendLimitInput!) {
    team {
      clearSpendLimitPreview(input: $input) {
        ...BulkPreviewOf
      }
    }
  }
`)

/** Of more it would be long to wait, and nobody reads it. */
const mostPreviewed = 20

/** What each change would do by itself. They are not summed: somebody in several of the groups would count several times. */
export function BulkPreview({ targets, edit, money }: { targets: readonly BulkTarget[]; edit: BulkEdit; money: MoneyFacts }) {
  const t = useTranslations('limits')
  const shown = targets.slice(0, mostPreviewed)
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['bulk preview', shown.map((target) => itemOf(target, edit)), shown.map(({ id }) => id)],
    queryFn: ({ signal }) => previewEach(shown, edit, signal),
    staleTime: 0,
    gcTime: 0,
  })
  if (shown.length === 0) return null
  return (
    <section className="limits-preview" aria-label={t('preview.title')} aria-busy={!data || isPlaceholderData}>
      <h3>{t('preview.title')}</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard */}
      <div className="table-wide limits-preview-frame" tabIndex={0} role="group" aria-label={t('preview.title')}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('columns.whose')}</th>
              <th scope="col">{t('preview.limit')}</th>
              <th scope="col">{t('preview.people')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((target, index) => (
              <PreviewRow key={target.id} target={target} edit={edit} money={money} preview={data?.[index]} />
            ))}
          </tbody>
        </table>
      </div>
      {error && (
        <p className="field-error">
          <ErrorText error={error} />
        </p>
      )}
      <p className="hint">
        {targets.length > shown.length && `${t('preview.rest', { count: targets.length - shown.length })} `}
        {shown.length > 1 && t('preview.notSummed')}
      </p>
    </section>
  )
}

function PreviewRow(props: { target: BulkTarget; edit: BulkEdit; money: MoneyFacts; preview: BulkPreviewOfFragment | null | undefined }) {
  const { target, edit, money, preview } = props
  const limitText = useLimitText()
  const result = resultOf(target, edit, money)
  return (
    <tr>
      <th scope="row">{target.name}</th>
      <td className="number limits-change">
        {result === undefined ? limitText(target.limit) : `${limitText(target.limit)} → ${limitText(result)}`}
      </td>
      <td>
        <PreviewText preview={preview} />
      </td>
    </tr>
  )
}

function PreviewText({ preview }: { preview: BulkPreviewOfFragment | null | undefined }) {
  const t = useTranslations('limits')
  const common = useTranslations('common')
  const limitText = useLimitText()
  if (preview === undefined) return <span className="hint">{common('loading')}</span>
  if (preview === null) return <span className="hint">{t('outcomes.unchanged')}</span>
  if (preview.__typename === 'VersionConflictError') return <span>{t('outcomes.conflict', { limit: limitText(preview.current) })}</span>
  if (preview.__typename !== 'SpendLimitPreview') return <span lang="en">{preview.message}</span>
  const { raisedCount, loweredCount, becomesBlockedCount } = preview
  if (raisedCount + loweredCount === 0) return <span className="hint">{t('preview.nobody')}</span>
  const parts = [
    raisedCount > 0 && t('preview.raised', { count: raisedCount }),
    loweredCount > 0 && t('preview.lowered', { count: loweredCount }),
    becomesBlockedCount > 0 && t('preview.blocked', { count: becomesBlockedCount }),
  ]
  return <span>{parts.filter((part) => part !== false).join(', ')}</span>
}

/** One after the other: in a large team each looks at everybody in reach. null: there is nothing to do. */
async function previewEach(targets: readonly BulkTarget[], edit: BulkEdit, signal: AbortSignal): Promise<(BulkPreviewOfFragment | null)[]> {
  const previews: (BulkPreviewOfFragment | null)[] = []
  for (const target of targets) {
    const item = itemOf(target, edit)
    if (!item) previews.push(null)
    else if (item.value) {
      const { value, clear: _, ...rest } = item
      previews.push((await ask(SetPreview, { input: { ...rest, value } }, signal)).team!.spendLimitPreview)
    } else {
      const { target: of, expectedVersion } = item
      const input = { target: of, ...(expectedVersion == null ? {} : { expectedVersion }) }
      previews.push((await ask(ClearPreview, { input }, signal)).team!.clearSpendLimitPreview)
    }
  }
  return previews
}
