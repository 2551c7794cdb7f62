import { Link } from '@tanstack/react-router'
import { Check, Link2 } from 'lucide-react'
import { memo, type Ref } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { ChangeActor, ChangeSentence } from '../../components/change-sentence.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { notify } from '../../components/toasts.tsx'
import { useCopied } from '../../components/use-copied.ts'
import type { TeamChange } from '../../live/change-facts.ts'
import type { ActivitySearch } from './search.ts'

type ActivityRowProps = {
  change: TeamChange
  index: number
  /** Of all rows; -1 when that is not known. */
  count: number
  offset: number
  /** A link leads to it. */
  isTarget: boolean
  isFocusable: boolean
  ref: Ref<HTMLElement>
}

/** When, what, who, and how to point to it. */
export function ActivityRow({ change, index, count, offset, isTarget, isFocusable, ref }: ActivityRowProps) {
  const { revision } = change
  return (
    <article
      ref={ref}
      className={`activity-row${isTarget ? ' activity-target' : ''}`}
      data-index={index}
      data-revision={revision}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-labelledby={`change-${revision}`}
      aria-current={isTarget ? 'location' : undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the articles of a feed are what the focus moves between (WAI-ARIA)
      tabIndex={isFocusable ? 0 : -1}
      style={{ transform: `translateY(${offset}px)` }}
    >
      <RowContent change={change} />
    </article>
  )
}

/** A change is never another: rows that only move are not made again. */
const RowContent = memo(function RowContent({ change: { revision, at, actor }, change }: { change: TeamChange }) {
  const t = useTranslations('activity')
  return (
    <>
      <span className="activity-when">
        <DateTime at={at} withSeconds />
      </span>
      <span className="activity-what" id={`change-${revision}`}>
        <ChangeSentence change={change} />
      </span>
      <span className="activity-who">
        <Actor actor={actor} />
      </span>
      <span className="activity-place">
        <Link
          from="/activity"
          to="/activity"
          search={(before: ActivitySearch) => ({ ...before, at: revision })}
          className="number"
          aria-label={t('toRevision', { revision: String(revision) })}
        >
          #{revision}
        </Link>
        <CopyLink revision={revision} />
      </span>
    </>
  )
})

/** Leads to what the same actor did. */
function Actor({ actor }: { actor: TeamChange['actor'] }) {
  const t = useTranslations('activity')
  const { id } = actor
  if (id === null) return <ChangeActor actor={actor} />
  return (
    <Link
      from="/activity"
      to="/activity"
      search={(before: ActivitySearch) => ({ ...before, actor: id, actorKind: undefined, at: undefined })}
      className="activity-actor"
      title={t('onlyBy', { name: actor.label })}
    >
      <ChangeActor actor={actor} />
    </Link>
  )
}

function CopyLink({ revision }: { revision: number }) {
  const t = useTranslations('activity')
  const address = `${window.location.origin}/activity?at=${revision}`
  const [isCopied, copy] = useCopied(() => notify({ tone: 'error', text: t('linkNotCopied'), detail: address }))
  return (
    <Button
      look="quiet"
      className="icon-button activity-copy"
      aria-label={isCopied ? t('linkCopied') : t('copyLink', { revision: String(revision) })}
      onPress={() => void copy(address)}
    >
      {isCopied ? <Check aria-hidden size={15} /> : <Link2 aria-hidden size={15} />}
    </Button>
  )
}
