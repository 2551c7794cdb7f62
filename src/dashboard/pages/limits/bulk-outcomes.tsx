import { Check, CircleAlert, Minus } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { isRefusal, type Outcome } from './bulk-edit.ts'
import { useOutcomeText } from './outcome-text.ts'

/** What has become of each, those that were refused first. `onAgain`: decides anew about those whom somebody else was faster with. */
export function BulkOutcomes({ outcomes, onClose, onAgain }: { outcomes: readonly Outcome[]; onClose(): void; onAgain?: () => void }) {
  const t = useTranslations('limits')
  const common = useTranslations('common')
  const outcomeText = useOutcomeText()
  const refused = outcomes.filter(isRefusal)
  const changed = outcomes.filter(({ kind }) => kind === 'changed')
  const isNothing = outcomes.some(({ kind }) => kind === 'heldBack') || changed.length === 0
  const ordered = [...refused, ...outcomes.filter((outcome) => !isRefusal(outcome))]
  return (
    <>
      <div role="alert">
        <Callout tone={isNothing ? 'bad' : 'warning'}>
          <span>
            {isNothing
              ? t('bulk.nothing', { refused: refused.length })
              : t('bulk.partly', { changed: changed.length, refused: refused.length })}
          </span>
        </Callout>
      </div>
      <ul className="limits-outcomes" aria-label={t('bulk.resultTitle')}>
        {ordered.map((outcome) => (
          <li key={outcome.target.id} className={isRefusal(outcome) ? 'limits-refused' : undefined}>
            <OutcomeIcon outcome={outcome} />
            <span className="limits-two-lines">
              <strong>{outcome.target.name}</strong>
              <span className="hint" lang={outcome.kind === 'refused' ? 'en' : undefined}>
                {outcomeText(outcome)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onPress={onClose}>{common('close')}</Button>
        {onAgain && (
          <Button look="primary" onPress={onAgain}>
            {t('bulk.again')}
          </Button>
        )}
      </div>
    </>
  )
}

function OutcomeIcon({ outcome }: { outcome: Outcome }) {
  if (isRefusal(outcome)) return <CircleAlert aria-hidden size={18} />
  return outcome.kind === 'changed' ? <Check aria-hidden size={18} /> : <Minus aria-hidden size={18} />
}
