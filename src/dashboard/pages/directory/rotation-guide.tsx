import { Check } from 'lucide-react'
import { useNow, useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Ago } from './ago.tsx'
import { rotationOf, type Credential } from './credential.ts'

const steps = ['issue', 'wait', 'revoke'] as const

/** How one token takes over from another without a gap, and how far that is. */
export function RotationGuide({
  tokens,
  onIssue,
  onRevoke,
}: {
  tokens: readonly Credential[]
  onIssue(): void
  onRevoke(token: Credential): void
}) {
  const t = useTranslations('directory')
  const rotation = rotationOf(tokens, useNow({ updateInterval: 5_000 }).getTime())
  const current = steps.indexOf(rotation.step)
  return (
    <div className="rotation">
      <h3>{t('rotation')}</h3>
      <ol className="rotation-steps">
        {steps.map((step, index) => (
          <li
            key={step}
            className={`rotation-step${index === current ? ' rotation-current' : ''}`}
            aria-current={index === current ? 'step' : undefined}
          >
            <span className="rotation-mark" aria-hidden="true">
              {index < current ? <Check size={14} strokeWidth={3} /> : index + 1}
            </span>
            <span>{t(`rotationStep.${step}`)}</span>
          </li>
        ))}
      </ol>
      <div className="rotation-state">
        {rotation.step === 'issue' && <Button onPress={onIssue}>{t('rotationBegin')}</Button>}
        {rotation.step === 'wait' && <p role="status">{t('rotationWaiting', { label: rotation.newest.label })}</p>}
        {rotation.step === 'revoke' && (
          <>
            <p>
              <span role="status">{t('rotationUsed', { label: rotation.newest.label })}</span>{' '}
              {rotation.newest.lastUsedAt !== null && <Ago at={rotation.newest.lastUsedAt} />}
            </p>
            <Button onPress={() => onRevoke(rotation.old)}>{t('rotationEnd', { label: rotation.old.label })}</Button>
          </>
        )}
      </div>
    </div>
  )
}
