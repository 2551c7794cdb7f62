import { useTranslations } from 'use-intl'
import { useLimitText } from '../../components/money.tsx'
import type { Outcome } from './bulk-edit.ts'

/** What has become of one target, in a sentence. */
export function useOutcomeText(): (outcome: Outcome) => string {
  const t = useTranslations('limits')
  const limitText = useLimitText()
  return (outcome) => {
    switch (outcome.kind) {
      case 'changed':
        return t('outcomes.changed')
      case 'unchanged':
        return t('outcomes.unchanged')
      case 'heldBack':
        return t('outcomes.heldBack')
      case 'conflict':
        return t('outcomes.conflict', { limit: limitText(outcome.current) })
      case 'refused':
        return outcome.message
    }
  }
}
