import { useFormatter, useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { newKey } from './idempotency-key.ts'
import { toLimit } from './limit-editor-draft.ts'
import { LimitPreview } from './limit-editor-preview.tsx'
import type { LimitTrouble, LimitWish } from './limit-editor-save.ts'
import { useLimitText } from './money.tsx'

type Of<Kind extends LimitTrouble['kind']> = Extract<LimitTrouble, { kind: Kind }>
type Ways = { onClose(): void; onAgain(wish: LimitWish): void }

/** What came in between when a limit was set, and the ways out. */
export function TroubleForm({ trouble, ...ways }: { trouble: LimitTrouble } & Ways) {
  return trouble.kind === 'conflict' ? <Conflict trouble={trouble} {...ways} /> : <Unanswered trouble={trouble} {...ways} />
}

const timeStyles = { dateStyle: 'medium', timeStyle: 'medium' } as const

/** Their limit beside what was wanted here; nothing was set yet. */
function Conflict({ trouble: { wish, theirs }, onClose, onAgain }: { trouble: Of<'conflict'> } & Ways) {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const format = useFormatter()
  const { target, draft: mine } = wish
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
        <Button onPress={onClose}>{t('takeTheirs')}</Button>
        <Button look="primary" onPress={() => onAgain({ ...wish, base: theirs, idempotencyKey: newKey() })}>
          {t('setMineAnyway')}
        </Button>
      </div>
    </div>
  )
}

/** Nobody knows whether it was done; the very same request settles it. */
function Unanswered({ trouble: { wish }, onClose, onAgain }: { trouble: Of<'unanswered'> } & Ways) {
  const t = useTranslations('limitEditor')
  const common = useTranslations('common')
  const limitText = useLimitText()
  return (
    <div className="form">
      <p>{t('unanswered', { name: wish.target.name })}</p>
      <p>{t('unansweredMine', { limit: limitText(toLimit(wish.draft)) })}</p>
      <p className="hint">{t('unansweredHint')}</p>
      <div className="dialog-actions">
        <Button onPress={onClose}>{common('close')}</Button>
        <Button look="primary" onPress={() => onAgain(wish)}>
          {t('sendAgain')}
        </Button>
      </div>
    </div>
  )
}

export function TargetGone({ name, onClose }: { name: string; onClose(): void }) {
  const t = useTranslations('limitEditor')
  const common = useTranslations('common')
  return (
    <div className="form">
      <p role="alert">{t('gone', { name })}</p>
      <div className="dialog-actions">
        <Button onPress={onClose}>{common('close')}</Button>
      </div>
    </div>
  )
}
