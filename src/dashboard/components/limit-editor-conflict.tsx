import { useFormatter, useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { toLimit } from './limit-editor-draft.ts'
import { LimitPreview } from './limit-editor-preview.tsx'
import type { LimitConflict } from './limit-editor-save.ts'
import type { LimitTarget } from './limit-target.ts'
import { useLimitText } from './money.tsx'

const timeStyles = { dateStyle: 'medium', timeStyle: 'medium' } as const

/** Their limit beside what was wanted here; nothing was set yet. */
export function ConflictForm({
  target,
  conflict: { mine, theirs },
  onTheirs,
  onMine,
}: {
  target: LimitTarget
  conflict: LimitConflict
  onTheirs(): void
  onMine(): void
}) {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const format = useFormatter()
  return (
    <div className="form">
      <p>{t('conflict', { name: target.name })}</p>
      <dl className="conflict">
        <div>
          <dt>{t('theirs')}</dt>
          <dd>{limitText(theirs)}</dd>
          {theirs && (
            <dd className="hint">{t('theirsBy', { who: theirs.setBy, at: format.dateTime(new Date(theirs.setAt), timeStyles) })}</dd>
          )}
        </div>
        <div>
          <dt>{t('mine')}</dt>
          <dd>{limitText(toLimit(mine))}</dd>
          <dd className="hint">{t('mineNotSet')}</dd>
        </div>
      </dl>
      <LimitPreview target={target} draft={mine} current={theirs} />
      <div className="dialog-actions limit-actions">
        <Button onPress={onTheirs}>{t('takeTheirs')}</Button>
        <Button look="primary" onPress={onMine}>
          {t('setMineAnyway')}
        </Button>
      </div>
    </div>
  )
}
